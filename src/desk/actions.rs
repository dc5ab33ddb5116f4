//! What may be done with a document now, and if not, why: the same checks as the command itself makes,
//! as far as they can be made without carrying it out.

use super::{Desk, access, load_user, posting, settings};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{DocumentAction, DocumentKind, DocumentState, Invoice};
use crate::domain::user::{Right, User};
use crate::store::{Read, invoice};

/// An action that a document offers, and why it can't be used now.
pub type Offered = (DocumentAction, Option<Error>);

impl Desk {
    /// The actions that a document offers in its state, the most likely first.
    pub fn document_actions(&mut self, id: InvoiceId) -> Result<Vec<Offered>> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let doc = posting::find(read, id)?;
            let actor = load_user(read, actor)?;
            let today = clock.today(&settings(read)?);
            let reversed = !invoice::reversing(read, id, DocumentState::Posted)?.is_empty();
            let offered = offers(&doc, reversed);
            Ok(offered
                .into_iter()
                .map(|action| (action, refused(read, action, &doc, &actor, today).err()))
                .collect())
        })
    }
}

fn offers(doc: &Invoice, reversed: bool) -> Vec<DocumentAction> {
    use DocumentAction as A;
    match (doc.state, doc.kind) {
        (DocumentState::Draft, _) => vec![A::Post, A::Edit, A::Cancel],
        (DocumentState::Cancelled, _) => vec![],
        (DocumentState::Posted, DocumentKind::Invoice) => vec![A::Pay],
        (DocumentState::Posted, DocumentKind::CreditNote) if reversed => vec![A::Match, A::Pay],
        (DocumentState::Posted, DocumentKind::CreditNote) => vec![A::Match, A::Pay, A::Reverse],
    }
}

fn refused(
    read: &Read<'_>,
    action: DocumentAction,
    doc: &Invoice,
    actor: &User,
    today: chrono::NaiveDate,
) -> Result<()> {
    match action {
        DocumentAction::Post => {
            access::require_posting(read, actor, doc)?;
            match doc.date.filter(|date| *date > today) {
                Some(date) => Err(Error::DateInFuture { date }),
                None => Ok(()),
            }
        }
        DocumentAction::Edit | DocumentAction::Cancel => access::require_draft(actor, doc),
        DocumentAction::Pay | DocumentAction::Match => {
            access::require(actor, Right::Accounting)?;
            match doc.residual.0 > 0 {
                true => Ok(()),
                false => Err(Error::WrongState { document: doc.label(), why: Wrong::NothingOpen }),
            }
        }
        DocumentAction::Reverse => access::require(actor, Right::Accounting),
    }
}
