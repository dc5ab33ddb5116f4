//! A customer's tickets: what was asked for, what was answered to the customer, and the visits.

use super::guest::Guest;
use super::view::{Message, TicketCard, TicketPage};
use super::visit;
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::store::Read;
use crate::store::portal::{self, TicketHead};
use crate::text::Words;

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
    let cards: Vec<TicketCard> = found.into_iter().take(shown).map(|head| card(guest, head)).collect();
    let next = cards.last().map(|last| last.number).filter(|_| more);
    Ok((cards, next))
}

/// A ticket of the customer.
pub(super) fn one(read: &Read<'_>, guest: &Guest, id: TicketId) -> Result<Option<TicketPage>> {
    // A link to one that was merged leads to where it went.
    let id = portal::shown_at(read, guest.id, id)?;
    let Some((head, description)) = portal::ticket(read, guest.id, id)? else { return Ok(None) };
    let messages = portal::messages(read, id, guest.email.as_deref(), MESSAGES)?;
    let messages =
        messages.into_iter().map(|m| Message { at: m.at, own: m.own, subject: m.subject, text: m.text });
    let mut messages: Vec<Message> = messages.collect();
    let mut visits = Vec::new();
    for shown in portal::shown_with(read, guest.id, id)? {
        visits.extend(portal::visits_of(read, guest.id, shown)?.into_iter().map(visit::card));
        if shown != id {
            messages.extend(asked(read, guest, shown)?);
        }
    }
    messages.sort_by_key(|message| std::cmp::Reverse(message.at));
    // Somebody else may have written it.
    let description = if head.passed_on { String::new() } else { description };
    Ok(Some(TicketPage { ticket: card(guest, head), description, messages, visits }))
}

/// What the customer asked for in a ticket that was merged.
fn asked(read: &Read<'_>, guest: &Guest, id: TicketId) -> Result<Option<Message>> {
    let Some((head, text)) = portal::ticket(read, guest.id, id)? else { return Ok(None) };
    let own = !head.passed_on && !text.is_empty();
    Ok(own.then_some(Message { at: head.created_at, own, subject: head.subject, text }))
}

/// What a ticket is called: by its subject, unless that may be somebody else's.
pub(super) fn subject(guest: &Guest, of: &TicketHead) -> String {
    match of.passed_on {
        true => format!("{} #{}", Words::new(guest.language).label("ticket"), of.id),
        false => of.subject.clone(),
    }
}

fn card(guest: &Guest, of: TicketHead) -> TicketCard {
    TicketCard {
        number: of.id.0,
        subject: subject(guest, &of),
        stage: of.stage,
        closed: of.closed,
        created_at: of.created_at,
    }
}
