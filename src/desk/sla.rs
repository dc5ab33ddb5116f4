//! Service levels: how a ticket stands is computed anew with every command that touches it, and for all of them when
//! a policy, the working hours or a holiday changed.

use super::work::Work;
use super::{Desk, records};
use crate::domain::bulk::CHUNK;
use crate::domain::calendar::Calendar;
use crate::domain::command::{Answer, Call, Command, Refreshed};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{PolicyId, StageId, TeamId, TicketId};
use crate::domain::record::{RecordEdit, RecordKind, listed};
use crate::domain::settings::Settings;
use crate::domain::sla::{self, Policy};
use crate::domain::wording;
use crate::store::sla::Written;
use crate::store::{Read, customer, sla as rows, tag, team, ticket, ticket_type};

/// The company's working time.
pub(super) fn calendar(read: &Read<'_>, settings: &Settings) -> Result<Calendar> {
    let hours = settings.working_hours.parse().map_err(|e: Invalid| Error::from(e).at("working_hours"))?;
    Ok(Calendar { hours, holidays: rows::holidays(read)?, zone: settings.zone() })
}

/// Notes the stage that a ticket is in by now, and how it stands with the policies that fit it.
pub(super) fn refresh(work: &Work<'_, '_>, id: TicketId) -> Result<()> {
    rows::visit(work.tx, id, work.now)?;
    let Some(facts) = rows::facts(work.tx, id)? else { return Ok(()) };
    let policies = rows::of_team(work.tx, facts.team)?;
    if policies.is_empty() && !rows::has(work.tx, id)? {
        return Ok(());
    }
    let (stages, calendar) = (rows::stages(work.tx, facts.team)?, calendar(work.tx, &work.settings)?);
    let fitting = policies.iter().filter(|policy| policy.fits(&facts));
    let standings: Vec<_> =
        fitting.map(|policy| (policy.id, sla::standing(policy, &stages, &facts, &calendar))).collect();
    let all: Vec<_> = standings.iter().map(|(_, standing)| *standing).collect();
    // What was merged is gone on with elsewhere.
    let merged = ticket::load(work.tx, id)?.is_some_and(|of| of.merged_into.is_some());
    let deadline = sla::earliest(&all).filter(|_| !merged);
    rows::set(work.tx, id, &standings, deadline)
}

/// Computes a piece of all tickets anew, behind a number; answers how many, and where to go on.
pub(super) fn refresh_piece(work: &Work<'_, '_>, after: TicketId) -> Result<Refreshed> {
    let most = i64::try_from(CHUNK).unwrap_or(i64::MAX);
    let ids = rows::to_refresh(work.tx, after, most)?;
    for id in &ids {
        refresh(work, *id)?;
    }
    let next = ids.last().filter(|_| ids.len() >= CHUNK).map(|id| id.0);
    Ok(Refreshed { refreshed: ids.len(), next })
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
        tags: tag::made(work.tx, &work.tags(&listed(&value("tags")))?)?,
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

impl Desk {
    /// Computes a piece of all tickets anew for their service levels, behind a number.
    pub fn refresh_levels(&mut self, after: TicketId) -> Result<Refreshed> {
        match self.execute(&Command::RefreshLevels(after), &Call::default())?.answer {
            Answer::Refreshed(done) => Ok(done),
            _ => Ok(Refreshed::default()),
        }
    }
}
