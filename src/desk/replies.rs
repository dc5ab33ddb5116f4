//! Messages to the customer of a ticket: what is proposed, and the way of a text into the outbox. Both doors call it.

use chrono::{DateTime, Utc};

use super::variables::{self, Values};
use super::work::Work;
use super::{Desk, access, coupon_forms, customers, load_user, outbox, refund, settings, tickets};
use crate::domain::command::Letter;
use crate::domain::error::Result;
use crate::domain::ids::{MailId, TicketId};
use crate::domain::mail::NewMail;
use crate::domain::record::LetterKind;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::store::{Read, newest};

/// A message to the customer of a ticket, as it is proposed: its address, the subject with the ticket's number, or both
/// as the company words them.
pub fn letter(
    read: &Read<'_>,
    id: TicketId,
    actor: &User,
    (settings, now): (&Settings, DateTime<Utc>),
) -> Result<Letter> {
    let of = refund::find_ticket(read, id)?;
    access::require_ticket(read, actor, &of)?;
    access::require_unmerged(&of)?;
    let language = coupon_forms::language(read, of.customer, settings)?;
    let customer = of.customer.map(|id| customers::load(read, id)).transpose()?;
    let to = match customer.and_then(|c| c.email) {
        Some(address) => address,
        None => newest::writer(read, id)?.unwrap_or_default(),
    };
    let Some((worded, body)) = variables::worded(read, LetterKind::Reply, language)? else {
        return Ok(Letter { to, subject: subject(id, &of.subject), body: String::new() });
    };
    let values = variables::of_ticket(read, id, actor, (language, settings, now))?;
    let (subject, body) = variables::letter((&worded, &body), &values);
    Ok(Letter { to, subject, body })
}

/// The subject of a message about a ticket: `[#9] Keyboard sends double letters`.
fn subject(id: TicketId, subject: &str) -> String {
    format!("[#{id}] {subject}")
}

/// The message of a form, or of a text alone, as it goes into the outbox: in the language of the ticket's customer.
pub fn mail(read: &Read<'_>, id: TicketId, letter: Letter, settings: &Settings) -> Result<NewMail> {
    let of = refund::find_ticket(read, id)?;
    Ok(NewMail {
        ticket: Some(id),
        coupon: None,
        order: None,
        to: letter.to,
        subject: letter.subject,
        body: letter.body,
        language: coupon_forms::language(read, of.customer, settings)?,
    })
}

/// Puts a message that somebody wrote into the outbox, its text filled in of its ticket.
pub fn send(work: &mut Work<'_, '_>, new: &NewMail) -> Result<MailId> {
    let values = match new.ticket {
        Some(id) => {
            tickets::visible(work, id)?;
            let to = (new.language, &work.settings, work.now);
            variables::of_ticket(work.tx, id, &work.actor, to)?
        }
        None => Values::default(),
    };
    outbox::queue(work, &NewMail { body: variables::whole(&new.body, &values)?, ..new.clone() })
}

impl Desk {
    /// The message that a text is to the customer of a ticket, with the usual subject; refused where the ticket is not
    /// seen.
    pub fn reply(&mut self, id: TicketId, text: &str) -> Result<NewMail> {
        let (actor, now) = (self.actor_id()?, self.clock.now());
        self.store.read(|read| {
            let settings = settings(read)?;
            let letter = letter(read, id, &load_user(read, actor)?, (&settings, now))?;
            mail(read, id, Letter { body: text.to_owned(), ..letter }, &settings)
        })
    }
}
