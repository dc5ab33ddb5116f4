//! Dates, numbers and payment states of posted documents (`domain/facts.md` §1.6, 1.8, 1.9).

use chrono::{Datelike, NaiveDate};

use super::error::{Error, Result};
use super::invoice::{DocumentKind, PaymentState};
use super::money::Amount;
use super::stock::TransferKind;

/// The accounting date that a draft reversal gets: its own, or the first open day
/// (`domain/facts.md` §11, 3).
pub fn draft_accounting_date(date: NaiveDate, lock: Option<NaiveDate>) -> NaiveDate {
    match lock {
        Some(lock) if date <= lock => lock.succ_opt().unwrap_or(lock),
        _ => date,
    }
}

/// The accounting date of a document when it is posted: a locked one moves to today, but not out of
/// the year of the first open day (`domain/facts.md` §1.9; numbers are yearly).
pub fn posting_accounting_date(
    wanted: NaiveDate,
    lock: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<NaiveDate> {
    let Some(lock) = lock.filter(|lock| wanted <= *lock) else { return Ok(wanted) };
    let open = lock.succ_opt().ok_or(Error::PeriodLocked { lock })?;
    let year_end = NaiveDate::from_ymd_opt(open.year(), 12, 31).unwrap_or(open);
    let date = today.min(year_end);
    if date <= lock { Err(Error::PeriodLocked { lock }) } else { Ok(date) }
}

/// The part of a number that its sequence shares: journal, kind and year
/// (`domain/facts.md` §1.8: credit notes have a sequence of their own, prefix `R`).
pub fn number_prefix(journal: &str, kind: DocumentKind, accounting_date: NaiveDate) -> String {
    let reversed = if kind == DocumentKind::CreditNote { "R" } else { "" };
    format!("{reversed}{journal}/{:04}/", accounting_date.year())
}

/// The code under which payments are numbered; no journal may have it.
pub const PAYMENTS: &str = "PAY";

/// The part of a payment's reference that its sequence shares.
pub fn payment_prefix(date: NaiveDate) -> String {
    number_prefix(PAYMENTS, DocumentKind::Invoice, date)
}

/// What the numbers of orders begin with.
pub const ORDERS: &str = "S";
/// What the numbers of transfers begin with (`domain/facts.md` §4.1: a customer's return is a receipt).
pub fn transfer_prefix(kind: TransferKind) -> &'static str {
    match kind {
        TransferKind::Delivery => "WH/OUT/",
        TransferKind::Receipt => "WH/IN/",
        TransferKind::Internal => "WH/INT/",
    }
}

/// The serial of an imported order's number of the form `S00017`.
pub fn parse_order_number(number: &str) -> Option<i64> {
    let serial = number.strip_prefix(ORDERS)?;
    let plain = serial.len() >= 5 && serial.len() <= 15 && serial.bytes().all(|b| b.is_ascii_digit());
    serial.parse().ok().filter(|_| plain)
}

/// A number of a sequence; padding grows naturally.
pub fn number(prefix: &str, serial: i64) -> String {
    format!("{prefix}{serial:05}")
}

/// The serial of an imported number of the form that [`number`] makes for this journal and kind,
/// with its prefix.
pub fn parse_number(number: &str, journal: &str, kind: DocumentKind) -> Option<(String, i64)> {
    let slash = number.rfind('/')?;
    let (prefix, serial) = number.split_at(slash + 1);
    let year = prefix.strip_suffix('/')?.rsplit('/').next()?;
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4
        || !plain(year)
        || !plain(serial)
        || serial.len() < 5
        || serial.len() > 15
        || (serial.len() > 5 && serial.starts_with('0'))
    {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, 1, 1)?;
    if number_prefix(journal, kind, date) != prefix {
        return None;
    }
    Some((prefix.to_owned(), serial.parse().ok()?))
}

/// What a document is matched with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// With payments.
    pub payments: usize,
    /// With credit notes (of an invoice) or invoices (of a credit note).
    pub documents: usize,
}

/// The payment state of a posted document (`domain/facts.md` §1.6).
pub fn payment_state(kind: DocumentKind, total: Amount, residual: Amount, matched: Matched) -> PaymentState {
    let any = matched.payments + matched.documents > 0;
    match (residual.is_zero(), kind) {
        (true, DocumentKind::Invoice) if any && matched.payments == 0 && !total.is_zero() => {
            PaymentState::Reversed
        }
        (true, _) => PaymentState::Paid,
        (false, _) if any => PaymentState::Partial,
        (false, _) => PaymentState::NotPaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// `domain/cases.md` A11, A13; `domain/facts.md` §1.9.
    #[test]
    fn locked_dates_move() {
        let lock = Some(day("2016-12-31"));
        let posted = |wanted, today| posting_accounting_date(day(wanted), lock, day(today));
        assert_eq!(posted("2016-01-01", "2017-01-12").unwrap(), day("2017-01-12"));
        assert_eq!(posted("2016-01-01", "2018-03-01").unwrap(), day("2017-12-31"));
        assert_eq!(posted("2017-02-01", "2018-03-01").unwrap(), day("2017-02-01"));
        assert_eq!(posted("2016-01-01", "2016-12-31"), Err(Error::PeriodLocked { lock: day("2016-12-31") }));
        assert_eq!(draft_accounting_date(day("2026-03-03"), Some(day("2026-06-30"))), day("2026-07-01"));
        assert_eq!(draft_accounting_date(day("2026-07-03"), Some(day("2026-06-30"))), day("2026-07-03"));
    }

    #[test]
    fn numbers_of_the_house_form_are_known() {
        use DocumentKind::{CreditNote, Invoice};
        assert_eq!(number(&number_prefix("INV", CreditNote, day("2026-05-05")), 1), "RINV/2026/00001");
        assert_eq!(parse_number("INV/2026/00017", "INV", Invoice), Some(("INV/2026/".into(), 17)));
        assert_eq!(parse_number("INV/2026/123456", "INV", Invoice), Some(("INV/2026/".into(), 123_456)));
        for (text, kind) in [
            ("INV/2026/17", Invoice),
            ("536365", Invoice),
            ("INV/2026/00017", CreditNote),
            ("INV/26/00017", Invoice),
            ("X/INV/2026/00017", Invoice),
            ("INV/2026/0001a", Invoice),
        ] {
            assert_eq!(parse_number(text, "INV", kind), None, "{text}");
        }
    }

    /// `domain/facts.md` §1.6 and §11, 5.
    #[test]
    fn payment_states() {
        use DocumentKind::{CreditNote, Invoice};
        let state = |kind, total, residual, payments, documents| {
            payment_state(kind, Amount(total), Amount(residual), Matched { payments, documents })
        };
        assert_eq!(state(Invoice, 100, 100, 0, 0), PaymentState::NotPaid);
        assert_eq!(state(Invoice, 100, 40, 1, 0), PaymentState::Partial);
        assert_eq!(state(Invoice, 100, 0, 1, 1), PaymentState::Paid);
        assert_eq!(state(Invoice, 100, 0, 0, 2), PaymentState::Reversed);
        assert_eq!(state(Invoice, 0, 0, 0, 0), PaymentState::Paid);
        assert_eq!(state(CreditNote, 100, 0, 0, 1), PaymentState::Paid);
        assert_eq!(state(CreditNote, 100, 100, 0, 0), PaymentState::NotPaid);
    }
}
