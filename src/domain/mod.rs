//! The rules of after-sales work, pure: no SQL, no clock, no I/O, no language, no widget.
//!
//! A rule is a function from facts to a plan or to the [`error::Error`] that says which rule it
//! would break; it is tested with tables of cases. Everything above (`store`, `desk`, `cli`) may
//! call this module, and it calls nothing of ours.

pub mod accounting;
pub mod approval;
pub mod bulk;
pub mod calendar;
pub mod closing;
pub mod code;
pub mod command;
pub mod coupon;
pub mod credit;
pub mod customer;
pub mod day;
pub mod effect;
pub mod error;
pub mod find;
pub mod form;
pub mod history;
pub mod ids;
pub mod import;
pub mod invoice;
pub mod kept;
pub mod mail;
pub mod money;
pub mod presence;
pub mod product;
pub mod project;
pub mod quantity;
pub mod query;
pub mod record;
pub mod repair;
pub mod report;
pub mod sale;
pub mod search;
pub mod settings;
pub mod sla;
pub mod spread;
pub mod stock;
pub mod task;
pub mod tax;
pub mod team;
pub mod ticket;
pub mod undo;
pub mod user;
pub mod variable;
pub mod view;
pub mod wizard;
pub mod wording;
pub mod worksheet;
