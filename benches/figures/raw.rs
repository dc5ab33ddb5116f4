//! SQLite by hand, to compare with: a connection with the settings of the program's own, cached
//! statements, whole rows read into values. No rules, no permissions, no words.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Params, Statement, TransactionBehavior};

/// A row, as it was read.
pub type Row = Vec<Value>;

/// A connection.
pub struct Raw(pub Connection);

impl Raw {
    /// Opens a database as the program does.
    pub fn open(path: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).unwrap();
        connection.set_prepared_statement_cache_capacity(256);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16000;",
            )
            .unwrap();
        Self(connection)
    }

    /// Reads from one snapshot.
    pub fn read<T>(&mut self, reads: impl FnOnce(&Connection) -> T) -> T {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Deferred).unwrap();
        reads(&tx)
    }

    /// Writes, and waits until it is on the disk.
    pub fn write(&mut self, writes: impl FnOnce(&Connection)) {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        writes(&tx);
        tx.commit().unwrap();
    }
}

/// Every row of a query.
pub fn rows(connection: &Connection, query: &str, params: impl Params) -> Vec<Row> {
    let mut statement = connection.prepare_cached(query).unwrap();
    all(&mut statement, params)
}

/// Every row of a statement.
fn all(statement: &mut Statement<'_>, params: impl Params) -> Vec<Row> {
    let columns = statement.column_count();
    let mut rows = statement.query(params).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        all.push((0..columns).map(|at| row.get_unwrap(at)).collect());
    }
    all
}

/// Runs a statement; answers the id of the row that it inserted.
pub fn run(connection: &Connection, statement: &str, params: impl Params) -> i64 {
    connection.prepare_cached(statement).unwrap().execute(params).unwrap();
    connection.last_insert_rowid()
}

/// The first column of the only row.
pub fn one<T: rusqlite::types::FromSql>(connection: &Connection, query: &str, params: impl Params) -> T {
    connection.prepare_cached(query).unwrap().query_row(params, |row| row.get(0)).unwrap()
}
