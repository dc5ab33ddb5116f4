//! Reservation: a transfer from one of the company's own locations is ready when all that it demands lies
//! there and nobody else holds it; else it waits and holds nothing. Settled at the end of whatever changed
//! stock, so that a transfer turns ready by itself, the oldest first.

use std::collections::BTreeMap;

use super::super::repair::parts;
use super::super::work::Work;
use super::{load, moved};
use crate::domain::error::Result;
use crate::domain::ids::{LocationId, LotId, ProductId, TransferId, TransferLineId};
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{LocationUsage, Lot, Transfer, TransferLine, TransferState};
use crate::store::reservation::Holder;
use crate::store::transfer::{self, NewTransferLine};
use crate::store::{Read, repair, reservation, stock};

/// The lots that a line takes, and how much of each.
type Assigned = Vec<(TransferLineId, Vec<(Lot, Quantity)>)>;

/// Makes an open transfer ready if it can be; answers whether it is.
pub fn reserve(work: &mut Work<'_, '_>, id: TransferId) -> Result<bool> {
    let of = load(work.tx, id)?;
    let Some(assigned) = assignable(work.tx, &of)? else { return Ok(false) };
    let mut next = of.lines.iter().map(|l| l.line).max().unwrap_or_default();
    for (line, lots) in assigned {
        let line = of.lines.iter().find(|l| l.id == line);
        for (at, (lot, quantity)) in lots.into_iter().enumerate() {
            let Some(line) = line else { continue };
            if at == 0 {
                let first = TransferLine { lot: Some(lot), demand: quantity, ..line.clone() };
                transfer::save_line(work.tx, &first)?;
                continue;
            }
            next += 1;
            let new = NewTransferLine {
                transfer: id,
                line: next,
                product: line.product,
                lot: Some(lot.id),
                quantity,
                order_line: line.order_line,
                return_of: line.return_of,
            };
            transfer::insert_line(work.tx, &new)?;
        }
    }
    transfer::set_state(work.tx, id, TransferState::Ready)?;
    Ok(true)
}

/// The lots with which a transfer would be ready; none where something is missing.
fn assignable(read: &Read<'_>, of: &Transfer) -> Result<Option<Assigned>> {
    let usage = stock::location(read, of.from)?.map(|(_, usage, _)| usage);
    if usage != Some(LocationUsage::Internal) {
        return Ok(Some(vec![]));
    }
    let mut free: BTreeMap<(ProductId, Option<LotId>), Quantity> = BTreeMap::new();
    let mut lots: BTreeMap<ProductId, Vec<Lot>> = BTreeMap::new();
    for line in &of.lines {
        if lots.contains_key(&line.product) {
            continue;
        }
        let mut known = Vec::new();
        if line.tracking == Tracking::None {
            free.insert(
                (line.product, None),
                reservation::free(read, line.product, of.from, Some(Holder::Transfer(of.id)))?,
            );
        } else {
            for (lot, left) in
                reservation::free_lots(read, line.product, of.from, Some(Holder::Transfer(of.id)))?
            {
                free.insert((line.product, Some(lot.id)), left);
                known.push(lot);
            }
        }
        lots.insert(line.product, known);
    }
    let mut assigned = Vec::new();
    // Lines that name their lot come first: the others take what those leave.
    let (named, open): (Vec<_>, Vec<_>) = of.lines.iter().partition(|l| l.lot.is_some());
    for line in named.into_iter().chain(open) {
        let mut wanted = line.demand;
        let mut taken = Vec::new();
        let candidates: Vec<Option<Lot>> = match (line.tracking, &line.lot) {
            (Tracking::None, _) => vec![None],
            (_, Some(lot)) => vec![Some(lot.clone())],
            (_, None) => lots.get(&line.product).into_iter().flatten().cloned().map(Some).collect(),
        };
        for lot in candidates {
            let Some(left) = free.get_mut(&(line.product, lot.as_ref().map(|l| l.id))) else { continue };
            let take = wanted.min(*left);
            if take.is_zero() || take.is_negative() {
                continue;
            }
            *left = *left - take;
            wanted = wanted - take;
            taken.extend(lot.map(|lot| (lot, take)));
        }
        if !wanted.is_zero() {
            return Ok(None);
        }
        if line.lot.is_none() && !taken.is_empty() {
            assigned.push((line.id, taken));
        }
    }
    Ok(Some(assigned))
}

/// Brings the transfers of a product into line with what lies there: the newest that hold more than that wait
/// again, and the oldest that wait are ready where they can be.
pub fn settle(work: &mut Work<'_, '_>, product: ProductId) -> Result<()> {
    for place in reservation::places(work.tx, product)? {
        while let Some(short) = short(work.tx, product, place)? {
            // Parts let go first, of a lot those that hold it: a repair can go on without them.
            if let Some((repair, part)) = repair::newest_holder(work.tx, product, place, short)? {
                parts::release(work, repair, part)?;
                continue;
            }
            let ready = reservation::of_product(work.tx, product, place, TransferState::Ready)?;
            let Some(newest) = ready.last() else { break };
            release(work, *newest)?;
            // What it held of other products is free for others.
            let lines = load(work.tx, *newest)?.lines;
            work.stock.extend(lines.iter().map(|l| l.product).filter(|of| *of != product));
        }
        for id in reservation::of_product(work.tx, product, place, TransferState::Waiting)? {
            let before = load(work.tx, id)?;
            if reserve(work, id)? {
                moved(work, &before, TransferState::Ready);
            }
        }
        for (repair, part) in repair::waiting_parts(work.tx, product, place)? {
            parts::hold(work, repair, part)?;
        }
    }
    Ok(())
}

/// Whether more is promised of a product than lies there; of which lot, where it is one.
fn short(read: &Read<'_>, product: ProductId, place: LocationId) -> Result<Option<Option<LotId>>> {
    match reservation::overpromised_lot(read, product, place)? {
        Some(lot) => Ok(Some(lot)),
        None => Ok(reservation::free(read, product, place, None)?.is_negative().then_some(None)),
    }
}

/// Lets go of what a ready transfer holds: it waits, its lines without lots, and those of one demand together.
fn release(work: &mut Work<'_, '_>, id: TransferId) -> Result<()> {
    let of = load(work.tx, id)?;
    transfer::set_state(work.tx, id, TransferState::Waiting)?;
    moved(work, &of, TransferState::Waiting);
    let mut kept: Vec<TransferLine> = Vec::new();
    for line in of.lines.iter().filter(|l| l.tracking != Tracking::None) {
        let same = |k: &&mut TransferLine| {
            (k.product, k.order_line, k.return_of) == (line.product, line.order_line, line.return_of)
        };
        match kept.iter_mut().find(same) {
            Some(first) => {
                first.demand = first.demand + line.demand;
                transfer::delete_line(work.tx, line.id)?;
            }
            None => kept.push(TransferLine { lot: None, ..line.clone() }),
        }
    }
    kept.iter().try_for_each(|line| transfer::save_line(work.tx, line))
}
