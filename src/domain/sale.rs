//! Sales orders: what was ordered, delivered and invoiced.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::OrderId;
use super::money::Currency;
use crate::code_enum;

code_enum! {
    /// Where an order stands.
    OrderState {
        /// An offer.
        Quotation = "quotation",
        /// An offer that was sent.
        Sent = "sent",
        /// Confirmed.
        Sale = "sale",
        /// Given up.
        Cancelled = "cancelled",
    }
}

code_enum! {
    /// What an order's line is.
    OrderLineKind {
        /// A product.
        Product = "product",
        /// A reward of a coupon.
        Reward = "reward",
    }
}

/// An order as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// Row.
    pub id: OrderId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: String,
    /// State.
    pub state: OrderState,
    /// Reference of the customer.
    pub customer: String,
    /// Day of the order.
    pub date: NaiveDate,
    /// Currency.
    pub currency: Currency,
    /// Without tax.
    pub untaxed: String,
    /// Tax.
    pub tax: String,
    /// With tax.
    pub total: String,
    /// Lines, numbered from 1.
    pub lines: Vec<OrderLineView>,
}

/// A line of an order as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineView {
    /// Number.
    pub line: i64,
    /// Kind.
    pub kind: OrderLineKind,
    /// SKU.
    pub product: Option<String>,
    /// Text.
    pub description: String,
    /// Units ordered.
    pub quantity: String,
    /// Price of one.
    pub unit_price: String,
    /// Percentage off.
    pub discount: String,
    /// Names of its taxes.
    pub taxes: Vec<String>,
    /// Without tax.
    pub untaxed: String,
    /// With tax.
    pub total: String,
    /// Units delivered, less what came back.
    pub delivered: String,
    /// Units invoiced, less credited ones, drafts included (`domain/facts.md` §1.6).
    pub invoiced: String,
    /// Code of the coupon that a reward line uses.
    pub coupon: Option<String>,
}
