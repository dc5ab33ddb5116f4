//! What goods that came back take of an invoice.

use num_rational::BigRational;
use num_traits::Zero;

use super::Creditable;
use crate::domain::ids::OrderLineId;
use crate::domain::quantity::Quantity;
use crate::domain::sale::Borne;

/// The units that goods which came back take of each line of an invoice, by its position: as far as they are
/// left, which is taken off `came`; and of each discount the part that they bore.
pub fn returned(
    of: &Creditable,
    came: &mut [(OrderLineId, Quantity)],
    discounts: &[Borne],
) -> Vec<(usize, Quantity)> {
    let discount = |line: Option<OrderLineId>| discounts.iter().find(|d| Some(d.discount) == line);
    let left = |at: usize| of.lines[at].quantity.max(Quantity::ZERO);
    let mut taken = vec![Quantity::ZERO; of.lines.len()];
    for (at, line) in of.invoice.lines.iter().enumerate() {
        if discount(line.order_line).is_some() {
            continue;
        }
        // What was sold on one line may come back in several pieces.
        for (_, rest) in came.iter_mut().filter(|(sold, _)| Some(*sold) == line.order_line) {
            let units = (*rest).min(left(at) - taken[at]);
            taken[at] = taken[at] + units;
            *rest = *rest - units;
        }
    }
    let goods = taken.clone();
    let worth = |id: OrderLineId| {
        let here = of.invoice.lines.iter().enumerate().filter(|(_, l)| l.order_line == Some(id));
        here.fold((BigRational::zero(), BigRational::zero()), |(goes, all), (at, line)| {
            let one = match line.quantity.is_zero() {
                true => BigRational::zero(),
                false => line.amounts.total.exact() / line.quantity.exact(),
            };
            (goes + &one * goods[at].exact(), all + one * left(at).exact())
        })
    };
    for (at, line) in of.invoice.lines.iter().enumerate() {
        if let Some(discount) = discount(line.order_line) {
            taken[at] = left(at).part(&discount.part(worth));
        }
    }
    taken.into_iter().enumerate().filter(|(_, units)| !units.is_zero()).collect()
}
