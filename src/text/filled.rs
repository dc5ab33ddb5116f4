//! What is filled in of a worksheet as people read it. Called by whoever shows one: the command line, the
//! screen, paper.

use super::Words;
use crate::domain::worksheet::{FilledView, SheetKind};

/// The value of a field: yes or no in words, a day as days are written, everything else as it was typed; nothing
/// where nothing is filled in.
pub fn value(words: &Words, of: &FilledView) -> String {
    match (&of.value, of.kind) {
        (serde_json::Value::Bool(true), _) => words.word("word-yes"),
        (serde_json::Value::Bool(false), _) => words.word("word-no"),
        (serde_json::Value::String(day), SheetKind::Date) => {
            day.parse().map_or_else(|_| day.clone(), |day| words.date(day))
        }
        (serde_json::Value::String(number), SheetKind::Number) => words.quantity(number),
        (serde_json::Value::String(text), _) => text.clone(),
        _ => String::new(),
    }
}
