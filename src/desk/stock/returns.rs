//! Returns: goods of deliveries that are to come back, one receipt for each delivery, ready at once with the
//! lots of that delivery (`domain/facts.md` §4.4; §10: never more than is with the customer). An exchange also
//! makes the delivery of what replaces them, in the same transaction (§4.5).

use super::super::work::Work;
use super::super::{access, refund, views};
use super::{exchange, load, passport, reserve, subject};
use crate::domain::accounting::transfer_prefix;
use crate::domain::command::{ReturnAnswer, ReturnRequest};
use crate::domain::effect::{Effect, Key};
use crate::domain::error::{Error, Invalid, Result, Thing, Wrong};
use crate::domain::ids::{CouponId, InvoiceId, LocationId, ProductId, TransferId};
use crate::domain::product::Tracking;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{LocationUsage, Transfer, TransferKind, TransferLine, TransferState};
use crate::domain::team::Service;
use crate::domain::wording;
use crate::store::transfer::{self, Links, NewTransfer, NewTransferLine};
use crate::store::{Read, customer, driver, reason, sequence, stock};

/// What a return made.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// One for each delivery.
    pub returns: Vec<TransferId>,
    /// Deliveries that replace what comes back.
    pub exchanges: Vec<TransferId>,
    /// Credit notes of the difference.
    pub credit_notes: Vec<InvoiceId>,
    /// Draft invoices of the difference.
    pub invoices: Vec<InvoiceId>,
    /// Coupons of the difference.
    pub coupons: Vec<CouponId>,
}

/// What comes back of one delivery.
pub struct Back {
    /// The delivery.
    pub delivery: Transfer,
    /// Its lines, and how much of each.
    pub lines: Vec<(TransferLine, Quantity)>,
}

/// Makes the returns that a request asks for.
pub fn create(work: &mut Work<'_, '_>, request: &ReturnRequest) -> Result<Made> {
    let ticket = refund::find_ticket(work.tx, request.ticket)?;
    access::require_service(work.tx, &work.actor, &ticket, Service::Return)?;
    let customer = ticket.customer.ok_or(Error::CustomerRequired)?;
    let family = customer::family(work.tx, customer)?;
    work.ticket = Some(ticket.id);
    let backs = backs(work.tx, request)?;
    let mut made = Made::default();
    for back in &backs {
        let of = &back.delivery;
        let delivery = of.number.clone();
        if of.state != TransferState::Done {
            return Err(Error::DeliveryNotDone { delivery });
        }
        if of.customer.map(|id| customer::family(work.tx, id)).transpose()? != Some(family) {
            return Err(Error::DeliveryOtherCustomer { delivery });
        }
        if of.kind == TransferKind::Receipt && exchange::is_replaced(work.tx, of.id)? {
            return Err(Error::WrongState { document: delivery, why: Wrong::Exchanged });
        }
        not_beyond(work.tx, back)?;
        made.returns.push(receipt(work, request, back)?);
    }
    if made.returns.is_empty() {
        return Err(Error::NothingToReturn.at("lines"));
    }
    if request.exchange {
        exchange::replace(work, request, &backs, &mut made)?;
    } else if let Some(first) = request.replace.first() {
        let given = first.product.clone();
        return Err(Error::from(Invalid::Contradicts { other: given }).at("exchange"));
    }
    Ok(made)
}

/// The lines of a request by their deliveries, in the order of both.
fn backs(read: &Read<'_>, request: &ReturnRequest) -> Result<Vec<Back>> {
    let mut asked = request.lines.clone();
    let mut backs = Vec::new();
    for id in &request.deliveries {
        let delivery = load(read, *id)?;
        let mut lines = Vec::new();
        for line in &delivery.lines {
            let wanted: Vec<Quantity> =
                asked.iter().filter(|(id, _)| *id == line.id).map(|(_, quantity)| *quantity).collect();
            asked.retain(|(id, _)| *id != line.id);
            lines.extend(wanted.into_iter().map(|quantity| (line.clone(), quantity)));
        }
        if !lines.is_empty() {
            backs.push(Back { delivery, lines });
        }
    }
    match asked.first() {
        Some((line, _)) => Err(Error::NotFound { what: Thing::Line, key: format!("id:{line}") }.at("lines")),
        None => Ok(backs),
    }
}

/// Refuses more than is left of a line, and parts of a serial number.
fn not_beyond(read: &Read<'_>, back: &Back) -> Result<()> {
    let left = transfer::returnable(read, back.delivery.id, None)?;
    for (line, quantity) in &back.lines {
        if quantity.is_negative() || quantity.is_zero() {
            return Err(Error::from(Invalid::NotPositive { given: quantity.to_string() }).at("lines"));
        }
        let left = left.iter().find(|(id, _)| *id == line.id).map_or(Quantity::ZERO, |(_, left)| *left);
        if *quantity > left {
            let (product, left) = (line.sku.clone(), left.max(Quantity::ZERO));
            let lot = line.lot.as_ref().map(|lot| passport::whereabouts(read, lot.id)).transpose()?.flatten();
            return Err(Error::OverReturned { product, left, lot }.at("lines"));
        }
        if line.tracking == Tracking::Serial && line.lot.is_some() && *quantity != Quantity::ONE {
            let lot = line.lot.as_ref().map(|l| l.name.clone()).unwrap_or_default();
            return Err(Error::SerialDuplicate { lot }.at("lines"));
        }
    }
    Ok(())
}

