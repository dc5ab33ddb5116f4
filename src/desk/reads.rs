//! What can be looked at: each from one snapshot.

use super::tickets::find_lot;
use super::{
    Desk, coupons, customers, load_user, orders, posting, programs, refund, settings, stock_count, tickets,
    views,
};
use crate::domain::command::Credit;
use crate::domain::coupon::CouponView;
use crate::domain::coupon::program::{Program, ProgramView};
use crate::domain::customer::CustomerView;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ids::{
    CouponId, CustomerId, EventId, InvoiceId, JournalId, LotId, OrderId, ProductId, ProgramId, TeamId,
    TicketId, UserId,
};
use crate::domain::invoice::{DocumentView, InvoiceFilter};
use crate::domain::money::Currency;
use crate::domain::sale::OrderView;
use crate::domain::settings::Settings;
use crate::domain::stock::StockRow;
use crate::domain::team::TeamView;
use crate::domain::ticket::{TeamCount, TicketRow, TicketView};
use crate::domain::user::UserView;
use crate::store::{
    Read, catalog, customer, event, invoice, order, program, reconciliation, stock, team, ticket, user,
};

/// A customer and what there is of it.
#[derive(Clone, Debug)]
pub struct CustomerCard {
    /// The customer.
    pub customer: CustomerView,
    /// Its family's tickets that the agent sees.
    pub tickets: Vec<TicketRow>,
    /// Its family's invoices and credit notes.
    pub documents: Vec<DocumentView>,
    /// Its family's orders.
    pub orders: Vec<OrderView>,
}

impl Desk {
    /// The company's settings.
    pub fn settings(&mut self) -> Result<Settings> {
        self.store.read(settings)
    }

    /// A ticket, whole.
    pub fn ticket(&mut self, id: TicketId) -> Result<TicketView> {
        let (actor, words, now) = (self.actor_id()?, &self.words, self.clock.now());
        self.store.read(|read| tickets::view(read, id, &load_user(read, actor)?, (words, now)))
    }

    /// The last row of the history.
    pub fn last_event(&mut self) -> Result<Option<EventId>> {
        self.store.read(event::last)
    }

