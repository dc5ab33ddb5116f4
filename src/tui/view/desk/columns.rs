//! The columns of the ticket list: how wide they are, which are left out where there is no room, and what stands in
//! them.

use chrono::{DateTime, Utc};

use crate::domain::ticket::TicketRow;
use crate::domain::view::ListColumn;
use crate::text::{cells, code, deadline};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// The least that a subject takes before other columns become narrower, and before they go.
const LEAST: (usize, usize) = (22, 16);

/// Columns with their widths.
pub struct Columns {
    columns: Vec<(ListColumn, usize)>,
    /// How many are left out.
    gone: usize,
}

impl Columns {
    /// Divides a width among columns. Where there is no room they become narrower; then what is looked for last goes
    /// first. The subject takes what is left. The deadline goes too where no row has one.
    pub fn of(width: u16, wanted: &[ListColumn], rows: &[TicketRow]) -> Self {
        let timed = rows.iter().any(|row| row.deadline.is_some() || row.sla_failed);
        let mut columns: Vec<ListColumn> =
            wanted.iter().copied().filter(|c| *c != ListColumn::Deadline || timed).collect();
        let subject = columns.contains(&ListColumn::Subject);
        let room = usize::from(width).saturating_sub(1);
        let sizes = |columns: &[ListColumn], room: usize| -> usize {
            let fixed = columns.iter().filter(|c| **c != ListColumn::Subject);
            fixed.map(|c| usual(*c, room) + 1).sum()
        };
        let all = columns.len();
        let whole = sizes(&columns, room) + if subject { LEAST.0 } else { 0 } <= room;
        let usual = |column: ListColumn, room: usize| match whole {
            true => usual(column, room),
            false => usual(column, room).min(narrow(column)),
        };
        let sizes = |columns: &[ListColumn], room: usize| -> usize {
            let fixed = columns.iter().filter(|c| **c != ListColumn::Subject);
            fixed.map(|c| usual(*c, room) + 1).sum()
        };
        let least = if subject { LEAST.1 } else { 0 };
        while sizes(&columns, room) + least > room && columns.len() > 1 {
            let Some(last) = (0..columns.len()).max_by_key(|at| expendable(columns[*at])) else { break };
            if expendable(columns[last]) == 0 {
                break;
            }
            columns.remove(last);
        }
        let taken = sizes(&columns, room);
        let digits = rows.iter().map(|row| row.id.to_string().len()).max().unwrap_or(0);
        let width = |column: ListColumn| match column {
            // A mark stands before the longest.
            ListColumn::Number => usual(column, room).max(digits + 1),
            ListColumn::Subject => room.saturating_sub(taken + 1),
            other => usual(other, room),
        };
        let gone = all - columns.len();
        Self { columns: columns.into_iter().map(|column| (column, width(column))).collect(), gone }
    }

    /// The headings, and how many are left out.
    pub fn heading(&self, look: &Look) -> String {
        let line = self.line(|column| match column {
            ListColumn::Number => "#".to_owned(),
            ListColumn::Priority => "!".to_owned(),
            other => code::named(&look.words, "list-column", other.as_str()),
        });
        if self.gone == 0 {
            return line;
        }
        let more = format!(" +{}", self.gone);
        let room = cells::width(&line).saturating_sub(more.len());
        format!("{}{more}", padded(&cells::truncate(&line, room), room))
    }

    /// A row.
    pub fn row(&self, row: &TicketRow, look: &Look) -> String {
        self.line(|column| cell(column, row, look))
    }

    fn line(&self, text: impl Fn(ListColumn) -> String) -> String {
        let mut line = String::new();
        for (column, width) in &self.columns {
            let text = cells::truncate(&cells::printable(&text(*column)), *width);
            line.push(' ');
            match column {
                ListColumn::Number => line.push_str(&format!("{text:>width$}")),
                _ => line.push_str(&padded(&text, *width)),
            }
        }
        line
    }
}

