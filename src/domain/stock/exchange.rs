//! What an exchange for other products comes to: what comes back at what was paid for it, what goes out at
//! today's price, and which document may settle the difference.

use num_rational::BigRational;
use num_traits::Zero;

use super::TransferLine;
use crate::domain::command::Balance;
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::OrderLineId;
use crate::domain::invoice::Line;
use crate::domain::money::Amount;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Borne, Order};

/// The lines of what comes back, below zero: goods, and the part of each discount that they bore. Refuses goods
/// that the order did not sell.
pub fn taken_back<'l>(
    order: &Order,
    discounts: &[Borne],
    goods: impl Iterator<Item = (&'l TransferLine, Quantity)>,
) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut back: Vec<(OrderLineId, Quantity)> = Vec::new();
    for (line, quantity) in goods {
        let Some(of) = order.lines.iter().find(|l| Some(l.id) == line.order_line) else {
            return order.wrong(Wrong::NotSold).map(|()| vec![]);
        };
        lines.push(Line::of_order(of, -quantity));
        back.push((of.id, quantity));
    }
    let worth = |id: OrderLineId| {
        let Some(of) = order.lines.iter().find(|l| l.id == id && !l.quantity.is_zero()) else {
            return (BigRational::zero(), BigRational::zero());
        };
        let units: Quantity = back.iter().filter(|(sold, _)| *sold == id).map(|(_, units)| *units).sum();
        let all = of.amounts.total.exact();
        (&all * units.exact() / of.quantity.exact(), all)
    };
    for discount in discounts {
        let Some(of) = order.lines.iter().find(|l| l.id == discount.discount) else { continue };
        let part = of.quantity.part(&discount.part(worth));
        if !part.is_zero() {
            lines.push(Line::of_order(of, -part));
        }
    }
    Ok(lines)
}

impl Balance {
    /// What may settle a difference that the customer owes: nothing where there is none.
    pub fn fitting(owed: Amount) -> &'static [Balance] {
        match owed.cmp(&Amount::ZERO) {
            std::cmp::Ordering::Equal => &[],
            std::cmp::Ordering::Greater => &[Balance::Invoice],
            std::cmp::Ordering::Less => &[Balance::Credit, Balance::Coupon],
        }
    }

    /// Refuses what can't settle a difference that the customer owes.
    pub fn settles(self, owed: Amount) -> Result<()> {
        let fitting = Self::fitting(owed);
        if fitting.is_empty() || fitting.contains(&self) {
            return Ok(());
        }
        let allowed = fitting.iter().map(|b| b.as_str()).collect::<Vec<_>>().join(", ");
        Err(Error::from(Invalid::NotOneOf { given: self.as_str().to_owned(), allowed }).at("balance"))
    }
}
