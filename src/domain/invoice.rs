//! Invoices and credit notes. Amounts of a document are stored; the tax engine proposes them. Drafts
//! change, posted documents never do: what is undone is undone by a counter-document.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::approval::ApprovalView;
use super::ids::{
    CustomerId, InvoiceId, InvoiceLineId, JournalId, OrderId, OrderLineId, ProductId, TicketId, UserId,
};
use super::money::{Amount, Currency};
use super::product::Product;
use super::quantity::{Quantity, Rate, UnitPrice};
use super::sale::OrderLine;
use super::tax::{LineAmounts, PricedLine, Rounding, Tax, TaxTotal};
use crate::code_enum;

code_enum! {
    /// What a document is.
    DocumentKind {
        /// The customer owes.
        Invoice = "invoice",
        /// The customer is owed.
        CreditNote = "credit_note",
    }
}

code_enum! {
    /// Where a document stands.
    DocumentState {
        /// Can be changed.
        Draft = "draft",
        /// In the books for good.
        Posted = "posted",
        /// A draft that was given up.
        Cancelled = "cancelled",
    }
}

code_enum! {
    /// What is paid of a posted document.
    PaymentState {
        /// Nothing.
        NotPaid = "not_paid",
        /// A part.
        Partial = "partial",
        /// All.
        Paid = "paid",
        /// All, by credit notes alone.
        Reversed = "reversed",
    }
}

code_enum! {
    /// What a journal holds.
    JournalKind {
        /// Invoices and credit notes.
        Sale = "sale",
        /// Other entries.
        General = "general",
    }
}

code_enum! {
    /// What can be done with a document.
    DocumentAction {
        /// Put a draft into the books.
        Post = "post",
        /// Ask somebody else to post a draft.
        RequestApproval = "request_approval",
        /// Post what somebody else asked for.
        Approve = "approve",
        /// Refuse to.
        Reject = "reject",
        /// Take a request back.
        WithdrawApproval = "withdraw_approval",
        /// Change a draft.
        Edit = "edit",
        /// Give a draft up.
        Cancel = "cancel",
        /// Register a payment: of an invoice by the customer, of a credit note to it.
        Pay = "pay",
        /// Settle an invoice with what is open of a credit note.
        Match = "match",
        /// Undo a posted credit note by its counter-document.
        Reverse = "reverse",
    }
}

/// A journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Row.
    pub id: JournalId,
    /// Natural key; begins the numbers.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: JournalKind,
}

/// An invoice or credit note as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Row.
    pub id: InvoiceId,
    /// Counts changes of the document, its balance and its matches.
    pub version: i64,
    /// None while it is a draft.
    pub number: Option<String>,
    /// Kind.
    pub kind: DocumentKind,
    /// State.
    pub state: DocumentState,
    /// Whose it is.
    pub customer: CustomerId,
    /// The topmost company above the customer.
    pub family: CustomerId,
    /// Journal.
    pub journal: JournalId,
    /// Business date; a draft invoice gets it when it is posted.
    pub date: Option<NaiveDate>,
    /// Date in the books.
    pub accounting_date: NaiveDate,
    /// When it is due.
    pub due_date: Option<NaiveDate>,
    /// Reason, shown on credit notes.
    pub reason: Option<String>,
    /// What it refers to, as printed.
    pub reference: Option<String>,
    /// Order that it belongs to.
    pub order: Option<OrderId>,
    /// Currency of every amount of it.
    pub currency: Currency,
    /// Where its taxes are rounded.
    pub rounding: Rounding,
    /// Without tax.
    pub untaxed: Amount,
    /// Tax.
    pub tax: Amount,
    /// With tax.
    pub total: Amount,
    /// What it reverses: a credit note its invoice, a counter-document its credit note.
    pub reverses: Option<InvoiceId>,
    /// Who made it in the desk.
    pub created_by: Option<UserId>,
    /// Ticket that it was made from.
    pub ticket: Option<TicketId>,
    /// What is open; the total while it is a draft.
    pub residual: Amount,
    /// What is paid.
    pub payment_state: PaymentState,
    /// Lines by number.
    pub lines: Vec<Line>,
    /// One for each tax.
    pub taxes: Vec<TaxTotal>,
}

impl Invoice {
    /// Its number, or `id:N` while it has none.
    pub fn label(&self) -> String {
        label(self.number.as_deref(), self.id)
    }

    /// Whether its lines can be credited: a posted invoice that is no counter-document of a credit note.
    pub fn is_creditable(&self) -> bool {
        self.kind == DocumentKind::Invoice && self.state == DocumentState::Posted && self.reverses.is_none()
    }
}

/// A document's number, or `id:N` while it has none.
pub fn label(number: Option<&str>, id: InvoiceId) -> String {
    number.map_or_else(|| format!("id:{id}"), str::to_owned)
}

