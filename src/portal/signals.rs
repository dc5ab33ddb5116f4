//! Being asked to stop.

use crate::domain::error::{Error, Result};

/// Waits until somebody asks the program to stop; what is waited for is registered at once.
#[cfg(unix)]
pub(super) fn stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let of = |kind| signal(kind).map_err(|e| Error::Io(e.to_string()));
    let (mut terminate, mut interrupt) = (of(SignalKind::terminate())?, of(SignalKind::interrupt())?);
    // The terminal that it was started in is closed.
    let mut hangup = of(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}

/// Waits until somebody asks the program to stop.
#[cfg(not(unix))]
pub(super) fn stop() -> Result<impl Future<Output = ()>> {
    let mut asked = tokio::signal::windows::ctrl_c().map_err(|e| Error::Io(e.to_string()))?;
    Ok(async move {
        let _ = asked.recv().await;
    })
}
