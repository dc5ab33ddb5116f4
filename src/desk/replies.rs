//! Messages to the customer of a ticket: what is proposed, and the way of a text into the outbox. Both doors call it.

use chrono::{DateTime, Utc};

use super::{Desk, access, coupon_forms, customers, load_user, refund, settings, variables};
use crate::domain::command::Letter;
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::mail::NewMail;
use crate::domain::record::LetterKind;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::store::Read;

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
    let language = coupon_forms::language(read, of.customer, settings)?;
    let customer = of.customer.map(|id| customers::load(read, id)).transpose()?;
    let to = customer.and_then(|c| c.email).unwrap_or_default();
    let Some((worded, body)) = variables::worded(read, LetterKind::Reply, language)? else {
        return Ok(Letter { to, subject: subject(id, &of.subject), body: String::new() });
    };
    let values = variables::of_ticket(read, id, actor, (language, settings, now))?;
    Ok(Letter { to, subject: variables::filled(&worded, &values), body: variables::filled(&body, &values) })
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
