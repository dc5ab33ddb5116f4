//! What posted credit notes left of an invoice.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

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
    /// Units, a magnitude; none of a line that stands for an amount.
    pub quantity: Quantity,
    /// Amounts, with the sign of the line, exact; never more than `shares`.
    pub amounts: ExactLine,
    /// What the shares of notes left of it, in whole units.
    pub shares: ExactLine,
}

impl LineLeft {
    /// Money left, tax included, in whole units.
    pub fn amount(&self) -> Result<Amount> {
        Amount::round(&self.amounts.total())
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
        let left = |line| line_left(&invoice, line, credited);
        let lines = invoice.lines.iter().map(left).collect::<Result<_>>()?;
        let document = document_left(&invoice, credited);
        let mut of = Self { invoice, lines, document };
        if of.is_exhausted() {
            // What rounding put on one line instead of another belongs to neither any more.
            let nothing = ExactLine::default();
            of.lines.iter_mut().for_each(|l| l.amounts = map(&l.amounts, &nothing, |_, none| none.clone()));
        }
        Ok(of)
    }

    /// The same with nothing left but some units of some lines, and what these come to.
    pub fn part(&self, taken: &[(usize, Quantity, LineAmounts)]) -> Result<Self> {
        let lines = self.lines.iter().enumerate().map(|(at, line)| {
            let nothing = ExactLine::default();
            let found = taken.iter().find(|(known, ..)| *known == at);
            let amounts = found.map_or_else(
                || map(&line.amounts, &nothing, |_, none| none.clone()),
                |(_, _, amounts)| stored(amounts),
            );
            let quantity = found.map_or(Quantity::ZERO, |(_, units, _)| *units);
            LineLeft { quantity, shares: amounts.clone(), amounts }
        });
        let exact: Vec<ExactLine> = taken.iter().map(|(_, _, amounts)| stored(amounts)).collect();
        Ok(Self {
            invoice: self.invoice.clone(),
            lines: lines.collect(),
            document: DocumentAmounts { lines: vec![], ..tax::round_document(&exact, None)? },
        })
    }

    /// Position of a line of the invoice.
    pub fn position(&self, line: InvoiceLineId) -> Option<usize> {
        self.invoice.lines.iter().position(|l| l.id == line)
    }

    /// Whether nothing is left of the invoice, neither units nor money.
    pub fn is_exhausted(&self) -> bool {
        let left = &self.document;
        self.lines.iter().all(|l| l.quantity.is_zero())
            && left.untaxed.is_zero()
            && left.taxes.iter().all(|t| t.amount.is_zero())
    }
}

fn line_left(invoice: &Invoice, line: &Line, credited: &[Credited]) -> Result<LineLeft> {
    let amounts = counted(invoice, line)?;
    let shares = map(&amounts, &stored(&line.amounts), |exact, share| further(whole(exact), share.clone()));
    let quantity = if line.amount_only { Quantity::ZERO } else { line.quantity.abs() };
    let mut left = LineLeft { quantity, amounts, shares };
    for credit in credited.iter().filter(|c| c.source == line.id) {
        if !credit.line.amount_only {
            left.quantity = left.quantity - credit.line.quantity.abs();
        }
        left.amounts = map(&left.amounts, &counted(invoice, &credit.line)?, rest);
        left.shares = map(&left.shares, &stored(&credit.line.amounts), rest);
    }
    left.amounts = capped(&left.amounts, &left.shares);
    Ok(left)
}

fn document_left(invoice: &Invoice, credited: &[Credited]) -> DocumentAmounts {
    let mut left = DocumentAmounts {
        untaxed: invoice.untaxed,
        tax: invoice.tax,
        total: invoice.total,
        lines: vec![],
        taxes: invoice.taxes.clone(),
    };
    for amounts in credited.iter().map(|c| &c.line.amounts) {
        left.untaxed = left.untaxed - amounts.booked;
        for t in &amounts.taxes {
            if let Some(total) = left.taxes.iter_mut().find(|x| x.tax == t.tax) {
                total.base = total.base - t.base;
                total.amount = total.amount - t.amount;
            }
            left.tax = left.tax - t.amount;
        }
    }
    left.total = left.untaxed + left.tax;
    left
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

/// A line no further from zero than what is left of it.
pub(super) fn capped(line: &ExactLine, left: &ExactLine) -> ExactLine {
    map(line, left, |value, left| clamp_to(value.clone(), left))
}

/// Puts each amount of a line together with the same amount of another, which has nothing where it lacks
/// a tax.
fn map(
    line: &ExactLine,
    other: &ExactLine,
    with: impl Fn(&BigRational, &BigRational) -> BigRational,
) -> ExactLine {
    let nothing = BigRational::zero();
    let taxes = line.taxes.iter().map(|t| {
        let found = other.taxes.iter().find(|o| o.tax == t.tax);
        let (base, amount) = found.map_or((&nothing, &nothing), |o| (&o.base, &o.amount));
        ExactTax { tax: t.tax, base: with(&t.base, base), amount: with(&t.amount, amount) }
    });
    ExactLine { taxes: taxes.collect(), untaxed: with(&line.untaxed, &other.untaxed) }
}

/// What is left after something was taken, never past nothing.
fn rest(left: &BigRational, taken: &BigRational) -> BigRational {
    if left.is_zero() { BigRational::zero() } else { clamp_to(left - taken, left) }
}

/// The whole units that hold a value, seen from zero.
fn whole(value: &BigRational) -> BigRational {
    if value.is_negative() { value.floor() } else { value.ceil() }
}

/// The one that lies further from zero.
fn further(one: BigRational, other: BigRational) -> BigRational {
    if one.abs() < other.abs() { other } else { one }
}
