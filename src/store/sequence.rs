//! Number sequences: one row for each prefix, moved in the transaction that writes the number.

use super::driver::{Read, Tx};
use crate::domain::accounting::number;
use crate::domain::error::Result;
use crate::params;

/// Draws the next number of a sequence, past those that an import brought under other rules.
pub fn next_number(tx: &Tx<'_>, prefix: &str) -> Result<String> {
    loop {
        let serial = tx.one(
            "INSERT INTO sequence (prefix, last) VALUES (?1, 1)
             ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last",
            params![prefix],
            |row| row.get(0),
        )?;
        let drawn = number(prefix, serial);
        if !is_taken(tx, &drawn)? {
            return Ok(drawn);
        }
    }
}

/// Moves a sequence forward so that it goes on after `serial`.
pub fn reserve(tx: &Tx<'_>, prefix: &str, serial: i64) -> Result<()> {
    tx.run(
        "INSERT INTO sequence (prefix, last) VALUES (?1, ?2)
         ON CONFLICT (prefix) DO UPDATE SET last = max(last, ?2)",
        params![prefix, serial],
    )?;
    Ok(())
}

fn is_taken(read: &Read<'_>, number: &str) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM invoice WHERE number = ?1) OR EXISTS (SELECT 1 FROM payment WHERE reference = ?1)
            OR EXISTS (SELECT 1 FROM sale_order WHERE number = ?1) OR EXISTS (SELECT 1 FROM transfer WHERE number = ?1)",
        params![number],
        |row| row.get(0),
    )
}
