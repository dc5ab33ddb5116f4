//! What the coupons of an order take off it now: rules are asked again, reward lines are made anew, and a
//! coupon whose terms are not met any more is dropped (`domain/facts.md` §3.8, 3.9). Called whenever an
//! order changes, and once more when it is confirmed.

use chrono::NaiveDate;
use num_bigint::BigInt;
use num_rational::BigRational;

use super::discount::{self, Given};
use super::{Order, OrderLine, price_order};
use crate::domain::coupon::Coupon;
use crate::domain::coupon::program::{AmountTax, Program, Rule};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{CouponId, ProductId, RewardId};
use crate::domain::money::{Amount, Currency, units_per_one};
use crate::domain::quantity::Quantity;
use crate::domain::quantity::UnitPrice;
use crate::domain::tax::{Rounding, Tax};

/// A coupon that was entered on an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The coupon.
    pub coupon: Coupon,
    /// Its program.
    pub program: Program,
    /// The reward that was taken; none while there was nothing to take.
    pub reward: Option<RewardId>,
    /// The currency of the program's amounts.
    pub amounts_in: Currency,
    /// Taxes of the products that the program gives.
    pub free: Vec<(ProductId, Vec<Tax>)>,
}

impl Held {
    /// Refuses a program that names amounts, which are in the company's currency, on an order in another one.
    pub fn in_currency(&self, order: &Order) -> Result<()> {
        match order.currency != self.amounts_in && self.program.names_amounts() {
            true => Err(Invalid::OtherCurrency.into()),
            false => Ok(()),
        }
    }
}

/// A coupon that was dropped, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Which.
    pub coupon: CouponId,
    /// Why.
    pub why: Error,
}

/// An order as it stands after its coupons were looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluated {
    /// The order, priced.
    pub order: Order,
    /// The coupons that stay.
    pub held: Vec<Held>,
    /// Those that do not.
    pub dropped: Vec<Dropped>,
}

/// Looks at the coupons of an order again, until those that stay agree with what they make of it: its reward
/// lines count when minimum amounts are held against it.
pub fn evaluate(order: Order, held: Vec<Held>, today: NaiveDate, rounding: Rounding) -> Result<Evaluated> {
    let mut of = once(order, held, today, rounding)?;
    loop {
        let next = once(of.order.clone(), of.held, today, rounding)?;
        let done = next.dropped.is_empty();
        of = Evaluated { dropped: [of.dropped, next.dropped].concat(), ..next };
        if done {
            return Ok(of);
        }
    }
}

/// Takes the rewards of a confirmed order anew from lines that shrank: nobody asks any more whether its coupons may be
/// used. What can't be taken any more is worth nothing, and its line stays.
pub fn claim_anew(mut order: Order, held: &[Held], rounding: Rounding) -> Result<Order> {
    let (old, kept): (Vec<_>, Vec<_>) =
        std::mem::take(&mut order.lines).into_iter().partition(|l| l.reward.is_some());
    order.lines = kept;
    price_order(&mut order, rounding, &[])?;
    let mut settled: Vec<(CouponId, Amount)> = Vec::new();
    for at in 0..held.len() {
        let before = order.clone();
        if claim(&mut order, held, at, rounding, &mut settled).is_err() {
            order = before;
        }
    }
    number(&mut order, old.clone());
    let gone = old.into_iter().filter(|o| order.lines.iter().all(|l| l.id != o.id)).collect::<Vec<_>>();
    order.lines.extend(gone.into_iter().map(|line| OrderLine { unit_price: UnitPrice::ZERO, ..line }));
    order.lines.sort_by_key(|line| line.line);
    price_order(&mut order, rounding, &settled)?;
    Ok(order)
}

fn once(mut order: Order, held: Vec<Held>, today: NaiveDate, rounding: Rounding) -> Result<Evaluated> {
    price_order(&mut order, rounding, &[])?;
    let (mut stay, mut dropped) = (Vec::new(), Vec::new());
    for of in held {
        match of
            .coupon
            .usable(today)
            .and_then(|()| of.program.usable(today))
            .and_then(|()| of.in_currency(&order))
            .and_then(|()| rules(&order, &of.program))
        {
            Ok(()) => stay.push(of),
            Err(why) => dropped.push(Dropped { coupon: of.coupon.id, why }),
        }
    }
    let before = std::mem::take(&mut order.lines);
    let (old, kept): (Vec<_>, Vec<_>) = before.into_iter().partition(|l| l.reward.is_some());
    order.lines = kept;
    price_order(&mut order, rounding, &[])?;
    let mut settled: Vec<(CouponId, Amount)> = Vec::new();
    let mut held: Vec<Held> = Vec::new();
    for at in 0..stay.len() {
        match claim(&mut order, &stay, at, rounding, &mut settled) {
            Ok(()) => held.push(stay[at].clone()),
            Err(why) => dropped.push(Dropped { coupon: stay[at].coupon.id, why }),
        }
    }
    number(&mut order, old);
    Ok(Evaluated { order, held, dropped })
}

