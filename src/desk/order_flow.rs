//! What becomes of a quotation: confirmed, its coupons are used up and its goods are to be delivered;
//! cancelled, the coupons come back (`domain/facts.md` §3.9).

use super::stock::reserve;
use super::work::Work;
use super::{access, orders};
use crate::domain::accounting;
use crate::domain::coupon::CouponState;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{OrderId, OrderLineId, ProductId, TransferId};
use crate::domain::product::ProductKind;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Dropped, Evaluated, Held, Order, OrderState, evaluate, price_order};
use crate::domain::settings::Settings;
use crate::domain::stock::{LocationUsage, TransferKind, TransferState};
use crate::store::transfer::{Links, NewTransfer, NewTransferLine};
use crate::store::{Read, coupon, order, sequence, stock, transfer};

/// Confirms a quotation: its coupons are asked once more, and used up.
pub fn confirm(work: &mut Work<'_, '_>, id: OrderId) -> Result<()> {
    let before = orders::load(work.tx, id)?;
    access::require_order(&work.actor, &before)?;
    let evaluated = confirmed(work.tx, &before, &work.settings, work.today)?;
    let used: Vec<_> = evaluated.held.iter().map(|h| h.coupon.clone()).collect();
    orders::write(work, &before, evaluated)?;
    set_state(work, &before, OrderState::Sale)?;
    for of in used {
        coupon::set_used(work.tx, of.id, id)?;
        note_coupon(work, &of.label(), CouponState::Active, CouponState::Used, &before.number);
    }
    let of = orders::load(work.tx, id)?;
    deliver(work, &of, &goods(work.tx, &of)?)
}

/// What a quotation comes to when it is confirmed; refuses one that can't be.
pub(super) fn confirmed(
    read: &Read<'_>,
    of: &Order,
    settings: &Settings,
    today: chrono::NaiveDate,
) -> Result<Evaluated> {
    of.open()?;
    let held = orders::held(read, of.id, settings)?;
    if let Some(used) = held.iter().find(|h| h.coupon.used && h.reward.is_some()) {
        return Err(Error::CouponUsed { coupon: used.coupon.label() });
    }
    if of.lines.iter().all(|l| l.reward.is_some()) {
        of.wrong(Wrong::OrderEmpty)?;
    }
    let evaluated = evaluate(of.clone(), held, today, settings.tax_rounding)?;
    if evaluated.order.total.0 < 0 {
        return Err(Error::NegativeTotal);
    }
    // A coupon that nothing was taken from is not used up.
    let (held, vain): (Vec<_>, Vec<_>) = evaluated.held.into_iter().partition(|h| h.reward.is_some());
    let why = |h: &Held| Error::NothingToDiscount { program: h.program.name.clone() };
    let vain = vain.iter().map(|h| Dropped { coupon: h.coupon.id, why: why(h) });
    let dropped = evaluated.dropped.into_iter().chain(vain).collect();
    Ok(Evaluated { held, dropped, ..evaluated })
}

fn note_coupon(work: &mut Work<'_, '_>, label: &str, was: CouponState, now: CouponState, order: &str) {
    work.note(
        Effect::change(Subject::Coupon, label.to_owned())
            .was(Key::State, was.as_str())
            .now(Key::State, now.as_str())
            .now(Key::Order, order),
    );
}

pub(super) fn set_state(work: &mut Work<'_, '_>, of: &Order, to: OrderState) -> Result<()> {
    order::set_state(work.tx, of.id, to)?;
    work.note(
        Effect::change(Subject::Order, of.number.clone())
            .was(Key::OrderState, of.state.as_str())
            .now(Key::OrderState, to.as_str()),
    );
    Ok(())
}

/// Goods of an order's line to be delivered.
pub(super) struct Goods {
    /// The line.
    pub(super) line: OrderLineId,
    /// Its product.
    pub(super) product: ProductId,
    /// Units.
    pub(super) quantity: Quantity,
}

/// All goods of an order.
fn goods(read: &Read<'_>, of: &Order) -> Result<Vec<Goods>> {
    let mut goods = Vec::new();
    // What a repair puts in goes with the repair.
    let parts = order::of_repairs(read, of.id)?;
    for line in &of.lines {
        let put_in = parts.iter().find(|(id, _)| *id == line.id).map_or(Quantity::ZERO, |(_, units)| *units);
        let quantity = line.quantity - put_in;
        if quantity <= Quantity::ZERO {
            continue;
        }
        let product = orders::goods(read, line)?.filter(|p| p.kind == ProductKind::Goods);
        goods.extend(product.map(|p| Goods { line: line.id, product: p.id, quantity }));
    }
    Ok(goods)
}

