//! Sales orders: their lines, the taxes of those, and what was delivered and invoiced of them.

use super::driver::{Read, Row, Tx, damaged};
use super::invoice::tax;
use crate::domain::error::Result;
use crate::domain::ids::{
    CouponId, CustomerId, InvoiceId, LotId, OrderId, OrderLineId, ProductId, RepairId, RewardId,
};
use crate::domain::money::{Amount, Currency};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::sale::{self, Billed, Order, OrderLine, OrderLineView, OrderState, OrderView};
use crate::domain::tax::{LineAmounts, LineTax, Tax};
use crate::domain::wording::key;
use crate::params;

/// An order's row by its number or `id:N`.
pub fn find(read: &Read<'_>, label: &str) -> Result<Option<OrderId>> {
    if let Some(id) = label.strip_prefix("id:").and_then(|id| id.parse::<i64>().ok()) {
        return read.value("SELECT id FROM sale_order WHERE id = ?1", params![id]);
    }
    read.value("SELECT id FROM sale_order WHERE number = ?1", params![key(label)])
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

/// Whether a lot went out with an order: on one of its transfers or invoices.
pub fn holds_lot(read: &Read<'_>, id: OrderId, lot: LotId) -> Result<bool> {
    let invoiced = super::invoice::HOLDS_LOT.replace('?', "?2");
    read.one(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM transfer_line d JOIN transfer t ON t.id = d.transfer_id
                WHERE d.lot_id = ?2 AND t.order_id = ?1)
             OR EXISTS (SELECT 1 FROM invoice i WHERE i.order_id = ?1 AND {invoiced})"
        ),
        params![id, lot],
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
        &format!("SELECT l.id, l.line, l.kind, p.sku, l.description, l.quantity, l.unit_price, l.discount, l.untaxed, l.total,
            {DONE}, c.code
         FROM sale_order_line l LEFT JOIN product p ON p.id = l.product_id LEFT JOIN coupon c ON c.id = l.coupon_id
         WHERE l.order_id = ?1 ORDER BY l.line"),
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
                coupon: row.get(12)?,
            })
        },
    )?;
    for (line, _, tax) in taxes(read, id)? {
        let at = ids.iter().position(|id| *id == line);
        order.lines[at.ok_or_else(|| damaged("line"))?].taxes.push(tax.name);
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

/// The invoices and credit notes of an order, oldest first.
pub fn documents(read: &Read<'_>, id: OrderId) -> Result<Vec<InvoiceId>> {
    read.all("SELECT id FROM invoice WHERE order_id = ?1 ORDER BY id", params![id], |row| row.get(0))
}

/// Counts the version of the order up: what is invoiced of it changed.
pub fn touch(tx: &Tx<'_>, id: OrderId) -> Result<()> {
    tx.run("UPDATE sale_order SET version = version + 1 WHERE id = ?1", params![id])?;
    Ok(())
}

/// An order, whole.
pub fn load(read: &Read<'_>, id: OrderId) -> Result<Option<Order>> {
    let found = read.first(
        "SELECT o.id, o.version, o.number, o.customer_id, c.top_id, o.date, o.state, o.currency, o.untaxed, o.tax, o.total,
            o.created_by
         FROM sale_order o JOIN customer c ON c.id = o.customer_id WHERE o.id = ?1",
        params![id],
        |row| {
            Ok(Order {
                id: row.get(0)?,
                version: row.get(1)?,
                number: row.get(2)?,
                customer: row.get(3)?,
                family: row.get(4)?,
                date: row.get(5)?,
                state: row.get(6)?,
                currency: row.get(7)?,
                untaxed: row.get(8)?,
                tax: row.get(9)?,
                total: row.get(10)?,
                created_by: row.get(11)?,
                lines: vec![],
            })
        },
    )?;
    let Some(mut order) = found else { return Ok(None) };
    order.lines = read.all(
        "SELECT id, line, kind, product_id, description, quantity, unit_price, discount, untaxed, total, booked,
            coupon_id, reward_id
         FROM sale_order_line WHERE order_id = ?1 ORDER BY line",
        params![id],
        line,
    )?;
    for (of, share, tax) in taxes(read, id)? {
        let line = order.lines.iter_mut().find(|l| l.id == of).ok_or_else(|| damaged("line"))?;
        line.amounts.taxes.push(share);
        line.taxes.push(tax);
    }
    Ok(Some(order))
}

/// The taxes of an order's lines, and what each comes to on its line.
fn taxes(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, LineTax, Tax)>> {
    read.all(
        "SELECT x.base, x.amount, x.line_id, t.id, t.name, t.kind, t.amount, t.price_include, t.include_base_amount,
            t.is_base_affected, t.sequence
         FROM sale_order_line l JOIN sale_order_line_tax x ON x.line_id = l.id JOIN tax t ON t.id = x.tax_id
         WHERE l.order_id = ?1 ORDER BY l.line, x.position",
        params![id],
        |row| {
            let tax = tax(row, 3)?;
            Ok((row.get(2)?, LineTax { tax: tax.id, base: row.get(0)?, amount: row.get(1)? }, tax))
        },
    )
}

fn line(row: &Row<'_>) -> Result<OrderLine> {
    let (coupon, reward): (Option<CouponId>, Option<RewardId>) = (row.get(11)?, row.get(12)?);
    Ok(OrderLine {
        id: row.get(0)?,
        line: row.get(1)?,
        kind: row.get(2)?,
        product: row.get(3)?,
        description: row.get(4)?,
        quantity: row.get(5)?,
        unit_price: row.get(6)?,
        discount: row.get(7)?,
        taxes: vec![],
        amounts: LineAmounts {
            untaxed: row.get(8)?,
            total: row.get(9)?,
            booked: row.get(10)?,
            taxes: vec![],
        },
        reward: coupon.zip(reward),
    })
}

/// Writes a new order with its lines; answers its row.
pub fn insert(tx: &Tx<'_>, o: &Order) -> Result<OrderId> {
    let id = OrderId(tx.insert(
        "INSERT INTO sale_order (number, customer_id, date, state, currency, untaxed, tax, total, created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![&o.number, o.customer, o.date, o.state, o.currency, o.untaxed, o.tax, o.total, o.created_by],
    )?);
    for line in &o.lines {
        insert_line(tx, id, line)?;
    }
    Ok(id)
}

/// Writes a changed order: its sums, and its lines anew by their rows.
pub fn save(tx: &Tx<'_>, o: &Order) -> Result<()> {
    tx.run(
        "UPDATE sale_order SET version = version + 1, date = ?2, untaxed = ?3, tax = ?4, total = ?5 WHERE id = ?1",
        params![o.id, o.date, o.untaxed, o.tax, o.total],
    )?;
    let before: Vec<OrderLineId> =
        tx.all("SELECT id FROM sale_order_line WHERE order_id = ?1", params![o.id], |row| row.get(0))?;
    for gone in before.iter().filter(|id| !o.lines.iter().any(|l| l.id == **id)) {
        // Papers that were given up may name it still: orders with others don't change.
        tx.run("UPDATE invoice_line SET order_line_id = NULL WHERE order_line_id = ?1", params![*gone])?;
        tx.run("UPDATE transfer_line SET order_line_id = NULL WHERE order_line_id = ?1", params![*gone])?;
        tx.run("UPDATE repair_part SET order_line_id = NULL WHERE order_line_id = ?1", params![*gone])?;
        tx.run("DELETE FROM sale_order_line_tax WHERE line_id = ?1", params![*gone])?;
        tx.run("DELETE FROM sale_order_line WHERE id = ?1", params![*gone])?;
    }
    for line in &o.lines {
        if line.id == OrderLineId(0) {
            insert_line(tx, o.id, line)?;
            continue;
        }
        tx.run(
            "UPDATE sale_order_line SET description = ?2, quantity = ?3, unit_price = ?4, discount = ?5, untaxed = ?6,
                total = ?7, booked = ?8 WHERE id = ?1",
            params![
                line.id,
                &line.description,
                line.quantity,
                line.unit_price,
                line.discount,
                line.amounts.untaxed,
                line.amounts.total,
                line.amounts.booked
            ],
        )?;
        tx.run("DELETE FROM sale_order_line_tax WHERE line_id = ?1", params![line.id])?;
        insert_taxes(tx, line.id, line)?;
    }
    Ok(())
}

fn insert_line(tx: &Tx<'_>, order: OrderId, line: &OrderLine) -> Result<()> {
    let id = tx.insert(
        "INSERT INTO sale_order_line (order_id, line, kind, product_id, description, quantity, unit_price, discount,
            untaxed, total, booked, coupon_id, reward_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            order,
            line.line,
            line.kind,
            line.product,
            &line.description,
            line.quantity,
            line.unit_price,
            line.discount,
            line.amounts.untaxed,
            line.amounts.total,
            line.amounts.booked,
            line.reward.map(|(coupon, _)| coupon),
            line.reward.map(|(_, reward)| reward),
        ],
    )?;
    insert_taxes(tx, OrderLineId(id), line)
}

