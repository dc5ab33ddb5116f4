//! Reasons that an error carries: what is left, what would be needed, what a state does not allow.

use crate::domain::mail::MailState;
use crate::domain::money::Money;
use crate::domain::quantity::Quantity;
use crate::domain::user::Right;

/// What is left of an invoice or of a line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Units.
    Quantity(Quantity),
    /// Money, tax included.
    Amount(Money),
}

/// What somebody would need to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A right.
    Right(Right),
    /// To be a member of the ticket's team.
    Team(String),
    /// To have made the draft, or the right to books.
    OwnDraft,
    /// To have made the order, or the right to books.
    OwnOrder,
    /// The task is somebody else's, and its ticket is not seen.
    OwnTask,
    /// Not to be the one who asked.
    SomebodyElse,
    /// To work here still.
    Active {
        /// The agent.
        login: String,
    },
    /// To lead, or the right to settings: views that everybody has are kept by them.
    SharedViews,
    /// To have made the transfer, or the right to stock.
    OwnTransfer,
    /// The operating-system account that the agent is bound to.
    Account {
        /// The agent.
        login: String,
        /// The account.
        account: String,
    },
}

/// Why nothing can listen at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoListening {
    /// Another program does.
    InUse,
    /// The account may not.
    Denied,
    /// The machine has no such address.
    NotHere,
    /// Something else, as the system says it.
    Other(String),
}

/// Why the password of the mail server can't be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPassword {
    /// A variable is not set, or empty.
    Variable(String),
    /// A program did not print it.
    Command {
        /// The program.
        program: String,
        /// What it said.
        text: String,
    },
    /// The keyring does not give it.
    Keyring {
        /// Under which name it was looked for.
        service: String,
        /// What the keyring said.
        text: String,
    },
    /// This program was built without a keyring.
    NoKeyring,
}

/// Why a state does not allow something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The desk sent it itself.
    OwnMail,
    /// It was decided, or taken back.
    Decided,
    /// Who asks may post it.
    MayPost,
    /// The visit is not made any more.
    TaskCancelled,
    /// Nothing is open on it.
    NothingOpen,
    /// Only credit notes are reversed so.
    NotACreditNote,
    /// Only invoices are credited, and not those that undo a credit note.
    NotCreditable,
    /// Only invoices are owed.
    NotAnInvoice,
    /// The payment went out to the customer.
    PaidOut,
    /// It was reversed already.
    AlreadyReversed,
    /// There is a database already.
    DatabaseExists,
    /// There is a file already.
    FileExists,
    /// Another file took the place of the open database.
    DatabaseReplaced,
    /// The message stands so that it can neither be sent nor taken back.
    Mail(MailState),
    /// The order is confirmed: its lines and coupons stand.
    OrderConfirmed,
    /// The order is confirmed, and its coupons are used up: it does not grow.
    OrderWithCoupons,
    /// The order is confirmed: more can be ordered, not less.
    OrderOnlyGrows,
    /// The order is cancelled.
    OrderCancelled,
    /// The order is not confirmed.
    OrderNotConfirmed,
    /// The order is not cancelled.
    OrderNotCancelled,
    /// Goods of the order went out.
    OrderDelivered,
    /// The order has a posted invoice.
    OrderInvoiced,
    /// Nothing of the order is left to invoice.
    NothingToInvoice,
    /// The order has no lines.
    OrderEmpty,
    /// The coupon is not on the order.
    CouponNotThere,
    /// The order holds no coupon.
    NoCoupons,
    /// A program gives at least one reward.
    NoRewards,
    /// The coupon is used: it can't be taken back.
    CouponSpent,
    /// The line is a coupon's.
    RewardLine,
    /// The repair is done.
    RepairDone,
    /// The repair is cancelled.
    RepairCancelled,
    /// Nobody works on the repair yet.
    RepairNotStarted,
    /// A repair that is not confirmed holds no parts.
    RepairNotConfirmed,
    /// The repair is confirmed already.
    RepairConfirmed,
    /// The repair is not cancelled.
    RepairNotCancelled,
    /// What comes back was not invoiced with the order.
    NotInvoiced,
    /// What came back was credited already.
    AlreadyCredited,
    /// It is of an exchange of which this is carried out already.
    ExchangeUnderWay,
    /// It replaces goods whose value is settled.
    Settled,
    /// It settles an exchange.
    SettlesExchange,
    /// Only what was delivered is exchanged.
    NotADelivery,
    /// No invoice bills what came back.
    NotBilled,
    /// Nothing of the return came.
    NothingCame,
    /// The transfer is done.
    TransferDone,
    /// The transfer is cancelled.
    TransferCancelled,
    /// What came back is replaced, not refunded.
    Exchanged,
    /// The transfer is no return that was received.
    NotReceived,
    /// The customer may not use the customer's pages.
    NoPortal,
    /// Goods come back with no such transfer.
    NoReturn,
}
