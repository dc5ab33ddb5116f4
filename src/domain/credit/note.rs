//! What a credit note takes of an invoice, line by line, and what it comes to.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::left::{Creditable, capped, stored};
use super::settle;
use crate::domain::error::{Error, Left, Result};
use crate::domain::money::{Amount, Money, clamp_to};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::tax::{self, DocumentAmounts, ExactLine, LineAmounts, PricedLine, Rounding};

/// What is asked of one invoice line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Position of the invoice line.
    pub at: usize,
    /// How much of it.
    pub take: Take,
}

/// How much of an invoice line is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// Units, a magnitude, at a price.
    Units {
        /// How many.
        quantity: Quantity,
        /// Price of one.
        unit_price: UnitPrice,
        /// Percentage off.
        discount: Rate,
    },
    /// A free amount, as it was spread: it is not rounded again.
    Amount(LineAmounts),
}

/// Computes a credit note of an invoice from what is asked of its lines; one result line for each.
/// Refuses with `OverCredited` where a ceiling would break.
pub fn credit(of: &Creditable, asks: &[Ask]) -> Result<DocumentAmounts> {
    let left = Left::Amount(Money::new(of.document.total, of.invoice.currency));
    if of.is_exhausted() {
        return Err(over(of, None, left));
    }
    let lines: Vec<ExactLine> = asks.iter().map(|ask| line(of, ask)).collect::<Result<_>>()?;
    let note = match of.invoice.rounding {
        Rounding::Line => tax::round_document(&lines, None)?,
        Rounding::Document => {
            let taken = |(ask, line): (&Ask, &ExactLine)| capped(line, &of.lines[ask.at].amounts).total();
            let exact_note: BigRational = asks.iter().zip(&lines).map(taken).sum();
            let exact_left: BigRational = of.lines.iter().map(|l| l.amounts.total()).sum();
            // Rounded documents of zero may be a part of a unit below it: what takes no more than that is sound.
            let least = BigRational::zero().min(exact_left.clone());
            if exact_note < least && !of.document.total.exact().is_negative() {
                return Err(Error::NegativeTotal);
            }
            let units = asks.iter().any(|a| matches!(a.take, Take::Units { .. }));
            if units && exceeds(&exact_note, &exact_left) {
                return Err(over(of, None, left));
            }
            settle::document(of, asks, &lines)?
        }
    };
    if note.total.exact().is_negative() && !of.document.total.exact().is_negative() {
        return Err(Error::NegativeTotal);
    }
    if exceeds(&note.total.exact(), &of.document.total.exact()) {
        return Err(over(of, None, left));
    }
    Ok(note)
}

fn over(of: &Creditable, line: Option<i64>, left: Left) -> Error {
    Error::OverCredited { document: of.invoice.label(), line, left }
}

/// Whether `value` lies beyond `limit`, seen from zero.
fn exceeds(value: &BigRational, limit: &BigRational) -> bool {
    &clamp_to(value.clone(), limit) != value
}

fn line(of: &Creditable, ask: &Ask) -> Result<ExactLine> {
    let source = &of.invoice.lines[ask.at];
    let left = &of.lines[ask.at];
    let too_much =
        |amount: Amount| over(of, Some(source.line), Left::Amount(Money::new(amount, of.invoice.currency)));
    match &ask.take {
        Take::Amount(amounts) => {
            let amounts = stored(amounts);
            if any_beyond(&amounts, &whole_units(of, &left.amounts)) {
                return Err(too_much(left.amount()?));
            }
            Ok(amounts)
        }
        Take::Units { quantity, unit_price, discount } => {
            if *quantity > left.quantity {
                return Err(over(of, Some(source.line), Left::Quantity(left.quantity)));
            }
            let priced = PricedLine {
                quantity: quantity.signed_as(source.quantity),
                unit_price: *unit_price,
                discount: *discount,
                taxes: &source.taxes,
            };
            let own = *unit_price == source.unit_price && *discount == source.discount;
            if own && *quantity == left.quantity {
                return Ok(left.amounts.clone());
            }
            let computed = tax::line(&priced, of.invoice.currency, of.invoice.rounding)?;
            if own {
                return Ok(capped(&computed, &left.amounts));
            }
            if any_beyond(&computed, &left.amounts) {
                return Err(too_much(left.amount()?));
            }
            Ok(computed)
        }
    }
}

fn any_beyond(line: &ExactLine, left: &ExactLine) -> bool {
    exceeds(&line.untaxed, &left.untaxed)
        || line.taxes.iter().any(|t| {
            let left = left.taxes.iter().find(|l| l.tax == t.tax);
            exceeds(&t.amount, &left.map_or_else(BigRational::zero, |l| l.amount.clone()))
        })
}

/// What of a line a free amount may take. With rounding by document its lines are counted exactly and
/// the document in whole units; a line's share of the document's rest may stand above the line's own
/// exact rest by that difference.
fn whole_units(of: &Creditable, left: &ExactLine) -> ExactLine {
    if of.invoice.rounding == Rounding::Line {
        return left.clone();
    }
    let widened = |own: &BigRational, document: Amount, all: Vec<&BigRational>| {
        let sum: BigRational = all.iter().copied().sum();
        let magnitude: BigRational = all.iter().map(|v| v.abs()).sum();
        if sum.is_zero() {
            return document.exact();
        }
        let wide = own.abs() + (document.exact() - &sum).abs() * magnitude / sum.abs();
        if own.is_negative() { -wide.ceil() } else { wide.ceil() }
    };
    let lines = || of.lines.iter().map(|l| &l.amounts);
    let mut limit = left.clone();
    limit.untaxed = widened(&left.untaxed, of.document.untaxed, lines().map(|l| &l.untaxed).collect());
    for t in &mut limit.taxes {
        if let Some(total) = of.document.taxes.iter().find(|l| l.tax == t.tax) {
            let all = lines().flat_map(|l| &l.taxes).filter(|l| l.tax == t.tax).map(|l| &l.amount);
            t.amount = widened(&t.amount, total.amount, all.collect());
        }
    }
    limit
}
