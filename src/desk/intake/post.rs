//! Orders and invoices whose lines are all known: their amounts are computed and they are written,
//! orders and invoices in the order of their file, credit notes in the order of their dates.

use super::documents::ORDER;
use super::lines::NAMED;
use super::{Became, Intake};
use crate::desk::books;
use crate::domain::accounting::{ORDERS, parse_number, parse_order_number};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::{InvoiceId, InvoiceLineId, LotId, OrderId, OrderLineId, TaxId};
use crate::domain::invoice::{DocumentKind, DocumentState, Invoice, Line, PaymentState};
use crate::domain::sale::{Order, OrderLine, OrderLineKind, OrderState};
use crate::domain::tax::{self, DocumentAmounts, LineAmounts, Rounding};
use crate::store::driver::damaged;
use crate::store::import::staged::{self, StagedDocument, StagedLine};
use crate::store::{catalog, invoice, order as order_store, sequence};

/// Told after every few documents: how many are written, of how many.
pub type Step<'s> = &'s mut dyn FnMut(i64, i64);

/// A document as it is about to be written.
pub(super) struct Ready {
    pub(super) lines: Vec<Line>,
    pub(super) amounts: DocumentAmounts,
    pub(super) rounding: Rounding,
    pub(super) reverses: Option<InvoiceId>,
}

