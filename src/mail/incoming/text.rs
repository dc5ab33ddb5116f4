//! The last touches to a plain text.
//!
//! Line ends become LF, control characters that nothing can show go away, and
//! lines that the mail program wrapped are put together again.

use super::doubt::Doubts;
use super::lines::Lines;
use crate::domain::mail::incoming::Doubt;

/// Gives a text LF line ends and takes control characters and outer blank lines away.
pub(super) fn finish(text: &str, doubts: &mut Doubts) -> String {
    let mut finished = String::with_capacity(text.len());
    let mut dropped = false;
    for (line, end) in Lines::new(text.as_bytes()) {
        let line = String::from_utf8_lossy(line);
        for letter in line.chars() {
            match letter {
                '\t' => finished.push(letter),
                '\u{FEFF}' => {}
                _ if letter.is_control() => dropped = true,
                _ => finished.push(letter),
            }
        }
        if !end.is_empty() {
            finished.push('\n');
        }
    }
    if dropped {
        doubts.add(Doubt::ControlCharacters);
    }
    let blank = |line: &str| line.trim().is_empty();
    let mut kept = finished.as_str();
    while let Some((_, rest)) = kept.split_once('\n').filter(|(first, _)| blank(first)) {
        kept = rest;
    }
    kept.trim_end().to_owned()
}

/// Joins the lines of a text in the format "flowed" of RFC 3676: one that ends
/// with a space goes on in the next.
pub(super) fn unflow(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for (line, _) in Lines::new(text.as_bytes()) {
        let line = String::from_utf8_lossy(line);
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        // A space was put before lines that would look like a quote.
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        if open != Some(depth) || signature {
            if open.is_some() {
                joined.push('\n');
            }
            joined.push_str(&">".repeat(depth));
            if depth > 0 && !content.is_empty() {
                joined.push(' ');
            }
        }
        let flows = content.ends_with(' ') && !signature;
        let content =
            if flows && delete_space { content.strip_suffix(' ').unwrap_or(content) } else { content };
        joined.push_str(content);
        open = flows.then_some(depth);
        if !flows {
            joined.push('\n');
        }
    }
    joined
}
