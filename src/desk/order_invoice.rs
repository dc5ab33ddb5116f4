//! Orders invoiced: what of them is to be invoiced now, drafted.

use num_rational::BigRational;

use super::work::Work;
use super::{access, orders, refund};
use crate::domain::credit::stored;
use crate::domain::error::{Result, Wrong};
use crate::domain::ids::{InvoiceId, InvoiceLineId, OrderId, OrderLineId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice, JournalKind, Line, PaymentState};
use crate::domain::money::Amount;
use crate::domain::product::InvoicePolicy;
use crate::domain::quantity::Quantity;
use crate::domain::sale::{Order, OrderLine, OrderState};
use crate::domain::tax::{self, DocumentAmounts, ExactLine, Rounding};
use crate::domain::user::Right;
use crate::store::{Read, catalog, driver, order};

/// Drafts an invoice of what is to be invoiced.
pub fn invoice(work: &mut Work<'_, '_>, id: OrderId) -> Result<InvoiceId> {
    access::require(&work.actor, Right::Accounting)?;
    let of = orders::load(work.tx, id)?;
    let lines = to_invoice(work.tx, &of, work.settings.tax_rounding)?;
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
    let journal = catalog::journals(work.tx)?.into_iter().find(|j| j.kind == JournalKind::Sale);
    let draft = Invoice {
        id: InvoiceId(0),
        version: 1,
        number: None,
        kind: DocumentKind::Invoice,
        state: DocumentState::Draft,
        customer: of.customer,
        family: of.family,
        journal: journal.ok_or_else(|| driver::damaged("journal"))?.id,
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

/// The lines of what is to be invoiced of an order now; refuses one of which nothing is.
pub(super) fn to_invoice(read: &Read<'_>, of: &Order, rounding: Rounding) -> Result<Vec<Line>> {
    if of.state != OrderState::Sale {
        of.wrong(Wrong::OrderNotConfirmed)?;
    }
    let done = order::done(read, of.id)?;
    let (mut lines, mut rewards) = (Vec::new(), Vec::new());
    for line in &of.lines {
        let (delivered, invoiced) =
            done.iter().find(|(l, ..)| *l == line.id).map(|(_, d, i)| (*d, *i)).unwrap_or_default();
        let policy = orders::goods(read, line)?.map_or(InvoicePolicy::Order, |p| p.invoice_policy);
        let due = match (policy, line.reward) {
            (InvoicePolicy::Delivery, None) => delivered,
            _ => line.quantity,
        };
        let open = due - invoiced;
        if !open.is_zero() && open.is_negative() == line.quantity.is_negative() {
            let drafted = draft_line(line, open, of, rounding)?;
            if line.reward.is_some() { rewards.push((line, drafted)) } else { lines.push(drafted) }
        }
    }
    if lines.is_empty() {
        of.wrong(Wrong::NothingToInvoice)?;
    }
    borne(&mut lines, rewards, of, rounding)?;
    lines.sort_by_key(|line| line.line);
    Ok(lines)
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
        let mut open = part(drafted.quantity, &share);
        // The sum of rounded parts may pass the whole by a unit.
        while !open.is_zero() {
            let mut tried = lines.clone();
            tried.push(draft_line(line, open, of, rounding)?);
            if total(&tried)? >= Amount::ZERO {
                *lines = tried;
                break;
            }
            open = part(open, &BigRational::new(999.into(), 1000.into()));
        }
    }
    Ok(())
}

/// A share of some units, rounded towards none.
fn part(units: Quantity, share: &BigRational) -> Quantity {
    let micro = (BigRational::from_integer(units.micro().into()) * share).trunc().to_integer();
    Quantity::from_micro(i64::try_from(micro).unwrap_or_default())
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
    Ok(Line {
        id: InvoiceLineId(0),
        line: line.line,
        product: line.product,
        description: line.description.clone(),
        quantity: open,
        unit_price: line.unit_price,
        discount: line.discount,
        taxes: line.taxes.clone(),
        order_line: Some(line.id),
        source: None,
        amount_only: false,
        amounts,
    })
}
