//! Customers as an import writes them, and who stands above whom.

use super::Columns;
use super::rows::CustomerRow;
use crate::domain::error::Result;
use crate::domain::ids::CustomerId;
use crate::params;
use crate::store::driver::{Param, Tx};

/// Writes a customer; its place in the family follows by `store::customer::set_parent`.
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
