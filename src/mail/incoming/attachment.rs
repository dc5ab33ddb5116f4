//! The files that come with a message.
//!
//! Their names are chosen by strangers, so they are made safe to save, to show
//! and to send on before anyone sees them.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::words::one_line;
use crate::domain::mail::incoming::Attachment;

/// The longest file name in bytes: file systems take 255, and a counter may follow.
const LONGEST: usize = 200;

/// Makes a safe file name of what the message says, or of the media type.
pub(super) fn file_name(said: Option<&str>, media_type: &str) -> String {
    let said = said.map(safe).unwrap_or_default();
    if said.is_empty() {
        return by_type(media_type).to_owned();
    }
    if media_type == "message/rfc822" && !said.to_ascii_lowercase().ends_with(".eml") {
        return format!("{said}.eml");
    }
    said
}

/// Gives files of the same name a counter, so that none overwrites another.
pub(super) fn tell_apart(attachments: &mut [Attachment]) {
    let mut taken = HashSet::new();
    for attachment in attachments {
        let (stem, extension) = split(&attachment.name);
        let mut name = attachment.name.clone();
        let mut count = 1;
        while !taken.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{stem} ({count}){extension}");
        }
        attachment.name = name;
    }
}

fn safe(said: &str) -> String {
    // Macs send Hangul syllables as separate letters, which other systems show apart.
    let name: String = one_line(said).nfc().collect();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Marks of writing direction can make `exe.txt` of `txt.exe`.
    let turns =
        |c: &char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let plain = |c: char| if "<>:\"|?*".contains(c) { '_' } else { c };
    let name: String = name.chars().filter(|c| !turns(c)).map(plain).collect();
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, extension) = split(name);
    let room = LONGEST - extension.len();
    let stem = &stem[..stem.floor_char_boundary(room)];
    let lower = stem.to_ascii_lowercase();
    let device = matches!(lower.as_str(), "con" | "prn" | "aux" | "nul")
        || lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    format!("{}{stem}{extension}", if device { "_" } else { "" })
}

/// Splits the extension, with its dot, off a file name.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 && name.len() - dot <= 20 => name.split_at(dot),
        _ => (name, ""),
    }
}

fn by_type(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "image.png",
        "image/jpeg" | "image/jpg" | "image/pjpeg" => "image.jpg",
        "image/gif" => "image.gif",
        "image/webp" => "image.webp",
        "image/heic" => "image.heic",
        "image/bmp" => "image.bmp",
        "image/svg+xml" => "image.svg",
        "application/pdf" => "document.pdf",
        "application/zip" | "application/x-zip-compressed" => "archive.zip",
        "application/ms-tnef" | "application/vnd.ms-tnef" => "winmail.dat",
        "application/pgp-signature" => "signature.asc",
        "application/pgp-encrypted" => "version.asc",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "smime.p7s",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "smime.p7m",
        "application/json" => "data.json",
        "application/xml" | "text/xml" => "data.xml",
        "text/calendar" => "invite.ics",
        "text/vcard" | "text/x-vcard" | "text/directory" => "contact.vcf",
        "text/csv" => "data.csv",
        "text/html" => "page.html",
        "text/rfc822-headers" => "headers.txt",
        "message/rfc822" => "message.eml",
        "message/delivery-status" => "delivery-status.txt",
        "message/disposition-notification" => "disposition-notification.txt",
        _ if media_type.starts_with("text/") => "text.txt",
        _ if media_type.starts_with("audio/") => "audio.bin",
        _ if media_type.starts_with("video/") => "video.bin",
        _ if media_type.starts_with("image/") => "image.bin",
        _ => "attachment.bin",
    }
}
