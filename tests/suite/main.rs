//! The whole test suite: one binary, so that it links once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

mod architecture;
mod credits;
mod files;
mod frozen;
mod import;
mod oracle_credit_notes;
mod oracle_invoices;
mod races;
mod refunds;
mod requests;
mod retail;
mod sandbox;
mod stock;
mod tax_cases;
mod users;
mod walks;
