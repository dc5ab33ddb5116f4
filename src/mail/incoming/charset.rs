//! Turns bytes into text by the name of their character set.
//!
//! Names in mail are often missing, misspelt or untrue. Korean mail most of
//! all mixes UTF-8 and EUC-KR, so what does not fit its name is tried as these
//! two before anything is replaced.

use encoding_rs::{EUC_KR, Encoding, GBK, ISO_2022_JP, REPLACEMENT, SHIFT_JIS, UTF_8, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

use super::doubt::Doubts;
use crate::domain::mail::incoming::Doubt;

enum Reader {
    /// One of the character sets that browsers know.
    Common(&'static Encoding),
    /// ISO-2022-KR, which browsers refuse.
    Korean7,
    /// One of the rare ones, such as UTF-7 and IBM850.
    Rare(fn(&[u8]) -> String),
}

/// Reads bytes as text in the character set that the message names for them.
pub(super) fn decode(bytes: &[u8], named: Option<&str>, doubts: &mut Doubts) -> String {
    let named = named.map(tidy).unwrap_or_default();
    if matches!(named.as_str(), "" | "us-ascii" | "ascii" | "ansi_x3.4-1968" | "7bit" | "8bit") {
        let (text, read_as) = guess(bytes, doubts);
        if !matches!(read_as, "us-ascii" | "utf-8") {
            doubts.add(Doubt::UndeclaredCharset { read_as });
        }
        return text;
    }
    let Some(reader) = reader(&named) else {
        let (text, read_as) = guess(bytes, doubts);
        doubts.add(Doubt::UnknownCharset { named, read_as });
        return text;
    };
    let text = reader.read(bytes);
    let is_utf8 = matches!(reader, Reader::Common(encoding) if encoding == UTF_8);
    // U+FFFD in sound UTF-8 is what the sender wrote.
    if !text.contains('\u{FFFD}') || is_utf8 && std::str::from_utf8(bytes).is_ok() {
        return text;
    }
    match certain(bytes) {
        Some((other, read_as)) if !(is_utf8 && nearly(&text)) => {
            doubts.add(Doubt::WrongCharset { named, read_as });
            other
        }
        _ => {
            doubts.add(Doubt::InvalidBytes { charset: named });
            text
        }
    }
}

/// Names come with quotes, comments and odd case around them.
fn tidy(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '(' | ';' | ','));
    let name = &name[..end.unwrap_or(name.len())];
    name.chars().take(40).collect::<String>().to_ascii_lowercase()
}

fn reader(name: &str) -> Option<Reader> {
    let common = match name {
        "iso-2022-kr" | "iso2022-kr" | "iso2022kr" | "csiso2022kr" => return Some(Reader::Korean7),
        "cp949" | "ms949" | "cp-949" | "uhc" | "ks_c_5601" | "ks-c-5601" | "ks-c-5601-1987"
        | "ks_c_5601_1987" | "ksc5601-1987" | "x-windows-949" | "x-cp949" | "euckr" | "euc_kr" | "5601" => {
            Some(EUC_KR)
        }
        "cp932" | "ms932" | "windows-932" | "sjis" => Some(SHIFT_JIS),
        "cp936" | "ms936" | "windows-936" => Some(GBK),
        "cp50220" | "cp50221" | "iso-2022-jp-ms" | "iso-2022-jp-1" => Some(ISO_2022_JP),
        "unicode-1-1-utf-8" | "utf_8" | "utf-8mb4" => Some(UTF_8),
        _ => Encoding::for_label(name.as_bytes()),
    };
    match common {
        Some(encoding) if encoding == REPLACEMENT => None,
        Some(encoding) => Some(Reader::Common(encoding)),
        None => charset_decoder(name.as_bytes()).map(Reader::Rare),
    }
}

impl Reader {
    fn read(&self, bytes: &[u8]) -> String {
        match self {
            Self::Common(encoding) => encoding.decode(bytes).0.into_owned(),
            Self::Korean7 => korean7(bytes),
            Self::Rare(decode) => decode(bytes),
        }
    }
}

/// ISO-2022-KR writes the two bytes of a Hangul syllable in seven bits between
/// SO and SI; with the high bit set they are EUC-KR.
fn korean7(bytes: &[u8]) -> String {
    let mut eight = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(b"\x1B$)C") {
            rest = after;
            continue;
        }
        match byte {
            0x0E => shifted = true,
            0x0F => shifted = false,
            b'\r' | b'\n' => {
                shifted = false;
                eight.push(byte);
            }
            0x21..=0x7E if shifted => eight.push(byte | 0x80),
            _ => eight.push(byte),
        }
        rest = tail;
    }
    EUC_KR.decode_without_bom_handling(&eight).0.into_owned()
}

/// Reads bytes of which nothing is known.
fn guess(bytes: &[u8], doubts: &mut Doubts) -> (String, &'static str) {
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    if has(b"\x1B$)C") {
        return (korean7(bytes), "iso-2022-kr");
    }
    if has(b"\x1B$B") || has(b"\x1B$@") {
        return (ISO_2022_JP.decode(bytes).0.into_owned(), "iso-2022-jp");
    }
    if bytes.is_ascii() {
        return (String::from_utf8_lossy(bytes).into_owned(), "us-ascii");
    }
    if let Some(found) = certain(bytes) {
        return found;
    }
    for encoding in [UTF_8, EUC_KR] {
        let text = encoding.decode_without_bom_handling(bytes).0;
        if nearly(&text) {
            let read_as = if encoding == UTF_8 { "utf-8" } else { "euc-kr" };
            doubts.add(Doubt::InvalidBytes { charset: read_as.to_owned() });
            return (text.into_owned(), read_as);
        }
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    (text.into_owned(), "windows-1252")
}

/// Reads bytes that are without a fault in UTF-8 or EUC-KR: other bytes hardly
/// ever are by chance.
fn certain(bytes: &[u8]) -> Option<(String, &'static str)> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_owned(), "utf-8"));
    }
    EUC_KR
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| (text.into_owned(), "euc-kr"))
}

/// Whether so few bytes had to be replaced that the character set must be right.
fn nearly(text: &str) -> bool {
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let replaced = text.chars().filter(|c| *c == '\u{FFFD}').count();
    replaced * 10 <= foreign - replaced
}
