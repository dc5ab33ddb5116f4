//! The parts of repairs: added, changed, held while the repair is under way, and carried out at its end
//! (`domain/facts.md` §5.3).

use super::super::work::Work;
use super::super::{stock, stock_count};
use super::quote::Extent;
use super::{load, location, named_lot, quote};
use crate::domain::command::{NewPart, PartChange, RepairEdit};
use crate::domain::effect::{Effect, Key, Op, Subject};
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::{LocationId, PartId, RepairId};
use crate::domain::product::{Product, ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::repair::{Part, PartKind, PartState, Repair};
use crate::domain::stock::{LocationUsage, Lot, MoveKind};
use crate::store::reservation::{self, Holder};
use crate::store::stock::{Move, insert_move};
use crate::store::{Read, catalog, driver, repair};

/// Carries out what an edit says of the parts.
pub fn edit(work: &mut Work<'_, '_>, id: RepairId, edit: &RepairEdit) -> Result<()> {
    let changed = edit.change.iter().map(|asked| ("change_part", asked.line));
    let mut named: Vec<i64> = Vec::new();
    for (field, line) in changed.chain(edit.remove.iter().map(|line| ("remove_part", *line))) {
        if named.contains(&line) {
            return Err(Error::from(Invalid::Twice { given: line.to_string() }).at(field));
        }
        named.push(line);
    }
    for asked in &edit.change {
        change(work, id, asked).map_err(|e| e.at("change_part"))?;
    }
    for line in &edit.remove {
        remove(work, id, *line).map_err(|e| e.at("remove_part"))?;
    }
    for new in &edit.add {
        add(work, id, new).map_err(|e| e.at("parts"))?;
    }
    use_parts(work, id, &edit.done).map_err(|e| e.at("done"))
}

/// Notes what became of a part, if anything did; of which repair stands on both sides.
fn tell(work: &mut Work<'_, '_>, of: &Repair, effect: Effect) {
    if effect.is_idle() {
        return;
    }
    let was = if effect.op == Op::Add { effect } else { effect.was(Key::With, of.number.as_str()) };
    work.note(if was.op == Op::Remove { was } else { was.now(Key::With, of.number.as_str()) });
}

fn add(work: &mut Work<'_, '_>, id: RepairId, new: &NewPart) -> Result<()> {
    let of = load(work.tx, id)?;
    let product = stock_count::find_product(work.tx, &new.product)?;
    if product.kind != ProductKind::Goods {
        return Err(Error::NotGoods { product: product.sku });
    }
    if new.quantity.is_negative() {
        return Err(Error::NegativeQuantity);
    }
    if new.quantity.is_zero() {
        return Err(Invalid::NotPositive { given: "0".to_owned() }.into());
    }
    let part = Part {
        id: PartId(0),
        line: of.next_line(),
        kind: new.kind,
        product: product.id,
        sku: product.sku.clone(),
        name: product.name.clone(),
        tracking: product.tracking,
        lot_said: new.lot.as_deref().is_some_and(|name| !name.is_empty()),
        lot: new.lot.as_deref().map(|name| lot(work.tx, &product, name)).transpose()?.flatten(),
        demand: new.quantity,
        done: Quantity::ZERO,
        said: false,
        state: PartState::Draft,
        order_line: None,
        quoted: false,
    };
    part.check()?;
    not_itself(&of, &part)?;
    let part_id = repair::insert_part(work.tx, id, &part)?;
    let effect = Effect::add(Subject::Part, part.sku.clone())
        .now(Key::PartKind, part.kind.as_str())
        .now(Key::Demand, part.demand.to_string());
    tell(work, &of, effect);
    if of.is_under_way() {
        hold(work, id, part_id)?;
    }
    quote::follow(work, id, Extent::New)
}

fn change(work: &mut Work<'_, '_>, id: RepairId, asked: &PartChange) -> Result<()> {
    let PartChange { line, kind, demand, lot } = asked;
    let (line, kind, demand) = (*line, *kind, *demand);
    let of = load(work.tx, id)?;
    let before = of.parts[of.part(line)?].clone();
    if demand.is_some_and(Quantity::is_negative) {
        return Err(Error::NegativeQuantity);
    }
    if demand.is_some_and(Quantity::is_zero) {
        return remove(work, id, line);
    }
    let lot_said = lot.as_deref().map_or(before.lot_said, |name| !name.is_empty());
    let lot = match lot {
        Some(name) => self::lot(work.tx, &product(work.tx, &before)?, name)?,
        None => before.lot.clone(),
    };
    let mut after = Part {
        lot_said,
        kind: kind.unwrap_or(before.kind),
        demand: demand.unwrap_or(before.demand),
        lot,
        ..before.clone()
    };
    let anew = after.kind != before.kind || after.lot != before.lot;
    if of.is_under_way() {
        if anew {
            after.done = Quantity::ZERO;
            after.said = false;
        }
        // What is not asked for any more is not held either; what somebody said is used stays.
        if !after.said {
            after.done = after.done.min(after.demand);
        }
        after.state = after.held();
    }
    after.check()?;
    not_itself(&of, &after)?;
    repair::save_part(work.tx, &after)?;
    let effect = Effect::change(Subject::Part, after.sku.clone())
        .moved(Key::PartKind, Some(before.kind.as_str()), Some(after.kind.as_str()))
        .moved(Key::Demand, Some(before.demand.to_string()), Some(after.demand.to_string()))
        .moved(Key::Lot, lot_name(&before), lot_name(&after));
    tell(work, &of, effect);
    if of.is_under_way() && anew {
        hold(work, id, after.id)?;
    }
    if after.done < before.done || anew {
        work.stock.insert(after.product);
    }
    quote::changed(work, id, &before, &after)
}

fn product(read: &Read<'_>, of: &Part) -> Result<Product> {
    catalog::load_product(read, of.product)?.ok_or_else(|| driver::damaged("product"))
}

fn remove(work: &mut Work<'_, '_>, id: RepairId, line: i64) -> Result<()> {
    let of = load(work.tx, id)?;
    let part = of.parts[of.part(line)?].clone();
    let gone = Part { demand: Quantity::ZERO, ..part.clone() };
    quote::changed(work, id, &part, &gone)?;
    repair::delete_part(work.tx, part.id)?;
    tell(
        work,
        &of,
        Effect::remove(Subject::Part, part.sku.clone()).was(Key::Demand, part.demand.to_string()),
    );
    work.stock.insert(part.product);
    Ok(())
}

/// Sets how much of parts is used. Several lots of one part stand on lines of their own.
fn use_parts(work: &mut Work<'_, '_>, id: RepairId, done: &[(i64, Quantity, Option<String>)]) -> Result<()> {
    let mut said: Vec<i64> = Vec::new();
    for (line, quantity, lot) in done {
        let of = load(work.tx, id)?;
        if !of.is_under_way() {
            return of.wrong(Wrong::RepairNotConfirmed);
        }
        if quantity.is_negative() {
            return Err(Error::NegativeQuantity);
        }
        let before = of.parts[of.part(*line)?].clone();
        let lot = match lot.as_deref() {
            Some(name) => self::lot(work.tx, &product(work.tx, &before)?, name)?,
            None => before.lot.clone(),
        };
        let lot_said = before.lot_said || lot != before.lot;
        let again = said.contains(line);
        if again && before.lot == lot {
            return Err(Invalid::Twice { given: line.to_string() }.into());
        }
        said.push(*line);
        let mut after = Part { lot, lot_said, done: *quantity, said: true, ..before.clone() };
        if again {
            // Another lot of the same part.
            let demand = (before.demand - before.done).min(*quantity).max(Quantity::ZERO);
            repair::save_part(work.tx, &Part { demand: before.demand - demand, ..before.clone() })?;
            after = Part { id: PartId(0), line: of.next_line(), demand, ..after };
            after.state = after.held();
            after.id = repair::insert_part(work.tx, id, &after)?;
        }
        after.state = after.held();
        after.check()?;
        not_itself(&of, &after)?;
        there(work.tx, &of, &after)?;
        repair::save_part(work.tx, &after)?;
        let effect = Effect::change(Subject::Part, after.sku.clone())
            .moved(Key::Used, Some(before.done.to_string()), Some(after.done.to_string()))
            .moved(Key::Lot, lot_name(&before), lot_name(&after));
        tell(work, &of, effect);
        work.stock.insert(after.product);
    }
    Ok(())
}

/// Refuses more of a part that goes in than lies there free.
fn there(read: &Read<'_>, of: &Repair, part: &Part) -> Result<()> {
    if part.kind != PartKind::Add || part.done.is_zero() {
        return Ok(());
    }
    let but = Some(Holder::Part(part.id));
    let free = match &part.lot {
        None if part.tracking == Tracking::None => reservation::free(read, part.product, of.stock, but)?,
        None => return Ok(()),
        Some(lot) => reservation::free_lots(read, part.product, of.stock, but)?
            .into_iter()
            .find(|(known, _)| known.id == lot.id)
            .map_or(Quantity::ZERO, |(_, free)| free),
    };
    if free < part.done {
        let product =
            part.lot.as_ref().map_or_else(|| part.sku.clone(), |l| format!("{} {}", part.sku, l.name));
        let (location, free) = (stock::place(read, of.stock)?, free.max(Quantity::ZERO));
        return Err(Error::PartMissing { product, location, free });
    }
    Ok(())
}

/// Holds what is there of a part, as far as it is demanded; what comes out of the product is always there.
pub fn hold(work: &mut Work<'_, '_>, id: RepairId, part: PartId) -> Result<()> {
    let of = load(work.tx, id)?;
    let Some(part) = of.parts.iter().find(|p| p.id == part) else { return Ok(()) };
    let mut after = part.clone();
    match (part.kind, part.tracking) {
        (PartKind::Remove | PartKind::Recycle, _) => after.done = part.demand,
        (PartKind::Add, Tracking::None) => {
            let free = reservation::free(work.tx, part.product, of.stock, Some(Holder::Part(part.id)))?;
            after.done = part.demand.min(free.max(Quantity::ZERO));
        }
        (PartKind::Add, _) => hold_lots(work, &of, &mut after)?,
    }
    after.state = after.held();
    settle(work, &of, part, &after)
}

/// Holds lots of a part: of the one that somebody chose, else the one that it has first and then those that came
/// first. Each stands on a line of its own, and so does what nothing is there of.
fn hold_lots(work: &Work<'_, '_>, of: &Repair, part: &mut Part) -> Result<()> {
    let own = part.lot.as_ref().map(|l| l.id);
    let mut free = reservation::free_lots(work.tx, part.product, of.stock, Some(Holder::Part(part.id)))?;
    // What is repaired is no part of itself.
    let itself = |lot: &Lot| part.product == of.product && of.lot.as_ref() == Some(lot);
    free.retain(|(lot, free)| {
        *free > Quantity::ZERO && (!part.lot_said || Some(lot.id) == own) && !itself(lot)
    });
    free.sort_by_key(|(lot, _)| Some(lot.id) != own);
    let (mut wanted, mut taken) = (part.demand, Vec::new());
    for (lot, there) in free {
        let take = wanted.min(there);
        if !take.is_zero() {
            wanted = wanted - take;
            taken.push((lot, take));
        }
    }
    let mut taken = taken.into_iter();
    let Some((lot, take)) = taken.next() else {
        part.done = Quantity::ZERO;
        part.lot = part.lot.take().filter(|_| part.lot_said);
        return Ok(());
    };
    (part.lot, part.done) = (Some(lot), take);
    if part.lot_said {
        return Ok(());
    }
    part.demand = take;
    let open = (wanted > Quantity::ZERO).then_some((None, wanted));
    let lines = taken.map(|(lot, take)| (Some(lot), take)).chain(open);
    for (line, (lot, units)) in (of.next_line()..).zip(lines) {
        let done = if lot.is_some() { units } else { Quantity::ZERO };
        let mut split = Part { id: PartId(0), line, lot, demand: units, done, ..part.clone() };
        split.state = split.held();
        repair::insert_part(work.tx, of.id, &split)?;
    }
    Ok(())
}

/// Lets go of what a part holds; a lot that nobody chose goes too.
pub fn release(work: &mut Work<'_, '_>, id: RepairId, part: PartId) -> Result<()> {
    let of = load(work.tx, id)?;
    let Some(part) = of.parts.iter().find(|p| p.id == part) else { return Ok(()) };
    let lot = part.lot.clone().filter(|_| part.lot_said);
    let after = Part { done: Quantity::ZERO, said: false, lot, state: PartState::Waiting, ..part.clone() };
    settle(work, &of, part, &after)
}

/// Writes what came of holding, and says so.
fn settle(work: &mut Work<'_, '_>, of: &Repair, before: &Part, after: &Part) -> Result<()> {
    if before == after {
        return Ok(());
    }
    repair::save_part(work.tx, after)?;
    let effect = Effect::change(Subject::Part, after.sku.clone())
        .moved(Key::PartState, Some(before.state.as_str()), Some(after.state.as_str()))
        .moved(Key::Lot, lot_name(before), lot_name(after));
    tell(work, of, effect);
    Ok(())
}

/// Says that a part is given up.
pub fn left_over(work: &mut Work<'_, '_>, of: &Repair, before: &Part, after: &Part) {
    let effect = Effect::change(Subject::Part, after.sku.clone()).moved(
        Key::PartState,
        Some(before.state.as_str()),
        Some(after.state.as_str()),
    );
    tell(work, of, effect);
}

fn lot_name(of: &Part) -> Option<String> {
    of.lot.as_ref().map(|l| l.name.clone())
}

/// A part's lot by its name; what is wrong with it is wrong with the part.
fn lot(read: &Read<'_>, product: &Product, name: &str) -> Result<Option<Lot>> {
    named_lot(read, product, name).map_err(Error::bare)
}

/// Refuses the serial number that is repaired as a part of itself.
pub(super) fn not_itself(of: &Repair, part: &Part) -> Result<()> {
    match &part.lot {
        Some(lot)
            if part.tracking == Tracking::Serial
                && part.product == of.product
                && of.lot.as_ref() == Some(lot) =>
        {
            Err(Error::SerialDuplicate { lot: lot.name.clone() })
        }
        _ => Ok(()),
    }
}

/// Moves what is used of a part.
pub fn carry(work: &mut Work<'_, '_>, of: &Repair, part: &Part) -> Result<()> {
    let production = location(work.tx, LocationUsage::Production)?;
    let (from, to): (LocationId, LocationId) = match part.kind {
        PartKind::Add => (of.stock, production),
        PartKind::Remove => (production, location(work.tx, LocationUsage::Scrap)?),
        PartKind::Recycle => (production, of.stock),
    };
    there(work.tx, of, part)?;
    // A serial number that lies here comes out of nothing.
    if let (Some(lot), PartKind::Recycle | PartKind::Remove, Tracking::Serial) =
        (&part.lot, part.kind, part.tracking)
        && reservation::is_put_away(work.tx, lot.id)?
    {
        return Err(Error::SerialDuplicate { lot: lot.name.clone() }.at("parts"));
    }
    let place = |id| stock::place(work.tx, id);
    let effect = Effect::change(Subject::Part, part.sku.clone())
        .was(Key::Used, part.done.to_string())
        .now(Key::Used, part.done.to_string())
        .moved(Key::Location, Some(place(from)?), Some(place(to)?));
    let effect = match lot_name(part) {
        Some(lot) => effect.was(Key::Lot, lot.clone()).now(Key::Lot, lot),
        None => effect,
    };
    tell(work, of, effect);
    let new = Move {
        kind: MoveKind::Repair,
        product: part.product,
        lot: part.lot.as_ref().map(|l| l.id),
        quantity: part.done,
        from: Some(from),
        to: Some(to),
        reason: None,
        line: None,
        part: Some(part.id),
    };
    insert_move(work.tx, &new)
}