fn insert_taxes(tx: &Tx<'_>, id: OrderLineId, line: &OrderLine) -> Result<()> {
    for (position, tax) in (0i64..).zip(&line.taxes) {
        let share = line.amounts.taxes.iter().find(|t| t.tax == tax.id);
        tx.run(
            "INSERT INTO sale_order_line_tax (line_id, position, tax_id, base, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, position, tax.id, share.map_or(0, |t| t.base.0), share.map_or(0, |t| t.amount.0)],
        )?;
    }
    Ok(())
}

/// Gives an order another state.
pub fn set_state(tx: &Tx<'_>, id: OrderId, state: OrderState) -> Result<()> {
    tx.run("UPDATE sale_order SET version = version + 1, state = ?2 WHERE id = ?1", params![id, state])?;
    Ok(())
}

/// What was delivered and what was invoiced of an order's lines: of invoices drafts too, of credit notes only
/// what is posted, since a draft may be given up.
pub fn done(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity, Quantity)>> {
    let firm = DONE.replace(
        "i.state <> 'cancelled'",
        "(i.state = 'posted' OR i.state = 'draft' AND i.kind = 'invoice')",
    );
    read.all(
        &format!("SELECT l.id, {firm} FROM sale_order_line l WHERE l.order_id = ?1"),
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// What was delivered and what was invoiced of an order's lines, drafts of credit notes counted too.
pub fn standing(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity, Quantity)>> {
    read.all(
        &format!("SELECT l.id, {DONE} FROM sale_order_line l WHERE l.order_id = ?1"),
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The lines of an order that are a repair's, and the units of each that the repair puts in.
pub fn of_repairs(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity)>> {
    Ok(repair_lines(read, id)?.into_iter().map(|line| (line.id, line.wanted)).collect())
}

/// A line of an order that is a repair's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepairLine {
    /// The line.
    pub id: OrderLineId,
    /// What the parts that stand on it ask for now.
    pub wanted: Quantity,
    /// What they asked for when the repair set it last.
    pub set: Option<Quantity>,
    /// Whether it was for nothing then.
    pub free: Option<bool>,
}

/// The lines of an order that are a repair's.
pub fn repair_lines(read: &Read<'_>, id: OrderId) -> Result<Vec<RepairLine>> {
    read.all(
        "SELECT l.id, (SELECT ifnull(sum(CASE WHEN p.kind <> 'add' OR p.state = 'cancelled' THEN 0
            WHEN p.state = 'done' THEN p.done ELSE p.demand END), 0) FROM repair_part p WHERE p.order_line_id = l.id),
            l.repair_units, l.repair_free
         FROM sale_order_line l WHERE l.order_id = ?1 AND l.repair_id IS NOT NULL",
        params![id],
        |row| Ok(RepairLine { id: row.get(0)?, wanted: row.get(1)?, set: row.get(2)?, free: row.get(3)? }),
    )
}

