//! Rounding by document: a credit note's lines are exact, its untaxed amount and each of its taxes are
//! whole units. Each of these parts is rounded once, takes no more than is left of it, and all that is
//! left where the note ends it; then it is shared out over the lines, within what is left of each.

use num_rational::BigRational;
use num_traits::Zero;

use super::left::{Creditable, LineLeft};
use super::note::{Ask, Take};
use crate::domain::error::Result;
use crate::domain::ids::TaxId;
use crate::domain::money::{Amount, clamp_to};
use crate::domain::spread::within;
use crate::domain::tax::{self, DocumentAmounts, ExactLine, LineAmounts, LineTax, TaxTotal};

/// One of the amounts that make up a line and a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Untaxed,
    Base(TaxId),
    Tax(TaxId),
}

impl Part {
    fn of(self, line: &ExactLine) -> Option<&BigRational> {
        let tax = |id| line.taxes.iter().find(|t| t.tax == id);
        match self {
            Self::Untaxed => Some(&line.untaxed),
            Self::Base(id) => tax(id).map(|t| &t.base),
            Self::Tax(id) => tax(id).map(|t| &t.amount),
        }
    }

    fn share(self, line: &mut LineAmounts) -> Option<&mut Amount> {
        let tax = |taxes: &'_ mut Vec<LineTax>, id| taxes.iter_mut().position(|t| t.tax == id);
        match self {
            Self::Untaxed => Some(&mut line.booked),
            Self::Base(id) => tax(&mut line.taxes, id).map(|at| &mut line.taxes[at].base),
            Self::Tax(id) => tax(&mut line.taxes, id).map(|at| &mut line.taxes[at].amount),
        }
    }

    /// The parts of a document: its untaxed amount, base and amount of each tax.
    fn all(document: &DocumentAmounts) -> Vec<Self> {
        let taxes = document.taxes.iter().flat_map(|t| [Self::Base(t.tax), Self::Tax(t.tax)]);
        std::iter::once(Self::Untaxed).chain(taxes).collect()
    }
}

/// What a note comes to whose lines are computed.
pub(super) fn document(of: &Creditable, asks: &[Ask], lines: &[ExactLine]) -> Result<DocumentAmounts> {
    let computed = tax::round_document(lines, None)?;
    let total = |part, left| total(of, asks, lines, part, left);
    let untaxed = total(Part::Untaxed, of.document.untaxed)?;
    let mut taxes = Vec::with_capacity(computed.taxes.len());
    for t in &computed.taxes {
        let left = of.document.taxes.iter().find(|l| l.tax == t.tax).unwrap_or(t);
        taxes.push(TaxTotal {
            tax: t.tax,
            base: total(Part::Base(t.tax), left.base)?,
            amount: total(Part::Tax(t.tax), left.amount)?,
        });
    }
    let tax = taxes.iter().map(|t| t.amount).sum();
    let comes_to = DocumentAmounts { untaxed, tax, total: untaxed + tax, lines: vec![], taxes };
    let limits = |at: usize, part: Part, exact: &BigRational| match asks[at].take {
        // A free amount was spread in whole units once; it stays as it was.
        Take::Amount(_) => {
            (Amount::round(exact).unwrap_or_default(), Amount::round(exact).unwrap_or_default())
        }
        Take::Units { .. } => span(part, &of.lines[asks[at].at]),
    };
    shared(lines, &comes_to, limits)
}

/// What is left of an invoice, shared out over lines that take all of it: the share of each.
pub(super) fn whole_rest(of: &Creditable, at: &[usize], free: &[bool]) -> Result<Vec<LineAmounts>> {
    let lines: Vec<ExactLine> = at.iter().map(|at| of.lines[*at].amounts.clone()).collect();
    let limits = |i: usize, part: Part, exact: &BigRational| {
        let (low, high) = span(part, &of.lines[at[i]]);
        if !free[i] {
            return (low, high);
        }
        let one = BigRational::from_integer(1.into());
        let near = |value: BigRational| Amount::round(&value).unwrap_or_default();
        (low.max(near((exact - &one).ceil())), high.min(near((exact + &one).floor())))
    };
    Ok(shared(&lines, &of.document, limits)?.lines)
}

/// Shares a document out over its lines, each between its limits as far as that is possible.
fn shared(
    lines: &[ExactLine],
    comes_to: &DocumentAmounts,
    limits: impl Fn(usize, Part, &BigRational) -> (Amount, Amount),
) -> Result<DocumentAmounts> {
    let mut note = tax::round_document(lines, Some(comes_to))?;
    for part in Part::all(&note) {
        let with: Vec<(usize, &BigRational)> =
            lines.iter().enumerate().filter_map(|(at, l)| Some((at, part.of(l)?))).collect();
        let limits: Vec<(Amount, Amount)> = with.iter().map(|(at, exact)| limits(*at, part, exact)).collect();
        let mut shares: Vec<Amount> =
            with.iter().filter_map(|(at, _)| part.share(&mut note.lines[*at]).copied()).collect();
        within(&mut shares, &limits);
        for ((at, _), share) in with.iter().zip(shares) {
            if let Some(held) = part.share(&mut note.lines[*at]) {
                *held = share;
            }
        }
    }
    Ok(note)
}

/// What a line's share of a part may be: from nothing to what is left of it.
fn span(part: Part, line: &LineLeft) -> (Amount, Amount) {
    let left = part.of(&line.shares).and_then(|v| Amount::round(v).ok()).unwrap_or_default();
    (left.min(Amount::ZERO), left.max(Amount::ZERO))
}

/// The whole units of one part.
fn total(of: &Creditable, asks: &[Ask], lines: &[ExactLine], part: Part, left: Amount) -> Result<Amount> {
    let with = || asks.iter().zip(lines).filter_map(|(ask, line)| Some((ask, part.of(line)?)));
    let taken = Amount::round(&with().map(|(_, value)| value).sum())?;
    if with().all(|(ask, _)| matches!(ask.take, Take::Amount(_))) {
        return Ok(taken);
    }
    if (0..of.lines.len()).all(|at| is_done(of, asks, lines, at, part)) {
        return Ok(left);
    }
    Amount::round(&clamp_to(taken.exact(), &left.exact()))
}

/// Whether nothing is left of a part of a line after the note: nothing at all, or less than a unit of a
/// line whose units are gone.
fn is_done(of: &Creditable, asks: &[Ask], lines: &[ExactLine], at: usize, part: Part) -> bool {
    let line = &of.lines[at];
    let Some(left) = part.of(&line.amounts) else { return true };
    let (mut left, mut quantity, mut least) =
        (left.clone(), line.quantity, BigRational::new(1.into(), 2.into()));
    for (ask, taken) in asks.iter().zip(lines).filter(|(ask, _)| ask.at == at) {
        left -= part.of(taken).cloned().unwrap_or_default();
        match ask.take {
            Take::Units { quantity: units, .. } => quantity = quantity - units,
            // It was rounded to whole units when it was spread.
            Take::Amount(_) => least = BigRational::new(3.into(), 2.into()),
        }
    }
    left.is_zero() || (quantity.is_zero() && num_traits::Signed::abs(&left) < least)
}
