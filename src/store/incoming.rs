//! Mail that came in: as it came, what was read of it, and its files.

use chrono::{DateTime, Utc};

use super::driver::{Read, Tx, damaged};
use crate::domain::error::Result;
use crate::domain::ids::{AttachmentId, CustomerId, IncomingId, TicketId};
use crate::domain::mail::incoming::{AttachmentView, IncomingView};
use crate::{current_ticket, of_ticket, params};

/// A message as it is written.
pub struct Written<'w> {
    /// By what it is known: its id and sender, or a digest.
    pub key: &'w str,
    /// Where it belongs.
    pub ticket: TicketId,
    /// The row of its text.
    pub message: i64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Address of the sender.
    pub sender: &'w str,
    /// Its name.
    pub name: Option<&'w str>,
    /// Where it wants its answer, where that is elsewhere.
    pub reply_to: Option<&'w str>,
    /// Subject.
    pub subject: &'w str,
    /// Where in the text the earlier conversation begins.
    pub quoted: Option<i64>,
    /// Why no program may answer.
    pub automatic: Option<&'w str>,
    /// Codes of what could not be read for certain, as JSON.
    pub doubts: &'w str,
    /// As it came.
    pub raw: &'w [u8],
}

/// Writes a message.
pub fn insert(tx: &Tx<'_>, new: &Written<'_>) -> Result<IncomingId> {
    let id = tx.insert(
        "INSERT INTO incoming (key, ticket_id, message_id, at, sender, name, reply_to, subject, quoted, automatic, doubts, raw)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            new.key,
            new.ticket,
            new.message,
            new.at,
            new.sender,
            new.name,
            new.reply_to,
            new.subject,
            new.quoted,
            new.automatic,
            new.doubts,
            new.raw,
        ],
    )?;
    Ok(IncomingId(id))
}

/// Writes a file of a message.
pub fn attach(
    tx: &Tx<'_>,
    of: IncomingId,
    file: &crate::domain::mail::incoming::Attachment,
) -> Result<AttachmentId> {
    let id = tx.insert(
        "INSERT INTO attachment (incoming_id, name, media_type, inline, content) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![of, &file.name, &file.media_type, file.inline, file.content.as_slice()],
    )?;
    Ok(AttachmentId(id))
}

/// The ticket of a message that came before, by what it is known by.
pub fn ticket_of_key(read: &Read<'_>, key: &str) -> Result<Option<TicketId>> {
    let sql = concat!("SELECT ", current_ticket!("incoming.ticket_id"), " FROM incoming WHERE key = ?1");
    read.value(sql, params![key])
}

/// The ticket of a message by its id, of one that left or that came in: where several did under one id, one of the same
/// sender, then the oldest.
pub fn ticket_of_id(read: &Read<'_>, id: &str, sender: &str) -> Result<Option<TicketId>> {
    let left = ticket_of_own(read, id)?;
    if left.is_some() {
        return Ok(left.flatten());
    }
    // The id is followed by the sender.
    let (from, to) = (format!("{id} "), format!("{id}!"));
    read.value(
        concat!(
            "SELECT ",
            current_ticket!("incoming.ticket_id"),
            " FROM incoming WHERE key >= ?1 AND key < ?2 ORDER BY lower(sender) = lower(?3) DESC, id LIMIT 1"
        ),
        params![from, to, sender],
    )
}

/// The ticket of a message that left the desk, by its id; none inside where it belongs to no ticket.
pub fn ticket_of_own(read: &Read<'_>, id: &str) -> Result<Option<Option<TicketId>>> {
    let sql = concat!("SELECT ", current_ticket!("mail.ticket_id"), " FROM mail WHERE message_id = ?1");
    read.value(sql, params![format!("<{id}>")])
}

/// Customers with a mail address, the oldest first.
pub fn customers_of(read: &Read<'_>, address: &str) -> Result<Vec<CustomerId>> {
    let sql = "SELECT id FROM customer WHERE email IS NOT NULL AND lower(email) = lower(?1) ORDER BY id";
    read.all(sql, params![address], |row| row.get(0))
}

/// A message with its files, without what they hold.
pub fn load(read: &Read<'_>, id: IncomingId) -> Result<Option<IncomingView>> {
    let found = read.first(
        concat!(
            "SELECT i.id, ",
            current_ticket!("i.ticket_id"),
            ", i.sender, i.name, i.subject, i.quoted, i.automatic, i.doubts, m.text, i.reply_to
             FROM incoming i JOIN message m ON m.id = i.message_id WHERE i.id = ?1"
        ),
        params![id],
        |row| {
            let doubts: String = row.get(7)?;
            Ok(IncomingView {
                id: row.get(0)?,
                ticket: row.get(1)?,
                version: 1,
                from: row.get(2)?,
                reply_to: row.get(9)?,
                name: row.get(3)?,
                subject: row.get(4)?,
                quoted: row.get::<Option<i64>>(5)?.and_then(|at| usize::try_from(at).ok()),
                automatic: row.get(6)?,
                doubts: serde_json::from_str(&doubts).map_err(|_| damaged("doubts"))?,
                text: row.get(8)?,
                attachments: vec![],
            })
        },
    )?;
    let Some(mut view) = found else { return Ok(None) };
    view.attachments = files(read, "a.incoming_id = ?1", id.0)?;
    Ok(Some(view))
}

/// A message as it came.
pub fn raw(read: &Read<'_>, id: IncomingId) -> Result<Option<Vec<u8>>> {
    read.value("SELECT raw FROM incoming WHERE id = ?1", params![id])
}

/// Files of a ticket's messages, in their order.
pub fn files_of(read: &Read<'_>, ticket: TicketId) -> Result<Vec<AttachmentView>> {
    files(read, of_ticket!("i.ticket_id"), ticket.0)
}

fn files(read: &Read<'_>, of: &str, id: i64) -> Result<Vec<AttachmentView>> {
    read.all(
        &format!(
            "SELECT a.id, a.incoming_id, a.name, a.media_type, a.inline, length(a.content) FROM attachment a
             JOIN incoming i ON i.id = a.incoming_id WHERE {of} ORDER BY a.id"
        ),
        params![id],
        |row| {
            Ok(AttachmentView {
                id: row.get(0)?,
                version: 1,
                message: row.get(1)?,
                name: row.get(2)?,
                media_type: row.get(3)?,
                inline: row.get(4)?,
                size: row.get(5)?,
            })
        },
    )
}

/// A file: its name, what it holds, and the ticket that it came to.
pub fn content(read: &Read<'_>, id: AttachmentId) -> Result<Option<(String, Vec<u8>, TicketId)>> {
    read.first(
        concat!(
            "SELECT a.name, a.content, ",
            current_ticket!("i.ticket_id"),
            " FROM attachment a JOIN incoming i ON i.id = a.incoming_id WHERE a.id = ?1"
        ),
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