impl Intake<'_> {
    /// Ends orders.csv and order_lines.csv.
    pub fn orders_end(&mut self, step: Step<'_>) -> Result<()> {
        self.file = "orders.csv";
        let all = staged::count(self.tx)?;
        let (mut after, mut done) = (0, 0);
        loop {
            let page = staged::documents(self.tx, ORDER, after)?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for order in &page {
                self.line = order.at;
                self.write_order(order)?;
            }
            done += page.len() as i64;
            step(done, all);
        }
        if self.names.orders > 0 {
            sequence::reserve(self.tx, ORDERS, self.names.orders)?;
        }
        self.names.staged = None;
        staged::clear(self.tx)
    }

    fn write_order(&mut self, order: &StagedDocument) -> Result<()> {
        if self.errors.is_missing(Thing::Order, &order.number) {
            return Ok(());
        }
        let lines = self.lines_of(&staged::lines(self.tx, order.seq)?)?;
        let priced: Vec<_> = lines.iter().map(Line::priced).collect();
        let Some(amounts) = self.at("", tax::document(&priced, order.currency, self.rounding))? else {
            self.refuse(Thing::Order, &order.number);
            return Ok(());
        };
        let state: OrderState = order.state.parse().map_err(|_| damaged("state"))?;
        if let Some(serial) = parse_order_number(&order.number) {
            self.names.orders = self.names.orders.max(serial);
        }
        let written = Order {
            id: OrderId(0),
            version: 1,
            number: order.number.clone(),
            customer: order.customer,
            family: order.customer,
            date: order.date,
            created_by: None,
            state,
            currency: order.currency,
            untaxed: amounts.untaxed,
            tax: amounts.tax,
            total: amounts.total,
            lines: lines.iter().zip(amounts.lines).map(|(line, amounts)| order_line(line, amounts)).collect(),
        };
        order_store::insert(self.tx, &written)?;
        self.added_lines(lines.len(), "order_lines.csv");
        Ok(())
    }

    /// Counts a document and its lines, each in their own file.
    fn added_lines(&mut self, lines: usize, file: &'static str) {
        self.became(Became::Added);
        self.report.files.entry(file.into()).or_default().added += lines as u64;
    }

    /// Ends invoices.csv and invoice_lines.csv.
    pub fn invoices_end(&mut self, step: Step<'_>) -> Result<()> {
        self.file = "invoices.csv";
        let all = staged::count(self.tx)?;
        let (mut after, mut done) = (0, 0);
        loop {
            let page = staged::documents(self.tx, DocumentKind::Invoice.as_str(), after)?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for document in &page {
                self.write_invoice(document, DocumentKind::Invoice)?;
            }
            done += page.len() as i64;
            step(done, all);
        }
        for seq in staged::by_date(self.tx, DocumentKind::CreditNote.as_str())? {
            let document = staged::document_at(self.tx, seq)?;
            self.write_invoice(&document, DocumentKind::CreditNote)?;
            done += 1;
            if done % 256 == 0 {
                step(done, all);
            }
        }
        for (prefix, serial) in std::mem::take(&mut self.names.serials) {
            sequence::reserve(self.tx, &prefix, serial)?;
        }
        self.names.staged = None;
        staged::clear(self.tx)
    }

    fn write_invoice(&mut self, document: &StagedDocument, kind: DocumentKind) -> Result<()> {
        if self.errors.is_missing(Thing::Invoice, &document.number) {
            return Ok(());
        }
        (self.file, self.line) = ("invoices.csv", document.at);
        let state: DocumentState = document.state.parse().map_err(|_| damaged("state"))?;
        let waiting = staged::lines(self.tx, document.seq)?;
        let lines = self.lines_of(&waiting)?;
        let ready = match &document.other {
            Some(reversed) => self.credit_of(document, state, reversed, (lines, &waiting))?,
            None => {
                let priced: Vec<_> = lines.iter().map(Line::priced).collect();
                let amounts = tax::document(&priced, document.currency, self.rounding);
                let ready = |amounts| Ready { lines, amounts, rounding: self.rounding, reverses: None };
                let amounts = amounts.map(ready);
                self.at("", amounts)?
            }
        };
        if let Some(ready) = &ready
            && state == DocumentState::Posted
        {
            if ready.lines.is_empty() {
                self.wrong("", Error::NoLines { document: document.number.clone() });
            } else if ready.amounts.total.0 < 0 {
                self.wrong("", Error::NegativeTotal);
            }
        }
        match ready.filter(|_| self.is_sound()) {
            Some(ready) => self.insert_invoice(document, (kind, state), ready, &waiting),
            None => {
                self.refuse(Thing::Invoice, &document.number);
                Ok(())
            }
        }
    }

    fn insert_invoice(
        &mut self,
        document: &StagedDocument,
        (kind, state): (DocumentKind, DocumentState),
        ready: Ready,
        waiting: &[StagedLine],
    ) -> Result<()> {
        let Ready { mut lines, amounts, rounding, reverses } = ready;
        for (line, amounts) in lines.iter_mut().zip(amounts.lines) {
            line.amounts = amounts;
        }
        let lots: Vec<(i64, LotId)> =
            waiting.iter().flat_map(|line| ids(&line.lots).map(|lot| (line.line, LotId(lot)))).collect();
        let mut written = Invoice {
            id: InvoiceId(0),
            version: 1,
            number: Some(document.number.clone()),
            kind,
            state,
            customer: document.customer,
            family: document.customer,
            journal: document.journal,
            date: Some(document.date),
            accounting_date: document.date,
            due_date: document.due_date,
            reason: None,
            reference: None,
            order: document.order,
            currency: document.currency,
            rounding,
            untaxed: amounts.untaxed,
            tax: amounts.tax,
            total: amounts.total,
            reverses,
            created_by: None,
            ticket: None,
            residual: amounts.total.abs(),
            payment_state: PaymentState::NotPaid,
            lines,
            taxes: amounts.taxes,
        };
        if !lots.is_empty() {
            // Lots are named while it is a draft; after that it is frozen.
            written.state = DocumentState::Draft;
        }
        let id = invoice::insert(self.tx, &written)?;
        if !lots.is_empty() {
            for (line, lot) in lots {
                invoice::add_lot(self.tx, id, line, lot)?;
            }
            invoice::finish(self.tx, id, state, written.number.as_deref())?;
        }
        if state == DocumentState::Posted && written.total.is_zero() {
            books::refresh(self.tx, id, &mut Vec::new())?;
        }
        if let (Some(of), DocumentState::Posted) = (reverses, state) {
            self.wait_for_match(of, id, document)?;
        }
        self.move_sequence(document, kind)?;
        self.added_lines(written.lines.len(), "invoice_lines.csv");
        Ok(())
    }

    /// Remembers how far the number moves its sequence.
    fn move_sequence(&mut self, document: &StagedDocument, kind: DocumentKind) -> Result<()> {
        if !self.names.journal_codes.contains_key(&document.journal) {
            let code = catalog::load_journal(self.tx, document.journal)?.map_or_else(String::new, |j| j.code);
            self.names.journal_codes.insert(document.journal, code);
        }
        let code = self.names.journal_codes.get(&document.journal).map_or("", String::as_str);
        if let Some((prefix, serial)) = parse_number(&document.number, code, kind) {
            let last = self.names.serials.entry(prefix).or_default();
            *last = serial.max(*last);
        }
        Ok(())
    }

    /// Lines without amounts.
    fn lines_of(&mut self, waiting: &[StagedLine]) -> Result<Vec<Line>> {
        let mut lines = Vec::with_capacity(waiting.len());
        for line in waiting {
            let mut taxes = Vec::new();
            for id in ids(line.taxes.trim_start_matches(NAMED)) {
                taxes.push(tax::Tax::clone(&*self.tax_of(TaxId(id))?));
            }
            lines.push(Line {
                id: InvoiceLineId(0),
                line: line.line,
                product: line.product,
                description: line.description.clone(),
                quantity: line.quantity,
                unit_price: line.unit_price,
                discount: line.discount,
                taxes,
                order_line: line.order_line,
                source: None,
                amount_only: false,
                amounts: tax::LineAmounts::default(),
            });
        }
        Ok(lines)
    }
}

fn order_line(line: &Line, amounts: LineAmounts) -> OrderLine {
    OrderLine {
        id: OrderLineId(0),
        line: line.line,
        kind: OrderLineKind::Product,
        product: line.product,
        description: line.description.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        taxes: line.taxes.clone(),
        amounts,
        reward: None,
    }
}

/// Rows of a joined list.
fn ids(text: &str) -> impl Iterator<Item = i64> + '_ {
    text.split(';').filter_map(|id| id.parse().ok())
}
