//! Carrying out a transfer: what was found moves, the rest follows in a back-order or is given up, and the
//! order's delivered quantities follow (`domain/facts.md` §4.6, 4.7; §10 on lots and quantities).

use super::super::work::Work;
use super::{load, require_inventory, reserve, subject};
use crate::domain::accounting;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{LocationId, OrderId, TransferId};
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{
    Found, LocationUsage, Lot, MoveKind, Outcome, Part, Transfer, TransferKind, TransferLine, TransferState,
    Validation,
};
use crate::domain::wording;
use crate::store::reservation::Holder;
use crate::store::stock::Move;
use crate::store::transfer::{self, Links, NewTransfer, NewTransferLine};
use crate::store::{Read, Tx, catalog, driver, order, reservation, sequence, stock};

/// Carries a transfer out.
pub fn validate(work: &mut Work<'_, '_>, id: TransferId, asked: &Validation) -> Result<()> {
    require_inventory(&work.actor)?;
    let of = load(work.tx, id)?;
    of.open()?;
    work.ticket = work.ticket.or(of.ticket);
    let mut of = of;
    let found = match &asked.found {
        Some(found) => Some(found.iter().map(|f| named(work.tx, &of, f)).collect::<Result<Vec<_>>>()?),
        None => {
            if of.state != TransferState::Ready && reserve::reserve(work, id)? {
                of = load(work.tx, id)?;
            }
            None
        }
    };
    let mut outcomes = of.outcomes(found.as_deref(), asked.backorder)?;
    check_goods(work.tx, &of, &outcomes)?;
    if of.is_return() {
        sources(work.tx, &of, &mut outcomes)?;
    }
    let before = of.order.map(|order| delivered(work.tx, order)).transpose()?;
    let rest = follows(work, &of, &outcomes, asked.backorder == Some(true))?;
    let next = of.lines.iter().map(|l| l.line).max().unwrap_or_default() + 1;
    let written = write(work.tx, &of, &outcomes, next, rest.is_some())?;
    tell_short(work, &of, &outcomes, rest.is_some());
    carry(work, &of, &written)?;
    transfer::set_done(work.tx, id, work.today)?;
    super::moved(work, &of, TransferState::Done);
    if let Some((order, before)) = of.order.zip(before) {
        tell_delivered(work, order, before)?;
    }
    work.stock.extend(of.lines.iter().map(|l| l.product));
    match rest {
        Some(rest) => reserve_rest(work, rest),
        None => Ok(()),
    }
}

/// What was found of a line, its lot looked up: a receipt of new goods may bring a new one.
fn named(tx: &Tx<'_>, of: &Transfer, found: &Found<Option<String>>) -> Result<Found> {
    let lot = match (&found.lot, of.line(found.line)) {
        (Some(name), Some(line)) if line.tracking != Tracking::None => {
            let name = &wording::name(name).map_err(|e| e.at("lot"))?;
            let known = catalog::find_lot(tx, line.product, name)?;
            let id = match known {
                Some(id) => id,
                None if of.kind == TransferKind::Receipt && !of.is_return() => {
                    catalog::insert_lot(tx, line.product, name)?
                }
                None => {
                    let (product, lot) = (line.sku.clone(), name.clone());
                    return Err(Error::LotUnknown { product, lot }.at("lot"));
                }
            };
            Some(Lot { id, name: name.clone() })
        }
        // Told by the rules: such a line has no lot.
        (Some(name), _) => Some(Lot { id: crate::domain::ids::LotId(0), name: name.clone() }),
        (None, _) => None,
    };
    Ok(Found { line: found.line, quantity: found.quantity, lot, condition: found.condition })
}

