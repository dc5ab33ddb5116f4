//! A customer's tickets: what was asked for, what was answered to the customer, and the visits.

use super::guest::Guest;
use super::view::{Message, TicketCard, TicketPage};
use super::visit;
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::store::Read;
use crate::store::portal::{self, TicketHead};

/// The most messages that a page shows.
const MESSAGES: i64 = 200;

/// Tickets below a number, newest first, and the number below which there are more.
pub(super) fn page(
    read: &Read<'_>,
    guest: &Guest,
    below: Option<i64>,
    rows: i64,
) -> Result<(Vec<TicketCard>, Option<i64>)> {
    // One more says whether there are more.
    let found = portal::tickets(read, guest.id, below.unwrap_or(i64::MAX), rows + 1)?;
    let shown = usize::try_from(rows).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    let cards: Vec<TicketCard> = found.into_iter().take(shown).map(card).collect();
    let next = cards.last().map(|last| last.number).filter(|_| more);
    Ok((cards, next))
}

/// A ticket of the customer.
pub(super) fn one(read: &Read<'_>, guest: &Guest, id: TicketId) -> Result<Option<TicketPage>> {
    let Some((head, description)) = portal::ticket(read, guest.id, id)? else { return Ok(None) };
    let messages = portal::messages(read, id, guest.email.as_deref(), MESSAGES)?;
    let messages = messages.into_iter().map(|m| Message { at: m.at, subject: m.subject, text: m.text });
    let mut visits = Vec::new();
    for head in portal::visits_of(read, guest.id, id)? {
        visits.push(visit::card(read, head)?);
    }
    Ok(Some(TicketPage { ticket: card(head), description, messages: messages.collect(), visits }))
}

fn card(of: TicketHead) -> TicketCard {
    TicketCard {
        number: of.id.0,
        subject: of.subject,
        stage: of.stage,
        closed: of.closed,
        created_at: of.created_at,
    }
}
