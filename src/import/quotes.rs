//! Watches the bytes of a CSV file on their way to the parser, which forgives what RFC 4180 does
//! not: a quote within a cell, text after a closing quote, a quote that is never closed. It also
//! ends a file whose cell never ends, so that no file can fill the memory.

use std::collections::VecDeque;
use std::io::{self, Read};

use crate::domain::error::Invalid;

/// The most bytes of one cell.
const CELL_MAX: usize = 1 << 20;

/// What is wrong with the form of a file.
#[derive(Clone, Debug)]
pub(super) struct Offence {
    /// Which row, counted from 1.
    pub(super) row: u64,
    /// Line where the cell begins.
    pub(super) line: u64,
    /// Position of the cell in its row.
    pub(super) cell: usize,
    /// What it is.
    pub(super) reason: Invalid,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: its end, or half of an escaped quote.
    Quote,
}

/// A reader that watches.
pub(super) struct Watched<R> {
    inner: R,
    bytes: u64,
    state: State,
    line: u64,
    cell: usize,
    cell_line: u64,
    cell_bytes: usize,
    offence: Option<Offence>,
    rows: u64,
    /// Lines on which the rows begin that the parser has not asked for: at most a buffer full.
    begun: VecDeque<u64>,
}

impl<R: Read> Watched<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            bytes: 0,
            state: State::Start,
            line: 1,
            cell: 0,
            cell_line: 1,
            cell_bytes: 0,
            offence: None,
            rows: 0,
            begun: VecDeque::new(),
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn offence(&self) -> Option<&Offence> {
        self.offence.as_ref()
    }

    /// The line on which the next row begins. The parser's own count is off after blank lines.
    pub(super) fn next_row(&mut self) -> Option<u64> {
        self.begun.pop_front()
    }

    fn offend(&mut self, reason: Invalid) {
        if self.offence.is_none() {
            self.offence = Some(Offence { row: self.rows, line: self.cell_line, cell: self.cell, reason });
        }
    }

    fn watch(&mut self, byte: u8) {
        let begins = self.cell == 0 && self.cell_bytes == 0 && self.state == State::Start;
        if begins && byte != b'\n' && byte != b'\r' {
            self.rows += 1;
            self.begun.push_back(self.line);
        }
        self.cell_bytes += 1;
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) | (State::Quote, b'"') => State::Quoted,
            (_, b',') => {
                self.cell += 1;
                self.begin()
            }
            (_, b'\n' | b'\r') => {
                self.cell = 0;
                self.begin()
            }
            (State::Start, b'"') => State::Quoted,
            (State::Plain, b'"') | (State::Quote, _) => {
                self.offend(Invalid::Quotes);
                State::Plain
            }
            (State::Start | State::Plain, _) => State::Plain,
        };
        if byte == b'\n' {
            self.line += 1;
            if self.state == State::Start {
                self.cell_line = self.line;
            }
        }
        if self.cell_bytes > CELL_MAX {
            self.offend(Invalid::TooLong { max: CELL_MAX });
        }
    }

    fn begin(&mut self) -> State {
        self.cell_line = self.line;
        self.cell_bytes = 0;
        State::Start
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.offence.is_some() {
            return Ok(0);
        }
        let read = self.inner.read(buffer)?;
        let mut chunk = &buffer[..read];
        if self.bytes == 0 {
            chunk = chunk.strip_prefix(b"\xef\xbb\xbf").unwrap_or(chunk);
        }
        for byte in chunk {
            self.watch(*byte);
        }
        self.bytes += read as u64;
        if read == 0 && !buffer.is_empty() && self.state == State::Quoted {
            self.offend(Invalid::Quotes);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offence(text: &str) -> Option<(u64, usize)> {
        let mut watched = Watched::new(text.as_bytes());
        io::copy(&mut watched, &mut io::sink()).unwrap();
        watched.offence().map(|o| (o.line, o.cell))
    }

    #[test]
    fn tells_where_quotes_are_wrong() {
        for (text, expected) in [
            ("a,b\r\n\"x \"\"y\"\"\",\"1\n2\"\r\n", None),
            ("\u{feff}\"a\",b\n", None),
            ("a,b\n1,\"2\n3,4\n", Some((2, 1))),
            ("a,b\n1,2\n5\" pipe,4\n", Some((3, 0))),
            ("a,b\n\"1\n2\" x,4\n", Some((2, 0))),
            ("a\n\"\"", None),
        ] {
            assert_eq!(offence(text), expected, "{text:?}");
        }
    }
}
