//! The SQLite driver: with the files in `sqlite/` the only place that names the database library.
//! Opening, transactions, integrity; everything that only this engine can do.

mod copy;
mod migrate;
mod side;

pub use side::Side;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, TransactionBehavior};

use super::driver::{Cell, Column, Param, Read, Tx};
use super::place::{self, Place};
use crate::domain::error::{Error, Result};

/// The newest schema version that this program knows.
pub const SCHEMA: i64 = 18;

/// How long a command waits for another process's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open database.
pub struct Store {
    connection: Connection,
    place: Place,
    readonly: bool,
}

impl Store {
    /// Makes a new database file, readable by its owner, or by the group too when shared. Refuses to
    /// touch a file that is there already.
    pub fn create(path: &Path, shared: bool) -> Result<Self> {
        let file = place::create(path)?;
        if shared {
            share(&file, path)?;
        }
        drop(file);
        let made = Self::connect(path, false).and_then(|mut connection| {
            migrate::run(&mut connection, || Ok(()))?;
            Self::settled(connection, path, false)
        });
        if made.is_err() {
            let _ = std::fs::remove_file(path);
        }
        made
    }

    /// Opens a database: refuses what is none, what is damaged and what is newer; backs up and
    /// migrates what is older.
    pub fn open(path: &Path, readonly: bool) -> Result<Self> {
        // Only looking: a file that turns out to be damaged keeps its log, which the engine would throw
        // away, and with it commits that may still be saved.
        let looking = Self::connect(path, true)?;
        let found = match migrate::version(&looking) {
            Err(Error::NotADatabase(_)) | Ok(None) => {
                return Err(Error::NotADatabase(path.display().to_string()));
            }
            other => other?.unwrap_or_default(),
        };
        if found > SCHEMA {
            return Err(Error::NewerDatabase { found, known: SCHEMA });
        }
        if found < SCHEMA && readonly {
            return Err(Error::OlderDatabase { found, known: SCHEMA });
        }
        let mut connection = Self::connect(path, readonly)?;
        drop(looking);
        if found < SCHEMA {
            let kept = place::beside(path, &format!("before-v{SCHEMA}"));
            let present = Self::connect(path, true)?;
            migrate::run(&mut connection, || copy::copy(&present, &kept)).inspect_err(|_| {
                let _ = std::fs::remove_file(&kept);
            })?;
        }
        Self::settled(connection, path, readonly)
    }

    /// Whether a file is the sound database of another program.
    pub fn is_foreign(path: &Path) -> Result<bool> {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let found = Self::connect(path, true).and_then(|c| {
            let ours = migrate::version(&c)?.is_some();
            let tables: i64 = c.query_row(tables, [], |row| row.get(0)).map_err(sql)?;
            Ok(!ours && tables > 0)
        });
        match found {
            Err(Error::NotADatabase(_) | Error::Damaged(_)) => Ok(false),
            other => other,
        }
    }

    /// Opens a file that must be there, and writes nothing to it.
    fn connect(path: &Path, readonly: bool) -> Result<Connection> {
        Place::of(path)?;
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
        flags |= if readonly { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        let connection = Connection::open_with_flags(path, flags).map_err(sql)?;
        connection.busy_timeout(PATIENCE).map_err(sql)?;
        connection.set_prepared_statement_cache_capacity(256);
        // Plans that never follow bound values: else a kept statement is prepared anew in most of its runs.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(sql)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).map_err(sql)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false).map_err(sql)?;
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
                 PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16000;",
            )
            .map_err(sql)?;
        Ok(connection)
    }

    /// A connection to what is known to be a database of ours.
    fn settled(connection: Connection, path: &Path, readonly: bool) -> Result<Self> {
        if !readonly {
            connection.pragma_update(None, "journal_mode", "wal").map_err(sql)?;
        }
        Ok(Self { connection, place: Place::of(path)?, readonly })
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// How much of the file is kept in memory, in KiB: an interface reads little and stays open for long.
    pub fn set_cache(&self, kib: i64) -> Result<()> {
        self.connection.pragma_update(None, "cache_size", -kib).map_err(sql)
    }

    /// How long to wait for another process's transaction before answering `Busy`.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(sql)
    }

    /// A number that is another one after somebody else wrote; what this connection writes leaves it.
    /// Refuses where the file is gone or another one took its place.
    pub fn data_version(&self) -> Result<i64> {
        self.place.check()?;
        self.connection.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(sql)
    }

