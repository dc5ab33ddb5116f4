//! Why a coupon can't be made or used, in words. Called by the sentences of errors.

use super::{Values, one};
use crate::domain::error::Error;
use crate::text::Words;

/// The key of the sentence and the values in it.
pub(super) fn parts(words: &Words, error: &Error) -> (&'static str, Values) {
    use Error as E;
    match error {
        E::CouponUnknown { coupon } => ("error-coupon-unknown", one("coupon", coupon)),
        E::ProgramNotCoupon { program } => ("error-program-not-coupon", one("program", program)),
        E::ProgramInactive { program, from: Some(date), .. } => {
            ("error-program-early", vec![("program", program.clone()), ("date", words.date(*date))])
        }
        E::ProgramInactive { program, to: Some(date), .. } => {
            ("error-program-over", vec![("program", program.clone()), ("date", words.date(*date))])
        }
        E::ProgramInactive { program, .. } => ("error-program-archived", one("program", program)),
        E::NoProgram => ("error-no-program", vec![]),
        E::DateInPast { date } => ("error-date-in-past", one("date", words.date(*date))),
        E::WebsiteMissing => ("error-website-missing", vec![]),
        E::CouponExpired { coupon, date } => {
            ("error-coupon-expired", vec![("coupon", coupon.clone()), ("date", words.date(*date))])
        }
        E::CouponUsed { coupon } => ("error-coupon-used", one("coupon", coupon)),
        E::CouponUsedMeanwhile { coupon, order, other } => (
            "error-coupon-used-meanwhile",
            vec![("coupon", coupon.clone()), ("order", order.clone()), ("other", other.clone())],
        ),
        E::CouponRevoked { coupon, reason } => {
            ("error-coupon-revoked", vec![("coupon", coupon.clone()), ("reason", reason.clone())])
        }
        E::CouponLimit { program, most } => {
            ("error-coupon-limit", vec![("program", program.clone()), ("count", most.to_string())])
        }
        E::CouponAlreadyApplied { program, order } => {
            ("error-coupon-already-applied", vec![("program", program.clone()), ("order", order.clone())])
        }
        E::CouponNotBetter { other } => ("error-coupon-not-better", one("other", other)),
        E::CouponOtherCustomer { coupon } => ("error-coupon-other-customer", one("coupon", coupon)),
        E::BelowMinimumAmount { program, missing } => (
            "error-below-minimum-amount",
            vec![("program", program.clone()), ("missing", words.amount(*missing))],
        ),
        E::BelowMinimumQuantity { program, missing } => (
            "error-below-minimum-quantity",
            vec![("program", program.clone()), ("missing", words.quantity(&missing.to_string()))],
        ),
        E::NothingToDiscount { program } => ("error-nothing-to-discount", one("program", program)),
        E::RewardChoiceRequired { offered } => {
            let list: Vec<String> = offered.iter().map(|o| format!("{} {}", o.k, o.description)).collect();
            ("error-reward-choice", one("rewards", list.join(", ")))
        }
        _ => ("error-field-required", vec![]),
    }
}
