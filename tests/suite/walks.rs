//! Walks through the Refund form, as data: set a field, resolve, compare what shows. This is how the
//! terminal form uses the wizard; flags alone don't reach narrowing, touched fields and clearing.

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::command::{Answer, Call, Command};
use afterdesk::domain::error::Error;
use afterdesk::domain::form::{Draft, FieldId, Hint, LineValue, Resolved, Value};
use afterdesk::domain::ids::{InvoiceId, TicketId};
use afterdesk::domain::money::{Amount, Money};
use afterdesk::domain::settings::Language;
use afterdesk::domain::wizard::refund::{
    AMOUNT, DATE, INVOICES, JOURNAL, LINES, LOT, ORDER, PRODUCT, REASON, Submit, What, parse,
};
use afterdesk::domain::wizard::{Button, Form};
use afterdesk::text::Words;

use crate::sandbox::{CASES, Sandbox};

/// Two orders with an invoice each, a third invoice without order; a serial product in the first.
const BOOKS: &[(&str, &str)] = &[
    ("products.csv", "sku,name,kind,tracking,price\nN,Notebook,goods,serial,500\n"),
    ("lots.csv", "product,name\nN,N-1\nN,N-2\n"),
    (
        "orders.csv",
        "number,customer,date,state,currency\nS1,C1,2026-10-01,sale,USD\nS2,C1,2026-10-02,sale,USD\nS9,C2,2026-10-02,sale,USD\n",
    ),
    (
        "order_lines.csv",
        "order,line,product,quantity,unit_price,taxes\nS1,1,A,2,100,\nS1,2,N,1,500,\nS2,1,B,1,50,\nS9,1,A,1,5,\n",
    ),
    ("deliveries.csv", "number,kind,customer,order,date,state\nD1,delivery,C1,S1,2026-10-01,done\n"),
    ("delivery_lines.csv", "delivery,line,product,quantity,lot,order_line\nD1,1,A,2,,1\nD1,2,N,1,N-1,2\n"),
    (
        "invoices.csv",
        "number,kind,customer,journal,date,order,currency,state\nINV/2026/00001,invoice,C1,INV,2026-10-01,S1,USD,posted\n\
         INV/2026/00002,invoice,C1B,INV,2026-10-02,S2,USD,posted\nINV/2026/00003,invoice,C1,INV,2026-10-03,,USD,posted\n\
         INV/2026/00004,invoice,C2,INV,2026-10-03,S9,USD,posted\n",
    ),
    (
        "invoice_lines.csv",
        "invoice,line,product,quantity,unit_price,order_line,taxes\nINV/2026/00001,1,A,2,100,1,\nINV/2026/00001,2,N,1,500,2,\n\
         INV/2026/00002,1,B,1,50,1,\nINV/2026/00003,1,A,1,70,,\nINV/2026/00004,1,A,1,5,1,\n",
    ),
    (
        "tickets.csv",
        "number,team,subject,customer,product,lot,order\n1,Helpdesk,Whole order,C1,,,S1\n2,Helpdesk,About A,C1,A,,\n\
         3,Helpdesk,The notebook,C1,N,N-1,\n4,Helpdesk,Anything,C1,,,\n5,Helpdesk,Nobody,,,,\n",
    ),
];

struct Walk {
    desk: Desk,
    ticket: TicketId,
    draft: Draft,
    sandbox: Sandbox,
}

impl Walk {
    fn from(ticket: i64) -> Self {
        let sandbox = Sandbox::new(&[]);
        assert_eq!(sandbox.import(CASES).exit, 0);
        let ran = sandbox.import(BOOKS);
        assert_eq!(ran.exit, 0, "{}", ran.err);
        let clock = Clock::fixed("2026-11-23T10:00:00+09:00").unwrap();
        let mut desk = Desk::open(&sandbox.db(), false, clock, Words::new(Language::English)).unwrap();
        desk.sign_in(Some("amy"), "nobody").unwrap();
        Self { desk, ticket: TicketId(ticket), draft: Draft::default(), sandbox }
    }

    fn now(&mut self) -> Resolved {
        self.desk.refund_form(self.ticket, &self.draft).unwrap().1
    }

    fn set(&mut self, field: FieldId, value: Value) -> Resolved {
        self.draft.set(field, value);
        self.now()
    }

