//! Everything that is left of an invoice, as what is asked of its lines.

use super::free::spread_amount;
use super::left::Creditable;
use super::note::{Ask, Take};
use super::settle;
use crate::domain::error::Result;
use crate::domain::money::Amount;
use crate::domain::tax::{LineAmounts, LineTax, Rounding};

/// Everything that posted notes left: the units of each line; where those are gone, its money; and what
/// rounding by document left beside the lines.
pub fn everything(of: &Creditable) -> Result<Vec<Ask>> {
    let at: Vec<usize> = (0..of.lines.len())
        .filter(|at| !of.lines[*at].quantity.is_zero() || of.lines[*at].has_amount())
        .collect();
    if at.is_empty() {
        // Refused where nothing at all is left.
        let spread = spread_amount(of, of.document.total)?;
        return Ok(spread.into_iter().map(|s| Ask { at: s.at, take: Take::Amount(s.amounts) }).collect());
    }
    let free: Vec<bool> = at.iter().map(|at| of.lines[*at].quantity.is_zero()).collect();
    let shares = match of.invoice.rounding {
        Rounding::Document if free.contains(&true) => settle::whole_rest(of, &at, &free)?,
        _ => at.iter().map(|at| whole(&of.lines[*at].amounts)).collect::<Result<_>>()?,
    };
    let asks = at.iter().zip(shares).map(|(at, share)| {
        let (left, line) = (&of.lines[*at], &of.invoice.lines[*at]);
        let take = match left.quantity.is_zero() {
            true => Take::Amount(alone(share)),
            false => {
                Take::Units { quantity: left.quantity, unit_price: line.unit_price, discount: line.discount }
            }
        };
        Ask { at: *at, take }
    });
    Ok(asks.collect())
}

/// What is left of a line, in whole units.
fn whole(left: &crate::domain::tax::ExactLine) -> Result<LineAmounts> {
    let tax = |t: &crate::domain::tax::ExactTax| {
        Ok(LineTax { tax: t.tax, base: Amount::round(&t.base)?, amount: Amount::round(&t.amount)? })
    };
    Ok(LineAmounts {
        booked: Amount::round(&left.untaxed)?,
        taxes: left.taxes.iter().map(tax).collect::<Result<_>>()?,
        ..LineAmounts::default()
    })
}

/// A line that stands for its share shows that share.
fn alone(mut share: LineAmounts) -> LineAmounts {
    share.untaxed = share.booked;
    share.total = share.share();
    share
}
