//! A field service task: where it stands, when somebody goes there and how to reach the customer, the worksheet, and
//! what was said. Its actions are what comes next: planned, filled in, signed, put into another stage.

mod items;

pub use items::of_ticket;

use super::actions::{Act, Actions};
use super::pane::{self, Acting, Pane};
use super::{PageView, Target, ticket};
use crate::desk::TaskPage;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{TaskId, TicketId};
use crate::domain::task::TaskAction;
use crate::domain::wizard::Form;
use crate::domain::wizard::print::Printable;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::layer::{Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;

impl Act for TaskAction {
    const PLACE: Context = Context::Task;
    const FAMILY: &'static str = "task-action";

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn verb(self) -> Option<Verb> {
        match self {
            Self::Edit => Some(Verb::Edit),
            Self::Stage => Some(Verb::Stage),
            Self::FillIn | Self::Sign => None,
        }
    }
}

/// A task on the screen.
pub struct TaskPane {
    shown: TaskPage,
    actions: Actions<TaskAction>,
    page: Page,
}

impl TaskPane {
    /// Reads a task.
    pub fn open(app: &mut App, id: TaskId) -> Result<Self> {
        let shown = app.desk()?.task_page(id)?;
        Ok(Self { shown, actions: Actions::default(), page: Page::default() })
    }
}

impl Pane for TaskPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.shown = app.desk()?.task_page(self.shown.task.id)?;
        self.actions = Actions::new(self.shown.actions.clone());
        self.page.set(items::items(&app.look, &self.shown, &self.actions));
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        format!("{} {}", look.words.label("task"), self.shown.task.id)
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Task)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::CustomerCard if self.shown.task.customer.is_none() => None,
            Verb::Note | Verb::Message if !self.shown.notes => None,
            Verb::Stage => self.actions.of(verb).and_then(|_| Offer::usual(verb, look)),
            other => self.actions.offer(other, look),
        }
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let target = match (verb, self.shown.task.ticket) {
            (Verb::CustomerCard, _) => {
                Target::Reference(self.shown.task.customer.clone().ok_or(Error::CustomerRequired)?)
            }
            (Verb::Message, Some(ticket)) if self.shown.notes => Target::Form(Form::Reply(TicketId(ticket))),
            (Verb::Note, Some(ticket)) if self.shown.notes => Target::Form(Form::Note(TicketId(ticket))),
            _ => return pane::on(self, verb, app),
        };
        PageView::open(app, target).map(Next::Push)
    }

    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        pane::pick(self, at, app)
    }

    fn printable(&self) -> Option<Printable> {
        Some(Printable::Task(self.shown.task.id))
    }
}

impl Acting for TaskPane {
    type Action = TaskAction;

    fn actions(&self) -> &Actions<TaskAction> {
        &self.actions
    }

    fn act(&mut self, action: TaskAction, app: &mut App) -> Result<Next> {
        self.actions.refused(action).unwrap_or(Ok(()))?;
        let id = self.shown.task.id;
        let form = match action {
            TaskAction::Stage => return ticket::pick(app, Form::TaskStage(id)),
            TaskAction::Edit => Form::EditTask(id),
            TaskAction::FillIn => Form::FillTask(id),
            TaskAction::Sign => Form::SignTask(id),
        };
        PageView::open(app, Target::Form(form)).map(Next::Push)
    }
}
