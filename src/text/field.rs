//! Labels of form fields, and what is worth telling beside a field. The ids of fields are those of the
//! wizards and commands; fields that are made at run time bring their own label. Called by the forms
//! and by the sentences.

use super::{Words, code};
use crate::domain::form::{FieldId, Hint};
use crate::domain::ids::TaskId;
use crate::domain::money::{Amount, Money};
use crate::domain::task::OverlapView;

/// The most visits that are told where somebody has to be in two places.
pub const SHOWN: usize = 3;

/// The label of a field; an id without one is its own label.
pub fn field(words: &Words, id: &FieldId) -> String {
    words.find(&code::key("field", id.as_str()), &[]).unwrap_or_else(|| super::cells::printable(id.as_str()))
}

/// The label of a field in a form: its own there, or the one that it has everywhere.
pub fn of_form(words: &Words, form: &str, id: &FieldId) -> String {
    let own = code::key("field", &format!("{form}-{}", id.as_str()));
    words.find(&own, &[]).unwrap_or_else(|| field(words, id))
}

/// What is worth telling beside a field, as a sentence.
pub fn hint(words: &Words, hint: &Hint) -> String {
    let joined = |list: &[String]| list.join(", ");
    match hint {
        Hint::NothingFits { narrowed_by } if narrowed_by.is_empty() => words.word("hint-nothing-fits-at-all"),
        Hint::NothingFits { narrowed_by } => {
            words.say("hint-nothing-fits", &[("fields", either(words, narrowed_by))])
        }
        Hint::OtherDrafts { drafts } => words.say("hint-other-drafts", &[("drafts", joined(drafts))]),
        Hint::MovesTo { date } => words.say("hint-moves-to", &[("date", words.date(*date))]),
        Hint::OtherProducts { product } => words.say("hint-other-products", &[("product", product.clone())]),
        Hint::Gives { rewards } => words.say("hint-gives", &[("rewards", joined(rewards))]),
        Hint::Unusable { why } => super::sentence::error(words, why),
        Hint::Difference { owed } if owed.amount.is_zero() => words.word("hint-no-difference"),
        Hint::Difference { owed } => {
            let key = if owed.amount < Amount::ZERO { "hint-gets-back" } else { "hint-owes" };
            words.say(key, &[("amount", words.amount(Money::new(owed.amount.abs(), owed.currency)))])
        }
        Hint::InRepair { repairs } => words.say("hint-in-repair", &[("repairs", joined(repairs))]),
        Hint::Warranty(of) => words.warranty(of),
        Hint::NoPortalAddress => words.word("hint-no-portal-address"),
        Hint::NewLot => words.word("hint-new-lot"),
        Hint::Booked { quantity } => {
            words.say("hint-booked", &[("quantity", words.quantity(&quantity.to_string()))])
        }
        Hint::NoExpiry => words.word("hint-no-expiry"),
        Hint::Busy { visits } => {
            let told: Vec<String> = visits.iter().take(SHOWN).map(|visit| busy(words, visit)).collect();
            let told = words.say("hint-busy", &[("visits", told.join("; "))]);
            match visits.len().saturating_sub(SHOWN) {
                0 => told,
                more => words.say("hint-more-visits", &[("visits", told), ("count", more.to_string())]),
            }
        }
        Hint::CanFillIn { names } => words.say("hint-can-fill-in", &[("names", joined(names))]),
        Hint::FilledIn { names } => words.say("hint-filled-in", &[("names", joined(names))]),
        Hint::StaysDraft { date } => words.say("hint-stays-draft", &[("date", words.date(*date))]),
    }
}

/// Where a technician has to be at the same time: `Tom: 2026-11-24 14:00 task 3, Boiler is cold`.
pub fn busy(words: &Words, of: &OverlapView) -> String {
    let told = [
        ("technician", of.technician.clone()),
        ("at", words.local(of.planned_start)),
        ("task", of.task.to_string()),
        ("title", of.title.clone()),
    ];
    words.say("busy-visit", &told)
}

/// Numbers of tasks: `2, 5`.
pub fn tasks(ids: &[TaskId]) -> String {
    ids.iter().map(TaskId::to_string).collect::<Vec<_>>().join(", ")
}

/// The labels of fields as alternatives: `Sales Order, Product or Journal`.
pub(super) fn either(words: &Words, ids: &[FieldId]) -> String {
    let mut labels: Vec<String> = ids.iter().map(|id| field(words, id)).collect();
    let Some(last) = labels.pop() else { return String::new() };
    if labels.is_empty() {
        return last;
    }
    words.say("list-or", &[("first", labels.join(", ")), ("last", last)])
}
