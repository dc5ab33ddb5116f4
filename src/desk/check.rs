//! `db check`: whether the books still say what they must always say.

use serde::Serialize;

use super::Desk;
use super::work::hash;
use crate::domain::error::Result;
use crate::store::{Read, event, integrity};

/// One check and what it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its name.
    pub check: &'static str,
    /// Whether all is well.
    pub ok: bool,
    /// What is wrong, or how much was looked at.
    pub detail: String,
}

impl Check {
    fn new(check: &'static str, wrong: &[String]) -> Self {
        let mut detail = wrong.iter().take(5).cloned().collect::<Vec<_>>().join("; ");
        if wrong.len() > 5 {
            detail.push_str(&format!("; … {}", wrong.len()));
        }
        Self { check, ok: wrong.is_empty(), detail }
    }
}

impl Desk {
    /// Runs every check; reads only.
    pub fn check(&mut self) -> Result<Vec<Check>> {
        let engine = self.store.integrity()?;
        let mut checks =
            vec![Check::new("engine", &engine.engine), Check::new("foreign_keys", &engine.foreign_keys)];
        checks.extend(self.store.read(|read| {
            Ok(vec![
                Check::new("document_sums", &integrity::document_sums(read)?),
                Check::new("ceilings", &integrity::ceilings(read)?),
                Check::new("residuals", &integrity::residuals(read)?),
                Check::new("payments", &integrity::payments(read)?),
                Check::new("numbers", &integrity::number_gaps(read)?),
                Check::new("coupons", &integrity::coupons(read)?),
                Check::new("stock", &integrity::stock(read)?),
                Check::new("tasks", &integrity::tasks(read)?),
                Check::new("approvals", &integrity::approvals(read)?),
                Check::new("queue_counts", &integrity::queue_counts(read)?),
                Check::new("closed", &integrity::closed(read)?),
                Check::new("merges", &integrity::merges(read)?),
                Check::new("search", &integrity::search(read)?),
                Check::new("history", &history(read)?),
            ])
        })?);
        Ok(checks)
    }
}

/// Follows the chain of hashes from the first row to the last, and that it ends where it must.
fn history(read: &Read<'_>) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let (mut previous, mut rows) = (Vec::<u8>::new(), 0i64);
    event::each(read, |id, e| {
        if e.previous != previous || e.hash != hash(&e) {
            wrong.push(format!("event {id}"));
        }
        previous = e.hash;
        rows += 1;
        Ok(())
    })?;
    let (events, last) = event::head(read)?;
    if (events, &last) != (rows, &previous) {
        wrong.push(format!("{rows} of {events} events"));
    }
    Ok(wrong)
}