/// How wide a column is where there is so much room.
fn usual(column: ListColumn, room: usize) -> usize {
    let wide = room > 84;
    match column {
        ListColumn::Number => 6,
        ListColumn::Priority => 3,
        // The subject takes what is left.
        ListColumn::Subject => 0,
        ListColumn::Customer if wide => 20,
        ListColumn::Customer if room < 74 => 14,
        ListColumn::Customer => 16,
        ListColumn::Deadline => 11,
        ListColumn::Stage if wide => 14,
        ListColumn::Stage | ListColumn::Team | ListColumn::Type | ListColumn::Product => 12,
        ListColumn::Assignee if wide => 13,
        ListColumn::Assignee => 10,
        ListColumn::Tags | ListColumn::Lot => 16,
        ListColumn::Order => 9,
        ListColumn::Created | ListColumn::Changed => 13,
    }
}

/// How wide a column is where there is little.
fn narrow(column: ListColumn) -> usize {
    match column {
        ListColumn::Number => 5,
        ListColumn::Customer => 12,
        ListColumn::Deadline | ListColumn::Assignee => 9,
        ListColumn::Stage | ListColumn::Team | ListColumn::Type | ListColumn::Product => 10,
        ListColumn::Tags | ListColumn::Lot => 12,
        ListColumn::Created | ListColumn::Changed => 11,
        _ => usize::MAX,
    }
}

/// What goes first where there is no room; what is 0 stays.
fn expendable(column: ListColumn) -> u8 {
    match column {
        ListColumn::Number | ListColumn::Subject => 0,
        ListColumn::Priority => 1,
        ListColumn::Deadline => 2,
        ListColumn::Stage => 3,
        ListColumn::Customer => 4,
        ListColumn::Assignee => 5,
        ListColumn::Type | ListColumn::Team => 6,
        ListColumn::Product | ListColumn::Order => 7,
        ListColumn::Lot | ListColumn::Tags => 8,
        ListColumn::Created | ListColumn::Changed => 9,
    }
}

fn cell(column: ListColumn, row: &TicketRow, look: &Look) -> String {
    let day = |at: DateTime<Utc>| look.words.date(at.with_timezone(&look.zone).date_naive());
    match column {
        ListColumn::Number => row.id.to_string(),
        ListColumn::Priority => "!".repeat(usize::try_from(row.priority).unwrap_or(0).min(3)),
        ListColumn::Subject => row.subject.clone(),
        ListColumn::Customer => row.customer.clone().unwrap_or_default(),
        ListColumn::Deadline => due(row, look),
        ListColumn::Stage => match row.merged_into {
            Some(into) => look.words.say("stage-merged", &[("into", into.to_string())]),
            None => code::stage(&look.words, &row.stage),
        },
        ListColumn::Assignee => row.assignee.clone().unwrap_or_default(),
        ListColumn::Team => row.team.clone(),
        ListColumn::Type => row.more.kind.clone().unwrap_or_default(),
        ListColumn::Tags => row.more.tags.join(", "),
        ListColumn::Product => row.more.product.clone().unwrap_or_default(),
        ListColumn::Lot => row.more.lot.clone().unwrap_or_default(),
        ListColumn::Order => row.more.order.clone().unwrap_or_default(),
        ListColumn::Created => day(row.created_at),
        ListColumn::Changed => day(row.changed_at),
    }
}

/// What is left of the deadline; a ticket that failed one keeps the sign of it.
fn due(row: &TicketRow, look: &Look) -> String {
    let left = row.deadline.map(|at| deadline::left(&look.words, at, look.now));
    let failed = look.theme.sign(Sign::Failed);
    match (left, row.sla_failed) {
        (Some(left), true) if row.deadline.is_some_and(|at| at >= look.now) => format!("{failed} {left}"),
        (Some(left), _) => left,
        (None, true) => format!("{failed} {}", look.words.word("deadline-failed")),
        (None, false) => String::new(),
    }
}
