//! Coupons: looked up by the digest of their code, and compared in constant time, so that nobody learns
//! from the time it takes how much of a code was right.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::driver::{Query, Read, Row, Tx, damaged};
use crate::domain::coupon::Coupon;
use crate::domain::coupon::code::canonical;
use crate::domain::coupon::link::ShareLink;
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, OrderId, RewardId, TeamId, TicketId};
use crate::{current_ticket, of_ticket, params};

const COUPON: &str = concat!(
    "k.id, k.version, k.code, k.program_id, k.customer_id, ",
    current_ticket!("k.ticket_id"),
    ", k.created_by, k.created_at,
    k.expires, k.used, k.order_id, k.revoked_reason"
);

/// A coupon with the names of what it belongs to.
#[derive(Clone, Debug)]
pub struct CouponRow {
    /// The coupon.
    pub coupon: Coupon,
    /// Name of its program.
    pub program: String,
    /// Form of the program's share links.
    pub share_link: ShareLink,
    /// Reference of the customer that it is meant for.
    pub customer: Option<String>,
    /// Number of the order that used it.
    pub used_on: Option<String>,
    /// Login of who made it.
    pub created_by: Option<String>,
    /// The address that it was last mailed to, or is about to be.
    pub sent_to: Option<String>,
}

fn joined() -> Query<'static> {
    Query::new(&format!(
        "SELECT {COUPON}, p.name, p.share_link, c.ref, o.number, u.login,
            (SELECT m.recipient FROM mail m WHERE m.coupon_id = k.id AND m.state <> 'cancelled'
             ORDER BY m.id DESC LIMIT 1)
         FROM coupon k JOIN program p ON p.id = k.program_id LEFT JOIN customer c ON c.id = k.customer_id
         LEFT JOIN sale_order o ON o.id = k.order_id LEFT JOIN user u ON u.id = k.created_by"
    ))
}

fn whole(row: &Row<'_>) -> Result<CouponRow> {
    Ok(CouponRow {
        coupon: coupon(row)?,
        program: row.get(12)?,
        share_link: row.get::<String>(13)?.parse().map_err(|_| damaged("share link"))?,
        customer: row.get(14)?,
        used_on: row.get(15)?,
        created_by: row.get(16)?,
        sent_to: row.get(17)?,
    })
}

