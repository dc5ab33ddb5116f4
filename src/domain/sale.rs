//! Sales orders: what was ordered, delivered and invoiced, and what coupons take off them.

mod amounts;
mod apply;
mod bearers;
mod discount;
mod evaluate;
mod standing;

pub use amounts::price_order;
pub use apply::{Applying, Claim, Offered, apply, checks, claimable, enter_waiting};
pub use bearers::{Borne, bearers};
pub use evaluate::{Dropped, Evaluated, Held, claim_anew, evaluate};
pub use standing::{Billed, is_refunded_whole};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::{Error, Result, Wrong};
use super::ids::{CouponId, CustomerId, OrderId, OrderLineId, ProductId, RewardId, UserId};
use super::money::{Amount, Currency};
use super::quantity::{Quantity, Rate, UnitPrice};
use super::tax::{LineAmounts, PricedLine, Tax};
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

code_enum! {
    /// What can be done with an order.
    OrderAction {
        /// Make a quotation a sale: its coupons are used up, its goods are to be delivered.
        Confirm = "confirm",
        /// Change lines of a quotation.
        Edit = "edit",
        /// Enter a coupon's code.
        ApplyCoupon = "apply_coupon",
        /// Take a coupon off.
        RemoveCoupon = "remove_coupon",
        /// Send it to the customer by mail.
        Send = "send",
        /// Draft an invoice.
        Invoice = "invoice",
        /// Give it up.
        Cancel = "cancel",
        /// Make a cancelled one a quotation again.
        Reset = "reset",
    }
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Row.
    pub id: OrderId,
    /// Counts changes.
    pub version: i64,
    /// Number.
    pub number: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// Topmost company of the customer.
    pub family: CustomerId,
    /// Day.
    pub date: NaiveDate,
    /// Who made it; none where it was imported.
    pub created_by: Option<UserId>,
    /// State.
    pub state: OrderState,
    /// Currency.
    pub currency: Currency,
    /// Without tax.
    pub untaxed: Amount,
    /// Tax.
    pub tax: Amount,
    /// With tax.
    pub total: Amount,
    /// Lines in order.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// Refuses an order that can't be changed any more (`domain/facts.md` §10: no code on a confirmed one).
    pub fn open(&self) -> Result<()> {
        match self.state {
            OrderState::Quotation | OrderState::Sent => Ok(()),
            OrderState::Sale => self.wrong(Wrong::OrderConfirmed),
            OrderState::Cancelled => self.wrong(Wrong::OrderCancelled),
        }
    }

    /// Refuses because of the order's state.
    pub fn wrong(&self, why: Wrong) -> Result<()> {
        Err(Error::WrongState { document: self.number.clone(), why })
    }

    /// The number of the next new line.
    pub fn next_line(&self) -> i64 {
        self.lines.iter().map(|l| l.line).max().unwrap_or_default() + 1
    }
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Row; zero where it is not written yet.
    pub id: OrderLineId,
    /// Number.
    pub line: i64,
    /// Product or reward.
    pub kind: OrderLineKind,
    /// Product.
    pub product: Option<ProductId>,
    /// Text.
    pub description: String,
    /// Units.
    pub quantity: Quantity,
    /// Price of one.
    pub unit_price: UnitPrice,
    /// Percentage off.
    pub discount: Rate,
    /// Taxes.
    pub taxes: Vec<Tax>,
    /// What it comes to.
    pub amounts: LineAmounts,
    /// Of a reward line: the coupon, and which of its rewards.
    pub reward: Option<(CouponId, RewardId)>,
}

impl OrderLine {
    /// What its amounts are computed from.
    pub fn priced(&self) -> PricedLine<'_> {
        PricedLine {
            quantity: self.quantity,
            unit_price: self.unit_price,
            discount: self.discount,
            taxes: &self.taxes,
        }
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
