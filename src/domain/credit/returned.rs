//! What goods that came back take of the invoices that billed them.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::{Ask, Creditable, Take, everything};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{OrderLineId, TaxId};
use crate::domain::money::{Amount, Money};
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

    fn billed(&self) -> Quantity {
        self.of.invoice.lines[self.at].quantity.abs()
    }

    fn taxes(&self) -> Vec<TaxId> {
        self.of.invoice.lines[self.at].taxes.iter().map(|tax| tax.id).collect()
    }

    /// Whether units of it were credited at a lower price: more money is left than its units come to.
    fn was_lowered(&self) -> bool {
        let (left, gone) = (self.left(), self.billed() - self.left());
        let beyond = self.of.lines[self.at].amounts.total() - self.worth(left);
        beyond > unit() && beyond * BigRational::from_integer(200.into()) > self.worth(gone)
    }

    /// Its price, lowered by a part, so that roundings take no more than is left of its money.
    fn price(&self, scale: &BigRational) -> Option<UnitPrice> {
        let worth = self.worth(self.taken);
        if scale.is_one() || !worth.is_positive() {
            return None;
        }
        let most = self.of.lines[self.at].amounts.total() - unit();
        let target = (self.noted(self.taken) * scale).min(most).max(BigRational::zero());
        Some(self.of.invoice.lines[self.at].unit_price.lowered(&(target / worth)))
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
/// the last of all take everything that is left. Refuses with `DiscountElsewhere` where invoices that bear the
/// discounts of other goods have too little left for what was paid.
pub fn returned(
    invoices: &[Creditable],
    came: &mut [(OrderLineId, Quantity)],
    discounts: &[Borne],
) -> Result<Vec<Vec<Ask>>> {
    let is_discount = |sold: Option<OrderLineId>| discounts.iter().any(|d| Some(d.discount) == sold);
    let mut rows = goods(invoices, came, &is_discount);
    if rows.iter().all(|row| row.taken.is_zero()) {
        return Ok(invoices.iter().map(|_| vec![]).collect());
    }
    if rows.iter().all(|row| is_discount(row.sold) || row.taken == row.left()) {
        let bare = |at: usize| rows.iter().all(|row| row.invoice != at || row.taken.is_zero());
        let rest = |(at, of): (usize, &Creditable)| match bare(at) && of.document.total.is_zero() {
            true => Ok(vec![]),
            false => everything(of),
        };
        return invoices.iter().enumerate().map(rest).collect();
    }
    let mut notes: Vec<BigRational> = invoices.iter().map(|_| BigRational::zero()).collect();
    for row in rows.iter().filter(|row| !row.taken.is_zero()) {
        notes[row.invoice] += row.noted(row.taken);
    }
    let mut misplaced = BigRational::zero();
    for discount in discounts {
        let part = discount.part(|id| sums(&rows, id, |row| row.taken, |row| row.left()));
        misplaced += place(&mut rows, &mut notes, discount.discount, &part);
    }
    let beyond = notes.iter().zip(invoices).any(|(note, of)| *note > of.document.total.exact() + unit());
    // Money that earlier returns left with goods at a lower price is of discounts that stand elsewhere: a discount's
    // own rest tells no longer what is to be borne, but what was billed does.
    let before = rows.iter().any(|row| !is_discount(row.sold) && row.was_lowered());
    if discounts.is_empty() || (!before && misplaced <= unit() && !beyond) {
        return Ok(asks(invoices, &rows, |_| None));
    }
    rows.iter_mut().filter(|row| is_discount(row.sold)).for_each(|row| row.taken = Quantity::ZERO);
    let of_all = |row: &Row<'_>| if before { row.billed() } else { row.left() };
    let taken = || rows.iter().filter(|row| !row.taken.is_zero());
    let mut scales: Vec<(Vec<TaxId>, Vec<BigRational>)> = Vec::new();
    for row in taken() {
        let taxes = row.taxes();
        if scales.iter().all(|(known, _)| *known != taxes) {
            let scale = lowered(invoices, &rows, &taxes, discounts, of_all);
            scales.push((taxes, scale));
        }
    }
    let scale = |row: &Row<'_>| {
        let taxes = row.taxes();
        let found = scales.iter().find(|(known, _)| *known == taxes);
        found.map_or_else(BigRational::one, |(_, scale)| scale[row.invoice].clone())
    };
    let gross: BigRational = taken().map(|row| row.noted(row.taken)).sum();
    let fair = gross - borne(&rows, discounts, |row| row.taken, of_all);
    let credited: BigRational = taken().map(|row| row.noted(row.taken) * scale(row)).sum();
    let roundings: BigRational = taken().map(|_| unit() + unit()).sum();
    match invoices.first() {
        Some(of) if fair.clone() - credited > roundings => {
            let fair = Money::new(Amount::round(&fair)?, of.invoice.currency);
            Err(Error::DiscountElsewhere { fair })
        }
        _ => Ok(asks(invoices, &rows, |row| row.price(&scale(row)))),
    }
}

