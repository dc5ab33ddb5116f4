//! Money leaves once, within the limits of who sends it, under a number of its own; and what was done to
//! a document can be read in its history.

use rstest::rstest;
use serde_json::Value;

use crate::sandbox::{CASES, INV12, Sandbox, inv12};

const INV: &str = "INV/2026/00001";

/// A sandbox with a ticket of C1 and posted invoices of it, each of the given lines.
fn invoices(flags: &[&str], invoices: &[(&str, &str)]) -> Sandbox {
    let s = Sandbox::new(flags);
    assert_eq!(s.import(CASES).exit, 0);
    let mut heads = "number,customer,journal,date\n".to_owned();
    let mut lines = "invoice,line,product,quantity,unit_price,taxes\n".to_owned();
    for (number, of) in invoices {
        heads += &format!("{number},C1,INV,2026-10-01\n");
        lines.extend(of.split_whitespace().map(|line| format!("{number},{line}\n")));
    }
    let tickets = "number,team,subject,customer\n1,Helpdesk,T,C1\n2,Helpdesk,T,C1\n3,Helpdesk,T,C2\n";
    let ran = s.import(&[("invoices.csv", &heads), ("invoice_lines.csv", &lines), ("tickets.csv", tickets)]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

fn amy<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&["--as", "amy"], args].concat()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An undone note that was paid out stays paid out: the customer owes it, and the next credit takes it.
#[test]
fn money_never_leaves_twice() {
    let s = invoices(&[], &[(INV, "1,A,1,110,")]);
    s.ok(&["invoice", "pay", INV, "--amount", "110"]);
    s.ok(&["refund", "create", "--ticket", "1", "--post"]);
    s.ok(&["invoice", "pay", "RINV/2026/00001", "--amount", "70"]);
    let counter = s.ok(&["invoice", "reverse", "RINV/2026/00001"]);
    assert_eq!((text(&counter["residual"]), text(&counter["payment_state"])), ("70.00", "partial"));
    let note = s.ok(&["invoice", "show", "RINV/2026/00001"]);
    assert_eq!((text(&note["residual"]), text(&note["reconciled"][0]["kind"])), ("0.00", "payment"));
    let again = s.ok(&["refund", "create", "--ticket", "1", "--post"])["credit_notes"][0].clone();
    assert_eq!((text(&again["number"]), text(&again["residual"])), ("RINV/2026/00002", "40.00"));
    assert_eq!(s.refused(&["invoice", "pay", "RINV/2026/00002", "--amount", "40.01"]).0, "invalid_value");
    s.ok(&["invoice", "pay", "RINV/2026/00002", "--amount", "40"]);
    let counter = s.ok(&["invoice", "show", "INV/2026/00002"]);
    assert_eq!(text(&counter["residual"]), "0.00");
    s.check();
}

/// The limit holds for all that an agent posts from one ticket in a currency, however it is split.
#[test]
fn a_refund_can_t_be_split_below_the_limit() {
    let many = [(INV, "1,A,3,110,"), ("INV/2026/00002", "1,A,1,110,"), ("INV/2026/00003", "1,A,1,110,")];
    let s = invoices(&[], &many);
    let limited = [("users.csv", "login,name,role,refund_limit\namy,Amy,agent,USD:120\n")];
    assert_eq!(s.import(&limited).exit, 0);
    let both = ["--invoice", "INV/2026/00002", "--invoice", "INV/2026/00003", "--post"];
    let create = |more: &[&'static str]| amy(&[&["refund", "create", "--ticket", "1"], more].concat());
    assert_eq!(s.refused(&create(&both)), ("limit_exceeded".into(), 3));
    assert_eq!(s.ok(&["invoice", "list"]).as_array().unwrap().len(), 3, "nothing of it is kept");
    let one = ["--invoice", INV, "--line", "1=1"];
    s.ok(&create(&[&one[..], &["--post"]].concat()));
    assert_eq!(s.refused(&create(&[&one[..], &["--post"]].concat())).0, "limit_exceeded");
    let draft = s.ok(&create(&one))["credit_notes"][0]["id"].to_string();
    assert_eq!(s.refused(&amy(&["invoice", "post", &format!("id:{draft}")])).0, "limit_exceeded");
    // What somebody else posted, or what was undone, is not on the agent.
    s.ok(&["invoice", "post", &format!("id:{draft}")]);
    s.ok(&["invoice", "reverse", "RINV/2026/00001"]);
    s.ok(&create(&[&one[..], &["--post"]].concat()));
    s.check();
}

/// A ticket that went to a team which the agent is not in, or which does not refund, is no way to money.
#[test]
fn a_draft_follows_its_ticket() {
    let s = inv12();
    let teams = [("teams.csv", "name,refunds,members\nHelpdesk,true,amy\nSecond,false,\n")];
    let ran = s.import(&teams);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let made = s.ok(&amy(&["refund", "create", "--ticket", "1"]))["credit_notes"][0]["id"].to_string();
    let draft = format!("id:{made}");
    s.ok(&["ticket", "edit", "1", "--team", "Second"]);
    assert_eq!(s.refused(&amy(&["ticket", "show", "1"])).0, "forbidden");
    assert_eq!(s.refused(&amy(&["invoice", "post", &draft])), ("forbidden".into(), 3));
    s.ok(&["--as", "lee", "invoice", "post", &draft]);
}

/// Who belongs to which company decides whose invoices can be refunded.
#[rstest]
#[case(&["customer", "edit", "C2", "--company", "C1"], Some("forbidden"))]
#[case(&["customer", "edit", "C1B", "--company", ""], Some("forbidden"))]
#[case(&["customer", "edit", "C1", "--company", "C2"], Some("forbidden"))]
#[case(&["customer", "new", "--name", "N", "--company", "C1"], Some("forbidden"))]
#[case(&["customer", "edit", "C1B", "--company", "C1", "--city", "Seoul"], None)]
#[case(&["customer", "new", "--name", "N", "--company", "C2"], None)]
fn families_with_documents_are_a_matter_of_the_books(#[case] args: &[&str], #[case] code: Option<&str>) {
    let s = inv12();
    match code {
        Some(code) => assert_eq!(s.refused(&amy(args)).0, code),
        None => drop(s.ok(&amy(args))),
    }
    s.ok(&[&["--as", "lee"], args].concat());
}

/// Every change of a draft can be read: which line, from what to what. What changes nothing leaves none.
#[test]
fn a_changed_line_is_in_the_history() {
    let s = invoices(&[], &[(INV, "1,A,2,100,")]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--line", "1=1"])["credit_notes"][0].clone();
    let draft = format!("id:{}", made["id"]);
    let effects = s.ok(&["--dry-run", "invoice", "edit", &draft, "--line", "1=2@50"]);
    let line = &effects["effects"][0];
    assert_eq!((&line["before"]["line"], &line["before"]["quantity"]), (&1.into(), &"1".into()));
    assert_eq!((&line["after"]["quantity"], &line["after"]["unit_price"]), (&"2".into(), &"50".into()));
    let rows = |s: &Sandbox| s.ok(&["ticket", "show", "1"])["timeline"].as_array().unwrap().len();
    let before = rows(&s);
    let edited = s.ok(&["invoice", "edit", &draft, "--line", "1=2@50"]);
    assert_eq!((rows(&s), text(&edited["total"])), (before + 1, "100.00"));
    let again = s.ok(&["invoice", "edit", &draft, "--line", "1=2@50"]);
    assert_eq!((rows(&s), &again["version"]), (before + 1, &edited["version"]));
    let removed = s.ok(&["--dry-run", "invoice", "edit", &draft, "--remove-line", "1"]);
    let told = removed["effects"].as_array().unwrap();
    assert!(told.iter().any(|e| e["after"]["quantity"] == "0"), "{removed}");
    assert_eq!(
        s.refused(&["invoice", "edit", &draft, "--line", "1=1", "--line", "1=2"]),
        ("invalid_value".into(), 2)
    );
}

/// Numbers that an import brought under other rules are passed over; nothing is blocked by them.
#[test]
fn taken_numbers_are_passed_over() {
    let s = invoices(&[], &[(INV, "1,A,2,100,"), ("RINV/2026/00001", "1,A,1,100,")]);
    let web = [
        ("journals.csv", "code,name,kind\nWEB,Web shop,sale\n"),
        ("invoices.csv", "number,customer,journal,date\nINV/2026/00002,C1,WEB,2026-10-01\n"),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00002,1,A,1,100,\n"),
        (
            "payments.csv",
            "reference,invoice,date,amount\nPAY/2026/00001,INV/2026/00001,2026-10-02,10\nPAY/2026/00007,INV/2026/00001,2026-10-02,10\n",
        ),
    ];
    let ran = s.import(&web);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s.ok(&["invoice", "pay", INV, "--amount", "1"]);
    let paid = s.ok(&["invoice", "show", INV])["reconciled"].as_array().unwrap().clone();
    assert!(paid.iter().any(|m| m["document"] == "PAY/2026/00008"), "{paid:?}");
    let note = ["refund", "create", "--ticket", "1", "--invoice", INV, "--line", "1=1", "--post"];
    assert_eq!(s.ok(&note)["credit_notes"][0]["number"], "RINV/2026/00002");
    assert_eq!(s.ok(&["invoice", "reverse", "RINV/2026/00002"])["number"], "INV/2026/00003");
    s.check();
}

/// A cancelled document that was imported keeps its number, and is no gap.
#[test]
fn an_imported_cancelled_document_is_no_gap() {
    let s = invoices(&[], &[]);
    let files = [
        (
            "invoices.csv",
            "number,customer,journal,date,state\nINV/2026/00001,C1,INV,2026-10-01,posted\nINV/2026/00002,C1,INV,2026-10-01,cancelled\n",
        ),
        (
            "invoice_lines.csv",
            "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00001,1,A,1,100,\nINV/2026/00002,1,A,1,100,\n",
        ),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s.check();
    let made = s.ok(&["refund", "create", "--ticket", "1", "--and-invoice"])["invoices"][0]["id"].to_string();
    assert_eq!(s.ok(&["invoice", "post", &format!("id:{made}")])["number"], "INV/2026/00003");
    s.check();
}

#[test]
fn no_journal_takes_the_numbers_of_payments() {
    let s = Sandbox::new(&[]);
    let ran = s.import(&[("journals.csv", "code,name,kind\nPAY,Payments,sale\n")]);
    assert_eq!(ran.code(), "import_invalid");
    assert!(ran.err.contains("“PAY” is kept for the numbers of payments"), "{}", ran.err);
}

/// Nothing is posted into a day that is not there yet, whatever the books are locked up to.
#[test]
fn a_lock_beyond_today_refuses_to_post() {
    let s = inv12();
    s.ok(&["settings", "set", "lock_date", "2026-12-31"]);
    let create = ["refund", "create", "--ticket", "1"];
    assert_eq!(s.refused(&[&create[..], &["--post"]].concat()), ("period_locked".into(), 3));
    assert_eq!(s.refused(&[&create[..], &["--and-invoice"]].concat()).0, "period_locked");
    let draft = s.ok(&create)["credit_notes"][0].clone();
    assert_eq!(draft["accounting_date"], "2027-01-01");
    let id = format!("id:{}", draft["id"]);
    assert_eq!(s.refused(&["invoice", "post", &id]).0, "period_locked");
    s.ok(&["settings", "set", "lock_date", "2026-10-31"]);
    let posted = s.ok(&["invoice", "post", &id]);
    assert_eq!(
        (&posted["accounting_date"], &posted["number"]),
        (&"2026-11-23".into(), &"RINV/2026/00001".into())
    );
}

/// A free amount moves no quantity: neither its credit note nor the invoice that repeats it.
#[test]
fn a_repeated_amount_invoices_no_unit() {
    let s = Sandbox::new(&[]);
    for files in [CASES, INV12] {
        assert_eq!(s.import(files).exit, 0);
    }
    let invoiced = |s: &Sandbox| s.ok(&["order", "show", "S1"])["lines"][0]["invoiced"].clone();
    assert_eq!(invoiced(&s), "1");
    let made = s.ok(&["refund", "create", "--ticket", "1", "--amount", "141", "--and-invoice"]);
    assert_eq!(invoiced(&s), "1");
    let repeat = &made["invoices"][0];
    assert_eq!((&repeat["lines"][0]["amount_only"], &repeat["total"]), (&true.into(), &"141.00".into()));
    let posted = s.ok(&["invoice", "post", &format!("id:{}", repeat["id"])]);
    assert_eq!((&posted["lines"][0]["creditable"], invoiced(&s)), (&"0".into(), "1".into()));
    assert_eq!(posted["lines"][0]["creditable_amount"], posted["lines"][0]["total"]);
    let number = text(&posted["number"]).to_owned();
    let note = s.ok(&["refund", "create", "--ticket", "1", "--invoice", &number, "--post"]);
    assert_eq!((&note["credit_notes"][0]["total"], invoiced(&s)), (&"141.00".into(), "1".into()));
    s.ok(&["invoice", "reverse", text(&note["credit_notes"][0]["number"])]);
    assert_eq!(invoiced(&s), "1");
    s.check();
}

/// An edit of one line of a repeated invoice leaves the money of the others.
#[test]
fn a_repeat_keeps_the_lines_that_do_not_change() {
    let s = invoices(&["--tax-rounding", "document"], &[(INV, "1,A,1,100,A15 2,A,2,100,A15 3,A,1,50,A15")]);
    let draft = s.ok(&["refund", "create", "--ticket", "1", "--line", "1=1"])["credit_notes"][0].clone();
    let id = format!("id:{}", draft["id"]);
    s.ok(&["invoice", "edit", &id, "--line", "1=1@40"]);
    s.ok(&["invoice", "post", &id]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--and-invoice"]);
    let repeat = &made["invoices"][0];
    assert_eq!(repeat["total"], "356.50");
    let id = format!("id:{}", repeat["id"]);
    let second = repeat["lines"].as_array().unwrap().iter().find(|l| l["quantity"] == "2").unwrap();
    let edited = s.ok(&["invoice", "edit", &id, "--line", &format!("{}=1", second["line"])]);
    assert_eq!(edited["total"], "241.50", "one of 115.00 less");
}

/// An amount of more than any unit price is an amount all the same.
#[test]
fn a_free_amount_may_be_larger_than_a_price() {
    let s = invoices(&[], &[]);
    let files = [
        ("invoices.csv", "number,customer,journal,date,currency\nINV/2026/00001,C1,INV,2026-10-01,KRW\n"),
        (
            "invoice_lines.csv",
            "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00001,1,A,100,900000000000,\n",
        ),
    ];
    assert_eq!(s.import(&files).exit, 0);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--amount", "5000000000000", "--post"]);
    assert_eq!(made["credit_notes"][0]["total"], "5000000000000");
    let rest = s.ok(&["refund", "create", "--ticket", "1", "--post"]);
    assert_eq!(rest["credit_notes"][0]["total"], "85000000000000");
    s.check();
}

/// Faults that random sequences found: rounding by document, a price edited, units and amounts together.
#[test]
fn rounding_by_document_with_edited_prices() {
    let s = invoices(&["--tax-rounding", "document"], &[(INV, "1,A,2,100,A15 2,A,1,100,A15")]);
    let draft = s.ok(&["refund", "create", "--ticket", "1", "--line", "1=1"])["credit_notes"][0].clone();
    let id = format!("id:{}", draft["id"]);
    s.ok(&["invoice", "edit", &id, "--line", "1=1@50"]);
    s.ok(&["invoice", "post", &id]);
    s.ok(&["refund", "create", "--ticket", "1", "--line", "1=1", "--post"]);
    let shown = s.ok(&["invoice", "show", INV]);
    assert_eq!(shown["lines"][0]["creditable_amount"], "0.00");
    assert_eq!(s.refused(&["refund", "create", "--ticket", "1", "--amount", "115.01"]).0, "over_credited");
    let last = s.ok(&["refund", "create", "--ticket", "1", "--post"])["credit_notes"][0].clone();
    assert_eq!((text(&last["total"]), last["lines"].as_array().unwrap().len()), ("115.00", 1));
    assert_eq!(s.ok(&["invoice", "show", INV])["residual"], "0.00");
    s.check();
}
