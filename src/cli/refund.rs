//! `refund create`: flags set fields of the wizard's draft, exactly as the form does.

use clap::{Args, Subcommand};

use super::flags::{assignment, line_number, magnitude, malformed, ticket_number};
use super::session::Session;
use crate::domain::command::Command;
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::form::{Draft, FieldId, LineValue, Value};
use crate::domain::ids::TicketId;
use crate::domain::money::{Amount, Money};
use crate::domain::quantity::Quantity;
use crate::domain::settings;
use crate::domain::wizard::refund::{
    AMOUNT, DATE, Facts, INVOICES, JOURNAL, LINES, LOT, ORDER, PRODUCT, REASON, Submit, parse,
};
use crate::domain::wording;

/// Refunds.
#[derive(Debug, Subcommand)]
pub enum Refund {
    /// Make credit notes: all of the invoices, some lines, or an amount
    Create(Box<Create>),
}

/// What to credit, and how.
#[derive(Debug, Args)]
pub struct Create {
    /// The ticket it is made from
    #[arg(long, value_name = "N", value_parser = ticket_number)]
    ticket: i64,
    /// Invoice to refund; may be left out when exactly one fits, may be repeated
    #[arg(long = "invoice", value_name = "NUM")]
    invoices: Vec<String>,
    /// Sales order; narrows the invoices
    #[arg(long, value_name = "NUM")]
    order: Option<String>,
    /// Product; narrows orders and invoices
    #[arg(long, value_name = "SKU")]
    product: Option<String>,
    /// Lot or serial number of a tracked product; narrows the invoices
    #[arg(long, value_name = "L")]
    lot: Option<String>,
    /// Reason displayed on the credit note [default: the ticket's number]
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Sale journal [default: the first invoice's]
    #[arg(long, value_name = "CODE")]
    journal: Option<String>,
    /// Reversal date [default: today]
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// A line and how much of it; lines not named are left out [default: every line at what is left]
    #[arg(long = "line", value_name = "[NUM#]LINE=QTY")]
    lines: Vec<String>,
    /// A total, tax included, spread over the lines of one invoice
    #[arg(long, value_name = "A")]
    amount: Option<String>,
    /// Post, reconcile, and make a draft invoice that repeats what is credited
    #[arg(long)]
    and_invoice: bool,
    /// What came back with a received return: its lines, of the invoices of its order
    #[arg(long = "return", value_name = "TRANSFER", conflicts_with_all = ["lines", "amount", "order"])]
    received: Option<String>,
    /// Post at once
    #[arg(long)]
    post: bool,
}

impl Refund {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::Create(create) => create.run(session),
        }
    }
}

impl Create {
    fn run(&self, session: &mut Session<'_>) -> Result<()> {
        let ticket = TicketId(self.ticket);
        let mut draft = Draft::default();
        self.narrowing(session, ticket, &mut draft)?;
        self.details(session, &mut draft)?;
        if let Some(number) = &self.received {
            let id = session.desk.find_transfer(number).map_err(|e| e.at("return"))?;
            draft = session.desk.refund_of_return(id, draft).map_err(|e| e.at("return"))?;
        }
        if !self.lines.is_empty() || self.amount.is_some() {
            // What a line or an amount means depends on the invoices that the rest decides.
            let (facts, _) = session.desk.refund_form(ticket, &draft)?;
            self.how_much(session, &facts, &mut draft)?;
        }
        let (facts, resolved) = session.desk.refund_form(ticket, &draft)?;
        let submit = match (self.and_invoice, self.post) {
            (true, _) => Submit::ReverseAndCreateInvoice,
            (false, true) => Submit::ReverseAndPost,
            (false, false) => Submit::Reverse,
        };
        let mut request = parse(&facts, &draft, &resolved, submit).map_err(Error::Fields)?;
        // A command speaks of the invoices as they are when it is carried out, not as somebody saw them.
        for (_, seen) in &mut request.invoices {
            *seen = None;
        }
        session.execute_warning(&Command::Refund(request), &resolved.hints())
    }

