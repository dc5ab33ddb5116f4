//! Tickets as an import writes them, and the search row of a ticket.

use chrono::{DateTime, Utc};

use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, LotId, OrderId, ProductId, StageId, TeamId, TicketId, UserId};
use crate::domain::search::grams;
use crate::params;
use crate::store::driver::{Row, Tx};

/// A ticket to be written.
pub struct NewTicket<'a> {
    /// Number.
    pub id: TicketId,
    /// Team.
    pub team: TeamId,
    /// One line.
    pub subject: &'a str,
    /// Several lines.
    pub description: &'a str,
    /// Whose it is.
    pub customer: Option<CustomerId>,
    /// What it is about.
    pub product: Option<ProductId>,
    /// Which piece.
    pub lot: Option<LotId>,
    /// From which order.
    pub order: Option<OrderId>,
    /// 0 to 3.
    pub priority: i64,
    /// Stage.
    pub stage: StageId,
    /// Who handles it.
    pub assignee: Option<UserId>,
    /// Names.
    pub tags: &'a [String],
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// Writes a ticket with its tags and its search row.
pub fn insert_ticket(tx: &Tx<'_>, t: &NewTicket<'_>) -> Result<()> {
    tx.run(
        "INSERT INTO ticket (id, team_id, subject, description, customer_id, product_id, lot_id, order_id,
            priority, stage_id, assignee_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            t.id,
            t.team,
            t.subject,
            t.description,
            t.customer,
            t.product,
            t.lot,
            t.order,
            t.priority,
            t.stage,
            t.assignee,
            t.created_at
        ],
    )?;
    for tag in t.tags {
        tx.run("INSERT INTO tag (name) VALUES (?1) ON CONFLICT DO NOTHING", params![tag])?;
        tx.run(
            "INSERT INTO ticket_tag (ticket_id, tag_id) SELECT ?1, id FROM tag WHERE name = ?2",
            params![t.id, tag],
        )?;
    }
    index_ticket(tx, t.id)
}

/// Writes a ticket's search row anew, from its subject, number, customer, product and order.
pub fn index_ticket(tx: &Tx<'_>, id: TicketId) -> Result<()> {
    let texts = tx.first(
        "SELECT t.subject, CAST(t.id AS TEXT), c.ref, c.name, p.sku, p.name, o.number FROM ticket t
         LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN product p ON p.id = t.product_id
         LEFT JOIN sale_order o ON o.id = t.order_id WHERE t.id = ?1",
        params![id],
        |row: &Row<'_>| {
            let mut texts = String::new();
            for at in 0..7 {
                if let Some(text) = row.get::<Option<String>>(at)? {
                    texts.push_str(&text);
                    texts.push('\n');
                }
            }
            Ok(texts)
        },
    )?;
    match texts {
        Some(texts) => tx.run(
            "INSERT OR REPLACE INTO ticket_search (rowid, grams) VALUES (?1, ?2)",
            params![id, grams(&texts)],
        ),
        None => tx.run("DELETE FROM ticket_search WHERE rowid = ?1", params![id]),
    }
    .map(drop)
}
