//! The last commands of each agent: what can be taken back. No part of the history, which only grows: older ones are
//! forgotten.

use chrono::{DateTime, Utc};

use super::driver::{Read, Tx, damaged};
use crate::domain::effect::Effect;
use crate::domain::error::Result;
use crate::domain::history::EventKind;
use crate::domain::ids::{EventId, InvoiceId, TicketId, UserId};
use crate::domain::undo::{Changed, DEPTH};
use crate::params;

/// A command, by its first row of history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The row.
    pub id: EventId,
    /// The last row that put it as it is: as it was done, taken back or done again.
    pub at_row: EventId,
    /// Whether it is taken back.
    pub undone: bool,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// What it was.
    pub kind: EventKind,
    /// The ticket, or the first of several.
    pub ticket: Option<TicketId>,
    /// The document.
    pub invoice: Option<InvoiceId>,
    /// What its first row wrote.
    pub effects: Vec<Effect>,
}

const ACTION: &str = "SELECT a.id, a.at_id, a.undone, e.at, e.kind, e.ticket_id, e.invoice_id, e.effects
    FROM action a JOIN event e ON e.id = a.id WHERE a.user_id = ?1";

fn action(row: &super::Row<'_>) -> Result<Action> {
    Ok(Action {
        id: row.get(0)?,
        at_row: row.get(1)?,
        undone: row.get(2)?,
        at: row.get(3)?,
        kind: row.get(4)?,
        ticket: row.get(5)?,
        invoice: row.get(6)?,
        effects: serde_json::from_str(&row.get::<String>(7)?).map_err(|_| damaged("history row"))?,
    })
}

/// Remembers a row of a command by its first, and forgets the agent's oldest commands.
pub fn remember(tx: &Tx<'_>, user: UserId, first: EventId, row: EventId) -> Result<()> {
    tx.run(
        "INSERT INTO action (id, user_id, at_id) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at_id = ?3",
        params![first, user, row],
    )?;
    tx.run(
        "DELETE FROM action WHERE user_id = ?1
            AND id <= (SELECT id FROM action WHERE user_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        params![user, DEPTH],
    )
    .map(drop)
}

/// How many tickets a command as it was done is about.
pub fn tickets(read: &Read<'_>, of: &Action) -> Result<i64> {
    read.one(
        "SELECT count(DISTINCT e.ticket_id) FROM event e JOIN event f ON f.id = ?1
         WHERE e.id BETWEEN ?1 AND ?2 AND e.user_id = f.user_id AND e.kind = f.kind",
        params![of.id, if of.undone { of.id } else { of.at_row }],
        |row| row.get(0),
    )
}

/// Whether a command is an agent's, and is remembered.
pub fn is_of(read: &Read<'_>, user: UserId, id: EventId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM action WHERE id = ?1 AND user_id = ?2 AND undone = 0)";
    read.one(sql, params![id, user], |row| row.get(0))
}

/// Remembers what a command changed of a ticket, on top of what it changed of it before.
pub fn changed(tx: &Tx<'_>, of: EventId, ticket: TicketId, fields: Changed) -> Result<()> {
    let before: Option<String> = tx.value(
        "SELECT fields FROM action_change WHERE action_id = ?1 AND ticket_id = ?2",
        params![of, ticket],
    )?;
    let fields = match before {
        Some(before) => read_changed(&before)?.then(fields),
        None => fields,
    };
    let text = serde_json::to_string(&fields).map_err(|_| damaged("change"))?;
    tx.run(
        "INSERT INTO action_change (action_id, ticket_id, fields) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET fields = ?3",
        params![of, ticket, &text],
    )
    .map(drop)
}

fn read_changed(text: &str) -> Result<Changed> {
    serde_json::from_str(text).map_err(|_| damaged("change"))
}

/// What a command changed as it stands: done, or taken back.
pub fn changes(read: &Read<'_>, of: EventId) -> Result<Vec<(TicketId, Changed)>> {
    read.all(
        "SELECT ticket_id, fields FROM action_change WHERE action_id = ?1 ORDER BY ticket_id",
        params![of],
        |row| Ok((row.get(0)?, read_changed(&row.get::<String>(1)?)?)),
    )
}

/// Puts a command as taken back, or as done again, by a row of history, with what that changed.
pub fn turn(tx: &Tx<'_>, of: &Action, row: EventId, changes: &[(TicketId, Changed)]) -> Result<()> {
    tx.run("DELETE FROM action_change WHERE action_id = ?1", params![of.id])?;
    for (ticket, fields) in changes {
        changed(tx, of.id, *ticket, fields.clone())?;
    }
    tx.run("UPDATE action SET undone = 1 - undone, at_id = ?2 WHERE id = ?1", params![of.id, row]).map(drop)
}

/// Forgets a command: it is taken back for good.
pub fn forget(tx: &Tx<'_>, id: EventId) -> Result<()> {
    tx.run("DELETE FROM action WHERE id = ?1", params![id]).map(drop)
}

/// The last commands of an agent, newest first.
pub fn last(read: &Read<'_>, user: UserId) -> Result<Vec<Action>> {
    read.all(&format!("{ACTION} ORDER BY a.id DESC LIMIT ?2"), params![user, DEPTH], action)
}

/// What the history tells of a ticket after a row: who did it, and what was written.
pub fn since(
    read: &Read<'_>,
    ticket: TicketId,
    after: EventId,
) -> Result<Vec<(Option<String>, Vec<Effect>)>> {
    read.all(
        "SELECT u.login, e.effects FROM event e LEFT JOIN user u ON u.id = e.user_id
         WHERE e.ticket_id = ?1 AND e.id > ?2 ORDER BY e.id",
        params![ticket, after],
        |row| {
            let effects = serde_json::from_str(&row.get::<String>(1)?).map_err(|_| damaged("history row"))?;
            Ok((row.get(0)?, effects))
        },
    )
}
