//! Deliveries, receipts and transfers within the house: the papers; what lies where is the sum of done moves.

use chrono::NaiveDate;

use super::driver::{Query, Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{
    CustomerId, LocationId, LotId, OrderId, OrderLineId, ProductId, TicketId, TransferId, TransferLineId,
    UserId,
};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Lot, Transfer, TransferKind, TransferLine, TransferState};
use crate::domain::wording::key;
use crate::{current_ticket, of_ticket, params};

/// A transfer to be written.
#[derive(Clone, Debug)]
pub struct NewTransfer<'a> {
    /// Natural key.
    pub number: &'a str,
    /// What it does.
    pub kind: TransferKind,
    /// State.
    pub state: TransferState,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// Order.
    pub order: Option<OrderId>,
    /// Day.
    pub date: NaiveDate,
    /// From where.
    pub from: LocationId,
    /// To where.
    pub to: LocationId,
    /// What it hangs on.
    pub links: Links<'a>,
}

/// What a transfer hangs on.
#[derive(Clone, Debug, Default)]
pub struct Links<'a> {
    /// The transfer whose goods come back.
    pub return_of: Option<TransferId>,
    /// The transfer whose rest it is.
    pub backorder_of: Option<TransferId>,
    /// The return whose goods it replaces.
    pub exchange_for: Option<TransferId>,
    /// Ticket.
    pub ticket: Option<TicketId>,
    /// Who makes it.
    pub created_by: Option<UserId>,
    /// Why goods come back.
    pub reason: Option<&'a str>,
}

/// Writes a transfer without lines.
pub fn insert(tx: &Tx<'_>, t: &NewTransfer<'_>) -> Result<TransferId> {
    let links = &t.links;
    let id = tx.insert(
        "INSERT INTO transfer (number, kind, state, customer_id, order_id, date, from_id, to_id, return_of_id,
            backorder_of_id, exchange_for_id, ticket_id, created_by, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            t.number,
            t.kind,
            t.state,
            t.customer,
            t.order,
            t.date,
            t.from,
            t.to,
            links.return_of,
            links.backorder_of,
            links.exchange_for,
            links.ticket,
            links.created_by,
            links.reason,
        ],
    )?;
    Ok(TransferId(id))
}

/// A line of a transfer to be written.
#[derive(Clone, Debug)]
pub struct NewTransferLine {
    /// Transfer.
    pub transfer: TransferId,
    /// Number in it.
    pub line: i64,
    /// Product.
    pub product: ProductId,
    /// Lot or serial number.
    pub lot: Option<LotId>,
    /// Units.
    pub quantity: Quantity,
    /// Line of the order.
    pub order_line: Option<OrderLineId>,
    /// The line whose goods come back.
    pub return_of: Option<TransferLineId>,
}

/// Writes a line of a transfer; of a done one, all of it is done.
pub fn insert_line(tx: &Tx<'_>, l: &NewTransferLine) -> Result<TransferLineId> {
    let id = tx.insert(
        "INSERT INTO transfer_line (transfer_id, line, product_id, lot_id, quantity, order_line_id, return_of_line_id, done)
         SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, CASE state WHEN 'done' THEN ?5 ELSE 0 END FROM transfer WHERE id = ?1",
        params![l.transfer, l.line, l.product, l.lot, l.quantity, l.order_line, l.return_of],
    )?;
    Ok(TransferLineId(id))
}

const TRANSFER: &str = concat!(
    "SELECT id, version, number, kind, state, customer_id, order_id, date, from_id, to_id,
    return_of_id, backorder_of_id, exchange_for_id, ",
    current_ticket!("ticket_id"),
    ", created_by, reason FROM transfer"
);

