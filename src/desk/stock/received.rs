//! What a received return brought that is to be refunded: what came, less what went out again, less what was
//! credited of it already, so that no return is refunded twice.

use super::{exchange, load};
use crate::desk::{orders, refund_facts, settings};
use crate::domain::credit::{Take, returned};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{InvoiceId, InvoiceLineId, OrderId, OrderLineId, TransferId};
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::sale::bearers;
use crate::domain::stock::{Transfer, TransferKind, TransferState};
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
    let mut came: Vec<(OrderLineId, Quantity)> = Vec::new();
    kept(read, &of, &mut came)?;
    if came.is_empty() {
        return wrong(Wrong::NotBilled);
    }
    let credited = uncredited(read, (id, order), &mut came)?;
    if came.is_empty() {
        return wrong(if credited { Wrong::AlreadyCredited } else { Wrong::NotBilled });
    }
    let (invoices, takes) = billed(read, order, &came)?;
    if invoices.is_empty() {
        return wrong(Wrong::NotBilled);
    }
    Ok(Received { transfer: id, number: of.number, order, came, invoices, takes })
}

/// What goods take of lines of invoices, and at which price.
type Takes = Vec<(InvoiceLineId, Quantity, Option<UnitPrice>)>;

/// The invoices that billed goods of an order, and what these take of their lines.
fn billed(
    read: &Read<'_>,
    order: OrderId,
    came: &[(OrderLineId, Quantity)],
) -> Result<(Vec<InvoiceId>, Takes)> {
    let of = orders::load(read, order)?;
    let discounts = bearers(&of, &orders::held(read, order, &settings(read)?)?);
    let billing = refund_facts::of_order(read, &of)?;
    let taken = returned(&billing, &mut came.to_vec(), &discounts)?;
    let (mut invoices, mut takes) = (Vec::new(), Takes::new());
    for (of, asks) in billing.iter().zip(taken).filter(|(_, asks)| !asks.is_empty()) {
        invoices.push(of.invoice.id);
        takes.extend(asks.into_iter().map(|ask| {
            let line = &of.invoice.lines[ask.at];
            match ask.take {
                Take::Units { quantity, unit_price, .. } => {
                    (line.id, quantity, Some(unit_price).filter(|price| *price != line.unit_price))
                }
                Take::Amount(_) => (line.id, Quantity::ZERO, None),
            }
        }));
    }
    Ok((invoices, takes))
}

/// Adds units of a line.
pub fn add(sums: &mut Vec<(OrderLineId, Quantity)>, sold: OrderLineId, units: Quantity) {
    match sums.iter_mut().find(|(known, _)| *known == sold) {
        Some((_, sum)) => *sum = *sum + units,
        None => sums.push((sold, units)),
    }
}

/// The units of a line among some.
pub fn units_of(sums: &[(OrderLineId, Quantity)], line: OrderLineId) -> Quantity {
    sums.iter().find(|(known, _)| *known == line).map_or(Quantity::ZERO, |(_, units)| *units)
}

/// Adds the units of a return that are still here, and those that were written off.
pub fn kept(read: &Read<'_>, of: &Transfer, sums: &mut Vec<(OrderLineId, Quantity)>) -> Result<()> {
    let left = transfer::returnable(read, of.id, None)?;
    for line in &of.lines {
        let left = left.iter().find(|(id, _)| *id == line.id).map_or(Quantity::ZERO, |(_, left)| *left);
        let (Some(sold), kept) = (line.order_line, left + line.damaged) else { continue };
        if !kept.is_zero() {
            add(sums, sold, kept);
        }
    }
    Ok(())
}

/// Takes off what was credited of this return, and what was credited of the order beyond what else came back and
/// is not replaced; answers whether anything was.
fn uncredited(
    read: &Read<'_>,
    (id, order): (TransferId, OrderId),
    came: &mut Vec<(OrderLineId, Quantity)>,
) -> Result<bool> {
    let own = papers::credited(read, id)?;
    let mut back = Vec::new();
    for other in transfer::returns_of_order(read, order)? {
        if other == id || !exchange::is_replaced(read, other)? {
            kept(read, &load(read, other)?, &mut back)?;
        }
    }
    let noted = order::credited(read, order)?;
    let billed = order::billed_again(read, order)?;
    let units = |of: &[(OrderLineId, Quantity)], sold| {
        of.iter().find(|(line, _)| *line == sold).map_or(Quantity::ZERO, |(_, units)| *units)
    };
    let mut credited = false;
    for (sold, of_this) in came.iter_mut() {
        // What was billed again after it was credited can be credited again.
        let noted = (units(&noted, *sold) - units(&billed, *sold)).max(Quantity::ZERO);
        let open = units(&back, *sold) - noted;
        let left = (*of_this - units(&own, *sold)).min(open).max(Quantity::ZERO);
        credited |= left < *of_this;
        *of_this = left;
    }
    came.retain(|(_, units)| !units.is_zero());
    Ok(credited)
}

/// Units of an order that came back and were exchanged for other products.
pub fn exchanged(read: &Read<'_>, order: OrderId) -> Result<Vec<(OrderLineId, Quantity)>> {
    let mut sums = Vec::new();
    for id in transfer::returns_of_order(read, order)? {
        if papers::is_taken(read, id)? {
            kept(read, &load(read, id)?, &mut sums)?;
        }
    }
    Ok(sums)
}

impl crate::desk::Desk {
    /// Whether what a received return brought can be refunded; why not.
    pub fn refundable(&mut self, id: TransferId) -> Result<()> {
        self.store.read(|read| of(read, id).map(drop))
    }
}
