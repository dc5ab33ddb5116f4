//! Approvals: who may not post a refund alone asks somebody else to (`contract/cli.md`, approvals). What was asked for is
//! that draft as it stood then.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ApprovalId, InvoiceId};
use super::money::Currency;
use crate::code_enum;

code_enum! {
    /// Where a request stands.
    ApprovalState {
        /// Nobody decided yet.
        Waiting = "waiting",
        /// Somebody else posted what was asked for.
        Approved = "approved",
        /// Somebody else refused.
        Rejected = "rejected",
        /// It was taken back, or what it is about is no draft any more.
        Withdrawn = "withdrawn",
    }
}

/// A request as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalView {
    /// Row.
    pub id: ApprovalId,
    /// Counts changes.
    pub version: i64,
    /// Where it stands.
    pub state: ApprovalState,
    /// Number of the document, or `id:N`.
    pub document: String,
    /// Its row.
    pub invoice: InvoiceId,
    /// Ticket that it was made from.
    pub ticket: Option<i64>,
    /// Reference of the customer.
    pub customer: String,
    /// What it came to when it was asked for.
    pub total: String,
    /// Its currency.
    pub currency: Currency,
    /// Login of who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What was said with it.
    pub reason: Option<String>,
    /// Whether the draft is another one than was asked for.
    pub changed: bool,
    /// Login of who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What was said with it.
    pub comment: Option<String>,
}
