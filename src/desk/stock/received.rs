//! What a received return brought that is to be refunded: what came, less what went out again, less what was
//! credited of it already, so that no return is refunded twice.

use super::{exchange, load};
use crate::desk::{orders, refund_facts, settings};
use crate::domain::credit::{Ask, credit, returned};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{InvoiceId, InvoiceLineId, OrderId, OrderLineId, TransferId};
use crate::domain::money::{Amount, Money};
use crate::domain::quantity::Quantity;
use crate::domain::sale::bearers;
use crate::domain::stock::{Transfer, TransferKind, TransferState};
use crate::domain::wizard::refund::{Received, units};
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
    if matches!(&takes, Err(Error::DiscountElsewhere { fair }) if fair.amount.is_zero()) {
        return wrong(Wrong::AlreadyCredited);
    }
    Ok(Received { transfer: id, number: of.number, order, came, invoices, takes })
}

/// What goods of an order take of the lines of its invoices.
type Takes = Result<Vec<(InvoiceLineId, Quantity)>>;

/// The invoices that billed goods of an order, and what these take of their lines.
fn billed(
    read: &Read<'_>,
    order: OrderId,
    came: &[(OrderLineId, Quantity)],
) -> Result<(Vec<InvoiceId>, Takes)> {
    let of = orders::load(read, order)?;
    let discounts = bearers(&of, &orders::held(read, order, &settings(read)?)?);
    let billing = refund_facts::of_order(read, &of)?;
    let taken = returned(&billing, &mut came.to_vec(), &discounts);
    // Where the discounts stand elsewhere, the invoices are those of the goods.
    let (taken, why) = match taken {
        Ok(taken) => (taken, None),
        Err(why) => (returned(&billing, &mut came.to_vec(), &[])?, Some(why)),
    };
    let (mut invoices, mut takes) = (Vec::new(), Vec::new());
    for (of, units) in billing.iter().zip(taken).filter(|(_, units)| !units.is_empty()) {
        invoices.push(of.invoice.id);
        takes.extend(units.into_iter().map(|(at, units)| (of.invoice.lines[at].id, units)));
    }
    // An amount goes to one invoice: the one of which most is left.
    if let Some(why) = why {
        let left = |id: &InvoiceId| {
            let of = billing.iter().find(|of| of.invoice.id == *id);
            of.map_or(Amount::ZERO, |of| of.document.total)
        };
        let most = invoices.into_iter().max_by_key(left);
        return Ok((most.into_iter().collect(), Err(why)));
    }
    Ok((invoices, Ok(takes)))
}

/// Adds units of a line.
pub fn add(sums: &mut Vec<(OrderLineId, Quantity)>, sold: OrderLineId, units: Quantity) {
    match sums.iter_mut().find(|(known, _)| *known == sold) {
        Some((_, sum)) => *sum = *sum + units,
        None => sums.push((sold, units)),
    }
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
    if papers::credited_by_amount(read, id)? {
        came.clear();
        return Ok(true);
    }
    let own = papers::credited(read, id)?;
    let mut back = Vec::new();
    for other in transfer::returns_of_order(read, order)? {
        let counts = !exchange::is_replaced(read, other)? && !papers::credited_by_amount(read, other)?;
        if other == id || counts {
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

/// What the goods that came back are worth: the most that may be credited for them by amount.
pub fn worth(read: &Read<'_>, came: &Received) -> Result<Money> {
    let of = orders::load(read, came.order)?;
    if let Err(Error::DiscountElsewhere { fair }) = &came.takes {
        return Ok(*fair);
    }
    let billing = refund_facts::of_order(read, &of)?;
    let mut sum = Amount::ZERO;
    for of in &billing {
        let asks: Vec<Ask> = came
            .takes
            .iter()
            .flatten()
            .filter_map(|(line, quantity)| Some(units(of, of.position(*line)?, *quantity)))
            .collect();
        if !asks.is_empty() {
            sum += credit(of, &asks)?.total;
        }
    }
    Ok(Money::new(sum, of.currency))
}

/// Units of an order that came back and are settled without a credit note for them.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Exchanged for other products.
    pub exchanged: Vec<(OrderLineId, Quantity)>,
    /// Credited by amount.
    pub by_amount: Vec<(OrderLineId, Quantity)>,
}

/// What of an order came back and is settled without a credit note for its units.
pub fn settled(read: &Read<'_>, order: OrderId) -> Result<Settled> {
    let mut found = Settled::default();
    for id in transfer::returns_of_order(read, order)? {
        let sums = match (papers::is_taken(read, id)?, papers::credited_by_amount(read, id)?) {
            (true, _) => &mut found.exchanged,
            (false, true) => &mut found.by_amount,
            (false, false) => continue,
        };
        kept(read, &load(read, id)?, sums)?;
    }
    Ok(found)
}

impl crate::desk::Desk {
    /// Whether what a received return brought can be refunded; why not.
    pub fn refundable(&mut self, id: TransferId) -> Result<()> {
        self.store.read(|read| of(read, id).map(drop))
    }
}
