//! What was looked up lately, by natural key. Each memory is bounded: a full one starts anew.

use std::collections::HashMap;

use crate::domain::ids::{CustomerId, JournalId, OrderId, ProgramId, TaxId};
use crate::domain::invoice::Journal;
use crate::domain::tax::Tax;
use crate::store::import::find::ProductFacts;

/// How many entries one memory holds.
const KEPT: usize = 4096;

/// A bounded memory.
pub(super) struct Recent<V>(HashMap<String, V>);

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<V: Clone> Recent<V> {
    pub(super) fn get(&self, key: &str) -> Option<V> {
        self.0.get(key).cloned()
    }

    pub(super) fn put(&mut self, key: &str, value: V) {
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        self.0.insert(key.to_owned(), value);
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

/// The memories of one import.
#[derive(Default)]
pub(super) struct Names {
    pub(super) taxes: Recent<std::rc::Rc<Tax>>,
    pub(super) taxes_by_id: HashMap<TaxId, std::rc::Rc<Tax>>,
    pub(super) journals: Recent<Journal>,
    pub(super) products: Recent<std::rc::Rc<ProductFacts>>,
    pub(super) programs: Recent<ProgramId>,
    pub(super) customers: Recent<(CustomerId, CustomerId)>,
    pub(super) journal_codes: HashMap<JournalId, String>,
    /// The document that lines were staged for last.
    pub(super) staged: Option<(String, i64, Option<OrderId>)>,
    /// The highest serial of each number sequence.
    /// The highest number of an order.
    pub(super) orders: i64,
    pub(super) serials: HashMap<String, i64>,
}
