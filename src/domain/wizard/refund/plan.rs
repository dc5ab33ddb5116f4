//! What a request writes: one credit note for each invoice. Everything that must hold is checked
//! here again, on facts that were read inside the transaction that writes.

use chrono::NaiveDate;

use super::{DATE, Facts, INVOICES, InvoiceFacts, LINES, RefundRequest, Submit, What};
use crate::domain::accounting::draft_accounting_date;
use crate::domain::credit::{Ask, Creditable, Take, credit, everything, spread_amount};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{InvoiceId, InvoiceLineId};
use crate::domain::invoice::{DocumentKind, DocumentState, JournalKind, Line};
use crate::domain::money::{Amount, Money};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::tax::{DocumentAmounts, LineAmounts, LineTax, Tax};

/// Credit notes to write.
#[derive(Clone, Debug)]
pub struct Plan {
    /// One for each invoice of which something is credited.
    pub notes: Vec<Note>,
    /// Whether they are posted at once.
    pub post: bool,
    /// Whether each gets a draft invoice that repeats what it credits.
    pub repeat: bool,
}

/// A credit note to write.
#[derive(Clone, Debug)]
pub struct Note {
    /// The invoice that it credits.
    pub invoice: InvoiceId,
    /// Date in the books.
    pub accounting_date: NaiveDate,
    /// Lines, numbered from 1, with their amounts.
    pub lines: Vec<Line>,
    /// What they come to.
    pub amounts: DocumentAmounts,
}

/// What the credit notes of one currency come to, and where that goes (`domain/facts.md` §1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// All of it.
    pub total: Money,
    /// What it takes off of what is open on the invoices.
    pub settles: Money,
    /// What the customer is owed then.
    pub owed: Money,
}

impl Note {
    /// A note of what is asked of an invoice; refuses what breaks a ceiling.
    pub fn new(of: &Creditable, asks: &[Ask], accounting_date: NaiveDate) -> Result<Self> {
        let amounts = credit(of, asks).map_err(|e| e.at(LINES))?;
        let lines = lines(of, asks, &amounts);
        Ok(Self { invoice: of.invoice.id, accounting_date, lines, amounts })
    }
}

/// Units of an invoice's line at its own price.
pub fn units(of: &Creditable, at: usize, quantity: Quantity) -> Ask {
    let line = &of.invoice.lines[at];
    Ask { at, take: Take::Units { quantity, unit_price: line.unit_price, discount: line.discount } }
}

impl Plan {
    /// What the credit notes come to, for each currency.
    pub fn sums(&self, facts: &Facts) -> Vec<Sum> {
        let mut sums: Vec<Sum> = Vec::new();
        for note in &self.notes {
            let Some(invoice) =
                facts.invoices.iter().map(|i| &i.creditable.invoice).find(|i| i.id == note.invoice)
            else {
                continue;
            };
            let (total, currency) = (note.amounts.total, invoice.currency);
            // Payments are taken back where the invoice is made anew: all of it is settled then.
            let settles = if self.repeat { total } else { total.min(invoice.residual) };
            let zero = Money::new(Amount::ZERO, currency);
            let at = sums.iter().position(|s| s.total.currency == currency).unwrap_or_else(|| {
                sums.push(Sum { total: zero, settles: zero, owed: zero });
                sums.len() - 1
            });
            let sum = &mut sums[at];
            sum.total.amount += total;
            sum.settles.amount += settles;
            sum.owed.amount += total - settles;
        }
        sums
    }
}

/// Decides what a request writes, or which rule it would break.
pub fn plan(facts: &Facts, request: &RefundRequest) -> Result<Plan> {
    let journal = facts.journals.iter().find(|j| j.id == request.journal);
    match journal {
        Some(j) if j.kind == JournalKind::Sale => {}
        other => {
            let journal = other.map_or_else(|| request.journal.to_string(), |j| j.code.clone());
            return Err(Error::JournalMismatch { journal }.at("journal"));
        }
    }
    date_fits(facts, request.date).map_err(|e| e.at(DATE))?;
    let future = request.date > facts.today;
    if future && request.submit == Submit::ReverseAndPost {
        return Err(Error::DateInFuture { date: request.date }.at(DATE));
    }
    let mut notes = Vec::new();
    for of in &facts.invoices {
        may_credit(facts, of).map_err(|e| e.at(INVOICES))?;
        let asks = asks(facts, of, &request.what)?;
        if asks.is_empty() {
            continue;
        }
        notes.push(Note::new(&of.creditable, &asks, draft_accounting_date(request.date, facts.lock_date))?);
    }
    if notes.is_empty() {
        return Err(Error::NothingToCredit.at(LINES));
    }
    Ok(Plan {
        notes,
        post: !future && request.submit != Submit::Reverse,
        repeat: request.submit == Submit::ReverseAndCreateInvoice,
    })
}

