//! Payments, and matches between documents and payments.

use chrono::NaiveDate;

use super::driver::{Read, Row, Tx};
use crate::domain::accounting::Matched;
use crate::domain::effect::Subject;
use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, InvoiceId, MatchId, PaymentId};
use crate::domain::money::{Amount, Currency};
use crate::params;

/// A payment as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Row; zero while it is not stored.
    pub id: PaymentId,
    /// Natural key.
    pub reference: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// Document that it was registered on.
    pub invoice: InvoiceId,
    /// Day.
    pub date: NaiveDate,
    /// Currency.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
}

/// What is matched with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// An invoice with a credit note.
    Documents {
        /// The invoice.
        invoice: InvoiceId,
        /// The credit note.
        credit_note: InvoiceId,
    },
    /// An invoice with the customer's payment.
    InvoicePayment {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
    },
    /// A credit note with a payment to the customer.
    CreditNotePayment {
        /// The credit note.
        credit_note: InvoiceId,
        /// The payment.
        payment: PaymentId,
    },
}

/// A match as one of its sides sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Row.
    pub id: MatchId,
    /// What is on the other side.
    pub kind: Subject,
    /// Its number or reference.
    pub label: String,
    /// Its row: of a document or of a payment.
    pub other: i64,
    /// Its day.
    pub date: Option<NaiveDate>,
    /// How much.
    pub amount: Amount,
}

fn payment(row: &Row<'_>) -> Result<PaymentRow> {
    Ok(PaymentRow {
        id: row.get(0)?,
        reference: row.get(1)?,
        customer: row.get(2)?,
        invoice: row.get(3)?,
        date: row.get(4)?,
        currency: row.get(5)?,
        amount: row.get(6)?,
    })
}

/// A payment by its reference.
pub fn find_payment(read: &Read<'_>, reference: &str) -> Result<Option<PaymentRow>> {
    read.first(
        "SELECT id, reference, customer_id, invoice_id, date, currency, amount FROM payment WHERE reference = ?1",
        params![reference],
        payment,
    )
}

/// A payment by its row.
pub fn load_payment(read: &Read<'_>, id: PaymentId) -> Result<Option<PaymentRow>> {
    read.first(
        "SELECT id, reference, customer_id, invoice_id, date, currency, amount FROM payment WHERE id = ?1",
        params![id],
        payment,
    )
}

/// Writes a payment; answers its id.
pub fn insert_payment(tx: &Tx<'_>, p: &PaymentRow) -> Result<PaymentId> {
    let id = tx.insert(
        "INSERT INTO payment (reference, customer_id, invoice_id, date, currency, amount)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![&p.reference, p.customer, p.invoice, p.date, p.currency, p.amount],
    )?;
    Ok(PaymentId(id))
}

/// What of a payment is matched with nothing.
pub fn open_of_payment(read: &Read<'_>, id: PaymentId) -> Result<Amount> {
    read.one(
        "SELECT p.amount - ifnull((SELECT sum(amount) FROM reconciliation WHERE payment_id = p.id AND released = 0), 0)
         FROM payment p WHERE p.id = ?1",
        params![id],
        |row| row.get(0),
    )
}

/// Writes a match.
pub fn insert(tx: &Tx<'_>, pair: Pair, amount: Amount) -> Result<MatchId> {
    let (invoice, credit_note, payment) = match pair {
        Pair::Documents { invoice, credit_note } => (Some(invoice), Some(credit_note), None),
        Pair::InvoicePayment { invoice, payment } => (Some(invoice), None, Some(payment)),
        Pair::CreditNotePayment { credit_note, payment } => (None, Some(credit_note), Some(payment)),
    };
    let id = tx.insert(
        "INSERT INTO reconciliation (invoice_id, credit_note_id, payment_id, amount) VALUES (?1, ?2, ?3, ?4)",
        params![invoice, credit_note, payment, amount],
    )?;
    Ok(MatchId(id))
}

/// Releases a match.
pub fn release(tx: &Tx<'_>, id: MatchId) -> Result<()> {
    tx.run("UPDATE reconciliation SET released = 1 WHERE id = ?1", params![id])?;
    Ok(())
}

/// The matches of a document, oldest first.
pub fn of_document(read: &Read<'_>, id: InvoiceId) -> Result<Vec<Match>> {
    read.all(
        "SELECT r.id, ifnull(o.kind, 'payment'), ifnull(o.number, p.reference), ifnull(o.id, p.id),
            ifnull(o.date, p.date), r.amount
         FROM reconciliation r
         LEFT JOIN invoice o ON o.id = CASE WHEN r.invoice_id = ?1 THEN r.credit_note_id ELSE r.invoice_id END
         LEFT JOIN payment p ON p.id = r.payment_id
         WHERE (r.invoice_id = ?1 OR r.credit_note_id = ?1) AND r.released = 0 ORDER BY r.id",
        params![id],
        |row| {
            Ok(Match {
                id: row.get(0)?,
                kind: row.get(1)?,
                label: row.get(2)?,
                other: row.get(3)?,
                date: row.get(4)?,
                amount: row.get(5)?,
            })
        },
    )
}

/// Counter-documents of an invoice's credit notes on which something is open, oldest first.
pub fn open_counters(read: &Read<'_>, source: InvoiceId) -> Result<Vec<InvoiceId>> {
    read.all(
        "SELECT c.id FROM invoice n JOIN invoice c ON c.reverses_id = n.id JOIN invoice_balance b ON b.invoice_id = c.id
         WHERE n.reverses_id = ?1 AND c.state = 'posted' AND b.residual > 0 ORDER BY c.id",
        params![source],
        |row| row.get(0),
    )
}

/// What a document is matched with: the sum, and how many of each.
pub fn matched(read: &Read<'_>, id: InvoiceId) -> Result<(Amount, Matched)> {
    read.one(
        "SELECT ifnull(sum(amount), 0), count(payment_id), count(*) - count(payment_id)
         FROM reconciliation WHERE (invoice_id = ?1 OR credit_note_id = ?1) AND released = 0",
        params![id],
        |row| {
            let (payments, documents): (i64, i64) = (row.get(1)?, row.get(2)?);
            let counts = Matched { payments: payments as usize, documents: documents as usize };
            Ok((row.get(0)?, counts))
        },
    )
}
