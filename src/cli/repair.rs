//! `repair`: a broken product, from a ticket, worked through to its end.

use clap::{Args, Subcommand};

use super::flags::{OnOff, line_number, malformed, ticket_number};
use super::print::Print;
use super::session::Session;
use super::table;
use crate::desk::{Printable, RepairFilter};
use crate::domain::command::{Command, NewPart, PartChange, RepairAction, RepairEdit, RepairRequest};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::TicketId;
use crate::domain::quantity::Quantity;
use crate::domain::repair::PartKind;
use crate::domain::settings;

/// Repairs, by number.
#[derive(Debug, Subcommand)]
pub enum Repair {
    /// Send a product to repair, from a ticket
    Create(Box<Create>),
    /// Repairs, newest first
    List {
        /// Only those made from this ticket
        #[arg(long, value_name = "N", value_parser = ticket_number)]
        ticket: Option<i64>,
        /// Only those in this state: new, confirmed, under_repair, repaired, cancelled
        #[arg(long, value_name = "STATE")]
        state: Option<String>,
        /// Only those that are neither done nor given up
        #[arg(long)]
        open: bool,
        /// Only those of this agent; of nobody with an empty login
        #[arg(long, value_name = "LOGIN")]
        responsible: Option<String>,
        /// Only those planned for this day or one before
        #[arg(long, value_name = "D")]
        until: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One repair with its parts
    Show {
        /// Number or id:N
        number: String,
    },
    /// Print it into a PDF file, in the customer's language
    Print(Print),
    /// Change a repair that is not done
    Edit(Box<Edit>),
    /// Confirm it: its parts are held
    Confirm {
        /// Number or id:N
        number: String,
        /// Although less of the product is there
        #[arg(long)]
        anyway: bool,
    },
    /// Start working on it; a new one is confirmed with it
    Start {
        /// Number or id:N
        number: String,
        /// Although less of the product is there
        #[arg(long)]
        anyway: bool,
    },
    /// End it: what is used moves, the rest is given up
    End {
        /// Number or id:N
        number: String,
        /// Although less is used of some parts than demanded
        #[arg(long)]
        anyway: bool,
    },
    /// Make its quotation: one line for each part that goes in
    Quote {
        /// Number or id:N
        number: String,
    },
    /// Give it up
    Cancel {
        /// Number or id:N
        number: String,
    },
    /// Make a cancelled one new again
    Reset {
        /// Number or id:N
        number: String,
    },
}

/// What a repair is about.
#[derive(Debug, Args)]
pub struct About {
    /// Product to repair [default: the ticket's]
    #[arg(long, value_name = "SKU")]
    product: Option<String>,
    /// Its lot or serial number [default: the ticket's]
    #[arg(long, value_name = "L")]
    lot: Option<String>,
    /// How many of it
    #[arg(long, value_name = "Q", allow_hyphen_values = true)]
    quantity: Option<String>,
    /// Customer [default: the ticket's]
    #[arg(long, value_name = "REF")]
    customer: Option<String>,
    /// The return with which it came: brings product, quantity, lot
    #[arg(long = "return", value_name = "NUM")]
    return_of: Option<String>,
    /// Day that it is planned for [default: today]
    #[arg(long, value_name = "D")]
    date: Option<String>,
    /// Who works on it [default: who makes it]
    #[arg(long, value_name = "LOGIN")]
    responsible: Option<String>,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// A part: add, remove or recycle; may be given several times
    #[arg(long = "part", value_name = "KIND:SKU=QTY[:LOT]")]
    parts: Vec<String>,
    /// Repair notes, never shown to customers
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl About {
    fn edit(self) -> Result<RepairEdit> {
        let quantity = self.quantity.as_deref().map(str::parse).transpose();
        let date = self.date.as_deref().map(settings::date).transpose();
        let parts = self.parts.iter().map(|text| part(text)).collect::<Result<_>>();
        Ok(RepairEdit {
            customer: self.customer,
            product: self.product,
            lot: self.lot,
            quantity: quantity.map_err(|e: Invalid| Error::from(e).at("quantity"))?,
            return_of: self.return_of,
            scheduled: date.map_err(|e: Invalid| Error::from(e).at("scheduled"))?,
            responsible: self.responsible,
            tags: if self.tags.is_empty() { None } else { Some(self.tags) },
            note: self.note,
            add: parts.map_err(|e| e.at("parts"))?,
            ..RepairEdit::default()
        })
    }
}

/// A repair to make.
#[derive(Debug, Args)]
pub struct Create {
    /// Number of the ticket
    #[arg(long, value_name = "N", value_parser = ticket_number)]
    ticket: i64,
    #[command(flatten)]
    about: About,
    /// Under warranty: the customer pays nothing [default: what the product's warranty says]
    #[arg(long)]
    warranty: bool,
    /// Confirm it at once
    #[arg(long)]
    confirm: bool,
    /// Make its quotation at once
    #[arg(long)]
    quote: bool,
    /// Confirm although less of the product is there
    #[arg(long)]
    anyway: bool,
}

/// A change of a repair.
#[derive(Debug, Args)]
pub struct Edit {
    /// Number or id:N
    number: String,
    #[command(flatten)]
    about: About,
    /// Whether the customer pays nothing
    #[arg(long, value_name = "on|off")]
    warranty: Option<OnOff>,
    /// New demand of a part, kind and lot where given
    #[arg(long = "change-part", value_name = "LINE=[KIND:]QTY[:LOT]", allow_hyphen_values = true)]
    change: Vec<String>,
    /// Remove a part
    #[arg(long = "remove-part", value_name = "LINE")]
    remove: Vec<String>,
    /// How much of a part is used, and of which lot
    #[arg(long = "done", value_name = "LINE=QTY[:LOT]", allow_hyphen_values = true)]
    done: Vec<String>,
}

impl Repair {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let step = |session: &mut Session<'_>, number: &str, action, anyway| {
            let id = session.desk.find_repair(number)?;
            session.execute(&Command::StepRepair(id, action, anyway))
        };
        match self {
            Self::Create(create) => {
                let mut edit = create.about.edit()?;
                edit.warranty = create.warranty.then_some(true);
                session.execute(&Command::Repair(Box::new(RepairRequest {
                    ticket: TicketId(create.ticket),
                    edit,
                    confirm: create.confirm,
                    quote: create.quote,
                    anyway: create.anyway,
                })))
            }
            Self::List { ticket, state, open, responsible, until, limit } => {
                let at = |field: &'static str| move |e: Invalid| Error::from(e).at(field);
                let filter = RepairFilter {
                    ticket: ticket.map(TicketId),
                    state: state.as_deref().map(str::parse).transpose().map_err(at("state"))?,
                    open,
                    until: until.as_deref().map(settings::date).transpose().map_err(at("until"))?,
                    limit: limit.map(i64::from),
                    ..RepairFilter::default()
                };
                let all = session.desk.repairs(filter, responsible.as_deref())?;
                session.out.show(&all, |words| table::repairs(words, &all))
            }
            Self::Show { number } => {
                let id = session.desk.find_repair(&number)?;
                let view = session.desk.repair(id)?;
                session.expect(view.version, &view.number)?;
                session.out.show(&view, |words| table::repair(words, &view))
            }
            Self::Print(print) => {
                print.run(session, |desk, number| desk.find_repair(number).map(Printable::Repair))
            }
            Self::Edit(edit) => edit.run(session),
            Self::Confirm { number, anyway } => step(session, &number, RepairAction::Confirm, anyway),
            Self::Start { number, anyway } => step(session, &number, RepairAction::Start, anyway),
            Self::End { number, anyway } => step(session, &number, RepairAction::End, anyway),
            Self::Quote { number } => step(session, &number, RepairAction::Quote, false),
            Self::Cancel { number } => step(session, &number, RepairAction::Cancel, false),
            Self::Reset { number } => step(session, &number, RepairAction::Reset, false),
        }
    }
}