    fn invoice(&mut self, number: &str) -> i64 {
        self.desk.find_document(number).unwrap().0
    }

    /// Numbers of the chosen invoices.
    fn chosen(&mut self) -> Vec<String> {
        let ids = self.now().value(INVOICES).picked().to_vec();
        ids.into_iter().map(|id| self.desk.document(InvoiceId(id)).unwrap().number.unwrap()).collect()
    }

    fn product(&mut self, sku: &str) -> Value {
        Value::Picked(vec![self.desk.find_product(sku).unwrap().0])
    }

    fn order(&mut self, number: &str) -> Value {
        Value::Picked(vec![self.desk.find_order(number).unwrap().0])
    }

    /// What the form in the interface makes of the draft: the command of its first button.
    fn press(&mut self) -> Result<Command, Error> {
        let form = Form::Refund(self.ticket);
        self.desk.command(&form, &self.draft, Button::Reverse, None)
    }

    /// Presses the first button, and answers the total of the credit note.
    fn refund(&mut self) -> Result<String, Error> {
        let command = self.press()?;
        let Answer::Refund(made) = self.desk.execute(&command, &Call::default())?.answer else { panic!() };
        Ok(made.credit_notes[0].total.clone())
    }

    fn errors(&mut self) -> Vec<(String, &'static str)> {
        let shown = self.now();
        let told = |e: &afterdesk::domain::error::FieldError| (e.field.as_str().to_owned(), e.error.code());
        shown.errors(&self.draft).iter().map(told).collect()
    }
}

fn usd(cents: i64) -> Value {
    Value::Amount(Money::new(Amount(cents), "USD".parse().unwrap()))
}

#[test]
fn the_ticket_fills_the_form() {
    let mut walk = Walk::from(1);
    let shown = walk.now();
    assert_eq!(shown.value(ORDER), &walk.order("S1"));
    assert_eq!(walk.chosen(), ["INV/2026/00001"], "the only one of the order");
    assert_eq!(shown.value(REASON), &Value::Text("#1".into()));
    assert_eq!(shown.value(DATE), &Value::Date("2026-11-23".parse().unwrap()));
    assert!(shown.value(JOURNAL).one().is_some(), "follows the invoice");
    assert!(!shown.field(LOT).unwrap().visible);
    let Value::Lines(lines) = shown.value(LINES).clone() else { panic!() };
    assert_eq!(lines.iter().map(|l| l.quantity().to_string()).collect::<Vec<_>>(), ["2", "1"]);
    assert!(shown.errors(&walk.draft).is_empty());
}

#[test]
fn a_cleared_field_widens_and_a_default_does_not_come_back() {
    let mut walk = Walk::from(1);
    walk.draft.clear(ORDER);
    assert_eq!(walk.chosen(), Vec::<String>::new(), "several fit now");
    assert_eq!(walk.errors(), [("invoices".to_owned(), "field_required")]);
    let shown = walk.now();
    let error = shown.field(INVOICES).unwrap().error.clone();
    let Some(Error::Choose { fitting }) = error else { panic!("{error:?}") };
    assert_eq!(fitting, "INV/2026/00003, INV/2026/00002, INV/2026/00001");
    walk.draft.untouch(ORDER);
    assert_eq!(walk.chosen(), ["INV/2026/00001"], "as at the beginning");
}

#[test]
fn a_chosen_invoice_drops_the_ticket_s_order_but_not_a_typed_one() {
    let mut walk = Walk::from(1);
    let third = walk.invoice("INV/2026/00003");
    let shown = walk.set(INVOICES, Value::Picked(vec![third]));
    assert!(shown.value(ORDER).is_empty(), "the default contradicts the choice");
    assert!(shown.errors(&walk.draft).is_empty());
    let order = walk.order("S1");
    let shown = walk.set(ORDER, order);
    assert!(!shown.value(ORDER).is_empty());
    assert_eq!(walk.errors(), [("invoices".to_owned(), "invalid_value")], "two typed fields contradict");
    walk.draft.clear(ORDER);
    assert!(walk.errors().is_empty());
}

