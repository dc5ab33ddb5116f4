//! What the Coupon wizard and its message know: the programs, and the customer that the message is for.

use chrono::{DateTime, NaiveDate, Utc};

use super::variables::{self, Values};
use super::{access, coupons, customers, forms, load_user, order_mail, orders, programs, refund, replies};
use crate::domain::command::Letter;
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Resolved};
use crate::domain::ids::{CustomerId, ProgramId, TicketId, UserId};
use crate::domain::record::LetterKind;
use crate::domain::settings::{Language, Settings};
use crate::domain::team::Service;
use crate::domain::user::User;
use crate::domain::variable::Variable;
use crate::domain::wizard::coupon::{self, Facts, chosen};
use crate::domain::wizard::{Form, letter as composer};
use crate::store::{Read, program};
use crate::text::{Words, stored};

/// Tells while a text is written what of it can't be filled in.
fn told(mut resolved: Resolved, values: &Values) -> Resolved {
    for field in resolved.fields.iter_mut().filter(|field| field.id == composer::BODY) {
        let wrong = variables::whole(field.value.text(), values).err();
        field.error = field.error.take().or(wrong.map(Error::bare));
    }
    resolved
}

/// What the forms of coupons and of messages know, and show for a draft.
pub(super) fn resolve(
    read: &Read<'_>,
    form: &Form,
    draft: &Draft,
    (actor, settings, now): (UserId, &Settings, DateTime<Utc>),
) -> Result<(forms::Facts, Resolved)> {
    let today = settings.day_of(now);
    let little = |resolved| Ok((forms::Facts::Little, resolved));
    match form {
        Form::Coupon(id) => {
            let facts = facts(read, *id, draft, actor, settings, today)?;
            let resolved = coupon::resolve(&facts, draft);
            Ok((forms::Facts::Coupon(Box::new(facts)), resolved))
        }
        Form::MailCoupon(ticket, program, until) => {
            let actor = load_user(read, actor)?;
            let proposed = letter(read, *ticket, (*program, *until), &actor, (settings, now))?;
            let names = [composer::CODE, composer::LINK, "{coupon.code}", "{coupon.link}"];
            little(composer::resolve(&proposed, draft, &names))
        }
        Form::MailOrder(id) => {
            let actor = load_user(read, actor)?;
            let proposed = order_mail::letter(read, *id, &actor, settings)?;
            let (values, _) = order_mail::values(read, &orders::load(read, *id)?, &actor, settings)?;
            little(told(composer::resolve(&proposed, draft, &[]), &values))
        }
        Form::Reply(id) => {
            let actor = load_user(read, actor)?;
            let proposed = replies::letter(read, *id, &actor, (settings, now))?;
            let customer = refund::find_ticket(read, *id)?.customer;
            let language = language(read, customer, settings)?;
            let values = variables::of_ticket(read, *id, &actor, (language, settings, now))?;
            little(told(composer::resolve(&proposed, draft, &[]), &values))
        }
        Form::RevokeCoupon(id) => {
            coupons::load(read, *id)?;
            little(coupon::resolve_revoke(draft))
        }
        _ => Err(crate::store::driver::damaged("form")),
    }
}

/// What the wizard knows for a draft, from a ticket that offers it.
fn facts(
    read: &Read<'_>,
    ticket: TicketId,
    draft: &Draft,
    actor: UserId,
    settings: &Settings,
    today: NaiveDate,
) -> Result<Facts> {
    let of = refund::find_ticket(read, ticket)?;
    access::require_service(read, &load_user(read, actor)?, &of, Service::Coupon)?;
    if !program::any_of_coupons(read)? {
        return Err(Error::NoProgram);
    }
    let usual = program::usual(read, actor)?;
    let (mut gives, mut refused, mut unusable) = (vec![], None, None);
    if let Some(id) = chosen(draft, usual) {
        let program = programs::load(read, id, settings)?;
        gives = program.rewards.iter().map(|r| r.description.clone()).collect();
        unusable = program.usable(today).err();
        refused = program.of_coupons().and_then(|()| program.not_archived()).err();
    }
    Ok(Facts { ticket, today, usual, gives, unusable, refused })
}

/// The language of what a customer is sent: its own, else the company's.
pub fn language(read: &Read<'_>, customer: Option<CustomerId>, settings: &Settings) -> Result<Language> {
    let customer = customer.map(|id| customers::load(read, id)).transpose()?;
    let spoken = customer.and_then(|c| c.language).and_then(|l| l.parse().ok());
    Ok(spoken.unwrap_or(settings.language))
}

/// The message that sends a coupon, as it is proposed: to the ticket's customer, in its language.
fn letter(
    read: &Read<'_>,
    ticket: TicketId,
    (program, until): (ProgramId, Option<NaiveDate>),
    actor: &User,
    (settings, now): (&Settings, DateTime<Utc>),
) -> Result<Letter> {
    let of = refund::find_ticket(read, ticket)?;
    let language = language(read, of.customer, settings)?;
    let customer = of.customer.map(|id| customers::load(read, id)).transpose()?;
    let settings = &Settings { language, ..settings.clone() };
    let of = programs::load(read, program, settings)?;
    let linked = of.share_link.of("", settings.website_url.as_deref()).is_ok();
    let coupon = stored::CouponLetter {
        company: &settings.name,
        name: customer.as_ref().map(|c| c.name.as_str()),
        rewards: of.rewards.iter().map(|r| r.description.clone()).collect(),
        asks: of.rules.iter().map(|r| stored::rule(&Words::new(language), r, settings.currency)).collect(),
        linked,
        until,
    };
    let (subject, body) = match variables::worded(read, LetterKind::Coupon, language)? {
        None => stored::coupon_letter(&Words::new(language), &coupon),
        Some((subject, body)) => {
            let mut values = variables::of_ticket(read, ticket, actor, (language, settings, now))?;
            // The coupon that this message sends: code and link are known when it is made.
            values.insert(Variable::CouponCode, composer::CODE.to_owned());
            values.insert(Variable::CouponLink, composer::LINK.to_owned());
            let words = Words::new(language);
            let last = until.map_or_else(|| words.word("word-no-expiry"), |day| words.date(day));
            values.insert(Variable::CouponUntil, last);
            variables::letter((&subject, &body), &values)
        }
    };
    Ok(Letter { to: customer.and_then(|c| c.email).unwrap_or_default(), subject, body })
}
