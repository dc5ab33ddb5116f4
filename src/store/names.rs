//! Rows by what people call them, for queries: names as a whole, in whatever case, or words of customers and products.

use super::driver::Read;
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, OrderId, ProductId, TeamId};
use crate::domain::query::Named;
use crate::domain::search::asked;
use crate::params;
use crate::store::search;

/// The most customers or products that words stand for.
const MOST: i64 = 1_000;

/// Every row of a kind that has few, with its name; a person's login and name are two.
pub fn all(read: &Read<'_>, of: Named) -> Result<Vec<(i64, String)>> {
    let sql = match of {
        Named::Team => "SELECT id, name FROM team ORDER BY id",
        Named::Stage => "SELECT id, name FROM stage ORDER BY id",
        Named::Tag => "SELECT id, name FROM tag ORDER BY id",
        Named::Type => "SELECT id, name FROM ticket_type ORDER BY id",
        Named::Assignee => "SELECT id, login FROM user UNION ALL SELECT id, name FROM user",
        Named::Customer | Named::Product | Named::Lot | Named::Order => return Ok(vec![]),
    };
    read.all(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Teams of stages.
pub fn team_of_stage(read: &Read<'_>, stage: i64) -> Result<Option<TeamId>> {
    read.value("SELECT team_id FROM stage WHERE id = ?1", params![stage])
}

/// The customer of a reference and everybody of the same company; else those in whose row the words occur.
pub fn customers(read: &Read<'_>, typed: &str) -> Result<Vec<CustomerId>> {
    let family = read.all(
        "SELECT o.id FROM customer c JOIN customer o ON o.top_id = c.top_id WHERE c.ref = ?1 ORDER BY o.id",
        params![typed],
        |row| row.get(0),
    )?;
    match (family.is_empty(), asked(typed)) {
        (true, Some(asked)) => {
            let mut query = search::named(read, "customer", &asked)?;
            query.push(" LIMIT ?", MOST);
            read.all(&query.sql, &query.params, |row| row.get(0))
        }
        _ => Ok(family),
    }
}

/// The product of a SKU; else those in whose row the words occur.
pub fn products(read: &Read<'_>, typed: &str) -> Result<Vec<ProductId>> {
    let exact: Vec<ProductId> =
        read.all("SELECT id FROM product WHERE sku = ?1", params![typed], |row| row.get(0))?;
    match (exact.is_empty(), asked(typed)) {
        (true, Some(asked)) => {
            let mut query = search::named(read, "product", &asked)?;
            query.push(" LIMIT ?", MOST);
            read.all(&query.sql, &query.params, |row| row.get(0))
        }
        _ => Ok(exact),
    }
}

/// The order of a number, in whatever case.
pub fn orders(read: &Read<'_>, typed: &str) -> Result<Vec<OrderId>> {
    let exact = |number: &str| -> Result<Vec<OrderId>> {
        read.all("SELECT id FROM sale_order WHERE number = ?1", params![number], |row| row.get(0))
    };
    let found = exact(typed)?;
    if found.is_empty() { exact(&typed.to_uppercase()) } else { Ok(found) }
}
