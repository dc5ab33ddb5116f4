//! What can be looked at of goods: each from one snapshot.

use super::{find, forms, passport, view};
use crate::desk::{Desk, customers, orders, settings};
use crate::domain::credit::returned;
use crate::domain::error::{Error, Result, Thing, Wrong};
use crate::domain::form::{Draft, LineValue, Value};
use crate::domain::ids::{LocationId, LotId, OrderId, OrderLineId, ProductId, TicketId, TransferId};
use crate::domain::quantity::Quantity;
use crate::domain::sale::bearers;
use crate::domain::stock::{LotView, ReasonView, TransferState, TransferView, Whereabouts};
use crate::domain::wizard::refund;
use crate::domain::wizard::returns::Facts;
use crate::store::transfer::{Filter, Hanging};
use crate::store::{catalog, customer, reason, stock, transfer};

impl Desk {
    /// A transfer's row by its number or `id:N`.
    pub fn find_transfer(&mut self, label: &str) -> Result<TransferId> {
        self.store.read(|read| find(read, label))
    }

    /// A transfer, whole.
    pub fn transfer(&mut self, id: TransferId) -> Result<TransferView> {
        self.store.read(|read| view::view(read, id))
    }

    /// Transfers, newest first: all, those of a ticket, those of a customer and its company.
    pub fn transfers(
        &mut self,
        ticket: Option<TicketId>,
        customer: Option<&str>,
        limit: Option<i64>,
    ) -> Result<Vec<TransferView>> {
        self.store.read(|read| {
            let of = customer.map(|reference| customers::find(read, reference)).transpose()?;
            let family = of.map(|id| customer::family(read, id)).transpose()?;
            let ids = transfer::list(read, Filter { ticket, family, limit })?;
            view::views_of(read, ids)
        })
    }

    /// What a received return brought, by the lines of its order, and that order. Refuses what is none, and
    /// what is replaced instead.
    fn received(&mut self, id: TransferId) -> Result<(OrderId, Vec<(OrderLineId, Quantity)>)> {
        self.store.read(|read| {
            let of = super::load(read, id)?;
            let wrong = |why| Err(Error::WrongState { document: of.number.clone(), why });
            let order = match of.order {
                Some(order) if of.is_return() && of.state == TransferState::Done => order,
                _ => return wrong(Wrong::NotReceived),
            };
            if !transfer::hanging(read, id, Hanging::Exchanges)?.is_empty() {
                return wrong(Wrong::Exchanged);
            }
            let mut sums: Vec<(OrderLineId, Quantity)> = Vec::new();
            for line in of.lines.iter().filter(|l| !l.done.is_zero()) {
                let Some(sold) = line.order_line else { continue };
                match sums.iter_mut().find(|(known, _)| *known == sold) {
                    Some((_, sum)) => *sum = *sum + line.done,
                    None => sums.push((sold, line.done)),
                }
            }
            Ok((order, sums))
        })
    }

    /// Whether what a received return brought can be refunded; why not.
    pub fn refundable(&mut self, id: TransferId) -> Result<()> {
        self.received(id).map(drop)
    }

    /// The Refund wizard filled in with exactly what a received return brought: units of the lines of its
    /// order's invoices, and the part of their discounts that these bore.
    pub fn refund_of_return(&mut self, ticket: TicketId, id: TransferId, mut draft: Draft) -> Result<Draft> {
        let (order, mut came) = self.received(id)?;
        draft.set(refund::ORDER, Value::Picked(vec![order.0]));
        let (facts, _) = self.refund_form(ticket, &draft)?;
        let discounts = self.store.read(|read| {
            let of = orders::load(read, order)?;
            Ok(bearers(&of, &orders::held(read, order, &settings(read)?)?))
        })?;
        let mut values = Vec::new();
        for of in facts.invoices.iter().map(|i| &i.creditable) {
            let taken = returned(of, &mut came, &discounts);
            let units = |at: usize| taken.iter().find(|(t, _)| *t == at).map_or(Quantity::ZERO, |(_, q)| *q);
            let lines = of.invoice.lines.iter().enumerate();
            values.extend(lines.map(|(at, line)| LineValue::of(line.id.0, units(at))));
        }
        draft.set(refund::LINES, Value::Lines(values));
        Ok(draft)
    }

    /// What the Return wizard knows for a draft, from a ticket that offers it.
    pub fn return_facts(&mut self, ticket: TicketId, draft: &Draft) -> Result<Facts> {
        let actor = self.actor_id()?;
        self.store.read(|read| forms::return_facts(read, ticket, draft, actor))
    }

    /// A location's row by its name.
    pub fn find_location(&mut self, name: &str) -> Result<LocationId> {
        let missing = || Error::NotFound { what: Thing::Location, key: name.to_owned() };
        self.store.read(|read| stock::find_location(read, name)?.map(|(id, _)| id).ok_or_else(missing))
    }

    /// Where a lot of a product is.
    pub fn lot_place(&mut self, product: ProductId, name: &str) -> Result<Option<Whereabouts>> {
        self.store.read(|read| {
            let sku = catalog::sku(read, product)?.unwrap_or_default();
            passport::whereabouts(read, passport::of_product(read, product, &sku, name)?)
        })
    }

    /// A lot's row, of a product by its SKU.
    pub fn find_lot_of(&mut self, sku: &str, name: &str) -> Result<LotId> {
        self.store.read(|read| passport::find(read, sku, name))
    }

    /// The life of a lot.
    pub fn lot(&mut self, id: LotId) -> Result<LotView> {
        self.store.read(|read| passport::view(read, id))
    }

    /// A reason for returns by its name, in either language.
    pub fn find_reason(&mut self, name: &str) -> Result<Option<ReasonView>> {
        self.store.read(|read| reason::find(read, name))
    }

    /// Reasons for returns, in the company's order.
    pub fn reasons(&mut self) -> Result<Vec<ReasonView>> {
        self.store.read(reason::list)
    }
}
