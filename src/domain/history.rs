//! The history: one row for each command, never changed, each holding the hash of the one before.
//! The timeline of a ticket is a view of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::effect::{Effect, Subject};
use super::mail::incoming::IncomingView;
use crate::code_enum;

code_enum! {
    /// What happened.
    EventKind {
        /// A database was made.
        Created = "created",
        /// A backup took the place of the database.
        Restored = "restored",
        /// Files were imported.
        Imported = "imported",
        /// Settings changed.
        SettingsChanged = "settings_changed",
        /// A team changed.
        TeamChanged = "team_changed",
        /// An agent was made or changed.
        UserChanged = "user_changed",
        /// A customer was made or changed.
        CustomerChanged = "customer_changed",
        /// A personal link to the customer's pages was made.
        CustomerLinked = "customer_link",
        /// Links to the customer's pages were taken back.
        LinksRevoked = "customer_links_revoked",
        /// A ticket was opened.
        TicketOpened = "ticket_opened",
        /// A ticket's fields changed.
        TicketEdited = "ticket_edited",
        /// A ticket was given to somebody.
        TicketAssigned = "ticket_assigned",
        /// A ticket went to another stage.
        TicketStaged = "ticket_staged",
        /// A rule closed a ticket to which nothing happened.
        TicketClosed = "ticket_closed",
        /// An internal note.
        Noted = "note",
        /// A message to the customer.
        Replied = "reply",
        /// A message to the customer was put into the outbox.
        MailQueued = "mail_queued",
        /// A message was sent.
        MailSent = "mail_sent",
        /// A message was not sent.
        MailFailed = "mail_failed",
        /// Nobody knows whether a message was sent.
        MailUnclear = "mail_unclear",
        /// A message was taken back.
        MailCancelled = "mail_cancelled",
        /// A refund was made from a ticket.
        Refunded = "refund",
        /// A draft changed.
        DocumentEdited = "document_edited",
        /// A draft was posted.
        DocumentPosted = "document_posted",
        /// A draft was cancelled.
        DocumentCancelled = "document_cancelled",
        /// A payment was registered.
        Paid = "payment",
        /// An open credit was matched.
        Allocated = "allocation",
        /// A credit note was undone by its counter-document.
        Reversed = "reversal",
        /// Somebody was asked to post a draft.
        ApprovalAsked = "approval_requested",
        /// Somebody else posted it.
        Approved = "approved",
        /// Somebody else refused.
        Rejected = "rejected",
        /// A request was taken back.
        ApprovalWithdrawn = "approval_withdrawn",
        /// A message came in.
        MailReceived = "mail_received",
        /// Stock was corrected.
        StockAdjusted = "stock_adjusted",
        /// Goods are to come back.
        ReturnMade = "return",
        /// A repair was made.
        RepairMade = "repair",
        /// A repair was changed, or went on.
        RepairChanged = "repair_changed",
        /// A visit was planned.
        TaskMade = "task",
        /// A task was changed.
        TaskChanged = "task_changed",
        /// A project or a template of worksheets was made or changed.
        ProjectChanged = "project_changed",
        /// A transfer was carried out.
        TransferDone = "transfer_done",
        /// A transfer was given up.
        TransferCancelled = "transfer_cancelled",
        /// A coupon was made.
        CouponMade = "coupon",
        /// A coupon was taken back.
        CouponRevoked = "coupon_revoked",
        /// A program was made or changed.
        ProgramChanged = "program_changed",
        /// A quotation was made or changed.
        OrderChanged = "order_changed",
        /// A quotation was confirmed.
        OrderConfirmed = "order_confirmed",
        /// An order was cancelled.
        OrderCancelled = "order_cancelled",
        /// A quotation or order was mailed.
        OrderSent = "order_sent",
        /// An order was invoiced.
        OrderInvoiced = "order_invoiced",
        /// A ticket was merged into another.
        TicketMerged = "ticket_merged",
        /// A ticket was taken out of the one that it was merged into.
        TicketUnmerged = "ticket_unmerged",
        /// A change was taken back.
        Undone = "undone",
        /// A change that was taken back was done again.
        Redone = "redone",
    }
}

impl EventKind {
    /// Whether it is something that an agent did and might take back, rather than what became of something, or a taking
    /// back itself.
    pub fn is_command(self) -> bool {
        use EventKind as K;
        !matches!(
            self,
            K::Created
                | K::Restored
                | K::MailSent
                | K::MailFailed
                | K::MailUnclear
                | K::MailCancelled
                | K::MailReceived
                | K::Undone
                | K::Redone
        )
    }

    /// Whether it brings something new to a ticket, a message or a document or what becomes of one, rather than
    /// changing the ticket's own fields or saying how a message fares that was written before.
    pub fn is_news(self) -> bool {
        use EventKind as K;
        !matches!(
            self,
            K::TicketEdited
                | K::TicketAssigned
                | K::TicketStaged
                | K::TicketClosed
                | K::TicketMerged
                | K::TicketUnmerged
                | K::Undone
                | K::Redone
                | K::MailSent
                | K::MailFailed
                | K::MailUnclear
                | K::MailCancelled
        )
    }

    /// Whether it is about a quotation or order.
    pub fn is_of_order(self) -> bool {
        use EventKind as K;
        matches!(
            self,
            K::OrderChanged | K::OrderConfirmed | K::OrderCancelled | K::OrderSent | K::OrderInvoiced
        )
    }
}

/// One entry of a timeline. `text` is filled in at the edge, in the person's language; messages and
/// notes bring their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Login of who did it.
    pub agent: Option<String>,
    /// What happened.
    pub kind: EventKind,
    /// The sentence.
    #[serde(default)]
    pub text: String,
    /// The document that it is about.
    pub document: Option<String>,
    /// Recipient and subject of the message that it is about.
    #[serde(skip)]
    pub mail: Option<(String, String)>,
    /// The text of the message to the customer that was put into the outbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The message that came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoming: Option<Box<IncomingView>>,
    /// What it wrote.
    #[serde(skip)]
    pub effects: Vec<Effect>,
}

impl TimelineEntry {
    /// The number of the repair that it is about: itself, or a part of it.
    pub fn repair(&self) -> Option<&str> {
        self.effects.iter().find_map(|e| match e.subject {
            Subject::Repair => e.document.as_deref(),
            Subject::Part => e.with(),
            _ => None,
        })
    }
}
