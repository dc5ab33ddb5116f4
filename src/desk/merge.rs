//! Merging tickets: the source is closed and points on, all that belongs to it is shown at the target, and no row of it
//! moves, so that taking it out again is exact. That is possible until something new came to either.

use super::reads::visible_teams;
use super::work::Work;
use super::{tickets, views};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, NoMerge, Result};
use crate::domain::history::EventKind;
use crate::domain::ids::{EventId, TicketId};
use crate::domain::ticket::Ticket;
use crate::domain::user::User;
use crate::domain::wizard::merge::Facts;
use crate::store::merge::{self, Merge};
use crate::store::{Read, choices, coupon, customer, event, invoice, repair, task, ticket, transfer};

/// Merges tickets into one, all or none; a row of history for each. Those of other customers are merged where that is
/// answered with yes.
pub fn merge(
    work: &mut Work<'_, '_>,
    sources: &[TicketId],
    target: TicketId,
    anyway: bool,
) -> Result<Option<EventId>> {
    let into = tickets::visible(work, target)?;
    let mut plan: Vec<Ticket> = Vec::with_capacity(sources.len());
    for id in sources {
        if *id == target {
            return Err(Error::NoMerge(NoMerge::Itself { ticket: target }).at("into"));
        }
        let of = tickets::visible(work, *id)?;
        if !anyway {
            require_same_family(work.tx, &of, &into)?;
        }
        if plan.iter().all(|known| known.id != *id) {
            plan.push(of);
        }
    }
    if !anyway && into.closed && plan.iter().any(|of| !of.closed) {
        return Err(Error::NoMerge(NoMerge::IntoClosed { into: target }));
    }
    if plan.is_empty() {
        return Err(Error::FieldRequired.at("tickets"));
    }
    let (mut told, mut row) = (vec![], None);
    for of in &plan {
        work.watch(of.id)?;
        join(work, of, target)?;
        row = work.finish(EventKind::TicketMerged)?;
        told.append(&mut work.effects);
    }
    work.effects = told;
    Ok(row)
}

/// Takes a ticket out of the one that it was merged into.
pub fn unmerge(work: &mut Work<'_, '_>, id: TicketId) -> Result<Option<EventId>> {
    tickets::require_visible(work.tx, &work.actor, id)?;
    work.watch(id)?;
    part(work, id)?;
    work.finish(EventKind::TicketUnmerged)
}

/// Merges one, and notes what that brings to the target.
pub fn join(work: &mut Work<'_, '_>, of: &Ticket, target: TicketId) -> Result<()> {
    tickets::visible(work, target)?;
    let brings = effect(work.tx, of.id)?.now(Key::MergedInto, format!("#{target}"));
    let after = event::last(work.tx)?.unwrap_or(EventId(0));
    merge::insert(work.tx, Merge { source: of.id, target, after })?;
    ticket::touch(work.tx, target, work.now)?;
    work.ticket = Some(of.id);
    work.note(brings);
    Ok(())
}

/// Takes one out again, where nothing new came since.
pub fn part(work: &mut Work<'_, '_>, id: TicketId) -> Result<()> {
    let not_merged = Error::NoMerge(NoMerge::NotMerged { ticket: id });
    let of = merge::of(work.tx, id)?.ok_or(not_merged)?;
    // Where the target went on into another, that comes out first.
    tickets::visible(work, of.target)?;
    if event::news_since(work.tx, (id, of.target), of.after)? {
        return Err(Error::NoMerge(NoMerge::NewSince { ticket: id, into: of.target }));
    }
    merge::remove(work.tx, id)?;
    ticket::touch(work.tx, of.target, work.now)?;
    work.ticket = Some(id);
    let effect = Effect::change(Subject::Ticket, format!("#{id}"));
    work.note(effect.was(Key::MergedInto, format!("#{}", of.target)));
    Ok(())
}

/// A merge as it is told: which ticket, and how much comes with it.
fn effect(read: &Read<'_>, id: TicketId) -> Result<Effect> {
    let (notes, drafts) = invoice::counters(read, id)?;
    let documents = notes
        + drafts
        + coupon::count(read, id)?
        + transfer::count_returns(read, id)?
        + repair::count_of(read, id)?
        + task::count_of(read, id)?;
    let messages = merge::messages(read, id)?;
    Ok(Effect::change(Subject::Ticket, format!("#{id}"))
        .now_if(Key::Messages, (messages > 0).then_some(messages))
        .now_if(Key::Documents, (documents > 0).then_some(documents)))
}

/// What the forms that merge a ticket know.
pub fn facts(read: &Read<'_>, id: TicketId, actor: &User) -> Result<Facts> {
    let of = tickets::require_visible(read, actor, id)?;
    super::access::require_unmerged(&of)?;
    let family = of.customer.map(|customer| customer::family(read, customer)).transpose()?;
    let family = match family {
        Some(family) if choices::has_others(read, family, id, visible_teams(actor))? => Some(family),
        _ => None,
    };
    Ok(Facts { ticket: id, version: of.version, family })
}

/// Asks, where two tickets are of different customers.
fn require_same_family(read: &Read<'_>, of: &Ticket, into: &Ticket) -> Result<()> {
    let (Some(one), Some(other)) = (of.customer, into.customer) else { return Ok(()) };
    if customer::family(read, one)? == customer::family(read, other)? {
        return Ok(());
    }
    Err(Error::NoMerge(NoMerge::OtherCustomer {
        ticket: of.id,
        customer: views::reference(read, one)?,
        other: views::reference(read, other)?,
    }))
}
