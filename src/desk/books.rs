//! Matching: what is open on posted documents, and what that makes of their payment state
//! (`domain/facts.md` §1.6). Every match of the program is made and released here.

use crate::domain::accounting::payment_state;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::Result;
use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice};
use crate::domain::money::Amount;
use crate::store::reconciliation::{self, Match, Pair};
use crate::store::{Tx, driver, invoice};

/// The subject of effects about a kind of document.
pub fn subject(kind: DocumentKind) -> Subject {
    match kind {
        DocumentKind::Invoice => Subject::Invoice,
        DocumentKind::CreditNote => Subject::CreditNote,
    }
}

/// Matches two posted documents by as much as is open on both; nothing where nothing is.
pub fn match_documents(
    tx: &Tx<'_>,
    owed: InvoiceId,
    credit: InvoiceId,
    effects: &mut Vec<Effect>,
) -> Result<Amount> {
    let (invoice, note) = (head(tx, owed)?, head(tx, credit)?);
    let amount = invoice.residual.min(note.residual);
    if amount.0 > 0 {
        reconciliation::insert(tx, Pair::Documents { invoice: owed, credit_note: credit }, amount)?;
        effects.push(
            Effect::add(Subject::Reconciliation, note.label())
                .now(Key::With, invoice.label().as_str())
                .now(Key::Amount, (amount, invoice.currency)),
        );
    }
    refresh_known(tx, &invoice, effects)?;
    refresh_known(tx, &note, effects)?;
    Ok(amount)
}

/// Matches a posted document with an amount of a payment.
pub fn match_payment(
    tx: &Tx<'_>,
    document: InvoiceId,
    (payment, reference): (PaymentId, &str),
    amount: Amount,
    effects: &mut Vec<Effect>,
) -> Result<()> {
    let of = head(tx, document)?;
    let pair = match of.kind {
        DocumentKind::Invoice => Pair::InvoicePayment { invoice: document, payment },
        DocumentKind::CreditNote => Pair::CreditNotePayment { credit_note: document, payment },
    };
    reconciliation::insert(tx, pair, amount)?;
    effects.push(
        Effect::add(Subject::Reconciliation, reference.to_owned())
            .now(Key::With, of.label())
            .now(Key::Amount, (amount, of.currency)),
    );
    refresh(tx, document, effects)
}

/// Releases a match of a document, on both sides.
pub fn release(tx: &Tx<'_>, document: InvoiceId, released: &Match, effects: &mut Vec<Effect>) -> Result<()> {
    let of = head(tx, document)?;
    reconciliation::release(tx, released.id)?;
    effects.push(
        Effect::remove(Subject::Reconciliation, released.label.clone())
            .was(Key::With, of.label())
            .was(Key::Amount, (released.amount, of.currency)),
    );
    refresh(tx, document, effects)?;
    if released.kind == Subject::Payment { Ok(()) } else { refresh(tx, InvoiceId(released.other), effects) }
}

/// Works out what is open on a posted document, and says so where it changed.
pub fn refresh(tx: &Tx<'_>, id: InvoiceId, effects: &mut Vec<Effect>) -> Result<()> {
    refresh_known(tx, &head(tx, id)?, effects)
}

fn refresh_known(tx: &Tx<'_>, before: &Invoice, effects: &mut Vec<Effect>) -> Result<()> {
    if before.state != DocumentState::Posted {
        return Ok(());
    }
    let (sum, matched) = reconciliation::matched(tx, before.id)?;
    let residual = before.total - sum;
    let state = payment_state(before.kind, before.total, residual, matched);
    let effect = Effect::change(subject(before.kind), before.label())
        .moved(Key::Residual, Some((before.residual, before.currency)), Some((residual, before.currency)))
        .moved(Key::PaymentState, Some(before.payment_state.as_str()), Some(state.as_str()));
    if !effect.is_idle() {
        invoice::set_balance(tx, before.id, residual, state)?;
        effects.push(effect);
    }
    Ok(())
}

/// A document that must be there.
pub fn head(tx: &Tx<'_>, id: InvoiceId) -> Result<Invoice> {
    invoice::head(tx, id)?.ok_or_else(|| driver::damaged("document"))
}
