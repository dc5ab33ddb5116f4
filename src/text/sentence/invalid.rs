//! The sentences of values that make no sense.

use super::{Values, one};
use crate::domain::error::Invalid;
use crate::domain::form::FieldId;
use crate::text::Words;
use crate::text::field::field;

/// The key and the values of the sentence.
pub(super) fn parts(words: &Words, why: &Invalid) -> (&'static str, Values) {
    use Invalid as I;
    match why {
        I::NotADecimal { given } => ("invalid-not-a-decimal", one("given", given)),
        I::NotAnInteger { given } => ("invalid-not-an-integer", one("given", given)),
        I::TooManyDecimals { given, max } => {
            ("invalid-too-many-decimals", vec![("given", given.clone()), ("max", max.to_string())])
        }
        I::IsFolder { given } => ("invalid-is-folder", one("given", given)),
        I::OutOfRange { given } => ("invalid-out-of-range", one("given", given)),
        I::NotBetween { given, least, most } => (
            "invalid-not-between",
            vec![("given", given.clone()), ("least", least.to_string()), ("most", most.to_string())],
        ),
        I::Negative { given } => ("invalid-negative", one("given", given)),
        I::NotPositive { given } => ("invalid-not-positive", one("given", given)),
        I::NotADate { given } => ("invalid-not-a-date", one("given", given)),
        I::NotAnInstant { given } => ("invalid-not-an-instant", one("given", given)),
        I::NotOneOf { given, allowed } => {
            ("invalid-not-one-of", vec![("given", given.clone()), ("allowed", allowed.clone())])
        }
        I::UnknownVariable { given, allowed } => {
            ("invalid-unknown-variable", vec![("given", given.clone()), ("allowed", allowed.clone())])
        }
        I::UnknownCurrency { given } => ("invalid-unknown-currency", one("given", given)),
        I::UnknownTimeZone { given } => ("invalid-unknown-time-zone", one("given", given)),
        I::ControlCharacter => ("invalid-control-character", vec![]),
        I::Empty => ("invalid-empty", vec![]),
        I::TooLong { max } => ("invalid-too-long", one("max", max)),
        I::Malformed { given, form } => {
            ("invalid-malformed", vec![("given", given.clone()), ("form", form.clone())])
        }
        // The other one is a document, a product, or another field by its id.
        I::Contradicts { other } => {
            ("invalid-contradicts", one("other", field(words, &FieldId(other.clone().into()))))
        }
        I::TooLate { latest } => ("invalid-too-late", one("date", words.date(*latest))),
        I::PartOfItself { task } => ("invalid-part-of-itself", one("task", task)),
        I::WaitsForItself { task } => ("invalid-waits-for-itself", one("task", task)),
        I::LastsLonger { days } => ("invalid-lasts-longer", one("days", days)),
        I::PeriodBackwards => ("invalid-period-backwards", vec![]),
        I::EndsBefore => ("invalid-ends-before", vec![]),
        I::Hidden => ("invalid-hidden", vec![]),
        I::Twice { given } => ("invalid-twice", one("given", given)),
        I::MoreThanOpen { open } => ("invalid-more-than-open", one("open", words.amount(*open))),
        I::MoreThanDemanded { given, demanded } => {
            ("invalid-more-than-demanded", vec![("given", given.clone()), ("demanded", demanded.to_string())])
        }
        I::Taken { given } => ("invalid-taken", one("given", given)),
        I::Reserved { given } => ("invalid-reserved", one("given", given)),
        I::OtherRequest { given } => ("invalid-other-request", one("given", given)),
        I::Circular { given } => ("invalid-circular", one("given", given)),
        I::NotMember { login, team } => {
            ("invalid-not-member", vec![("login", login.clone()), ("team", team.clone())])
        }
        I::Itself { given } => ("invalid-itself", one("given", given)),
        I::NotChosen { document } => ("invalid-not-chosen", one("document", document)),
        I::ClockOutsideSandbox => ("invalid-clock-outside-sandbox", vec![]),
        I::OtherCurrency => ("invalid-other-currency", vec![]),
        I::MoreThanCame { came, document } => (
            "invalid-more-than-came",
            vec![("came", words.quantity(&came.to_string())), ("document", document.clone())],
        ),
        I::ReplacedPlainly => ("invalid-replaced-plainly", vec![]),
        I::ImportedOtherwise => ("invalid-imported-otherwise", vec![]),
        I::CountedOtherwise => ("invalid-counted-otherwise", vec![]),
        I::OneRow => ("invalid-one-row", vec![]),
        I::CellCount { given, expected } => {
            ("invalid-cell-count", vec![("given", given.to_string()), ("expected", expected.to_string())])
        }
        I::NotUtf8 => ("invalid-not-utf8", vec![]),
        I::Quotes => ("invalid-quotes", vec![]),
    }
}
