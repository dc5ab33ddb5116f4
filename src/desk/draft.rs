//! Changing drafts: lines, date, reason. A credit note is computed anew from what is left of its
//! invoice, whenever it changes and when it is posted.

use super::posting::find;
use super::work::Work;
use super::{access, books, posting, refund_facts};
use crate::domain::accounting::draft_accounting_date;
use crate::domain::command::DraftEdit;
use crate::domain::credit::{Ask, Take, credit, stored};
use crate::domain::effect::{Effect, Key};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice, Line};
use crate::domain::money::Amount;
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::tax::{self, DocumentAmounts, ExactLine, Rounding};
use crate::domain::wording;
use crate::store::{Read, driver, invoice, order};

/// Changes a draft.
pub fn edit(work: &mut Work<'_, '_>, id: InvoiceId, edit: &DraftEdit) -> Result<()> {
    let mut doc = find(work.tx, id)?;
    if doc.state != DocumentState::Draft {
        return Err(Error::NotDraft { document: doc.label() });
    }
    access::require_draft(&work.actor, &doc)?;
    (work.ticket, work.invoice) = (doc.ticket, Some(id));
    let before = doc.clone();
    if let Some(date) = edit.date {
        set_date(work, &mut doc, date)?;
    }
    if let Some(reason) = &edit.reason {
        doc.reason = Some(wording::one_line(reason).map_err(|e| e.at("reason"))?).filter(|r| !r.is_empty());
        reword(work, &mut doc)?;
    }
    let lines = !edit.lines.is_empty() || !edit.remove.is_empty();
    if lines {
        posting::apart(work, &doc)?;
        edit_lines(work.tx, &mut doc, edit)?;
    }
    if doc == before {
        return Ok(());
    }
    invoice::rewrite(work.tx, &doc)?;
    if let Some(order) = doc.order {
        order::touch(work.tx, order)?;
    }
    let money = |d: &Invoice| Some((d.total, d.currency));
    work.note(
        Effect::change(books::subject(doc.kind), doc.label())
            .moved(Key::Total, money(&before), money(&doc))
            .moved(Key::Lines, Some(before.lines.len() as i64), Some(doc.lines.len() as i64))
            .moved(Key::Date, before.date, doc.date)
            .moved(Key::AccountingDate, Some(before.accounting_date), Some(doc.accounting_date))
            .moved(Key::Reason, before.reason.as_deref(), doc.reason.as_deref()),
    );
    note_lines(work, &before, &doc);
    Ok(())
}

/// Notes each line whose quantity or price changed; a removed one has no quantity any more.
fn note_lines(work: &mut Work<'_, '_>, before: &Invoice, after: &Invoice) {
    for line in &before.lines {
        let stays = after.lines.iter().find(|l| l.line == line.line);
        let (quantity, price) = stays.map_or((Quantity::ZERO, line.unit_price), Line::priced_as);
        if (quantity, price) == line.priced_as() {
            continue;
        }
        work.note(
            Effect::change(books::subject(after.kind), after.label())
                .was(Key::Line, line.line)
                .now(Key::Line, line.line)
                .moved(Key::Quantity, Some(line.quantity.to_string()), Some(quantity.to_string()))
                .moved(Key::UnitPrice, Some(line.unit_price.to_string()), Some(price.to_string())),
        );
    }
}

fn set_date(work: &Work<'_, '_>, doc: &mut Invoice, date: chrono::NaiveDate) -> Result<()> {
    if let (DocumentKind::CreditNote, Some(source)) = (doc.kind, doc.reverses) {
        let source = find(work.tx, source)?;
        if let Some(invoice_date) = source.date.filter(|d| date < *d) {
            let document = source.label();
            return Err(Error::DateBeforeInvoice { date, document, invoice_date }.at("date"));
        }
    }
    doc.date = Some(date);
    doc.due_date = Some(date);
    doc.accounting_date = draft_accounting_date(date, work.settings.lock_date);
    Ok(())
}

/// The printed reference of a credit note holds its reason.
fn reword(work: &Work<'_, '_>, doc: &mut Invoice) -> Result<()> {
    if let (DocumentKind::CreditNote, Some(source)) = (doc.kind, doc.reverses) {
        let words = crate::text::Words::new(work.settings.language);
        doc.reference = Some(crate::text::stored::reversal_of(
            &words,
            &invoice::label(work.tx, source)?,
            doc.reason.as_deref(),
        ));
    }
    Ok(())
}

