//! The Refund wizard (`domain/facts.md` §1.2 to 1.4): from a ticket to credit notes.
//!
//! The fields narrow each other: order, product and lot decide which invoices fit; a chosen invoice
//! drops the defaults of the ticket that contradict it. A field that the person touched is never
//! overwritten: a contradiction between two of them is an error on the invoices.

mod narrow;
mod plan;
mod resolve;

pub use narrow::{Chosen, narrow};
pub use plan::{Note, Plan, Sum, plan, units};
pub use resolve::{parse, resolve};

use chrono::NaiveDate;

use crate::domain::credit::Creditable;
use crate::domain::error::Error;
use crate::domain::form::FieldId;
use crate::domain::ids::{
    CustomerId, InvoiceId, InvoiceLineId, JournalId, LotId, OrderId, OrderLineId, ProductId, TicketId,
    TransferId,
};
use crate::domain::invoice::Journal;
use crate::domain::money::Amount;
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::stock::Whereabouts;

/// Sales Order.
pub const ORDER: FieldId = FieldId::of("order");
/// Product.
pub const PRODUCT: FieldId = FieldId::of("product");
/// Lot/Serial Number.
pub const LOT: FieldId = FieldId::of("lot");
/// Invoices to Refund.
pub const INVOICES: FieldId = FieldId::of("invoices");
/// Reason displayed on Credit Note.
pub const REASON: FieldId = FieldId::of("reason");
/// Journal.
pub const JOURNAL: FieldId = FieldId::of("journal");
/// Reversal date.
pub const DATE: FieldId = FieldId::of("date");
/// The received return whose goods are refunded.
pub const RECEIVED: FieldId = FieldId::of("received");
/// Lines to credit.
pub const LINES: FieldId = FieldId::of("lines");
/// How much of a line.
pub const QUANTITY: FieldId = FieldId::of("quantity");
/// A free amount instead of lines, tax included.
pub const AMOUNT: FieldId = FieldId::of("amount");

/// What the wizard knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Today in the company's time zone.
    pub today: NaiveDate,
    /// Last locked day.
    pub lock_date: Option<NaiveDate>,
    /// The ticket.
    pub ticket: TicketFacts,
    /// The order that is chosen, typed or by default.
    pub order: Option<OrderFacts>,
    /// The product that is chosen, typed or by default.
    pub product: Option<ProductFacts>,
    /// The lot that is chosen, typed or by default.
    pub lot: Option<LotFacts>,
    /// The chosen lot and where it is, where no invoice fits.
    pub lot_place: Option<Whereabouts>,
    /// What came back with the return that is chosen, and is to be refunded; why nothing is.
    pub received: Option<Result<Received, Error>>,
    /// The invoices that are chosen, in the order of choosing.
    pub invoices: Vec<InvoiceFacts>,
    /// Numbers of some invoices that fit, where none is chosen.
    pub fitting: Vec<String>,
    /// Sale journals, and the chosen one whatever its kind.
    pub journals: Vec<Journal>,
}

/// What a received return brought that nobody credited yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The return.
    pub transfer: TransferId,
    /// Its number.
    pub number: String,
    /// The order that sold it.
    pub order: OrderId,
    /// Units of the order's lines.
    pub came: Vec<(OrderLineId, Quantity)>,
    /// The invoices that billed these.
    pub invoices: Vec<InvoiceId>,
    /// What it takes of their lines, and at which price: units, zero for the money of a line whose units are gone.
    pub takes: Vec<(InvoiceLineId, Quantity, Option<UnitPrice>)>,
}

/// What the wizard knows of the ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketFacts {
    /// Number.
    pub id: TicketId,
    /// Topmost company of its customer.
    pub family: CustomerId,
    /// Its order.
    pub order: Option<OrderFacts>,
    /// Its product.
    pub product: Option<ProductId>,
    /// Its lot.
    pub lot: Option<LotFacts>,
}

/// What the wizard knows of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderFacts {
    /// Row.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Topmost company of its customer.
    pub family: CustomerId,
    /// Whether it holds the chosen product; true where none is chosen.
    pub holds_product: bool,
    /// Whether it delivered or invoiced the chosen lot; true where none is chosen.
    pub holds_lot: bool,
}

/// What the wizard knows of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFacts {
    /// Row.
    pub id: ProductId,
    /// Natural key.
    pub sku: String,
    /// Whether it has lots or serial numbers.
    pub tracked: bool,
}

/// What the wizard knows of a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LotFacts {
    /// Row.
    pub id: LotId,
    /// Its product.
    pub product: ProductId,
}

/// What the wizard knows of an invoice.
#[derive(Clone, Debug)]
pub struct InvoiceFacts {
    /// The invoice and what is left of it.
    pub creditable: Creditable,
    /// SKU of each of its lines' products.
    pub skus: Vec<Option<String>>,
    /// Lots that its deliveries held.
    pub lots: Vec<LotId>,
    /// Open drafts that credit it, as `id:N`.
    pub drafts: Vec<String>,
}

impl InvoiceFacts {
    /// Whether one of its lines is of the product.
    pub fn holds(&self, product: ProductId) -> bool {
        self.creditable.invoice.lines.iter().any(|l| l.product == Some(product))
    }
}

/// Which button was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submit {
    /// Reverse: drafts.
    Reverse,
    /// Reverse, and post at once.
    ReverseAndPost,
    /// Reverse and Create Invoice.
    ReverseAndCreateInvoice,
}

/// What a filled-in form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// From which ticket.
    pub ticket: TicketId,
    /// Which invoices, with the versions that were seen, where they matter.
    pub invoices: Vec<(InvoiceId, Option<i64>)>,
    /// Reason on the credit note; none where it was cleared.
    pub reason: Option<String>,
    /// Journal of the credit notes.
    pub journal: JournalId,
    /// Reversal date.
    pub date: NaiveDate,
    /// How much.
    pub what: What,
    /// The received return whose goods are refunded.
    pub received: Option<TransferId>,
    /// Which button.
    pub submit: Submit,
}

/// How much of the invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Everything that posted notes left.
    Everything,
    /// Units of lines, magnitudes; zero for the money of a line whose units are gone.
    Lines(Vec<(InvoiceLineId, Quantity)>),
    /// An amount, tax included, of the only invoice.
    Amount(Amount),
}
