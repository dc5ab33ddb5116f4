//! What replaces goods that come back: the same products, or others, and then the balance of what both are
//! worth in one commit: a credit note, a draft invoice, or a coupon for the difference.

use num_rational::BigRational;

use super::super::work::Work;
use super::super::{access, coupons, order_invoice, orders, refund, stock_count};
use super::returns::{Back, Made, together};
use super::{reserve, subject};
use crate::domain::accounting::transfer_prefix;
use crate::domain::command::{Balance, ReturnRequest};
use crate::domain::coupon::Coupon;
use crate::domain::coupon::program::{Program, Reward, RewardMode};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{CouponId, OrderLineId, ProductId, TransferId};
use crate::domain::invoice::Line;
use crate::domain::money::{Amount, units_per_one};
use crate::domain::product::{Product, ProductKind};
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::sale::{Order, bearers};
use crate::domain::stock::{LocationUsage, TransferKind, TransferState, taken_back};
use crate::domain::tax::{self, PricedLine};
use crate::domain::team::Service;
use crate::domain::wizard::refund::{RefundRequest, Submit, What};
use crate::store::transfer::{self, Links, NewTransfer, NewTransferLine};
use crate::store::{catalog, driver, invoice, program, sequence, stock};
use crate::text::{Words, stored};

/// Makes the deliveries that replace what comes back, and the balance.
pub fn replace(
    work: &mut Work<'_, '_>,
    request: &ReturnRequest,
    backs: &[Back],
    made: &mut Made,
) -> Result<()> {
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
    let goods: Vec<_> = chosen.iter().map(|(p, quantity)| (p.id, None, *quantity)).collect();
    made.exchanges.push(delivery(work, first, of, &goods)?);
    settle(work, request, backs, &chosen, balance, made)
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
    // A return of a return takes goods back that were with the company: the customer is where they come from.
    let (from, to) = match source.kind {
        TransferKind::Receipt => (source.to, source.from),
        _ => (source.from, source.to),
    };
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
        Effect::add(subject(kind), number).now(Key::TransferState, state.as_str()).now(Key::With, replaces),
    );
    Ok(id)
}

/// Makes the document of the difference between what comes back and what goes out.
fn settle(
    work: &mut Work<'_, '_>,
    request: &ReturnRequest,
    backs: &[Back],
    chosen: &[(Product, Quantity)],
    balance: Balance,
    made: &mut Made,
) -> Result<()> {
    let order = backs.iter().find_map(|b| b.delivery.order);
    let Some(order) = order.map(|id| orders::load(work.tx, id)).transpose()? else {
        return Err(Error::FieldRequired.at("order"));
    };
    if order.currency != work.settings.currency {
        return Err(Error::from(Invalid::OtherCurrency).at("replace"));
    }
    let discounts = bearers(&order, &orders::held(work.tx, order.id, &work.settings)?);
    let goods = backs.iter().flat_map(|b| &b.lines).map(|(line, quantity)| (line, *quantity));
    let mut lines = taken_back(&order, &discounts, goods)?;
    for (product, quantity) in chosen {
        lines.push(Line::of_product(product, *quantity, catalog::taxes(work.tx, product.id)?));
    }
    let priced: Vec<PricedLine<'_>> = lines.iter().map(Line::priced).collect();
    let amounts = tax::document(&priced, order.currency, work.settings.tax_rounding)?;
    let owed = amounts.total;
    balance.settles(owed)?;
    if owed.is_zero() {
        return Ok(());
    }
    match balance {
        Balance::Invoice => made.invoices.push(order_invoice::draft(work, &order, lines, amounts)?),
        Balance::Credit => credit(work, request, &order, -owed, made)?,
        Balance::Coupon => made.coupons.push(give(work, request, &order, -owed, made)?),
    }
    Ok(())
}

/// The draft credit note of what the customer gets back, of an invoice of the order of which so much is left.
fn credit(
    work: &mut Work<'_, '_>,
    request: &ReturnRequest,
    order: &Order,
    amount: Amount,
    made: &mut Made,
) -> Result<()> {
    let fitting = invoice::fitting(work.tx, order.family, (Some(order.id), None, None), i64::MAX)?;
    let mut last = Error::NoInvoice;
    for (id, _) in fitting {
        let source = invoice::load(work.tx, id)?.ok_or_else(|| driver::damaged("invoice"))?;
        let refund = RefundRequest {
            ticket: request.ticket,
            invoices: vec![(id, None)],
            reason: Some(format!("#{}", request.ticket)),
            journal: source.journal,
            date: work.today,
            what: What::Amount(amount),
            submit: Submit::Reverse,
        };
        match refund::refund(work, &refund) {
            Ok(note) => {
                made.credit_notes.extend_from_slice(note.notes());
                return Ok(());
            }
            // Another invoice of the order may have more left.
            Err(error @ (Error::OverCredited { .. } | Error::Fields(_))) => last = error,
            Err(other) => return Err(other),
        }
    }
    Err(last)
}

/// A coupon of exactly the difference, of a program of its own.
fn give(
    work: &mut Work<'_, '_>,
    request: &ReturnRequest,
    order: &Order,
    amount: Amount,
    made: &Made,
) -> Result<CouponId> {
    let ticket = refund::find_ticket(work.tx, request.ticket)?;
    access::require_service(work.tx, &work.actor, &ticket, Service::Coupon)?;
    let of = made.returns.first().map(|id| transfer::number(work.tx, *id)).transpose()?.flatten();
    let name = stored::exchange(&Words::new(work.settings.language), &of.unwrap_or_default());
    let value = BigRational::from_integer(amount.0.into()) / units_per_one(order.currency);
    let amount = UnitPrice::ONE.times(&value).ok_or(Error::AmountOutOfRange)?;
    let mut program = Program::new(&name);
    program.max_usage = Some(1);
    program.rewards.push(Reward { mode: RewardMode::Fixed, amount, ..Reward::new("1") });
    program.check()?;
    let id = program::save(work.tx, &program)?;
    work.note(Effect::add(Subject::Program, name.clone()));
    let new = Coupon {
        id: CouponId(0),
        version: 1,
        code: String::new(),
        program: id,
        customer: ticket.customer,
        ticket: Some(ticket.id),
        created_by: Some(work.actor.id),
        created_at: Some(work.now),
        expires: None,
        used: false,
        order: None,
        revoked: None,
    };
    coupons::insert_new(work, new, &name)
}
