//! The outbox: messages that leave, or left, the desk. Every change of state counts the version up and
//! says from which states it may come: who comes second changes nothing, and is told so.

use chrono::{DateTime, Utc};

use super::driver::{Query, Read, Row, Tx, damaged};
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, MailId, TeamId, UserId};
use crate::domain::mail::{Enclosed, Mail, MailState, MailView, NewMail};
use crate::{current_ticket, params};

/// The columns that [`row`] reads.
const COLUMNS: &str = concat!(
    "SELECT id, version, state, recipient, subject, ",
    current_ticket!("mail.ticket_id"),
    ", coupon_id, order_id, created_at,
    send_after, sent_at, attempts, error, message_id, language, body, created_by, (SELECT json_group_array(name)
        FROM (SELECT name FROM mail_sheet WHERE mail_id = mail.id ORDER BY position)) FROM mail"
);

fn row(row: &Row<'_>) -> Result<Mail> {
    let names: String = row.get(17)?;
    let view = MailView {
        id: row.get(0)?,
        version: row.get(1)?,
        state: row.get(2)?,
        to: row.get(3)?,
        subject: row.get(4)?,
        ticket: row.get(5)?,
        coupon: row.get(6)?,
        order: row.get(7)?,
        created_at: row.get(8)?,
        send_after: row.get(9)?,
        sent_at: row.get(10)?,
        attempts: row.get(11)?,
        error: row.get(12)?,
        message_id: row.get(13)?,
        language: row.get(14)?,
        body: row.get(15)?,
        attachments: serde_json::from_str(&names).map_err(|_| damaged("attachments"))?,
    };
    Ok(Mail { view, created_by: row.get(16)? })
}

/// When a message is written, by whom, and until when it can be taken back.
pub struct Written<'a> {
    /// Who wrote it.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// When its grace ends.
    pub send_after: DateTime<Utc>,
    /// Its id for ever.
    pub message_id: &'a str,
}

/// Puts a message into the outbox.
pub fn insert(tx: &Tx<'_>, mail: &NewMail, written: &Written<'_>) -> Result<MailId> {
    let id = tx.insert(
        "INSERT INTO mail (ticket_id, coupon_id, order_id, created_by, created_at, send_after, state, recipient,
            subject, body, language, message_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            mail.ticket,
            mail.coupon,
            mail.order,
            written.by,
            written.at,
            written.send_after,
            MailState::Waiting,
            &mail.to,
            &mail.subject,
            &mail.body,
            mail.language,
            written.message_id,
        ],
    )?;
    Ok(MailId(id))
}

/// Puts a document into a message, behind those that are in it.
pub fn enclose(tx: &Tx<'_>, id: MailId, of: &Enclosed) -> Result<()> {
    tx.run(
        "INSERT INTO mail_sheet (mail_id, position, name, sheet)
         SELECT ?1, ifnull(max(position), 0) + 1, ?2, ?3 FROM mail_sheet WHERE mail_id = ?1",
        params![id, &of.name, &of.sheet],
    )
    .map(drop)
}

/// What a message encloses, in order.
pub fn enclosed(read: &Read<'_>, id: MailId) -> Result<Vec<Enclosed>> {
    let sql = "SELECT name, sheet FROM mail_sheet WHERE mail_id = ?1 ORDER BY position";
    read.all(sql, params![id], |row| Ok(Enclosed { name: row.get(0)?, sheet: row.get(1)? }))
}

/// A message.
pub fn load(read: &Read<'_>, id: MailId) -> Result<Option<Mail>> {
    read.first(&format!("{COLUMNS} WHERE id = ?1"), params![id], row)
}

/// Messages of no ticket, or of one of some teams (all where there is none), newest first; `codes`: those that
/// tell the code of a coupon too.
pub fn list(read: &Read<'_>, teams: &[TeamId], codes: bool, limit: Option<i64>) -> Result<Vec<Mail>> {
    let mut query = Query::new(COLUMNS);
    query.push(" WHERE (? OR coupon_id IS NULL)", codes);
    if !teams.is_empty() {
        let teams = serde_json::to_string(teams).unwrap_or_default();
        query.push(
            concat!(
                " AND (ticket_id IS NULL OR EXISTS (SELECT 1 FROM ticket t WHERE t.id = ",
                current_ticket!("mail.ticket_id"),
                " AND t.team_id IN (SELECT value FROM json_each(?))))"
            ),
            teams,
        );
    }
    query.push(" ORDER BY id DESC LIMIT ?", limit.unwrap_or(-1));
    read.all(&query.sql, &query.params, row)
}

