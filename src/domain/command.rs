//! Everything that can be done, as data, and what comes of it. Both doors, the terminal interface and
//! the command line, make commands and hand them to the desk.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::customer::{CustomerEdit, CustomerView};
use super::effect::Effect;
use super::ids::{InvoiceId, MailId, PaymentId, TicketId};
use super::import::Report;
use super::invoice::DocumentView;
use super::mail::{MailView, NewMail};
use super::money::Amount;
use super::quantity::{Quantity, UnitPrice};
use super::settings::{SettingKey, Settings};
use super::stock::StockRow;
use super::team::{Service, TeamView};
use super::ticket::{TicketEdit, TicketView};
use super::user::{Right, Role, UserView};
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
    /// Change a setting.
    Set(SettingKey, String),
    /// Switch a team's services, by name.
    SetTeam(String, Vec<(Service, bool)>),
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

/// What may be set of an agent; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserEdit {
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
    /// The settings.
    Settings(Box<Settings>),
    /// A team.
    Team(Box<TeamView>),
    /// An agent.
    User(Box<UserView>),
    /// What lies where.
    Stock(Vec<StockRow>),
    /// What became of the rows of an import.
    Import(Report),
    /// A request that was carried out before: its first answer.
    Repeated(serde_json::Value),
}

/// The answer of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAnswer {
    /// One for each invoice.
    pub credit_notes: Vec<DocumentView>,
    /// Draft invoices that repeat what was credited.
    pub invoices: Vec<DocumentView>,
}
