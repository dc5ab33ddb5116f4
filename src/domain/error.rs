//! Everything that can go wrong, as data. The sentence is made at the edge, in the person's language
//! (`text::sentence`); the code and the exit class are fixed by the command-line contract.

mod usage;

pub use usage::{ConfigFault, Usage};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::form::FieldId;
use super::mail::MailState;
use super::money::Money;
use super::quantity::Quantity;
use super::user::Right;

/// The outcome of anything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The command line or the config file makes no sense.
    #[error("usage: {0:?}")]
    Usage(Usage),
    /// An option that means nothing to the command.
    #[error("{option} does not apply")]
    OptionUnused {
        /// As it is typed.
        option: &'static str,
    },
    /// Several fields of a form are wrong, all told at once.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldError>),
    /// A value is missing.
    #[error("a value is missing")]
    FieldRequired,
    /// A file lacks a column without which its rows can't be told apart.
    #[error("a column is missing")]
    MissingColumn,
    /// Several things fit; one must be chosen.
    #[error("several fit: {fitting}")]
    Choose {
        /// Some of those that fit.
        fitting: String,
    },
    /// Nothing fits what narrows the choice.
    #[error("nothing fits")]
    NoneFits {
        /// Fields whose clearing would widen the choice.
        narrowed_by: Vec<FieldId>,
    },
    /// A value makes no sense.
    #[error("invalid value: {0:?}")]
    Invalid(Invalid),
    /// An import has errors; `more` counts those that are not listed.
    #[error("the import has {} errors", .rows.len() + .more)]
    Import {
        /// The first hundred.
        rows: Vec<RowError>,
        /// How many more there are.
        more: usize,
    },
    /// Something named does not exist.
    #[error("no {what:?} {key}")]
    NotFound {
        /// What was looked for.
        what: Thing,
        /// How it was named.
        key: String,
    },
    /// The program was started with `--readonly`.
    #[error("read only")]
    ReadOnly,
    /// The agent lacks a right.
    #[error("forbidden: {0:?}")]
    Forbidden(Need),
    /// The ticket's team does not offer the service.
    #[error("service off")]
    ServiceOff {
        /// The team.
        team: String,
    },
    /// The ticket has no customer.
    #[error("the ticket has no customer")]
    CustomerRequired,
    /// Only posted documents can be credited, paid or matched.
    #[error("{document} is not posted")]
    InvoiceNotPosted {
        /// Number or `id:N`.
        document: String,
    },
    /// The document belongs to somebody else.
    #[error("{document} belongs to another customer")]
    InvoiceOtherCustomer {
        /// Number or `id:N`.
        document: String,
    },
    /// A credit note needs a sale journal, as its invoice (`domain/facts.md` §1.2).
    #[error("journal {journal} does not fit")]
    JournalMismatch {
        /// Its code.
        journal: String,
    },
    /// More would be credited than was invoiced and is left (`domain/facts.md` §10).
    #[error("more than is left of {document}")]
    OverCredited {
        /// The invoice.
        document: String,
        /// Its line, where one line is the reason.
        line: Option<i64>,
        /// What is left of it.
        left: Left,
    },
    /// Nothing was named to credit.
    #[error("nothing to credit")]
    NothingToCredit,
    /// There is no posted invoice that could be credited.
    #[error("no invoice to credit")]
    NoInvoice,
    /// A posted document has at least one line.
    #[error("{document} has no lines")]
    NoLines {
        /// Number or `id:N`.
        document: String,
    },
    /// The reversal would be older than the invoice (`domain/facts.md` §10).
    #[error("{date} is before {document}")]
    DateBeforeInvoice {
        /// The date asked for.
        date: NaiveDate,
        /// The invoice.
        document: String,
        /// Its date.
        invoice_date: NaiveDate,
    },
    /// Nothing is posted, paid or adjusted before its day.
    #[error("{date} is in the future")]
    DateInFuture {
        /// The date asked for.
        date: NaiveDate,
    },
    /// The period is locked and there is no open day to move to.
    #[error("locked up to {lock}")]
    PeriodLocked {
        /// The last locked day.
        lock: NaiveDate,
    },
    /// A posted document's total may not be negative.
    #[error("negative total")]
    NegativeTotal,
    /// Only drafts are edited and cancelled.
    #[error("{document} is not a draft")]
    NotDraft {
        /// Number or `id:N`.
        document: String,
    },
    /// The document is posted already.
    #[error("{document} is posted already")]
    AlreadyPosted {
        /// Number or `id:N`.
        document: String,
    },
    /// Above the agent's refund limit.
    #[error("above the refund limit")]
    LimitExceeded {
        /// The limit.
        limit: Money,
    },
    /// The state of the thing does not allow this.
    #[error("{document} can't do this in its state")]
    WrongState {
        /// Number or name.
        document: String,
        /// Why, as one of the fixed reasons.
        why: Wrong,
    },
    /// No coupon has the code.
    #[error("no such coupon")]
    CouponUnknown {
        /// As it was typed.
        coupon: String,
    },
    /// The coupon's program does not hand out coupons.
    #[error("{program} is no coupon program")]
    ProgramNotCoupon {
        /// Its name.
        program: String,
    },
    /// The program is archived, or today is outside its dates.
    #[error("{program} is not active")]
    ProgramInactive {
        /// Its name.
        program: String,
        /// Its first day, where that is not reached.
        from: Option<NaiveDate>,
        /// Its last day, where that is over.
        to: Option<NaiveDate>,
    },
    /// The shop has no address that a link could lead to.
    #[error("no website address")]
    WebsiteMissing,
    /// There is no program that coupons could be made of.
    #[error("no coupon program")]
    NoProgram,
    /// A day that must not be over.
    #[error("{date} is over")]
    DateInPast {
        /// The date asked for.
        date: NaiveDate,
    },
    /// The coupon's last day is over.
    #[error("coupon expired")]
    CouponExpired {
        /// Its code.
        coupon: String,
        /// Its last day.
        date: NaiveDate,
    },
    /// An order used the coupon.
    #[error("coupon used")]
    CouponUsed {
        /// Its code.
        coupon: String,
    },
    /// The coupon was taken back.
    #[error("coupon revoked")]
    CouponRevoked {
        /// Its code.
        coupon: String,
        /// Why.
        reason: String,
    },
    /// As many orders use the program as may.
    #[error("{program} is used up")]
    CouponLimit {
        /// Its name.
        program: String,
        /// How many may.
        most: i64,
    },
    /// The program gives something on the order already.
    #[error("{program} is applied to {order}")]
    CouponAlreadyApplied {
        /// Its name.
        program: String,
        /// The order.
        order: String,
    },
    /// A discount of the whole order that is as good stands there.
    #[error("not better than {other}")]
    CouponNotBetter {
        /// The program of the discount that stands there.
        other: String,
    },
    /// The coupon is meant for somebody else.
    #[error("coupon of another customer")]
    CouponOtherCustomer {
        /// Its code.
        coupon: String,
    },
    /// The order holds too little of what the program asks for.
    #[error("{missing:?} below the minimum")]
    BelowMinimumAmount {
        /// Its name.
        program: String,
        /// What is missing.
        missing: Money,
    },
    /// The order holds too few units of what the program asks for.
    #[error("{missing} units below the minimum")]
    BelowMinimumQuantity {
        /// Its name.
        program: String,
        /// How many are missing.
        missing: Quantity,
    },
    /// Nothing on the order can be discounted by the program.
    #[error("nothing to discount")]
    NothingToDiscount {
        /// Its name.
        program: String,
    },
    /// A program gives one of several rewards.
    #[error("a reward must be chosen")]
    RewardChoiceRequired {
        /// Those that may be taken.
        offered: Vec<super::sale::Offered>,
    },
    /// Other things still need it.
    #[error("{name} is in use")]
    InUse {
        /// Its name.
        name: String,
    },
    /// Somebody must be able to change the settings.
    #[error("{login} is the last administrator")]
    LastAdministrator {
        /// Who would lose the right.
        login: String,
    },
    /// Only goods are kept in stock.
    #[error("{product} is not goods")]
    NotGoods {
        /// SKU.
        product: String,
    },
    /// A tracked product needs a lot or serial number.
    #[error("{product} needs a lot")]
    LotRequired {
        /// SKU.
        product: String,
    },
    /// The lot is not one of the product.
    #[error("unknown lot {lot}")]
    LotUnknown {
        /// SKU.
        product: String,
        /// Name as given.
        lot: String,
    },
    /// A serial number stands for one unit.
    #[error("serial {lot} is one unit")]
    SerialDuplicate {
        /// Serial number.
        lot: String,
    },
    /// Stock can't be negative.
    #[error("negative quantity")]
    NegativeQuantity,
    /// Somebody changed the thing meanwhile.
    #[error("{document} changed meanwhile")]
    Stale {
        /// Number or name.
        document: String,
    },
    /// Another process holds the database.
    #[error("busy")]
    Busy,
    /// The machine failed: disk, permission, path.
    #[error("{0}")]
    Io(String),
    /// The file is damaged.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The file was written by a newer release.
    #[error("database version {found}, this program knows {known}")]
    NewerDatabase {
        /// Schema version of the file.
        found: i64,
        /// Newest schema version that this program knows.
        known: i64,
    },
    /// The file is something else.
    #[error("not a database: {0}")]
    NotADatabase(String),
    /// `db check` found something.
    #[error("{failed} checks failed")]
    CheckFailed {
        /// How many.
        failed: usize,
    },
    /// A message was not sent.
    #[error("not sent to {to}: {text}")]
    NotSent {
        /// To whom.
        to: String,
        /// What the server, or the way to it, said.
        text: String,
    },
    /// The password of the mail server can't be found.
    #[error("no password: {0:?}")]
    NoPassword(NoPassword),
    /// An amount is beyond what the books hold.
    #[error("amount out of range")]
    AmountOutOfRange,
}

