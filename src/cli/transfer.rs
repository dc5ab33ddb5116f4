//! `transfer`: deliveries, receipts and what moves within the house; `lot`: the life of a lot or serial number.

use clap::Subcommand;

use super::flags::{line_number, malformed, ticket_number};
use super::print::Print;
use super::session::Session;
use super::table;
use crate::desk::Printable;
use crate::domain::command::Command;
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::TicketId;
use crate::domain::stock::{Condition, Found, Validation};

/// Transfers, by number.
#[derive(Debug, Subcommand)]
pub enum Transfer {
    /// Transfers, newest first
    List {
        /// Only those made from this ticket
        #[arg(long, value_name = "N", value_parser = ticket_number)]
        ticket: Option<i64>,
        /// Only those of this customer and its company
        #[arg(long, value_name = "REF")]
        customer: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One transfer with its lines
    Show {
        /// Number or id:N
        number: String,
    },
    /// Print it into a PDF file, in the customer's language
    Print(Print),
    /// Carry a transfer out
    Validate {
        /// Number or id:N
        number: String,
        /// What was found of a line, of which lot, in which condition; lines not named count as 0 [default:
        /// everything as demanded]
        #[arg(long = "line", value_name = "LINE=QTY[:LOT][/damaged|/missing]", allow_hyphen_values = true)]
        lines: Vec<String>,
        /// Whether the rest follows in a back-order (yes) or is given up (no)
        #[arg(long, value_name = "yes|no")]
        backorder: Option<String>,
    },
    /// Give a transfer up that is not done
    Cancel {
        /// Number or id:N
        number: String,
    },
}

impl Transfer {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::List { ticket, customer, limit } => {
                let all = session.desk.transfers(
                    ticket.map(TicketId),
                    customer.as_deref(),
                    limit.map(i64::from),
                )?;
                session.out.show(&all, |words| table::transfers(words, &all))
            }
            Self::Show { number } => {
                let id = session.desk.find_transfer(&number)?;
                let view = session.desk.transfer(id)?;
                session.expect(view.version, &view.number)?;
                session.out.show(&view, |words| table::transfer(words, &view))
            }
            Self::Print(print) => {
                print.run(session, |desk, number| desk.find_transfer(number).map(Printable::Transfer))
            }
            Self::Validate { number, lines, backorder } => {
                let id = session.desk.find_transfer(&number)?;
                let backorder = backorder.as_deref().map(yes).transpose().map_err(|e| e.at("backorder"))?;
                let found = match lines.is_empty() {
                    true => None,
                    false => Some(
                        lines.iter().map(|t| found(t)).collect::<Result<_>>().map_err(|e| e.at("lines"))?,
                    ),
                };
                session.execute(&Command::Validate(id, Validation { found, backorder }))
            }
            Self::Cancel { number } => {
                let id = session.desk.find_transfer(&number)?;
                session.execute(&Command::CancelTransfer(id))
            }
        }
    }
}

fn yes(text: &str) -> Result<bool> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(Invalid::NotOneOf { given: other.to_owned(), allowed: "yes, no".to_owned() }.into()),
    }
}

/// `LINE=QTY[:LOT][/damaged|/missing]`
fn found(text: &str) -> Result<Found<Option<String>>> {
    let (line, rest) = text.split_once('=').ok_or_else(|| malformed(text, "1=2:LOT/damaged"))?;
    let (rest, condition) = match rest.rsplit_once('/') {
        Some((rest, "damaged")) => (rest, Condition::Damaged),
        Some((rest, "missing")) => (rest, Condition::Missing),
        _ => (rest, Condition::Sellable),
    };
    let (quantity, lot) = match rest.split_once(':') {
        Some((quantity, lot)) => (quantity, Some(lot.to_owned())),
        None => (rest, None),
    };
    let quantity = quantity.parse().map_err(Error::from)?;
    Ok(Found { line: line_number(line)?, quantity, lot, condition })
}

/// Lots and serial numbers.
#[derive(Debug, Subcommand)]
pub enum Lot {
    /// The life of a lot: bought, sold to whom, delivered, returned, replaced, and where it is
    Show {
        /// Product
        sku: String,
        /// Name
        lot: String,
    },
}

impl Lot {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let Self::Show { sku, lot } = self;
        let id = session.desk.find_lot_of(&sku, &lot)?;
        let view = session.desk.lot(id)?;
        session.expect(view.version, &view.lot)?;
        session.out.show(&view, |words| table::lot(words, &view))
    }
}
