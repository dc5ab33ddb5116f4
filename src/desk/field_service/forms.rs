//! The facts of the forms of field service, and the commands that they make.

use chrono::{DateTime, Utc};

use super::{load, projects, require_change, worksheets};
use crate::desk::forms::Facts;
use crate::desk::{access, load_user, refund, settings};
use crate::domain::command::{Command, TemplateEdit};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::{Draft, Resolved, Value};
use crate::domain::ids::{ProjectId, TemplateId, UserId};
use crate::domain::task::{Task, USUAL};
use crate::domain::team::Service;
use crate::domain::user::Right;
use crate::domain::wizard::project::{self as setting, ProjectFacts};
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wizard::{Button, Form, task as form, worksheet as sheet};
use crate::domain::worksheet::{SheetField, SheetState, Template};
use crate::store::{Read, driver, project, task, team, user, worksheet};

/// The facts of a form, and what it shows.
pub fn resolve(
    read: &Read<'_>,
    of: &Form,
    draft: &Draft,
    actor: UserId,
    now: DateTime<Utc>,
) -> Result<(Facts, Resolved)> {
    let actor = load_user(read, actor)?;
    Ok(match of {
        Form::Task(id) => {
            let from = refund::find_ticket(read, *id)?;
            access::require_service(read, &actor, &from, Service::FieldService)?;
            let usual = team::project(read, from.team)?;
            let own = Own { ticket: Some(*id), task: None, title: from.subject, project: usual };
            let facts = facts(read, own, draft, now)?;
            let resolved = form::resolve(&facts, draft);
            (Facts::Task(Box::new(facts)), resolved)
        }
        Form::EditTask(id) => {
            let task = load(read, *id)?;
            require_change(&actor, &task)?;
            let own = Own {
                ticket: task.ticket,
                title: task.title.clone(),
                project: Some(task.project),
                task: Some(task),
            };
            let facts = facts(read, own, draft, now)?;
            let resolved = form::resolve(&facts, draft);
            (Facts::Task(Box::new(facts)), resolved)
        }
        Form::TaskStage(id) | Form::SignTask(id) | Form::FillTask(id) => {
            let task = load(read, *id)?;
            require_change(&actor, &task)?;
            match of {
                Form::TaskStage(_) => (Facts::Versioned(task.version), form::resolve_stage(&task, draft)),
                Form::SignTask(_) => (Facts::Versioned(task.version), form::resolve_sign(draft)),
                _ => {
                    let facts = fill(read, &task)?;
                    let resolved = sheet::resolve(&facts, draft);
                    (Facts::Sheet(Box::new(facts)), resolved)
                }
            }
        }
        Form::NewProject | Form::EditProject(_) => {
            access::require(&actor, Right::Settings)?;
            let own = match of {
                Form::EditProject(id) => Some(projects::load(read, *id)?),
                _ => None,
            };
            let usual = own.as_ref().and_then(|p| p.template);
            let template = draft.typed(setting::TEMPLATE).map_or(usual, |v| v.one().map(TemplateId));
            let facts = ProjectFacts { project: own, template: named(read, template)? };
            let resolved = setting::resolve_project(&facts, draft);
            (Facts::Project(Box::new(facts)), resolved)
        }
        Form::NewTemplate | Form::EditTemplate(_) | Form::SheetField(..) => {
            access::require(&actor, Right::Settings)?;
            let own = match of {
                Form::EditTemplate(id) | Form::SheetField(id, _) => Some(worksheets::load(read, *id)?),
                _ => None,
            };
            let resolved = match of {
                Form::SheetField(_, key) => {
                    setting::resolve_field(field(own.as_ref(), key.as_deref())?, draft)
                }
                _ => setting::resolve_template(own.as_ref(), draft),
            };
            (Facts::Template(own.map(Box::new)), resolved)
        }
        _ => return Err(driver::damaged("form")),
    })
}

/// What a form is about.
struct Own {
    ticket: Option<crate::domain::ids::TicketId>,
    task: Option<Task>,
    title: String,
    project: Option<ProjectId>,
}

