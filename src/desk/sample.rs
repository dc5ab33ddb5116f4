//! More tickets for a sandbox, made up from those it has: to see how a large queue feels.

use super::Desk;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::TicketId;
use crate::domain::user::Right;
use crate::store::{search, ticket, user};

impl Desk {
    /// Makes `count` tickets from the first ones, with numbers, hours and assignees of their own.
    pub fn make_tickets(&mut self, count: u32) -> Result<()> {
        let (actor, now) = (self.actor_id()?, self.clock.now());
        self.store.write(|tx| {
            super::access::require(&super::load_user(tx, actor)?, Right::Settings)?;
            let first = ticket::next_number(tx)?;
            let mut models = Vec::new();
            for id in (1..first.0).take(100) {
                models.extend(ticket::load(tx, TicketId(id))?);
            }
            let users = user::list(tx)?;
            if models.is_empty() {
                return Err(Error::NotFound { what: Thing::Ticket, key: "1".into() });
            }
            for n in 0..i64::from(count) {
                let at = usize::try_from(n).unwrap_or(0);
                let mut new = models[at % models.len()].clone();
                new.id = TicketId(first.0 + n);
                new.subject = format!("{} ({})", new.subject, new.id);
                new.assignee = if at % 3 == 0 { None } else { users.get(at % users.len().max(1)).copied() };
                new.created_at = now - chrono::Duration::minutes(i64::from(count) - n);
                ticket::insert(tx, &new)?;
                search::ticket(tx, new.id)?;
            }
            Ok(())
        })
    }

    /// How many tickets there are, from the kept counts.
    pub fn ticket_total(&mut self) -> Result<i64> {
        self.store.read(ticket::total)
    }
}
