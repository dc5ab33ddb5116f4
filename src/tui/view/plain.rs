//! Screens that only list and lead on: the documents of a ticket, what is settled once, the life of a lot. Also the
//! customer's card, whose keys open its forms.

use super::pane::{Pane, follow};
use super::{
    PageView, Target, coupon, customer, document, link, lot, message, project, query_help, reason, record,
    repair, report, task, team, transfer,
};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::CustomerId;
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::layer::Next;
use crate::tui::look::Look;
use crate::tui::page::{Item, Page};

/// A list that leads on.
pub struct PlainPane {
    of: Target,
    crumb: String,
    page: Page,
}

impl PlainPane {
    /// Of what a link leads to.
    pub fn new(of: Target) -> Self {
        Self { of, crumb: String::new(), page: Page::default() }
    }

    fn customer(&self) -> Option<CustomerId> {
        if let Target::Customer(id) = self.of { Some(id) } else { None }
    }
}

impl Pane for PlainPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        let (crumb, items) = items(app, &self.of)?;
        self.page.set(items);
        self.crumb = crumb;
        if !self.page.has_cursor() && !matches!(self.of, Target::Customer(_) | Target::Lot(..)) {
            // Who opens a list wants one of its rows.
            self.page.step(1);
        }
        Ok(())
    }

    fn crumb(&self, _: &Look) -> String {
        self.crumb.clone()
    }

    fn place(&self) -> Option<Context> {
        self.customer().map(|_| Context::Customer)
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let form = match (verb, self.customer()) {
            (Verb::Edit, Some(id)) => Form::EditCustomer(id),
            (Verb::NewQuotation, Some(id)) => Form::NewOrder(id),
            (Verb::CustomerLink, Some(id)) => return link::make(app, id),
            (Verb::RevokeLinks, Some(id)) => return link::revoke(app, id),
            _ => return follow(&mut self.page, verb, app),
        };
        PageView::open(app, Target::Form(form)).map(Next::Push)
    }
}

/// What the screen shows, and what it is called.
fn items(app: &mut App, of: &Target) -> Result<(String, Vec<Item>)> {
    match of {
        Target::Customer(id) => customer::items(app, *id),
        Target::Documents(ticket) => document::of_ticket(app, *ticket),
        Target::Coupons(ticket) => coupon::of_ticket(app, *ticket),
        Target::Returns(ticket) => transfer::of_ticket(app, *ticket),
        Target::Repairs(ticket) => repair::of_ticket(app, *ticket),
        Target::Tasks(ticket) => task::of_ticket(app, *ticket),
        Target::Teams => team::items(app),
        Target::Team(id) => record::team(app, *id),
        Target::Project(id) => record::project(app, *id),
        Target::Product(id) => record::product(app, *id),
        Target::Message(id) => message::items(app, *id),
        Target::Users => record::users(app),
        Target::Records(kind) => record::items(app, *kind),
        Target::Projects => project::projects(app),
        Target::Templates => project::templates(app),
        Target::Template(id) => project::template(app, *id),
        Target::Reports => report::items(app),
        Target::Reasons => reason::items(app),
        Target::QueryHelp => Ok(query_help::items(app)),
        Target::Lot(sku, name) => lot::items(app, sku, name),
        // The others have panes of their own, or are found before.
        _ => Err(Error::NotFound { what: Thing::Invoice, key: String::new() }),
    }
}
