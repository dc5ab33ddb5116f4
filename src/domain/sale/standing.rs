//! Whether a confirmed order stands, or was refunded whole, so that what its coupons took off is free again.

use super::{Order, OrderLine};
use crate::domain::ids::OrderLineId;
use crate::domain::money::Amount;
use crate::domain::quantity::Quantity;

/// What one posted document billed or credited of a line, in the order of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Billed {
    /// The line of the order.
    pub line: OrderLineId,
    /// Units; of credit notes below zero; zero where only money was credited.
    pub units: Quantity,
    /// Money without tax, of credit notes below zero.
    pub booked: Amount,
}

/// Whether an order was refunded whole: all units of its products were once billed together, and by now no
/// unit, or no money, of any line is left, a discount's among them.
pub fn is_refunded_whole(of: &Order, billed: &[Billed]) -> bool {
    let any = of.lines.iter().any(|l| billed.iter().any(|b| b.line == l.id));
    any && of.lines.iter().all(|line| is_taken_back(line, billed))
}

fn is_taken_back(line: &OrderLine, billed: &[Billed]) -> bool {
    let (mut units, mut most) = (Quantity::ZERO, Quantity::ZERO);
    let (mut booked, mut ever) = (Amount::ZERO, false);
    for of in billed.iter().filter(|b| b.line == line.id) {
        units = units + of.units;
        booked += of.booked;
        most = most.max(units.abs());
        ever |= of.booked != Amount::ZERO;
    }
    // Of a discount, what its products never needed was never billed.
    let all = line.reward.is_some() || most >= line.quantity.abs();
    all && (units.is_zero() || (ever && booked == Amount::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{CouponId, CustomerId, OrderId, ProductId, RewardId};
    use crate::domain::money::Currency;
    use crate::domain::quantity::{Rate, UnitPrice};
    use crate::domain::sale::{OrderLineKind, OrderState};
    use crate::domain::tax::LineAmounts;

    fn line(id: i64, units: i64, reward: Option<(CouponId, RewardId)>) -> OrderLine {
        OrderLine {
            id: OrderLineId(id),
            line: id,
            kind: OrderLineKind::Product,
            product: Some(ProductId(1)),
            description: String::new(),
            quantity: Quantity::from_micro(units * 1_000_000),
            unit_price: UnitPrice::ZERO,
            discount: Rate::ZERO,
            taxes: vec![],
            amounts: LineAmounts::default(),
            reward,
        }
    }

    /// Two units of a product, and a discount.
    fn order() -> Order {
        Order {
            id: OrderId(1),
            version: 1,
            number: String::new(),
            customer: CustomerId(1),
            family: CustomerId(1),
            date: chrono::NaiveDate::default(),
            created_by: None,
            state: OrderState::Sale,
            currency: "USD".parse::<Currency>().unwrap(),
            untaxed: Amount::ZERO,
            tax: Amount::ZERO,
            total: Amount::ZERO,
            lines: vec![line(1, 2, None), line(2, 1, Some((CouponId(1), RewardId(1))))],
        }
    }

    fn billed(line: i64, units: i64, booked: i64) -> Billed {
        let units = Quantity::from_micro(units * 1_000_000);
        Billed { line: OrderLineId(line), units, booked: Amount(booked) }
    }

    #[test]
    fn whole_is_what_was_billed_at_once_and_is_gone() {
        let of = order();
        let sold = [billed(1, 2, 200), billed(2, 1, -20)];
        let with = |more: &[Billed]| is_refunded_whole(&of, &[&sold[..], more].concat());
        assert!(!is_refunded_whole(&of, &[]) && !with(&[]));
        assert!(with(&[billed(1, -2, -200), billed(2, -1, 20)]));
        assert!(with(&[billed(1, 0, -200), billed(2, 0, 20)]), "all of the money");
        assert!(!with(&[billed(1, -2, -200)]), "the discount stands");
        assert!(!with(&[billed(1, -1, -100), billed(2, -1, 20)]), "a unit stands");
        let halves = [billed(1, 1, 100), billed(1, -1, -100), billed(1, 1, 100), billed(1, -1, -100)];
        assert!(!is_refunded_whole(&of, &halves), "never billed together");
        let undone = [billed(1, -2, -200), billed(2, -1, 20), billed(1, 2, 200), billed(2, 1, -20)];
        assert!(!with(&undone));
    }
}
