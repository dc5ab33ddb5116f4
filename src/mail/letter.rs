//! A message as it travels: RFC 5322, with an encoded subject and text of UTF-8 in seven bits, so that
//! every server takes it as it is. Made anew in every try, and the same in every try.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;

use crate::domain::error::{Error, Invalid, Result};
use crate::domain::mail::{MailView, Sender};

/// The message of a row of the outbox.
pub fn letter(mail: &MailView, from: &Sender) -> Result<Message> {
    Message::builder()
        .from(mailbox(from.name.clone(), &from.address)?)
        .to(mailbox(None, &mail.to)?)
        .subject(mail.subject.clone())
        .date(SystemTime::from(mail.created_at))
        .message_id(Some(mail.message_id.clone()))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone())
        .map_err(|e| Error::Io(e.to_string()))
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
