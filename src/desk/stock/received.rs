//! What a received return brought that is to be refunded: what came, less what went out again, less what was
//! credited of it already, so that no return is refunded twice.

use super::{exchange, load};
use crate::desk::{orders, settings};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{OrderId, OrderLineId, TransferId};
use crate::domain::quantity::Quantity;
use crate::domain::sale::bearers;
use crate::domain::stock::{TransferKind, TransferState};
use crate::domain::wizard::refund::Received;
use crate::store::{Read, exchange as papers, order, transfer};

/// What is to be refunded of a return. Refuses what is none that was received, what is replaced instead, what no
/// order sold, and what is credited already.
pub fn of(read: &Read<'_>, id: TransferId) -> Result<Received> {
    let of = load(read, id)?;
    let wrong = |why| Err(Error::WrongState { document: of.number.clone(), why });
    if !of.is_return() || of.kind != TransferKind::Receipt || of.state != TransferState::Done {
        return wrong(Wrong::NotReceived);
    }
    if exchange::is_replaced(read, id)? {
        return wrong(Wrong::Exchanged);
    }
    if of.lines.iter().all(|line| line.done.is_zero()) {
        return wrong(Wrong::NothingCame);
    }
    let Some(order) = of.order else { return wrong(Wrong::NotBilled) };
    let left = transfer::returnable(read, id, None)?;
    let mut came: Vec<(OrderLineId, Quantity)> = Vec::new();
    for line in &of.lines {
        let left = left.iter().find(|(id, _)| *id == line.id).map_or(Quantity::ZERO, |(_, left)| *left);
        let (Some(sold), kept) = (line.order_line, left + line.damaged) else { continue };
        if !kept.is_zero() {
            add(&mut came, sold, kept);
        }
    }
    if came.is_empty() {
        return wrong(Wrong::NotBilled);
    }
    let credited = uncredited(read, (id, order), &mut came)?;
    if came.is_empty() {
        return wrong(if credited { Wrong::AlreadyCredited } else { Wrong::NotBilled });
    }
    let of_order = orders::load(read, order)?;
    let discounts = bearers(&of_order, &orders::held(read, order, &settings(read)?)?);
    Ok(Received { transfer: id, number: of.number, order, came, discounts })
}

fn add(sums: &mut Vec<(OrderLineId, Quantity)>, sold: OrderLineId, units: Quantity) {
    match sums.iter_mut().find(|(known, _)| *known == sold) {
        Some((_, sum)) => *sum = *sum + units,
        None => sums.push((sold, units)),
    }
}

/// Takes off what was credited of this return, and what was credited of the order beyond what else came back;
/// answers whether anything was.
fn uncredited(
    read: &Read<'_>,
    (id, order): (TransferId, OrderId),
    came: &mut Vec<(OrderLineId, Quantity)>,
) -> Result<bool> {
    let own = papers::credited(read, id)?;
    let standing = order::returned(read, order)?;
    let mut credited = false;
    for (sold, units) in came.iter_mut() {
        let of_this = own.iter().find(|(line, _)| line == sold).map_or(Quantity::ZERO, |(_, units)| *units);
        let whole = standing.iter().find(|(line, ..)| line == sold);
        let open = whole.map_or(*units, |(_, returned, credited)| *returned - *credited);
        let left = (*units - of_this).min(open).max(Quantity::ZERO);
        credited |= left < *units;
        *units = left;
    }
    came.retain(|(_, units)| !units.is_zero());
    Ok(credited)
}

impl crate::desk::Desk {
    /// Whether what a received return brought can be refunded; why not.
    pub fn refundable(&mut self, id: TransferId) -> Result<()> {
        self.store.read(|read| of(read, id).map(drop))
    }
}
