//! The search rows of tickets, customers and products: overlapping pairs of characters in full-text
//! tables (`domain::search` says why). What only this engine can do of searching stands here and in the
//! `MATCH` of a page.

use super::driver::{Query, Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, ProductId, TeamId, TicketId};
use crate::domain::search::{Asked, bare, grams, initials, mark, within};
use crate::params;

/// What a thing is found by: its texts, its names (whose initials are searched for), and its team.
struct Texts {
    texts: String,
    names: String,
    team: Option<TeamId>,
}

/// What stands in the search rows of tickets.
const TICKET: &str = "SELECT concat_ws(' ', t.id, t.subject, c.ref, c.name, p.sku, p.name, o.number),
    concat_ws(' ', c.name, p.name), t.team_id, t.subject, t.id
    FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN product p ON p.id = t.product_id
    LEFT JOIN sale_order o ON o.id = t.order_id";
/// In those of customers.
const CUSTOMER: &str = "SELECT concat_ws(' ', ref, name, email, phone), name, NULL, '', id FROM customer";
/// In those of products.
const PRODUCT: &str = "SELECT concat_ws(' ', sku, name), name, NULL, '', id FROM product";

/// Each kind of thing: the beginning of its tables' names, and what stands in its rows.
const KINDS: [(&str, &str); 3] = [("ticket", TICKET), ("customer", CUSTOMER), ("product", PRODUCT)];

fn read(row: &Row<'_>) -> Result<Texts> {
    let (names, subject): (String, String) = (row.get(1)?, row.get(3)?);
    Ok(Texts { texts: row.get(0)?, names: format!("{names} {}", bare(&subject)), team: row.get(2)? })
}

/// Writes the search rows of a ticket anew, from its subject, number, customer, product and order, and its
/// team.
pub fn ticket(tx: &Tx<'_>, id: TicketId) -> Result<()> {
    put(tx, "ticket", &format!("{TICKET} WHERE t.id = ?1"), id.0)
}

/// Writes the search rows of a customer anew, from its reference, name, mail address and telephone; and
/// those of its tickets, which hold its name.
pub fn customer(tx: &Tx<'_>, id: CustomerId) -> Result<()> {
    put(tx, "customer", &format!("{CUSTOMER} WHERE id = ?1"), id.0)?;
    of_tickets(tx, "customer_id", id.0)
}

/// Writes the search rows of a product anew, from its SKU and name; and those of its tickets.
pub fn product(tx: &Tx<'_>, id: ProductId) -> Result<()> {
    put(tx, "product", &format!("{PRODUCT} WHERE id = ?1"), id.0)?;
    of_tickets(tx, "product_id", id.0)
}

fn of_tickets(tx: &Tx<'_>, column: &str, id: i64) -> Result<()> {
    let tickets: Vec<TicketId> =
        tx.all(&format!("SELECT id FROM ticket WHERE {column} = ?1"), params![id], |row| row.get(0))?;
    tickets.iter().try_for_each(|id| ticket(tx, *id))
}

fn put(tx: &Tx<'_>, kind: &str, texts: &str, id: i64) -> Result<()> {
    let of = tx.one(texts, params![id], read)?;
    for table in ["search", "initials"] {
        tx.run(&format!("DELETE FROM {kind}_{table} WHERE rowid = ?1"), params![id])?;
    }
    let row = marked(grams(&of.texts), of.team);
    tx.run(&format!("INSERT INTO {kind}_search (rowid, grams) VALUES (?1, ?2)"), params![id, row])?;
    put_initials(tx, kind, id, &of)
}

fn put_initials(tx: &Tx<'_>, kind: &str, id: i64, of: &Texts) -> Result<()> {
    let row = marked(initials(&of.names), of.team);
    tx.run(&format!("INSERT INTO {kind}_initials (rowid, grams) VALUES (?1, ?2)"), params![id, row]).map(drop)
}

fn marked(mut grams: String, team: Option<TeamId>) -> String {
    grams.extend(team.map(mark));
    grams
}

/// Writes the initials of everything that was there before initials were searched for.
pub(super) fn fill_initials(tx: &Tx<'_>) -> Result<()> {
    for (kind, texts) in KINDS {
        tx.each(texts, &[], |row| put_initials(tx, kind, row.get(4)?, &read(row)?))?;
    }
    Ok(())
}

/// Appends that a row, by its id, must be found by what was asked; of its name everything that mixes initials
/// with syllables must be true.
pub fn narrow(query: &mut Query<'_>, asked: &Asked, kind: &str, id: &str, name: &str) {
    for (table, grams) in [("search", &asked.texts), ("initials", &asked.initials)] {
        if let Some(grams) = grams {
            let found = format!("SELECT rowid FROM {kind}_{table} WHERE {kind}_{table} MATCH ?");
            query.and(&format!("{id} IN ({found})"), grams.clone());
        }
    }
    for shape in &asked.shapes {
        query.and(&format!("lower({name}) GLOB ?"), shape.clone());
    }
}

