//! What stands in braces, filled in of a ticket: canned responses where they are put into a text, and whatever is written
//! to a customer, where it is sent.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Desk, coupons, customers, load_user, records, refund, settings, tickets};
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::record::{LetterKind, RecordKind};
use crate::domain::settings::{Language, Settings};
use crate::domain::user::User;
use crate::domain::variable::{self, Variable as V};
use crate::domain::wizard::{Audience, Form, letter as composer};
use crate::store::{Read, catalog, newest, order, record, task};
use crate::text::{Words, stored};

/// The values that a ticket has.
pub type Values = BTreeMap<V, String>;

/// What can be filled in of a ticket, in the language of who reads it.
pub fn of_ticket(
    read: &Read<'_>,
    id: TicketId,
    actor: &User,
    (language, settings, now): (Language, &Settings, DateTime<Utc>),
) -> Result<Values> {
    let words = Words::new(language);
    let of = refund::find_ticket(read, id)?;
    let mut values = Values::from([
        (V::TicketNumber, id.to_string()),
        (V::TicketSubject, of.subject.clone()),
        (V::AgentName, actor.name.clone()),
        (V::CompanyName, settings.name.clone()),
    ]);
    let mut put = |of: V, value: Option<String>| drop(value.map(|value| values.insert(of, value)));
    if let Some(customer) = of.customer.map(|id| customers::load(read, id)).transpose()? {
        put(V::CustomerAddressed, Some(stored::addressed(&words, &customer.name)));
        put(V::CustomerName, Some(customer.name));
    }
    let product = of.product.map(|p| catalog::load_product(read, p)).transpose()?.flatten();
    put(V::ProductName, product.map(|p| p.name));
    let order = of.order.map(|o| order::head(read, o)).transpose()?.flatten();
    put(V::OrderNumber, order.map(|(number, _)| number));
    if let Some((number, total)) = newest::credit_note(read, id)? {
        put(V::RefundAmount, Some(words.amount(total)));
        put(V::RefundNumber, Some(number));
    }
    if let Some(id) = newest::coupon(read, id)? {
        let of = coupons::view(read, id, settings, settings.day_of(now))?;
        put(V::CouponLink, of.share_link);
        put(V::CouponUntil, of.expires.map(|day| words.date(day)));
        put(V::CouponCode, Some(of.code));
    }
    put(V::ReturnNumber, newest::goods(read, id)?);
    put(V::RepairNumber, newest::repair(read, id)?);
    put(V::VisitStart, task::next_visit(read, id, now)?.map(|at| words.instant(at, settings.zone())));
    Ok(values)
}

/// A text that goes into a composer, with what the values say. It is filled in once more when it is sent: a value that
/// holds braces waits for that.
pub fn begun(text: &str, values: &Values) -> String {
    variable::fill(text, |name| values.get(&name).filter(|value| !value.contains('{')).cloned())
}

/// A text as it leaves, as the field `body`: everything is filled in; refuses what can't be.
pub fn whole(text: &str, values: &Values) -> Result<String> {
    variable::filled(text, |name| values.get(&name).cloned()).map_err(|e| e.at(composer::BODY))
}

/// The company's wording of a message as it is proposed. What a subject may name is always there
/// ([`LetterKind::in_subject`]), and it is not filled in again: tickets are called as strangers want.
pub fn letter((subject, body): (&str, &str), values: &Values) -> (String, String) {
    (variable::fill(subject, |name| values.get(&name).cloned()), begun(body, values))
}

/// How the company words a kind of message in a language: subject and text; none where it is the usual wording.
pub fn worded(read: &Read<'_>, kind: LetterKind, language: Language) -> Result<Option<(String, String)>> {
    let Some(id) = record::find(read, RecordKind::Letter, None, kind.as_str())? else { return Ok(None) };
    let of = records::load(read, RecordKind::Letter, id)?;
    let (subject, body) = match language {
        Language::English => ("subject_en", "body_en"),
        Language::Korean => ("subject_ko", "body_ko"),
    };
    Ok(Some((of.value(subject).to_owned(), of.value(body).to_owned())))
}

impl Desk {
    /// A canned response as it goes into a form: in the language of who reads it, filled in as far as there is something
    /// to fill in.
    pub fn response(&mut self, id: i64, form: &Form) -> Result<String> {
        let actor = self.actor_id()?;
        let (own, now) = (self.words.language(), self.clock.now());
        self.store.read(|read| {
            let (actor, settings) = (load_user(read, actor)?, settings(read)?);
            let of = records::load(read, RecordKind::Response, id)?;
            let Some(ticket) = form.ticket() else {
                return Ok(of.value(text_in(own)).to_owned());
            };
            let read_by = tickets::require_visible(read, &actor, ticket)?;
            let language = match form.audience() {
                Some(Audience::Agents) => own,
                _ => super::coupon_forms::language(read, read_by.customer, &settings)?,
            };
            let values = of_ticket(read, ticket, &actor, (language, &settings, now))?;
            let text = of.value(text_in(language));
            Ok(match form.audience() {
                Some(Audience::Agents) => variable::fill(text, |name| values.get(&name).cloned()),
                _ => begun(text, &values),
            })
        })
    }
}

/// The column of a response in a language.
fn text_in(language: Language) -> &'static str {
    match language {
        Language::English => "text_en",
        Language::Korean => "text_ko",
    }
}
