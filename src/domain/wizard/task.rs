//! The forms of a field service task: *Create a Field Service task* from a ticket, and its fields afterwards
//! (`domain/facts.md` §6). The worksheet template is there only where the chosen project has worksheets, and follows
//! the project until somebody chooses one. Beside the technicians stands where else they have to be.

use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;

use crate::domain::command::{TaskEdit, TaskRequest};
use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{
    ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Hint, Limit, Resolved, Value,
};
use crate::domain::ids::{ProjectId, TaskId, TemplateId, TicketId, UserId};
use crate::domain::project::Project;
use crate::domain::task::{HOURS, OverlapView, Task, TaskState, USUAL};
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wording;
use crate::domain::worksheet::SheetState;

/// Title.
pub const TITLE: FieldId = FieldId::of("title");
/// Project.
pub const PROJECT: FieldId = FieldId::of("project");
/// Template of the worksheet.
pub const WORKSHEET: FieldId = FieldId::of("worksheet");
/// When the visit begins.
pub const START: FieldId = FieldId::of("start");
/// When it ends.
pub const END: FieldId = FieldId::of("end");
/// Technicians.
pub const TECHNICIANS: FieldId = FieldId::of("assignee");
/// What the technicians should know.
pub const DESCRIPTION: FieldId = FieldId::of("description");
/// State.
pub const STATE: FieldId = FieldId::of("task_state");
/// Whether it is urgent.
pub const URGENT: FieldId = FieldId::of("urgent");
/// The last day on which it should be done.
pub const DEADLINE: FieldId = FieldId::of("deadline");
/// Tags.
pub const TAGS: FieldId = FieldId::of("tags");
/// The task that it is a part of.
pub const PARENT: FieldId = FieldId::of("parent");
/// The tasks that come before it.
pub const BLOCKED_BY: FieldId = FieldId::of("blocked_by");
/// Stage.
pub const STAGE: FieldId = FieldId::of("stage");
/// The name that the customer types.
pub const NAME: FieldId = FieldId::of("name");

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The ticket that it is made from.
    pub ticket: Option<TicketId>,
    /// The task as it stands; none for a new one.
    pub task: Option<Task>,
    /// The title unless another one is typed.
    pub title: String,
    /// Now.
    pub now: DateTime<Utc>,
    /// The company's time zone.
    pub zone: Tz,
    /// The chosen project.
    pub project: Option<Project>,
    /// The chosen template.
    pub template: Option<Chosen<TemplateId>>,
    /// The chosen technicians.
    pub technicians: Vec<Chosen<UserId>>,
    /// Where else they have to be.
    pub busy: Vec<OverlapView>,
}

/// The project that stands: the one that was picked, else the own one.
pub fn project(draft: &Draft, own: Option<ProjectId>) -> Option<ProjectId> {
    draft.typed(PROJECT).map_or(own, |typed| typed.one().map(ProjectId))
}

/// The template that stands in a project: the one that was picked, else the task's own as long as it stays in its
/// project, else the project's. None where the project has no worksheets.
pub fn template(draft: &Draft, project: &Project, own: Option<&Task>) -> Option<TemplateId> {
    // What was filled in stays, also where the project has no worksheets any more.
    let kept = own.filter(|task| task.project == project.id && task.sheet != SheetState::Empty);
    if !project.worksheets {
        return kept.and_then(|task| task.template);
    }
    match (draft.typed(WORKSHEET), own) {
        (Some(typed), _) => typed.one().map(TemplateId),
        (None, Some(task)) if task.project == project.id || task.sheet != SheetState::Empty => task.template,
        (None, _) => project.template,
    }
}

/// The technicians that stand.
pub fn technicians(draft: &Draft, own: Option<&Task>) -> Vec<UserId> {
    match draft.typed(TECHNICIANS) {
        Some(typed) => typed.picked().iter().map(|id| UserId(*id)).collect(),
        None => own.map(|t| t.assignees.clone()).unwrap_or_default(),
    }
}

