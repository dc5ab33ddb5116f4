//! Connections: so many at once, so many from one client, each for so long; then the end, in which what is under way
//! may finish.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower_service::Service;

use super::client::{Client, Peer};
use super::pool::Pool;
use super::site::Site;
use super::{Heard, Options, routes, signals};
use crate::domain::error::{Error, Result};

/// How many connections there may be; who comes then waits to be let in.
const MOST: usize = 512;
/// How many one client may have, where it is not a proxy.
const EACH: usize = 128;
/// How long the head of a request may take to come, and how long a connection may be silent.
const HEAD: Duration = Duration::from_secs(5);
/// How large it may be.
const HEAD_BYTES: usize = 16 * 1024;
/// How many headers it may have.
const HEAD_LINES: usize = 64;
/// How long a connection lasts, and how long what it is at may take after that.
const LIFE: Duration = Duration::from_secs(60);
const REST: Duration = Duration::from_secs(15);
/// How long what is under way may take when the program ends.
const END: Duration = Duration::from_secs(5);
/// How long to wait where no connection can be taken, as with too many open files.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until somebody asks the program to stop.
pub(super) async fn serve(
    listener: TcpListener,
    options: &Options,
    pool: Arc<Pool>,
    heard: Heard,
) -> Result<()> {
    let failed = |e: std::io::Error| Error::Io(e.to_string());
    let at = listener.local_addr().map_err(failed)?;
    let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
    let stop = signals::stop()?;
    let site = Site::new(options, pool, heard).await?;
    let router = routes::router(Arc::clone(&site));
    site.listening(at);
    let (ending, ended) = watch::channel(false);
    let places = Arc::new(Semaphore::new(MOST));
    tokio::select! {
        () = stop => {}
        () = accept(&listener, &places, &router, site.behind_proxy, &ended) => {}
    }
    drop(listener);
    site.stopping();
    let _ = ending.send(true);
    // Who is not done by then is cut off.
    let everybody = u32::try_from(MOST).unwrap_or(u32::MAX);
    let _ = timeout(END, places.acquire_many(everybody)).await;
    Ok(())
}

/// Takes connections for ever.
async fn accept(
    listener: &tokio::net::TcpListener,
    places: &Arc<Semaphore>,
    router: &Router,
    behind_proxy: bool,
    ended: &watch::Receiver<bool>,
) {
    let seats = Seats::default();
    loop {
        let Ok(place) = Arc::clone(places).acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(taken) => taken,
            Err(_) => {
                sleep(PAUSE).await;
                continue;
            }
        };
        let seat = if behind_proxy { None } else { Some(seats.take(peer)) };
        if seat.as_ref().is_some_and(Option::is_none) {
            continue;
        }
        let (router, ended) = (router.clone(), ended.clone());
        tokio::spawn(async move {
            let _held = (place, seat);
            talk(stream, peer, router, ended).await;
        });
    }
}

/// One connection, from its first request to its last.
async fn talk(stream: TcpStream, peer: SocketAddr, router: Router, mut ended: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        if let Some(plain) = routes::plain(request.uri()) {
            *request.uri_mut() = plain;
        }
        request.extensions_mut().insert(Peer(peer));
        // A router is always ready.
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEAD_LINES)
        .serve_connection(TokioIo::new(stream), answer);
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = sleep(LIFE) => {}
        _ = ended.wait_for(|ended| *ended) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(REST, connection).await;
}

/// How many connections each client has.
#[derive(Clone, Default)]
struct Seats(Arc<Mutex<HashMap<Client, usize>>>);

impl Seats {
    /// A seat for one more; none where there are too many.
    fn take(&self, peer: SocketAddr) -> Option<Seat> {
        let client = Client::from(peer.ip());
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.entry(client).or_default();
        if *own >= EACH {
            return None;
        }
        *own += 1;
        Some(Seat { of: self.clone(), client })
    }
}

/// A seat, which is free again with the end of this value.
struct Seat {
    of: Seats,
    client: Client,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.client) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.client);
            }
        }
    }
}
