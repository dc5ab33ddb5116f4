//! A customer's visits. Of the worksheet nothing is told before it is signed, and then what was signed, also
//! as it is printed. A task's description is for whoever goes there.

use super::guest::Guest;
use super::sheets;
use super::view::{SheetField, VisitCard, VisitPage};
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::worksheet::FilledView;
use crate::store::portal::{self, VisitHead};
use crate::store::{Read, task};
use crate::text::sheet::Sheet;
use crate::text::{Words, filled};

/// A visit in a list.
pub(super) fn card(of: VisitHead) -> VisitCard {
    VisitCard {
        ticket: of.ticket.0,
        nth: of.nth,
        stage: of.stage,
        closed: of.closed,
        start: of.start,
        end: of.end,
        signed: of.signed,
        sheet: of.sheet,
        cancelled: of.cancelled,
        technicians: of.technicians,
    }
}

/// A visit of a ticket of the customer.
pub(super) fn one(read: &Read<'_>, guest: &Guest, ticket: TicketId, nth: i64) -> Result<Option<VisitPage>> {
    let Some(head) = find(read, guest, ticket, nth)? else { return Ok(None) };
    let Some((of, _)) = portal::ticket(read, guest.id, ticket)? else { return Ok(None) };
    let signed = task::load(read, head.task)?.and_then(|task| task.signed);
    let (signed_by, signed_at, sheet) = match signed {
        Some(signed) => (Some(signed.by), Some(signed.at), signed.fields),
        None => (None, None, vec![]),
    };
    let words = Words::new(guest.language);
    let field = |f: &FilledView| SheetField { label: f.label.clone(), value: filled::value(&words, f) };
    let fields = sheet.iter().map(field).collect();
    let subject = super::ticket::subject(guest, &of);
    Ok(Some(VisitPage { visit: card(head), subject, fields, signed_by, signed_at }))
}

/// The signed worksheet of a visit, as it is printed.
pub(super) fn signed(read: &Read<'_>, guest: &Guest, ticket: TicketId, nth: i64) -> Result<Option<Sheet>> {
    let visit = find(read, guest, ticket, nth)?.filter(|visit| visit.signed);
    visit.map(|visit| sheets::visit(read, visit.task, guest.language, &guest.settings)).transpose()
}

/// A visit by its place among those of its ticket.
fn find(read: &Read<'_>, guest: &Guest, ticket: TicketId, nth: i64) -> Result<Option<VisitHead>> {
    Ok(portal::visits_of(read, guest.id, ticket)?.into_iter().find(|visit| visit.nth == nth))
}
