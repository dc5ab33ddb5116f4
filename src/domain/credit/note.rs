//! What a credit note takes of an invoice, line by line, and what it comes to.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::left::{Creditable, stored};
use crate::domain::error::{Error, Left, Result};
use crate::domain::money::{Amount, Money, clamp_to};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::tax::{
    self, DocumentAmounts, ExactLine, ExactTax, LineAmounts, PricedLine, Rounding, TaxTotal,
};

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
    /// A free amount, as it was spread.
    Amount(LineAmounts),
}

/// Computes a credit note of an invoice from what is asked of its lines; one result line for each.
/// Refuses with `OverCredited` where a ceiling would break.
pub fn credit(of: &Creditable, asks: &[Ask]) -> Result<DocumentAmounts> {
    if of.is_exhausted() {
        return Err(over(of, None, Left::Amount(Money::new(Amount::ZERO, of.invoice.currency))));
    }
    let lines: Vec<ExactLine> = asks.iter().map(|ask| line(of, ask)).collect::<Result<_>>()?;
    let rest = match of.invoice.rounding {
        Rounding::Line => None,
        Rounding::Document => Some(settled(of, asks, &lines)?),
    };
    let mut note = tax::round_document(&lines, rest.as_ref())?;
    for (ask, amounts) in asks.iter().zip(&mut note.lines) {
        if let Take::Amount(asked) = &ask.take {
            // A free amount was spread in whole units once; it stays as it was.
            amounts.clone_from(asked);
        }
    }
    if exceeds(&note.total.exact(), &of.document.total.exact()) {
        return Err(over(of, None, Left::Amount(Money::new(of.document.total, of.invoice.currency))));
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
                return Ok(capped(computed, &left.amounts));
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

fn capped(line: ExactLine, left: &ExactLine) -> ExactLine {
    let taxes = line.taxes.into_iter().map(|t| match left.taxes.iter().find(|l| l.tax == t.tax) {
        Some(l) => {
            ExactTax { tax: t.tax, base: clamp_to(t.base, &l.base), amount: clamp_to(t.amount, &l.amount) }
        }
        None => t,
    });
    ExactLine { taxes: taxes.collect(), untaxed: clamp_to(line.untaxed, &left.untaxed) }
}

/// Rounding by document: the whole units that the note comes to. The untaxed amount, and each tax, is
/// rounded on its own and takes no more than is left of it; the note that exhausts every line which
/// has it takes the exact rest.
fn settled(of: &Creditable, asks: &[Ask], lines: &[ExactLine]) -> Result<DocumentAmounts> {
    let computed = tax::round_document(lines, None)?;
    let exact_left: BigRational = of.lines.iter().map(|l| l.amounts.total()).sum();
    let exact_note: BigRational = lines.iter().map(ExactLine::total).sum();
    let free = asks.iter().any(|a| matches!(a.take, Take::Amount(_)));
    if !free && exceeds(&exact_note, &exact_left) {
        return Err(over(of, None, Left::Amount(Money::new(of.document.total, of.invoice.currency))));
    }
    let settle = |value: Amount, left: Amount, pick: Pick<'_>| -> Result<Amount> {
        if free {
            Ok(value)
        } else if (0..of.lines.len()).all(|at| is_done(of, asks, lines, at, pick)) {
            Ok(left)
        } else {
            Amount::round(&clamp_to(value.exact(), &left.exact()))
        }
    };
    let untaxed = settle(computed.untaxed, of.document.untaxed, &|l| Some(&l.untaxed))?;
    let mut taxes = Vec::with_capacity(computed.taxes.len());
    for t in &computed.taxes {
        let left = of.document.taxes.iter().find(|l| l.tax == t.tax).unwrap_or(t);
        let of_line = |l: &'_ ExactTax| l.tax == t.tax;
        taxes.push(TaxTotal {
            tax: t.tax,
            base: settle(t.base, left.base, &|l| l.taxes.iter().find(|l| of_line(l)).map(|t| &t.base))?,
            amount: settle(t.amount, left.amount, &|l| {
                l.taxes.iter().find(|l| of_line(l)).map(|t| &t.amount)
            })?,
        });
    }
    let tax = taxes.iter().map(|t| t.amount).sum();
    Ok(DocumentAmounts { untaxed, tax, total: untaxed + tax, lines: vec![], taxes })
}

/// Picks the untaxed amount or one tax of a line, where the line has it.
type Pick<'p> = &'p dyn Fn(&ExactLine) -> Option<&BigRational>;

/// Whether nothing is left of a part of a line after the note: nothing at all, or less than half a unit
/// of a line whose units are gone.
fn is_done(of: &Creditable, asks: &[Ask], lines: &[ExactLine], at: usize, pick: Pick<'_>) -> bool {
    let line = &of.lines[at];
    let Some(left) = pick(&line.amounts) else { return true };
    let (mut left, mut quantity) = (left.clone(), line.quantity);
    for (ask, taken) in asks.iter().zip(lines).filter(|(ask, _)| ask.at == at) {
        left -= pick(taken).cloned().unwrap_or_default();
        if let Take::Units { quantity: units, .. } = ask.take {
            quantity = quantity - units;
        }
    }
    left.is_zero() || (quantity.is_zero() && Amount::round(&left).is_ok_and(Amount::is_zero))
}
