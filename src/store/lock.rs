//! The lock of who sends: one process at a time, on a file beside the database. The system lets go of it
//! when the process ends, however it ends, so that a message under way which nobody holds the lock for is
//! one of a process that died. Called by the desk's outbox.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::place;
use crate::domain::error::Result;

/// Held as long as it lives.
pub struct Lock {
    _file: File,
}

/// Takes the lock of the outbox of a database; none where another process has it.
pub fn take(database: &Path) -> Result<Option<Lock>> {
    let path = path(database);
    let file = open(&path, database).map_err(|e| place::io(&path, &e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(place::io(&path, &e)),
    }
}

fn path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".outbox.lock");
    name.into()
}

/// Opens the file, as readable as the database is: agents who share one share the other.
fn open(path: &Path, database: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let mode = std::fs::metadata(database)?.permissions().mode() & 0o660;
        let made = options.clone().create_new(true).mode(mode).open(path);
        match made {
            Ok(file) => {
                file.set_permissions(std::fs::Permissions::from_mode(mode))?;
                return Ok(file);
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    #[cfg(not(unix))]
    let _ = database;
    options.open(path)
}
