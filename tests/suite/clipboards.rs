//! Copies that arrive: the program in a real terminal, and what another program finds on the clipboard
//! afterwards. Those that need Xvfb, xclip or tmux say that they were skipped where these are missing;
//! `.ci/run` installs them.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::net::UnixListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::pilot::demo;
use crate::sandbox::{Sandbox, TODAY};
use crate::terminal::Tty;

/// The subject of ticket 15: what is copied.
const SUBJECT: &str = "모니터 불량 화소";
/// To the ticket, into its tray, the second item.
const FIND: &str = "/#15\r";
const COPY: &str = "y2";

/// From a ticket to a coupon, its link, and the link on the clipboard: four keys at most.
const LINK: [&str; 3] = ["c", "\u{1b}OR", "\u{1b}OQ"];

/// The shop with one program, so that its wizard asks for nothing.
fn shop() -> Sandbox {
    let shop = crate::coupons::shop();
    shop.ok(&["program", "archive", "Fixed"]);
    shop
}

/// The link of the coupon that was made, as the books have it.
fn link(shop: &Sandbox) -> String {
    let made = shop.ok(&["coupon", "list"]);
    assert_eq!(made.as_array().unwrap().len(), 1);
    made[0]["share_link"].as_str().unwrap().to_owned()
}

/// Whether a program is there; says so where it is not.
fn has(program: &str) -> bool {
    let there = Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap();
    if !there.status.success() {
        eprintln!("SKIPPED: {program} is not installed");
    }
    there.status.success()
}

fn patiently<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "never came: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The texts that were sent to the terminal for its clipboard.
fn sent(written: &str) -> Vec<String> {
    let texts = written.split("\u{1b}]52;c;").skip(1);
    let coded = texts.map(|rest| rest.split(['\u{1b}', '\u{7}']).next().unwrap());
    coded
        .map(|text| String::from_utf8(data_encoding::BASE64.decode(text.as_bytes()).unwrap()).unwrap())
        .collect()
}

/// A process that ends with its test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        // A server that is asked to end takes its socket with it.
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

#[test]
fn over_ssh_the_terminal_gets_it_byte_for_byte() {
    // A display is there as well: it is that of the machine, not of the person.
    let env = [("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22"), ("DISPLAY", ":77")];
    let mut tty = Tty::open(demo(), &["--lang", "ko"], &env);
    tty.wait_for("열린 티켓 전체");
    tty.send(FIND);
    tty.wait_for("두 번째 모니터");
    // Keys that come at once are handled at once, whatever each of them sends.
    let begun = Instant::now();
    tty.send(&"y2y1".repeat(5));
    patiently("ten copies", || (sent(&tty.written()).len() == 10).then_some(()));
    assert!(begun.elapsed() < Duration::from_secs(5), "keys waited for the tick");
    assert_eq!(sent(&tty.written()), [SUBJECT, "#15"].repeat(5));
    tty.send(COPY);
    tty.wait_for("터미널로 보냈습니다(OSC 52). 터미널이 받았는지는 알 수 없습니다.");
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
    tty.is_restored();
}

#[test]
fn over_ssh_a_coupons_link_is_copied_in_four_keys() {
    let mut tty = Tty::open(shop(), &["--lang", "ko"], &[("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")]);
    tty.wait_for("열린 티켓 전체");
    tty.send(LINK[0]);
    tty.wait_for("쿠폰 생성");
    tty.send(LINK[1]);
    tty.wait_for("쿠폰 공유");
    tty.send(LINK[2]);
    tty.wait_for("OSC 52");
    let link = link(&tty.sandbox);
    assert_eq!(sent(&tty.written()), [link.as_str()]);
    assert!(tty.text().contains(&link), "shown as it is copied:\n{}", tty.text());
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
}

#[test]
fn on_a_display_another_program_pastes_it() {
    if !has("Xvfb") || !has("xclip") {
        return;
    }
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "640x480x8", "-nolisten", "tcp"]);
    let server = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut server = Ends(server);
    let mut number = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
    let display = format!(":{}", number.trim());
    let pasted = || {
        let xclip = Command::new("timeout")
            .args(["5", "xclip", "-o", "-selection", "clipboard"])
            .env("DISPLAY", &display)
            .output()
            .unwrap();
        String::from_utf8(xclip.stdout).unwrap()
    };
    let mut tty = Tty::open(demo(), &["--lang", "en"], &[("DISPLAY", &display)]);
    tty.wait_for("All open");
    tty.send(FIND);
    tty.wait_for("두 번째 모니터");
    tty.send(COPY);
    tty.wait_for("Copied: on the system clipboard.");
    assert_eq!(pasted(), SUBJECT);
    // The handle is kept: the next copy takes the place of the one before.
    tty.send("y1");
    patiently("the second copy", || (pasted() == "#15").then_some(()));
    assert_eq!(sent(&tty.written()), [""; 0], "the terminal is not asked");
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
    let mut tty = Tty::open(shop(), &["--lang", "en"], &[("DISPLAY", &display)]);
    tty.wait_for("All open");
    LINK[..2].iter().for_each(|key| tty.send(key));
    tty.wait_for("Share Coupons");
    tty.send(LINK[2]);
    tty.wait_for("Copied: on the system clipboard.");
    assert_eq!(pasted(), link(&tty.sandbox));
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
}

