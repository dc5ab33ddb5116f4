//! The SQLite driver: the only file that names the database library. Opening, migrating, transactions,
//! backup and integrity; everything that only this engine can do.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, TransactionBehavior};

use super::driver::{Cell, Column, Param, Read, Tx};
use crate::domain::error::{Error, Result, Thing};

mod migrations {
    refinery::embed_migrations!("src/store/migrations/sqlite");
}

/// The newest schema version that this program knows.
pub const SCHEMA: i64 = 1;

/// How long a command waits for another process's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open database.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    readonly: bool,
}

impl Store {
    /// Makes a new database file, readable by its owner, or by the group too when shared. Refuses to
    /// touch a file that is there already.
    pub fn create(path: &Path, shared: bool) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|e| io(path, &e))?;
        if shared {
            share(&file, path)?;
        }
        drop(file);
        let made = Self::connect(path, false).and_then(|mut store| {
            store.migrate()?;
            Ok(store)
        });
        if made.is_err() {
            let _ = std::fs::remove_file(path);
        }
        made
    }

    /// Opens a database: refuses what is none, what is damaged and what is newer; backs up and
    /// migrates what is older.
    pub fn open(path: &Path, readonly: bool) -> Result<Self> {
        check_header(path)?;
        let mut store = Self::connect(path, readonly)?;
        let found = store.schema_version()?;
        if found > SCHEMA {
            return Err(Error::NewerDatabase { found, known: SCHEMA });
        }
        if found < SCHEMA && !readonly {
            let copy = path.with_extension(format!("before-v{SCHEMA}.bak"));
            store.backup(&copy)?;
            store.migrate()?;
        }
        Ok(store)
    }

    fn connect(path: &Path, readonly: bool) -> Result<Self> {
        // A database in a folder that can't be written is opened for writing first: without a log
        // beside it the engine can only read it so.
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
        flags |= if readonly { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        let connection = Connection::open_with_flags(path, flags).map_err(sql)?;
        connection.busy_timeout(PATIENCE).map_err(sql)?;
        connection.set_prepared_statement_cache_capacity(256);
        // Plans that never follow bound values: else a kept statement is prepared anew in most of its runs.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(sql)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).map_err(sql)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false).map_err(sql)?;
        if !readonly {
            connection.pragma_update(None, "journal_mode", "wal").map_err(sql)?;
        }
        connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16000;")
            .map_err(sql)?;
        Ok(Self { connection, path: path.to_owned(), readonly })
    }

    fn schema_version(&self) -> Result<i64> {
        let known: bool = self
            .connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'refinery_schema_history'", [], |r| {
                r.get(0)
            })
            .map_err(sql)?;
        if !known {
            return Err(Error::NotADatabase(self.path.display().to_string()));
        }
        self.connection
            .query_row("SELECT ifnull(max(version), 0) FROM refinery_schema_history", [], |r| r.get(0))
            .map_err(sql)
    }

    fn migrate(&mut self) -> Result<()> {
        let runner = migrations::migrations::runner().set_grouped(true);
        runner.run(&mut self.connection).map_err(|e| Error::Io(e.to_string()))?;
        Ok(())
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait for another process's transaction before answering `Busy`.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(sql)
    }

    /// Reads from one snapshot.
    pub fn read<T>(&mut self, reads: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Deferred).map_err(sql)?;
        reads(&Read::new(Session(&tx)))
    }

    /// Writes: everything or nothing. Waits for other writers first, so that nothing that was read
    /// inside can be overtaken.
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
        let done = writes(&Tx::new(Session(&tx)))?;
        if keep {
            tx.commit().map_err(sql)?;
        }
        Ok(done)
    }

    /// Copies the database, whole and consistent, to a file that must not be there yet.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        drop(options.open(to).map_err(|e| io(to, &e))?);
        let copied = self.connection.backup("main", to, None::<fn(rusqlite::backup::Progress)>).map_err(sql);
        if copied.is_err() {
            let _ = std::fs::remove_file(to);
        }
        copied
    }

    /// Puts a backup's content in the place of this database's, in one step that other processes see
    /// whole.
    pub fn restore(&mut self, from: &Path) -> Result<()> {
        self.connection.restore("main", from, None::<fn(rusqlite::backup::Progress)>).map_err(sql)
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

/// A backup file that was opened for checking before it takes the place of a database.
pub struct Backup(Store);

impl Backup {
    /// Opens a backup; refuses what is no sound database of this or an older release.
    pub fn open(path: &Path) -> Result<Self> {
        check_header(path)?;
        let store = Store::connect(path, true)?;
        let found = store.schema_version()?;
        if found > SCHEMA {
            return Err(Error::NewerDatabase { found, known: SCHEMA });
        }
        let integrity = store.integrity()?;
        match integrity.engine.into_iter().chain(integrity.foreign_keys).next() {
            Some(wrong) => Err(Error::Damaged(wrong)),
            None => Ok(Self(store)),
        }
    }

    /// Copies it to a file that must not be there yet.
    pub fn copy_to(&self, to: &Path) -> Result<()> {
        self.0.backup(to)
    }
}

#[cfg(unix)]
fn share(file: &std::fs::File, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o660)).map_err(|e| io(path, &e))
}

#[cfg(not(unix))]
fn share(_file: &std::fs::File, _path: &Path) -> Result<()> {
    Ok(())
}

fn check_header(path: &Path) -> Result<()> {
    let mut head = [0u8; 16];
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::NotFound { what: Thing::Database, key: path.display().to_string() });
        }
        Err(e) => return Err(io(path, &e)),
    };
    match file.read_exact(&mut head) {
        Ok(()) if &head == b"SQLite format 3\0" => Ok(()),
        Ok(()) => Err(Error::NotADatabase(path.display().to_string())),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Error::NotADatabase(path.display().to_string()))
        }
        Err(e) => Err(io(path, &e)),
    }
}

/// An error of the file system, with the path that it is about.
pub(crate) fn io(path: &Path, error: &std::io::Error) -> Error {
    Error::Io(format!("{}: {error}", path.display()))
}

fn sql(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    match code {
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