    /// Reads from one snapshot.
    pub fn read<T>(&mut self, reads: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Deferred).map_err(sql)?;
        reads(&Read::new(Session(&tx)))
    }

    /// Writes: everything or nothing. Waits for other writers first, so that nothing that was read
    /// inside can be overtaken. Refuses where the file is gone or another one took its place.
    pub fn write<T>(&mut self, writes: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.transact(true, writes)
    }

    /// Runs what [`Store::write`] would run, and takes it all back.
    pub fn rehearse<T>(&mut self, writes: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.transact(false, writes)
    }

    fn transact<T>(&mut self, keep: bool, writes: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
        self.place.check()?;
        let done = writes(&Tx::new(Session(&tx)))?;
        // Once more: an import takes its time.
        self.place.check()?;
        if keep {
            tx.commit().map_err(sql)?;
        }
        Ok(done)
    }

    /// The engine's own check and that of foreign keys.
    pub fn integrity(&self) -> Result<Integrity> {
        let lines = |pragma: &str| -> Result<Vec<String>> {
            let mut statement = self.connection.prepare(pragma).map_err(sql)?;
            let rows = statement.query_map([], |r| r.get::<_, String>(0)).map_err(sql)?;
            rows.collect::<rusqlite::Result<_>>().map_err(sql)
        };
        let mut engine = lines("PRAGMA integrity_check(20)")?;
        engine.retain(|l| l != "ok");
        Ok(Integrity { engine, foreign_keys: lines("PRAGMA foreign_key_check")? })
    }
}

/// What the engine found wrong; empty where all is well.
pub struct Integrity {
    /// Of the file itself.
    pub engine: Vec<String>,
    /// Tables whose references lead nowhere.
    pub foreign_keys: Vec<String>,
}

#[cfg(unix)]
fn share(file: &std::fs::File, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o660)).map_err(|e| place::io(path, &e))
}

#[cfg(not(unix))]
fn share(_file: &std::fs::File, _path: &Path) -> Result<()> {
    Ok(())
}

fn sql(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    let extended = error.sqlite_error().map(|e| e.extended_code);
    match code {
        _ if extended == Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Error::Referenced,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        Some(ErrorCode::NotADatabase) => Error::NotADatabase(error.to_string()),
        Some(ErrorCode::DatabaseCorrupt) => Error::Damaged(error.to_string()),
        _ => Error::Io(error.to_string()),
    }
}

/// A connection inside a transaction.
pub(super) struct Session<'c>(&'c Connection);

/// A row of an answer.
pub struct Row<'r>(&'r rusqlite::Row<'r>);

impl Row<'_> {
    /// Reads a column by its position.
    pub fn get<T: Column>(&self, at: usize) -> Result<T> {
        let cell = match self.0.get_ref(at).map_err(sql)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(i) => Cell::Int(i),
            ValueRef::Text(t) => {
                Cell::Text(std::str::from_utf8(t).map_err(|_| super::driver::damaged("text"))?)
            }
            ValueRef::Blob(b) => Cell::Blob(b),
            ValueRef::Real(_) => return Err(super::driver::damaged("number")),
        };
        T::read(cell)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(i) => ValueRef::Integer(*i),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
            Self::Blob(b) => ValueRef::Blob(b),
        }))
    }
}

impl Session<'_> {
    pub(super) fn each(
        &self,
        query: &str,
        params: &[Param<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.0.prepare_cached(query).map_err(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(sql)?;
        while let Some(r) = rows.next().map_err(sql)? {
            row(&Row(r))?;
        }
        Ok(())
    }

    pub(super) fn all<T>(
        &self,
        query: &str,
        params: &[Param<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(query, params, |r| {
            all.push(row(r)?);
            Ok(())
        })?;
        Ok(all)
    }

    pub(super) fn first<T>(
        &self,
        query: &str,
        params: &[Param<'_>],
        row: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.0.prepare_cached(query).map_err(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(sql)?;
        match rows.next().map_err(sql)? {
            Some(r) => row(&Row(r)).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn run(&self, statement: &str, params: &[Param<'_>]) -> Result<usize> {
        let mut statement = self.0.prepare_cached(statement).map_err(sql)?;
        statement.execute(rusqlite::params_from_iter(params)).map_err(sql)
    }

    pub(super) fn last_id(&self) -> i64 {
        self.0.last_insert_rowid()
    }
}
