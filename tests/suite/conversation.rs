//! The conversation by command: mail that comes in, its files, canned responses, and what stands in braces.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use afterdesk::domain::settings::Language::English;

use crate::pilot::Pilot;
use crate::sandbox::{Ran, Sandbox, inv12};

/// Hands a message over as a mail server does.
fn mail(s: &Sandbox, args: &[&str], raw: &[u8]) -> Ran {
    let mut command = s.command();
    command.args(["--json", "ticket", "mail"]).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Who refuses early reads no further.
    let _ = child.stdin.take().unwrap().write_all(raw);
    let output = child.wait_with_output().unwrap();
    Ran {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn taken(s: &Sandbox, raw: &str) -> Value {
    let ran = mail(s, &[], raw.as_bytes());
    assert_eq!(ran.exit, 0, "{}", ran.err);
    ran.json()
}

fn letter(from: &str, id: &str, subject: &str, more: &str, text: &str) -> String {
    format!(
        "From: {from}\r\nTo: help@example.com\r\nDate: Mon, 23 Nov 2026 09:00:00 +0900\r\nMessage-ID: <{id}>\r\nSubject: {subject}\r\n{more}\r\n{text}\r\n"
    )
}

#[test]
fn a_message_begins_a_ticket_and_its_sender_a_customer() {
    let s = inv12();
    let raw =
        letter("=?utf-8?B?7ZmN6ri464+Z?= <hong@example.kr>", "a@x", "=?utf-8?B?6rOg7J6l?=", "", "Broken.");
    let made = taken(&s, &raw);
    assert_eq!(
        (&made["number"], &made["subject"], &made["description"]),
        (&2.into(), &"고장".into(), &"Broken.".into())
    );
    assert_eq!((&made["team"], &made["stage"]), (&"Helpdesk".into(), &"New".into()));
    let customer = s.ok(&["customer", "show", made["customer"].as_str().unwrap()]);
    assert_eq!((&customer["name"], &customer["email"]), (&"홍길동".into(), &"hong@example.kr".into()));
    assert_eq!(customer["language"], "ko");
    let came = &made["timeline"][0]["incoming"];
    assert_eq!((&came["from"], &came["text"]), (&"hong@example.kr".into(), &"Broken.".into()));
    // The same message once more, as a server that was not sure hands it over: nothing new.
    let again = taken(&s, &raw);
    assert_eq!((&again["number"], &again["version"]), (&2.into(), &made["version"]));
    // Another one of the same sender is a ticket of its own, of the same customer.
    let other = taken(&s, &letter("Hong <HONG@example.kr>", "b@x", "Other", "", "x"));
    assert_eq!((&other["number"], &other["customer"]), (&3.into(), &made["customer"]));
    assert_eq!(s.run(&["ticket", "source", &came["id"].to_string()]).out, raw);
    s.check();
}

#[test]
fn an_answer_goes_to_its_ticket_and_opens_it_again() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com"]);
    let sent = s.ok(&["ticket", "reply", "1", "We look into it."]);
    s.ok(&["ticket", "stage", "1", "Solved"]);
    let id = sent["message_id"].as_str().unwrap();
    let more = format!("In-Reply-To: {id}\r\n");
    // From whatever address: the id was told to nobody else.
    let raw = letter("other@example.com", "r1@x", "Re: anything", &more, "Thanks.\r\n\r\n> We look into it.");
    let ticket = taken(&s, &raw);
    assert_eq!(
        (&ticket["number"], &ticket["stage"], &ticket["closed"]),
        (&1.into(), &"New".into(), &false.into())
    );
    let last = ticket["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["incoming"]["quoted"].is_u64()), (&"mail_received".into(), &true));
    assert!(last["text"].as_str().unwrap().starts_with("Thanks."), "{last}");
    // An answer to the answer, and one that names the number alone, of the customer's own.
    let more = "References: <zero@x> <r1@x>\r\n";
    assert_eq!(taken(&s, &letter("kim@example.com", "r2@x", "Re", more, "x"))["number"], 1);
    assert_eq!(taken(&s, &letter("kim@example.com", "r3@x", "Re: [#1] y", "", "x"))["number"], 1);
    // A stranger who names a number gets into no ticket.
    assert_eq!(taken(&s, &letter("eve@example.com", "e@x", "Re: [#1] y", "", "x"))["number"], 2);
    s.check();
}

/// The customer sees on its page what it wrote itself, and nothing that others wrote.
#[test]
fn answers_of_the_customer_are_on_its_page() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com", "--portal", "true"]);
    let more = "References: <start@x>\r\n";
    taken(&s, &letter("kim@example.com", "start@x", "Begins", "", "The first words."));
    taken(&s, &letter("Kim@example.com", "n@x", "Re: Begins", more, "My answer.\r\n\r\n> The first words."));
    taken(&s, &letter("partner@example.com", "p@x", "Re: Begins", more, "Between us partners."));
    let served = crate::portal::Served::of(&s);
    let path = format!("{}/ticket/2", crate::portal::link(&s, "C1"));
    let shown = served.get(&path).shown();
    for (text, there) in [("The first words.", 1), ("My answer.", 1), ("from you", 1), ("Between us", 0)] {
        assert_eq!(shown.matches(text).count(), there, "{text}: {shown}");
    }
}

#[test]
fn programs_open_nothing_again_and_become_no_customers() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com"]);
    let sent = s.ok(&["ticket", "reply", "1", "Hello"]);
    s.ok(&["ticket", "stage", "1", "Solved"]);
    let id = sent["message_id"].as_str().unwrap();
    let away = format!("In-Reply-To: {id}\r\nAuto-Submitted: auto-replied\r\n");
    let ticket = taken(&s, &letter("kim@example.com", "o@x", "Away", &away, "I am away."));
    assert_eq!((&ticket["number"], &ticket["closed"]), (&1.into(), &true.into()));
    let bounce = taken(&s, &letter("MAILER-DAEMON@example.com", "m@x", "Undelivered", "", "x"));
    assert_eq!((&bounce["number"], &bounce["customer"]), (&2.into(), &Value::Null));
    // A message of one's own that comes back is there already.
    let own = id.trim_matches(['<', '>']);
    let back = taken(&s, &letter("help@example.com", own, "[#1] Wants the money back", "", "Hello"));
    assert_eq!((&back["number"], &back["version"]), (&1.into(), &ticket["version"]));
    s.check();
}

