//! Everything that can be done, as data, and what comes of it. Both doors, the terminal interface and
//! the command line, make commands and hand them to the desk.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::approval::ApprovalView;
use super::coupon::CouponView;
use super::coupon::link::ShareLink;
use super::coupon::program::{AfterRefund, ProgramKind, ProgramView, Reward, Rule};
use super::customer::link::LinkView;
use super::customer::{CustomerEdit, CustomerView};
use super::effect::Effect;
use super::error::{Error, Invalid};
use super::ids::{
    ApprovalId, CouponId, InvoiceId, LocationId, MailId, OrderId, PaymentId, ProgramId, ReasonId, RepairId,
    TaskId, TicketId, TransferId, TransferLineId,
};
use super::import::Report;
use super::invoice::DocumentView;
use super::mail::incoming::Received;
use super::mail::{MailView, NewMail};
use super::money::Amount;
use super::project::ProjectView;
use super::quantity::{Quantity, UnitPrice};
use super::record::{Record, RecordEdit, RecordKind};
use super::repair::{PartKind, RepairView};
use super::sale::OrderView;
use super::settings::Settings;
use super::stock::{ReasonView, StockRow, TransferView, Validation};
use super::task::{TaskState, TaskView};
use super::team::{Assignment, Service, TeamView};
use super::ticket::{TicketEdit, TicketView};
use super::user::{Right, Role, UserView};
use super::wizard::refund::RefundRequest;
use super::worksheet::{SheetField, TemplateView};
use crate::code_enum;

/// How a command is to be carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Makes the command repeatable: a key that was carried out answers its first outcome again.
    pub request: Option<String>,
    /// What is asked for, in the words of who asks: a repeated request must say the same. Where it is
    /// left out, the command itself is meant.
    pub asked: Option<String>,
    /// Refuses with `Stale` when the thing named has another version by now.
    pub if_version: Option<i64>,
    /// Runs the real code and takes it all back.
    pub dry_run: bool,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make credit notes from a ticket.
    Refund(RefundRequest),
    /// Change a draft.
    EditDraft(InvoiceId, DraftEdit),
    /// Post a draft.
    Post(InvoiceId),
    /// Give a draft up.
    Cancel(InvoiceId),
    /// Register a payment.
    Pay(InvoiceId, Payment),
    /// Match an open credit with an invoice.
    Allocate(Credit, InvoiceId),
    /// Undo a posted credit note by its counter-document.
    Reverse(InvoiceId),
    /// Take a message in that somebody sent.
    Receive(Box<Received>),
    /// Ask somebody else to post a draft, and why.
    RequestApproval(InvoiceId, Option<String>),
    /// Decide on a request, whether with yes, and what is said with it.
    Decide(ApprovalId, bool, Option<String>),
    /// Take a request back.
    WithdrawApproval(ApprovalId),
    /// Open a ticket.
    OpenTicket(TicketEdit),
    /// Change a ticket.
    EditTicket(TicketId, TicketEdit),
    /// Write an internal note.
    Note(TicketId, String),
    /// Give a ticket to an agent, by login; to nobody with `None`.
    Assign(TicketId, Option<String>),
    /// Put a ticket into a stage, by name.
    Stage(TicketId, String),
    /// Make a customer; the reference is made up where it is left out.
    NewCustomer(Option<String>, CustomerEdit),
    /// Change a customer, by reference.
    EditCustomer(String, CustomerEdit),
    /// Make a personal link to the customer's pages, by the customer's reference, with its last day.
    LinkCustomer(String, Option<NaiveDate>),
    /// Take every link of a customer back, by reference.
    RevokeLinks(String),
    /// Make what is settled once, of an owner where its kind has owners.
    NewRecord(RecordKind, Option<i64>, RecordEdit),
    /// Change what is settled once.
    EditRecord(RecordKind, i64, RecordEdit),
    /// Remove what nothing names.
    Remove(RecordKind, i64),
    /// Make a team, by name.
    NewTeam(String, TeamEdit),
    /// Change a team, by name.
    EditTeam(String, TeamEdit),
    /// Make an agent, by login.
    NewUser(String, UserEdit),
    /// Change an agent, by login.
    EditUser(String, UserEdit),
    /// Correct what lies in a location.
    AdjustStock(StockCount),
    /// Put a message into the outbox.
    QueueMail(NewMail),
    /// Take a message back that has not left.
    CancelMail(MailId),
    /// Make a coupon from a ticket.
    Coupon(CouponRequest),
    /// Take a coupon back, and why.
    RevokeCoupon(CouponId, String),
    /// Make a coupon program.
    NewProgram(Box<ProgramEdit>),
    /// Change a coupon program, by name.
    EditProgram(String, Box<ProgramEdit>),
    /// Make a quotation for a customer, by reference.
    NewOrder(String, OrderEdit),
    /// Change a quotation.
    EditOrder(OrderId, OrderEdit),
    /// Enter a code on a quotation, and which reward of several to take, from 1.
    ApplyCoupon(OrderId, String, Option<usize>),
    /// Take a code off a quotation.
    RemoveCoupon(OrderId, String),
    /// Confirm a quotation.
    ConfirmOrder(OrderId),
    /// Give an order up.
    CancelOrder(OrderId),
    /// Make a cancelled order a quotation again.
    ResetOrder(OrderId),
    /// Draft an invoice of what is to be invoiced of an order.
    InvoiceOrder(OrderId),
    /// Mail a quotation or order to the customer.
    SendOrder(OrderId, Letter),
    /// Take goods back, from a ticket, and replace them where asked to.
    Return(Box<ReturnRequest>),
    /// Make a repair from a ticket.
    Repair(Box<RepairRequest>),
    /// Change a repair.
    EditRepair(RepairId, Box<RepairEdit>),
    /// Let a repair go on; whether the question that this raises is answered with yes.
    StepRepair(RepairId, RepairAction, bool),
    /// Make a project, by name.
    NewProject(String, ProjectEdit),
    /// Change a project, by name.
    EditProject(String, ProjectEdit),
    /// Make a template of worksheets, by name.
    NewWorksheet(String, TemplateEdit),
    /// Change a template of worksheets, by name.
    EditWorksheet(String, TemplateEdit),
    /// Plan a visit from a ticket.
    Task(Box<TaskRequest>),
    /// Change a task; whether a visit in the past is meant.
    EditTask(TaskId, Box<TaskEdit>, bool),
    /// Put a task into a stage, by name.
    StageTask(TaskId, String),
    /// Fill a task's worksheet in: fields by name, and their texts.
    FillTask(TaskId, Vec<(String, String)>),
    /// Sign a task's worksheet in the customer's name.
    SignTask(TaskId, String),
    /// Carry a transfer out.
    Validate(TransferId, Validation),
    /// Give a transfer up.
    CancelTransfer(TransferId),
    /// Make a reason for returns, or change one.
    SetReason(Option<ReasonId>, ReasonEdit),
}

