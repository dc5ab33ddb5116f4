//! Requests for approval.

use chrono::{DateTime, Utc};

use super::driver::{Query, Read, Row, Tx};
use crate::domain::approval::ApprovalState;
use crate::domain::error::Result;
use crate::domain::ids::{ApprovalId, InvoiceId, TeamId, TicketId, UserId};
use crate::domain::money::Amount;
use crate::{current_ticket, of_ticket, params};

/// A request as it is stored.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Row.
    pub id: ApprovalId,
    /// Counts changes.
    pub version: i64,
    /// What is to be posted.
    pub invoice: InvoiceId,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What was said with it.
    pub reason: Option<String>,
    /// What the draft came to then.
    pub total: Amount,
    /// Of what the draft held then.
    pub digest: Vec<u8>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Who decided.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What was said with it.
    pub comment: Option<String>,
}

const SELECT: &str =
    "SELECT a.id, a.version, a.invoice_id, a.asked_by, a.asked_at, a.reason, a.total, a.digest, a.state,
    a.decided_by, a.decided_at, a.comment FROM approval a";

fn approval(row: &Row<'_>) -> Result<Approval> {
    Ok(Approval {
        id: row.get(0)?,
        version: row.get(1)?,
        invoice: row.get(2)?,
        asked_by: row.get(3)?,
        asked_at: row.get(4)?,
        reason: row.get(5)?,
        total: row.get(6)?,
        digest: row.get(7)?,
        state: row.get(8)?,
        decided_by: row.get(9)?,
        decided_at: row.get(10)?,
        comment: row.get(11)?,
    })
}

/// A request by its row.
pub fn load(read: &Read<'_>, id: ApprovalId) -> Result<Option<Approval>> {
    read.first(&format!("{SELECT} WHERE a.id = ?1"), params![id], approval)
}

/// The newest request about a document.
pub fn newest(read: &Read<'_>, invoice: InvoiceId) -> Result<Option<Approval>> {
    let sql = format!("{SELECT} WHERE a.invoice_id = ?1 ORDER BY a.id DESC LIMIT 1");
    read.first(&sql, params![invoice], approval)
}

/// The request about a document that nobody decided yet.
pub fn waiting(read: &Read<'_>, invoice: InvoiceId) -> Result<Option<Approval>> {
    Ok(newest(read, invoice)?.filter(|a| a.state == ApprovalState::Waiting))
}

/// How many requests about documents of a ticket wait.
pub fn count_waiting(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one(
        concat!(
            "SELECT count(*) FROM approval a JOIN invoice i ON i.id = a.invoice_id WHERE ",
            of_ticket!("i.ticket_id"),
            " AND a.state = 'waiting'"
        ),
        params![ticket],
        |row| row.get(0),
    )
}

/// Which requests somebody sees.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'f> {
    /// Only those that wait.
    pub waiting: bool,
    /// Only those that this agent asked for, unless `teams` says more.
    pub asked_by: Option<UserId>,
    /// Only those about tickets of these teams; of all where there is none.
    pub teams: &'f [TeamId],
    /// At most so many.
    pub limit: Option<i64>,
}

/// Requests, the oldest that waits first, then those that were decided, newest first.
pub fn list(read: &Read<'_>, filter: Filter<'_>) -> Result<Vec<ApprovalId>> {
    let mut query = Query::new(concat!(
        "SELECT a.id FROM approval a JOIN invoice i ON i.id = a.invoice_id LEFT JOIN ticket t ON t.id = ",
        current_ticket!("i.ticket_id"),
        " WHERE 1"
    ));
    if filter.waiting {
        query.sql.push_str(" AND a.state = 'waiting'");
    }
    if let Some(user) = filter.asked_by {
        query.and("a.asked_by = ?", user);
    }
    if !filter.teams.is_empty() {
        let teams = serde_json::to_string(filter.teams).unwrap_or_default();
        query.and("t.team_id IN (SELECT value FROM json_each(?))", teams);
    }
    query
        .sql
        .push_str(" ORDER BY a.state <> 'waiting', CASE WHEN a.state = 'waiting' THEN a.id ELSE -a.id END");
    query.sql.push_str(&format!(" LIMIT {}", filter.limit.unwrap_or(-1)));
    read.all(&query.sql, &query.params, |row| row.get(0))
}

/// How many wait that somebody else asked for, about tickets of these teams; of all where there is none.
pub fn count(read: &Read<'_>, but: UserId, teams: &[TeamId]) -> Result<i64> {
    let mut query = Query::new(concat!(
        "SELECT count(*) FROM approval a JOIN invoice i ON i.id = a.invoice_id LEFT JOIN ticket t ON t.id = ",
        current_ticket!("i.ticket_id"),
        " WHERE a.state = 'waiting'"
    ));
    query.and("a.asked_by <> ?", but);
    if !teams.is_empty() {
        let teams = serde_json::to_string(teams).unwrap_or_default();
        query.and("t.team_id IN (SELECT value FROM json_each(?))", teams);
    }
    read.one(&query.sql, &query.params, |row| row.get(0))
}

/// Writes a new request.
pub fn insert(
    tx: &Tx<'_>,
    invoice: InvoiceId,
    (by, at): (UserId, DateTime<Utc>),
    reason: Option<&str>,
    (total, digest): (Amount, &[u8]),
) -> Result<ApprovalId> {
    let id = tx.insert(
        "INSERT INTO approval (invoice_id, asked_by, asked_at, reason, total, digest, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting')",
        params![invoice, by, at, reason, total, digest],
    )?;
    Ok(ApprovalId(id))
}

/// Decides on a request.
pub fn decide(
    tx: &Tx<'_>,
    id: ApprovalId,
    state: ApprovalState,
    (by, at): (UserId, DateTime<Utc>),
    comment: Option<&str>,
) -> Result<()> {
    tx.run(
        "UPDATE approval SET version = version + 1, state = ?2, decided_by = ?3, decided_at = ?4, comment = ?5 WHERE id = ?1",
        params![id, state, by, at, comment],
    )
    .map(drop)
}