#[test]
fn what_is_no_message_is_told_and_nothing_is_written() {
    let s = inv12();
    for (raw, said) in [("", "standard input"), ("Subject: x\n\nhi", "who sent it"), ("hello", "headers")] {
        let ran = mail(&s, &[], raw.as_bytes());
        assert_eq!((ran.code(), ran.exit), ("invalid_value".into(), 2), "{raw}");
        assert!(ran.message().contains(said), "{}", ran.message());
    }
    let huge = vec![b'a'; 33 * 1024 * 1024];
    assert!(mail(&s, &[], &huge).message().contains("32 MiB"));
    let raw = letter("a@example.com", "n@x", "", "", "x");
    assert_eq!(mail(&s, &["--team", "Nope"], raw.as_bytes()).code(), "not_found");
    let ran = mail(&s, &["--dry-run"], raw.as_bytes());
    assert_eq!((ran.exit, ran.json()["effects"][0]["kind"].clone()), (0, "customer".into()));
    assert_eq!(s.ok(&["ticket", "list"]).as_array().unwrap().len(), 1);
    assert_eq!(taken(&s, &raw)["subject"], "(no subject)");
}

/// Every message of the set goes in whole: what was read of it is there, and so is the message itself.
#[test]
fn every_message_of_the_set_is_taken_in_without_loss() {
    let s = inv12();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mails");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "eml") {
            continue;
        }
        let raw = std::fs::read(&path).unwrap();
        let Ok(read) = afterdesk::mail::incoming::read(&raw) else { continue };
        let ran = mail(&s, &[], &raw);
        assert_eq!(ran.exit, 0, "{}: {}", path.display(), ran.err);
        let ticket = ran.json();
        let came =
            ticket["timeline"].as_array().unwrap().iter().rev().find(|e| e["incoming"]["text"] == read.text);
        let came = came.unwrap_or_else(|| panic!("{}: {ticket}", path.display()))["incoming"].clone();
        let kept = s.command().args(["ticket", "source", &came["id"].to_string()]).output().unwrap();
        assert_eq!(kept.stdout, raw, "{}", path.display());
        for (file, told) in read.attachments.iter().zip(came["attachments"].as_array().unwrap()) {
            let id = told["id"].to_string();
            let got = s.command().args(["ticket", "file", &id, "--output", "-"]).output().unwrap();
            assert_eq!(got.stdout, file.content, "{}: {}", path.display(), file.name);
            files += 1;
        }
    }
    assert!(files > 20, "{files}");
    s.check();
}