fn edit_lines(read: &Read<'_>, doc: &mut Invoice, edit: &DraftEdit) -> Result<()> {
    let before = doc.lines.clone();
    let known = |line: i64, doc: &Invoice| {
        doc.lines
            .iter()
            .position(|l| l.line == line)
            .ok_or(Error::NotFound { what: Thing::Line, key: line.to_string() })
    };
    for (at, (line, quantity, price)) in edit.lines.iter().enumerate() {
        let again = edit.lines[..at].iter().any(|(earlier, ..)| earlier == line);
        if again || edit.remove.contains(line) {
            return Err(Error::from(Invalid::Twice { given: line.to_string() }).at("lines"));
        }
        let at = known(*line, doc).map_err(|e| e.at("lines"))?;
        set_line(&mut doc.lines[at], *quantity, *price, doc.currency).map_err(|e| e.at("lines"))?;
    }
    for line in &edit.remove {
        let at = known(*line, doc).map_err(|e| e.at("lines"))?;
        doc.lines[at].quantity = Quantity::ZERO;
    }
    doc.lines.retain(|l| !l.quantity.is_zero());
    match doc.kind {
        DocumentKind::CreditNote => recompute(read, doc).map_err(|e| e.at("lines")),
        DocumentKind::Invoice => retotal(doc, &before),
    }
}

/// Sets a line's quantity (a magnitude; zero removes it) and price. A line that credits an amount
/// keeps crediting an amount.
fn set_line(
    line: &mut Line,
    quantity: Quantity,
    price: Option<UnitPrice>,
    currency: crate::domain::money::Currency,
) -> Result<()> {
    if quantity.is_negative() {
        return Err(Invalid::NotPositive { given: quantity.to_string() }.into());
    }
    if line.amount_only && !quantity.is_zero() && quantity != Quantity::ONE {
        return Err(Invalid::NotOneOf { given: quantity.to_string(), allowed: "0, 1".into() }.into());
    }
    let (was, price) = (line.priced_as(), price.unwrap_or(line.unit_price));
    line.quantity = quantity.signed_as(line.quantity);
    line.unit_price = price;
    if line.priced_as() != was && !line.quantity.is_zero() {
        line.amounts = tax::document(&[line.priced()], currency, Rounding::Line)?
            .lines
            .pop()
            .ok_or_else(|| driver::damaged("line"))?;
    }
    Ok(())
}

/// Computes a draft credit note anew from what posted notes left of its invoice.
pub fn recompute(read: &Read<'_>, doc: &mut Invoice) -> Result<()> {
    let source = doc.reverses.ok_or_else(|| driver::damaged("credit note"))?;
    let of = refund_facts::creditable(read, source, Some(doc.id))?;
    if doc.lines.is_empty() {
        take(doc, DocumentAmounts::default());
        return Ok(());
    }
    let mut asks = Vec::with_capacity(doc.lines.len());
    for line in &doc.lines {
        let at =
            line.source.and_then(|s| of.position(s)).ok_or_else(|| driver::damaged("credit note line"))?;
        let take = match line.amount_only {
            true => Take::Amount(line.amounts.clone()),
            false => Take::Units {
                quantity: line.quantity.abs(),
                unit_price: line.unit_price,
                discount: line.discount,
            },
        };
        asks.push(Ask { at, take });
    }
    take(doc, credit(&of, &asks)?);
    Ok(())
}

/// Adds a draft invoice up anew: lines that did not change, and those that stand for an amount, at their
/// own amounts.
fn retotal(doc: &mut Invoice, before: &[Line]) -> Result<()> {
    let mut lines: Vec<ExactLine> = Vec::with_capacity(doc.lines.len());
    for line in &doc.lines {
        let was = before.iter().find(|b| b.line == line.line).map(Line::priced_as);
        let stays = line.amount_only || was == Some(line.priced_as());
        lines.push(match doc.rounding {
            Rounding::Document if !stays => tax::line(&line.priced(), doc.currency, doc.rounding)?,
            _ => stored(&line.amounts),
        });
    }
    take(doc, tax::round_document(&lines, None)?);
    Ok(())
}

fn take(doc: &mut Invoice, amounts: DocumentAmounts) {
    doc.untaxed = amounts.untaxed;
    doc.tax = amounts.tax;
    doc.total = amounts.total;
    doc.residual = Amount(amounts.total.0.abs());
    doc.taxes = amounts.taxes;
    for (line, amounts) in doc.lines.iter_mut().zip(amounts.lines) {
        line.amounts = amounts;
    }
}
