//! `find`: one search over tickets, customers, documents, serial numbers, coupons and products.

use clap::Args;
use serde_json::json;

use super::session::Session;
use super::table;
use crate::domain::error::Result;
use crate::domain::find::Found;
use crate::text::{Words, found};

/// What is looked for.
#[derive(Debug, Args)]
pub struct Find {
    /// A ticket number, a name or its initial consonants (ㄱㅎㄴ), the number of a document or the end of one, a lot or
    /// serial number, a coupon code, a mail address, a telephone number, words of a subject
    #[arg(required = true)]
    text: Vec<String>,
    /// At most so many of each kind
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
}

impl Find {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let typed = self.text.join(" ");
        let findings = session.desk.find(&typed, i64::from(self.limit))?;
        let words = &session.out.words;
        let answer: Vec<_> = findings.found.iter().map(|of| view(words, of)).collect();
        session.out.show(&answer, |words| match findings.found.is_empty() {
            true => found::nothing(words, &typed),
            false => table::found(words, &findings),
        })
    }
}

/// A thing as it is answered: `detail` is for people, in their language.
fn view(words: &Words, of: &Found) -> serde_json::Value {
    json!({
        "kind": of.kind,
        "id": of.id,
        "label": of.label,
        "detail": found::parts(words, of).join(" · "),
        "fit": of.fit,
        "name": of.name,
        "customer": of.customer,
        "state": of.standing.as_ref().map(|standing| standing.code()),
        "total": of.amount.map(|amount| amount.plain()),
        "currency": of.amount.map(|amount| amount.currency),
        "date": of.date,
        "ticket": of.ticket,
    })
}
