//! Who may do what: checked here once, for both doors (`contract/cli.md`, roles).

use chrono::{DateTime, Utc};

use super::refund_facts;
use crate::domain::error::{Error, Need, NoMerge, Result};
use crate::domain::ids::{TeamId, UserId};
use crate::domain::invoice::{DocumentKind, Invoice};
use crate::domain::money::{Amount, Money};
use crate::domain::sale::Order;
use crate::domain::team::Service;
use crate::domain::ticket::Ticket;
use crate::domain::user::{Right, User};
use crate::store::{Read, approval, driver, invoice, team, ticket};

/// Refuses who lacks a right.
pub fn require(user: &User, right: Right) -> Result<()> {
    if user.may(right) { Ok(()) } else { Err(Error::Forbidden(Need::Right(right))) }
}

/// Refuses who does not see a team's tickets.
pub fn require_team(user: &User, team: TeamId, name: &str) -> Result<()> {
    if user.sees(team) { Ok(()) } else { Err(Error::Forbidden(Need::Team(name.to_owned()))) }
}

/// Refuses who does not see the team of a ticket.
pub fn require_ticket(read: &Read<'_>, user: &User, of: &Ticket) -> Result<()> {
    let (name, _) = team::head(read, of.team)?.ok_or_else(|| driver::damaged("team"))?;
    require_team(user, of.team, &name)
}

/// Refuses who may not change an order: it is somebody else's.
pub fn require_order(user: &User, of: &Order) -> Result<()> {
    match of.created_by == Some(user.id) || user.may(Right::Accounting) {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::OwnOrder)),
    }
}

/// Refuses a ticket that was merged: what is done to it is done where it went.
pub fn require_unmerged(of: &Ticket) -> Result<()> {
    match of.merged_into {
        Some(into) => Err(Error::NoMerge(NoMerge::Merged { ticket: of.id, into })),
        None => Ok(()),
    }
}

/// Refuses a service that the ticket's team does not offer, or that the agent may not use.
pub fn require_service(read: &Read<'_>, actor: &User, of: &Ticket, service: Service) -> Result<()> {
    let (name, switches) = team::head(read, of.team)?.ok_or_else(|| driver::damaged("team"))?;
    require_team(actor, of.team, &name)?;
    require_unmerged(of)?;
    require(actor, right_of(service))?;
    if switches.offers(service) { Ok(()) } else { Err(Error::ServiceOff { team: name }) }
}

/// The right that a service takes.
pub fn right_of(service: Service) -> Right {
    match service {
        Service::Refund => Right::Refund,
        Service::Coupon => Right::Coupon,
        Service::Return => Right::Return,
        Service::Repair => Right::Repair,
        Service::FieldService => Right::FieldService,
    }
}

/// Refuses who may not change or give up a draft: it is somebody else's.
pub fn require_draft(user: &User, draft: &Invoice) -> Result<()> {
    if made_by(draft, user.id) || user.may(Right::Accounting) {
        Ok(())
    } else {
        Err(Error::Forbidden(Need::OwnDraft))
    }
}

/// Refuses who may not post a draft: an agent posts the credit notes that it made from a ticket whose team
/// it works for, within its limit; posting anything else takes the right to books.
pub fn require_posting(read: &Read<'_>, user: &User, draft: &Invoice, day: Day) -> Result<()> {
    let own = made_by(draft, user.id) && draft.kind == DocumentKind::CreditNote;
    match draft.ticket.filter(|_| own && !user.may(Right::Accounting)) {
        Some(id) => {
            let ticket = ticket::load(read, id)?.ok_or_else(|| driver::damaged("ticket"))?;
            refund_facts::require_refund(read, user, &ticket)?;
        }
        None => require(user, Right::Accounting)?,
    }
    match draft.kind {
        DocumentKind::CreditNote => match within_limits(read, user, draft, day) {
            // Who asked for an approval waits for it.
            Err(Error::LimitExceeded { .. }) if approval::waiting(read, draft.id)?.is_some() => {
                Err(Error::ApprovalRequired { document: draft.label() })
            }
            other => other,
        },
        DocumentKind::Invoice => Ok(()),
    }
}

fn made_by(draft: &Invoice, user: UserId) -> bool {
    draft.created_by == Some(user)
}

/// A day where the company is, from its first instant to that of the next.
pub type Day = (DateTime<Utc>, DateTime<Utc>);

/// The limit of a refund holds for all that the agent posts from one ticket in one currency: a refund can't be split to
/// pass below it. That of a day holds for all that it posts on it.
fn within_limits(read: &Read<'_>, user: &User, draft: &Invoice, day: Day) -> Result<()> {
    let currency = draft.currency;
    if let Some(limit) = user.limit(currency) {
        let before = match draft.ticket {
            Some(ticket) => invoice::refunded(read, ticket, user.id, currency)?,
            None => Amount::ZERO,
        };
        if before + draft.total > limit {
            return Err(Error::LimitExceeded { a_day: false, limit: Money::new(limit, currency) });
        }
    }
    match user.day_limit(currency) {
        Some(limit) if invoice::refunded_in(read, user.id, currency, day)? + draft.total > limit => {
            Err(Error::LimitExceeded { a_day: true, limit: Money::new(limit, currency) })
        }
        _ => Ok(()),
    }
}
