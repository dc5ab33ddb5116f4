//! The sentences of what was named and does not exist.

use super::Values;
use crate::domain::error::Thing;

/// The key and the values of the sentence.
pub(super) fn parts(what: Thing, key: &str) -> (&'static str, Values) {
    let sentence = match what {
        Thing::Database => "not-found-database",
        Thing::File => "not-found-file",
        Thing::Csv => "not-found-csv",
        Thing::ActingUser if key.is_empty() => return ("not-found-acting-user-unnamed", vec![]),
        Thing::ActingUser => "not-found-acting-user",
        _ if key.trim().is_empty() => return ("not-found-unnamed", vec![]),
        Thing::User => "not-found-user",
        Thing::Team => "not-found-team",
        Thing::Stage => "not-found-stage",
        Thing::Ticket => "not-found-ticket",
        Thing::Customer => "not-found-customer",
        Thing::Product => "not-found-product",
        Thing::Lot => "not-found-lot",
        Thing::Location => "not-found-location",
        Thing::Tax => "not-found-tax",
        Thing::Journal => "not-found-journal",
        Thing::Order => "not-found-order",
        Thing::OrderLine => "not-found-order-line",
        Thing::Invoice => "not-found-invoice",
        Thing::Line => "not-found-line",
        Thing::Mail => "not-found-mail",
        Thing::Payment => "not-found-payment",
        Thing::Transfer => "not-found-transfer",
        Thing::Repair => "not-found-repair",
        Thing::Part => "not-found-part",
        Thing::Project => "not-found-project",
        Thing::Task => "not-found-task",
        Thing::Worksheet => "not-found-worksheet",
        Thing::SheetField => "not-found-sheet-field",
        Thing::ProjectStage => "not-found-project-stage",
        Thing::Response => "not-found-response",
        Thing::Letter => "not-found-letter",
        Thing::Tag => "not-found-tag",
        Thing::TicketType => "not-found-ticket-type",
        Thing::View => "not-found-view",
        Thing::Holiday => "not-found-holiday",
        Thing::Policy => "not-found-policy",
        Thing::ClosingRule => "not-found-closing-rule",
        Thing::Approval => "not-found-approval",
        Thing::Incoming => "not-found-incoming",
        Thing::Attachment => "not-found-attachment",
        Thing::Setting => "not-found-setting",
        Thing::Program => "not-found-program",
        Thing::Rule => "not-found-rule",
        Thing::Reward => "not-found-reward",
        Thing::ReturnReason => "not-found-return-reason",
    };
    (sentence, vec![("key", key.to_owned())])
}
