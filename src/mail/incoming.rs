//! Reads one incoming e-mail into what a ticket needs.
//!
//! People write from every kind of program, so the reader takes whatever it is
//! given, makes the best of it, and says in `doubts` where the result may
//! differ from what was sent. The raw bytes are kept elsewhere by the caller,
//! so a doubt never means a loss.

mod address;
mod attachment;
mod automatic;
mod body;
mod charset;
mod doubt;
mod header;
mod html;
mod lines;
mod multipart;
mod parameters;
mod quoted;
mod text;
mod transfer;
mod words;

use std::collections::HashSet;

use crate::domain::mail::incoming::{Doubt, Incoming, MOST_BYTES, Sender, Unreadable};
use doubt::Doubts;
use header::Fields;

/// Reads the bytes of one e-mail.
pub fn read(raw: &[u8]) -> Result<Incoming, Unreadable> {
    if raw.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge { bytes: raw.len(), most: MOST_BYTES });
    }
    let raw = start_of_headers(raw);
    if raw.is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut doubts = Doubts::default();
    let (fields, body) = Fields::split(raw, &mut doubts);
    if fields.is_empty() {
        return Err(Unreadable::NotAMessage);
    }
    let reply_to = fields.addresses("reply-to", &mut doubts).into_iter().next();
    let from = sender(&fields, reply_to.as_ref(), &mut doubts).ok_or(Unreadable::NoSender)?;
    for name in ["Date", "Message-ID"] {
        if fields.first(&name.to_ascii_lowercase()).is_none() {
            doubts.add(Doubt::MissingHeader { name });
        }
    }
    let automatic = automatic::reason(&fields, &from);
    let content = body::read(&fields, body, &mut doubts);
    Ok(Incoming {
        reply_to,
        to: recipients(&fields, &mut doubts),
        subject: fields.text("subject", &mut doubts).unwrap_or_default(),
        quoted: quoted::begins(&content.text),
        text: content.text,
        message_id: fields.ids("message-id").into_iter().next(),
        references: references(&fields),
        automatic,
        attachments: content.attachments,
        doubts: doubts.into_list(),
        from,
    })
}

/// Skips what programs put before the first header: a byte order mark, blank
/// lines, and the "From " line that separates messages in an mbox file.
fn start_of_headers(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw);
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let start = raw.iter().position(|byte| !blank(byte));
    let raw = start.map_or(&raw[..0], |start| &raw[start..]);
    if raw.starts_with(b"From ") || raw.starts_with(b">From ") {
        let mut lines = lines::Lines::new(raw);
        lines.next();
        return lines.rest();
    }
    raw
}

/// A message without a usable From is still somebody's: Sender, Reply-To and
/// the envelope's return path are asked in turn.
fn sender(fields: &Fields, reply_to: Option<&Sender>, doubts: &mut Doubts) -> Option<Sender> {
    if let Some(from) = fields.addresses("from", doubts).into_iter().next() {
        return Some(from);
    }
    doubts.add(Doubt::MissingHeader { name: "From" });
    fields
        .addresses("sender", doubts)
        .into_iter()
        .next()
        .or_else(|| reply_to.cloned())
        .or_else(|| fields.addresses("return-path", doubts).into_iter().next())
}

fn recipients(fields: &Fields, doubts: &mut Doubts) -> Vec<String> {
    let mut seen = HashSet::new();
    ["to", "cc"]
        .into_iter()
        .flat_map(|name| fields.addresses(name, doubts))
        .map(|recipient| recipient.address)
        .filter(|address| seen.insert(address.clone()))
        .collect()
}

fn references(fields: &Fields) -> Vec<String> {
    let mut seen = HashSet::new();
    ["references", "in-reply-to"]
        .into_iter()
        .flat_map(|name| fields.ids(name))
        .filter(|id| seen.insert(id.clone()))
        .collect()
}
