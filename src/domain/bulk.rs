//! One change of many tickets: what it is, and what came of it for each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::coupon::CouponView;
use super::effect::Effect;
use super::error::Error;
use super::ids::{EventId, ProgramId, TicketId};
use crate::code_enum;

/// The most tickets that are changed at once.
pub const MOST: usize = 10_000;
/// So many are changed in one transaction: others wait no longer than a key is noticed.
pub const CHUNK: usize = 50;

/// What is to become of each ticket; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkChange {
    /// Stage of its team, by name.
    pub stage: Option<String>,
    /// Who handles it, by login; nobody where the inner is none.
    pub assignee: Option<Option<String>>,
    /// 0 to 3.
    pub priority: Option<i64>,
    /// Tags that it gets.
    pub add_tags: Vec<String>,
    /// Tags that it loses.
    pub remove_tags: Vec<String>,
    /// A coupon for it.
    pub coupon: Option<BulkCoupon>,
}

impl BulkChange {
    /// Whether nothing is to change.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A coupon for each of many tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkCoupon {
    /// Program.
    pub program: ProgramId,
    /// Last day; none for ever.
    pub until: Option<NaiveDate>,
}

/// A change of many tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// The tickets, each with the version that somebody saw; none is any.
    pub tickets: Vec<(TicketId, Option<i64>)>,
    /// What becomes of each.
    pub change: BulkChange,
    /// The command that it is a further piece of, by its first row of history: they are taken back together.
    pub joins: Option<EventId>,
}

/// What came of a change of many tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BulkAnswer {
    /// One row for each ticket, in the order in which they were asked for.
    pub rows: Vec<BulkRow>,
    /// The first row of history of the command.
    pub action: Option<EventId>,
}

code_enum! {
    /// What came of a change for one ticket.
    BulkState {
        /// It was changed.
        Done = "done",
        /// It was so already.
        Unchanged = "unchanged",
        /// It was refused, and is as it was.
        Failed = "failed",
    }
}

/// What came of a change for one ticket. `message` is filled in at the edge, in the person's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkRow {
    /// Number.
    pub ticket: i64,
    /// Its version by now.
    pub version: i64,
    /// One line; empty where the ticket is not seen.
    pub subject: String,
    /// What came of it.
    pub state: BulkState,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The coupon that it got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<Box<CouponView>>,
    /// The same as data.
    #[serde(skip)]
    pub why: Option<Error>,
    /// What was written.
    #[serde(skip)]
    pub effects: Vec<Effect>,
}

impl BulkRow {
    /// A row of which nothing more is known.
    pub fn of(ticket: TicketId, state: BulkState) -> Self {
        Self {
            ticket: ticket.0,
            version: 0,
            subject: String::new(),
            state,
            code: None,
            message: None,
            coupon: None,
            why: None,
            effects: vec![],
        }
    }

    /// A row of what was refused, with the reason as a sentence.
    pub fn refused(ticket: TicketId, why: Error, sentence: String) -> Self {
        let code = Some(why.code().to_owned());
        Self { code, message: Some(sentence), why: Some(why), ..Self::of(ticket, BulkState::Failed) }
    }
}
