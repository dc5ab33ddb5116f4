//! Desks for reading, shared by all requests: each reads on a thread that may wait, a few at a time. A desk whose
//! database was replaced under it is let go of, and the next one opens what is there now.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{Event, Heard};
use crate::desk::{Clock, Desk};
use crate::domain::error::{Error, Result};
use crate::domain::settings::Language;
use crate::text::Words;

/// How many read at once.
pub(super) const READERS: usize = 2;
/// How much of the database each keeps in memory, in KiB.
const CACHE: i64 = 8_000;
/// How long a reader waits for somebody who has the whole database.
const PATIENCE: Duration = Duration::from_secs(2);

/// The desks.
pub(super) struct Pool {
    path: PathBuf,
    clock: Clock,
    idle: Mutex<Vec<Desk>>,
    places: Arc<Semaphore>,
    heard: Heard,
    troubled: AtomicBool,
}

impl Pool {
    /// Opens the first desk, to see that it can be.
    pub fn open(path: PathBuf, clock: Clock, heard: Heard) -> Result<Arc<Self>> {
        let pool = Self {
            path,
            clock,
            idle: Mutex::new(vec![]),
            places: Arc::new(Semaphore::new(READERS)),
            heard,
            troubled: AtomicBool::new(false),
        };
        let first = pool.desk()?;
        pool.give_back(first);
        Ok(Arc::new(pool))
    }

    /// Reads on a thread that may wait.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        reads: impl FnOnce(&mut Desk) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|e| Error::Io(e.to_string()))?;
        let pool = Arc::clone(self);
        // The place is taken until the reader is done, also where nobody waits for it any more.
        let read = tokio::task::spawn_blocking(move || {
            let _held = place;
            pool.read_now(reads)
        });
        let read = read.await;
        let read = read.unwrap_or_else(|e| Err(Error::Io(e.to_string())));
        self.tell(read.as_ref().err());
        read
    }

    fn read_now<T>(&self, reads: impl FnOnce(&mut Desk) -> Result<T>) -> Result<T> {
        let mut desk = self.desk()?;
        let read = reads(&mut desk);
        // A desk that failed may be at the end of its file: the next request opens another one. One that only waited
        // in vain is as good as before.
        if matches!(read, Ok(_) | Err(Error::Busy)) {
            self.give_back(desk);
        }
        read
    }

    /// A desk at the database that is there now.
    fn desk(&self) -> Result<Desk> {
        while let Some(mut desk) = self.take() {
            if desk.changed().is_ok() {
                return Ok(desk);
            }
        }
        // Nothing is told in the desk's own words here.
        let desk = Desk::open(&self.path, true, self.clock, Words::new(Language::English))?;
        desk.set_cache(CACHE)?;
        desk.set_patience(PATIENCE)?;
        Ok(desk)
    }

    fn take(&self) -> Option<Desk> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, desk: Desk) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
    }

    /// Tells of trouble when it begins.
    fn tell(&self, trouble: Option<&Error>) {
        let before = self.troubled.swap(trouble.is_some(), Ordering::Relaxed);
        if let (false, Some(error)) = (before, trouble) {
            (self.heard)(&Event::Trouble(error.clone()));
        }
    }
}
