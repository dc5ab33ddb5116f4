//! Customers. Who is above whom is settled after the file: a parent may come later in it.

use super::Intake;
use super::rows::CustomerRow;
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::CustomerId;
use crate::store::import::{self, staged};
use crate::store::{customer, search};

impl Intake<'_> {
    /// customers.csv
    pub fn customer(&mut self, row: &CustomerRow) -> Result<()> {
        if !self.master(Thing::Customer, &row.reference, row)? {
            return Ok(());
        }
        let known = customer::find(self.tx, &row.reference)?;
        if known.is_none() && row.name.is_none() {
            self.wrong("name", Error::FieldRequired);
            self.refuse(Thing::Customer, &row.reference);
            return Ok(());
        }
        let id = import::save_customer(self.tx, known, row)?;
        if let Some(parent) = &row.company {
            staged::put_link(self.tx, self.line, id.0, parent.as_deref())?;
        }
        self.saved(known.is_some());
        search::customer(self.tx, id)
    }

    /// Ends customers.csv: puts everyone under the company that its row names.
    pub fn customers_end(&mut self) -> Result<()> {
        let links = |intake: &Self, after| staged::links(intake.tx, after);
        let mut after = 0;
        // First everyone leaves their old company: two may have changed places.
        loop {
            let page = links(self, after)?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for link in &page {
                customer::set_parent(self.tx, CustomerId(link.id), None)?;
            }
        }
        after = 0;
        loop {
            let page = links(self, after)?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for link in &page {
                self.line = link.at;
                if let Some(parent) = &link.other {
                    self.put_under(CustomerId(link.id), parent)?;
                }
            }
        }
        self.names.customers.forget();
        staged::clear(self.tx)
    }

    fn put_under(&mut self, id: CustomerId, parent: &str) -> Result<()> {
        let found = customer::find(self.tx, parent)?;
        let found = found.ok_or_else(|| Error::NotFound { what: Thing::Customer, key: parent.to_owned() });
        if let Some(above) = self.at("company", found)? {
            if customer::is_under(self.tx, id, above)? {
                self.wrong("company", Invalid::Circular { given: parent.to_owned() });
            } else {
                return customer::set_parent(self.tx, id, Some(above));
            }
        }
        self.refuse(Thing::Customer, "");
        Ok(())
    }
}
