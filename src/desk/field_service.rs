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
use super::{access, refund, tickets};
use crate::domain::command::{TaskEdit, TaskRequest};
use crate::domain::effect::{Effect, Fact, Key, Subject};
use crate::domain::error::{Error, Invalid, Need, Result, Thing};
use crate::domain::ids::{ProjectId, ProjectStageId, TaskId, TemplateId};
use crate::domain::project::Project;
use crate::domain::task::{LONGEST, Task, TaskState};
use crate::domain::team::Service;
use crate::domain::user::{Right, Role, User};
use crate::domain::wording;
use crate::domain::worksheet::SheetState;
use crate::store::{Read, driver, project, task, team, ticket, user, worksheet};
use crate::text::{code, field};

/// A task that must be there.
pub fn load(read: &Read<'_>, id: TaskId) -> Result<Task> {
    task::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Task, key: id.to_string() })
}

/// Whether an agent works tasks, whoever made them: a lead, or one who was granted the right by itself.
pub fn works(user: &User) -> bool {
    let granted = user.overrides.get(&Right::FieldService) == Some(&true);
    user.may(Right::FieldService) && (granted || user.role != Role::Agent)
}

/// Whether a task is an agent's own: it made it, or has to go there.
fn is_own(user: &User, of: &Task) -> bool {
    of.created_by == Some(user.id) || of.assignees.contains(&user.id)
}

/// Refuses who may not look at a task: whoever works tasks may, whose own it is, and who sees the ticket that it was
/// made from.
pub fn require_seen(read: &Read<'_>, user: &User, of: &Task) -> Result<()> {
    let from = of.ticket.map(|id| ticket::load(read, id)).transpose()?.flatten();
    let sees = from.is_some_and(|from| access::require_ticket(read, user, &from).is_ok());
    match works(user) || is_own(user, of) || sees {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::OwnTask)),
    }
}

/// Refuses who may not change a task: it takes the right to make some, and that the task is one's own, or that one
/// works them all.
fn require_change(user: &User, of: &Task) -> Result<()> {
    access::require(user, Right::FieldService)?;
    if works(user) || is_own(user, of) { Ok(()) } else { Err(Error::Forbidden(Need::OwnTask)) }
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
        state: TaskState::InProgress,
        urgent: false,
        deadline: None,
        tags: vec![],
        blocked_by: vec![],
        parent: None,
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
        Some("") => set_template(of, None)?,
        Some(name) => {
            if !project.worksheets {
                return Err(Error::WorksheetNotEnabled { project: project.name.clone() }.at("worksheet"));
            }
            let template = worksheets::find(work.tx, name).map_err(|e| e.at("worksheet"))?;
            set_template(of, Some(template))?;
        }
        None => {}
    }
    set_times(work, of, edit, anyway)?;
    if let Some(logins) = &edit.assignees {
        let before = of.assignees.clone();
        let agent = |login: &String| match tickets::find_user(work.tx, login) {
            // Who is on it already stays on it.
            Ok(id) if before.contains(&id) => Ok(id),
            _ => tickets::find_active(work.tx, login).map_err(|e| e.at("assignee")),
        };
        of.assignees = logins.iter().map(agent).collect::<Result<_>>()?;
        of.assignees.sort();
        of.assignees.dedup();
    }
    of.state = edit.state.unwrap_or(of.state);
    of.urgent = edit.urgent.unwrap_or(of.urgent);
    of.deadline = edit.deadline.unwrap_or(of.deadline);
    if let Some(tags) = &edit.tags {
        of.tags = work.tags(tags)?;
    }
    if let Some(before) = &edit.blocked_by {
        of.blocked_by = blockers(work, of, before).map_err(|e| e.at("blocked_by"))?;
    }
    if let Some(parent) = edit.parent {
        of.parent = parent.map(|id| whole(work, of, id)).transpose().map_err(|e| e.at("parent"))?;
    }
    Ok(())
}

/// The task that one is a part of, seen by who says so. Refuses a circle.
fn whole(work: &Work<'_, '_>, of: &Task, parent: TaskId) -> Result<TaskId> {
    if of.parent != Some(parent) {
        require_seen(work.tx, &work.actor, &load(work.tx, parent)?)?;
    }
    match task::holds(work.tx, of.id, parent)? {
        true => Err(Invalid::PartOfItself { task: parent.to_string() }.into()),
        false => Ok(parent),
    }
}

