//! Personal links to the customer's pages: looked up by the part that is no secret, and compared by their digest in
//! constant time, so that nobody learns from the time it takes how much of a link was right.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::driver::{Read, Tx};
use crate::domain::customer::link::Token;
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, UserId};
use crate::params;

/// A link that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose pages it opens.
    pub customer: CustomerId,
    /// Its last day.
    pub expires: NaiveDate,
    /// Whether it was taken back.
    pub revoked: bool,
}

/// Says first what is digested, so that no digest of another table is one of a link.
fn digest(token: &Token) -> [u8; 32] {
    Sha256::new().chain_update(b"afterdesk customer link\0").chain_update(token.text()).finalize().into()
}

/// A link; none where it is unknown or a letter of it is another one. The work is the same either way.
pub fn find(read: &Read<'_>, token: &Token) -> Result<Option<Link>> {
    let found = read.first(
        "SELECT digest, customer_id, expires, revoked_at IS NOT NULL FROM customer_link WHERE locator = ?1",
        params![token.locator()],
        |row| {
            let link = Link { customer: row.get(1)?, expires: row.get(2)?, revoked: row.get(3)? };
            Ok((row.get::<Vec<u8>>(0)?, link))
        },
    )?;
    let (kept, link) = match found {
        Some((kept, link)) => (kept, Some(link)),
        None => (vec![0; 32], None),
    };
    let same = bool::from(kept.as_slice().ct_eq(&digest(token)));
    Ok(link.filter(|_| same))
}

/// Whether a link begins with these letters already.
pub fn is_taken(read: &Read<'_>, token: &Token) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM customer_link WHERE locator = ?1)";
    read.one(sql, params![token.locator()], |row| row.get(0))
}

/// Writes a new link: whose, its last day, and who made it when.
pub fn insert(
    tx: &Tx<'_>,
    token: &Token,
    (customer, expires): (CustomerId, NaiveDate),
    (by, at): (UserId, DateTime<Utc>),
) -> Result<()> {
    tx.run(
        "INSERT INTO customer_link (customer_id, locator, digest, expires, created_at, created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![customer, token.locator(), &digest(token)[..], expires, at, by],
    )
    .map(drop)
}

/// Takes every link of a customer back that still opens something; answers how many.
pub fn revoke(
    tx: &Tx<'_>,
    customer: CustomerId,
    today: NaiveDate,
    (by, at): (UserId, DateTime<Utc>),
) -> Result<i64> {
    let rows = tx.run(
        "UPDATE customer_link SET revoked_at = ?3, revoked_by = ?4
         WHERE customer_id = ?1 AND revoked_at IS NULL AND expires >= ?2",
        params![customer, today, at, by],
    )?;
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}