impl Command {
    /// Whether it makes a document that settles a difference, so that its effects are shown before.
    pub fn settles(&self) -> bool {
        matches!(self, Self::Return(request) if !request.replace.is_empty())
    }

    /// The same with a yes to the question that it was refused with; none where the refusal asks nothing.
    pub fn anyway(&self, refused: &Error) -> Option<Self> {
        match (self, refused) {
            (Self::Repair(request), Error::NothingToRepair { .. }) => {
                Some(Self::Repair(Box::new(RepairRequest { anyway: true, ..(**request).clone() })))
            }
            (
                Self::StepRepair(id, action, false),
                Error::NothingToRepair { .. } | Error::PartsUnused { .. },
            ) => Some(Self::StepRepair(*id, *action, true)),
            (Self::Task(request), Error::Fields(told)) if !request.anyway && in_past(told) => {
                Some(Self::Task(Box::new(TaskRequest { anyway: true, ..(**request).clone() })))
            }
            (Self::EditTask(id, edit, false), Error::Fields(told)) if in_past(told) => {
                Some(Self::EditTask(*id, edit.clone(), true))
            }
            _ => None,
        }
    }
}

/// Whether nothing else is wrong than that a visit is past, which is a question.
fn in_past(told: &[super::error::FieldError]) -> bool {
    !told.is_empty() && told.iter().all(|t| t.error == Error::VisitInPast)
}

