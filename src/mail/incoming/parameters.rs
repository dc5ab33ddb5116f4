//! Reads values with parameters, such as Content-Type and Content-Disposition.
//!
//! File names come in four ways: plain, as raw bytes, as an encoded word that
//! the standard forbids here but most Korean programs write, and by RFC 2231 in
//! numbered sections, which must be joined before they are decoded.

use super::charset;
use super::doubt::Doubts;
use super::transfer;
use super::words;

/// A value and the parameters that follow it.
#[derive(Default)]
pub(super) struct Parameters {
    /// The value before the first semicolon, in lower case.
    pub(super) value: String,
    list: Vec<(String, Vec<u8>)>,
}

impl Parameters {
    pub(super) fn read(raw: &[u8]) -> Self {
        let (value, mut rest) = cut(raw, |byte| byte == b';');
        let mut list = Vec::new();
        while !rest.is_empty() {
            rest = rest.trim_ascii_start();
            rest = rest.strip_prefix(b";").unwrap_or(rest);
            let (name, after) = cut(rest, |byte| byte == b'=' || byte == b';');
            let Some(after) = after.strip_prefix(b"=") else {
                rest = after;
                continue;
            };
            let name = String::from_utf8_lossy(name.trim_ascii()).to_ascii_lowercase();
            let after = after.trim_ascii_start();
            let (value, after) = match after.strip_prefix(b"\"") {
                Some(quoted) => unquote(quoted),
                None => {
                    let (value, after) = cut(after, |byte| byte == b';');
                    (value.trim_ascii_end().to_vec(), after)
                }
            };
            list.push((name, value));
            rest = after;
        }
        let value = String::from_utf8_lossy(value.trim_ascii()).to_ascii_lowercase();
        Self { value, list }
    }

    /// The bytes of a parameter as they stand, for names that are only ASCII.
    pub(super) fn plain(&self, name: &str) -> Option<&[u8]> {
        let found = self.list.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_slice())
    }

    /// The decoded text of a parameter.
    pub(super) fn text(&self, name: &str, doubts: &mut Doubts) -> Option<String> {
        self.sections(name, doubts)
            .or_else(|| self.plain(name).map(|value| words::line(value, doubts)))
            .filter(|text| !text.is_empty())
    }

    /// The parameter as RFC 2231 writes it: `name*` or `name*0*`, `name*1*`, ...
    fn sections(&self, name: &str, doubts: &mut Doubts) -> Option<String> {
        let mut sections: Vec<(usize, bool, &[u8])> = Vec::new();
        for (other, value) in &self.list {
            let Some(place) = other.strip_prefix(name).and_then(|rest| rest.strip_prefix('*')) else {
                continue;
            };
            let encoded = place.is_empty() || place.ends_with('*');
            let place = place.trim_end_matches('*');
            let place = if place.is_empty() { 0 } else { place.parse().ok()? };
            sections.push((place, encoded, value));
        }
        sections.sort_by_key(|(place, ..)| *place);
        let mut charset = None;
        let mut bytes = Vec::new();
        for (at, (_, encoded, value)) in sections.iter().enumerate() {
            let mut value = *value;
            if at == 0 && *encoded {
                let mut marked = value.splitn(3, |byte| *byte == b'\'');
                if let (Some(named), Some(_), Some(rest)) = (marked.next(), marked.next(), marked.next()) {
                    charset = Some(String::from_utf8_lossy(named));
                    value = rest;
                }
            }
            if *encoded {
                percent(value, &mut bytes);
            } else {
                bytes.extend_from_slice(value);
            }
        }
        match charset {
            _ if sections.is_empty() => None,
            None => Some(words::line(&bytes, doubts)),
            Some(_) => Some(charset::decode(&bytes, charset.as_deref(), doubts)),
        }
    }
}

fn cut(bytes: &[u8], end: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let at = bytes.iter().position(|byte| end(*byte));
    bytes.split_at(at.unwrap_or(bytes.len()))
}

/// Reads up to the closing quote. A backslash escapes only a quote or another
/// one: elsewhere it belongs to a Windows path that was never escaped.
fn unquote(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut value = Vec::new();
    let mut rest = bytes;
    loop {
        match rest {
            [] => return (value, rest),
            [b'"', after @ ..] => return (value, after),
            [b'\\', escaped @ (b'"' | b'\\'), after @ ..] => {
                value.push(*escaped);
                rest = after;
            }
            [byte, after @ ..] => {
                value.push(*byte);
                rest = after;
            }
        }
    }
}

fn percent(bytes: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        rest = after;
        match transfer::hex_pair(after) {
            Some(value) if *byte == b'%' => {
                decoded.push(value);
                rest = &after[2..];
            }
            _ => decoded.push(*byte),
        }
    }
}
