//! Repairs as they are answered, and who sees which.

use chrono::NaiveDate;

use super::{find, load, number_of, quote, warranty, works};
use crate::desk::{Desk, load_user, views};
use crate::domain::error::{Error, Need, Result};
use crate::domain::ids::RepairId;
use crate::domain::quantity::Quantity;
use crate::domain::repair::{Part, PartKind, PartState, PartView, Repair, RepairView};
use crate::domain::user::{Right, User};
use crate::store::repair::{self, Filter};
use crate::store::reservation::{self, Holder};
use crate::store::{Read, catalog, user};

/// Whether an agent sees a repair: who works repairs sees all, who made one sees that.
pub fn visible(actor: &User, of: &Repair) -> Result<()> {
    match works(actor) || of.created_by == Some(actor.id) {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::Right(Right::Repair))),
    }
}

/// A repair as it is answered.
pub fn view(read: &Read<'_>, id: RepairId, today: NaiveDate) -> Result<RepairView> {
    let of = load(read, id)?;
    let warranty_until = warranty::of(read, &of, today)?;
    let order = quote::number(read, &of)?;
    let parts = of.parts.iter().map(|part| part_view(read, &of, part)).collect::<Result<_>>()?;
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
        parts,
        number: of.number,
        state: of.state,
    })
}

/// A part as it is answered.
fn part_view(read: &Read<'_>, of: &Repair, part: &Part) -> Result<PartView> {
    let open = !matches!(part.state, PartState::Done | PartState::Cancelled);
    let in_stock = match part.kind {
        PartKind::Add if open => {
            let free = reservation::free(read, part.product, of.stock, Some(Holder::Part(part.id)))?;
            Some(free.max(Quantity::ZERO).to_string())
        }
        _ => None,
    };
    Ok(PartView {
        line: part.line,
        kind: part.kind,
        product: part.sku.clone(),
        name: part.name.clone(),
        lot: part.lot.as_ref().map(|l| l.name.clone()),
        demand: part.demand.to_string(),
        done: part.done.to_string(),
        state: part.state,
        in_stock,
    })
}

impl Desk {
    /// A repair's row by its number or `id:N`.
    pub fn find_repair(&mut self, label: &str) -> Result<RepairId> {
        self.store.read(|read| find(read, label))
    }

    /// A repair, whole; refused to who may not see it.
    pub fn repair(&mut self, id: RepairId) -> Result<RepairView> {
        let (actor, today) = (self.actor_id()?, self.today()?);
        self.store.read(|read| {
            visible(&load_user(read, actor)?, &load(read, id)?)?;
            view(read, id, today)
        })
    }

    /// Repairs that the agent sees, newest first; those of an agent, by login, where one is given.
    pub fn repairs(&mut self, filter: Filter, responsible: Option<&str>) -> Result<Vec<RepairView>> {
        let (actor, today) = (self.actor_id()?, self.today()?);
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let maker = if works(&actor) { None } else { Some(actor.id) };
            let responsible = match responsible {
                Some("") => Some(None),
                Some(login) => {
                    Some(Some(crate::desk::tickets::find_user(read, login).map_err(|e| e.at("responsible"))?))
                }
                None => filter.responsible,
            };
            let ids = repair::list(read, Filter { maker, responsible, ..filter })?;
            ids.into_iter().map(|id| view(read, id, today)).collect()
        })
    }
}
