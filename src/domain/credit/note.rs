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
            // Whole units of a document's rounding may stand up to one above a line's exact rest.
            let limit = |v: &BigRational| if v.is_negative() { v.floor() } else { v.ceil() };
            if any_beyond(&amounts, &left.amounts, limit) {
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
            if any_beyond(&computed, &left.amounts, BigRational::clone) {
                return Err(too_much(left.amount()?));
            }
            Ok(computed)
        }
    }
}

fn any_beyond(line: &ExactLine, left: &ExactLine, limit: impl Fn(&BigRational) -> BigRational) -> bool {
    exceeds(&line.untaxed, &limit(&left.untaxed))
        || line.taxes.iter().any(|t| {
            let left = left.taxes.iter().find(|l| l.tax == t.tax);
            exceeds(&t.amount, &left.map_or_else(BigRational::zero, |l| limit(&l.amount)))
        })
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

/// Rounding by document: the whole units that the note comes to. The note that exhausts the invoice
/// takes the exact rest of the document; any other is rounded on its own and takes no more than that.
fn settled(of: &Creditable, asks: &[Ask], lines: &[ExactLine]) -> Result<DocumentAmounts> {
    let exhausts = (0..of.lines.len()).all(|at| match asks.iter().position(|a| a.at == at) {
        Some(i) => exhausts_line(of, &asks[i], &lines[i]),
        None => of.lines[at].is_exhausted(),
    });
    if exhausts {
        return Ok(of.document.clone());
    }
    let computed = tax::round_document(lines, None)?;
    let exact_left: BigRational = of.lines.iter().map(|l| l.amounts.total()).sum();
    let exact_note: BigRational = lines.iter().map(ExactLine::total).sum();
    let free = asks.iter().any(|a| matches!(a.take, Take::Amount(_)));
    if !free && exceeds(&exact_note, &exact_left) {
        return Err(over(of, None, Left::Amount(Money::new(of.document.total, of.invoice.currency))));
    }
    let within = |value: Amount, limit: Amount| Amount::round(&clamp_to(value.exact(), &limit.exact()));
    let untaxed = if free { computed.untaxed } else { within(computed.untaxed, of.document.untaxed)? };
    let mut taxes = Vec::with_capacity(computed.taxes.len());
    for t in &computed.taxes {
        let left = of.document.taxes.iter().find(|l| l.tax == t.tax);
        taxes.push(match left {
            Some(l) if !free => {
                TaxTotal { tax: t.tax, base: within(t.base, l.base)?, amount: within(t.amount, l.amount)? }
            }
            _ => *t,
        });
    }
    let tax = taxes.iter().map(|t| t.amount).sum();
    Ok(DocumentAmounts { untaxed, tax, total: untaxed + tax, lines: vec![], taxes })
}

fn exhausts_line(of: &Creditable, ask: &Ask, taken: &ExactLine) -> bool {
    let left = &of.lines[ask.at];
    match &ask.take {
        Take::Units { quantity, .. } => *quantity == left.quantity && taken.untaxed == left.amounts.untaxed,
        Take::Amount(_) => {
            let whole = |v: &BigRational| Amount::round(v).ok();
            left.quantity.is_zero() && whole(&taken.total()) == whole(&left.amounts.total())
        }
    }
}
