//! Teams, their members and their stages.

use super::driver::{Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{ProjectId, StageId, TeamId, UserId};
use crate::domain::team::{Assignment, StageView, Switches, TeamView};
use crate::domain::wording::key;
use crate::params;

fn switches(row: &Row<'_>, at: usize) -> Result<Switches> {
    Ok(Switches {
        refunds: row.get(at)?,
        coupons: row.get(at + 1)?,
        returns: row.get(at + 2)?,
        repairs: row.get(at + 3)?,
        field_service: row.get(at + 4)?,
    })
}

/// A team's row by its name.
pub fn find(read: &Read<'_>, name: &str) -> Result<Option<TeamId>> {
    read.value("SELECT id FROM team WHERE name = ?1", params![key(name)])
}

/// Every team, by name.
pub fn list(read: &Read<'_>) -> Result<Vec<TeamId>> {
    read.all("SELECT id FROM team ORDER BY name", &[], |row| row.get(0))
}

/// A team, whole.
pub fn load(read: &Read<'_>, id: TeamId) -> Result<Option<TeamView>> {
    let found = read.first(
        "SELECT t.id, t.version, t.name, t.refunds, t.coupons, t.returns, t.repairs, t.field_service, p.name,
            t.assignment FROM team t LEFT JOIN project p ON p.id = t.project_id WHERE t.id = ?1",
        params![id],
        |row| {
            Ok(TeamView {
                project: row.get(8)?,
                assignment: row.get(9)?,
                id: row.get(0)?,
                version: row.get(1)?,
                name: row.get(2)?,
                switches: switches(row, 3)?,
                members: vec![],
                stages: vec![],
            })
        },
    )?;
    let Some(mut team) = found else { return Ok(None) };
    team.members = read.all(
        "SELECT u.login FROM team_member m JOIN user u ON u.id = m.user_id WHERE m.team_id = ?1 ORDER BY u.login",
        params![id],
        |row| row.get(0),
    )?;
    team.stages = read.all(
        "SELECT id, name, sequence, folded FROM stage WHERE team_id = ?1 ORDER BY sequence, id",
        params![id],
        |row| {
            Ok(StageView { id: row.get(0)?, name: row.get(1)?, sequence: row.get(2)?, folded: row.get(3)? })
        },
    )?;
    Ok(Some(team))
}

/// Name and switches of a team.
pub fn head(read: &Read<'_>, id: TeamId) -> Result<Option<(String, Switches)>> {
    read.first(
        "SELECT name, refunds, coupons, returns, repairs, field_service FROM team WHERE id = ?1",
        params![id],
        |row| Ok((row.get(0)?, switches(row, 1)?)),
    )
}

/// Writes a new team without stages; answers its row.
pub fn insert(tx: &Tx<'_>, name: &str, s: Switches) -> Result<TeamId> {
    let id = tx.insert(
        "INSERT INTO team (name, refunds, coupons, returns, repairs, field_service) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![name, s.refunds, s.coupons, s.returns, s.repairs, s.field_service],
    )?;
    Ok(TeamId(id))
}

/// Gives a team another name.
pub fn rename(tx: &Tx<'_>, id: TeamId, name: &str) -> Result<()> {
    tx.run("UPDATE team SET name = ?2 WHERE id = ?1", params![id, name]).map(drop)
}

/// Sets a team's version back: nothing of it changed.
pub fn set_version(tx: &Tx<'_>, id: TeamId, version: i64) -> Result<()> {
    tx.run("UPDATE team SET version = ?2 WHERE id = ?1", params![id, version]).map(drop)
}

/// How a team's new tickets find somebody.
pub fn assignment(read: &Read<'_>, id: TeamId) -> Result<Assignment> {
    read.one("SELECT assignment FROM team WHERE id = ?1", params![id], |row| row.get(0))
}

/// Sets how a team's new tickets find somebody.
pub fn set_assignment(tx: &Tx<'_>, id: TeamId, how: Assignment) -> Result<()> {
    tx.run("UPDATE team SET version = version + 1, assignment = ?2 WHERE id = ?1", params![id, how]).map(drop)
}

/// Members of a team, everybody where it has none, in the order of their rows, with how many of its tickets each has:
/// the open ones, or all.
pub fn load_of_members(read: &Read<'_>, id: TeamId, open: bool) -> Result<Vec<(UserId, i64)>> {
    read.all(
        "SELECT u.id, ifnull((SELECT sum(c.tickets) FROM ticket_count c JOIN stage s ON s.id = c.stage_id
            WHERE c.team_id = ?1 AND c.assignee_id = u.id AND (?2 = 0 OR s.folded = 0)), 0)
         FROM user u WHERE u.active = 1 AND (u.id IN (SELECT user_id FROM team_member WHERE team_id = ?1)
            OR NOT EXISTS (SELECT 1 FROM team_member WHERE team_id = ?1)) ORDER BY u.id",
        params![id, open],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The project of a team's visits.
pub fn project(read: &Read<'_>, id: TeamId) -> Result<Option<ProjectId>> {
    read.value("SELECT project_id FROM team WHERE id = ?1 AND project_id IS NOT NULL", params![id])
}

/// Sets the project of a team's visits.
pub fn set_project(tx: &Tx<'_>, id: TeamId, project: Option<ProjectId>) -> Result<()> {
    tx.run("UPDATE team SET version = version + 1, project_id = ?2 WHERE id = ?1", params![id, project])?;
    Ok(())
}

/// Whether somebody is a member; a team without members is everybody's.
pub fn has_member(read: &Read<'_>, team: TeamId, user: UserId) -> Result<bool> {
    read.one(
        "SELECT NOT EXISTS (SELECT 1 FROM team_member WHERE team_id = ?1)
            OR EXISTS (SELECT 1 FROM team_member WHERE team_id = ?1 AND user_id = ?2)",
        params![team, user],
        |row| row.get(0),
    )
}

/// A stage of a team by its name.
pub fn find_stage(read: &Read<'_>, team: TeamId, name: &str) -> Result<Option<StageId>> {
    read.value("SELECT id FROM stage WHERE team_id = ?1 AND name = ?2", params![team, key(name)])
}

/// Whether a stage is one of a team's.
pub fn has_stage(read: &Read<'_>, team: TeamId, stage: StageId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM stage WHERE id = ?2 AND team_id = ?1)";
    read.one(sql, params![team, stage], |row| row.get(0))
}

/// The name of a stage.
pub fn stage_name(read: &Read<'_>, id: StageId) -> Result<Option<String>> {
    read.value("SELECT name FROM stage WHERE id = ?1", params![id])
}

/// The first open stage of a team; where all are folded, the first.
pub fn first_stage(read: &Read<'_>, team: TeamId) -> Result<Option<StageId>> {
    read.value("SELECT id FROM stage WHERE team_id = ?1 ORDER BY folded, sequence, id LIMIT 1", params![team])
}

/// Writes a new stage.
pub fn insert_stage(tx: &Tx<'_>, team: TeamId, name: &str, sequence: i64, folded: bool) -> Result<StageId> {
    let id = tx.insert(
        "INSERT INTO stage (team_id, name, sequence, folded) VALUES (?1, ?2, ?3, ?4)",
        params![team, name, sequence, folded],
    )?;
    Ok(StageId(id))
}
