//! The terminal: taken over at the start, given back on every way out. Leaving is idempotent and asks
//! nobody, so that it can be done from a panic as well.

use std::io::{self, BufWriter, Write, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// A terminal that is ours.
pub type Screen = Terminal<CrosstermBackend<BufWriter<io::Stdout>>>;

static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the terminal: raw mode, alternate screen, pastes as one, the mouse where it is wanted.
pub fn enter(mouse: bool) -> io::Result<Screen> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    take(mouse).inspect_err(|_| leave())
}

fn take(mouse: bool) -> io::Result<Screen> {
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    capture_mouse(mouse)?;
    fresh()
}

/// An empty screen that the next frame is drawn on as a whole. (Clearing it in place would ask the
/// terminal where its cursor is, which not every terminal answers.)
pub fn fresh() -> io::Result<Screen> {
    execute!(stdout(), Clear(ClearType::All))?;
    // One write for a frame, however large it is.
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, stdout())))
}

/// Gives the terminal back as it was. What can't be said to a terminal that is gone is not said.
pub fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            stdout(),
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
        let _ = stdout().flush();
    }
}

/// Takes the mouse, or gives it back to the terminal for selecting text.
pub fn capture_mouse(on: bool) -> io::Result<()> {
    if on { execute!(stdout(), EnableMouseCapture) } else { execute!(stdout(), DisableMouseCapture) }
}

/// Draws one frame that the terminal shows whole.
pub fn draw(screen: &mut Screen, frame: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
    queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
    screen.draw(frame)?;
    execute!(screen.backend_mut(), EndSynchronizedUpdate)
}

/// A flag that goes up when the program is asked to end from outside.
pub fn end_signal() -> io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP, signal_hook::consts::SIGINT] {
        signal_hook::flag::register(signal, Arc::clone(&flag))?;
    }
    Ok(flag)
}
