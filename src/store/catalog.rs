//! Products, lots, journals: looked up by their natural keys.

use super::driver::{Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{JournalId, LotId, ProductId};
use crate::domain::invoice::{Journal, JournalKind};
use crate::domain::product::Product;
use crate::domain::tax::Tax;
use crate::domain::wording::key;
use crate::params;

fn product(row: &Row<'_>) -> Result<Product> {
    Ok(Product {
        id: row.get(0)?,
        version: row.get(1)?,
        sku: row.get(2)?,
        name: row.get(3)?,
        kind: row.get(4)?,
        tracking: row.get(5)?,
        unit: row.get(6)?,
        price: row.get(7)?,
        invoice_policy: row.get(8)?,
        warranty_months: row.get(9)?,
        replacement_warranty: row.get(10)?,
    })
}

const PRODUCT: &str =
    "SELECT id, version, sku, name, kind, tracking, unit, price, invoice_policy, warranty_months,
    replacement_warranty FROM product";

/// A product by its row.
pub fn load_product(read: &Read<'_>, id: ProductId) -> Result<Option<Product>> {
    read.first(&format!("{PRODUCT} WHERE id = ?1"), params![id], product)
}

/// The SKU of a product.
pub fn sku(read: &Read<'_>, id: ProductId) -> Result<Option<String>> {
    read.value("SELECT sku FROM product WHERE id = ?1", params![id])
}

/// A product by its SKU.
pub fn find_product(read: &Read<'_>, sku: &str) -> Result<Option<Product>> {
    read.first(&format!("{PRODUCT} WHERE sku = ?1"), params![key(sku)], product)
}

/// The taxes of a product, in their order: the revisions that are current.
pub fn taxes(read: &Read<'_>, id: ProductId) -> Result<Vec<Tax>> {
    read.all(
        "SELECT t.id, t.name, t.kind, t.amount, t.price_include, t.include_base_amount, t.is_base_affected, t.sequence
         FROM product_tax p JOIN tax t ON t.name = p.tax AND t.current = 1 WHERE p.product_id = ?1 ORDER BY p.position",
        params![id],
        |row| super::invoice::tax(row, 0),
    )
}

/// A lot of a product by its name.
pub fn find_lot(read: &Read<'_>, product: ProductId, name: &str) -> Result<Option<LotId>> {
    read.value("SELECT id FROM lot WHERE product_id = ?1 AND name = ?2", params![product, key(name)])
}

/// Writes a new lot; answers its row.
pub fn insert_lot(tx: &Tx<'_>, product: ProductId, name: &str) -> Result<LotId> {
    tx.insert("INSERT INTO lot (product_id, name) VALUES (?1, ?2)", params![product, name]).map(LotId)
}

/// Lots of any product by their name.
pub fn lots_named(read: &Read<'_>, name: &str) -> Result<Vec<LotId>> {
    read.all("SELECT id FROM lot WHERE name = ?1 ORDER BY id LIMIT 2", params![key(name)], |row| row.get(0))
}

/// A lot's product and name.
pub fn load_lot(read: &Read<'_>, id: LotId) -> Result<Option<(ProductId, String)>> {
    read.first("SELECT product_id, name FROM lot WHERE id = ?1", params![id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub(super) fn journal(row: &Row<'_>) -> Result<Journal> {
    Ok(Journal { id: row.get(0)?, code: row.get(1)?, name: row.get(2)?, kind: row.get(3)? })
}

/// Every journal, by code.
pub fn journals(read: &Read<'_>) -> Result<Vec<Journal>> {
    read.all("SELECT id, code, name, kind FROM journal ORDER BY code", &[], journal)
}

/// The journal of a kind that was made first.
pub fn first_journal(read: &Read<'_>, kind: JournalKind) -> Result<Option<JournalId>> {
    read.value("SELECT id FROM journal WHERE kind = ?1 ORDER BY id LIMIT 1", params![kind])
}

/// A journal by its row.
pub fn load_journal(read: &Read<'_>, id: JournalId) -> Result<Option<Journal>> {
    read.first("SELECT id, code, name, kind FROM journal WHERE id = ?1", params![id], journal)
}

/// A journal by its code.
pub fn find_journal(read: &Read<'_>, code: &str) -> Result<Option<Journal>> {
    read.first("SELECT id, code, name, kind FROM journal WHERE code = ?1", params![key(code)], journal)
}
