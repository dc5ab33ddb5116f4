//! The sentence of an over-credit: what is left, of what.

use super::Values;
use crate::domain::error::Left;
use crate::text::Words;

/// The key and the values: of the whole document or of a line, in units or in money.
pub(super) fn parts(words: &Words, document: &str, line: Option<i64>, left: &Left) -> (&'static str, Values) {
    let mut values = vec![("document", document.to_owned())];
    values.extend(line.map(|line| ("line", line.to_string())));
    let amount = match left {
        Left::Quantity(quantity) if quantity.is_zero() => None,
        Left::Amount(money) if money.amount.is_zero() => None,
        // Lines of discounts count below zero; what may be taken of them is named as a magnitude.
        Left::Quantity(quantity) => Some((false, words.quantity(&quantity.abs().to_string()))),
        Left::Amount(money) => Some((true, words.amount(*money))),
    };
    let key = match (&amount, line.is_some()) {
        (None, false) => "error-over-credited-nothing",
        (None, true) => "error-over-credited-line-nothing",
        (Some((false, _)), false) => "error-over-credited-quantity",
        (Some((false, _)), true) => "error-over-credited-line-quantity",
        (Some((true, _)), false) => "error-over-credited-amount",
        (Some((true, _)), true) => "error-over-credited-line-amount",
    };
    values.extend(amount.map(|(_, left)| ("left", left)));
    (key, values)
}