fn facts(read: &Read<'_>, own: Own, draft: &Draft, now: DateTime<Utc>) -> Result<form::Facts> {
    let project = form::project(draft, own.project).map(|id| projects::load(read, id)).transpose()?;
    let template = project.as_ref().and_then(|p| form::template(draft, p, own.task.as_ref()));
    let chosen = form::technicians(draft, own.task.as_ref());
    let zone = settings(read)?.zone();
    let mut technicians = Vec::with_capacity(chosen.len());
    for id in &chosen {
        technicians.extend(user::login(read, *id)?.map(|key| Chosen { id: *id, key }));
    }
    let busy = match form::times(draft, own.task.as_ref()) {
        (Value::Instant(from), until) => {
            let until = if let Value::Instant(until) = until { until } else { from + USUAL };
            task::busy(read, &chosen, (from, until), own.task.as_ref().map(|t| t.id), zone)?
        }
        _ => vec![],
    };
    Ok(form::Facts {
        ticket: own.ticket,
        title: own.title,
        now,
        zone,
        template: named(read, template)?,
        project,
        technicians,
        busy,
        task: own.task,
    })
}

/// A template with its name.
fn named(read: &Read<'_>, id: Option<TemplateId>) -> Result<Option<Chosen<TemplateId>>> {
    let Some(id) = id else { return Ok(None) };
    Ok(worksheet::name(read, id)?.map(|key| Chosen { id, key }))
}

/// What the form of a worksheet knows; refuses one that is signed.
fn fill(read: &Read<'_>, of: &Task) -> Result<sheet::Facts> {
    super::sheet::require_made(of)?;
    let template = of.template.ok_or_else(|| Error::NoWorksheet { task: of.id.to_string() })?;
    if of.sheet == SheetState::Signed {
        return Err(Error::AlreadySigned { task: of.id.to_string() });
    }
    let template = worksheets::load(read, template)?;
    Ok(sheet::Facts { template, values: of.values.clone(), version: of.version })
}

/// The field of a template that a form is about; none of a new one.
fn field<'t>(of: Option<&'t Template>, key: Option<&str>) -> Result<Option<&'t SheetField>> {
    let Some(key) = key else { return Ok(None) };
    let missing = || Error::NotFound { what: Thing::SheetField, key: key.to_owned() };
    let found = of.and_then(|t| t.fields.iter().find(|f| f.field == key));
    found.map(Some).ok_or_else(missing)
}

/// The command that a button makes.
pub fn command(
    read: &Read<'_>,
    of: &Form,
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    button: Button,
) -> Result<Command> {
    let required = || resolved.require(draft);
    Ok(match (of, facts) {
        (Form::EditTask(id), Facts::Task(facts)) => {
            let edit = form::parse_edit(facts, draft, resolved).map_err(Error::Fields)?;
            Command::EditTask(*id, Box::new(edit), false)
        }
        (_, Facts::Task(facts)) => {
            let open = button == Button::CreateAndViewTask;
            let request = form::parse(facts, draft, resolved, open).map_err(Error::Fields)?;
            Command::Task(Box::new(request))
        }
        (Form::TaskStage(id), _) => {
            required()?;
            let stage = resolved.value(form::STAGE).one().map(crate::domain::ids::ProjectStageId);
            let name = stage.map(|id| project::stage(read, id)).transpose()?.flatten().map(|(name, _)| name);
            Command::StageTask(*id, name.ok_or_else(|| Error::FieldRequired.at(form::STAGE))?)
        }
        (Form::SignTask(id), _) => {
            required()?;
            Command::SignTask(*id, resolved.value(form::NAME).text().to_owned())
        }
        (Form::FillTask(id), Facts::Sheet(facts)) => {
            Command::FillTask(*id, sheet::parse(facts, draft, resolved).map_err(Error::Fields)?)
        }
        (_, Facts::Project(facts)) => {
            let edit = setting::parse_project(facts, draft, resolved).map_err(Error::Fields)?;
            match &facts.project {
                Some(own) => Command::EditProject(own.name.clone(), edit),
                None => Command::NewProject(edit.name.clone().unwrap_or_default(), edit),
            }
        }
        (Form::SheetField(_, key), Facts::Template(Some(own))) => {
            let edit = match (button, key) {
                (Button::RemoveField, Some(key)) => {
                    TemplateEdit { remove: vec![key.clone()], ..TemplateEdit::default() }
                }
                _ => {
                    let own = field(Some(own), key.as_deref())?;
                    setting::parse_field(own, draft, resolved).map_err(Error::Fields)?
                }
            };
            Command::EditWorksheet(own.name.clone(), edit)
        }
        (_, Facts::Template(own)) => {
            let own = own.as_deref();
            let (name, edit) = setting::parse_template(own, draft, resolved).map_err(Error::Fields)?;
            match own {
                Some(own) => Command::EditWorksheet(own.name.clone(), edit),
                None => Command::NewWorksheet(name, edit),
            }
        }
        _ => return Err(driver::damaged("form")),
    })
}