/// A line of an invoice or credit note as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Row; zero while it is not stored.
    pub id: InvoiceLineId,
    /// Number in the document, from 1; never renumbered.
    pub line: i64,
    /// Product, if any.
    pub product: Option<ProductId>,
    /// Text.
    pub description: String,
    /// Units; negative on discount lines.
    pub quantity: Quantity,
    /// Price of one.
    pub unit_price: UnitPrice,
    /// Percentage off.
    pub discount: Rate,
    /// Taxes in the order of the line.
    pub taxes: Vec<Tax>,
    /// Line of the order that it invoices.
    pub order_line: Option<OrderLineId>,
    /// Line of the invoice that it credits.
    pub source: Option<InvoiceLineId>,
    /// Credits an amount and no quantity.
    pub amount_only: bool,
    /// Amounts.
    pub amounts: LineAmounts,
}

impl Line {
    /// Units of an order's line, not numbered and not priced out yet.
    pub fn of_order(of: &OrderLine, quantity: Quantity) -> Self {
        Self {
            id: InvoiceLineId(0),
            line: of.line,
            product: of.product,
            description: of.description.clone(),
            quantity,
            unit_price: of.unit_price,
            discount: of.discount,
            taxes: of.taxes.clone(),
            order_line: Some(of.id),
            source: None,
            amount_only: false,
            amounts: LineAmounts::default(),
        }
    }

    /// Units of a product at its own price, not numbered and not priced out yet.
    pub fn of_product(of: &Product, quantity: Quantity, taxes: Vec<Tax>) -> Self {
        Self {
            id: InvoiceLineId(0),
            line: 0,
            product: Some(of.id),
            description: of.name.clone(),
            quantity,
            unit_price: of.price,
            discount: Rate::ZERO,
            taxes,
            order_line: None,
            source: None,
            amount_only: false,
            amounts: LineAmounts::default(),
        }
    }

    /// Quantity and price: what a person may change of a draft's line.
    pub fn priced_as(&self) -> (Quantity, UnitPrice) {
        (self.quantity, self.unit_price)
    }

    /// What the tax engine computes it from.
    pub fn priced(&self) -> PricedLine<'_> {
        PricedLine {
            quantity: self.quantity,
            unit_price: self.unit_price,
            discount: self.discount,
            taxes: &self.taxes,
        }
    }
}

/// A document as answered to people and programs (`contract/cli.md`, DOC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    /// Row.
    pub id: InvoiceId,
    /// Counts changes.
    pub version: i64,
    /// Number, none while it is a draft.
    pub number: Option<String>,
    /// Kind.
    pub kind: DocumentKind,
    /// State.
    pub state: DocumentState,
    /// What is paid.
    pub payment_state: PaymentState,
    /// Reference of the customer.
    pub customer: String,
    /// Name of the customer.
    pub customer_name: String,
    /// Code of the journal.
    pub journal: String,
    /// Business date.
    pub date: Option<NaiveDate>,
    /// Date in the books.
    pub accounting_date: NaiveDate,
    /// When it is due.
    pub due_date: Option<NaiveDate>,
    /// Reason.
    pub reason: Option<String>,
    /// What it refers to.
    pub reference: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
    /// Currency.
    pub currency: Currency,
    /// Without tax.
    pub untaxed: String,
    /// Tax.
    pub tax: String,
    /// With tax.
    pub total: String,
    /// What is open.
    pub residual: String,
    /// What it reverses.
    pub reverses: Option<String>,
    /// Documents that reverse it.
    pub reversed_by: Vec<String>,
    /// Numbers of the returns that it is about.
    pub returns: Vec<String>,
    /// Ticket that it was made from.
    pub ticket: Option<i64>,
    /// Login of who made it.
    pub created_by: Option<String>,
    /// Lines.
    pub lines: Vec<LineView>,
    /// One for each tax.
    pub taxes: Vec<TaxView>,
    /// What it is matched with.
    pub reconciled: Vec<MatchView>,
    /// The newest request to post it.
    #[serde(default)]
    pub approval: Option<Box<ApprovalView>>,
}

/// A line as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// Number.
    pub line: i64,
    /// Number of the invoice's line that it credits.
    pub source_line: Option<i64>,
    /// SKU.
    pub product: Option<String>,
    /// Text.
    pub description: String,
    /// Units.
    pub quantity: String,
    /// Price of one.
    pub unit_price: String,
    /// Percentage off.
    pub discount: String,
    /// Names of its taxes.
    pub taxes: Vec<String>,
    /// Without tax, as shown.
    pub untaxed: String,
    /// With tax, as shown.
    pub total: String,
    /// Share of the document's untaxed amount.
    pub booked: String,
    /// Credits an amount and no quantity.
    pub amount_only: bool,
    /// Units that may still be credited.
    pub creditable: String,
    /// Money that may still be credited, tax included.
    pub creditable_amount: String,
}

/// A tax of a document as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxView {
    /// Name.
    pub name: String,
    /// What it is computed on; none for fixed taxes.
    pub base: Option<String>,
    /// The tax.
    pub amount: String,
}

/// A match as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchView {
    /// Number of the document, or reference of the payment.
    pub document: String,
    /// `invoice`, `credit_note` or `payment`.
    pub kind: super::effect::Subject,
    /// How much.
    pub amount: String,
    /// Day of the document or payment.
    pub date: Option<NaiveDate>,
}

/// A row of an invoice list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceFilter {
    /// Only of this customer's family.
    pub family: Option<CustomerId>,
    /// Only made from this ticket.
    pub ticket: Option<TicketId>,
    /// At most so many.
    pub limit: Option<i64>,
}
