//! Undoes the transfer encodings that carry bytes through mail.
//!
//! Damaged encodings are read as far as they can be and told as doubts, since
//! half a file or text is worth more than none.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;

use super::doubt::Doubts;
use super::lines::Lines;
use crate::domain::mail::incoming::Doubt;

/// Undoes the transfer encoding of that name.
pub(super) fn decode<'a>(bytes: &'a [u8], named: &str, doubts: &mut Doubts) -> Cow<'a, [u8]> {
    match named {
        "" | "7bit" | "8bit" | "binary" | "7-bit" | "8-bit" => Cow::Borrowed(bytes),
        "base64" => base64(bytes, doubts),
        "quoted-printable" => {
            let (decoded, sound) = quoted_printable(bytes);
            if !sound {
                doubts.add(Doubt::BadQuotedPrintable);
            }
            Cow::Owned(decoded)
        }
        "x-uuencode" | "uuencode" | "x-uue" | "uue" => match first_uuencoded(bytes) {
            Some(file) => Cow::Owned(file.content),
            None => {
                doubts.add(Doubt::BadUuencode);
                Cow::Borrowed(bytes)
            }
        },
        _ => {
            let named = named.chars().take(40).collect();
            doubts.add(Doubt::UnknownTransferEncoding { named });
            Cow::Borrowed(bytes)
        }
    }
}

/// Strays in base64 are passed over, and so are lines that are something else,
/// such as the footer of a mailing list; a body mostly of such lines never was
/// base64.
pub(super) fn base64<'a>(bytes: &'a [u8], doubts: &mut Doubts) -> Cow<'a, [u8]> {
    if let Some(decoded) = base64_decode(bytes) {
        return Cow::Owned(decoded);
    }
    doubts.add(Doubt::BadBase64);
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let mut clean = Vec::with_capacity(bytes.len());
    let mut foreign = 0;
    for (line, _) in Lines::new(bytes) {
        let strays = line.trim_ascii().iter().filter(|byte| !belongs(byte)).count();
        if strays * 20 > line.len() {
            foreign += line.len();
        } else {
            clean.extend(line.iter().filter(|byte| belongs(byte)));
        }
    }
    let decoded = base64_decode(&clean).filter(|_| foreign * 2 <= bytes.len());
    decoded.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// Reads quoted-printable and says whether all of it was sound.
pub(super) fn quoted_printable(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut sound = true;
    for (line, end) in Lines::new(bytes) {
        let mut rest = line.trim_ascii_end();
        let soft = rest.ends_with(b"=");
        rest = rest.strip_suffix(b"=").unwrap_or(rest);
        while let Some((&byte, tail)) = rest.split_first() {
            rest = tail;
            if byte != b'=' {
                decoded.push(byte);
            } else if let Some(value) = hex_pair(tail) {
                decoded.push(value);
                rest = &tail[2..];
            } else {
                decoded.push(b'=');
                sound = false;
            }
        }
        if !soft {
            decoded.extend_from_slice(end);
        }
    }
    (decoded, sound)
}

/// Reads the two hexadecimal digits that the bytes begin with.
pub(super) fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// A file written into a text as uuencode.
pub(super) struct Uuencoded {
    pub(super) name: Vec<u8>,
    pub(super) content: Vec<u8>,
}

/// Takes the uuencoded files out of a text and returns the text without them.
pub(super) fn take_uuencoded(text: &[u8]) -> (Vec<u8>, Vec<Uuencoded>) {
    let mut kept = Vec::with_capacity(text.len());
    let mut files = Vec::new();
    let mut lines = Lines::new(text);
    // Without an end there is no file; looking for it once is enough.
    let mut may_end = text.windows(3).any(|window| window == b"end");
    while let Some((line, end)) = lines.next() {
        if may_end && let Some(name) = begin(line) {
            match uuencoded(name, lines.rest()) {
                Some((file, rest)) => {
                    files.push(file);
                    lines = Lines::new(rest);
                    continue;
                }
                None => may_end = false,
            }
        }
        kept.extend_from_slice(line);
        kept.extend_from_slice(end);
    }
    (kept, files)
}

fn first_uuencoded(text: &[u8]) -> Option<Uuencoded> {
    let mut lines = Lines::new(text);
    while let Some((line, _)) = lines.next() {
        if let Some(name) = begin(line) {
            return uuencoded(name, lines.rest()).map(|(file, _)| file);
        }
    }
    None
}

/// The file name in a line such as `begin 644 report.txt`.
fn begin(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"begin ")?;
    let (mode, name) = rest.split_at_checked(4)?;
    let octal = mode[..3].iter().all(|digit| (b'0'..=b'7').contains(digit));
    (octal && mode[3] == b' ' && !name.is_empty()).then_some(name)
}

/// Reads the lines after `begin` up to `end`; anything odd means it is no file.
fn uuencoded<'a>(name: &[u8], text: &'a [u8]) -> Option<(Uuencoded, &'a [u8])> {
    let mut content = Vec::new();
    let mut lines = Lines::new(text);
    while let Some((line, _)) = lines.next() {
        if line == b"end" {
            let name = name.to_vec();
            return Some((Uuencoded { name, content }, lines.rest()));
        }
        let sextet = |byte: u8| (b' '..=b'`').contains(&byte).then(|| (byte - b' ') & 0x3F);
        let Some((&first, coded)) = line.split_first() else {
            continue;
        };
        let length = usize::from(sextet(first)?);
        let mut decoded = Vec::with_capacity(48);
        for group in coded.chunks(4) {
            let mut bits = 0u32;
            for at in 0..4 {
                // Trailing spaces, which stand for zeros, are often cut off.
                let byte = group.get(at).copied().unwrap_or(b' ');
                bits = bits << 6 | u32::from(sextet(byte)?);
            }
            decoded.extend_from_slice(&bits.to_be_bytes()[1..]);
        }
        decoded.resize(length, 0);
        content.extend_from_slice(&decoded);
    }
    None
}
