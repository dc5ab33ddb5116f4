//! What can be looked at of goods: each from one snapshot.

use super::{apart, find, forms, load, passport, require_inventory, require_own, view};
use crate::desk::{Desk, customers, load_user};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::Draft;
use crate::domain::ids::{LocationId, LotId, ProductId, TicketId, TransferId};
use crate::domain::stock::{LotView, ReasonView, TransferAction, TransferView, Whereabouts};
use crate::domain::wizard::returns::Facts;
use crate::store::transfer::Filter;
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

    /// Whether something can be done with a transfer; why not.
    pub fn transfer_action(&mut self, id: TransferId, action: TransferAction) -> Result<()> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let (of, actor) = (load(read, id)?, load_user(read, actor)?);
            of.open()?;
            match action {
                TransferAction::Validate => require_inventory(&actor),
                TransferAction::Cancel => require_own(&actor, &of).and_then(|()| apart(read, &of)),
            }
        })
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