/// From how many rows on it is cheaper to ask an index for each row whether it is among them than to gather
/// them, where they are spread evenly.
const MANY: i64 = 100_000;

/// The tickets (`t`) of some teams, of all where there is none, that are found by what was asked; conditions
/// may follow. From the index (`f`) outwards.
pub fn tickets<'a>(read: &Read<'_>, asked: &Asked, teams: &[TeamId]) -> Result<Query<'a>> {
    found(read, "ticket", &names(), asked, teams)
}

/// That a name of a ticket (`t`), of its customer or of its product fits a pattern.
fn names() -> String {
    let name = |kind: &str| format!("(SELECT lower(name) FROM {kind} WHERE id = t.{kind}_id) GLOB ?");
    format!("({} OR {} OR lower(t.subject) GLOB ?)", name("customer"), name("product"))
}

/// Appends that a ticket (`t`) is found by what was asked: the index is asked for this one alone.
pub fn holds(query: &mut Query<'_>, asked: &Asked) {
    query.sql.push('1');
    for (table, grams) in [("search", &asked.texts), ("initials", &asked.initials)] {
        if let Some(grams) = grams {
            let one = format!(
                "EXISTS (SELECT 1 FROM ticket_{table} f WHERE f.rowid = t.id AND f.ticket_{table} MATCH ?)"
            );
            query.and(&one, grams.clone());
        }
    }
    for shape in &asked.shapes {
        query.and(&names(), shape.clone());
    }
}

/// Appends that a ticket (`t`) is found by what was asked: the indexes are read once, for all tickets.
pub fn among(query: &mut Query<'_>, asked: &Asked) {
    query.sql.push('1');
    for (table, grams) in [("search", &asked.texts), ("initials", &asked.initials)] {
        if let Some(grams) = grams {
            // The plus: else the tickets would be read in the order of the index.
            let all = format!("+t.id IN (SELECT rowid FROM ticket_{table} WHERE ticket_{table} MATCH ?)");
            query.and(&all, grams.clone());
        }
    }
    for shape in &asked.shapes {
        query.and(&names(), shape.clone());
    }
}

/// Appends the query for the numbers of tickets that may be found by what was asked: at least those that are.
pub fn gathered(query: &mut Query<'_>, asked: &Asked) {
    let (table, grams) = match (&asked.texts, &asked.initials) {
        (Some(texts), _) => ("search", texts.clone()),
        (None, initials) => ("initials", initials.clone().unwrap_or_default()),
    };
    query.push(&format!("SELECT rowid FROM ticket_{table} WHERE ticket_{table} MATCH ?"), grams);
}

/// The customers or products (`t`) that are found by what was asked; conditions may follow. From the index
/// (`f`) outwards.
pub fn named<'a>(read: &Read<'_>, kind: &str, asked: &Asked) -> Result<Query<'a>> {
    found(read, kind, "lower(t.name) GLOB ?", asked, &[])
}

fn found<'a>(read: &Read<'_>, kind: &str, names: &str, asked: &Asked, teams: &[TeamId]) -> Result<Query<'a>> {
    let seen = |grams: &String| if teams.is_empty() { grams.clone() } else { within(grams, teams) };
    let (texts, initials) = (asked.texts.as_ref().map(seen), asked.initials.as_ref().map(seen));
    let (first, grams, other) = match (texts, initials) {
        (Some(texts), initials) => ("search", texts, initials),
        (None, initials) => ("initials", initials.unwrap_or_default(), None),
    };
    let mut query = Query::new("");
    query.push(
        &format!(
            "SELECT f.rowid FROM {kind}_{first} f CROSS JOIN {kind} t ON t.id = f.rowid
             WHERE f.{kind}_{first} MATCH ?"
        ),
        grams,
    );
    if let Some(initials) = other {
        let among = format!("SELECT rowid FROM {kind}_initials WHERE {kind}_initials MATCH");
        let count = format!("SELECT count(*) >= {MANY} FROM ({among} ?1 LIMIT {MANY})");
        let many = asked.common && read.one(&count, params![&initials], |row| row.get(0))?;
        query.and(
            &match many {
                true => format!("EXISTS ({among} ? AND rowid = f.rowid)"),
                // The plus: else the first index would be asked for each of them.
                false => format!("+f.rowid IN ({among} ?)"),
            },
            initials,
        );
    }
    for shape in &asked.shapes {
        query.and(names, shape.clone());
    }
    Ok(query)
}
