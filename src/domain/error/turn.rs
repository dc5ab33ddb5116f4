//! Why tickets can't be merged or taken apart, and why something can't be taken back.

use crate::domain::effect::Key;
use crate::domain::ids::TicketId;
use crate::domain::undo::Stay;

/// Why tickets can't be merged, or a merge can't be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoMerge {
    /// The ticket was merged into another, where everything goes on.
    Merged {
        /// Which.
        ticket: TicketId,
        /// Where to.
        into: TicketId,
    },
    /// A ticket and itself.
    Itself {
        /// Which.
        ticket: TicketId,
    },
    /// The ticket was not merged.
    NotMerged {
        /// Which.
        ticket: TicketId,
    },
    /// Something new came since.
    NewSince {
        /// Which ticket was merged.
        ticket: TicketId,
        /// Into which.
        into: TicketId,
    },
    /// The tickets are of different customers: what one wrote goes to the other. A question.
    OtherCustomer {
        /// Which ticket would be merged.
        ticket: TicketId,
        /// Whose it is.
        customer: String,
        /// Whose the other is.
        other: String,
    },
    /// The ticket that stays is closed, and an open one would be gone with it. A question.
    IntoClosed {
        /// Which stays.
        into: TicketId,
    },
}

/// Why something can't be taken back, or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoUndo {
    /// There is nothing to take back.
    Nothing,
    /// There is nothing to do again.
    NothingAgain,
    /// What it left does not stand any more.
    ChangedSince {
        /// Of which ticket.
        ticket: TicketId,
        /// Which field.
        field: Key,
        /// Who changed it, where that is known.
        by: Option<String>,
    },
    /// What stood before is not there any more, or does not fit any more.
    Gone {
        /// Of which ticket.
        ticket: TicketId,
        /// Which field.
        field: Key,
    },
    /// It stays done; there may be something to do instead.
    Stays {
        /// What.
        why: Stay,
        /// The document or ticket that it is about.
        document: String,
    },
}

impl NoMerge {
    /// The fixed code of the contract.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Merged { .. } => "ticket_merged",
            Self::Itself { .. } => "merge_circle",
            Self::NotMerged { .. } | Self::IntoClosed { .. } => "wrong_state",
            Self::NewSince { .. } => "changed_since",
            Self::OtherCustomer { .. } => "other_customer",
        }
    }
}

impl NoUndo {
    /// The fixed code of the contract.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing_to_undo",
            Self::NothingAgain => "nothing_to_redo",
            Self::ChangedSince { .. } => "changed_since",
            Self::Gone { .. } => "not_undoable",
            Self::Stays { .. } => "not_undoable",
        }
    }
}
