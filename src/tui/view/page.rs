//! A screen of its own for whatever a link leads to. It knows what it is of, so that it can read itself
//! anew; Esc goes back to the exact place that it was opened from.

use ratatui::layout::Rect;

use super::agenda::AgendaPane;
use super::coupon::{self, CouponPane};
use super::document::DocumentPane;
use super::link;
use super::lot;
use super::order::OrderPane;
use super::program::ProgramPane;
use super::project;
use super::reason;
use super::repair::{self, RepairPane};
use super::repairs::RepairsPane;
use super::task::{self, TaskPane};
use super::team;
use super::ticket::{TicketPane, scroll};
use super::transfer::{self, TransferPane};
use super::{Target, Tray, customer, document};
use crate::desk::RepairFilter;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::wizard::Form;
use crate::domain::wizard::print::Printable;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::form::FormLayer;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;

/// A screen of its own.
pub struct PageView {
    of: Target,
    crumb: String,
    body: Body,
}

enum Body {
    Ticket(Box<TicketPane>),
    Document(Box<DocumentPane>),
    Order(Box<OrderPane>),
    Program(Box<ProgramPane>),
    Coupon(Box<CouponPane>),
    Transfer(Box<TransferPane>),
    Repair(Box<RepairPane>),
    Repairs(Box<RepairsPane>),
    Task(Box<TaskPane>),
    Agenda(Box<AgendaPane>),
    Plain(Page),
}

impl PageView {
    /// Opens what a link leads to.
    pub fn open(app: &mut App, of: Target) -> Result<Layer> {
        let of = match of {
            Target::Label(number) => {
                let desk = app.desk()?;
                match desk.find_document(&number) {
                    Err(Error::NotFound { .. }) if desk.find_order(&number).is_ok() => Target::Order(number),
                    found => Target::Document(found?),
                }
            }
            // One record opens itself, several open a list.
            Target::Documents(ticket) => match app.desk()?.documents_of(ticket)?.as_slice() {
                [only] => Target::Document(only.id),
                _ => Target::Documents(ticket),
            },
            Target::Form(form) => return Ok(Layer::Form(Box::new(FormLayer::new(app, form)?))),
            Target::Coupons(ticket) => match app.desk()?.coupons(Some(ticket), Some(2))?.as_slice() {
                [only] => Target::Coupon(only.id),
                _ => Target::Coupons(ticket),
            },
            Target::Returns(ticket) => match app.desk()?.transfers(Some(ticket), None, Some(2))?.as_slice() {
                [only] => Target::Transfer(only.number.clone()),
                _ => Target::Returns(ticket),
            },
            Target::Repairs(ticket) => {
                let filter = RepairFilter { ticket: Some(ticket), limit: Some(2), ..RepairFilter::default() };
                match app.desk()?.repairs(filter, None)?.as_slice() {
                    [only] => Target::Repair(only.number.clone()),
                    _ => Target::Repairs(ticket),
                }
            }
            Target::Tasks(ticket) => match app.desk()?.tasks(Some(ticket), None, None, Some(2))?.as_slice() {
                [only] => Target::Task(only.id),
                _ => Target::Tasks(ticket),
            },
            Target::Reference(reference) => Target::Customer(app.desk()?.customer(&reference)?.id),
            other => other,
        };
        let mut page = Self { of, crumb: String::new(), body: Body::Plain(Page::default()) };
        match &page.of {
            Target::Ticket(id) => page.body = Body::Ticket(Box::new(TicketPane::open(app, *id)?)),
            Target::Document(id) => page.body = Body::Document(Box::new(DocumentPane::open(app, *id)?)),
            Target::Order(number) => page.body = Body::Order(Box::new(OrderPane::open(app, number)?)),
            Target::Programs => page.body = Body::Program(Box::new(ProgramPane::new(None))),
            Target::Program(id) => page.body = Body::Program(Box::new(ProgramPane::new(Some(*id)))),
            Target::Transfer(number) => {
                page.body = Body::Transfer(Box::new(TransferPane::open(app, number)?));
            }
            Target::Repair(number) => page.body = Body::Repair(Box::new(RepairPane::open(app, number)?)),
            Target::Task(id) => page.body = Body::Task(Box::new(TaskPane::open(app, *id)?)),
            Target::Agenda => page.body = Body::Agenda(Box::new(AgendaPane::new(app))),
            Target::RepairList => page.body = Body::Repairs(Box::new(RepairsPane::new())),
            Target::Coupon(id) => page.body = Body::Coupon(Box::new(CouponPane::open(app, *id)?)),
            _ => {}
        }
        page.reload(app)?;
        if let (
            Target::Documents(_)
            | Target::Coupons(_)
            | Target::Returns(_)
            | Target::Repairs(_)
            | Target::Tasks(_)
            | Target::Teams
            | Target::Projects
            | Target::Templates
            | Target::Template(_)
            | Target::Reasons,
            Body::Plain(list),
        ) = (&page.of, &mut page.body)
        {
            // Who opens a list wants one of its rows.
            list.step(1);
        }
        Ok(Layer::Page(Box::new(page)))
    }

