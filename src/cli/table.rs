//! Answers as text for people: a head of named values, then tables. Everything that came from outside
//! is made printable first.

mod document;
mod grid;
mod people;
mod ticket;

pub use document::{document, documents, order, orders};
pub use people::{checks, customer, customers, import, settings, stock, teams, users};
pub use ticket::{ticket, tickets};

use crate::domain::command::Answer;
use crate::text::Words;

/// What a command made or changed, as text.
pub fn answer(words: &Words, answer: &Answer, zone: &str) -> String {
    match answer {
        Answer::Refund(refund) => {
            let all = refund.credit_notes.iter().chain(&refund.invoices);
            all.map(|d| document(words, d)).collect::<Vec<_>>().join("\n\n")
        }
        Answer::Document(view) => document(words, view),
        Answer::Ticket(view) => ticket(words, view, zone),
        Answer::Customer(view) => customer(words, view),
        Answer::Settings(view) => settings(words, view),
        Answer::Team(view) => teams(words, std::slice::from_ref(view)),
        Answer::User(view) => users(words, std::slice::from_ref(view)),
        Answer::Stock(rows) => stock(words, rows),
        Answer::Repeated(first) => first.to_string(),
    }
}
