//! Look-ups by natural key, in the shape that only an import needs; the others stand with their
//! entities.

use crate::domain::error::Result;
use crate::domain::ids::{
    CustomerId, JournalId, LotId, OrderId, OrderLineId, ProductId, TaxId, TicketId, TransferId,
    TransferLineId, UserId,
};
use crate::domain::invoice::{Journal, JournalKind};
use crate::domain::product::{ProductKind, Tracking};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Tax;
use crate::params;
use crate::store::catalog::journal;
use crate::store::driver::Read;
use crate::store::invoice::tax;

/// The agent that an operating-system account is bound to.
pub fn user_of_account(read: &Read<'_>, account: &str) -> Result<Option<UserId>> {
    read.value("SELECT id FROM user WHERE os_login = ?1", params![account])
}

const TAX: &str =
    "SELECT id, name, kind, amount, price_include, include_base_amount, is_base_affected, sequence FROM tax";

/// The current revision of a tax by its name.
pub fn current_tax(read: &Read<'_>, name: &str) -> Result<Option<Tax>> {
    read.first(&format!("{TAX} WHERE name = ?1 AND current = 1"), params![name], |row| tax(row, 0))
}

/// A tax by its row.
pub fn tax_by_id(read: &Read<'_>, id: TaxId) -> Result<Option<Tax>> {
    read.first(&format!("{TAX} WHERE id = ?1"), params![id], |row| tax(row, 0))
}

/// The journals of a kind, at most two: enough to tell whether there is exactly one.
pub fn some_journals(read: &Read<'_>, kind: JournalKind) -> Result<Vec<Journal>> {
    read.all(
        "SELECT id, code, name, kind FROM journal WHERE kind = ?1 ORDER BY id LIMIT 2",
        params![kind],
        journal,
    )
}

