//! What posted credit notes left of an invoice.

use num_rational::BigRational;
use num_traits::Zero;

use super::Credited;
use crate::domain::error::Result;
use crate::domain::ids::InvoiceLineId;
use crate::domain::invoice::{Invoice, Line};
use crate::domain::money::{Amount, clamp_to};
use crate::domain::quantity::Quantity;
use crate::domain::tax::{self, DocumentAmounts, ExactLine, ExactTax, LineAmounts, Rounding};

/// A posted invoice with what is left of it.
#[derive(Clone, Debug)]
pub struct Creditable {
    /// The invoice.
    pub invoice: Invoice,
    /// What is left of each of its lines, in their order.
    pub lines: Vec<LineLeft>,
    /// What is left of the document: untaxed amount, taxes, total; no lines.
    pub document: DocumentAmounts,
}

/// What is left of one invoice line.
#[derive(Clone, Debug)]
pub struct LineLeft {
    /// Units, a magnitude.
    pub quantity: Quantity,
    /// Amounts, with the sign of the line; whole units when rounding is by line.
    pub amounts: ExactLine,
}

impl LineLeft {
    /// Money left, tax included, in whole units.
    pub fn amount(&self) -> Result<Amount> {
        Amount::round(&self.amounts.total())
    }

    /// Whether nothing is left, neither units nor money.
    pub fn is_exhausted(&self) -> bool {
        self.quantity.is_zero() && !self.has_amount()
    }

    /// Whether money is left.
    pub fn has_amount(&self) -> bool {
        let whole = |v: &BigRational| Amount::round(v).is_ok_and(|a| !a.is_zero());
        whole(&self.amounts.untaxed) || self.amounts.taxes.iter().any(|t| whole(&t.amount))
    }
}

impl Creditable {
    /// Takes what standing credit notes credited off the invoice.
    pub fn new(invoice: Invoice, credited: &[Credited]) -> Result<Self> {
        let mut lines = Vec::with_capacity(invoice.lines.len());
        for line in &invoice.lines {
            let mut left = LineLeft { quantity: line.quantity.abs(), amounts: counted(&invoice, line)? };
            for credit in credited.iter().filter(|c| c.source == line.id) {
                if !credit.line.amount_only {
                    left.quantity = left.quantity - credit.line.quantity.abs();
                }
                take(&mut left.amounts, &counted(&invoice, &credit.line)?);
            }
            lines.push(left);
        }
        let mut document = DocumentAmounts {
            untaxed: invoice.untaxed,
            tax: invoice.tax,
            total: invoice.total,
            lines: vec![],
            taxes: invoice.taxes.clone(),
        };
        for credit in credited {
            let amounts = &credit.line.amounts;
            document.untaxed = document.untaxed - amounts.booked;
            for t in &amounts.taxes {
                if let Some(total) = document.taxes.iter_mut().find(|x| x.tax == t.tax) {
                    total.base = total.base - t.base;
                    total.amount = total.amount - t.amount;
                }
                document.tax = document.tax - t.amount;
            }
            document.total = document.untaxed + document.tax;
        }
        Ok(Self { invoice, lines, document })
    }

    /// Position of a line of the invoice.
    pub fn position(&self, line: InvoiceLineId) -> Option<usize> {
        self.invoice.lines.iter().position(|l| l.id == line)
    }

    /// Whether nothing is left of the invoice.
    pub fn is_exhausted(&self) -> bool {
        self.lines.iter().all(LineLeft::is_exhausted) && self.document.total.is_zero()
    }
}

/// A line's amounts in the measure in which its invoice is counted.
fn counted(invoice: &Invoice, line: &Line) -> Result<ExactLine> {
    match invoice.rounding {
        Rounding::Document if !line.amount_only => {
            tax::line(&line.priced(), invoice.currency, Rounding::Document)
        }
        _ => Ok(stored(&line.amounts)),
    }
}

/// Stored amounts as exact ones.
pub fn stored(amounts: &LineAmounts) -> ExactLine {
    ExactLine {
        untaxed: amounts.booked.exact(),
        taxes: amounts
            .taxes
            .iter()
            .map(|t| ExactTax { tax: t.tax, base: t.base.exact(), amount: t.amount.exact() })
            .collect(),
    }
}

/// Lowers what is left, never past nothing.
fn take(left: &mut ExactLine, credit: &ExactLine) {
    left.untaxed = rest(&left.untaxed, &credit.untaxed);
    for t in &mut left.taxes {
        if let Some(c) = credit.taxes.iter().find(|c| c.tax == t.tax) {
            t.base = rest(&t.base, &c.base);
            t.amount = rest(&t.amount, &c.amount);
        }
    }
}

fn rest(left: &BigRational, taken: &BigRational) -> BigRational {
    if left.is_zero() { BigRational::zero() } else { clamp_to(left - taken, left) }
}
