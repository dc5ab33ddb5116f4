//! Texts that people type: cleaned of control characters, normalised to NFC, bounded in length.

use unicode_normalization::UnicodeNormalization;

use super::error::{Error, Invalid, Result};

/// The most characters that a one-line text keeps.
pub const LINE_MAX: usize = 500;
/// The most characters that a text of several lines keeps.
pub const TEXT_MAX: usize = 20_000;

/// Checks a one-line text: no control characters, not too long. Blanks around it are dropped.
pub fn one_line(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control() || deceives(c)) {
        return Err(Invalid::ControlCharacter.into());
    }
    bounded(text, LINE_MAX)
}

/// Checks a one-line text that may not be empty, to the eye either.
pub fn name(text: &str) -> Result<String> {
    let text = one_line(text)?;
    if is_blank(&text) { Err(Error::FieldRequired) } else { Ok(text) }
}

/// Whether a text shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Characters that turn or end a line for the eye: embeddings, overrides and isolates of direction, line
/// and paragraph separators, annotations.
fn deceives(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}')
}

/// Characters that show nothing where they stand alone: blanks, zero widths, fillers, joiners.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

/// A natural key as it is stored, from how somebody typed it: composed, without blanks around it.
pub fn key(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Checks a text of several lines: line ends, whichever way they are written, and tabs are the only
/// control characters.
pub fn paragraphs(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").replace(['\u{2028}', '\u{2029}'], "\n");
    if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || deceives(c)) {
        return Err(Invalid::ControlCharacter.into());
    }
    bounded(text.trim(), TEXT_MAX)
}

/// A text from outside as it can be kept: without control characters and signs that deceive the eye, cut where it is too
/// long.
pub fn tamed(text: &str, max: usize) -> String {
    let text = text.replace("\r\n", "\n").replace(['\u{2028}', '\u{2029}'], "\n");
    let kept = |c: &char| !(c.is_control() && !matches!(c, '\n' | '\t') || deceives(*c));
    let text: String = text.trim().nfc().filter(kept).collect();
    match text.char_indices().nth(max) {
        Some((at, _)) => format!("{}…", text[..at].chars().take(max - 1).collect::<String>()),
        None => text,
    }
}

fn bounded(text: &str, max: usize) -> Result<String> {
    let text: String = text.nfc().collect();
    if text.chars().count() > max { Err(Invalid::TooLong { max }.into()) } else { Ok(text) }
}
