//! Repairs as they are answered, and who sees which.

use super::{find, load, number_of, quote, warranty, works};
use crate::desk::{Desk, load_user, views};
use crate::domain::error::{Error, Need, Result};
use crate::domain::ids::{RepairId, TicketId};
use crate::domain::repair::{PartView, Repair, RepairView};
use crate::domain::user::{Right, User};
use crate::store::repair::{self, Filter};
use crate::store::{Read, catalog, user};

/// Whether an agent sees a repair: who works repairs sees all, who made one sees that.
pub fn visible(actor: &User, of: &Repair) -> Result<()> {
    match works(actor) || of.created_by == Some(actor.id) {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::Right(Right::Repair))),
    }
}

/// A repair as it is answered.
pub fn view(read: &Read<'_>, id: RepairId) -> Result<RepairView> {
    let of = load(read, id)?;
    let warranty_until = warranty::of(read, &of)?;
    let order = quote::number(read, &of)?;
    Ok(RepairView {
        id,
        version: of.version,
        customer: of.customer.map(|id| views::reference(read, id)).transpose()?,
        product: catalog::sku(read, of.product)?.unwrap_or_default(),
        name: catalog::load_product(read, of.product)?.map(|p| p.name).unwrap_or_default(),
        lot: of.lot.as_ref().map(|l| l.name.clone()),
        quantity: of.quantity.to_string(),
        return_of: number_of(read, of.return_of)?,
        warranty: of.warranty,
        warranty_until,
        scheduled: of.scheduled,
        responsible: of.responsible.map(|id| user::login(read, id)).transpose()?.flatten(),
        tags: of.tags,
        note: Some(of.note).filter(|note| !note.is_empty()),
        order: Some(order).filter(|number| !number.is_empty()),
        ticket: of.ticket.map(|id| id.0),
        created_by: of.created_by.map(|id| user::login(read, id)).transpose()?.flatten(),
        parts: of
            .parts
            .iter()
            .map(|p| PartView {
                line: p.line,
                kind: p.kind,
                product: p.sku.clone(),
                name: p.name.clone(),
                lot: p.lot.as_ref().map(|l| l.name.clone()),
                demand: p.demand.to_string(),
                done: p.done.to_string(),
                state: p.state,
            })
            .collect(),
        number: of.number,
        state: of.state,
    })
}

impl Desk {
    /// A repair's row by its number or `id:N`.
    pub fn find_repair(&mut self, label: &str) -> Result<RepairId> {
        self.store.read(|read| find(read, label))
    }

    /// A repair, whole; refused to who may not see it.
    pub fn repair(&mut self, id: RepairId) -> Result<RepairView> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            visible(&load_user(read, actor)?, &load(read, id)?)?;
            view(read, id)
        })
    }

    /// Repairs that the agent sees, newest first; those of a ticket, where given.
    pub fn repairs(&mut self, ticket: Option<TicketId>, limit: Option<i64>) -> Result<Vec<RepairView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let maker = if works(&actor) { None } else { Some(actor.id) };
            let ids = repair::list(read, Filter { ticket, maker, limit })?;
            ids.into_iter().map(|id| view(read, id)).collect()
        })
    }
}
