//! Which tickets of the list are marked: some, by number, or all that the list holds but some.

use std::collections::BTreeSet;

use crate::desk::Desk;
use crate::domain::bulk::MOST;
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::ticket::{Listing, PageFrom};

/// Marked tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marks {
    /// These.
    Some(BTreeSet<TicketId>),
    /// All that a list holds, but these.
    AllBut(BTreeSet<TicketId>),
}

impl Default for Marks {
    fn default() -> Self {
        Self::Some(BTreeSet::new())
    }
}

impl Marks {
    /// Whether a ticket is marked.
    pub fn holds(&self, id: TicketId) -> bool {
        match self {
            Self::Some(ids) => ids.contains(&id),
            Self::AllBut(ids) => !ids.contains(&id),
        }
    }

    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Some(ids) if ids.is_empty())
    }

    /// How many are marked, of a list of so many.
    pub fn count(&self, of: Option<i64>) -> Option<i64> {
        let count = |ids: &BTreeSet<TicketId>| i64::try_from(ids.len()).unwrap_or(i64::MAX);
        match self {
            Self::Some(ids) => Some(count(ids)),
            Self::AllBut(ids) => of.map(|of| of.saturating_sub(count(ids)).max(0)),
        }
    }

    /// Marks a ticket, or takes its mark away; answers whether it is marked now.
    pub fn turn(&mut self, id: TicketId) -> bool {
        let (Self::Some(ids) | Self::AllBut(ids)) = self;
        if !ids.remove(&id) {
            ids.insert(id);
        }
        self.holds(id)
    }

    /// Marks tickets.
    pub fn add(&mut self, more: impl IntoIterator<Item = TicketId>) {
        match self {
            Self::Some(ids) => ids.extend(more),
            Self::AllBut(ids) => more.into_iter().for_each(|id| {
                ids.remove(&id);
            }),
        }
    }

    /// The marked tickets, in the order of the list where it holds them; one more than can be changed at once at most.
    pub fn tickets(&self, desk: &mut Desk, listing: &Listing) -> Result<Vec<TicketId>> {
        match self {
            Self::Some(ids) => Ok(ids.iter().rev().take(MOST + 1).copied().collect()),
            Self::AllBut(ids) => {
                let most = i64::try_from(MOST + 1 + ids.len()).unwrap_or(i64::MAX);
                let mut all = desk.ticket_numbers(listing, PageFrom::Start, Some(most))?;
                all.retain(|id| !ids.contains(id));
                Ok(all)
            }
        }
    }
}
