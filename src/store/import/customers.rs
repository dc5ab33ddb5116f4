//! Customers as an import writes them, and who stands above whom.

use super::Columns;
use super::rows::CustomerRow;
use crate::domain::error::Result;
use crate::domain::ids::CustomerId;
use crate::params;
use crate::store::driver::{Param, Read, Tx};

/// Writes a customer; the one above it follows by [`set_parent`].
pub fn save_customer(tx: &Tx<'_>, id: Option<CustomerId>, row: &CustomerRow) -> Result<CustomerId> {
    let mut columns = Columns::default();
    columns
        .put("ref", Some(&row.reference))
        .put("name", row.name.as_ref())
        .put_or_clear("email", &row.email)
        .put_or_clear("phone", &row.phone)
        .put_or_clear("street", &row.street)
        .put_or_clear("city", &row.city)
        .put_or_clear("zip", &row.zip)
        .put_or_clear("country", &row.country)
        .put("language", row.language)
        .put("portal", row.portal);
    // Its own top until it is known who is above; the reference is checked at the end.
    let defaults = [("portal", Param::Int(0)), ("top_id", Param::Int(0))];
    let saved = CustomerId(columns.save(tx, "customer", id.map(|i| i.0), &defaults)?);
    if id.is_none() {
        tx.run("UPDATE customer SET top_id = id WHERE id = ?1", params![saved])?;
    }
    Ok(saved)
}

/// Whether somebody is met on the way up from a customer, itself included.
pub fn ancestors_reach(read: &Read<'_>, from: CustomerId, whom: CustomerId) -> Result<bool> {
    read.one(
        "WITH RECURSIVE up (id) AS (SELECT ?1 UNION
            SELECT c.parent_id FROM up JOIN customer c ON c.id = up.id WHERE c.parent_id IS NOT NULL)
         SELECT EXISTS (SELECT 1 FROM up WHERE id = ?2)",
        params![from, whom],
        |row| row.get(0),
    )
}

/// Sets who is above a customer, and the top of everyone below it. The caller has ruled out a circle.
pub fn set_parent(tx: &Tx<'_>, id: CustomerId, parent: Option<CustomerId>) -> Result<()> {
    tx.run("UPDATE customer SET parent_id = ?2 WHERE id = ?1", params![id, parent])?;
    tx.run(
        "WITH RECURSIVE down (id) AS (SELECT ?1 UNION
            SELECT c.id FROM down JOIN customer c ON c.parent_id = down.id)
         UPDATE customer SET top_id = ifnull((SELECT p.top_id FROM customer p WHERE p.id = ?2), ?1)
         WHERE id IN (SELECT id FROM down)",
        params![id, parent],
    )?;
    Ok(())
}
