//! The sheet of a transfer: what is in the parcel. One that brings a customer's goods back is a return slip,
//! with why they come and in which condition they came. Called by the desk.

use super::amounts::is_zero;
use super::{Parties, Row, Sheet, Side};
use crate::domain::stock::{TransferKind, TransferLineView, TransferState, TransferView};
use crate::text::{Words, code};

/// The sheet of a transfer.
pub fn transfer(words: &Words, parties: &Parties<'_>, of: &TransferView) -> Sheet {
    let title = match of.kind {
        TransferKind::Delivery => "sheet-delivery",
        TransferKind::Receipt if of.return_of.is_some() => "sheet-return",
        TransferKind::Receipt => "sheet-receipt",
        TransferKind::Internal => "sheet-internal-transfer",
    };
    let mut sheet = Sheet::blank(words, parties, title);
    sheet.number = Some(of.number.clone());
    let marked = matches!(of.state, TransferState::Draft | TransferState::Cancelled);
    sheet.mark = marked.then(|| code::named(words, "transfer-state", of.state.as_str()));
    sheet.date = Some(of.date);
    facts(words, &mut sheet, of);
    lines(words, &mut sheet, of);
    if let Some(reason) = of.reason.as_ref().filter(|_| of.return_of.is_some()) {
        sheet.closing.push(words.say("sheet-reason", &[("reason", reason.clone())]));
    }
    sheet
}

fn facts(words: &Words, sheet: &mut Sheet, of: &TransferView) {
    let done = of.state == TransferState::Done;
    sheet.fact(words.label(if done { "date" } else { "scheduled" }), Some(words.date(of.date)));
    sheet.fact(words.label("order"), of.order.clone());
    sheet.fact(words.label("return-of"), of.return_of.clone());
    sheet.fact(words.label("exchange-for"), of.exchange_for.clone());
    sheet.fact(words.label("backorder-of"), of.backorder_of.clone());
    sheet.fact(words.label("backorder"), of.backorder.clone());
    sheet.fact(words.label("ticket"), of.ticket.map(|n| format!("#{n}")));
    sheet.fact(words.word("sheet-customer-number"), of.customer.clone());
    if of.customer.is_none() {
        // Where things lie in the house is nobody else's business.
        sheet.fact(words.label("from-to"), Some(format!("{} → {}", of.from, of.to)));
    }
}

fn lines(words: &Words, sheet: &mut Sheet, of: &TransferView) {
    let done = of.state == TransferState::Done;
    let any = |value: fn(&TransferLineView) -> &String| of.lines.iter().any(|l| !is_zero(value(l)));
    let lots = of.lines.iter().any(|l| l.lot.is_some());
    let (damaged, missing) = (any(|l| &l.damaged), any(|l| &l.missing));
    let less = done && of.lines.iter().any(|l| l.demand != l.done);
    sheet.column(words.word("sheet-item"), Side::Left);
    if lots {
        sheet.column(words.label("lot"), Side::Left);
    }
    if less {
        sheet.column(words.label("demand"), Side::Right);
    }
    let moved = match of.kind {
        TransferKind::Delivery => "sheet-delivered",
        TransferKind::Receipt => "sheet-received",
        TransferKind::Internal => "sheet-moved",
    };
    sheet.column(if done { words.word(moved) } else { words.label("quantity") }, Side::Right);
    for (shown, label) in [(damaged, "damaged"), (missing, "missing")] {
        if shown {
            sheet.column(words.label(label), Side::Right);
        }
    }
    let some = |plain: &str| if is_zero(plain) { String::new() } else { words.quantity(plain) };
    for line in &of.lines {
        let mut cells = vec![line.name.clone()];
        cells.extend(lots.then(|| line.lot.clone().unwrap_or_default()));
        cells.extend(less.then(|| words.quantity(&line.demand)));
        cells.push(words.quantity(if done { &line.done } else { &line.demand }));
        cells.extend(damaged.then(|| some(&line.damaged)));
        cells.extend(missing.then(|| some(&line.missing)));
        let note = (line.product != line.name).then(|| line.product.clone());
        sheet.rows.push(Row { cells, note });
    }
}