fn transfer(row: &Row<'_>) -> Result<Transfer> {
    Ok(Transfer {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        kind: row.get(3)?,
        state: row.get(4)?,
        customer: row.get(5)?,
        order: row.get(6)?,
        date: row.get(7)?,
        from: row.get(8)?,
        to: row.get(9)?,
        return_of: row.get(10)?,
        backorder_of: row.get(11)?,
        exchange_for: row.get(12)?,
        ticket: row.get(13)?,
        created_by: row.get(14)?,
        reason: row.get(15)?,
        lines: vec![],
    })
}

/// A transfer's row by its number or `id:N`.
pub fn find(read: &Read<'_>, label: &str) -> Result<Option<TransferId>> {
    if let Some(id) = label.strip_prefix("id:").and_then(|id| id.parse::<i64>().ok()) {
        return read.value("SELECT id FROM transfer WHERE id = ?1", params![id]);
    }
    read.value("SELECT id FROM transfer WHERE number = ?1", params![key(label)])
}

/// A transfer's number.
pub fn number(read: &Read<'_>, id: TransferId) -> Result<Option<String>> {
    read.value("SELECT number FROM transfer WHERE id = ?1", params![id])
}

/// A transfer, whole.
pub fn load(read: &Read<'_>, id: TransferId) -> Result<Option<Transfer>> {
    let Some(found) = read.first(&format!("{TRANSFER} WHERE id = ?1"), params![id], transfer)? else {
        return Ok(None);
    };
    let lines = read.all(
        "SELECT l.id, l.line, l.product_id, p.sku, p.tracking, l.lot_id, o.name, l.quantity, l.done, l.damaged,
            l.missing, l.order_line_id, l.return_of_line_id, p.name
         FROM transfer_line l JOIN product p ON p.id = l.product_id LEFT JOIN lot o ON o.id = l.lot_id
         WHERE l.transfer_id = ?1 ORDER BY l.line",
        params![id],
        |row| {
            let (lot, name): (Option<LotId>, Option<String>) = (row.get(5)?, row.get(6)?);
            Ok(TransferLine {
                id: row.get(0)?,
                line: row.get(1)?,
                product: row.get(2)?,
                sku: row.get(3)?,
                tracking: row.get(4)?,
                lot: lot.zip(name).map(|(id, name)| Lot { id, name }),
                demand: row.get(7)?,
                done: row.get(8)?,
                damaged: row.get(9)?,
                missing: row.get(10)?,
                order_line: row.get(11)?,
                return_of: row.get(12)?,
                name: row.get(13)?,
            })
        },
    )?;
    Ok(Some(Transfer { lines, ..found }))
}

/// Which transfers are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Those made from a ticket.
    pub ticket: Option<TicketId>,
    /// Those of a family of customers.
    pub family: Option<CustomerId>,
    /// At most so many.
    pub limit: Option<i64>,
}

/// Transfers, newest first.
pub fn list(read: &Read<'_>, filter: Filter) -> Result<Vec<TransferId>> {
    let mut query = Query::new("SELECT t.id FROM transfer t WHERE 1");
    if let Some(ticket) = filter.ticket {
        query.and(of_ticket!("t.ticket_id", "?"), ticket);
    }
    if let Some(family) = filter.family {
        query.and("t.customer_id IN (SELECT id FROM customer WHERE top_id = ?)", family);
    }
    query.push(" ORDER BY t.id DESC LIMIT ?", filter.limit.unwrap_or(-1));
    read.all(&query.sql, &query.params, |row| row.get(0))
}

