//! Posting drafts, giving them up, and undoing posted credit notes (`domain/facts.md` §1.5, 1.8, 1.9).

use super::work::Work;
use super::{access, approvals, books, draft};
use crate::domain::accounting::{number_prefix, posting_accounting_date};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Thing, Wrong};
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice, PaymentState};
use crate::domain::user::Right;
use crate::store::{Read, catalog, driver, exchange, invoice, reconciliation, sequence};

/// A document that must be there.
pub fn find(read: &Read<'_>, id: InvoiceId) -> Result<Invoice> {
    invoice::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Invoice, key: format!("id:{id}") })
}

/// Posts a draft: checks the ceilings once more, gives it a date in an open period and a number, and
/// matches a credit note with its invoice.
pub fn post(work: &mut Work<'_, '_>, id: InvoiceId) -> Result<()> {
    let drafted = find(work.tx, id)?;
    let mut doc = drafted.clone();
    match doc.state {
        DocumentState::Posted => return Err(Error::AlreadyPosted { document: doc.label() }),
        DocumentState::Cancelled => return Err(Error::NotDraft { document: doc.label() }),
        DocumentState::Draft => {}
    }
    work.ticket = work.ticket.or(doc.ticket);
    work.invoice.get_or_insert(id);
    if doc.lines.is_empty() {
        return Err(Error::NoLines { document: doc.label() });
    }
    let date = doc.date.unwrap_or(work.today);
    if date > work.today {
        return Err(Error::DateInFuture { date });
    }
    if doc.kind == DocumentKind::CreditNote {
        draft::recompute(work.tx, &mut doc)?;
    }
    access::require_posting(work.tx, &work.actor, &doc, work.day())?;
    if doc.total.0 < 0 {
        return Err(Error::NegativeTotal);
    }
    // What a later lock had moved beyond today goes by its own date again.
    let wanted =
        if doc.date.is_none() || doc.accounting_date > work.today { date } else { doc.accounting_date };
    doc.accounting_date = posting_accounting_date(wanted, work.settings.lock_date, work.today)?;
    doc.date = Some(date);
    doc.due_date = doc.due_date.or(Some(date));
    write(work, &doc, &drafted)?;
    let Some(source) = doc.reverses else { return books::refresh(work.tx, id, &mut work.effects) };
    match doc.kind {
        DocumentKind::CreditNote => settle_credit(work, source, id)?,
        DocumentKind::Invoice => {
            books::match_documents(work.tx, id, source, &mut work.effects)?;
        }
    }
    // What may still be credited of the invoice changed, whatever is open on it.
    invoice::touch(work.tx, source)
}

/// Matches a credit note with its invoice, then with what the customer owes because earlier notes of that
/// invoice were paid out and undone: that money left already.
fn settle_credit(work: &mut Work<'_, '_>, source: InvoiceId, note: InvoiceId) -> Result<()> {
    books::match_documents(work.tx, source, note, &mut work.effects)?;
    for counter in reconciliation::open_counters(work.tx, source)? {
        books::match_documents(work.tx, counter, note, &mut work.effects)?;
    }
    Ok(())
}

fn write(work: &mut Work<'_, '_>, doc: &Invoice, drafted: &Invoice) -> Result<()> {
    match doc.lines == drafted.lines && doc.taxes == drafted.taxes {
        true => invoice::rewrite_head(work.tx, doc)?,
        false => invoice::rewrite(work.tx, doc)?,
    }
    let journal = catalog::load_journal(work.tx, doc.journal)?.ok_or_else(|| driver::damaged("journal"))?;
    let prefix = number_prefix(&journal.code, doc.kind, doc.accounting_date);
    let number = sequence::next_number(work.tx, &prefix)?;
    invoice::finish(work.tx, doc.id, DocumentState::Posted, Some(&number))?;
    invoice::posted_by(work.tx, doc.id, work.actor.id, work.now)?;
    approvals::settle(work, drafted)?;
    if let Some(order) = doc.order {
        work.invoiced(order)?;
    }
    let mut effect = Effect::change(books::subject(doc.kind), number)
        .was(Key::State, DocumentState::Draft.as_str())
        .now(Key::State, DocumentState::Posted.as_str())
        .moved(Key::Total, Some((drafted.total, doc.currency)), Some((doc.total, doc.currency)))
        .moved(Key::Date, drafted.date, doc.date)
        .moved(Key::AccountingDate, Some(drafted.accounting_date), Some(doc.accounting_date));
    if drafted.accounting_date == doc.accounting_date && doc.date != Some(doc.accounting_date) {
        // The draft had another day in the books already; posting is where it counts.
        effect = effect
            .was(Key::AccountingDate, drafted.accounting_date)
            .now(Key::AccountingDate, doc.accounting_date);
    }
    work.note(effect);
    Ok(())
}

