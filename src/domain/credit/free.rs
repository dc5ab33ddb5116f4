//! A free amount, tax included, spread over the lines of an invoice, exact to the last unit.

use num_rational::BigRational;
use num_traits::Zero;

use super::left::Creditable;
use crate::domain::error::{Error, Left, Result};
use crate::domain::ids::TaxId;
use crate::domain::money::{Amount, Money};
use crate::domain::spread::proportional;
use crate::domain::tax::{ExactTax, LineAmounts, LineTax};

/// What one line gets of a free amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Position of the invoice line.
    pub at: usize,
    /// What it gets.
    pub amounts: LineAmounts,
}

/// Spreads an amount over what is left of an invoice: over base and taxes of the document first, then
/// each of these over the lines, in proportion to what is left. Refuses more than is left.
pub fn spread_amount(of: &Creditable, amount: Amount) -> Result<Vec<Spread>> {
    let left = &of.document;
    if amount > left.total || left.total.0 <= 0 {
        return Err(Error::OverCredited {
            document: of.invoice.label(),
            line: None,
            left: Left::Amount(Money::new(left.total, of.invoice.currency)),
        });
    }
    let mut parts: Vec<BigRational> = vec![left.untaxed.exact()];
    parts.extend(left.taxes.iter().map(|t| t.amount.exact()));
    let split = proportional(amount, &parts);
    let mut lines: Vec<LineAmounts> = vec![LineAmounts::default(); of.lines.len()];
    let left_of_lines = of.lines.iter().map(|l| l.amounts.untaxed.clone()).collect();
    let shares = shares(left_of_lines, of, |l| l.booked);
    for (line, part) in lines.iter_mut().zip(proportional(split[0], &shares)) {
        line.booked = part;
    }
    for (total, part) in left.taxes.iter().zip(&split[1..]) {
        let base = scaled(total.base, amount, left.total)?;
        spread_tax(of, total.tax, base, *part, &mut lines);
    }
    let spread = lines.into_iter().enumerate().filter_map(|(at, mut amounts)| {
        amounts.untaxed = amounts.booked;
        amounts.total = amounts.share();
        let order = &of.lines[at].amounts.taxes;
        amounts.taxes.sort_by_key(|t| order.iter().position(|o| o.tax == t.tax));
        let empty = amounts.booked.is_zero() && amounts.taxes.iter().all(|t| t.amount.is_zero());
        (!empty).then_some(Spread { at, amounts })
    });
    Ok(spread.collect())
}

fn scaled(value: Amount, part: Amount, whole: Amount) -> Result<Amount> {
    Amount::round(&(value.exact() * part.exact() / whole.exact()))
}

/// What lines share by: what is left of them; where that is nothing (rounding by document may leave a
/// unit on the document alone), what they were invoiced at.
fn shares(
    left: Vec<BigRational>,
    of: &Creditable,
    invoiced: impl Fn(&LineAmounts) -> Amount,
) -> Vec<BigRational> {
    if left.iter().sum::<BigRational>().is_zero() {
        of.invoice.lines.iter().map(|l| invoiced(&l.amounts).exact()).collect()
    } else {
        left
    }
}

fn spread_tax(of: &Creditable, tax: TaxId, base: Amount, amount: Amount, lines: &mut [LineAmounts]) {
    let left = |pick: fn(&ExactTax) -> &BigRational| -> Vec<BigRational> {
        let find = |l: &super::LineLeft| l.amounts.taxes.iter().find(|t| t.tax == tax).map(pick).cloned();
        of.lines.iter().map(|l| find(l).unwrap_or_default()).collect()
    };
    let invoiced = |pick: fn(&LineTax) -> Amount| {
        move |l: &LineAmounts| l.taxes.iter().find(|t| t.tax == tax).map(pick).unwrap_or_default()
    };
    let bases = proportional(base, &shares(left(|t| &t.base), of, invoiced(|t| t.base)));
    let amounts = proportional(amount, &shares(left(|t| &t.amount), of, invoiced(|t| t.amount)));
    for (at, line) in lines.iter_mut().enumerate() {
        if of.lines[at].amounts.taxes.iter().any(|t| t.tax == tax) {
            line.taxes.push(LineTax { tax, base: bases[at], amount: amounts[at] });
        }
    }
}
