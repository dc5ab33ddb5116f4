//! The customer's pages: tickets, visits, credit notes and coupons of whoever holds a personal link, read-only, made on
//! the server, without a script or a cookie. The one part of the program that faces strangers: every request is
//! counted, bounded in size and time, and answered with headers that let a browser do nothing but show it; what is
//! unknown and what is somebody else's get the same answer. The one part, too, with a runtime of its own, which
//! lives as long as [`serve`], called by `portal serve` alone.

mod client;
mod connections;
mod guard;
mod language;
mod listen;
mod pages;
mod pool;
mod rate;
mod routes;
mod signals;
mod site;
mod speech;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::desk::Clock;
use crate::domain::error::{Error, Result};

pub use listen::address;

/// How long a reader may go on that nobody waits for any more, when the program ends.
const LAST: Duration = Duration::from_millis(500);

/// What the pages are served with.
pub struct Options {
    /// The database.
    pub database: PathBuf,
    /// The clock.
    pub clock: Clock,
    /// Where to listen.
    pub listen: SocketAddr,
    /// How many requests a second one address may make in the long run; none for any number.
    pub rate: Option<u32>,
    /// Whether the last address of `X-Forwarded-For` is the client's: only behind a proxy that sets it.
    pub behind_proxy: bool,
}

/// What is worth telling whoever started it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It listens here.
    Listening(SocketAddr),
    /// It was asked to stop, and lets what is under way end.
    Stopping,
    /// The database can't be read; told once until it can be again.
    Trouble(Error),
}

/// Who hears what is worth telling.
pub type Heard = Arc<dyn Fn(&Event) + Send + Sync>;

/// Serves the pages until the program is asked to stop.
pub fn serve(options: &Options, heard: Heard) -> Result<()> {
    stand_back();
    // Before anything listens: a database that can't be read is told at once.
    let pool = pool::Pool::open(options.database.clone(), options.clock, Arc::clone(&heard))?;
    let listener = listen::bind(options.listen)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(pool::READERS + site::DRAWERS + 2)
        .enable_all()
        .build()
        .map_err(|e| Error::Io(e.to_string()))?;
    let served = runtime.block_on(connections::serve(listener, options, pool, heard));
    runtime.shutdown_timeout(LAST);
    served
}

/// Whoever works at the desk of this machine comes first.
fn stand_back() {
    #[cfg(unix)]
    {
        // Where it is not allowed, everything is as it was.
        let _ = rustix::process::nice(5);
    }
}
