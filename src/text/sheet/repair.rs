//! The sheet of a repair order: what is repaired, with which parts, and whether the warranty pays. The house's
//! own notes, tags and people stay in the house; prices are on the quotation. Called by the desk.

use super::{Parties, Row, Sheet, Side};
use crate::domain::repair::{PartState, RepairState, RepairView};
use crate::text::{Words, code};

/// The sheet of a repair order.
pub fn repair(words: &Words, parties: &Parties<'_>, of: &RepairView) -> Sheet {
    let mut sheet = Sheet::blank(words, parties, "sheet-repair");
    sheet.number = Some(of.number.clone());
    sheet.mark = match of.state {
        RepairState::New => Some(words.word("state-draft")),
        RepairState::Cancelled => Some(code::named(words, "repair-state", of.state.as_str())),
        _ => None,
    };
    sheet.date = Some(of.scheduled);
    sheet.fact(words.word("sheet-to-repair"), Some(product(words, of)));
    sheet.fact(words.label("lot"), of.lot.clone());
    sheet.fact(words.label("scheduled"), Some(words.date(of.scheduled)));
    sheet.fact(words.label("state"), state(words, of.state));
    sheet.fact(words.label("quotation"), of.order.clone());
    sheet.fact(words.label("return-transfer"), of.return_of.clone());
    sheet.fact(words.label("ticket"), of.ticket.map(|n| format!("#{n}")));
    sheet.fact(words.word("sheet-customer-number"), of.customer.clone());
    parts(words, &mut sheet, of);
    if of.warranty {
        sheet.closing.push(match &of.warranty_until {
            Some(known) => words.say("sheet-warranty-until", &[("date", words.date(known.until))]),
            None => words.word("sheet-warranty"),
        });
    }
    sheet
}

/// What is repaired: `2 × Air purifier (AP-30)`.
fn product(words: &Words, of: &RepairView) -> String {
    let named = if of.product == of.name { of.name.clone() } else { format!("{} ({})", of.name, of.product) };
    match of.quantity.as_str() {
        "1" => named,
        more => format!("{} × {named}", words.quantity(more)),
    }
}

/// How far it is; a draft and one that was given up are marked instead.
fn state(words: &Words, state: RepairState) -> Option<String> {
    let told = !matches!(state, RepairState::New | RepairState::Cancelled);
    told.then(|| code::named(words, "repair-state", state.as_str()))
}

fn parts(words: &Words, sheet: &mut Sheet, of: &RepairView) {
    let done = of.state == RepairState::Repaired;
    let shown = || of.parts.iter().filter(|p| p.state != PartState::Cancelled);
    if shown().next().is_none() {
        return;
    }
    let lots = shown().any(|p| p.lot.is_some());
    sheet.column(words.word("sheet-part"), Side::Left);
    sheet.column(words.word("sheet-part-kind"), Side::Left);
    if lots {
        sheet.column(words.label("lot"), Side::Left);
    }
    sheet.column(words.label("quantity"), Side::Right);
    for part in shown() {
        let mut cells = vec![part.name.clone(), code::named(words, "part-kind", part.kind.as_str())];
        cells.extend(lots.then(|| part.lot.clone().unwrap_or_default()));
        cells.push(words.quantity(if done { &part.done } else { &part.demand }));
        let note = (part.product != part.name).then(|| part.product.clone());
        sheet.rows.push(Row { cells, note });
    }
}
