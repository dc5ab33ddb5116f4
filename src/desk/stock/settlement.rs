//! The balance of an exchange for other products: what comes back at what was paid for it, what goes out at
//! today's price, and one document of the difference. What comes back is taken off the invoices that billed it,
//! so that nobody credits it a second time.

use num_rational::BigRational;

use super::super::work::Work;
use super::super::{access, coupons, order_invoice, orders, refund, refund_facts};
use super::returns::{Back, Made};
use crate::desk::settings;
use crate::domain::accounting::draft_accounting_date;
use crate::domain::command::{Balance, ReturnRequest};
use crate::domain::coupon::Coupon;
use crate::domain::coupon::program::{Program, Reward, RewardMode};
use crate::domain::credit::{Ask, Creditable, Take, credit, returned, spread_amount, stored};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Wrong};
use crate::domain::ids::{CouponId, InvoiceId, OrderId, OrderLineId, ProductId, TransferId};
use crate::domain::invoice::Line;
use crate::domain::money::{Amount, Currency, Money, units_per_one};
use crate::domain::product::Product;
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::sale::{Borne, Order, bearers};
use crate::domain::tax::{self, DocumentAmounts, ExactLine, LineAmounts, PricedLine, Rounding};
use crate::domain::team::Service;
use crate::domain::wizard::refund::Note;
use crate::store::{Read, catalog, exchange, invoice, program, transfer};
use crate::text::{Words, stored};

/// What comes back, of one invoice that billed it.
struct Taken {
    /// The invoice as it was left before.
    source: Creditable,
    /// Positions of its lines, how much of each, and what that comes to.
    lines: Vec<(usize, Quantity, LineAmounts)>,
}

impl Taken {
    fn total(&self) -> Amount {
        self.lines.iter().map(|(_, _, amounts)| amounts.share()).sum()
    }
}

/// Settles an exchange: makes the document of the difference, where there is one.
pub fn settle(
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
    if let Some(other) = backs.iter().find(|b| b.delivery.order != Some(order.id)) {
        let given = other.delivery.number.clone();
        return Err(Error::from(Invalid::Contradicts { other: given }).at("deliveries"));
    }
    let taken = take_back(work, &order, backs, &made.returns)?;
    let (lines, amounts) = against(work.tx, &taken, chosen, (order.currency, work.settings.tax_rounding))?;
    let owed = amounts.total;
    balance.settles(owed)?;
    if owed.is_zero() {
        return Ok(());
    }
    match balance {
        Balance::Invoice => made.invoices.push(order_invoice::draft(work, &order, lines, amounts)?),
        Balance::Credit => {
            let ticket = refund::find_ticket(work.tx, request.ticket)?;
            access::require_service(work.tx, &work.actor, &ticket, Service::Refund)?;
            made.credit_notes.extend(notes(work, request, &taken, -owed)?);
        }
        Balance::Coupon => made.coupons.push(give(work, request, &order, -owed, made)?),
    }
    for of in &made.returns {
        let documents = made.invoices.iter().chain(&made.credit_notes);
        documents.into_iter().try_for_each(|id| exchange::about_document(work.tx, *of, *id, true))?;
        made.coupons.iter().try_for_each(|id| exchange::about_coupon(work.tx, *of, *id))?;
    }
    Ok(())
}

/// The lines of what goes out at today's price, against what comes back at what is left of what was paid for it;
/// and what they come to.
fn against(
    read: &Read<'_>,
    taken: &[Taken],
    chosen: &[(Product, Quantity)],
    (currency, rounding): (Currency, Rounding),
) -> Result<(Vec<Line>, DocumentAmounts)> {
    let mut lines = Vec::with_capacity(chosen.len());
    for (product, quantity) in chosen {
        lines.push(Line::of_product(product, *quantity, catalog::taxes(read, product.id)?));
    }
    let priced: Vec<PricedLine<'_>> = lines.iter().map(Line::priced).collect();
    let amounts = tax::document(&priced, currency, rounding)?;
    for (line, amounts) in lines.iter_mut().zip(amounts.lines) {
        line.amounts = amounts;
    }
    let mut all: Vec<Line> = taken.iter().flat_map(below_zero).collect();
    all.extend(lines);
    let exact: Vec<ExactLine> = all.iter().map(|line| stored(&line.amounts)).collect();
    let amounts = tax::round_document(&exact, None)?;
    Ok((all, amounts))
}

/// What the customer would owe for an exchange, below zero where it gets something back. Refuses what can't be
/// settled.
pub fn difference(
    read: &Read<'_>,
    order: OrderId,
    mut came: Vec<(OrderLineId, Quantity)>,
    goods: &[(ProductId, Quantity)],
) -> Result<Money> {
    let settings = settings(read)?;
    let order = orders::load(read, order)?;
    if order.currency != settings.currency {
        return Err(Invalid::OtherCurrency.into());
    }
    let discounts = bearers(&order, &orders::held(read, order.id, &settings)?);
    let taken = take(read, &order, &mut came, &discounts)?;
    if came.iter().any(|(_, rest)| !rest.is_zero()) {
        order.wrong(Wrong::NotInvoiced)?;
    }
    let mut chosen = Vec::with_capacity(goods.len());
    for (id, quantity) in goods {
        chosen.extend(catalog::load_product(read, *id)?.map(|product| (product, *quantity)));
    }
    let (_, amounts) = against(read, &taken, &chosen, (order.currency, settings.tax_rounding))?;
    Ok(Money::new(amounts.total, order.currency))
}