/// Exit classes of the command-line contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The command can't be understood.
    Usage,
    /// A rule says no.
    Refused,
    /// Something named does not exist.
    Missing,
    /// Somebody else was there.
    Conflict,
    /// The machine failed.
    Failed,
}

impl Error {
    /// The fixed code of the contract.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) | Self::OptionUnused { .. } => "usage",
            Self::Fields(fields) => fields.first().map_or("invalid_value", |f| f.error.code()),
            Self::FieldRequired | Self::MissingColumn | Self::Choose { .. } | Self::NoneFits { .. } => {
                "field_required"
            }
            Self::Invalid(_) | Self::AmountOutOfRange => "invalid_value",
            Self::Import { .. } => "import_invalid",
            Self::NotFound { .. } => "not_found",
            Self::ReadOnly => "read_only",
            Self::Forbidden(_) => "forbidden",
            Self::ServiceOff { .. } => "service_off",
            Self::CustomerRequired => "customer_required",
            Self::InvoiceNotPosted { .. } => "invoice_not_posted",
            Self::InvoiceOtherCustomer { .. } => "invoice_other_customer",
            Self::JournalMismatch { .. } => "journal_mismatch",
            Self::OverCredited { .. } => "over_credited",
            Self::NothingToCredit | Self::NoInvoice | Self::NoLines { .. } => "nothing_to_credit",
            Self::DateBeforeInvoice { .. } => "date_before_invoice",
            Self::DateInFuture { .. } => "date_in_future",
            Self::PeriodLocked { .. } => "period_locked",
            Self::NegativeTotal => "negative_total",
            Self::NotDraft { .. } => "not_draft",
            Self::AlreadyPosted { .. } => "already_posted",
            Self::LimitExceeded { .. } => "limit_exceeded",
            Self::WrongState { .. } => "wrong_state",
            Self::CouponUnknown { .. } => "coupon_unknown",
            Self::ProgramNotCoupon { .. } => "program_not_coupon",
            Self::ProgramInactive { .. } => "program_inactive",
            Self::WebsiteMissing => "website_missing",
            Self::NoProgram => "program_inactive",
            Self::DateInPast { .. } => "invalid_value",
            Self::CouponExpired { .. } => "coupon_expired",
            Self::CouponUsed { .. } => "coupon_used",
            Self::CouponRevoked { .. } => "coupon_revoked",
            Self::CouponLimit { .. } => "coupon_limit",
            Self::CouponAlreadyApplied { .. } => "coupon_already_applied",
            Self::CouponNotBetter { .. } => "coupon_not_better",
            Self::CouponOtherCustomer { .. } => "invalid_value",
            Self::BelowMinimumAmount { .. } => "below_minimum_amount",
            Self::BelowMinimumQuantity { .. } => "below_minimum_quantity",
            Self::NothingToDiscount { .. } => "nothing_to_discount",
            Self::RewardChoiceRequired { .. } => "reward_choice_required",
            Self::InUse { .. } | Self::LastAdministrator { .. } => "in_use",
            Self::NotGoods { .. } => "not_goods",
            Self::LotRequired { .. } => "lot_required",
            Self::LotUnknown { .. } => "lot_unknown",
            Self::SerialDuplicate { .. } => "serial_duplicate",
            Self::NegativeQuantity => "negative_quantity",
            Self::Stale { .. } => "stale",
            Self::Busy => "busy",
            Self::Io(_) | Self::NotSent { .. } | Self::NoPassword(_) => "io",
            Self::Damaged(_) => "damaged",
            Self::NewerDatabase { .. } => "newer_database",
            Self::NotADatabase(_) => "not_a_database",
            Self::CheckFailed { .. } => "check_failed",
        }
    }

    /// The exit class of the contract.
    pub fn class(&self) -> Class {
        match self.code() {
            "usage" | "field_required" | "invalid_value" | "import_invalid" | "reward_choice_required" => {
                Class::Usage
            }
            "not_found" | "coupon_unknown" | "lot_unknown" => Class::Missing,
            "stale" | "busy" => Class::Conflict,
            "io" | "damaged" | "newer_database" | "not_a_database" | "check_failed" => Class::Failed,
            _ => Class::Refused,
        }
    }

    /// The error as that of one field.
    pub fn at(self, field: impl Into<FieldId>) -> Error {
        match self {
            Self::Fields(fields) => Self::Fields(fields),
            error => Self::Fields(vec![FieldError { field: field.into(), error }]),
        }
    }
}

