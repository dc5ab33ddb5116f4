//! Refunds by command: the cases of `domain/cases.md` A and F, and of `domain/facts.md` §10.

use serde_json::Value;

use crate::sandbox::{Sandbox, inv12};

const INV: &str = "INV/2026/00001";

fn shown(sandbox: &Sandbox, number: &str) -> Value {
    sandbox.ok(&["invoice", "show", number])
}

fn state(doc: &Value) -> (&str, &str, &str) {
    let text = |key: &str| doc[key].as_str().unwrap_or_default();
    (text("state"), text("payment_state"), text("residual"))
}

/// A01.
#[test]
fn reverse_makes_a_draft_and_changes_nothing_else() {
    let s = inv12();
    let made = s.ok(&["refund", "create", "--ticket", "1", "--reason", "no reason"]);
    let note = &made["credit_notes"][0];
    assert_eq!(made["invoices"], Value::Array(vec![]));
    assert_eq!(state(note), ("draft", "not_paid", "1410.00"));
    assert_eq!(note["number"], Value::Null);
    assert_eq!(note["kind"], "credit_note");
    assert_eq!(note["reverses"], INV);
    assert_eq!(note["ticket"], 1);
    assert_eq!(note["reason"], "no reason");
    assert_eq!(note["reference"], format!("Reversal of {INV}, no reason"));
    assert_eq!((note["untaxed"].as_str(), note["tax"].as_str()), (Some("1200.00"), Some("210.00")));
    assert_eq!(note["taxes"][0]["amount"], "180.00");
    assert_eq!(note["taxes"][0]["base"], "1200.00");
    assert_eq!(note["taxes"][1]["amount"], "30.00");
    assert_eq!(note["lines"][0]["source_line"], 1);
    assert_eq!(state(&shown(&s, INV)), ("posted", "not_paid", "1410.00"));
    let counters = &s.ok(&["ticket", "show", "1"])["counters"];
    assert_eq!(
        (&counters["credit_notes"], &counters["credit_note_drafts"]),
        (&Value::from(0), &Value::from(1))
    );
    s.check();
}

/// A03, A09, and the new invoice of `domain/facts.md` §10.
#[test]
fn reverse_and_create_invoice_posts_reconciles_and_repeats() {
    let s = inv12();
    let made = s.ok(&["refund", "create", "--ticket", "1", "--and-invoice"]);
    let (note, new) = (&made["credit_notes"][0], &made["invoices"][0]);
    assert_eq!(note["number"], "RINV/2026/00001");
    assert_eq!(state(note), ("posted", "paid", "0.00"));
    assert_eq!(note["reconciled"][0]["document"], INV);
    assert_eq!(note["reconciled"][0]["amount"], "1410.00");
    assert_eq!(state(new), ("draft", "not_paid", "1410.00"));
    assert_eq!((&new["kind"], &new["date"], &new["number"]), (&"invoice".into(), &Value::Null, &Value::Null));
    assert_eq!(state(&shown(&s, INV)), ("posted", "reversed", "0.00"));
    let id = format!("id:{}", new["id"]);
    let posted = s.ok(&["invoice", "post", &id]);
    assert_eq!((&posted["number"], &posted["date"]), (&"INV/2026/00002".into(), &"2026-11-23".into()));
    assert_eq!(posted["lines"][0]["creditable"], "1");
    s.check();
}

/// F01, A23.
#[test]
fn a_lowered_draft_is_a_partial_refund() {
    let s = inv12();
    let note = s.ok(&["refund", "create", "--ticket", "1"])["credit_notes"][0].clone();
    let id = format!("id:{}", note["id"]);
    let edited = s.ok(&["invoice", "edit", &id, "--line", "1=0", "--line", "2=1"]);
    assert_eq!(edited["total"], "260.00");
    assert_eq!(edited["lines"][0]["line"], 2, "lines are never renumbered");
    let posted = s.ok(&["invoice", "post", &id]);
    assert_eq!(state(&posted), ("posted", "paid", "0.00"));
    assert_eq!(state(&shown(&s, INV)), ("posted", "partial", "1150.00"));
    let rest = s.ok(&["refund", "create", "--ticket", "1", "--post"])["credit_notes"][0].clone();
    assert_eq!(rest["total"], "1150.00");
    assert_eq!(state(&shown(&s, INV)), ("posted", "reversed", "0.00"));
    assert_eq!(s.refused(&["refund", "create", "--ticket", "1"]), ("over_credited".into(), 3));
    s.check();
}

