//! How a repair goes on: confirmed, started, ended, quoted, given up, and made new again (`domain/facts.md` §5.2, §5.4,
//! §5.5).

use super::super::stock;
use super::super::work::Work;
use super::quote::Extent;
use super::{load, parts, quote, require_change, works};
use crate::domain::command::RepairAction;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Need, Result, Wrong};
use crate::domain::ids::RepairId;
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;
use crate::domain::repair::{Part, PartState, Repair, RepairState};
use crate::domain::user::Right;
use crate::store::{catalog, driver, order, repair, stock as places};

/// Lets a repair go on.
pub fn step(work: &mut Work<'_, '_>, id: RepairId, action: RepairAction, anyway: bool) -> Result<()> {
    let of = load(work.tx, id)?;
    match action {
        RepairAction::Start | RepairAction::End if !works(&work.actor) => {
            return Err(Error::Forbidden(Need::Right(Right::Inventory)));
        }
        _ => require_change(&work.actor, &of)?,
    }
    work.ticket = of.ticket;
    match action {
        RepairAction::Confirm => confirm(work, id, anyway),
        RepairAction::Start => start(work, id, anyway),
        RepairAction::End => end(work, id, anyway),
        RepairAction::Quote => quote::quote(work, id),
        RepairAction::Cancel => cancel(work, id),
        RepairAction::Reset => reset(work, id),
    }
}

fn to_state(work: &mut Work<'_, '_>, of: &Repair, state: RepairState) -> Result<()> {
    let after = Repair { state, ..load(work.tx, of.id)? };
    repair::save(work.tx, &after)?;
    work.note(Effect::change(Subject::Repair, of.number.clone()).moved(
        Key::RepairState,
        Some(of.state.as_str()),
        Some(state.as_str()),
    ));
    Ok(())
}

/// Confirms a repair: asks where less of the product is there, and holds the parts (`domain/facts.md` §5.4).
pub(super) fn confirm(work: &mut Work<'_, '_>, id: RepairId, anyway: bool) -> Result<()> {
    let of = load(work.tx, id)?;
    of.open()?;
    if of.state != RepairState::New {
        return of.wrong(Wrong::RepairConfirmed);
    }
    of.parts.iter().try_for_each(Part::check)?;
    let found = places::quantity(work.tx, of.product, of.lot.as_ref().map(|l| l.id), of.place)?;
    if found < of.quantity && !anyway {
        let sku = catalog::sku(work.tx, of.product)?.unwrap_or_default();
        let product = of.lot.as_ref().map_or_else(|| sku.clone(), |lot| format!("{sku} {}", lot.name));
        let (location, found) = (stock::place(work.tx, of.place)?, found.max(Quantity::ZERO));
        return Err(Error::NothingToRepair { product, location, found });
    }
    to_state(work, &of, RepairState::Confirmed)?;
    of.parts.iter().try_for_each(|part| parts::hold(work, id, part.id))
}

/// Starts a repair; a new one is confirmed with it.
fn start(work: &mut Work<'_, '_>, id: RepairId, anyway: bool) -> Result<()> {
    let of = load(work.tx, id)?;
    of.open()?;
    match of.state {
        RepairState::New => confirm(work, id, anyway)?,
        RepairState::Confirmed => {}
        _ => return of.wrong(Wrong::RepairConfirmed),
    }
    let of = load(work.tx, id)?;
    to_state(work, &of, RepairState::UnderRepair)
}

/// Ends a repair: what is used moves, the rest is given up (`domain/facts.md` §5.5).
fn end(work: &mut Work<'_, '_>, id: RepairId, anyway: bool) -> Result<()> {
    let of = load(work.tx, id)?;
    let product = catalog::load_product(work.tx, of.product)?.ok_or_else(|| driver::damaged("product"))?;
    let ended = of.ended(anyway)?;
    if product.tracking != Tracking::None && of.lot.is_none() {
        return Err(Error::LotRequired { product: product.sku }.at("lot"));
    }
    for (before, part) in of.parts.iter().zip(&ended) {
        repair::save_part(work.tx, part)?;
        match part.state {
            PartState::Done => parts::carry(work, &of, part)?,
            _ => parts::left_over(work, &of, before, part),
        }
    }
    quote::follow(work, id, Extent::All)?;
    if let Some(order) = of.order {
        order::touch(work.tx, order)?;
    }
    to_state(work, &of, RepairState::Repaired)?;
    work.stock.extend(ended.iter().map(|p| p.product));
    Ok(())
}

/// Gives a repair up: what its parts held is free again.
fn cancel(work: &mut Work<'_, '_>, id: RepairId) -> Result<()> {
    let of = load(work.tx, id)?;
    of.open()?;
    for part in of.parts.iter().cloned() {
        let lot = part.lot.clone().filter(|_| part.lot_said);
        let given_up = Part { done: Quantity::ZERO, said: false, state: PartState::Cancelled, lot, ..part };
        repair::save_part(work.tx, &given_up)?;
    }
    quote::follow(work, id, Extent::Moved)?;
    to_state(work, &of, RepairState::Cancelled)?;
    work.stock.extend(of.parts.iter().map(|p| p.product));
    Ok(())
}

/// Makes a cancelled repair new again.
fn reset(work: &mut Work<'_, '_>, id: RepairId) -> Result<()> {
    let of = load(work.tx, id)?;
    if of.state != RepairState::Cancelled {
        return of.wrong(Wrong::RepairNotCancelled);
    }
    for part in of.parts.iter().cloned() {
        repair::save_part(work.tx, &Part { state: PartState::Draft, ..part })?;
    }
    to_state(work, &of, RepairState::New)?;
    quote::follow(work, id, Extent::Moved)
}
