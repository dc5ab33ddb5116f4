//! Orders invoiced: what of them is to be invoiced now, drafted.

use num_rational::BigRational;

use super::refund::Heading;
use super::stock::received;
use super::work::Work;
use super::{access, orders, refund, refund_facts};
use crate::domain::accounting::draft_accounting_date;
use crate::domain::credit::{returned, stored};
use crate::domain::error::{Result, Wrong};
use crate::domain::ids::{InvoiceId, OrderId, OrderLineId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice, JournalKind, Line, PaymentState};
use crate::domain::money::Amount;
use crate::domain::product::InvoicePolicy;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Order, OrderLine, OrderState, bearers};
use crate::domain::tax::{self, DocumentAmounts, ExactLine, Rounding};
use crate::domain::user::Right;
use crate::domain::wizard::refund::Note;
use crate::store::{Read, catalog, driver, invoice, order, transfer};

/// Drafts an invoice of what is to be invoiced; where nothing is, the credit note of what was invoiced by
/// delivery and came back (`domain/facts.md` §4.7; unlike §11, 19 it is a credit note of its invoice).
pub fn invoice(work: &mut Work<'_, '_>, id: OrderId) -> Result<InvoiceId> {
    access::require(&work.actor, Right::Accounting)?;
    let of = orders::load(work.tx, id)?;
    let Due::Lines(lines) = due(work.tx, &of, work.settings.tax_rounding)? else {
        let id = credit(work, &of)?;
        work.invoice = Some(id);
        return Ok(id);
    };
    let exact: Vec<ExactLine> = lines.iter().map(|l| stored(&l.amounts)).collect();
    let amounts = tax::round_document(&exact, None)?;
    let id = draft(work, &of, lines, amounts)?;
    work.invoice = Some(id);
    Ok(id)
}

/// Drafts an invoice for the customer of an order: its lines, and what they come to.
pub(super) fn draft(
    work: &mut Work<'_, '_>,
    of: &Order,
    mut lines: Vec<Line>,
    amounts: DocumentAmounts,
) -> Result<InvoiceId> {
    for (at, (line, amounts)) in (1i64..).zip(lines.iter_mut().zip(&amounts.lines)) {
        line.line = at;
        line.amounts = amounts.clone();
    }
    let journal = match invoice::journal_of_order(work.tx, of.id)? {
        Some(journal) => Some(journal),
        None => catalog::first_journal(work.tx, JournalKind::Sale)?,
    };
    let draft = Invoice {
        id: InvoiceId(0),
        version: 1,
        number: None,
        kind: DocumentKind::Invoice,
        state: DocumentState::Draft,
        customer: of.customer,
        family: of.family,
        journal: journal.ok_or_else(|| driver::damaged("journal"))?,
        date: None,
        accounting_date: work.today,
        due_date: None,
        reason: None,
        reference: None,
        order: Some(of.id),
        currency: of.currency,
        rounding: work.settings.tax_rounding,
        untaxed: amounts.untaxed,
        tax: amounts.tax,
        total: amounts.total,
        reverses: None,
        created_by: Some(work.actor.id),
        ticket: work.ticket,
        residual: amounts.total.abs(),
        payment_state: PaymentState::NotPaid,
        lines,
        taxes: amounts.taxes,
    };
    refund::insert(work, &draft)
}

/// What is due of an order.
pub(super) enum Due {
    /// Lines to invoice.
    Lines(Vec<Line>),
    /// What was invoiced and came back is to be credited.
    Credit,
}

/// What of an order is to be invoiced or credited now; refuses one of which nothing is.
pub(super) fn due(read: &Read<'_>, of: &Order, rounding: Rounding) -> Result<Due> {
    if of.state != OrderState::Sale {
        of.wrong(Wrong::OrderNotConfirmed)?;
    }
    let done = order::done(read, of.id)?;
    let (exchanged, ahead) = (received::exchanged(read, of.id)?, order::ahead(read, of.id)?);
    let (mut lines, mut rewards) = (Vec::new(), Vec::new());
    for line in &of.lines {
        let (delivered, invoiced) =
            done.iter().find(|(l, ..)| *l == line.id).map(|(_, d, i)| (*d, *i)).unwrap_or_default();
        let policy = orders::goods(read, line)?.map_or(InvoicePolicy::Order, |p| p.invoice_policy);
        let due = match (policy, line.reward) {
            // What was exchanged for another product was delivered, and stays billed; what replaces goods that
            // are not back yet is not billed on top of them.
            (InvoicePolicy::Delivery, None) => {
                delivered + received::units_of(&exchanged, line.id) - received::units_of(&ahead, line.id)
            }
            _ => line.quantity,
        };
        let open = due - invoiced;
        if !open.is_zero() && open.is_negative() == line.quantity.is_negative() {
            let drafted = draft_line(line, open, of, rounding)?;
            if line.reward.is_some() { rewards.push((line, drafted)) } else { lines.push(drafted) }
        }
    }
    if lines.is_empty() {
        if came_back(read, of)?.is_empty() {
            of.wrong(Wrong::NothingToInvoice)?;
        }
        return Ok(Due::Credit);
    }
    borne(&mut lines, rewards, of, rounding)?;
    lines.sort_by_key(|line| line.line);
    Ok(Due::Lines(lines))
}