/// Goods to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRequest {
    /// From which ticket.
    pub ticket: TicketId,
    /// Which deliveries.
    pub deliveries: Vec<TransferId>,
    /// Which of their lines, and how much of each, above zero.
    pub lines: Vec<(TransferLineId, Quantity)>,
    /// Where to; where the goods came from, where it is left out.
    pub location: Option<LocationId>,
    /// Why, of the reasons that the company lists.
    pub reason: Option<i64>,
    /// Why, in words, where it is none of those.
    pub told: Option<String>,
    /// Whether they are replaced: by the same, unless others are named.
    pub exchange: bool,
    /// Other products that replace them.
    pub replace: Vec<NewLine>,
    /// What becomes of the difference in value.
    pub balance: Option<Balance>,
}

code_enum! {
    /// What becomes of the difference in value of an exchange.
    Balance {
        /// What the customer gets back is credited.
        Credit = "credit",
        /// What the customer owes is invoiced.
        Invoice = "invoice",
        /// What the customer gets back is a coupon.
        Coupon = "coupon",
    }
}

/// A change of a reason for returns; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReasonEdit {
    /// English name.
    pub name_en: Option<String>,
    /// Korean name.
    pub name_ko: Option<String>,
    /// Whether it is offered.
    pub active: Option<bool>,
}

/// A coupon to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponRequest {
    /// From which ticket.
    pub ticket: TicketId,
    /// Of which program.
    pub program: ProgramId,
    /// Its last day; none for never.
    pub until: Option<NaiveDate>,
    /// The message that sends it; without one its share link is asked for, so that the shop's address must
    /// be known.
    pub letter: Option<Letter>,
}

/// A message to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
}

/// What may be set of a coupon program; what is left out stays. The inner option: cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramEdit {
    /// Name.
    pub name: Option<String>,
    /// Kind.
    pub kind: Option<ProgramKind>,
    /// First day of use.
    pub date_from: Option<Option<NaiveDate>>,
    /// Last day of use.
    pub date_to: Option<Option<NaiveDate>>,
    /// How many orders may use it.
    pub max_usage: Option<Option<i64>>,
    /// Whether it is not archived.
    pub active: Option<bool>,
    /// Form of its share links.
    pub share_link: Option<ShareLink>,
    /// What becomes of a coupon after a refund.
    pub after_refund: Option<AfterRefund>,
    /// Rules to set, by key; without a key a new one.
    pub rules: Vec<Rule>,
    /// Keys of rules to remove.
    pub remove_rules: Vec<String>,
    /// Rewards to set, by key; without a key a new one.
    pub rewards: Vec<Reward>,
    /// Keys of rewards to remove.
    pub remove_rewards: Vec<String>,
}

/// A change of a quotation; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderEdit {
    /// New quantity, and price where given, of lines by their number; zero removes a line.
    pub lines: Vec<(i64, Quantity, Option<UnitPrice>)>,
    /// Numbers of lines to remove; the line of a reward goes with its coupon.
    pub remove: Vec<i64>,
    /// Lines to add.
    pub add: Vec<NewLine>,
}

impl OrderEdit {
    /// Refuses to change or remove a line that was already changed or removed.
    pub fn once(&self) -> Result<(), Error> {
        let numbers = self
            .lines
            .iter()
            .map(|(n, ..)| ("line", n))
            .chain(self.remove.iter().map(|n| ("remove_line", n)));
        let mut seen = Vec::new();
        for (field, number) in numbers {
            if seen.contains(number) {
                return Err(Error::from(Invalid::Twice { given: number.to_string() }).at(field));
            }
            seen.push(*number);
        }
        Ok(())
    }
}

/// A line of a product to add to a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// SKU.
    pub product: String,
    /// Units, above zero.
    pub quantity: Quantity,
    /// Price of one; the product's where left out.
    pub unit_price: Option<UnitPrice>,
}

/// A change of a project; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectEdit {
    /// Name.
    pub name: Option<String>,
    /// Whether its tasks have worksheets.
    pub worksheets: Option<bool>,
    /// Name of the usual template; empty for none.
    pub template: Option<String>,
}

/// A change of a template of worksheets; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateEdit {
    /// Name.
    pub name: Option<String>,
    /// Fields to set, by their names.
    pub fields: Vec<SheetField>,
    /// Names of fields to remove.
    pub remove: Vec<String>,
}

/// A task to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRequest {
    /// From which ticket.
    pub ticket: TicketId,
    /// What it is about, where that is not the ticket's.
    pub edit: TaskEdit,
    /// Whether a visit in the past is meant.
    pub anyway: bool,
    /// Whether who asks goes on to the task.
    pub open: bool,
}

