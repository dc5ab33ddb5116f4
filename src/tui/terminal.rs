//! The terminal: taken over at the start, given back on every way out. Leaving is idempotent and asks
//! nobody, so that it can be done from a panic as well.

use std::io::{self, BufWriter, Read, Write, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
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

/// Sends a text to the terminal for its clipboard (OSC 52). The terminal answers nothing.
pub fn send(screen: &mut Screen, text: &str) -> io::Result<()> {
    execute!(screen.backend_mut(), CopyToClipboard::to_clipboard_from(text))
}

/// Waits for the terminal, for signals and for other threads at once.
pub struct Waiter {
    /// Goes up when the program is asked to end from outside.
    ending: Arc<AtomicBool>,
    #[cfg(unix)]
    woken: std::os::unix::net::UnixStream,
    waker: Waker,
}

/// Ends a wait from another thread; one that was made of nothing ends none. Consoles that can't be woken
/// hear at the end of the wait.
#[derive(Clone, Default)]
pub struct Waker {
    #[cfg(unix)]
    pipe: Option<Arc<std::os::unix::net::UnixStream>>,
}

impl Waker {
    /// Ends the wait.
    pub fn wake(&self) {
        #[cfg(unix)]
        if let Some(pipe) = &self.pipe {
            // A full pipe wakes as well.
            let _ = pipe.as_ref().write(&[0]);
        }
    }
}

impl Waiter {
    /// What ends a wait from another thread.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// There may be something to read, or the time is over.
    Awake,
    /// The terminal went away, or somebody asked the program to end.
    Ending,
}

#[cfg(unix)]
impl Waiter {
    /// Listens for signals: resizing wakes, the others end. A loop that does not end by itself, because
    /// its terminal is gone and reading never comes back, is ended.
    pub fn new() -> io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
        let (woken, wake) = std::os::unix::net::UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        wake.set_nonblocking(true)?;
        let ending = Arc::new(AtomicBool::new(false));
        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGWINCH])?;
        let flag = Arc::clone(&ending);
        let waker = Waker { pipe: Some(Arc::new(wake)) };
        let wake = waker.clone();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                let ends = signal != SIGWINCH;
                flag.fetch_or(ends, Ordering::SeqCst);
                wake.wake();
                if ends {
                    std::thread::sleep(std::time::Duration::from_millis(500));
                    leave();
                    std::process::exit(0);
                }
            }
        });
        Ok(Self { ending, woken, waker })
    }

    /// Waits until there is something to read, a signal came, or the time is over.
    pub fn wait(&self, patience: std::time::Duration) -> io::Result<Woken> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let input = io::stdin();
        let mut fds = [PollFd::new(&input, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
        let time = Timespec::try_from(patience).map_err(io::Error::other)?;
        match poll(&mut fds, Some(&time)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        while (&self.woken).read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
        let gone = fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR);
        let ending = gone || self.ending.load(Ordering::SeqCst);
        Ok(if ending { Woken::Ending } else { Woken::Awake })
    }
}

#[cfg(not(unix))]
impl Waiter {
    /// Nothing to listen for: consoles tell everything as events.
    pub fn new() -> io::Result<Self> {
        Ok(Self { ending: Arc::new(AtomicBool::new(false)), waker: Waker::default() })
    }

    /// Waits until there is something to read or the time is over.
    pub fn wait(&self, patience: std::time::Duration) -> io::Result<Woken> {
        crossterm::event::poll(patience)?;
        Ok(if self.ending.load(Ordering::SeqCst) { Woken::Ending } else { Woken::Awake })
    }
}
