//! The whole test suite: one binary, so that it links once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

mod approvals;
mod architecture;
#[cfg(unix)]
mod bulk;
mod clipboards;
mod conversation;
mod copying;
mod coupon_faults;
mod coupon_standing;
mod coupon_use;
mod coupons;
mod courier;
mod credits;
mod customer_link_screens;
mod customer_links;
mod defaults;
mod desk_forms;
mod enclosed;
mod field_screens;
mod field_service;
mod files;
mod find;
mod find_screens;
mod frozen;
mod import;
mod import_coupons;
mod import_rows;
mod key_table;
mod ledger;
mod line_tables;
mod mail_hostile;
mod mail_rules;
mod mails;
mod merge_screens;
mod merging;
mod monkey;
mod objects;
mod oracle_coupons;
mod oracle_credit_notes;
mod oracle_invoices;
mod oracle_orders;
mod oracle_repairs;
mod oracle_returns;
mod order_screens;
mod outbox;
mod pilot;
#[cfg(feature = "portal")]
mod portal;
#[cfg(feature = "portal")]
mod portal_browser;
#[cfg(feature = "portal")]
mod portal_guard;
#[cfg(feature = "portal")]
mod portal_links;
#[cfg(feature = "portal")]
mod portal_pages;
#[cfg(feature = "portal")]
mod portal_private;
#[cfg(feature = "portal")]
mod portal_serve;
mod print_screens;
mod printing;
mod program_screens;
mod queries;
mod races;
mod refunds;
mod repair_faults;
mod repair_rights;
mod repair_screens;
mod repairs;
mod repairs_walk;
mod replies;
mod report_screens;
mod reports;
mod requests;
mod retail;
mod return_screens;
mod returns;
mod returns_money;
mod returns_once;
mod returns_walk;
mod rights;
mod sandbox;
mod screens;
mod settings;
mod sla;
mod smtp;
mod stock;
mod tables;
mod task_states;
mod tax_cases;
mod team_screens;
mod terminal;
mod undoing;
mod usage;
mod users;
mod view_screens;
mod walks;
mod wording;