/// F03: a credit note of a paid invoice stays open; it can be allocated or paid out.
#[test]
fn a_paid_invoice_leaves_an_open_credit() {
    let s = inv12();
    s.ok(&["invoice", "pay", INV, "--amount", "1410"]);
    assert_eq!(state(&shown(&s, INV)), ("posted", "paid", "0.00"));
    let note = s.ok(&["refund", "create", "--ticket", "1", "--post"])["credit_notes"][0].clone();
    assert_eq!(state(&note), ("posted", "not_paid", "1410.00"));
    assert_eq!(state(&shown(&s, INV)), ("posted", "paid", "0.00"));
    let paid = s.ok(&["invoice", "pay", "RINV/2026/00001", "--amount", "410"]);
    assert_eq!(state(&paid), ("posted", "partial", "1000.00"));
    assert_eq!(s.refused(&["invoice", "pay", "RINV/2026/00001", "--amount", "1000.01"]).0, "invalid_value");
    s.check();
}

/// F05.
#[test]
fn a_partly_paid_invoice_is_closed_by_the_credit() {
    let s = inv12();
    s.ok(&["invoice", "pay", INV, "--amount", "500"]);
    let note = s.ok(&["refund", "create", "--ticket", "1", "--post"])["credit_notes"][0].clone();
    assert_eq!(state(&note), ("posted", "partial", "500.00"));
    assert_eq!(state(&shown(&s, INV)), ("posted", "paid", "0.00"));
    s.check();
}

/// `domain/facts.md` §1.4: payments are un-reconciled, and can then settle another invoice.
#[test]
fn reverse_and_create_on_a_paid_invoice_reopens_the_payment() {
    let s = inv12();
    s.ok(&["invoice", "pay", INV, "--amount", "1410"]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--and-invoice"]);
    assert_eq!(state(&made["credit_notes"][0]), ("posted", "paid", "0.00"));
    assert_eq!(state(&shown(&s, INV)), ("posted", "reversed", "0.00"));
    let id = format!("id:{}", made["invoices"][0]["id"]);
    s.ok(&["invoice", "post", &id]);
    let settled = s.ok(&["invoice", "allocate", "PAY/2026/00001", "--to", "INV/2026/00002"]);
    assert_eq!(state(&settled), ("posted", "paid", "0.00"));
    assert_eq!(s.refused(&["invoice", "allocate", "PAY/2026/00001", "--to", INV]).0, "wrong_state");
    s.check();
}

#[test]
fn an_open_credit_settles_another_invoice() {
    let s = inv12();
    s.ok(&["invoice", "pay", INV, "--amount", "1410"]);
    s.ok(&["refund", "create", "--ticket", "1", "--line", "2=1", "--post"]);
    let second = [
        (
            "invoices.csv",
            "number,kind,customer,journal,date,currency,state\nINV/2026/00007,invoice,C1B,INV,2026-11-01,USD,posted\n",
        ),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00007,1,A,1,100,\n"),
    ];
    assert_eq!(s.import(&second).exit, 0);
    let settled = s.ok(&["invoice", "allocate", "RINV/2026/00001", "--to", "INV/2026/00007"]);
    assert_eq!(state(&settled), ("posted", "reversed", "0.00"));
    assert_eq!(state(&shown(&s, "RINV/2026/00001")), ("posted", "partial", "160.00"));
    s.check();
}

/// A wrongly posted credit note is undone by its counter-document; then everything is creditable again.
#[test]
fn a_posted_credit_note_is_undone_by_its_counter_document() {
    let s = inv12();
    s.ok(&["refund", "create", "--ticket", "1", "--post"]);
    assert_eq!(shown(&s, INV)["lines"][0]["creditable"], "0");
    let counter = s.ok(&["invoice", "reverse", "RINV/2026/00001"]);
    assert_eq!((&counter["kind"], &counter["number"]), (&"invoice".into(), &"INV/2026/00002".into()));
    assert_eq!(counter["reverses"], "RINV/2026/00001");
    assert_eq!(state(&counter), ("posted", "reversed", "0.00"));
    assert_eq!(state(&shown(&s, "RINV/2026/00001")), ("posted", "paid", "0.00"));
    let invoice = shown(&s, INV);
    assert_eq!(state(&invoice), ("posted", "not_paid", "1410.00"));
    assert_eq!(invoice["lines"][0]["creditable"], "1");
    assert_eq!(counter["lines"][0]["creditable"], "0", "a counter-document can't be credited");
    assert_eq!(s.refused(&["invoice", "reverse", "RINV/2026/00001"]).0, "wrong_state");
    assert_eq!(
        s.refused(&["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00002"]).0,
        "wrong_state"
    );
    let again = s.ok(&["refund", "create", "--ticket", "1", "--post"]);
    assert_eq!(again["credit_notes"][0]["number"], "RINV/2026/00002");
    s.check();
}

#[test]
fn dates() {
    let s = inv12();
    fn create<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&["refund", "create", "--ticket", "1"], more].concat()
    }
    assert_eq!(s.refused(&create(&["--date", "2026-09-30"])).0, "date_before_invoice");
    assert_eq!(s.refused(&create(&["--date", "2026-02-30"])), ("invalid_value".into(), 2));
    assert_eq!(s.refused(&create(&["--date", "2026-11-24", "--post"])).0, "date_in_future");
    let made = s.ok(&create(&["--date", "2026-11-24", "--and-invoice"]));
    assert_eq!(state(&made["credit_notes"][0]).0, "draft");
    assert_eq!(state(&made["invoices"][0]).0, "draft");
    assert_eq!(state(&shown(&s, INV)), ("posted", "not_paid", "1410.00"));
    let id = format!("id:{}", made["credit_notes"][0]["id"]);
    assert_eq!(s.refused(&["invoice", "post", &id]), ("date_in_future".into(), 3));
}

