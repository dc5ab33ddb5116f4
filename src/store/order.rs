//! Sales orders as far as refunds need them.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, OrderId, OrderLineId, ProductId};
use crate::domain::money::{Amount, Currency};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::sale::{OrderLineView, OrderView};
use crate::params;

/// An order's row by its number.
pub fn find(read: &Read<'_>, number: &str) -> Result<Option<OrderId>> {
    read.value("SELECT id FROM sale_order WHERE number = ?1", params![number])
}

/// An order's number and the topmost company of its customer.
pub fn head(read: &Read<'_>, id: OrderId) -> Result<Option<(String, CustomerId)>> {
    read.first(
        "SELECT o.number, c.top_id FROM sale_order o JOIN customer c ON c.id = o.customer_id WHERE o.id = ?1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether an order holds a product.
pub fn holds(read: &Read<'_>, id: OrderId, product: ProductId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM sale_order_line WHERE order_id = ?1 AND product_id = ?2)",
        params![id, product],
        |row| row.get(0),
    )
}

/// Every order, newest first.
pub fn list(read: &Read<'_>, limit: Option<i64>) -> Result<Vec<OrderId>> {
    read.all("SELECT id FROM sale_order ORDER BY id DESC LIMIT ifnull(?1, -1)", params![limit], |row| {
        row.get(0)
    })
}

/// An order as it is answered.
pub fn view(read: &Read<'_>, id: OrderId) -> Result<Option<OrderView>> {
    let found = read.first(
        "SELECT o.id, o.version, o.number, o.state, c.ref, o.date, o.currency, o.untaxed, o.tax, o.total
         FROM sale_order o JOIN customer c ON c.id = o.customer_id WHERE o.id = ?1",
        params![id],
        |row| {
            let currency: Currency = row.get(6)?;
            let plain = |at| row.get::<Amount>(at).map(|a| a.plain(currency));
            Ok(OrderView {
                id: row.get(0)?,
                version: row.get(1)?,
                number: row.get(2)?,
                state: row.get(3)?,
                customer: row.get(4)?,
                date: row.get(5)?,
                currency,
                untaxed: plain(7)?,
                tax: plain(8)?,
                total: plain(9)?,
                lines: vec![],
            })
        },
    )?;
    let Some(mut order) = found else { return Ok(None) };
    let currency = order.currency;
    let mut ids: Vec<OrderLineId> = Vec::new();
    order.lines = read.all(
        "SELECT l.id, l.line, l.kind, p.sku, l.description, l.quantity, l.unit_price, l.discount, l.untaxed, l.total,
            (SELECT ifnull(sum(CASE t.kind WHEN 'delivery' THEN d.quantity WHEN 'receipt' THEN -d.quantity ELSE 0 END), 0)
             FROM transfer_line d JOIN transfer t ON t.id = d.transfer_id
             WHERE d.order_line_id = l.id AND t.state = 'done'),
            (SELECT ifnull(sum(CASE WHEN n.amount_only THEN 0 WHEN i.kind = 'invoice' THEN n.quantity ELSE -n.quantity END), 0)
             FROM invoice_line n JOIN invoice i ON i.id = n.invoice_id
             WHERE n.order_line_id = l.id AND i.state <> 'cancelled')
         FROM sale_order_line l LEFT JOIN product p ON p.id = l.product_id WHERE l.order_id = ?1 ORDER BY l.line",
        params![id],
        |row| {
            ids.push(row.get(0)?);
            Ok(OrderLineView {
                line: row.get(1)?,
                kind: row.get(2)?,
                product: row.get(3)?,
                description: row.get(4)?,
                quantity: row.get::<Quantity>(5)?.to_string(),
                unit_price: row.get::<UnitPrice>(6)?.to_string(),
                discount: row.get::<Rate>(7)?.to_string(),
                taxes: vec![],
                untaxed: row.get::<Amount>(8)?.plain(currency),
                total: row.get::<Amount>(9)?.plain(currency),
                delivered: row.get::<Quantity>(10)?.to_string(),
                invoiced: row.get::<Quantity>(11)?.to_string(),
                coupon: None,
            })
        },
    )?;
    for (line, id) in order.lines.iter_mut().zip(ids) {
        line.taxes = read.all(
            "SELECT t.name FROM sale_order_line_tax x JOIN tax t ON t.id = x.tax_id WHERE x.line_id = ?1 ORDER BY x.position",
            params![id],
            |row| row.get(0),
        )?;
    }
    Ok(Some(order))
}

/// Orders of a family, newest first.
pub fn of_family(read: &Read<'_>, family: CustomerId, limit: i64) -> Result<Vec<OrderId>> {
    read.all(
        "SELECT o.id FROM customer c JOIN sale_order o ON o.customer_id = c.id WHERE c.top_id = ?1
         ORDER BY o.id DESC LIMIT ?2",
        params![family, limit],
        |row| row.get(0),
    )
}

/// Counts the version of the order up: what is invoiced of it changed.
pub fn touch(tx: &Tx<'_>, id: OrderId) -> Result<()> {
    tx.run("UPDATE sale_order SET version = version + 1 WHERE id = ?1", params![id])?;
    Ok(())
}
