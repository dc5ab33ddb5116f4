//! What stays done, and what there is to do instead.

use crate::code_enum;
use crate::domain::effect::{Effect, Fact, Key, Subject};
use crate::domain::history::EventKind;

code_enum! {
    /// Why something that was done stays done, and what there is instead.
    Stay {
        /// A posted credit note: its counter-document.
        Posted = "posted",
        /// A draft: give it up.
        Draft = "draft",
        /// A document that was given up, or a match: do it anew.
        Books = "books",
        /// A note: write another.
        Note = "note",
        /// A message that left, or is on its way.
        Sent = "sent",
        /// A coupon: take it back on its page.
        Coupon = "coupon",
        /// Goods that moved: bring them back.
        Goods = "goods",
        /// An order: cancel it.
        Order = "order",
        /// A repair, a visit: change it on its page.
        Page = "page",
        /// Something new that is never removed, such as a ticket.
        Made = "made",
        /// What is settled for everybody: change it there.
        Settings = "settings",
    }
}

impl Stay {
    /// Whether effects about something name the thing that was made or changed, rather than what goes with it.
    pub fn names(subject: Subject) -> bool {
        use Subject as S;
        matches!(
            subject,
            S::CreditNote
                | S::Invoice
                | S::Coupon
                | S::Order
                | S::Delivery
                | S::Receipt
                | S::InternalTransfer
                | S::Repair
                | S::Task
                | S::Customer
                | S::Program
                | S::Team
                | S::User
        )
    }

    /// Whether an effect posts a credit note.
    pub fn is_posted(of: &Effect) -> bool {
        let state = of.after.iter().find(|(key, _)| *key == Key::State);
        of.subject == Subject::CreditNote && state.is_some_and(|(_, fact)| *fact == Fact::from("posted"))
    }

    /// Why a kind of command stays done; none where it can be taken back.
    pub fn of(kind: EventKind, effects: &[Effect]) -> Option<Self> {
        use EventKind as K;
        Some(match kind {
            K::TicketEdited
            | K::TicketAssigned
            | K::TicketStaged
            | K::TicketClosed
            | K::TicketMerged
            | K::TicketUnmerged => return None,
            _ if effects.iter().any(Self::is_posted) => Self::Posted,
            K::Refunded | K::DocumentEdited | K::OrderInvoiced | K::ApprovalAsked => Self::Draft,
            K::DocumentPosted
            | K::DocumentCancelled
            | K::Paid
            | K::Allocated
            | K::Reversed
            | K::Approved
            | K::Rejected
            | K::ApprovalWithdrawn => Self::Books,
            K::Noted | K::Replied => Self::Note,
            K::MailQueued | K::MailSent | K::MailFailed | K::MailUnclear | K::MailCancelled => Self::Sent,
            K::Imported | K::MailReceived | K::TicketOpened | K::CustomerLinked | K::LinksRevoked => {
                Self::Made
            }
            K::CouponMade | K::CouponRevoked => Self::Coupon,
            K::ReturnMade | K::TransferDone | K::TransferCancelled | K::StockAdjusted => Self::Goods,
            K::OrderChanged | K::OrderConfirmed | K::OrderCancelled | K::OrderSent => Self::Order,
            K::RepairMade | K::RepairChanged | K::TaskMade | K::TaskChanged | K::CustomerChanged => {
                Self::Page
            }
            K::Created
            | K::Restored
            | K::SettingsChanged
            | K::TeamChanged
            | K::UserChanged
            | K::ProgramChanged
            | K::ProjectChanged
            | K::Undone
            | K::Redone => Self::Settings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_done() {
        let note = |state: &str| vec![Effect::add(Subject::CreditNote, None).now(Key::State, state)];
        let table = [
            (EventKind::TicketStaged, vec![], None),
            (EventKind::TicketMerged, vec![], None),
            (EventKind::Refunded, note("draft"), Some(Stay::Draft)),
            (EventKind::Refunded, note("posted"), Some(Stay::Posted)),
            (EventKind::DocumentPosted, note("posted"), Some(Stay::Posted)),
            (EventKind::Reversed, vec![], Some(Stay::Books)),
            (EventKind::Noted, vec![], Some(Stay::Note)),
            (EventKind::TransferDone, vec![], Some(Stay::Goods)),
        ];
        for (kind, effects, stay) in table {
            assert_eq!(Stay::of(kind, &effects), stay, "{kind}");
        }
    }
}
