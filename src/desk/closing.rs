//! Rules that close what nothing happens to: tickets of a stage to which nothing happened for so many days go to another
//! one. They run when somebody says so, or on a schedule (`domain/facts.md` §10: working days when told so).

use chrono::Duration;

use super::access::require;
use super::work::Work;
use super::{records, tickets};
use crate::domain::bulk::{BulkAnswer, BulkRow, BulkState};
use crate::domain::closing::Rule;
use crate::domain::effect::{Effect, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::history::EventKind;
use crate::domain::ids::TeamId;
use crate::domain::record::{RecordEdit, RecordKind};
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{closing as rows, team, ticket};

/// The most days of a rule.
const MOST_DAYS: i64 = 3_650;

/// Writes a rule of a team.
pub(super) fn put(work: &Work<'_, '_>, id: Option<i64>, owner: Option<i64>, edit: &RecordEdit) -> Result<()> {
    let before = id.map(|id| records::load(work.tx, RecordKind::ClosingRule, id)).transpose()?;
    let value = |column: &str| -> String {
        let own = before.as_ref().map(|of| of.value(column).to_owned());
        edit.get(column).map(str::to_owned).or(own).unwrap_or_default()
    };
    let owner = before.as_ref().and_then(|of| of.owner.as_ref()).map(|(id, _)| *id).or(owner);
    let team = TeamId(owner.ok_or_else(|| Error::FieldRequired.at("team"))?);
    let stage = |column: &'static str| {
        let name = value(column);
        match name.trim() {
            "" => Err(Error::FieldRequired.at(column)),
            name => team::find_stage(work.tx, team, name)?
                .ok_or_else(|| Error::NotFound { what: Thing::Stage, key: name.to_owned() }.at(column)),
        }
    };
    let days = value("days")
        .trim()
        .parse()
        .map_err(|_| Error::from(Invalid::NotAnInteger { given: value("days") }).at("days"))?;
    if !(1..=MOST_DAYS).contains(&days) {
        let given = days.to_string();
        return Err(Error::from(Invalid::NotBetween { given, least: 1, most: MOST_DAYS }).at("days"));
    }
    let rule = Rule {
        name: wording::name(&value("name")).map_err(|e| e.at("name"))?,
        team,
        stage: stage("stage")?,
        into: stage("into")?,
        days,
        working_days: value("working_days") == "true",
    };
    let stages = crate::store::sla::stages(work.tx, team)?;
    let closes = |id| stages.iter().any(|stage| stage.id == id && stage.folded);
    if !closes(rule.into) {
        return Err(Error::StageCloses { stage: value("into"), closes: false }.at("into"));
    }
    if closes(rule.stage) {
        return Err(Error::StageCloses { stage: value("stage"), closes: true }.at("stage"));
    }
    rows::save(work.tx, id, &rule, value("active") != "false")
}

/// Closes what the rules close, at most so many tickets; answers what came of each.
pub(super) fn run(work: &mut Work<'_, '_>, most: usize) -> Result<BulkAnswer> {
    require(&work.actor, Right::Settings)?;
    let calendar = super::sla::calendar(work.tx, &work.settings)?;
    let (mut done, mut told) = (Vec::new(), Vec::new());
    // A rule of a team that is not seen is for somebody else to run.
    let seen: Vec<Rule> =
        rows::active(work.tx)?.into_iter().filter(|rule| work.actor.sees(rule.team)).collect();
    for rule in seen {
        let into = team::stage_name(work.tx, rule.into)?.unwrap_or_default();
        // Working days are at least as many days of the calendar.
        let latest = work.now - Duration::days(rule.days);
        let mut after = None;
        while done.len() < most {
            let piece = rows::quiet(work.tx, rule.stage, latest, after, 500)?;
            let Some(last) = piece.last() else { break };
            after = Some(*last);
            for (id, since) in piece {
                let since_day = work.settings.day_of(since);
                // Days that are over: one that has begun is none yet.
                let over = work.today.pred_opt().unwrap_or(work.today);
                let waits = rule.working_days && calendar.working_days(since_day, over) < rule.days;
                if waits || done.len() >= most {
                    continue;
                }
                tickets::stage(work, id, &into)?;
                work.note(
                    Effect::change(Subject::ClosingRule, rule.name.clone())
                        .now(crate::domain::effect::Key::Reason, rule.name.as_str()),
                );
                work.finish(EventKind::TicketClosed)?;
                let effects = std::mem::take(&mut work.effects);
                told.extend(effects.iter().cloned());
                let of = ticket::load(work.tx, id)?;
                done.push(BulkRow {
                    version: of.as_ref().map_or(0, |of| of.version),
                    subject: of.map(|of| of.subject).unwrap_or_default(),
                    effects,
                    ..BulkRow::of(id, BulkState::Done)
                });
                work.forget();
            }
        }
    }
    work.effects = told;
    Ok(BulkAnswer { rows: done, action: work.first() })
}
