//! Orders and invoices without their lines: checked, then they wait for them.

use super::Intake;
use super::rows::{InvoiceRow, OrderRow};
use crate::domain::error::{Invalid, Result, Thing};
use crate::domain::ids::JournalId;
use crate::domain::invoice::DocumentKind;
use crate::store::import::find;
use crate::store::import::staged::{self, StagedDocument};
use crate::store::invoice;

/// What orders wait under; invoices wait under the code of their kind.
pub(super) const ORDER: &str = "order";

impl Intake<'_> {
    /// orders.csv
    pub fn order(&mut self, row: &OrderRow) -> Result<()> {
        if !self.document(Thing::Order, &row.number, row)? {
            return Ok(());
        }
        if find::order(self.tx, &row.number)?.is_some() {
            self.wrong("number", Invalid::Taken { given: row.number.clone() });
        }
        let customer = self.customer_named("customer", &row.customer)?;
        let Some((customer, _)) = customer.filter(|_| self.is_sound()) else {
            self.refuse(Thing::Order, &row.number);
            return Ok(());
        };
        let waiting = StagedDocument {
            seq: self.place(),
            at: self.line,
            number: row.number.clone(),
            kind: ORDER.to_owned(),
            customer,
            journal: JournalId(0),
            date: row.date,
            due_date: None,
            order: None,
            currency: row.currency.unwrap_or(self.currency),
            state: row.state.as_str().to_owned(),
            other: None,
        };
        staged::put_document(self.tx, &waiting)
    }

    /// invoices.csv
    pub fn invoice(&mut self, row: &InvoiceRow) -> Result<()> {
        if !self.document(Thing::Invoice, &row.number, row)? {
            return Ok(());
        }
        if row.number.starts_with("id:") {
            // Such a number would name a draft by its row.
            self.wrong(
                "number",
                Invalid::Malformed { given: row.number.clone(), form: "INV/2026/00001".into() },
            );
        } else if invoice::find(self.tx, &row.number)?.is_some() {
            self.wrong("number", Invalid::Taken { given: row.number.clone() });
        }
        if row.kind == DocumentKind::Invoice && row.reverses.is_some() {
            self.wrong("reverses", Invalid::Contradicts { other: "kind".to_owned() });
        }
        let customer = self.customer_named("customer", &row.customer)?;
        let journal = self.sale_journal("journal", row.journal.as_deref())?;
        let order = match &row.order {
            Some(number) => self.order_named("order", number)?.map(|(id, ..)| id),
            None => None,
        };
        let (Some((customer, _)), Some(journal), true) = (customer, journal, self.is_sound()) else {
            self.refuse(Thing::Invoice, &row.number);
            return Ok(());
        };
        let waiting = StagedDocument {
            seq: self.place(),
            at: self.line,
            number: row.number.clone(),
            kind: row.kind.as_str().to_owned(),
            customer,
            journal,
            date: row.date,
            due_date: row.due_date,
            order,
            currency: row.currency.unwrap_or(self.currency),
            state: row.state.as_str().to_owned(),
            other: row.reverses.clone(),
        };
        staged::put_document(self.tx, &waiting)
    }

    /// The place of the row at hand in its file.
    pub(super) fn place(&self) -> i64 {
        self.line as i64
    }
}