    fn narrowing(&self, session: &mut Session<'_>, ticket: TicketId, draft: &mut Draft) -> Result<()> {
        let picked = |id: i64| Value::Picked(vec![id]);
        if let Some(number) = &self.order {
            draft.set(ORDER, picked(session.desk.find_order(number).map_err(|e| e.at(ORDER))?.0));
        }
        if let Some(sku) = &self.product {
            draft.set(PRODUCT, picked(session.desk.find_product(sku).map_err(|e| e.at(PRODUCT))?.0));
        }
        if let Some(name) = &self.lot {
            let product = draft.typed(PRODUCT).and_then(Value::one);
            let lot = session.desk.find_lot(ticket, product.map(crate::domain::ids::ProductId), name);
            draft.set(LOT, picked(lot.map_err(|e| e.at(LOT))?.0));
        }
        let mut ids = Vec::new();
        for number in &self.invoices {
            let id = session.desk.find_document(number).map_err(|e| e.at(INVOICES))?.0;
            if ids.contains(&id) {
                return Err(Error::from(Invalid::Twice { given: number.clone() }).at(INVOICES));
            }
            ids.push(id);
        }
        if !ids.is_empty() {
            draft.set(INVOICES, Value::Picked(ids));
        }
        Ok(())
    }

    fn details(&self, session: &mut Session<'_>, draft: &mut Draft) -> Result<()> {
        if let Some(text) = &self.reason {
            set(draft, REASON, text, |t| wording::one_line(t).map(Value::Text));
        }
        if let Some(code) = &self.journal {
            let id = session.desk.find_journal(code).map_err(|e| e.at(JOURNAL))?;
            draft.set(JOURNAL, Value::Picked(vec![id.0]));
        }
        if let Some(text) = &self.date {
            set(draft, DATE, text, |t| Ok(Value::Date(settings::date(t)?)));
        }
        Ok(())
    }

    fn how_much(&self, session: &mut Session<'_>, facts: &Facts, draft: &mut Draft) -> Result<()> {
        if let Some(text) = &self.amount
            && let Some(of) = facts.invoices.first()
        {
            let currency = of.creditable.invoice.currency;
            set(draft, AMOUNT, text, |t| {
                Ok(Value::Amount(Money::new(Amount::parse(t, currency)?, currency)))
            });
        }
        if !self.lines.is_empty() && !facts.invoices.is_empty() {
            draft.set(LINES, Value::Lines(self.line_values(session, facts).map_err(|e| e.at(LINES))?));
        }
        Ok(())
    }

    /// Every line of the chosen invoices: the named ones at their quantity, the others left out.
    fn line_values(&self, session: &mut Session<'_>, facts: &Facts) -> Result<Vec<LineValue>> {
        let all = facts.invoices.iter().flat_map(|i| &i.creditable.invoice.lines);
        let mut values: Vec<LineValue> = all.map(|l| LineValue::of(l.id.0, Quantity::ZERO)).collect();
        for text in &self.lines {
            let (name, quantity) = assignment(text, "1=2")?;
            let source = find_line(session, facts, name)?;
            let quantity = magnitude(quantity)?;
            let Some(value) = values.iter_mut().find(|v| v.line == source.0) else { continue };
            if !value.quantity().is_zero() {
                return Err(Invalid::Twice { given: name.to_owned() }.into());
            }
            *value = LineValue::of(source.0, quantity);
        }
        Ok(values)
    }
}

/// The line that `[NUM#]LINE` names among the chosen invoices.
fn find_line(
    session: &mut Session<'_>,
    facts: &Facts,
    name: &str,
) -> Result<crate::domain::ids::InvoiceLineId> {
    let (invoice, line) = match name.rsplit_once('#') {
        Some((number, line)) => {
            let found = facts.invoices.iter().find(|i| {
                let invoice = &i.creditable.invoice;
                invoice.label() == number || format!("id:{}", invoice.id) == number
            });
            match found {
                Some(found) => (found, line),
                None => {
                    session.desk.find_document(number)?;
                    return Err(Invalid::NotChosen { document: number.to_owned() }.into());
                }
            }
        }
        None => match facts.invoices.as_slice() {
            [only] => (only, name),
            _ => return Err(malformed(name, "INV/2026/00001#1=2")),
        },
    };
    let number = line_number(line)?;
    let lines = &invoice.creditable.invoice.lines;
    let found = lines.iter().find(|l| l.line == number).map(|l| l.id);
    found.ok_or_else(|| Error::NotFound { what: Thing::Line, key: name.to_owned() })
}

/// Sets a field to what was typed; what can't be read is kept with its error, and told with the others.
fn set(draft: &mut Draft, field: FieldId, text: &str, read: impl FnOnce(&str) -> Result<Value>) {
    let value = read(text).unwrap_or_else(|error| Value::Typed { text: text.to_owned(), error });
    draft.set(field, value);
}
