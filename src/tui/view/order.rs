//! A quotation or sales order: its actions are what its state offers; the first two have F2 and F3.

mod items;

use ratatui::layout::Rect;

use super::actions::{Act, Actions};
use super::{PageView, Preview, Target, ticket::scroll};
use crate::desk::OrderPage;
use crate::domain::command::{Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::form::Draft;
use crate::domain::ids::OrderId;
use crate::domain::sale::{OrderAction, OrderState};
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::text::code;
use crate::tui::app::App;
use crate::tui::form::{FormLayer, PickerLayer};
use crate::tui::ink::{Hit, Ink};
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

    /// Reads it anew.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        self.shown = app.desk()?.order_page(self.id())?;
        self.actions = Actions::new(self.shown.actions.clone());
        self.page.set(items::items(&app.look, &self.shown, &self.actions));
        Ok(())
    }

    /// Which.
    pub fn id(&self) -> OrderId {
        self.shown.order.id
    }

    /// Its number.
    pub fn label(&self) -> &str {
        &self.shown.order.number
    }

    /// How an action is called here: what the order offers by its own names.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        self.actions.offer(verb, look)
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
                let of = Target::Reference(self.shown.order.customer.clone());
                return PageView::open(app, of).map(Next::Push);
            }
            (Verb::Open, Some(target)) => return PageView::open(app, target).map(Next::Push),
            (Verb::Open | Verb::Actions, _) => {
                return Ok(self.actions.menu(&app.look, self.label().to_owned()));
            }
            (other, _) => scroll(&mut self.page, other),
        }
        match self.actions.of(verb).or((verb == Verb::Edit).then_some(OrderAction::Edit)) {
            Some(action) => self.act(action, app),
            None => Ok(Next::Stay),
        }
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

/// Why an order in this state is not edited.
fn closed(state: OrderState, number: &str) -> Error {
    use crate::domain::error::Wrong;
    let why = match state {
        OrderState::Cancelled => Wrong::OrderCancelled,
        _ => Wrong::OrderConfirmed,
    };
    Error::WrongState { document: number.to_owned(), why }
}
