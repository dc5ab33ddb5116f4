//! Correcting what the books say lies in a location, after a count.

use super::access::require;
use super::forms::Facts;
use super::intake;
use super::tickets::find_lot;
use super::work::Work;
use crate::domain::command::StockCount;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::form::{ChoiceOf, Draft, Resolved};
use crate::domain::ids::{LocationId, ProductId};
use crate::domain::product::{Product, ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{LocationUsage, MoveKind};
use crate::domain::user::{Right, User};
use crate::domain::wizard::count;
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wording;
use crate::store::import::rows::LotRow;
use crate::store::{Read, catalog, choices, stock};

/// Books the difference between what was counted and what the books say.
pub fn adjust(work: &mut Work<'_, '_>, count: &StockCount) -> Result<Product> {
    require(&work.actor, Right::Inventory)?;
    let product = find_product(work.tx, &count.product).map_err(|e| e.at("product"))?;
    if product.kind != ProductKind::Goods {
        return Err(Error::NotGoods { product: product.sku }.at("product"));
    }
    let missing = || Error::NotFound { what: Thing::Location, key: count.location.clone() };
    let (place, usage) =
        stock::find_location(work.tx, &count.location)?.ok_or_else(|| missing().at("location"))?;
    if usage != LocationUsage::Internal {
        let allowed = stock::internal_locations(work.tx)?.join(", ");
        let given = count.location.clone();
        return Err(Error::from(Invalid::NotOneOf { given, allowed }).at("location"));
    }
    if count.quantity.is_negative() {
        return Err(Error::NegativeQuantity.at("quantity"));
    }
    let reason = wording::name(&count.reason).map_err(|e| e.at("stock_reason"))?;
    let lot = match (product.tracking, &count.lot) {
        (Tracking::None, Some(_)) => return Err(Error::from(Invalid::Hidden).at("lot")),
        (Tracking::None, None) => None,
        (_, None) => return Err(Error::LotRequired { product: product.sku }.at("lot")),
        (_, Some(name)) => {
            if count.new_lot && catalog::find_lot(work.tx, product.id, name)?.is_none() {
                make_lot(work, &product, name)?;
            }
            Some(find_lot(work.tx, Some(product.id), name).map_err(|e| e.at("lot"))?)
        }
    };
    if product.tracking == Tracking::Serial && !count.quantity.is_zero() {
        let elsewhere = lot.map(|lot| stock::lies_elsewhere(work.tx, product.id, lot, place)).transpose()?;
        if count.quantity != Quantity::ONE || elsewhere == Some(true) {
            let lot = count.lot.clone().unwrap_or_default();
            return Err(Error::SerialDuplicate { lot }.at("quantity"));
        }
    }
    let before = stock::quantity(work.tx, product.id, lot, place)?;
    let difference = count.quantity - before;
    if !difference.is_zero() {
        let more = !difference.is_negative();
        stock::insert_move(
            work.tx,
            &stock::Move {
                kind: MoveKind::Adjustment,
                product: product.id,
                lot,
                quantity: difference.abs(),
                from: (!more).then_some(place),
                to: more.then_some(place),
                reason: Some(&reason),
                line: None,
                part: None,
            },
        )?;
        let mut effect = Effect::change(Subject::Stock, product.sku.clone())
            .was(Key::Quantity, before.to_string())
            .now(Key::Quantity, count.quantity.to_string());
        let place = [
            (Key::Location, Some(&count.location)),
            (Key::Lot, count.lot.as_ref()),
            (Key::Reason, Some(&reason)),
        ];
        for (key, value) in place.into_iter().filter_map(|(k, v)| Some((k, v?))) {
            effect = effect.was(key, value.clone()).now(key, value.clone());
        }
        work.note(effect);
        work.stock.insert(product.id);
    }
    Ok(product)
}

/// Makes a lot or serial number, as the row of a file would.
fn make_lot(work: &mut Work<'_, '_>, product: &Product, name: &str) -> Result<()> {
    let name = intake::read::list_name(name).map_err(|e| e.at("lot"))?;
    let row = LotRow { product: product.sku.clone(), name: name.clone() };
    intake::settle(work.tx, work.now, |intake| intake.lot(&row))?;
    work.note(Effect::add(Subject::Lot, name).now(Key::With, product.sku.as_str()));
    Ok(())
}

/// What was counted, as people name it, and its version; nothing where it can't be told.
pub fn version(read: &Read<'_>, count: &StockCount) -> Result<Option<(String, i64)>> {
    let Some(product) = catalog::find_product(read, &count.product)? else { return Ok(None) };
    let Some((place, _)) = stock::find_location(read, &count.location)? else { return Ok(None) };
    let lot = match &count.lot {
        Some(name) => catalog::find_lot(read, product.id, name)?,
        None => None,
    };
    Ok(Some((product.sku, stock::version(read, product.id, lot, place)?)))
}

/// A product that must be there.
pub fn find_product(read: &Read<'_>, sku: &str) -> Result<Product> {
    let missing = || Error::NotFound { what: Thing::Product, key: sku.to_owned() };
    catalog::find_product(read, sku)?.ok_or_else(missing)
}

/// What the form of a count knows, and what it shows for a draft; none for who may not correct stock.
pub fn resolve(read: &Read<'_>, id: ProductId, draft: &Draft, actor: &User) -> Result<(Facts, Resolved)> {
    require(actor, Right::Inventory)?;
    let missing = || Error::NotFound { what: Thing::Product, key: id.to_string() };
    let product = catalog::load_product(read, id)?.ok_or_else(missing)?;
    if product.kind != ProductKind::Goods {
        return Err(Error::NotGoods { product: product.sku });
    }
    let first = stock::default_location(read, LocationUsage::Internal)?;
    let place = draft.typed(count::LOCATION).map_or(first, |typed| typed.one().map(LocationId));
    let named = choices::named(read, ChoiceOf::Locations, place.map(|p| p.0).as_slice())?;
    let location = named.into_iter().next().map(|row| Chosen { id: LocationId(row.id), key: row.title });
    let typed = draft.typed(count::LOT).map(|lot| lot.text().trim().to_owned()).unwrap_or_default();
    let lot = match product.tracking {
        Tracking::None => None,
        _ => catalog::find_lot(read, product.id, &typed)?,
    };
    let known = lot.is_some() || product.tracking == Tracking::None;
    let booked = match &location {
        Some(place) if known => Some(stock::quantity(read, product.id, lot, place.id)?),
        _ => None,
    };
    let version = match &location {
        Some(place) => Some(stock::version(read, product.id, lot, place.id)?),
        None => None,
    };
    let facts = count::Facts { product, location, known, version, booked };
    let resolved = count::resolve(&facts, draft);
    Ok((Facts::Count(Box::new(facts)), resolved))
}
