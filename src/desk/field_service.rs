//! Field service at the desk: visits planned from a ticket, worksheets filled in and signed, projects and templates
//! (`domain/facts.md` §6).

mod agenda;
pub(super) mod forms;
mod page;
pub mod projects;
mod sheet;
mod view;
pub mod worksheets;

pub use agenda::{Agenda, Span};
pub use page::TaskPage;

pub use sheet::{fill, sign};
pub use view::{technicians, view};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::work::Work;
use super::{access, refund};
use crate::domain::command::{TaskEdit, TaskRequest};
use crate::domain::effect::{Effect, Fact, Key, Subject};
use crate::domain::error::{Error, Invalid, Need, Result, Thing};
use crate::domain::ids::{ProjectId, TaskId, TemplateId, UserId};
use crate::domain::project::Project;
use crate::domain::task::Task;
use crate::domain::team::Service;
use crate::domain::user::{Right, User};
use crate::domain::wording;
use crate::domain::worksheet::SheetState;
use crate::store::{Read, driver, project, task, team, user, worksheet};

/// A task that must be there.
pub fn load(read: &Read<'_>, id: TaskId) -> Result<Task> {
    task::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Task, key: id.to_string() })
}

/// Whether an agent works tasks, whoever made them: a lead, or one who was granted the right by itself.
pub fn works(user: &User) -> bool {
    user.may(Right::Inventory) || user.overrides.get(&Right::FieldService) == Some(&true)
}

/// Refuses who neither works tasks, nor made this one, nor has to go there.
pub fn require_seen(user: &User, of: &Task) -> Result<()> {
    match works(user) || of.created_by == Some(user.id) || of.assignees.contains(&user.id) {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::Right(Right::FieldService))),
    }
}

/// Refuses who may not change a task: who sees it may, with the right to make some.
fn require_change(user: &User, of: &Task) -> Result<()> {
    require_seen(user, of)?;
    if works(user) { Ok(()) } else { access::require(user, Right::FieldService) }
}

/// Makes a task from a ticket.
pub fn create(work: &mut Work<'_, '_>, request: &TaskRequest) -> Result<TaskId> {
    let ticket = refund::find_ticket(work.tx, request.ticket)?;
    access::require_service(work.tx, &work.actor, &ticket, Service::FieldService)?;
    work.ticket = Some(ticket.id);
    let of = match &request.edit.project {
        Some(name) => projects::find(work.tx, name).map_err(|e| e.at("project"))?,
        None => team::project(work.tx, ticket.team)?.ok_or(Error::ProjectRequired)?,
    };
    let of = projects::load(work.tx, of)?;
    let mut new = Task {
        id: TaskId(0),
        version: 1,
        title: ticket.subject.clone(),
        description: String::new(),
        stage: project::first_stage(work.tx, of.id)?.ok_or_else(|| driver::damaged("stage"))?,
        project: of.id,
        customer: ticket.customer,
        ticket: Some(ticket.id),
        start: None,
        end: None,
        template: of.template.filter(|_| of.worksheets),
        sheet: SheetState::Empty,
        signed: None,
        created_by: Some(work.actor.id),
        assignees: vec![],
        values: vec![],
    };
    apply(work, &mut new, &of, &request.edit, request.anyway)?;
    new.id = task::insert(work.tx, &new, work.now)?;
    let mut effect = Effect::add(Subject::Task, new.id.to_string());
    effect.after = facts(work.tx, &new, work.settings.zone())?;
    work.note(effect);
    Ok(new.id)
}

/// Sets what an edit names, and holds it against each other.
fn apply(work: &Work<'_, '_>, of: &mut Task, project: &Project, edit: &TaskEdit, anyway: bool) -> Result<()> {
    if let Some(title) = &edit.title {
        of.title = wording::name(title).map_err(|e| e.at("title"))?;
    }
    if let Some(text) = &edit.description {
        of.description = wording::paragraphs(text).map_err(|e| e.at("description"))?;
    }
    match edit.worksheet.as_deref() {
        Some("") if of.sheet == SheetState::Empty => of.template = None,
        Some(name) => {
            if !project.worksheets {
                return Err(Error::WorksheetNotEnabled { project: project.name.clone() }.at("worksheet"));
            }
            set_template(of, worksheets::find(work.tx, name).map_err(|e| e.at("worksheet"))?)?;
        }
        None => {}
    }
    let before = (of.start, of.end);
    if let Some(start) = edit.start {
        of.start = start;
    }
    if let Some(end) = edit.end {
        of.end = end;
    }
    if (of.start, of.end) != before {
        check_times(work, of, anyway)?;
    }
    if let Some(logins) = &edit.assignees {
        let agent = |login: &String| -> Result<UserId> {
            let missing = || Error::NotFound { what: Thing::User, key: login.clone() }.at("assignee");
            user::find(work.tx, login)?.ok_or_else(missing)
        };
        of.assignees = logins.iter().map(agent).collect::<Result<_>>()?;
        of.assignees.sort();
        of.assignees.dedup();
    }
    Ok(())
}

