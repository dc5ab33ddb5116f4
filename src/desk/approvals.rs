//! Requests for approval: asked for where a refund is above a limit, decided by somebody else, about the draft as it was
//! when it was asked for. Approving posts it.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::access::{self, require};
use super::work::Work;
use super::{Desk, load_user, posting};
use crate::domain::approval::{ApprovalState, ApprovalView};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Need, Result, Thing, Wrong};
use crate::domain::ids::{ApprovalId, InvoiceId};
use crate::domain::invoice::{DocumentState, Invoice};
use crate::domain::user::{Right, User};
use crate::domain::wording;
use crate::store::approval::{self, Approval, Filter};
use crate::store::{Read, driver, ticket, user};

/// What a document holds, as far as who approves it looks at it: the same before and after it is posted.
fn digest(of: &Invoice, date: Option<NaiveDate>) -> Vec<u8> {
    let mut sha = Sha256::new();
    sha.update(format!(
        "{}|{}|{:?}|{}|{}|{:?}|{:?}|{:?}",
        of.customer, of.journal, date, of.total.0, of.tax.0, of.reverses, of.reason, of.reference
    ));
    for line in &of.lines {
        let part = (line.line, line.quantity, line.unit_price, line.amounts.total.0, line.amount_only);
        sha.update(format!("|{part:?}"));
    }
    sha.finalize().to_vec()
}

fn find(read: &Read<'_>, id: ApprovalId) -> Result<Approval> {
    let missing = || Error::NotFound { what: Thing::Approval, key: id.to_string() };
    approval::load(read, id)?.ok_or_else(missing)
}

/// How a request is named in effects.
fn label(id: ApprovalId) -> String {
    format!("approval:{id}")
}

/// What somebody says with a request or a decision.
fn said(text: Option<&str>, field: &'static str) -> Result<Option<String>> {
    let said = text.map(wording::paragraphs).transpose().map_err(|e| e.at(field))?;
    Ok(said.filter(|text| !text.is_empty()))
}

/// Asks somebody else to post a draft that is above a limit of who acts. What was asked for about an earlier state of the
/// draft is withdrawn.
pub fn request(work: &mut Work<'_, '_>, id: InvoiceId, reason: Option<&str>) -> Result<ApprovalId> {
    let doc = posting::find(work.tx, id)?;
    if doc.state != DocumentState::Draft {
        return Err(Error::NotDraft { document: doc.label() });
    }
    access::require_draft(&work.actor, &doc)?;
    match access::require_posting(work.tx, &work.actor, &doc, work.day()) {
        Ok(()) => return Err(Error::WrongState { document: doc.label(), why: Wrong::MayPost }),
        Err(Error::LimitExceeded { .. } | Error::ApprovalRequired { .. }) => {}
        Err(other) => return Err(other),
    }
    (work.ticket, work.invoice) = (doc.ticket, Some(id));
    if let Some(before) = approval::waiting(work.tx, id)? {
        if before.digest == digest(&doc, doc.date) {
            return Err(Error::ApprovalRequired { document: doc.label() });
        }
        close(work, &before, ApprovalState::Withdrawn, None)?;
    }
    let reason = said(reason, "reason")?;
    let by = (work.actor.id, work.now);
    let id = approval::insert(work.tx, id, by, reason.as_deref(), (doc.total, &digest(&doc, doc.date)))?;
    work.note(
        Effect::add(Subject::Approval, label(id))
            .now(Key::With, doc.label())
            .now(Key::Total, (doc.total, doc.currency))
            .now_if(Key::Reason, reason),
    );
    Ok(id)
}

/// Decides on a request, as somebody else than who asked: posts the draft, or refuses to.
pub fn decide(work: &mut Work<'_, '_>, id: ApprovalId, approves: bool, comment: Option<&str>) -> Result<()> {
    let of = find(work.tx, id)?;
    let doc = posting::find(work.tx, of.invoice)?;
    require_decider(work.tx, &work.actor, &of, &doc)?;
    if of.state != ApprovalState::Waiting {
        return Err(Error::WrongState { document: label(id), why: Wrong::Decided });
    }
    let comment = said(comment, "comment")?;
    (work.ticket, work.invoice) = (doc.ticket, Some(of.invoice));
    if !approves {
        return close(work, &of, ApprovalState::Rejected, comment.as_deref());
    }
    if of.digest != digest(&doc, doc.date) {
        return Err(Error::Stale { document: doc.label() });
    }
    close(work, &of, ApprovalState::Approved, comment.as_deref())?;
    posting::post(work, of.invoice)?;
    // What is left of the invoice may be less by now, which nobody approved.
    match digest(&posting::find(work.tx, of.invoice)?, doc.date) == of.digest {
        true => Ok(()),
        false => Err(Error::Stale { document: doc.label() }),
    }
}

/// Takes a request back, as who asked or who might decide.
pub fn withdraw(work: &mut Work<'_, '_>, id: ApprovalId) -> Result<()> {
    let of = find(work.tx, id)?;
    let doc = posting::find(work.tx, of.invoice)?;
    if of.asked_by != work.actor.id {
        require_decider(work.tx, &work.actor, &of, &doc)?;
    }
    if of.state != ApprovalState::Waiting {
        return Err(Error::WrongState { document: label(id), why: Wrong::Decided });
    }
    (work.ticket, work.invoice) = (doc.ticket, Some(of.invoice));
    close(work, &of, ApprovalState::Withdrawn, None)
}