/// The delivery of goods of an order: ready where all of them lie there, else waiting.
pub(super) fn deliver(work: &mut Work<'_, '_>, of: &Order, goods: &[Goods]) -> Result<()> {
    if goods.is_empty() {
        return Ok(());
    }
    let from = stock::default_location(work.tx, LocationUsage::Internal)?;
    let to = stock::default_location(work.tx, LocationUsage::Customer)?;
    let (Some(from), Some(to)) = (from, to) else {
        return Err(Error::NotFound { what: crate::domain::error::Thing::Location, key: String::new() });
    };
    let kind = TransferKind::Delivery;
    let number = sequence::next_number(work.tx, accounting::transfer_prefix(kind))?;
    let (customer, links) =
        (Some(of.customer), Links { created_by: Some(work.actor.id), ..Links::default() });
    let (state, date) = (TransferState::Waiting, work.today);
    let new =
        NewTransfer { number: &number, kind, state, customer, order: Some(of.id), date, from, to, links };
    let transfer = transfer::insert(work.tx, &new)?;
    for (at, of) in (1i64..).zip(goods) {
        let new = NewTransferLine {
            transfer,
            line: at,
            product: of.product,
            lot: None,
            quantity: of.quantity,
            order_line: Some(of.line),
            return_of: None,
        };
        transfer::insert_line(work.tx, &new)?;
    }
    let state = if reserve::reserve(work, transfer)? { TransferState::Ready } else { state };
    work.note(
        Effect::add(Subject::Delivery, number)
            .now(Key::TransferState, state.as_str())
            .now(Key::Order, of.number.as_str()),
    );
    Ok(())
}

/// Gives an order up: its open deliveries too, and its coupons come back. One with an invoice, drafts
/// included, or with goods that went out is not given up.
pub fn cancel(work: &mut Work<'_, '_>, id: OrderId) -> Result<()> {
    let before = orders::load(work.tx, id)?;
    access::require_order(&work.actor, &before)?;
    let transfers = cancellable(work.tx, &before)?;
    let used = coupon::used_on(work.tx, id)?;
    set_state(work, &before, OrderState::Cancelled)?;
    for id in used {
        coupon::set_unused(work.tx, id)?;
        let of = super::coupons::load(work.tx, id)?;
        note_coupon(work, &of.label(), CouponState::Used, of.state(work.today), &before.number);
    }
    let mut after = before.clone();
    after.lines.retain(|l| l.reward.is_none());
    price_order(&mut after, work.settings.tax_rounding, &[])?;
    orders::write(work, &before, Evaluated { order: after, held: vec![], dropped: vec![] })?;
    for (id, ..) in
        transfers.into_iter().filter(|(_, _, s)| !matches!(s, TransferState::Cancelled | TransferState::Done))
    {
        super::stock::give_up(work, &super::stock::load(work.tx, id)?)?;
    }
    Ok(())
}

/// The transfers of an order that can be given up; refuses one that can't be.
pub(super) fn cancellable(read: &Read<'_>, of: &Order) -> Result<Vec<(TransferId, String, TransferState)>> {
    if of.state == OrderState::Cancelled {
        of.wrong(Wrong::OrderCancelled)?;
    }
    let transfers = transfer::of_order(read, of.id)?;
    // What went out and is back again stands in nobody's way, nor does what a repair used of a mere quotation.
    if of.state == OrderState::Sale
        && order::done(read, of.id)?.iter().any(|(_, delivered, _)| !delivered.is_zero())
    {
        of.wrong(Wrong::OrderDelivered)?;
    }
    if order::has_invoices(read, of.id)? {
        of.wrong(Wrong::OrderInvoiced)?;
    }
    Ok(transfers)
}

/// Makes a cancelled order a quotation again.
pub fn reset(work: &mut Work<'_, '_>, id: OrderId) -> Result<()> {
    let of = orders::load(work.tx, id)?;
    access::require_order(&work.actor, &of)?;
    match of.state {
        OrderState::Cancelled => {
            set_state(work, &of, OrderState::Quotation)?;
            super::repair::quoted_again(work, id)
        }
        _ => of.wrong(Wrong::OrderNotCancelled),
    }
}
