//! `--request`, `--dry-run` and `--if-version`: what is repeatable, what a key stands for, and where a
//! version makes no sense.

use serde_json::json;

use crate::sandbox::{Sandbox, inv12};

fn events(s: &Sandbox) -> i64 {
    s.books().query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap()
}

/// The field that an `invalid_value` is told at.
fn invalid_at(s: &Sandbox, args: &[&str]) -> String {
    let ran = s.run(args);
    assert_eq!((ran.code().as_str(), ran.exit), ("invalid_value", 2), "{args:?}: {}", ran.err);
    ran.error()["fields"][0]["field"].as_str().unwrap().to_owned()
}

#[test]
fn a_key_answers_its_first_outcome_and_writes_once() {
    let s = inv12();
    let refund = ["--request", "K", "refund", "create", "--ticket", "1", "--line", "1=1", "--post"];
    let first = s.ok(&refund);
    let before = events(&s);
    assert_eq!(s.ok(&refund), first);
    // Another order of the same flags, another language, other words about where: the same command.
    let again = [
        "refund",
        "create",
        "--post",
        "--line",
        "1=1",
        "--ticket",
        "1",
        "--lang",
        "ko",
        "--request",
        "K",
        "--as",
        "root",
    ];
    assert_eq!(s.ok(&again), first);
    assert_eq!(events(&s), before);
    let people = s.people(&refund);
    assert_eq!(people.exit, 0);
    assert!(people.out.contains("RINV/2026/00001") && !people.out.contains('{'), "{}", people.out);
}

#[test]
fn a_key_stands_for_one_command_of_one_agent() {
    let s = inv12();
    s.ok(&["--request", "K", "refund", "create", "--ticket", "1", "--line", "1=1"]);
    let before = events(&s);
    for other in [
        &["invoice", "post", "id:2"][..],
        &["refund", "create", "--ticket", "1", "--line", "1=1", "--post"],
        &["ticket", "note", "1", "x"],
        &["--as", "amy", "refund", "create", "--ticket", "1", "--line", "1=1"],
        &["--dry-run", "invoice", "post", "id:2"],
    ] {
        let args = [&["--request", "K"][..], other].concat();
        assert_eq!(invalid_at(&s, &args), "request");
    }
    assert_eq!(events(&s), before);
    assert_eq!(s.ok(&["invoice", "show", "id:2"])["state"], "draft");
}

#[test]
fn a_dry_run_of_a_known_key_writes_nothing_and_says_so() {
    let s = inv12();
    let refund = ["--request", "K", "refund", "create", "--ticket", "1"];
    let dry = [&["--dry-run"][..], &refund].concat();
    let preview = s.ok(&dry);
    assert_eq!(preview["effects"][0]["kind"], "credit_note", "an unknown key is an ordinary preview");
    s.ok(&refund);
    assert_eq!(s.ok(&dry), json!({"effects": []}));
    let note = ["--request", "N", "ticket", "note", "1", "hello"];
    s.ok(&note);
    assert_eq!(s.ok(&[&["--dry-run"][..], &note].concat()), json!({"effects": []}));
}

#[test]
fn an_import_is_repeatable_too() {
    let s = inv12();
    let folder = s.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("customers.csv"), "ref,name\nC9,New\n").unwrap();
    let folder = folder.to_str().unwrap();
    let import = ["--request", "I", "import", folder];
    let first = s.ok(&import);
    assert_eq!(first["files"]["customers.csv"]["added"], 1);
    let before = events(&s);
    assert_eq!(s.ok(&import), first);
    assert_eq!(events(&s), before);
    assert_eq!(s.ok(&["--request", "J", "import", folder])["files"]["customers.csv"]["unchanged"], 1);
    assert_eq!(s.ok(&["--dry-run", "--request", "I", "import", folder]), json!({"effects": []}));
    assert_eq!(invalid_at(&s, &["--request", "I", "ticket", "note", "1", "x"]), "request");
    let people = s.people(&import);
    assert!(people.out.contains("customers.csv") && !people.out.contains('{'), "{}", people.out);
}

/// A version is that of something that is there.
#[test]
fn a_version_of_nothing_is_a_usage_error() {
    let s = inv12();
    let folder = s.folder.path().to_str().unwrap();
    for args in [
        &["customer", "new", "--name", "X"][..],
        &["user", "new", "x", "--name", "X"],
        &["ticket", "new", "--team", "Helpdesk", "--subject", "X"],
        &["stock", "adjust", "A", "--location", "WH/Stock", "--quantity", "1", "--reason", "count"],
        &["import", folder],
        &["init"],
        &["db", "check"],
    ] {
        assert_eq!(s.refused(&[&["--if-version", "1"][..], args].concat()), ("usage".into(), 2), "{args:?}");
    }
    assert_eq!(s.refused(&["--if-version", "9", "ticket", "note", "1", "x"]), ("stale".into(), 5));
    s.ok(&["--if-version", "1", "ticket", "note", "1", "x"]);
}
