//! The forms, as data: each is a function from facts and a draft to what shows (`resolve`), and from
//! there to a command (`parse`). No form owns a widget, a key or SQL; a new form is one new file and
//! one line here.

pub mod approval;
pub mod bulk;
pub mod count;
pub mod coupon;
pub mod customer;
pub mod document;
pub mod export;
pub mod letter;
pub mod merge;
pub mod order;
pub mod order_coupon;
pub mod print;
pub mod program;
pub mod program_reward;
pub mod program_rule;
pub mod project;
pub mod reason;
pub mod record;
pub mod refund;
pub mod repair;
pub mod returns;
pub mod task;
pub mod team;
pub mod ticket;
pub mod user;
pub mod validation;
pub mod welcome;
pub mod worksheet;

use chrono::NaiveDate;

use super::form::FieldId;
use super::ids::{
    ApprovalId, CouponId, CustomerId, InvoiceId, OrderId, ProductId, ProgramId, ProjectId, ReasonId,
    RepairId, TaskId, TeamId, TemplateId, TicketId, TransferId, UserId,
};
use super::record::RecordKind;
use crate::code_enum;

/// A form, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Credit notes from a ticket.
    Refund(TicketId),
    /// A new ticket.
    NewTicket,
    /// A ticket's fields.
    EditTicket(TicketId),
    /// Who handles a ticket.
    Assign(TicketId),
    /// A ticket's stage.
    Stage(TicketId),
    /// An internal note.
    Note(TicketId),
    /// A message to the customer.
    Reply(TicketId),
    /// A draft's lines, date and reason.
    EditDraft(InvoiceId),
    /// A payment of a document.
    Pay(InvoiceId),
    /// Which invoice an open credit settles.
    Allocate(InvoiceId),
    /// A new customer, by the name that was typed where it was missed.
    NewCustomer(String),
    /// A customer's fields.
    EditCustomer(CustomerId),
    /// A new quotation for a customer.
    NewOrder(CustomerId),
    /// Lines of a quotation.
    EditOrder(OrderId),
    /// A coupon's code, entered on a quotation.
    ApplyCoupon(OrderId),
    /// Which coupon is taken off a quotation.
    RemoveCoupon(OrderId),
    /// A new coupon program.
    NewProgram,
    /// A coupon program's fields.
    EditProgram(ProgramId),
    /// A rule of a program, by its key; without one a new rule.
    Rule(ProgramId, Option<String>),
    /// A reward of a program, by its key; without one a new reward.
    Reward(ProgramId, Option<String>),
    /// A coupon from a ticket.
    Coupon(TicketId),
    /// The message that sends a coupon of a program, and its last day.
    MailCoupon(TicketId, ProgramId, Option<NaiveDate>),
    /// Why a coupon is taken back.
    RevokeCoupon(CouponId),
    /// The message that sends a quotation or order.
    MailOrder(OrderId),
    /// Goods that come back, from a ticket.
    Return(TicketId),
    /// What was found when a transfer was carried out.
    Validate(TransferId),
    /// A reason for returns; without one a new one.
    ReturnReason(Option<ReasonId>),
    /// A product sent to repair, from a ticket.
    Repair(TicketId),
    /// A repair's fields and parts.
    EditRepair(RepairId),
    /// A visit at a customer's, from a ticket.
    Task(TicketId),
    /// A task's fields.
    EditTask(TaskId),
    /// A task's stage.
    TaskStage(TaskId),
    /// A task's worksheet.
    FillTask(TaskId),
    /// The customer's name under a worksheet.
    SignTask(TaskId),
    /// A new project.
    NewProject,
    /// A project's fields.
    EditProject(ProjectId),
    /// A new template of worksheets with its first field.
    NewTemplate,
    /// A template's name.
    EditTemplate(TemplateId),
    /// A field of a template, by its name; without one a new field.
    SheetField(TemplateId, Option<String>),
    /// A team; without a row a new one.
    Team(Option<TeamId>),
    /// An agent; without a row a new one.
    User(Option<UserId>),
    /// What is settled once, of an owner where its kind has owners; without a row a new one.
    Record(RecordKind, Option<i64>, Option<i64>),
    /// Asking somebody else to post a draft.
    RequestApproval(InvoiceId),
    /// Deciding on a request, whether with yes.
    Decide(ApprovalId, bool),
    /// What lies where of a product.
    Count(ProductId),
    /// A document that is printed.
    Print(print::Printable),
    /// Into which ticket one is merged.
    Merge(TicketId),
    /// Which tickets are merged into one.
    MergeHere(TicketId),
    /// What becomes of many tickets.
    Bulk(Vec<TicketId>),
    /// A coupon for each of many tickets.
    BulkCoupon(Vec<TicketId>),
    /// Into which of them many tickets are merged.
    BulkMerge(Vec<TicketId>),
    /// The list of the desk, into a file.
    Export,
    /// The first start: who, where, in which currency and language.
    Welcome,
}

