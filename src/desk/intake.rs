//! The writing side of an import: takes typed rows one by one, resolves what they name, compares
//! them with what is remembered of them, and writes.
//!
//! Documents wait in temporary tables until their lines are known (`post`), links and matches until
//! what they name is there; nothing here grows with the number of rows. Errors are collected and the
//! work goes on, since whoever holds the transaction takes everything back. Called by `import`.

mod cache;
mod catalogue;
pub mod cells;
mod coupons;
mod customers;
mod defaults;
mod documents;
mod field_service;
mod lines;
mod names;
mod notes;
mod post;
mod programs;
pub mod read;
mod report;
mod rewards;
mod settle;
mod setup;
mod stock;
mod teams;
mod tickets;
mod transfers;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use crate::domain::import::{Counts, Report};
pub use crate::store::import::rows;
pub use defaults::defaults;

use crate::domain::error::{Error, FieldError, Invalid, Result, RowError, Thing};
use crate::domain::money::Currency;
use crate::domain::settings::Language;
use crate::domain::tax::Rounding;
use crate::store::Tx;
use crate::store::company;
use crate::store::driver::damaged;
use crate::store::import::{self, Memory, staged};
use cache::Names;
use report::{Errors, Tally};

/// How many bytes of a row's digest are remembered.
const DIGEST: usize = 16;
/// Stands between the parts of a key; no cell can hold it.
const SEPARATOR: char = '\u{1f}';

/// The writer of one import.
pub struct Intake<'a> {
    tx: &'a Tx<'a>,
    now: DateTime<Utc>,
    currency: Currency,
    rounding: Rounding,
    /// The company's, for the few words that are stored.
    language: Language,
    names: Names,
    report: Report,
    errors: Errors,
    file: &'static str,
    line: u64,
    /// Today where the company is.
    today: NaiveDate,
    /// What is wrong with the row at hand.
    problems: Vec<(&'static str, Error)>,
    /// Its columns that could not be read: what stands in for them is not judged.
    unread: Vec<&'static str>,
    /// Whether its natural key is among them.
    keyless: bool,
    /// Whether the row at hand names something that was itself wrong.
    follows: bool,
    /// The last row that gave an agent a lower role, and the agent.
    lowered: Option<(u64, String)>,
    /// Whether rows are compared with what earlier imports brought, and remembered for later ones.
    remembers: bool,
}

