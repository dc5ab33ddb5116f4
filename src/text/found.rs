//! What a search over everything found, in words: what a thing is, whose it is, where it stands, what it comes
//! to. Both doors tell it the same way.

use super::{Words, code};
use crate::domain::find::{Found, FoundKind, Standing};
use crate::domain::invoice::DocumentState;

/// What kind of thing it is.
pub fn kind(words: &Words, kind: FoundKind) -> String {
    code::named(words, "found", kind.as_str())
}

/// What is told of a thing beside what it is called by, the most telling first.
pub fn parts(words: &Words, of: &Found) -> Vec<String> {
    let texts = [&of.name, &of.customer, &of.email, &of.phone];
    let state = of.standing.as_ref().map(|standing| self::standing(words, standing));
    let amount = of.amount.map(|amount| words.amount(amount));
    let date = of.date.map(|day| match of.kind {
        FoundKind::Coupon => words.say("found-until", &[("date", words.date(day))]),
        _ => words.date(day),
    });
    texts.into_iter().cloned().chain([state, amount, date]).flatten().collect()
}

/// Where a thing stands.
pub fn standing(words: &Words, of: &Standing) -> String {
    match of {
        Standing::Stage(name) => code::stage(words, name),
        Standing::Order(state) => code::order_state(words, *state),
        // Of what is posted it says more what is paid of it.
        Standing::Document(DocumentState::Posted, paid) => code::payment_state(words, *paid),
        Standing::Document(state, _) => code::state(words, *state),
        Standing::Transfer(state) => code::named(words, "transfer-state", state.as_str()),
        Standing::Repair(state) => code::named(words, "repair-state", state.as_str()),
        Standing::Task(stage, state) => code::task_standing(words, stage, *state),
        Standing::Coupon(state) => code::named(words, "coupon-state", state.as_str()),
    }
}

/// That nothing is found by what was typed, and what can be typed.
pub fn nothing(words: &Words, typed: &str) -> String {
    let typed = typed.trim();
    no_ticket(words, typed).unwrap_or_else(|| {
        let told = words.say("find-nothing", &[("typed", typed.to_owned())]);
        format!("{told}\n{}", words.word("find-hint"))
    })
}

/// That there is no ticket of a number, where that is what was typed.
pub fn no_ticket(words: &Words, typed: &str) -> Option<String> {
    let number = typed.strip_prefix('#')?.trim();
    number.parse::<i64>().ok()?;
    Some(words.say("find-no-ticket", &[("number", number.to_owned())]))
}
