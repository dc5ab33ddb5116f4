//! The doubts of a message, collected while it is read.

use crate::domain::mail::incoming::Doubt;

/// The doubts found so far, each once.
#[derive(Default)]
pub(super) struct Doubts(Vec<Doubt>);

impl Doubts {
    /// A hostile message can raise endless different doubts; these are enough.
    const MOST: usize = 64;

    pub(super) fn add(&mut self, doubt: Doubt) {
        if self.0.len() < Self::MOST && !self.0.contains(&doubt) {
            self.0.push(doubt);
        }
    }

    pub(super) fn into_list(self) -> Vec<Doubt> {
        self.0
    }
}
