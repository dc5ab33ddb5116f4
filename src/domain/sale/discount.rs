//! What a reward takes off an order: what can be discounted, how much of it, and the lines that it is split
//! into, one for each set of taxes (`domain/facts.md` §3.8 and §11, 30 and 31). Fixed taxes are never
//! discounted.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use rust_decimal::Decimal;

use super::{Held, Order, OrderLine, OrderLineKind};
use crate::domain::coupon::program::{AppliesTo, Reward, RewardKind, RewardMode};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{OrderLineId, ProductId};
use crate::domain::money::{Amount, Currency, units_per_one};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::tax::{self, LineAmounts, Rounding, Tax, TaxKind};

/// A reward of a coupon, and what its line is made from.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) of: &'a Held,
    pub(super) reward: &'a Reward,
    /// Every coupon of the order, for the terms of the discounts that stand on it.
    pub(super) held: &'a [Held],
}

/// The lines of a reward, and what the order must come to with them, where that is exact.
pub(super) struct Lines {
    pub(super) lines: Vec<OrderLine>,
    pub(super) leaves: Option<Amount>,
}

/// What can be discounted, in smallest units: with tax, and as prices by set of taxes.
#[derive(Default)]
pub(super) struct Discountable {
    pub(super) total: BigRational,
    by_taxes: Vec<(Vec<Tax>, BigRational)>,
    /// Whether it is all that the order comes to: no line and no tax is left out.
    all: bool,
    /// The most that can be taken off its price, where that is less than its price.
    most: Option<BigRational>,
}

impl Discountable {
    fn add(&mut self, taxes: Vec<Tax>, price: BigRational) {
        match self.by_taxes.iter_mut().find(|(t, _)| *t == taxes) {
            Some((_, sum)) => *sum += price,
            None => self.by_taxes.push((taxes, price)),
        }
    }
}

/// The lines of a reward on an order that holds what came before it.
pub(super) fn lines(order: &Order, given: Given<'_>, rounding: Rounding) -> Result<Lines> {
    let reward = given.reward;
    if reward.kind == RewardKind::Product {
        let free = given.of.free.iter().find(|(product, _)| Some(*product) == reward.product);
        let line = OrderLine {
            product: reward.product,
            quantity: reward.quantity,
            discount: Rate::from_micro(100_000_000),
            taxes: free.map(|(_, taxes)| taxes.clone()).unwrap_or_default(),
            ..line(given)
        };
        return Ok(Lines { lines: vec![line], leaves: None });
    }
    let of = match reward.applies_to {
        AppliesTo::Order => whole_order(order, rounding, |_| true)?,
        AppliesTo::Cheapest => cheapest_unit(order),
        AppliesTo::Specific => specific(order, given),
    };
    let nothing = || Error::NothingToDiscount { program: given.of.program.name.clone() };
    if !of.total.is_positive() || !order.total.exact().is_positive() {
        return Err(nothing());
    }
    let Discountable { total, by_taxes, all, most } = of;
    let wanted = wanted(order, reward, &total);
    let everything = all && wanted >= total;
    // What is not limited by an amount is a plain percentage, rounded as prices are.
    let limited = reward.mode == RewardMode::Fixed || wanted < &total * percent(reward);
    let amount = wanted.min(order.total.exact());
    let one = BigRational::from_integer(BigInt::from(1));
    let factor = if everything { one } else { (&amount / &total).min(one) };
    let several = by_taxes.len() > 1;
    let mut lines = Vec::new();
    for (taxes, price) in by_taxes.into_iter().filter(|(_, price)| !price.is_zero()) {
        let off = price * &factor;
        let off = most.clone().map_or(off.clone(), |most| off.min(most));
        let unit_price = to_price(-off, order.currency)?;
        let mut new = OrderLine { unit_price, ..line(given) };
        if several && !taxes.is_empty() {
            let names: Vec<&str> = taxes.iter().map(|t| t.name.as_str()).collect();
            new.description = format!("{} ({})", new.description, names.join(", "));
        }
        lines.push(OrderLine { taxes, ..new });
    }
    if lines.iter().all(|l| l.unit_price.is_zero()) {
        return Err(nothing());
    }
    let whole_units = order.currency.decimals() == 0 && reward.applies_to != AppliesTo::Cheapest;
    let leaves = match (everything, limited && whole_units && amount < total) {
        (true, _) => Some(Amount::ZERO),
        (false, true) => Some(order.total - Amount::round(&amount)?),
        (false, false) => None,
    };
    Ok(Lines { lines, leaves })
}