/// Refuses what is not there: from the company's own locations nothing moves that does not lie there free,
/// and no serial number comes to lie there twice.
fn check_goods(read: &Read<'_>, of: &Transfer, outcomes: &[Outcome]) -> Result<()> {
    let location = |id: LocationId| stock::location(read, id)?.ok_or_else(|| driver::damaged("location"));
    let (from, usage, _) = location(of.from)?;
    if usage == LocationUsage::Internal {
        let mut wanted: Vec<(&TransferLine, Option<&Lot>, Quantity)> = Vec::new();
        for o in outcomes {
            for part in o.parts.iter().filter(|p| !p.done().is_zero()) {
                let lot = part.lot.as_ref();
                let same = |(line, known, _): &&mut (&TransferLine, Option<&Lot>, Quantity)| {
                    line.product == o.line.product && *known == lot
                };
                match wanted.iter_mut().find(same) {
                    Some((.., sum)) => *sum = *sum + part.done(),
                    None => wanted.push((&o.line, lot, part.done())),
                }
            }
        }
        for (line, lot, wanted) in wanted {
            let free = match lot {
                None => reservation::free(read, line.product, of.from, Some(Holder::Transfer(of.id)))?,
                Some(lot) => {
                    reservation::free_lots(read, line.product, of.from, Some(Holder::Transfer(of.id)))?
                        .into_iter()
                        .find(|(known, _)| known.id == lot.id)
                        .map_or(Quantity::ZERO, |(_, free)| free)
                }
            };
            if free < wanted {
                let product =
                    lot.map_or_else(|| line.sku.clone(), |lot| format!("{} {}", line.sku, lot.name));
                let free = free.max(Quantity::ZERO);
                return Err(Error::InsufficientStock { product, location: from, free }.at("lines"));
            }
        }
        return Ok(());
    }
    for o in outcomes.iter().filter(|o| o.line.tracking == Tracking::Serial) {
        for lot in o.parts.iter().filter(|p| !p.done().is_zero()).filter_map(|p| p.lot.as_ref()) {
            if reservation::lies_in(read, lot.id)?.is_some() {
                return Err(Error::SerialDuplicate { lot: lot.name.clone() }.at("lot"));
            }
        }
    }
    Ok(())
}

/// What comes back is held against the delivery: another of its lots belongs to another of its lines, and no
/// more comes back of a line than is left of it.
fn sources(read: &Read<'_>, of: &Transfer, outcomes: &mut [Outcome]) -> Result<()> {
    let Some(source) = of.return_of.map(|id| load(read, id)).transpose()? else { return Ok(()) };
    if source.state != TransferState::Done {
        return Err(Error::DeliveryNotDone { delivery: source.number });
    }
    let mut left = transfer::returnable(read, source.id, Some(of.id))?;
    for o in outcomes {
        let planned = o.line.return_of.and_then(|id| source.lines.iter().find(|l| l.id == id));
        for part in o.parts.iter_mut().filter(|p| !p.done().is_zero()) {
            let of_lot = |l: &&TransferLine| l.product == o.line.product && l.lot == part.lot;
            let from = match planned.filter(|l| l.lot == part.lot) {
                Some(line) => line,
                None => match source.lines.iter().find(of_lot) {
                    Some(line) => line,
                    None => return Err(foreign(read, part, &source)?),
                },
            };
            let left = left.iter_mut().find(|(id, _)| *id == from.id);
            let Some((_, left)) = left else { return Err(driver::damaged("line")) };
            if *left < part.done() {
                let (product, left) = (o.line.sku.clone(), (*left).max(Quantity::ZERO));
                return Err(Error::OverReturned { product, left, lot: None }.at("lines"));
            }
            *left = *left - part.done();
            part.source = Some((from.id, from.order_line));
        }
    }
    Ok(())
}

/// A lot that was not delivered so, and where it is.
fn foreign(read: &Read<'_>, part: &Part, source: &Transfer) -> Result<Error> {
    let lot = part.lot.as_ref().map(|l| l.name.clone()).unwrap_or_default();
    let place = part.lot.as_ref().map(|l| super::passport::whereabouts(read, l.id)).transpose()?;
    let place = place.flatten().map(|w| w.place);
    Ok(Error::LotNotDelivered { lot, delivery: source.number.clone(), place }.at("lot"))
}