/// Notes that a repair set a line: what its parts ask for there, and whether for nothing.
pub fn set_by_repair(
    tx: &Tx<'_>,
    line: OrderLineId,
    repair: RepairId,
    units: Quantity,
    free: bool,
) -> Result<()> {
    tx.run(
        "UPDATE sale_order_line SET repair_id = ?2, repair_units = ?3, repair_free = ?4 WHERE id = ?1",
        params![line, repair, units, free],
    )?;
    Ok(())
}

/// Units of an order's lines that went out or are to go, replacements aside.
pub fn sent(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity)>> {
    read.all(
        "SELECT d.order_line_id, sum(CASE t.state WHEN 'done' THEN d.done ELSE d.quantity END)
         FROM transfer t JOIN transfer_line d ON d.transfer_id = t.id
         WHERE t.order_id = ?1 AND t.kind = 'delivery' AND t.state <> 'cancelled' AND t.exchange_for_id IS NULL
            AND t.return_of_id IS NULL AND d.order_line_id IS NOT NULL GROUP BY d.order_line_id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Units of an order's lines that replace goods which are not back yet.
pub fn ahead(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity)>> {
    read.all(
        "SELECT d.order_line_id, sum(d.done) FROM transfer t JOIN transfer r ON r.id = t.exchange_for_id
         JOIN transfer_line d ON d.transfer_id = t.id
         WHERE t.order_id = ?1 AND t.state = 'done' AND r.state NOT IN ('done', 'cancelled')
            AND d.order_line_id IS NOT NULL GROUP BY d.order_line_id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Units of an order's lines that were billed beyond what was ordered: what was credited and billed again.
pub fn billed_again(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity)>> {
    read.all(
        "SELECT l.id, max(0, sum(n.quantity) - l.quantity) FROM sale_order_line l
         JOIN invoice_line n ON n.order_line_id = l.id JOIN invoice i ON i.id = n.invoice_id
         WHERE l.order_id = ?1 AND i.kind = 'invoice' AND i.state = 'posted' AND i.reverses_id IS NULL
         GROUP BY l.id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What was credited of an order's lines by units, drafts too.
pub fn credited(read: &Read<'_>, id: OrderId) -> Result<Vec<(OrderLineId, Quantity)>> {
    read.all(
        "SELECT c.order_line_id, sum(c.quantity) FROM invoice n JOIN invoice_line c ON c.invoice_id = n.id
         WHERE n.order_id = ?1 AND c.order_line_id IS NOT NULL AND c.amount_only = 0 AND n.kind = 'credit_note'
            AND n.state <> 'cancelled'
            AND NOT EXISTS (SELECT 1 FROM invoice u WHERE u.reverses_id = n.id AND u.state = 'posted')
         GROUP BY c.order_line_id",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Units delivered and units invoiced of line `l`.
const DONE: &str =
    "(SELECT ifnull(sum(CASE t.kind WHEN 'delivery' THEN d.done WHEN 'receipt' THEN -d.done ELSE 0 END), 0)
      FROM transfer_line d JOIN transfer t ON t.id = d.transfer_id
      WHERE d.order_line_id = l.id AND t.state = 'done')
     + (SELECT ifnull(sum(p.done), 0) FROM repair_part p WHERE p.order_line_id = l.id AND p.state = 'done'
        AND p.kind = 'add'),
     (SELECT ifnull(sum(CASE WHEN n.amount_only THEN 0 WHEN i.kind = 'invoice' THEN n.quantity ELSE -n.quantity END), 0)
      FROM invoice_line n JOIN invoice i ON i.id = n.invoice_id
      WHERE n.order_line_id = l.id AND i.state <> 'cancelled')";

/// Whether an order has an invoice, drafts included, that is not cancelled.
pub fn has_invoices(read: &Read<'_>, id: OrderId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM invoice WHERE order_id = ?1 AND state <> 'cancelled')",
        params![id],
        |row| row.get(0),
    )
}

/// Whether an order has a posted invoice.
pub fn is_invoiced(read: &Read<'_>, id: OrderId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM invoice WHERE order_id = ?1 AND state = 'posted')",
        params![id],
        |row| row.get(0),
    )
}

/// What posted documents billed and credited of an order's lines, in the order of the documents.
pub fn billed(read: &Read<'_>, id: OrderId) -> Result<Vec<Billed>> {
    read.all(
        "SELECT l.id, CASE WHEN n.amount_only THEN 0 WHEN i.kind = 'invoice' THEN n.quantity ELSE -n.quantity END,
            CASE WHEN i.kind = 'invoice' THEN n.booked ELSE -n.booked END
         FROM sale_order_line l JOIN invoice_line n ON n.order_line_id = l.id JOIN invoice i ON i.id = n.invoice_id
         WHERE l.order_id = ?1 AND i.state = 'posted' ORDER BY i.id, n.line",
        params![id],
        |row| Ok(Billed { line: row.get(0)?, units: row.get(1)?, booked: row.get(2)? }),
    )
}

/// Whether a confirmed order was refunded whole, and nothing of it is about to be billed again.
pub fn is_refunded_whole(read: &Read<'_>, of: &Order) -> Result<bool> {
    let drafted: bool = read.one(
        "SELECT EXISTS (SELECT 1 FROM invoice WHERE order_id = ?1 AND kind = 'invoice' AND state = 'draft')",
        params![of.id],
        |row| row.get(0),
    )?;
    Ok(!drafted && sale::is_refunded_whole(of, &billed(read, of.id)?))
}
