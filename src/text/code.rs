//! Names of what the contract knows by code: states, roles, rights, services, priorities. Codes are for
//! programs; people read these. Called by the sentences and by what prints tables.

use super::Words;
use crate::domain::invoice::{DocumentKind, DocumentState, PaymentState};
use crate::domain::mail::MailState;
use crate::domain::sale::OrderState;
use crate::domain::task::TaskState;
use crate::domain::team::Service;
use crate::domain::ticket::ServiceState;
use crate::domain::user::{Right, Role};

/// The key of a code in a family: `payment-state` and `not_paid` give `payment-state-not-paid`.
pub(super) fn key(family: &str, code: &str) -> String {
    format!("{family}-{}", code.replace('_', "-"))
}

/// The name of a code in a family, as of a choice or of an action.
pub fn named(words: &Words, family: &str, code: &str) -> String {
    words.word(&key(family, code))
}

/// Whether a document is an invoice or a credit note.
pub fn kind(words: &Words, kind: DocumentKind) -> String {
    words.word(&key("kind", kind.as_str()))
}

/// Where a document stands.
pub fn state(words: &Words, state: DocumentState) -> String {
    words.word(&key("state", state.as_str()))
}

/// The name of a stage; those that every new team or project has are told in the person's language.
pub fn stage(words: &Words, name: &str) -> String {
    match name {
        "New" | "Planned" | "In Progress" | "On Hold" | "Solved" | "Done" | "Cancelled" => {
            named(words, "stage", &name.to_lowercase().replace(' ', "_"))
        }
        own => own.to_owned(),
    }
}

/// Where a task stands: its stage, and its state where that says more.
pub fn task_standing(words: &Words, name: &str, state: TaskState) -> String {
    let stage = stage(words, name);
    match named(words, "task-state", state.as_str()) {
        same if state == TaskState::InProgress || same == stage => stage,
        more => format!("{stage} · {more}"),
    }
}

/// Where an order stands.
pub fn order_state(words: &Words, state: OrderState) -> String {
    words.word(&key("order-state", state.as_str()))
}

/// Where a message of the outbox stands.
pub fn mail_state(words: &Words, state: MailState) -> String {
    words.word(&key("state", state.as_str()))
}

/// What is paid of a document.
pub fn payment_state(words: &Words, state: PaymentState) -> String {
    words.word(&key("payment-state", state.as_str()))
}

/// A role.
pub fn role(words: &Words, role: Role) -> String {
    words.word(&key("role", role.as_str()))
}

/// A right.
pub fn right(words: &Words, right: Right) -> String {
    words.word(&key("right", right.as_str()))
}

/// An after-sales service.
pub fn service(words: &Words, service: Service) -> String {
    words.word(&key("service", service.as_str()))
}

/// Whether a service can be used.
pub fn service_state(words: &Words, state: ServiceState) -> String {
    words.word(match state {
        ServiceState::On => "word-on",
        ServiceState::Off => "word-off",
        ServiceState::Hidden => "word-hidden",
    })
}

/// A priority from 0 to 3; another number as it is.
pub fn priority(words: &Words, priority: i64) -> String {
    words.find(&format!("priority-{priority}"), &[]).unwrap_or_else(|| priority.to_string())
}
