//! Orders, transfers and opening balances as an import writes them.

use chrono::NaiveDate;

use crate::domain::error::Result;
use crate::domain::ids::{
    CustomerId, LocationId, LotId, OrderId, OrderLineId, ProductId, TransferId, TransferLineId,
};
use crate::domain::invoice::Line;
use crate::domain::money::Currency;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{OrderLineKind, OrderState};
use crate::domain::stock::{MoveKind, TransferKind, TransferState};
use crate::domain::tax::DocumentAmounts;
use crate::params;
use crate::store::driver::Tx;

/// An order to be written.
pub struct NewOrder<'a> {
    /// Natural key.
    pub number: &'a str,
    /// Whose it is.
    pub customer: CustomerId,
    /// Day.
    pub date: NaiveDate,
    /// State.
    pub state: OrderState,
    /// Currency.
    pub currency: Currency,
    /// Lines without amounts.
    pub lines: &'a [Line],
    /// What they come to.
    pub amounts: &'a DocumentAmounts,
}

/// Writes an order with its lines and their taxes.
pub fn insert_order(tx: &Tx<'_>, order: &NewOrder<'_>) -> Result<OrderId> {
    let of = order.amounts;
    let id = tx.insert(
        "INSERT INTO sale_order (number, customer_id, date, state, currency, untaxed, tax, total)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            order.number,
            order.customer,
            order.date,
            order.state,
            order.currency,
            of.untaxed,
            of.tax,
            of.total
        ],
    )?;
    for (line, amounts) in order.lines.iter().zip(&of.lines) {
        let line_id = tx.insert(
            "INSERT INTO sale_order_line (order_id, line, kind, product_id, description, quantity, unit_price,
                discount, untaxed, total, booked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                id,
                line.line,
                OrderLineKind::Product,
                line.product,
                &line.description,
                line.quantity,
                line.unit_price,
                line.discount,
                amounts.untaxed,
                amounts.total,
                amounts.booked
            ],
        )?;
        for (position, tax) in (0i64..).zip(&line.taxes) {
            let share = amounts.taxes.iter().find(|t| t.tax == tax.id);
            tx.run(
                "INSERT INTO sale_order_line_tax (line_id, position, tax_id, base, amount)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    line_id,
                    position,
                    tax.id,
                    share.map_or(0, |t| t.base.0),
                    share.map_or(0, |t| t.amount.0)
                ],
            )?;
        }
    }
    Ok(OrderId(id))
}

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
pub fn insert_transfer(tx: &Tx<'_>, t: &NewTransfer<'_>) -> Result<TransferId> {
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
pub fn insert_transfer_line(tx: &Tx<'_>, l: &NewTransferLine) -> Result<TransferLineId> {
    let id = tx.insert(
        "INSERT INTO transfer_line (transfer_id, line, product_id, lot_id, quantity, order_line_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![l.transfer, l.line, l.product, l.lot, l.quantity, l.order_line],
    )?;
    Ok(TransferLineId(id))
}

/// Says which transfer comes back with another.
pub fn set_return_of(tx: &Tx<'_>, id: TransferId, of: TransferId) -> Result<()> {
    tx.run("UPDATE transfer SET return_of_id = ?2 WHERE id = ?1", params![id, of])?;
    Ok(())
}

/// Says which line comes back with another: it belongs to the same line of the order, unless it names
/// one itself.
pub fn set_return_of_line(tx: &Tx<'_>, id: TransferLineId, of: TransferLineId) -> Result<()> {
    tx.run(
        "UPDATE transfer_line SET return_of_line_id = ?2,
            order_line_id = ifnull(order_line_id, (SELECT order_line_id FROM transfer_line WHERE id = ?2))
         WHERE id = ?1",
        params![id, of],
    )?;
    Ok(())
}

/// An opening balance to be written.
pub struct NewMove {
    /// Product.
    pub product: ProductId,
    /// Lot or serial number.
    pub lot: Option<LotId>,
    /// Units.
    pub quantity: Quantity,
    /// Where they lie.
    pub to: LocationId,
}

/// Writes an opening balance: a move from outside the books.
pub fn insert_move(tx: &Tx<'_>, m: &NewMove) -> Result<()> {
    tx.run(
        "INSERT INTO stock_move (kind, product_id, lot_id, quantity, to_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![MoveKind::Opening, m.product, m.lot, m.quantity, m.to],
    )?;
    Ok(())
}
