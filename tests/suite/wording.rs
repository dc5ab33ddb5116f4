//! The words of single errors and answers: names, labels, values, and what a change says of itself.

use crate::sandbox::{CASES, Sandbox, inv12};

#[test]
fn errors_name_what_they_mean() {
    let s = inv12();
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "x", "--customer", "C1"]);
    let second = [
        (
            "invoices.csv",
            "number,kind,customer,journal,date,currency,state\nINV/2026/00007,invoice,C1B,INV,2026-11-01,USD,posted\n",
        ),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00007,1,A,1,100,\n"),
    ];
    assert_eq!(s.import(&second).exit, 0);
    #[rustfmt::skip]
    let table: &[(&[&str], &str, &str)] = &[
        (&["user", "show", ""], "not_found", "The name is empty: give one."),
        (&["team", "show", " "], "not_found", "The name is empty: give one."),
        (&["refund", "create", "--ticket", "1", "--line", "INV/2026/00007#1=1"], "invalid_value",
            "Lines: INV/2026/00007 is not among the invoices to refund: name it with --invoice as well."),
        (&["refund", "create", "--ticket", "1", "--line", "NONE#1=1"], "not_found", "There is no invoice or credit note NONE: check the number."),
        (&["stock", "adjust", "A", "--location", "WH/Stock", "--quantity", "1", "--reason", ""], "field_required", "Reason is empty: fill it in."),
        (&["stock", "adjust", "A", "--location", "Customers", "--quantity", "1", "--reason", "x"], "invalid_value",
            "Location: “Customers” is not possible here: choose one of WH/Stock."),
        (&["user", "set", "amy", "--refund-limit", "USD:-1"], "invalid_value", "Refund limit: “USD:-1” is below zero: give zero or more."),
        (&["settings", "set", "colour", "red"], "invalid_value", "Setting: “colour” is not possible here"),
        (&["ticket", "note", "1", ""], "field_required", "Text is empty: fill it in."),
        (&["customer", "edit", "C1", "--company", "C1"], "invalid_value", "Company: “C1” would stand above itself"),
    ];
    for (args, code, sentence) in table {
        let ran = s.run(args);
        assert_eq!(ran.code(), *code, "{args:?}: {}", ran.err);
        assert!(ran.message().starts_with(sentence), "{args:?}: {}", ran.message());
    }
    s.ok(&["user", "set", "amy", "--refund-limit", "USD:0"]);
}

#[test]
fn tables_speak_the_language() {
    let s = Sandbox::demo();
    let said = |args: &[&str]| s.people(&[args, &["--lang", "ko"]].concat()).out;
    let checks = said(&["db", "check"]);
    assert!(checks.contains("끊김 없는 이력") && !checks.contains("queue_counts"), "{checks}");
    let settings = said(&["settings", "show"]);
    assert!(settings.contains("시간대") && settings.contains("time_zone"), "{settings}");
    let users = said(&["user", "list"]);
    assert!(users.contains("원") && !users.contains("KRW"), "{users}");
    let limited = said(&["user", "set", "seoyeon", "--refund-limit", "KRW:5000", "--dry-run"]);
    assert!(limited.contains("→ 5,000원"), "{limited}");
}

/// What is given up is not open.
#[test]
fn a_cancelled_document_shows_nothing_open() {
    let s = inv12();
    let id = format!("id:{}", s.ok(&["refund", "create", "--ticket", "1"])["credit_notes"][0]["id"]);
    assert!(s.people(&["invoice", "show", &id]).out.contains("Open"));
    s.ok(&["invoice", "cancel", &id]);
    assert!(!s.people(&["invoice", "show", &id]).out.contains("Open"));
    let list = s.people(&["invoice", "list"]).out;
    let row = list.lines().find(|l| l.contains(&id)).unwrap();
    assert_eq!(row.matches("$1,410.00").count(), 1, "{row}");
}

/// A change that changes nothing counts no version up.
#[test]
fn a_change_that_changes_nothing_is_none() {
    let s = inv12();
    assert_eq!(s.import(CASES).exit, 0);
    let note = s.ok(&["refund", "create", "--ticket", "1"])["credit_notes"][0].clone();
    let id = format!("id:{}", note["id"]);
    #[rustfmt::skip]
    let table: &[(&[&str], &[&str])] = &[
        (&["user", "show", "amy"], &["user", "set", "amy", "--name", "Amy", "--role", "agent"]),
        (&["customer", "show", "C1B"], &["customer", "edit", "C1B", "--name", "Branch of Kim", "--company", "C1"]),
        (&["team", "show", "Helpdesk"], &["team", "set", "Helpdesk", "--refunds", "on"]),
        (&["settings", "show"], &["settings", "set", "time_zone", "Asia/Seoul"]),
        (&["invoice", "show", &id], &["invoice", "edit", &id, "--line", "1=1", "--date", "2026-11-23"]),
        (&["ticket", "show", "1"], &["ticket", "edit", "1", "--customer", "C1"]),
    ];
    for (show, edit) in table {
        let before = s.ok(show)["version"].clone();
        s.ok(edit);
        assert_eq!(s.ok(show)["version"], before, "{edit:?}");
        let effects = s.ok(&[*edit, &["--dry-run"]].concat())["effects"].clone();
        assert_eq!(effects, serde_json::json!([]), "{edit:?}");
    }
    let renamed = s.ok(&["user", "set", "amy", "--name", "B", "--dry-run"])["effects"][0].clone();
    assert_eq!((&renamed["before"]["name"], &renamed["after"]["name"]), (&"Amy".into(), &"B".into()));
}