/// The back-order of what is left of the demand, with the lines of which nothing was found; its row.
fn follows(
    work: &mut Work<'_, '_>,
    of: &Transfer,
    outcomes: &[Outcome],
    wanted: bool,
) -> Result<Option<TransferId>> {
    if !wanted || outcomes.iter().all(|o| o.rest.is_zero()) {
        return Ok(None);
    }
    let prefix = accounting::transfer_prefix(of.kind);
    let number = sequence::next_number(work.tx, prefix)?;
    let links = Links {
        return_of: of.return_of,
        backorder_of: Some(of.id),
        exchange_for: of.exchange_for,
        ticket: of.ticket,
        created_by: Some(work.actor.id),
        reason: of.reason.as_deref(),
    };
    let new = NewTransfer {
        number: &number,
        kind: of.kind,
        state: TransferState::Waiting,
        customer: of.customer,
        order: of.order,
        date: work.today,
        from: of.from,
        to: of.to,
        links,
    };
    let id = transfer::insert(work.tx, &new)?;
    let held =
        stock::location(work.tx, of.from)?.is_some_and(|(_, usage, _)| usage == LocationUsage::Internal);
    for (at, o) in (1i64..).zip(outcomes.iter().filter(|o| !o.rest.is_zero())) {
        // What was held for it is let go: the back-order takes what is free then.
        let line = match (held, o.parts.is_empty()) {
            (true, true) => Some(TransferLine { lot: None, ..o.line.clone() }),
            (false, true) => Some(o.line.clone()),
            (_, false) => None,
        };
        match line {
            Some(line) => {
                transfer::save_line(work.tx, &line)?;
                transfer::move_line(work.tx, line.id, id, at)?;
            }
            None => {
                let lot = o.line.lot.as_ref().map(|l| l.id).filter(|_| !held);
                let new = NewTransferLine {
                    transfer: id,
                    line: at,
                    product: o.line.product,
                    lot,
                    quantity: o.rest,
                    order_line: o.line.order_line,
                    return_of: o.line.return_of,
                };
                transfer::insert_line(work.tx, &new)?;
            }
        }
    }
    let effect = Effect::add(subject(of.kind), number).now(Key::BackorderOf, of.number.as_str());
    work.note(effect.now(Key::TransferState, TransferState::Waiting.as_str()));
    Ok(Some(id))
}

fn reserve_rest(work: &mut Work<'_, '_>, id: TransferId) -> Result<()> {
    if reserve::reserve(work, id)? {
        let of = load(work.tx, id)?;
        let before = Transfer { state: TransferState::Waiting, ..of };
        super::moved(work, &before, TransferState::Ready);
    }
    Ok(())
}

/// Writes what was found of each line: its first part stands on it, others on lines of their own. Answers the
/// row of each part.
fn write(
    tx: &Tx<'_>,
    of: &Transfer,
    outcomes: &[Outcome],
    mut next: i64,
    follows: bool,
) -> Result<Vec<(TransferLine, Part)>> {
    let mut written = Vec::new();
    for o in outcomes {
        for (at, part) in o.parts.iter().enumerate() {
            let accounted = part.done() + part.missing;
            let own = (o.line.return_of, o.line.order_line);
            let (return_of, order_line) = part.source.map_or(own, |(of, sold)| (Some(of), sold));
            let line = TransferLine {
                return_of,
                order_line,
                lot: part.lot.clone(),
                // What is given up stays demanded of the line.
                demand: if at == 0 && !follows { accounted + o.rest } else { accounted },
                done: part.done(),
                damaged: part.damaged,
                missing: part.missing,
                ..o.line.clone()
            };
            let id = match at {
                0 => o.line.id,
                _ => {
                    let new = NewTransferLine {
                        transfer: of.id,
                        line: next,
                        product: line.product,
                        lot: None,
                        quantity: line.demand,
                        order_line: line.order_line,
                        return_of: line.return_of,
                    };
                    next += 1;
                    transfer::insert_line(tx, &new)?
                }
            };
            let line = TransferLine { id, ..line };
            transfer::save_line(tx, &line)?;
            written.push((line, part.clone()));
        }
    }
    Ok(written)
}

/// A location that goods move from or to.
struct Place {
    id: LocationId,
    name: String,
    /// Whether what lies there is told: the company's own, and what was written off.
    told: bool,
}