/// Whether an invoice can be credited from this ticket at all.
pub(super) fn may_credit(facts: &Facts, of: &InvoiceFacts) -> Result<()> {
    let invoice = &of.creditable.invoice;
    let document = invoice.label();
    if invoice.state != DocumentState::Posted {
        return Err(Error::InvoiceNotPosted { document });
    }
    if invoice.kind != DocumentKind::Invoice || !invoice.is_creditable() {
        return Err(Error::WrongState { document, why: Wrong::NotCreditable });
    }
    if invoice.family != facts.ticket.family {
        return Err(Error::InvoiceOtherCustomer { document });
    }
    Ok(())
}

/// Whether a reversal date is not before any of the invoices (`domain/facts.md` §10).
pub(super) fn date_fits(facts: &Facts, date: NaiveDate) -> Result<()> {
    for of in &facts.invoices {
        let invoice = &of.creditable.invoice;
        if let Some(invoice_date) = invoice.date.filter(|d| date < *d) {
            return Err(Error::DateBeforeInvoice { date, document: invoice.label(), invoice_date });
        }
    }
    Ok(())
}

fn asks(facts: &Facts, of: &InvoiceFacts, what: &What) -> Result<Vec<Ask>> {
    match what {
        What::Everything => everything(&of.creditable),
        What::Lines(lines) => {
            let here = lines.iter().filter_map(|(line, q)| Some((of.creditable.position(*line)?, *q)));
            let (money, named): (Vec<_>, Vec<_>) = here.partition(|(_, quantity)| quantity.is_zero());
            let mut asks: Vec<Ask> = named
                .into_iter()
                .map(|(at, q)| lowered(facts, &of.creditable, units(&of.creditable, at, q)))
                .collect();
            if !money.is_empty() {
                let all = everything(&of.creditable)?.into_iter();
                let of_money = |ask: &Ask| matches!(ask.take, Take::Amount(_));
                asks.extend(all.filter(|a| of_money(a) && money.iter().any(|(at, _)| *at == a.at)));
                asks.sort_by_key(|ask| ask.at);
            }
            Ok(asks)
        }
        What::Amount(amount) => {
            let spread = spread_amount(&of.creditable, *amount).map_err(|e| e.at(super::AMOUNT))?;
            Ok(spread.into_iter().map(|s| Ask { at: s.at, take: Take::Amount(s.amounts) }).collect())
        }
    }
}

/// Goods that came back may have been paid at less than their price, their discounts standing elsewhere.
fn lowered(facts: &Facts, of: &Creditable, ask: Ask) -> Ask {
    let line = of.invoice.lines[ask.at].id;
    let received = facts.received.as_ref().and_then(|r| r.as_ref().ok());
    let price =
        received.and_then(|r| r.takes.iter().find(|(taken, ..)| *taken == line)).and_then(|(.., p)| *p);
    match (ask.take, price) {
        (Take::Units { quantity, discount, .. }, Some(unit_price)) => {
            Ask { at: ask.at, take: Take::Units { quantity, unit_price, discount } }
        }
        (take, _) => Ask { at: ask.at, take },
    }
}

fn lines(of: &Creditable, asks: &[Ask], amounts: &DocumentAmounts) -> Vec<Line> {
    let mut lines = Vec::with_capacity(asks.len());
    for (number, (ask, amounts)) in (1..).zip(asks.iter().zip(&amounts.lines)) {
        let source = &of.invoice.lines[ask.at];
        let mut line = Line {
            id: InvoiceLineId(0),
            line: number,
            source: Some(source.id),
            amounts: amounts.clone(),
            amount_only: false,
            ..source.clone()
        };
        match &ask.take {
            Take::Units { quantity, unit_price, .. } => {
                line.quantity = quantity.signed_as(source.quantity);
                line.unit_price = *unit_price;
            }
            Take::Amount(free) => {
                line.amount_only = true;
                line.quantity = Quantity::ONE;
                line.discount = Rate::ZERO;
                line.unit_price = price_of(free, &source.taxes, of.invoice.currency);
            }
        }
        lines.push(line);
    }
    lines
}

/// The unit price that stands for a free amount: what its price-included taxes leave in it. Nothing where
/// a price can't hold it: such a line is its amounts.
fn price_of(free: &LineAmounts, taxes: &[Tax], currency: crate::domain::money::Currency) -> UnitPrice {
    let included = |t: &&LineTax| taxes.iter().any(|x| x.id == t.tax && x.price_include);
    let price: Amount = free.booked + free.taxes.iter().filter(included).map(|t| t.amount).sum();
    UnitPrice::new(price.decimal(currency)).unwrap_or_default()
}
