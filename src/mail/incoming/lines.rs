//! Cuts bytes into lines, whatever ends them.
//!
//! Mail should end its lines with CRLF, but files from mbox have LF, old
//! programs CR, and broken gateways CR CR LF; all of them end one line here.

/// The lines of a message, each with the bytes that ended it.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What follows the lines taken so far.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Lines<'a> {
    /// The line without its end, and its end.
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let at = self.rest.iter().position(is_end);
        let (line, tail) = self.rest.split_at(at.unwrap_or(self.rest.len()));
        let length = match tail {
            [b'\r', b'\r', b'\n', ..] => 3,
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let (end, rest) = tail.split_at(length);
        self.rest = rest;
        Some((line, end))
    }
}