/// Runs an import in a transaction, which the caller takes back when this fails. `read` hands over
/// the rows; what is wrong with them comes back as [`Error::Import`].
pub fn run(
    tx: &Tx<'_>,
    now: DateTime<Utc>,
    read: impl FnOnce(&mut Intake<'_>) -> Result<()>,
) -> Result<Report> {
    staged::create_all(tx)?;
    let mut intake = Intake::new(tx, now)?;
    read(&mut intake)?;
    intake.finish()
}

/// Settles a single row at the desk the way an import would, but remembers nothing of it: what is imported later is
/// compared with what was imported before. What is wrong comes back as errors of its columns.
pub fn settle(
    tx: &Tx<'_>,
    now: DateTime<Utc>,
    read: impl FnOnce(&mut Intake<'_>) -> Result<()>,
) -> Result<()> {
    let mut intake = Intake { remembers: false, ..Intake::new(tx, now)? };
    intake.row(1);
    read(&mut intake)?;
    match intake.errors.into_result() {
        Err(Error::Import { rows, .. }) => {
            let told = rows.into_iter().map(|row| FieldError { field: row.column.into(), error: row.reason });
            Err(Error::Fields(told.collect()))
        }
        other => other,
    }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    Added,
    Updated,
}

impl<'a> Intake<'a> {
    fn new(tx: &'a Tx<'a>, now: DateTime<Utc>) -> Result<Self> {
        let company = company::load(tx)?.ok_or_else(|| damaged("company"))?;
        Ok(Self {
            tx,
            now,
            currency: company.currency,
            rounding: company.tax_rounding,
            language: company.language,
            today: company.day_of(now),
            names: Names::default(),
            report: Report::default(),
            errors: Errors::default(),
            file: "",
            line: 0,
            problems: Vec::new(),
            unread: Vec::new(),
            keyless: false,
            follows: false,
            lowered: None,
            remembers: true,
        })
    }

    fn finish(self) -> Result<Report> {
        staged::drop_all(self.tx)?;
        self.errors.into_result()?;
        Ok(self.report)
    }

    /// Begins a file: it is in the report even without rows.
    pub fn open(&mut self, file: &'static str) {
        self.file = file;
        self.report.files.entry(file.into()).or_default();
    }

    /// Begins a row.
    pub fn row(&mut self, line: u64) {
        self.line = line;
        self.problems.clear();
        self.unread.clear();
        (self.keyless, self.follows) = (false, false);
        self.tally(|c| &mut c.read);
    }

    /// Reports an error of a file, which may not even be a known one.
    pub fn reject(&mut self, file: &str, line: u64, column: &str, reason: Error) {
        self.errors.push(RowError { file: file.to_owned(), line, column: column.to_owned(), reason });
    }

    /// Notes that things of a kind are missing, nobody knows which: a row or a file was unreadable.
    pub fn lose(&mut self, thing: Thing) {
        self.errors.lose(thing);
    }

    /// Notes cells of the row at hand that could not be read, its natural key among them or not. The row
    /// is handed over all the same, so that everything else that is wrong with it is told too.
    pub fn unreadable(&mut self, problems: Vec<(&'static str, Error)>, keyless: bool) {
        self.unread = problems.iter().map(|(column, _)| *column).collect();
        (self.problems, self.keyless) = (problems, keyless);
    }

    /// Notes what is wrong with cells, before the row that they make is handed over.
    pub fn wrong_cells(&mut self, cells: &mut cells::Cells<'_>) {
        cells.tell(self);
    }

    /// Ends a row: one that is wrong and was not given up yet is given up now.
    pub fn end_row(&mut self, thing: Thing, key: &str) {
        if !self.problems.is_empty() {
            self.refuse(thing, key);
        }
    }

    fn tally(&mut self, of: Tally) {
        *of(self.report.files.entry(self.file.into()).or_default()) += 1;
    }

    fn became(&mut self, what: Became) {
        self.tally(match what {
            Became::Added => |c| &mut c.added,
            Became::Updated => |c| &mut c.updated,
        });
    }

    /// Notes what is wrong with a column of the row at hand; passes on what is wrong with the machine.
    fn at<T>(&mut self, column: &'static str, found: Result<T>) -> Result<Option<T>> {
        match found {
            Ok(value) => Ok(Some(value)),
            Err(error) if report::is_fatal(&error) => Err(error),
            Err(error) if self.errors.explains(&error) => {
                self.follows = true;
                Ok(None)
            }
            Err(error) => {
                self.wrong(column, error);
                Ok(None)
            }
        }
    }

    fn wrong(&mut self, column: &'static str, error: impl Into<Error>) {
        if !self.unread.contains(&column) {
            self.problems.push((column, error.into()));
        }
    }

    fn is_sound(&self) -> bool {
        self.problems.is_empty() && !self.follows
    }

    /// Gives the row at hand up: reports what is wrong, and remembers its key as one that is missing.
    fn refuse(&mut self, thing: Thing, key: &str) {
        for (column, reason) in std::mem::take(&mut self.problems) {
            let (file, line) = (self.file.to_owned(), self.line);
            self.errors.push(RowError { file, line, column: column.to_owned(), reason });
        }
        self.errors.missing(thing, key);
        self.follows = false;
    }

    /// Begins a row of master data: answers whether there is anything to do.
    fn master(&mut self, thing: Thing, key: &str, row: &impl Serialize) -> Result<bool> {
        if !self.first(thing, key)? {
            return Ok(false);
        }
        if !self.is_sound() || !self.remembers {
            return Ok(true);
        }
        let digest = digest(row)?;
        match import::remember(self.tx, self.file, key, &digest)? {
            Memory::New => Ok(true),
            Memory::Same => self.unchanged(),
            Memory::Other => import::remember_other(self.tx, self.file, key, &digest).map(|()| true),
        }
    }

    /// Begins a row of a document: answers whether it is new. Other content is an error.
    fn document(&mut self, thing: Thing, key: &str, row: &impl Serialize) -> Result<bool> {
        self.unchanging(thing, key, row, Invalid::ImportedOtherwise)
    }

    /// Begins a row that never changes: answers whether it is new. `otherwise` says what other content is.
    fn unchanging(
        &mut self,
        thing: Thing,
        key: &str,
        row: &impl Serialize,
        otherwise: Invalid,
    ) -> Result<bool> {
        if !self.first(thing, key)? {
            return Ok(false);
        }
        if !self.is_sound() {
            return Ok(true);
        }
        match import::remember(self.tx, self.file, key, &digest(row)?)? {
            Memory::New => Ok(true),
            Memory::Same => self.unchanged(),
            Memory::Other => {
                self.wrong("", otherwise);
                self.refuse(thing, key);
                Ok(false)
            }
        }
    }

    fn first(&mut self, thing: Thing, key: &str) -> Result<bool> {
        if self.keyless || !self.remembers {
            return Ok(true);
        }
        let twice = staged::seen(self.tx, self.file, key)?;
        if twice {
            let given = key.replace(SEPARATOR, "/");
            self.wrong("", if given.is_empty() { Invalid::OneRow } else { Invalid::Twice { given } });
            self.refuse(thing, key);
        }
        Ok(!twice)
    }

    fn unchanged(&mut self) -> Result<bool> {
        self.tally(|c| &mut c.unchanged);
        Ok(false)
    }
}

/// A natural key of two columns.
fn joined(first: &str, second: impl std::fmt::Display) -> String {
    format!("{first}{SEPARATOR}{second}")
}

fn digest(row: &impl Serialize) -> Result<[u8; DIGEST]> {
    let text = serde_json::to_vec(row).map_err(|e| Error::Io(e.to_string()))?;
    let whole = Sha256::digest(&text);
    let mut kept = [0; DIGEST];
    kept.copy_from_slice(&whole[..DIGEST]);
    Ok(kept)
}
