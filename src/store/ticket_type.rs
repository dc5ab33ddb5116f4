//! Types of tickets.

use super::driver::Read;
use crate::domain::error::Result;
use crate::domain::ids::TicketTypeId;
use crate::params;

/// The name of a type.
pub fn name(read: &Read<'_>, id: TicketTypeId) -> Result<Option<String>> {
    read.value("SELECT name FROM ticket_type WHERE id = ?1", params![id])
}

/// The type of a name.
pub fn find(read: &Read<'_>, name: &str) -> Result<Option<TicketTypeId>> {
    read.value("SELECT id FROM ticket_type WHERE name = ?1", params![crate::domain::wording::key(name)])
}

/// Whether there is any.
pub fn any(read: &Read<'_>) -> Result<bool> {
    read.one("SELECT EXISTS (SELECT 1 FROM ticket_type)", &[], |row| row.get(0))
}
