//! Teams and their stages.

use super::rows::{StageRow, TeamRow};
use super::{Intake, joined};
use crate::domain::error::{Error, Result, Thing};
use crate::store::{import, project, team};

impl Intake<'_> {
    /// teams.csv
    pub fn team(&mut self, row: &TeamRow) -> Result<()> {
        if !self.master(Thing::Team, &row.name, row)? {
            return Ok(());
        }
        let mut members = Vec::new();
        for login in row.members.iter().flatten() {
            members.extend(self.user_named("members", login)?);
        }
        let project = match &row.project {
            Some(Some(name)) => {
                let missing = || Error::NotFound { what: Thing::Project, key: name.clone() };
                let found = project::find(self.tx, name)?.ok_or_else(missing);
                self.at("project", found)?
            }
            _ => None,
        };
        if !self.is_sound() {
            self.refuse(Thing::Team, &row.name);
            return Ok(());
        }
        let known = team::find(self.tx, &row.name)?;
        let id = import::save_team(self.tx, known, row, row.members.is_some().then_some(members.as_slice()))?;
        if row.project.is_some() {
            team::set_project(self.tx, id, project)?;
        }
        self.saved(known.is_some());
        Ok(())
    }

    /// stages.csv
    pub fn stage(&mut self, row: &StageRow) -> Result<()> {
        let key = joined(&row.team, &row.name);
        if !self.master(Thing::Stage, &key, row)? {
            return Ok(());
        }
        let team = team::find(self.tx, &row.team)?
            .ok_or_else(|| Error::NotFound { what: Thing::Team, key: row.team.clone() });
        let Some(team) = self.at("team", team)? else {
            self.refuse(Thing::Stage, &key);
            return Ok(());
        };
        if !self.is_sound() {
            self.refuse(Thing::Stage, &key);
            return Ok(());
        }
        if self.remembers && import::rows_remembered(self.tx, self.file, &row.team)? == 1 {
            // A team that brings stages of its own gets no default ones.
            import::drop_default_stages(self.tx, team)?;
        }
        let known = team::find_stage(self.tx, team, &row.name)?;
        import::save_stage(self.tx, known, team, row)?;
        self.saved(known.is_some());
        Ok(())
    }
}
