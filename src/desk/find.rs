//! One search over everything that the agent may see: tickets of its teams, coupons as it may read them, repairs and
//! tasks as their lists show them; customers, products, serial numbers and documents as everybody does.

use super::reads::visible_teams;
use super::{Desk, field_service, load_user, repair, settings};
use crate::domain::error::Result;
use crate::domain::find::{Findings, Typed};
use crate::domain::user::{Right, User};
use crate::store::find::{self, Sight};

impl Desk {
    /// What is found by what was typed, the best first; of each kind so many at most. Nothing where nothing was typed
    /// to look for.
    pub fn find(&mut self, typed: &str, limit: i64) -> Result<Findings> {
        let Some(typed) = Typed::read(typed) else { return Ok(Findings::default()) };
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let today = clock.today(&settings(read)?);
            find::find(read, &typed, sight(&actor), limit, today)
        })
    }
}

/// What an agent sees.
fn sight(actor: &User) -> Sight<'_> {
    let own = |works: bool| if works { None } else { Some(actor.id) };
    Sight {
        teams: visible_teams(actor),
        coupons: actor.may(Right::Coupon),
        repairs: own(repair::works(actor)),
        tasks: own(field_service::works(actor)),
    }
}
