//! Rows of coupon programs, of their rules and rewards, and of coupons. A column that the file does not have
//! keeps what is stored.

use crate::desk::intake::Intake;
use crate::desk::intake::cells::{Cells, code, date, flag, positive};
use crate::desk::intake::read::hand;
use crate::desk::intake::rows::{CouponRow, ProgramRow, RewardRow, RuleRow};
use crate::domain::coupon::CouponState;
use crate::domain::coupon::program::{
    AfterRefund, AmountTax, AppliesTo, ProgramKind, Reward, RewardKind, RewardMode,
};
use crate::domain::error::{Invalid, Result};
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::wording::{name, one_line};

pub(super) fn program(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("name", name);
    let row = ProgramRow {
        kind: c.keep_or("kind", ProgramKind::Coupons, code),
        date_from: c.clear("date_from", date),
        date_to: c.clear("date_to", date),
        max_usage: c.clear("max_usage", positive),
        active: c.keep_or("active", true, flag),
        share_link: c.keep_or("share_link", Default::default(), code),
        after_refund: c.keep_or("after_refund", AfterRefund::Burn, code),
        name: key,
    };
    hand!(c, intake.program, row)
}

pub(super) fn rule(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (program, key) = (c.need("program", name), c.need("rule", name));
    let row = RuleRow {
        minimum_amount: c.keep_or("minimum_amount", UnitPrice::ZERO, code),
        minimum_amount_tax: c.keep_or("minimum_amount_tax", AmountTax::Included, code),
        minimum_quantity: c.keep_or("minimum_quantity", Quantity::ONE, code),
        products: c.list("products", name),
        program,
        rule: key,
    };
    hand!(c, intake.rule, row)
}

pub(super) fn reward(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let (program, key) = (c.need("program", name), c.need("reward", name));
    let row = RewardRow {
        kind: c.keep_or("kind", RewardKind::Discount, code),
        mode: c.keep_or("mode", RewardMode::Percent, code),
        amount: c.keep_or("amount", Reward::new("").amount, code),
        applies_to: c.keep_or("applies_to", AppliesTo::Order, code),
        products: c.list("products", name),
        max_amount: c.clear("max_amount", code),
        product: c.clear("product", name),
        quantity: c.keep_or("quantity", Quantity::ONE, code),
        description: c.keep_or("description", String::new(), one_line),
        program,
        reward: key,
    };
    hand!(c, intake.reward, row)
}

pub(super) fn coupon(c: &mut Cells<'_>, intake: &mut Intake<'_>) -> Result<()> {
    let key = c.need("code", name);
    let row = CouponRow {
        program: c.keep("program", name),
        customer: c.clear("customer", name),
        expires: c.clear("expires", date),
        state: c.keep_or("state", CouponState::Active, state),
        code: key,
    };
    hand!(c, intake.coupon, row)
}

/// A state that a file can give: whether a coupon is expired, its last day says.
fn state(text: &str) -> Result<CouponState> {
    const GIVEN: [CouponState; 3] = [CouponState::Active, CouponState::Used, CouponState::Revoked];
    let given = text.trim();
    GIVEN.into_iter().find(|state| state.as_str() == given).ok_or_else(|| {
        let allowed = GIVEN.map(CouponState::as_str).join(", ");
        Invalid::NotOneOf { given: given.to_owned(), allowed }.into()
    })
}
