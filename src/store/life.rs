//! What the papers tell of a lot or serial number.

use super::driver::Read;
use crate::domain::error::Result;
use crate::domain::ids::LotId;
use crate::domain::quantity::Quantity;
use crate::domain::repair::PartKind;
use crate::domain::stock::{LifeEvent, LifeKind};
use crate::params;

/// What happened to a lot, in order: stock that was counted, invoices and credit notes, and transfers.
pub fn of(read: &Read<'_>, lot: LotId) -> Result<Vec<LifeEvent>> {
    let counted = read.all(
        "SELECT m.kind, m.quantity, p.name, m.to_id IS NOT NULL FROM stock_move m
         JOIN location p ON p.id = ifnull(m.to_id, m.from_id)
         WHERE m.lot_id = ?1 AND m.kind IN ('opening', 'adjustment') ORDER BY m.id",
        params![lot],
        |row| {
            let kind: String = row.get(0)?;
            let (quantity, more): (Quantity, bool) = (row.get(1)?, row.get(3)?);
            Ok(LifeEvent {
                date: None,
                what: if kind == "opening" { LifeKind::Opening } else { LifeKind::Counted },
                document: None,
                quantity: if more { quantity } else { -quantity }.to_string(),
                customer: None,
                order: None,
                with: row.get(2)?,
            })
        },
    )?;
    let moved = read.all(
        "SELECT t.date, t.kind, t.state, t.number, CASE t.state WHEN 'done' THEN l.done ELSE l.quantity END, c.ref,
            o.number, r.number, x.number, l.damaged > 0, t.id
         FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id
         LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN sale_order o ON o.id = t.order_id
         LEFT JOIN transfer r ON r.id = t.return_of_id
         LEFT JOIN transfer x ON x.exchange_for_id = t.id AND x.state <> 'cancelled'
         WHERE l.lot_id = ?1 AND t.state <> 'cancelled' AND (t.state <> 'done' OR l.done > 0)
         ORDER BY t.date, t.id",
        params![lot],
        |row| {
            let (kind, state): (String, String) = (row.get(1)?, row.get(2)?);
            let (back, damaged): (Option<String>, bool) = (row.get(7)?, row.get(9)?);
            let what = match (state.as_str(), kind.as_str(), back.is_some(), damaged) {
                ("done", "delivery", ..) => LifeKind::Delivered,
                ("done", "receipt", _, true) => LifeKind::Scrapped,
                ("done", "receipt", true, _) => LifeKind::Returned,
                ("done", "receipt", false, _) => LifeKind::Received,
                ("done", ..) => LifeKind::Moved,
                _ => LifeKind::Planned,
            };
            Ok(LifeEvent {
                date: Some(row.get(0)?),
                what,
                document: Some(row.get(3)?),
                quantity: row.get::<Quantity>(4)?.to_string(),
                customer: row.get(5)?,
                order: row.get(6)?,
                // What replaces it, else what it came back of.
                with: row.get::<Option<String>>(8)?.or(back),
            })
        },
    )?;
    let sold = read.all(
        "SELECT i.date, i.kind, i.number, n.quantity, c.ref, o.number
         FROM invoice_line_lot x JOIN invoice_line n ON n.id = x.line_id JOIN invoice i ON i.id = n.invoice_id
         JOIN customer c ON c.id = i.customer_id LEFT JOIN sale_order o ON o.id = i.order_id
         WHERE x.lot_id = ?1 AND i.state = 'posted' ORDER BY i.date, i.id",
        params![lot],
        |row| {
            let kind: String = row.get(1)?;
            Ok(LifeEvent {
                date: row.get(0)?,
                what: if kind == "invoice" { LifeKind::Invoiced } else { LifeKind::Credited },
                document: row.get(2)?,
                quantity: row.get::<Quantity>(3)?.to_string(),
                customer: row.get(4)?,
                order: row.get(5)?,
                with: None,
            })
        },
    )?;
    let repaired = read.all(
        "SELECT r.scheduled, r.number, r.quantity, c.ref, o.number FROM repair r
         LEFT JOIN customer c ON c.id = r.customer_id LEFT JOIN sale_order o ON o.id = r.order_id
         WHERE r.lot_id = ?1 AND r.state <> 'cancelled' ORDER BY r.id",
        params![lot],
        |row| {
            Ok(LifeEvent {
                date: Some(row.get(0)?),
                what: LifeKind::Repaired,
                document: Some(row.get(1)?),
                quantity: row.get::<Quantity>(2)?.to_string(),
                customer: row.get(3)?,
                order: row.get(4)?,
                with: None,
            })
        },
    )?;
    let put_in = read.all(
        "SELECT r.scheduled, r.number, p.done, c.ref, o.number, p.kind FROM repair_part p JOIN repair r ON r.id = p.repair_id
         LEFT JOIN customer c ON c.id = r.customer_id LEFT JOIN sale_order o ON o.id = r.order_id
         WHERE p.lot_id = ?1 AND p.state = 'done' ORDER BY p.id",
        params![lot],
        |row| {
            Ok(LifeEvent {
                date: Some(row.get(0)?),
                what: match row.get(5)? {
                    PartKind::Add => LifeKind::PutIn,
                    PartKind::Remove | PartKind::Recycle => LifeKind::TakenOut,
                },
                document: Some(row.get(1)?),
                quantity: row.get::<Quantity>(2)?.to_string(),
                customer: row.get(3)?,
                order: row.get(4)?,
                with: None,
            })
        },
    )?;
    let mut all: Vec<LifeEvent> = counted;
    let mut dated: Vec<LifeEvent> = sold.into_iter().chain(moved).chain(repaired).chain(put_in).collect();
    dated.sort_by_key(|e| e.date);
    all.extend(dated);
    Ok(all)
}

/// Whose a lot is, where the last transfer of it was a delivery: the customer's reference and the order.
pub fn with_whom(read: &Read<'_>, lot: LotId) -> Result<Option<(Option<String>, Option<String>)>> {
    read.first(
        "SELECT CASE t.kind WHEN 'delivery' THEN c.ref END, CASE t.kind WHEN 'delivery' THEN o.number END
         FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id LEFT JOIN customer c ON c.id = t.customer_id
         LEFT JOIN sale_order o ON o.id = t.order_id
         WHERE l.lot_id = ?1 AND t.state = 'done' AND l.done > 0 ORDER BY t.date DESC, t.id DESC LIMIT 1",
        params![lot],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