/// `domain/facts.md` §1.9 and §11, 3.
#[test]
fn a_locked_period_moves_the_accounting_date() {
    let s = inv12();
    s.ok(&["settings", "set", "lock_date", "2026-10-31"]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--date", "2026-10-05"]);
    let note = &made["credit_notes"][0];
    assert_eq!((&note["date"], &note["accounting_date"]), (&"2026-10-05".into(), &"2026-11-01".into()));
    let posted = s.ok(&["invoice", "post", &format!("id:{}", note["id"])]);
    assert_eq!(posted["accounting_date"], "2026-11-01");
    s.ok(&["settings", "set", "lock_date", "2026-12-31"]);
    let locked = s.refused(&["invoice", "pay", INV, "--amount", "1"]);
    assert_eq!(locked.0, "invalid_value", "nothing is open any more");
}

/// A note of a discount alone would come to less than nothing: that is what it is told, not that too much
/// was credited.
#[test]
fn a_discount_alone_is_no_refund() {
    for rounding in ["line", "document"] {
        let s = Sandbox::new(&["--tax-rounding", rounding]);
        let files = [
            ("customers.csv", "ref,name\nC1,Kim\n"),
            ("taxes.csv", "name,amount\nVAT,10\n"),
            ("invoices.csv", "number,customer,date,currency\nINV/2026/00001,C1,2026-10-01,USD\n"),
            (
                "invoice_lines.csv",
                "invoice,line,description,quantity,unit_price,taxes\nINV/2026/00001,1,Chair,1,100,VAT\n\
                 INV/2026/00001,2,Discount,1,-10,VAT\n",
            ),
            ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,x,C1\n"),
        ];
        assert_eq!(s.import(&files).exit, 0);
        let negative = ("negative_total".to_owned(), 3);
        assert_eq!(
            s.refused(&["refund", "create", "--ticket", "1", "--line", "2=1"]),
            negative,
            "{rounding}"
        );
        let note = s.ok(&["refund", "create", "--ticket", "1"])["credit_notes"][0].clone();
        let id = format!("id:{}", note["id"]);
        assert_eq!(s.refused(&["invoice", "edit", &id, "--remove-line", "1"]), negative, "{rounding}");
        assert_eq!(
            s.refused(&["refund", "create", "--ticket", "1", "--line", "1=1"]),
            ("over_credited".to_owned(), 3)
        );
        s.ok(&["invoice", "edit", &id, "--line", "1=0.5"]);
        s.check();
    }
}
