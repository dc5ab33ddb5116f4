//! Customers and the families that they form.

use super::driver::{Read, Row, Tx};
use crate::domain::customer::CustomerView;
use crate::domain::error::Result;
use crate::domain::ids::CustomerId;
use crate::params;

const CUSTOMER: &str =
    "SELECT c.id, c.version, c.ref, c.name, c.email, c.phone, c.street, c.city, c.zip, c.country,
    c.language, p.ref, c.portal FROM customer c LEFT JOIN customer p ON p.id = c.parent_id";

fn customer(row: &Row<'_>) -> Result<CustomerView> {
    Ok(CustomerView {
        id: row.get(0)?,
        version: row.get(1)?,
        reference: row.get(2)?,
        name: row.get(3)?,
        email: row.get(4)?,
        phone: row.get(5)?,
        street: row.get(6)?,
        city: row.get(7)?,
        zip: row.get(8)?,
        country: row.get(9)?,
        language: row.get(10)?,
        company: row.get(11)?,
        portal: row.get(12)?,
    })
}

/// A customer's row by its reference.
pub fn find(read: &Read<'_>, reference: &str) -> Result<Option<CustomerId>> {
    read.value("SELECT id FROM customer WHERE ref = ?1", params![reference])
}

/// A customer by its row.
pub fn load(read: &Read<'_>, id: CustomerId) -> Result<Option<CustomerView>> {
    read.first(&format!("{CUSTOMER} WHERE c.id = ?1"), params![id], customer)
}

/// Customers by reference.
pub fn list(read: &Read<'_>, limit: Option<i64>) -> Result<Vec<CustomerView>> {
    read.all(&format!("{CUSTOMER} ORDER BY c.ref LIMIT ifnull(?1, -1)"), params![limit], customer)
}

/// The topmost company above a customer; itself where there is none.
pub fn family(read: &Read<'_>, id: CustomerId) -> Result<CustomerId> {
    read.one("SELECT top_id FROM customer WHERE id = ?1", params![id], |row| row.get(0))
}

/// Whether anybody of a customer's family has a document or an order.
pub fn has_documents(read: &Read<'_>, id: CustomerId) -> Result<bool> {
    read.one(
        "SELECT EXISTS (SELECT 1 FROM customer s JOIN customer c ON c.top_id = s.top_id WHERE s.id = ?1
            AND (EXISTS (SELECT 1 FROM invoice i WHERE i.customer_id = c.id)
                OR EXISTS (SELECT 1 FROM sale_order o WHERE o.customer_id = c.id)))",
        params![id],
        |row| row.get(0),
    )
}

/// A reference that no customer has.
pub fn free_reference(read: &Read<'_>) -> Result<String> {
    let next: i64 = read.one("SELECT ifnull(max(id), 0) + 1 FROM customer", &[], |row| row.get(0))?;
    for n in next.. {
        let reference = format!("C{n:05}");
        if find(read, &reference)?.is_none() {
            return Ok(reference);
        }
    }
    Ok(next.to_string())
}

/// Writes a customer anew or changed; its place in the family is [`set_parent`]'s matter.
pub fn save(tx: &Tx<'_>, c: &CustomerView) -> Result<CustomerId> {
    tx.one(
        "INSERT INTO customer (ref, name, email, phone, street, city, zip, country, language, portal, top_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)
         ON CONFLICT (ref) DO UPDATE SET version = version + 1, name = ?2, email = ?3, phone = ?4, street = ?5,
            city = ?6, zip = ?7, country = ?8, language = ?9, portal = ?10
         RETURNING id",
        params![
            &c.reference,
            &c.name,
            c.email.as_deref(),
            c.phone.as_deref(),
            c.street.as_deref(),
            c.city.as_deref(),
            c.zip.as_deref(),
            c.country.as_deref(),
            c.language.as_deref(),
            c.portal,
        ],
        |row| row.get(0),
    )
}

/// Whether `above` is the customer itself or somewhere under it.
pub fn is_under(read: &Read<'_>, id: CustomerId, above: CustomerId) -> Result<bool> {
    read.one(
        "WITH RECURSIVE up (id) AS (SELECT ?2 UNION SELECT c.parent_id FROM customer c JOIN up ON c.id = up.id
            WHERE c.parent_id IS NOT NULL)
         SELECT EXISTS (SELECT 1 FROM up WHERE id = ?1)",
        params![id, above],
        |row| row.get(0),
    )
}

/// Puts a customer under a company, or on top, and everyone under it into the same family.
pub fn set_parent(tx: &Tx<'_>, id: CustomerId, parent: Option<CustomerId>) -> Result<()> {
    tx.run("UPDATE customer SET parent_id = ?2 WHERE id = ?1", params![id, parent])?;
    let top = match parent {
        Some(parent) => family(tx, parent)?,
        None => id,
    };
    tx.run(
        "WITH RECURSIVE down (id) AS (SELECT ?1 UNION SELECT c.id FROM customer c JOIN down ON c.parent_id = down.id)
         UPDATE customer SET top_id = ?2 WHERE id IN (SELECT id FROM down)",
        params![id, top],
    )?;
    Ok(())
}
