//! The whole test suite: one binary, so that it links once.

mod oracle_invoices;
