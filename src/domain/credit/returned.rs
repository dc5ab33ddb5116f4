//! What goods that came back take of the invoices that billed them.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::Creditable;
use crate::domain::error::{Error, Result};
use crate::domain::ids::OrderLineId;
use crate::domain::money::{Amount, Money};
use crate::domain::quantity::Quantity;
use crate::domain::sale::Borne;

/// Units of the lines of one invoice, by their position.
pub type Units = Vec<(usize, Quantity)>;

/// One line under way.
struct Row<'c> {
    of: &'c Creditable,
    invoice: usize,
    at: usize,
    sold: Option<OrderLineId>,
    taken: Quantity,
}

impl Row<'_> {
    fn left(&self) -> Quantity {
        self.of.lines[self.at].quantity.max(Quantity::ZERO)
    }

    /// What units of it come to, at its own price.
    fn worth(&self, units: Quantity) -> BigRational {
        let line = &self.of.invoice.lines[self.at];
        match line.quantity.is_zero() {
            true => BigRational::zero(),
            false => line.amounts.total.exact() * units.exact() / line.quantity.abs().exact(),
        }
    }

    /// What a note of units of it takes: no more than what is left of its money.
    fn noted(&self, units: Quantity) -> BigRational {
        self.worth(units).min(self.of.lines[self.at].amounts.total())
    }
}

/// The units that goods which came back take of each line of some invoices, as far as they are left, which is
/// taken off `came`; and of each discount the part that they bore, wherever it was billed. Refuses where the
/// invoices of these goods can't bear their discounts, since these stand on another one.
pub fn returned(
    invoices: &[Creditable],
    came: &mut [(OrderLineId, Quantity)],
    discounts: &[Borne],
) -> Result<Vec<Units>> {
    let Some(currency) = invoices.first().map(|of| of.invoice.currency) else { return Ok(vec![]) };
    let mut rows = Vec::new();
    for (invoice, of) in invoices.iter().enumerate() {
        rows.extend(of.invoice.lines.iter().enumerate().map(|(at, line)| Row {
            of,
            invoice,
            at,
            sold: line.order_line,
            taken: Quantity::ZERO,
        }));
    }
    let is_discount = |sold: Option<OrderLineId>| discounts.iter().any(|d| Some(d.discount) == sold);
    for row in rows.iter_mut().filter(|row| !is_discount(row.sold)) {
        // What was sold on one line may come back in several pieces.
        for (_, rest) in came.iter_mut().filter(|(sold, _)| Some(*sold) == row.sold) {
            let units = (*rest).min(row.left() - row.taken);
            row.taken = row.taken + units;
            *rest = *rest - units;
        }
    }
    let mut notes: Vec<BigRational> = invoices.iter().map(|_| BigRational::zero()).collect();
    for row in rows.iter().filter(|row| !row.taken.is_zero()) {
        notes[row.invoice] += row.noted(row.taken);
    }
    let mut misplaced = BigRational::zero();
    for discount in discounts {
        let worth = |id: OrderLineId| {
            let here = rows.iter().filter(|row| row.sold == Some(id));
            here.fold((BigRational::zero(), BigRational::zero()), |(goes, all), row| {
                (goes + row.worth(row.taken), all + row.worth(row.left()))
            })
        };
        let part = discount.part(worth);
        if !part.is_zero() {
            misplaced += place(&mut rows, &mut notes, discount.discount, &part);
        }
    }
    let unit = BigRational::new(1.into(), 2.into());
    // Discounts of other goods may stand on the invoices of these.
    let beyond: BigRational = notes
        .iter()
        .zip(invoices)
        .map(|(note, of)| (note - of.document.total.exact()).max(BigRational::zero()))
        .sum();
    if misplaced > unit || beyond > unit {
        let left: BigRational =
            notes.iter().zip(invoices).map(|(note, of)| note.min(&of.document.total.exact()).clone()).sum();
        let fair = Amount::round(&(left - misplaced)).unwrap_or_default().max(Amount::ZERO);
        return Err(Error::DiscountElsewhere { fair: Money::new(fair, currency) });
    }
    let mut taken: Vec<Units> = invoices.iter().map(|_| vec![]).collect();
    for row in rows.iter().filter(|row| !row.taken.is_zero()) {
        taken[row.invoice].push((row.at, row.taken));
    }
    Ok(taken)
}

/// Takes a part of a discount, on invoices of which goods are taken, and none below zero; answers the money of it
/// that found no place.
fn place(
    rows: &mut [Row<'_>],
    notes: &mut [BigRational],
    line: OrderLineId,
    part: &BigRational,
) -> BigRational {
    let wanted: Quantity = rows.iter().filter(|r| r.sold == Some(line)).map(|r| r.left().part(part)).sum();
    let mut rest = wanted;
    let mut one = BigRational::zero();
    for row in rows.iter_mut().filter(|r| r.sold == Some(line) && !r.left().is_zero()) {
        // A discount is worth less than nothing.
        one = row.worth(Quantity::ONE).abs();
        let note = &mut notes[row.invoice];
        let most = match one.is_zero() || !note.is_positive() {
            true => Quantity::ZERO,
            false => Quantity::ONE.part(&(&*note / &one)),
        };
        row.taken = rest.min(row.left()).min(most);
        rest = rest - row.taken;
        *note -= row.worth(row.taken).abs();
    }
    one * rest.exact()
}
