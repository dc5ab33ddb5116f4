//! Many tickets changed like one: each by itself, with a row of history of its own, so that one that is refused leaves
//! the others as they should be.

use super::work::Work;
use super::{Desk, coupons, tickets};
use crate::domain::bulk::{Bulk, BulkAnswer, BulkChange, BulkRow, BulkState, MOST};
use crate::domain::command::CouponRequest;
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::form::{Draft, Value};
use crate::domain::history::EventKind;
use crate::domain::ids::{CouponId, ProgramId, StageId, TicketId, UserId};
use crate::domain::team::Service;
use crate::domain::ticket::{Ticket, TicketEdit};
use crate::domain::user::User;
use crate::domain::wizard::bulk as form;
use crate::store::tag::{self, Tagged};
use crate::store::{Read, record, team, ticket, user};
use crate::text::sentence;

/// Changes every ticket that can be; answers what came of each.
pub fn change(work: &mut Work<'_, '_>, bulk: &Bulk) -> Result<BulkAnswer> {
    if bulk.change.is_empty() {
        return Err(Error::NothingToChange);
    }
    if bulk.tickets.len() > MOST {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let given = bulk.tickets.len().to_string();
        return Err(Error::from(Invalid::NotBetween { given, least: 1, most }).at("tickets"));
    }
    work.join(bulk.joins)?;
    let (mut rows, mut told) = (Vec::with_capacity(bulk.tickets.len()), Vec::new());
    for (id, version) in &bulk.tickets {
        let tx = work.tx;
        let done = tx.attempt(|| one(work, *id, *version, &bulk.change));
        let effects = std::mem::take(&mut work.effects);
        let row = match done {
            Ok((state, coupon)) => {
                told.extend(effects.iter().cloned());
                let coupon = coupon.map(|id| coupons::view(work.tx, id, &work.settings, work.today));
                BulkRow { coupon: coupon.transpose()?.map(Box::new), effects, ..row(work, *id, state)? }
            }
            Err(error @ (Error::Io(_) | Error::Damaged(_) | Error::Busy)) => return Err(error),
            Err(error) => {
                let sentence = sentence::error(work.words, &error);
                let BulkRow { version, subject, .. } = row(work, *id, BulkState::Failed)?;
                BulkRow { version, subject, ..BulkRow::refused(*id, error, sentence) }
            }
        };
        work.forget();
        rows.push(row);
    }
    work.effects = told;
    Ok(BulkAnswer { rows, action: work.first() })
}

fn row(work: &Work<'_, '_>, id: TicketId, state: BulkState) -> Result<BulkRow> {
    let seen = ticket::load(work.tx, id)?.filter(|of| work.actor.sees(of.team));
    Ok(BulkRow {
        version: seen.as_ref().map_or(0, |of| of.version),
        subject: seen.map(|of| of.subject).unwrap_or_default(),
        ..BulkRow::of(id, state)
    })
}

type Done = (BulkState, Option<CouponId>);

fn one(work: &mut Work<'_, '_>, id: TicketId, version: Option<i64>, change: &BulkChange) -> Result<Done> {
    let of = tickets::visible(work, id)?;
    if version.is_some_and(|seen| seen != of.version) {
        return Err(Error::Stale { document: format!("#{id}") });
    }
    if let Some(coupon) = &change.coupon {
        let made = coupons::create(
            work,
            &CouponRequest { ticket: id, program: coupon.program, until: coupon.until, letter: None },
        )?;
        work.finish(EventKind::CouponMade)?;
        return Ok((BulkState::Done, Some(made)));
    }
    let kind = fields(work, &of, change)?;
    if work.effects.is_empty() {
        return Ok((BulkState::Unchanged, None));
    }
    work.finish(kind)?;
    Ok((BulkState::Done, None))
}

/// Changes the fields of a ticket that are another way; answers what the history calls it.
fn fields(work: &mut Work<'_, '_>, of: &Ticket, change: &BulkChange) -> Result<EventKind> {
    let mut kinds = Vec::new();
    if let Some(name) = &change.stage
        && team::stage_name(work.tx, of.stage)?.as_deref() != Some(name)
    {
        tickets::stage(work, of.id, name)?;
        kinds.push(EventKind::TicketStaged);
    }
    if let Some(login) = &change.assignee
        && of.assignee.map(|id| user::login(work.tx, id)).transpose()?.flatten() != *login
    {
        tickets::assign(work, of.id, login.as_deref())?;
        kinds.push(EventKind::TicketAssigned);
    }
    let tags = tags(work, of.id, change)?;
    let priority = change.priority.filter(|priority| *priority != of.priority);
    if tags.is_some() || priority.is_some() {
        tickets::edit(work, of.id, &TicketEdit { tags, priority, ..TicketEdit::default() })?;
        kinds.push(EventKind::TicketEdited);
    }
    Ok(match kinds.as_slice() {
        [only] => *only,
        _ => EventKind::TicketEdited,
    })
}

/// The tags that a ticket is to have, where those are others.
fn tags(work: &Work<'_, '_>, id: TicketId, change: &BulkChange) -> Result<Option<Vec<String>>> {
    let own = tag::of(work.tx, Tagged::Ticket(id))?;
    let lost = work.tags(&change.remove_tags)?;
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let mut tags: Vec<String> =
        own.iter().filter(|tag| !lost.iter().any(|gone| same(gone, tag))).cloned().collect();
    for added in work.tags(&change.add_tags)? {
        if !tags.iter().any(|tag| same(tag, &added)) {
            tags.push(added);
        }
    }
    Ok((tags != own).then_some(tags))
}

/// What the forms know of many tickets that the agent sees.
pub(super) fn facts(read: &Read<'_>, ids: &[TicketId], draft: &Draft, actor: &User) -> Result<form::Facts> {
    let teams = ticket::teams_of(read, ids)?;
    for id in &teams {
        let name = team::head(read, *id)?.map(|(name, _)| name).unwrap_or_default();
        super::access::require_team(actor, *id, &name)?;
    }
    let stages = record::stage_names(read, &teams)?;
    let stage = match draft.typed(form::STAGE) {
        Some(Value::Choice(name)) => Some(name.clone()).filter(|name| !name.is_empty()),
        Some(picked) => picked.one().map(|id| team::stage_name(read, StageId(id))).transpose()?.flatten(),
        None => None,
    };
    let assignee = draft.typed(form::ASSIGNEE).and_then(Value::one);
    Ok(form::Facts {
        count: ids.len(),
        team: if let [only] = teams.as_slice() { Some(*only) } else { None },
        stages,
        assignee: assignee.map(|id| user::login(read, UserId(id))).transpose()?.flatten(),
        stage,
        program: draft.typed(form::PROGRAM).and_then(Value::one).map(ProgramId),
        stays: ticket::oldest(read, ids)?,
    })
}

impl Desk {
    /// Whether a team of some tickets hands out coupons.
    pub fn hand_out_coupons(&mut self, ids: &[TicketId]) -> Result<bool> {
        self.store.read(|read| {
            let teams = ticket::teams_of(read, ids)?;
            let loaded: Vec<_> = teams.iter().map(|id| team::load(read, *id)).collect::<Result<_>>()?;
            Ok(loaded.iter().flatten().any(|team| team.switches.offers(Service::Coupon)))
        })
    }

    /// The versions of tickets; 0 of one that is gone or not seen.
    pub fn versions(&mut self, ids: &[TicketId]) -> Result<Vec<i64>> {
        self.store.read(|read| {
            ids.iter().map(|id| Ok(ticket::load(read, *id)?.map_or(0, |of| of.version))).collect()
        })
    }
}
