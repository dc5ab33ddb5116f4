//! The quotation of a repair: one line for each part that goes in, kept in step with the parts, free under warranty
//! (`domain/facts.md` §5.6).

use super::super::orders;
use super::super::work::Work;
use super::load;
use crate::domain::accounting;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{OrderId, OrderLineId, RepairId};
use crate::domain::money::Amount;
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::repair::{Part, PartKind, PartState, Repair};
use crate::domain::sale::{Evaluated, Order, OrderLine, OrderLineKind, OrderState, evaluate, price_order};
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
    work.note(
        Effect::add(Subject::Order, new.number)
            .now(Key::OrderState, new.state.as_str())
            .now(Key::With, of.number),
    );
    follow(work, id, false)
}

/// Units of a part that its quotation asks for.
fn wanted(part: &Part) -> Quantity {
    match (part.kind, part.state) {
        (PartKind::Add, PartState::Done) => part.done,
        (PartKind::Add, state) if state != PartState::Cancelled => part.demand,
        _ => Quantity::ZERO,
    }
}

/// Gives the parts that have no line of the quotation one. `anew` brings the others into line as well, which a
/// change of the quotation by hand may have left: cancelled ones come to nothing, done ones to what was used.
pub fn follow(work: &mut Work<'_, '_>, id: RepairId, anew: bool) -> Result<()> {
    let of = load(work.tx, id)?;
    let Some(order) = of.order else { return Ok(()) };
    let mut sums: Vec<(OrderLineId, Quantity)> = Vec::new();
    for part in &of.parts {
        if let Some(line) = part.order_line {
            match sums.iter_mut().find(|(known, _)| *known == line) {
                Some((_, sum)) => *sum = *sum + wanted(part),
                None => sums.push((line, wanted(part))),
            }
        }
    }
    let mut after = orders::load(work.tx, order)?;
    if after.state == OrderState::Cancelled {
        return Ok(());
    }
    for (line, units) in sums.iter().filter(|_| anew) {
        set(&mut after, *line, *units);
    }
    let mut added = Vec::new();
    for part in of.parts.iter().filter(|p| p.kind == PartKind::Add && p.order_line.is_none()) {
        let number = after.next_line();
        after.lines.push(line(work, &of, part, number)?);
        added.push((part.clone(), number));
    }
    write(work, order, after)?;
    let written = orders::load(work.tx, order)?;
    for (part, number) in added {
        let line = written.lines.iter().find(|l| l.line == number).map(|l| l.id);
        repair::save_part(work.tx, &Part { order_line: line, ..part })?;
    }
    Ok(())
}

/// Brings the line of one part into line with it, after it was changed.
pub fn changed(work: &mut Work<'_, '_>, id: RepairId, before: &Part, now: &Part) -> Result<()> {
    let of = load(work.tx, id)?;
    let Some(order) = of.order else { return Ok(()) };
    let Some(own) = before.order_line else { return follow(work, id, false) };
    let others = of.parts.iter().filter(|p| p.order_line == Some(own) && p.id != now.id);
    let units: Quantity = others.map(wanted).sum::<Quantity>() + wanted(now);
    let mut after = orders::load(work.tx, order)?;
    set(&mut after, own, units);
    write(work, order, after)
}

/// Prices every line anew: nothing under warranty, else what the product costs.
pub fn reprice(work: &mut Work<'_, '_>, of: &Repair) -> Result<()> {
    let Some(order) = of.order else { return Ok(()) };
    let mut after = orders::load(work.tx, order)?;
    after.open()?;
    for part in &of.parts {
        if let Some(line) = after.lines.iter_mut().find(|l| Some(l.id) == part.order_line) {
            line.unit_price = price(work.tx, of, part)?;
        }
    }
    write(work, order, after)
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
        quantity: wanted(part),
        unit_price: price(work.tx, of, part)?,
        discount: Rate::ZERO,
        taxes: catalog::taxes(work.tx, part.product)?,
        amounts: LineAmounts::default(),
        reward: None,
    })
}

/// Writes what a quotation came to; while it is open, its coupons are asked again.
fn write(work: &mut Work<'_, '_>, id: OrderId, after: Order) -> Result<()> {
    let before = orders::load(work.tx, id)?;
    let held = orders::held(work.tx, id, &work.settings)?;
    let evaluated = match before.open() {
        Ok(()) => evaluate(after, held, work.today, work.settings.tax_rounding)?,
        Err(_) => {
            let mut order = after;
            price_order(&mut order, work.settings.tax_rounding, &[])?;
            Evaluated { order, held, dropped: vec![] }
        }
    };
    orders::write(work, &before, evaluated)
}
