//! A repair: where it stands, whose product it is and how long that is under warranty, its parts and its quotation.
//! Its actions are what its state offers; the first two have F2 and F3. What moves goods is shown before, together with
//! the question that it raises.

mod items;

pub use items::of_ticket;

use super::actions::{Act, Actions};
use super::pane::{self, Acting, Pane};
use super::{PageView, Preview, Target};
use crate::desk::RepairPage;
use crate::domain::command::{Call, Command, RepairAction};
use crate::domain::error::{Error, Result};
use crate::domain::repair::RepairPageAction;
use crate::domain::wizard::Form;
use crate::domain::wizard::print::Printable;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::layer::{Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;

impl Act for RepairPageAction {
    const PLACE: Context = Context::Repair;
    const FAMILY: &'static str = "repair-action";

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn verb(self) -> Option<Verb> {
        match self {
            Self::Edit => Some(Verb::Edit),
            Self::Cancel => Some(Verb::TakeBack),
            Self::Confirm | Self::Start | Self::End | Self::Quote | Self::Send | Self::Reset => None,
        }
    }
}

/// A repair on the screen.
pub struct RepairPane {
    shown: RepairPage,
    actions: Actions<RepairPageAction>,
    page: Page,
}

impl RepairPane {
    /// Reads a repair by its number.
    pub fn open(app: &mut App, number: &str) -> Result<Self> {
        let shown = app.desk()?.repair_page(number)?;
        Ok(Self { shown, actions: Actions::default(), page: Page::default() })
    }
}

impl Pane for RepairPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.shown = app.desk()?.repair_page(&self.shown.repair.number)?;
        self.actions = Actions::new(self.shown.actions.clone());
        self.page.set(items::items(&app.look, &self.shown, &self.actions));
        Ok(())
    }

    fn crumb(&self, _: &Look) -> String {
        self.shown.repair.number.clone()
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Repair)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::CustomerCard if self.shown.repair.customer.is_none() => None,
            other => self.actions.offer(other, look),
        }
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::CustomerCard => {
                let reference = self.shown.repair.customer.clone().ok_or(Error::CustomerRequired)?;
                PageView::open(app, Target::Reference(reference)).map(Next::Push)
            }
            other => pane::on(self, other, app),
        }
    }

    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        pane::pick(self, at, app)
    }

    fn printable(&self) -> Option<Printable> {
        Some(Printable::Repair(self.shown.repair.id))
    }
}

impl Acting for RepairPane {
    type Action = RepairPageAction;

    fn actions(&self) -> &Actions<RepairPageAction> {
        &self.actions
    }

    fn asked(&self, verb: Verb) -> Option<RepairPageAction> {
        (verb == Verb::Edit).then_some(RepairPageAction::Edit)
    }

    fn act(&mut self, action: RepairPageAction, app: &mut App) -> Result<Next> {
        use RepairPageAction as A;
        let repair = &self.shown.repair;
        // What is done or given up is not edited: the command itself says so.
        self.actions.refused(action).unwrap_or(Ok(()))?;
        let open = |app: &mut App, form: Form| PageView::open(app, Target::Form(form)).map(Next::Push);
        let step = match action {
            A::Edit => return open(app, Form::EditRepair(repair.id)),
            A::Send => {
                let order = self.shown.order.as_ref().map(|(number, _)| number.clone()).unwrap_or_default();
                let id = app.desk()?.find_order(&order)?;
                return open(app, Form::MailOrder(id));
            }
            A::Confirm => RepairAction::Confirm,
            A::Start => RepairAction::Start,
            A::End => RepairAction::End,
            A::Quote => RepairAction::Quote,
            A::Cancel => RepairAction::Cancel,
            A::Reset => RepairAction::Reset,
        };
        let command = Command::StepRepair(repair.id, step, false);
        let call = Call { request: Some(app.request()), if_version: Some(repair.version), ..Call::default() };
        let (title, headline) = (action.name(&app.look), items::headline(&app.look, &self.shown));
        if matches!(action, A::End | A::Cancel) {
            return Preview::open(app, title, headline, command, call).map(Next::Push);
        }
        // Nothing moves, and nothing is lost; where less is there, that is asked.
        match app.carry_out(&command, &call) {
            Err(error) if command.anyway(&error).is_some() => {
                Preview::open(app, title, headline, command, call).map(Next::Push)
            }
            Err(error) => Err(error),
            Ok(next) => {
                self.reload(app)?;
                Ok(match next {
                    Next::Swap(layer) => Next::Push(layer),
                    _ => Next::Stay,
                })
            }
        }
    }
}
