//! The newest of what was made from a ticket, of each kind: what messages to the customer tell of.

use super::driver::Read;
use crate::domain::error::Result;
use crate::domain::ids::{CouponId, TicketId};
use crate::domain::money::{Amount, Currency, Money};
use crate::{of_ticket, params};

/// The newest posted credit note: its number and what it comes to.
pub fn credit_note(read: &Read<'_>, of: TicketId) -> Result<Option<(String, Money)>> {
    read.first(
        concat!(
            "SELECT number, total, currency FROM invoice WHERE ",
            of_ticket!("ticket_id"),
            " AND kind = 'credit_note' AND state = 'posted' ORDER BY id DESC LIMIT 1"
        ),
        params![of],
        |row| Ok((row.get(0)?, Money::new(row.get::<Amount>(1)?, row.get::<Currency>(2)?))),
    )
}

/// The newest coupon that was not taken back.
pub fn coupon(read: &Read<'_>, of: TicketId) -> Result<Option<CouponId>> {
    read.value(
        concat!(
            "SELECT id FROM coupon WHERE ",
            of_ticket!("ticket_id"),
            " AND revoked_reason IS NULL ORDER BY id DESC LIMIT 1"
        ),
        params![of],
    )
}

/// The number of the newest return.
pub fn goods(read: &Read<'_>, of: TicketId) -> Result<Option<String>> {
    read.value(
        concat!(
            "SELECT number FROM transfer WHERE ",
            of_ticket!("ticket_id"),
            " AND return_of_id IS NOT NULL AND state <> 'cancelled' ORDER BY id DESC LIMIT 1"
        ),
        params![of],
    )
}

/// The number of the newest repair.
pub fn repair(read: &Read<'_>, of: TicketId) -> Result<Option<String>> {
    read.value(
        concat!(
            "SELECT number FROM repair WHERE ",
            of_ticket!("ticket_id"),
            " AND state <> 'cancelled' ORDER BY id DESC LIMIT 1"
        ),
        params![of],
    )
}

/// Where who wrote last to a ticket wants the answer.
pub fn writer(read: &Read<'_>, ticket: TicketId) -> Result<Option<String>> {
    read.value(
        concat!(
            "SELECT ifnull(reply_to, sender) FROM incoming WHERE ",
            of_ticket!("ticket_id"),
            " ORDER BY id DESC LIMIT 1"
        ),
        params![ticket],
    )
}
