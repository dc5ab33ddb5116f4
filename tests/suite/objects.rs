//! What every object has in common: an id, a version that `--if-version` names, and names that find it.

use crate::sandbox::{Sandbox, inv12};

#[test]
fn a_version_of_the_past_is_stale_everywhere() {
    let s = Sandbox::demo();
    let stock = s.ok(&["stock", "show", "MS-W2"])[0]["version"].to_string();
    let adjust =
        ["stock", "adjust", "MS-W2", "--location", "WH/Stock", "--quantity", "3", "--reason", "Count"];
    #[rustfmt::skip]
    let table: &[&[&str]] = &[
        &["settings", "show"], &["team", "show", "고객지원"], &["user", "show", "minji"], &["ticket", "show", "7"],
        &["customer", "show", "C001"], &["invoice", "show", "INV/2026/00004"], &["order", "show", "S00001"],
    ];
    for args in table {
        let object = s.ok(args);
        assert!(object["id"].is_i64() && object["version"].is_i64(), "{object}");
        let version = object["version"].to_string();
        s.ok(&[*args, &["--if-version", version.as_str()]].concat());
        assert_eq!(s.refused(&[*args, &["--if-version", "99"]].concat()), ("stale".into(), 5), "{args:?}");
    }
    assert_eq!(s.refused(&[&adjust[..], &["--if-version", "99"]].concat()), ("stale".into(), 5));
    s.ok(&[&adjust[..], &["--if-version", &stock]].concat());
    assert_eq!(s.refused(&[&adjust[..], &["--if-version", &stock]].concat()), ("stale".into(), 5));
}

/// `id:12` serves as well as a number, and `#7` for a ticket.
#[test]
fn rows_name_documents() {
    let s = Sandbox::demo();
    assert_eq!(s.ok(&["order", "show", "id:7"])["id"], 7);
    let order = s.ok(&["order", "show", "id:7"])["number"].clone();
    for name in ["7", "#7", "id:7"] {
        assert_eq!(s.ok(&["ticket", "show", name])["number"], 7);
        assert_eq!(s.ok(&["ticket", "edit", name, "--customer", "", "--order", "id:7"])["order"], order);
    }
    assert_eq!(s.refused(&["order", "show", "id:999"]).0, "not_found");
}

/// A ticket that is named by its number comes first, whatever else holds the digit.
#[test]
fn a_search_for_a_number_begins_with_it() {
    let s = Sandbox::demo();
    for query in ["#7", "7", " #7 "] {
        let found = s.ok(&["ticket", "list", "--query", query]);
        assert_eq!(found[0]["number"], 7, "{query}");
        let sevens = found.as_array().unwrap().iter().filter(|t| t["number"] == 7).count();
        assert_eq!(sevens, 1);
        assert_eq!(s.ok(&["ticket", "list", "--query", query, "--limit", "1"]).as_array().unwrap().len(), 1);
    }
}

/// A search finds what the agent's teams have, and follows a ticket from one to the other.
#[test]
fn a_search_keeps_to_the_teams_of_the_agent() {
    let s = Sandbox::demo();
    let new = s.ok(&["ticket", "new", "--team", "고객지원", "--subject", "Zebra 환불"]);
    let number = new["number"].to_string();
    let finders = || {
        let found = |login: &&str| {
            let list = s.ok(&["--as", login, "ticket", "list", "--query", "zebra"]);
            !list.as_array().unwrap().is_empty()
        };
        ["minji", "junho", "daniel", "sarah"].into_iter().filter(found).collect::<Vec<_>>()
    };
    assert_eq!(finders(), ["minji", "junho", "daniel"]);
    s.ok(&["ticket", "edit", &number, "--team", "Customer Care"]);
    assert_eq!(finders(), ["minji", "daniel", "sarah"]);
}

/// Names that were typed decomposed are the names that are stored composed.
#[test]
fn decomposed_names_find_what_they_name() {
    use unicode_normalization::UnicodeNormalization;
    let nfd = |text: &str| text.nfd().collect::<String>();
    let s = Sandbox::demo();
    assert_eq!(s.ok(&["team", "show", &nfd("고객지원")])["name"], "고객지원");
    assert_eq!(s.ok(&["ticket", "stage", "7", &nfd("보류")])["stage"], "보류");
    assert_eq!(s.ok(&["ticket", "new", "--team", &nfd("고객지원"), "--subject", "x"])["team"], "고객지원");
}

