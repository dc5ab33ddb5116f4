//! Tasks as they are answered.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{agenda, load, require_seen, works, worksheets};
use crate::desk::{Desk, access, load_user, settings, views};
use crate::domain::error::Result;
use crate::domain::ids::{TaskId, TicketId};
use crate::domain::task::{self as domain, OverlapView, Task, TaskView, USUAL, WorksheetView};
use crate::domain::worksheet::{FilledView, SheetState, Template};
use crate::store::task::{self, Filter};
use crate::store::{Read, project, ticket, user};

/// The fields of a worksheet with what is filled in.
pub(super) fn filled(template: &Template, of: &Task) -> Vec<FilledView> {
    let value = |id| of.values.iter().find(|(known, _)| *known == id).map(|(_, value)| value.as_str());
    let field = |f: &crate::domain::worksheet::SheetField| FilledView {
        field: f.field.clone(),
        label: f.label.clone(),
        kind: f.kind,
        required: f.required,
        value: f.answer(value(f.id)),
    };
    template.fields.iter().map(field).collect()
}

/// When a visit is; one without an end lasts the usual time.
fn span(of: &Task) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let start = of.start?;
    Some((start, of.end.unwrap_or(start + USUAL)))
}

/// A task as it is answered.
pub fn view(read: &Read<'_>, id: TaskId) -> Result<TaskView> {
    let of = load(read, id)?;
    let zone = settings(read)?.zone();
    let overlaps = match span(&of) {
        Some(span) => task::busy(read, &of.assignees, span, Some(id), zone)?,
        None => vec![],
    };
    whole(read, of, overlaps)
}

/// A task as it is answered, with the visits at the same time.
fn whole(read: &Read<'_>, of: Task, overlaps: Vec<OverlapView>) -> Result<TaskView> {
    let id = of.id;
    let worksheet = match of.template {
        Some(template) => {
            let template = worksheets::load(read, template)?;
            let visit = of.signed.as_ref().and_then(|s| s.visit.clone());
            let state = match of.sheet {
                // Its template asks for more by now.
                SheetState::Complete if !template.lacking(&of.values).is_empty() => SheetState::Empty,
                state => state,
            };
            Some(WorksheetView {
                fields: of.signed.as_ref().map_or_else(|| filled(&template, &of), |s| s.fields.clone()),
                template: visit.as_ref().map_or(template.name, |v| v.template.clone()),
                state,
                signed_by: of.signed.as_ref().map(|s| s.by.clone()),
                signed_at: of.signed.as_ref().map(|s| s.at),
                signed_visit: visit,
            })
        }
        None => None,
    };
    let (stage, folded) = project::stage(read, of.stage)?.unwrap_or_default();
    let closed = folded || of.state.is_over();
    let blocked = !of.blocked_by.is_empty() && task::waits(read, id)?;
    let logins = of.assignees.iter().map(|id| user::login(read, *id)).collect::<Result<Vec<_>>>()?;
    Ok(TaskView {
        id,
        version: of.version,
        title: of.title,
        description: Some(of.description).filter(|d| !d.is_empty()),
        project: project::load(read, of.project)?.map(|p| p.name).unwrap_or_default(),
        stage,
        closed,
        state: of.state.told(blocked),
        priority: of.urgent.into(),
        deadline: of.deadline,
        tags: of.tags,
        blocked_by: of.blocked_by,
        parent: of.parent,
        subtasks: task::subtasks(read, id)?,
        customer: of.customer.map(|id| views::reference(read, id)).transpose()?,
        ticket: of.ticket.map(|t| t.0),
        planned_start: of.start,
        planned_end: of.end,
        assignees: logins.into_iter().flatten().collect(),
        overlaps: if closed { vec![] } else { overlaps },
        worksheet,
        created_by: of.created_by.map(|id| user::login(read, id)).transpose()?.flatten(),
    })
}

/// The visits at the same time as any of some tasks: read once, however many tasks there are.
fn overlaps(read: &Read<'_>, of: &[Task]) -> Result<BTreeMap<TaskId, Vec<OverlapView>>> {
    let spans = || of.iter().filter_map(span);
    let (from, until) = (spans().map(|(from, _)| from).min(), spans().map(|(_, until)| until).max());
    match from.zip(until) {
        Some(within) => Ok(domain::overlaps(task::placed(read, within, settings(read)?.zone())?)),
        None => Ok(BTreeMap::new()),
    }
}

/// Names of the technicians of a task.
pub fn technicians(read: &Read<'_>, of: &Task) -> Result<Vec<String>> {
    let names = of.assignees.iter().map(|id| Ok(user::load(read, *id)?.map(|u| u.name)));
    Ok(names.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

impl Desk {
    /// A task, whole; refused to who may not see it.
    pub fn task(&mut self, id: TaskId) -> Result<TaskView> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            require_seen(read, &load_user(read, actor)?, &load(read, id)?)?;
            view(read, id)
        })
    }

    /// Tasks that the agent sees, by their visits, those without a day at the end: of a ticket, of a technician, on some days, where given.
    pub fn tasks(
        &mut self,
        ticket: Option<TicketId>,
        assignee: Option<&str>,
        days: Option<(NaiveDate, NaiveDate)>,
        limit: Option<i64>,
    ) -> Result<Vec<TaskView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            // Who sees a ticket sees its tasks; of all, everybody the own ones.
            let from = ticket.map(|id| ticket::load(read, id)).transpose()?.flatten();
            let sees = from.is_some_and(|from| access::require_ticket(read, &actor, &from).is_ok());
            let seen_by = if works(&actor) || sees { None } else { Some(actor.id) };
            let missing = |login: &str| crate::domain::error::Error::NotFound {
                what: crate::domain::error::Thing::User,
                key: login.to_owned(),
            };
            let agent = |login: &str| user::find(read, login)?.ok_or_else(|| missing(login));
            let assignee = assignee.map(agent).transpose()?;
            let within = match days {
                Some((first, last)) => Some(agenda::within(&settings(read)?, first, last)?),
                None => None,
            };
            let ids = task::list(read, Filter { ticket, assignee, seen_by, within, limit })?;
            let all = ids.into_iter().map(|id| load(read, id)).collect::<Result<Vec<_>>>()?;
            let mut overlaps = overlaps(read, &all)?;
            let view = |of: Task| {
                let told = overlaps.remove(&of.id).unwrap_or_default();
                whole(read, of, told)
            };
            all.into_iter().map(view).collect()
        })
    }
}
