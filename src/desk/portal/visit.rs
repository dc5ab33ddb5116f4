//! A customer's visits. Of the worksheet nothing is told before it is signed, and then what was signed. A task's
//! title and description are for whoever goes there.

use super::guest::Guest;
use super::view::{SheetField, VisitCard, VisitPage};
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::worksheet::FilledView;
use crate::store::portal::{self, VisitHead};
use crate::store::{Read, task};

/// A visit in a list.
pub(super) fn card(read: &Read<'_>, of: VisitHead) -> Result<VisitCard> {
    Ok(VisitCard {
        technicians: portal::technicians(read, of.task)?,
        ticket: of.ticket.0,
        nth: of.nth,
        stage: of.stage,
        closed: of.closed,
        start: of.start,
        end: of.end,
        signed: of.signed,
    })
}

/// A visit of a ticket of the customer.
pub(super) fn one(read: &Read<'_>, guest: &Guest, ticket: TicketId, nth: i64) -> Result<Option<VisitPage>> {
    let Some(head) = find(read, guest, ticket, nth)? else { return Ok(None) };
    let Some((of, _)) = portal::ticket(read, guest.id, ticket)? else { return Ok(None) };
    let signed = task::load(read, head.task)?.and_then(|task| task.signed);
    let (signed_by, signed_at, sheet) = match signed {
        Some(signed) => (Some(signed.by), Some(signed.at), signed.sheet),
        None => (None, None, vec![]),
    };
    let fields = sheet.into_iter().map(field).collect();
    Ok(Some(VisitPage { visit: card(read, head)?, subject: of.subject, fields, signed_by, signed_at }))
}

/// A visit by its place among those of its ticket.
pub(super) fn find(read: &Read<'_>, guest: &Guest, ticket: TicketId, nth: i64) -> Result<Option<VisitHead>> {
    Ok(portal::visits_of(read, guest.id, ticket)?.into_iter().find(|visit| visit.nth == nth))
}

fn field(of: FilledView) -> SheetField {
    let value = match of.value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    SheetField { label: of.label, kind: of.kind, value }
}