/// Who reads a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The customer.
    Customer,
    /// Nobody but agents.
    Agents,
}

/// How many kinds of rows have a form of their own.
const RECORDS: usize = 14;

impl Form {
    /// Codes of all forms, in the order of the variants.
    pub const CODES: [&'static str; 53 + RECORDS] = [
        "refund",
        "new_ticket",
        "edit_ticket",
        "assign",
        "stage",
        "note",
        "edit_draft",
        "pay",
        "allocate",
        "new_customer",
        "edit_customer",
        "coupon",
        "mail_coupon",
        "revoke_coupon",
        "mail_order",
        "welcome",
        "new_order",
        "edit_order",
        "apply_coupon",
        "remove_coupon",
        "new_program",
        "edit_program",
        "rule",
        "reward",
        "return",
        "validate",
        "return_reason",
        "repair",
        "edit_repair",
        "print",
        "task",
        "edit_task",
        "task_stage",
        "fill_task",
        "sign_task",
        "new_project",
        "edit_project",
        "new_template",
        "edit_template",
        "sheet_field",
        "team",
        "reply",
        "user",
        "request_approval",
        "approve",
        "reject",
        "count",
        "merge",
        "merge_here",
        "bulk",
        "bulk_coupon",
        "bulk_merge",
        "export",
        "company",
        "tax",
        "journal",
        "product",
        "location",
        "team_stage",
        "project_stage",
        "response",
        "letter",
        "ticket_type",
        "view",
        "holiday",
        "sla_policy",
        "closing_rule",
    ];

