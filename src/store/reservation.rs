//! What is promised of the goods that lie somewhere: the lines of ready transfers from there. A transfer is
//! ready with all that it demands, or it waits and holds nothing.

use super::driver::Read;
use crate::domain::error::Result;
use crate::domain::ids::{LocationId, LotId, ProductId, TransferId};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Lot, TransferState};
use crate::params;

/// What of a product lies in a location and is not promised to a ready transfer, but for one.
pub fn free(
    read: &Read<'_>,
    product: ProductId,
    place: LocationId,
    but: Option<TransferId>,
) -> Result<Quantity> {
    read.one(
        "SELECT (SELECT ifnull(sum(CASE WHEN to_id = ?2 THEN quantity ELSE 0 END), 0)
                - ifnull(sum(CASE WHEN from_id = ?2 THEN quantity ELSE 0 END), 0)
            FROM stock_move WHERE product_id = ?1)
          - (SELECT ifnull(sum(l.quantity), 0) FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id
            WHERE t.state = 'ready' AND t.from_id = ?2 AND t.id IS NOT ?3 AND l.product_id = ?1)",
        params![product, place, but],
        |row| row.get(0),
    )
}

/// The lots of a product in a location with what of each is not promised, but for one transfer: the lot that
/// came first stands first; those of which nothing is free or missing are left out.
pub fn free_lots(
    read: &Read<'_>,
    product: ProductId,
    place: LocationId,
    but: Option<TransferId>,
) -> Result<Vec<(Lot, Quantity)>> {
    read.all(
        "SELECT x.id, x.name, x.lies - ifnull((SELECT sum(l.quantity) FROM transfer t
                JOIN transfer_line l ON l.transfer_id = t.id
                WHERE t.state = 'ready' AND t.from_id = ?2 AND t.id IS NOT ?3 AND l.lot_id = x.id), 0) AS free
         FROM (SELECT o.id, o.name, min(m.id) AS since,
                sum(CASE WHEN m.to_id = ?2 THEN m.quantity ELSE 0 END)
                - sum(CASE WHEN m.from_id = ?2 THEN m.quantity ELSE 0 END) AS lies
             FROM stock_move m JOIN lot o ON o.id = m.lot_id
             WHERE m.product_id = ?1 AND (m.to_id = ?2 OR m.from_id = ?2) GROUP BY o.id) x
         WHERE free <> 0 ORDER BY x.since",
        params![product, place, but],
        |row| Ok((Lot { id: row.get(0)?, name: row.get(1)? }, row.get(2)?)),
    )
}

/// Whether a lot of a product is promised from a location beyond what lies there, or lines without one are.
pub fn overpromised_lot(read: &Read<'_>, product: ProductId, place: LocationId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id
            JOIN product p ON p.id = l.product_id
            WHERE t.state = 'ready' AND t.from_id = ?2 AND l.product_id = ?1 AND p.tracking <> 'none'
            GROUP BY l.lot_id HAVING sum(l.quantity) >
                (SELECT ifnull(sum(CASE WHEN m.to_id = ?2 THEN m.quantity ELSE 0 END), 0)
                    - ifnull(sum(CASE WHEN m.from_id = ?2 THEN m.quantity ELSE 0 END), 0)
                 FROM stock_move m WHERE m.product_id = ?1 AND m.lot_id IS l.lot_id))",
        params![product, place],
        |row| row.get(0),
    )
}

/// The company's own locations that open transfers of a product leave from.
pub fn places(read: &Read<'_>, product: ProductId) -> Result<Vec<LocationId>> {
    read.all(
        "SELECT DISTINCT t.from_id FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id
         JOIN location o ON o.id = t.from_id
         WHERE t.state IN ('waiting', 'ready') AND l.product_id = ?1 AND o.usage = 'internal'",
        params![product],
        |row| row.get(0),
    )
}

/// The transfers of a product from a location in a state, oldest first.
pub fn of_product(
    read: &Read<'_>,
    product: ProductId,
    place: LocationId,
    state: TransferState,
) -> Result<Vec<TransferId>> {
    read.all(
        "SELECT DISTINCT t.id FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id
         WHERE t.state = ?3 AND t.from_id = ?2 AND l.product_id = ?1 ORDER BY t.id",
        params![product, place, state],
        |row| row.get(0),
    )
}

/// The location of the company's own where a lot lies, if it lies in one.
pub fn lies_in(read: &Read<'_>, lot: LotId) -> Result<Option<String>> {
    read.value(
        "SELECT o.name FROM stock_move m JOIN location o ON o.id IN (m.to_id, m.from_id)
         WHERE m.lot_id = ?1 AND o.usage = 'internal'
         GROUP BY o.id HAVING sum(CASE WHEN m.to_id = o.id THEN m.quantity ELSE -m.quantity END) > 0
         ORDER BY o.id LIMIT 1",
        params![lot],
    )
}

/// The products of transfers that are open and take from one of the company's own locations.
pub fn open_products(read: &Read<'_>) -> Result<Vec<ProductId>> {
    read.all(
        "SELECT DISTINCT l.product_id FROM transfer t JOIN location x ON x.id = t.from_id
         JOIN transfer_line l ON l.transfer_id = t.id
         WHERE t.state IN ('waiting', 'ready') AND x.usage = 'internal'",
        &[],
        |row| row.get(0),
    )
}
