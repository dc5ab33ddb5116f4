//! Quotations and orders by mail: the message as it is proposed, and its way into the outbox together with
//! what it makes of the quotation.

use super::variables::{self, Values};
use super::work::Work;
use super::{coupon_forms, customers, order_flow, orders, outbox, sheets};
use crate::domain::command::Letter;
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::OrderId;
use crate::domain::mail::{Enclosed, NewMail};
use crate::domain::record::LetterKind;
use crate::domain::sale::{Order, OrderState};
use crate::domain::settings::{Language, Settings};
use crate::domain::user::User;
use crate::domain::variable::Variable;
use crate::store::{Read, mail};
use crate::text::sheet::file_stem;
use crate::text::{Words, stored};

/// What can be filled in of an order, and the language of its customer.
pub fn values(read: &Read<'_>, of: &Order, actor: &User, settings: &Settings) -> Result<(Values, Language)> {
    let language = coupon_forms::language(read, Some(of.customer), settings)?;
    let name = customers::load(read, of.customer)?.name;
    let values = Values::from([
        (Variable::CustomerAddressed, stored::addressed(&Words::new(language), &name)),
        (Variable::CustomerName, name),
        (Variable::CompanyName, settings.name.clone()),
        (Variable::AgentName, actor.name.clone()),
        (Variable::OrderNumber, of.number.clone()),
    ]);
    Ok((values, language))
}

/// The message that sends an order, as it is proposed: to its customer, in its language.
pub fn letter(read: &Read<'_>, id: OrderId, actor: &User, settings: &Settings) -> Result<Letter> {
    let of = orders::load(read, id)?;
    let customer = customers::load(read, of.customer)?;
    let (values, language) = values(read, &of, actor, settings)?;
    let kind = if of.state == OrderState::Sale { LetterKind::Order } else { LetterKind::Quotation };
    let (subject, body) = match variables::worded(read, kind, language)? {
        None => stored::order_letter(&Words::new(language), &settings.name, &customer.name, &of),
        Some((subject, body)) => variables::letter((&subject, &body), &values),
    };
    Ok(Letter { to: customer.email.unwrap_or_default(), subject, body })
}

/// Puts the message into the outbox, with the order as it is now; a quotation is sent from then on.
pub fn send(work: &mut Work<'_, '_>, id: OrderId, letter: &Letter) -> Result<()> {
    let of = orders::load(work.tx, id)?;
    if of.state == OrderState::Cancelled {
        return of.wrong(Wrong::OrderCancelled);
    }
    let Letter { to, subject, body } = letter.clone();
    let (values, language) = values(work.tx, &of, &work.actor, &work.settings)?;
    let body = variables::whole(&body, &values)?;
    let (ticket, coupon, order) = (None, None, Some(id.0));
    let mail = outbox::queue(work, &NewMail { ticket, coupon, order, to, subject, body, language })?;
    let sheet = sheets::order(work.tx, id, work.actor.id, &work.settings)?;
    let sheet = serde_json::to_string(&sheet).map_err(|e| Error::Io(e.to_string()))?;
    mail::enclose(work.tx, mail, &Enclosed { name: format!("{}.pdf", file_stem(&of.number)), sheet })?;
    match of.state {
        OrderState::Quotation => order_flow::set_state(work, &of, OrderState::Sent),
        _ => Ok(()),
    }
}
