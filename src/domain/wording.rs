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
    if text.chars().any(char::is_control) {
        return Err(Invalid::ControlCharacter.into());
    }
    bounded(text, LINE_MAX)
}

/// Checks a one-line text that may not be empty.
pub fn name(text: &str) -> Result<String> {
    let text = one_line(text)?;
    if text.is_empty() { Err(Error::FieldRequired) } else { Ok(text) }
}

/// Checks a text of several lines: line ends and tabs are the only control characters.
pub fn paragraphs(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Invalid::ControlCharacter.into());
    }
    bounded(text.trim(), TEXT_MAX)
}

fn bounded(text: &str, max: usize) -> Result<String> {
    let text: String = text.nfc().collect();
    if text.chars().count() > max { Err(Invalid::TooLong { max }.into()) } else { Ok(text) }
}
