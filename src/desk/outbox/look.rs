//! What can be looked at in the outbox. Messages of tickets that an agent does not see are not shown to
//! it, nor those with a coupon's code to who may not handle coupons; those that belong to no ticket are shown
//! to everybody.

use super::{Desk, find};
use crate::desk::reads::visible_teams;
use crate::desk::{access, load_user, tickets};
use crate::domain::error::Result;
use crate::domain::ids::MailId;
use crate::domain::mail::{Mail, MailView};
use crate::domain::user::Right;
use crate::store::mail;

impl Desk {
    /// The messages that the agent sees, newest first.
    pub fn mails(&mut self, limit: Option<i64>) -> Result<Vec<MailView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let codes = actor.may(Right::Coupon);
            let mails = mail::list(read, visible_teams(&actor), codes, limit)?;
            Ok(mails.into_iter().map(|mail| mail.view).collect())
        })
    }

    /// A message, whole.
    pub fn mail(&mut self, id: MailId) -> Result<MailView> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let found = find(read, id)?;
            let actor = load_user(read, actor)?;
            if let Some(ticket) = found.view.ticket {
                tickets::require_visible(read, &actor, ticket)?;
            }
            if mail::holds_code(read, id)? {
                access::require(&actor, Right::Coupon)?;
            }
            Ok(found.view)
        })
    }

    /// The agent's newest message that can be taken back before it leaves by itself, and the seconds until
    /// it does.
    pub fn mail_in_grace(&mut self) -> Result<Option<(MailView, i64)>> {
        let (actor, now) = (self.actor_id()?, self.clock.now());
        let found: Option<Mail> = self.store.read(|read| mail::in_grace(read, now, actor))?;
        Ok(found.map(|mail| {
            let left = (mail.view.send_after - now).num_seconds();
            (mail.view, left)
        }))
    }

    /// Whether there is something to do for whoever sends: a message whose grace is over, or one that a
    /// process which died left on its way.
    pub fn mail_is_due(&mut self) -> Result<bool> {
        let now = self.clock.now();
        self.store.read(|read| Ok(mail::any_due(read, now)? || mail::any_under_way(read)?))
    }
}
