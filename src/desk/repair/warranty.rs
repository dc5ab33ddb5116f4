//! How long a product is under warranty: its months from the delivery of its lot, or of the order; a replacement's
//! from the delivery of what it replaces, where its product says so.

use chrono::{Months, NaiveDate};

use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, LotId, OrderId};
use crate::domain::product::{Product, ReplacementWarranty};
use crate::domain::repair::{Repair, WarrantyView};
use crate::store::{Read, catalog, customer, ticket, transfer};

/// The warranty of the product of a repair; none where it has none, or was not delivered to that customer.
pub fn of(read: &Read<'_>, of: &Repair, today: NaiveDate) -> Result<Option<WarrantyView>> {
    let Some(product) = catalog::load_product(read, of.product)? else { return Ok(None) };
    let Some(customer) = of.customer else { return Ok(None) };
    let family = customer::family(read, customer)?;
    let order = of.ticket.map(|id| ticket::load(read, id)).transpose()?.flatten().and_then(|t| t.order);
    of_product(read, &product, family, of.lot.as_ref().map(|l| l.id), order, today)
}

/// The warranty of a product, or of a lot of it, that was delivered to a family of customers; with an order, by that.
pub fn of_product(
    read: &Read<'_>,
    product: &Product,
    family: CustomerId,
    lot: Option<LotId>,
    order: Option<OrderId>,
    today: NaiveDate,
) -> Result<Option<WarrantyView>> {
    let Some(months) = product.warranty_months else { return Ok(None) };
    let found = transfer::delivery_of(read, family, product.id, lot, order)?;
    let Some(mut from) = found.map(|id| transfer::load(read, id)).transpose()?.flatten() else {
        return Ok(None);
    };
    if product.replacement_warranty == ReplacementWarranty::Inherit {
        while let Some(back) = from.exchange_for.map(|id| transfer::load(read, id)).transpose()?.flatten() {
            let first = back.return_of.map(|id| transfer::load(read, id)).transpose()?.flatten();
            let Some(first) = first else { break };
            from = first;
        }
    }
    let count = u32::try_from(months).unwrap_or_default();
    let until = from.date.checked_add_months(Months::new(count)).unwrap_or(from.date);
    let days_left = (until - today).num_days();
    Ok(Some(WarrantyView { months, until, days_left, delivery: from.number }))
}
