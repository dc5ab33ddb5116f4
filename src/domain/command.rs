//! Everything that can be done, as data, and what comes of it. Both doors, the terminal interface and
//! the command line, make commands and hand them to the desk.

mod answer;
mod requests;

pub use answer::*;
pub use requests::*;

use chrono::NaiveDate;

use super::bulk::Bulk;
use super::customer::CustomerEdit;
use super::error::{Error, NoMerge};
use super::ids::{
    ApprovalId, CouponId, EventId, InvoiceId, MailId, OrderId, ReasonId, RepairId, TaskId, TicketId,
    TransferId,
};
use super::mail::NewMail;
use super::mail::incoming::Received;
use super::record::{RecordEdit, RecordKind};
use super::stock::Validation;
use super::ticket::TicketEdit;
use super::wizard::refund::RefundRequest;

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
    /// Change many tickets.
    Bulk(Box<Bulk>),
    /// Compute a piece of all tickets anew for their service levels: from the first on, or where that was left.
    RefreshLevels(bool),
    /// Enter the holidays of a country that ships, the company's where none is named, or of a file's text.
    LoadHolidays(Option<String>, Option<String>),
    /// Close what the rules close, at most so many tickets; taken back together with the pieces before.
    CloseInactive(usize, Option<EventId>),
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
    /// Merge tickets into one; whether those of other customers are meant.
    Merge(Vec<TicketId>, TicketId, bool),
    /// Take a ticket out of the one that it was merged into.
    Unmerge(TicketId),
    /// Take back the last command, or one of the last by its first row of history.
    Undo(Option<EventId>),
    /// Do again what was taken back last.
    Redo,
}

impl Command {
    /// Whether deadlines move with it, of tickets that it does not name.
    pub fn moves_deadlines(&self) -> bool {
        let moves = |kind: &RecordKind| {
            matches!(
                kind,
                RecordKind::Policy | RecordKind::Holiday | RecordKind::Company | RecordKind::TeamStage
            )
        };
        match self {
            Self::NewRecord(kind, ..) | Self::EditRecord(kind, ..) | Self::Remove(kind, _) => moves(kind),
            Self::LoadHolidays(..) => true,
            _ => false,
        }
    }

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
            (
                Self::Merge(sources, target, false),
                Error::NoMerge(NoMerge::OtherCustomer { .. } | NoMerge::IntoClosed { .. }),
            ) => Some(Self::Merge(sources.clone(), *target, true)),
            _ => None,
        }
    }
}

/// Whether nothing else is wrong than that a visit is past, which is a question.
fn in_past(told: &[super::error::FieldError]) -> bool {
    !told.is_empty() && told.iter().all(|t| t.error == Error::VisitInPast)
}
