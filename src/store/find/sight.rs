//! What somebody may see of everything that can be found.

use crate::domain::find::FoundKind as Kind;
use crate::domain::ids::{TeamId, UserId};
use crate::store::driver::Query;
use crate::store::ticket::only_teams;

/// What somebody may see.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// Tickets of these teams, and what hangs on them; of all where there is none.
    pub teams: &'a [TeamId],
    /// Whether coupons.
    pub coupons: bool,
    /// Repairs only that this agent made; all where there is none.
    pub repairs: Option<UserId>,
    /// Tasks only that are this agent's own, or of tickets that it sees; all where there is none.
    pub tasks: Option<UserId>,
}

impl Sight<'_> {
    /// Narrows a query of `t` to what is seen.
    pub(super) fn narrow(&self, kind: Kind, query: &mut Query<'_>) {
        let teams = serde_json::to_string(self.teams).unwrap_or_default();
        let of_teams = "(SELECT x.id FROM ticket x WHERE x.id = t.ticket_id
            AND x.team_id IN (SELECT value FROM json_each(?)))";
        match kind {
            Kind::Ticket => only_teams(query, self.teams),
            Kind::Repair if let Some(maker) = self.repairs => query.and("t.created_by = ?", maker),
            Kind::Coupon if !self.coupons => query.sql.push_str(" AND 0"),
            Kind::Coupon if !self.teams.is_empty() => {
                query.and(&format!("(t.ticket_id IS NULL OR EXISTS {of_teams})"), teams);
            }
            Kind::Task if let Some(agent) = self.tasks => {
                query.push(
                    " AND (t.created_by = ? OR t.id IN (SELECT task_id FROM task_assignee WHERE user_id = ?)",
                    agent,
                );
                match self.teams.is_empty() {
                    true => query.sql.push_str(" OR t.ticket_id IS NOT NULL)"),
                    false => query.push(&format!(" OR EXISTS {of_teams})"), teams),
                }
            }
            _ => {}
        }
    }
}
