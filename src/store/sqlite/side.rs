//! The side file beside a database: what is not the books. It may be lost, it is never synced to the disk, and it never
//! slows a commit. A process that is killed leaves what it wrote there: the pages are the system's by then.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{Session, sql};
use crate::domain::error::{Error, Result};
use crate::store::driver::Tx;
use crate::store::place;

/// How long a write waits for another process's: then it is left out.
const PATIENCE: Duration = Duration::from_millis(20);

/// Whoever reads another version throws the file away: nothing in it is worth a migration.
const VERSION: i64 = 2;

const TABLES: &str = "
    CREATE TABLE draft (
        login  TEXT NOT NULL,
        form   TEXT NOT NULL,
        text   TEXT NOT NULL,
        PRIMARY KEY (login, form)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE present (
        process  TEXT PRIMARY KEY,
        pid      INTEGER NOT NULL,
        login    TEXT NOT NULL,
        ticket   INTEGER,
        writing  INTEGER NOT NULL,
        at       INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// An open side file.
pub struct Side {
    connection: Connection,
}

impl Side {
    /// Opens the side file of a database, and makes it where there is none or where it can't be read.
    pub fn open(database: &Path) -> Result<Self> {
        let path = place::with_end(database, ".side");
        match Self::connect(database, &path) {
            Err(Error::NotADatabase(_) | Error::Damaged(_)) => {
                place::remove(&path);
                Self::connect(database, &path)
            }
            other => other,
        }
    }

    fn connect(database: &Path, path: &Path) -> Result<Self> {
        if !path.exists() {
            match place::create(path) {
                Ok(file) => drop(file),
                // Another process was faster.
                Err(_) if path.exists() => {}
                Err(error) => return Err(error),
            }
            place::like(database, path)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(sql)?;
        connection.busy_timeout(PATIENCE).map_err(sql)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF;",
            )
            .map_err(sql)?;
        let side = Self { connection };
        side.settle()?;
        Ok(side)
    }

    /// Makes the tables where they are missing, and throws away those of another version.
    fn settle(&self) -> Result<()> {
        let version = "PRAGMA user_version";
        let read = |c: &Connection| c.query_row(version, [], |row| row.get::<_, i64>(0)).map_err(sql);
        if read(&self.connection)? == VERSION {
            return Ok(());
        }
        self.write(|_| {
            if read(&self.connection)? == VERSION {
                return Ok(());
            }
            let made = format!("DROP TABLE IF EXISTS draft; DROP TABLE IF EXISTS present; {TABLES}");
            self.connection.execute_batch(&made).map_err(sql)?;
            self.connection.pragma_update(None, "user_version", VERSION).map_err(sql)
        })
    }

    /// Reads and writes in one transaction.
    pub fn write<T>(&self, act: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(sql)?;
        let done = act(&Tx::new(Session(&self.connection)));
        let ended = done.and_then(|done| self.connection.execute_batch("COMMIT").map_err(sql).map(|()| done));
        if ended.is_err() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        ended
    }

    /// Reads what somebody wrote.
    pub fn read<T>(&self, act: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        act(&Tx::new(Session(&self.connection)))
    }
}
