//! The terminal interface: a thin caller of the desk. One loop, one thread: wait for keys, handle all
//! that are there, draw once. Nothing here knows SQL or a rule of business.
//!
//! | module | what it is |
//! |---|---|
//! | [`app`] | the one way from a key to the screen |
//! | [`layer`] | what can be open, and what a key leads to |
//! | [`view`] | screens and small layers, one file each |
//! | [`form`] | the form engine |
//! | [`list`], [`page`] | a window over any number of tickets; what everything else looks like |
//! | [`ink`], [`theme`], [`look`], [`editor`] | cells, colours, words, typing |
//! | [`terminal`] | taking and giving back the terminal |
//! | [`courier`], [`counter`], [`turner`] | carrying messages away, counting views, and taking back what is large, beside the loop |
//! | [`clipboard`], [`qr`] | copying, by the way that fits; codes to scan |

pub mod app;
pub mod clipboard;
pub mod counter;
pub mod courier;
pub mod editor;
pub mod form;
pub mod ink;
pub mod layer;
pub mod list;
pub mod look;
pub mod page;
pub mod qr;
pub mod terminal;
pub mod theme;
pub mod turner;
pub mod view;

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use ratatui::layout::Position;

pub use app::{App, Errand, Options};
pub use clipboard::Surroundings;
pub use theme::Palette;

use crate::domain::error::{Error, Result};
use crate::keys::{Code, Key};

/// How long nothing may happen before the loop looks at what other processes wrote.
const TICK: Duration = Duration::from_secs(1);

/// Opens the interface and runs it to its end. Everything that can fail before the first screen fails
/// before the terminal is taken.
pub fn run(options: Options) -> Result<()> {
    let failed = |e: io::Error| Error::Io(e.to_string());
    let mouse = options.mouse;
    let mut app = App::new(options)?;
    let waiter = terminal::Waiter::new().map_err(failed)?;
    app.clipboard.wake(waiter.waker());
    app.courier.wake(waiter.waker());
    app.counter.wake(waiter.waker());
    app.turner.wake(waiter.waker());
    let mut screen = terminal::enter(mouse).map_err(failed)?;
    let mut ticked = Instant::now();
    // After an errand there may be keys that were read before it.
    let mut hurried = false;
    let ended = loop {
        if app.dirty
            && let Err(error) = terminal::draw(&mut screen, |frame| app.draw(frame))
        {
            break Err(error);
        }
        let patience =
            if hurried || app.is_busy() { Duration::ZERO } else { TICK.saturating_sub(ticked.elapsed()) };
        let patience = app.clipboard.due().map_or(patience, |due| due.min(patience));
        match waiter.wait(patience) {
            Ok(terminal::Woken::Awake) => {}
            Ok(terminal::Woken::Ending) => break Ok(()),
            Err(error) => break Err(error),
        }
        app.hear();
        if let Err(error) = drain(&mut app) {
            break Err(error);
        }
        if app.is_busy() {
            app.work();
        }
        if ticked.elapsed() >= TICK {
            ticked = Instant::now();
            app.tick();
        }
        if app.done {
            break Ok(());
        }
        let errand = app.errand.take();
        hurried = errand.is_some();
        if let Some(errand) = errand
            && let Err(error) = run_errand(&mut app, &mut screen, errand)
        {
            break Err(error);
        }
    };
    terminal::leave();
    app.clipboard.close();
    app.courier.close();
    app.turner.close();
    match ended {
        // A terminal that went away has nobody to tell.
        Err(error) if io::stdout().is_terminal() => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Handles everything that has happened.
fn drain(app: &mut App) -> io::Result<()> {
    while !app.done && app.errand.is_none() && event::poll(Duration::ZERO)? {
        handle(app, event::read()?);
    }
    Ok(())
}

/// Handles one event of the terminal.
pub fn handle(app: &mut App, event: Event) {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => {
            if let Some(key) = key(event) {
                app.key(key);
            }
        }
        Event::Paste(text) => app.paste(&text),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => app.click(Position { x: mouse.column, y: mouse.row }),
            MouseEventKind::ScrollUp => app.wheel(true),
            MouseEventKind::ScrollDown => app.wheel(false),
            _ => {}
        },
        Event::Resize(..) => app.resize(),
        _ => {}
    }
}

/// A key as the table knows it. Shift is in the character already.
fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::CONTROL) => {
            Code::Char(c.to_ascii_lowercase())
        }
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(n) => Code::F(n),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let held = |modifier| event.modifiers.contains(modifier);
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT) })
}

/// Does what only the loop can do.
fn run_errand(app: &mut App, screen: &mut terminal::Screen, errand: Errand) -> io::Result<()> {
    match errand {
        Errand::Redraw => {
            *screen = terminal::fresh()?;
            app.dirty = true;
        }
        Errand::Mouse(on) => terminal::capture_mouse(on)?,
        Errand::Send(text) => {
            // A terminal that is gone is told by the next frame; one that can't take it, by hand.
            if terminal::send(screen, &text).is_err() {
                app.show(text);
            }
        }
        Errand::Edit(text) => {
            terminal::leave();
            let edited = edit(&text);
            *screen = terminal::enter(app.mouse())?;
            app.edited(edited.ok());
        }
    }
    Ok(())
}

/// Lets the person's own editor change a text.
fn edit(text: &str) -> io::Result<String> {
    use std::io::Write;
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()))
        .unwrap_or_else(|| "vi".into());
    let mut file = tempfile::Builder::new().prefix("afterdesk-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = std::process::Command::new(program).args(words).arg(file.path()).status()?;
    if !status.success() {
        return Err(io::Error::other("the editor failed"));
    }
    std::fs::read_to_string(file.path())
}
