//! What a command writes, as data: the preview, the answer of `--dry-run` and the history hold the
//! same list, so they can't differ.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::money::{Amount, Currency, Money};
use crate::code_enum;

code_enum! {
    /// Whether something comes, changes or goes.
    Op {
        /// Comes.
        Add = "+",
        /// Changes.
        Change = "~",
        /// Goes.
        Remove = "-",
    }
}

code_enum! {
    /// What an effect is about.
    Subject {
        /// A credit note.
        CreditNote = "credit_note",
        /// An invoice.
        Invoice = "invoice",
        /// A payment.
        Payment = "payment",
        /// A match between a document and a payment or another document.
        Reconciliation = "reconciliation",
        /// A ticket.
        Ticket = "ticket",
        /// A note on a ticket.
        Note = "note",
        /// A message to the customer.
        Reply = "reply",
        /// A message of the outbox, by its row: its text can be redacted.
        Mail = "mail",
        /// The ticket's history.
        Timeline = "timeline",
        /// A stock move.
        Stock = "stock",
        /// A customer.
        Customer = "customer",
        /// A personal link to the customer's pages, by its customer.
        CustomerLink = "customer_link",
        /// A sales order.
        Order = "order",
        /// A delivery.
        Delivery = "delivery",
        /// A receipt: of a return, or of new goods.
        Receipt = "receipt",
        /// A repair order.
        Repair = "repair",
        /// A part of a repair.
        Part = "part",
        /// A field service task, by its row.
        Task = "task",
        /// A project.
        Project = "project",
        /// A template of worksheets.
        Worksheet = "worksheet",
        /// A transfer within the house.
        InternalTransfer = "internal_transfer",
        /// A reason for returns.
        ReturnReason = "return_reason",
        /// A coupon.
        Coupon = "coupon",
        /// A coupon program.
        Program = "program",
        /// A team.
        Team = "team",
        /// An agent.
        User = "user",
        /// The company's settings.
        Settings = "settings",
        /// A tax.
        Tax = "tax",
        /// A journal.
        Journal = "journal",
        /// A product.
        Product = "product",
        /// A lot or serial number.
        Lot = "lot",
        /// A location.
        Location = "location",
        /// A stage.
        Stage = "stage",
        /// A canned response.
        Response = "response",
        /// A type of tickets.
        TicketType = "ticket_type",
        /// A view of tickets.
        View = "view",
        /// A holiday.
        Holiday = "holiday",
        /// A policy of service levels.
        Policy = "sla_policy",
        /// A rule that closes.
        ClosingRule = "closing_rule",
        /// How a message is worded.
        Letter = "letter",
        /// A request for approval.
        Approval = "approval",
        /// A message that came in.
        Incoming = "incoming",
        /// Rows of an import.
        Import = "import",
        /// The database file.
        Database = "database",
        /// Another file.
        File = "file",
    }
}

