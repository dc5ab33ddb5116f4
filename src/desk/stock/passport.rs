//! The life of a lot or serial number, from its papers: what brought it, to whom it went, what came back, what
//! replaced it, and where it is now.

use super::super::stock_count;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{LotId, ProductId};
use crate::domain::stock::{LotPlace, LotView, Whereabouts};
use crate::store::{Read, catalog, life, reservation, transfer};

/// A lot that must be there, of a product by its SKU.
pub fn find(read: &Read<'_>, sku: &str, name: &str) -> Result<LotId> {
    let product = stock_count::find_product(read, sku)?;
    of_product(read, product.id, &product.sku, name)
}

/// A lot that must be there, of a product.
pub fn of_product(read: &Read<'_>, product: ProductId, sku: &str, name: &str) -> Result<LotId> {
    let unknown = || Error::LotUnknown { product: sku.to_owned(), lot: name.to_owned() };
    catalog::find_lot(read, product, name)?.ok_or_else(unknown)
}

/// Where a lot is; nowhere while nothing moved it.
pub fn whereabouts(read: &Read<'_>, id: LotId) -> Result<Option<Whereabouts>> {
    let Some((_, lot)) = catalog::load_lot(read, id)? else { return Ok(None) };
    let place = match reservation::lies_in(read, id)? {
        Some(place) => Some(LotPlace::In(place)),
        None => {
            transfer::last_of_lot(read, id)?.map(|(transfer, customer)| LotPlace::Went { transfer, customer })
        }
    };
    Ok(place.map(|place| Whereabouts { lot, place }))
}

/// The life of a lot.
pub fn view(read: &Read<'_>, id: LotId) -> Result<LotView> {
    let missing = || Error::LotUnknown { product: String::new(), lot: format!("id:{id}") };
    let (product, lot) = catalog::load_lot(read, id)?.ok_or_else(missing)?;
    let life = life::of(read, id)?;
    let with = life::with_whom(read, id)?;
    let place = reservation::lies_in(read, id)?;
    let (customer, order) = match &place {
        Some(_) => (None, None),
        None => with.map_or((None, None), |(customer, order)| (customer, order)),
    };
    Ok(LotView {
        id,
        version: i64::try_from(life.len()).unwrap_or(i64::MAX),
        product: catalog::sku(read, product)?.unwrap_or_default(),
        lot,
        place,
        customer,
        order,
        life,
    })
}
