//! What may be done with a document now, and if not, why: the same checks as the command itself makes,
//! as far as they can be made without carrying it out.

use super::access::Day;
use super::{Desk, access, approvals, load_user, posting, settings};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{DocumentAction, DocumentKind, DocumentState, Invoice};
use crate::domain::user::{Right, User};
use crate::store::{Read, approval, invoice};

/// An action that a document offers, and why it can't be used now.
pub type Offered = (DocumentAction, Option<Error>);

impl Desk {
    /// The actions that a document offers in its state, the most likely first.
    pub fn document_actions(&mut self, id: InvoiceId) -> Result<Vec<Offered>> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let doc = posting::find(read, id)?;
            let actor = load_user(read, actor)?;
            let settings = settings(read)?;
            let today = clock.today(&settings);
            let day = settings.bounds_of(today);
            let reversed = !invoice::reversing(read, id, DocumentState::Posted)?.is_empty();
            let offered = match doc.state {
                DocumentState::Draft => of_draft(read, &doc, &actor, day)?,
                _ => offers(&doc, reversed),
            };
            Ok(offered
                .into_iter()
                .map(|action| (action, refused(read, action, &doc, &actor, (today, day)).err()))
                .collect())
        })
    }
}

impl Desk {
    /// Which limit of who acts a draft is above, where it is above one.
    pub fn beyond_limit(&mut self, id: InvoiceId) -> Result<Option<Error>> {
        let (actor, clock) = (self.actor_id()?, self.clock);
        self.store.read(|read| {
            let (doc, actor, settings) = (posting::find(read, id)?, load_user(read, actor)?, settings(read)?);
            if doc.state != DocumentState::Draft {
                return Ok(None);
            }
            let day = settings.bounds_of(clock.today(&settings));
            let refused = access::require_posting(read, &actor, &doc, day).err();
            Ok(refused.filter(|error| matches!(error, Error::LimitExceeded { .. })))
        })
    }
}

/// Of a draft: what is above a limit is asked for, who did not ask decides.
fn of_draft(read: &Read<'_>, doc: &Invoice, actor: &User, day: Day) -> Result<Vec<DocumentAction>> {
    use DocumentAction as A;
    let mut offered = match approval::waiting(read, doc.id)? {
        Some(of) if approvals::decidable(read, actor, &of, doc) => vec![A::Approve, A::Reject],
        Some(of) if of.asked_by == actor.id => vec![A::Post, A::WithdrawApproval],
        _ => match access::require_posting(read, actor, doc, day) {
            Err(Error::LimitExceeded { .. }) => vec![A::RequestApproval],
            _ => vec![A::Post],
        },
    };
    offered.extend([A::Edit, A::Cancel]);
    Ok(offered)
}

fn offers(doc: &Invoice, reversed: bool) -> Vec<DocumentAction> {
    use DocumentAction as A;
    match (doc.state, doc.kind) {
        (DocumentState::Draft, _) => vec![],
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
    (today, day): (chrono::NaiveDate, Day),
) -> Result<()> {
    match action {
        DocumentAction::Approve | DocumentAction::Reject | DocumentAction::WithdrawApproval => Ok(()),
        DocumentAction::RequestApproval => access::require_draft(actor, doc),
        DocumentAction::Post => {
            access::require_posting(read, actor, doc, day)?;
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
