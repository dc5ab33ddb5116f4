//! What a database gets that brings none: a sale journal, locations, stages.

use super::Intake;
use super::rows::JournalRow;
use crate::domain::error::Result;
use crate::domain::invoice::JournalKind;
use crate::domain::stock::DEFAULT_LOCATIONS;
use crate::store::Tx;
use crate::store::import::{self, find};
use crate::store::project;

/// Adds the journal, the locations and the stages that are there unless somebody brings others.
pub fn defaults(tx: &Tx<'_>) -> Result<()> {
    let (journals, locations) = find::journals_and_locations(tx)?;
    if !journals {
        let name = Some("Customer Invoices".to_owned());
        let row = JournalRow { code: "INV".to_owned(), name, kind: Some(JournalKind::Sale) };
        import::save_journal(tx, None, &row)?;
    }
    if !locations {
        for (name, usage, returns) in DEFAULT_LOCATIONS {
            import::insert_location(tx, name, usage, returns)?;
        }
    }
    for team in import::teams_without_stages(tx)? {
        import::insert_default_stages(tx, team)?;
    }
    for of in project::without_stages(tx)? {
        project::insert_default_stages(tx, of)?;
    }
    Ok(())
}

impl Intake<'_> {
    /// Adds what no file brought; called once the files of master data are read.
    pub fn defaults(&mut self) -> Result<()> {
        defaults(self.tx)
    }
}
