//! The outbox without a mail server: messages are written, wait, are taken back, and leave into a folder,
//! each once, also where two processes send at once or one is killed.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::oracle_invoices::text;
use crate::sandbox::{Ran, Sandbox, inv12};

/// Runs a command that reads a text.
pub fn said(s: &Sandbox, args: &[&str], body: &str) -> Ran {
    fed(s.command(), args, body)
}

/// Runs a command that reads a text, in surroundings that are set.
pub fn fed(mut command: Command, args: &[&str], body: &str) -> Ran {
    command.arg("--json").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(body.as_bytes()).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { exit: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

/// Writes a message; answers it.
pub fn queued(s: &Sandbox, to: &str, subject: &str) -> Value {
    let ran = said(s, &["outbox", "new", "--to", to, "--subject", subject, "--ticket", "1"], "Hello\n");
    assert_eq!(ran.exit, 0, "{}", ran.err);
    ran.json()
}

/// The messages in the folder beside the database.
fn letters(s: &Sandbox) -> Vec<String> {
    let folder = s.folder.path().join("desk.db.outbox");
    let Ok(files) = std::fs::read_dir(folder) else { return vec![] };
    files.map(|f| std::fs::read_to_string(f.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_message_is_written_waits_and_leaves() {
    let s = inv12();
    let mail = queued(&s, "kim@shop.example", "Your coupon");
    assert_eq!(
        mail,
        json!({
            "id": 1, "version": 1, "state": "waiting", "to": "kim@shop.example", "subject": "Your coupon",
            "ticket": 1, "coupon": null, "order": null, "created_at": "2026-11-23T01:00:00Z",
            "send_after": "2026-11-23T01:00:15Z", "sent_at": null, "attempts": 0, "error": null,
            "message_id": mail["message_id"], "language": "en", "body": "Hello", "attachments": [],
        })
    );
    assert!(text(&mail["message_id"]).starts_with('<') && text(&mail["message_id"]).ends_with("@localhost>"));
    assert_eq!(letters(&s), [] as [&str; 0]);
    let effects = s.ok(&["outbox", "send", "--dry-run"])["effects"].clone();
    assert_eq!((&effects[0]["document"], &effects[0]["after"]["state"]), (&"mail:1".into(), &"sent".into()));
    assert_eq!(s.ok(&["outbox", "show", "1"]), mail);
    let sent = s.ok(&["outbox", "send"])[0].clone();
    assert_eq!((&sent["state"], &sent["attempts"]), (&"sent".into(), &1.into()));
    assert_eq!(sent["sent_at"], "2026-11-23T01:00:00Z");
    assert_eq!(s.ok(&["outbox", "list"]), json!([sent]));
    assert_eq!(s.ok(&["outbox", "send"]), json!([]), "only once");
    let letters = letters(&s);
    assert_eq!(letters.len(), 1);
    for line in [
        "From: afterdesk@localhost",
        "To: kim@shop.example",
        "Subject: Your coupon",
        "Date: Mon, 23 Nov 2026 01:00:00",
    ] {
        assert!(letters[0].contains(line), "{line}: {}", letters[0]);
    }
    assert!(letters[0].contains(&format!("Message-ID: {}", text(&mail["message_id"]))), "{}", letters[0]);
    let kinds: Vec<Value> = s.ok(&["ticket", "show", "1"])["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| json!([e["kind"], e["text"]]))
        .collect();
    assert_eq!(
        kinds,
        [
            json!(["mail_queued", "Message to kim@shop.example written: Your coupon"]),
            json!(["mail_sent", "Message to kim@shop.example sent: Your coupon"]),
        ]
    );
    for refused in [["outbox", "cancel", "1"], ["outbox", "send", "1"]] {
        assert_eq!(s.refused(&refused), ("wrong_state".into(), 3));
    }
    assert_eq!(s.refused(&["outbox", "show", "9"]), ("not_found".into(), 4));
    s.check();
}

#[test]
fn what_waits_can_be_taken_back() {
    let s = inv12();
    queued(&s, "kim@shop.example", "A");
    assert_eq!(s.refused(&["outbox", "cancel", "1", "--if-version", "7"]), ("stale".into(), 5));
    let mail = s.ok(&["outbox", "cancel", "mail:1"]);
    assert_eq!((&mail["state"], &mail["version"]), (&"cancelled".into(), &2.into()));
    assert_eq!(s.ok(&["outbox", "send"]), json!([]));
    assert_eq!(s.refused(&["outbox", "send", "1"]), ("wrong_state".into(), 3));
    assert_eq!(letters(&s).len(), 0);
    s.ok(&["user", "new", "bob", "--name", "Bob"]);
    queued(&s, "kim@shop.example", "B");
    assert_eq!(s.ok(&["outbox", "send", "--as", "bob"]), json!([]), "it is in its grace, and another's");
    assert_eq!(s.ok(&["outbox", "send", "2", "--as", "bob"])[0]["state"], "sent");
}

/// Nothing that could end a header leaves, and all that is wrong is told at once.
#[test]
fn headers_cannot_be_injected() {
    let s = inv12();
    for (to, subject, body, fields) in [
        ("kim@shop.example\r\nBcc: eve@x.y", "A", "x", vec!["to"]),
        ("kim@shop.example", "A\nBcc: eve@x.y", "x", vec!["subject"]),
        ("kim@shop.example, eve@x.y", "A\rB", " ", vec!["to", "subject", "body"]),
        ("", "A", "x", vec!["to"]),
    ] {
        let ran = said(&s, &["outbox", "new", "--to", to, "--subject", subject], body);
        assert_eq!(ran.exit, 2, "{}", ran.err);
        let told = ran.error()["fields"].clone();
        let told: Vec<&str> = told.as_array().unwrap().iter().map(|f| text(&f["field"])).collect();
        assert_eq!(told, fields);
    }
    assert_eq!(s.ok(&["outbox", "list"]), json!([]));
}

#[test]
fn two_processes_send_each_message_once() {
    let s = inv12();
    for n in 0..12 {
        queued(&s, "kim@shop.example", &format!("Message {n}"));
    }
    let start = || {
        let mut command = s.command();
        command.args(["--json", "outbox", "send"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let both = [start(), start(), start()].map(|child| child.wait_with_output().unwrap());
    let tried: usize = both
        .iter()
        .map(|o| serde_json::from_slice::<Value>(&o.stdout).unwrap().as_array().unwrap().len())
        .sum();
    assert_eq!(tried, 12);
    assert_eq!(letters(&s).len(), 12);
    let all = s.ok(&["outbox", "list"]);
    assert!(all.as_array().unwrap().iter().all(|m| m["state"] == "sent" && m["attempts"] == 1), "{all}");
    s.check();
}

/// Killed at any moment, a process leaves each message waiting or sent, and no file twice.
#[test]
fn a_killed_process_loses_nothing_and_doubles_nothing() {
    let s = inv12();
    for n in 0..10 {
        queued(&s, "kim@shop.example", &format!("Message {n}"));
    }
    for step in 0..16u64 {
        let mut command = s.command();
        command.args(["--json", "outbox", "send"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(4 + step));
        let _ = child.kill();
        let _ = child.wait();
    }
    s.ok(&["outbox", "send"]);
    let all = s.ok(&["outbox", "list"]);
    assert!(all.as_array().unwrap().iter().all(|m| m["state"] == "sent"), "{all}");
    let mut letters = letters(&s);
    letters.sort();
    letters.dedup();
    assert_eq!(letters.len(), 10, "and nothing half written is left");
    s.check();
}

/// A backup does not know what left after it was made: what waits in it is in doubt.
#[test]
fn what_waits_in_a_backup_is_in_doubt() {
    let s = inv12();
    queued(&s, "kim@shop.example", "A");
    let copy = s.folder.path().join("copy.db");
    s.ok(&["db", "backup", copy.to_str().unwrap()]);
    s.ok(&["outbox", "send"]);
    s.ok(&["db", "restore", copy.to_str().unwrap()]);
    assert_eq!(s.ok(&["outbox", "list"])[0]["state"], "unclear");
    assert_eq!(s.ok(&["outbox", "send"]), json!([]));
    assert_eq!(s.ok(&["outbox", "send", "1"])[0]["state"], "sent", "a person decides");
    s.check();
}

/// Agents see the messages of their teams' tickets, and those of no ticket.
#[test]
fn messages_follow_their_tickets() {
    let s = inv12();
    s.ok(&["user", "new", "bob", "--name", "Bob", "--role", "agent"]);
    assert_eq!(s.import(&[("teams.csv", "name,members\nField,bob\n")]).exit, 0);
    queued(&s, "kim@shop.example", "A");
    said(&s, &["outbox", "new", "--to", "lee@shop.example", "--subject", "B"], "x");
    let seen = s.ok(&["outbox", "list", "--as", "bob"]);
    assert_eq!((seen.as_array().unwrap().len(), &seen[0]["subject"]), (1, &"B".into()));
    for verb in ["show", "send", "cancel"] {
        assert_eq!(s.refused(&["outbox", verb, "1", "--as", "bob"]), ("forbidden".into(), 3), "{verb}");
    }
    let tables = [s.people(&["outbox", "list"]).out, s.people(&["outbox", "show", "1", "--lang", "ko"]).out];
    assert!(tables[0].contains("Waiting") && tables[0].contains("kim@shop.example"), "{}", tables[0]);
    assert!(tables[1].contains("받는 사람") && tables[1].contains("대기"), "{}", tables[1]);
}
