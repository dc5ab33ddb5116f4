//! Answers as text for people: a head of named values, then tables. Everything that came from outside
//! is made printable first.

mod document;
mod people;
mod ticket;

pub use document::{document, documents, order, orders};
pub use people::{checks, customer, customers, import, settings, stock, teams, users};
pub use ticket::{ticket, tickets};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::command::Answer;
use crate::text::Words;
use crate::text::cells::{printable, truncate, width};

/// What a command made or changed, as text.
pub fn answer(words: &Words, answer: &Answer, zone: &str) -> String {
    match answer {
        Answer::Refund(refund) => {
            let all = refund.credit_notes.iter().chain(&refund.invoices);
            all.map(|d| document(words, d)).collect::<Vec<_>>().join("\n\n")
        }
        Answer::Document(view) => document(words, view),
        Answer::Ticket(view) => ticket(words, view, zone),
        Answer::Customer(view) => customer(words, view),
        Answer::Settings(view) => settings(words, view),
        Answer::Team(view) => teams(words, std::slice::from_ref(view)),
        Answer::User(view) => users(words, std::slice::from_ref(view)),
        Answer::Stock(rows) => stock(words, rows),
        Answer::Import(report) => import(words, report),
        Answer::Repeated(first) => match typed(first) {
            Some(first) => self::answer(words, &first, zone),
            None => serde_json::to_string_pretty(first).unwrap_or_default(),
        },
    }
}

/// A first answer that was kept, as what it was; none where a release of another form made it.
fn typed(first: &Value) -> Option<Answer> {
    fn read<T: DeserializeOwned>(first: &Value) -> Option<T> {
        T::deserialize(first).ok()
    }
    read(first)
        .map(Answer::Refund)
        .or_else(|| read(first).map(Answer::Document))
        .or_else(|| read(first).map(Answer::Ticket))
        .or_else(|| read(first).map(Answer::Customer))
        .or_else(|| read(first).map(Answer::Settings))
        .or_else(|| read(first).map(Answer::Team))
        .or_else(|| read(first).map(Answer::User))
        .or_else(|| read(first).map(Answer::Stock))
        .or_else(|| read(first).map(Answer::Import))
}

/// The fewest cells that a cut text keeps.
const FLOOR: usize = 6;

/// A list with headings, one row a line: on a terminal the text of column `flexible` is cut so that
/// rows fit.
fn list(
    words: &Words,
    headings: &[&str],
    right: &[usize],
    flexible: usize,
    mut rows: Vec<Vec<String>>,
) -> String {
    let terminal = Table::new().width().map(usize::from);
    let cells = |at: usize, rows: &[Vec<String>]| {
        let heading = headings.get(at).map_or(0, |h| width(&words.label(h)));
        rows.iter()
            .filter_map(|r| r.get(at))
            .map(|c| width(&printable(c)))
            .chain([heading])
            .max()
            .unwrap_or(0)
    };
    if let Some(terminal) = terminal {
        let others: usize =
            (0..headings.len()).filter(|at| *at != flexible).map(|at| cells(at, &rows) + 2).sum();
        let room = terminal.saturating_sub(others + 2).max(FLOOR);
        for row in &mut rows {
            row[flexible] = truncate(&printable(&row[flexible]), room);
        }
    }
    grid(words, headings, right, rows)
}

/// A table with headings; columns in `right` are aligned to the right.
fn grid(words: &Words, headings: &[&str], right: &[usize], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return words.word("notice-empty");
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(headings.iter().map(|h| words.label(h)));
    for row in rows {
        table.add_row(row.iter().map(|cell| printable(cell)));
    }
    for at in right {
        if let Some(column) = table.column_mut(*at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    trimmed(&table.to_string())
}

/// Named values, one a line; those that are not there are left out.
fn head(words: &Words, values: &[(&str, Option<String>)]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    for (name, value) in values {
        if let Some(value) = value.as_ref().filter(|v| !v.is_empty()) {
            table.add_row(vec![words.label(name), printable(value)]);
        }
    }
    trimmed(&table.to_string())
}

fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
