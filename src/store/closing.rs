//! Rules that close, and the tickets that they are about.

use chrono::{DateTime, Utc};

use super::driver::{Read, Tx};
use crate::domain::closing::Rule;
use crate::domain::error::Result;
use crate::domain::ids::{StageId, TicketId};
use crate::params;

/// Writes a rule, a new one without a row.
pub fn save(tx: &Tx<'_>, id: Option<i64>, of: &Rule, active: bool) -> Result<()> {
    match id {
        Some(id) => tx.run(
            "UPDATE closing_rule SET version = version + 1, name = ?2, stage_id = ?3, into_id = ?4, days = ?5,
                working_days = ?6, active = ?7 WHERE id = ?1",
            params![id, &of.name, of.stage, of.into, of.days, of.working_days, active],
        ),
        None => tx.run(
            "INSERT INTO closing_rule (name, team_id, stage_id, into_id, days, working_days, active)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![&of.name, of.team, of.stage, of.into, of.days, of.working_days, active],
        ),
    }
    .map(drop)
}

/// The rules that are in use.
pub fn active(read: &Read<'_>) -> Result<Vec<Rule>> {
    read.all(
        "SELECT name, team_id, stage_id, into_id, days, working_days FROM closing_rule WHERE active = 1 ORDER BY id",
        &[],
        |row| {
            Ok(Rule {
                name: row.get(0)?,
                team: row.get(1)?,
                stage: row.get(2)?,
                into: row.get(3)?,
                days: row.get(4)?,
                working_days: row.get(5)?,
            })
        },
    )
}

/// Tickets of a stage to which nothing happened since an instant, with when something last did: the quietest first,
/// behind one of them.
pub fn quiet(
    read: &Read<'_>,
    stage: StageId,
    latest: DateTime<Utc>,
    after: Option<(TicketId, DateTime<Utc>)>,
    limit: i64,
) -> Result<Vec<(TicketId, DateTime<Utc>)>> {
    let (id, at) = after.map_or((TicketId(0), String::new()), |(id, at)| {
        (id, at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    });
    read.all(
        "SELECT t.id, t.changed_at FROM ticket t WHERE t.stage_id = ?1 AND t.merged_into IS NULL
            AND t.changed_at <= ?2 AND (t.changed_at, t.id) > (?3, ?4) ORDER BY t.changed_at, t.id LIMIT ?5",
        params![stage, latest, at, id, limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
