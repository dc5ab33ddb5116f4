//! What is settled once, and requests for approval, as text.

use super::grid::{cut, fixed, grid, named, titled, wrap};
use crate::domain::approval::ApprovalView;
use crate::domain::record::{Column, Record, RecordKind, Shape, listed};
use crate::text::{Words, code, field};

/// What stands in a column, as people read it.
fn shown(words: &Words, column: &Column, text: &str) -> String {
    match column.shape {
        Shape::Flag => words.word(if text == "true" { "word-yes" } else { "word-no" }),
        Shape::Code(family, _) if !text.is_empty() => code::named(words, family, text),
        Shape::Rows(_) => listed(text).join(", "),
        _ => text.to_owned(),
    }
}

fn label(words: &Words, kind: RecordKind, column: &Column) -> String {
    field::of_form(words, kind.as_str(), &column.name.into())
}

/// Rows of a kind, one a line.
pub fn records(words: &Words, kind: RecordKind, all: &[Record]) -> String {
    let columns = kind.columns();
    let rows = all.iter().map(|r| columns.iter().map(|c| shown(words, c, r.value(c.name))).collect());
    let headings = columns.iter().map(|c| label(words, kind, c)).collect();
    let shapes = columns.iter().enumerate().map(|(at, c)| match c.shape {
        Shape::Lines => cut("").expendable(2),
        Shape::Text if at == 1 => cut(""),
        Shape::Rows(_) => wrap("").optional(),
        Shape::Text if at > 1 => fixed("").optional(),
        _ if at > 4 => fixed("").expendable(1),
        _ => fixed(""),
    });
    titled(words, &shapes.collect::<Vec<_>>(), headings, rows.collect())
}

/// A row, whole.
pub fn record(words: &Words, of: &Record) -> String {
    let columns = of.kind.columns().iter();
    named(columns.map(|c| (label(words, of.kind, c), shown(words, c, of.value(c.name)))).collect())
}

/// Requests for approval, one a line.
pub fn approvals(words: &Words, all: &[ApprovalView], zone: &str) -> String {
    let zone = zone.parse().unwrap_or(chrono_tz::Tz::UTC);
    let rows = all.iter().map(|a| {
        let state = code::named(words, "approval-state", a.state.as_str());
        vec![
            a.id.to_string(),
            if a.changed { words.say("approval-changed", &[("state", state)]) } else { state },
            a.document.clone(),
            words.money(&a.total, a.currency),
            a.customer.clone(),
            a.ticket.map(|n| format!("#{n}")).unwrap_or_default(),
            a.asked_by.clone(),
            words.instant(a.asked_at, zone),
            a.comment.clone().or_else(|| a.reason.clone()).unwrap_or_default(),
        ]
    });
    let columns = [
        fixed("number"),
        fixed("state"),
        fixed("document"),
        fixed("total").right(),
        fixed("customer").expendable(2),
        fixed("ticket"),
        fixed("asked-by"),
        fixed("when").expendable(1),
        wrap("reason").optional(),
    ];
    grid(words, &columns, rows.collect())
}