/// What goods take of the invoices of an order, the newest first.
fn take(
    read: &Read<'_>,
    order: &Order,
    came: &mut [(OrderLineId, Quantity)],
    discounts: &[Borne],
) -> Result<Vec<Taken>> {
    let billing = invoice::fitting(read, order.family, (Some(order.id), None, None), i64::MAX)?;
    let billing: Vec<Creditable> =
        billing.into_iter().map(|(id, _)| refund_facts::creditable(read, id, None)).collect::<Result<_>>()?;
    let mut taken = Vec::new();
    for (source, asks) in billing.iter().zip(returned(&billing, came, discounts)?) {
        if asks.is_empty() {
            continue;
        }
        let amounts = match source.is_exhausted() {
            // Nothing is left of what was paid.
            true => asks.iter().map(|_| LineAmounts::default()).collect(),
            false => credit(source, &asks)?.lines,
        };
        let units = |ask: &Ask| match &ask.take {
            Take::Units { quantity, .. } => *quantity,
            Take::Amount(_) => Quantity::ZERO,
        };
        let lines = asks.iter().zip(amounts).map(|(ask, amounts)| (ask.at, units(ask), amounts));
        taken.push(Taken { source: source.clone(), lines: lines.collect() });
    }
    Ok(taken)
}

/// Takes what comes back off the invoices that billed it: all of an exchange stands and falls with its first return.
/// Refuses goods that no invoice billed.
fn take_back(
    work: &Work<'_, '_>,
    order: &Order,
    backs: &[Back],
    returns: &[TransferId],
) -> Result<Vec<Taken>> {
    let discounts = bearers(order, &orders::held(work.tx, order.id, &work.settings)?);
    let mut came = Vec::new();
    for (line, quantity) in backs.iter().flat_map(|b| &b.lines) {
        match line.order_line {
            Some(sold) => came.push((sold, *quantity)),
            None => return order.wrong(Wrong::NotInvoiced).map(|()| vec![]),
        }
    }
    let taken = take(work.tx, order, &mut came, &discounts)?;
    if came.iter().any(|(_, rest)| !rest.is_zero()) {
        order.wrong(Wrong::NotInvoiced)?;
    }
    for of in returns.iter().take(1) {
        for (source, (at, units, amounts)) in
            taken.iter().flat_map(|t| t.lines.iter().map(|l| (&t.source, l)))
        {
            exchange::take(work.tx, *of, source.invoice.lines[*at].id, *units, amounts)?;
        }
    }
    Ok(taken)
}

/// The lines of what comes back, below zero. They bill nothing of the order: what is invoiced of it stays.
fn below_zero(of: &Taken) -> Vec<Line> {
    let line = |(at, quantity, amounts): &(usize, Quantity, LineAmounts)| {
        let source = &of.source.invoice.lines[*at];
        Line {
            quantity: -quantity.signed_as(source.quantity),
            source: None,
            order_line: None,
            amounts: amounts.negated(),
            ..source.clone()
        }
    };
    of.lines.iter().map(line).collect()
}

/// Draft credit notes of what the customer gets back: of the lines that came back, as far as they go.
fn notes(
    work: &mut Work<'_, '_>,
    request: &ReturnRequest,
    taken: &[Taken],
    amount: Amount,
) -> Result<Vec<InvoiceId>> {
    let mut rest = amount;
    let mut notes = Vec::new();
    for of in taken {
        let part = rest.min(of.total());
        if part <= Amount::ZERO {
            continue;
        }
        rest = rest - part;
        // Nothing is credited of other lines than those that came back.
        let spread = spread_amount(&of.source.part(&of.lines)?, part).map_err(|e| e.at("balance"))?;
        let asks: Vec<Ask> =
            spread.into_iter().map(|s| Ask { at: s.at, take: Take::Amount(s.amounts) }).collect();
        let dated = draft_accounting_date(work.today, work.settings.lock_date);
        let note = Note::new(&of.source, &asks, dated)?;
        let reason = format!("#{}", request.ticket);
        let head = refund::Heading {
            journal: of.source.invoice.journal,
            date: work.today,
            reason: Some(&reason),
            ticket: Some(request.ticket),
        };
        let draft = refund::draft_note(work, head, &of.source.invoice, &note);
        notes.push(refund::insert(work, &draft)?);
    }
    Ok(notes)
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
    let worth = (amount, order.currency);
    let value = BigRational::from_integer(amount.0.into()) / units_per_one(order.currency);
    let amount = UnitPrice::ONE.times(&value).ok_or(Error::AmountOutOfRange)?;
    let mut program = Program::new(&name);
    program.max_usage = Some(1);
    program.rewards.push(Reward { mode: RewardMode::Fixed, amount, ..Reward::new("1") });
    program.check()?;
    let id = program::save(work.tx, &program)?;
    work.note(Effect::add(Subject::Program, name.clone()).now(Key::Amount, worth));
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
