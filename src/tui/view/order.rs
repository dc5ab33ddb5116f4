//! A quotation or sales order: its actions are what its state offers; the first two have F2 and F3.

mod items;

use super::actions::{Act, Actions};
use super::pane::{self, Acting, Pane};
use super::{PageView, Preview, Target};
use crate::desk::OrderPage;
use crate::domain::command::{Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::form::Draft;
use crate::domain::sale::{OrderAction, OrderState};
use crate::domain::wizard::Form;
use crate::domain::wizard::print::Printable;
use crate::keys::{Context, Verb};
use crate::text::code;
use crate::tui::app::App;
use crate::tui::form::{FormLayer, PickerLayer};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;

impl Act for OrderAction {
    const PLACE: Context = Context::Order;
    const FAMILY: &'static str = "order-action";

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn verb(self) -> Option<Verb> {
        match self {
            Self::Edit => Some(Verb::Edit),
            Self::Cancel => Some(Verb::TakeBack),
            Self::Confirm | Self::ApplyCoupon | Self::RemoveCoupon | Self::Send => None,
            Self::Invoice | Self::Reset => None,
        }
    }
}

/// An order on the screen.
pub struct OrderPane {
    shown: OrderPage,
    actions: Actions<OrderAction>,
    page: Page,
}

impl OrderPane {
    /// Reads an order by its number.
    pub fn open(app: &mut App, number: &str) -> Result<Self> {
        let id = app.desk()?.find_order(number)?;
        let shown = app.desk()?.order_page(id)?;
        Ok(Self { shown, actions: Actions::default(), page: Page::default() })
    }

    /// Its number.
    fn label(&self) -> &str {
        &self.shown.order.number
    }

    /// Carries a command out at once; the order stays open below what it leads to.
    fn carry_out(&mut self, command: &Command, call: &Call, app: &mut App) -> Result<Next> {
        let next = app.carry_out(command, call)?;
        self.reload(app)?;
        Ok(match next {
            Next::Swap(layer) => Next::Push(layer),
            _ => Next::Stay,
        })
    }

    /// What the order is about, in money.
    fn headline(&self, app: &App) -> Vec<String> {
        let (words, order) = (&app.look.words, &self.shown.order);
        let values = [
            ("kind", code::order_state(words, order.state)),
            ("total", words.money(&order.total, order.currency)),
            ("customer", self.shown.customer.clone()),
        ];
        vec![words.say("preview-document", &values)]
    }
}

impl Pane for OrderPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.shown = app.desk()?.order_page(self.shown.order.id)?;
        self.actions = Actions::new(self.shown.actions.clone());
        self.page.set(items::items(&app.look, &self.shown, &self.actions));
        Ok(())
    }

    fn crumb(&self, _: &Look) -> String {
        self.label().to_owned()
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Order)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        self.actions.offer(verb, look)
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::CustomerCard => {
                let of = Target::Reference(self.shown.order.customer.clone());
                PageView::open(app, of).map(Next::Push)
            }
            other => pane::on(self, other, app),
        }
    }

    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        pane::pick(self, at, app)
    }

    fn printable(&self) -> Option<Printable> {
        Some(Printable::Order(self.shown.order.id))
    }
}

impl Acting for OrderPane {
    type Action = OrderAction;

    fn actions(&self) -> &Actions<OrderAction> {
        &self.actions
    }

    fn asked(&self, verb: Verb) -> Option<OrderAction> {
        (verb == Verb::Edit).then_some(OrderAction::Edit)
    }

    fn act(&mut self, action: OrderAction, app: &mut App) -> Result<Next> {
        let order = &self.shown.order;
        let id = order.id;
        self.actions.refused(action).unwrap_or_else(|| Err(closed(order.state, self.label())))?;
        let call = Call { request: Some(app.request()), if_version: Some(order.version), ..Call::default() };
        let form =
            |app: &mut App, form: Form| Ok(Next::Push(Layer::Form(Box::new(FormLayer::new(app, form)?))));
        let (title, headline) = (action.name(&app.look), self.headline(app));
        match action {
            OrderAction::Edit => form(app, Form::EditOrder(id)),
            OrderAction::Send => form(app, Form::MailOrder(id)),
            OrderAction::ApplyCoupon => form(app, Form::ApplyCoupon(id)),
            OrderAction::RemoveCoupon => {
                let picker = PickerLayer::of_form(app, Form::RemoveCoupon(id), &Draft::default())?;
                Ok(Next::Push(Layer::Picker(Box::new(picker))))
            }
            OrderAction::Confirm => {
                Preview::open(app, title, headline, Command::ConfirmOrder(id), call).map(Next::Push)
            }
            OrderAction::Cancel => {
                Preview::open(app, title, headline, Command::CancelOrder(id), call).map(Next::Push)
            }
            // A draft, or a quotation again: nothing moves, and nothing is lost.
            OrderAction::Invoice => self.carry_out(&Command::InvoiceOrder(id), &call, app),
            OrderAction::Reset => self.carry_out(&Command::ResetOrder(id), &call, app),
        }
    }
}

/// Why an order in this state is not edited.
fn closed(state: OrderState, number: &str) -> Error {
    use crate::domain::error::Wrong;
    let why = match state {
        OrderState::Cancelled => Wrong::OrderCancelled,
        _ => Wrong::OrderConfirmed,
    };
    Error::WrongState { document: number.to_owned(), why }
}
