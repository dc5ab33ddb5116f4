//! Merging tickets by command: what comes together, what the source refuses from then on, and how it is taken apart.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::sandbox::{Sandbox, inv12};

/// `inv12` with more tickets: 2 and 3 of the same customer, 4 of another one, 5 of none.
fn tickets() -> Sandbox {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com"]);
    for (subject, customer) in [("Second", "C1"), ("Third", "C1B"), ("Other", "C2")] {
        s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", subject, "--customer", customer]);
    }
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "Nobody's"]);
    s
}

/// A ticket without what every touch of it changes.
fn still(s: &Sandbox, number: &str) -> Value {
    let mut view = s.ok(&["ticket", "show", number]);
    let map = view.as_object_mut().unwrap();
    map.remove("version");
    map.remove("timeline");
    view
}

fn told(s: &Sandbox, number: &str) -> Vec<(String, String)> {
    let view = s.ok(&["ticket", "show", number]);
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    view["timeline"].as_array().unwrap().iter().map(|e| (text(e, "kind"), text(e, "text"))).collect()
}

fn mail(s: &Sandbox, raw: &str) -> Value {
    let mut command = s.command();
    command.args(["--json", "ticket", "mail"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(raw.as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn everything_is_shown_where_it_was_merged_and_comes_back_exactly() {
    let s = tickets();
    s.ok(&["ticket", "note", "1", "Serial number is on the lid"]);
    s.ok(&["ticket", "reply", "1", "We look into it"]);
    let note = s.ok(&["refund", "create", "--ticket", "1", "--line", "1=1", "--post"]);
    let note = note["credit_notes"][0]["number"].as_str().unwrap().to_owned();
    s.ok(&["ticket", "edit", "1", "--tag", "urgent", "--priority", "3"]);
    s.ok(&["ticket", "assign", "1", "amy"]);
    s.ok(&["ticket", "note", "2", "Of the second"]);
    let (one, two) = (still(&s, "1"), still(&s, "2"));

    let merged = s.ok(&["ticket", "merge", "1", "--into", "2"]);
    assert_eq!((&merged["number"], &merged["merged"]), (&2.into(), &serde_json::json!([1])));
    assert_eq!(merged["counters"]["credit_notes"], 1);
    let texts: Vec<String> = told(&s, "2").into_iter().map(|(_, text)| text).collect();
    for text in ["Serial number is on the lid", "Of the second", "#1 merged into #2"] {
        assert!(texts.iter().any(|told| told == text), "{text}: {texts:?}");
    }
    // By time, whichever ticket it was written at.
    let at = |text: &str| texts.iter().position(|told| told == text).unwrap();
    assert!(at("Serial number is on the lid") < at("Of the second"));
    assert_eq!(s.ok(&["invoice", "show", &note])["ticket"], 2);
    assert_eq!(s.ok(&["outbox", "list"])[0]["ticket"], 2);
    let source = s.ok(&["ticket", "show", "1"]);
    assert_eq!((&source["merged_into"], &source["closed"]), (&2.into(), &true.into()));
    assert_eq!(source["stage"], one["stage"]);
    s.check();

    s.ok(&["ticket", "unmerge", "1"]);
    assert_eq!((still(&s, "1"), still(&s, "2")), (one, two));
    assert_eq!(s.ok(&["invoice", "show", &note])["ticket"], 1);
    // The history only grew.
    assert_eq!(told(&s, "1").last().unwrap().1, "#1 taken out of #2 again");
    s.check();
}

#[test]
fn a_merged_ticket_says_where_everything_goes_on() {
    let s = tickets();
    s.ok(&["ticket", "merge", "1", "--into", "2"]);
    #[rustfmt::skip]
    let table: &[&[&str]] = &[
        &["ticket", "note", "1", "x"],
        &["ticket", "reply", "1", "x"],
        &["ticket", "assign", "1", "amy"],
        &["ticket", "stage", "1", "Solved"],
        &["ticket", "edit", "1", "--subject", "x"],
        &["ticket", "merge", "1", "--into", "3"],
        &["ticket", "merge", "3", "--into", "1"],
        &["ticket", "merge", "2", "--into", "1"],
        &["refund", "create", "--ticket", "1"],
        &["repair", "create", "--ticket", "1", "--product", "A"],
    ];
    for args in table {
        let ran = s.run(args);
        assert_eq!((ran.exit, ran.code().as_str()), (3, "ticket_merged"), "{args:?}: {}", ran.err);
        assert!(ran.message().contains("#1 was merged into #2"), "{}", ran.message());
    }
    let services = s.ok(&["ticket", "show", "1"])["services"].clone();
    assert_eq!(
        (&services["refund"]["state"], &services["refund"]["code"]),
        (&"off".into(), &"ticket_merged".into())
    );
    let korean = s.run(&["ticket", "note", "1", "x", "--lang", "ko"]).message();
    assert_eq!(korean, "#1 티켓은 #2 티켓에 병합되었습니다. 그 티켓에서 계속하십시오.");
}

#[test]
fn what_can_t_be_merged() {
    let s = tickets();
    #[rustfmt::skip]
    let table: &[(&[&str], &str, i32)] = &[
        (&["ticket", "merge", "1", "--into", "1"], "merge_circle", 3),
        (&["ticket", "merge", "2", "1", "--into", "1"], "merge_circle", 3),
        (&["ticket", "merge", "1", "--into", "99"], "not_found", 4),
        (&["ticket", "merge", "99", "--into", "1"], "not_found", 4),
        (&["ticket", "merge", "--into", "1"], "usage", 2),
        (&["ticket", "merge", "1"], "usage", 2),
        (&["ticket", "merge", "x", "--into", "1"], "usage", 2),
        (&["ticket", "merge", "4", "--into", "1"], "other_customer", 3),
        (&["ticket", "unmerge", "1"], "wrong_state", 3),
        (&["ticket", "merge", "2", "--into", "1", "--if-version", "77"], "stale", 5),
    ];
    for (args, code, exit) in table {
        assert_eq!(s.refused(args), ((*code).to_owned(), *exit), "{args:?}");
    }
    // Of nobody, of the same family, and another customer's where that is meant.
    s.ok(&["ticket", "merge", "5", "3", "--into", "1"]);
    s.ok(&["ticket", "merge", "4", "--into", "1", "--anyway"]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["merged"], serde_json::json!([3, 4, 5]));
    s.check();
}

#[test]
fn several_are_merged_all_or_none() {
    let s = tickets();
    let events = || s.books().query_row("SELECT count(*) FROM event", [], |r| r.get::<_, i64>(0)).unwrap();
    let before = events();
    // The last of them is another customer's.
    assert_eq!(s.refused(&["ticket", "merge", "2", "3", "4", "--into", "1"]).0, "other_customer");
    assert_eq!((events(), &s.ok(&["ticket", "show", "2"])["merged_into"]), (before, &Value::Null));
    // Named twice is merged once.
    s.ok(&["ticket", "merge", "2", "3", "2", "--into", "1"]);
    assert_eq!(events(), before + 2);
    let rehearsed = s.ok(&["ticket", "merge", "5", "--into", "1", "--dry-run"]);
    assert_eq!(rehearsed["effects"][0]["after"]["merged_into"], "#1");
    assert_eq!(s.ok(&["ticket", "show", "5"])["merged_into"], Value::Null);
    s.check();
}

#[test]
fn a_merge_stands_once_something_new_came() {
    #[rustfmt::skip]
    let table: &[(&[&str], bool)] = &[
        (&["ticket", "note", "2", "New"], false),
        (&["ticket", "reply", "2", "New", "--as", "amy"], false),
        (&["refund", "create", "--ticket", "2", "--invoice", "INV/2026/00001"], false),
        (&["ticket", "stage", "2", "Solved"], true),
        (&["ticket", "edit", "2", "--subject", "Renamed", "--tag", "x"], true),
        (&["ticket", "assign", "2", "amy"], true),
        (&["ticket", "merge", "3", "--into", "2"], true),
        (&["outbox", "send"], true),
    ];
    for (between, can) in table {
        let s = tickets();
        s.ok(&["ticket", "reply", "1", "Before"]);
        s.ok(&["ticket", "merge", "1", "--into", "2"]);
        s.ok(between);
        let ran = s.run(&["ticket", "unmerge", "1"]);
        match can {
            true => assert_eq!(ran.exit, 0, "{between:?}: {}", ran.err),
            false => assert_eq!((ran.exit, ran.code().as_str()), (3, "changed_since"), "{between:?}"),
        }
        s.check();
    }
}

#[test]
fn chains_come_apart_from_their_end() {
    let s = tickets();
    s.ok(&["ticket", "merge", "1", "--into", "2"]);
    s.ok(&["ticket", "merge", "2", "--into", "3"]);
    let at = |number: &str| s.ok(&["ticket", "show", number])["merged_into"].clone();
    assert_eq!((at("1"), at("2"), at("3")), (3.into(), 3.into(), Value::Null));
    s.check();
    // 1 went into 2, which went on: that comes out first.
    assert_eq!(s.refused(&["ticket", "unmerge", "1"]).0, "ticket_merged");
    s.ok(&["ticket", "unmerge", "2"]);
    assert_eq!((at("1"), at("2"), at("3")), (2.into(), Value::Null, Value::Null));
    s.check();
    s.ok(&["ticket", "unmerge", "1"]);
    assert_eq!(at("1"), Value::Null);
    s.check();
}

#[test]
fn mail_for_the_source_goes_to_the_target() {
    let s = tickets();
    let sent = s.ok(&["ticket", "reply", "1", "We look into it"]);
    s.ok(&["ticket", "merge", "1", "--into", "2"]);
    s.ok(&["ticket", "stage", "2", "Solved"]);
    let letter = |id: &str, subject: &str, more: &str| {
        format!(
            "From: kim@example.com\r\nTo: help@example.com\r\nDate: Mon, 23 Nov 2026 09:00:00 +0900\r\nMessage-ID: <{id}@x>\r\nSubject: {subject}\r\n{more}\r\nThanks\r\n"
        )
    };
    let by_number = mail(&s, &letter("a", "Re: [#1] Wants the money back", ""));
    assert_eq!((&by_number["number"], &by_number["closed"]), (&2.into(), &false.into()));
    let more = format!("In-Reply-To: {}\r\n", sent["message_id"].as_str().unwrap());
    assert_eq!(mail(&s, &letter("b", "Re: anything", &more))["number"], 2);
    assert_eq!(s.refused(&["ticket", "unmerge", "1"]).0, "changed_since");
    s.check();
}

#[test]
fn who_does_not_see_a_ticket_merges_nothing_into_it() {
    let s = tickets();
    s.ok(&["team", "new", "Back office", "--members", "lee"]);
    s.ok(&["ticket", "new", "--team", "Back office", "--subject", "Inside", "--customer", "C1"]);
    s.ok(&["team", "set", "Helpdesk", "--members", "amy"]);
    for args in [["ticket", "merge", "1", "--into", "6"], ["ticket", "merge", "6", "--into", "1"]] {
        assert_eq!(s.refused(&[&args[..], &["--as", "amy"]].concat()).0, "forbidden", "{args:?}");
    }
    // Who sees the target sees what was merged into it.
    s.ok(&["ticket", "note", "6", "Said inside"]);
    s.ok(&["ticket", "merge", "6", "--into", "1"]);
    let seen = s.ok(&["ticket", "show", "1", "--as", "amy"]);
    assert!(seen["timeline"].as_array().unwrap().iter().any(|e| e["text"] == "Said inside"));
    assert_eq!(s.refused(&["ticket", "show", "6", "--as", "amy"]).0, "forbidden");
}

/// Two processes merge two tickets into each other at the same moment: one of them does it.
#[test]
fn no_circle_is_made_by_two_processes() {
    for _ in 0..4 {
        let s = tickets();
        let start = |source: &str, target: &str| {
            let mut command = s.command();
            command.args(["--json", "ticket", "merge", source, "--into", target]);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let both = [start("1", "2"), start("2", "1")].map(|mut child| child.wait().unwrap());
        assert_eq!(both.iter().filter(|status| status.success()).count(), 1);
        s.check();
    }
}

/// A request that is open does not vanish into one that is closed without a question.
#[test]
fn an_open_ticket_goes_into_a_closed_one_only_when_that_is_meant() {
    let s = Sandbox::demo();
    s.ok(&["--as", "minji", "ticket", "stage", "13", "해결"]);
    let ticket = s.ok(&["--as", "minji", "ticket", "show", "13"]);
    let customer = ticket["customer"].as_str().unwrap();
    let args =
        ["--as", "minji", "ticket", "new", "--team", "고객지원", "--customer", customer, "--subject", "x"];
    let open = s.ok(&args)["number"].to_string();
    assert_eq!(s.refused(&["--as", "minji", "ticket", "merge", &open, "--into", "13"]).0, "wrong_state");
    s.ok(&["--as", "minji", "ticket", "merge", &open, "--into", "13", "--anyway"]);
    // The other way round is no question.
    s.ok(&["--as", "minji", "ticket", "unmerge", &open]);
    s.ok(&["--as", "minji", "ticket", "merge", "13", "--into", &open]);
}
