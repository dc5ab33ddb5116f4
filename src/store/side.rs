//! What the side file holds: drafts as they are typed, and who is where. Times are the file's own: SQLite reads the
//! system's clock, so that every process means the same.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::presence::Presence;
use crate::params;

pub use super::sqlite::Side;

/// How long somebody who gives no sign of life is still there, in milliseconds.
const LEASE: i64 = 2_500;

const NOW: &str = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/// Keeps what somebody typed into a form.
pub fn keep_draft(tx: &Tx<'_>, login: &str, form: &str, text: &str) -> Result<()> {
    tx.run(
        "INSERT INTO draft (login, form, text) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET text = excluded.text",
        params![login, form, text],
    )
    .map(drop)
}

/// Forgets what somebody typed into a form.
pub fn forget_draft(tx: &Tx<'_>, login: &str, form: &str) -> Result<()> {
    tx.run("DELETE FROM draft WHERE login = ?1 AND form = ?2", params![login, form]).map(drop)
}

/// What somebody typed into a form, if it was kept.
pub fn draft(read: &Read<'_>, login: &str, form: &str) -> Result<Option<String>> {
    read.value("SELECT text FROM draft WHERE login = ?1 AND form = ?2", params![login, form])
}

/// Says that a process is there, at which ticket, and whether it writes.
pub fn beat(tx: &Tx<'_>, process: &str, pid: i64, login: &str, at: Option<(i64, bool)>) -> Result<()> {
    let (ticket, writing) = (at.map(|(ticket, _)| ticket), at.is_some_and(|(_, writing)| writing));
    tx.run(
        &format!(
            "INSERT INTO present (process, pid, login, ticket, writing, at) VALUES (?1, ?2, ?3, ?4, ?5, {NOW})
             ON CONFLICT DO UPDATE SET login = ?3, ticket = ?4, writing = ?5, at = {NOW}"
        ),
        params![process, pid, login, ticket, writing],
    )
    .map(drop)
}

/// Says that a process is gone, and forgets those that have been for long.
pub fn leave(tx: &Tx<'_>, process: &str) -> Result<()> {
    let gone = format!("DELETE FROM present WHERE process = ?1 OR at < {NOW} - 60000");
    tx.run(&gone, params![process]).map(drop)
}

/// Who else is at a ticket, with the number of the process.
pub fn others(read: &Read<'_>, process: &str) -> Result<Vec<(i64, Presence)>> {
    read.all(
        &format!(
            "SELECT pid, login, ticket, writing FROM present
             WHERE process <> ?1 AND ticket IS NOT NULL AND at >= {NOW} - {LEASE} ORDER BY login, ticket"
        ),
        params![process],
        |row| Ok((row.get(0)?, Presence { login: row.get(1)?, ticket: row.get(2)?, writing: row.get(3)? })),
    )
}
