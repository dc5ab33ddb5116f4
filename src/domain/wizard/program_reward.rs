//! The form of a reward: what a coupon gives. Its fields come and go with what it gives and how that is
//! measured.

use super::program::{choice, field};
use crate::domain::coupon::program::{AppliesTo, Reward, RewardKind, RewardMode};
use crate::domain::error::{Error, FieldError};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::ids::ProductId;
use crate::domain::quantity::UnitPrice;

/// What it gives.
pub const KIND: FieldId = FieldId::of("reward_kind");
/// How a discount is measured.
pub const MODE: FieldId = FieldId::of("reward_mode");
/// Percentage or amount.
pub const AMOUNT: FieldId = FieldId::of("amount");
/// What a discount is taken off.
pub const APPLIES_TO: FieldId = FieldId::of("applies_to");
/// Products that it is taken off.
pub const PRODUCTS: FieldId = FieldId::of("products");
/// The most that it takes off.
pub const MAX_AMOUNT: FieldId = FieldId::of("max_amount");
/// The free product.
pub const PRODUCT: FieldId = FieldId::of("product");
/// How many of it.
pub const QUANTITY: FieldId = FieldId::of("quantity");
/// How it is called on the order.
pub const DESCRIPTION: FieldId = FieldId::of("description");

/// What the form shows of a reward as it stands.
pub fn resolve(own: &Reward, draft: &Draft) -> Resolved {
    let kind = choice(draft, KIND, "reward-kind", RewardKind::CODES, own.kind.as_str());
    let mode = choice(draft, MODE, "reward-mode", RewardMode::CODES, own.mode.as_str());
    let applies = choice(draft, APPLIES_TO, "applies-to", AppliesTo::CODES, own.applies_to.as_str());
    let is_discount = kind.value.choice() == Some(RewardKind::Discount.as_str());
    let is_percent = mode.value.choice() == Some(RewardMode::Percent.as_str());
    let is_specific = applies.value.choice() == Some(AppliesTo::Specific.as_str());
    // A percentage is no amount: with another measure it is asked for anew.
    let same = mode.value.choice() == Some(own.mode.as_str());
    let amount = if same { Value::Price(own.amount) } else { Value::Empty };
    let of_products = |many| FieldKind::Picker { choices: Choices::of(ChoiceOf::Products), many };
    let picked = |ids: &[ProductId]| match ids {
        [] => Value::Empty,
        ids => Value::Picked(ids.iter().map(|id| id.0).collect()),
    };
    let shown = |of: Field, visible: bool, required: bool| Field { visible, required, ..of };
    let products = field(draft, PRODUCTS, of_products(true), picked(&own.products));
    let most = own.max_amount.map_or(Value::Empty, Value::Price);
    // An amount has no use for a cap; one that it was given stays.
    let capped = is_discount && (is_percent || own.max_amount.is_some());
    let product = field(draft, PRODUCT, of_products(false), picked(own.product.as_slice()));
    let quantity = field(draft, QUANTITY, FieldKind::Quantity, Value::Quantity(own.quantity));
    let text = Value::Text(own.description.clone());
    let mut resolved = Resolved {
        fields: vec![
            kind,
            shown(mode, is_discount, false),
            shown(field(draft, AMOUNT, FieldKind::Price, amount), is_discount, is_discount),
            shown(applies, is_discount, false),
            shown(products, is_discount && is_specific, is_discount && is_specific),
            shown(field(draft, MAX_AMOUNT, FieldKind::Price, most), capped, false),
            shown(product, !is_discount, !is_discount),
            shown(quantity, !is_discount, !is_discount),
            field(draft, DESCRIPTION, FieldKind::Text, text),
        ],
    };
    let found = read(own, &resolved).check();
    told(&mut resolved, found);
    resolved
}

/// Puts what a check found under its field, where something is filled in.
pub(super) fn told(resolved: &mut Resolved, found: Result<(), Error>) {
    let Err(Error::Fields(errors)) = found else { return };
    for told in errors {
        let at = resolved.fields.iter_mut().find(|f| f.id == told.field);
        if let Some(field) = at.filter(|f| f.visible && !f.value.is_empty() && f.wrong().is_none()) {
            field.error = Some(told.error);
        }
    }
}

/// The reward that is filled in; what does not show stays as it was.
pub(super) fn read(own: &Reward, resolved: &Resolved) -> Reward {
    fn code<T: std::str::FromStr>(resolved: &Resolved, id: FieldId) -> Option<T> {
        resolved.value(id).choice().and_then(|code| code.parse().ok())
    }
    let price = |id: FieldId| match resolved.value(id) {
        Value::Price(price) => Some(*price),
        _ => None,
    };
    Reward {
        kind: code(resolved, KIND).unwrap_or(own.kind),
        mode: code(resolved, MODE).unwrap_or(own.mode),
        amount: price(AMOUNT).unwrap_or(match resolved.value(KIND).choice() {
            Some(kind) if kind == RewardKind::Discount.as_str() => UnitPrice::ZERO,
            _ => own.amount,
        }),
        applies_to: code(resolved, APPLIES_TO).unwrap_or(own.applies_to),
        products: resolved.value(PRODUCTS).picked().iter().map(|id| ProductId(*id)).collect(),
        max_amount: price(MAX_AMOUNT),
        product: resolved.value(PRODUCT).one().map(ProductId),
        quantity: match resolved.value(QUANTITY) {
            Value::Quantity(quantity) => *quantity,
            _ => own.quantity,
        },
        description: resolved.value(DESCRIPTION).text().trim().to_owned(),
        ..own.clone()
    }
}

/// The reward that the form sets.
pub fn parse(own: &Reward, draft: &Draft, resolved: &Resolved) -> Result<Reward, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if errors.is_empty() { Ok(read(own, resolved)) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_that_an_amount_was_given_stays() {
        let cap = Some(UnitPrice::from_micro(5_000_000_000));
        let own = Reward { mode: RewardMode::Fixed, max_amount: cap, ..Reward::new("1") };
        let mut draft = Draft::default();
        draft.set(DESCRIPTION, Value::Text("Sorry".to_owned()));
        let resolved = resolve(&own, &draft);
        let kept = parse(&own, &draft, &resolved).unwrap();
        assert_eq!(kept, Reward { description: "Sorry".to_owned(), ..own });
    }
}
