//! What goods that came back take of the invoices that billed them.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::{Ask, Creditable, Take, everything};
use crate::domain::error::Result;
use crate::domain::ids::OrderLineId;
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::sale::Borne;

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

    fn ask(&self, unit_price: UnitPrice) -> Ask {
        let discount = self.of.invoice.lines[self.at].discount;
        Ask { at: self.at, take: Take::Units { quantity: self.taken, unit_price, discount } }
    }
}

/// What goods that came back take of each of some invoices: their units as far as they are left, which is taken off
/// `came`, and the part of each discount that they bore, wherever it was billed. Where the invoices of the goods
/// can't bear it, since it stands on another one, the goods are credited at a lower price instead. Goods that are
/// the last of all take everything that is left.
pub fn returned(
    invoices: &[Creditable],
    came: &mut [(OrderLineId, Quantity)],
    discounts: &[Borne],
) -> Result<Vec<Vec<Ask>>> {
    let is_discount = |sold: Option<OrderLineId>| discounts.iter().any(|d| Some(d.discount) == sold);
    let mut rows = goods(invoices, came, &is_discount);
    let taken = |rows: &[Row<'_>]| rows.iter().any(|row| !row.taken.is_zero());
    if !taken(&rows) {
        return Ok(invoices.iter().map(|_| vec![]).collect());
    }
    if rows.iter().all(|row| is_discount(row.sold) || row.taken == row.left()) {
        return invoices.iter().map(everything).collect();
    }
    let mut notes: Vec<BigRational> = invoices.iter().map(|_| BigRational::zero()).collect();
    for row in rows.iter().filter(|row| !row.taken.is_zero()) {
        notes[row.invoice] += row.noted(row.taken);
    }
    let gross = notes.clone();
    let (mut borne, mut misplaced) = (BigRational::zero(), BigRational::zero());
    for discount in discounts {
        let worth = |id: OrderLineId| {
            let here = rows.iter().filter(|row| row.sold == Some(id));
            here.fold((BigRational::zero(), BigRational::zero()), |(goes, all), row| {
                (goes + row.worth(row.taken), all + row.worth(row.left()))
            })
        };
        let part = discount.part(worth);
        let of = |row: &&Row<'_>| row.sold == Some(discount.discount);
        borne += rows.iter().filter(of).map(|row| row.worth(row.left()).abs()).sum::<BigRational>() * &part;
        misplaced += place(&mut rows, &mut notes, discount.discount, &part);
    }
    let beyond = notes.iter().zip(invoices).any(|(note, of)| *note > of.document.total.exact() + unit());
    if discounts.is_empty() || (misplaced <= unit() && !beyond) {
        return Ok(asks(invoices, &rows, |_| None));
    }
    rows.iter_mut().filter(|row| is_discount(row.sold)).for_each(|row| row.taken = Quantity::ZERO);
    let scales = lowered(invoices, &gross, borne);
    Ok(asks(invoices, &rows, |row| Some(scales[row.invoice].clone())))
}

/// What roundings may add up to, in smallest units.
fn unit() -> BigRational {
    BigRational::from_integer(2.into())
}

/// Every line of some invoices, with the units of goods that came back.
fn goods<'c>(
    invoices: &'c [Creditable],
    came: &mut [(OrderLineId, Quantity)],
    is_discount: &impl Fn(Option<OrderLineId>) -> bool,
) -> Vec<Row<'c>> {
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
    for row in rows.iter_mut().filter(|row| !is_discount(row.sold)) {
        // What was sold on one line may come back in several pieces.
        for (_, rest) in came.iter_mut().filter(|(sold, _)| Some(*sold) == row.sold) {
            let units = (*rest).min(row.left() - row.taken);
            row.taken = row.taken + units;
            *rest = *rest - units;
        }
    }
    rows
}

/// Takes a part of a discount, on invoices of which goods are taken, and none below zero; answers the money of it
/// that found no place.
fn place(
    rows: &mut [Row<'_>],
    notes: &mut [BigRational],
    line: OrderLineId,
    part: &BigRational,
) -> BigRational {
    let mut rest: Quantity = rows.iter().filter(|r| r.sold == Some(line)).map(|r| r.left().part(part)).sum();
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

/// By how much the price of the goods on each invoice is lowered, so that all of them come to what was paid, and
/// none to more than is left of its invoice.
fn lowered(invoices: &[Creditable], gross: &[BigRational], borne: BigRational) -> Vec<BigRational> {
    let all: BigRational = gross.iter().sum();
    let paid = (all.clone() - borne).max(BigRational::zero());
    let most: Vec<BigRational> = gross
        .iter()
        .zip(invoices)
        .map(|(gross, of)| gross.clone().min(of.document.total.exact()).max(BigRational::zero()))
        .collect();
    let mut shares: Vec<BigRational> = gross
        .iter()
        .zip(&most)
        .map(
            |(gross, most)| {
                if all.is_zero() { BigRational::zero() } else { (gross * &paid / &all).min(most.clone()) }
            },
        )
        .collect();
    let mut rest = paid - shares.iter().sum::<BigRational>();
    for (share, most) in shares.iter_mut().zip(&most) {
        let more = rest.clone().min(most - &*share).max(BigRational::zero());
        rest -= &more;
        *share += more;
    }
    let scale = |(share, gross): (BigRational, &BigRational)| {
        if gross.is_zero() { BigRational::zero() } else { share / gross }
    };
    shares.into_iter().zip(gross).map(scale).collect()
}

/// What is asked of each invoice, at the lines' own prices or at lower ones.
fn asks(
    invoices: &[Creditable],
    rows: &[Row<'_>],
    scale: impl Fn(&Row<'_>) -> Option<BigRational>,
) -> Vec<Vec<Ask>> {
    let mut asks: Vec<Vec<Ask>> = invoices.iter().map(|_| vec![]).collect();
    for row in rows.iter().filter(|row| !row.taken.is_zero()) {
        let own = row.of.invoice.lines[row.at].unit_price;
        let price = scale(row).map_or(own, |scale| own.lowered(&scale));
        asks[row.invoice].push(row.ask(price));
    }
    asks
}
