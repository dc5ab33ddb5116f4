//! Repairs as text.

use super::grid::{cut, fixed, grid, head};
use crate::domain::repair::RepairView;
use crate::text::{Words, code};

/// A repair, whole.
pub fn repair(words: &Words, r: &RepairView) -> String {
    let state = code::named(words, "repair-state", r.state.as_str());
    let warranty = r.warranty_until.as_ref().map(|w| words.warranty(w));
    let mut text = head(
        words,
        &[
            ("customer", r.customer.clone()),
            ("product", Some(format!("{}  {}", r.product, r.name))),
            ("lot", r.lot.clone()),
            ("quantity", Some(words.quantity(&r.quantity))),
            ("warranty", Some(words.word(if r.warranty { "word-on" } else { "word-off" }))),
            ("product-warranty", warranty),
            ("return-transfer", r.return_of.clone()),
            ("scheduled", Some(words.date(r.scheduled))),
            ("responsible", r.responsible.clone()),
            ("tags", Some(r.tags.join(", "))),
            ("order", r.order.clone()),
            ("ticket", r.ticket.map(|n| format!("#{n}"))),
            ("created-by", r.created_by.clone()),
            ("repair-notes", r.note.clone()),
        ],
    );
    let rows = r.parts.iter().map(|p| {
        vec![
            p.line.to_string(),
            code::named(words, "part-kind", p.kind.as_str()),
            p.product.clone(),
            p.name.clone(),
            p.lot.clone().unwrap_or_default(),
            words.quantity(&p.demand),
            words.quantity(&p.done),
            code::named(words, "part-state", p.state.as_str()),
        ]
    });
    let columns = [
        fixed("line").right(),
        fixed("kind"),
        cut("product"),
        cut("description").weight(2).expendable(1),
        fixed("lot").optional(),
        fixed("demand").right(),
        fixed("used").right(),
        fixed("state"),
    ];
    if !r.parts.is_empty() {
        text.push('\n');
        text.push_str(&grid(words, &columns, rows.collect()));
    }
    format!("{} {} · {state}\n{text}", words.label("repair"), r.number)
}

/// Repairs, one to a row.
pub fn repairs(words: &Words, all: &[RepairView]) -> String {
    let rows = all.iter().map(|r| {
        vec![
            r.number.clone(),
            code::named(words, "repair-state", r.state.as_str()),
            words.date(r.scheduled),
            r.customer.clone().unwrap_or_default(),
            r.product.clone(),
            r.lot.clone().unwrap_or_default(),
            r.responsible.clone().unwrap_or_default(),
            r.order.clone().unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("number"),
        fixed("state"),
        fixed("scheduled"),
        cut("customer"),
        cut("product"),
        cut("lot").optional(),
        cut("responsible").expendable(1),
        fixed("order").optional(),
    ];
    grid(words, &columns, rows.collect())
}
