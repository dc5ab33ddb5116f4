//! Repair orders and their parts.

use chrono::NaiveDate;

use super::driver::{Query, Read, Row, Tx};
use super::tag::{self, Tagged};
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, LotId, PartId, ProductId, RepairId, TicketId, TransferId, UserId};
use crate::domain::repair::{Part, Repair, RepairRow, RepairState};
use crate::domain::stock::Lot;
use crate::domain::wording::key;
use crate::{current_ticket, of_ticket, params};

const REPAIR: &str = concat!(
    "SELECT r.id, r.version, r.number, r.state, r.customer_id, r.product_id, r.lot_id, o.name, r.quantity,
    r.return_id, r.place_id, r.parts_id, r.warranty, r.scheduled, r.responsible_id, r.note, r.order_id, ",
    current_ticket!("r.ticket_id"),
    ", r.created_by FROM repair r LEFT JOIN lot o ON o.id = r.lot_id"
);

fn lot(row: &Row<'_>, at: usize) -> Result<Option<Lot>> {
    let (id, name): (Option<LotId>, Option<String>) = (row.get(at)?, row.get(at + 1)?);
    Ok(id.zip(name).map(|(id, name)| Lot { id, name }))
}

fn repair(row: &Row<'_>) -> Result<Repair> {
    Ok(Repair {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        state: row.get(3)?,
        customer: row.get(4)?,
        product: row.get(5)?,
        lot: lot(row, 6)?,
        quantity: row.get(8)?,
        return_of: row.get(9)?,
        place: row.get(10)?,
        stock: row.get(11)?,
        warranty: row.get(12)?,
        scheduled: row.get(13)?,
        responsible: row.get(14)?,
        tags: vec![],
        note: row.get(15)?,
        order: row.get(16)?,
        ticket: row.get(17)?,
        created_by: row.get(18)?,
        parts: vec![],
    })
}

fn part(row: &Row<'_>) -> Result<Part> {
    Ok(Part {
        id: row.get(0)?,
        line: row.get(1)?,
        kind: row.get(2)?,
        product: row.get(3)?,
        sku: row.get(4)?,
        name: row.get(5)?,
        tracking: row.get(6)?,
        lot: lot(row, 7)?,
        demand: row.get(9)?,
        done: row.get(10)?,
        state: row.get(11)?,
        order_line: row.get(12)?,
        said: row.get(13)?,
        lot_said: row.get(14)?,
        quoted: row.get(15)?,
    })
}

/// A repair, whole.
pub fn load(read: &Read<'_>, id: RepairId) -> Result<Option<Repair>> {
    let Some(mut found) = read.first(&format!("{REPAIR} WHERE r.id = ?1"), params![id], repair)? else {
        return Ok(None);
    };
    found.tags = tag::of(read, Tagged::Repair(id))?;
    found.parts = read.all(
        "SELECT p.id, p.line, p.kind, p.product_id, x.sku, x.name, x.tracking, p.lot_id, o.name, p.demand, p.done,
            p.state, p.order_line_id, p.said, p.lot_said, p.quoted
         FROM repair_part p JOIN product x ON x.id = p.product_id LEFT JOIN lot o ON o.id = p.lot_id
         WHERE p.repair_id = ?1 ORDER BY p.line",
        params![id],
        part,
    )?;
    Ok(Some(found))
}

/// A repair by its number, or by `id:N`.
pub fn find(read: &Read<'_>, label: &str) -> Result<Option<RepairId>> {
    match label.strip_prefix("id:").and_then(|id| id.parse::<i64>().ok()) {
        Some(id) => read.value("SELECT id FROM repair WHERE id = ?1", params![id]),
        None => read.value("SELECT id FROM repair WHERE number = ?1", params![key(label)]),
    }
}

/// Which repairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this ticket.
    pub ticket: Option<TicketId>,
    /// Made by this agent.
    pub maker: Option<UserId>,
    /// In this state.
    pub state: Option<RepairState>,
    /// Neither done nor given up.
    pub open: bool,
    /// Given to this agent; to nobody with the inner none.
    pub responsible: Option<Option<UserId>>,
    /// Planned for this day or one before.
    pub until: Option<NaiveDate>,
    /// At most so many.
    pub limit: Option<i64>,
}

impl Filter {
    fn narrow(self, query: &mut Query) {
        if let Some(ticket) = self.ticket {
            query.and(of_ticket!("r.ticket_id", "?"), ticket);
        }
        if let Some(maker) = self.maker {
            query.and("r.created_by = ?", maker);
        }
        if let Some(state) = self.state {
            query.and("r.state = ?", state);
        }
        if self.open {
            query.sql.push_str(" AND r.state IN ('new', 'confirmed', 'under_repair')");
        }
        match self.responsible {
            Some(Some(agent)) => query.and("r.responsible_id = ?", agent),
            Some(None) => query.sql.push_str(" AND r.responsible_id IS NULL"),
            None => {}
        }
        if let Some(until) = self.until {
            query.and("r.scheduled <= ?", until);
        }
    }
}

