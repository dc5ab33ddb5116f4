//! The quotation of a repair: one line for each part that goes in, kept in step with the parts, free under warranty
//! (`domain/facts.md` §5.6).

use super::super::stock::received;
use super::super::work::Work;
use super::super::{order_more, orders};
use super::load;
use crate::domain::accounting;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{OrderId, OrderLineId, RepairId};
use crate::domain::money::Amount;
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::repair::{Part, PartKind, PartState, Repair};
use crate::domain::sale::{
    self, Evaluated, Order, OrderLine, OrderLineKind, OrderState, evaluate, price_order,
};
use crate::domain::tax::LineAmounts;
use crate::store::{Read, catalog, customer, driver, order, repair, sequence};

/// The number of a repair's quotation.
pub fn number(read: &Read<'_>, of: &Repair) -> Result<String> {
    let head = of.order.map(|id| order::head(read, id)).transpose()?.flatten();
    Ok(head.map(|(number, _)| number).unwrap_or_default())
}

/// Makes the quotation of a repair; refuses a second one, and one for nobody.
pub fn quote(work: &mut Work<'_, '_>, id: RepairId) -> Result<()> {
    let of = load(work.tx, id)?;
    if of.state == crate::domain::repair::RepairState::Cancelled {
        of.open()?;
    }
    if of.order.is_some() {
        let order = number(work.tx, &of)?;
        return Err(Error::AlreadyQuoted { repair: of.number, order });
    }
    let customer = of.customer.ok_or(Error::CustomerRequired)?;
    let new = Order {
        id: OrderId(0),
        version: 1,
        number: sequence::next_number(work.tx, accounting::ORDERS)?,
        customer,
        family: customer::family(work.tx, customer)?,
        date: work.today,
        created_by: Some(work.actor.id),
        state: OrderState::Quotation,
        currency: work.settings.currency,
        untaxed: Amount::ZERO,
        tax: Amount::ZERO,
        total: Amount::ZERO,
        lines: vec![],
    };
    let order = order::insert(work.tx, &new)?;
    repair::save(work.tx, &Repair { order: Some(order), ..of.clone() })?;
    work.note(Effect::change(Subject::Repair, of.number.clone()).moved(
        Key::Order,
        None,
        Some(new.number.as_str()),
    ));
    work.note(
        Effect::add(Subject::Order, new.number)
            .now(Key::OrderState, new.state.as_str())
            .now(Key::With, of.number),
    );
    follow(work, id, Extent::New)
}

/// Beside what the repair puts in, what a confirmed order delivers of a line.
fn beside(read: &Read<'_>, order: &Order, line: OrderLineId) -> Result<Quantity> {
    match order.state {
        OrderState::Sale => Ok(received::units_of(&order::sent(read, order.id)?, line)),
        _ => Ok(Quantity::ZERO),
    }
}

/// Which lines of a quotation follow their parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Those of new parts.
    New,
    /// Those as well whose parts ask for something else than when the repair set them last: what somebody set by hand
    /// since stays on the others.
    Moved,
    /// All: they come to what was used.
    All,
}

/// Gives the parts that never had a line of the quotation one, and brings others into line.
pub fn follow(work: &mut Work<'_, '_>, id: RepairId, extent: Extent) -> Result<()> {
    let of = load(work.tx, id)?;
    let Some(order) = of.order else { return Ok(()) };
    let mut after = orders::load(work.tx, order)?;
    // What is given up is brought into line when it is a quotation again.
    if after.state == OrderState::Cancelled {
        return Ok(());
    }
    let lines = order::repair_lines(work.tx, order)?;
    let follows = |l: &order::RepairLine| match extent {
        Extent::New => false,
        Extent::Moved => l.set != Some(l.wanted),
        Extent::All => true,
    };
    let moved: Vec<_> = lines.into_iter().filter(follows).collect();
    for line in &moved {
        let units = line.wanted + beside(work.tx, &after, line.id)?;
        set(&mut after, line.id, units);
    }
    let mut added = Vec::new();
    let open = |p: &&Part| p.kind == PartKind::Add && !p.quoted && p.state != PartState::Cancelled;
    for part in of.parts.iter().filter(open) {
        let number = after.next_line();
        after.lines.push(line(work, &of, part, number)?);
        added.push((part.clone(), number));
    }
    write(work, order, after, extent != Extent::New)?;
    let written = orders::load(work.tx, order)?;
    for (part, number) in added {
        let line = written.lines.iter().find(|l| l.line == number).map(|l| l.id);
        if let Some(line) = line {
            order::set_by_repair(work.tx, line, id, part.wanted(), of.warranty)?;
        }
        repair::save_part(work.tx, &Part { order_line: line, quoted: true, ..part })?;
    }
    for line in moved {
        order::set_by_repair(work.tx, line.id, id, line.wanted, line.free.unwrap_or(of.warranty))?;
    }
    Ok(())
}

