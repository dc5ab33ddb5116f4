//! The whole test suite: one binary, so that it links once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

mod architecture;
mod credits;
mod defaults;
mod desk_forms;
mod import;
mod import_rows;
mod key_table;
mod monkey;
mod objects;
mod oracle_credit_notes;
mod oracle_invoices;
mod pilot;
mod races;
mod refunds;
mod retail;
mod sandbox;
mod screens;
mod tables;
mod tax_cases;
mod terminal;
mod usage;
mod walks;
mod wording;
