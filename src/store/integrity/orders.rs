//! What must always hold of orders and of the coupons that they use.

use super::wrong;
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, OrderId};
use crate::params;
use crate::store::driver::damaged;
use crate::store::{Read, order};

/// Orders add up to the shares of their lines, their reward lines name coupons that they hold, and a coupon
/// that is used stands on one confirmed order, unless that was refunded and the coupon came back.
pub fn coupons(read: &Read<'_>) -> Result<Vec<String>> {
    let mut found = sums(read)?;
    found.extend(rewards(read)?);
    found.extend(used(read)?);
    found.extend(given_back(read)?);
    Ok(found)
}

fn sums(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT o.number FROM sale_order o WHERE o.total <> o.untaxed + o.tax
            OR o.untaxed <> (SELECT ifnull(sum(booked), 0) FROM sale_order_line WHERE order_id = o.id)
            OR o.tax <> (SELECT ifnull(sum(t.amount), 0) FROM sale_order_line l
                JOIN sale_order_line_tax t ON t.line_id = l.id WHERE l.order_id = o.id)",
    )
}

fn rewards(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT DISTINCT o.number FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
         LEFT JOIN sale_order_coupon s ON s.order_id = l.order_id AND s.coupon_id = l.coupon_id
         WHERE (l.kind = 'reward' OR l.coupon_id IS NOT NULL)
            AND (l.reward_id IS NULL OR s.reward_id IS NOT l.reward_id)",
    )
}

/// A coupon is named by its row: its code is a secret.
fn used(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT 'coupon id:' || c.id FROM coupon c JOIN sale_order o ON o.id = c.order_id
         WHERE o.state <> 'sale' OR NOT EXISTS (SELECT 1 FROM sale_order_coupon s
            WHERE s.order_id = o.id AND s.coupon_id = c.id AND s.reward_id IS NOT NULL)",
    )
}

/// A confirmed order whose coupon is not used up by it was refunded whole.
fn given_back(read: &Read<'_>) -> Result<Vec<String>> {
    let apart: Vec<(CouponId, OrderId)> = read.all(
        "SELECT s.coupon_id, s.order_id FROM sale_order_coupon s JOIN sale_order o ON o.id = s.order_id
         JOIN coupon c ON c.id = s.coupon_id
         WHERE o.state = 'sale' AND s.reward_id IS NOT NULL AND c.order_id IS NOT o.id
         ORDER BY s.coupon_id, s.order_id",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut found = Vec::new();
    for (coupon, of) in apart {
        let of = order::load(read, of)?.ok_or_else(|| damaged("order"))?;
        if !order::is_refunded_whole(read, &of)? {
            found.push(format!("coupon id:{coupon}"));
        }
    }
    Ok(found)
}