impl From<Invalid> for Error {
    fn from(why: Invalid) -> Self {
        Self::Invalid(why)
    }
}

/// One field of a form that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Which.
    pub field: FieldId,
    /// What is wrong with it.
    pub error: Error,
}

/// Why a value makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// No plain decimal number.
    NotADecimal {
        /// As typed.
        given: String,
    },
    /// No whole number.
    NotAnInteger {
        /// As typed.
        given: String,
    },
    /// More decimals than the value may have.
    TooManyDecimals {
        /// As typed.
        given: String,
        /// How many it may have.
        max: u32,
    },
    /// Beyond all bounds.
    OutOfRange {
        /// As typed.
        given: String,
    },
    /// Outside the bounds.
    NotBetween {
        /// As typed.
        given: String,
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// May not be below zero.
    Negative {
        /// As typed.
        given: String,
    },
    /// Must be above zero.
    NotPositive {
        /// As typed.
        given: String,
    },
    /// No date of the calendar.
    NotADate {
        /// As typed.
        given: String,
    },
    /// No RFC 3339 instant.
    NotAnInstant {
        /// As typed.
        given: String,
    },
    /// Not one of a fixed list.
    NotOneOf {
        /// As typed.
        given: String,
        /// The list, joined.
        allowed: String,
    },
    /// No currency that amounts are kept in.
    UnknownCurrency {
        /// As typed.
        given: String,
    },
    /// No time zone.
    UnknownTimeZone {
        /// As typed.
        given: String,
    },
    /// Holds a character that could move a cursor.
    ControlCharacter,
    /// Empty where a word is needed.
    Empty,
    /// Longer than is kept.
    TooLong {
        /// Characters that are kept.
        max: usize,
    },
    /// Not of the form that is needed.
    Malformed {
        /// As typed.
        given: String,
        /// The form, as an example.
        form: String,
    },
    /// Two values contradict each other.
    Contradicts {
        /// The other one.
        other: String,
    },
    /// The field is hidden: it can't be used here.
    Hidden,
    /// Named twice.
    Twice {
        /// As typed.
        given: String,
    },
    /// More than is open.
    MoreThanOpen {
        /// What is open.
        open: Money,
    },
    /// In use already.
    Taken {
        /// As typed.
        given: String,
    },
    /// Kept for numbers that the program makes.
    Reserved {
        /// As typed.
        given: String,
    },
    /// A request key that stands for something else: another command, or one of another agent.
    OtherRequest {
        /// The key.
        given: String,
    },
    /// A chain of parents that comes back to itself.
    Circular {
        /// Where it was seen.
        given: String,
    },
    /// Something that names itself.
    Itself {
        /// As typed.
        given: String,
    },
    /// A document that exists and is not among those that were chosen.
    NotChosen {
        /// Its number.
        document: String,
    },
    /// The clock can be set in a sandbox only.
    ClockOutsideSandbox,
    /// Different currencies.
    OtherCurrency,
    /// Of a service that this release does not have.
    NotYet,
    /// A document that was imported with other content, or whose lines were complete already.
    ImportedOtherwise,
    /// An opening balance that was imported with another figure.
    CountedOtherwise,
    /// A file that may hold one row.
    OneRow,
    /// A row with more or fewer cells than the header.
    CellCount {
        /// How many it has.
        given: usize,
        /// How many the header has.
        expected: usize,
    },
    /// No UTF-8.
    NotUtf8,
    /// A quote that is never closed, or that stands within a cell.
    Quotes,
}

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
    /// The operating-system account that the agent is bound to.
    Account {
        /// The agent.
        login: String,
        /// The account.
        account: String,
    },
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
    /// The coupon is used: it can't be taken back.
    CouponSpent,
    /// The line is a coupon's.
    RewardLine,
}

/// What can be named and not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    /// The database file.
    Database,
    /// A file or folder.
    File,
    /// A CSV file to import.
    Csv,
    /// An agent.
    User,
    /// No agent could be told from the surroundings.
    ActingUser,
    /// A team.
    Team,
    /// A stage.
    Stage,
    /// A ticket.
    Ticket,
    /// A customer.
    Customer,
    /// A product.
    Product,
    /// A lot or serial number.
    Lot,
    /// A location.
    Location,
    /// A tax.
    Tax,
    /// A journal.
    Journal,
    /// A sales order.
    Order,
    /// An order's line.
    OrderLine,
    /// An invoice or credit note.
    Invoice,
    /// A document's line.
    Line,
    /// A payment.
    Payment,
    /// A message of the outbox.
    Mail,
    /// A transfer.
    Transfer,
    /// A project.
    Project,
    /// A setting.
    Setting,
    /// A coupon program.
    Program,
    /// A rule of a program.
    Rule,
    /// A reward of a program.
    Reward,
}

/// One error of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// File name.
    pub file: String,
    /// Line in it, counted from 1 with the header.
    pub line: u64,
    /// Column, empty where the whole row is meant.
    pub column: String,
    /// What is wrong.
    pub reason: Error,
}
