//! Answers as text for people: a head of named values, then tables. Everything that came from outside
//! is made printable first.

mod coupon;
mod document;
mod find;
mod grid;
mod outbox;
mod people;
mod record;
mod repair;
mod report;
mod task;
mod ticket;
mod transfer;
mod undo;

pub use coupon::{coupon, coupon_checks, coupons, program, programs};
pub use document::{document, documents, order, orders};
pub use find::found;
pub use outbox::{mail, mails};
pub use people::{checks, customer, customers, import, link, settings, stock, teams, users};
pub use record::{approvals, record, records};
pub use repair::{repair, repairs};
pub use report::{report, report_rows, reports};
pub use task::{projects, task, tasks, worksheet, worksheets};
pub use ticket::{bulk, bulk_cells, files, ticket, tickets};
pub use transfer::{lot, reasons, returned, transfer, transfers};
pub use undo::{action, actions};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::command::Answer;
use crate::text::Words;

/// What a command made or changed, as text.
pub fn answer(words: &Words, answer: &Answer, zone: &str) -> String {
    match answer {
        Answer::Refund(refund) => {
            let all = refund.credit_notes.iter().chain(&refund.invoices);
            all.map(|d| document(words, d)).collect::<Vec<_>>().join("\n\n")
        }
        Answer::Mail(view) => mail(words, view, zone),
        Answer::Document(view) => document(words, view),
        Answer::Ticket(view) => ticket(words, view, zone),
        Answer::Bulk(done) => bulk(words, &done.rows),
        Answer::Refreshed(done) => words.say("notice-refreshed", &[("count", done.refreshed.to_string())]),
        Answer::Entered { added } => words.say("notice-entered", &[("count", added.to_string())]),
        Answer::Customer(view) => customer(words, view),
        Answer::Link(view) => link(words, view),
        Answer::Settings(view) => settings(words, view),
        Answer::Team(view) => teams(words, std::slice::from_ref(view)),
        Answer::User(view) => users(words, std::slice::from_ref(view)),
        Answer::Coupon(view) => coupon(words, view),
        Answer::Program(view) => program(words, view),
        Answer::Order(view) => order(words, view),
        Answer::Stock(rows) => stock(words, rows),
        Answer::Return(made) => returned(words, made),
        Answer::Transfer(view) => transfer(words, view),
        Answer::Repair(view) => repair(words, view),
        Answer::Project(view) => projects(words, std::slice::from_ref(view)),
        Answer::Worksheet(view) => worksheet(words, view),
        Answer::Task(view) => task(words, view, zone),
        Answer::Reason(view) => reasons(words, std::slice::from_ref(view)),
        Answer::Approval(view) => approvals(words, std::slice::from_ref(view), zone),
        Answer::Record(view) => record(words, view),
        Answer::Action(view) => action(words, view),
        Answer::Known { .. } => words.word("notice-mail-known"),
        Answer::Removed { .. } => words.word("notice-removed"),
        Answer::Import(report) => import(words, report),
        Answer::Repeated(first) => match typed(first) {
            Some(first) => self::answer(words, &first, zone),
            None => serde_json::to_string_pretty(first).unwrap_or_default(),
        },
    }
}

/// A first answer that was kept, as what it was; none where a release of another form made it.
fn typed(first: &Value) -> Option<Answer> {
    fn read<T: DeserializeOwned>(first: &Value) -> Option<T> {
        T::deserialize(first).ok()
    }
    read(first)
        .map(Answer::Refund)
        .or_else(|| read(first).map(Answer::Mail))
        .or_else(|| read(first).map(Answer::Approval))
        .or_else(|| read(first).map(Answer::Document))
        .or_else(|| read(first).map(Answer::Ticket))
        .or_else(|| read(first).map(Answer::Customer))
        .or_else(|| read(first).map(Answer::Link))
        .or_else(|| read(first).map(Answer::Settings))
        .or_else(|| read(first).map(Answer::Team))
        .or_else(|| read(first).map(Answer::User))
        .or_else(|| read(first).map(Answer::Coupon))
        .or_else(|| read(first).map(Answer::Program))
        .or_else(|| read(first).map(Answer::Order))
        .or_else(|| read(first).map(Answer::Return))
        .or_else(|| read(first).map(Answer::Transfer))
        .or_else(|| read(first).map(Answer::Repair))
        .or_else(|| read(first).map(Answer::Task))
        .or_else(|| read(first).map(Answer::Project))
        .or_else(|| read(first).map(Answer::Worksheet))
        .or_else(|| read(first).map(Answer::Action))
        .or_else(|| read(first).map(Answer::Reason))
        .or_else(|| read(first).map(Answer::Stock))
        .or_else(|| read(first).map(Answer::Import))
}
