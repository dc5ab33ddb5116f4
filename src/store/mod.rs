//! Rows and SQL: one file per entity, row to struct and back. Only [`sqlite`] names the database
//! library; everything else speaks through [`driver`]. Loading takes a [`Read`], saving a [`Tx`],
//! and the only way to a `Tx` is [`Store::write`]. Called by `desk` alone.

mod columns;
pub mod driver;
pub mod place;
pub mod portal;
mod sqlite;

pub mod action;
pub mod approval;
pub mod catalog;
pub mod choices;
pub mod closing;
pub mod company;
pub mod coupon;
pub mod customer;
pub mod event;
pub mod exchange;
pub mod find;
pub mod import;
pub mod incoming;
pub mod integrity;
pub mod invoice;
pub mod life;
pub mod link;
pub mod lock;
pub mod mail;
pub mod merge;
pub mod names;
pub mod newest;
pub mod order;
pub mod program;
pub mod project;
pub mod reason;
pub mod reconciliation;
pub mod record;
pub mod repair;
pub mod report;
pub mod request;
pub mod reservation;
pub mod search;
pub mod sequence;
pub mod side;
pub mod sla;
pub mod stock;
pub mod tag;
pub mod task;
pub mod team;
pub mod ticket;
pub mod ticket_type;
pub mod transfer;
pub mod user;
pub mod view;
pub mod worksheet;

pub use driver::{Param, Read, Row, Tx};
pub use sqlite::{Integrity, SCHEMA, Store};
