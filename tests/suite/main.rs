//! The whole test suite: one binary, so that it links once.

mod credits;
mod import;
mod oracle_credit_notes;
mod oracle_invoices;
mod refunds;
mod sandbox;