/// When the visit is: what was typed, else the task's own. A beginning that is moved takes the end along; a new one
/// is followed by an hour.
pub fn times(draft: &Draft, own: Option<&Task>) -> (Value, Value) {
    let own = own.map_or((None, None), |t| (t.start, t.end));
    let value = |at: Option<DateTime<Utc>>| at.map_or(Value::Empty, Value::Instant);
    let start = draft.typed(START).cloned().unwrap_or(value(own.0));
    let end = match (draft.typed(END), &start) {
        (Some(typed), _) => typed.clone(),
        (None, Value::Instant(at)) if own.0 == Some(*at) => value(own.1),
        (None, Value::Instant(at)) => {
            let lasts = own.0.zip(own.1).map_or(USUAL, |(from, until)| until - from);
            value(at.checked_add_signed(lasts))
        }
        (None, _) => Value::Empty,
    };
    (start, end)
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.task.as_ref();
    let typed = |id: FieldId, own: Value| draft.typed(id).cloned().unwrap_or(own);
    let picker = |id: FieldId, of: ChoiceOf, many: bool| {
        Field::new(id, FieldKind::Picker { choices: Choices::of(of), many })
    };
    let title = Field {
        required: true,
        value: typed(TITLE, Value::Text(facts.title.clone())),
        ..Field::new(TITLE, FieldKind::Text)
    };
    let project = Field {
        required: true,
        value: facts.project.as_ref().map_or(Value::Empty, |p| Value::Picked(vec![p.id.0])),
        ..picker(PROJECT, ChoiceOf::Projects, false)
    };
    let worksheet = Field {
        visible: facts.project.as_ref().is_some_and(|p| p.worksheets),
        value: facts.template.as_ref().map_or(Value::Empty, |t| Value::Picked(vec![t.id.0])),
        error: wrong_template(facts),
        ..picker(WORKSHEET, ChoiceOf::Templates, false)
    };
    let (start, end) =
        (instant(facts, START, HOURS.0, None), instant(facts, END, HOURS.1, day(facts, draft)));
    let (from, until) = times(draft, own);
    // An end alone is no visit.
    let required = matches!(draft.typed(END), Some(Value::Instant(_)));
    let start = Field { required, hint: past(facts, &from), value: from.clone(), ..start };
    let end = Field { error: wrong_end(&from, &until), value: until, ..end };
    let people = Field {
        value: match facts.technicians.as_slice() {
            [] => Value::Empty,
            some => Value::Picked(some.iter().map(|u| u.id.0).collect()),
        },
        hint: (!facts.busy.is_empty()).then(|| Hint::Busy { visits: facts.busy.clone() }),
        ..picker(TECHNICIANS, ChoiceOf::Technicians, true)
    };
    let text = Value::Text(own.map(|t| t.description.clone()).unwrap_or_default());
    let description =
        Field { value: typed(DESCRIPTION, text), ..Field::new(DESCRIPTION, FieldKind::LongText) };
    let mut fields = vec![title, project, worksheet, start, end, people];
    fields.extend(own.into_iter().flat_map(|task| standing(task, draft)));
    fields.push(description);
    Resolved { fields }
}

/// Where a task stands, and what comes before it: of one that is there.
fn standing(own: &Task, draft: &Draft) -> [Field; 6] {
    let field = |id: FieldId, kind: FieldKind, own: Value| Field {
        value: draft.typed(id.clone()).cloned().unwrap_or(own),
        ..Field::new(id, kind)
    };
    let before = match own.blocked_by.as_slice() {
        [] => Value::Empty,
        some => Value::Picked(some.iter().map(|t| t.0).collect()),
    };
    let whole = own.parent.map_or(Value::Empty, |t| Value::Picked(vec![t.0]));
    let others = Choices { limits: vec![Limit::Beside(own.id)], ..Choices::of(ChoiceOf::Tasks) };
    let states = FieldKind::Choice { family: "task-state", codes: TaskState::CHOSEN };
    [
        field(STATE, states, Value::Choice(own.state.to_string())),
        field(URGENT, FieldKind::Check, Value::Check(own.urgent)),
        field(DEADLINE, FieldKind::Date, own.deadline.map_or(Value::Empty, Value::Date)),
        field(TAGS, FieldKind::Tags, Value::Tags(own.tags.clone())),
        field(PARENT, FieldKind::Picker { choices: others.clone(), many: false }, whole),
        field(BLOCKED_BY, FieldKind::Picker { choices: others, many: true }, before),
    ]
}

fn instant(facts: &Facts, id: FieldId, hour: u32, day: Option<chrono::NaiveDate>) -> Field {
    // Of today, the next full hour where the usual one is past.
    let next = facts.now.with_timezone(&facts.zone).hour() + 1;
    Field::new(id, FieldKind::Instant { hour, today: hour.max(next.min(23)), day })
}

/// The day on which the visit begins: that of a minute at which it ends.
fn day(facts: &Facts, draft: &Draft) -> Option<chrono::NaiveDate> {
    match times(draft, facts.task.as_ref()).0 {
        Value::Instant(at) => Some(at.with_timezone(&facts.zone).date_naive()),
        _ => None,
    }
}

/// A time that is past is asked for when the task is kept; it is told at once.
fn past(facts: &Facts, start: &Value) -> Option<Hint> {
    let known = facts.task.as_ref().and_then(|t| t.start);
    match start {
        Value::Instant(at) if *at < facts.now && known != Some(*at) => {
            Some(Hint::Unusable { why: Box::new(Error::VisitInPast) })
        }
        _ => None,
    }
}

fn wrong_end(start: &Value, end: &Value) -> Option<Error> {
    match (start, end) {
        (Value::Instant(from), Value::Instant(until)) if until < from => Some(Invalid::EndsBefore.into()),
        _ => None,
    }
}