    /// Reads it anew.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        match &mut self.body {
            Body::Ticket(pane) => {
                pane.reload(app)?;
                self.crumb = format!("#{}", pane.id());
            }
            Body::Document(pane) => {
                pane.reload(app)?;
                self.crumb = pane.label();
            }
            Body::Order(pane) => {
                pane.reload(app)?;
                self.crumb = pane.label().to_owned();
            }
            Body::Program(pane) => self.crumb = pane.reload(app)?,
            Body::Coupon(pane) => {
                pane.reload(app)?;
                self.crumb = pane.label().to_owned();
            }
            Body::Transfer(pane) => {
                pane.reload(app)?;
                self.crumb = pane.label().to_owned();
            }
            Body::Repair(pane) => {
                pane.reload(app)?;
                self.crumb = pane.label().to_owned();
            }
            Body::Repairs(pane) => self.crumb = pane.reload(app)?,
            Body::Task(pane) => {
                pane.reload(app)?;
                self.crumb = pane.label(&app.look);
            }
            Body::Agenda(pane) => self.crumb = pane.reload(app)?,
            Body::Plain(page) => {
                let (crumb, items) = match &self.of {
                    Target::Customer(id) => customer::items(app, *id)?,
                    Target::Documents(ticket) => document::of_ticket(app, *ticket)?,
                    Target::Coupons(ticket) => coupon::of_ticket(app, *ticket)?,
                    Target::Returns(ticket) => transfer::of_ticket(app, *ticket)?,
                    Target::Repairs(ticket) => repair::of_ticket(app, *ticket)?,
                    Target::Tasks(ticket) => task::of_ticket(app, *ticket)?,
                    Target::Teams => team::items(app)?,
                    Target::Projects => project::projects(app)?,
                    Target::Templates => project::templates(app)?,
                    Target::Template(id) => project::template(app, *id)?,
                    Target::Reasons => reason::items(app)?,
                    Target::Lot(sku, name) => lot::items(app, sku, name)?,
                    Target::Ticket(_) | Target::Document(_) | Target::Order(_) => return Ok(()),
                    Target::Programs | Target::Program(_) | Target::Coupon(_) | Target::Transfer(_) => {
                        return Ok(());
                    }
                    Target::Repair(_) | Target::RepairList => return Ok(()),
                    Target::Task(_) | Target::Agenda => return Ok(()),
                    Target::Label(_) | Target::Reference(_) | Target::Form(_) => {
                        return Err(Error::NotFound { what: Thing::Invoice, key: String::new() });
                    }
                };
                page.set(items);
                self.crumb = crumb;
            }
        }
        Ok(())
    }

    /// What it is called on the way back.
    pub fn crumb(&self) -> &str {
        &self.crumb
    }

    /// The places whose keys hold.
    pub fn contexts(&self) -> Vec<Context> {
        match self.of {
            Target::Ticket(_) => vec![Context::Ticket, Context::List, Context::Everywhere],
            Target::Document(_) => vec![Context::Document, Context::List, Context::Everywhere],
            Target::Customer(_) => vec![Context::Customer, Context::List, Context::Everywhere],
            Target::Order(_) => vec![Context::Order, Context::List, Context::Everywhere],
            Target::Programs | Target::Program(_) => {
                vec![Context::Program, Context::List, Context::Everywhere]
            }
            Target::Coupon(_) => vec![Context::Coupon, Context::List, Context::Everywhere],
            Target::Transfer(_) => vec![Context::Transfer, Context::List, Context::Everywhere],
            Target::Task(_) => vec![Context::Task, Context::List, Context::Everywhere],
            Target::Agenda => vec![Context::Agenda, Context::List, Context::Everywhere],
            Target::Repair(_) => vec![Context::Repair, Context::List, Context::Everywhere],
            _ => vec![Context::List, Context::Everywhere],
        }
    }

    /// How an action is called here; none of what only the desk does.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let views = verb == Verb::Views && !matches!(self.body, Body::Repairs(_) | Body::Agenda(_));
        if views || matches!(verb, Verb::Search | Verb::OtherPane | Verb::Previous | Verb::Next) {
            return None;
        }
        match &self.body {
            Body::Document(pane) => pane.offer(verb, look),
            Body::Order(pane) => pane.offer(verb, look),
            Body::Program(pane) => pane.offer(verb, look),
            Body::Coupon(pane) => pane.offer(verb, look),
            Body::Transfer(pane) => pane.offer(verb, look),
            Body::Ticket(pane) => pane.offer(verb, look),
            Body::Repair(pane) => pane.offer(verb, look),
            Body::Task(pane) => pane.offer(verb, look),
            Body::Agenda(pane) => pane.offer(verb, look),
            Body::Repairs(_) | Body::Plain(_) => Offer::usual(verb, look),
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        if matches!(verb, Verb::Back | Verb::Quit) {
            return Ok(Next::Close);
        }
        if let (Verb::Print, Some(of)) = (verb, self.printable()) {
            return Self::open(app, Target::Form(Form::Print(of))).map(Next::Push);
        }
        if verb == Verb::CopyTray {
            return Ok(Next::Push(Tray::open(app, self.of.clone())?));
        }
        match (&mut self.body, &self.of) {
            (Body::Ticket(pane), _) => pane.on(verb, app),
            (Body::Document(pane), _) => pane.on(verb, app),
            (Body::Coupon(pane), _) => pane.on(verb, app),
            (Body::Transfer(pane), _) => pane.on(verb, app),
            (Body::Order(pane), _) => pane.on(verb, app),
            (Body::Program(pane), _) => pane.on(verb, app),
            (Body::Repair(pane), _) => pane.on(verb, app),
            (Body::Repairs(pane), _) => pane.on(verb, app),
            (Body::Task(pane), _) => pane.on(verb, app),
            (Body::Agenda(pane), _) => {
                let next = pane.on(verb, app)?;
                self.crumb = pane.crumb(&app.look);
                Ok(next)
            }
            (Body::Plain(_), Target::Customer(id)) if matches!(verb, Verb::Edit | Verb::NewQuotation) => {
                let form = match verb {
                    Verb::Edit => Form::EditCustomer(*id),
                    _ => Form::NewOrder(*id),
                };
                Self::open(app, Target::Form(form)).map(Next::Push)
            }
            (Body::Plain(_), Target::Customer(id)) if verb == Verb::CustomerLink => link::make(app, *id),
            (Body::Plain(_), Target::Customer(id)) if verb == Verb::RevokeLinks => link::revoke(app, *id),
            (Body::Plain(page), _) => match (verb, page.target()) {
                (Verb::Open, Some(target)) => Ok(Next::Push(Self::open(app, target)?)),
                (other, _) => {
                    scroll(page, other);
                    Ok(Next::Stay)
                }
            },
        }
    }

    /// The document that it shows, where it shows one.
    fn printable(&self) -> Option<Printable> {
        match &self.body {
            Body::Document(pane) => Some(Printable::Invoice(pane.id())),
            Body::Order(pane) => Some(Printable::Order(pane.id())),
            Body::Transfer(pane) => Some(Printable::Transfer(pane.id())),
            Body::Repair(pane) => Some(Printable::Repair(pane.id())),
            Body::Task(pane) => Some(Printable::Task(pane.id())),
            _ => None,
        }
    }

    /// Does what is chosen in the page's menu of actions.
    pub fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        match &mut self.body {
            Body::Document(pane) => pane.pick(at, app),
            Body::Order(pane) => pane.pick(at, app),
            Body::Program(pane) => pane.pick(at, app),
            Body::Repair(pane) => pane.pick(at, app),
            Body::Task(pane) => pane.pick(at, app),
            Body::Agenda(pane) => {
                pane.pick(at);
                self.reload(app)?;
                Ok(Next::Stay)
            }
            Body::Repairs(pane) => {
                pane.pick(at);
                self.reload(app)?;
                Ok(Next::Stay)
            }
            Body::Ticket(_) | Body::Coupon(_) | Body::Transfer(_) | Body::Plain(_) => Ok(Next::Stay),
        }
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        let Hit::Row(at) = hit else { return Ok(Next::Stay) };
        match &mut self.body {
            Body::Ticket(pane) => pane.click(*at, app),
            Body::Document(pane) => pane.click(*at, app),
            Body::Order(pane) => pane.click(*at, app),
            Body::Program(pane) => pane.click(*at, app),
            Body::Coupon(pane) => pane.click(*at, app),
            Body::Transfer(pane) => pane.click(*at, app),
            Body::Repair(pane) => pane.click(*at, app),
            Body::Repairs(pane) => pane.click(*at, app),
            Body::Task(pane) => pane.click(*at, app),
            Body::Agenda(pane) => pane.click(*at, app),
            Body::Plain(page) => {
                page.select(*at);
                self.on(Verb::Open, app)
            }
        }
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        let area = Rect { x: area.x + 1, width: area.width - 2, ..area };
        match &mut self.body {
            Body::Ticket(pane) => pane.draw(ink, area, top, Hit::Row),
            Body::Document(pane) => pane.draw(ink, area, top),
            Body::Order(pane) => pane.draw(ink, area, top),
            Body::Program(pane) => pane.draw(ink, area, top),
            Body::Coupon(pane) => pane.draw(ink, area, top),
            Body::Transfer(pane) => pane.draw(ink, area, top),
            Body::Repair(pane) => pane.draw(ink, area, top),
            Body::Repairs(pane) => pane.draw(ink, area, top),
            Body::Task(pane) => pane.draw(ink, area, top),
            Body::Agenda(pane) => pane.draw(ink, look, area, top),
            Body::Plain(page) => page.draw(ink, area, top, Hit::Row),
        }
    }
}
