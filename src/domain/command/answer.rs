//! What comes of a command: what is answered, and what was written.

use serde::{Deserialize, Serialize};

use crate::domain::approval::ApprovalView;
use crate::domain::bulk::BulkAnswer;
use crate::domain::coupon::CouponView;
use crate::domain::coupon::program::ProgramView;
use crate::domain::customer::CustomerView;
use crate::domain::customer::link::LinkView;
use crate::domain::effect::Effect;
use crate::domain::import::Report;
use crate::domain::invoice::DocumentView;
use crate::domain::mail::MailView;
use crate::domain::project::ProjectView;
use crate::domain::record::Record;
use crate::domain::repair::RepairView;
use crate::domain::sale::OrderView;
use crate::domain::settings::Settings;
use crate::domain::stock::{ReasonView, StockRow, TransferView};
use crate::domain::task::TaskView;
use crate::domain::team::TeamView;
use crate::domain::ticket::TicketView;
use crate::domain::undo::ActionView;
use crate::domain::user::UserView;
use crate::domain::worksheet::TemplateView;

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The thing that was made or changed, as its `show` answers it.
    pub answer: Answer,
    /// What was written; what would be written in a dry run.
    pub effects: Vec<Effect>,
}

/// How many tickets were computed anew, and whether some are left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// How many.
    pub refreshed: usize,
    /// Whether some are left.
    #[serde(skip)]
    pub more: bool,
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
    /// What came of a change of many tickets.
    Bulk(BulkAnswer),
    /// How many tickets were computed anew.
    Refreshed(Refreshed),
    /// How many rows were entered.
    Entered {
        /// Rows that were not there.
        added: usize,
    },
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
    /// A message that was taken in before, at a ticket that who acts does not see.
    Known {
        /// Always true.
        known: bool,
    },
    /// What was removed.
    Removed {
        /// Its row.
        removed: i64,
    },
    /// What became of the rows of an import.
    Import(Report),
    /// A command that was taken back, or done again.
    Action(Box<ActionView>),
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
