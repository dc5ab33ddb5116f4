//! Coupons and the programs that they belong to (`domain/facts.md` §3): what a coupon is, when it can be
//! used, and how its code and its share link are made. What a coupon takes off an order stands in
//! `domain::sale`.

pub mod code;
pub mod link;
pub mod program;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::error::Error;
use super::ids::{CouponId, CustomerId, OrderId, ProgramId, TicketId, UserId};
use crate::code_enum;

code_enum! {
    /// Where a coupon stands, derived from its row and the day: no job changes it.
    CouponState {
        /// It can be used.
        Active = "active",
        /// An order used it.
        Used = "used",
        /// Its last day is over.
        Expired = "expired",
        /// Taken back.
        Revoked = "revoked",
    }
}

code_enum! {
    /// What can be done with a coupon.
    CouponAction {
        /// Show its link and code.
        Share = "share",
        /// Take it back.
        Revoke = "revoke",
    }
}

/// A coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    /// Row.
    pub id: CouponId,
    /// Counts changes.
    pub version: i64,
    /// The secret that stands for it.
    pub code: String,
    /// Its program.
    pub program: ProgramId,
    /// Who it is meant for; not enforced when the code is entered (`domain/facts.md` §10).
    pub customer: Option<CustomerId>,
    /// The ticket that it was made from.
    pub ticket: Option<TicketId>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When it was made; none where it was imported.
    pub created_at: Option<DateTime<Utc>>,
    /// Its last day, the whole of it where the company is; none for never.
    pub expires: Option<NaiveDate>,
    /// Whether it is used up.
    pub used: bool,
    /// The order that used it, where the books know.
    pub order: Option<OrderId>,
    /// Why it was taken back.
    pub revoked: Option<String>,
}

impl CouponState {
    /// Where a coupon stands on a day.
    pub fn of(revoked: bool, used: bool, expires: Option<NaiveDate>, today: NaiveDate) -> Self {
        if revoked {
            Self::Revoked
        } else if used {
            Self::Used
        } else if expires.is_some_and(|last| last < today) {
            Self::Expired
        } else {
            Self::Active
        }
    }
}

impl Coupon {
    /// Where it stands on a day.
    pub fn state(&self, today: NaiveDate) -> CouponState {
        CouponState::of(self.revoked.is_some(), self.used, self.expires, today)
    }

    /// How the history names it: enough to tell it apart, too little to use it.
    pub fn label(&self) -> String {
        code::masked(&self.code)
    }

    /// Why it can't be used on a day (`domain/facts.md` §3.7, steps 2 to 4).
    pub fn usable(&self, today: NaiveDate) -> Result<(), Error> {
        let coupon = self.code.clone();
        match (self.state(today), &self.revoked, self.expires) {
            (CouponState::Active, ..) => Ok(()),
            (CouponState::Revoked, reason, _) => {
                Err(Error::CouponRevoked { coupon, reason: reason.clone().unwrap_or_default() })
            }
            (CouponState::Expired, _, Some(date)) => Err(Error::CouponExpired { coupon, date }),
            (CouponState::Used | CouponState::Expired, ..) => Err(Error::CouponUsed { coupon }),
        }
    }
}

/// A coupon as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponView {
    /// Row.
    pub id: CouponId,
    /// Counts changes.
    pub version: i64,
    /// Code.
    pub code: String,
    /// Name of its program.
    pub program: String,
    /// State today.
    pub state: CouponState,
    /// Last day.
    pub expires: Option<NaiveDate>,
    /// Ticket.
    pub ticket: Option<i64>,
    /// Reference of the customer that it is meant for.
    pub customer: Option<String>,
    /// Address that applies it; none while the shop has no address.
    pub share_link: Option<String>,
    /// The customer's page about it; none while those pages have no address.
    #[serde(default)]
    pub page: Option<String>,
    /// Number of the order that used it.
    pub used_on: Option<String>,
    /// Address that it was mailed to.
    pub sent_to: Option<String>,
    /// Why it was taken back.
    pub revoked_reason: Option<String>,
    /// Login of who made it.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
}

impl CheckRule {
    /// Whether a code can't be used where it does not hold; who it is meant for is told only.
    pub fn binds(self) -> bool {
        self != Self::Customer
    }
}

/// One rule of `coupon check`, in the order in which they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub rule: CheckRule,
    /// Whether it holds; none where it was not asked.
    pub ok: Option<bool>,
    /// What does not hold, where it does not.
    pub why: Option<Error>,
}

code_enum! {
    /// What `coupon check` asks.
    CheckRule {
        /// The code is known.
        Known = "known",
        /// It was not taken back.
        NotRevoked = "not_revoked",
        /// Its program is of coupons.
        Kind = "kind",
        /// Its program is not archived, and today is within its dates.
        Program = "program",
        /// Its last day is not over.
        NotExpired = "not_expired",
        /// No order used it.
        NotUsed = "not_used",
        /// The program's usage limit is not reached.
        Limit = "limit",
        /// The order can still be changed.
        OrderOpen = "order_open",
        /// The program is not on the order already.
        NotApplied = "not_applied",
        /// No better discount is on the order.
        Better = "better",
        /// The order reaches the minimum amount.
        MinimumAmount = "minimum_amount",
        /// The order holds the products in the quantity that is asked for.
        MinimumQuantity = "minimum_quantity",
        /// There is something to discount.
        Discountable = "discountable",
        /// The order is of the customer that the coupon is meant for; told, not enforced.
        Customer = "customer",
    }
}