/// Units of lines of an order.
type Sold = Vec<(OrderLineId, Quantity)>;

/// What was invoiced by delivery, came back and is neither replaced nor credited, drafts counted; and what was invoiced
/// of parts that a repair did not use.
fn came_back(read: &Read<'_>, of: &Order) -> Result<Sold> {
    let mut came: Sold = Vec::new();
    for id in transfer::returns_of_order(read, of.id)? {
        let Ok(received) = received::of(read, id) else { continue };
        for (sold, units) in received.came {
            received::add(&mut came, sold, units);
        }
    }
    let exchanged = received::exchanged(read, of.id)?;
    let repaired = order::of_repairs(read, of.id)?;
    let mut found = Vec::new();
    for (id, delivered, invoiced) in order::standing(read, of.id)? {
        let line = of.lines.iter().find(|l| l.id == id && l.reward.is_none());
        // What a repair did not use after all.
        if let Some(line) = line.filter(|_| repaired.iter().any(|(known, _)| *known == id)) {
            let unused = invoiced - line.quantity;
            if unused > Quantity::ZERO {
                found.push((id, unused));
                continue;
            }
        }
        let over = invoiced - delivered - received::units_of(&exchanged, id);
        let units = received::units_of(&came, id).min(over);
        let Some(line) = line.filter(|_| units > Quantity::ZERO) else { continue };
        if orders::goods(read, line)?.is_some_and(|p| p.invoice_policy == InvoicePolicy::Delivery) {
            found.push((id, units));
        }
    }
    Ok(found)
}

/// Drafts the credit note of what came back, of the newest invoice that holds it.
fn credit(work: &mut Work<'_, '_>, of: &Order) -> Result<InvoiceId> {
    let mut came = came_back(work.tx, of)?;
    let discounts = bearers(of, &orders::held(work.tx, of.id, &work.settings)?);
    let billing = refund_facts::of_order(work.tx, of)?;
    let taken = returned(&billing, &mut came, &discounts)?;
    let Some((source, asks)) = billing.iter().zip(taken).find(|(_, asks)| !asks.is_empty()) else {
        of.wrong(Wrong::NothingToInvoice)?;
        return Err(driver::damaged("invoice"));
    };
    let dated = draft_accounting_date(work.today, work.settings.lock_date);
    let note = Note::new(source, &asks, dated)?;
    let (journal, date) = (source.invoice.journal, work.today);
    let head = Heading { journal, date, reason: Some(&of.number), ticket: work.ticket };
    refund::insert(work, &refund::draft_note(work, head, &source.invoice, &note))
}

/// Adds the lines of rewards, as far as the products bear them: an invoice is not below zero. What is left
/// of a reward goes with the products that are invoiced later.
fn borne(
    lines: &mut Vec<Line>,
    rewards: Vec<(&OrderLine, Line)>,
    of: &Order,
    rounding: Rounding,
) -> Result<()> {
    let products = total(lines)?;
    let mut all = lines.clone();
    all.extend(rewards.iter().map(|(_, line)| line.clone()));
    let below = total(&all)?;
    if below >= Amount::ZERO {
        *lines = all;
        return Ok(());
    }
    // What is given for nothing needs nobody who bears it.
    let (discounts, gifts): (Vec<_>, Vec<_>) =
        rewards.into_iter().partition(|(_, line)| line.amounts.total < Amount::ZERO);
    lines.extend(gifts.into_iter().map(|(_, line)| line));
    let borne = products.max(Amount::ZERO);
    if borne == Amount::ZERO || discounts.is_empty() {
        return Ok(());
    }
    let share = BigRational::new(borne.0.into(), (products - below).0.into());
    for (line, drafted) in discounts {
        let mut open = drafted.quantity.part(&share);
        // The sum of rounded parts may pass the whole by a unit.
        while !open.is_zero() {
            let mut tried = lines.clone();
            tried.push(draft_line(line, open, of, rounding)?);
            if total(&tried)? >= Amount::ZERO {
                *lines = tried;
                break;
            }
            open = open.part(&BigRational::new(999.into(), 1000.into()));
        }
    }
    Ok(())
}

fn total(lines: &[Line]) -> Result<Amount> {
    let exact: Vec<ExactLine> = lines.iter().map(|l| stored(&l.amounts)).collect();
    Ok(tax::round_document(&exact, None)?.total)
}

/// A line at the units that are open: its own amounts where those are all of it.
fn draft_line(line: &OrderLine, open: Quantity, of: &Order, rounding: Rounding) -> Result<Line> {
    let amounts = match open == line.quantity {
        true => line.amounts.clone(),
        false => {
            let part = OrderLine { quantity: open, id: OrderLineId(0), ..line.clone() };
            let computed = tax::document(&[part.priced()], of.currency, rounding)?;
            computed.lines.into_iter().next().ok_or_else(|| driver::damaged("line"))?
        }
    };
    Ok(Line { amounts, ..Line::of_order(line, open) })
}
