//! Correcting what the books say lies in a location, after a count.

use super::access::require;
use super::tickets::find_lot;
use super::work::Work;
use crate::domain::command::StockCount;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::product::{Product, ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{LocationUsage, MoveKind};
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{Read, catalog, stock};

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
        (_, Some(name)) => Some(find_lot(work.tx, Some(product.id), name).map_err(|e| e.at("lot"))?),
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
