//! Messages in the terminal interface: the countdown and the way back, the outbox, and the courier, which
//! never holds up a key.

use std::time::{Duration, Instant};

use afterdesk::domain::mail::{Carrier, Post};
use afterdesk::domain::settings::Language;
use serde_json::Value;

use crate::oracle_invoices::text;
use crate::outbox::{fed, queued};
use crate::pilot::{Pilot, options};
use crate::sandbox::{Sandbox, inv12};
use crate::smtp::{PLAIN, Server, configure};
use crate::terminal::Tty;

/// An interface whose messages go into a folder.
fn pilot(s: Sandbox, grace: u64) -> Pilot {
    let folder = s.folder.path().join("letters");
    let carrier = Carrier::Folder(Some(folder));
    let post = Post { carrier, grace: Duration::from_secs(grace), ..Post::default() };
    Pilot::with(afterdesk::tui::Options { post: Some(post), ..options(s.db(), Language::English) }, s)
}

fn state(s: &Sandbox, id: i64) -> String {
    text(&s.ok(&["outbox", "show", &id.to_string()])["state"]).to_owned()
}

/// Lets the courier come back.
fn heard(pilot: &mut Pilot, text: &str) {
    let asked = Instant::now();
    loop {
        pilot.app.hear();
        if pilot.screen().contains(text) {
            return;
        }
        assert!(asked.elapsed() < Duration::from_secs(20), "{text:?} never came:\n{}", pilot.screen());
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_message_in_its_grace_is_taken_back() {
    let s = inv12();
    queued(&s, "kim@shop.example", "Your coupon");
    let mut pilot = pilot(s, 15);
    pilot.app.tick();
    pilot.sees("Message to kim@shop.example leaves in 15 s · u takes it back");
    // Where u means something else, it is not offered.
    pilot.press("i").sees("leaves in 15 s").sees_no("takes it back").press("esc");
    pilot.press("u").sees("Message to kim@shop.example taken back: Your coupon").sees_no("leaves in");
    assert_eq!(state(&pilot.sandbox, 1), "cancelled");
    // What it said is in its composer, to be mended.
    pilot.sees("TO THE CUSTOMER").press("esc f2").press("u").sees("What was made stays").press("esc");
    pilot.press("f9").app.tick();
    queued(&pilot.sandbox, "kim@shop.example", "B");
    pilot.app.tick();
    pilot.press("esc").sees("15초 뒤 kim@shop.example에게 메시지를 보냅니다 · u 취소");
    // A Hangul keyboard has the same keys.
    pilot.press("ㅕ").sees("고객에게 공개");
    assert_eq!(state(&pilot.sandbox, 2), "cancelled");
}

#[test]
fn what_is_due_leaves_by_itself() {
    let s = inv12();
    std::fs::write(s.folder.path().join("config.toml"), "[mail]\ngrace = 0\n").unwrap();
    queued(&s, "kim@shop.example", "Your coupon");
    let mut pilot = pilot(s, 0);
    pilot.app.tick();
    heard(&mut pilot, "Message to kim@shop.example sent: Your coupon");
    assert_eq!(state(&pilot.sandbox, 1), "sent");
    assert_eq!(std::fs::read_dir(pilot.sandbox.folder.path().join("letters")).unwrap().count(), 1);
}

/// Where nobody knows how messages are to leave, or nothing may be written, none leaves.
#[test]
fn nothing_leaves_without_a_way() {
    let s = inv12();
    std::fs::write(s.folder.path().join("config.toml"), "[mail]\ngrace = 0\n").unwrap();
    queued(&s, "kim@shop.example", "Your coupon");
    let mut pilot = Pilot::new(s, Language::English);
    pilot.app.tick();
    std::thread::sleep(Duration::from_millis(300));
    pilot.app.hear();
    assert_eq!(state(&pilot.sandbox, 1), "waiting");
}

#[test]
fn the_outbox_lists_sends_and_takes_back() {
    let s = inv12();
    for subject in ["First", "Second"] {
        queued(&s, "kim@shop.example", subject);
    }
    let mut pilot = pilot(s, 15).sized(100, 24);
    pilot.press(":").type_in("outbox").press("enter");
    pilot.sees("Waiting").sees("First").sees("Second");
    pilot.press("f3").sees("Cancelled");
    assert_eq!(
        (state(&pilot.sandbox, 2).as_str(), state(&pilot.sandbox, 1).as_str()),
        ("cancelled", "waiting")
    );
    pilot.press("j f2");
    heard(&mut pilot, "Message to kim@shop.example sent: First");
    pilot.press("esc").sees("All open");
    assert_eq!(state(&pilot.sandbox, 1), "sent");
}

/// In a real terminal, with a server that takes its time: keys are answered meanwhile, and what came of it
/// is told, failures in the server's words.
#[test]
fn a_slow_server_holds_up_no_key() {
    let s = inv12();
    let Some(server) = Server::start(&s, &["--slow-answer", "4", "--refuse", "nobody@shop.example"]) else {
        return;
    };
    configure(&s, server.port, &format!("{PLAIN}\ngrace = 0"));
    let mut tty = Tty::open(s, &["--lang", "en"], &[("AFTERDESK_NOW", "")]);
    tty.wait_for("All open");
    let queue = |to: &str| -> Value {
        let mut command = tty.sandbox.command();
        command.env_remove("AFTERDESK_NOW");
        let args = ["outbox", "new", "--to", to, "--subject", "Your coupon", "--ticket", "1"];
        fed(command, &args, "Hello").json()
    };
    queue("kim@shop.example");
    server.notes("text");
    let asked = Instant::now();
    tty.send("?");
    tty.wait_for("Help: keys that work here");
    tty.send("\u{1b}");
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    assert_eq!(state(&tty.sandbox, 1), "handing_over");
    tty.wait_for("Message to kim@shop.example sent");
    let mut command = tty.sandbox.command();
    command.env_remove("AFTERDESK_NOW");
    fed(command, &["outbox", "new", "--to", "nobody@shop.example", "--subject", "B"], "x");
    // The line is broken after it.
    tty.wait_for("550 5.1.1 No such user");
    tty.send("\u{3}");
    assert_eq!(tty.ended(), 0);
    assert_eq!(server.messages().len(), 1);
    tty.sandbox.check();
}
