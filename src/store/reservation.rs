//! What is promised of the goods that lie somewhere: the lines of ready transfers from there, and the parts of
//! repairs. A transfer is ready with all that it demands, or it waits and holds nothing; a part holds what is there.

use super::driver::Read;
use crate::domain::error::Result;
use crate::domain::ids::{LocationId, LotId, PartId, ProductId, TransferId};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{Lot, TransferState};
use crate::params;

/// Who holds goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A transfer.
    Transfer(TransferId),
    /// A part of a repair.
    Part(PartId),
}

impl Holder {
    /// The rows of its kind; zero for the other.
    fn rows(of: Option<Self>) -> (i64, i64) {
        match of {
            None => (0, 0),
            Some(Self::Transfer(id)) => (id.0, 0),
            Some(Self::Part(id)) => (0, id.0),
        }
    }
}

/// What of promises `h` counts: all but those of one holder.
const OTHERS: &str = "(h.transfer_id = 0 OR h.transfer_id <> ?3) AND (h.part_id = 0 OR h.part_id <> ?4)";

/// What of a product lies in a location and is not promised, but to one holder.
pub fn free(read: &Read<'_>, product: ProductId, place: LocationId, but: Option<Holder>) -> Result<Quantity> {
    let (transfer, part) = Holder::rows(but);
    read.one(
        &format!(
            "SELECT (SELECT ifnull(sum(CASE WHEN to_id = ?2 THEN quantity ELSE 0 END), 0)
                - ifnull(sum(CASE WHEN from_id = ?2 THEN quantity ELSE 0 END), 0)
            FROM stock_move WHERE product_id = ?1)
          - (SELECT ifnull(sum(h.quantity), 0) FROM promised h
            WHERE h.place_id = ?2 AND h.product_id = ?1 AND {OTHERS})"
        ),
        params![product, place, transfer, part],
        |row| row.get(0),
    )
}

/// The lots of a product in a location with what of each is not promised, but to one holder: the lot that came
/// first stands first; those of which nothing is free or missing are left out.
pub fn free_lots(
    read: &Read<'_>,
    product: ProductId,
    place: LocationId,
    but: Option<Holder>,
) -> Result<Vec<(Lot, Quantity)>> {
    let (transfer, part) = Holder::rows(but);
    read.all(
        &format!(
            "SELECT x.id, x.name, x.lies - ifnull((SELECT sum(h.quantity) FROM promised h
                WHERE h.place_id = ?2 AND h.product_id = ?1 AND h.lot_id = x.id AND {OTHERS}), 0) AS free
         FROM (SELECT o.id, o.name, min(m.id) AS since,
                sum(CASE WHEN m.to_id = ?2 THEN m.quantity ELSE 0 END)
                - sum(CASE WHEN m.from_id = ?2 THEN m.quantity ELSE 0 END) AS lies
             FROM stock_move m JOIN lot o ON o.id = m.lot_id
             WHERE m.product_id = ?1 AND (m.to_id = ?2 OR m.from_id = ?2) GROUP BY o.id) x
         WHERE free <> 0 ORDER BY x.since"
        ),
        params![product, place, transfer, part],
        |row| Ok((Lot { id: row.get(0)?, name: row.get(1)? }, row.get(2)?)),
    )
}

/// The first lot of a product that is promised from a location beyond what lies there of it; the inner none are pieces
/// without a lot.
pub fn overpromised_lot(
    read: &Read<'_>,
    product: ProductId,
    place: LocationId,
) -> Result<Option<Option<LotId>>> {
    read.first(
        "SELECT h.lot_id FROM promised h JOIN product p ON p.id = h.product_id
            WHERE h.place_id = ?2 AND h.product_id = ?1 AND p.tracking <> 'none'
            GROUP BY h.lot_id HAVING sum(h.quantity) >
                (SELECT ifnull(sum(CASE WHEN m.to_id = ?2 THEN m.quantity ELSE 0 END), 0)
                    - ifnull(sum(CASE WHEN m.from_id = ?2 THEN m.quantity ELSE 0 END), 0)
                 FROM stock_move m WHERE m.product_id = ?1 AND m.lot_id IS h.lot_id)",
        params![product, place],
        |row| row.get(0),
    )
}

/// The company's own locations that open transfers and repairs take a product from.
pub fn places(read: &Read<'_>, product: ProductId) -> Result<Vec<LocationId>> {
    read.all(
        "SELECT DISTINCT t.from_id FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id
         JOIN location o ON o.id = t.from_id
         WHERE t.state IN ('waiting', 'ready') AND l.product_id = ?1 AND o.usage = 'internal'
         UNION
         SELECT r.parts_id FROM repair r JOIN repair_part p ON p.repair_id = r.id
         WHERE r.state IN ('confirmed', 'under_repair') AND p.product_id = ?1 AND p.kind = 'add'",
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

/// Whether a lot lies in one of the company's own locations, or was written off: then it is in no product.
pub fn is_put_away(read: &Read<'_>, lot: LotId) -> Result<bool> {
    let found: Option<i64> = read.value(
        "SELECT o.id FROM stock_move m JOIN location o ON o.id IN (m.to_id, m.from_id)
         WHERE m.lot_id = ?1 AND o.usage IN ('internal', 'scrap')
         GROUP BY o.id HAVING sum(CASE WHEN m.to_id = o.id THEN m.quantity ELSE -m.quantity END) > 0 LIMIT 1",
        params![lot],
    )?;
    Ok(found.is_some())
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
