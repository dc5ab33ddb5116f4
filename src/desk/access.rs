//! Who may do what: checked here once, for both doors (`contract/cli.md`, roles).

use crate::domain::error::{Error, Need, Result};
use crate::domain::ids::{TeamId, UserId};
use crate::domain::invoice::{DocumentKind, Invoice};
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::user::{Right, User};

/// Refuses who lacks a right.
pub fn require(user: &User, right: Right) -> Result<()> {
    if user.may(right) { Ok(()) } else { Err(Error::Forbidden(Need::Right(right))) }
}

/// Refuses who does not see a team's tickets.
pub fn require_team(user: &User, team: TeamId, name: &str) -> Result<()> {
    if user.sees(team) { Ok(()) } else { Err(Error::Forbidden(Need::Team(name.to_owned()))) }
}

/// Refuses who may not change or give up a draft: it is somebody else's.
pub fn require_draft(user: &User, draft: &Invoice) -> Result<()> {
    if made_by(draft, user.id) || user.may(Right::Accounting) {
        Ok(())
    } else {
        Err(Error::Forbidden(Need::OwnDraft))
    }
}

/// Refuses who may not post a draft: an agent posts the credit notes that it made from a ticket, within
/// its limit; posting anything else takes the right to books.
pub fn require_posting(user: &User, draft: &Invoice) -> Result<()> {
    let own = made_by(draft, user.id)
        && draft.kind == DocumentKind::CreditNote
        && draft.ticket.is_some()
        && user.may(Right::Refund);
    if !own {
        require(user, Right::Accounting)?;
    }
    match draft.kind {
        DocumentKind::CreditNote => within_limit(user, draft.total, draft.currency),
        DocumentKind::Invoice => Ok(()),
    }
}

fn made_by(draft: &Invoice, user: UserId) -> bool {
    draft.created_by == Some(user)
}

fn within_limit(user: &User, amount: Amount, currency: Currency) -> Result<()> {
    match user.limit(currency) {
        Some(limit) if amount > limit => Err(Error::LimitExceeded { limit: Money::new(limit, currency) }),
        _ => Ok(()),
    }
}
