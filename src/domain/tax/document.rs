//! A document: what its lines come to together, by line or by document.

use num_rational::BigRational;
use serde::{Deserialize, Serialize};

use super::{ExactLine, PricedLine, Rounding, line};
use crate::domain::error::Error;
use crate::domain::ids::TaxId;
use crate::domain::money::{Amount, Currency};
use crate::domain::spread;

/// A tax of one line: its share of the document's tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTax {
    /// Which tax.
    pub tax: TaxId,
    /// What it is computed on.
    pub base: Amount,
    /// The tax.
    pub amount: Amount,
}

/// A line's amounts as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAmounts {
    /// Without tax, as shown: rounded on its own.
    pub untaxed: Amount,
    /// With tax, as shown: rounded on its own.
    pub total: Amount,
    /// The line's share of the document's untaxed amount: shares add up to it.
    pub booked: Amount,
    /// Shares of the document's taxes: they add up to them.
    pub taxes: Vec<LineTax>,
}

impl LineAmounts {
    /// Both together, tax by tax.
    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.untaxed += other.untaxed;
        sum.total += other.total;
        sum.booked += other.booked;
        for tax in &other.taxes {
            match sum.taxes.iter_mut().find(|t| t.tax == tax.tax) {
                Some(known) => {
                    known.base += tax.base;
                    known.amount += tax.amount;
                }
                None => sum.taxes.push(*tax),
            }
        }
        sum
    }

    /// The same below zero.
    pub fn negated(&self) -> Self {
        let taxes = self.taxes.iter().map(|t| LineTax { base: -t.base, amount: -t.amount, ..*t });
        Self { untaxed: -self.untaxed, total: -self.total, booked: -self.booked, taxes: taxes.collect() }
    }

    /// Booked amount and taxes together: what the line adds to the document's total.
    pub fn share(&self) -> Amount {
        self.booked + self.taxes.iter().map(|t| t.amount).sum()
    }
}

/// One tax of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTotal {
    /// Which tax.
    pub tax: TaxId,
    /// What it is computed on.
    pub base: Amount,
    /// The tax.
    pub amount: Amount,
}

/// What a document comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentAmounts {
    /// Without tax.
    pub untaxed: Amount,
    /// All taxes.
    pub tax: Amount,
    /// With tax.
    pub total: Amount,
    /// One for each line, in order.
    pub lines: Vec<LineAmounts>,
    /// One for each tax, in the order of its first line.
    pub taxes: Vec<TaxTotal>,
}

/// Computes a document from its lines.
pub fn document(
    lines: &[PricedLine<'_>],
    currency: Currency,
    rounding: Rounding,
) -> Result<DocumentAmounts, Error> {
    let exact: Vec<ExactLine> =
        lines.iter().map(|l| line(l, currency, rounding)).collect::<Result<_, _>>()?;
    round_document(&exact, None)
}

/// Puts computed lines together. `rest`, where given, is what the document's untaxed amount and taxes
/// must come to (the exact rest of an invoice), instead of the rounded sums.
pub fn round_document(exact: &[ExactLine], rest: Option<&DocumentAmounts>) -> Result<DocumentAmounts, Error> {
    let weights: Vec<BigRational> = exact.iter().map(ExactLine::total).collect();
    let mut lines = Vec::with_capacity(exact.len());
    for l in exact {
        lines.push(LineAmounts {
            untaxed: Amount::round(&l.untaxed)?,
            total: Amount::round(&l.total())?,
            booked: Amount::round(&l.untaxed)?,
            taxes: Vec::with_capacity(l.taxes.len()),
        });
    }
    let untaxed = match rest {
        Some(rest) => rest.untaxed,
        None => Amount::round(&exact.iter().map(|l| &l.untaxed).sum())?,
    };
    let mut booked: Vec<Amount> = lines.iter().map(|l| l.booked).collect();
    settle(untaxed, &mut booked, &weights);
    for (l, b) in lines.iter_mut().zip(booked) {
        l.booked = b;
    }
    let mut taxes: Vec<TaxTotal> = Vec::new();
    for tax in tax_order(exact) {
        let total = tax_total(tax, exact, rest, &weights, &mut lines)?;
        taxes.push(total);
    }
    for (l, e) in lines.iter_mut().zip(exact) {
        l.taxes.sort_by_key(|t| e.taxes.iter().position(|x| x.tax == t.tax));
    }
    let tax = taxes.iter().map(|t| t.amount).sum();
    Ok(DocumentAmounts { untaxed, tax, total: untaxed + tax, lines, taxes })
}

fn tax_order(exact: &[ExactLine]) -> Vec<TaxId> {
    let mut order: Vec<TaxId> = Vec::new();
    for t in exact.iter().flat_map(|l| &l.taxes) {
        if !order.contains(&t.tax) {
            order.push(t.tax);
        }
    }
    order
}

/// One tax over all lines: rounded once, its leftover units spread over the lines that have it.
fn tax_total(
    tax: TaxId,
    exact: &[ExactLine],
    rest: Option<&DocumentAmounts>,
    weights: &[BigRational],
    lines: &mut [LineAmounts],
) -> Result<TaxTotal, Error> {
    let with: Vec<(usize, &super::ExactTax)> = exact
        .iter()
        .enumerate()
        .filter_map(|(i, l)| l.taxes.iter().find(|t| t.tax == tax).map(|t| (i, t)))
        .collect();
    let rest = rest.and_then(|r| r.taxes.iter().find(|t| t.tax == tax));
    let (base, amount) = match rest {
        Some(rest) => (rest.base, rest.amount),
        None => (
            Amount::round(&with.iter().map(|(_, t)| &t.base).sum())?,
            Amount::round(&with.iter().map(|(_, t)| &t.amount).sum())?,
        ),
    };
    let weights: Vec<BigRational> = with.iter().map(|(i, _)| weights[*i].clone()).collect();
    let mut bases = with.iter().map(|(_, t)| Amount::round(&t.base)).collect::<Result<Vec<_>, _>>()?;
    let mut amounts = with.iter().map(|(_, t)| Amount::round(&t.amount)).collect::<Result<Vec<_>, _>>()?;
    settle(base, &mut bases, &weights);
    settle(amount, &mut amounts, &weights);
    for (at, (i, _)) in with.iter().enumerate() {
        lines[*i].taxes.push(LineTax { tax, base: bases[at], amount: amounts[at] });
    }
    Ok(TaxTotal { tax, base, amount })
}

fn settle(total: Amount, parts: &mut [Amount], weights: &[BigRational]) {
    let sum: Amount = parts.iter().copied().sum();
    if sum != total && !parts.is_empty() {
        spread::leftover(total - sum, parts, weights);
    }
}