#[test]
fn in_tmux_its_buffer_holds_it() {
    if !has("tmux") {
        return;
    }
    // With `off` tmux drops what is sent to the terminal: the buffer is filled all the same.
    for passed_on in ["on", "off"] {
        let sandbox = shop();
        let name = format!("afterdesk-{}-{passed_on}", std::process::id());
        let tmux = |args: &[&str]| {
            let mut tmux = Command::new("tmux");
            tmux.args(["-L", &name, "-f", "/dev/null"]).args(args);
            for name in ["TMUX", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"] {
                tmux.env_remove(name);
            }
            let ran = tmux.env("LC_ALL", "C.UTF-8").output().unwrap();
            String::from_utf8_lossy(&ran.stdout).into_owned()
        };
        let path = |file: &str| sandbox.folder.path().join(file).display().to_string();
        let command = format!(
            "env AFTERDESK_DB='{}' AFTERDESK_CONFIG='{}' AFTERDESK_NOW={TODAY}T10:00:00+09:00 '{}' --lang en",
            sandbox.db().display(),
            path("config.toml"),
            env!("CARGO_BIN_EXE_afterdesk"),
        );
        tmux(&["-u", "new-session", "-d", "-x", "80", "-y", "24", &command]);
        tmux(&["set", "-s", "set-clipboard", passed_on]);
        let sees = |text: &str| {
            patiently(text, || tmux(&["capture-pane", "-p"]).contains(text).then_some(()));
        };
        sees("All open");
        tmux(&["send-keys", "/", "#", "1", "Enter"]);
        sees("#1");
        tmux(&["send-keys", "y"]);
        sees("1  Ticket");
        tmux(&["send-keys", "2"]);
        sees("Put into tmux's buffer");
        assert_eq!(tmux(&["show-buffer"]), "broken", "set-clipboard {passed_on}");
        tmux(&["send-keys", "c"]);
        sees("Generate a Coupon");
        tmux(&["send-keys", "F3"]);
        sees("Share Coupons");
        tmux(&["send-keys", "F2"]);
        patiently("the link", || (tmux(&["show-buffer"]) == link(&sandbox)).then_some(()));
        tmux(&["kill-server"]);
        sandbox.check();
    }
}

/// A display whose socket accepts and never answers, as a forgotten `ssh -X` leaves it.
struct DeadDisplay {
    number: u32,
    _socket: UnixListener,
}

impl DeadDisplay {
    fn new() -> Self {
        std::fs::create_dir_all("/tmp/.X11-unix").unwrap();
        let first = 20_000 + std::process::id() % 10_000;
        let bound = (first..first + 100)
            .find_map(|n| Some((n, UnixListener::bind(format!("/tmp/.X11-unix/X{n}")).ok()?)));
        let (number, socket) = bound.unwrap();
        let accepting = socket.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut held = Vec::new();
            while let Ok((stream, _)) = accepting.accept() {
                held.push(stream);
            }
        });
        Self { number, _socket: socket }
    }
}

impl Drop for DeadDisplay {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(format!("/tmp/.X11-unix/X{}", self.number));
    }
}

#[test]
fn a_display_that_never_answers_holds_nothing_up() {
    let dead = DeadDisplay::new();
    let display = format!(":{}", dead.number);
    let mut tty = Tty::open(demo(), &["--lang", "en"], &[("DISPLAY", &display)]);
    tty.wait_for("All open");
    tty.send(FIND);
    tty.wait_for("두 번째 모니터");
    // A form is opened and typed into while the clipboard hangs.
    tty.send("y2i");
    tty.wait_for("Internal note #15");
    tty.send("typed");
    tty.wait_for("typed");
    tty.wait_for("select it here: 모니터");
    let written = tty.written();
    assert_eq!(sent(&written), [SUBJECT]);
    let (form, copy) = (written.find("Internal note #15"), written.find("\u{1b}]52;"));
    assert!(form < copy, "the key was answered first");
    tty.send("\u{1b}");
    tty.wait_for("Leave");
    tty.send("\u{1b}OQ");
    tty.wait_for("What you typed is kept");
    // It is known to hang: the next copy does not wait for it.
    tty.send(COPY);
    tty.wait_for("Select by hand");
    assert_eq!(sent(&tty.written()), [SUBJECT, SUBJECT]);
    let alone = |line: &str| line.trim_end() == SUBJECT;
    assert!(tty.text().lines().any(alone), "the text has a line of its own:\n{}", tty.text());
    let begun = Instant::now();
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
    assert!(begun.elapsed() < Duration::from_secs(5), "a thread that hangs holds the end up");
    tty.is_restored();
}

/// What is copied lands in no file: neither beside the database nor in what the program says.
#[test]
fn what_is_copied_is_written_nowhere() {
    let sandbox = demo();
    std::fs::write(sandbox.folder.path().join("config.toml"), "").unwrap();
    let mut tty = Tty::open(sandbox, &["--lang", "en"], &[]);
    tty.wait_for("All open");
    tty.send("/#15\r");
    tty.wait_for("두 번째 모니터");
    let files = |tty: &Tty| {
        let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(tty.sandbox.folder.path())
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let mut bytes = Vec::new();
                std::fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
                (path.display().to_string(), bytes)
            })
            .collect();
        found.sort();
        found
    };
    let before = files(&tty);
    tty.send(COPY);
    tty.wait_for("Sent to the terminal");
    assert!(files(&tty) == before, "copying wrote to a file");
}
