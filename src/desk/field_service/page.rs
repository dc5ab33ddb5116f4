//! What a task's own screen shows: the task, whom to reach there, what may be done with it now, and what was said. What
//! was said is the ticket's: its notes and messages stand here for those who may see the ticket.

use super::sheet::require_made;
use super::{load, require_change, require_seen, technicians, view};
use crate::desk::{Desk, access, load_user};
use crate::domain::customer::CustomerView;
use crate::domain::effect::Subject;
use crate::domain::error::{Error, Result};
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ids::TaskId;
use crate::domain::task::{Task, TaskAction, TaskView};
use crate::domain::user::User;
use crate::domain::worksheet::SheetState;
use crate::store::task::{self, Beside};
use crate::store::{Read, customer, event, ticket};
use crate::text::timeline;

/// A task and what hangs on it.
#[derive(Clone, Debug)]
pub struct TaskPage {
    /// The task.
    pub task: TaskView,
    /// Who is visited.
    pub customer: Option<CustomerView>,
    /// Names of the technicians.
    pub technicians: Vec<String>,
    /// The task that it is a part of.
    pub parent: Option<Beside>,
    /// The tasks that come before it.
    pub before: Vec<Beside>,
    /// Its parts.
    pub parts: Vec<Beside>,
    /// What may be done with it, the most likely first, and why not now.
    pub actions: Vec<(TaskAction, Option<Error>)>,
    /// What happened to it and what was said, oldest first.
    pub told: Vec<TimelineEntry>,
    /// Whether a note can be written: whoever sees the ticket may.
    pub notes: bool,
}

impl Desk {
    /// A task with what hangs on it, and what may be done with it; refused to who may not see it.
    pub fn task_page(&mut self, id: TaskId) -> Result<TaskPage> {
        let actor = self.actor_id()?;
        let words = &self.words;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let of = load(read, id)?;
            require_seen(read, &actor, &of)?;
            let (mut told, notes) = told(read, &of, &actor)?;
            for entry in told.iter_mut().filter(|entry| entry.text.is_empty()) {
                entry.text = timeline::entry(words, entry);
            }
            Ok(TaskPage {
                task: view(read, id)?,
                customer: of.customer.map(|id| customer::load(read, id)).transpose()?.flatten(),
                technicians: technicians(read, &of)?,
                parent: task::beside(read, of.parent.as_slice())?.pop(),
                before: task::beside(read, &of.blocked_by)?,
                parts: task::beside(read, &task::subtasks(read, id)?)?,
                actions: actions(&of, &actor),
                told,
                notes,
            })
        })
    }
}

/// The entries of the ticket that are about the task, and what was said on the ticket, for those who may see it.
fn told(read: &Read<'_>, of: &Task, actor: &User) -> Result<(Vec<TimelineEntry>, bool)> {
    let Some(from) = of.ticket.map(|id| ticket::load(read, id)).transpose()?.flatten() else {
        return Ok((vec![], false));
    };
    let sees = access::require_ticket(read, actor, &from).is_ok();
    let own = of.id.to_string();
    let about = |entry: &TimelineEntry| {
        entry.effects.iter().any(|e| e.subject == Subject::Task && e.document.as_deref() == Some(&own))
    };
    let said = |entry: &TimelineEntry| {
        use EventKind as K;
        matches!(entry.kind, K::Noted | K::Replied | K::MailQueued | K::MailSent | K::MailFailed)
    };
    let mut entries = event::timeline(read, from.id)?;
    entries.retain(|entry| about(entry) || sees && said(entry));
    Ok((entries, sees))
}

fn actions(of: &Task, actor: &User) -> Vec<(TaskAction, Option<Error>)> {
    use TaskAction as A;
    let sheet = match (of.template, of.sheet) {
        (None, _) | (Some(_), SheetState::Signed) => vec![],
        (Some(_), SheetState::Empty) => vec![A::FillIn],
        (Some(_), SheetState::Complete) => vec![A::Sign, A::FillIn],
    };
    // A visit without a time is planned first.
    let order = match of.start {
        None => [vec![A::Edit], sheet, vec![A::Stage]],
        Some(_) => [sheet, vec![A::Stage], vec![A::Edit]],
    };
    let why = require_change(actor, of).err();
    let made = require_made(of).err();
    let refused = |action: A| match action {
        A::FillIn | A::Sign => why.clone().or_else(|| made.clone()),
        A::Stage | A::Edit => why.clone(),
    };
    order.concat().into_iter().map(|action| (action, refused(action))).collect()
}
