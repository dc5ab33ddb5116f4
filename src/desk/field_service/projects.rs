//! Projects: made and changed by whoever may change settings.

use super::worksheets;
use crate::desk::work::Work;
use crate::desk::{Desk, access};
use crate::domain::command::ProjectEdit;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::ProjectId;
use crate::domain::project::{Project, ProjectView};
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{Read, driver, project, worksheet};

/// A project that must be there, by its name.
pub fn find(read: &Read<'_>, name: &str) -> Result<ProjectId> {
    project::find(read, name)?.ok_or_else(|| Error::NotFound { what: Thing::Project, key: name.to_owned() })
}

/// A project by its row.
pub fn load(read: &Read<'_>, id: ProjectId) -> Result<Project> {
    project::load(read, id)?.ok_or_else(|| driver::damaged("project"))
}

/// A project as it is answered.
pub fn view(read: &Read<'_>, id: ProjectId) -> Result<ProjectView> {
    let of = load(read, id)?;
    Ok(ProjectView {
        id,
        version: of.version,
        name: of.name,
        worksheets: of.worksheets,
        template: of.template.map(|id| worksheet::name(read, id)).transpose()?.flatten(),
        stages: project::stages(read, id)?,
    })
}

/// Makes a project with the usual stages.
pub fn new(work: &mut Work<'_, '_>, name: &str, edit: &ProjectEdit) -> Result<ProjectId> {
    access::require(&work.actor, Right::Settings)?;
    let mut new =
        Project { id: ProjectId(0), version: 1, name: String::new(), worksheets: false, template: None };
    apply(work, &mut new, &ProjectEdit { name: Some(name.to_owned()), ..edit.clone() })?;
    let id = project::insert(work.tx, &new)?;
    project::insert_default_stages(work.tx, id)?;
    work.note(
        Effect::add(Subject::Project, new.name.clone())
            .now(Key::Worksheet, new.worksheets)
            .now_if(Key::Template, template(work, &new)?),
    );
    Ok(id)
}

fn template(work: &Work<'_, '_>, of: &Project) -> Result<Option<String>> {
    Ok(of.template.map(|id| worksheet::name(work.tx, id)).transpose()?.flatten())
}

fn apply(work: &Work<'_, '_>, of: &mut Project, edit: &ProjectEdit) -> Result<()> {
    if let Some(name) = &edit.name {
        let name = wording::name(name).map_err(|e| e.at("name"))?;
        match project::find(work.tx, &name)? {
            Some(other) if other != of.id => {
                return Err(Error::from(Invalid::Taken { given: name }).at("name"));
            }
            _ => of.name = name,
        }
    }
    of.worksheets = edit.worksheets.unwrap_or(of.worksheets);
    match edit.template.as_deref() {
        Some("") => of.template = None,
        Some(name) => {
            of.template = Some(worksheets::find(work.tx, name).map_err(|e| e.at("worksheet"))?);
            // Who names a template wants worksheets.
            of.worksheets = edit.worksheets.unwrap_or(true);
        }
        None => {}
    }
    if of.template.is_some() && !of.worksheets && edit.template.as_deref().is_some_and(|t| !t.is_empty()) {
        return Err(Error::WorksheetNotEnabled { project: of.name.clone() }.at("worksheet"));
    }
    Ok(())
}

/// Changes a project; tasks that are there keep their worksheets.
pub fn edit(work: &mut Work<'_, '_>, name: &str, edit: &ProjectEdit) -> Result<ProjectId> {
    access::require(&work.actor, Right::Settings)?;
    let before = load(work.tx, find(work.tx, name)?)?;
    let mut after = before.clone();
    apply(work, &mut after, edit)?;
    if after != before {
        project::save(work.tx, &after)?;
        work.note(
            Effect::change(Subject::Project, after.name.clone())
                .moved(Key::Name, Some(before.name.as_str()), Some(after.name.as_str()))
                .moved(Key::Worksheet, Some(before.worksheets), Some(after.worksheets))
                .moved(Key::Template, template(work, &before)?, template(work, &after)?),
        );
    }
    Ok(before.id)
}

impl Desk {
    /// Every project, by name.
    pub fn projects(&mut self) -> Result<Vec<ProjectView>> {
        self.store.read(|read| project::list(read)?.into_iter().map(|id| view(read, id)).collect())
    }

    /// A project by its name.
    pub fn project(&mut self, name: &str) -> Result<ProjectView> {
        self.store.read(|read| view(read, find(read, name)?))
    }
}