#[test]
fn product_narrows_invoices_and_shows_the_lot_of_tracked_ones() {
    let mut walk = Walk::from(4);
    let b = walk.product("B");
    walk.set(PRODUCT, b);
    assert_eq!(walk.chosen(), ["INV/2026/00002"], "of a contact of the customer");
    let n = walk.product("N");
    let shown = walk.set(PRODUCT, n);
    assert!(shown.field(LOT).unwrap().visible);
    assert_eq!(walk.chosen(), ["INV/2026/00001"]);
    let held = walk.desk.find_lot(walk.ticket, None, "N-1").unwrap().0;
    walk.set(LOT, Value::Picked(vec![held]));
    assert_eq!(walk.chosen(), ["INV/2026/00001"], "its delivery held it");
    let other = walk.desk.find_lot(walk.ticket, None, "N-2").unwrap().0;
    let shown = walk.set(LOT, Value::Picked(vec![other]));
    assert!(walk.chosen().is_empty());
    let hint = shown.field(INVOICES).unwrap().hint.clone();
    assert_eq!(hint, Some(Hint::NothingFits { narrowed_by: vec![PRODUCT, LOT] }));
    let a = walk.product("A");
    let shown = walk.set(PRODUCT, a);
    assert!(!shown.field(LOT).unwrap().visible);
    assert_eq!(walk.errors()[0], ("lot".to_owned(), "invalid_value"), "a typed lot of a hidden field");
}

#[test]
fn the_ticket_s_product_and_lot_narrow_by_default() {
    let mut walk = Walk::from(3);
    let shown = walk.now();
    assert!(shown.field(LOT).unwrap().visible && !shown.value(LOT).is_empty());
    assert_eq!(walk.chosen(), ["INV/2026/00001"]);
    let second = walk.invoice("INV/2026/00002");
    let shown = walk.set(INVOICES, Value::Picked(vec![second]));
    assert!(shown.value(PRODUCT).is_empty() && shown.value(LOT).is_empty());
    assert!(walk.errors().is_empty());
}

#[test]
fn lines_follow_the_invoices_and_keep_what_was_typed() {
    let mut walk = Walk::from(4);
    let (first, third) = (walk.invoice("INV/2026/00001"), walk.invoice("INV/2026/00003"));
    let shown = walk.set(INVOICES, Value::Picked(vec![first]));
    let Value::Lines(mut lines) = shown.value(LINES).clone() else { panic!() };
    assert_eq!(lines.len(), 2);
    lines[0] = LineValue::of(lines[0].line, "1".parse().unwrap());
    walk.set(LINES, Value::Lines(lines.clone()));
    let shown = walk.set(INVOICES, Value::Picked(vec![first, third]));
    let Value::Lines(all) = shown.value(LINES).clone() else { panic!() };
    let quantities: Vec<String> = all.iter().map(|l: &LineValue| l.quantity().to_string()).collect();
    assert_eq!(quantities, ["1", "1", "1"], "the typed line stays, the new invoice's comes whole");
    assert!(!shown.field(AMOUNT).unwrap().visible, "a free amount needs one invoice");
    walk.set(INVOICES, Value::Picked(vec![first]));
    let shown = walk.set(AMOUNT, usd(1000));
    assert!(!shown.field(LINES).unwrap().visible);
    assert_eq!(walk.errors()[0].0, "lines", "lines and amount contradict");
    walk.draft.clear(AMOUNT);
    assert!(walk.errors().is_empty());
}

#[test]
fn the_journal_follows_the_invoice_until_it_is_touched_and_must_be_a_sale_journal() {
    let mut walk = Walk::from(1);
    let misc = walk.desk.find_journal("MISC").unwrap().0;
    walk.set(JOURNAL, Value::Picked(vec![misc]));
    assert_eq!(walk.errors(), [("journal".to_owned(), "journal_mismatch")]);
    walk.draft.untouch(JOURNAL);
    assert!(walk.errors().is_empty());
    walk.draft.clear(JOURNAL);
    assert_eq!(walk.errors(), [("journal".to_owned(), "field_required")]);
}

