//! Decodes the text of headers.
//!
//! Programs cut encoded words in the middle of a character, so neighbouring
//! words are joined as bytes before they become text; `mail-parser` decodes
//! each by itself and loses such characters. Bytes outside of encoded words
//! may be in any character set.

use super::charset;
use super::doubt::Doubts;
use super::transfer;

/// Decodes a text with encoded words into one clean line.
pub(super) fn line(value: &[u8], doubts: &mut Doubts) -> String {
    let decoded = pieces(value).into_iter().map(|piece| piece.decode(doubts));
    one_line(&decoded.collect::<String>())
}

/// Puts a text on one line and takes control characters out of it.
pub(super) fn one_line(text: &str) -> String {
    let space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{2028}' | '\u{2029}');
    let hidden = |c: &char| c.is_control() || *c == '\u{FEFF}';
    let visible = |word: &str| word.chars().filter(|c| !hidden(c)).collect::<String>();
    let words = text.split(space).map(visible);
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A stretch of a header value.
pub(super) enum Piece<'a> {
    /// Bytes as they stand.
    Raw(&'a [u8]),
    /// Neighbouring encoded words of one character set, their bytes joined.
    Encoded { charset: &'a [u8], bytes: Vec<u8> },
}

impl Piece<'_> {
    pub(super) fn decode(&self, doubts: &mut Doubts) -> String {
        match self {
            Self::Raw(bytes) => charset::decode(bytes, None, doubts),
            Self::Encoded { charset, bytes } => {
                charset::decode(bytes, Some(&String::from_utf8_lossy(charset)), doubts)
            }
        }
    }
}

/// Cuts a header value at its encoded words.
pub(super) fn pieces(value: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut raw = 0;
    let mut at = 0;
    // Looking for the end of a word costs time, so not every `=?` is given a chance.
    let mut tries = 100;
    while tries > 0
        && let Some(found) = find(&value[at..], b"=?")
    {
        let start = at + found;
        let Some((charset, bytes, length)) = encoded_word(&value[start..]) else {
            at = start + 2;
            tries -= 1;
            continue;
        };
        let between = &value[raw..start];
        at = start + length;
        raw = at;
        // White space between encoded words only separates them.
        let joins = between.iter().all(u8::is_ascii_whitespace)
            && matches!(pieces.last(), Some(Piece::Encoded { .. }));
        if !joins && !between.is_empty() {
            pieces.push(Piece::Raw(between));
        }
        match pieces.last_mut() {
            Some(Piece::Encoded { charset: same, bytes: before }) if same.eq_ignore_ascii_case(charset) => {
                before.extend_from_slice(&bytes);
            }
            _ => pieces.push(Piece::Encoded { charset, bytes }),
        }
    }
    if raw < value.len() {
        pieces.push(Piece::Raw(&value[raw..]));
    }
    pieces
}

/// Reads the encoded word at the start of a value: its character set, its bytes
/// and its length.
fn encoded_word(value: &[u8]) -> Option<(&[u8], Vec<u8>, usize)> {
    const LONGEST_NAME: usize = 64;
    const LONGEST_WORD: usize = 16 * 1024;
    let name = &value[2..value.len().min(LONGEST_NAME)];
    let charset = &name[..find(name, b"?")?];
    let (encoding, text) = value[2 + charset.len()..].split_at_checked(3)?;
    let text = &text[..find(&text[..text.len().min(LONGEST_WORD)], b"?=")?];
    let bytes = match encoding {
        // Doubts of base64 are not told here: what cannot be read stays as it is.
        b"?B?" | b"?b?" => mail_parser::decoders::base64::base64_decode(text)?,
        b"?Q?" | b"?q?" => {
            let spaces = |byte: &u8| if *byte == b'_' { b' ' } else { *byte };
            let text: Vec<u8> = text.iter().map(spaces).collect();
            // A mark at the end keeps the trailing space of a word.
            let mut bytes = transfer::quoted_printable(&[&text[..], b"|"].concat()).0;
            bytes.pop();
            bytes
        }
        _ => return None,
    };
    let length = 2 + charset.len() + 3 + text.len() + 2;
    let language = charset.iter().position(|byte| *byte == b'*');
    Some((&charset[..language.unwrap_or(charset.len())], bytes, length))
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}
