//! The writing side of an import: takes typed rows one by one, resolves what they name, compares
//! them with what is remembered of them, and writes.
//!
//! Documents wait in temporary tables until their lines are known (`post`), links and matches until
//! what they name is there; nothing here grows with the number of rows. Errors are collected and the
//! work goes on, since whoever holds the transaction takes everything back. Called by `import`.

mod cache;
mod catalogue;
mod customers;
mod defaults;
mod documents;
mod lines;
mod names;
mod notes;
mod post;
mod report;
mod settle;
mod setup;
mod stock;
mod teams;
mod tickets;
mod transfers;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use crate::domain::import::{Counts, Report};
pub use crate::store::import::rows;
pub use defaults::defaults;

use crate::domain::error::{Error, Invalid, Result, RowError, Thing};
use crate::domain::money::Currency;
use crate::domain::tax::Rounding;
use crate::store::Tx;
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
    names: Names,
    report: Report,
    errors: Errors,
    file: &'static str,
    line: u64,
    /// What is wrong with the row at hand.
    problems: Vec<(&'static str, Error)>,
    /// Whether the row at hand names something that was itself wrong.
    follows: bool,
    /// The last row that gave an agent a lower role, and the agent.
    lowered: Option<(u64, String)>,
}

/// Runs an import in a transaction, which the caller takes back when this fails. `read` hands over
/// the rows; what is wrong with them comes back as [`Error::Import`].
pub fn run(
    tx: &Tx<'_>,
    now: DateTime<Utc>,
    read: impl FnOnce(&mut Intake<'_>) -> Result<()>,
) -> Result<Report> {
    let mut intake = Intake::new(tx, now)?;
    read(&mut intake)?;
    intake.finish()
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    Added,
    Updated,
}

impl<'a> Intake<'a> {
    fn new(tx: &'a Tx<'a>, now: DateTime<Utc>) -> Result<Self> {
        staged::create_all(tx)?;
        let (currency, rounding) = import::find::company(tx)?;
        Ok(Self {
            tx,
            now,
            currency,
            rounding,
            names: Names::default(),
            report: Report::default(),
            errors: Errors::default(),
            file: "",
            line: 0,
            problems: Vec::new(),
            follows: false,
            lowered: None,
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
        self.follows = false;
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

    /// Reports a row that could not be read; what it was to hold is known to be missing.
    pub fn reject_row(&mut self, thing: Thing, key: &str, problems: Vec<(&'static str, Error)>) {
        self.problems = problems;
        self.refuse(thing, key);
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
                self.problems.push((column, error));
                Ok(None)
            }
        }
    }

    fn wrong(&mut self, column: &'static str, error: impl Into<Error>) {
        self.problems.push((column, error.into()));
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
        let digest = digest(row)?;
        match import::remember(self.tx, self.file, key, &digest)? {
            Memory::New => Ok(true),
            Memory::Same => self.unchanged(),
            Memory::Other => import::remember_other(self.tx, self.file, key, &digest).map(|()| true),
        }
    }

    /// Begins a row of a document: answers whether it is new. Other content is an error.
    fn document(&mut self, thing: Thing, key: &str, row: &impl Serialize) -> Result<bool> {
        if !self.first(thing, key)? {
            return Ok(false);
        }
        match import::remember(self.tx, self.file, key, &digest(row)?)? {
            Memory::New => Ok(true),
            Memory::Same => self.unchanged(),
            Memory::Other => {
                self.wrong("", Invalid::ImportedOtherwise);
                self.refuse(thing, key);
                Ok(false)
            }
        }
    }

    fn first(&mut self, thing: Thing, key: &str) -> Result<bool> {
        let twice = staged::seen(self.tx, self.file, key)?;
        if twice {
            self.wrong("", Invalid::Twice { given: key.replace(SEPARATOR, "/") });
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
