//! Wizards: the windows of the after-sales services, as data. Each is a set of fields, a pure
//! `resolve` (what the form shows now), `parse` (draft to request) and `plan` (facts and request to
//! what is written). None owns a widget, a key or SQL.

pub mod refund;
