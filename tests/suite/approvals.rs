//! Refunds above a limit: asked for by one, decided by another, about the draft as it was.

use serde_json::Value;

use crate::sandbox::{Sandbox, inv12};

/// INV12 with an agent who may refund 100 at a time, and 150 a day; answers the draft that it made.
fn limited() -> (Sandbox, String) {
    let s = inv12();
    s.ok(&["user", "set", "amy", "--refund-limit", "USD:100", "--refund-limit-day", "USD:150"]);
    let made = s.ok(&["--as", "amy", "refund", "create", "--ticket", "1", "--amount", "300"]);
    let id = made["credit_notes"][0]["id"].as_i64().unwrap();
    (s, format!("id:{id}"))
}

fn last(s: &Sandbox) -> Value {
    s.ok(&["ticket", "show", "1"])["timeline"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn asked_for_by_one_and_posted_by_another() {
    let (s, draft) = limited();
    assert_eq!(s.refused(&["--as", "amy", "invoice", "post", &draft]), ("limit_exceeded".into(), 3));
    let asked = s.ok(&["--as", "amy", "approval", "request", &draft, "--comment", "Broken twice"]);
    assert_eq!(
        (&asked["state"], &asked["total"], &asked["asked_by"]),
        (&"waiting".into(), &"300.00".into(), &"amy".into())
    );
    assert_eq!(asked["reason"], "Broken twice");
    let told = last(&s);
    assert_eq!(told["kind"], "approval_requested");
    assert!(told["text"].as_str().unwrap().contains("Broken twice"), "{told}");
    assert_eq!(s.ok(&["ticket", "show", "1"])["approvals"], 1);
    assert_eq!(s.ok(&["invoice", "show", &draft])["approval"]["state"], "waiting");

    // Who asked waits, and does not decide; who may not post anything does not either.
    assert_eq!(s.refused(&["--as", "amy", "invoice", "post", &draft]), ("approval_required".into(), 3));
    assert_eq!(s.refused(&["--as", "amy", "approval", "request", &draft]), ("approval_required".into(), 3));
    let id = asked["id"].to_string();
    assert_eq!(s.refused(&["--as", "amy", "approval", "approve", &id]), ("forbidden".into(), 3));
    s.ok(&["user", "set", "amy", "--grant", "accounting"]);
    assert_eq!(s.refused(&["--as", "amy", "approval", "approve", &id]), ("forbidden".into(), 3));
    s.ok(&["user", "set", "amy", "--revoke", "accounting"]);

    // The inbox of who decides, and of who asked.
    for who in ["lee", "root", "amy"] {
        assert_eq!(s.ok(&["--as", who, "approval", "list"]).as_array().unwrap().len(), 1, "{who}");
    }
    let effects = s.ok(&["--as", "lee", "--dry-run", "approval", "approve", &id]);
    assert!(effects["effects"].to_string().contains("RINV/2026/00001"), "{effects}");
    let decided = s.ok(&["--as", "lee", "approval", "approve", &id, "--comment", "Go ahead"]);
    assert_eq!(
        (&decided["state"], &decided["decided_by"], &decided["document"]),
        (&"approved".into(), &"lee".into(), &"RINV/2026/00001".into())
    );
    assert_eq!(s.ok(&["invoice", "show", "RINV/2026/00001"])["state"], "posted");
    assert_eq!(last(&s)["kind"], "approved");
    assert!(s.ok(&["--as", "lee", "approval", "list"]).as_array().unwrap().is_empty());
    assert_eq!(s.ok(&["--as", "lee", "approval", "list", "--all"]).as_array().unwrap().len(), 1);
    // What was decided stays decided.
    for verb in ["approve", "reject", "withdraw"] {
        assert_eq!(s.refused(&["--as", "lee", "approval", verb, &id]), ("wrong_state".into(), 3), "{verb}");
    }
    s.check();
}

#[test]
fn a_refusal_leaves_the_draft_and_can_be_asked_again() {
    let (s, draft) = limited();
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    s.ok(&["--as", "lee", "approval", "reject", &id, "--comment", "Too much"]);
    assert!(last(&s)["text"].as_str().unwrap().contains("Too much"));
    assert_eq!(s.ok(&["invoice", "show", &draft])["state"], "draft");
    assert_eq!(s.ok(&["invoice", "show", &draft])["approval"]["comment"], "Too much");
    assert_eq!(s.refused(&["--as", "amy", "invoice", "post", &draft]), ("limit_exceeded".into(), 3));
    let again = s.ok(&["--as", "amy", "approval", "request", &draft]);
    s.ok(&["--as", "amy", "approval", "withdraw", &again["id"].to_string()]);
    assert_eq!(s.refused(&["--as", "amy", "invoice", "post", &draft]), ("limit_exceeded".into(), 3));
}

/// What is approved is what was asked for: a draft that changed since is not posted.
#[test]
fn a_draft_that_changed_since_is_not_posted() {
    let (s, _) = limited();
    let made = s.ok(&["--as", "amy", "refund", "create", "--ticket", "1", "--line", "1=1"]);
    let draft = format!("id:{}", made["credit_notes"][0]["id"]);
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    s.ok(&["--as", "amy", "invoice", "edit", &draft, "--line", "1=1@900"]);
    assert_eq!(s.ok(&["approval", "show", &id])["changed"], true);
    assert_eq!(s.refused(&["--as", "lee", "approval", "approve", &id]), ("stale".into(), 5));
    let again = s.ok(&["--as", "amy", "approval", "request", &draft]);
    assert_eq!(s.ok(&["approval", "show", &id])["state"], "withdrawn");
    assert_eq!(again["total"], "1035.00");
    // Of the invoice is less left than was asked for, by then.
    s.ok(&["refund", "create", "--ticket", "1", "--amount", "1000", "--post"]);
    let refused = s.refused(&["--as", "lee", "approval", "approve", &again["id"].to_string()]);
    assert!(refused.0 == "stale" || refused.0 == "over_credited", "{refused:?}");
    assert_eq!(s.ok(&["invoice", "show", &draft])["state"], "draft");
    s.check();
}

/// What ends otherwise ends the request: the draft is posted by who may, or given up.
#[test]
fn what_is_no_draft_any_more_waits_for_nobody() {
    let (s, draft) = limited();
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    s.ok(&["--as", "lee", "invoice", "post", &draft]);
    assert_eq!(s.ok(&["approval", "show", &id])["state"], "approved");
    let made = s.ok(&["--as", "amy", "refund", "create", "--ticket", "1", "--amount", "200"]);
    let draft = format!("id:{}", made["credit_notes"][0]["id"]);
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    s.ok(&["--as", "amy", "invoice", "cancel", &draft]);
    assert_eq!(s.ok(&["approval", "show", &id])["state"], "withdrawn");
}

#[test]
fn the_limit_of_a_day_adds_up() {
    let (s, _) = limited();
    s.ok(&["user", "set", "amy", "--refund-limit", "USD:1000"]);
    let post = |amount: &str| {
        s.run(&["--as", "amy", "refund", "create", "--ticket", "1", "--amount", amount, "--post"])
    };
    assert_eq!(post("100").exit, 0);
    let over = post("60");
    assert_eq!(over.code(), "limit_exceeded");
    assert!(over.message().contains("daily"), "{}", over.message());
    assert_eq!(post("50").exit, 0);
    // What was undone does not count, nor what somebody else posted.
    s.ok(&["invoice", "reverse", "RINV/2026/00001"]);
    s.ok(&["refund", "create", "--ticket", "1", "--amount", "20", "--post"]);
    assert_eq!(post("90").exit, 0);
    assert_eq!(post("20").code(), "limit_exceeded");
}

/// Only what one may not post oneself is asked for.
#[test]
fn what_is_within_the_limits_is_not_asked_for() {
    let (s, draft) = limited();
    assert_eq!(s.refused(&["approval", "request", &draft]), ("wrong_state".into(), 3));
    assert_eq!(s.refused(&["approval", "request", "INV/2026/00001"]), ("not_draft".into(), 3));
    assert_eq!(s.refused(&["approval", "approve", "99"]), ("not_found".into(), 4));
    s.ok(&["user", "new", "eve", "--name", "Eve"]);
    assert_eq!(s.refused(&["--as", "eve", "approval", "request", &draft]), ("forbidden".into(), 3));
}

/// What one posts counts as one's own, whoever made the draft: two agents can't pass drafts on below the limit.
#[test]
fn a_draft_of_somebody_else_counts_for_who_posts_it() {
    let (s, _) = limited();
    s.ok(&["user", "set", "amy", "--refund-limit-day", "USD:1000"]);
    let made = s.ok(&["--as", "lee", "refund", "create", "--ticket", "1", "--amount", "90"]);
    let draft = format!("id:{}", made["credit_notes"][0]["id"]);
    s.ok(&["user", "set", "amy", "--grant", "accounting"]);
    s.ok(&["--as", "amy", "invoice", "post", &draft]);
    s.ok(&["user", "set", "amy", "--revoke", "accounting"]);
    let more = |who: &str, amount: &str| {
        s.run(&["--as", who, "refund", "create", "--ticket", "1", "--amount", amount, "--post"])
    };
    assert_eq!(more("amy", "20").code(), "limit_exceeded");
    // What amy made and lee posted is none of hers.
    let made = s.ok(&["--as", "amy", "refund", "create", "--ticket", "1", "--amount", "50"]);
    s.ok(&["--as", "lee", "invoice", "post", &format!("id:{}", made["credit_notes"][0]["id"])]);
    assert_eq!(more("amy", "10").exit, 0);
    assert_eq!(more("amy", "1").code(), "limit_exceeded");
}

/// Money that left stays counted when the note is undone.
#[test]
fn what_was_paid_out_counts_after_its_note_is_undone() {
    let (s, _) = limited();
    let total = s.ok(&["invoice", "show", "INV/2026/00001"])["residual"].as_str().unwrap().to_owned();
    s.ok(&["invoice", "pay", "INV/2026/00001", "--amount", &total]);
    let post = |amount: &str| {
        s.run(&["--as", "amy", "refund", "create", "--ticket", "1", "--amount", amount, "--post"])
    };
    assert_eq!(post("100").exit, 0);
    let note = "RINV/2026/00001";
    s.ok(&["invoice", "pay", note, "--amount", "70"]);
    s.ok(&["invoice", "reverse", note]);
    assert_eq!(post("31").code(), "limit_exceeded");
    assert_eq!(post("30").exit, 0);
}

/// Somebody who posts a draft that changed since it was asked for did not approve what was asked for.
#[test]
fn posting_a_changed_draft_approves_nothing() {
    let (s, _) = limited();
    let made = s.ok(&["--as", "amy", "refund", "create", "--ticket", "1", "--line", "1=1"]);
    let draft = format!("id:{}", made["credit_notes"][0]["id"]);
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    s.ok(&["--as", "lee", "invoice", "edit", &draft, "--line", "1=1@900"]);
    s.ok(&["--as", "lee", "invoice", "post", &draft]);
    let shown = s.ok(&["approval", "show", &id]);
    assert_eq!((&shown["state"], &shown["total"]), (&"withdrawn".into(), &"1150.00".into()));
}

/// Why is part of what is approved.
#[test]
fn another_reason_is_another_draft() {
    let (s, draft) = limited();
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    s.ok(&["--as", "amy", "invoice", "edit", &draft, "--reason", "Something else"]);
    assert_eq!(s.ok(&["approval", "show", &id])["changed"], true);
}

/// Who may change somebody's draft does not take its request back for that.
#[test]
fn only_who_asked_or_may_decide_takes_a_request_back() {
    let (s, draft) = limited();
    s.ok(&["team", "new", "Elsewhere"]);
    s.ok(&["user", "new", "bo", "--name", "Bo", "--grant", "accounting", "--teams", "Elsewhere"]);
    let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
    assert_eq!(s.refused(&["--as", "bo", "approval", "withdraw", &id]), ("forbidden".into(), 3));
    assert_eq!(s.refused(&["--as", "bo", "approval", "show", &id]), ("forbidden".into(), 3));
    s.ok(&["--as", "lee", "approval", "withdraw", &id]);
}

/// What is asked for about a draft belongs to its ticket: who does not see that sees the document alone.
#[test]
fn a_request_is_told_to_who_sees_the_ticket() {
    let (s, draft) = limited();
    s.ok(&["--as", "amy", "approval", "request", &draft, "--comment", "Between us"]);
    s.ok(&["team", "new", "Elsewhere"]);
    s.ok(&["user", "new", "bo", "--name", "Bo", "--teams", "Elsewhere"]);
    assert_eq!(s.ok(&["--as", "lee", "invoice", "show", &draft])["approval"]["reason"], "Between us");
    assert_eq!(s.ok(&["--as", "bo", "invoice", "show", &draft])["approval"], Value::Null);
    assert!(!s.ok(&["--as", "bo", "invoice", "list"]).to_string().contains("Between us"));
}

/// A database from before this was counted learns from its history who posted what: each note of a refund.
#[test]
fn who_posted_before_is_read_from_the_history() {
    let s = inv12();
    let more =
        s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"])["number"].as_str().unwrap().to_owned();
    s.ok(&["order", "confirm", &more]);
    let second = s.ok(&["order", "invoice", &more])["invoices"][0].as_str().map(str::to_owned);
    let second = second.unwrap_or_else(|| {
        let all = s.ok(&["invoice", "list"]);
        format!("id:{}", all.as_array().unwrap().iter().map(|i| i["id"].as_i64().unwrap()).max().unwrap())
    });
    let posted = s.ok(&["invoice", "post", &second])["number"].as_str().unwrap().to_owned();
    s.ok(&["user", "set", "amy", "--refund-limit", "", "--refund-limit-day", ""]);
    let refund =
        ["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00001", "--invoice", &posted, "--post"];
    s.ok(&[&["--as", "amy"], &refund[..]].concat());
    let books = s.books();
    let rows = || -> Vec<(i64, i64)> {
        let mut all = books.prepare("SELECT invoice_id, user_id FROM posting ORDER BY 1").unwrap();
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let before = rows();
    assert_eq!(before.len(), 3, "{before:?}");
    let sql = include_str!("../../src/store/migrations/sqlite/V13__team.sql");
    let insert = &sql[sql.find("INSERT INTO posting").unwrap()..];
    let insert = &insert[..=insert.find(';').unwrap()];
    books.execute_batch("DROP TRIGGER posting_no_delete; DELETE FROM posting").unwrap();
    books.execute_batch(insert).unwrap();
    assert_eq!(rows(), before);
}

/// `db check` names what was decided otherwise than it is posted.
#[test]
fn db_check_finds_approvals_that_contradict_the_books() {
    let wrong = |sql: &str| {
        let (s, draft) = limited();
        let id = s.ok(&["--as", "amy", "approval", "request", &draft])["id"].to_string();
        s.ok(&["--as", "lee", "approval", "approve", &id]);
        s.check();
        let books = s.books();
        for trigger in ["posting_frozen", "posting_no_delete", "approval_decided"] {
            books.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
        }
        books.execute_batch(sql).unwrap();
        let ran = s.run(&["db", "check"]);
        assert_eq!(ran.exit, 1, "{sql}");
        let checks: Value = serde_json::from_str(&ran.out).unwrap();
        let found = checks.as_array().unwrap().iter().find(|c| c["check"] == "approvals").unwrap().clone();
        assert_eq!(found["ok"], false, "{sql}: {found}");
        found["detail"].as_str().unwrap().to_owned()
    };
    assert!(wrong("UPDATE posting SET user_id = 1 WHERE user_id <> 1").contains("approval 1"));
    assert!(wrong("DELETE FROM posting").contains("RINV/2026/00001"));
    let again = "UPDATE approval SET state = 'waiting', decided_by = NULL, decided_at = NULL";
    assert_eq!(wrong(again), "approval 1");
}
