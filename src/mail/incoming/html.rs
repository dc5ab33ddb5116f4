//! Turns the HTML of mail programs into plain text.
//!
//! `mail-parser` has such a function, but it knows neither `div` nor tables,
//! lists or links, so that lines run together; only its table of entities is
//! used. One pass without recursion reads any HTML, however broken, in linear
//! time: nothing is built, and tags only set what comes before the next word.

mod tags;
mod text;

use text::Text;

/// The character set that the HTML itself names.
pub(super) fn charset(source: &[u8]) -> Option<&[u8]> {
    let head = &source[..source.len().min(2048)];
    let lower = head.to_ascii_lowercase();
    let at = lower.windows(8).position(|window| window == b"charset=")? + 8;
    let name = head[at..].trim_ascii_start();
    let name = name.strip_prefix(b"\"").or(name.strip_prefix(b"'")).unwrap_or(name);
    let end = name.iter().position(|c| !c.is_ascii_alphanumeric() && !b"-_".contains(c))?;
    Some(&name[..end]).filter(|name| !name.is_empty())
}

/// Turns HTML into plain text.
pub(super) fn to_text(source: &str) -> String {
    let mut scan = Scan { source, lower: source.to_ascii_lowercase(), absent: Vec::new() };
    let mut text = Text::default();
    let mut at = 0;
    while at < source.len() {
        let Some(open) = scan.find("<", at) else {
            text.write(&source[at..]);
            break;
        };
        text.write(&source[at..open]);
        at = match source[open + 1..].chars().next() {
            Some('!') if source[open..].starts_with("<!--") => scan.after("-->", open + 4),
            Some('!' | '?') => scan.after(">", open),
            Some(c) if c == '/' || c.is_ascii_alphabetic() => scan.tag(open, &mut text),
            _ => {
                text.write("<");
                open + 1
            }
        };
    }
    text.finish()
}

/// Looks things up in the source, and remembers what it has no more of, so
/// that looking for it again and again takes no time.
struct Scan<'s> {
    source: &'s str,
    lower: String,
    absent: Vec<&'static str>,
}

impl<'s> Scan<'s> {
    fn find(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        if self.absent.contains(&mark) {
            return None;
        }
        let found = self.lower[from..].find(mark).map(|at| from + at);
        if found.is_none() {
            self.absent.push(mark);
        }
        found
    }

    /// The place after a mark, or else after the next tag, or the end.
    fn after(&mut self, mark: &'static str, from: usize) -> usize {
        let found = self.find(mark, from).map(|at| at + mark.len());
        let found = found.or_else(|| self.find(">", from).map(|at| at + 1));
        found.unwrap_or(self.source.len())
    }

    /// Reads the tag that opens at a place and returns where the text goes on.
    fn tag(&mut self, open: usize, text: &mut Text<'s>) -> usize {
        let end = self.end_of_tag(open);
        let inner = &self.source[open + 1..end];
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, inner),
        };
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let name = inner[..length].to_ascii_lowercase();
        let end = self.source.len().min(end + 1);
        let hidden = match name.as_str() {
            "style" => "</style",
            "script" => "</script",
            "title" => "</title",
            "template" => "</template",
            _ => {
                text.tag(&name, closing, &inner[length..]);
                return end;
            }
        };
        let close = if closing { None } else { self.find(hidden, end) };
        close.map_or(end, |close| self.after(">", close))
    }

    /// The place of the `>` that ends a tag; one within a quoted value does not.
    fn end_of_tag(&mut self, open: usize) -> usize {
        let mut at = open + 1;
        let bytes = self.source.as_bytes();
        while let Some(byte) = bytes.get(at) {
            let value = bytes[at - 1] == b'=';
            let quote = match byte {
                b'>' => return at,
                b'"' if value => self.find("\"", at + 1),
                b'\'' if value => self.find("'", at + 1),
                _ => None,
            };
            at = quote.unwrap_or(at) + 1;
        }
        self.source.len()
    }
}

/// The value of an attribute in the inside of a tag.
fn attribute<'s>(attributes: &'s str, wanted: &str) -> Option<&'s str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() && after.is_empty() {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}
