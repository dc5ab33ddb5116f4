//! The forms, as data: each is a function from facts and a draft to what shows (`resolve`), and from
//! there to a command (`parse`). No form owns a widget, a key or SQL; a new form is one new file and
//! one line here.

pub mod customer;
pub mod document;
pub mod refund;
pub mod ticket;
pub mod welcome;

use super::ids::{CustomerId, InvoiceId, TicketId};
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
    /// The first start: who, where, in which currency and language.
    Welcome,
}

impl Form {
    /// Codes of all forms, in the order of the variants.
    pub const CODES: [&'static str; 12] = [
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
        "welcome",
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
            Self::Welcome => 11,
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
            Self::Note(_) => &[Button::AddNote],
            Self::Pay(_) => &[Button::RegisterPayment],
            Self::Allocate(_) => &[Button::Match],
            Self::NewCustomer(_) => &[Button::CreateCustomer],
            Self::Welcome => &[Button::Start, Button::LoadDemo],
        }
    }

    /// Whether the form is one choice: picking a row is all there is to do.
    pub fn is_pick(&self) -> bool {
        matches!(self, Self::Assign(_) | Self::Stage(_))
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
        /// A database is made.
        Start = "start",
        /// The sample data is made and opened.
        LoadDemo = "load_demo",
    }
}

impl Button {
    /// Whether money or goods move, so that the effects are shown before.
    pub fn moves(self) -> bool {
        matches!(self, Self::ReverseAndCreateInvoice | Self::RegisterPayment | Self::Match)
    }
}
