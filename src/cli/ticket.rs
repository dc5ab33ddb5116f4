//! `ticket`: open, look at, change, assign, stage, note.

use clap::{Args, Subcommand};

use super::flags::{cleared, ticket_number};
use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::error::{Error, Result};
use crate::domain::ids::TicketId;
use crate::domain::ticket::{PageFrom, TicketEdit, priority};

/// Tickets, by number.
#[derive(Debug, Subcommand)]
pub enum Ticket {
    /// Open a ticket
    New(Fields),
    /// Tickets that the agent sees, newest first
    List {
        /// Words of the subject, customer, number, product or order
        #[arg(long, value_name = "Q")]
        query: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One ticket, with its services, counters and timeline
    Show {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
    },
    /// Change a ticket; an empty text clears a field
    Edit {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
        #[command(flatten)]
        fields: Fields,
    },
    /// Write a message to the customer: it waits in the outbox for its grace, then it leaves
    Reply {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
        /// The text
        text: String,
    },
    /// Write an internal note
    Note {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
        /// The text
        text: String,
    },
    /// Give a ticket to an agent; to nobody with an empty login
    Assign {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
        /// Login
        login: String,
    },
    /// Put a ticket into a stage of its team
    Stage {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
        /// Name of the stage
        stage: String,
    },
}

/// Fields of a ticket.
#[derive(Debug, Args)]
pub struct Fields {
    /// Team
    #[arg(long, value_name = "T")]
    team: Option<String>,
    /// Subject
    #[arg(long, value_name = "S")]
    subject: Option<String>,
    /// Customer
    #[arg(long, value_name = "REF")]
    customer: Option<String>,
    /// Product
    #[arg(long, value_name = "SKU")]
    product: Option<String>,
    /// Lot or serial number of the product
    #[arg(long, value_name = "L")]
    lot: Option<String>,
    /// Sales order
    #[arg(long, value_name = "NUM")]
    order: Option<String>,
    /// Priority, 0 low to 3 urgent
    #[arg(long, value_name = "0-3")]
    priority: Option<String>,
    /// Description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Tag, may be repeated; in edit they replace those it has
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
}

impl Fields {
    fn edit(self) -> Result<TicketEdit> {
        let tags: Vec<String> = self.tags.iter().filter(|t| !t.is_empty()).cloned().collect();
        Ok(TicketEdit {
            team: self.team,
            subject: self.subject,
            description: self.description,
            customer: cleared(self.customer),
            product: cleared(self.product),
            lot: cleared(self.lot),
            order: cleared(self.order),
            priority: self
                .priority
                .map(|p| priority(&p))
                .transpose()
                .map_err(|e| Error::from(e).at("priority"))?,
            tags: (!self.tags.is_empty()).then_some(tags),
        })
    }
}

impl Ticket {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::List { query, limit } => return list(session, query.as_deref(), limit),
            Self::Show { number } => {
                let view = session.desk.ticket(TicketId(number))?;
                session.expect(view.version, &format!("#{number}"))?;
                let zone = session.desk.settings()?.time_zone;
                return session.out.show(&view, |words| table::ticket(words, &view, &zone));
            }
            Self::New(fields) => Command::OpenTicket(fields.edit()?),
            Self::Edit { number, fields } => Command::EditTicket(TicketId(number), fields.edit()?),
            Self::Reply { number, text } => Command::QueueMail(session.desk.reply(TicketId(number), &text)?),
            Self::Note { number, text } => Command::Note(TicketId(number), text),
            Self::Assign { number, login } => {
                Command::Assign(TicketId(number), (!login.is_empty()).then_some(login))
            }
            Self::Stage { number, stage } => Command::Stage(TicketId(number), stage),
        };
        session.execute(&command)
    }
}

fn list(session: &mut Session<'_>, query: Option<&str>, limit: Option<u32>) -> Result<()> {
    let rows =
        session.desk.tickets(None, query.unwrap_or_default(), PageFrom::Newest, limit.map(i64::from))?;
    if session.out.json {
        let views = rows.iter().map(|row| session.desk.ticket(row.id)).collect::<Result<Vec<_>>>()?;
        return session.out.show(&views, |_| String::new());
    }
    session.out.show(&(), |words| table::tickets(words, &rows))
}
