//! A printed page as data, in one language: everything that stands on it, in the order in which it is read,
//! and nothing of how it looks. Makers beside it turn what is answered about a document into its sheet; the
//! desk calls them, `paper` draws what they made. A sheet can be stored: a message keeps the one that it was
//! written with, so a field that comes later needs a default. What is meant for the house alone (notes, logins, tags) is on no sheet.

mod amounts;
mod invoice;
mod order;
mod party;
mod repair;
mod task;
#[cfg(test)]
mod tests;
mod transfer;

pub use invoice::invoice;
pub use order::{TaxLine, order};
pub use party::Parties;
pub use repair::repair;
pub use task::task;
pub use transfer::transfer;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Words;
use crate::domain::settings::Language;

/// A printed page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Language of every word on it.
    pub language: Language,
    /// What it is: `Quotation`.
    pub title: String,
    /// Its number; none while it has none.
    pub number: Option<String>,
    /// What must not be overlooked: that it is a draft, or cancelled.
    pub mark: Option<String>,
    /// Its day.
    pub date: Option<NaiveDate>,
    /// Who it is from.
    pub company: Party,
    /// Who it is for.
    pub customer: Option<Party>,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// The columns of its table.
    pub columns: Vec<Column>,
    /// The rows of its table.
    pub rows: Vec<Row>,
    /// What it comes to.
    pub totals: Vec<Total>,
    /// What is said at its end, a paragraph each.
    pub closing: Vec<String>,
    /// What stands at the foot of every page.
    pub footer: String,
}

/// Somebody with an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What they are here: `Customer`.
    pub role: String,
    /// Name.
    pub name: String,
    /// Address, and whatever else reaches them.
    pub lines: Vec<String>,
}

/// Something known of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Heading.
    pub label: String,
    /// To which side its cells stand.
    pub side: Side,
}

/// A side of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Words.
    Left,
    /// Words that may go on for long: their column takes what the others leave.
    Prose,
    /// Numbers.
    Right,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<String>,
    /// What stands smaller under the first cell.
    pub note: Option<String>,
}

/// One of the sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// What it is.
    pub label: String,
    /// The sum.
    pub value: String,
    /// Whether it is what matters.
    pub strong: bool,
}

impl Sheet {
    /// A sheet with nothing on it but whose it is.
    fn blank(words: &Words, parties: &Parties<'_>, title: &str) -> Self {
        Self {
            language: words.language(),
            title: words.word(title),
            number: None,
            mark: None,
            date: None,
            company: parties.company(),
            customer: parties.customer(words),
            facts: vec![],
            columns: vec![],
            rows: vec![],
            totals: vec![],
            closing: vec![],
            footer: parties.footer(),
        }
    }

    /// Title and number in one line.
    pub fn heading(&self) -> String {
        match &self.number {
            Some(number) => format!("{} {number}", self.title),
            None => self.title.clone(),
        }
    }

    /// Adds a fact where there is something to tell.
    fn fact(&mut self, label: String, value: Option<String>) {
        self.facts.extend(value.filter(|v| !v.is_empty()).map(|value| Fact { label, value }));
    }

    /// Adds a column.
    fn column(&mut self, label: String, side: Side) {
        self.columns.push(Column { label, side });
    }

    /// Changes every text that is drawn.
    pub fn each_text(&mut self, mut change: impl FnMut(&mut String)) {
        change(&mut self.title);
        self.number.iter_mut().chain(&mut self.mark).for_each(&mut change);
        for party in std::iter::once(&mut self.company).chain(&mut self.customer) {
            change(&mut party.role);
            change(&mut party.name);
            party.lines.iter_mut().for_each(&mut change);
        }
        self.facts.iter_mut().flat_map(|f| [&mut f.label, &mut f.value]).for_each(&mut change);
        self.columns.iter_mut().map(|c| &mut c.label).for_each(&mut change);
        self.rows.iter_mut().flat_map(|r| r.cells.iter_mut().chain(&mut r.note)).for_each(&mut change);
        self.totals.iter_mut().flat_map(|t| [&mut t.label, &mut t.value]).for_each(&mut change);
        self.closing.iter_mut().for_each(&mut change);
        change(&mut self.footer);
    }
}

/// What the file of a document is called, without its ending: `RINV-2026-00001`, `id-12`.
pub fn file_stem(document: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '.') { c } else { '-' };
    let stem: String = document.chars().map(plain).collect();
    // A file that begins with a dot is hidden.
    if stem.starts_with('.') { format!("-{stem}") } else { stem }
}