/// The messages of a coupon that wait, or were refused.
pub fn of_coupon(read: &Read<'_>, coupon: CouponId) -> Result<Vec<MailId>> {
    let sql = "SELECT id FROM mail WHERE coupon_id = ?1 AND state IN ('waiting', 'failed') ORDER BY id";
    read.all(sql, params![coupon], |row| row.get(0))
}

/// Whether a message tells the code of a coupon.
pub fn holds_code(read: &Read<'_>, id: MailId) -> Result<bool> {
    read.one("SELECT coupon_id IS NOT NULL FROM mail WHERE id = ?1", params![id], |row| row.get(0))
}

/// Recipient and subject of a message.
pub fn head(read: &Read<'_>, id: MailId) -> Result<Option<(String, String)>> {
    let sql = "SELECT recipient, subject FROM mail WHERE id = ?1";
    read.first(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether a message waits whose grace is over.
pub fn any_due(read: &Read<'_>, now: DateTime<Utc>) -> Result<bool> {
    let sql = "SELECT 1 FROM mail WHERE state = 'waiting' AND send_after <= ?1 LIMIT 1";
    Ok(read.value::<i64>(sql, params![now])?.is_some())
}

/// Whether a message is under way: of who sends now, or of a process that died.
pub fn any_under_way(read: &Read<'_>) -> Result<bool> {
    let sql = "SELECT 1 FROM mail WHERE state IN ('sending', 'handing_over') LIMIT 1";
    Ok(read.value::<i64>(sql, &[])?.is_some())
}

/// Messages that wait and whose grace is over, and all that wait of one agent, oldest first.
pub fn waiting(read: &Read<'_>, now: DateTime<Utc>, of: Option<UserId>) -> Result<Vec<MailId>> {
    let sql =
        "SELECT id FROM mail WHERE state = 'waiting' AND (send_after <= ?1 OR created_by = ?2) ORDER BY id";
    read.all(sql, params![now, of], |row| row.get(0))
}

/// The newest message of an agent that can still be taken back before it leaves by itself.
pub fn in_grace(read: &Read<'_>, now: DateTime<Utc>, of: UserId) -> Result<Option<Mail>> {
    let sql = format!(
        "{COLUMNS} WHERE state = 'waiting' AND send_after > ?1 AND created_by = ?2 ORDER BY id DESC LIMIT 1"
    );
    read.first(&sql, params![now, of], row)
}

/// Messages in a state that is not an end, oldest first.
pub fn in_state(read: &Read<'_>, state: MailState) -> Result<Vec<MailId>> {
    read.all("SELECT id FROM mail WHERE state = ?1 AND state IN ('waiting', 'sending', 'handing_over') ORDER BY id", params![state], |row| row.get(0))
}

/// Takes a message for a try.
pub fn claim(tx: &Tx<'_>, id: MailId) -> Result<()> {
    let sql =
        "UPDATE mail SET state = 'sending', attempts = attempts + 1, version = version + 1 WHERE id = ?1";
    tx.run(sql, params![id]).map(drop)
}

/// Puts a message into a state, with what was said last.
pub fn set(tx: &Tx<'_>, id: MailId, state: MailState, error: Option<&str>) -> Result<()> {
    let sql = "UPDATE mail SET state = ?2, error = ?3, version = version + 1 WHERE id = ?1";
    tx.run(sql, params![id, state, error]).map(drop)
}

/// Marks a message as sent.
pub fn sent(tx: &Tx<'_>, id: MailId, at: DateTime<Utc>) -> Result<()> {
    let sql =
        "UPDATE mail SET state = 'sent', sent_at = ?2, error = NULL, version = version + 1 WHERE id = ?1";
    tx.run(sql, params![id, at]).map(drop)
}