impl Edit {
    fn run(self, session: &mut Session<'_>) -> Result<()> {
        let id = session.desk.find_repair(&self.number)?;
        let mut edit = self.about.edit()?;
        edit.warranty = self.warranty.map(bool::from);
        edit.change =
            self.change.iter().map(|t| change(t)).collect::<Result<_>>().map_err(|e| e.at("change_part"))?;
        edit.remove = self
            .remove
            .iter()
            .map(|t| line_number(t))
            .collect::<Result<_>>()
            .map_err(|e| e.at("remove_part"))?;
        edit.done = self.done.iter().map(|t| done(t)).collect::<Result<_>>().map_err(|e| e.at("done"))?;
        session.execute(&Command::EditRepair(id, Box::new(edit)))
    }
}

fn kind(text: &str) -> Result<PartKind> {
    text.parse().map_err(|e: Invalid| Error::from(e))
}

/// `KIND:SKU=QTY[:LOT]`
fn part(text: &str) -> Result<NewPart> {
    let form = || malformed(text, "add:SKU=2");
    let (named, rest) = text.split_once(':').ok_or_else(form)?;
    let (sku, rest) = rest.split_once('=').ok_or_else(form)?;
    let (quantity, lot) = match rest.split_once(':') {
        Some((quantity, lot)) => (quantity, Some(lot.to_owned())),
        None => (rest, None),
    };
    Ok(NewPart { kind: kind(named)?, product: sku.to_owned(), quantity: quantity.parse()?, lot })
}

/// `LINE=[KIND:]QTY[:LOT]`, or `LINE=KIND`
fn change(text: &str) -> Result<PartChange> {
    let (line, rest) = text.split_once('=').ok_or_else(|| malformed(text, "1=2"))?;
    let line = line_number(line)?;
    let (first, beyond) = match rest.split_once(':') {
        Some((first, beyond)) => (first, Some(beyond)),
        None => (rest, None),
    };
    let (kind, rest) = match first.parse::<PartKind>() {
        Ok(kind) => (Some(kind), beyond),
        Err(_) => (None, Some(rest)),
    };
    let (demand, lot) =
        match rest.map(|rest| rest.split_once(':').map_or((rest, None), |(q, lot)| (q, Some(lot)))) {
            Some((demand, lot)) => (Some(demand.parse()?), lot.map(str::to_owned)),
            None => (None, None),
        };
    Ok(PartChange { line, kind, demand, lot })
}

/// `LINE=QTY[:LOT]`
fn done(text: &str) -> Result<(i64, Quantity, Option<String>)> {
    let (line, rest) = text.split_once('=').ok_or_else(|| malformed(text, "1=2:LOT"))?;
    let (quantity, lot) = match rest.split_once(':') {
        Some((quantity, lot)) => (quantity, Some(lot.to_owned())),
        None => (rest, None),
    };
    Ok((line_number(line)?, quantity.parse()?, lot))
}
