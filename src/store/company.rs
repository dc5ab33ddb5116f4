//! The company: one row.

use super::driver::{Read, Tx};
use crate::domain::error::Result;
use crate::domain::settings::Settings;
use crate::params;

/// The settings; none before the database was set up.
pub fn load(read: &Read<'_>) -> Result<Option<Settings>> {
    read.first(
        "SELECT version, name, currency, country, time_zone, tax_rounding, website_url, lock_date, language, sandbox, id, portal_url,
            working_hours
         FROM company WHERE id = 1",
        &[],
        |row| {
            Ok(Settings {
                id: row.get(10)?,
                version: row.get(0)?,
                name: row.get(1)?,
                currency: row.get(2)?,
                country: row.get(3)?,
                time_zone: row.get(4)?,
                tax_rounding: row.get(5)?,
                website_url: row.get(6)?,
                portal_url: row.get(11)?,
                lock_date: row.get(7)?,
                working_hours: row.get(12)?,
                language: row.get(8)?,
                sandbox: row.get(9)?,
            })
        },
    )
}

/// Writes the settings, counting their version up where they were there.
pub fn save(tx: &Tx<'_>, s: &Settings) -> Result<()> {
    tx.run(
        "INSERT INTO company (id, name, currency, country, time_zone, tax_rounding, website_url, lock_date, language, sandbox,
            portal_url, working_hours)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET version = version + 1, name = ?1, currency = ?2, country = ?3, time_zone = ?4,
            tax_rounding = ?5, website_url = ?6, lock_date = ?7, language = ?8, portal_url = ?10,
            working_hours = ?11",
        params![
            &s.name,
            s.currency,
            &s.country,
            &s.time_zone,
            s.tax_rounding,
            s.website_url.as_deref(),
            s.lock_date,
            s.language,
            s.sandbox,
            s.portal_url.as_deref(),
            &s.working_hours,
        ],
    )?;
    Ok(())
}

/// Whether any document or order is in the company's books.
pub fn has_documents(read: &Read<'_>) -> Result<bool> {
    read.one("SELECT EXISTS (SELECT 1 FROM invoice) OR EXISTS (SELECT 1 FROM sale_order)", &[], |row| {
        row.get(0)
    })
}
