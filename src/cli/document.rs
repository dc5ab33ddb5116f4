//! `invoice`: invoices and credit notes.

use clap::{Args, Subcommand};

use super::flags::{line_number, numbered};
use super::print::Print;
use super::session::Session;
use super::table;
use crate::desk::Printable;
use crate::domain::command::{Command, DraftEdit, Payment};
use crate::domain::error::{Error, Result};
use crate::domain::money::Amount;
use crate::domain::settings::date;

/// Invoices and credit notes, by number or `id:N`.
#[derive(Debug, Subcommand)]
pub enum Invoice {
    /// Documents, newest first
    List {
        /// Only of this customer and its family
        #[arg(long, value_name = "REF")]
        customer: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One document, with its lines and what is still creditable
    Show {
        /// Number or id:N
        number: String,
    },
    /// Print it into a PDF file, in the customer's language
    Print(Print),
    /// Change a draft
    Edit(Edit),
    /// Post a draft
    Post {
        /// Number or id:N
        number: String,
    },
    /// Give a draft up
    Cancel {
        /// Number or id:N
        number: String,
    },
    /// Register a payment: of an invoice by the customer, of a credit note to the customer
    Pay {
        /// Number or id:N
        number: String,
        /// How much, in the document's currency
        #[arg(long, value_name = "A")]
        amount: String,
        /// On which day [default: today]
        #[arg(long, value_name = "D")]
        date: Option<String>,
    },
    /// Match an open credit note, or an open payment by its reference, with an invoice
    Allocate {
        /// Number of the credit note, id:N, or reference of the payment
        number: String,
        /// The invoice
        #[arg(long, value_name = "NUM")]
        to: String,
    },
    /// Undo a wrongly posted credit note by its counter-document
    Reverse {
        /// Number or id:N of the credit note
        number: String,
    },
}

/// Changes of a draft.
#[derive(Debug, Args)]
pub struct Edit {
    /// Number or id:N
    number: String,
    /// New quantity of a line (0 removes it), and its unit price
    #[arg(long = "line", value_name = "LINE=QTY[@PRICE]")]
    lines: Vec<String>,
    /// Remove a line
    #[arg(long = "remove-line", value_name = "LINE")]
    remove: Vec<String>,
    /// Date
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// Reason displayed on the credit note
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Invoice {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let find = |session: &mut Session<'_>, number: &str| session.desk.find_document(number);
        let command = match self {
            Self::List { customer, limit } => {
                let all = session.desk.documents(customer.as_deref(), limit.map(i64::from))?;
                return session.out.show(&all, |words| table::documents(words, &all));
            }
            Self::Show { number } => {
                let id = find(session, &number)?;
                let view = session.desk.document(id)?;
                session.expect(view.version, view.number.as_deref().unwrap_or(&number))?;
                return session.out.show(&view, |words| table::document(words, &view));
            }
            Self::Print(print) => {
                return print.run(session, |desk, number| desk.find_document(number).map(Printable::Invoice));
            }
            Self::Edit(edit) => edit.command(session)?,
            Self::Post { number } => Command::Post(find(session, &number)?),
            Self::Cancel { number } => Command::Cancel(find(session, &number)?),
            Self::Pay { number, amount, date: day } => {
                let id = session.desk.find_document(&number)?;
                let currency = session.desk.currency_of(id)?;
                let amount = Amount::parse(&amount, currency).map_err(|e| Error::from(e).at("amount"))?;
                let day = day.map(|d| date(&d)).transpose().map_err(|e| Error::from(e).at("date"))?;
                Command::Pay(id, Payment { amount, date: day })
            }
            Self::Allocate { number, to } => {
                let credit = session.desk.find_credit(&number)?;
                Command::Allocate(credit, session.desk.find_document(&to)?)
            }
            Self::Reverse { number } => Command::Reverse(find(session, &number)?),
        };
        session.execute(&command)
    }
}

impl Edit {
    fn command(self, session: &mut Session<'_>) -> Result<Command> {
        let id = session.desk.find_document(&self.number)?;
        let at = |e: Error| e.at("line");
        let mut edit = DraftEdit { reason: self.reason, ..DraftEdit::default() };
        for text in &self.lines {
            edit.lines.push(numbered(text).map_err(at)?);
        }
        for line in &self.remove {
            edit.remove.push(line_number(line).map_err(at)?);
        }
        edit.date = self.date.map(|d| date(&d)).transpose().map_err(|e| Error::from(e).at("date"))?;
        Ok(Command::EditDraft(id, edit))
    }
}
