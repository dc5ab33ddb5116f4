//! A message as it travels: RFC 5322, with an encoded subject and text of UTF-8 in seven bits, so that
//! every server takes it as it is. What it encloses is drawn here, from the sheets that were written with it.
//! Made anew in every try, and the same in every try.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, MultiPartKind, SinglePart};

use crate::domain::error::{Error, Invalid, Result};
use crate::domain::mail::{Enclosed, MailView, Said, Sender};
use crate::paper::{self, Format};

/// A file that goes along: its name and its bytes.
pub type File = (String, Vec<u8>);

/// Draws what a message encloses. What can't be drawn stays with its message, where a person finds it: nothing
/// else waits for it.
pub fn draw(enclosed: &[Enclosed]) -> Result<Vec<File>, Said> {
    let draw = |of: &Enclosed| -> Result<File> {
        let sheet = serde_json::from_str(&of.sheet).map_err(failed)?;
        Ok((of.name.clone(), paper::print(&sheet, Format::Pdf)?.bytes))
    };
    enclosed.iter().map(|of| draw(of).map_err(|e| Said::Refused(format!("{}: {e}", of.name)))).collect()
}

/// The message of a row of the outbox, with its files.
pub fn letter(mail: &MailView, files: Vec<File>, from: &Sender) -> Result<Message> {
    let builder = Message::builder()
        .from(mailbox(from.name.clone(), &from.address)?)
        .to(mailbox(None, &mail.to)?)
        .subject(mail.subject.clone())
        .date(SystemTime::from(mail.created_at))
        .message_id(Some(mail.message_id.clone()));
    let message = match files.is_empty() {
        true => builder.header(ContentType::TEXT_PLAIN).body(mail.body.clone()),
        false => builder.multipart(parts(mail, files)?),
    };
    message.map_err(failed)
}

/// The text and the files. What divides them is made of the message's id: a random one would differ by try.
fn parts(mail: &MailView, files: Vec<File>) -> Result<MultiPart> {
    let parts = MultiPart::builder().kind(MultiPartKind::Mixed);
    let parts = parts.boundary(format!("afterdesk-{}", token(&mail.message_id)));
    let mut parts = parts.singlepart(SinglePart::plain(mail.body.clone()));
    for (name, bytes) in files {
        let kind = ContentType::parse("application/pdf").map_err(failed)?;
        parts = parts.singlepart(Attachment::new(name).body(bytes, kind));
    }
    Ok(parts)
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Io(error.to_string())
}

fn mailbox(name: Option<String>, address: &str) -> Result<Mailbox> {
    let malformed = |_| Invalid::Malformed { given: address.to_owned(), form: "kim@shop.example".into() };
    Ok(Mailbox::new(name, address.parse().map_err(malformed)?))
}

/// The token of a message id, which no other message has: `<token@host>`.
pub fn token(message_id: &str) -> &str {
    let inside = message_id.trim_start_matches('<').trim_end_matches('>');
    inside.split_once('@').map_or(inside, |(token, _)| token)
}
