//! Typed row ids: an id of one kind of thing can't be handed over as another's.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        $($(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        })+

        /// Hands every id type to another macro (the store gives each its column conversion).
        macro_rules! for_each_id {
            ($mac:ident) => { $mac!($($name),+); };
        }
        pub(crate) use for_each_id;
    };
}

ids! {
    /// A request for approval.
    ApprovalId,
    /// A file that a message enclosed.
    AttachmentId,
    /// A message that came in.
    IncomingId,
    /// A coupon.
    CouponId,
    /// A program of coupons.
    ProgramId,
    /// A reward of a program.
    RewardId,
    /// A person or company that buys.
    CustomerId,
    /// One row of the history.
    EventId,
    /// An invoice or a credit note.
    InvoiceId,
    /// A line of an invoice or a credit note.
    InvoiceLineId,
    /// An accounting journal.
    JournalId,
    /// A place where goods are.
    LocationId,
    /// A lot or serial number of a product.
    LotId,
    /// A sales order.
    OrderId,
    /// A line of a sales order.
    OrderLineId,
    /// A message of the outbox.
    MailId,
    /// A payment.
    PaymentId,
    /// A product.
    ProductId,
    /// One match between two documents, or a document and a payment.
    MatchId,
    /// A repair order.
    RepairId,
    /// A part of a repair.
    PartId,
    /// A project.
    ProjectId,
    /// A stage of a project's tasks.
    ProjectStageId,
    /// A field service task.
    TaskId,
    /// A template of worksheets.
    TemplateId,
    /// A field of a template.
    SheetFieldId,
    /// A reason for which goods come back.
    ReasonId,
    /// A stage of a team's tickets.
    StageId,
    /// A tax, in one of its revisions.
    TaxId,
    /// A helpdesk team.
    TeamId,
    /// A tag.
    TagId,
    /// A type of tickets.
    TicketTypeId,
    /// A view of tickets.
    ViewId,
    /// A policy of service levels.
    PolicyId,
    /// A rule that closes tickets.
    ClosingRuleId,
    /// A ticket; the ticket's number is this id.
    TicketId,
    /// A delivery, receipt or internal transfer.
    TransferId,
    /// A line of a transfer.
    TransferLineId,
    /// An agent.
    UserId,
}
