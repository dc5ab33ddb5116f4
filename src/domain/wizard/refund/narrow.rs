//! Which defaults of the ticket hold beside what the person chose.

use super::{Facts, INVOICES, LOT, ORDER, PRODUCT, TicketFacts};
use crate::domain::form::{Draft, FieldId, Value};
use crate::domain::ids::{LotId, OrderId, ProductId};

/// The narrowing fields, as they stand: typed, or the ticket's where nothing contradicts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Order.
    pub order: Option<OrderId>,
    /// Product.
    pub product: Option<ProductId>,
    /// Lot.
    pub lot: Option<LotId>,
}

/// Where a value comes from.
enum Source<T> {
    Typed(Option<T>),
    Ticket(T),
    None,
}

fn source<T>(draft: &Draft, field: FieldId, make: fn(i64) -> T, ticket: Option<T>) -> Source<T> {
    match (draft.typed(field), ticket) {
        (Some(value), _) => Source::Typed(value.one().map(make)),
        (None, Some(default)) => Source::Ticket(default),
        (None, None) => Source::None,
    }
}

/// Decides order, product and lot. `facts` holds what was typed (invoices, order, product, lot); its
/// choice of defaults is not looked at, because it follows from this.
pub fn narrow(ticket: &TicketFacts, draft: &Draft, facts: &Facts) -> Chosen {
    let invoices: &[super::InvoiceFacts] = if draft.is_touched(INVOICES) { &facts.invoices } else { &[] };
    let typed_lot = draft.is_touched(LOT).then_some(facts.lot).flatten();
    let typed_order = facts.order.as_ref().filter(|_| draft.is_touched(ORDER));

    let product = match source(draft, PRODUCT, ProductId, ticket.product) {
        Source::Typed(product) => product,
        Source::Ticket(default) => {
            let fits = invoices.iter().all(|i| i.holds(default))
                && typed_lot.is_none_or(|lot| lot.product == default)
                && typed_order.is_none_or(|order| order.holds_product);
            fits.then_some(default).or(typed_lot.map(|lot| lot.product))
        }
        Source::None => typed_lot.map(|lot| lot.product),
    };
    let order = match source(draft, ORDER, OrderId, ticket.order.as_ref().map(|o| o.id)) {
        Source::Typed(order) => order,
        Source::Ticket(default) => {
            let fits = invoices.iter().all(|i| i.creditable.invoice.order == Some(default))
                && ticket.order.as_ref().is_none_or(|o| o.holds_product && o.holds_lot);
            fits.then_some(default)
        }
        Source::None => None,
    };
    let lot = match source(draft, LOT, LotId, ticket.lot.map(|l| l.id)) {
        Source::Typed(lot) => lot,
        Source::Ticket(default) => {
            let fits = ticket.lot.is_some_and(|lot| product == Some(lot.product))
                && invoices.iter().all(|i| i.lots.contains(&default))
                && typed_order.is_none_or(|order| order.holds_lot);
            fits.then_some(default)
        }
        Source::None => None,
    };
    Chosen { order, product, lot }
}

/// Fields whose clearing would let more invoices fit.
pub(super) fn narrowing(facts: &Facts) -> Vec<FieldId> {
    let set =
        [(ORDER, facts.order.is_some()), (PRODUCT, facts.product.is_some()), (LOT, facts.lot.is_some())];
    set.into_iter().filter(|(_, on)| *on).map(|(field, _)| field).collect()
}

/// The person's value of a field, or its default.
pub(super) fn or_default(draft: &Draft, field: FieldId, default: impl FnOnce() -> Value) -> Value {
    draft.typed(field).cloned().unwrap_or_else(default)
}
