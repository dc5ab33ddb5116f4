//! More ordered with a confirmed order: its lines only grow, and what is not under way yet is to be delivered
//! (`domain/cases.md` D17). What its coupons were used up for stands: such an order does not grow.

use super::order_flow::{self, Goods};
use super::orders;
use super::stock::{self, exchange, received};
use super::work::Work;
use crate::domain::command::OrderEdit;
use crate::domain::error::{Result, Wrong};
use crate::domain::ids::OrderLineId;
use crate::domain::product::ProductKind;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Evaluated, Order, price_order};
use crate::store::{Read, order, transfer};

/// Orders more. Refuses fewer, other prices, and an order with coupons.
pub fn order_more(work: &mut Work<'_, '_>, before: &Order, edit: &OrderEdit) -> Result<()> {
    check(before)?;
    let mut order = before.clone();
    for (line, quantity, price) in &edit.lines {
        orders::set(&mut order, &mut vec![], *line, Some(*quantity), *price).map_err(|e| e.at("line"))?;
    }
    for line in &edit.add {
        orders::add(work.tx, &mut order, line).map_err(|e| e.at("add"))?;
    }
    let grew = |old: &crate::domain::sale::OrderLine| {
        let now = order.lines.iter().find(|l| l.line == old.line);
        now.is_some_and(|now| now.unit_price == old.unit_price && now.quantity.abs() >= old.quantity.abs())
    };
    if !edit.remove.is_empty() || !before.lines.iter().all(grew) {
        before.wrong(Wrong::OrderOnlyGrows)?;
    }
    price_order(&mut order, work.settings.tax_rounding, &[])?;
    orders::write(work, before, Evaluated { order, held: vec![], dropped: vec![] })?;
    work.orders.insert(before.id);
    let after = orders::load(work.tx, before.id)?;
    let under_way = under_way(work.tx, before)?;
    let mut goods: Vec<Goods> = Vec::new();
    for line in &after.lines {
        let was = before.lines.iter().find(|l| l.line == line.line).map_or(Quantity::ZERO, |l| l.quantity);
        let planned = under_way.iter().find(|(id, _)| *id == line.id).map_or(Quantity::ZERO, |(_, q)| *q);
        let missing = line.quantity - planned;
        if line.quantity > was && missing > Quantity::ZERO {
            let product = orders::goods(work.tx, line)?.filter(|p| p.kind == ProductKind::Goods);
            goods.extend(product.map(|p| Goods { line: line.id, product: p.id, quantity: missing }));
        }
    }
    order_flow::deliver(work, &after, &goods)
}

/// Refuses a confirmed order that can't grow.
pub fn check(of: &Order) -> Result<()> {
    match of.lines.iter().any(|l| l.reward.is_some()) {
        true => of.wrong(Wrong::OrderWithCoupons),
        false => Ok(()),
    }
}

/// Units of an order's lines that are with the customer or on their way there. What is replaced was not given
/// back, and what is only on its way back may stay.
fn under_way(read: &Read<'_>, of: &Order) -> Result<Vec<(OrderLineId, Quantity)>> {
    let mut sums = order::sent(read, of.id)?;
    // What a repair puts in goes with the repair.
    for (line, units) in order::of_repairs(read, of.id)? {
        received::add(&mut sums, line, units);
    }
    for id in transfer::returns_of_order(read, of.id)? {
        if exchange::is_replaced(read, id)? {
            continue;
        }
        let mut back = Vec::new();
        received::kept(read, &stock::load(read, id)?, &mut back)?;
        for (sold, units) in back {
            if let Some((_, sum)) = sums.iter_mut().find(|(line, _)| *line == sold) {
                *sum = *sum - units;
            }
        }
    }
    Ok(sums)
}