fn place(read: &Read<'_>, id: LocationId) -> Result<Place> {
    let (name, usage, _) = stock::location(read, id)?.ok_or_else(|| driver::damaged("location"))?;
    Ok(Place { id, name, told: matches!(usage, LocationUsage::Internal | LocationUsage::Scrap) })
}

/// Moves what was found of the lines; what is damaged is written off at once.
fn carry(work: &mut Work<'_, '_>, of: &Transfer, written: &[(TransferLine, Part)]) -> Result<()> {
    let (from, to) = (place(work.tx, of.from)?, place(work.tx, of.to)?);
    let scrap = match written.iter().any(|(_, part)| !part.damaged.is_zero()) {
        true => {
            let id = stock::default_location(work.tx, LocationUsage::Scrap)?;
            Some(place(work.tx, id.ok_or_else(|| driver::damaged("location"))?)?)
        }
        false => None,
    };
    for (line, part) in written {
        for (quantity, to) in [(part.sellable, Some(&to)), (part.damaged, scrap.as_ref())] {
            if let Some(to) = to.filter(|_| !quantity.is_zero()) {
                carry_one(work, line, quantity, (&from, to))?;
            }
        }
    }
    Ok(())
}

fn carry_one(
    work: &mut Work<'_, '_>,
    line: &TransferLine,
    quantity: Quantity,
    (from, to): (&Place, &Place),
) -> Result<()> {
    let lot = line.lot.as_ref();
    for (place, change) in [(from, -quantity), (to, quantity)].into_iter().filter(|(place, _)| place.told) {
        let before = stock::quantity(work.tx, line.product, lot.map(|l| l.id), place.id)?;
        let effect = Effect::change(Subject::Stock, line.sku.clone())
            .moved(Key::Quantity, Some(before.to_string()), Some((before + change).to_string()))
            .was(Key::Location, place.name.as_str())
            .now(Key::Location, place.name.as_str());
        work.note(match lot {
            Some(lot) => effect.was(Key::Lot, lot.name.as_str()).now(Key::Lot, lot.name.as_str()),
            None => effect,
        });
    }
    let new = Move {
        kind: MoveKind::Transfer,
        product: line.product,
        lot: lot.map(|l| l.id),
        quantity,
        from: Some(from.id),
        to: Some(to.id),
        reason: None,
        line: Some(line.id),
        part: None,
    };
    stock::insert_move(work.tx, &new)
}

/// Says what of a transfer is missing, and what is given up.
fn tell_short(work: &mut Work<'_, '_>, of: &Transfer, outcomes: &[Outcome], follows: bool) {
    for o in outcomes {
        let missing: Quantity = o.parts.iter().map(|p| p.missing).sum();
        let given_up = if follows { Quantity::ZERO } else { o.rest };
        for (key, units) in [(Key::Missing, missing), (Key::GivenUp, given_up)] {
            if !units.is_zero() {
                let effect = Effect::change(subject(of.kind), of.number.clone());
                let sku = o.line.sku.as_str();
                let units = units.to_string();
                work.note(
                    effect
                        .was(Key::Product, sku)
                        .now(Key::Product, sku)
                        .was(key, units.as_str())
                        .now(key, units.as_str()),
                );
            }
        }
    }
}

/// Units delivered of an order, all lines together.
fn delivered(read: &Read<'_>, order: OrderId) -> Result<Quantity> {
    let done = order::done(read, order)?;
    Ok(done.into_iter().fold(Quantity::ZERO, |sum, (_, delivered, _)| sum + delivered))
}

fn tell_delivered(work: &mut Work<'_, '_>, id: OrderId, before: Quantity) -> Result<()> {
    let after = delivered(work.tx, id)?;
    let Some((number, _)) = order::head(work.tx, id)? else { return Ok(()) };
    order::touch(work.tx, id)?;
    work.note(Effect::change(Subject::Order, number).moved(
        Key::Delivered,
        Some(before.to_string()),
        Some(after.to_string()),
    ));
    Ok(())
}