code_enum! {
    /// The name of a business value.
    Key {
        /// State of a document.
        State = "state",
        /// With tax.
        Total = "total",
        /// What is open.
        Residual = "residual",
        /// Payment state.
        PaymentState = "payment_state",
        /// An amount.
        Amount = "amount",
        /// What something is matched with, or linked to.
        With = "with",
        /// Title of a task.
        Title = "title",
        /// Project.
        Project = "project",
        /// When a visit begins.
        Start = "start",
        /// When it ends.
        End = "end",
        /// A worksheet: its template, or whether there is one.
        Worksheet = "worksheet",
        /// Where a worksheet stands.
        SheetState = "sheet_state",
        /// Fields of a template.
        Fields = "fields",
        /// How many fields of a worksheet are filled in.
        Filled = "filled",
        /// The usual template of worksheets.
        Template = "template",
        /// The transfer whose goods come back.
        ReturnOf = "return_of",
        /// The return whose goods it replaces.
        Replaces = "replaces",
        /// The transfer whose rest it is.
        BackorderOf = "backorder_of",
        /// Business date.
        Date = "date",
        /// Accounting date.
        AccountingDate = "accounting_date",
        /// Reason.
        Reason = "reason",
        /// Number of lines.
        Lines = "lines",
        /// Quantity.
        Quantity = "quantity",
        /// Where a repair stands.
        RepairState = "repair_state",
        /// Where a part of a repair stands.
        PartState = "part_state",
        /// What a part of a repair does.
        PartKind = "part_kind",
        /// Units demanded.
        Demand = "demand",
        /// Units used.
        Used = "used",
        /// Whether a repair is under warranty.
        Warranty = "warranty",
        /// Day that a repair is planned for.
        Scheduled = "scheduled",
        /// Who works on a repair.
        Responsible = "responsible",
        /// Units of which nothing follows.
        GivenUp = "given_up",
        /// Units that were looked for in vain.
        Missing = "missing",
        /// Units delivered.
        Delivered = "delivered",
        /// Unit price.
        UnitPrice = "unit_price",
        /// Line.
        Line = "line",
        /// Product.
        Product = "product",
        /// Location.
        Location = "location",
        /// Lot or serial number.
        Lot = "lot",
        /// Subject of a ticket.
        Subject = "subject",
        /// Description of a ticket.
        Description = "description",
        /// Stage.
        Stage = "stage",
        /// Who handles it.
        Assignee = "assignee",
        /// Priority.
        Priority = "priority",
        /// Team.
        Team = "team",
        /// Customer.
        Customer = "customer",
        /// Order.
        Order = "order",
        /// Type of a ticket.
        Type = "type",
        /// Tags.
        Tags = "tags",
        /// State of a task.
        TaskState = "task_state",
        /// Whether something is urgent.
        Urgent = "urgent",
        /// The last day on which something should be done.
        Deadline = "deadline",
        /// The task that something is a part of.
        Parent = "parent",
        /// Tasks that come before.
        BlockedBy = "blocked_by",
        /// A column of what is settled, and what stands in it: `amount=10`.
        Column = "column",
        /// The most that refunds of a day may come to.
        DayLimit = "day_limit",
        /// Mail address.
        Email = "email",
        /// Account of the operating system.
        Account = "account",
        /// Whether somebody works here still.
        Active = "active",
        /// Who is in a team.
        Members = "members",
        /// How tickets find somebody.
        Assignment = "assignment",
        /// Where a request for approval stands.
        ApprovalState = "approval_state",
        /// What somebody said about it.
        Comment = "comment",
        /// Who sent it.
        Sender = "sender",
        /// Files.
        Files = "files",
        /// A setting or field and its value.
        Value = "value",
        /// Name.
        Name = "name",
        /// Role.
        Role = "role",
        /// A right.
        Right = "right",
        /// A limit.
        Limit = "limit",
        /// A service.
        Service = "service",
        /// Message or note, by its row: its text can be redacted.
        Message = "message",
        /// Coupon program.
        Program = "program",
        /// Last day of a coupon.
        Expires = "expires",
        /// What a coupon gives.
        Reward = "reward",
        /// Why a coupon was taken off.
        Cause = "cause",
        /// What becomes of a coupon after a refund.
        AfterRefund = "after_refund",
        /// State of an order.
        OrderState = "order_state",
        /// State of a transfer.
        TransferState = "transfer_state",
        /// First day of use.
        DateFrom = "date_from",
        /// Last day of use.
        DateTo = "date_to",
        /// How many orders may use a program.
        MaxUsage = "max_usage",
        /// Form of share links.
        ShareLink = "share_link",
        /// Whether it is archived.
        Archived = "archived",
        /// What a program asks for and gives.
        Terms = "terms",
        /// How many rows.
        Rows = "rows",
        /// How many links.
        Links = "links",
        /// Who did it, where the database knows no such agent.
        Agent = "agent",
        /// The ticket that one was merged into.
        MergedInto = "merged_into",
        /// How many messages and notes.
        Messages = "messages",
        /// How many documents.
        Documents = "documents",
    }
}

/// A business value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// Money, with its currency.
    Money {
        /// Plain decimal.
        amount: String,
        /// Currency.
        currency: Currency,
    },
    /// A switch.
    Flag(bool),
    /// A whole number.
    Count(i64),
    /// A day.
    Date(NaiveDate),
    /// Any text; codes of the contract are texts too.
    Text(String),
}