/// Brings the line of one part into line with it, after it was changed.
pub fn changed(work: &mut Work<'_, '_>, id: RepairId, before: &Part, now: &Part) -> Result<()> {
    let of = load(work.tx, id)?;
    let Some(order) = of.order else { return Ok(()) };
    let Some(own) = before.order_line else { return follow(work, id, Extent::New) };
    let mut after = orders::load(work.tx, order)?;
    if after.state == OrderState::Cancelled {
        return Ok(());
    }
    let others = of.parts.iter().filter(|p| p.order_line == Some(own) && p.id != now.id);
    let wanted = others.map(Part::wanted).sum::<Quantity>() + now.wanted();
    let units = wanted + beside(work.tx, &after, own)?;
    set(&mut after, own, units);
    write(work, order, after, false)?;
    let free = order::repair_lines(work.tx, order)?.into_iter().find(|l| l.id == own).and_then(|l| l.free);
    order::set_by_repair(work.tx, own, id, wanted, free.unwrap_or(of.warranty))
}

/// Brings an order that is a quotation again into line with its repair, which may have gone on meanwhile; a warranty
/// that was ticked or unticked meanwhile counts.
pub fn again(work: &mut Work<'_, '_>, order: OrderId) -> Result<()> {
    let Some(id) = repair::of_order(work.tx, order)? else { return Ok(()) };
    follow(work, id, Extent::Moved)?;
    let of = load(work.tx, id)?;
    let toggled =
        order::repair_lines(work.tx, order)?.iter().any(|l| l.free.is_some_and(|free| free != of.warranty));
    if toggled { reprice(work, &of) } else { Ok(()) }
}

/// Prices every line anew: nothing under warranty, else what the product costs.
pub fn reprice(work: &mut Work<'_, '_>, of: &Repair) -> Result<()> {
    let Some(order) = of.order else { return Ok(()) };
    let mut after = orders::load(work.tx, order)?;
    // What is given up is priced when it is a quotation again.
    if after.state == OrderState::Cancelled {
        return Ok(());
    }
    after.open()?;
    for part in &of.parts {
        if let Some(line) = after.lines.iter_mut().find(|l| Some(l.id) == part.order_line) {
            line.unit_price = price(work.tx, of, part)?;
        }
    }
    write(work, order, after, false)?;
    for line in order::repair_lines(work.tx, order)? {
        order::set_by_repair(work.tx, line.id, of.id, line.set.unwrap_or(line.wanted), of.warranty)?;
    }
    Ok(())
}

fn set(of: &mut Order, line: OrderLineId, units: Quantity) {
    if let Some(line) = of.lines.iter_mut().find(|l| l.id == line) {
        line.quantity = units;
    }
}

fn price(read: &Read<'_>, of: &Repair, part: &Part) -> Result<UnitPrice> {
    let product = catalog::load_product(read, part.product)?.ok_or_else(|| driver::damaged("product"))?;
    Ok(if of.warranty { UnitPrice::ZERO } else { product.price })
}

fn line(work: &Work<'_, '_>, of: &Repair, part: &Part, number: i64) -> Result<OrderLine> {
    Ok(OrderLine {
        id: OrderLineId(0),
        line: number,
        kind: OrderLineKind::Product,
        product: Some(part.product),
        description: part.name.clone(),
        quantity: part.wanted(),
        unit_price: price(work.tx, of, part)?,
        discount: Rate::ZERO,
        taxes: catalog::taxes(work.tx, part.product)?,
        amounts: LineAmounts::default(),
        reward: None,
    })
}

/// Writes what a quotation came to; while it is open, its coupons are asked again. What coupons of a confirmed order
/// were used up for stands: it does not grow, but by what the repair used in the end, or asks for again; discounts
/// follow, as long as nothing of it is invoiced.
fn write(work: &mut Work<'_, '_>, id: OrderId, after: Order, ended: bool) -> Result<()> {
    let before = orders::load(work.tx, id)?;
    if after == before {
        return Ok(());
    }
    let held = orders::held(work.tx, id, &work.settings)?;
    let rounding = work.settings.tax_rounding;
    if before.open().is_ok() {
        let evaluated = evaluate(after, held, work.today, rounding)?;
        return orders::write(work, &before, evaluated);
    }
    let units =
        |of: &Order| -> Quantity { of.lines.iter().filter(|l| l.reward.is_none()).map(|l| l.quantity).sum() };
    if units(&after) > units(&before) && !ended {
        order_more::check(&before)?;
    }
    let mut order = after;
    if (ended || units(&order) < units(&before)) && !order::is_invoiced(work.tx, id)? {
        order = sale::claim_anew(order, &held, rounding)?;
    } else {
        price_order(&mut order, rounding, &[])?;
    }
    work.orders.insert(id);
    orders::write(work, &before, Evaluated { order, held, dropped: vec![] })
}
