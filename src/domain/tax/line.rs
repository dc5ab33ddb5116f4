//! One line: its base and each of its taxes, in smallest units, exact or rounded on the way.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::{PricedLine, Rounding, Tax, TaxKind};
use crate::domain::error::Error;
use crate::domain::ids::TaxId;
use crate::domain::money::{Amount, Currency, units_per_one};
use crate::domain::quantity::exact;

/// A tax of one line, in smallest units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExactTax {
    /// Which tax.
    pub tax: TaxId,
    /// What it is computed on, as shown.
    pub base: BigRational,
    /// The tax.
    pub amount: BigRational,
}

/// A line's amounts, in smallest units; whole numbers when rounding is by line.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ExactLine {
    /// Without tax.
    pub untaxed: BigRational,
    /// In the order of computation.
    pub taxes: Vec<ExactTax>,
}

impl ExactLine {
    /// With tax.
    pub fn total(&self) -> BigRational {
        self.taxes.iter().map(|t| &t.amount).sum::<BigRational>() + &self.untaxed
    }
}

/// Computes one line. Fails only where an amount is out of all bounds.
pub fn line(line: &PricedLine<'_>, currency: Currency, rounding: Rounding) -> Result<ExactLine, Error> {
    let round = |value: BigRational| match rounding {
        Rounding::Line => Amount::round(&value).map(Amount::exact),
        Rounding::Document => Ok(value),
    };
    let unit = units_per_one(currency);
    let hundred = BigRational::from_integer(BigInt::from(100));
    let kept = (&hundred - line.discount.exact()) / &hundred;
    let raw = round(line.quantity.exact() * line.unit_price.exact() * kept * &unit)?;
    let mut run = Run::new(line.taxes, raw);
    for at in run.order() {
        let tax = run.taxes[at];
        let on = &run.raw + &run.states[at].pushed;
        let rate = exact(tax.amount.decimal()) / &hundred;
        let batch: BigRational = run.batch(at).map(|i| exact(run.taxes[i].amount.decimal()) / &hundred).sum();
        let one = BigRational::from_integer(BigInt::from(1));
        let value = match (tax.kind, tax.price_include) {
            (TaxKind::Fixed, _) => line.quantity.exact() * exact(tax.amount.decimal()) * &unit,
            (TaxKind::Percent, true) => divide(on * rate, one + batch)?,
            (TaxKind::Percent, false) | (TaxKind::Division, true) => on * rate,
            (TaxKind::Division, false) => divide(on * rate, one - batch)?,
        };
        run.settle(at, round(value)?);
    }
    Ok(run.finish())
}

fn divide(value: BigRational, by: BigRational) -> Result<BigRational, Error> {
    if by.is_zero() { Err(Error::AmountOutOfRange) } else { Ok(value / by) }
}

/// What is known of one tax while the line is computed.
#[derive(Default)]
struct State {
    /// Added to the raw base when the tax is computed.
    pushed: BigRational,
    /// Added to the raw base when its base is shown.
    shown: BigRational,
    amount: Option<BigRational>,
    /// First position of the batch that the tax belongs to.
    batch: usize,
}

struct Run<'a> {
    taxes: Vec<&'a Tax>,
    states: Vec<State>,
    raw: BigRational,
}

impl<'a> Run<'a> {
    fn new(taxes: &'a [Tax], raw: BigRational) -> Self {
        let mut taxes: Vec<&Tax> = taxes.iter().collect();
        taxes.sort_by_key(|t| (t.sequence, t.id));
        let mut states: Vec<State> = taxes.iter().map(|_| State::default()).collect();
        // Consecutive taxes of one manner are computed together, unless one feeds the next.
        for i in 1..taxes.len() {
            let (a, b) = (taxes[i - 1], taxes[i]);
            let together = a.kind == b.kind
                && a.price_include == b.price_include
                && a.include_base_amount == b.include_base_amount
                && !(a.include_base_amount && b.is_base_affected);
            states[i].batch = if together { states[i - 1].batch } else { i };
        }
        Self { taxes, states, raw }
    }

    /// Fixed taxes first, then price-included ones from the last, then the others from the first.
    fn order(&self) -> Vec<usize> {
        let all = 0..self.taxes.len();
        let fixed = all.clone().filter(|i| self.taxes[*i].kind == TaxKind::Fixed);
        let other = |included: bool| {
            move |i: &usize| self.taxes[*i].kind != TaxKind::Fixed && self.taxes[*i].price_include == included
        };
        fixed.chain(all.clone().rev().filter(other(true))).chain(all.filter(other(false))).collect()
    }

    fn batch(&self, at: usize) -> impl Iterator<Item = usize> + use<'a, '_> {
        let batch = self.states[at].batch;
        (0..self.states.len()).filter(move |i| self.states[*i].batch == batch)
    }

    /// Records a tax and pushes it into the bases of the others (`domain/facts.md` §2.4, 5).
    fn settle(&mut self, at: usize, amount: BigRational) {
        let tax = self.taxes[at];
        let first = self.states[at].batch;
        let last = self.batch(at).last().unwrap_or(at);
        for i in 0..self.taxes.len() {
            let (before, after) = (i < first, i > last);
            let affected = self.taxes[i].is_base_affected;
            let extra = if tax.price_include {
                if before || (after && !(tax.include_base_amount && affected)) {
                    -amount.clone()
                } else {
                    continue;
                }
            } else if tax.include_base_amount && after && affected {
                amount.clone()
            } else {
                continue;
            };
            if self.states[i].amount.is_none() {
                self.states[i].pushed += &extra;
            }
            self.states[i].shown += extra;
        }
        self.states[at].amount = Some(amount);
    }

    fn finish(self) -> ExactLine {
        let amount = |i: usize| self.states[i].amount.clone().unwrap_or_default();
        let taxes: Vec<ExactTax> = (0..self.taxes.len())
            .map(|i| {
                let mut base = &self.raw + &self.states[i].shown;
                if self.taxes[i].price_include {
                    base -= self.batch(i).map(amount).sum::<BigRational>();
                }
                ExactTax { tax: self.taxes[i].id, base, amount: amount(i) }
            })
            .collect();
        let untaxed = taxes.first().map_or(self.raw.clone(), |t| t.base.clone());
        ExactLine { untaxed, taxes }
    }
}
