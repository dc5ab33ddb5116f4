//! What lies where: always the sum of done moves.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{LocationId, LotId, PartId, ProductId, TransferLineId};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{LocationUsage, MoveKind, StockRow};
use crate::domain::wording::key;
use crate::params;

/// A location's row and usage by its name.
pub fn find_location(read: &Read<'_>, name: &str) -> Result<Option<(LocationId, LocationUsage)>> {
    read.first("SELECT id, usage FROM location WHERE name = ?1", params![key(name)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// The location of a kind that goods go from or to by default: the first that was made.
pub fn default_location(read: &Read<'_>, usage: LocationUsage) -> Result<Option<LocationId>> {
    read.value("SELECT id FROM location WHERE usage = ?1 ORDER BY id LIMIT 1", params![usage])
}

/// What lies where of a product (of one lot of it, where given), by location and lot; no zeros.
pub fn rows(read: &Read<'_>, product: ProductId, lot: Option<LotId>) -> Result<Vec<StockRow>> {
    read.all(
        "SELECT p.name, l.name, sum(m.quantity), count(*) FROM
            (SELECT to_id AS place, lot_id, quantity FROM stock_move WHERE product_id = ?1 AND to_id IS NOT NULL
             UNION ALL
             SELECT from_id, lot_id, -quantity FROM stock_move WHERE product_id = ?1 AND from_id IS NOT NULL) m
         JOIN location p ON p.id = m.place LEFT JOIN lot l ON l.id = m.lot_id
         WHERE ?2 IS NULL OR m.lot_id = ?2
         GROUP BY p.name, l.name HAVING sum(m.quantity) <> 0 ORDER BY p.name, l.name",
        params![product, lot],
        |row| {
            Ok(StockRow {
                location: row.get(0)?,
                lot: row.get(1)?,
                quantity: row.get::<Quantity>(2)?.to_string(),
                version: row.get(3)?,
            })
        },
    )
}

/// What lies in one location, of a product and lot.
pub fn quantity(
    read: &Read<'_>,
    product: ProductId,
    lot: Option<LotId>,
    place: LocationId,
) -> Result<Quantity> {
    read.one(
        "SELECT ifnull(sum(CASE WHEN to_id = ?3 THEN quantity ELSE 0 END), 0)
            - ifnull(sum(CASE WHEN from_id = ?3 THEN quantity ELSE 0 END), 0)
         FROM stock_move WHERE product_id = ?1 AND lot_id IS ?2",
        params![product, lot, place],
        |row| row.get(0),
    )
}

/// Names of the company's own locations.
pub fn internal_locations(read: &Read<'_>) -> Result<Vec<String>> {
    let internal = LocationUsage::Internal;
    read.all("SELECT name FROM location WHERE usage = ?1 ORDER BY name", params![internal], |row| row.get(0))
}

/// Whether goods went to or from a location, or are to go: moves, transfers, repairs and their parts.
pub fn is_used(read: &Read<'_>, place: LocationId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM stock_move WHERE ?1 IN (from_id, to_id))
             OR EXISTS (SELECT 1 FROM transfer WHERE ?1 IN (from_id, to_id))
             OR EXISTS (SELECT 1 FROM repair WHERE ?1 IN (place_id, parts_id))",
        params![place],
        |row| row.get(0),
    )
}

/// How many moves went to and from one location, of a product and lot: the version of what lies there.
pub fn version(read: &Read<'_>, product: ProductId, lot: Option<LotId>, place: LocationId) -> Result<i64> {
    read.one(
        "SELECT count(*) FROM stock_move WHERE product_id = ?1 AND lot_id IS ?2 AND (to_id = ?3 OR from_id = ?3)",
        params![product, lot, place],
        |row| row.get(0),
    )
}

/// Whether a lot lies in any of the company's own locations but one.
pub fn lies_elsewhere(read: &Read<'_>, product: ProductId, lot: LotId, place: LocationId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (
            SELECT 1 FROM stock_move m JOIN location o ON o.id IN (m.to_id, m.from_id)
            WHERE m.product_id = ?1 AND m.lot_id = ?2 AND o.usage = 'internal' AND o.id <> ?3
            GROUP BY o.id HAVING sum(CASE WHEN m.to_id = o.id THEN m.quantity ELSE -m.quantity END) > 0)",
        params![product, lot, place],
        |row| row.get(0),
    )
}

/// A location's name and usage, and whether returns may go there.
pub fn location(read: &Read<'_>, id: LocationId) -> Result<Option<(String, LocationUsage, bool)>> {
    read.first("SELECT name, usage, return_location FROM location WHERE id = ?1", params![id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// Locations of the company's own that returns may go to, in the order in which they were made.
pub fn return_locations(read: &Read<'_>) -> Result<Vec<(LocationId, String)>> {
    read.all(
        "SELECT id, name FROM location WHERE usage = 'internal' AND return_location = 1 ORDER BY id",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A done move: `None` is outside the books.
pub struct Move<'a> {
    /// Why.
    pub kind: MoveKind,
    /// What.
    pub product: ProductId,
    /// Which lot.
    pub lot: Option<LotId>,
    /// How much, above zero.
    pub quantity: Quantity,
    /// From where.
    pub from: Option<LocationId>,
    /// To where.
    pub to: Option<LocationId>,
    /// In words.
    pub reason: Option<&'a str>,
    /// The line of a transfer that it carries out.
    pub line: Option<TransferLineId>,
    /// The part of a repair that it carries out.
    pub part: Option<PartId>,
}

/// Writes a done move.
pub fn insert_move(tx: &Tx<'_>, m: &Move<'_>) -> Result<()> {
    tx.run(
        "INSERT INTO stock_move (kind, product_id, lot_id, quantity, from_id, to_id, reason, transfer_line_id, repair_part_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![m.kind, m.product, m.lot, m.quantity, m.from, m.to, m.reason, m.line, m.part],
    )?;
    Ok(())
}
