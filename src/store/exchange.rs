//! What follows from goods that come back: the papers that are about a return, and what an exchange for other
//! products takes of an invoice.

use super::driver::{Read, Tx, damaged};
use crate::domain::credit::Credited;
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, InvoiceId, InvoiceLineId, OrderLineId, TransferId};
use crate::domain::invoice::Line;
use crate::domain::quantity::Quantity;
use crate::domain::tax::LineAmounts;
use crate::params;

/// Says that a document is about a return, and whether it settles the difference of an exchange.
pub fn about_document(tx: &Tx<'_>, of: TransferId, document: InvoiceId, settles: bool) -> Result<()> {
    tx.run(
        "INSERT INTO return_paper (return_id, invoice_id, settles) VALUES (?1, ?2, ?3)",
        params![of, document, settles],
    )?;
    touch(tx, of)
}

fn touch(tx: &Tx<'_>, of: TransferId) -> Result<()> {
    tx.run("UPDATE transfer SET version = version + 1 WHERE id = ?1", params![of])?;
    Ok(())
}

/// Says that a coupon settles the difference of an exchange.
pub fn about_coupon(tx: &Tx<'_>, of: TransferId, coupon: CouponId) -> Result<()> {
    tx.run(
        "INSERT INTO return_paper (return_id, coupon_id, settles) VALUES (?1, ?2, 1)",
        params![of, coupon],
    )?;
    touch(tx, of)
}

/// Units that credit notes about a return take of the lines of its order, drafts too.
pub fn credited(read: &Read<'_>, of: TransferId) -> Result<Vec<(OrderLineId, Quantity)>> {
    read.all(
        "SELECT l.order_line_id, sum(l.quantity) FROM return_paper p JOIN invoice n ON n.id = p.invoice_id
         JOIN invoice_line l ON l.invoice_id = n.id
         WHERE p.return_id = ?1 AND n.kind = 'credit_note' AND n.state <> 'cancelled' AND l.amount_only = 0
            AND l.order_line_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM invoice u WHERE u.reverses_id = n.id AND u.state = 'posted')
         GROUP BY l.order_line_id",
        params![of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The documents that are about a return, oldest first.
pub fn documents(read: &Read<'_>, of: TransferId) -> Result<Vec<InvoiceId>> {
    read.all(
        "SELECT invoice_id FROM return_paper WHERE return_id = ?1 AND invoice_id IS NOT NULL ORDER BY id",
        params![of],
        |row| row.get(0),
    )
}

/// The coupons that are about a return, oldest first.
pub fn coupons(read: &Read<'_>, of: TransferId) -> Result<Vec<CouponId>> {
    read.all(
        "SELECT coupon_id FROM return_paper WHERE return_id = ?1 AND coupon_id IS NOT NULL ORDER BY id",
        params![of],
        |row| row.get(0),
    )
}

/// The numbers of the returns that a document is about, oldest first.
pub fn returns_of(read: &Read<'_>, document: InvoiceId) -> Result<Vec<String>> {
    read.all(
        "SELECT t.number FROM return_paper p JOIN transfer t ON t.id = p.return_id WHERE p.invoice_id = ?1
         ORDER BY t.id",
        params![document],
        |row| row.get(0),
    )
}

/// Units of an invoice's line that an exchange takes, and what they come to.
pub fn take(
    tx: &Tx<'_>,
    of: TransferId,
    line: InvoiceLineId,
    quantity: Quantity,
    amounts: &LineAmounts,
) -> Result<()> {
    let amounts = serde_json::to_string(amounts).map_err(|_| damaged("amounts"))?;
    tx.run(
        "INSERT INTO exchange_line (return_id, invoice_line_id, quantity, amounts) VALUES (?1, ?2, ?3, ?4)",
        params![of, line, quantity, amounts],
    )?;
    Ok(())
}

/// Whether what came back with a return, with the one whose rest it is, or with those that were exchanged together
/// with it, was taken by an exchange that stands.
pub fn is_taken(read: &Read<'_>, of: TransferId) -> Result<bool> {
    read.one(
        "WITH RECURSIVE whole (id) AS (SELECT ?1
            UNION SELECT t.backorder_of_id FROM transfer t JOIN whole w ON t.id = w.id
                WHERE t.backorder_of_id IS NOT NULL
            UNION SELECT t.exchanged_with_id FROM transfer t JOIN whole w ON t.id = w.id
                WHERE t.exchanged_with_id IS NOT NULL)
             SELECT EXISTS (SELECT 1 FROM exchange_line e JOIN transfer r ON r.id = e.return_id
                WHERE e.return_id IN (SELECT id FROM whole) AND r.state <> 'cancelled')",
        params![of],
        |row| row.get(0),
    )
}

/// What exchanges that stand took of an invoice, but for the one that a credit note settles.
pub fn taken(read: &Read<'_>, of: &[Line], note: Option<InvoiceId>) -> Result<Vec<Credited>> {
    let mut found = Vec::new();
    for source in of {
        let rows: Vec<(Quantity, String)> = read.all(
            "SELECT e.quantity, e.amounts FROM exchange_line e JOIN transfer r ON r.id = e.return_id
             WHERE e.invoice_line_id = ?1 AND r.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM return_paper n
                WHERE n.return_id = e.return_id AND n.invoice_id = ?2 AND n.settles = 1)",
            params![source.id, note],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (quantity, amounts) in rows {
            let amounts = serde_json::from_str(&amounts).map_err(|_| damaged("amounts"))?;
            found.push(Credited { source: source.id, line: Line { quantity, amounts, ..source.clone() } });
        }
    }
    Ok(found)
}

/// Whether a document settles an exchange.
pub fn settles(read: &Read<'_>, document: InvoiceId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM return_paper WHERE invoice_id = ?1 AND settles = 1)",
        params![document],
        |row| row.get(0),
    )
}

/// Whether a credit note settles an exchange: what it credits is counted with the exchange.
pub const SETTLES: &str = "EXISTS (SELECT 1 FROM return_paper p WHERE p.invoice_id = n.id AND p.settles = 1)";
