//! Repairs as they are answered to people and programs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{PartKind, PartState, RepairState};
use crate::domain::ids::RepairId;

/// A repair order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairView {
    /// Row.
    pub id: RepairId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: String,
    /// Where it stands.
    pub state: RepairState,
    /// Reference of the customer.
    pub customer: Option<String>,
    /// SKU of the product to repair.
    pub product: String,
    /// Name of the product to repair.
    pub name: String,
    /// Its lot or serial number.
    pub lot: Option<String>,
    /// How many of it.
    pub quantity: String,
    /// Number of the return with which it came.
    #[serde(rename = "return")]
    pub return_of: Option<String>,
    /// Whether the customer pays nothing.
    pub warranty: bool,
    /// What the product's warranty says.
    pub warranty_until: Option<WarrantyView>,
    /// Day that it is planned for.
    pub scheduled: NaiveDate,
    /// Login of who works on it.
    pub responsible: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Repair notes.
    pub note: Option<String>,
    /// Number of its quotation.
    pub order: Option<String>,
    /// Ticket that it was made from.
    pub ticket: Option<i64>,
    /// Login of who made it.
    pub created_by: Option<String>,
    /// Parts by number.
    pub parts: Vec<PartView>,
}

/// How long a product is under warranty, and by which delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarrantyView {
    /// Months.
    pub months: i64,
    /// Its last day.
    pub until: NaiveDate,
    /// Days that are left; below zero, since it ended.
    pub days_left: i64,
    /// Number of the delivery that it counts from.
    pub delivery: String,
}

/// A part of a repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartView {
    /// Number.
    pub line: i64,
    /// What it does.
    pub kind: PartKind,
    /// SKU.
    pub product: String,
    /// Name of the product.
    pub name: String,
    /// Lot or serial number.
    pub lot: Option<String>,
    /// Units demanded.
    pub demand: String,
    /// Units used; while it is under way, units held.
    pub done: String,
    /// Where it stands.
    pub state: PartState,
    /// What is in stock of it beside what others hold; none where it comes out, or is done with.
    pub in_stock: Option<String>,
}

/// A repair in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairRow {
    /// Number.
    pub number: String,
    /// Where it stands.
    pub state: RepairState,
    /// Day that it is planned for.
    pub scheduled: NaiveDate,
    /// Name of the customer.
    pub customer: Option<String>,
    /// SKU of the product to repair.
    pub product: String,
    /// Its lot or serial number.
    pub lot: Option<String>,
    /// Name of who works on it.
    pub responsible: Option<String>,
    /// How many of its parts wait for stock.
    pub waiting: i64,
}

impl RepairRow {
    /// Whether it is planned for a day that is past, and is not done with.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.scheduled < today && !matches!(self.state, RepairState::Repaired | RepairState::Cancelled)
    }
}
