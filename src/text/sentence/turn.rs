//! Sentences of merging and of taking back.

use super::one;
use crate::domain::error::{NoMerge, NoUndo};
use crate::text::{Values, Words, code, effect};

/// The key of the sentence and the values in it.
pub(super) fn merge(why: &NoMerge) -> (&'static str, Values) {
    match why {
        NoMerge::Merged { ticket, into } => {
            ("error-ticket-merged", vec![("ticket", ticket.to_string()), ("into", into.to_string())])
        }
        NoMerge::Itself { ticket } => ("error-merge-itself", one("ticket", ticket)),
        NoMerge::NotMerged { ticket } => ("error-not-merged", one("ticket", ticket)),
        NoMerge::NewSince { ticket, into } => {
            ("error-new-since-merge", vec![("ticket", ticket.to_string()), ("into", into.to_string())])
        }
        NoMerge::IntoClosed { into } => ("error-merge-into-closed", one("into", into)),
        NoMerge::OtherCustomer { ticket, customer, other } => (
            "error-merge-customers",
            vec![("ticket", ticket.to_string()), ("customer", customer.clone()), ("other", other.clone())],
        ),
    }
}

/// The key of the sentence and the values in it.
pub(super) fn undo(words: &Words, why: &NoUndo) -> (&'static str, Values) {
    match why {
        NoUndo::Nothing => ("error-nothing-to-undo", vec![]),
        NoUndo::NothingAgain => ("error-nothing-to-redo", vec![]),
        NoUndo::ChangedSince { ticket, field, by } => {
            let values = vec![("ticket", ticket.to_string()), ("field", effect::name(words, *field))];
            match by {
                Some(by) => ("error-changed-since-by", [values, one("agent", by)].concat()),
                None => ("error-changed-since", values),
            }
        }
        NoUndo::Gone { ticket, field } => {
            ("error-undo-gone", vec![("ticket", ticket.to_string()), ("field", effect::name(words, *field))])
        }
        NoUndo::Stays { why, document } => {
            let advice = words.say(&code::key("stays", why.as_str()), &[("document", document.clone())]);
            ("error-stays", one("advice", advice))
        }
    }
}