fn line(given: Given<'_>) -> OrderLine {
    OrderLine {
        id: OrderLineId(0),
        line: 0,
        kind: OrderLineKind::Reward,
        product: None,
        description: given.reward.description.clone(),
        quantity: Quantity::ONE,
        unit_price: UnitPrice::ZERO,
        discount: Rate::ZERO,
        taxes: vec![],
        amounts: LineAmounts::default(),
        reward: Some((given.of.coupon.id, given.reward.id)),
    }
}

/// What a discount would take off, with its cap, were there enough.
pub(super) fn wanted(order: &Order, reward: &Reward, discountable: &BigRational) -> BigRational {
    let unit = units_per_one(order.currency);
    let wanted = match reward.mode {
        RewardMode::Percent => discountable * percent(reward),
        RewardMode::Fixed => reward.amount.exact() * &unit,
    };
    match reward.max_amount {
        Some(max) => wanted.min(max.exact() * unit),
        None => wanted,
    }
}

fn percent(reward: &Reward) -> BigRational {
    reward.amount.exact() / BigRational::from_integer(BigInt::from(100))
}

/// A price in the document's currency, with two decimals or those of the currency.
fn to_price(units: BigRational, currency: Currency) -> Result<UnitPrice> {
    let places = currency.decimals().max(2);
    let scale = BigRational::from_integer(BigInt::from(10u32).pow(places));
    let scaled = Amount::round(&(units / units_per_one(currency) * scale))?;
    Ok(UnitPrice::new(Decimal::new(scaled.0, places))?)
}

/// The taxes of a line that a discount takes part in.
pub(super) fn shared(line: &OrderLine) -> Vec<Tax> {
    line.taxes.iter().filter(|t| t.kind != TaxKind::Fixed).cloned().collect()
}

/// What a discount of the whole order is taken off: every line, earlier rewards too; lines whose only taxes
/// are fixed ones are left out whole.
pub(super) fn whole_order(
    order: &Order,
    rounding: Rounding,
    counts: impl Fn(&OrderLine) -> bool,
) -> Result<Discountable> {
    let mut found = Discountable { all: true, ..Discountable::default() };
    for line in &order.lines {
        let taxes = shared(line);
        let fixed_alone = taxes.is_empty() && !line.taxes.is_empty();
        let priced = !line.quantity.is_zero() && !line.unit_price.is_zero();
        found.all &= taxes.len() == line.taxes.len() || line.amounts.share().is_zero();
        if !priced || fixed_alone || !counts(line) {
            continue;
        }
        let exact = tax::line(&line.priced(), order.currency, rounding)?;
        let of = |t: &tax::ExactTax| taxes.iter().find(|known| known.id == t.tax);
        let mut price = match exact.taxes.iter().find(|t| of(t).is_some()) {
            Some(first) => first.base.clone(),
            None => exact.untaxed.clone(),
        };
        found.total += &price;
        for tax in &exact.taxes {
            match of(tax) {
                Some(known) if known.price_include => {
                    price += &tax.amount;
                    found.total += &tax.amount;
                }
                Some(_) => found.total += &tax.amount,
                None => {}
            }
        }
        found.add(taxes, price);
    }
    Ok(found)
}

/// The line with the lowest price, rewards aside.
pub(super) fn cheapest(order: &Order) -> Option<&OrderLine> {
    let candidates = order.lines.iter().filter(|l| {
        l.reward.is_none() && l.product.is_some() && !l.quantity.is_zero() && !l.unit_price.is_zero()
    });
    candidates.min_by_key(|l| l.unit_price)
}