/// Refuses a visit that ends before it begins, and, unless that was answered, one that is past.
fn check_times(work: &Work<'_, '_>, of: &Task, anyway: bool) -> Result<()> {
    match (of.start, of.end) {
        (None, Some(_)) => Err(Error::FieldRequired.at("start")),
        (Some(start), Some(end)) if end < start => Err(Error::from(Invalid::EndsBefore).at("end")),
        (Some(start), _) if start < work.now && !anyway => Err(Error::VisitInPast.at("start")),
        _ => Ok(()),
    }
}

/// Takes another template, as long as nothing was filled in.
fn set_template(of: &mut Task, template: TemplateId) -> Result<()> {
    match of.sheet {
        _ if of.template == Some(template) => Ok(()),
        SheetState::Empty => {
            of.template = Some(template);
            Ok(())
        }
        SheetState::Complete | SheetState::Signed => Err(Error::WorksheetInUse.at("worksheet")),
    }
}

/// Changes a task.
pub fn edit(work: &mut Work<'_, '_>, id: TaskId, edit: &TaskEdit, anyway: bool) -> Result<()> {
    let before = load(work.tx, id)?;
    require_change(&work.actor, &before)?;
    work.ticket = before.ticket;
    let mut after = before.clone();
    let mut of = projects::load(work.tx, before.project)?;
    if let Some(name) = &edit.project {
        of = projects::load(work.tx, projects::find(work.tx, name).map_err(|e| e.at("project"))?)?;
        move_to(work.tx, &mut after, &of)?;
    }
    apply(work, &mut after, &of, edit, anyway)?;
    save(work, &before, &after)
}

/// Puts a task into another project: into its stage of the same name, else its first; the worksheet follows.
fn move_to(read: &Read<'_>, of: &mut Task, to: &Project) -> Result<()> {
    if of.project == to.id {
        return Ok(());
    }
    let stage = project::stage(read, of.stage)?.map(|(name, _)| name).unwrap_or_default();
    of.stage = match project::find_stage(read, to.id, &stage)? {
        Some(same) => same,
        None => project::first_stage(read, to.id)?.ok_or_else(|| driver::damaged("stage"))?,
    };
    of.project = to.id;
    let own = to.template.filter(|_| to.worksheets);
    match of.sheet {
        SheetState::Empty => of.template = own,
        // What was filled in stays what it is.
        _ if to.worksheets => {}
        _ => return Err(Error::WorksheetNotEnabled { project: to.name.clone() }.at("project")),
    }
    Ok(())
}

/// Puts a task into a stage of its project.
pub fn stage(work: &mut Work<'_, '_>, id: TaskId, name: &str) -> Result<()> {
    let before = load(work.tx, id)?;
    require_change(&work.actor, &before)?;
    work.ticket = before.ticket;
    let missing = || Error::NotFound { what: Thing::Stage, key: name.to_owned() };
    let stage = project::find_stage(work.tx, before.project, name)?.ok_or_else(missing)?;
    save(work, &before, &Task { stage, ..before.clone() })
}

fn save(work: &mut Work<'_, '_>, before: &Task, after: &Task) -> Result<()> {
    if before == after {
        return Ok(());
    }
    task::save(work.tx, after)?;
    let zone = work.settings.zone();
    let (was, now) = (facts(work.tx, before, zone)?, facts(work.tx, after, zone)?);
    let mut effect = Effect::change(Subject::Task, after.id.to_string());
    effect.before.extend(was.iter().filter(|f| !now.contains(f)).cloned());
    effect.after.extend(now.iter().filter(|f| !was.contains(f)).cloned());
    work.note(effect);
    Ok(())
}

/// The business values of a task, for the history; instants as the company's clocks tell them.
fn facts(read: &Read<'_>, of: &Task, zone: Tz) -> Result<Vec<(Key, Fact)>> {
    let template = |id: TemplateId| worksheet::name(read, id);
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).to_rfc3339();
    let logins = of.assignees.iter().map(|id| user::login(read, *id)).collect::<Result<Vec<_>>>()?;
    let texts = [
        (Key::Title, Some(of.title.clone())),
        (Key::Project, project_name(read, of.project)?),
        (Key::Stage, project::stage(read, of.stage)?.map(|(name, _)| name)),
        (Key::Start, of.start.map(local)),
        (Key::End, of.end.map(local)),
        (Key::Worksheet, of.template.map(template).transpose()?.flatten()),
        (
            Key::Assignee,
            Some(logins.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|l| !l.is_empty()),
        ),
        (Key::Description, Some(of.description.clone()).filter(|d| !d.is_empty())),
    ];
    Ok(texts.into_iter().filter_map(|(key, text)| Some((key, text?.into()))).collect())
}

fn project_name(read: &Read<'_>, id: ProjectId) -> Result<Option<String>> {
    Ok(project::load(read, id)?.map(|p| p.name))
}
