//! Tasks as they are answered.

use chrono::NaiveDate;

use super::{agenda, load, require_seen, works, worksheets};
use crate::desk::{Desk, load_user, settings, views};
use crate::domain::error::Result;
use crate::domain::ids::{TaskId, TicketId};
use crate::domain::task::{Task, TaskView, USUAL, WorksheetView};
use crate::domain::worksheet::{FilledView, Template};
use crate::store::task::{self, Filter};
use crate::store::{Read, project, user};

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

/// A task as it is answered.
pub fn view(read: &Read<'_>, id: TaskId) -> Result<TaskView> {
    let of = load(read, id)?;
    let worksheet = match of.template {
        Some(template) => {
            let template = worksheets::load(read, template)?;
            Some(WorksheetView {
                fields: of.signed.as_ref().map_or_else(|| filled(&template, &of), |s| s.sheet.clone()),
                template: template.name,
                state: of.sheet,
                signed_by: of.signed.as_ref().map(|s| s.by.clone()),
                signed_at: of.signed.as_ref().map(|s| s.at),
            })
        }
        None => None,
    };
    let (stage, closed) = project::stage(read, of.stage)?.unwrap_or_default();
    let logins = of.assignees.iter().map(|id| user::login(read, *id)).collect::<Result<Vec<_>>>()?;
    Ok(TaskView {
        id,
        version: of.version,
        title: of.title,
        description: Some(of.description).filter(|d| !d.is_empty()),
        project: project::load(read, of.project)?.map(|p| p.name).unwrap_or_default(),
        stage,
        closed,
        customer: of.customer.map(|id| views::reference(read, id)).transpose()?,
        ticket: of.ticket.map(|t| t.0),
        planned_start: of.start,
        planned_end: of.end,
        assignees: logins.into_iter().flatten().collect(),
        overlaps: match (closed, of.start) {
            (false, Some(start)) => {
                let until = of.end.unwrap_or(start + USUAL);
                task::busy(read, &of.assignees, (start, until), Some(id), settings(read)?.zone())?
            }
            _ => vec![],
        },
        worksheet,
        created_by: of.created_by.map(|id| user::login(read, id)).transpose()?.flatten(),
    })
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
            require_seen(&load_user(read, actor)?, &load(read, id)?)?;
            view(read, id)
        })
    }

    /// Tasks that the agent sees, the next visits first: of a ticket, of a technician, on some days, where given.
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
            let seen_by = if works(&actor) { None } else { Some(actor.id) };
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
            ids.into_iter().map(|id| view(read, id)).collect()
        })
    }
}