/// Who does not see a ticket sees no message and no file of it.
#[test]
fn messages_and_files_are_for_who_sees_the_ticket() {
    let s = inv12();
    s.ok(&["team", "set", "Helpdesk", "--members", "amy"]);
    s.ok(&["team", "new", "Other", "--members", "lee"]);
    let more = "Content-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n";
    let ticket = taken(&s, &letter("a@example.com", "f@x", "File", more, "inside"));
    let file = &s.ok(&["ticket", "files", &ticket["number"].to_string()])[0];
    assert_eq!(file["name"], "note.txt");
    let (id, message) = (file["id"].to_string(), file["message"].to_string());
    for args in [["ticket", "file", &id], ["ticket", "source", &message], ["ticket", "files", "2"]] {
        assert_eq!(s.refused(&[&["--as", "lee"], &args[..]].concat()), ("forbidden".into(), 3));
    }
    let path = s.folder.path().join("note.txt");
    let saved = s.ok(&["--as", "amy", "ticket", "file", &id, "--output", path.to_str().unwrap()]);
    assert_eq!(saved["size"], std::fs::metadata(&path).unwrap().len());
    // One that is there stays.
    assert_eq!(
        s.refused(&["ticket", "file", &id, "--output", path.to_str().unwrap()]),
        ("wrong_state".into(), 3)
    );
}

/// What stands in braces is filled in of the ticket; what can't be is not sent.
#[test]
fn braces_are_filled_in_before_anything_is_sent() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com", "--language", "ko"]);
    let sent =
        s.ok(&["ticket", "reply", "1", "{customer.addressed}, #{ticket.number}: {order.number} {} {code}"]);
    assert_eq!(sent["body"], "Kim Haneul 님, #1: S1 {} {code}");
    let ran = s.run(&["ticket", "reply", "1", "Your refund of {refund.amount}"]);
    assert_eq!((ran.code(), ran.exit), ("invalid_value".into(), 2));
    assert_eq!(ran.error()["fields"][0]["field"], "body");
    assert!(ran.message().contains("{refund.amount}"), "{}", ran.message());
    assert_eq!(s.refused(&["ticket", "reply", "1", "{refund.sum}"]).0, "invalid_value");
    s.ok(&["refund", "create", "--ticket", "1", "--amount", "300", "--post"]);
    let sent = s.ok(&["ticket", "reply", "1", "{refund.number}: {refund.amount}"]);
    assert_eq!(sent["body"], "RINV/2026/00001: $300.00");
    // A customer's name is text, whatever stands in it.
    s.ok(&["customer", "edit", "C1", "--name", "{agent.name}"]);
    assert_eq!(s.ok(&["ticket", "reply", "1", "Dear {customer.name}"])["body"], "Dear {agent.name}");
}

/// The company words its messages itself, in the language of who reads them.
#[test]
fn messages_are_worded_by_the_company() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com", "--language", "ko"]);
    let set = |kind: &str, columns: [&str; 4]| {
        let set = columns.map(|c| ["--set", c]).concat();
        s.ok(&[&["letter", "new", kind], &set[..]].concat());
    };
    set(
        "reply",
        ["subject_en=Ticket {ticket.number}", "body_en=x", "subject_ko=문의 {ticket.number}", "body_ko=y"],
    );
    assert_eq!(s.ok(&["ticket", "reply", "1", "안녕하세요"])["subject"], "문의 1");
    s.ok(&["customer", "edit", "C1", "--language", "en"]);
    assert_eq!(s.ok(&["ticket", "reply", "1", "Hello"])["subject"], "Ticket 1");
    s.ok(&["letter", "remove", "reply"]);
    assert_eq!(s.ok(&["ticket", "reply", "1", "Hello"])["subject"], "[#1] Wants the money back");
}

/// A text is filled in once, and a subject never: whatever strangers call themselves and their tickets stays text.
#[test]
fn what_strangers_write_is_never_filled_in() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com", "--name", "{agent.name} {x.y}"]);
    s.ok(&["ticket", "edit", "1", "--subject", "{coupon.link} {company.name} {a.b}"]);
    let sent = s.ok(&["ticket", "reply", "1", "Dear {customer.name}: {ticket.subject}"]);
    assert_eq!(sent["subject"], "[#1] {coupon.link} {company.name} {a.b}");
    assert_eq!(sent["body"], "Dear {agent.name} {x.y}: {coupon.link} {company.name} {a.b}");
    // Proposed by the screen and sent as it is proposed: the same.
    let body = "Hi {customer.name}, {order.number}";
    s.ok(&[
        "letter",
        "new",
        "reply",
        "--set",
        "subject_en=Re {ticket.subject}",
        "--set",
        &format!("body_en={body}"),
    ]);
    let mut pilot = Pilot::new(s, English);
    pilot.ticket(1).press("m").sees("Hi {customer.name}, S1").press("f2");
    let sent = pilot.sandbox.ok(&["outbox", "list"]);
    let last = sent.as_array().unwrap().iter().max_by_key(|m| m["id"].as_i64()).unwrap();
    assert_eq!(last["subject"], "Re {coupon.link} {company.name} {a.b}");
    assert_eq!(last["body"], "Hi {agent.name} {x.y}, S1");
}

