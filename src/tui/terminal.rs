//! The terminal: taken over at the start, given back on every way out. Leaving is idempotent and asks
//! nobody, so that it can be done from a panic as well.

use std::io::{self, Write, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// A terminal that is ours.
pub type Screen = Terminal<CrosstermBackend<io::Stdout>>;

static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the terminal: raw mode, alternate screen, pastes as one, the mouse where it is wanted.
pub fn enter(mouse: bool) -> io::Result<Screen> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    capture_mouse(mouse)?;
    Terminal::new(CrosstermBackend::new(stdout()))
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
    execute!(stdout(), BeginSynchronizedUpdate)?;
    screen.draw(frame)?;
    execute!(stdout(), EndSynchronizedUpdate)
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
