//! The whole program in a real pseudo-terminal, its output understood by a terminal emulator.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::pilot::demo;
use crate::sandbox::{Sandbox, TODAY};

fn cells(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).unwrap()
}

impl Drop for Tty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The program in a terminal of its own.
pub struct Tty {
    screen: Arc<Mutex<vt100::Parser>>,
    /// Everything that it wrote.
    written: Arc<Mutex<Vec<u8>>>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    pub sandbox: Sandbox,
}

impl Tty {
    pub fn open(sandbox: Sandbox, args: &[&str], env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_afterdesk"));
        command.args(args);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("AFTERDESK_DB", sandbox.db());
        command.env("AFTERDESK_CONFIG", sandbox.folder.path().join("config.toml"));
        command.env("AFTERDESK_NOW", format!("{TODAY}T10:00:00+09:00"));
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(24), cells(80), 0)));
        let mut output = pair.master.try_clone_reader().unwrap();
        let written = Arc::new(Mutex::new(Vec::new()));
        let (parser, all) = (Arc::clone(&screen), Arc::clone(&written));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                all.lock().unwrap().extend_from_slice(&bytes[..count]);
                parser.lock().unwrap().process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { screen, written, keys, master: pair.master, child, sandbox }
    }

    pub fn send(&mut self, bytes: &str) {
        self.keys.write_all(bytes.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Everything that it wrote so far.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    /// Waits until the screen holds a text.
    pub fn wait_for(&self, text: &str) {
        let since = Instant::now();
        while !self.text().contains(text) {
            assert!(since.elapsed() < Duration::from_secs(20), "{text:?} never came:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for the end; answers the exit status.
    pub fn ended(&mut self) -> u32 {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                std::thread::sleep(Duration::from_millis(100));
                return status.exit_code();
            }
            assert!(since.elapsed() < Duration::from_secs(20), "it never ended:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The terminal is as it was before.
    pub fn is_restored(&self) {
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "main screen");
        assert!(!screen.bracketed_paste(), "pastes");
        assert!(!screen.hide_cursor(), "cursor");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
    }
}

#[test]
fn opens_refunds_and_quits_leaving_the_terminal_as_it_was() {
    let mut tty = Tty::open(demo(), &["--lang", "ko"], &[]);
    tty.wait_for("열린 티켓 전체 (18)");
    assert!(tty.screen.lock().unwrap().screen().alternate_screen());
    tty.send("/모니터 불량\r");
    tty.wait_for("두 번째 모니터");
    tty.send("\u{1b}OQ");
    tty.send("r");
    tty.wait_for("환불 #15");
    tty.send("\u{1b}OQ");
    tty.wait_for("[초안]");
    tty.send("\u{1b}OQ");
    tty.wait_for("이렇게 기록됩니다");
    tty.send("\u{1b}OQ");
    tty.wait_for("[발행됨]");
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
    tty.is_restored();
    tty.sandbox.check();
}

#[cfg(unix)]
#[test]
fn signals_end_it_and_the_terminal_is_as_it_was() {
    for signal in ["-TERM", "-HUP"] {
        let mut tty = Tty::open(demo(), &["--lang", "en"], &[]);
        tty.wait_for("All open");
        tty.send("r");
        tty.wait_for("Refund #24");
        tty.signal(signal);
        assert_eq!(tty.ended(), 0, "{signal}");
        tty.is_restored();
    }
}

/// A terminal that goes away takes the program with it: it must not spin on an input that never ends.
#[cfg(unix)]
#[test]
fn a_terminal_that_goes_away_ends_it() {
    let sandbox = demo();
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_afterdesk"));
    command.env("TERM", "xterm");
    command.env("AFTERDESK_DB", sandbox.db());
    command.env("AFTERDESK_CONFIG", sandbox.folder.path().join("config.toml"));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut bytes = [0; 4096];
    while !String::from_utf8_lossy(&bytes).contains("Headset") {
        assert!(output.read(&mut bytes).unwrap() > 0);
    }
    drop((output, pair.master));
    let since = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if since.elapsed() > Duration::from_secs(10) {
            let _ = child.kill();
            panic!("it spins on an input that has ended");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    sandbox.check();
}

#[test]
fn what_a_command_writes_is_seen_within_two_seconds() {
    let tty = Tty::open(demo(), &["--lang", "en"], &[]);
    tty.wait_for("All open (18)");
    let since = Instant::now();
    tty.sandbox.ok(&["ticket", "stage", "24", "Solved"]);
    tty.wait_for("All open (17)");
    // A slow machine may be late with the command itself; the program is not.
    assert!(since.elapsed() < Duration::from_secs(20));
}

#[test]
fn five_hundred_keys_at_once_and_a_resize_in_a_form() {
    let mut tty = Tty::open(demo(), &["--lang", "en"], &[]);
    tty.wait_for("All open");
    tty.send(&"jk".repeat(250));
    tty.send("n");
    tty.wait_for("New ticket");
    tty.master.resize(PtySize { rows: 30, cols: 120, pixel_width: 0, pixel_height: 0 }).unwrap();
    tty.screen.lock().unwrap().screen_mut().set_size(cells(30), cells(120));
    tty.send("Typed in between");
    tty.wait_for("Typed in between");
    // A paste comes as one, whatever it holds.
    tty.send("\u{1b}[200~ and\npasted q\u{1b}[201~");
    tty.wait_for("Typed in between and pasted q");
    tty.send("\u{3}");
    tty.wait_for("Quit all the same");
    tty.send("\u{1b}OQ");
    assert_eq!(tty.ended(), 0);
    tty.is_restored();
}

#[test]
fn the_editor_of_the_surroundings_changes_a_long_text() {
    let sandbox = demo();
    let script = sandbox.folder.path().join("editor.sh");
    std::fs::write(&script, "#!/bin/sh\necho 'from the editor' >> \"$1\"\n").unwrap();
    let editor = format!("sh {}", script.display());
    let mut tty = Tty::open(sandbox, &["--lang", "en"], &[("EDITOR", &editor), ("PATH", "/usr/bin:/bin")]);
    tty.wait_for("All open");
    tty.send("i");
    tty.wait_for("Internal note #24");
    tty.send("typed ");
    tty.wait_for("typed");
    tty.send("\u{5}");
    tty.wait_for("from the editor");
    tty.send("\u{1b}OQ");
    tty.wait_for("All open");
    tty.send("\r");
    tty.wait_for("typed from the editor");
}

#[test]
fn own_keys_are_taken_and_conflicts_are_told() {
    let sandbox = demo();
    std::fs::write(
        sandbox.folder.path().join("config.toml"),
        "language = \"en\"\nborder = \"ascii\"\ntheme = \"terminal\"\n[keys]\n\"ticket.refund\" = [\"z\"]\n\"ticket.note\" = [\"e\"]\n",
    )
    .unwrap();
    let told = sandbox.people(&["config", "check"]);
    assert_eq!(told.exit, 2);
    assert!(told.err.contains("ticket.note and ticket.edit"), "{}", told.err);
    let mut tty = Tty::open(sandbox, &[], &[]);
    tty.wait_for("the same key e");
    tty.send("z");
    tty.wait_for("Refund #24");
    assert!(!tty.text().contains('╭'));
}

#[test]
fn a_broken_config_file_is_told_and_the_desk_opens_all_the_same() {
    let sandbox = demo();
    std::fs::write(sandbox.folder.path().join("config.toml"), "colour = 1\n").unwrap();
    let mut tty = Tty::open(sandbox, &["--lang", "en"], &[]);
    tty.wait_for("All open");
    tty.wait_for("config.toml");
    tty.send("r");
    tty.wait_for("Refund #24");
}

#[test]
fn where_there_is_no_terminal_it_says_so() {
    let sandbox = demo();
    let ran = sandbox.people(&["--lang", "en"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.err.contains("This is not a terminal"), "{}", ran.err);
    assert_eq!(sandbox.people(&["demo"]).exit, 0, "the sample data is made all the same");
    let ran = sandbox.people(&["--lang", "en", "--json"]);
    assert_eq!(ran.exit, 2);
}

/// What somebody was typing when the program was killed is there again, and nobody is left looking at the ticket.
#[cfg(unix)]
#[test]
fn a_killed_program_leaves_its_draft_and_no_ghost() {
    let mut tty = Tty::open(demo(), &["--lang", "en", "--as", "emily"], &[]);
    tty.wait_for("My tickets (2)");
    tty.send("m안녕하세요, half a");
    tty.wait_for("half a");
    let empty = || Sandbox { folder: tempfile::tempdir().unwrap() };
    let db = tty.sandbox.db().display().to_string();
    let mut other = Tty::open(empty(), &["--db", &db, "--lang", "en", "--as", "minji"], &[]);
    other.wait_for("✎ emily");
    tty.signal("-9");
    let killed = Instant::now();
    while other.text().contains("✎ emily") {
        assert!(killed.elapsed() < Duration::from_secs(20), "{}", other.text());
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut again = Tty::open(empty(), &["--db", &db, "--lang", "en", "--as", "emily"], &[]);
    again.wait_for("My tickets (2)");
    again.send("m");
    again.wait_for("안녕하세요, half a");
    again.send(" sentence\u{1b}OQ");
    // The message was sent off: nothing of it is offered any more.
    again.wait_for("written");
    other.send("q");
    assert_eq!(other.ended(), 0);
    let mails = tty.sandbox.ok(&["outbox", "list"]);
    assert_eq!(mails[0]["body"], "안녕하세요, half a sentence");
}
