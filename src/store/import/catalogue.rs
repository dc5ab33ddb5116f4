//! Company, taxes, journals, products, lots and locations, as an import writes them.

use super::Columns;
use super::rows::{CompanyRow, JournalRow, LocationRow, ProductRow, TaxRow};
use crate::domain::error::Result;
use crate::domain::ids::{JournalId, LocationId, ProductId, TaxId};
use crate::domain::invoice::JournalKind;
use crate::domain::product::{InvoicePolicy, ProductKind, ReplacementWarranty, Tracking};
use crate::domain::quantity::UnitPrice;
use crate::domain::stock::LocationUsage;
use crate::domain::tax::Tax;
use crate::params;
use crate::store::driver::{Param, Read, Tx};

/// Changes the company's row.
pub fn save_company(tx: &Tx<'_>, row: &CompanyRow) -> Result<()> {
    let mut columns = Columns::default();
    columns
        .put("name", row.name.as_ref())
        .put("currency", row.currency)
        .put("country", row.country.as_ref())
        .put("time_zone", row.time_zone.as_ref())
        .put("tax_rounding", row.tax_rounding)
        .put_or_clear("website_url", &row.website_url)
        .put_or_clear("portal_url", &row.portal_url)
        .put("lock_date", row.lock_date);
    columns.save(tx, "company", Some(1), &[]).map(drop)
}

/// Writes a tax; a changed one as a new revision that takes the place of `old`.
pub fn save_tax(tx: &Tx<'_>, old: Option<TaxId>, tax: &Tax) -> Result<TaxId> {
    if let Some(old) = old {
        tx.run("UPDATE tax SET current = 0 WHERE id = ?1", params![old])?;
    }
    let id = tx.insert(
        "INSERT INTO tax (name, kind, amount, price_include, include_base_amount, is_base_affected, sequence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            &tax.name,
            tax.kind,
            tax.amount,
            tax.price_include,
            tax.include_base_amount,
            tax.is_base_affected,
            tax.sequence
        ],
    )?;
    Ok(TaxId(id))
}

impl TaxRow {
    /// The tax that the row makes of the one that is stored, or of the defaults.
    pub fn over(&self, old: Option<&Tax>) -> Tax {
        let fresh = Tax {
            id: TaxId(0),
            name: self.name.clone(),
            kind: crate::domain::tax::TaxKind::Percent,
            amount: crate::domain::quantity::Rate::ZERO,
            price_include: false,
            include_base_amount: false,
            is_base_affected: true,
            sequence: 1,
        };
        let old = old.unwrap_or(&fresh);
        Tax {
            id: old.id,
            name: self.name.clone(),
            kind: self.kind.unwrap_or(old.kind),
            amount: self.amount.unwrap_or(old.amount),
            price_include: self.price_include.unwrap_or(old.price_include),
            include_base_amount: self.include_base_amount.unwrap_or(old.include_base_amount),
            is_base_affected: self.is_base_affected.unwrap_or(old.is_base_affected),
            sequence: self.sequence.unwrap_or(old.sequence),
        }
    }
}

/// Whether a journal holds documents.
pub fn journal_in_use(read: &Read<'_>, id: JournalId) -> Result<bool> {
    read.one("SELECT EXISTS (SELECT 1 FROM invoice WHERE journal_id = ?1)", params![id], |row| row.get(0))
}

/// Writes a journal.
pub fn save_journal(tx: &Tx<'_>, id: Option<JournalId>, row: &JournalRow) -> Result<()> {
    let mut columns = Columns::default();
    columns.put("code", Some(&row.code)).put("name", row.name.as_ref()).put("kind", row.kind);
    let defaults = [("name", Param::from(&row.code)), ("kind", JournalKind::Sale.into())];
    columns.save(tx, "journal", id.map(|i| i.0), &defaults).map(drop)
}

/// Whether lots, moves or transfers of a product depend on what it is and how it is tracked.
pub fn product_in_use(read: &Read<'_>, id: ProductId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM lot WHERE product_id = ?1)
            OR EXISTS (SELECT 1 FROM stock_move WHERE product_id = ?1)",
        params![id],
        |row| row.get(0),
    )
}

/// Writes a product with the names of its taxes.
pub fn save_product(tx: &Tx<'_>, id: Option<ProductId>, row: &ProductRow) -> Result<ProductId> {
    let mut columns = Columns::default();
    columns
        .put("sku", Some(&row.sku))
        .put("name", row.name.as_ref())
        .put("kind", row.kind)
        .put("tracking", row.tracking)
        .put_or_clear("unit", &row.unit)
        .put("price", row.price)
        .put("invoice_policy", row.invoice_policy)
        .put("warranty_months", row.warranty_months)
        .put("replacement_warranty", row.replacement_warranty);
    let defaults = [
        ("kind", ProductKind::Goods.into()),
        ("tracking", Tracking::None.into()),
        ("price", UnitPrice::ZERO.into()),
        ("invoice_policy", InvoicePolicy::Order.into()),
        ("replacement_warranty", ReplacementWarranty::Inherit.into()),
    ];
    let id = columns.save(tx, "product", id.map(|i| i.0), &defaults)?;
    let Some(taxes) = &row.taxes else { return Ok(ProductId(id)) };
    tx.run("DELETE FROM product_tax WHERE product_id = ?1", params![id])?;
    for (position, tax) in (0i64..).zip(taxes) {
        tx.run(
            "INSERT INTO product_tax (product_id, position, tax) VALUES (?1, ?2, ?3)",
            params![id, position, tax],
        )?;
    }
    Ok(ProductId(id))
}

/// Writes a location.
pub fn save_location(tx: &Tx<'_>, id: Option<LocationId>, row: &LocationRow) -> Result<()> {
    let mut columns = Columns::default();
    columns.put("name", Some(&row.name)).put("usage", row.usage).put("return_location", row.return_location);
    let defaults = [("usage", LocationUsage::Internal.into()), ("return_location", Param::Int(0))];
    columns.save(tx, "location", id.map(|i| i.0), &defaults).map(drop)
}

/// Writes a location that a database brings by itself.
pub fn insert_location(tx: &Tx<'_>, name: &str, usage: LocationUsage, returns: bool) -> Result<()> {
    let row = LocationRow { name: name.to_owned(), usage: Some(usage), return_location: Some(returns) };
    save_location(tx, None, &row)
}
