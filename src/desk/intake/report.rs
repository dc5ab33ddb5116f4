//! The errors of an import, collected over all its files.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::error::{Error, Result, RowError, Thing};
use crate::domain::import::Counts;

/// How many errors are kept; the others are counted.
const SHOWN: usize = 100;
/// How many missing things are remembered, so that what names them is not reported too.
const MISSING: usize = 100_000;

/// Picks one of the counts.
pub(super) type Tally = fn(&mut Counts) -> &mut u64;

/// Errors of an import, and what is missing because of them.
#[derive(Default)]
pub(super) struct Errors {
    rows: Vec<RowError>,
    more: usize,
    missing: HashSet<u64>,
    lost: Vec<Thing>,
}

impl Errors {
    pub(super) fn push(&mut self, error: RowError) {
        if self.rows.len() < SHOWN {
            self.rows.push(error);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn missing(&mut self, thing: Thing, key: &str) {
        if self.missing.len() < MISSING {
            self.missing.insert(hash(thing, key));
        }
    }

    pub(super) fn lose(&mut self, thing: Thing) {
        if !self.lost.contains(&thing) {
            self.lost.push(thing);
        }
    }

    pub(super) fn is_missing(&self, thing: Thing, key: &str) -> bool {
        self.lost.contains(&thing) || (!self.missing.is_empty() && self.missing.contains(&hash(thing, key)))
    }

    /// Whether an error only follows from one that was reported already: it misses a thing that was
    /// itself wrong, or a line of such a thing.
    pub(super) fn explains(&self, error: &Error) -> bool {
        match error {
            Error::NotFound { what, key } => {
                self.is_missing(*what, key)
                    || key.rsplit_once('/').is_some_and(|(whole, _)| match what {
                        Thing::OrderLine => self.is_missing(Thing::Order, whole),
                        Thing::Line => {
                            self.is_missing(Thing::Invoice, whole) || self.is_missing(Thing::Transfer, whole)
                        }
                        _ => false,
                    })
            }
            Error::LotUnknown { product, lot } => self.is_missing(Thing::Lot, &super::joined(product, lot)),
            _ => false,
        }
    }

    pub(super) fn into_result(self) -> Result<()> {
        match (self.rows, self.more) {
            (rows, 0) if rows.is_empty() => Ok(()),
            (rows, more) => Err(Error::Import { rows, more }),
        }
    }
}

fn hash(thing: Thing, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(&thing).hash(&mut hasher);
    key.hash(&mut hasher);
    hasher.finish()
}

/// Whether an error is the machine's and not that of a row.
pub(super) fn is_fatal(error: &Error) -> bool {
    matches!(
        error,
        Error::Io(_)
            | Error::Busy
            | Error::Damaged(_)
            | Error::ReadOnly
            | Error::NewerDatabase { .. }
            | Error::OlderDatabase { .. }
    ) || matches!(error, Error::NotADatabase(_))
}
