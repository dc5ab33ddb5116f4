//! A screen of its own for whatever a link leads to. It knows what it is of, so that it can read itself
//! anew; Esc goes back to the exact place that it was opened from.

use ratatui::layout::Rect;

use super::agenda::AgendaPane;
use super::approvals::ApprovalsPane;
use super::coupon::CouponPane;
use super::document::DocumentPane;
use super::done::DonePane;
use super::order::OrderPane;
use super::pane::Pane;
use super::plain::PlainPane;
use super::program::ProgramPane;
use super::repair::RepairPane;
use super::repairs::RepairsPane;
use super::report::{ReportPane, RowsPane};
use super::task::TaskPane;
use super::ticket::TicketPane;
use super::transfer::TransferPane;
use super::{Target, Tray};
use crate::desk::RepairFilter;
use crate::domain::error::{Error, Result};
use crate::domain::record::RecordKind;
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::form::FormLayer;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;

/// A screen of its own.
pub struct PageView {
    of: Target,
    body: Box<dyn Pane>,
}

impl PageView {
    /// Opens what a link leads to.
    pub fn open(app: &mut App, of: Target) -> Result<Layer> {
        let of = found(app, of)?;
        let mut body: Box<dyn Pane> = match &of {
            Target::Form(form) => return Ok(Layer::Form(Box::new(FormLayer::new(app, form.clone())?))),
            Target::Ticket(id) => Box::new(TicketPane::open(app, *id)?),
            Target::Document(id) => Box::new(DocumentPane::open(app, *id)?),
            Target::Order(number) => Box::new(OrderPane::open(app, number)?),
            Target::Programs => Box::new(ProgramPane::new(None)),
            Target::Program(id) => Box::new(ProgramPane::new(Some(*id))),
            Target::Transfer(number) => Box::new(TransferPane::open(app, number)?),
            Target::Repair(number) => Box::new(RepairPane::open(app, number)?),
            Target::RepairList => Box::new(RepairsPane::new()),
            Target::Coupon(id) => Box::new(CouponPane::open(app, *id)?),
            Target::Task(id) => Box::new(TaskPane::open(app, *id)?),
            Target::Report(kind) => Box::new(ReportPane::new(app, *kind)),
            Target::ReportRows(of) => Box::new(RowsPane::new((**of).clone())),
            Target::Approvals => Box::new(ApprovalsPane::new()),
            Target::Done => Box::new(DonePane::new()),
            Target::Agenda => Box::new(AgendaPane::new(app)),
            list => Box::new(PlainPane::new(list.clone())),
        };
        body.reload(app)?;
        app.visited.note(&of);
        Ok(Layer::Page(Box::new(Self { of, body })))
    }

    /// Follows a link: a page opens above, a file is saved and opened.
    pub fn go(app: &mut App, to: Target) -> Result<Next> {
        match to {
            Target::File(id) => app.open_file(id).map(|()| Next::Stay),
            page => Self::open(app, page).map(Next::Push),
        }
    }

    /// What it shows.
    pub fn of(&self) -> &Target {
        &self.of
    }

    /// Reads it anew.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        self.body.reload(app)
    }

    /// Whether it is the page of something that is settled once.
    pub fn is_of(&self, kind: RecordKind, id: i64) -> bool {
        match (&self.of, kind) {
            (Target::Team(of), RecordKind::Team) => of.0 == id,
            (Target::Project(of), RecordKind::Project) => of.0 == id,
            (Target::Product(of), RecordKind::Product) => of.0 == id,
            (Target::Template(of), RecordKind::Worksheet) => of.0 == id,
            _ => false,
        }
    }

    /// The ticket that it is of, if it is of one.
    pub fn ticket(&self) -> Option<crate::domain::ids::TicketId> {
        self.of.ticket()
    }

    /// What it is called on the way back.
    pub fn crumb(&self, look: &Look) -> String {
        self.body.crumb(look)
    }

    /// The places whose keys hold.
    pub fn contexts(&self) -> Vec<Context> {
        self.body.place().into_iter().chain([Context::List, Context::Everywhere]).collect()
    }

    /// How an action is called here; none of what only the desk does.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::Views if !self.body.has_views() => None,
            Verb::Search | Verb::OtherPane | Verb::Previous | Verb::Next => None,
            other => self.body.offer(other, look),
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match (verb, self.body.printable()) {
            (Verb::Back | Verb::Quit, _) => Ok(Next::Close),
            (Verb::Print, Some(of)) => Self::open(app, Target::Form(Form::Print(of))).map(Next::Push),
            // A coupon shows more to be copied than its page.
            (Verb::CopyTray, _) if !matches!(self.of, Target::Coupon(_)) => {
                Ok(Next::Push(Tray::open(app, self.of.clone())?))
            }
            _ => self.body.on(verb, app),
        }
    }

    /// Does what is chosen in the page's menu of actions.
    pub fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        self.body.pick(at, app)
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        if let Hit::Row(at) = hit { self.body.click(*at, app) } else { Ok(Next::Stay) }
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        let area = Rect { x: area.x + 1, width: area.width - 2, ..area };
        self.body.draw(ink, look, area, top);
    }
}

/// What a link leads to in the end: a document by its number, and of several records the only one.
fn found(app: &mut App, of: Target) -> Result<Target> {
    let desk = app.desk()?;
    Ok(match of {
        Target::Label(number) => match desk.find_document(&number) {
            Err(Error::NotFound { .. }) if desk.find_order(&number).is_ok() => Target::Order(number),
            found => Target::Document(found?),
        },
        Target::Reference(reference) => Target::Customer(desk.customer(&reference)?.id),
        Target::Documents(ticket) => match desk.documents_of(ticket)?.as_slice() {
            [only] => Target::Document(only.id),
            _ => Target::Documents(ticket),
        },
        Target::Coupons(ticket) => match desk.coupons(Some(ticket), Some(2))?.as_slice() {
            [only] => Target::Coupon(only.id),
            _ => Target::Coupons(ticket),
        },
        Target::Returns(ticket) => match desk.transfers(Some(ticket), None, Some(2))?.as_slice() {
            [only] => Target::Transfer(only.number.clone()),
            _ => Target::Returns(ticket),
        },
        Target::Repairs(ticket) => {
            let filter = RepairFilter { ticket: Some(ticket), limit: Some(2), ..RepairFilter::default() };
            match desk.repairs(filter, None)?.as_slice() {
                [only] => Target::Repair(only.number.clone()),
                _ => Target::Repairs(ticket),
            }
        }
        Target::Tasks(ticket) => match desk.tasks(Some(ticket), None, None, Some(2))?.as_slice() {
            [only] => Target::Task(only.id),
            _ => Target::Tasks(ticket),
        },
        other => other,
    })
}
