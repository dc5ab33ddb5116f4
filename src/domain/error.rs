//! Everything that can go wrong, as data. The sentence is made at the edge, in the person's language
//! (`text::sentence`); the code and the exit class are fixed by the command-line contract.

mod code;
mod invalid;
mod reason;
mod thing;
mod turn;
mod usage;

pub use code::Class;
pub use invalid::Invalid;
pub use reason::{Left, Need, NoListening, NoPassword, Wrong};
pub use thing::Thing;
pub use turn::{NoMerge, NoUndo};
pub use usage::{ConfigFault, Usage};

use chrono::NaiveDate;

use super::form::FieldId;
use super::money::Money;
use super::quantity::Quantity;
use super::query::QueryError;
use super::stock::{LotPlace, Whereabouts};

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
    /// Several deliveries fit; one or more must be chosen.
    #[error("several deliveries fit: {fitting}")]
    ChooseDelivery {
        /// Some of those that fit.
        fitting: String,
    },
    /// The chosen order has no delivery that is done; its customer has others.
    #[error("{order} has no delivery that is done")]
    OrderNotDelivered {
        /// Its number.
        order: String,
    },
    /// Nothing fits what narrows the choice.
    #[error("nothing fits")]
    NoneFits {
        /// Fields whose clearing would widen the choice.
        narrowed_by: Vec<FieldId>,
        /// The lot that is chosen, and where it is.
        lot: Option<Whereabouts>,
    },
    /// A value makes no sense.
    #[error("invalid value: {0:?}")]
    Invalid(Invalid),
    /// Nothing was said of what is to change.
    #[error("nothing to change")]
    NothingToChange,
    /// Some of many were refused.
    #[error("{failed} of {count} were refused")]
    Incomplete {
        /// How many.
        failed: usize,
        /// Of how many.
        count: usize,
        /// Why the first of them was.
        first: Box<Error>,
    },
    /// A policy under which no clock would ever run.
    #[error("no clock would run")]
    NeverDue,
    /// A rule that closes is to lead from a stage that does not close to one that does.
    #[error("closing stage")]
    StageCloses {
        /// The stage that does not fit.
        stage: String,
        /// Whether it closes.
        closes: bool,
    },
    /// A query can't be understood.
    #[error("query: {0:?}")]
    Query(QueryError),
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
        /// Whether it is that of a day.
        a_day: bool,
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
    /// What a refund gave back is used by another order: the refunded one can't stand again.
    #[error("coupon used meanwhile")]
    CouponUsedMeanwhile {
        /// Its code.
        coupon: String,
        /// The order that was refunded.
        order: String,
        /// The order that uses it.
        other: String,
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
    /// A message that can't be read at all.
    #[error("unreadable message: {0:?}")]
    Unreadable(super::mail::incoming::Unreadable),
    /// What it is known by does not change any more.
    #[error("the key stays")]
    KeyStays,
    /// Something needs at least one of its kind.
    #[error("{name} is the last of its kind")]
    LastOfItsKind {
        /// Its name.
        name: String,
    },
    /// Other rows name it, the database says.
    #[error("other rows name it")]
    Referenced,
    /// A name in braces for which there is no value.
    #[error("{name} has no value")]
    Unfilled {
        /// As it stands there.
        name: String,
    },
    /// Somebody else is asked to post the document.
    #[error("{document} waits for an approval")]
    ApprovalRequired {
        /// Number, or `id:N`.
        document: String,
    },
    /// Somebody must be able to change the settings.
    #[error("{login} is the last administrator")]
    LastAdministrator {
        /// Who would lose the right.
        login: String,
    },
    /// A policy under which closed tickets stood is not removed.
    #[error("policy in use")]
    PolicyInUse {
        /// Its name.
        name: String,
    },
    /// An agent that did something is kept, for the history names it.
    #[error("agent {login} is named by the history")]
    AgentInUse {
        /// Its login.
        login: String,
    },
    /// The customer wrote, or somebody answered, since a message was begun.
    #[error("#{ticket} went on meanwhile")]
    AnsweredMeanwhile {
        /// Its ticket.
        ticket: super::ids::TicketId,
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
    /// The customer has no delivery that is done.
    #[error("no delivery")]
    NoDelivery,
    /// The delivery is not done: nothing of it can come back.
    #[error("{delivery} is not done")]
    DeliveryNotDone {
        /// Its number.
        delivery: String,
    },
    /// The delivery belongs to another customer.
    #[error("{delivery} belongs to another customer")]
    DeliveryOtherCustomer {
        /// Its number.
        delivery: String,
    },
    /// Discounts of goods that came back stand on another invoice than the goods.
    #[error("discounts stand on another invoice: {fair:?}")]
    DiscountElsewhere {
        /// What was paid for the goods.
        fair: Money,
    },
    /// Nothing is named, or left, that could come back.
    #[error("nothing to return")]
    NothingToReturn,
    /// All of the chosen deliveries has come back or is on its way.
    #[error("all of {deliveries} has come back")]
    AllReturned {
        /// Their numbers.
        deliveries: String,
    },
    /// More comes back than is left of what was delivered.
    #[error("over-returned: {product}, {left} left")]
    OverReturned {
        /// SKU.
        product: String,
        /// Units that can still come back.
        left: Quantity,
        /// The lot that is gone from the customer, and where it is.
        lot: Option<Whereabouts>,
    },
    /// The lot was not delivered so, or is not with the customer any more.
    #[error("{lot} was not delivered with {delivery}")]
    LotNotDelivered {
        /// Name of the lot.
        lot: String,
        /// Number of the delivery.
        delivery: String,
        /// Where it is.
        place: Option<LotPlace>,
    },
    /// Less of some parts is used than demanded.
    #[error("less is used than demanded: {parts}")]
    PartsUnused {
        /// Their SKUs.
        parts: String,
    },
    /// A tracked part is used without a lot.
    #[error("{product} needs a lot")]
    PartLotRequired {
        /// SKU.
        product: String,
    },
    /// The repair has a quotation.
    #[error("{repair} is quoted with {order}")]
    AlreadyQuoted {
        /// Number of the repair.
        repair: String,
        /// Number of the quotation.
        order: String,
    },
    /// Less of the product to repair is there than is to be repaired.
    #[error("only {found} of {product} in {location}")]
    NothingToRepair {
        /// SKU, and lot.
        product: String,
        /// Name of the location.
        location: String,
        /// What is there.
        found: Quantity,
    },
    /// Returns don't go there.
    #[error("{location} takes no returns")]
    NotReturnableLocation {
        /// Its name.
        location: String,
        /// Those that do.
        allowed: String,
    },
    /// Not so much lies there that is free.
    #[error("insufficient stock of {product} in {location}")]
    InsufficientStock {
        /// SKU, with its lot where it has one.
        product: String,
        /// Where.
        location: String,
        /// Units that are free.
        free: Quantity,
    },
    /// Less of a part is free than is to be used of it.
    #[error("insufficient stock of {product} in {location}")]
    PartMissing {
        /// SKU, with its lot where it has one.
        product: String,
        /// Where.
        location: String,
        /// Units that are free.
        free: Quantity,
    },
    /// Less is done than was demanded, and nobody said what becomes of the rest.
    #[error("what becomes of the rest?")]
    BackorderRequired,
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
    /// A task needs a project, and the team has none.
    #[error("no project")]
    ProjectRequired,
    /// The tasks of a project have no worksheets.
    #[error("project {project} has no worksheets")]
    WorksheetNotEnabled {
        /// The project.
        project: String,
    },
    /// A task has no worksheet.
    #[error("task {task} has no worksheet")]
    NoWorksheet {
        /// The task.
        task: String,
    },
    /// Fields of a worksheet that are required are empty.
    #[error("worksheet lacks {fields}")]
    WorksheetIncomplete {
        /// Their labels.
        fields: String,
    },
    /// Tasks hold values of a field: its kind does not change any more.
    #[error("worksheet in use")]
    WorksheetInUse,
    /// A worksheet is filled in: it keeps its template.
    #[error("worksheet of task {task} is filled in")]
    SheetFilledIn {
        /// The task.
        task: String,
    },
    /// A worksheet is signed: it never changes.
    #[error("worksheet of task {task} is signed")]
    AlreadySigned {
        /// The task.
        task: String,
    },
    /// A visit would be planned for a time that is past.
    #[error("visit in the past")]
    VisitInPast,
    /// The file was written by a newer release.
    #[error("database version {found}, this program knows {known}")]
    NewerDatabase {
        /// Schema version of the file.
        found: i64,
        /// Newest schema version that this program knows.
        known: i64,
    },
    /// A file of an older release can be read only once it is migrated.
    #[error("database version {found}, needed {known}")]
    OlderDatabase {
        /// Its version.
        found: i64,
        /// The version that is needed.
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
    /// The customer's pages can't be served at an address.
    #[error("can't listen at {address}: {why:?}")]
    NotListening {
        /// The address and port.
        address: String,
        /// Why not.
        why: NoListening,
    },
    /// An amount is beyond what the books hold.
    #[error("amount out of range")]
    AmountOutOfRange,
    /// Tickets can't be merged, or taken apart.
    #[error("no merge: {0:?}")]
    NoMerge(NoMerge),
    /// Something can't be taken back, or done again.
    #[error("no undo: {0:?}")]
    NoUndo(NoUndo),
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
