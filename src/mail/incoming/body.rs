//! Walks the parts of a message and sorts them into text and files.
//!
//! The walk is done here and not by `mail-parser`, whose tree of parts takes
//! quadratic time on missing boundaries and overflows the stack on deeply
//! nested messages; this one has bounds on depth and number, looks for
//! boundaries only at the start of lines, and tells what is cut off.

use std::borrow::Cow;

use super::attachment;
use super::charset;
use super::doubt::Doubts;
use super::header::Fields;
use super::html;
use super::multipart::{self, Found};
use super::parameters::Parameters;
use super::text;
use super::transfer;
use crate::domain::mail::incoming::Attachment;
use crate::domain::mail::incoming::Doubt;

/// Real mail is nested four or five levels deep.
const DEEPEST: usize = 24;
/// Real mail has at most some hundred parts.
const MOST_PARTS: usize = 1000;

/// The text and the files of a message.
pub(super) struct Content {
    pub(super) text: String,
    pub(super) attachments: Vec<Attachment>,
}

/// Reads the body that belongs to the header fields of a message.
pub(super) fn read(fields: &Fields, body: &[u8], doubts: &mut Doubts) -> Content {
    let mut walk = Walk { doubts, attachments: Vec::new(), parts: 0 };
    let found = walk.part(fields, body, Place::default());
    let mut attachments = walk.attachments;
    attachment::tell_apart(&mut attachments);
    let text = found.map(|found| found.text).unwrap_or_default();
    Content { text: text::finish(&text, doubts), attachments }
}

/// Where a part stands among the others.
#[derive(Default, Clone, Copy)]
struct Place {
    depth: usize,
    alternative: bool,
    related: bool,
    digest: bool,
}

struct Walk<'d> {
    doubts: &'d mut Doubts,
    attachments: Vec<Attachment>,
    parts: usize,
}

impl Walk<'_> {
    fn part(&mut self, fields: &Fields, body: &[u8], place: Place) -> Option<Found> {
        let media = Parameters::read(fields.first("content-type").unwrap_or_default());
        let mut media_type = media_type(&media.value, place);
        if media_type.starts_with("multipart/") {
            if place.depth == DEEPEST {
                self.doubts.add(Doubt::TooDeep);
            } else if let Some((parts, closed)) =
                multipart::split(body, media.plain("boundary").unwrap_or_default())
            {
                if !closed {
                    self.doubts.add(Doubt::UnclosedMultipart);
                }
                return self.multipart(media_type, &parts, place);
            } else {
                self.doubts.add(Doubt::MissingBoundary);
                media_type = "text/plain";
            }
        }
        let encoding = fields.token("content-transfer-encoding").unwrap_or_default();
        let bytes = transfer::decode(body, &encoding, self.doubts);
        let disposition = Parameters::read(fields.first("content-disposition").unwrap_or_default());
        let name = disposition.text("filename", self.doubts).or_else(|| media.text("name", self.doubts));
        let is_root = place.depth == 0;
        let has_name = name.is_some() && !is_root && !place.alternative;
        let is_file = disposition.value == "attachment" || has_name;
        match media_type {
            "text/calendar" => {}
            "text/plain" if !is_file => return Some(self.plain(&bytes, &media)),
            "text/html" if !is_file => return Some(self.html(&bytes, &media)),
            _ if is_file || !media_type.starts_with("text/") => {}
            // The other forms of the same text, such as AMP, say nothing new.
            _ if place.alternative => return None,
            // A mail in Markdown or the like can be read as it is.
            _ if is_root => return Some(self.plain(&bytes, &media)),
            _ => {}
        }
        let shown = place.related && fields.first("content-id").is_some();
        let inline = media_type.starts_with("image/") && (disposition.value == "inline" || shown);
        self.file(name, media_type, bytes, inline);
        None
    }

    fn multipart(&mut self, media_type: &str, parts: &[&[u8]], place: Place) -> Option<Found> {
        let alternative = media_type == "multipart/alternative";
        let within = Place {
            depth: place.depth + 1,
            alternative,
            related: media_type == "multipart/related",
            digest: media_type == "multipart/digest",
        };
        let mut found = Vec::new();
        for part in parts {
            self.parts += 1;
            if self.parts > MOST_PARTS {
                self.doubts.add(Doubt::TooManyParts);
                break;
            }
            // A part may have no header at all and begin with a blank line.
            let (fields, body) = Fields::split(part, self.doubts);
            found.extend(self.part(&fields, body, within));
        }
        if alternative { multipart::choose(found) } else { multipart::join(found) }
    }

    fn plain(&mut self, bytes: &[u8], media: &Parameters) -> Found {
        let (bytes, files) = transfer::take_uuencoded(bytes);
        for file in files {
            let name = charset::decode(&file.name, None, self.doubts);
            self.file(Some(name), "application/octet-stream", Cow::Owned(file.content), false);
        }
        let named = media.plain("charset").map(String::from_utf8_lossy);
        let mut text = charset::decode(&bytes, named.as_deref(), self.doubts);
        let says = |name: &str, value: &[u8]| {
            let said = media.plain(name).unwrap_or_default();
            said.trim_ascii().eq_ignore_ascii_case(value)
        };
        if says("format", b"flowed") {
            text = text::unflow(&text, says("delsp", b"yes"));
        }
        Found { text, plain: true }
    }

    fn html(&mut self, bytes: &[u8], media: &Parameters) -> Found {
        let named = media.plain("charset").or_else(|| html::charset(bytes));
        let named = named.map(String::from_utf8_lossy);
        let source = charset::decode(bytes, named.as_deref(), self.doubts);
        Found { text: html::to_text(&source), plain: false }
    }

    fn file(&mut self, name: Option<String>, media_type: &str, content: Cow<[u8]>, inline: bool) {
        match media_type {
            "application/ms-tnef" | "application/vnd.ms-tnef" => self.doubts.add(Doubt::WinmailDat),
            "application/pgp-encrypted" => self.doubts.add(Doubt::Encrypted),
            // This type also seals mail that is only signed.
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => self.doubts.add(Doubt::Encrypted),
            _ => {}
        }
        let name = name.or_else(|| {
            // A message that was passed on is best known by its subject.
            let mut ignored = Doubts::default();
            let is_message = media_type == "message/rfc822";
            let (fields, _) = is_message.then(|| Fields::split(&content, &mut ignored))?;
            let subject = fields.text("subject", &mut Doubts::default())?;
            Some(subject.replace(['/', '\\'], "_"))
        });
        self.attachments.push(Attachment {
            name: attachment::file_name(name.as_deref(), media_type),
            media_type: media_type.to_owned(),
            content: content.into_owned(),
            inline,
        });
    }
}

/// The media type of a part. A part without one is text, and so is a whole
/// message with one that makes no sense.
fn media_type(said: &str, place: Place) -> &str {
    let token = |part: &str| {
        !part.is_empty() && part.bytes().all(|c| c.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&c))
    };
    match said.split_once('/') {
        Some((kind, form)) if token(kind) && token(form) => match said {
            "message/global" => "message/rfc822",
            _ => said,
        },
        _ if said.is_empty() && place.digest => "message/rfc822",
        _ if said.is_empty() || said.starts_with("text") || place.depth == 0 => "text/plain",
        _ => "application/octet-stream",
    }
}
