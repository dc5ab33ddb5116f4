//! One search over everything: what somebody typed, read as each thing that it may be, and what is found by
//! it. Pure: the store looks, the desk says what may be seen.

mod typed;

pub use typed::Typed;

use chrono::NaiveDate;

use super::coupon::CouponState;
use super::ids::TicketId;
use super::invoice::{DocumentState, PaymentState};
use super::money::Money;
use super::repair::RepairState;
use super::sale::OrderState;
use super::stock::TransferState;
use super::task::TaskState;
use crate::code_enum;

code_enum! {
    /// What kind of thing is found.
    FoundKind {
        /// A ticket.
        Ticket = "ticket",
        /// A customer.
        Customer = "customer",
        /// A quotation or order.
        Order = "order",
        /// An invoice.
        Invoice = "invoice",
        /// A credit note.
        CreditNote = "credit_note",
        /// A delivery, receipt or internal transfer.
        Transfer = "transfer",
        /// A repair.
        Repair = "repair",
        /// A field service task.
        Task = "task",
        /// A lot or serial number.
        Lot = "lot",
        /// A coupon.
        Coupon = "coupon",
        /// A product.
        Product = "product",
    }
}

code_enum! {
    /// How well a thing fits what was typed, the best first.
    Fit {
        /// Its number, code, address or name to the letter.
        Exact = "exact",
        /// It begins so, or its number ends so.
        Beginning = "beginning",
        /// What was typed stands somewhere in it, or it belongs to what was found.
        Rest = "rest",
    }
}

/// Where a thing stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A ticket, in a stage.
    Stage(String),
    /// An order.
    Order(OrderState),
    /// An invoice or credit note.
    Document(DocumentState, PaymentState),
    /// A transfer.
    Transfer(TransferState),
    /// A repair.
    Repair(RepairState),
    /// A task, in a stage.
    Task(String, TaskState),
    /// A coupon.
    Coupon(CouponState),
}

impl Standing {
    /// Its code; of what stands in a stage the name of that.
    pub fn code(&self) -> &str {
        match self {
            Self::Stage(name) | Self::Task(name, _) => name,
            Self::Order(state) => state.as_str(),
            Self::Document(state, _) => state.as_str(),
            Self::Transfer(state) => state.as_str(),
            Self::Repair(state) => state.as_str(),
            Self::Coupon(state) => state.as_str(),
        }
    }
}

/// Something that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its row.
    pub id: i64,
    /// How well it fits.
    pub fit: Fit,
    /// What it is called by: number, reference, code.
    pub label: String,
    /// Its name, subject or title.
    pub name: Option<String>,
    /// The name of whose it is.
    pub customer: Option<String>,
    /// The mail address of a customer.
    pub email: Option<String>,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Where it stands.
    pub standing: Option<Standing>,
    /// What it comes to.
    pub amount: Option<Money>,
    /// Its day; of a coupon the last one.
    pub date: Option<NaiveDate>,
    /// The ticket that it was made from, or is, where that may be seen.
    pub ticket: Option<TicketId>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The best first, within a kind the newest.
    pub found: Vec<Found>,
    /// Whether of some kind there is more than was asked for.
    pub more: bool,
}
