//! Where a database file lies, and what holds of files there: one that is open must still be the one
//! that was opened, a new one appears whole or not at all, and one in the way is set aside with its
//! logs. Knows files and no databases. Called by the store, and by `desk` where files come and go.
//!
//! Nothing here opens a file that a connection of this process has open: closing it again would drop
//! the engine's locks on it.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::domain::error::{Error, Result, Thing, Wrong};

/// What the engine keeps beside a database while it is open.
const LOGS: [&str; 2] = ["-wal", "-shm"];

/// Which file lies at a path: device and number.
type Identity = (u64, u64);

/// The place of an open file.
pub struct Place {
    path: PathBuf,
    found: Identity,
}

impl Place {
    /// The place of a file that is there.
    pub fn of(path: &Path) -> Result<Self> {
        Ok(Self { path: path.to_owned(), found: identity(path)? })
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses where the file is gone or another one took its place: what is written to it now,
    /// nobody would ever find.
    pub fn check(&self) -> Result<()> {
        if identity(&self.path)? == self.found {
            return Ok(());
        }
        Err(Error::WrongState { document: self.path.display().to_string(), why: Wrong::DatabaseReplaced })
    }
}

/// Whether two paths lead to one file.
pub fn same(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    match (canonical(one), canonical(other)) {
        (Some(a), Some(b)) => a == b || (cfg!(unix) && identity(&a).ok() == identity(&b).ok()),
        _ => false,
    }
}

fn identity(path: &Path) -> Result<Identity> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(number(&found)),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            Err(Error::NotFound { what: Thing::Database, key: path.display().to_string() })
        }
        Err(e) => Err(io(path, &e)),
    }
}

#[cfg(unix)]
fn number(found: &std::fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn number(_found: &std::fs::Metadata) -> Identity {
    (0, 0)
}

/// A name for a copy beside a file that nothing has yet: `desk.db.TAG.bak`, else `desk.db.TAG-2.bak`.
pub fn beside(path: &Path, tag: &str) -> PathBuf {
    let first = with_end(path, &format!(".{tag}.bak"));
    let taken = |at: &PathBuf| at.symlink_metadata().is_ok();
    if !taken(&first) {
        return first;
    }
    let others = (2..).map(|n: u32| with_end(path, &format!(".{tag}-{n}.bak")));
    others.into_iter().find(|at| !taken(at)).unwrap_or(first)
}

/// Moves a file and its logs away. The logs go first: they must never meet another file.
pub fn set_aside(path: &Path, to: &Path) -> Result<()> {
    for end in LOGS.iter().chain(&[""]) {
        let from = with_end(path, end);
        match std::fs::rename(&from, with_end(to, end)) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(io(&from, &e)),
            _ => {}
        }
    }
    Ok(())
}

/// A file under way beside its place, under a name of its own; it goes away with this value.
pub struct Staged {
    path: PathBuf,
    to: PathBuf,
}

impl Staged {
    /// Decides the name; the file is still to be made.
    pub fn beside(to: &Path) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = with_end(to, &format!(".{}-{n}.new", std::process::id()));
        let staged = Self { path, to: to.to_owned() };
        // A process of the same number may have been killed here.
        staged.remove();
        staged
    }

    /// Where it is being made.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the finished file, which nobody has open any more, in its place; refuses where something
    /// is there already.
    pub fn place(self) -> Result<()> {
        let file = File::open(&self.path).map_err(|e| io(&self.path, &e))?;
        file.sync_all().map_err(|e| io(&self.path, &e))?;
        let exists = || {
            let document = self.to.display().to_string();
            Err(Error::WrongState { document, why: Wrong::FileExists })
        };
        match std::fs::hard_link(&self.path, &self.to) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::AlreadyExists => return exists(),
            Err(_) if self.to.exists() => return exists(),
            // Not every file system has links.
            Err(_) => std::fs::rename(&self.path, &self.to).map_err(|e| io(&self.to, &e))?,
        }
        sync_folder(&self.to)
    }

    fn remove(&self) {
        remove(&self.path);
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Removes a database that is worth nothing, and its logs.
pub fn remove(path: &Path) {
    for end in LOGS.iter().chain(&[""]) {
        let _ = std::fs::remove_file(with_end(path, end));
    }
}

/// Makes a file that must not be there yet, for its owner alone.
pub fn create(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| io(path, &e))
}

/// Copies a file as it is to one that must not be there yet.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(|e| io(from, &e))?;
    std::io::copy(&mut source, &mut create(to)?).map_err(|e| io(to, &e))?;
    Ok(())
}

/// Lets who may use one file use another.
pub fn like(model: &Path, path: &Path) -> Result<()> {
    let permissions = std::fs::metadata(model).map_err(|e| io(model, &e))?.permissions();
    std::fs::set_permissions(path, permissions).map_err(|e| io(path, &e))
}

/// Whether a log with something in it lies beside a file.
pub fn has_log(path: &Path) -> bool {
    with_end(path, LOGS[0]).metadata().is_ok_and(|found| found.len() > 0)
}

/// Copies a file and its log.
pub fn copy_with_log(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)?;
    copy(&with_end(from, LOGS[0]), &with_end(to, LOGS[0]))
}

#[cfg(unix)]
fn sync_folder(of: &Path) -> Result<()> {
    let folder = of.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| io(folder, &e))
}

#[cfg(not(unix))]
fn sync_folder(_of: &Path) -> Result<()> {
    Ok(())
}

/// A path with something after its name.
pub(super) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// An error of the file system, with the path that it is about.
pub fn io(path: &Path, error: &std::io::Error) -> Error {
    Error::Io(format!("{}: {error}", path.display()))
}
