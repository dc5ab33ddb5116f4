//! What is asked for: the parts of commands.

use chrono::{DateTime, NaiveDate, Utc};

use crate::code_enum;
use crate::domain::coupon::link::ShareLink;
use crate::domain::coupon::program::{AfterRefund, ProgramKind, Reward, Rule};
use crate::domain::error::{Error, Invalid};
use crate::domain::ids::{
    InvoiceId, LocationId, PaymentId, ProgramId, TaskId, TicketId, TransferId, TransferLineId,
};
use crate::domain::money::Amount;
use crate::domain::quantity::{Quantity, UnitPrice};
use crate::domain::repair::PartKind;
use crate::domain::task::TaskState;
use crate::domain::team::{Assignment, Service};
use crate::domain::user::{Right, Role};
use crate::domain::worksheet::SheetField;

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
