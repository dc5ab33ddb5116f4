//! Which lines bear a discount: goods that come back take their part of it along, so that nobody gets back more
//! than was paid (`domain/facts.md` §3.8 says what each discount is taken off).

use num_rational::BigRational;
use num_traits::Zero;

use super::discount::{cheapest, is_specific, shared};
use super::{Held, Order, OrderLine};
use crate::domain::coupon::program::{AppliesTo, Reward};
use crate::domain::ids::OrderLineId;
use crate::domain::money::Amount;

/// A discount of an order, and who bears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Borne {
    /// The discount's line.
    pub discount: OrderLineId,
    /// The lines that it was taken off.
    pub by: Vec<OrderLineId>,
}

/// The discounts of an order. One whose terms are not known is borne by all that is taxed like it, and where
/// nothing is, by everything.
pub fn bearers(order: &Order, held: &[Held]) -> Vec<Borne> {
    let discounts = order.lines.iter().filter(|l| l.reward.is_some() && l.amounts.total < Amount::ZERO);
    discounts.map(|line| Borne { discount: line.id, by: by(order, line, terms(line, held)) }).collect()
}

fn terms<'h>(line: &OrderLine, held: &'h [Held]) -> Option<&'h Reward> {
    let (coupon, reward) = line.reward?;
    held.iter().find(|h| h.coupon.id == coupon)?.program.reward(reward)
}

fn by(order: &Order, of: &OrderLine, terms: Option<&Reward>) -> Vec<OrderLineId> {
    let products = || order.lines.iter().filter(|l| l.reward.is_none());
    let cheapest = cheapest(order).map(|l| l.line);
    let discounted = |line: &OrderLine| match terms.map(|r| r.applies_to) {
        None | Some(AppliesTo::Order) => true,
        Some(AppliesTo::Cheapest) => Some(line.line) == cheapest,
        Some(AppliesTo::Specific) => terms.is_some_and(|r| is_specific(line, &r.products)),
    };
    let ids = |taken: &dyn Fn(&OrderLine) -> bool| -> Vec<OrderLineId> {
        products().filter(|line| taken(line)).map(|line| line.id).collect()
    };
    let exactly = ids(&|line| discounted(line) && shared(line) == shared(of));
    if exactly.is_empty() { ids(&|_| true) } else { exactly }
}

impl Borne {
    /// The part of a discount that goes with goods: what they are worth of everything that bears it. `worth`
    /// answers what of a line goes, and all that there is of it.
    pub fn part(&self, worth: impl Fn(OrderLineId) -> (BigRational, BigRational)) -> BigRational {
        let nothing = (BigRational::zero(), BigRational::zero());
        let (goes, all) = self.by.iter().fold(nothing, |(goes, all), id| {
            let (some, whole) = worth(*id);
            (goes + some, all + whole)
        });
        if all.is_zero() { BigRational::zero() } else { goes / all }
    }
}