/// Whether there is any journal, and any location.
pub fn journals_and_locations(read: &Read<'_>) -> Result<(bool, bool)> {
    read.one("SELECT EXISTS (SELECT 1 FROM journal), EXISTS (SELECT 1 FROM location)", params![], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// A journal whose credit notes would be numbered like this one's documents, or the other way round.
pub fn journal_like(read: &Read<'_>, code: &str) -> Result<Option<JournalId>> {
    read.value("SELECT id FROM journal WHERE code = 'R' || ?1 OR 'R' || code = ?1", params![code])
}

/// What an import needs to know of a product.
#[derive(Clone, Debug)]
pub struct ProductFacts {
    /// Row.
    pub id: ProductId,
    /// Name.
    pub name: String,
    /// Goods or service.
    pub kind: ProductKind,
    /// How pieces are told apart.
    pub tracking: Tracking,
    /// Names of its taxes.
    pub taxes: Vec<String>,
}

/// A product by its SKU.
pub fn product(read: &Read<'_>, sku: &str) -> Result<Option<ProductFacts>> {
    let found =
        read.first("SELECT id, name, kind, tracking FROM product WHERE sku = ?1", params![sku], |row| {
            Ok(ProductFacts {
                id: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                tracking: row.get(3)?,
                taxes: vec![],
            })
        })?;
    let Some(mut facts) = found else { return Ok(None) };
    facts.taxes = read.all(
        "SELECT tax FROM product_tax WHERE product_id = ?1 ORDER BY position",
        params![facts.id],
        |row| row.get(0),
    )?;
    Ok(Some(facts))
}

/// Whether a lot lies somewhere already.
pub fn lot_in_stock(read: &Read<'_>, product: ProductId, lot: LotId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM stock_move WHERE product_id = ?1 AND lot_id = ?2)",
        params![product, lot],
        |row| row.get(0),
    )
}

/// An order by its number: the row, its customer and the top of the customer's family.
pub fn order(read: &Read<'_>, number: &str) -> Result<Option<(OrderId, CustomerId, CustomerId)>> {
    read.first(
        "SELECT o.id, c.id, c.top_id FROM sale_order o JOIN customer c ON c.id = o.customer_id
         WHERE o.number = ?1",
        params![number],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// A line of an order by its number, and its product.
pub fn order_line(
    read: &Read<'_>,
    order: OrderId,
    line: i64,
) -> Result<Option<(OrderLineId, Option<ProductId>)>> {
    read.first(
        "SELECT id, product_id FROM sale_order_line WHERE order_id = ?1 AND line = ?2",
        params![order, line],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A transfer by its number: the row and the transfer that comes back with it.
pub fn transfer(read: &Read<'_>, number: &str) -> Result<Option<TransferId>> {
    read.value("SELECT id FROM transfer WHERE number = ?1", params![number])
}

/// Whether a transfer is done.
pub fn is_done(read: &Read<'_>, id: TransferId) -> Result<bool> {
    read.one("SELECT state = 'done' FROM transfer WHERE id = ?1", params![id], |row| row.get(0))
}

/// The product of a transfer's line.
pub fn product_of_line(read: &Read<'_>, id: TransferLineId) -> Result<ProductId> {
    read.one("SELECT product_id FROM transfer_line WHERE id = ?1", params![id], |row| row.get(0))
}

/// The lot of a transfer's line.
pub fn lot_of_line(read: &Read<'_>, id: TransferLineId) -> Result<Option<String>> {
    read.value(
        "SELECT o.name FROM transfer_line l JOIN lot o ON o.id = l.lot_id WHERE l.id = ?1",
        params![id],
    )
}

/// SKU and units of a transfer's line.
pub fn goods_of_line(read: &Read<'_>, id: TransferLineId) -> Result<(String, Quantity)> {
    read.one(
        "SELECT p.sku, l.quantity FROM transfer_line l JOIN product p ON p.id = l.product_id WHERE l.id = ?1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The line of a transfer whose goods a line of another brings back: of the same product and lot, the first of
/// which enough is left, else the first.
pub fn line_of_goods(read: &Read<'_>, of: TransferId, id: TransferLineId) -> Result<Option<TransferLineId>> {
    read.value(
        "SELECT s.id FROM transfer_line s JOIN transfer_line l ON l.product_id = s.product_id AND l.lot_id IS s.lot_id
         WHERE s.transfer_id = ?1 AND l.id = ?2
         ORDER BY l.order_line_id IS NOT NULL AND l.order_line_id IS NOT s.order_line_id, s.quantity - ifnull((SELECT sum(r.quantity) FROM transfer_line r JOIN transfer t ON t.id = r.transfer_id
            WHERE r.return_of_line_id = s.id AND t.state <> 'cancelled'), 0) < l.quantity, s.line LIMIT 1",
        params![of, id],
    )
}

/// What a return and its delivery must agree in.
pub struct Whose {
    /// The topmost company of its customer.
    pub family: Option<i64>,
    /// Its order.
    pub order: Option<i64>,
    /// What it does.
    pub kind: String,
    /// Whether it is done.
    pub done: bool,
}

/// What a return and its delivery must agree in.
pub fn whose(read: &Read<'_>, id: TransferId) -> Result<Whose> {
    read.one(
        "SELECT c.top_id, t.order_id, t.kind, t.state = 'done' FROM transfer t
         LEFT JOIN customer c ON c.id = t.customer_id WHERE t.id = ?1",
        params![id],
        |row| Ok(Whose { family: row.get(0)?, order: row.get(1)?, kind: row.get(2)?, done: row.get(3)? }),
    )
}

/// The transfer that comes back with another.
pub fn return_of(read: &Read<'_>, id: TransferId) -> Result<Option<TransferId>> {
    let of: Option<Option<TransferId>> =
        read.value("SELECT return_of_id FROM transfer WHERE id = ?1", params![id])?;
    Ok(of.flatten())
}

/// A line of a transfer by its number: the row and its product.
pub fn transfer_line(
    read: &Read<'_>,
    transfer: TransferId,
    line: i64,
) -> Result<Option<(TransferLineId, ProductId)>> {
    read.first(
        "SELECT id, product_id FROM transfer_line WHERE transfer_id = ?1 AND line = ?2",
        params![transfer, line],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A ticket by its number.
pub fn ticket(read: &Read<'_>, number: i64) -> Result<Option<TicketId>> {
    read.value("SELECT id FROM ticket WHERE id = ?1", params![number])
}

/// The number of a transfer.
pub fn transfer_number(read: &Read<'_>, id: TransferId) -> Result<String> {
    read.one("SELECT number FROM transfer WHERE id = ?1", params![id], |row| row.get(0))
}
