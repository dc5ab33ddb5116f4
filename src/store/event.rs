//! The history.

use chrono::{DateTime, Utc};

use super::driver::{Read, Tx, damaged};
use crate::domain::effect::Subject;
use crate::domain::error::Result;
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ids::{EventId, InvoiceId, TicketId, UserId};
use crate::domain::mail;
use crate::{of_ticket, params};

/// A row of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user: Option<UserId>,
    /// What happened.
    pub kind: EventKind,
    /// On which ticket.
    pub ticket: Option<TicketId>,
    /// To which document.
    pub invoice: Option<InvoiceId>,
    /// With which text.
    pub message: Option<i64>,
    /// What was written, as JSON.
    pub effects: String,
    /// Hash of the row before.
    pub previous: Vec<u8>,
    /// Hash of this row.
    pub hash: Vec<u8>,
}

impl Event {
    /// A row about nothing yet, and without its place in the chain.
    pub fn of(at: DateTime<Utc>, user: Option<UserId>, kind: EventKind) -> Self {
        Self {
            at,
            user,
            kind,
            ticket: None,
            invoice: None,
            message: None,
            effects: String::new(),
            previous: vec![],
            hash: vec![],
        }
    }
}

/// The hash of the last row; empty before the first.
pub fn last_hash(read: &Read<'_>) -> Result<Vec<u8>> {
    Ok(read.value("SELECT hash FROM event ORDER BY id DESC LIMIT 1", &[])?.unwrap_or_default())
}

/// Writes a row; answers its id.
pub fn insert(tx: &Tx<'_>, e: &Event) -> Result<EventId> {
    let id = tx.insert(
        "INSERT INTO event (at, user_id, kind, ticket_id, invoice_id, message_id, effects, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            e.at,
            e.user,
            e.kind,
            e.ticket,
            e.invoice,
            e.message,
            &e.effects,
            e.previous.as_slice(),
            e.hash.as_slice(),
        ],
    )?;
    Ok(EventId(id))
}

/// How many rows there must be, and the hash of the last: kept beside the rows, so that a history
/// which was cut off does not pass for whole.
pub fn head(read: &Read<'_>) -> Result<(i64, Vec<u8>)> {
    read.one("SELECT events, hash FROM history", &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Hands every row to a function, oldest first.
pub fn each(read: &Read<'_>, mut row: impl FnMut(EventId, Event) -> Result<()>) -> Result<()> {
    read.each(
        "SELECT id, at, user_id, kind, ticket_id, invoice_id, message_id, effects, previous, hash FROM event ORDER BY id",
        &[],
        |r| {
            let event = Event {
                at: r.get(1)?,
                user: r.get(2)?,
                kind: r.get(3)?,
                ticket: r.get(4)?,
                invoice: r.get(5)?,
                message: r.get(6)?,
                effects: r.get(7)?,
                previous: r.get(8)?,
                hash: r.get(9)?,
            };
            row(r.get(0)?, event)
        },
    )
}

/// The last row.
pub fn last(read: &Read<'_>) -> Result<Option<EventId>> {
    read.value("SELECT id FROM event ORDER BY id DESC LIMIT 1", &[])
}

/// The timeline of a ticket, oldest first; notes and messages bring their text.
pub fn timeline(read: &Read<'_>, ticket: TicketId) -> Result<Vec<TimelineEntry>> {
    timeline_since(read, ticket, None)
}

/// Whether something new came to either of two tickets after a row of the history.
pub fn news_since(read: &Read<'_>, (one, other): (TicketId, TicketId), after: EventId) -> Result<bool> {
    let kinds: Vec<EventKind> = read.all(
        "SELECT DISTINCT kind FROM event WHERE ticket_id IN (?1, ?2) AND id > ?3",
        params![one, other, after],
        |row| row.get(0),
    )?;
    Ok(kinds.into_iter().any(EventKind::is_news))
}

/// What stands in the timeline of a ticket after a row of the history.
pub fn timeline_since(
    read: &Read<'_>,
    ticket: TicketId,
    after: Option<EventId>,
) -> Result<Vec<TimelineEntry>> {
    let mut told = read.all(
        concat!(
            "SELECT e.at, u.login, e.kind, m.text, i.number, i.id, e.effects,
                CASE WHEN e.kind = 'ticket_merged' AND e.ticket_id <> ?1 THEN (SELECT subject || char(10) || description
                    FROM ticket WHERE id = e.ticket_id) END FROM event e
             LEFT JOIN user u ON u.id = e.user_id LEFT JOIN message m ON m.id = e.message_id
             LEFT JOIN invoice i ON i.id = e.invoice_id
             WHERE ",
            of_ticket!("e.ticket_id"),
            " AND e.id > ?2 ORDER BY e.id"
        ),
        params![ticket, after.map_or(0, |id| id.0)],
        |row| {
            let effects = serde_json::from_str(&row.get::<String>(6)?).map_err(|_| damaged("history row"))?;
            let number: Option<String> = row.get(4)?;
            let invoice: Option<InvoiceId> = row.get(5)?;
            Ok(TimelineEntry {
                at: row.get(0)?,
                agent: row.get(1)?,
                kind: row.get(2)?,
                text: row.get::<Option<String>>(3)?.unwrap_or_default(),
                document: invoice.map(|id| crate::domain::invoice::label(number.as_deref(), id)),
                mail: None,
                // What was asked for in a ticket that was merged is read where it went.
                body: row.get::<Option<String>>(7)?.map(|asked| asked.trim_end().to_owned()),
                incoming: None,
                effects,
            })
        },
    )?;
    for entry in &mut told {
        let about = entry.effects.iter().find(|e| e.subject == Subject::Mail);
        if let Some(id) = about.and_then(|e| mail::labelled(e.document.as_deref()?)) {
            entry.mail = super::mail::head(read, id)?;
            if entry.kind == EventKind::MailQueued {
                entry.body = super::mail::load(read, id)?.map(|mail| mail.view.body);
            }
        }
        let came = entry.effects.iter().find(|e| e.subject == Subject::Incoming);
        if let Some(id) = came.and_then(|e| mail::incoming::labelled(e.document.as_deref()?)) {
            entry.incoming = super::incoming::load(read, id)?.map(Box::new);
        }
        if entry.kind.is_of_order() && entry.document.is_none() {
            let order = entry.effects.iter().find(|e| e.subject == Subject::Order);
            entry.document = order.and_then(|e| e.document.clone());
        }
    }
    Ok(told)
}
