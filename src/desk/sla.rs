//! Service levels: how a ticket stands is computed anew with every command that touches it, and for all of them when
//! a policy, the working hours or a holiday changed.

use super::work::Work;
use super::{Desk, records};
use crate::domain::bulk::CHUNK;
use crate::domain::calendar::Calendar;
use crate::domain::command::{Answer, Call, Command, Refreshed};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{PolicyId, StageId, TeamId, TicketId};
use crate::domain::query::SlaState;
use crate::domain::record::{RecordEdit, RecordKind, listed};
use crate::domain::settings::Settings;
use crate::domain::sla::{self, Policy, Standing};
use crate::domain::wording;
use crate::store::sla::{Kept, Written};
use crate::store::{Read, customer, sla as rows, tag, team, ticket, ticket_type};

/// The company's working time.
pub(super) fn calendar(read: &Read<'_>, settings: &Settings) -> Result<Calendar> {
    let hours = settings.working_hours.parse().map_err(|e: Invalid| Error::from(e).at("working_hours"))?;
    Ok(Calendar { hours, holidays: rows::holidays(read)?, zone: settings.zone() })
}

/// Notes the stage that a ticket is in by now, and how it stands with the policies that fit it. What failed is not
/// washed off by a change of the ticket after which the policy fits no more, and what a closed ticket reached is what
/// it reached, whatever the policies ask by now.
pub(super) fn refresh(work: &Work<'_, '_>, id: TicketId) -> Result<()> {
    rows::visit(work.tx, id, work.now)?;
    let Some(facts) = rows::facts(work.tx, id)? else { return Ok(()) };
    let policies = rows::of_team(work.tx, facts.team)?;
    let before = rows::standings(work.tx, id)?;
    if policies.is_empty() && before.is_empty() {
        return Ok(());
    }
    let (stages, calendar) = (rows::stages(work.tx, facts.team)?, calendar(work.tx, &work.settings)?);
    let of = ticket::load(work.tx, id)?;
    let merged = of.as_ref().is_some_and(|of| of.merged_into.is_some());
    // What was merged is gone on with elsewhere.
    let fitting = policies.iter().filter(|policy| !merged && policy.fits(&facts));
    let mut standings: Vec<_> =
        fitting.map(|policy| (policy.id, sla::standing(policy, &stages, &facts, &calendar))).collect();
    for Kept { policy, standing, active } in before {
        let place = standings.iter().position(|(id, _)| *id == policy);
        let failed = standing.state(work.now) == SlaState::Failed;
        let kept = match of.as_ref().is_some_and(|of| of.closed) {
            true => standing.reached_at.is_some() || (failed && place.is_none()),
            false => failed && active && place.is_none(),
        };
        if !kept {
            continue;
        }
        let deadline = standing.deadline.filter(|_| standing.reached_at.is_some());
        let standing = Standing { deadline, failed, ..standing };
        match place.and_then(|at| standings.get_mut(at)) {
            Some((_, now)) => *now = standing,
            None => standings.push((policy, standing)),
        }
    }
    let all: Vec<_> = standings.iter().map(|(_, standing)| *standing).collect();
    rows::set(work.tx, id, &standings, sla::earliest(&all).filter(|_| !merged))
}

/// Computes a piece of all tickets anew, from the first on or where that was left, and notes where to go on; answers
/// how many, and whether some are left.
pub(super) fn refresh_piece(work: &Work<'_, '_>, anew: bool) -> Result<Refreshed> {
    if anew {
        rows::begin_refresh(work.tx)?;
    }
    let Some(after) = rows::refresh_after(work.tx)? else { return Ok(Refreshed::default()) };
    let most = i64::try_from(CHUNK).unwrap_or(i64::MAX);
    let ids = rows::to_refresh(work.tx, after, most)?;
    for id in &ids {
        refresh(work, *id)?;
    }
    let next = ids.last().copied().filter(|_| ids.len() >= CHUNK);
    rows::go_on(work.tx, next)?;
    Ok(Refreshed { refreshed: ids.len(), more: next.is_some() })
}

/// Writes a policy of a team.
pub(super) fn put(work: &Work<'_, '_>, id: Option<i64>, owner: Option<i64>, edit: &RecordEdit) -> Result<()> {
    let before = id.map(|id| records::load(work.tx, RecordKind::Policy, id)).transpose()?;
    let value = |column: &str| -> String {
        let own = before.as_ref().map(|of| of.value(column).to_owned());
        edit.get(column).map(str::to_owned).or(own).unwrap_or_default()
    };
    let owner = before.as_ref().and_then(|of| of.owner.as_ref()).map(|(id, _)| *id).or(owner);
    let team = TeamId(owner.ok_or_else(|| Error::FieldRequired.at("team"))?);
    let stages = |column: &'static str| -> Result<Vec<StageId>> {
        let find = |name: String| {
            team::find_stage(work.tx, team, &name)?
                .ok_or_else(|| Error::NotFound { what: Thing::Stage, key: name }.at(column))
        };
        listed(&value(column)).into_iter().map(find).collect()
    };
    let policy = Policy {
        id: PolicyId(id.unwrap_or_default()),
        name: wording::name(&value("name")).map_err(|e| e.at("name"))?,
        team,
        stage: stages("stage")?.first().copied().ok_or_else(|| Error::FieldRequired.at("stage"))?,
        minutes: sla::minutes(&value("within")).map_err(|e| Error::from(e).at("within"))?,
        priorities: listed(&value("priorities"))
            .iter()
            .map(|text| crate::domain::ticket::priority(text))
            .collect::<Result<_, _>>()
            .map_err(|e| Error::from(e).at("priorities"))?,
        types: listed(&value("types"))
            .into_iter()
            .map(|name| {
                ticket_type::find(work.tx, &name)?
                    .ok_or_else(|| Error::NotFound { what: Thing::TicketType, key: name }.at("types"))
            })
            .collect::<Result<_>>()?,
        tags: tag::made(work.tx, &known_tags(work, &listed(&value("tags")))?)?,
        customers: listed(&value("customers"))
            .into_iter()
            .map(|reference| {
                customer::find(work.tx, &reference)?
                    .ok_or_else(|| Error::NotFound { what: Thing::Customer, key: reference }.at("customers"))
            })
            .collect::<Result<_>>()?,
        excluded: stages("excluded")?,
    };
    policy.check(&rows::stages(work.tx, team)?)?;
    let (description, active) = (value("description"), value("active") != "false");
    let description = wording::one_line(&description).map_err(|e| e.at("description"))?;
    rows::save(work.tx, id, &Written { policy: &policy, description: &description, active }).map(drop)
}

/// Tags that are there: by one that nothing has a policy would never fit.
fn known_tags(work: &Work<'_, '_>, typed: &[String]) -> Result<Vec<String>> {
    let tags = work.tags(typed)?;
    for tag in &tags {
        if tag::known(work.tx, tag)?.is_none() {
            return Err(Error::NotFound { what: Thing::Tag, key: tag.clone() }.at("tags"));
        }
    }
    Ok(tags)
}

impl Desk {
    /// Whether deadlines wait to be computed anew.
    pub fn levels_wait(&mut self) -> Result<bool> {
        self.store.read(|read| Ok(rows::refresh_after(read)?.is_some()))
    }

    /// Computes a piece of all tickets anew for their service levels: from the first on, or where that was left.
    pub fn refresh_levels(&mut self, anew: bool) -> Result<Refreshed> {
        match self.execute(&Command::RefreshLevels(anew), &Call::default())?.answer {
            Answer::Refreshed(done) => Ok(done),
            _ => Ok(Refreshed::default()),
        }
    }
}
