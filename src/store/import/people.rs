//! Agents, teams and stages as an import writes them.

use super::Columns;
use super::rows::{StageRow, TeamRow, UserRow};
use crate::domain::error::Result;
use crate::domain::ids::{StageId, TeamId, UserId};
use crate::domain::team::DEFAULT_STAGES;
use crate::domain::user::Role;
use crate::params;
use crate::store::driver::{Param, Read, Tx};
use crate::store::team;

/// Writes an agent; its refund limits, where they are given, take the place of earlier ones.
pub fn save_user(tx: &Tx<'_>, id: Option<UserId>, row: &UserRow) -> Result<()> {
    let mut columns = Columns::default();
    columns
        .put("login", Some(&row.login))
        .put("name", row.name.as_ref())
        .put_or_clear("email", &row.email)
        .put("role", row.role)
        .put_or_clear("os_login", &row.os_login);
    let id = columns.save(tx, "user", id.map(|i| i.0), &[("role", Role::Agent.into())])?;
    let Some(limits) = &row.refund_limit else { return Ok(()) };
    tx.run("DELETE FROM user_limit WHERE user_id = ?1", params![id])?;
    for limit in limits {
        tx.run(
            "INSERT INTO user_limit (user_id, currency, amount) VALUES (?1, ?2, ?3)",
            params![id, limit.currency, limit.amount],
        )?;
    }
    Ok(())
}

/// Writes a team; its members, where they are given, take the place of earlier ones.
pub fn save_team(
    tx: &Tx<'_>,
    id: Option<TeamId>,
    row: &TeamRow,
    members: Option<&[UserId]>,
) -> Result<TeamId> {
    let mut columns = Columns::default();
    columns
        .put("name", Some(&row.name))
        .put("refunds", row.refunds)
        .put("coupons", row.coupons)
        .put("returns", row.returns)
        .put("repairs", row.repairs)
        .put("field_service", row.field_service);
    let off = Param::Int(0);
    let defaults = ["refunds", "coupons", "returns", "repairs", "field_service"].map(|s| (s, off.clone()));
    let id = columns.save(tx, "team", id.map(|i| i.0), &defaults)?;
    if let Some(members) = members {
        tx.run("DELETE FROM team_member WHERE team_id = ?1", params![id])?;
        for member in members {
            tx.run(
                "INSERT INTO team_member (team_id, user_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![id, *member],
            )?;
        }
    }
    Ok(TeamId(id))
}

/// Writes a stage; without a sequence it comes after the others of its team.
pub fn save_stage(tx: &Tx<'_>, id: Option<StageId>, team: TeamId, row: &StageRow) -> Result<()> {
    let next: i64 =
        tx.one("SELECT ifnull(max(sequence), 0) + 1 FROM stage WHERE team_id = ?1", params![team], |r| {
            r.get(0)
        })?;
    let mut columns = Columns::default();
    columns
        .put("team_id", Some(team))
        .put("name", Some(&row.name))
        .put("sequence", row.sequence)
        .put("folded", row.folded);
    let defaults = [("sequence", Param::Int(next)), ("folded", Param::Int(0))];
    columns.save(tx, "stage", id.map(|i| i.0), &defaults).map(drop)
}

/// Teams that have no stage.
pub fn teams_without_stages(read: &Read<'_>) -> Result<Vec<TeamId>> {
    read.all(
        "SELECT t.id FROM team t WHERE NOT EXISTS (SELECT 1 FROM stage s WHERE s.team_id = t.id)",
        params![],
        |row| row.get(0),
    )
}

/// Takes the stages of one that brings none away from a team again, where it has those alone and no ticket
/// was ever in one of them.
pub fn drop_default_stages(tx: &Tx<'_>, team: TeamId) -> Result<()> {
    let stages = team::load(tx, team)?.map(|t| t.stages).unwrap_or_default();
    let named = stages.iter().map(|s| (s.name.as_str(), s.folded));
    let used: bool = tx.one(
        "SELECT EXISTS (SELECT 1 FROM ticket WHERE team_id = ?1) OR EXISTS (SELECT 1 FROM ticket_count k
            JOIN stage s ON s.id = k.stage_id WHERE s.team_id = ?1)",
        params![team],
        |row| row.get(0),
    )?;
    if !used && named.eq(DEFAULT_STAGES) {
        tx.run("DELETE FROM stage WHERE team_id = ?1", params![team])?;
    }
    Ok(())
}

/// Gives a team the stages of one that brings none.
pub fn insert_default_stages(tx: &Tx<'_>, team: TeamId) -> Result<()> {
    for (sequence, (name, folded)) in (1i64..).zip(DEFAULT_STAGES) {
        tx.run(
            "INSERT INTO stage (team_id, name, sequence, folded) VALUES (?1, ?2, ?3, ?4)",
            params![team, name, sequence, folded],
        )?;
    }
    Ok(())
}
