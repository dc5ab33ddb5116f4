//! The search rows of tickets, customers and products: overlapping pairs of characters in full-text
//! tables (`domain::search` says why). What only this engine can do of searching stands here and in the
//! `MATCH` of a page.

use super::driver::Tx;
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, ProductId, TeamId, TicketId};
use crate::domain::search::{grams, mark};
use crate::params;

/// Writes the search row of a ticket anew, from its subject, number, customer, product and order, and its
/// team.
pub fn ticket(tx: &Tx<'_>, id: TicketId) -> Result<()> {
    let text = "SELECT concat_ws(' ', t.id, t.subject, c.ref, c.name, p.sku, p.name, o.number), t.team_id
         FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN product p ON p.id = t.product_id
         LEFT JOIN sale_order o ON o.id = t.order_id WHERE t.id = ?1";
    put(tx, "ticket_search", text, id.0)
}

/// Writes the search row of a customer anew, from its reference, name, mail address and telephone; and
/// those of its tickets, which hold its name.
pub fn customer(tx: &Tx<'_>, id: CustomerId) -> Result<()> {
    put(
        tx,
        "customer_search",
        "SELECT concat_ws(' ', ref, name, email, phone), NULL FROM customer WHERE id = ?1",
        id.0,
    )?;
    tickets(tx, "customer_id", id.0)
}

/// Writes the search row of a product anew, from its SKU and name; and those of its tickets.
pub fn product(tx: &Tx<'_>, id: ProductId) -> Result<()> {
    put(tx, "product_search", "SELECT concat_ws(' ', sku, name), NULL FROM product WHERE id = ?1", id.0)?;
    tickets(tx, "product_id", id.0)
}

fn tickets(tx: &Tx<'_>, column: &str, id: i64) -> Result<()> {
    let tickets: Vec<TicketId> =
        tx.all(&format!("SELECT id FROM ticket WHERE {column} = ?1"), params![id], |row| row.get(0))?;
    tickets.iter().try_for_each(|id| ticket(tx, *id))
}

fn put(tx: &Tx<'_>, table: &str, text: &str, id: i64) -> Result<()> {
    let (text, team): (String, Option<TeamId>) =
        tx.one(text, params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut grams = grams(&text);
    grams.extend(team.map(mark));
    tx.run(&format!("DELETE FROM {table} WHERE rowid = ?1"), params![id])?;
    tx.run(&format!("INSERT INTO {table} (rowid, grams) VALUES (?1, ?2)"), params![id, grams])?;
    Ok(())
}