/// Repairs, newest first.
pub fn list(read: &Read<'_>, filter: Filter) -> Result<Vec<RepairId>> {
    let mut query = Query::new("SELECT r.id FROM repair r WHERE 1");
    filter.narrow(&mut query);
    query.push(" ORDER BY r.id DESC LIMIT ?", filter.limit.unwrap_or(-1));
    read.all(&query.sql, &query.params, |row| row.get(0))
}

/// Repairs as rows of a list: those that are worked on first, then by the day that they are planned for.
pub fn rows(read: &Read<'_>, filter: Filter) -> Result<Vec<RepairRow>> {
    let mut query = Query::new(
        "SELECT r.number, r.state, r.scheduled, c.name, x.sku, o.name, u.name,
            (SELECT count(*) FROM repair_part p WHERE p.repair_id = r.id AND p.state IN ('waiting', 'partial'))
         FROM repair r JOIN product x ON x.id = r.product_id LEFT JOIN customer c ON c.id = r.customer_id
         LEFT JOIN lot o ON o.id = r.lot_id LEFT JOIN user u ON u.id = r.responsible_id WHERE 1",
    );
    filter.narrow(&mut query);
    query.push(
        " ORDER BY CASE r.state WHEN 'under_repair' THEN 0 WHEN 'confirmed' THEN 1 WHEN 'new' THEN 2
            WHEN 'repaired' THEN 3 ELSE 4 END, r.scheduled, r.id LIMIT ?",
        filter.limit.unwrap_or(-1),
    );
    read.all(&query.sql, &query.params, |row| {
        Ok(RepairRow {
            number: row.get(0)?,
            state: row.get(1)?,
            scheduled: row.get(2)?,
            customer: row.get(3)?,
            product: row.get(4)?,
            lot: row.get(5)?,
            responsible: row.get(6)?,
            waiting: row.get(7)?,
        })
    })
}

/// How many repairs there are.
pub fn count(read: &Read<'_>, filter: Filter) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM repair r WHERE 1");
    filter.narrow(&mut query);
    read.one(&query.sql, &query.params, |row| row.get(0))
}

/// The agents who have open repairs, by name; none for those of nobody.
pub fn busy(read: &Read<'_>) -> Result<Vec<Option<(UserId, String)>>> {
    read.all(
        "SELECT DISTINCT u.id, u.name FROM repair r LEFT JOIN user u ON u.id = r.responsible_id
         WHERE r.state IN ('new', 'confirmed', 'under_repair') ORDER BY u.name",
        params![],
        |row| Ok(row.get::<Option<UserId>>(0)?.zip(row.get::<Option<String>>(1)?)),
    )
}

/// How many repairs were made from a ticket and are not given up.
pub fn count_of(read: &Read<'_>, ticket: TicketId) -> Result<i64> {
    read.one(
        concat!("SELECT count(*) FROM repair WHERE ", of_ticket!("ticket_id"), " AND state <> 'cancelled'"),
        params![ticket],
        |row| row.get(0),
    )
}

/// Numbers of the open repairs of a product of a family of customers, of a serial number whosever: of one lot, where
/// one is given, and but one.
pub fn open_of(
    read: &Read<'_>,
    family: CustomerId,
    product: ProductId,
    lot: Option<LotId>,
    but: Option<RepairId>,
) -> Result<Vec<String>> {
    read.all(
        "SELECT r.number FROM repair r JOIN product x ON x.id = r.product_id LEFT JOIN customer c ON c.id = r.customer_id
         WHERE r.state IN ('new', 'confirmed', 'under_repair') AND r.product_id = ?2
            AND (c.top_id = ?1 OR ?3 IS NOT NULL AND x.tracking = 'serial')
            AND (?3 IS NULL OR r.lot_id = ?3) AND (?4 IS NULL OR r.id <> ?4) ORDER BY r.id",
        params![family, product, lot, but],
        |row| row.get(0),
    )
}

/// The repair whose quotation an order is.
pub fn of_order(read: &Read<'_>, order: crate::domain::ids::OrderId) -> Result<Option<RepairId>> {
    read.value("SELECT id FROM repair WHERE order_id = ?1", params![order])
}

/// Writes a new repair with its tags and parts.
pub fn insert(tx: &Tx<'_>, new: &Repair) -> Result<RepairId> {
    let id = RepairId(tx.insert(
        "INSERT INTO repair (number, state, customer_id, product_id, lot_id, quantity, return_id, place_id, parts_id,
            warranty, scheduled, responsible_id, note, order_id, ticket_id, created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            &new.number,
            new.state,
            new.customer,
            new.product,
            new.lot.as_ref().map(|l| l.id),
            new.quantity,
            new.return_of,
            new.place,
            new.stock,
            new.warranty,
            new.scheduled,
            new.responsible,
            &new.note,
            new.order,
            new.ticket,
            new.created_by,
        ],
    )?);
    tag::set(tx, Tagged::Repair(id), &new.tags)?;
    new.parts.iter().try_for_each(|part| insert_part(tx, id, part).map(drop))?;
    Ok(id)
}