#[test]
fn dates_are_checked_while_typing() {
    let mut walk = Walk::from(1);
    let day = |text: &str| Value::Date(text.parse().unwrap());
    walk.set(DATE, day("2026-09-30"));
    assert_eq!(walk.errors(), [("date".to_owned(), "date_before_invoice")]);
    let shown = walk.set(DATE, day("2026-12-24"));
    assert_eq!(
        shown.field(DATE).unwrap().hint,
        Some(Hint::StaysDraft { date: "2026-12-24".parse().unwrap() })
    );
    assert!(walk.errors().is_empty());
    let typed = Value::Typed {
        text: "2026-13-01".into(),
        error: afterdesk::domain::error::Invalid::NotADate { given: "2026-13-01".into() }.into(),
    };
    walk.set(DATE, typed.clone());
    assert_eq!(walk.now().value(DATE), &typed, "what was typed stays");
    assert_eq!(walk.errors(), [("date".to_owned(), "invalid_value")]);
}

#[test]
fn somebody_else_s_invoice_and_order_are_refused() {
    let mut walk = Walk::from(1);
    let other = walk.invoice("INV/2026/00004");
    walk.set(INVOICES, Value::Picked(vec![other]));
    assert_eq!(walk.errors(), [("invoices".to_owned(), "invoice_other_customer")]);
    walk.draft.untouch(INVOICES);
    let order = walk.order("S9");
    walk.set(ORDER, order);
    assert!(walk.errors().iter().any(|(field, _)| field == "order"));
    let mut nobody = Walk::from(5);
    let refused = nobody.desk.refund_form(nobody.ticket, &nobody.draft);
    assert_eq!(refused.unwrap_err(), Error::CustomerRequired);
}

/// The form speaks of the invoice as it was seen: what changed meanwhile is told, and nothing is lost.
#[test]
fn an_invoice_that_changed_meanwhile_is_stale() {
    let mut walk = Walk::from(1);
    let (facts, shown) = walk.desk.refund_form(walk.ticket, &walk.draft).unwrap();
    let request = parse(&facts, &walk.draft, &shown, Submit::ReverseAndPost).unwrap();
    let call = Call::default();
    walk.desk.execute(&Command::Refund(request.clone()), &call).unwrap();
    let again = walk.desk.execute(&Command::Refund(request), &call);
    assert_eq!(again.unwrap_err(), Error::Stale { document: "INV/2026/00001".into() });
    let shown = walk.now();
    let Value::Lines(lines) = shown.value(LINES).clone() else { panic!() };
    assert!(lines.iter().all(|l| l.quantity().is_zero()), "nothing is left to take");
}

#[test]
fn open_drafts_are_told_and_reopened_payments_too() {
    let mut walk = Walk::from(1);
    let (facts, shown) = walk.desk.refund_form(walk.ticket, &walk.draft).unwrap();
    let request = parse(&facts, &walk.draft, &shown, Submit::Reverse).unwrap();
    let made = walk.desk.execute(&Command::Refund(request), &Call::default()).unwrap();
    let Answer::Refund(refund) = made.answer else { panic!() };
    let hint = walk.now().field(INVOICES).unwrap().hint.clone();
    assert_eq!(hint, Some(Hint::OtherDrafts { drafts: vec![format!("id:{}", refund.credit_notes[0].id)] }));
}

#[test]
fn a_preview_is_what_then_happens() {
    let mut walk = Walk::from(1);
    let (facts, shown) = walk.desk.refund_form(walk.ticket, &walk.draft).unwrap();
    let command = Command::Refund(parse(&facts, &walk.draft, &shown, Submit::ReverseAndPost).unwrap());
    let preview = walk.desk.execute(&command, &Call { dry_run: true, ..Call::default() }).unwrap();
    let done = walk.desk.execute(&command, &Call::default()).unwrap();
    assert_eq!(preview.effects, done.effects);
    assert!(!done.effects.is_empty());
}

/// A value in a field that does not show any more is neither told nor used; it waits there.
#[test]
fn the_form_ignores_what_does_not_show() {
    let mut walk = Walk::from(4);
    let lot = walk.desk.find_lot(TicketId(3), None, "N-1").unwrap().0;
    walk.set(LOT, Value::Picked(vec![lot]));
    let (a, third) = (walk.product("A"), walk.invoice("INV/2026/00003"));
    walk.set(PRODUCT, a);
    walk.set(INVOICES, Value::Picked(vec![third]));
    assert!(walk.errors().iter().any(|(field, _)| field == "lot"), "a flag would be told");
    assert_eq!(walk.refund().unwrap(), "70.00");
    let first = walk.invoice("INV/2026/00001");
    walk.set(AMOUNT, usd(1000));
    walk.set(INVOICES, Value::Picked(vec![first, third]));
    let shown = walk.desk.form(&Form::Refund(walk.ticket), &walk.draft).unwrap().resolved;
    assert!(shown.field(LINES).unwrap().visible && !shown.field(AMOUNT).unwrap().visible);
    let Command::Refund(request) = walk.press().unwrap() else { panic!() };
    assert_eq!(request.what, What::Everything);
    walk.set(INVOICES, Value::Picked(vec![first]));
    assert_eq!(walk.refund().unwrap(), "10.00", "it was kept");
}