/// Gives a draft up.
pub fn cancel(work: &mut Work<'_, '_>, id: InvoiceId) -> Result<()> {
    let doc = find(work.tx, id)?;
    if doc.state != DocumentState::Draft {
        return Err(Error::NotDraft { document: doc.label() });
    }
    access::require_draft(&work.actor, &doc)?;
    apart(work, &doc)?;
    (work.ticket, work.invoice) = (doc.ticket, Some(id));
    give_up(work, &doc)
}

/// Refuses a document that settles an exchange: it stands and falls with it.
pub fn apart(work: &Work<'_, '_>, doc: &Invoice) -> Result<()> {
    match exchange::settles(work.tx, doc.id)? {
        true => Err(Error::WrongState { document: doc.label(), why: Wrong::SettlesExchange }),
        false => Ok(()),
    }
}

/// Gives a draft up, whoever made it.
pub fn give_up(work: &mut Work<'_, '_>, doc: &Invoice) -> Result<()> {
    invoice::finish(work.tx, doc.id, DocumentState::Cancelled, None)?;
    approvals::settle(work, doc)?;
    if let Some(order) = doc.order {
        work.invoiced(order)?;
    }
    work.note(
        Effect::change(books::subject(doc.kind), doc.label())
            .was(Key::State, DocumentState::Draft.as_str())
            .now(Key::State, DocumentState::Cancelled.as_str()),
    );
    Ok(())
}

/// Undoes a posted credit note: an invoice of the same lines, posted today and matched with it; what it
/// credited is creditable again, and the documents that it was matched with are open again. What was paid
/// out on it stays open on the counter-document.
pub fn reverse(work: &mut Work<'_, '_>, id: InvoiceId) -> Result<InvoiceId> {
    access::require(&work.actor, Right::Accounting)?;
    let note = find(work.tx, id)?;
    let wrong = |why| Err(Error::WrongState { document: note.label(), why });
    match (note.kind, note.state) {
        (DocumentKind::Invoice, _) => return wrong(Wrong::NotACreditNote),
        (_, DocumentState::Posted) => {}
        _ => return Err(Error::InvoiceNotPosted { document: note.label() }),
    }
    apart(work, &note)?;
    if !invoice::reversing(work.tx, id, DocumentState::Posted)?.is_empty() {
        return wrong(Wrong::AlreadyReversed);
    }
    work.ticket = note.ticket;
    for m in reconciliation::of_document(work.tx, id)? {
        // Money that was paid out stays paid out: the counter-document says who owes it now.
        if m.kind != Subject::Payment {
            books::release(work.tx, id, &m, &mut work.effects)?;
        }
    }
    let mut counter = Invoice {
        kind: DocumentKind::Invoice,
        state: DocumentState::Draft,
        number: None,
        date: Some(work.today),
        accounting_date: work.today,
        due_date: Some(work.today),
        reference: Some(crate::text::stored::reversal_of(
            &crate::text::Words::new(work.settings.language),
            &note.label(),
            None,
        )),
        reverses: Some(id),
        created_by: Some(work.actor.id),
        residual: note.total,
        payment_state: PaymentState::NotPaid,
        ..note.clone()
    };
    for line in &mut counter.lines {
        line.source = Some(line.id);
    }
    let counter = super::refund::insert(work, &counter)?;
    work.invoice = Some(counter);
    post(work, counter)?;
    if let Some(source) = note.reverses {
        invoice::touch(work.tx, source)?;
    }
    Ok(counter)
}
