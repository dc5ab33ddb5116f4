//! Taking back the agent's last command, and doing it again: as new rows of the history, and of each ticket exactly the
//! fields that it changed, where they still stand as it left them. What can't be taken back stands in the way and says
//! so; an older command is taken back only where it is named.

mod look;

use super::work::Work;
use super::{load_user, merge, outbox, tickets};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, NoUndo, Result};
use crate::domain::history::EventKind;
use crate::domain::ids::{EventId, TicketId};
use crate::domain::mail::{self, MailState};
use crate::domain::ticket::Ticket;
use crate::domain::undo::{ActionView, Changed, KeptView, Moved, Standing, Stay, queued};
use crate::store::action::{self, Action};
use crate::store::tag::{self, Tagged};
use crate::store::{Read, catalog, search, team, ticket};
use crate::text::sentence;

/// Takes the agent's last command back, or one of the last that is named.
pub fn undo(work: &mut Work<'_, '_>, which: Option<EventId>) -> Result<(ActionView, Option<EventId>)> {
    let of = look::to_undo(work.tx, work.actor.id, which)?;
    if let Some(view) = take_mail_back(work, &of)? {
        return Ok(view);
    }
    if let Some(why) = Stay::of(of.kind, &of.effects) {
        let document = look::subject(work.tx, &of)?.unwrap_or_default();
        return Err(Error::NoUndo(NoUndo::Stays { why, document }));
    }
    turn(work, &of, EventKind::Undone)
}

/// Does again what the agent took back last, unless it did something else since.
pub fn redo(work: &mut Work<'_, '_>) -> Result<(ActionView, Option<EventId>)> {
    let of = look::to_redo(work.tx, work.actor.id)?;
    turn(work, &of, EventKind::Redone)
}

/// Takes the message of a command back, where it waits still: a message alone is then taken back as a whole.
fn take_mail_back(work: &mut Work<'_, '_>, of: &Action) -> Result<Option<(ActionView, Option<EventId>)>> {
    let Some(id) = queued(&of.effects).and_then(mail::labelled) else { return Ok(None) };
    if outbox::find(work.tx, id)?.view.state != MailState::Waiting {
        return Ok(None);
    }
    outbox::cancel(work, id)?;
    let row = work.finish(EventKind::MailCancelled)?;
    let view = ActionView { undone: true, ..look::view(work.tx, of, work.words)? };
    if of.kind == EventKind::MailQueued {
        action::forget(work.tx, of.id)?;
    }
    Ok(Some((view, row)))
}

/// Turns every ticket of a command back as far as that goes; refused where it goes for none.
fn turn(work: &mut Work<'_, '_>, of: &Action, kind: EventKind) -> Result<(ActionView, Option<EventId>)> {
    let (mut turned, mut kept, mut told) = (vec![], vec![], vec![]);
    let mut row = None;
    for (id, changed) in action::changes(work.tx, of.id)? {
        match one(work, of, id, &changed) {
            Ok(()) => {
                row = work.finish(kind)?.or(row);
                told.append(&mut work.effects);
                turned.push((id, changed.back()));
            }
            Err(error @ (Error::Io(_) | Error::Damaged(_) | Error::Busy)) => return Err(error),
            Err(error) => kept.push((id, error)),
        }
    }
    work.effects = told;
    let Some(at) = row else {
        let stays = || NoUndo::Stays { why: Stay::Made, document: String::new() };
        return Err(kept.into_iter().next().map_or_else(|| Error::NoUndo(stays()), |(_, error)| error));
    };
    action::turn(work.tx, of, at, &turned)?;
    let view = look::view(work.tx, of, work.words)?;
    let kept = kept.iter().map(|(id, error)| KeptView {
        ticket: id.0,
        code: error.code().to_owned(),
        reason: sentence::error(work.words, error),
    });
    let (undone, version) = (!of.undone, at.0);
    Ok((ActionView { undone, version, kept: kept.collect(), ..view }, row))
}

/// Puts one ticket back. Nothing is written before everything is known to go.
fn one(work: &mut Work<'_, '_>, of: &Action, id: TicketId, changed: &Changed) -> Result<()> {
    let ticket = tickets::require_visible(work.tx, &work.actor, id)?;
    let now = tickets::standing(work.tx, &ticket)?;
    let back = match changed.taken_back(&now) {
        Ok(back) => back,
        Err(Moved(field)) => {
            let by = changed_by(work.tx, of, id, field)?;
            return Err(Error::NoUndo(NoUndo::ChangedSince { ticket: id, field, by }));
        }
    };
    if changed.touches(Key::MergedInto) {
        return match back.merged_into {
            Some(target) => {
                super::access::require_unmerged(&ticket)?;
                merge::join(work, &ticket, target)
            }
            None => merge::part(work, id),
        };
    }
    super::access::require_unmerged(&ticket)?;
    let after = back.put(&ticket);
    require_possible(work, &after, &now, &back)?;
    ticket::save(work.tx, &after)?;
    tag::set(work.tx, Tagged::Ticket(id), &back.tags)?;
    search::ticket(work.tx, id)?;
    work.ticket = Some(id);
    work.note(tickets::changed(work.tx, (&ticket, &now.tags), (&after, &back.tags))?);
    Ok(())
}

/// Who changed a field of a ticket last since a command.
fn changed_by(read: &Read<'_>, of: &Action, id: TicketId, field: Key) -> Result<Option<String>> {
    let about = |e: &Effect| {
        e.subject == Subject::Ticket && e.before.iter().chain(&e.after).any(|(key, _)| *key == field)
    };
    let since = action::since(read, id, of.at_row)?;
    Ok(since.into_iter().rev().find(|(_, effects)| effects.iter().any(about)).and_then(|(by, _)| by))
}

/// Refuses a state that can't be any more: what it names is gone or does not fit, or is not the agent's to set.
fn require_possible(work: &Work<'_, '_>, after: &Ticket, now: &Standing, back: &Standing) -> Result<()> {
    let read: &Read<'_> = work.tx;
    let gone = |field| Error::NoUndo(NoUndo::Gone { ticket: after.id, field });
    let (name, _) = team::head(read, back.team)?.ok_or_else(|| gone(Key::Team))?;
    super::access::require_team(&work.actor, back.team, &name)?;
    if !team::has_stage(read, back.team, back.stage)? {
        return Err(gone(Key::Stage));
    }
    // Somebody may have left, or moved to another team.
    if let Some(agent) = back.assignee.filter(|agent| now.assignee != Some(*agent) || now.team != back.team)
        && !(load_user(read, agent)?.active && team::has_member(read, back.team, agent)?)
    {
        return Err(gone(Key::Assignee));
    }
    if let Some(product) = back.product
        && catalog::sku(read, product)?.is_none()
    {
        return Err(gone(Key::Product));
    }
    if let Some(lot) = back.lot
        && catalog::load_lot(read, lot)?.map(|(product, _)| product) != back.product
    {
        return Err(gone(Key::Lot));
    }
    tickets::fits(read, after)
}
