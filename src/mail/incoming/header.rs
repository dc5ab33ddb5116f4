//! Reads the header fields of a message or of one of its parts.
//!
//! The fields are cut here, so that lines that are no headers and headers of
//! any size are met with patience; the grammar of identifiers and addresses is
//! left to `mail-parser`.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;

use super::doubt::Doubts;
use super::lines::Lines;
use super::{address, words};
use crate::domain::mail::incoming::Doubt;
use crate::domain::mail::incoming::Sender;

/// The header fields in the order they were written, names in lower case.
pub(super) struct Fields<'a>(Vec<(String, Cow<'a, [u8]>)>);

impl<'a> Fields<'a> {
    /// Cuts the header fields off a message and returns them with its body.
    pub(super) fn split(raw: &'a [u8], doubts: &mut Doubts) -> (Self, &'a [u8]) {
        let mut fields: Vec<(String, Cow<'a, [u8]>)> = Vec::new();
        let mut lines = Lines::new(raw);
        loop {
            let start = lines.rest();
            let Some((line, _)) = lines.next() else {
                return (Self(fields), start);
            };
            if line.is_empty() {
                return (Self(fields), lines.rest());
            }
            if let Some((_, value)) = fields.last_mut()
                && matches!(line, [b' ' | b'\t', ..])
            {
                value.to_mut().extend_from_slice(line);
            } else if let Some((name, value)) = field(line) {
                fields.push((name, Cow::Borrowed(value)));
            } else {
                doubts.add(Doubt::BrokenHeader);
                // One bad line among headers is passed over; else it begins the
                // body, and the blank line before it is missing.
                if fields.is_empty() || !more_headers(lines.rest()) {
                    return (Self(fields), start);
                }
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The raw value of the first field of that name.
    pub(super) fn first(&self, name: &str) -> Option<&[u8]> {
        let found = self.0.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_ref())
    }

    fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b [u8]> {
        let same = move |(other, value): &'b (String, Cow<'a, [u8]>)| (other == name).then(|| value.as_ref());
        self.0.iter().filter_map(same)
    }

    /// The first word of a field such as `Precedence`, in lower case.
    pub(super) fn token(&self, name: &str) -> Option<String> {
        let value = String::from_utf8_lossy(self.first(name)?).to_ascii_lowercase();
        let end = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '(');
        Some(value.trim().split(end).next().unwrap_or_default().to_owned())
    }

    /// The decoded text of a field on one line.
    pub(super) fn text(&self, name: &str, doubts: &mut Doubts) -> Option<String> {
        self.first(name).map(|value| words::line(value, doubts))
    }

    /// The addresses in all fields of that name.
    pub(super) fn addresses(&self, name: &str, doubts: &mut Doubts) -> Vec<Sender> {
        self.all(name).flat_map(|value| address::list(value, doubts)).collect()
    }

    /// The message identifiers in a field, without angle brackets.
    pub(super) fn ids(&self, name: &str) -> Vec<String> {
        let Some(value) = self.first(name) else {
            return Vec::new();
        };
        let line = [value, b"\n"].concat();
        let found = MessageStream::new(&line).parse_id();
        let ids = found.as_text_list().unwrap_or_default().iter();
        // An identifier broken over two lines has white space inside.
        let visible = |c: &char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>');
        ids.map(|id| id.chars().filter(visible).collect::<String>()).filter(|id| !id.is_empty()).collect()
    }
}

fn field(line: &[u8]) -> Option<(String, &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    Some((name, &line[colon + 1..]))
}

/// Whether the lines up to the next blank one are nothing but headers.
fn more_headers(rest: &[u8]) -> bool {
    let block = Lines::new(rest).take_while(|(line, _)| !line.is_empty());
    let mut seen = false;
    for (line, _) in block {
        let header = field(line).is_some();
        let continued = seen && matches!(line, [b' ' | b'\t', ..]);
        if !(header || continued) {
            return false;
        }
        seen = true;
    }
    seen
}
