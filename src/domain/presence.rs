//! Who else is looking at a ticket, or writing in it: told, never locked.

use super::ids::TicketId;

/// Somebody at a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Login.
    pub login: String,
    /// Where.
    pub ticket: TicketId,
    /// Whether a form of the ticket is being filled in.
    pub writing: bool,
}
