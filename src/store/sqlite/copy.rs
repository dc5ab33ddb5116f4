//! Whole databases, copied page by page: backups, and a backup in the place of what is there. Both are
//! snapshots; other processes see a replacement whole, in one step, and keep working.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{PATIENCE, SCHEMA, Store, migrate, sql};
use crate::domain::error::{Error, Result, Thing};
use crate::store::place::{self, Staged};

impl Store {
    /// Copies the database, whole and consistent, to a file that must not be there yet.
    pub fn backup(&self, to: &Path) -> Result<()> {
        self.place.check()?;
        let staged = Staged::beside(to);
        copy(&self.connection, staged.path())?;
        staged.place()
    }

    /// Puts another database's content in the place of this one's and keeps what was there as `kept`.
    /// Nobody writes between the two: the lock is taken before the copy is made.
    pub fn replace(&mut self, from: &Path, kept: &Path) -> Result<()> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        let (source, present) = (Self::connect(from, true)?, Self::connect(self.place.path(), true)?);
        let aside = Staged::beside(kept);
        let replacing = Backup::new(&source, &mut self.connection).map_err(sql)?;
        // No page yet, only the lock.
        step(&replacing, 0)?;
        self.place.check()?;
        copy(&present, aside.path())?;
        aside.place()?;
        let replaced = step(&replacing, -1);
        drop(replacing);
        if replaced.is_err() {
            let _ = std::fs::remove_file(kept);
        }
        replaced
    }

    /// Copies a backup into a new file, checks it and brings it up to this release: refuses what is
    /// no sound database of this or an older one. Leaves the backup and its folder as they are.
    pub fn adopt(from: &Path, to: &Path) -> Result<Self> {
        if !from.exists() {
            return Err(Error::NotFound { what: Thing::File, key: from.display().to_string() });
        }
        duplicate(from, to)?;
        let not_one = |e: Error| match e {
            Error::NotADatabase(_) => Error::NotADatabase(from.display().to_string()),
            other => other,
        };
        let mut connection = Self::connect(to, false).map_err(not_one)?;
        let found = migrate::version(&connection).map_err(not_one)?;
        let found = found.ok_or_else(|| Error::NotADatabase(from.display().to_string()))?;
        if found > SCHEMA {
            return Err(Error::NewerDatabase { found, known: SCHEMA });
        }
        migrate::run(&mut connection, || Ok(()))?;
        let store = Self::settled(connection, to, false)?;
        let wrong = store.integrity()?;
        match wrong.engine.into_iter().chain(wrong.foreign_keys).next() {
            Some(wrong) => Err(Error::Damaged(wrong)),
            None => Ok(store),
        }
    }

    /// Closes the database with everything in its one file, so that it can be moved.
    pub fn close(self) -> Result<()> {
        let folded = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = self.connection.query_row(folded, [], |row| row.get(0)).map_err(sql)?;
        if busy != 0 {
            return Err(Error::Busy);
        }
        self.connection.close().map_err(|(_, e)| sql(e))
    }
}

/// A file without a log is copied as it is: opening it would leave traces beside it. One with a log may
/// be in use, so the engine reads it; where it can't, nobody can write there, and both are copied.
fn duplicate(from: &Path, to: &Path) -> Result<()> {
    if !place::has_log(from) {
        return place::copy(from, to);
    }
    let read = Store::connect(from, true).and_then(|source| copy(&source, to));
    match read {
        Err(Error::Io(_)) => {
            let _ = std::fs::remove_file(to);
            place::copy_with_log(from, to)
        }
        other => other,
    }
}

/// Copies one snapshot of a database into a new file that needs no log beside it.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<()> {
    drop(place::create(to)?);
    let mut copy = Connection::open(to).map_err(sql)?;
    step(&Backup::new(from, &mut copy).map_err(sql)?, -1)?;
    copy.pragma_update(None, "journal_mode", "delete").map_err(sql)?;
    copy.close().map_err(|(_, e)| sql(e))
}

/// Copies so many pages, all with -1; waits for locks.
fn step(backup: &Backup<'_, '_>, pages: i32) -> Result<()> {
    let mut waited = Duration::ZERO;
    loop {
        match backup.step(pages).map_err(sql)? {
            StepResult::Done => return Ok(()),
            StepResult::More if pages == 0 => return Ok(()),
            StepResult::More => {}
            _ if waited >= PATIENCE => return Err(Error::Busy),
            _ => {
                let pause = Duration::from_millis(20);
                std::thread::sleep(pause);
                waited += pause;
            }
        }
    }
}
