//! Mail that the desk sends: the states that a message goes through, what it must look like to leave, and
//! the seam to whatever carries it. Nothing is sent twice and nothing is lost: a message whose fate is
//! unknown waits for a person. Used by the desk, and by the transports in `mail`.

mod address;
pub mod incoming;
mod post;

pub use address::{Sender, address};
pub use post::{Carrier, Post, SecretFrom, Security, Server};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::{Error, FieldError, Result};
use super::ids::{MailId, TicketId, UserId};
use super::settings::Language;
use super::wording;
use crate::code_enum;

code_enum! {
    /// Where a message stands.
    MailState {
        /// It waits, also for the end of its grace.
        Waiting = "waiting",
        /// Somebody talks to the server about it; the text has not been handed over.
        Sending = "sending",
        /// The text is being handed over: the server may have it.
        HandingOver = "handing_over",
        /// The server took it.
        Sent = "sent",
        /// It was not sent, for a known reason.
        Failed = "failed",
        /// Nobody knows whether the server has it.
        Unclear = "unclear",
        /// Taken back before it left.
        Cancelled = "cancelled",
    }
}

impl MailState {
    /// Whether a message in this state can be taken back.
    pub const fn can_cancel(self) -> bool {
        matches!(self, Self::Waiting | Self::Failed | Self::Unclear)
    }

    /// Whether a person may send a message in this state, the first time or again.
    pub const fn can_send(self) -> bool {
        self.can_cancel()
    }
}

/// A message to put into the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    /// Ticket that it belongs to.
    pub ticket: Option<TicketId>,
    /// Coupon that it tells of, by its row.
    pub coupon: Option<i64>,
    /// Order that it tells of, by its row.
    pub order: Option<i64>,
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Language of the text.
    pub language: Language,
}

impl NewMail {
    /// The message as it may leave: an address, a subject of one line, a text. All that is wrong is told at
    /// once, as errors of the fields `to`, `subject` and `body`.
    pub fn checked(&self) -> Result<Self> {
        let body = wording::paragraphs(&self.body);
        let body = body.and_then(|text| if text.is_empty() { Err(Error::FieldRequired) } else { Ok(text) });
        match (address(&self.to), wording::name(&self.subject), body) {
            (Ok(to), Ok(subject), Ok(body)) => Ok(Self { to, subject, body, ..self.clone() }),
            (to, subject, body) => {
                let wrong = [("to", to.err()), ("subject", subject.err()), ("body", body.err())];
                let told = wrong.into_iter().filter_map(|(field, error)| {
                    error.map(|error| FieldError { field: field.into(), error })
                });
                Err(Error::Fields(told.collect()))
            }
        }
    }
}

/// A message of the outbox, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// As it is answered.
    pub view: MailView,
    /// Who put it there.
    pub created_by: UserId,
}

/// A message of the outbox, as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// Row.
    pub id: MailId,
    /// Counts changes.
    pub version: i64,
    /// Where it stands.
    pub state: MailState,
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Ticket that it belongs to.
    pub ticket: Option<TicketId>,
    /// Coupon that it tells of, by its row.
    pub coupon: Option<i64>,
    /// Order that it tells of, by its row.
    pub order: Option<i64>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When its grace ends.
    pub send_after: DateTime<Utc>,
    /// When the server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub attempts: i64,
    /// What the server, or the way to it, said last.
    pub error: Option<String>,
    /// Its id, the same in every try: `<token@host>`.
    pub message_id: String,
    /// Language of the text.
    pub language: Language,
    /// Text.
    pub body: String,
    /// Names of the files that it encloses.
    pub attachments: Vec<String>,
}

/// A document that a message encloses. It is drawn as a PDF when the message leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// Name of the file.
    pub name: String,
    /// The sheet as it was when the message was written, as JSON.
    pub sheet: String,
}

/// The name of a message in effects and in answers: `mail:7`.
pub fn label(id: MailId) -> String {
    format!("mail:{id}")
}

/// The message that a label names.
pub fn labelled(text: &str) -> Option<MailId> {
    text.strip_prefix("mail:")?.parse().ok().map(MailId)
}

/// Which messages are to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those whose grace is over.
    Due,
    /// Those whose grace is over, and all that wait of who acts.
    DueAndOwn,
    /// One, also when it failed before or its fate is unknown.
    One(MailId),
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It was taken; what was answered.
    Accepted(String),
    /// It was refused, in the server's words.
    Refused(String),
    /// Nobody could be reached, or nobody answered: in the words of the way there.
    Unreachable(String),
    /// Somebody is there, and did not answer in time.
    Silent,
    /// The server offers no encryption, and none was allowed.
    Unencrypted,
}

/// Whatever carries messages away.
pub trait Transport {
    /// Makes ready, once before the first message of a round: what fails here fails before any message is
    /// touched.
    fn prepare(&mut self) -> Result<()>;

    /// Hands a message over, with what it encloses. `ready` is called right before the text leaves: from then on the other side may
    /// have it, whatever happens. A transport to which the same message can be handed over any number of
    /// times, and stays one, does not call it. Errors of `ready` end the try and come back.
    fn send(
        &mut self,
        mail: &MailView,
        enclosed: &[Enclosed],
        ready: &mut dyn FnMut() -> Result<()>,
    ) -> Result<Said>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(to: &str, subject: &str, body: &str) -> NewMail {
        let (to, subject, body) = (to.into(), subject.into(), body.into());
        NewMail { ticket: None, coupon: None, order: None, to, subject, body, language: Language::English }
    }

    #[test]
    fn what_is_wrong_is_told_at_once() {
        let Err(Error::Fields(wrong)) = mail("a", "b\r\nBcc: c@d.e", " ").checked() else { panic!() };
        let fields: Vec<_> = wrong.iter().map(|f| f.field.as_str().to_owned()).collect();
        assert_eq!(fields, ["to", "subject", "body"]);
        let good = mail(" kim@shop.example ", "쿠폰\t", "hi\r\nyou\n").checked();
        assert!(good.is_ok_and(|m| m.to == "kim@shop.example" && m.subject == "쿠폰" && m.body == "hi\nyou"));
    }
}