/// Texts that turn or end a line, and names of nothing that can be seen, are refused.
#[test]
fn texts_that_deceive_are_refused() {
    let s = inv12();
    for (subject, code) in [
        ("a\u{202e}b", "invalid_value"),
        ("a\u{2066}b", "invalid_value"),
        ("a\u{2028}b", "invalid_value"),
        ("\u{200b}", "field_required"),
        ("\u{3164}", "field_required"),
        (" \u{2060}\u{feff} ", "field_required"),
    ] {
        let args = ["ticket", "new", "--team", "Helpdesk", "--subject", subject];
        assert_eq!(s.refused(&args), (code.into(), 2), "{subject:?}");
    }
    let shown =
        s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "\u{1f469}\u{200d}\u{1f527} 수리"]);
    assert_eq!(shown["subject"], "\u{1f469}\u{200d}\u{1f527} 수리", "joined pictures stay");
    let noted = s.ok(&["ticket", "note", "1", "one\u{2028}two"]);
    assert_eq!(noted["timeline"].as_array().unwrap().last().unwrap()["text"], "one\ntwo");
    assert_eq!(s.refused(&["ticket", "note", "1", "one\u{202e}two"]).0, "invalid_value");
}

/// Other open drafts of the same invoice are a warning (`domain/facts.md` §10), and so is a day that is
/// not the one asked for.
#[test]
fn a_refund_warns_of_what_stands_beside_it() {
    let s = inv12();
    let refund = ["refund", "create", "--ticket", "1", "--line", "2=1"];
    assert_eq!(s.ok(&refund)["warnings"], serde_json::Value::Null);
    let draft = s.ok(&["invoice", "list"])[0]["id"].to_string();
    for flags in [&["--dry-run"][..], &[]] {
        let answer = s.ok(&[&refund[..], flags].concat());
        assert_eq!(answer["warnings"][0]["code"], "other_drafts", "{answer}");
        let message = format!("Other drafts credit the same invoices: id:{draft}.");
        assert_eq!(answer["warnings"][0]["message"], message);
    }
    let people = s.people(&refund);
    assert!(people.err.starts_with("Other drafts credit the same invoices: id:"), "{}", people.err);
    let later = s.ok(&[&refund[..], &["--date", "2026-12-01"]].concat());
    assert_eq!(later["warnings"][1]["code"], "stays_draft");
}

/// A document that a locked period moved says so where it was posted.
#[test]
fn the_timeline_tells_of_a_locked_period() {
    let s = inv12();
    s.ok(&["settings", "set", "lock_date", "2026-10-31"]);
    let last = |s: &Sandbox| {
        let ticket = s.ok(&["ticket", "show", "1"]);
        ticket["timeline"].as_array().unwrap().last().unwrap()["text"].as_str().unwrap().to_owned()
    };
    let moved = "; the period is locked, so its accounting date is 2026-11-01";
    let warned = s.ok(&["refund", "create", "--ticket", "1", "--line", "2=1", "--date", "2026-10-20"]);
    assert_eq!(warned["warnings"][0]["code"], "accounting_date_moved");
    assert!(last(&s).ends_with(moved), "{}", last(&s));
    let id = format!("id:{}", warned["credit_notes"][0]["id"]);
    s.ok(&["invoice", "post", &id]);
    assert_eq!(last(&s), format!("RINV/2026/00001 posted{moved}"));
    s.ok(&["refund", "create", "--ticket", "1", "--line", "1=0.1", "--date", "2026-10-20", "--post"]);
    assert!(last(&s).starts_with("Refund") && last(&s).ends_with(moved), "{}", last(&s));
    s.ok(&["refund", "create", "--ticket", "1", "--line", "1=0.1", "--post"]);
    assert!(!last(&s).contains("locked"), "{}", last(&s));
}
