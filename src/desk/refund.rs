//! Making credit notes from a ticket (`domain/facts.md` §1.3, 1.4).

use chrono::NaiveDate;

use super::posting;
use super::refund_facts::{self, Base};
use super::stock::received;
use super::work::Work;
use super::{books, views};
use crate::domain::command::{Answer, RefundAnswer};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::{InvoiceId, JournalId, TicketId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice, PaymentState};
use crate::domain::ticket::Ticket;
use crate::domain::wizard::refund::{Facts, Note, RECEIVED, RefundRequest, plan};
use crate::store::{Read, exchange, invoice, reconciliation, ticket};
use crate::text::Words;

/// What a refund made: its credit notes, and the drafts that repeat them.
#[derive(Default)]
pub struct Made {
    notes: Vec<InvoiceId>,
    repeats: Vec<InvoiceId>,
}

/// Carries a refund out.
pub fn refund(work: &mut Work<'_, '_>, request: &RefundRequest) -> Result<Made> {
    let ticket = find_ticket(work.tx, request.ticket)?;
    refund_facts::require_refund(work.tx, &work.actor, &ticket)?;
    work.ticket = Some(ticket.id);
    let base = Base { ticket: &ticket, settings: &work.settings, today: work.today };
    let facts = refund_facts::for_request(work.tx, base, request)?;
    let mut facts = facts;
    if let Some(id) = request.received {
        facts.received = Some(Ok(received::of(work.tx, id).map_err(|e| e.at(RECEIVED))?));
    }
    let plan = plan(&facts, request)?;
    let mut made = Made::default();
    for note in &plan.notes {
        let source = source(&facts, note)?;
        let heading = Heading {
            journal: request.journal,
            date: request.date,
            reason: request.reason.as_deref(),
            ticket: Some(request.ticket),
        };
        let id = insert(work, &draft_note(work, heading, source, note))?;
        work.invoice.get_or_insert(id);
        if plan.post {
            if plan.repeat {
                release_payments(work, source.id)?;
            }
            posting::post(work, id)?;
        }
        if let Some(of) = request.received {
            exchange::about_document(work.tx, of, id, false)?;
        }
        made.notes.push(id);
        if plan.repeat {
            made.repeats.push(insert(work, &draft_repeat(work, heading, source, note))?);
        }
    }
    Ok(made)
}

/// What was made, as it is answered.
pub fn answer(read: &Read<'_>, made: &Made) -> Result<Answer> {
    let views = |ids: &[InvoiceId]| ids.iter().map(|id| views::document(read, *id)).collect::<Result<_>>();
    Ok(Answer::Refund(RefundAnswer { credit_notes: views(&made.notes)?, invoices: views(&made.repeats)? }))
}

/// A ticket that must be there.
pub fn find_ticket(read: &Read<'_>, id: TicketId) -> Result<Ticket> {
    ticket::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Ticket, key: id.to_string() })
}

fn source<'f>(facts: &'f Facts, note: &Note) -> Result<&'f Invoice> {
    let of = facts.invoices.iter().map(|i| &i.creditable.invoice).find(|i| i.id == note.invoice);
    of.ok_or_else(|| crate::store::driver::damaged("invoice"))
}

/// What stands above a credit note's lines.
#[derive(Clone, Copy)]
pub(super) struct Heading<'h> {
    pub(super) journal: JournalId,
    pub(super) date: NaiveDate,
    pub(super) reason: Option<&'h str>,
    pub(super) ticket: Option<TicketId>,
}

/// The credit note: the invoice's lines as far as they are credited, under the same customer.
pub(super) fn draft_note(work: &Work<'_, '_>, head: Heading<'_>, source: &Invoice, note: &Note) -> Invoice {
    let words = Words::new(work.settings.language);
    Invoice {
        id: InvoiceId(0),
        version: 1,
        number: None,
        kind: DocumentKind::CreditNote,
        state: DocumentState::Draft,
        journal: head.journal,
        date: Some(head.date),
        accounting_date: note.accounting_date,
        due_date: Some(head.date),
        reason: head.reason.map(str::to_owned),
        reference: Some(crate::text::stored::reversal_of(&words, &source.label(), head.reason)),
        untaxed: note.amounts.untaxed,
        tax: note.amounts.tax,
        total: note.amounts.total,
        residual: note.amounts.total.abs(),
        payment_state: PaymentState::NotPaid,
        reverses: Some(source.id),
        created_by: Some(work.actor.id),
        ticket: head.ticket,
        lines: note.lines.clone(),
        taxes: note.amounts.taxes.clone(),
        ..source.clone()
    }
}

/// The new draft invoice: exactly what the note credits, amounts as amounts; it gets its date when it is
/// posted.
fn draft_repeat(work: &Work<'_, '_>, head: Heading<'_>, source: &Invoice, note: &Note) -> Invoice {
    let mut repeat = draft_note(work, head, source, note);
    repeat.kind = DocumentKind::Invoice;
    repeat.journal = source.journal;
    repeat.date = None;
    repeat.due_date = None;
    repeat.reason = None;
    repeat.reference = None;
    repeat.reverses = None;
    for line in &mut repeat.lines {
        line.source = None;
    }
    repeat
}

/// Writes a new draft, and says so.
pub fn insert(work: &mut Work<'_, '_>, draft: &Invoice) -> Result<InvoiceId> {
    let id = invoice::insert(work.tx, draft)?;
    if let Some(order) = draft.order {
        work.invoiced(order)?;
    }
    let of = draft.reverses.map(|source| invoice::label(work.tx, source)).transpose()?;
    work.note(
        Effect::add(books::subject(draft.kind), crate::domain::invoice::label(None, id))
            .now(Key::State, draft.state.as_str())
            .now(Key::Total, (draft.total, draft.currency))
            .now_if(Key::With, of)
            .now_if(Key::Date, draft.date)
            .now_if(
                Key::AccountingDate,
                (draft.date != Some(draft.accounting_date)).then_some(draft.accounting_date),
            ),
    );
    Ok(id)
}

/// Un-reconciles the payments of an invoice, never its credit notes.
fn release_payments(work: &mut Work<'_, '_>, id: InvoiceId) -> Result<()> {
    for m in reconciliation::of_document(work.tx, id)? {
        if m.kind == Subject::Payment {
            books::release(work.tx, id, &m, &mut work.effects)?;
        }
    }
    Ok(())
}
