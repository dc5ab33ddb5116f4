//! The form of a rule: what an order must hold for a coupon.

use super::program::{choice, field};
use super::program_reward::told;
use crate::domain::coupon::program::{AmountTax, Rule};
use crate::domain::error::FieldError;
use crate::domain::form::{ChoiceOf, Choices, Draft, FieldId, FieldKind, Resolved, Value};
use crate::domain::ids::ProductId;

/// Least amount.
pub const AMOUNT: FieldId = FieldId::of("minimum_amount");
/// Whether that amount is with tax.
pub const TAX: FieldId = FieldId::of("minimum_amount_tax");
/// Least number of units.
pub const QUANTITY: FieldId = FieldId::of("minimum_quantity");
/// Products that count; none for all.
pub const PRODUCTS: FieldId = FieldId::of("products");

/// What the form shows of a rule as it stands.
pub fn resolve(own: &Rule, draft: &Draft) -> Resolved {
    let products = FieldKind::Picker { choices: Choices::of(ChoiceOf::Products), many: true };
    let picked = match own.products.as_slice() {
        [] => Value::Empty,
        ids => Value::Picked(ids.iter().map(|id| id.0).collect()),
    };
    let amount = Value::Price(own.minimum_amount);
    let mut resolved = Resolved {
        fields: vec![
            field(draft, AMOUNT, FieldKind::Price, amount),
            choice(draft, TAX, "amount-tax", AmountTax::CODES, own.minimum_amount_tax.as_str()),
            field(draft, QUANTITY, FieldKind::Quantity, Value::Quantity(own.minimum_quantity)),
            field(draft, PRODUCTS, products, picked),
        ],
    };
    let found = read(own, &resolved).check();
    told(&mut resolved, found);
    resolved
}

/// The rule that is filled in; what is left empty asks for nothing.
fn read(own: &Rule, resolved: &Resolved) -> Rule {
    let new = Rule::new(&own.key);
    Rule {
        minimum_amount: match resolved.value(AMOUNT) {
            Value::Price(price) => *price,
            _ => new.minimum_amount,
        },
        minimum_amount_tax: resolved
            .value(TAX)
            .choice()
            .and_then(|code| code.parse().ok())
            .unwrap_or(new.minimum_amount_tax),
        minimum_quantity: match resolved.value(QUANTITY) {
            Value::Quantity(quantity) => *quantity,
            _ => crate::domain::quantity::Quantity::ZERO,
        },
        products: resolved.value(PRODUCTS).picked().iter().map(|id| ProductId(*id)).collect(),
        ..new
    }
}

/// The rule that the form sets.
pub fn parse(own: &Rule, draft: &Draft, resolved: &Resolved) -> Result<Rule, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if errors.is_empty() { Ok(read(own, resolved)) } else { Err(errors) }
}