/// Adds the lines of one coupon's reward, and prices the order with them.
fn claim(
    order: &mut Order,
    held: &[Held],
    at: usize,
    rounding: Rounding,
    settled: &mut Vec<(CouponId, Amount)>,
) -> Result<()> {
    let of = &held[at];
    let Some(taken) = of.reward else { return Ok(()) };
    // The program may give something else by now.
    let gone = || Error::NothingToDiscount { program: of.program.name.clone() };
    let reward = of.program.reward(taken).ok_or_else(gone)?;
    let made = discount::lines(order, Given { of, reward, held }, rounding)?;
    let first = order.next_line();
    order.lines.extend((first..).zip(made.lines).map(|(number, line)| OrderLine { line: number, ..line }));
    price_order(order, rounding, settled)?;
    // Rounding by line and tax may make a discount a unit larger than the order: nothing is the least.
    let missing = made.leaves.unwrap_or(order.total).max(Amount::ZERO) - order.total;
    if missing.is_zero() {
        return Ok(());
    }
    settled.push((of.coupon.id, missing));
    price_order(order, rounding, settled)
}

/// Gives reward lines the numbers and rows of those that they take the place of; new ones get new numbers.
fn number(order: &mut Order, mut old: Vec<OrderLine>) {
    let mut next = order
        .lines
        .iter()
        .filter(|l| l.reward.is_none())
        .chain(&old)
        .map(|l| l.line)
        .max()
        .unwrap_or_default();
    for line in order.lines.iter_mut().filter(|l| l.reward.is_some()) {
        match old.iter().position(|o| o.reward == line.reward) {
            Some(at) => {
                let before = old.remove(at);
                (line.id, line.line) = (before.id, before.line);
            }
            None => {
                next += 1;
                line.line = next;
            }
        }
    }
}

/// Whether an order meets one of a program's rules: first the amount, then the products, then their number
/// (`domain/facts.md` §3.7, step 8). The best failure is told: the one that came furthest.
pub(super) fn rules(order: &Order, program: &Program) -> Result<()> {
    let mut best: Option<Error> = None;
    for rule in &program.rules {
        let failed = match (amount_left(order, program, rule), quantity_left(order, rule)) {
            (None, None) => return Ok(()),
            (Some(missing), _) => Error::BelowMinimumAmount {
                program: program.name.clone(),
                missing: crate::domain::money::Money::new(missing, order.currency),
            },
            (None, Some(missing)) => Error::BelowMinimumQuantity { program: program.name.clone(), missing },
        };
        if best.is_none() || matches!(failed, Error::BelowMinimumQuantity { .. }) {
            best = Some(failed);
        }
    }
    best.map_or(Ok(()), Err)
}

/// What an order lacks of a rule's minimum amount. Discounts of other programs lower what counts, where the
/// rule asks for no products; those of its own do not.
pub(super) fn amount_left(order: &Order, program: &Program, rule: &Rule) -> Option<Amount> {
    let counts = |line: &&OrderLine| match line.reward {
        None => rule.counts(line.product),
        Some((_, reward)) => {
            let own = program.reward(reward).is_some();
            if line.product.is_some() { rule.counts(line.product) } else { !own && rule.products.is_empty() }
        }
    };
    let amount = |line: &OrderLine| match rule.minimum_amount_tax {
        AmountTax::Included => line.amounts.total,
        AmountTax::Excluded => line.amounts.untaxed,
    };
    let reached: Amount = order.lines.iter().filter(counts).map(amount).sum();
    let least: BigRational = rule.minimum_amount.exact() * units_per_one(order.currency);
    let missing = least - reached.exact();
    if missing <= BigRational::from_integer(BigInt::from(0)) {
        return None;
    }
    Amount::round(&missing).ok().map(|m| m.max(Amount(1)))
}

/// How many units an order lacks of a rule's products; one where it holds none of them.
pub(super) fn quantity_left(order: &Order, rule: &Rule) -> Option<Quantity> {
    let mut matching = order
        .lines
        .iter()
        .filter(|l| l.reward.is_none() && l.product.is_some() && rule.counts(l.product))
        .peekable();
    if matching.peek().is_none() {
        return Some(rule.minimum_quantity.max(Quantity::ONE));
    }
    let ordered: Quantity = matching.map(|l| l.quantity).sum();
    (ordered < rule.minimum_quantity).then(|| rule.minimum_quantity - ordered)
}