    /// What others did at a ticket after a row of the history.
    pub fn since(&mut self, id: TicketId, after: Option<EventId>) -> Result<Vec<TimelineEntry>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            tickets::require_visible(read, &actor, id)?;
            let told = event::timeline_since(read, id, after)?;
            // Mail comes from the customer, whoever takes it in.
            let others = |told: &TimelineEntry| {
                told.agent.as_deref() != Some(&*actor.login) || told.kind == EventKind::MailReceived
            };
            Ok(told.into_iter().filter(others).collect())
        })
    }

    /// How many tickets each team that the agent sees has.
    pub fn counts(&mut self) -> Result<Vec<TeamCount>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            ticket::counts(read, actor.id, visible_teams(&actor))
        })
    }

    /// A document, whole.
    pub fn document(&mut self, id: InvoiceId) -> Result<DocumentView> {
        let actor = self.actor_id()?;
        self.store.read(|read| views::document_for(read, &load_user(read, actor)?, id))
    }

    /// A document's row by its number or `id:N`.
    pub fn find_document(&mut self, label: &str) -> Result<InvoiceId> {
        self.store.read(|read| find_document(read, label))
    }

    /// The currency of a document.
    pub fn currency_of(&mut self, id: InvoiceId) -> Result<Currency> {
        self.store.read(|read| posting::find(read, id).map(|i| i.currency))
    }

    /// A credit note by its number, or a payment by its reference.
    pub fn find_credit(&mut self, label: &str) -> Result<Credit> {
        self.store.read(|read| match reconciliation::find_payment(read, label)? {
            Some(payment) => Ok(Credit::Payment(payment.id)),
            None => find_document(read, label).map(Credit::Note),
        })
    }

    /// Documents, newest first.
    pub fn documents(&mut self, customer: Option<&str>, limit: Option<i64>) -> Result<Vec<DocumentView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let family = match customer {
                Some(reference) => Some(customer::family(read, customers::find(read, reference)?)?),
                None => None,
            };
            let ids = invoice::list(read, &InvoiceFilter { family, ticket: None, limit })?;
            ids.into_iter().map(|id| views::document_for(read, &actor, id)).collect()
        })
    }

    /// Credit notes and invoices made from a ticket, newest first.
    pub fn documents_of(&mut self, ticket: TicketId) -> Result<Vec<DocumentView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let ids =
                invoice::list(read, &InvoiceFilter { family: None, ticket: Some(ticket), limit: None })?;
            ids.into_iter().map(|id| views::document_for(read, &actor, id)).collect()
        })
    }

    /// The teams that the agent sees, by name.
    pub fn seen_teams(&mut self) -> Result<Vec<(TeamId, String)>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let mut teams = Vec::new();
            for id in team::list(read)?.into_iter().filter(|id| actor.sees(*id)) {
                teams.extend(team::head(read, id)?.map(|(name, _)| (id, name)));
            }
            Ok(teams)
        })
    }

    /// A customer with the newest tickets, documents and orders of it and its family, so many of each.
    pub fn customer_card(&mut self, id: CustomerId, rows: i64) -> Result<CustomerCard> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let family = customer::family(read, id)?;
            let filter = InvoiceFilter { family: Some(family), ticket: None, limit: Some(rows) };
            let documents = invoice::list(read, &filter)?;
            let mut listed = Vec::new();
            for of in order::of_family(read, family, rows)? {
                listed.push(orders::view(read, of, &actor)?);
            }
            Ok(CustomerCard {
                customer: customers::load(read, id)?,
                tickets: ticket::of_family(read, family, visible_teams(&actor), rows)?,
                documents: documents
                    .into_iter()
                    .map(|d| views::document_for(read, &actor, d))
                    .collect::<Result<_>>()?,
                orders: listed,
            })
        })
    }

    /// An order, whole.
    pub fn order(&mut self, number: &str) -> Result<OrderView> {
        let actor = self.actor_id()?;
        self.store.read(|read| orders::view(read, find_order(read, number)?, &load_user(read, actor)?))
    }

    /// Orders, newest first.
    pub fn orders(&mut self, limit: Option<i64>) -> Result<Vec<OrderView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            order::list(read, limit)?.into_iter().map(|id| orders::view(read, id, &actor)).collect()
        })
    }

    /// Every rule for a coupon's code: by itself, or on an order.
    pub fn check_coupon(
        &mut self,
        code: &str,
        on: Option<OrderId>,
    ) -> Result<Vec<crate::domain::coupon::Check>> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let settings = settings(read)?;
            readable(read, actor, coupons::find(read, code)?)?;
            orders::check_coupon(read, code, on, &settings, clock.today(&settings))
        })
    }

    /// A coupon by its code or `id:N`.
    pub fn find_coupon(&mut self, code: &str) -> Result<CouponId> {
        let actor = self.actor_id()?;
        self.store.read(|read| readable(read, actor, coupons::find(read, code)?))
    }

    /// A coupon.
    pub fn coupon(&mut self, id: CouponId) -> Result<CouponView> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let settings = settings(read)?;
            coupons::view(read, readable(read, actor, id)?, &settings, clock.today(&settings))
        })
    }

    /// Coupons that the agent sees, newest first: all, or those of a ticket.
    pub fn coupons(&mut self, ticket: Option<TicketId>, limit: Option<i64>) -> Result<Vec<CouponView>> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let settings = settings(read)?;
            let today = clock.today(&settings);
            coupons::list(read, &load_user(read, actor)?, (ticket, limit), &settings, today)
        })
    }

    /// A program's row by its name.
    pub fn find_program(&mut self, name: &str) -> Result<ProgramId> {
        self.store.read(|read| programs::find(read, name))
    }

    /// A coupon program.
    pub fn program(&mut self, id: ProgramId) -> Result<ProgramView> {
        self.store.read(|read| programs::view(read, id, &settings(read)?))
    }

    /// A program as it was written, by its name: what a change of its rules and rewards begins with.
    pub fn program_as_written(&mut self, name: &str) -> Result<Program> {
        self.store.read(|read| programs::raw(read, programs::find(read, name)?))
    }

    /// Coupon programs by name.
    pub fn programs(&mut self) -> Result<Vec<ProgramView>> {
        self.store.read(|read| {
            let settings = settings(read)?;
            program::list(read)?.into_iter().map(|id| programs::view(read, id, &settings)).collect()
        })
    }

    /// A customer.
    pub fn customer(&mut self, reference: &str) -> Result<CustomerView> {
        self.store.read(|read| customers::load(read, customers::find(read, reference)?))
    }

    /// Customers by reference.
    pub fn customers(&mut self, limit: Option<i64>) -> Result<Vec<CustomerView>> {
        self.store.read(|read| customer::list(read, limit))
    }

    /// Teams by name.
    pub fn teams(&mut self) -> Result<Vec<TeamView>> {
        self.store.read(|read| {
            let mut teams = Vec::new();
            for id in team::list(read)? {
                teams.extend(team::load(read, id)?);
            }
            Ok(teams)
        })
    }

    /// A team.
    pub fn team(&mut self, name: &str) -> Result<TeamView> {
        let missing = || Error::NotFound { what: Thing::Team, key: name.to_owned() };
        self.store.read(|read| {
            let id = super::admin::find_team(read, name)?;
            team::load(read, id)?.ok_or_else(missing)
        })
    }

    /// Agents by login.
    pub fn users(&mut self) -> Result<Vec<UserView>> {
        self.store.read(|read| user::list(read)?.into_iter().map(|id| views::user_view(read, id)).collect())
    }

    /// What lies where of a product, or of one lot of it.
    pub fn stock(&mut self, sku: &str, lot: Option<&str>) -> Result<Vec<StockRow>> {
        self.store.read(|read| {
            let product = stock_count::find_product(read, sku)?;
            let lot = lot.map(|name| find_lot(read, Some(product.id), name)).transpose()?;
            stock::rows(read, product.id, lot)
        })
    }

    /// An order's row by its number.
    pub fn find_order(&mut self, number: &str) -> Result<OrderId> {
        self.store.read(|read| find_order(read, number))
    }

    /// A product's row by its SKU.
    pub fn find_product(&mut self, sku: &str) -> Result<ProductId> {
        self.store.read(|read| stock_count::find_product(read, sku).map(|p| p.id))
    }

    /// A journal's row by its code.
    pub fn find_journal(&mut self, code: &str) -> Result<JournalId> {
        let missing = || Error::NotFound { what: Thing::Journal, key: code.to_owned() };
        self.store.read(|read| catalog::find_journal(read, code)?.map(|j| j.id).ok_or_else(missing))
    }

    /// A lot's row by its name: of the product given, else of the ticket's, else of the only product that
    /// has such a lot.
    pub fn find_lot(&mut self, ticket: TicketId, product: Option<ProductId>, name: &str) -> Result<LotId> {
        self.store.read(|read| {
            if product.is_some() {
                return find_lot(read, product, name);
            }
            let of_ticket = refund::find_ticket(read, ticket)?.product;
            if let Some(lot) = of_ticket.map(|p| catalog::find_lot(read, p, name)).transpose()?.flatten() {
                return Ok(lot);
            }
            match (catalog::lots_named(read, name)?.as_slice(), of_ticket) {
                ([only], _) => Ok(*only),
                ([], None) => Err(Error::LotUnknown { product: String::new(), lot: name.to_owned() }),
                ([], of_ticket) => find_lot(read, of_ticket, name),
                _ => Err(Error::FieldRequired.at("product")),
            }
        })
    }

    /// An agent by its login.
    pub fn user(&mut self, login: &str) -> Result<UserView> {
        self.store.read(|read| views::user_view(read, tickets::find_user(read, login)?))
    }
}

/// The teams whose tickets an agent sees; all where there is none.
pub(super) fn visible_teams(actor: &crate::domain::user::User) -> &[crate::domain::ids::TeamId] {
    if actor.role == crate::domain::user::Role::Admin { &[] } else { &actor.teams }
}

/// A coupon that its reader may see.
fn readable(read: &Read<'_>, actor: UserId, id: CouponId) -> Result<CouponId> {
    coupons::require(read, &load_user(read, actor)?, &coupons::load(read, id)?).map(|()| id)
}

fn find_document(read: &Read<'_>, label: &str) -> Result<InvoiceId> {
    invoice::find(read, label)?.ok_or_else(|| Error::NotFound { what: Thing::Invoice, key: label.to_owned() })
}

fn find_order(read: &Read<'_>, number: &str) -> Result<OrderId> {
    order::find(read, number)?.ok_or_else(|| Error::NotFound { what: Thing::Order, key: number.to_owned() })
}
