//! Registering payments, and matching what is open.

use super::posting::find;
use super::work::Work;
use super::{access, books};
use crate::domain::accounting::payment_prefix;
use crate::domain::command::{Credit, Payment};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::{CustomerId, InvoiceId, PaymentId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice};
use crate::domain::money::{Amount, Currency, Money};
use crate::domain::user::Right;
use crate::store::reconciliation::{self, PaymentRow};
use crate::store::{customer, driver, sequence};

/// Registers a payment on a posted document: from the customer on an invoice, to it on a credit note.
pub fn pay(work: &mut Work<'_, '_>, id: InvoiceId, payment: Payment) -> Result<()> {
    access::require(&work.actor, Right::Accounting)?;
    let doc = posted(work, id)?;
    if payment.amount.0 <= 0 {
        let given = payment.amount.plain(doc.currency);
        return Err(Error::from(Invalid::NotPositive { given }).at("amount"));
    }
    if payment.amount > doc.residual {
        let open = Money::new(doc.residual, doc.currency);
        return Err(Error::from(Invalid::MoreThanOpen { open }).at("amount"));
    }
    let date = payment.date.unwrap_or(work.today);
    if date > work.today {
        return Err(Error::DateInFuture { date }.at("date"));
    }
    if let Some(lock) = work.settings.lock_date.filter(|lock| date <= *lock) {
        return Err(Error::PeriodLocked { lock }.at("date"));
    }
    (work.ticket, work.invoice) = (doc.ticket, Some(id));
    let reference = sequence::next_number(work.tx, &payment_prefix(date))?;
    let row = PaymentRow {
        id: PaymentId(0),
        reference,
        customer: doc.customer,
        invoice: id,
        date,
        currency: doc.currency,
        amount: payment.amount,
    };
    let made = reconciliation::insert_payment(work.tx, &row)?;
    work.note(
        Effect::add(Subject::Payment, row.reference.clone())
            .now(Key::Amount, (row.amount, row.currency))
            .now(Key::Date, date)
            .now(Key::With, doc.label()),
    );
    books::match_payment(work.tx, id, (made, &row.reference), row.amount, &mut work.effects)
}

/// Matches what is open of a credit note or a payment with what is open on an invoice.
pub fn allocate(work: &mut Work<'_, '_>, credit: Credit, to: InvoiceId) -> Result<()> {
    access::require(&work.actor, Right::Accounting)?;
    let owed = posted(work, to)?;
    if owed.kind != DocumentKind::Invoice {
        return Err(Error::WrongState { document: owed.label(), why: Wrong::NotAnInvoice });
    }
    work.invoice = Some(to);
    work.ticket = owed.ticket;
    match credit {
        Credit::Note(id) => {
            let note = posted(work, id)?;
            if note.kind != DocumentKind::CreditNote {
                return Err(Error::WrongState { document: note.label(), why: Wrong::NotACreditNote });
            }
            same_books(work, &owed, note.customer, note.currency)?;
            work.ticket = owed.ticket.or(note.ticket);
            nothing_open(&note.label(), note.residual)?;
            nothing_open(&owed.label(), owed.residual)?;
            books::match_documents(work.tx, to, id, &mut work.effects)?;
        }
        Credit::Payment(id) => {
            let payment =
                reconciliation::load_payment(work.tx, id)?.ok_or_else(|| driver::damaged("payment"))?;
            let registered = find(work.tx, payment.invoice)?;
            if registered.kind != DocumentKind::Invoice {
                return Err(Error::WrongState { document: payment.reference, why: Wrong::PaidOut });
            }
            same_books(work, &owed, payment.customer, payment.currency)?;
            let open = reconciliation::open_of_payment(work.tx, id)?;
            nothing_open(&payment.reference, open)?;
            nothing_open(&owed.label(), owed.residual)?;
            let amount = open.min(owed.residual);
            books::match_payment(work.tx, to, (id, &payment.reference), amount, &mut work.effects)?;
        }
    }
    Ok(())
}

fn posted(work: &Work<'_, '_>, id: InvoiceId) -> Result<Invoice> {
    let doc = find(work.tx, id)?;
    if doc.state == DocumentState::Posted {
        Ok(doc)
    } else {
        Err(Error::InvoiceNotPosted { document: doc.label() })
    }
}

fn same_books(work: &Work<'_, '_>, owed: &Invoice, other: CustomerId, currency: Currency) -> Result<()> {
    if customer::family(work.tx, other)? != owed.family {
        return Err(Error::InvoiceOtherCustomer { document: owed.label() });
    }
    if currency != owed.currency {
        return Err(Error::from(Invalid::OtherCurrency).at("to"));
    }
    Ok(())
}

fn nothing_open(document: &str, open: Amount) -> Result<()> {
    match open.0 > 0 {
        true => Ok(()),
        false => Err(Error::WrongState { document: document.to_owned(), why: Wrong::NothingOpen }),
    }
}