/// A wording's subject names only what is always there.
#[test]
fn a_subject_names_only_what_is_always_there() {
    let s = inv12();
    let new = |kind: &str, subject: &str| {
        s.run(&["letter", "new", kind, "--set", &format!("subject_ko={subject}"), "--set", "body_en=x"])
    };
    for (kind, subject) in
        [("reply", "{refund.number}"), ("reply", "{customer.name}"), ("order", "{ticket.number}")]
    {
        let ran = new(kind, subject);
        assert_eq!((ran.code(), ran.exit), ("invalid_value".into(), 2), "{kind} {subject}");
        assert_eq!(ran.error()["fields"][0]["field"], "subject_ko", "{kind} {subject}");
    }
    assert_eq!(new("order", "{order.number} {customer.addressed}").exit, 0);
}

/// Whose message it is says who it is from, not where its answer is to go.
#[test]
fn a_message_is_of_whom_it_is_from() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "Kim@Example.com"]);
    // Who writes another's address into the answer gets into no ticket of the other, and is another customer.
    let more = "Reply-To: kim@example.com\r\n";
    let made = taken(&s, &letter("eve@example.com", "e@x", "[#1] y", more, "x"));
    assert_eq!((&made["number"], &made["customer"]), (&2.into(), &"C1".into()));
    let came = &made["timeline"][0]["incoming"];
    assert_eq!((&came["from"], &came["reply_to"]), (&"eve@example.com".into(), &"kim@example.com".into()));
    // Known by From, whatever the answer says; case makes no difference on either side.
    let more = "Reply-To: list@example.org\r\n";
    assert_eq!(taken(&s, &letter("kim@EXAMPLE.com", "k@x", "[#1] y", more, "x"))["number"], 1);
    // Of several customers with one address the ticket is that of the one whose it is.
    let branch = s.ok(&["customer", "new", "--name", "Other branch", "--email", "kim@example.com"]);
    s.ok(&[
        "ticket",
        "new",
        "--team",
        "Helpdesk",
        "--subject",
        "Branch",
        "--customer",
        branch["ref"].as_str().unwrap(),
    ]);
    assert_eq!(taken(&s, &letter("kim@example.com", "z@x", "Re: [#3] Branch", "", "x"))["number"], 3);
    s.check();
}

/// No message bounces for what its sender is called, nor for a ticket that the piping agent does not see.
#[test]
fn what_can_be_taken_in_is_taken_in() {
    let s = inv12();
    let odd = taken(&s, &letter("Cron <root@localhost>", "odd@x", "Odd", "", "x"));
    assert_eq!((&odd["number"], &odd["customer"]), (&2.into(), &Value::Null));
    s.ok(&["team", "new", "Other", "--members", "lee"]);
    s.ok(&["user", "new", "pipe", "--name", "Pipe", "--teams", "Other"]);
    let first = taken(&s, &letter("kim@example.com", "first@x", "First", "", "x"));
    let more = "References: <first@x>\r\n";
    let ran =
        mail(&s, &["--as", "pipe"], letter("kim@example.com", "second@x", "Re: First", more, "y").as_bytes());
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert_ne!(ran.json()["number"], first["number"]);
    s.check();
}

/// Forms of web pages write from an address that takes no answers: each of their writers is somebody else.
#[test]
fn forms_of_web_pages_are_of_who_wants_the_answer() {
    let s = inv12();
    let form = |id: &str, who: &str| {
        letter("Shop Form <no-reply@shop.example>", id, "Contact", &format!("Reply-To: {who}\r\n"), "x")
    };
    let one = taken(&s, &form("f1@x", "Hong <hong@example.kr>"));
    let two = taken(&s, &form("f2@x", "Kim <kim@example.com>"));
    assert_ne!(one["customer"], two["customer"]);
    let to = |n: &Value| s.ok(&["ticket", "reply", &n.to_string(), "Hello"])["to"].clone();
    assert_eq!(
        (to(&one["number"]), to(&two["number"])),
        ("hong@example.kr".into(), "kim@example.com".into())
    );
    // Without a customer, the answer goes to who wrote.
    let odd =
        taken(&s, &letter("Cron <root@localhost>", "odd2@x", "Odd", "Reply-To: ops@example.org\r\n", "x"));
    assert_eq!(to(&odd["number"]), "ops@example.org");
}

