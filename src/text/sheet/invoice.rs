//! The sheet of an invoice or credit note. What is paid stands under the total with its days; what is open
//! is told of posted documents alone. Called by the desk.

use super::amounts::{Priced, is_zero, sum, table, tax};
use super::{Parties, Sheet};
use crate::domain::effect::Subject;
use crate::domain::invoice::{DocumentKind, DocumentState, DocumentView, MatchView};
use crate::text::{Words, code};

/// The sheet of an invoice or credit note.
pub fn invoice(words: &Words, parties: &Parties<'_>, of: &DocumentView) -> Sheet {
    let is_note = of.kind == DocumentKind::CreditNote;
    let mut sheet = Sheet::blank(words, parties, if is_note { "sheet-credit-note" } else { "sheet-invoice" });
    sheet.number.clone_from(&of.number);
    sheet.mark = match of.state {
        DocumentState::Posted => None,
        state => Some(code::state(words, state)),
    };
    sheet.date = of.date;
    facts(words, &mut sheet, of);
    let lines: Vec<Priced<'_>> = of
        .lines
        .iter()
        .map(|l| Priced {
            product: l.product.as_deref(),
            description: &l.description,
            quantity: (!l.amount_only).then_some(&l.quantity),
            unit_price: &l.unit_price,
            discount: &l.discount,
            taxes: &l.taxes,
            untaxed: &l.untaxed,
            total: &l.total,
        })
        .collect();
    table(words, &mut sheet, of.currency, &lines);
    totals(words, &mut sheet, of);
    // A reason that only names the ticket is among the facts.
    let named = |reason: &str| of.ticket.is_some_and(|n| reason == format!("#{n}"));
    if let Some(reason) = of.reason.as_ref().filter(|reason| is_note && !named(reason)) {
        sheet.closing.push(words.say("sheet-reason", &[("reason", reason.clone())]));
    }
    sheet
}

fn facts(words: &Words, sheet: &mut Sheet, of: &DocumentView) {
    let date = |day: Option<chrono::NaiveDate>| day.map(|day| words.date(day));
    let is_note = of.kind == DocumentKind::CreditNote;
    sheet.fact(words.label("date"), date(of.date));
    sheet.fact(words.label("due-date"), date(of.due_date.filter(|_| !is_note)));
    let reverses = if is_note { words.word("sheet-credits") } else { words.label("reverses") };
    sheet.fact(reverses, of.reverses.clone());
    // A reference that was made of the number above says nothing more.
    let repeats = |text: &str| of.reverses.as_deref().is_some_and(|number| text.contains(number));
    sheet.fact(words.label("reference"), of.reference.clone().filter(|text| !repeats(text)));
    sheet.fact(words.label("order"), of.order.clone());
    sheet.fact(words.label("return-transfer"), Some(of.returns.join(", ")));
    sheet.fact(words.label("ticket"), of.ticket.map(|n| format!("#{n}")));
    sheet.fact(words.word("sheet-customer-number"), Some(of.customer.clone()));
}

fn totals(words: &Words, sheet: &mut Sheet, of: &DocumentView) {
    let money = |plain: &str| words.money(plain, of.currency);
    if !of.taxes.is_empty() || !is_zero(&of.tax) {
        sum(sheet, words.label("untaxed"), money(&of.untaxed), false);
    }
    for t in &of.taxes {
        sum(sheet, tax(words, &t.name), money(&t.amount), false);
    }
    sum(sheet, words.label("total"), money(&of.total), true);
    if of.state != DocumentState::Posted || of.reconciled.is_empty() {
        return;
    }
    for m in &of.reconciled {
        sum(sheet, settled(words, m), money(&negated(&m.amount)), false);
    }
    let open = if of.kind == DocumentKind::CreditNote { "sheet-to-repay" } else { "sheet-due" };
    sum(sheet, words.word(open), money(&of.residual), true);
}

/// What settled a part: a payment by its day, a document by its number.
fn settled(words: &Words, of: &MatchView) -> String {
    match (of.kind, of.date) {
        (Subject::Payment, Some(day)) => words.say("sheet-paid-on", &[("date", words.date(day))]),
        (Subject::Payment, None) => words.word("sheet-paid"),
        _ => words.say("sheet-settled-with", &[("document", of.document.clone())]),
    }
}

/// A plain decimal with the other sign.
fn negated(plain: &str) -> String {
    match plain.strip_prefix('-') {
        Some(positive) => positive.to_owned(),
        None if is_zero(plain) => plain.to_owned(),
        None => format!("-{plain}"),
    }
}
