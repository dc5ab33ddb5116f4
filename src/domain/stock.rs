//! Places, lots, transfers and what is where. Quantities are sums of moves, never counters.

use serde::{Deserialize, Serialize};

use crate::code_enum;

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
    /// Why a stock move happened.
    MoveKind {
        /// Opening balance of an import.
        Opening = "opening",
        /// Correction by hand.
        Adjustment = "adjustment",
        /// A transfer.
        Transfer = "transfer",
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

/// The locations of a database that brings none: name, usage, return location.
pub const DEFAULT_LOCATIONS: [(&str, LocationUsage, bool); 5] = [
    ("WH/Stock", LocationUsage::Internal, true),
    ("Customers", LocationUsage::Customer, false),
    ("Vendors", LocationUsage::Supplier, false),
    ("Production", LocationUsage::Production, false),
    ("Scrap", LocationUsage::Scrap, false),
];
