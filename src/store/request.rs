//! Commands that may be repeated: their key, who asked for what, and the first answer.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{EventId, UserId};
use crate::params;

/// What is remembered under a key.
pub struct Remembered {
    /// Who asked.
    pub user: UserId,
    /// A digest of what was asked.
    pub digest: Vec<u8>,
    /// The answer, as JSON.
    pub answer: String,
}

/// What is remembered under a key, if it was carried out.
pub fn find(read: &Read<'_>, key: &str) -> Result<Option<Remembered>> {
    read.first("SELECT user_id, digest, answer FROM request WHERE key = ?1", params![key], |row| {
        Ok(Remembered { user: row.get(0)?, digest: row.get(1)?, answer: row.get(2)? })
    })
}

/// Remembers a command that was carried out, and its row of history where it left one.
pub fn insert(tx: &Tx<'_>, key: &str, of: &Remembered, event: Option<EventId>) -> Result<()> {
    tx.run(
        "INSERT INTO request (key, user_id, digest, event_id, answer) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![key, of.user, of.digest.as_slice(), event, &of.answer],
    )?;
    Ok(())
}
