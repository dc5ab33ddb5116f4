//! A field service task: where it stands, when somebody goes there and how to reach the customer, the worksheet, and
//! what was said. Its actions are what comes next: planned, filled in, signed, put into another stage.

mod items;

pub use items::of_ticket;

use ratatui::layout::Rect;

use super::actions::{Act, Actions};
use super::{PageView, Target, ticket};
use crate::desk::TaskPage;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{TaskId, TicketId};
use crate::domain::task::TaskAction;
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink};
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

    /// Reads it anew.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        self.shown = app.desk()?.task_page(self.shown.task.id)?;
        self.actions = Actions::new(self.shown.actions.clone());
        self.page.set(items::items(&app.look, &self.shown, &self.actions));
        Ok(())
    }

    /// Which.
    pub fn id(&self) -> TaskId {
        self.shown.task.id
    }

    /// What it is called on the way back.
    pub fn label(&self, look: &Look) -> String {
        format!("{} {}", look.words.label("task"), self.id())
    }

    fn ticket(&self) -> Option<TicketId> {
        self.shown.task.ticket.map(TicketId)
    }

    /// How an action is called here: what the task offers by its own names.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::CustomerCard if self.shown.task.customer.is_none() => None,
            Verb::Note if !self.shown.notes => None,
            Verb::Stage => self.actions.of(verb).and_then(|_| Offer::usual(verb, look)),
            other => self.actions.offer(other, look),
        }
    }

    /// Does what is chosen in the menu of actions.
    pub fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        match self.actions.at(at) {
            Some(action) => self.act(action, app),
            None => Ok(Next::Stay),
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match (verb, self.page.target()) {
            (Verb::CustomerCard, _) => {
                let reference = self.shown.task.customer.clone().ok_or(Error::CustomerRequired)?;
                return PageView::open(app, Target::Reference(reference)).map(Next::Push);
            }
            (Verb::Note, _) => {
                return match self.ticket().filter(|_| self.shown.notes) {
                    Some(ticket) => PageView::open(app, Target::Form(Form::Note(ticket))).map(Next::Push),
                    None => Ok(Next::Stay),
                };
            }
            (Verb::Open, Some(target)) => return PageView::open(app, target).map(Next::Push),
            (Verb::Open | Verb::Actions, _) => {
                return Ok(self.actions.menu(&app.look, self.label(&app.look)));
            }
            (other, _) => ticket::scroll(&mut self.page, other),
        }
        match self.actions.of(verb) {
            Some(action) => self.act(action, app),
            None => Ok(Next::Stay),
        }
    }

    fn act(&mut self, action: TaskAction, app: &mut App) -> Result<Next> {
        self.actions.refused(action).unwrap_or(Ok(()))?;
        let id = self.id();
        let form = match action {
            TaskAction::Stage => return ticket::pick(app, Form::TaskStage(id)),
            TaskAction::Edit => Form::EditTask(id),
            TaskAction::FillIn => Form::FillTask(id),
            TaskAction::Sign => Form::SignTask(id),
        };
        PageView::open(app, Target::Form(form)).map(Next::Push)
    }

    /// Does what a click on a stop means.
    pub fn click(&mut self, at: usize, app: &mut App) -> Result<Next> {
        self.page.select(at);
        self.on(Verb::Open, app)
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, area: Rect, top: bool) {
        self.page.draw(ink, area, top, Hit::Row);
    }
}