fn coupon(row: &Row<'_>) -> Result<Coupon> {
    Ok(Coupon {
        id: row.get(0)?,
        version: row.get(1)?,
        code: row.get(2)?,
        program: row.get(3)?,
        customer: row.get(4)?,
        ticket: row.get(5)?,
        created_by: row.get(6)?,
        created_at: row.get(7)?,
        expires: row.get(8)?,
        used: row.get(9)?,
        order: row.get(10)?,
        revoked: row.get(11)?,
    })
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A coupon by its code: one of ours in whatever form it was typed, an imported one to the letter.
pub fn find(read: &Read<'_>, typed: &str) -> Result<Option<CouponId>> {
    let plain = canonical(typed);
    let (exact, own) = (digest(typed), digest(&plain));
    let found: Vec<(CouponId, String, bool)> = read.all(
        "SELECT id, code, own FROM coupon WHERE digest IN (?1, ?2)",
        params![&exact[..], &own[..]],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let same = |(_, code, own): &&(CouponId, String, bool)| match own {
        true => bool::from(canonical(code).as_bytes().ct_eq(plain.as_bytes())),
        false => bool::from(code.as_bytes().ct_eq(typed.as_bytes())),
    };
    Ok(found.iter().find(same).map(|(id, ..)| *id))
}

/// A coupon by its code to the letter: its row, and whether it was made here.
pub fn find_exact(read: &Read<'_>, code: &str) -> Result<Option<(CouponId, bool)>> {
    read.first("SELECT id, own FROM coupon WHERE code = ?1", params![code], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Whether a confirmed order took a reward of a coupon.
pub fn is_taken(read: &Read<'_>, id: CouponId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM sale_order_coupon s JOIN sale_order o ON o.id = s.order_id
            WHERE s.coupon_id = ?1 AND s.reward_id IS NOT NULL AND o.state = 'sale')",
        params![id],
        |row| row.get(0),
    )
}

/// A coupon by its row.
pub fn load(read: &Read<'_>, id: CouponId) -> Result<Option<Coupon>> {
    read.first(&format!("SELECT {COUPON} FROM coupon k WHERE k.id = ?1"), params![id], coupon)
}

/// A coupon with the names of what it belongs to.
pub fn row(read: &Read<'_>, id: CouponId) -> Result<Option<CouponRow>> {
    let mut query = joined();
    query.push(" WHERE k.id = ?", id);
    read.first(&query.sql, &query.params, whole)
}

/// Coupons, newest first: all, or those of a ticket; of tickets of some teams (all where there is none),
/// and those that belong to no ticket.
pub fn rows(
    read: &Read<'_>,
    teams: &[TeamId],
    ticket: Option<TicketId>,
    limit: Option<i64>,
) -> Result<Vec<CouponRow>> {
    let mut query = joined();
    query.sql.push_str(concat!(" LEFT JOIN ticket t ON t.id = ", current_ticket!("k.ticket_id"), " WHERE 1"));
    if let Some(ticket) = ticket {
        query.and(of_ticket!("k.ticket_id", "?"), ticket);
    }
    if !teams.is_empty() {
        let teams = serde_json::to_string(teams).unwrap_or_default();
        query.and("(t.id IS NULL OR t.team_id IN (SELECT value FROM json_each(?)))", teams);
    }
    query.push(" ORDER BY k.id DESC LIMIT ?", limit.unwrap_or(-1));
    read.all(&query.sql, &query.params, whole)
}

/// How many coupons were made from a ticket.
pub fn count(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one(concat!("SELECT count(*) FROM coupon WHERE ", of_ticket!("ticket_id")), params![ticket], |row| {
        row.get(0)
    })
}

/// Writes a new coupon; none where its code is taken. `own`: made here.
pub fn insert(tx: &Tx<'_>, new: &Coupon, own: bool) -> Result<Option<CouponId>> {
    let plain = digest(&canonical(&new.code));
    let digest = if own { plain } else { digest(&new.code) };
    // A code of another's that comes to one of ours however it is typed would stand in its way.
    let taken: bool = tx.one(
        "SELECT EXISTS (SELECT 1 FROM coupon WHERE digest = ?1 OR code = ?2 OR (digest = ?3 AND own = 1))",
        params![&digest[..], &new.code, &plain[..]],
        |row| row.get(0),
    )?;
    if taken {
        return Ok(None);
    }
    let id = tx.insert(
        "INSERT INTO coupon (code, digest, own, program_id, customer_id, ticket_id, created_by, created_at, expires,
            used, order_id, revoked_reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            &new.code,
            &digest[..],
            own,
            new.program,
            new.customer,
            new.ticket,
            new.created_by,
            new.created_at,
            new.expires,
            new.used,
            new.order,
            new.revoked.as_ref(),
        ],
    )?;
    Ok(Some(CouponId(id)))
}

/// Changes what an import may change of a coupon.
pub fn save(tx: &Tx<'_>, of: &Coupon) -> Result<()> {
    tx.run(
        "UPDATE coupon SET version = version + 1, customer_id = ?2, expires = ?3, used = ?4, revoked_reason = ?5
         WHERE id = ?1",
        params![of.id, of.customer, of.expires, of.used, of.revoked.as_ref()],
    )?;
    Ok(())
}

/// Uses a coupon up for an order.
pub fn set_used(tx: &Tx<'_>, id: CouponId, order: OrderId) -> Result<()> {
    tx.run(
        "UPDATE coupon SET version = version + 1, used = 1, order_id = ?2 WHERE id = ?1",
        params![id, order],
    )?;
    Ok(())
}

/// Gives a used coupon back.
pub fn set_unused(tx: &Tx<'_>, id: CouponId) -> Result<()> {
    tx.run("UPDATE coupon SET version = version + 1, used = 0, order_id = NULL WHERE id = ?1", params![id])?;
    Ok(())
}

/// Takes a coupon back.
pub fn revoke(tx: &Tx<'_>, id: CouponId, reason: &str) -> Result<()> {
    tx.run(
        "UPDATE coupon SET version = version + 1, revoked_reason = ?2 WHERE id = ?1",
        params![id, reason],
    )?;
    Ok(())
}

/// The coupons that an order holds, in the order in which they were entered, with the reward taken.
pub fn held(read: &Read<'_>, order: OrderId) -> Result<Vec<(CouponId, Option<RewardId>)>> {
    read.all(
        "SELECT coupon_id, reward_id FROM sale_order_coupon WHERE order_id = ?1 ORDER BY position",
        params![order],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Writes the coupons that an order holds anew.
pub fn set_held(tx: &Tx<'_>, order: OrderId, held: &[(CouponId, Option<RewardId>)]) -> Result<()> {
    tx.run("DELETE FROM sale_order_coupon WHERE order_id = ?1", params![order])?;
    for (position, (coupon, reward)) in (0i64..).zip(held) {
        tx.run(
            "INSERT INTO sale_order_coupon (order_id, coupon_id, position, reward_id) VALUES (?1, ?2, ?3, ?4)",
            params![order, *coupon, position, *reward],
        )?;
    }
    Ok(())
}

/// The coupons that an order used up.
pub fn used_on(read: &Read<'_>, order: OrderId) -> Result<Vec<CouponId>> {
    read.all("SELECT id FROM coupon WHERE order_id = ?1 ORDER BY id", params![order], |row| row.get(0))
}

/// Forgets on which order a coupon was used: it stays used, and another took its place.
pub fn unlink(tx: &Tx<'_>, id: CouponId) -> Result<()> {
    tx.run("UPDATE coupon SET version = version + 1, order_id = NULL WHERE id = ?1", params![id])?;
    Ok(())
}

/// Says which coupon a new one took the place of.
pub fn set_replaces(tx: &Tx<'_>, id: CouponId, of: CouponId) -> Result<()> {
    tx.run("UPDATE coupon SET replaces_id = ?2 WHERE id = ?1", params![id, of])?;
    Ok(())
}

/// The coupons of one line: a coupon, those whose place it took, and those that took its place.
pub fn line(read: &Read<'_>, of: CouponId) -> Result<Vec<CouponId>> {
    read.all(
        "WITH RECURSIVE before (id) AS (
            SELECT ?1 UNION SELECT k.replaces_id FROM before b JOIN coupon k ON k.id = b.id
                WHERE k.replaces_id IS NOT NULL),
         line (id) AS (
            SELECT id FROM before UNION SELECT k.id FROM line l JOIN coupon k ON k.replaces_id = l.id)
         SELECT id FROM line ORDER BY id",
        params![of],
        |row| row.get(0),
    )
}

/// Confirmed orders that took a reward of a coupon.
pub fn confirmed_orders(read: &Read<'_>) -> Result<Vec<OrderId>> {
    read.all(
        "SELECT DISTINCT o.id FROM sale_order_coupon s JOIN sale_order o ON o.id = s.order_id
         WHERE s.reward_id IS NOT NULL AND o.state = 'sale' ORDER BY o.id",
        &[],
        |row| row.get(0),
    )
}

/// The newest coupon that took the place of another.
pub fn replacement(read: &Read<'_>, of: CouponId) -> Result<Option<CouponId>> {
    read.value("SELECT id FROM coupon WHERE replaces_id = ?1 ORDER BY id DESC LIMIT 1", params![of])
}
