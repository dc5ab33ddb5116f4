//! What is wrong with a query, and where; and the line that points at it.

use super::Values;
use crate::domain::query::{QueryError, Why};
use crate::text::{Words, cells, code};

/// The key and the values of the sentence.
pub(super) fn parts(words: &Words, error: &QueryError) -> (&'static str, Values) {
    let mut values = vec![("place", (error.at.start + 1).to_string())];
    let mut say = |key, more: Vec<(&'static str, String)>| {
        values.extend(more);
        (key, values.clone())
    };
    match &error.why {
        // Of no place.
        Why::TooManyToSort { key, most } => {
            let key = code::named(words, "sort-key", key.as_str());
            ("query-at-too-many-to-sort", vec![("key", key), ("most", most.to_string())])
        }
        Why::TooLong { most } => ("query-at-too-long", vec![("most", most.to_string())]),
        Why::UnknownField { given, similar: Some(similar), .. } => say(
            "query-at-unknown-field-similar",
            vec![("given", given.clone()), ("similar", similar.clone())],
        ),
        Why::UnknownField { given, similar: None, allowed } => {
            say("query-at-unknown-field", vec![("given", given.clone()), ("allowed", allowed.clone())])
        }
        Why::OneValue { field } => say("query-at-one-value", vec![("field", field.clone())]),
        Why::NoValue { field } => say("query-at-no-value", vec![("field", field.clone())]),
        Why::NotOneOf { given, similar: Some(similar), .. } => {
            say("query-at-not-one-of-similar", vec![("given", given.clone()), ("similar", similar.clone())])
        }
        Why::NotOneOf { given, similar: None, allowed } => {
            say("query-at-not-one-of", vec![("given", given.clone()), ("allowed", allowed.clone())])
        }
        Why::NotFound { field, given, similar } => {
            let field = code::named(words, "asked", field);
            let given = ("given", given.clone());
            match similar {
                Some(similar) => say(
                    "query-at-not-found-similar",
                    vec![("field", field), given, ("similar", similar.clone())],
                ),
                None => say("query-at-not-found", vec![("field", field), given]),
            }
        }
        Why::NotAnAmount { given } => say("query-at-not-an-amount", vec![("given", given.clone())]),
        Why::NotATime { given } => say("query-at-not-a-time", vec![("given", given.clone())]),
        Why::Backwards => say("query-at-backwards", vec![]),
        Why::OpenQuote => say("query-at-open-quote", vec![]),
        Why::NothingNegated => say("query-at-nothing-negated", vec![]),
        Why::SecondSort => say("query-at-second-sort", vec![]),
        Why::NoComparison { field } => say("query-at-no-comparison", vec![("field", field.clone())]),
    }
}

/// The signs that point at the place below the query, as wide in cells; none where it has no place.
pub fn pointer(error: &QueryError) -> Option<(usize, String)> {
    if error.at.len == 0 {
        return None;
    }
    let cells_of = |from: usize, count: usize| -> usize {
        error.query.chars().skip(from).take(count).map(|c| cells::width(c.encode_utf8(&mut [0; 4]))).sum()
    };
    let before = cells_of(0, error.at.start);
    Some((before, "^".repeat(cells_of(error.at.start, error.at.len).max(1))))
}
