//! Templates of worksheets, projects and their stages.

use super::rows::{ProjectRow, ProjectStageRow, SheetRow};
use super::{Intake, joined};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::{ProjectId, SheetFieldId, TemplateId};
use crate::domain::project::Project;
use crate::domain::worksheet::{SheetField, SheetKind, Template};
use crate::store::driver::damaged;
use crate::store::{import, project, worksheet};

impl Intake<'_> {
    /// worksheet_templates.csv: a template is there with its first field.
    pub fn sheet(&mut self, row: &SheetRow) -> Result<()> {
        let key = joined(&row.template, &row.field);
        if !self.master(Thing::SheetField, &key, row)? {
            return Ok(());
        }
        let template = match worksheet::find(self.tx, &row.template)? {
            Some(id) => worksheet::load(self.tx, id)?.ok_or_else(|| damaged("worksheet"))?,
            None => Template { id: TemplateId(0), version: 1, name: row.template.clone(), fields: vec![] },
        };
        let known = template.fields.iter().find(|f| f.field == row.field);
        let field = over_field(known, row);
        let held = worksheet::known(self.tx, template.id, &row.field)?;
        if held.is_some_and(|(kind, held)| kind != field.kind && held > 0) {
            self.wrong("kind", Error::WorksheetInUse);
        }
        let known = known.is_some();
        let checked = field.checked().map_err(Error::bare);
        let Some(field) = self.at("choices", checked)?.filter(|_| self.is_sound()) else {
            self.refuse(Thing::SheetField, &key);
            return Ok(());
        };
        let id = match template.id {
            TemplateId(0) => worksheet::insert(self.tx, &template)?,
            id => id,
        };
        worksheet::set_field(self.tx, id, &field, row.sequence)?;
        worksheet::touch(self.tx, id)?;
        self.saved(known);
        Ok(())
    }

    /// projects.csv
    pub fn project(&mut self, row: &ProjectRow) -> Result<()> {
        if !self.master(Thing::Project, &row.name, row)? {
            return Ok(());
        }
        let known = project::find(self.tx, &row.name)?;
        let before = known.map(|id| project::load(self.tx, id)).transpose()?.flatten();
        let mut of = before.unwrap_or(Project {
            id: ProjectId(0),
            version: 1,
            name: row.name.clone(),
            worksheets: false,
            template: None,
        });
        // Who names a template wants worksheets.
        let named = matches!(row.template, Some(Some(_)));
        of.worksheets = row.worksheets.unwrap_or(of.worksheets || named);
        match &row.template {
            Some(Some(name)) => {
                let missing = || Error::NotFound { what: Thing::Worksheet, key: name.clone() };
                let found = worksheet::find(self.tx, name)?.ok_or_else(missing);
                of.template = self.at("template", found)?;
            }
            Some(None) => of.template = None,
            None => {}
        }
        if self.is_sound() && named && !of.worksheets {
            self.wrong("template", Error::WorksheetNotEnabled { project: row.name.clone() });
        }
        if !self.is_sound() {
            self.refuse(Thing::Project, &row.name);
            return Ok(());
        }
        match known {
            Some(_) => project::save(self.tx, &of)?,
            None => drop(project::insert(self.tx, &of)?),
        }
        self.saved(known.is_some());
        Ok(())
    }

    /// stages.csv: of a project
    pub fn project_stage(&mut self, row: &ProjectStageRow) -> Result<()> {
        // A team may have the name of a project.
        let owner = format!("project {}", row.project);
        let key = joined(&owner, &row.name);
        if !self.master(Thing::Stage, &key, row)? {
            return Ok(());
        }
        let found = project::find(self.tx, &row.project)?
            .ok_or_else(|| Error::NotFound { what: Thing::Project, key: row.project.clone() });
        let Some(of) = self.at("project", found)?.filter(|_| self.is_sound()) else {
            self.refuse(Thing::Stage, &key);
            return Ok(());
        };
        if self.remembers && import::rows_remembered(self.tx, self.file, &owner)? == 1 {
            // A project that brings stages of its own gets no default ones.
            project::drop_default_stages(self.tx, of)?;
        }
        let known = project::set_stage(self.tx, of, &row.name, row.sequence, row.folded)?;
        project::touch(self.tx, of)?;
        self.saved(known);
        Ok(())
    }
}

/// A field with what a row says of it.
fn over_field(known: Option<&SheetField>, row: &SheetRow) -> SheetField {
    let mut field = known.cloned().unwrap_or(SheetField {
        id: SheetFieldId(0),
        field: row.field.clone(),
        label: row.field.clone(),
        kind: SheetKind::Text,
        required: false,
        choices: vec![],
    });
    field.label = row.label.clone().unwrap_or(field.label);
    field.kind = row.kind.unwrap_or(field.kind);
    field.required = row.required.unwrap_or(field.required);
    field.choices = row.choices.clone().unwrap_or(field.choices);
    field
}
