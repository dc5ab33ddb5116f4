//! Reasons for which goods come back, as the company lists them.

use super::driver::{Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::ReasonId;
use crate::domain::stock::ReasonView;
use crate::domain::wording::key;
use crate::params;

const REASON: &str = "SELECT id, version, name_en, name_ko, active FROM return_reason";

fn reason(row: &Row<'_>) -> Result<ReasonView> {
    Ok(ReasonView {
        id: row.get(0)?,
        version: row.get(1)?,
        name_en: row.get(2)?,
        name_ko: row.get(3)?,
        active: row.get(4)?,
    })
}

/// A reason by its row.
pub fn load(read: &Read<'_>, id: i64) -> Result<Option<ReasonView>> {
    read.first(&format!("{REASON} WHERE id = ?1"), params![id], reason)
}

/// A reason by its name, in either language, whatever its case.
pub fn find(read: &Read<'_>, name: &str) -> Result<Option<ReasonView>> {
    let wanted = key(name).to_lowercase();
    let all = list(read)?;
    let same = |text: &str| key(text).to_lowercase() == wanted;
    Ok(all.into_iter().find(|r| same(&r.name_en) || same(&r.name_ko)))
}

/// Every reason, in the company's order.
pub fn list(read: &Read<'_>) -> Result<Vec<ReasonView>> {
    read.all(&format!("{REASON} ORDER BY position, id"), &[], reason)
}

/// Writes a new reason; answers its row.
pub fn insert(tx: &Tx<'_>, of: &ReasonView) -> Result<ReasonId> {
    let id = tx.insert(
        "INSERT INTO return_reason (name_en, name_ko, active, position)
         SELECT ?1, ?2, ?3, ifnull(max(position), 0) + 1 FROM return_reason",
        params![&of.name_en, &of.name_ko, of.active],
    )?;
    Ok(ReasonId(id))
}

/// Changes a reason.
pub fn save(tx: &Tx<'_>, of: &ReasonView) -> Result<()> {
    tx.run(
        "UPDATE return_reason SET version = version + 1, name_en = ?2, name_ko = ?3, active = ?4 WHERE id = ?1",
        params![of.id, &of.name_en, &of.name_ko, of.active],
    )?;
    Ok(())
}
