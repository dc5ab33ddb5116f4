//! Lists of tickets as tables for spreadsheets: the columns of a view, with values that can be sorted and counted.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Words, code};
use crate::domain::ticket::TicketRow;
use crate::domain::view::ListColumn;

/// The names of columns.
pub fn headings(words: &Words, columns: &[ListColumn]) -> Vec<String> {
    columns.iter().map(|column| code::named(words, "list-column", column.as_str())).collect()
}

/// What stands in the columns of a row; instants in a time zone.
pub fn cells(words: &Words, columns: &[ListColumn], row: &TicketRow, zone: Tz) -> Vec<String> {
    columns.iter().map(|column| cell(words, *column, row, zone)).collect()
}

fn cell(words: &Words, column: ListColumn, row: &TicketRow, zone: Tz) -> String {
    let minute = |at: DateTime<Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match column {
        ListColumn::Number => row.id.to_string(),
        ListColumn::Priority => row.priority.to_string(),
        ListColumn::Subject => row.subject.clone(),
        ListColumn::Customer => text(&row.customer),
        ListColumn::Deadline => row.deadline.map(minute).unwrap_or_default(),
        ListColumn::Stage => code::stage(words, &row.stage),
        ListColumn::Assignee => text(&row.assignee),
        ListColumn::Team => row.team.clone(),
        ListColumn::Type => text(&row.more.kind),
        ListColumn::Tags => row.more.tags.join("; "),
        ListColumn::Product => text(&row.more.product),
        ListColumn::Lot => text(&row.more.lot),
        ListColumn::Order => text(&row.more.order),
        ListColumn::Created => minute(row.created_at),
        ListColumn::Changed => minute(row.changed_at),
    }
}
