//! Transfers, lots and reasons as text.

use super::grid::{cut, fixed, grid, head};
use crate::domain::command::ReturnAnswer;
use crate::domain::stock::{LotView, ReasonView, TransferView};
use crate::text::{Words, code};

/// A transfer, whole.
pub fn transfer(words: &Words, t: &TransferView) -> String {
    let kind = code::named(words, "transfer-kind", t.kind.as_str());
    let state = code::named(words, "transfer-state", t.state.as_str());
    let many = |all: &[String]| (!all.is_empty()).then(|| all.join(", "));
    let mut text = head(
        words,
        &[
            ("customer", t.customer.clone()),
            ("order", t.order.clone()),
            ("date", Some(words.date(t.date))),
            ("from-to", Some(format!("{} → {}", t.from, t.to))),
            ("return-of", t.return_of.clone()),
            ("exchange-for", t.exchange_for.clone()),
            ("backorder-of", t.backorder_of.clone()),
            ("return-reason", t.reason.clone()),
            ("returns", many(&t.returns)),
            ("exchanges", many(&t.exchanges)),
            ("backorder", t.backorder.clone()),
            ("document", many(&t.documents)),
            ("coupon", many(&t.coupons.iter().map(|c| c.label.clone()).collect::<Vec<_>>())),
            ("ticket", t.ticket.map(|n| format!("#{n}"))),
            ("created-by", t.created_by.clone()),
        ],
    );
    let quantity = |plain: &str| words.quantity(plain);
    let some = |plain: &String| if plain == "0" { String::new() } else { quantity(plain) };
    let rows = t.lines.iter().map(|l| {
        vec![
            l.line.to_string(),
            l.product.clone(),
            l.name.clone(),
            l.lot.clone().unwrap_or_default(),
            quantity(&l.demand),
            quantity(&l.done),
            some(&l.damaged),
            some(&l.missing),
            quantity(&l.returnable),
        ]
    });
    let columns = [
        fixed("line").right(),
        cut("product"),
        cut("description").weight(2).expendable(1),
        fixed("lot").optional(),
        fixed("demand").right(),
        fixed("done").right(),
        fixed("damaged").right().optional(),
        fixed("missing").right().optional(),
        fixed("returnable").right().expendable(2),
    ];
    text.push('\n');
    text.push_str(&grid(words, &columns, rows.collect()));
    format!("{kind} {} · {state}\n{text}", t.number)
}

/// Transfers, one a line.
pub fn transfers(words: &Words, all: &[TransferView]) -> String {
    let rows = all.iter().map(|t| {
        vec![
            t.number.clone(),
            code::named(words, "transfer-kind", t.kind.as_str()),
            code::named(words, "transfer-state", t.state.as_str()),
            words.date(t.date),
            t.customer.clone().unwrap_or_default(),
            t.order.clone().unwrap_or_default(),
            t.return_of.clone().or_else(|| t.exchange_for.clone()).unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("number"),
        fixed("kind"),
        fixed("state"),
        fixed("date"),
        fixed("customer").optional().expendable(2),
        fixed("order").optional().expendable(1),
        fixed("belongs-to").optional(),
    ];
    grid(words, &columns, rows.collect())
}

/// What a return made, one after the other.
pub fn returned(words: &Words, made: &ReturnAnswer) -> String {
    let mut all: Vec<String> =
        made.returns.iter().chain(&made.exchanges).map(|t| transfer(words, t)).collect();
    all.extend(made.credit_notes.iter().chain(&made.invoices).map(|d| super::document(words, d)));
    all.extend(made.coupons.iter().map(|c| super::coupon(words, c)));
    all.join("\n\n")
}

/// The life of a lot.
pub fn lot(words: &Words, l: &LotView) -> String {
    let mut text = head(
        words,
        &[
            ("product", Some(l.product.clone())),
            ("where", l.place.clone()),
            ("customer", l.customer.clone()),
            ("order", l.order.clone()),
        ],
    );
    let rows = l.life.iter().map(|e| {
        vec![
            e.date.map(|d| words.date(d)).unwrap_or_default(),
            code::named(words, "life", e.what.as_str()),
            e.document.clone().unwrap_or_default(),
            words.quantity(&e.quantity),
            e.customer.clone().unwrap_or_default(),
            e.order.clone().unwrap_or_default(),
            e.with.clone().unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("date"),
        fixed("what"),
        fixed("document").optional(),
        fixed("quantity").right(),
        fixed("customer").optional(),
        fixed("order").optional().expendable(1),
        fixed("belongs-to").optional(),
    ];
    text.push('\n');
    text.push_str(&grid(words, &columns, rows.collect()));
    format!("{} {}\n{text}", words.label("lot"), l.lot)
}

/// Reasons for returns, one a line.
pub fn reasons(words: &Words, all: &[ReasonView]) -> String {
    let rows = all.iter().map(|r| {
        let active = if r.active { "word-active" } else { "word-archived" };
        vec![r.name_en.clone(), r.name_ko.clone(), words.word(active)]
    });
    grid(words, &[fixed("name-en"), fixed("name-ko"), fixed("state")], rows.collect())
}