impl From<Money> for Fact {
    fn from(money: Money) -> Self {
        Self::Money { amount: money.plain(), currency: money.currency }
    }
}

impl From<(Amount, Currency)> for Fact {
    fn from((amount, currency): (Amount, Currency)) -> Self {
        Money::new(amount, currency).into()
    }
}

impl From<NaiveDate> for Fact {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<i64> for Fact {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<bool> for Fact {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Business values by name, in the order in which they were added.
pub type Facts = Vec<(Key, Fact)>;

/// One thing that a command writes; serialised as the history keeps it, with currencies, so that it can
/// be told in any language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Comes, changes or goes.
    pub op: Op,
    /// About what.
    pub subject: Subject,
    /// Number or name; a draft is `id:N`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Values before; of what changed only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Facts,
    /// Values after; of what changed only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Facts,
}

impl Effect {
    /// Something that comes.
    pub fn add(subject: Subject, document: impl Into<Option<String>>) -> Self {
        Self { op: Op::Add, subject, document: document.into(), before: vec![], after: vec![] }
    }

    /// Something that changes.
    pub fn change(subject: Subject, document: impl Into<Option<String>>) -> Self {
        Self { op: Op::Change, ..Self::add(subject, document) }
    }

    /// Something that goes.
    pub fn remove(subject: Subject, document: impl Into<Option<String>>) -> Self {
        Self { op: Op::Remove, ..Self::add(subject, document) }
    }

    /// Adds a value after.
    pub fn now(mut self, key: Key, fact: impl Into<Fact>) -> Self {
        self.after.push((key, fact.into()));
        self
    }

    /// Adds a value before.
    pub fn was(mut self, key: Key, fact: impl Into<Fact>) -> Self {
        self.before.push((key, fact.into()));
        self
    }

    /// Adds a value after where there is one.
    pub fn now_if(self, key: Key, fact: Option<impl Into<Fact>>) -> Self {
        match fact {
            Some(fact) => self.now(key, fact),
            None => self,
        }
    }

    /// What it goes with: the number under [`Key::With`].
    pub fn with(&self) -> Option<&str> {
        self.after.iter().chain(&self.before).find_map(|(key, fact)| match fact {
            Fact::Text(text) if *key == Key::With => Some(text.as_str()),
            _ => None,
        })
    }

    /// Adds a value before and after where they differ.
    pub fn moved<F: Into<Fact> + PartialEq>(mut self, key: Key, before: Option<F>, after: Option<F>) -> Self {
        if before != after {
            self.before.extend(before.map(|f| (key, f.into())));
            self.after.extend(after.map(|f| (key, f.into())));
        }
        self
    }

    /// A coupon that is taken off an order because it does not hold any more: how it is named, the number
    /// of the order, and the code of the error that says why.
    pub fn dropped_coupon(&self) -> Option<(&str, &str, &str)> {
        let text = |wanted: Key| {
            self.before.iter().find_map(|(key, fact)| match fact {
                Fact::Text(text) if *key == wanted => Some(text.as_str()),
                _ => None,
            })
        };
        let dropped = (self.op, self.subject) == (Op::Remove, Subject::Coupon);
        dropped.then(|| Some((self.document.as_deref()?, text(Key::Order)?, text(Key::Cause)?)))?
    }

    /// Whether a change changes nothing.
    pub fn is_idle(&self) -> bool {
        self.op == Op::Change && self.before.is_empty() && self.after.is_empty()
    }

    /// The JSON of the contract: `{"op","kind","document","before","after"}`.
    pub fn answer(&self) -> serde_json::Value {
        let object = |facts: &Facts| {
            let map: serde_json::Map<String, serde_json::Value> = facts
                .iter()
                .map(|(key, fact)| {
                    let value = match fact {
                        Fact::Money { amount, .. } => amount.clone().into(),
                        other => serde_json::to_value(other).unwrap_or_default(),
                    };
                    (key.as_str().to_owned(), value)
                })
                .collect();
            if map.is_empty() { serde_json::Value::Null } else { map.into() }
        };
        serde_json::json!({
            "op": self.op,
            "kind": self.subject,
            "document": self.document,
            "before": object(&self.before),
            "after": object(&self.after),
        })
    }
}