/// An amount stays in the currency in which it was typed.
#[test]
fn an_amount_keeps_its_currency() {
    let mut walk = Walk::from(4);
    let won = [
        ("invoices.csv", "number,customer,journal,date,currency\nINV/2026/00009,C1,INV,2026-10-03,KRW\n"),
        (
            "invoice_lines.csv",
            "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00009,1,A,1,70000,\n",
        ),
    ];
    assert_eq!(walk.sandbox.import(&won).exit, 0);
    let (first, won) = (walk.invoice("INV/2026/00001"), walk.invoice("INV/2026/00009"));
    walk.set(INVOICES, Value::Picked(vec![first]));
    walk.set(AMOUNT, usd(1000));
    assert!(walk.errors().is_empty());
    walk.set(INVOICES, Value::Picked(vec![won]));
    assert_eq!(walk.errors(), [("amount".to_owned(), "invalid_value")]);
    assert_eq!(walk.now().value(AMOUNT), &usd(1000), "what was typed stays");
    walk.set(INVOICES, Value::Picked(vec![first]));
    assert!(walk.errors().is_empty());
}

/// Emptied invoices say why there are none; emptied lines are no lines.
#[test]
fn clearing_means_nothing() {
    let mut walk = Walk::from(4);
    let n = walk.product("N");
    walk.set(PRODUCT, n);
    walk.draft.clear(INVOICES);
    assert_eq!(walk.errors(), [("invoices".to_owned(), "field_required")]);
    assert!(walk.chosen().is_empty(), "the only one that fits does not come back");
    let other = walk.desk.find_lot(walk.ticket, None, "N-2").unwrap().0;
    let shown = walk.set(LOT, Value::Picked(vec![other]));
    let hint = shown.field(INVOICES).unwrap().hint.clone();
    assert_eq!(hint, Some(Hint::NothingFits { narrowed_by: vec![PRODUCT, LOT] }));
    let mut walk = Walk::from(1);
    walk.draft.clear(LINES);
    let Value::Lines(lines) = walk.now().value(LINES).clone() else { panic!() };
    assert!(lines.iter().all(|l| l.quantity().is_zero()));
    assert!(walk.errors().is_empty());
    let refused = walk.refund().unwrap_err();
    assert_eq!(refused.code(), "nothing_to_credit");
}

/// A line whose units are gone and that has money left takes part with its money, until it is left out.
#[test]
fn rest_money_stays_when_a_line_is_touched() {
    let mut walk = Walk::from(1);
    let s = &walk.sandbox;
    let draft = s.ok(&["refund", "create", "--ticket", "1", "--line", "2=1"])["credit_notes"][0].clone();
    let id = format!("id:{}", draft["id"]);
    s.ok(&["invoice", "edit", &id, "--line", "1=1@200"]);
    s.ok(&["invoice", "post", &id]);
    let Value::Lines(mut lines) = walk.now().value(LINES).clone() else { panic!() };
    assert_eq!(lines[1].cells, [usd(30_000)], "500.00 less 200.00");
    lines[0] = LineValue::of(lines[0].line, "1".parse().unwrap());
    walk.set(LINES, Value::Lines(lines.clone()));
    assert_eq!(walk.refund().unwrap(), "400.00");
    lines[1] = LineValue::of(lines[1].line, "0".parse().unwrap());
    walk.set(LINES, Value::Lines(lines));
    assert_eq!(walk.refund().unwrap(), "100.00");
    let refused = walk.sandbox.refused(&["refund", "create", "--ticket", "1", "--line", "2=1"]);
    assert_eq!(refused.0, "over_credited", "a flag names units");
}
