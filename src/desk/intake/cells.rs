//! The cells of one row, read as what they are to hold. What is wrong is collected, and something
//! stands in for it, so that the rest of the row is checked too and every error of it is told at once.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::Intake;
use crate::domain::error::{Error, Invalid, Result};

/// What a row is read from: a line of a file, or what somebody typed into a form.
pub trait Source {
    /// The text of a column; none where the source does not have the column.
    fn cell(&self, column: &str) -> Option<Result<&str>>;
}

/// The columns by which a row is known.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Columns without which there is no natural key.
    pub natural: &'static [&'static str],
    /// Columns that name what is missing where the row is wrong: of lines their document.
    pub thing: &'static [&'static str],
}

/// The row at hand.
pub struct Cells<'t> {
    source: &'t dyn Source,
    keys: Keys,
    problems: Vec<(&'static str, Error)>,
}

impl<'t> Cells<'t> {
    /// The cells of a row.
    pub fn new(source: &'t dyn Source, keys: Keys) -> Self {
        Self { source, keys, problems: Vec::new() }
    }

    /// The cell, if the file has the column and the cell can be read.
    fn text(&mut self, column: &'static str) -> Option<&'t str> {
        match self.source.cell(column)? {
            Ok(text) => Some(text),
            Err(error) => {
                self.problems.push((column, error));
                None
            }
        }
    }

    fn parsed<T>(&mut self, column: &'static str, parsed: Result<T>) -> Option<T> {
        parsed.map_err(|error| self.problems.push((column, error))).ok()
    }

    /// Notes an error of the row.
    pub fn fail(&mut self, column: &'static str, error: Error) {
        self.problems.push((column, error));
    }

    /// A value that must be there.
    pub fn need<T: Default>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> T {
        let before = self.problems.len();
        let value = match self.text(column) {
            Some(text) if !text.trim().is_empty() => self.parsed(column, parse(text)),
            _ => {
                if self.problems.len() == before {
                    self.problems.push((column, Error::FieldRequired));
                }
                None
            }
        };
        value.unwrap_or_default()
    }

    /// A value that may be left out.
    pub fn maybe<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> Option<T> {
        let text = self.text(column).filter(|text| !text.trim().is_empty())?;
        self.parsed(column, parse(text))
    }

    /// A value with a default.
    pub fn or<T>(&mut self, column: &'static str, default: T, parse: impl Fn(&str) -> Result<T>) -> T {
        self.maybe(column, parse).unwrap_or(default)
    }

    /// A column of master data: left out, it keeps what is stored; an empty cell is an error.
    pub fn keep<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> Option<T> {
        let text = self.text(column)?;
        if text.trim().is_empty() {
            self.problems.push((column, Error::FieldRequired));
            return None;
        }
        self.parsed(column, parse(text))
    }

    /// A column of master data with a default: left out, it keeps what is stored.
    pub fn keep_or<T>(
        &mut self,
        column: &'static str,
        default: T,
        parse: impl Fn(&str) -> Result<T>,
    ) -> Option<T> {
        let text = self.text(column)?;
        if text.trim().is_empty() { Some(default) } else { self.parsed(column, parse(text)) }
    }

    /// A column of master data that can be cleared: left out, it keeps what is stored.
    pub fn clear<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> Option<Option<T>> {
        let text = self.text(column)?;
        if text.trim().is_empty() { Some(None) } else { self.parsed(column, parse(text)).map(Some) }
    }

    /// A list; none where the file has no such column.
    pub fn list<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> Option<Vec<T>> {
        let text = self.text(column)?;
        let parts: Vec<&str> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
        for (at, part) in parts.iter().enumerate() {
            if parts[..at].contains(part) {
                self.fail(column, Invalid::Twice { given: (*part).to_owned() }.into());
                return None;
            }
        }
        let values: Result<Vec<T>> = parts.into_iter().map(parse).collect();
        self.parsed(column, values)
    }

    /// Tells the intake what was wrong, before the row itself is handed over.
    pub(super) fn tell(&mut self, intake: &mut Intake<'_>) {
        let problems = std::mem::take(&mut self.problems);
        let of_key = |column: &str| self.keys.natural.contains(&column) || self.keys.thing.contains(&column);
        let keyless = problems.iter().any(|(column, _)| of_key(column));
        intake.unreadable(problems, keyless);
    }

    /// The key of what the row is to hold.
    pub fn key(&self) -> String {
        let key = |column: &&str| self.source.cell(column).and_then(Result::ok).unwrap_or_default().trim();
        let keys: Vec<&str> = self.keys.thing.iter().map(key).collect();
        keys.join("\u{1f}")
    }
}

/// A value that reads itself.
pub fn code<T>(text: &str) -> Result<T>
where
    T: FromStr,
    Error: From<T::Err>,
{
    Ok(text.trim().parse::<T>()?)
}

/// `true` or `false`.
pub fn flag(text: &str) -> Result<bool> {
    match text.trim() {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(Invalid::NotOneOf { given: other.to_owned(), allowed: "true, false".to_owned() }.into()),
    }
}

/// The greatest whole number: what counts on from it stays far from the end of numbers.
const MOST: i64 = 1_000_000_000_000;

/// A whole number.
pub fn integer(text: &str) -> Result<i64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Invalid::NotAnInteger { given: text.to_owned() }.into());
    }
    let number = text.parse::<i64>().ok().filter(|n| n.abs() <= MOST);
    number.ok_or_else(|| Invalid::OutOfRange { given: text.to_owned() }.into())
}

/// A whole number above zero.
pub fn positive(text: &str) -> Result<i64> {
    match integer(text)? {
        n if n > 0 => Ok(n),
        n => Err(Invalid::NotPositive { given: n.to_string() }.into()),
    }
}

/// A date.
pub fn date(text: &str) -> Result<chrono::NaiveDate> {
    Ok(crate::domain::settings::date(text.trim())?)
}

/// An instant with its offset.
pub fn instant(text: &str) -> Result<DateTime<Utc>> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text)
        .map(|t| t.to_utc())
        .map_err(|_| Invalid::NotAnInstant { given: text.to_owned() }.into())
}
