//! Coupons: looked up by the digest of their code, and compared in constant time, so that nobody learns
//! from the time it takes how much of a code was right.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::driver::{Read, Row, Tx};
use crate::domain::coupon::Coupon;
use crate::domain::coupon::code::canonical;
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, OrderId, RewardId, TicketId};
use crate::params;

const COUPON: &str =
    "SELECT id, version, code, program_id, customer_id, ticket_id, created_by, created_at, expires,
    used, order_id, revoked_reason FROM coupon";

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
    read.first(&format!("{COUPON} WHERE id = ?1"), params![id], coupon)
}

/// Coupons, newest first: all, or those of a ticket.
pub fn list(read: &Read<'_>, ticket: Option<TicketId>, limit: Option<i64>) -> Result<Vec<CouponId>> {
    read.all(
        "SELECT id FROM coupon WHERE ?1 IS NULL OR ticket_id = ?1 ORDER BY id DESC LIMIT ifnull(?2, -1)",
        params![ticket, limit],
        |row| row.get(0),
    )
}

/// How many coupons were made from a ticket.
pub fn count(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one("SELECT count(*) FROM coupon WHERE ticket_id = ?1", params![ticket], |row| row.get(0))
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

/// The newest coupon that took the place of another.
pub fn replacement(read: &Read<'_>, of: CouponId) -> Result<Option<CouponId>> {
    read.value("SELECT id FROM coupon WHERE replaces_id = ?1 ORDER BY id DESC LIMIT 1", params![of])
}
