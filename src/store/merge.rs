//! Merged tickets. Rows keep the number of the ticket that they were made at; whoever reads them asks for the ticket
//! where they are shown now ([`crate::current_ticket`]), and whoever lists what a ticket has, for the ticket and all that were
//! merged into it ([`crate::of_ticket`]): so a merge moves no row, and taking it back is exact.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{EventId, TicketId};
use crate::params;

/// SQL: the ticket where the rows of a ticket, named by a column, are shown.
#[macro_export]
macro_rules! current_ticket {
    ($column:literal) => {
        concat!("(SELECT ifnull(w.merged_into, w.id) FROM ticket w WHERE w.id = ", $column, ")")
    };
}

/// SQL: whether a column names a ticket, or one that was merged into it.
#[macro_export]
macro_rules! of_ticket {
    ($column:literal) => {
        $crate::of_ticket!($column, "?1")
    };
    ($column:literal, $ticket:literal) => {
        concat!(
            $column,
            " IN (SELECT ",
            $ticket,
            " UNION ALL SELECT w.id FROM ticket w WHERE w.merged_into = ",
            $ticket,
            ")"
        )
    };
}

/// A merge that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Which ticket.
    pub source: TicketId,
    /// Into which.
    pub target: TicketId,
    /// The last row of history before.
    pub after: EventId,
}

/// The ticket where what belongs to a ticket is shown: itself, where it was not merged.
pub fn current(read: &Read<'_>, id: TicketId) -> Result<TicketId> {
    Ok(read.value("SELECT ifnull(merged_into, id) FROM ticket WHERE id = ?1", params![id])?.unwrap_or(id))
}

/// The tickets that are shown at a ticket, by number.
pub fn sources(read: &Read<'_>, target: TicketId) -> Result<Vec<TicketId>> {
    read.all("SELECT id FROM ticket WHERE merged_into = ?1 ORDER BY id", params![target], |row| row.get(0))
}

/// The merge of a ticket.
pub fn of(read: &Read<'_>, source: TicketId) -> Result<Option<Merge>> {
    read.first(
        "SELECT source_id, target_id, after_id FROM ticket_merge WHERE source_id = ?1",
        params![source],
        |row| Ok(Merge { source: row.get(0)?, target: row.get(1)?, after: row.get(2)? }),
    )
}

/// Merges a ticket, with all that were merged into it, into one that was not merged.
pub fn insert(tx: &Tx<'_>, of: Merge) -> Result<()> {
    tx.run(
        "INSERT INTO ticket_merge (source_id, target_id, after_id) VALUES (?1, ?2, ?3)",
        params![of.source, of.target, of.after],
    )?;
    tx.run(
        "UPDATE ticket SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1",
        params![of.source, of.target],
    )
    .map(drop)
}

/// Takes a ticket out of the one that it was merged into, with all that were merged into it.
pub fn remove(tx: &Tx<'_>, source: TicketId) -> Result<()> {
    tx.run("DELETE FROM ticket_merge WHERE source_id = ?1", params![source])?;
    tx.run("UPDATE ticket SET merged_into = NULL WHERE id = ?1", params![source])?;
    tx.run(
        "UPDATE ticket SET merged_into = ?1 WHERE id IN (
            WITH RECURSIVE below (id) AS (SELECT source_id FROM ticket_merge WHERE target_id = ?1
                UNION ALL SELECT m.source_id FROM ticket_merge m JOIN below b ON m.target_id = b.id)
            SELECT id FROM below)",
        params![source],
    )
    .map(drop)
}

/// How many messages and notes were written at a ticket and those that were merged into it.
pub fn messages(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one(
        concat!(
            "SELECT (SELECT count(*) FROM message WHERE ",
            of_ticket!("ticket_id"),
            ") + (SELECT count(*) FROM mail WHERE ",
            of_ticket!("ticket_id"),
            ")"
        ),
        params![ticket],
        |row| row.get(0),
    )
}
