//! What the customer's pages read. Every query names the one customer that is asked for, so that no caller can
//! forget it; none reads notes, drafts, logins or who works on what. Called by `desk::portal` alone.

use chrono::{DateTime, Utc};

use super::driver::{Read, Row, damaged};
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, CustomerId, InvoiceId, TaskId, TeamId, TicketId};
use crate::domain::invoice::PaymentState;
use crate::domain::money::{Amount, Currency};
use crate::{of_ticket, params};

/// A ticket of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketHead {
    /// Its number.
    pub id: TicketId,
    /// Subject.
    pub subject: String,
    /// Name of its stage.
    pub stage: String,
    /// Whether that is folded.
    pub closed: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// Whether it was somebody else's before: what is written on it may be that one's.
    pub passed_on: bool,
}

/// What is read of a ticket `t` in stage `s`. Its history says whether another customer had it before.
const TICKET: &str = "t.id, t.subject, s.name, t.closed, t.created_at, EXISTS (SELECT 1 FROM event e,
        json_each(e.effects) f, json_each(f.value, '$.before') b
        WHERE e.ticket_id = t.id AND e.kind = 'ticket_edited' AND json_extract(b.value, '$[0]') = 'customer')";

fn ticket_head(row: &Row<'_>) -> Result<TicketHead> {
    Ok(TicketHead {
        id: row.get(0)?,
        subject: row.get(1)?,
        stage: row.get(2)?,
        closed: row.get(3)?,
        created_at: row.get(4)?,
        passed_on: row.get(5)?,
    })
}

/// Tickets of a customer below a number, newest first.
pub fn tickets(read: &Read<'_>, of: CustomerId, below: i64, limit: i64) -> Result<Vec<TicketHead>> {
    read.all(
        &format!(
            "SELECT {TICKET} FROM ticket t JOIN stage s ON s.id = t.stage_id
             WHERE t.customer_id = ?1 AND t.id < ?2 AND NOT EXISTS (SELECT 1 FROM ticket w
                WHERE w.id = t.merged_into AND w.customer_id = t.customer_id)
             ORDER BY t.id DESC LIMIT ?3"
        ),
        params![of, below, limit],
        ticket_head,
    )
}

/// The teams of a customer's tickets.
pub fn teams(read: &Read<'_>, of: CustomerId) -> Result<Vec<TeamId>> {
    read.all("SELECT DISTINCT team_id FROM ticket WHERE customer_id = ?1", params![of], |row| row.get(0))
}

/// A ticket of a customer by its number, and what the customer asked for.
pub fn ticket(read: &Read<'_>, of: CustomerId, id: TicketId) -> Result<Option<(TicketHead, String)>> {
    read.first(
        &format!(
            "SELECT {TICKET}, t.description FROM ticket t JOIN stage s ON s.id = t.stage_id
             WHERE t.id = ?2 AND t.customer_id = ?1"
        ),
        params![of, id],
        |row| Ok((ticket_head(row)?, row.get(6)?)),
    )
}

/// The ticket where one of a customer is shown since it was merged, where that one is the same customer's; else itself.
pub fn shown_at(read: &Read<'_>, of: CustomerId, id: TicketId) -> Result<TicketId> {
    let into = "SELECT w.id FROM ticket t JOIN ticket w ON w.id = t.merged_into
        WHERE t.id = ?2 AND t.customer_id = ?1 AND w.customer_id = ?1";
    Ok(read.value(into, params![of, id])?.unwrap_or(id))
}

/// The tickets of a customer that are shown at one of the same, itself first.
pub fn shown_with(read: &Read<'_>, of: CustomerId, id: TicketId) -> Result<Vec<TicketId>> {
    let mut all = vec![id];
    all.extend(read.all(
        "SELECT id FROM ticket WHERE merged_into = ?2 AND customer_id = ?1 ORDER BY id",
        params![of, id],
        |row| row.get::<TicketId>(0),
    )?);
    Ok(all)
}

/// A message that the customer got, or wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When it left, or came.
    pub at: DateTime<Utc>,
    /// Whether the customer wrote it.
    pub own: bool,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

/// The public messages of a ticket, newest first: what was really sent to the customer's own address, and what came from
/// it after the message that opened the ticket, without the conversation that it repeats. The only place that says which
/// messages are public.
pub fn messages(
    read: &Read<'_>,
    ticket: TicketId,
    address: Option<&str>,
    limit: i64,
) -> Result<Vec<Message>> {
    let Some(address) = address else { return Ok(vec![]) };
    read.all(
        concat!(
            "SELECT sent_at AS at, 0, subject, body, NULL, id FROM mail WHERE ",
            of_ticket!("ticket_id"),
            " AND state = 'sent' AND lower(recipient) = lower(?2)
             UNION ALL
             SELECT i.at, 1, i.subject, m.text, i.quoted, i.id FROM incoming i JOIN message m ON m.id = i.message_id WHERE ",
            of_ticket!("i.ticket_id"),
            " AND lower(i.sender) = lower(?2)
                AND EXISTS (SELECT 1 FROM event e WHERE e.ticket_id = i.ticket_id AND e.message_id = i.message_id)
             ORDER BY at DESC, 6 DESC LIMIT ?3"
        ),
        params![ticket, address, limit],
        |row| {
            let (mut text, quoted): (String, Option<i64>) = (row.get(3)?, row.get(4)?);
            if let Some(at) = quoted.and_then(|at| usize::try_from(at).ok()).filter(|at| text.is_char_boundary(*at)) {
                text.truncate(at);
            }
            Ok(Message { at: row.get(0)?, own: row.get(1)?, subject: row.get(2)?, text: text.trim_end().to_owned() })
        },
    )
}