/// The transfer that brings goods back: it goes the way of the delivery backwards.
fn receipt(work: &mut Work<'_, '_>, request: &ReturnRequest, back: &Back) -> Result<TransferId> {
    let of = &back.delivery;
    let kind = match of.kind {
        TransferKind::Receipt => TransferKind::Delivery,
        _ => TransferKind::Receipt,
    };
    let to = destination(work.tx, request.location, of)?;
    let reason = told(work, request)?;
    let number = sequence::next_number(work.tx, transfer_prefix(kind))?;
    let new = NewTransfer {
        number: &number,
        kind,
        state: TransferState::Waiting,
        customer: of.customer,
        order: of.order,
        date: work.today,
        from: of.to,
        to,
        links: Links {
            return_of: Some(of.id),
            ticket: Some(request.ticket),
            created_by: Some(work.actor.id),
            reason: reason.as_deref(),
            ..Links::default()
        },
    };
    let id = transfer::insert(work.tx, &new)?;
    for (at, (line, quantity)) in (1i64..).zip(&back.lines) {
        let new = NewTransferLine {
            transfer: id,
            line: at,
            product: line.product,
            lot: line.lot.as_ref().map(|l| l.id),
            quantity: *quantity,
            order_line: line.order_line,
            return_of: Some(line.id),
        };
        transfer::insert_line(work.tx, &new)?;
    }
    let ready = reserve::reserve(work, id)?;
    let state = if ready { TransferState::Ready } else { TransferState::Waiting };
    let effect = Effect::add(subject(kind), number)
        .now(Key::TransferState, state.as_str())
        .now(Key::ReturnOf, of.number.as_str())
        .now(Key::Lines, i64::try_from(back.lines.len()).unwrap_or(i64::MAX));
    work.note(effect.now_if(Key::Reason, reason));
    Ok(id)
}

/// Where goods come back to: a location that takes returns, or the one that they came from.
fn destination(read: &Read<'_>, wanted: Option<LocationId>, of: &Transfer) -> Result<LocationId> {
    let usage = |id: LocationId| stock::location(read, id)?.ok_or_else(|| driver::damaged("location"));
    let (_, own, takes) = usage(of.from)?;
    let allowed = stock::return_locations(read)?;
    // What came from a customer goes back there.
    let back = own != LocationUsage::Internal;
    match wanted.filter(|_| !back) {
        None if back || takes || allowed.is_empty() => Ok(of.from),
        None => Ok(allowed[0].0),
        Some(id) if id == of.from || allowed.iter().any(|(known, _)| *known == id) => Ok(id),
        Some(id) => {
            let (location, ..) = usage(id)?;
            let allowed = allowed.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
            Err(Error::NotReturnableLocation { location, allowed }.at("return_location"))
        }
    }
}

/// Why goods come back: by the company's list, in its language, or in words.
fn told(work: &Work<'_, '_>, request: &ReturnRequest) -> Result<Option<String>> {
    if let Some(id) = request.reason {
        let found = reason::load(work.tx, id)?;
        let missing = || Error::NotFound { what: Thing::ReturnReason, key: format!("id:{id}") };
        let found = found.ok_or_else(|| missing().at("return_reason"))?;
        return Ok(Some(found.name(work.settings.language).to_owned()));
    }
    let text = request.told.as_deref().map(wording::one_line).transpose();
    Ok(text.map_err(|e| e.at("return_reason"))?.filter(|text| !text.is_empty()))
}

/// The units of a product on lines of one order line together, for what replaces them.
pub fn together(back: &Back) -> Vec<(ProductId, Option<crate::domain::ids::OrderLineId>, Quantity)> {
    let mut sums: Vec<(ProductId, _, Quantity)> = Vec::new();
    for (line, quantity) in &back.lines {
        match sums.iter_mut().find(|(product, of, _)| (*product, *of) == (line.product, line.order_line)) {
            Some((.., sum)) => *sum = *sum + *quantity,
            None => sums.push((line.product, line.order_line, *quantity)),
        }
    }
    sums
}

/// What was made, as it is answered.
pub fn answer(work: &Work<'_, '_>, made: &Made) -> Result<ReturnAnswer> {
    let transfers =
        |ids: &[TransferId]| ids.iter().map(|id| super::view::view(work.tx, *id)).collect::<Result<_>>();
    let documents =
        |ids: &[InvoiceId]| ids.iter().map(|id| views::document(work.tx, *id)).collect::<Result<_>>();
    let coupon = |id: &CouponId| super::super::coupons::view(work.tx, *id, &work.settings, work.today);
    Ok(ReturnAnswer {
        returns: transfers(&made.returns)?,
        exchanges: transfers(&made.exchanges)?,
        credit_notes: documents(&made.credit_notes)?,
        invoices: documents(&made.invoices)?,
        coupons: made.coupons.iter().map(coupon).collect::<Result<_>>()?,
    })
}
