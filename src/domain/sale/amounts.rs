//! What an order comes to. In a currency without decimals a fixed amount is taken off exactly
//! (`domain/facts.md` §10): what rounding by line and tax would add or lose is put on the reward's line.

use super::{Order, OrderLine};
use crate::domain::error::Result;
use crate::domain::ids::CouponId;
use crate::domain::money::Amount;
use crate::domain::tax::{self, Rounding};

/// Computes the lines and sums of an order anew. `settled` says what is put on the first line of a coupon
/// beside what its price comes to.
pub fn price_order(order: &mut Order, rounding: Rounding, settled: &[(CouponId, Amount)]) -> Result<()> {
    let priced: Vec<_> = order.lines.iter().map(OrderLine::priced).collect();
    let mut amounts = tax::document(&priced, order.currency, rounding)?;
    for (coupon, missing) in settled {
        let of_coupon = |line: &OrderLine| line.reward.is_some_and(|(c, _)| c == *coupon);
        if let Some(first) = order.lines.iter().position(of_coupon) {
            let line = &mut amounts.lines[first];
            line.booked += *missing;
            line.untaxed += *missing;
            line.total += *missing;
            amounts.untaxed += *missing;
            amounts.total += *missing;
        }
    }
    (order.untaxed, order.tax, order.total) = (amounts.untaxed, amounts.tax, amounts.total);
    for (line, amounts) in order.lines.iter_mut().zip(amounts.lines) {
        line.amounts = amounts;
    }
    Ok(())
}
