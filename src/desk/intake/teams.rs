//! Teams and their stages.

use super::rows::{StageRow, TeamRow};
use super::{Intake, joined};
use crate::domain::error::{Error, Result, Thing};
use crate::store::{import, team};

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
        if !self.is_sound() {
            self.refuse(Thing::Team, &row.name);
            return Ok(());
        }
        let known = team::find(self.tx, &row.name)?;
        import::save_team(self.tx, known, row, row.members.is_some().then_some(members.as_slice()))?;
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
        let known = team::find_stage(self.tx, team, &row.name)?;
        import::save_stage(self.tx, known, team, row)?;
        self.saved(known.is_some());
        Ok(())
    }
}