/// Ends what waits about a document that is posted, or given up: who posted what was asked for, and might decide,
/// approved it.
pub fn settle(work: &mut Work<'_, '_>, drafted: &Invoice) -> Result<()> {
    let Some(waiting) = approval::waiting(work.tx, drafted.id)? else { return Ok(()) };
    let now = posting::find(work.tx, drafted.id)?;
    let approved = now.state == DocumentState::Posted
        && digest(&now, drafted.date) == waiting.digest
        && decidable(work.tx, &work.actor, &waiting, drafted);
    let state = if approved { ApprovalState::Approved } else { ApprovalState::Withdrawn };
    close(work, &waiting, state, None)
}

fn close(work: &mut Work<'_, '_>, of: &Approval, to: ApprovalState, comment: Option<&str>) -> Result<()> {
    approval::decide(work.tx, of.id, to, (work.actor.id, work.now), comment)?;
    let effect = Effect::change(Subject::Approval, label(of.id));
    let effect = effect.moved(Key::ApprovalState, Some(of.state.as_str()), Some(to.as_str()));
    work.note(effect.now_if(Key::Comment, comment.map(str::to_owned)));
    Ok(())
}

/// Refuses who may not decide: it takes the right to books, the ticket's team, and not to be who asked.
fn require_decider(read: &Read<'_>, actor: &User, of: &Approval, doc: &Invoice) -> Result<()> {
    require(actor, Right::Accounting)?;
    if let Some(id) = doc.ticket {
        let ticket = ticket::load(read, id)?.ok_or_else(|| driver::damaged("ticket"))?;
        access::require_ticket(read, actor, &ticket)?;
    }
    if of.asked_by == actor.id { Err(Error::Forbidden(Need::SomebodyElse)) } else { Ok(()) }
}

/// Whether an agent may decide on what waits about a document.
pub fn decidable(read: &Read<'_>, actor: &User, of: &Approval, doc: &Invoice) -> bool {
    require_decider(read, actor, of, doc).is_ok()
}

/// A request as it is answered.
pub fn view(read: &Read<'_>, id: ApprovalId) -> Result<ApprovalView> {
    let of = find(read, id)?;
    let doc = posting::find(read, of.invoice)?;
    let login = |id| Ok::<_, Error>(user::login(read, id)?.unwrap_or_default());
    Ok(ApprovalView {
        id,
        version: of.version,
        state: of.state,
        document: doc.label(),
        invoice: doc.id,
        ticket: doc.ticket.map(|t| t.0),
        customer: super::views::reference(read, doc.customer)?,
        total: of.total.plain(doc.currency),
        currency: doc.currency,
        asked_by: login(of.asked_by)?,
        asked_at: of.asked_at,
        reason: of.reason,
        changed: of.state == ApprovalState::Waiting && of.digest != digest(&doc, doc.date),
        decided_by: of.decided_by.map(login).transpose()?,
        decided_at: of.decided_at,
        comment: of.comment,
    })
}

/// A request as it is answered, for who may decide on it, or asked for it and sees its ticket still.
pub fn seen(read: &Read<'_>, id: ApprovalId, actor: &User) -> Result<ApprovalView> {
    let of = find(read, id)?;
    let doc = posting::find(read, of.invoice)?;
    match (of.asked_by == actor.id, doc.ticket) {
        (false, _) => require_decider(read, actor, &of, &doc)?,
        (true, Some(ticket)) => drop(super::tickets::require_visible(read, actor, ticket)?),
        (true, None) => {}
    }
    view(read, id)
}

/// The newest request about a document, as it is answered.
pub fn of_document(read: &Read<'_>, id: InvoiceId) -> Result<Option<ApprovalView>> {
    approval::newest(read, id)?.map(|of| view(read, of.id)).transpose()
}

impl Desk {
    /// Requests that who acts may decide on or asked for: those that wait, or all, at most so many.
    pub fn approvals(&mut self, all: bool, limit: Option<i64>) -> Result<Vec<ApprovalView>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let decides = actor.may(Right::Accounting);
            let filter = Filter {
                waiting: !all,
                asked_by: Some(actor.id).filter(|_| !decides),
                teams: super::reads::visible_teams(&actor),
                limit,
            };
            approval::list(read, filter)?.into_iter().map(|id| view(read, id)).collect()
        })
    }

    /// How many requests wait for who acts to decide.
    pub fn to_decide(&mut self) -> Result<i64> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            match actor.may(Right::Accounting) {
                true => approval::count(read, actor.id, super::reads::visible_teams(&actor)),
                false => Ok(0),
            }
        })
    }

    /// A request, for who may decide on it or asked for it.
    pub fn approval(&mut self, id: ApprovalId) -> Result<ApprovalView> {
        let actor = self.actor_id()?;
        self.store.read(|read| seen(read, id, &load_user(read, actor)?))
    }
}