/// One unit of the cheapest line, and no more than there is of it. Its amount is measured against the whole line, so that a percentage takes
/// its part of one unit, and a fixed amount is shared by the line's quantity.
fn cheapest_unit(order: &Order) -> Discountable {
    let Some(line) = cheapest(order) else { return Discountable::default() };
    let price = after_discount(line) * line.unit_price.exact() * units_per_one(order.currency);
    let most = Some(&price * line.quantity.exact());
    let mut found = Discountable { total: line.amounts.total.exact(), most, ..Discountable::default() };
    found.add(shared(line), price);
    found
}

/// The part of its price that a line's discount leaves.
fn after_discount(line: &OrderLine) -> BigRational {
    let hundred = BigRational::from_integer(BigInt::from(100));
    (&hundred - line.discount.exact()) / hundred
}

pub(super) fn is_specific(line: &OrderLine, products: &[ProductId]) -> bool {
    line.reward.is_none() && line.product.is_some_and(|p| products.contains(&p))
}

/// What earlier discounts left of the lines of named products: percentages multiply, amounts subtract.
fn specific(order: &Order, given: Given<'_>) -> Discountable {
    let mut left: Vec<BigRational> = order.lines.iter().map(|l| l.amounts.total.exact()).collect();
    let chosen = |line: &OrderLine| is_specific(line, &given.reward.products);
    for (reward, taken) in earlier(order, given.held) {
        take(order, &mut left, (reward, taken), &chosen);
    }
    let mut found = Discountable::default();
    for (line, left) in order.lines.iter().zip(left).filter(|(l, _)| chosen(l)) {
        let total = line.amounts.total.exact();
        if line.quantity.is_zero() || total.is_zero() {
            continue;
        }
        let price = line.unit_price.exact() * line.quantity.exact() * after_discount(line);
        let price = price * units_per_one(order.currency) * (&left / total);
        found.total += left;
        found.add(shared(line), price);
    }
    found
}

/// What a reward's lines take off, by set of taxes.
type Taken = Vec<(Vec<Tax>, BigRational)>;

/// The discounts that stand on the order already, in the order of their lines.
fn earlier<'h>(order: &Order, held: &'h [Held]) -> Vec<(&'h Reward, Taken)> {
    let mut found: Vec<(&Reward, Taken)> = Vec::new();
    for line in &order.lines {
        let Some((coupon, reward)) = line.reward else { continue };
        let of = held.iter().find(|h| h.coupon.id == coupon).and_then(|h| h.program.reward(reward));
        let Some(reward) = of.filter(|r| r.kind == RewardKind::Discount) else { continue };
        let part = (shared(line), line.amounts.total.exact().abs());
        match found.iter_mut().find(|(r, _)| r.id == reward.id) {
            Some((_, parts)) => parts.push(part),
            None => found.push((reward, vec![part])),
        }
    }
    found
}

/// Takes an earlier discount off what is left of each line.
fn take(
    order: &Order,
    left: &mut [BigRational],
    (reward, mut taken): (&Reward, Taken),
    chosen: &impl Fn(&OrderLine) -> bool,
) {
    let cheapest = cheapest(order).map(|l| l.line);
    let discounted = |line: &OrderLine| match reward.applies_to {
        AppliesTo::Order => line.reward.is_none(),
        AppliesTo::Cheapest => line.reward.is_none() && Some(line.line) == cheapest,
        AppliesTo::Specific => is_specific(line, &reward.products),
    };
    if reward.mode == RewardMode::Percent {
        for (line, left) in order.lines.iter().zip(left).filter(|(l, _)| discounted(l)) {
            let part = match reward.applies_to {
                AppliesTo::Cheapest => percent(reward) / line.quantity.exact(),
                _ => percent(reward),
            };
            *left *= BigRational::from_integer(BigInt::from(1)) - part;
        }
        return;
    }
    // An amount is used up by the lines that this reward does not discount first.
    for common in [false, true] {
        for (line, left) in order.lines.iter().zip(left.iter_mut()) {
            if !discounted(line) || chosen(line) != common {
                continue;
            }
            let taxes = shared(line);
            let Some((_, amount)) = taken.iter_mut().find(|(t, _)| *t == taxes) else { continue };
            let used = amount.clone().min(left.clone());
            *amount -= &used;
            *left -= used;
        }
    }
}