/// Writes a new part; the repair changed.
pub fn insert_part(tx: &Tx<'_>, of: RepairId, part: &Part) -> Result<PartId> {
    let id = PartId(tx.insert(
        "INSERT INTO repair_part (repair_id, line, kind, product_id, lot_id, demand, done, said, state, order_line_id,
            lot_said, quoted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            of,
            part.line,
            part.kind,
            part.product,
            part.lot.as_ref().map(|l| l.id),
            part.demand,
            part.done,
            part.said,
            part.state,
            part.order_line,
            part.lot_said,
            part.quoted,
        ],
    )?);
    touch(tx, id)?;
    Ok(id)
}

/// Writes a part anew; the repair changed.
pub fn save_part(tx: &Tx<'_>, part: &Part) -> Result<()> {
    tx.run(
        "UPDATE repair_part SET kind = ?2, lot_id = ?3, demand = ?4, done = ?5, state = ?6, order_line_id = ?7, said = ?8,
            lot_said = ?9, quoted = ?10
         WHERE id = ?1",
        params![
            part.id,
            part.kind,
            part.lot.as_ref().map(|l| l.id),
            part.demand,
            part.done,
            part.state,
            part.order_line,
            part.said,
            part.lot_said,
            part.quoted
        ],
    )?;
    touch(tx, part.id)
}

/// Removes a part; the repair changed.
pub fn delete_part(tx: &Tx<'_>, id: PartId) -> Result<()> {
    touch(tx, id)?;
    tx.run("DELETE FROM repair_part WHERE id = ?1", params![id])?;
    Ok(())
}

/// Counts a change of the repair that a part is of.
fn touch(tx: &Tx<'_>, part: PartId) -> Result<()> {
    tx.run(
        "UPDATE repair SET version = version + 1 WHERE id = (SELECT repair_id FROM repair_part WHERE id = ?1)",
        params![part],
    )?;
    Ok(())
}

/// Writes a repair anew, its tags too; its parts are written one by one, before it is done.
pub fn save(tx: &Tx<'_>, r: &Repair) -> Result<()> {
    tag::set(tx, Tagged::Repair(r.id), &r.tags)?;
    tx.run(
        "UPDATE repair SET version = version + 1, customer_id = ?2, product_id = ?3, lot_id = ?4, quantity = ?5,
            return_id = ?6, place_id = ?7, warranty = ?8, scheduled = ?9, responsible_id = ?10, note = ?11, order_id = ?12,
            state = ?13
         WHERE id = ?1",
        params![
            r.id,
            r.customer,
            r.product,
            r.lot.as_ref().map(|l| l.id),
            r.quantity,
            r.return_of,
            r.place,
            r.warranty,
            r.scheduled,
            r.responsible,
            &r.note,
            r.order,
            r.state,
        ],
    )?;
    Ok(())
}

/// Received returns of a family of customers that brought a product, newest first.
pub fn returns_of(
    read: &Read<'_>,
    family: CustomerId,
    product: Option<ProductId>,
) -> Result<Vec<TransferId>> {
    read.all(
        "SELECT DISTINCT t.id FROM transfer t JOIN customer c ON c.id = t.customer_id
         JOIN transfer_line l ON l.transfer_id = t.id
         WHERE t.return_of_id IS NOT NULL AND t.kind = 'receipt' AND t.state <> 'cancelled' AND c.top_id = ?1
            AND (?2 IS NULL OR l.product_id = ?2) ORDER BY t.id DESC",
        params![family, product],
        |row| row.get(0),
    )
}

/// The parts that wait for a product from a location, oldest repair first.
pub fn waiting_parts(
    read: &Read<'_>,
    product: ProductId,
    place: crate::domain::ids::LocationId,
) -> Result<Vec<(RepairId, PartId)>> {
    read.all(
        "SELECT r.id, p.id FROM repair r JOIN repair_part p ON p.repair_id = r.id
         WHERE r.state IN ('confirmed', 'under_repair') AND r.parts_id = ?2 AND p.product_id = ?1 AND p.kind = 'add'
            AND p.state IN ('waiting', 'partial') AND p.said = 0 ORDER BY r.id, p.line",
        params![product, place],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The newest part that holds something of a product in a location; of a lot of it, where one is given.
pub fn newest_holder(
    read: &Read<'_>,
    product: ProductId,
    place: crate::domain::ids::LocationId,
    lot: Option<LotId>,
) -> Result<Option<(RepairId, PartId)>> {
    read.first(
        "SELECT r.id, p.id FROM repair r JOIN repair_part p ON p.repair_id = r.id
         WHERE r.state IN ('confirmed', 'under_repair') AND r.parts_id = ?2 AND p.product_id = ?1 AND p.kind = 'add'
            AND p.done > 0 AND (?3 IS NULL OR p.lot_id = ?3) ORDER BY r.id DESC, p.line DESC LIMIT 1",
        params![product, place, lot],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