/// Something is filled in of another template.
fn wrong_template(facts: &Facts) -> Option<Error> {
    let own = facts.task.as_ref().filter(|t| t.sheet != SheetState::Empty)?;
    let task = own.id.to_string();
    (facts.template.as_ref().map(|t| t.id) != own.template).then_some(Error::SheetFilledIn { task })
}

/// What is filled in, whole.
fn whole(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<TaskEdit, Vec<FieldError>> {
    let mut errors = resolved.errors(draft);
    let mut checked = |field: FieldId, check: fn(&str) -> Result<String, Error>| {
        let text = resolved.value(field.clone()).text();
        check(text).unwrap_or_else(|error| {
            // An empty title is told already.
            if error != Error::FieldRequired {
                errors.push(FieldError { field, error });
            }
            String::new()
        })
    };
    let (title, description) = (checked(TITLE, wording::name), checked(DESCRIPTION, wording::paragraphs));
    if !errors.is_empty() {
        return Err(errors);
    }
    let instant = |id: FieldId| match resolved.value(id) {
        Value::Instant(at) => Some(*at),
        _ => None,
    };
    let shown = resolved.field(WORKSHEET).is_some_and(|f| f.visible);
    let template = facts.template.as_ref().map(|t| t.key.clone()).unwrap_or_default();
    Ok(TaskEdit {
        title: Some(title),
        description: Some(description),
        project: facts.project.as_ref().map(|p| p.name.clone()),
        worksheet: shown.then_some(template),
        start: Some(instant(START)),
        end: Some(instant(END)),
        assignees: Some(facts.technicians.iter().map(|u| u.key.clone()).collect()),
        ..TaskEdit::default()
    })
}

/// The task that the form asks for, or every field that is wrong. `open`: it is gone on to.
pub fn parse(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    open: bool,
) -> Result<TaskRequest, Vec<FieldError>> {
    let edit = whole(facts, draft, resolved)?;
    let missing = || vec![FieldError { field: PROJECT, error: Invalid::Hidden.into() }];
    Ok(TaskRequest { ticket: facts.ticket.ok_or_else(missing)?, edit, anyway: false, open })
}

/// The change that the form makes of a task: what differs from it.
pub fn parse_edit(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<TaskEdit, Vec<FieldError>> {
    let whole = whole(facts, draft, resolved)?;
    let Some(own) = &facts.task else { return Ok(whole) };
    let moved = facts.project.as_ref().is_some_and(|p| p.id != own.project);
    let other = facts.template.as_ref().map(|t| t.id) != own.template;
    Ok(TaskEdit {
        title: whole.title.filter(|t| *t != own.title),
        description: whole.description.filter(|d| *d != own.description),
        project: whole.project.filter(|_| moved),
        worksheet: whole.worksheet.filter(|_| other),
        start: whole.start.filter(|at| *at != own.start),
        end: whole.end.filter(|at| *at != own.end),
        assignees: whole.assignees.filter(|_| draft.is_touched(TECHNICIANS)),
        ..parse_standing(own, resolved)
    })
}

/// What differs in where the task stands.
fn parse_standing(own: &Task, resolved: &Resolved) -> TaskEdit {
    let state = match resolved.value(STATE) {
        Value::Choice(code) => TaskState::chosen(code).ok(),
        _ => None,
    };
    let deadline = match resolved.value(DEADLINE) {
        Value::Date(day) => Some(*day),
        _ => None,
    };
    let tags = match resolved.value(TAGS) {
        Value::Tags(tags) => tags.clone(),
        _ => vec![],
    };
    let before: Vec<TaskId> = resolved.value(BLOCKED_BY).picked().iter().map(|id| TaskId(*id)).collect();
    let parent = resolved.value(PARENT).one().map(TaskId);
    TaskEdit {
        parent: Some(parent).filter(|parent| *parent != own.parent),
        state: state.filter(|state| *state != own.state),
        urgent: Some(*resolved.value(URGENT) == Value::Check(true)).filter(|urgent| *urgent != own.urgent),
        deadline: Some(deadline).filter(|day| *day != own.deadline),
        tags: Some(tags).filter(|tags| *tags != own.tags),
        blocked_by: Some(before).filter(|before| *before != own.blocked_by),
        ..TaskEdit::default()
    }
}

/// What the choice of a stage shows: those of the task's project.
pub fn resolve_stage(of: &Task, draft: &Draft) -> Resolved {
    let value = draft.typed(STAGE).cloned().unwrap_or(Value::Picked(vec![of.stage.0]));
    let limits = vec![Limit::Project(of.project)];
    let choices = Choices { limits, ..Choices::of(ChoiceOf::ProjectStages) };
    let field = Field::new(STAGE, FieldKind::Picker { choices, many: false });
    Resolved { fields: vec![Field { value, required: true, ..field }] }
}

/// What the form of a signature shows: nothing but the name, which whoever signs types.
pub fn resolve_sign(draft: &Draft) -> Resolved {
    let value = draft.typed(NAME).cloned().unwrap_or_default();
    Resolved { fields: vec![Field { value, required: true, ..Field::new(NAME, FieldKind::Text) }] }
}
