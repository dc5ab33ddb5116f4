//! The seam: what the rest of the store knows of a database. Concrete, because there is one driver;
//! a trait when there is a second. SQL uses `?1` placeholders, `RETURNING`, `ON CONFLICT`.

use std::borrow::Cow;
use std::ops::Deref;

use crate::domain::error::{Error, Result};

pub use super::sqlite::Row;
use super::sqlite::Session;

/// A value handed to a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Param<'a> {
    /// No value.
    Null,
    /// A whole number.
    Int(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Bytes.
    Blob(&'a [u8]),
}

/// What a column holds, as the driver reads it.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A whole number.
    Int(i64),
    /// A text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads it; a value of another kind means that the file is damaged.
    fn read(cell: Cell<'_>) -> Result<Self>;
}

/// The error of a column that holds what no program of ours wrote.
pub fn damaged(what: &str) -> Error {
    Error::Damaged(format!("a stored {what} can't be read"))
}

/// Reads: what loading functions take.
pub struct Read<'c>(Session<'c>);

impl<'c> Read<'c> {
    pub(super) fn new(session: Session<'c>) -> Self {
        Self(session)
    }

    /// Every row.
    pub fn all<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        row: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.0.all(sql, params, row)
    }

    /// The first row, if there is one.
    pub fn first<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        row: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.0.first(sql, params, row)
    }

    /// The first row, which must be there.
    pub fn one<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        row: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.first(sql, params, row)?.ok_or_else(|| damaged("row"))
    }

    /// Hands each row to a function, without keeping any.
    pub fn each(
        &self,
        sql: &str,
        params: &[Param<'_>],
        row: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.0.each(sql, params, row)
    }

    /// The first column of the first row, if there is one.
    pub fn value<T: Column>(&self, sql: &str, params: &[Param<'_>]) -> Result<Option<T>> {
        self.first(sql, params, |r| r.get(0))
    }
}

/// A transaction that writes: what saving functions take.
pub struct Tx<'c>(Read<'c>);

impl<'c> Tx<'c> {
    pub(super) fn new(session: Session<'c>) -> Self {
        Self(Read::new(session))
    }

    /// Runs a statement; answers how many rows it changed.
    pub fn run(&self, sql: &str, params: &[Param<'_>]) -> Result<usize> {
        self.0.0.run(sql, params)
    }

    /// Does something that may fail: what it wrote until then is taken back, and the transaction goes on.
    pub fn attempt<T>(&self, act: impl FnOnce() -> Result<T>) -> Result<T> {
        self.run("SAVEPOINT attempt", &[])?;
        let done = act();
        if done.is_err() {
            self.run("ROLLBACK TO attempt", &[])?;
        }
        self.run("RELEASE attempt", &[])?;
        done
    }

    /// Inserts a row; answers its id.
    pub fn insert(&self, sql: &str, params: &[Param<'_>]) -> Result<i64> {
        self.run(sql, params)?;
        Ok(self.0.0.last_id())
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Read<'c>;
    fn deref(&self) -> &Read<'c> {
        &self.0
    }
}

/// A statement under way, with conditions that come and go: `?` in what is appended becomes the next
/// numbered place, however often it stands there.
pub struct Query<'a> {
    /// The statement so far.
    pub sql: String,
    /// The values of its places.
    pub params: Vec<Param<'a>>,
}

impl<'a> Query<'a> {
    /// Begins a statement.
    pub fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), params: vec![] }
    }

    /// Appends a part that holds a value.
    pub fn push(&mut self, sql: &str, param: impl Into<Param<'a>>) {
        self.params.push(param.into());
        self.sql.push_str(&sql.replace('?', &format!("?{}", self.params.len())));
    }

    /// Appends a condition that holds a value.
    pub fn and(&mut self, condition: &str, param: impl Into<Param<'a>>) {
        self.push(&format!(" AND {condition}"), param);
    }
}

/// Builds the parameters of a statement.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Param::from($value)),*] };
}