/// What may be set of a task; what is left out stays. The inner option: cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskEdit {
    /// Title.
    pub title: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Project, by name.
    pub project: Option<String>,
    /// Template of its worksheet, by name; empty for none.
    pub worksheet: Option<String>,
    /// When the visit begins.
    pub start: Option<Option<DateTime<Utc>>>,
    /// When it ends.
    pub end: Option<Option<DateTime<Utc>>>,
    /// Technicians, by login.
    pub assignees: Option<Vec<String>>,
    /// State; never waiting.
    pub state: Option<TaskState>,
    /// Whether it is urgent.
    pub urgent: Option<bool>,
    /// The last day on which it should be done.
    pub deadline: Option<Option<NaiveDate>>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// The tasks that come before it.
    pub blocked_by: Option<Vec<TaskId>>,
    /// The task that it is a part of.
    pub parent: Option<Option<TaskId>>,
}

/// A repair to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairRequest {
    /// From which ticket.
    pub ticket: TicketId,
    /// What it is about, where that is not the ticket's.
    pub edit: RepairEdit,
    /// Whether it is confirmed at once.
    pub confirm: bool,
    /// Whether it is quoted at once.
    pub quote: bool,
    /// Whether it is confirmed although less is there than is to be repaired.
    pub anyway: bool,
}

/// What may be set of a repair; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepairEdit {
    /// Customer, by reference.
    pub customer: Option<String>,
    /// Product to repair, by SKU.
    pub product: Option<String>,
    /// Its lot, by name; empty for none.
    pub lot: Option<String>,
    /// How many of it.
    pub quantity: Option<Quantity>,
    /// The return with which it came, by number; empty for none.
    pub return_of: Option<String>,
    /// Whether the customer pays nothing.
    pub warranty: Option<bool>,
    /// Day that it is planned for.
    pub scheduled: Option<NaiveDate>,
    /// Who works on it, by login.
    pub responsible: Option<String>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// Repair notes.
    pub note: Option<String>,
    /// Parts to add.
    pub add: Vec<NewPart>,
    /// Changes of parts.
    pub change: Vec<PartChange>,
    /// Numbers of parts to remove.
    pub remove: Vec<i64>,
    /// How much of parts is used, and of which lot where given.
    pub done: Vec<(i64, Quantity, Option<String>)>,
}

impl RepairEdit {
    /// Whether it says only who works on it, its tags and its notes: that may be said of a repair that is done, too.
    pub fn is_remark(&self) -> bool {
        let Self { responsible, tags, note, .. } = self.clone();
        *self == Self { responsible, tags, note, ..Self::default() }
    }
}

/// A change of a part; what is left out stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartChange {
    /// Its number.
    pub line: i64,
    /// What it does.
    pub kind: Option<PartKind>,
    /// Units; zero removes it.
    pub demand: Option<Quantity>,
    /// Its lot, by name; empty for none.
    pub lot: Option<String>,
}

/// A part to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPart {
    /// What it does.
    pub kind: PartKind,
    /// SKU.
    pub product: String,
    /// Units.
    pub quantity: Quantity,
    /// Its lot, by name.
    pub lot: Option<String>,
}

code_enum! {
    /// How a repair goes on.
    RepairAction {
        /// Its parts are held.
        Confirm = "confirm",
        /// Somebody works on it.
        Start = "start",
        /// It is done.
        End = "end",
        /// Its quotation is made.
        Quote = "quote",
        /// It is given up.
        Cancel = "cancel",
        /// What was given up is new again.
        Reset = "reset",
    }
}

/// A change of a draft; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftEdit {
    /// New quantity, and price where given, of lines by their number.
    pub lines: Vec<(i64, Quantity, Option<UnitPrice>)>,
    /// Numbers of lines to remove.
    pub remove: Vec<i64>,
    /// Business date.
    pub date: Option<NaiveDate>,
    /// Reason.
    pub reason: Option<String>,
}

/// A payment to register: of an invoice by the customer, of a credit note to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// How much, in the document's currency.
    pub amount: Amount,
    /// On which day; today where left out.
    pub date: Option<NaiveDate>,
}

/// Something that can be matched with an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credit {
    /// What is open on a credit note.
    Note(InvoiceId),
    /// What is open of a payment.
    Payment(PaymentId),
}