/// What is there already is no reason to send it back, wherever its ticket is by then.
#[test]
fn a_message_that_comes_twice_is_never_returned() {
    let s = inv12();
    s.ok(&["team", "new", "Other", "--members", "lee"]);
    s.ok(&["user", "new", "pipe", "--name", "Pipe", "--teams", "Helpdesk"]);
    let raw = letter("kim@example.com", "twice@x", "Twice", "", "x");
    let first = mail(&s, &["--as", "pipe", "--team", "Helpdesk"], raw.as_bytes());
    assert_eq!(first.exit, 0, "{}", first.err);
    s.ok(&["ticket", "edit", &first.json()["number"].to_string(), "--team", "Other"]);
    let again = mail(&s, &["--as", "pipe", "--team", "Helpdesk"], raw.as_bytes());
    assert_eq!((again.exit, again.json()["known"].clone()), (0, true.into()), "{}", again.err);
    assert!(!again.out.contains("Twice"));
}

/// Names that look like something to fill in stop no message, and nothing is filled in for them.
#[test]
fn names_in_the_usual_wording_are_text() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com", "--name", "ACME {dev.ops} {agent.name}"]);
    s.ok(&["order", "send", "S1"]);
    let sent = s.ok(&["outbox", "list"]);
    assert!(sent[0]["body"].as_str().unwrap().contains("ACME (dev.ops) (agent.name)"), "{sent}");
}

/// One id on two messages: neither is lost, and answers go to the sender's own.
#[test]
fn an_id_that_is_used_twice_loses_nothing() {
    let s = inv12();
    let one = taken(&s, &letter("a@example.com", "same@x", "One", "", "first words"));
    let two = taken(&s, &letter("a@example.com", "same@x", "Two", "", "other words"));
    assert_ne!(one["number"], two["number"]);
    let three = taken(&s, &letter("b@example.com", "same@x", "Three", "", "words of b"));
    let again = taken(&s, &letter("a@example.com", "same@x", "One", "Received: by y\r\n", "first words"));
    assert_eq!((&again["number"], &again["version"]), (&one["number"], &one["version"]));
    let more = "References: <same@x>\r\n";
    assert_eq!(taken(&s, &letter("b@example.com", "b2@x", "Re", more, "x"))["number"], three["number"]);
    assert_eq!(taken(&s, &letter("a@example.com", "a2@x", "Re", more, "x"))["number"], one["number"]);
}

/// A key stands for the message too: another message under it is refused instead of being lost.
#[test]
fn a_request_is_of_its_message() {
    let s = inv12();
    let (one, two) = (letter("a@b.kr", "q1@x", "One", "", "x"), letter("a@b.kr", "q2@x", "Two", "", "x"));
    let ran = mail(&s, &["--request", "k1"], one.as_bytes());
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert_eq!(mail(&s, &["--request", "k1"], one.as_bytes()).json()["number"], ran.json()["number"]);
    assert_eq!(mail(&s, &["--request", "k1"], two.as_bytes()).code(), "invalid_value");
    assert_eq!(s.ok(&["ticket", "list"]).as_array().unwrap().len(), 2);
}

/// A file that is called as standard output is stays a file; what is not there is named as what it is.
#[test]
fn a_file_called_minus_is_a_file() {
    let s = inv12();
    let more = "Content-Type: text/plain; name=\"-\"\r\nContent-Disposition: attachment; filename=\"-\"\r\n";
    let ticket = taken(&s, &letter("a@example.com", "f@x", "File", more, "inside"));
    let file = &s.ok(&["ticket", "files", &ticket["number"].to_string()])[0];
    assert_eq!(file["version"], 1);
    let mut command = s.command();
    command.current_dir(s.folder.path()).args(["--json", "ticket", "file", &file["id"].to_string()]);
    let output = command.output().unwrap();
    assert!(output.status.success());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = said["file"].as_str().unwrap();
    assert!(s.folder.path().join(name).is_file(), "{said}");
    assert!(!s.run(&["ticket", "source", "99"]).message().contains("outbox"));
}
