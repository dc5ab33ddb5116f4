//! What replaces goods that come back: the same products, or others, and then the balance of what both are
//! worth in one commit: a credit note, a draft invoice, or a coupon for the difference.

use super::super::stock_count;
use super::super::work::Work;
use super::returns::{Back, Made, together};
use super::{load, reserve, settlement, subject};
use crate::domain::accounting::transfer_prefix;
use crate::domain::command::ReturnRequest;
use crate::domain::coupon::CouponState;
use crate::domain::effect::{Effect, Key};
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::{OrderLineId, ProductId, TransferId};
use crate::domain::invoice::DocumentState;
use crate::domain::product::{Product, ProductKind};
use crate::domain::quantity::Quantity;
use crate::domain::stock::{LocationUsage, Transfer, TransferKind, TransferState};
use crate::store::transfer::{self, Hanging, Links, NewTransfer, NewTransferLine};
use crate::store::{Read, exchange, sequence, stock};

/// Makes the deliveries that replace what comes back, and the balance.
pub fn replace(
    work: &mut Work<'_, '_>,
    request: &ReturnRequest,
    backs: &[Back],
    made: &mut Made,
) -> Result<()> {
    if let Some(back) = backs.iter().find(|b| b.delivery.kind != TransferKind::Delivery) {
        let document = back.delivery.number.clone();
        return Err(Error::WrongState { document, why: Wrong::NotADelivery });
    }
    if request.replace.is_empty() {
        for (back, of) in backs.iter().zip(made.returns.clone()) {
            let goods = together(back);
            made.exchanges.push(delivery(work, back, of, &goods)?);
        }
        return Ok(());
    }
    let balance = request.balance.ok_or_else(|| Error::FieldRequired.at("balance"))?;
    let (Some(first), Some(of)) = (backs.first(), made.returns.first().copied()) else {
        return Err(Error::NothingToReturn);
    };
    let mut chosen: Vec<(Product, Quantity)> = Vec::new();
    for new in &request.replace {
        let product = stock_count::find_product(work.tx, &new.product).map_err(|e| e.at("replace"))?;
        if product.kind != ProductKind::Goods {
            return Err(Error::NotGoods { product: product.sku }.at("replace"));
        }
        if new.quantity.is_zero() || new.quantity.is_negative() {
            let given = new.quantity.to_string();
            return Err(Error::from(Invalid::NotPositive { given }).at("replace"));
        }
        chosen.push((product, new.quantity));
    }
    for other in made.returns.iter().skip(1) {
        transfer::exchange_together(work.tx, of, *other)?;
    }
    let goods: Vec<_> = chosen.iter().map(|(p, quantity)| (p.id, None, *quantity)).collect();
    made.exchanges.push(delivery(work, first, of, &goods)?);
    settlement::settle(work, request, backs, &chosen, balance, made)
}

/// The delivery of what replaces a return: it waits for goods that are not there, and goes by itself when they
/// are.
fn delivery(
    work: &mut Work<'_, '_>,
    back: &Back,
    of: TransferId,
    goods: &[(ProductId, Option<OrderLineId>, Quantity)],
) -> Result<TransferId> {
    let source = &back.delivery;
    let kind = TransferKind::Delivery;
    let (from, to) = (source.from, source.to);
    let own = stock::location(work.tx, from)?.is_some_and(|(_, usage, _)| usage == LocationUsage::Internal);
    if !own {
        return Err(Error::DeliveryNotDone { delivery: source.number.clone() });
    }
    let number = sequence::next_number(work.tx, transfer_prefix(kind))?;
    let new = NewTransfer {
        number: &number,
        kind,
        state: TransferState::Waiting,
        customer: source.customer,
        order: source.order,
        date: work.today,
        from,
        to,
        links: Links {
            exchange_for: Some(of),
            ticket: work.ticket,
            created_by: Some(work.actor.id),
            ..Links::default()
        },
    };
    let id = transfer::insert(work.tx, &new)?;
    for (at, (product, order_line, quantity)) in (1i64..).zip(goods) {
        let new = NewTransferLine {
            transfer: id,
            line: at,
            product: *product,
            lot: None,
            quantity: *quantity,
            order_line: *order_line,
            return_of: None,
        };
        transfer::insert_line(work.tx, &new)?;
    }
    let state = if reserve::reserve(work, id)? { TransferState::Ready } else { TransferState::Waiting };
    let replaces = transfer::number(work.tx, of)?.unwrap_or_default();
    work.note(
        Effect::add(subject(kind), number)
            .now(Key::TransferState, state.as_str())
            .now(Key::Replaces, replaces),
    );
    Ok(id)
}

/// Whether what came back with a return is replaced: by goods that are not given up, or by others whose value is
/// settled.
pub fn is_replaced(read: &Read<'_>, of: TransferId) -> Result<bool> {
    let mut whole = load(read, of)?;
    while let Some(before) = whole.backorder_of {
        whole = load(read, before)?;
    }
    Ok(!transfer::hanging(read, whole.id, Hanging::Exchanges)?.is_empty() || exchange::is_taken(read, of)?)
}

/// Gives up what follows from an exchange with a return that is given up: the returns that are exchanged with
/// it, the goods that were to go out, and what settles the difference. Refuses where one of these is carried out.
pub fn give_up(work: &mut Work<'_, '_>, of: &Transfer) -> Result<()> {
    let under_way = |document: String| Err(Error::WrongState { document, why: Wrong::ExchangeUnderWay });
    let together = transfer::exchanged_together(work.tx, of.id)?;
    let replacements = transfer::hanging(work.tx, of.id, Hanging::Exchanges)?.into_iter().map(|(id, _)| id);
    let mut transfers = Vec::new();
    for id in together.iter().copied().filter(|id| *id != of.id).chain(replacements) {
        let other = load(work.tx, id)?;
        match other.state {
            TransferState::Done => return under_way(other.number),
            TransferState::Cancelled => {}
            _ => transfers.push(other),
        }
    }
    for id in &together {
        for document in exchange::documents(work.tx, *id)? {
            let paper = super::super::posting::find(work.tx, document)?;
            match paper.state {
                DocumentState::Posted => return under_way(paper.label()),
                DocumentState::Cancelled => {}
                DocumentState::Draft => super::super::posting::give_up(work, &paper)?,
            }
        }
        for coupon in exchange::coupons(work.tx, *id)? {
            let given = super::super::coupons::load(work.tx, coupon)?;
            match given.state(work.today) {
                CouponState::Used => return under_way(given.label()),
                CouponState::Revoked => {}
                _ => super::super::coupons::take_back(work, &given, &of.number)?,
            }
        }
    }
    transfers.iter().try_for_each(|other| super::give_up(work, other))
}
