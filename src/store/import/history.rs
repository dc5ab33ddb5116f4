//! Links between transfers, and opening balances, as an import writes them.

use crate::domain::error::Result;
use crate::domain::ids::{LocationId, LotId, ProductId, TransferId, TransferLineId};
use crate::domain::quantity::Quantity;
use crate::domain::stock::MoveKind;
use crate::params;
use crate::store::driver::Tx;

/// Says which transfer comes back with another.
pub fn set_return_of(tx: &Tx<'_>, id: TransferId, of: TransferId) -> Result<()> {
    tx.run(
        "UPDATE transfer SET return_of_id = ?2,
            order_id = ifnull(order_id, (SELECT order_id FROM transfer WHERE id = ?2)),
            customer_id = ifnull(customer_id, (SELECT customer_id FROM transfer WHERE id = ?2))
         WHERE id = ?1",
        params![id, of],
    )?;
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
