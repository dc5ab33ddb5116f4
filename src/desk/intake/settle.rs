//! Payments, and the matches of payments and credit notes with what they pay, in the order of their
//! dates, payments first.

use super::rows::PaymentRow;
use super::{Became, Intake};
use crate::desk::books;
use crate::domain::accounting::{PAYMENTS, parse_number};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice};
use crate::domain::money::{Amount, Money};
use crate::store::driver::damaged;
use crate::store::import::staged::{self, Counterpart, StagedDocument, StagedMatch};
use crate::store::{invoice, reconciliation, sequence};

impl Intake<'_> {
    /// payments.csv: of an invoice by the customer, of a credit note to the customer.
    pub fn payment(&mut self, row: &PaymentRow) -> Result<()> {
        if !self.document(Thing::Payment, &row.reference, row)? {
            return Ok(());
        }
        if reconciliation::find_payment(self.tx, &row.reference)?.is_some() {
            self.wrong("reference", Invalid::Taken { given: row.reference.clone() });
        }
        let of = self.paid_document(row)?;
        let amount = match &of {
            Some(of) => self.at("amount", paid_amount(row, of))?,
            None => None,
        };
        let (Some(of), Some(amount), true) = (of, amount, self.is_sound()) else {
            self.refuse(Thing::Payment, &row.reference);
            return Ok(());
        };
        let payment = reconciliation::PaymentRow {
            id: PaymentId(0),
            reference: row.reference.clone(),
            customer: of.customer,
            invoice: of.id,
            date: row.date,
            currency: of.currency,
            amount,
        };
        let id = reconciliation::insert_payment(self.tx, &payment)?;
        if let Some((prefix, serial)) = parse_number(&row.reference, PAYMENTS, DocumentKind::Invoice) {
            sequence::reserve(self.tx, &prefix, serial)?;
        }
        let by = Counterpart::Payment(id, amount);
        staged::put_match(self.tx, &StagedMatch { date: row.date, at: self.line, document: of.id, by })?;
        self.became(Became::Added);
        Ok(())
    }

    fn paid_document(&mut self, row: &PaymentRow) -> Result<Option<Invoice>> {
        let missing = || Error::NotFound { what: Thing::Invoice, key: row.invoice.clone() };
        let id = invoice::find(self.tx, &row.invoice)?.ok_or_else(missing);
        let Some(id) = self.at("invoice", id)? else { return Ok(None) };
        let of = books::head(self.tx, id)?;
        if of.state != DocumentState::Posted {
            self.wrong("invoice", Error::InvoiceNotPosted { document: row.invoice.clone() });
            return Ok(None);
        }
        Ok(Some(of))
    }

    /// Lets the match of a posted credit note wait for its turn.
    pub(super) fn wait_for_match(
        &mut self,
        of: InvoiceId,
        note: InvoiceId,
        document: &StagedDocument,
    ) -> Result<()> {
        let by = Counterpart::CreditNote(note);
        let waiting = StagedMatch { date: document.date, at: document.at, document: of, by };
        staged::put_match(self.tx, &waiting)
    }

    /// Ends payments.csv: makes the matches that wait.
    pub fn settle(&mut self) -> Result<()> {
        self.file = "payments.csv";
        let mut last: Option<StagedMatch> = None;
        loop {
            let page = staged::matches(self.tx, last.as_ref())?;
            let Some(end) = page.last() else { return Ok(()) };
            last = Some(end.clone());
            for waiting in &page {
                self.make_match(waiting)?;
            }
        }
    }

    fn make_match(&mut self, waiting: &StagedMatch) -> Result<()> {
        let mut effects = Vec::new();
        match waiting.by {
            Counterpart::CreditNote(note) => {
                let of = books::head(self.tx, waiting.document)?;
                if books::head(self.tx, note)?.residual > of.residual {
                    let open = Money::new(of.residual, of.currency);
                    self.file = "invoices.csv";
                    self.line = waiting.at;
                    self.wrong("reverses", Invalid::MoreThanOpen { open });
                    self.refuse(Thing::Invoice, "");
                    self.file = "payments.csv";
                    return Ok(());
                }
                books::match_documents(self.tx, waiting.document, note, &mut effects)?;
            }
            Counterpart::Payment(id, amount) => {
                let of = books::head(self.tx, waiting.document)?;
                if amount > of.residual {
                    let open = Money::new(of.residual, of.currency);
                    self.line = waiting.at;
                    self.wrong("amount", Invalid::MoreThanOpen { open });
                    self.refuse(Thing::Payment, "");
                    return Ok(());
                }
                let payment = reconciliation::load_payment(self.tx, id)?.ok_or_else(|| damaged("payment"))?;
                let payer = (id, payment.reference.as_str());
                books::match_payment(self.tx, waiting.document, payer, amount, &mut effects)?;
            }
        }
        Ok(())
    }
}

fn paid_amount(row: &PaymentRow, of: &Invoice) -> Result<Amount> {
    let amount = Amount::from_decimal(row.amount, of.currency)?;
    if amount.0 <= 0 {
        return Err(Invalid::NotPositive { given: row.amount.to_string() }.into());
    }
    Ok(amount)
}
