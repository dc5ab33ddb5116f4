//! What an import answers: what became of the rows of each file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What became of the rows of each file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// By file name.
    pub files: BTreeMap<Cow<'static, str>, Counts>,
}

/// What became of the rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows.
    pub read: u64,
    /// New ones.
    pub added: u64,
    /// Changed ones.
    pub updated: u64,
    /// Those that were imported before.
    pub unchanged: u64,
}
