//! Places, lots, transfers and what is where. Quantities are sums of moves, never counters.

mod exchange;
mod transfer;

pub use transfer::{
    CouponLink, Found, Lot, Outcome, Part, Transfer, TransferLine, TransferLineView, TransferView, Validation,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code_enum;
use crate::domain::ids::{LotId, ReasonId};
use crate::domain::settings::Language;

code_enum! {
    /// What a location is.
    LocationUsage {
        /// The company's own.
        Internal = "internal",
        /// With customers.
        Customer = "customer",
        /// With suppliers.
        Supplier = "supplier",
        /// Used up in production or repair.
        Production = "production",
        /// Written off.
        Scrap = "scrap",
    }
}

code_enum! {
    /// What a transfer does.
    TransferKind {
        /// To a customer.
        Delivery = "delivery",
        /// From a customer or supplier.
        Receipt = "receipt",
        /// Within the house.
        Internal = "internal",
    }
}

code_enum! {
    /// Where a transfer stands.
    TransferState {
        /// Not confirmed.
        Draft = "draft",
        /// Waits for goods.
        Waiting = "waiting",
        /// Can be done.
        Ready = "ready",
        /// Done.
        Done = "done",
        /// Given up.
        Cancelled = "cancelled",
    }
}

code_enum! {
    /// In which condition goods came back.
    Condition {
        /// As new.
        Sellable = "sellable",
        /// To be written off.
        Damaged = "damaged",
        /// They did not come.
        Missing = "missing",
    }
}

code_enum! {
    /// What can be done with a transfer.
    TransferAction {
        /// Carry it out.
        Validate = "validate",
        /// Give it up.
        Cancel = "cancel",
    }
}

code_enum! {
    /// Why a stock move happened.
    MoveKind {
        /// Opening balance of an import.
        Opening = "opening",
        /// Correction by hand.
        Adjustment = "adjustment",
        /// A transfer.
        Transfer = "transfer",
        /// A part of a repair.
        Repair = "repair",
    }
}

/// What lies in one location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRow {
    /// Location.
    pub location: String,
    /// Lot or serial number; `None` where the product is untracked.
    pub lot: Option<String>,
    /// Units, plain decimal.
    pub quantity: String,
    /// Counts the moves to and from here.
    pub version: i64,
}

code_enum! {
    /// What happened to a lot or serial number.
    LifeKind {
        /// It was there when the books were opened.
        Opening = "opening",
        /// It was counted.
        Counted = "counted",
        /// It was bought.
        Received = "received",
        /// It was invoiced.
        Invoiced = "invoiced",
        /// It was credited.
        Credited = "credited",
        /// It went to a customer.
        Delivered = "delivered",
        /// It came back.
        Returned = "returned",
        /// It came back and was written off.
        Scrapped = "scrapped",
        /// It was repaired, or is to be.
        Repaired = "repaired",
        /// A repair put it into another product.
        PutIn = "put_in",
        /// A repair took it out of another product.
        TakenOut = "taken_out",
        /// It moved within the house.
        Moved = "moved",
        /// A transfer that is not done yet.
        Planned = "planned",
    }
}

/// Where a lot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LotPlace {
    /// In a location of the company's own.
    In(String),
    /// With whom it went.
    Went {
        /// Number of the transfer.
        transfer: String,
        /// Reference of the customer.
        customer: Option<String>,
    },
}

/// A lot, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// Its name.
    pub lot: String,
    /// Where it is.
    pub place: LotPlace,
}

/// One thing that happened to a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// When; none for stock that was counted.
    pub date: Option<NaiveDate>,
    /// What.
    pub what: LifeKind,
    /// Number of the document.
    pub document: Option<String>,
    /// Units.
    pub quantity: String,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// Number of the order.
    pub order: Option<String>,
    /// What replaces it, what it came back of, or where it was counted.
    pub with: Option<String>,
}

/// The life of a lot or serial number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// Row.
    pub id: LotId,
    /// Counts what happened to it.
    pub version: i64,
    /// SKU.
    pub product: String,
    /// Name.
    pub lot: String,
    /// Location of the company's own where it lies.
    pub place: Option<String>,
    /// Reference of the customer who has it.
    pub customer: Option<String>,
    /// Number of the order that it went out with.
    pub order: Option<String>,
    /// What happened to it, in order.
    pub life: Vec<LifeEvent>,
}

/// A reason for which goods come back, as the company lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonView {
    /// Row.
    pub id: ReasonId,
    /// Counts changes.
    pub version: i64,
    /// English name.
    pub name_en: String,
    /// Korean name.
    pub name_ko: String,
    /// Whether it is offered.
    pub active: bool,
}

impl ReasonView {
    /// Its name in a language.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::English => &self.name_en,
            Language::Korean => &self.name_ko,
        }
    }
}

/// The locations of a database that brings none: name, usage, return location.
pub const DEFAULT_LOCATIONS: [(&str, LocationUsage, bool); 5] = [
    ("WH/Stock", LocationUsage::Internal, true),
    ("Customers", LocationUsage::Customer, false),
    ("Vendors", LocationUsage::Supplier, false),
    ("Production", LocationUsage::Production, false),
    ("Scrap", LocationUsage::Scrap, false),
];
