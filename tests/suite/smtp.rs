//! Messages through a real mail server on loopback, which takes, refuses, falls silent and dies, and with
//! processes that are killed at the worst moments: nothing arrives twice, nothing is lost.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::oracle_invoices::text;
use crate::outbox::{queued, said};
use crate::sandbox::{Ran, Sandbox, inv12};

/// A mail server under way.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
    log: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A Python that has the mail server; the tests are passed over where there is none.
fn python() -> Option<&'static str> {
    let has = |python: &&str| {
        let mut command = Command::new(python);
        command.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has);
    if found.is_none() {
        eprintln!("not tested: no aiosmtpd (apt-get install python3-aiosmtpd)");
    }
    found
}

impl Server {
    /// Starts one in the folder of a sandbox.
    pub fn start(s: &Sandbox, args: &[&str]) -> Option<Self> {
        let log = s.folder.path().join("server.log");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp/server.py");
        let mut command = Command::new(python()?);
        command.arg(script).arg(&log).args(args).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Some(Self { child, port: line.trim().parse().unwrap(), log })
    }

    fn lines(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect()
    }

    /// The messages that it took.
    pub fn messages(&self) -> Vec<Value> {
        self.lines().into_iter().filter(|l| !l["text"].is_null()).collect()
    }

    /// Waits until it has noted something.
    pub fn notes(&self, what: &str) {
        let asked = Instant::now();
        while !self.lines().iter().any(|l| !l[what].is_null()) {
            assert!(asked.elapsed() < Duration::from_secs(20), "the server never saw {what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Writes the config file of a server on this machine.
pub fn configure(s: &Sandbox, port: u16, more: &str) {
    let text = format!(
        "[mail]\ntransport = \"smtp\"\nfrom = \"한빛 <help@shop.example>\"\nhost = \"localhost\"\nport = {port}\n{more}\n"
    );
    std::fs::write(s.folder.path().join("config.toml"), text).unwrap();
}

pub const PLAIN: &str = "security = \"none\"";

fn certificate() -> String {
    format!("ca_file = \"{}/tests/smtp/cert.pem\"", env!("CARGO_MANIFEST_DIR"))
}

/// Sends with the password in a variable; answers what came of it.
fn send(s: &Sandbox, args: &[&str]) -> Ran {
    let out =
        s.command().env("SECRET", "s3same").args(["--json", "outbox", "send"]).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { exit: out.status.code().unwrap_or(-1), out: text(out.stdout), err: text(out.stderr) }
}

fn state(s: &Sandbox, id: i64) -> String {
    text(&s.ok(&["outbox", "show", &id.to_string()])["state"]).to_owned()
}

/// What a message says, decoded by another program.
fn decoded(message: &Value) -> Value {
    let script = "import sys, json, email, email.policy
m = email.message_from_string(sys.stdin.read(), policy=email.policy.default)
print(json.dumps({k: str(m[k]) for k in ('From', 'To', 'Subject', 'Date', 'Message-ID')} | {'body': m.get_content()}))";
    let mut command = Command::new("python3");
    command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text(&message["text"]).as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn korean_arrives_as_it_was_written() {
    let s = inv12();
    let Some(server) = Server::start(&s, &[]) else { return };
    configure(&s, server.port, PLAIN);
    let (subject, body) =
        ("무선청소기 쿠폰을 보내 드립니다 — 10% 할인", "안녕하세요.\n.\n쿠폰: 701E-A961\n\n감사합니다.");
    let args = ["outbox", "new", "--to", "kim@shop.example", "--subject", subject, "--ticket", "1"];
    let mail = said(&s, &args, body).json();
    let sent = send(&s, &[]);
    assert_eq!(sent.exit, 0, "{}", sent.err);
    let messages = server.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(
        (&messages[0]["sender"], &messages[0]["to"]),
        (&"help@shop.example".into(), &json!(["kim@shop.example"]))
    );
    assert!(text(&messages[0]["text"]).is_ascii());
    let read = decoded(&messages[0]);
    assert_eq!((&read["Subject"], &read["From"]), (&subject.into(), &"한빛 <help@shop.example>".into()));
    assert_eq!(text(&read["body"]).replace("\r\n", "\n").trim_end(), body);
    assert_eq!(read["Message-ID"], mail["message_id"]);
    assert!(text(&mail["message_id"]).ends_with("@shop.example>"));
}

#[test]
fn encrypted_and_signed_in() {
    let printed = ["printf", "s3same"].map(|w| format!("\"{w}\"")).join(", ");
    for (flag, security) in [("--starttls", "starttls"), ("--tls", "tls")] {
        for secret in ["password_env = \"SECRET\"".to_owned(), format!("password_command = [{printed}]")] {
            let s = inv12();
            let Some(server) = Server::start(&s, &[flag, "--auth", "desk:s3same"]) else { return };
            let more = format!("security = \"{security}\"\n{}\nuser = \"desk\"\n{secret}", certificate());
            configure(&s, server.port, &more);
            queued(&s, "kim@shop.example", "A");
            let sent = send(&s, &[]);
            assert_eq!(sent.exit, 0, "{security} {secret}: {}", sent.err);
            let messages = server.messages();
            assert_eq!(
                (messages.len(), &messages[0]["login"], &messages[0]["tls"]),
                (1, &"desk".into(), &true.into())
            );
        }
    }
}

/// What stands before the text fails without a trace: it is told, and can be sent again.
#[test]
fn what_is_refused_stays_and_says_why() {
    let s = inv12();
    let Some(server) =
        Server::start(&s, &["--starttls", "--auth", "desk:other", "--refuse", "nobody@shop.example"])
    else {
        return;
    };
    let tls = format!("security = \"starttls\"\n{}", certificate());
    let signed = |secret: &str| format!("{tls}\nuser = \"desk\"\n{secret}");
    queued(&s, "nobody@shop.example", "A");
    #[rustfmt::skip]
    let table = [
        (signed("password_env = \"SECRET\""), "535", "failed"),
        ("security = \"starttls\"".into(), "certificate", "failed"),
        (format!("{tls}\nca_file2 = 1"), "ca_file2", "usage"),
        (signed("password_env = \"NOT_THERE\""), "NOT_THERE", "waits"),
        (signed("password_command = [\"false\"]"), "false", "waits"),
        (signed("password_command = [\"printf\", \"other\"]"), "550 5.1.1 No such user here", "failed"),
    ];
    for (more, words, then) in &table {
        configure(&s, server.port, more);
        let before = if *then == "usage" { None } else { Some(state(&s, 1)) };
        let ran = send(&s, &["1"]);
        assert!(ran.message().contains(words), "{words}: {}", ran.err);
        if *then == "usage" {
            continue;
        }
        assert_eq!((ran.code().as_str(), ran.exit), ("io", 1), "{}", ran.err);
        assert!(!ran.err.contains("s3same") && !ran.out.contains("s3same"));
        match *then {
            "failed" => {
                assert_eq!(ran.json()[0]["state"], "failed");
                assert!(text(&ran.json()[0]["error"]).contains(words), "{}", ran.out);
            }
            _ => assert_eq!(Some(state(&s, 1)), before, "nothing was touched"),
        }
    }
    assert_eq!(server.messages().len(), 0);
    let shown = s.people(&["outbox", "list"]).out;
    assert!(shown.contains("Not sent") && shown.contains("550"), "{shown}");
    assert_eq!(send(&s, &[]).json(), json!([]), "it is not tried again by itself");
    let timeline = s.ok(&["ticket", "show", "1"])["timeline"].clone();
    let failed = timeline.as_array().unwrap().iter().filter(|e| e["kind"] == "mail_failed").count();
    assert_eq!(failed, 3);
    s.ok(&["outbox", "cancel", "1"]);
    s.check();
}

/// Refused after the text: it can't have arrived. The server's words can't move a cursor.
#[test]
fn a_refused_text_can_be_sent_again() {
    let s = inv12();
    let Some(server) = Server::start(&s, &["--refuse-text", "kim@shop.example"]) else { return };
    configure(&s, server.port, PLAIN);
    queued(&s, "kim@shop.example", "A");
    let ran = send(&s, &[]);
    assert_eq!((ran.exit, &ran.json()[0]["state"]), (1, &"failed".into()));
    let shown = s.people(&["outbox", "show", "1"]).out;
    assert!(shown.contains("554 5.7.1 Not wanted") && !shown.contains('\u{1b}'), "{shown}");
    drop(server);
    let Some(server) = Server::start(&s, &[]) else { return };
    configure(&s, server.port, PLAIN);
    assert_eq!(send(&s, &["1"]).json()[0]["attempts"], 2);
    assert_eq!(server.messages().len(), 1);
}

/// No encryption is offered where it must be; nobody listens; somebody listens and never says a word.
#[test]
fn servers_that_are_not_there() {
    let s = inv12();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    queued(&s, "kim@shop.example", "A");
    queued(&s, "lee@shop.example", "B");
    for (port, more) in [
        (port, "security = \"none\"\ntimeout = 1"),
        (port, "security = \"tls\"\ntimeout = 1"),
        (gone, "security = \"none\""),
        (gone, "security = \"starttls\""),
    ] {
        configure(&s, port, more);
        let asked = Instant::now();
        let ran = send(&s, &["1"]);
        assert_eq!((ran.code().as_str(), ran.exit), ("io", 1), "{}", ran.err);
        assert_eq!(ran.json()[0]["state"], "failed", "{}", ran.out);
        let silent = ran.message().contains("nobody answered in time");
        assert_eq!(silent, port != gone, "{}", ran.err);
        assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    }
    assert_eq!(state(&s, 2), "waiting");
    let Some(server) = Server::start(&s, &[]) else { return };
    configure(&s, server.port, "security = \"starttls\"");
    let ran = send(&s, &[]);
    assert!(ran.message().contains("offers no encryption"), "{}", ran.err);
    assert_eq!(server.messages().len(), 0);
}

/// Sends in a process that is killed once the server has noted something.
fn killed(s: &Sandbox, server: &Server, noted: &str) {
    let mut command = s.command();
    command.args(["--json", "outbox", "send"]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    server.notes(noted);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_before_the_text_it_is_sent_later() {
    let s = inv12();
    let Some(server) = Server::start(&s, &["--slow-recipient", "1"]) else { return };
    configure(&s, server.port, PLAIN);
    queued(&s, "kim@shop.example", "A");
    killed(&s, &server, "recipient");
    assert_eq!((state(&s, 1).as_str(), server.messages().len()), ("sending", 0));
    let sent = send(&s, &[]).json();
    assert_eq!((&sent[0]["state"], &sent[0]["attempts"]), (&"sent".into(), &2.into()));
    assert_eq!(server.messages().len(), 1);
    s.check();
}

#[test]
fn killed_after_the_text_it_is_never_sent_again_by_itself() {
    let s = inv12();
    let Some(server) = Server::start(&s, &["--slow-answer", "2"]) else { return };
    configure(&s, server.port, PLAIN);
    queued(&s, "kim@shop.example", "A");
    killed(&s, &server, "text");
    assert_eq!(state(&s, 1), "handing_over");
    for _ in 0..2 {
        assert_eq!(send(&s, &[]).json(), json!([]));
        assert_eq!(state(&s, 1), "unclear");
    }
    assert_eq!(server.messages().len(), 1, "exactly one");
    assert_eq!(s.ok(&["ticket", "show", "1"])["timeline"][1]["kind"], "mail_unclear");
    configure(&s, 1, PLAIN);
    assert_eq!(send(&s, &["1"]).json()[0]["state"], "unclear", "a doubt stays where a try fails");
    configure(&s, server.port, PLAIN);
    let sent = send(&s, &["1"]);
    assert_eq!((sent.exit, server.messages().len()), (0, 2), "a person decided: {}", sent.err);
    let ids: Vec<Value> = server.messages().iter().map(|m| decoded(m)["Message-ID"].clone()).collect();
    assert_eq!(ids[0], ids[1], "who gets both can tell");
    s.check();
}

/// The server takes the text and hangs up without an answer: it may have it.
#[test]
fn an_answer_that_never_comes_leaves_a_doubt() {
    let s = inv12();
    let Some(server) = Server::start(&s, &["--hang-up"]) else { return };
    configure(&s, server.port, PLAIN);
    queued(&s, "kim@shop.example", "A");
    let ran = send(&s, &[]);
    assert_eq!((ran.exit, &ran.json()[0]["state"]), (1, &"unclear".into()));
    assert_eq!(send(&s, &[]).json(), json!([]));
    assert_eq!(server.messages().len(), 1);
}

#[test]
fn two_processes_hand_each_message_over_once() {
    let s = inv12();
    let Some(server) = Server::start(&s, &["--slow-answer", "0.02"]) else { return };
    configure(&s, server.port, PLAIN);
    for n in 0..8 {
        queued(&s, "kim@shop.example", &format!("Message {n}"));
    }
    let start = || {
        let mut command = s.command();
        command.args(["--json", "outbox", "send"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let both = [start(), start()].map(|child| child.wait_with_output().unwrap());
    assert!(both.iter().all(|o| o.status.success()), "{both:?}");
    let mut subjects: Vec<Value> = server.messages().iter().map(|m| decoded(m)["Subject"].clone()).collect();
    subjects.sort_by_key(ToString::to_string);
    subjects.dedup();
    assert_eq!((subjects.len(), server.messages().len()), (8, 8));
}

/// The machine's own sendmail, by a program that stands for it.
#[cfg(unix)]
#[test]
fn sendmail_takes_or_refuses() {
    use std::os::unix::fs::PermissionsExt;
    let s = inv12();
    let bin = s.folder.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let put = |script: &str| {
        let file = bin.join("sendmail");
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    let config = "[mail]\ntransport = \"sendmail\"\nfrom = \"help@shop.example\"\ntimeout = 1\n";
    std::fs::write(s.folder.path().join("config.toml"), config).unwrap();
    let run = || {
        let path = format!("{}:/usr/bin:/bin", bin.display());
        let mut command = s.command();
        command.env("PATH", path).args(["--json", "outbox", "send", "1"]).output().unwrap()
    };
    queued(&s, "kim@shop.example", "A");
    put("cat > /dev/null; echo 'queue is full' >&2; exit 75");
    assert!(String::from_utf8(run().stderr).unwrap().contains("queue is full"));
    assert_eq!(state(&s, 1), "failed");
    put("exec sleep 9");
    assert_eq!(run().status.code(), Some(1));
    assert_eq!(state(&s, 1), "unclear", "it may have taken it");
    put(&format!("cat > {}; echo \"$@\" >> {0}", s.folder.path().join("taken").display()));
    assert!(run().status.success());
    let taken = std::fs::read_to_string(s.folder.path().join("taken")).unwrap();
    assert!(
        taken.contains("Subject: A") && taken.ends_with("-i -f help@shop.example -- kim@shop.example\n"),
        "{taken}"
    );
}