/// What some units of a line of an order come to, and what all that there is of it does.
fn sums(
    rows: &[Row<'_>],
    id: OrderLineId,
    goes: impl Fn(&Row<'_>) -> Quantity,
    of_all: impl Fn(&Row<'_>) -> Quantity,
) -> (BigRational, BigRational) {
    rows.iter()
        .filter(|row| row.sold == Some(id))
        .fold((BigRational::zero(), BigRational::zero()), |(some, all), row| {
            (some + row.worth(goes(row)), all + row.worth(of_all(row)))
        })
}

/// What goods bear of discounts, of all that there is of both.
fn borne(
    rows: &[Row<'_>],
    discounts: &[Borne],
    goes: impl Fn(&Row<'_>) -> Quantity + Copy,
    of_all: impl Fn(&Row<'_>) -> Quantity + Copy,
) -> BigRational {
    let of = |discount: &Borne| {
        let (_, all) = sums(rows, discount.discount, |_| Quantity::ZERO, of_all);
        all.abs() * discount.part(|id| sums(rows, id, goes, of_all))
    };
    discounts.iter().map(of).sum()
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

/// By how much the price of goods with the same taxes is lowered on each invoice, so that all of them come to
/// what was paid, and none to more than lines with these taxes have left there, whatever roundings add.
fn lowered(
    invoices: &[Creditable],
    rows: &[Row<'_>],
    taxes: &[TaxId],
    discounts: &[Borne],
    of_all: impl Fn(&Row<'_>) -> Quantity + Copy,
) -> Vec<BigRational> {
    let goes = |row: &Row<'_>| if row.taxes() == taxes { row.taken } else { Quantity::ZERO };
    let of = |at: usize| rows.iter().filter(move |row| row.invoice == at && row.taxes() == taxes);
    let taken = |at: usize| of(at).filter(|row| !row.taken.is_zero());
    let gross: Vec<BigRational> =
        (0..invoices.len()).map(|at| taken(at).map(|row| row.noted(row.taken)).sum()).collect();
    let all: BigRational = gross.iter().sum();
    let paid = (all.clone() - borne(rows, discounts, goes, of_all)).max(BigRational::zero());
    let left = |at: usize| {
        let money: BigRational = of(at).map(|row| row.of.lines[row.at].amounts.total()).sum();
        let roundings: BigRational = taken(at).map(|_| unit()).sum();
        let lines: BigRational = invoices[at].lines.iter().map(|line| line.amounts.total()).sum();
        money.min(lines).min(invoices[at].document.total.exact()) - roundings
    };
    let most: Vec<BigRational> = gross
        .iter()
        .enumerate()
        .map(|(at, gross)| gross.clone().min(left(at)).max(BigRational::zero()))
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
    shares.into_iter().zip(&gross).map(scale).collect()
}

/// What is asked of each invoice, at the lines' own prices or at lower ones.
fn asks(
    invoices: &[Creditable],
    rows: &[Row<'_>],
    price: impl Fn(&Row<'_>) -> Option<UnitPrice>,
) -> Vec<Vec<Ask>> {
    let mut asks: Vec<Vec<Ask>> = invoices.iter().map(|_| vec![]).collect();
    for row in rows.iter().filter(|row| !row.taken.is_zero()) {
        let own = row.of.invoice.lines[row.at].unit_price;
        asks[row.invoice].push(row.ask(price(row).unwrap_or(own)));
    }
    asks
}
