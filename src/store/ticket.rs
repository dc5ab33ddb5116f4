//! Tickets, the kept counts of queues, and pages of them.

mod condition;
mod page;

use chrono::{DateTime, Utc};

use super::driver::{Query, Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{TeamId, TicketId, UserId};
use crate::domain::ticket::{TeamCount, Ticket};
use crate::params;

pub(super) use page::only_teams;
pub use page::{Page, count, numbers, of_family, page, tell_more};

/// A ticket by its number.
pub fn load(read: &Read<'_>, id: TicketId) -> Result<Option<Ticket>> {
    read.first(
        "SELECT t.id, t.version, t.team_id, t.subject, t.description, t.customer_id, t.product_id, t.lot_id,
            t.order_id, t.priority, t.stage_id, t.closed, t.assignee_id, t.created_at, t.type_id, t.changed_at, t.deadline,
            t.sla_failed, t.merged_into
         FROM ticket t WHERE t.id = ?1",
        params![id],
        |row| {
            Ok(Ticket {
                id: row.get(0)?,
                version: row.get(1)?,
                team: row.get(2)?,
                subject: row.get(3)?,
                description: row.get(4)?,
                customer: row.get(5)?,
                product: row.get(6)?,
                lot: row.get(7)?,
                order: row.get(8)?,
                priority: row.get(9)?,
                stage: row.get(10)?,
                closed: row.get(11)?,
                assignee: row.get(12)?,
                created_at: row.get(13)?,
                kind: row.get(14)?,
                changed_at: row.get(15)?,
                deadline: row.get(16)?,
                sla_failed: row.get(17)?,
                merged_into: row.get(18)?,
            })
        },
    )
}

/// The number that the next ticket gets.
pub fn next_number(read: &Read<'_>) -> Result<TicketId> {
    read.one("SELECT ifnull(max(id), 0) + 1 FROM ticket", &[], |row| row.get(0))
}

/// Writes a new ticket under its number; it is in its stage since it was opened.
pub fn insert(tx: &Tx<'_>, t: &Ticket) -> Result<()> {
    tx.run(
        "INSERT INTO ticket (id, team_id, subject, description, customer_id, product_id, lot_id, order_id, priority,
            stage_id, assignee_id, created_at, type_id, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            t.id,
            t.team,
            &t.subject,
            &t.description,
            t.customer,
            t.product,
            t.lot,
            t.order,
            t.priority,
            t.stage,
            t.assignee,
            t.created_at,
            t.kind,
            t.changed_at,
        ],
    )?;
    let visit = "INSERT INTO stage_visit (ticket_id, stage_id, since) VALUES (?1, ?2, ?3)";
    tx.run(visit, params![t.id, t.stage, t.created_at])?;
    Ok(())
}

/// Writes a changed ticket; its version is counted up by [`touch`].
pub fn save(tx: &Tx<'_>, t: &Ticket) -> Result<()> {
    tx.run(
        "UPDATE ticket SET team_id = ?2, subject = ?3, description = ?4, customer_id = ?5, product_id = ?6,
            lot_id = ?7, order_id = ?8, priority = ?9, stage_id = ?10, assignee_id = ?11, type_id = ?12
         WHERE id = ?1",
        params![
            t.id,
            t.team,
            &t.subject,
            &t.description,
            t.customer,
            t.product,
            t.lot,
            t.order,
            t.priority,
            t.stage,
            t.assignee,
            t.kind,
        ],
    )?;
    Ok(())
}

/// Counts a ticket's version up: something that its screen shows changed, now.
pub fn touch(tx: &Tx<'_>, id: TicketId, now: DateTime<Utc>) -> Result<()> {
    tx.run("UPDATE ticket SET version = version + 1, changed_at = ?2 WHERE id = ?1", params![id, now])?;
    Ok(())
}

/// How many tickets each team has, from the kept counts: read once for every queue.
pub fn counts(read: &Read<'_>, user: UserId, teams: &[TeamId]) -> Result<Vec<TeamCount>> {
    let mut query = Query::new("SELECT t.team_id, ifnull(sum(t.tickets), 0),");
    query.push(
        " ifnull(sum(t.tickets) FILTER (WHERE s.folded = 0 AND t.assignee_id = ?), 0),
          ifnull(sum(t.tickets) FILTER (WHERE s.folded = 0 AND t.assignee_id = 0), 0),
          ifnull(sum(t.tickets) FILTER (WHERE s.folded = 0), 0)
          FROM ticket_count t LEFT JOIN stage s ON s.id = t.stage_id WHERE 1",
        user,
    );
    only_teams(&mut query, teams);
    query.sql.push_str(" GROUP BY t.team_id");
    read.all(&query.sql, &query.params, |row| {
        Ok(TeamCount {
            team: row.get(0)?,
            every: row.get(1)?,
            mine: row.get(2)?,
            unassigned: row.get(3)?,
            open: row.get(4)?,
        })
    })
}

/// The oldest of some tickets that is open, else the oldest.
pub fn oldest(read: &Read<'_>, ids: &[TicketId]) -> Result<Option<TicketId>> {
    let listed = serde_json::to_string(ids).unwrap_or_default();
    let sql =
        "SELECT id FROM ticket WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY closed, id LIMIT 1";
    read.value(sql, &[listed.into()])
}

/// The teams of some tickets.
pub fn teams_of(read: &Read<'_>, ids: &[TicketId]) -> Result<Vec<TeamId>> {
    let ids = serde_json::to_string(ids).unwrap_or_default();
    read.all(
        "SELECT DISTINCT team_id FROM ticket WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY team_id",
        params![ids],
        |row| row.get(0),
    )
}

/// How many tickets there are, from the kept counts.
pub fn total(read: &Read<'_>) -> Result<i64> {
    read.one("SELECT ifnull(sum(tickets), 0) FROM ticket_count", &[], |row| row.get(0))
}

/// Writes the text of a note or message; answers its row.
pub fn insert_message(tx: &Tx<'_>, ticket: TicketId, text: &str) -> Result<i64> {
    tx.insert("INSERT INTO message (ticket_id, text) VALUES (?1, ?2)", params![ticket, text])
}
