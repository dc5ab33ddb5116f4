//! The form of a count: what lies in a location of a product, by lot or serial number where it is tracked.

use crate::domain::command::StockCount;
use crate::domain::error::FieldError;
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Hint, Resolved, Value};
use crate::domain::ids::LocationId;
use crate::domain::product::{Product, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::wizard::ticket::Chosen;

/// Where it lies.
pub const LOCATION: FieldId = FieldId::of("location");
/// Which lot or serial number.
pub const LOT: FieldId = FieldId::of("lot");
/// What lies there.
pub const QUANTITY: FieldId = FieldId::of("quantity");
/// Why the books were wrong.
pub const REASON: FieldId = FieldId::of("stock_reason");

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What is counted.
    pub product: Product,
    /// Where: the chosen location, else the first.
    pub location: Option<Chosen<LocationId>>,
    /// Whether the lot that was typed is known.
    pub known: bool,
    /// How many moves went to and from there.
    pub version: Option<i64>,
    /// What the books say lies there; none while lot or location are missing.
    pub booked: Option<Quantity>,
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let of = |id: FieldId, kind: FieldKind, own: Value| {
        let value = draft.typed(id.clone()).cloned().unwrap_or(own);
        Field { required: true, value, ..Field::new(id, kind) }
    };
    let tracked = facts.product.tracking != Tracking::None;
    let places = FieldKind::Picker { choices: Choices::of(ChoiceOf::Locations), many: false };
    let place = Value::Picked(facts.location.iter().map(|l| l.id.0).collect());
    let mut location = of(LOCATION, places, place);
    location.value = Value::Picked(facts.location.iter().map(|l| l.id.0).collect());
    let mut lot = Field { visible: tracked, ..of(LOT, FieldKind::Text, Value::Empty) };
    lot.hint = (tracked && !facts.known && !lot.value.text().trim().is_empty()).then_some(Hint::NewLot);
    let one = facts.product.tracking == Tracking::Serial;
    let usual = if one { Value::Quantity(Quantity::ONE) } else { Value::Empty };
    let mut quantity = of(QUANTITY, FieldKind::Quantity, usual);
    quantity.hint = facts.booked.map(|booked| Hint::Booked { quantity: booked });
    Resolved { fields: vec![location, lot, quantity, of(REASON, FieldKind::Text, Value::Empty)] }
}

/// The count that the form makes, or every field that is wrong.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<StockCount, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let lot = resolved.field(LOT).filter(|f| f.visible).map(|f| f.value.text().trim().to_owned());
    let quantity = match resolved.value(QUANTITY) {
        Value::Quantity(quantity) => *quantity,
        _ => Quantity::ZERO,
    };
    Ok(StockCount {
        product: facts.product.sku.clone(),
        location: facts.location.as_ref().map(|l| l.key.clone()).unwrap_or_default(),
        lot,
        new_lot: true,
        quantity,
        reason: resolved.value(REASON).text().trim().to_owned(),
    })
}