/// The transfers of an order with their numbers and states, oldest first.
pub fn of_order(read: &Read<'_>, order: OrderId) -> Result<Vec<(TransferId, String, TransferState)>> {
    read.all(
        "SELECT id, number, state FROM transfer WHERE order_id = ?1 ORDER BY id",
        params![order],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// What hangs on a transfer.
#[derive(Clone, Copy, Debug)]
pub enum Hanging {
    /// Returns of its goods.
    Returns,
    /// Deliveries that replace what came back with it.
    Exchanges,
    /// The transfer of its rest.
    Backorder,
}

/// What hangs on a transfer and its numbers, oldest first; cancelled ones are left out.
pub fn hanging(read: &Read<'_>, id: TransferId, what: Hanging) -> Result<Vec<(TransferId, String)>> {
    let condition = match what {
        Hanging::Returns => "return_of_id = ?1",
        Hanging::Exchanges => {
            "exchange_for_id IN (?1, (SELECT exchanged_with_id FROM transfer WHERE id = ?1))"
        }
        Hanging::Backorder => "backorder_of_id = ?1",
    };
    read.all(
        &format!("SELECT id, number FROM transfer WHERE {condition} AND state <> 'cancelled' ORDER BY id"),
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The returns of an order's goods that were received, oldest first.
pub fn returns_of_order(read: &Read<'_>, order: OrderId) -> Result<Vec<TransferId>> {
    read.all(
        "SELECT id FROM transfer WHERE order_id = ?1 AND kind = 'receipt' AND state = 'done'
            AND return_of_id IS NOT NULL ORDER BY id",
        params![order],
        |row| row.get(0),
    )
}

/// Says that returns are exchanged together: the first is what the replacement names.
pub fn exchange_together(tx: &Tx<'_>, first: TransferId, other: TransferId) -> Result<()> {
    tx.run("UPDATE transfer SET exchanged_with_id = ?1 WHERE id = ?2", params![first, other])?;
    Ok(())
}

/// The returns that are exchanged together with one, itself too, oldest first.
pub fn exchanged_together(read: &Read<'_>, id: TransferId) -> Result<Vec<TransferId>> {
    read.all(
        "SELECT t.id FROM transfer t, (SELECT ifnull(exchanged_with_id, id) AS first FROM transfer WHERE id = ?1) e
         WHERE t.id = e.first OR t.exchanged_with_id = e.first ORDER BY t.id",
        params![id],
        |row| row.get(0),
    )
}

/// How many returns were made from a ticket, open and done; their back-orders count with them.
pub fn count_returns(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one(
        concat!(
            "SELECT count(*) FROM transfer WHERE ",
            of_ticket!("ticket_id"),
            " AND return_of_id IS NOT NULL AND backorder_of_id IS NULL AND state <> 'cancelled'"
        ),
        params![ticket],
        |row| row.get(0),
    )
}

/// Gives a transfer another state.
pub fn set_state(tx: &Tx<'_>, id: TransferId, state: TransferState) -> Result<()> {
    tx.run("UPDATE transfer SET version = version + 1, state = ?2 WHERE id = ?1", params![id, state])?;
    Ok(())
}

/// Says that a transfer was done on a day.
pub fn set_done(tx: &Tx<'_>, id: TransferId, date: NaiveDate) -> Result<()> {
    tx.run(
        "UPDATE transfer SET version = version + 1, state = 'done', date = ?2 WHERE id = ?1",
        params![id, date],
    )?;
    Ok(())
}

/// Writes what was done of a line, and of which lot.
pub fn save_line(tx: &Tx<'_>, l: &TransferLine) -> Result<()> {
    tx.run(
        "UPDATE transfer_line SET lot_id = ?2, quantity = ?3, done = ?4, damaged = ?5, missing = ?6,
            return_of_line_id = ?7, order_line_id = ?8 WHERE id = ?1",
        params![
            l.id,
            l.lot.as_ref().map(|lot| lot.id),
            l.demand,
            l.done,
            l.damaged,
            l.missing,
            l.return_of,
            l.order_line
        ],
    )?;
    Ok(())
}

/// Moves a line to another transfer, under another number.
pub fn move_line(tx: &Tx<'_>, id: TransferLineId, to: TransferId, line: i64) -> Result<()> {
    tx.run("UPDATE transfer_line SET transfer_id = ?2, line = ?3 WHERE id = ?1", params![id, to, line])?;
    Ok(())
}

/// Deletes a line of an open transfer.
pub fn delete_line(tx: &Tx<'_>, id: TransferLineId) -> Result<()> {
    tx.run("DELETE FROM transfer_line WHERE id = ?1", params![id])?;
    Ok(())
}

/// What of each line of a done transfer can still come back: done, less what was written off, what came back and
/// what is on its way, but for what one return holds. `domain/facts.md` §4.3, with §10: open returns count.
pub fn returnable(
    read: &Read<'_>,
    of: TransferId,
    but: Option<TransferId>,
) -> Result<Vec<(TransferLineId, Quantity)>> {
    read.all(
        "SELECT l.id, l.done - l.damaged - ifnull((SELECT sum(CASE t.state WHEN 'done' THEN r.done WHEN 'cancelled' THEN 0
                ELSE r.quantity END) FROM transfer_line r JOIN transfer t ON t.id = r.transfer_id
                WHERE r.return_of_line_id = l.id AND t.id IS NOT ?2), 0)
         FROM transfer_line l JOIN transfer d ON d.id = l.transfer_id
         WHERE l.transfer_id = ?1 AND d.state = 'done' ORDER BY l.line",
        params![of, but],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Deliveries to a family of customers, newest first: done ones, or those that are not; of one order, where
/// given.
pub fn deliveries(
    read: &Read<'_>,
    family: CustomerId,
    order: Option<OrderId>,
    done: bool,
    limit: Option<i64>,
) -> Result<Vec<TransferId>> {
    let mut query = Query::new("SELECT t.id FROM transfer t WHERE t.kind = 'delivery'");
    query.and("t.customer_id IN (SELECT id FROM customer WHERE top_id = ?)", family);
    if let Some(order) = order {
        query.and("t.order_id = ?", order);
    }
    query.sql.push_str(match done {
        true => " AND t.state = 'done'",
        false => " AND t.state IN ('draft', 'waiting', 'ready')",
    });
    query.push(" ORDER BY t.id DESC LIMIT ?", limit.unwrap_or(-1));
    read.all(&query.sql, &query.params, |row| row.get(0))
}

/// The delivery with which a product went to a family of customers: the last of a lot, unless that went to somebody
/// else since; else the last of an order, else the last of the product.
pub fn delivery_of(
    read: &Read<'_>,
    family: CustomerId,
    product: ProductId,
    lot: Option<LotId>,
    order: Option<OrderId>,
) -> Result<Option<TransferId>> {
    read.value(
        "SELECT t.id FROM transfer t JOIN customer c ON c.id = t.customer_id JOIN transfer_line l ON l.transfer_id = t.id
         WHERE c.top_id = ?1 AND l.product_id = ?2 AND t.kind = 'delivery' AND t.state = 'done' AND l.done > 0
            AND t.return_of_id IS NULL AND (?3 IS NULL OR l.lot_id = ?3)
            AND (?3 IS NOT NULL OR ?4 IS NULL OR t.order_id = ?4)
            AND (?3 IS NULL OR NOT EXISTS (SELECT 1 FROM transfer u JOIN customer d ON d.id = u.customer_id
                JOIN transfer_line k ON k.transfer_id = u.id
                JOIN product x ON x.id = k.product_id
                WHERE k.lot_id = ?3 AND x.tracking = 'serial' AND u.kind = 'delivery' AND u.state = 'done' AND k.done > 0 AND d.top_id <> ?1
                    AND u.return_of_id IS NULL AND (u.date, u.id) > (t.date, t.id)))
         ORDER BY t.date DESC, t.id DESC LIMIT 1",
        params![family, product, lot, order],
    )
}

/// The transfer with which a lot moved last, and where it went: the transfer's number and the customer's
/// reference.
pub fn last_of_lot(read: &Read<'_>, lot: LotId) -> Result<Option<(String, Option<String>)>> {
    read.first(
        "SELECT t.number, c.ref FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id
         LEFT JOIN customer c ON c.id = t.customer_id
         WHERE l.lot_id = ?1 AND t.state = 'done' AND l.done > 0 ORDER BY t.date DESC, t.id DESC LIMIT 1",
        params![lot],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