    /// The code under which its title and the labels of its own stand.
    pub fn code(&self) -> &'static str {
        let at = match self {
            Self::Refund(_) => 0,
            Self::NewTicket => 1,
            Self::EditTicket(_) => 2,
            Self::Assign(_) => 3,
            Self::Stage(_) => 4,
            Self::Note(_) => 5,
            Self::EditDraft(_) => 6,
            Self::Pay(_) => 7,
            Self::Allocate(_) => 8,
            Self::NewCustomer(_) => 9,
            Self::EditCustomer(_) => 10,
            Self::Coupon(_) => 11,
            Self::MailCoupon(..) => 12,
            Self::RevokeCoupon(_) => 13,
            Self::MailOrder(_) => 14,
            Self::Welcome => 15,
            Self::NewOrder(_) => 16,
            Self::EditOrder(_) => 17,
            Self::ApplyCoupon(_) => 18,
            Self::RemoveCoupon(_) => 19,
            Self::NewProgram => 20,
            Self::EditProgram(_) => 21,
            Self::Rule(..) => 22,
            Self::Reward(..) => 23,
            Self::Return(_) => 24,
            Self::Validate(_) => 25,
            Self::ReturnReason(_) => 26,
            Self::Repair(_) => 27,
            Self::EditRepair(_) => 28,
            Self::Print(_) => 29,
            Self::Task(_) => 30,
            Self::EditTask(_) => 31,
            Self::TaskStage(_) => 32,
            Self::FillTask(_) => 33,
            Self::SignTask(_) => 34,
            Self::NewProject => 35,
            Self::EditProject(_) => 36,
            Self::NewTemplate => 37,
            Self::EditTemplate(_) => 38,
            Self::SheetField(..) => 39,
            Self::Team(_) => 40,
            Self::Reply(_) => 41,
            Self::User(_) => 42,
            Self::RequestApproval(_) => 43,
            Self::Decide(_, true) => 44,
            Self::Decide(_, false) => 45,
            Self::Count(_) => 46,
            Self::Merge(_) => 47,
            Self::MergeHere(_) => 48,
            Self::Bulk(_) => 49,
            Self::BulkCoupon(_) => 50,
            Self::BulkMerge(_) => 51,
            Self::Export => 52,
            Self::Record(kind, ..) => return kind.as_str(),
        };
        Self::CODES[at]
    }

    /// First and second button.
    pub fn buttons(&self) -> &'static [Button] {
        match self {
            Self::Refund(_) => &[Button::Reverse, Button::ReverseAndCreateInvoice],
            Self::NewTicket => &[Button::CreateTicket],
            Self::EditTicket(_) | Self::EditDraft(_) | Self::EditCustomer(_) => &[Button::Save],
            Self::Assign(_) => &[Button::Assign],
            Self::Stage(_) => &[Button::SetStage],
            Self::Note(_) => &[Button::AddNote, Button::TurnIntoMessage],
            Self::Reply(_) => &[Button::Send, Button::TurnIntoNote],
            Self::Pay(_) => &[Button::RegisterPayment],
            Self::Allocate(_) => &[Button::Match],
            Self::NewCustomer(_) => &[Button::CreateCustomer],
            Self::EditOrder(_) | Self::EditProgram(_) | Self::Rule(_, None) | Self::Reward(_, None) => {
                &[Button::Save]
            }
            Self::NewOrder(_) => &[Button::CreateQuotation],
            Self::ApplyCoupon(_) => &[Button::ApplyCoupon],
            Self::RemoveCoupon(_) => &[Button::RemoveCoupon],
            Self::NewProgram => &[Button::CreateProgram],
            Self::Rule(_, Some(_)) => &[Button::Save, Button::RemoveRule],
            Self::Reward(_, Some(_)) => &[Button::Save, Button::RemoveReward],
            Self::Coupon(_) => &[Button::SendByEmail, Button::GetShareLink],
            Self::MailCoupon(..) | Self::MailOrder(_) => &[Button::Send],
            Self::RevokeCoupon(_) => &[Button::Revoke],
            Self::Return(_) => &[Button::Return, Button::ReturnForExchange],
            Self::Validate(_) => &[Button::Validate, Button::ValidateNoBackorder],
            Self::ReturnReason(_) | Self::EditRepair(_) => &[Button::Save],
            Self::Repair(_) => &[Button::ConfirmRepair, Button::CreateQuotation],
            Self::RequestApproval(_) => &[Button::RequestApproval],
            Self::Decide(_, true) => &[Button::Approve],
            Self::Decide(_, false) => &[Button::Reject],
            Self::Count(_) => &[Button::Save],
            Self::Merge(_) | Self::MergeHere(_) | Self::BulkMerge(_) => &[Button::Merge],
            Self::Export => &[Button::Export],
            Self::Bulk(_) => &[Button::ChangeAll],
            Self::BulkCoupon(_) => &[Button::CouponForEach],
            Self::Print(_) => &[Button::Print],
            Self::Task(_) => &[Button::CreateTask, Button::CreateAndViewTask],
            Self::TaskStage(_) => &[Button::SetStage],
            Self::SignTask(_) => &[Button::Sign],
            Self::NewProject => &[Button::CreateProject],
            Self::NewTemplate => &[Button::CreateTemplate],
            Self::SheetField(_, Some(_)) => &[Button::Save, Button::RemoveField],
            Self::EditTask(_) | Self::FillTask(_) | Self::SheetField(_, None) => &[Button::Save],
            Self::Record(RecordKind::Company, ..) => &[Button::Save],
            Self::EditProject(_) | Self::EditTemplate(_) => &[Button::Save, Button::Remove],
            Self::Team(Some(_)) | Self::User(Some(_)) | Self::Record(_, _, Some(_)) => {
                &[Button::Save, Button::Remove]
            }
            Self::Team(None) | Self::User(None) | Self::Record(_, _, None) => &[Button::Create],
            Self::Welcome => &[Button::Start, Button::LoadDemo],
        }
    }

    /// The ticket that the form is filled in at, where it is one's.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Refund(id) | Self::EditTicket(id) | Self::Assign(id) | Self::Stage(id) | Self::Note(id) => {
                Some(*id)
            }
            Self::Reply(id) | Self::Coupon(id) | Self::MailCoupon(id, ..) | Self::Return(id) => Some(*id),
            Self::Repair(id) | Self::Task(id) | Self::Merge(id) | Self::MergeHere(id) => Some(*id),
            _ => None,
        }
    }

    /// The same message or note, written at another ticket.
    pub fn moved(&self, to: TicketId) -> Option<Self> {
        match self {
            Self::Reply(_) => Some(Self::Reply(to)),
            Self::Note(_) => Some(Self::Note(to)),
            _ => None,
        }
    }

    /// Who reads what is written in it, where it is a text to somebody.
    pub fn audience(&self) -> Option<Audience> {
        match self {
            Self::Reply(_) | Self::MailCoupon(..) | Self::MailOrder(_) => Some(Audience::Customer),
            Self::Note(_) => Some(Audience::Agents),
            _ => None,
        }
    }

    /// Whether the form is one choice: picking a row is all there is to do.
    pub fn is_pick(&self) -> bool {
        matches!(
            self,
            Self::Assign(_) | Self::Stage(_) | Self::TaskStage(_) | Self::Merge(_) | Self::MergeHere(_)
        )
    }

    /// The field that one begins with, where that is not the first: the others say what is usually meant.
    pub fn begins_with(&self) -> Option<FieldId> {
        match self {
            Self::Task(_) | Self::EditTask(_) => Some(task::START),
            Self::Reply(_) => Some(letter::BODY),
            _ => None,
        }
    }
}

