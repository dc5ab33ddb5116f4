//! Messages to the customer of a ticket: what is proposed, and the way of a text into the outbox. Both doors call it.

use super::{Desk, access, coupon_forms, customers, load_user, refund, settings};
use crate::domain::command::Letter;
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::mail::NewMail;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use crate::store::Read;

/// A message to the customer of a ticket, as it is proposed: its address, and the subject with the ticket's number.
pub fn letter(read: &Read<'_>, id: TicketId, actor: &User) -> Result<Letter> {
    let of = refund::find_ticket(read, id)?;
    access::require_ticket(read, actor, &of)?;
    let customer = of.customer.map(|id| customers::load(read, id)).transpose()?;
    let to = customer.and_then(|c| c.email).unwrap_or_default();
    Ok(Letter { to, subject: subject(id, &of.subject), body: String::new() })
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
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let letter = letter(read, id, &load_user(read, actor)?)?;
            mail(read, id, Letter { body: text.to_owned(), ..letter }, &settings(read)?)
        })
    }
}
