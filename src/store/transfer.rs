//! Deliveries, receipts and transfers within the house: the papers; what lies where is the sum of done moves.

use chrono::NaiveDate;

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{
    CustomerId, LocationId, LotId, OrderId, OrderLineId, ProductId, TransferId, TransferLineId,
};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{TransferKind, TransferState};
use crate::params;

/// A transfer to be written.
pub struct NewTransfer<'a> {
    /// Natural key.
    pub number: &'a str,
    /// Delivery or receipt.
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
}

/// Writes a transfer without lines.
pub fn insert(tx: &Tx<'_>, t: &NewTransfer<'_>) -> Result<TransferId> {
    let id = tx.insert(
        "INSERT INTO transfer (number, kind, state, customer_id, order_id, date, from_id, to_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![t.number, t.kind, t.state, t.customer, t.order, t.date, t.from, t.to],
    )?;
    Ok(TransferId(id))
}

/// A line of a transfer to be written.
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
}

/// Writes a line of a transfer.
pub fn insert_line(tx: &Tx<'_>, l: &NewTransferLine) -> Result<TransferLineId> {
    let id = tx.insert(
        "INSERT INTO transfer_line (transfer_id, line, product_id, lot_id, quantity, order_line_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![l.transfer, l.line, l.product, l.lot, l.quantity, l.order_line],
    )?;
    Ok(TransferLineId(id))
}

/// The transfers of an order with their numbers and states, oldest first.
pub fn of_order(read: &Read<'_>, order: OrderId) -> Result<Vec<(TransferId, String, TransferState)>> {
    read.all(
        "SELECT id, number, state FROM transfer WHERE order_id = ?1 ORDER BY id",
        params![order],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Gives a transfer another state.
pub fn set_state(tx: &Tx<'_>, id: TransferId, state: TransferState) -> Result<()> {
    tx.run("UPDATE transfer SET version = version + 1, state = ?2 WHERE id = ?1", params![id, state])?;
    Ok(())
}

/// What of a product lies in a location and is not promised to another open delivery from there.
pub fn free(read: &Read<'_>, product: ProductId, place: LocationId) -> Result<Quantity> {
    let lies: Quantity = read.one(
        "SELECT ifnull(sum(CASE WHEN to_id = ?2 THEN quantity ELSE 0 END), 0)
            - ifnull(sum(CASE WHEN from_id = ?2 THEN quantity ELSE 0 END), 0)
         FROM stock_move WHERE product_id = ?1",
        params![product, place],
        |row| row.get(0),
    )?;
    let promised: Quantity = read.one(
        "SELECT ifnull(sum(l.quantity), 0) FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id
         WHERE l.product_id = ?1 AND t.from_id = ?2 AND t.state = 'ready'",
        params![product, place],
        |row| row.get(0),
    )?;
    Ok(lies - promised)
}