code_enum! {
    /// What a form's button does.
    Button {
        /// Drafts of credit notes.
        Reverse = "reverse",
        /// Credit notes posted, and draft invoices that repeat them.
        ReverseAndCreateInvoice = "reverse_and_create_invoice",
        /// A ticket is opened.
        CreateTicket = "create_ticket",
        /// Changes are kept.
        Save = "save",
        /// A ticket is given to somebody.
        Assign = "assign",
        /// A ticket goes to a stage.
        SetStage = "set_stage",
        /// A note is written.
        AddNote = "add_note",
        /// A payment is registered.
        RegisterPayment = "register_payment",
        /// A credit settles an invoice.
        Match = "match",
        /// A customer is made.
        CreateCustomer = "create_customer",
        /// A quotation is made.
        CreateQuotation = "create_quotation",
        /// A coupon is entered on a quotation.
        ApplyCoupon = "apply_coupon",
        /// A coupon is taken off a quotation.
        RemoveCoupon = "remove_coupon",
        /// A coupon program is made.
        CreateProgram = "create_program",
        /// A rule is taken out of its program.
        RemoveRule = "remove_rule",
        /// A reward is taken out of its program.
        RemoveReward = "remove_reward",
        /// The message that sends a coupon is written.
        SendByEmail = "send_by_email",
        /// A coupon is made, and its share link shown.
        GetShareLink = "get_share_link",
        /// A message goes into the outbox.
        Send = "send",
        /// A coupon is taken back.
        Revoke = "revoke",
        /// Goods come back.
        Return = "return",
        /// Goods come back and are replaced.
        ReturnForExchange = "return_for_exchange",
        /// A transfer is carried out; the rest follows.
        Validate = "validate",
        /// A transfer is carried out; the rest is given up.
        ValidateNoBackorder = "validate_no_backorder",
        /// A repair is made, and its parts are held.
        ConfirmRepair = "confirm_repair",
        /// A task is made.
        CreateTask = "create_task",
        /// A task is made, and opened.
        CreateAndViewTask = "create_and_view_task",
        /// A worksheet is signed: it never changes from then on.
        Sign = "sign",
        /// A project is made.
        CreateProject = "create_project",
        /// A template of worksheets is made.
        CreateTemplate = "create_template",
        /// A field is taken out of its template.
        RemoveField = "remove_field",
        /// What is written for agents is to go to the customer.
        TurnIntoMessage = "turn_into_message",
        /// What is written for the customer is to be for agents alone.
        TurnIntoNote = "turn_into_note",
        /// Somebody else is asked to post a draft.
        RequestApproval = "request_approval",
        /// What was asked for is posted.
        Approve = "approve",
        /// What was asked for is refused.
        Reject = "reject",
        /// Something is made.
        Create = "create",
        /// What nothing names is removed.
        Remove = "remove",
        /// A document is drawn into a file.
        Print = "print",
        /// Tickets are merged.
        Merge = "merge",
        /// Many tickets are changed.
        ChangeAll = "change_all",
        /// A list is written into a file.
        Export = "export",
        /// Each of many tickets gets a coupon.
        CouponForEach = "coupon_for_each",
        /// A database is made.
        Start = "start",
        /// The sample data is made and opened.
        LoadDemo = "load_demo",
    }
}

impl Button {
    /// Whether money or goods move, or something is taken away, so that the effects are shown before.
    pub fn moves(self) -> bool {
        matches!(
            self,
            Self::ReverseAndCreateInvoice
                | Self::RegisterPayment
                | Self::Match
                | Self::RemoveCoupon
                | Self::RemoveRule
                | Self::RemoveReward
                | Self::Validate
                | Self::ValidateNoBackorder
                | Self::Sign
                | Self::RemoveField
                | Self::Remove
                | Self::Approve
                | Self::Merge
        )
    }
}