/// The tasks that come before one, each of them seen by who says so. Refuses a circle.
fn blockers(work: &Work<'_, '_>, of: &Task, before: &[TaskId]) -> Result<Vec<TaskId>> {
    for id in before.iter().filter(|id| !of.blocked_by.contains(id)) {
        require_seen(work.tx, &work.actor, &load(work.tx, *id)?)?;
    }
    if let Some(task) = task::comes_before(work.tx, of.id, before)? {
        return Err(Invalid::WaitsForItself { task: task.to_string() }.into());
    }
    let mut before = before.to_vec();
    before.sort();
    before.dedup();
    Ok(before)
}

/// Sets when the visit is: a beginning that is moved or taken away takes the end along. Refuses one that ends before it
/// begins or lasts for ever, and, unless that was answered, a beginning that is past.
fn set_times(work: &Work<'_, '_>, of: &mut Task, edit: &TaskEdit, anyway: bool) -> Result<()> {
    let before = (of.start, of.end);
    of.start = edit.start.unwrap_or(of.start);
    of.end = match (edit.end, of.start, before) {
        (Some(end), ..) => end,
        (None, None, _) => None,
        (None, Some(to), (Some(from), Some(end))) => end.checked_add_signed(to - from),
        (None, Some(_), (_, end)) => end,
    };
    if (of.start, of.end) == before {
        return Ok(());
    }
    match (of.start, of.end) {
        (None, Some(_)) => Err(Error::FieldRequired.at("start")),
        (Some(start), Some(end)) if end < start => Err(Error::from(Invalid::EndsBefore).at("end")),
        (Some(start), Some(end)) if end - start > LONGEST => {
            let days = LONGEST.num_days();
            Err(Error::from(Invalid::LastsLonger { days }).at("end"))
        }
        (Some(start), _) if before.0 != Some(start) && start < work.now && !anyway => {
            Err(Error::VisitInPast.at("start"))
        }
        _ => Ok(()),
    }
}

/// Takes another template, or none, as long as nothing was filled in.
fn set_template(of: &mut Task, template: Option<TemplateId>) -> Result<()> {
    let task = of.id.to_string();
    match of.sheet {
        _ if of.template == template => {}
        SheetState::Empty => of.template = template,
        SheetState::Complete => return Err(Error::SheetFilledIn { task }.at("worksheet")),
        SheetState::Signed => return Err(Error::AlreadySigned { task }.at("worksheet")),
    }
    Ok(())
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
    let missing = || Error::NotFound { what: Thing::ProjectStage, key: name.to_owned() };
    let stage = match project::find_stage(work.tx, before.project, name)? {
        Some(exact) => exact,
        None => named_stage(work, before.project, name)?.ok_or_else(missing)?,
    };
    let state = if stage == before.stage { before.state } else { before.state.in_other_stage() };
    save(work, &before, &Task { stage, state, ..before.clone() })
}

/// A stage by what it is called to whoever asks, in whatever case it is typed.
fn named_stage(work: &Work<'_, '_>, of: ProjectId, typed: &str) -> Result<Option<ProjectStageId>> {
    let typed = wording::key(typed).to_lowercase();
    let like =
        |name: &str| name.to_lowercase() == typed || code::stage(work.words, name).to_lowercase() == typed;
    match project::stages(work.tx, of)?.into_iter().find(|stage| like(&stage.name)) {
        Some(stage) => project::find_stage(work.tx, of, &stage.name),
        None => Ok(None),
    }
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
        (Key::TaskState, Some(of.state.to_string())),
        (Key::Tags, Some(of.tags.join(", ")).filter(|tags| !tags.is_empty())),
        (Key::Parent, of.parent.map(|id| id.to_string())),
        (Key::BlockedBy, Some(field::tasks(&of.blocked_by)).filter(|tasks| !tasks.is_empty())),
        (Key::Start, of.start.map(local)),
        (Key::End, of.end.map(local)),
        (Key::Worksheet, of.template.map(template).transpose()?.flatten()),
        (
            Key::Assignee,
            Some(logins.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|l| !l.is_empty()),
        ),
        (Key::Description, Some(of.description.clone()).filter(|d| !d.is_empty())),
    ];
    let others =
        [(Key::Urgent, of.urgent.then_some(Fact::Flag(true))), (Key::Deadline, of.deadline.map(Fact::Date))];
    let texts = texts.into_iter().map(|(key, text)| (key, text.map(Fact::Text)));
    Ok(texts.chain(others).filter_map(|(key, fact)| Some((key, fact?))).collect())
}

fn project_name(read: &Read<'_>, id: ProjectId) -> Result<Option<String>> {
    Ok(project::load(read, id)?.map(|p| p.name))
}
