//! Projects and their stages.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{ProjectId, ProjectStageId};
use crate::domain::project::{DEFAULT_STAGES, Project, ProjectStageView};
use crate::domain::wording::key;
use crate::params;

/// A project's row by its name.
pub fn find(read: &Read<'_>, name: &str) -> Result<Option<ProjectId>> {
    read.value("SELECT id FROM project WHERE name = ?1", params![key(name)])
}

/// Every project, by name.
pub fn list(read: &Read<'_>) -> Result<Vec<ProjectId>> {
    read.all("SELECT id FROM project ORDER BY name", &[], |row| row.get(0))
}

/// A project.
pub fn load(read: &Read<'_>, id: ProjectId) -> Result<Option<Project>> {
    read.first(
        "SELECT id, version, name, worksheets, template_id FROM project WHERE id = ?1",
        params![id],
        |row| {
            Ok(Project {
                id: row.get(0)?,
                version: row.get(1)?,
                name: row.get(2)?,
                worksheets: row.get(3)?,
                template: row.get(4)?,
            })
        },
    )
}

/// The stages of a project, in order.
pub fn stages(read: &Read<'_>, id: ProjectId) -> Result<Vec<ProjectStageView>> {
    read.all(
        "SELECT name, sequence, folded FROM project_stage WHERE project_id = ?1 ORDER BY sequence, id",
        params![id],
        |row| Ok(ProjectStageView { name: row.get(0)?, sequence: row.get(1)?, folded: row.get(2)? }),
    )
}

/// A stage of a project by its name.
pub fn find_stage(read: &Read<'_>, project: ProjectId, name: &str) -> Result<Option<ProjectStageId>> {
    read.value(
        "SELECT id FROM project_stage WHERE project_id = ?1 AND name = ?2",
        params![project, key(name)],
    )
}

/// The first open stage of a project; where all are folded, the first.
pub fn first_stage(read: &Read<'_>, project: ProjectId) -> Result<Option<ProjectStageId>> {
    read.value(
        "SELECT id FROM project_stage WHERE project_id = ?1 ORDER BY folded, sequence, id LIMIT 1",
        params![project],
    )
}

/// Name of a stage, and whether it is folded.
pub fn stage(read: &Read<'_>, id: ProjectStageId) -> Result<Option<(String, bool)>> {
    read.first("SELECT name, folded FROM project_stage WHERE id = ?1", params![id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Writes a new project without stages.
pub fn insert(tx: &Tx<'_>, new: &Project) -> Result<ProjectId> {
    let id = tx.insert(
        "INSERT INTO project (name, worksheets, template_id) VALUES (?1, ?2, ?3)",
        params![&new.name, new.worksheets, new.template],
    )?;
    Ok(ProjectId(id))
}

/// Writes a project anew.
pub fn save(tx: &Tx<'_>, of: &Project) -> Result<()> {
    tx.run(
        "UPDATE project SET version = version + 1, name = ?2, worksheets = ?3, template_id = ?4 WHERE id = ?1",
        params![of.id, &of.name, of.worksheets, of.template],
    )?;
    Ok(())
}

/// Writes a new stage.
pub fn insert_stage(tx: &Tx<'_>, project: ProjectId, name: &str, sequence: i64, folded: bool) -> Result<()> {
    tx.insert(
        "INSERT INTO project_stage (project_id, name, sequence, folded) VALUES (?1, ?2, ?3, ?4)",
        params![project, name, sequence, folded],
    )?;
    Ok(())
}

/// Writes a stage by its name; without a sequence a new one comes after the others. Answers whether it was there.
pub fn set_stage(
    tx: &Tx<'_>,
    project: ProjectId,
    name: &str,
    sequence: Option<i64>,
    folded: Option<bool>,
) -> Result<bool> {
    match find_stage(tx, project, name)? {
        Some(id) => {
            tx.run(
                "UPDATE project_stage SET version = version + 1, sequence = ifnull(?2, sequence),
                    folded = ifnull(?3, folded) WHERE id = ?1",
                params![id, sequence, folded],
            )?;
            Ok(true)
        }
        None => {
            let next = "SELECT ifnull(max(sequence), 0) + 1 FROM project_stage WHERE project_id = ?1";
            let next: i64 = tx.one(next, params![project], |row| row.get(0))?;
            insert_stage(tx, project, name, sequence.unwrap_or(next), folded.unwrap_or_default())?;
            Ok(false)
        }
    }
}

/// Counts a change of a project.
pub fn touch(tx: &Tx<'_>, id: ProjectId) -> Result<()> {
    tx.run("UPDATE project SET version = version + 1 WHERE id = ?1", params![id]).map(drop)
}

/// Projects that have no stage.
pub fn without_stages(read: &Read<'_>) -> Result<Vec<ProjectId>> {
    read.all(
        "SELECT p.id FROM project p WHERE NOT EXISTS (SELECT 1 FROM project_stage s WHERE s.project_id = p.id)",
        &[],
        |row| row.get(0),
    )
}

/// Gives a project the stages of one that brings none.
pub fn insert_default_stages(tx: &Tx<'_>, id: ProjectId) -> Result<()> {
    for (at, (name, folded)) in (1i64..).zip(DEFAULT_STAGES) {
        insert_stage(tx, id, name, at, folded)?;
    }
    Ok(())
}

/// Takes the stages of one that brings none away from a project again, where it has those alone and no task.
pub fn drop_default_stages(tx: &Tx<'_>, id: ProjectId) -> Result<()> {
    let stages = stages(tx, id)?;
    let used: bool =
        tx.one("SELECT EXISTS (SELECT 1 FROM task WHERE project_id = ?1)", params![id], |row| row.get(0))?;
    if !used && stages.iter().map(|s| (s.name.as_str(), s.folded)).eq(DEFAULT_STAGES) {
        tx.run("DELETE FROM project_stage WHERE project_id = ?1", params![id])?;
    }
    Ok(())
}
