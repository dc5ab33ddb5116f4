//! One CSV file: its header against the columns of its [`Spec`], then row by row.

use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::quotes::Watched;
use super::spec::Spec;
use crate::desk::intake::cells::Source;
use crate::domain::error::{Error, Invalid, Result};

/// An open file.
pub(super) struct Table {
    spec: &'static Spec,
    reader: Reader<Watched<Box<dyn Read>>>,
    record: ByteRecord,
    /// Names as the header has them.
    header: Vec<String>,
    /// Where each column of the spec stands.
    places: Vec<Option<usize>>,
    /// Rows read, the header included.
    rows: u64,
    line: u64,
}

/// What comes next in a file.
pub(super) enum Next {
    /// A row.
    Row,
    /// Nothing.
    End,
    /// A row that is none.
    Broken {
        /// Its line.
        line: u64,
        /// Name of the column, empty where the whole row is meant.
        column: String,
        /// What is wrong.
        reason: Error,
        /// Whether nothing after it can be read.
        last: bool,
    },
}

/// What is wrong with a header, by column.
type Wrong = Vec<(String, Error)>;

impl Table {
    /// Opens a file; also answers what is wrong with its header.
    pub(super) fn open(spec: &'static Spec, input: Box<dyn Read>) -> Result<(Self, Wrong)> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(Watched::new(input));
        let places = vec![None; spec.columns.len()];
        let mut table =
            Self { spec, reader, record: ByteRecord::new(), header: Vec::new(), places, rows: 0, line: 1 };
        table.advance()?;
        let mut wrong = Vec::new();
        for (place, cell) in table.record.iter().enumerate() {
            let Ok(name) = std::str::from_utf8(cell) else {
                wrong.push((String::from_utf8_lossy(cell).into_owned(), Invalid::NotUtf8.into()));
                continue;
            };
            let name = name.trim().to_owned();
            match spec.columns.iter().position(|c| *c == name) {
                None => wrong.push((name.clone(), unknown(&name, spec))),
                Some(at) if table.places[at].is_some() => {
                    wrong.push((name.clone(), Invalid::Twice { given: name.clone() }.into()));
                }
                Some(at) => table.places[at] = Some(place),
            }
            table.header.push(name);
        }
        for key in spec.keys.natural {
            if table.place(key).is_none() && !wrong.iter().any(|(column, _)| column == key) {
                wrong.push(((*key).to_owned(), Error::MissingColumn));
            }
        }
        if let Some(offence) = table.reader.get_ref().offence().filter(|o| o.row <= table.rows) {
            let column = table.header.get(offence.cell).cloned().unwrap_or_default();
            wrong = vec![(column, offence.reason.clone().into())];
        }
        Ok((table, wrong))
    }

    fn advance(&mut self) -> Result<bool> {
        let read = self.reader.read_byte_record(&mut self.record).map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) => super::io(self.spec.name, &e),
            kind => Error::Io(format!("{}: {kind:?}", self.spec.name)),
        })?;
        if read {
            self.rows += 1;
            self.line = self.reader.get_mut().next_row().unwrap_or(self.line);
        }
        Ok(read)
    }

    /// Reads the next row.
    pub(super) fn next_row(&mut self) -> Result<Next> {
        if !self.advance()? {
            return Ok(match self.reader.get_ref().offence() {
                Some(offence) => self.broken(offence.line, offence.cell, offence.reason.clone().into()),
                None => Next::End,
            });
        }
        if let Some(offence) = self.reader.get_ref().offence().filter(|o| o.row <= self.rows) {
            return Ok(self.broken(offence.line, offence.cell, offence.reason.clone().into()));
        }
        let (given, expected) = (self.record.len(), self.header.len());
        if given != expected {
            let reason = Invalid::CellCount { given, expected }.into();
            return Ok(Next::Broken { line: self.line, column: String::new(), reason, last: false });
        }
        Ok(Next::Row)
    }

    fn broken(&self, line: u64, cell: usize, reason: Error) -> Next {
        let column = self.header.get(cell).cloned().unwrap_or_default();
        Next::Broken { line, column, reason, last: true }
    }

    /// The line on which the row at hand begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes were read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.reader.get_ref().bytes()
    }

    fn place(&self, column: &str) -> Option<usize> {
        let at = self.spec.columns.iter().position(|c| *c == column)?;
        self.places.get(at).copied().flatten()
    }
}

impl Source for Table {
    fn cell(&self, column: &str) -> Option<Result<&str>> {
        let cell = self.record.get(self.place(column)?)?;
        Some(std::str::from_utf8(cell).map_err(|_| Invalid::NotUtf8.into()))
    }
}

fn unknown(name: &str, spec: &Spec) -> Error {
    Invalid::NotOneOf { given: name.to_owned(), allowed: spec.columns.join(", ") }.into()
}
