//! The forms of a quotation's coupons: a code that is entered, with the reward to take where it gives one
//! of several; and which coupon is taken off.

use crate::domain::error::{Error, FieldError};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Limit, Resolved, Value};
use crate::domain::ids::{CouponId, OrderId};

/// Code of the coupon that is entered.
pub const CODE: FieldId = FieldId::of("code");
/// Which of its rewards is taken.
pub const REWARD: FieldId = FieldId::of("reward");
/// The coupon that is taken off.
pub const COUPON: FieldId = FieldId::of("coupon");

/// What entering a code knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The quotation.
    pub order: OrderId,
    /// Counts its changes.
    pub version: i64,
    /// The coupon that has the code.
    pub coupon: Option<CouponId>,
    /// Whether several of its rewards may be taken.
    pub several: bool,
    /// The place in the program, from 1, of the reward that is chosen.
    pub chosen: Option<usize>,
    /// Why the code, or the reward that is chosen, can't be taken.
    pub wrong: Option<Error>,
}

/// The code as it is typed.
pub fn code(draft: &Draft) -> &str {
    draft.typed(CODE).map_or("", Value::text).trim()
}

/// What entering a code shows.
pub fn resolve_apply(facts: &Facts, draft: &Draft) -> Resolved {
    let mut code = Field::new(CODE, FieldKind::Text);
    code.required = true;
    code.value = draft.typed(CODE).cloned().unwrap_or_default();
    let limits = [Some(Limit::Order(facts.order)), facts.coupon.map(Limit::Coupon)];
    let choices =
        Choices { limits: limits.into_iter().flatten().collect(), ..Choices::of(ChoiceOf::Rewards) };
    let mut reward = Field::new(REWARD, FieldKind::Picker { choices, many: false });
    (reward.visible, reward.required) = (facts.several, facts.several);
    reward.value = draft.typed(REWARD).cloned().unwrap_or_default();
    // A code that is not typed to its end yet is nobody's: that is told when it is entered.
    let wrong = facts.wrong.clone().filter(|e| !matches!(e, Error::CouponUnknown { .. }));
    match facts.chosen {
        Some(_) if facts.several => reward.error = wrong,
        _ => code.error = wrong,
    }
    Resolved { fields: vec![code, reward] }
}

/// The code and the reward that are entered.
pub fn parse_apply(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
) -> Result<(String, Option<usize>), Vec<FieldError>> {
    let mut errors = resolved.errors(draft);
    if let (true, Some(error)) = (errors.is_empty(), facts.wrong.clone()) {
        errors.push(FieldError { field: CODE, error });
    }
    if errors.is_empty() { Ok((code(draft).to_owned(), facts.chosen)) } else { Err(errors) }
}

/// What taking a coupon off shows: those that the quotation holds.
pub fn resolve_remove(order: OrderId, draft: &Draft) -> Resolved {
    let choices = Choices { limits: vec![Limit::Order(order)], ..Choices::of(ChoiceOf::Held) };
    let mut coupon = Field::new(COUPON, FieldKind::Picker { choices, many: false });
    coupon.required = true;
    coupon.value = draft.typed(COUPON).cloned().unwrap_or_default();
    Resolved { fields: vec![coupon] }
}

/// The coupon that is taken off.
pub fn parse_remove(draft: &Draft, resolved: &Resolved) -> Result<CouponId, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    resolved.value(COUPON).one().filter(|_| errors.is_empty()).map(CouponId).ok_or(errors)
}