/// What may be set of a team; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamEdit {
    /// Name.
    pub name: Option<String>,
    /// Services to switch on or off.
    pub switches: Vec<(Service, bool)>,
    /// Project of its visits, by name; empty for none.
    pub project: Option<String>,
    /// Its members, by login.
    pub members: Option<Vec<String>>,
    /// How its new tickets find somebody.
    pub assignment: Option<Assignment>,
}

/// What may be set of an agent; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserEdit {
    /// Mail address; empty for none.
    pub email: Option<String>,
    /// The only operating-system account that may act for it; empty for none.
    pub os_login: Option<String>,
    /// Whether it works here still.
    pub active: Option<bool>,
    /// Teams that it is in, by name.
    pub teams: Option<Vec<String>>,
    /// Limits of a day in the form `KRW:100000;USD:80`; empty for none.
    pub day_limits: Option<String>,
    /// Whether grants and revocations that say no more than the role does are forgotten.
    pub plain_rights: bool,
    /// Name.
    pub name: Option<String>,
    /// Role.
    pub role: Option<Role>,
    /// Rights to grant.
    pub grant: Vec<Right>,
    /// Rights to revoke.
    pub revoke: Vec<Right>,
    /// Limits in the form `KRW:100000;USD:80`; empty for none.
    pub limits: Option<String>,
}

/// What was counted in a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockCount {
    /// SKU.
    pub product: String,
    /// Location by name.
    pub location: String,
    /// Lot by name.
    pub lot: Option<String>,
    /// Whether a lot that is not there yet is made.
    pub new_lot: bool,
    /// What lies there.
    pub quantity: Quantity,
    /// Why the books were wrong.
    pub reason: String,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The thing that was made or changed, as its `show` answers it.
    pub answer: Answer,
    /// What was written; what would be written in a dry run.
    pub effects: Vec<Effect>,
}

/// The thing that a command made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The credit notes of a refund, and new draft invoices.
    Refund(RefundAnswer),
    /// A message of the outbox.
    Mail(Box<MailView>),
    /// A document.
    Document(Box<DocumentView>),
    /// A ticket.
    Ticket(Box<TicketView>),
    /// A customer.
    Customer(Box<CustomerView>),
    /// A personal link, or how many were taken back.
    Link(Box<LinkView>),
    /// The settings.
    Settings(Box<Settings>),
    /// A team.
    Team(Box<TeamView>),
    /// An agent.
    User(Box<UserView>),
    /// A coupon.
    Coupon(Box<CouponView>),
    /// A coupon program.
    Program(Box<ProgramView>),
    /// An order.
    Order(Box<OrderView>),
    /// What lies where.
    Stock(Vec<StockRow>),
    /// Returns, and what replaces them.
    Return(Box<ReturnAnswer>),
    /// A transfer.
    Transfer(Box<TransferView>),
    /// A repair.
    Repair(Box<RepairView>),
    /// A project.
    Project(Box<ProjectView>),
    /// A template of worksheets.
    Worksheet(Box<TemplateView>),
    /// A task.
    Task(Box<TaskView>),
    /// A reason for returns.
    Reason(Box<ReasonView>),
    /// A request for approval.
    Approval(Box<ApprovalView>),
    /// What is settled once.
    Record(Box<Record>),
    /// What was removed.
    Removed {
        /// Its row.
        removed: i64,
    },
    /// What became of the rows of an import.
    Import(Report),
    /// A request that was carried out before: its first answer.
    Repeated(serde_json::Value),
}

impl Answer {
    /// The answer as it is remembered for a repeated request: a secret is told once.
    pub fn kept(&self) -> Option<Self> {
        match self {
            Self::Link(view) => Some(Self::Link(Box::new(view.kept()))),
            _ => None,
        }
    }
}

/// The answer of a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnAnswer {
    /// One for each delivery.
    pub returns: Vec<TransferView>,
    /// Deliveries that replace what comes back.
    pub exchanges: Vec<TransferView>,
    /// Credit notes of the difference.
    pub credit_notes: Vec<DocumentView>,
    /// Draft invoices of the difference.
    pub invoices: Vec<DocumentView>,
    /// Coupons of the difference.
    pub coupons: Vec<CouponView>,
}

/// The answer of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAnswer {
    /// One for each invoice.
    pub credit_notes: Vec<DocumentView>,
    /// Draft invoices that repeat what was credited.
    pub invoices: Vec<DocumentView>,
}
