//! The rows that an import brings, typed. Master data holds only the columns that are there: `None`
//! keeps what is stored, `Some(None)` clears it. Documents have their defaults applied. Their
//! serialised form is what the digest of a remembered row is made of.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::coupon::CouponState;
use crate::domain::coupon::link::ShareLink;
use crate::domain::coupon::program::{
    AfterRefund, AmountTax, AppliesTo, ProgramKind, RewardKind, RewardMode,
};
use crate::domain::invoice::{DocumentKind, DocumentState, JournalKind};
use crate::domain::money::{Currency, Money};
use crate::domain::product::{InvoicePolicy, ProductKind, ReplacementWarranty, Tracking};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::domain::sale::OrderState;
use crate::domain::stock::{LocationUsage, TransferKind, TransferState};
use crate::domain::tax::{Rounding, TaxKind};
use crate::domain::user::Role;
use crate::domain::worksheet::SheetKind;

/// Declares a row of master data: each of its columns may be left out.
macro_rules! master {
    ($(#[$meta:meta])* $name:ident { $($key:ident),* ; $($column:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Serialize)]
        pub struct $name {
            $(/// Natural key.
            pub $key: String,)*
            $(#[doc = concat!("Column `", stringify!($column), "`.")]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub $column: Option<$type>,)*
        }
    };
}

master! {
    /// company.csv
    CompanyRow { ; name: String, currency: Currency, country: String, time_zone: String,
        tax_rounding: Rounding, website_url: Option<String>, portal_url: Option<String>,
        lock_date: Option<NaiveDate> }
}
master! {
    /// users.csv
    UserRow { login; name: String, email: Option<String>, role: Role, os_login: Option<String>,
        refund_limit: Vec<Money> }
}
master! {
    /// taxes.csv
    TaxRow { name; kind: TaxKind, amount: Rate, price_include: bool, include_base_amount: bool,
        is_base_affected: bool, sequence: i64 }
}
master! {
    /// journals.csv
    JournalRow { code; name: String, kind: JournalKind }
}
master! {
    /// products.csv
    ProductRow { sku; name: String, kind: ProductKind, tracking: Tracking, unit: Option<String>,
        price: UnitPrice, taxes: Vec<String>, invoice_policy: InvoicePolicy,
        warranty_months: Option<i64>, replacement_warranty: ReplacementWarranty }
}
master! {
    /// lots.csv
    LotRow { product, name; }
}
master! {
    /// locations.csv
    LocationRow { name; usage: LocationUsage, return_location: bool }
}
master! {
    /// customers.csv
    CustomerRow { reference; name: String, email: Option<String>, phone: Option<String>,
        street: Option<String>, city: Option<String>, zip: Option<String>, country: Option<String>,
        language: Option<crate::domain::settings::Language>, company: Option<String>, portal: bool }
}
master! {
    /// programs.csv
    ProgramRow { name; kind: ProgramKind, date_from: Option<NaiveDate>, date_to: Option<NaiveDate>,
        max_usage: Option<i64>, active: bool, share_link: ShareLink, after_refund: AfterRefund }
}
master! {
    /// program_rules.csv
    RuleRow { program, rule; minimum_amount: UnitPrice, minimum_amount_tax: AmountTax,
        minimum_quantity: Quantity, products: Vec<String> }
}
master! {
    /// program_rewards.csv
    RewardRow { program, reward; kind: RewardKind, mode: RewardMode, amount: UnitPrice,
        applies_to: AppliesTo, products: Vec<String>, max_amount: Option<UnitPrice>,
        product: Option<String>, quantity: Quantity, description: String }
}
master! {
    /// coupons.csv
    CouponRow { code; program: String, customer: Option<String>, expires: Option<NaiveDate>,
        state: CouponState }
}
master! {
    /// worksheet_templates.csv
    SheetRow { template, field; label: String, kind: SheetKind, required: bool, choices: Vec<String>,
        sequence: i64 }
}
master! {
    /// projects.csv
    ProjectRow { name; worksheets: bool, template: Option<String> }
}
master! {
    /// teams.csv
    TeamRow { name; refunds: bool, coupons: bool, returns: bool, repairs: bool, field_service: bool,
        project: Option<String>, members: Vec<String> }
}
master! {
    /// stages.csv: of a project
    ProjectStageRow { project, name; sequence: i64, folded: bool }
}
master! {
    /// stages.csv
    StageRow { team, name; sequence: i64, folded: bool }
}

/// orders.csv
#[derive(Clone, Debug, Serialize)]
pub struct OrderRow {
    /// Natural key.
    pub number: String,
    /// Reference of the customer.
    pub customer: String,
    /// Day.
    pub date: NaiveDate,
    /// State.
    pub state: OrderState,
    /// Left out: the company's.
    pub currency: Option<Currency>,
}

/// order_lines.csv and invoice_lines.csv
#[derive(Clone, Debug, Serialize)]
pub struct LineRow {
    /// Number of the order or invoice.
    pub document: String,
    /// Number in it.
    pub line: i64,
    /// SKU.
    pub product: Option<String>,
    /// Left out: the product's name.
    pub description: Option<String>,
    /// Units.
    pub quantity: Quantity,
    /// Price of one.
    pub unit_price: UnitPrice,
    /// Percentage off.
    pub discount: Rate,
    /// Names; left out: the product's.
    pub taxes: Option<Vec<String>>,
    /// Line of the invoice's order.
    pub order_line: Option<i64>,
    /// Lots or serial numbers of the product.
    pub lots: Vec<String>,
    /// Line of the invoice that a credit note reverses.
    pub reverses_line: Option<i64>,
}

/// invoices.csv
#[derive(Clone, Debug, Serialize)]
pub struct InvoiceRow {
    /// Natural key.
    pub number: String,
    /// Kind.
    pub kind: DocumentKind,
    /// Reference of the customer.
    pub customer: String,
    /// Left out: the only sale journal.
    pub journal: Option<String>,
    /// Day.
    pub date: NaiveDate,
    /// When it is due.
    pub due_date: Option<NaiveDate>,
    /// Number of the order.
    pub order: Option<String>,
    /// Left out: the company's.
    pub currency: Option<Currency>,
    /// Posted or cancelled.
    pub state: DocumentState,
    /// Number of the invoice that a credit note reverses.
    pub reverses: Option<String>,
}

/// payments.csv
#[derive(Clone, Debug, Serialize)]
pub struct PaymentRow {
    /// Natural key.
    pub reference: String,
    /// Number of the invoice or credit note.
    pub invoice: String,
    /// Day.
    pub date: NaiveDate,
    /// In the document's currency.
    pub amount: Decimal,
}

/// deliveries.csv
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRow {
    /// Natural key.
    pub number: String,
    /// Delivery or receipt.
    pub kind: TransferKind,
    /// Reference of the customer; left out: that of the order.
    pub customer: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
    /// Day.
    pub date: NaiveDate,
    /// State.
    pub state: TransferState,
    /// Name of the location.
    pub from: Option<String>,
    /// Name of the location.
    pub to: Option<String>,
    /// Number of the delivery that comes back.
    pub return_of: Option<String>,
}

/// delivery_lines.csv
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryLineRow {
    /// Number of the delivery.
    pub delivery: String,
    /// Number in it.
    pub line: i64,
    /// SKU.
    pub product: String,
    /// Units.
    pub quantity: Quantity,
    /// Lot or serial number.
    pub lot: Option<String>,
    /// Line of the delivery's order.
    pub order_line: Option<i64>,
    /// Line of the delivery that comes back.
    pub return_of_line: Option<i64>,
}

/// stock.csv
#[derive(Clone, Debug, Serialize)]
pub struct StockRow {
    /// Name of the location.
    pub location: String,
    /// SKU.
    pub product: String,
    /// Lot or serial number of a tracked product.
    pub lot: Option<String>,
    /// Units.
    pub quantity: Quantity,
}

/// tickets.csv
#[derive(Clone, Debug, Serialize)]
pub struct TicketRow {
    /// Natural key.
    pub number: i64,
    /// Name of the team.
    pub team: String,
    /// One line.
    pub subject: String,
    /// Several lines.
    pub description: String,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// SKU.
    pub product: Option<String>,
    /// Lot or serial number.
    pub lot: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
    /// 0 to 3.
    pub priority: i64,
    /// Left out: the team's first.
    pub stage: Option<String>,
    /// Login.
    pub assignee: Option<String>,
    /// Sorted.
    pub tags: Vec<String>,
    /// Left out: now.
    pub created_at: Option<DateTime<Utc>>,
}
