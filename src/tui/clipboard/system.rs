//! The system clipboard, and the only place that names its library. It is opened with the first text and
//! kept: a new one for each would lose what the one before holds. Opening can hang for ever, so this is
//! called on the clipboard's own thread and nowhere else.

use std::sync::mpsc::{Sender, channel};

use arboard::Clipboard;

use super::{Answer, Sink, Way};
use crate::tui::terminal::Waker;

/// The system clipboard, opened when the first text is put on it, and anew after a failure.
pub fn open() -> Sink {
    let mut kept: Option<Clipboard> = None;
    Box::new(move |text| {
        let done = put(&mut kept, text);
        if done.is_err() {
            kept = None;
        }
        done.is_ok()
    })
}

fn put(kept: &mut Option<Clipboard>, text: &str) -> Result<(), arboard::Error> {
    let clipboard = match kept {
        Some(clipboard) => clipboard,
        None => kept.insert(Clipboard::new()?),
    };
    // What agents copy are codes and links that are worth money: no history keeps them.
    #[cfg(all(unix, not(target_os = "macos")))]
    return arboard::SetExtLinux::exclude_from_history(clipboard.set()).text(text);
    #[cfg(target_os = "macos")]
    return arboard::SetExtApple::exclude_from_history(clipboard.set()).text(text);
    #[cfg(windows)]
    return arboard::SetExtWindows::exclude_from_history(clipboard.set()).text(text);
}

/// Starts the thread that opens the system clipboard and keeps it as long as the program runs: on X11 what
/// is on it goes with who put it there.
pub fn keep(open: fn() -> Sink, answer: Sender<Answer>, waker: Waker) -> Sender<(u64, String)> {
    let (sender, texts) = channel::<(u64, String)>();
    std::thread::spawn(move || {
        let mut sink = open();
        for (job, text) in texts {
            let _ = answer.send((job, Way::System, sink(&text)));
            waker.wake();
        }
        drop(sink);
        let _ = answer.send((0, Way::System, true));
    });
    sender
}
