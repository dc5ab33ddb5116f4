//! Credit notes of an import that reverse an invoice: they must be its customer's, in its currency,
//! not older than it, and take no more than earlier ones left of it (`domain::credit`).

use super::Intake;
use super::lines::NAMED;
use super::post::Ready;
use crate::domain::credit::{Ask, Creditable, Take, credit};
use crate::domain::error::{Error, Invalid, Result, Thing, Wrong};
use crate::domain::ids::InvoiceLineId;
use crate::domain::invoice::{DocumentState, Invoice, Line};
use crate::domain::tax;
use crate::store::driver::damaged;
use crate::store::import::staged::{StagedDocument, StagedLine};
use crate::store::{customer, invoice};

impl Intake<'_> {
    /// A credit note as it is about to be written; none where it breaks a rule.
    pub(super) fn credit_of(
        &mut self,
        note: &StagedDocument,
        state: DocumentState,
        reversed: &str,
        (mut lines, waiting): (Vec<Line>, &[StagedLine]),
    ) -> Result<Option<Ready>> {
        let id = invoice::find(self.tx, reversed)?;
        let id = id.ok_or_else(|| Error::NotFound { what: Thing::Invoice, key: reversed.to_owned() });
        let Some(id) = self.at("reverses", id)? else { return Ok(None) };
        let of = invoice::load(self.tx, id)?.ok_or_else(|| damaged("document"))?;
        self.check_reversal(note, &of)?;
        let mut sources = Vec::with_capacity(lines.len());
        for (line, waiting) in lines.iter_mut().zip(waiting) {
            self.link_line(line, waiting, &of, &sources);
            sources.extend(line.source);
        }
        self.line = note.at;
        self.file = "invoices.csv";
        if !self.is_sound() {
            return Ok(None);
        }
        let rounding = of.rounding;
        let amounts = if state == DocumentState::Posted {
            let credited = invoice::credited(self.tx, &of, None)?;
            let left = Creditable::new(of, &credited)?;
            let asks: Vec<Ask> = lines.iter().filter_map(|l| ask(&left, l)).collect();
            credit(&left, &asks)
        } else {
            let priced: Vec<_> = lines.iter().map(Line::priced).collect();
            tax::document(&priced, note.currency, rounding)
        };
        let amounts = self.at("", amounts)?;
        Ok(amounts.map(|amounts| Ready { lines, amounts, rounding, reverses: Some(id) }))
    }

    fn check_reversal(&mut self, note: &StagedDocument, of: &Invoice) -> Result<()> {
        let document = of.label();
        if of.state != DocumentState::Posted {
            self.wrong("reverses", Error::InvoiceNotPosted { document });
            return Ok(());
        }
        if !of.is_creditable() {
            self.wrong("reverses", Error::WrongState { document, why: Wrong::NotCreditable });
            return Ok(());
        }
        if customer::family(self.tx, note.customer)? != of.family {
            self.wrong("customer", Error::InvoiceOtherCustomer { document: document.clone() });
        }
        if note.currency != of.currency {
            self.wrong("currency", Invalid::OtherCurrency);
        }
        if let Some(invoice_date) = of.date.filter(|d| note.date < *d) {
            self.wrong("date", Error::DateBeforeInvoice { date: note.date, document, invoice_date });
        }
        Ok(())
    }

    /// Links a line with the invoice line that it credits; what is wrong is reported at the line.
    fn link_line(&mut self, line: &mut Line, waiting: &StagedLine, of: &Invoice, taken: &[InvoiceLineId]) {
        self.line = waiting.at;
        self.file = "invoice_lines.csv";
        let before = std::mem::take(&mut self.problems);
        let source = match waiting.reverses_line {
            Some(number) => {
                let found = of.lines.iter().find(|l| l.line == number);
                let missing =
                    || Error::NotFound { what: Thing::Line, key: format!("{}/{number}", of.label()) };
                found.ok_or_else(missing)
            }
            None => sole_source(line, of).ok_or(Error::FieldRequired),
        };
        match source {
            Err(error) => self.wrong("reverses_line", error),
            Ok(source) => {
                if taken.contains(&source.id) {
                    self.wrong("reverses_line", Invalid::Twice { given: source.line.to_string() });
                }
                let named = waiting.taxes.starts_with(NAMED);
                let same = source.taxes.iter().map(|t| &t.name).eq(line.taxes.iter().map(|t| &t.name));
                if named && !same {
                    self.wrong("taxes", Invalid::Contradicts { other: "reverses_line".to_owned() });
                }
                if line.quantity.is_zero() {
                    self.wrong("quantity", Invalid::NotPositive { given: line.quantity.to_string() });
                } else if line.quantity.is_negative() != source.quantity.is_negative() {
                    self.wrong("quantity", Invalid::Contradicts { other: "reverses_line".to_owned() });
                }
                line.taxes.clone_from(&source.taxes);
                line.source = Some(source.id);
                line.order_line = line.order_line.or(source.order_line);
            }
        }
        if !self.problems.is_empty() {
            self.refuse(Thing::Line, "");
            self.follows = true;
        }
        self.problems = before;
    }
}

/// The invoice line that is meant where none is named: of the same product, of the same number, or
/// the only one.
fn sole_source<'i>(line: &Line, of: &'i Invoice) -> Option<&'i Line> {
    let same =
        |l: &&Line| l.product == line.product && (l.product.is_some() || l.description == line.description);
    let mut fitting = of.lines.iter().filter(same);
    match of.lines.iter().filter(same).find(|l| l.line == line.line) {
        Some(numbered) => Some(numbered),
        None => fitting.next().filter(|_| fitting.next().is_none()),
    }
}

fn ask(left: &Creditable, line: &Line) -> Option<Ask> {
    let take =
        Take::Units { quantity: line.quantity.abs(), unit_price: line.unit_price, discount: line.discount };
    Some(Ask { at: left.position(line.source?)?, take })
}