/// A visit at a customer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitHead {
    /// The task.
    pub task: TaskId,
    /// Number of its ticket.
    pub ticket: TicketId,
    /// Which of the ticket's visits it is, from 1: it stays the same, and is no row.
    pub nth: i64,
    /// Name of its stage.
    pub stage: String,
    /// Whether nothing is to come any more.
    pub closed: bool,
    /// When it begins.
    pub start: Option<DateTime<Utc>>,
    /// When it ends.
    pub end: Option<DateTime<Utc>>,
    /// Whether its worksheet is signed.
    pub signed: bool,
    /// Whether it has one.
    pub sheet: bool,
    /// Whether it is not made any more.
    pub cancelled: bool,
    /// Names of the technicians; never their logins.
    pub technicians: Vec<String>,
}

/// What is read of a visit `k` of ticket `t`. The sign keeps a search on the ticket's index: its customer may have
/// thousands of others.
const VISIT: &str = "SELECT k.id, k.ticket_id, (SELECT count(*) FROM task o
        WHERE o.ticket_id = k.ticket_id AND +o.customer_id = k.customer_id AND o.id <= k.id),
        s.name, s.folded OR k.over, k.planned_start, k.planned_end, k.sheet = 'signed', k.template_id IS NOT NULL,
        k.state = 'cancelled', (SELECT json_group_array(name) FROM (SELECT u.name FROM task_assignee a
            JOIN user u ON u.id = a.user_id WHERE a.task_id = k.id ORDER BY u.name))";

fn visit(row: &Row<'_>) -> Result<VisitHead> {
    Ok(VisitHead {
        task: row.get(0)?,
        ticket: row.get(1)?,
        nth: row.get(2)?,
        stage: row.get(3)?,
        closed: row.get(4)?,
        start: row.get(5)?,
        end: row.get(6)?,
        signed: row.get(7)?,
        sheet: row.get(8)?,
        cancelled: row.get(9)?,
        technicians: serde_json::from_str(&row.get::<String>(10)?).map_err(|_| damaged("name"))?,
    })
}

/// Visits of a customer whose tickets are the same customer's still: those to come by their beginning, then those that
/// are to be planned, then what is over, the last first.
pub fn visits(read: &Read<'_>, of: CustomerId, now: DateTime<Utc>, limit: i64) -> Result<Vec<VisitHead>> {
    read.all(
        &format!(
            "{VISIT} FROM task k JOIN ticket t ON t.id = k.ticket_id AND t.customer_id = k.customer_id
                JOIN project_stage s ON s.id = k.stage_id WHERE k.customer_id = ?1
             ORDER BY CASE WHEN s.folded OR k.over THEN 3 WHEN k.planned_start IS NULL THEN 1
                    WHEN ifnull(k.planned_end, k.planned_start) >= ?3 THEN 0 ELSE 2 END,
                CASE WHEN s.folded = 0 AND NOT k.over AND ifnull(k.planned_end, k.planned_start) >= ?3 THEN k.planned_start END,
                k.planned_start DESC, k.id DESC LIMIT ?2"
        ),
        params![of, limit, now],
        visit,
    )
}

/// Visits of a ticket of a customer, in the order in which they were planned.
pub fn visits_of(read: &Read<'_>, of: CustomerId, ticket: TicketId) -> Result<Vec<VisitHead>> {
    read.all(
        &format!(
            "{VISIT} FROM ticket t JOIN task k ON k.ticket_id = t.id AND +k.customer_id = t.customer_id
                JOIN project_stage s ON s.id = k.stage_id WHERE t.id = ?2 AND +t.customer_id = ?1 ORDER BY k.id"
        ),
        params![of, ticket],
        visit,
    )
}

/// A posted credit note of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteHead {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Option<chrono::NaiveDate>,
    /// With tax.
    pub total: Amount,
    /// Currency.
    pub currency: Currency,
    /// What is paid of it.
    pub payment: PaymentState,
}

/// Posted credit notes of a customer, newest first.
pub fn notes(read: &Read<'_>, of: CustomerId, limit: i64) -> Result<Vec<NoteHead>> {
    read.all(&format!("{NOTE} ORDER BY i.id DESC LIMIT ?2"), params![of, limit], note_head)
}

/// What is read of a posted credit note: one that was taken back is cancelled for whoever it was made for.
const NOTE: &str = "SELECT i.number, i.date, i.total, i.currency,
        CASE WHEN EXISTS (SELECT 1 FROM invoice r WHERE r.reverses_id = i.id AND r.state = 'posted') THEN 'reversed'
            ELSE b.payment_state END, i.id
    FROM invoice i JOIN invoice_balance b ON b.invoice_id = i.id
    WHERE i.customer_id = ?1 AND i.state = 'posted' AND i.kind = 'credit_note'";

fn note_head(row: &Row<'_>) -> Result<NoteHead> {
    Ok(NoteHead {
        number: row.get(0)?,
        date: row.get(1)?,
        total: row.get(2)?,
        currency: row.get(3)?,
        payment: row.get(4)?,
    })
}

/// A posted credit note of a customer by its number.
pub fn note(read: &Read<'_>, of: CustomerId, number: &str) -> Result<Option<(InvoiceId, NoteHead)>> {
    read.first(&format!("{NOTE} AND i.number = ?2"), params![of, number], |row| {
        Ok((row.get(5)?, note_head(row)?))
    })
}

/// Coupons that are meant for a customer, newest first.
pub fn coupons(read: &Read<'_>, of: CustomerId, limit: i64) -> Result<Vec<CouponId>> {
    read.all(
        "SELECT id FROM coupon WHERE customer_id = ?1 ORDER BY id DESC LIMIT ?2",
        params![of, limit],
        |row| row.get(0),
    )
}
