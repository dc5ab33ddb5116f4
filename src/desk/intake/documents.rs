//! Orders and invoices without their lines: checked, then they wait for them.

use super::Intake;
use super::rows::{InvoiceRow, OrderRow};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::JournalId;
use crate::domain::invoice::{DocumentKind, DocumentState};
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
        if self.is_number(&row.number, "S00001") && find::order(self.tx, &row.number)?.is_some() {
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
        if self.is_number(&row.number, "INV/2026/00001") && invoice::find(self.tx, &row.number)?.is_some() {
            self.wrong("number", Invalid::Taken { given: row.number.clone() });
        }
        if row.kind == DocumentKind::Invoice && row.reverses.is_some() {
            self.wrong("reverses", Invalid::Contradicts { other: "kind".to_owned() });
        }
        if row.state == DocumentState::Posted {
            self.not_in_future("date", row.date);
        }
        if let Some(date) = row.due_date.filter(|due| *due < row.date) {
            let (document, invoice_date) = (row.number.clone(), row.date);
            self.wrong("due_date", Error::DateBeforeInvoice { date, document, invoice_date });
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

    /// Whether a number is none that would name a document by its row; tells it.
    pub(super) fn is_number(&mut self, number: &str, form: &str) -> bool {
        let names_row = number.starts_with("id:");
        if names_row {
            self.wrong("number", Invalid::Malformed { given: number.to_owned(), form: form.to_owned() });
        }
        !names_row
    }

    /// Refuses a day that has not come, for what is done.
    pub(super) fn not_in_future(&mut self, column: &'static str, date: chrono::NaiveDate) {
        if date > self.today {
            self.wrong(column, Error::DateInFuture { date });
        }
    }

    /// The place of the row at hand in its file.
    pub(super) fn place(&self) -> i64 {
        self.line as i64
    }
}
