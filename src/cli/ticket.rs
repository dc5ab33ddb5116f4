//! `ticket`: open, look at, change, assign, stage, note.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::bulk::BulkArgs;
use super::export;
use super::flags::{cleared, ticket_number};
use super::record::Records;
use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::ids::{AttachmentId, IncomingId, TicketId};
use crate::domain::mail::incoming::Received;
use crate::domain::record::RecordKind;
use crate::domain::ticket::{Listing, PageFrom, TicketEdit, priority};
use crate::domain::view::ListColumn;
use crate::mail;
use crate::text::ticket_list;

/// Tickets, by number.
#[derive(Debug, Subcommand)]
pub enum Ticket {
    /// Open a ticket
    New(Fields),
    /// Tickets that the agent sees, newest first
    List {
        /// Words of subject, customer, number, product or order, and conditions: status:open assignee:me tag:vip
        /// amount:>50000 created:>=-7d sort:deadline; what begins with a minus is written --query=-tag:vip
        #[arg(long, value_name = "Q")]
        query: Option<String>,
        /// Those of a view, in its columns and order
        #[arg(long, value_name = "NAME")]
        view: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// Write them into a file for spreadsheets, in the columns of the view; - is standard output
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// Change many tickets: what came of it for each is answered
    Bulk(BulkArgs),
    /// Types of tickets
    #[command(subcommand)]
    Types(Records),
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
    /// Take a mail message in, as a mail server pipes it: from standard input, to the ticket that it goes on with
    Mail {
        /// Team that gets it where it begins a ticket [default: the first]
        #[arg(long, value_name = "T")]
        team: Option<String>,
    },
    /// Files that came with a ticket's messages
    Files {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
    },
    /// Save a file that came with a message
    File {
        /// Its id
        id: i64,
        /// The file, which must not be there yet; - is standard output [default: its own name, here]
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Print a message that came in exactly as it came
    Source {
        /// Its id, from the timeline
        id: i64,
    },
    /// Merge tickets into one: their messages, documents and drafts are shown there from now on
    Merge {
        /// Numbers, #N or id:N
        #[arg(value_parser = ticket_number, required = true, value_name = "NUMBER")]
        numbers: Vec<i64>,
        /// The ticket that stays
        #[arg(long, value_name = "M", value_parser = ticket_number)]
        into: i64,
        /// Also where they are different customers'
        #[arg(long)]
        anyway: bool,
    },
    /// Take a ticket out of the one that it was merged into, until something new comes to either
    Unmerge {
        /// Number, #N or id:N
        #[arg(value_parser = ticket_number)]
        number: i64,
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
    /// Type
    #[arg(long = "type", value_name = "T")]
    kind: Option<String>,
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
            kind: cleared(self.kind),
            tags: (!self.tags.is_empty()).then_some(tags),
        })
    }
}

impl Ticket {
    /// Whether it takes what comes in by standard input.
    pub fn reads_input(&self) -> bool {
        matches!(self, Self::Mail { .. })
    }

    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::Bulk(args) => return args.run(session),
            Self::Types(records) => return records.run(session, RecordKind::TicketType, None),
            Self::List { query, view, limit, csv: None } => {
                return list(session, query, view.as_deref(), limit);
            }
            Self::List { query, view, limit, csv: Some(file) } => {
                return export_list(session, (query, view.as_deref()), limit, &file);
            }
            Self::Show { number } => {
                let view = session.desk.ticket(TicketId(number))?;
                session.expect(view.version, &format!("#{number}"))?;
                let zone = session.desk.settings()?.time_zone;
                return session.out.show(&view, |words| table::ticket(words, &view, &zone));
            }
            Self::Mail { team } => Command::Receive(Box::new(received(session, team)?)),
            Self::Files { number } => {
                let all = session.desk.files(TicketId(number))?;
                return session.out.show(&all, |words| table::files(words, &all));
            }
            Self::File { id, output } => return save(session, id, output),
            Self::Source { id } => {
                let raw = session.desk.source(IncomingId(id))?;
                return session.out.bytes(&raw);
            }
            Self::New(fields) => Command::OpenTicket(fields.edit()?),
            Self::Edit { number, fields } => Command::EditTicket(TicketId(number), fields.edit()?),
            Self::Reply { number, text } => Command::QueueMail(session.desk.reply(TicketId(number), &text)?),
            Self::Note { number, text } => Command::Note(TicketId(number), text),
            Self::Assign { number, login } => {
                Command::Assign(TicketId(number), (!login.is_empty()).then_some(login))
            }
            Self::Merge { numbers, into, anyway } => {
                Command::Merge(numbers.into_iter().map(TicketId).collect(), TicketId(into), anyway)
            }
            Self::Unmerge { number } => Command::Unmerge(TicketId(number)),
            Self::Stage { number, stage } => Command::Stage(TicketId(number), stage),
        };
        session.execute(&command)
    }
}

/// The message that came in by standard input.
fn received(session: &mut Session<'_>, team: Option<String>) -> Result<Received> {
    let raw = std::mem::take(&mut session.input);
    let mail = mail::incoming::read(&raw).map_err(Error::Unreadable)?;
    Ok(Received { mail, raw, team })
}

/// Saves a file under its own name or another; one that is there stays.
fn save(session: &mut Session<'_>, id: i64, output: Option<PathBuf>) -> Result<()> {
    let (name, content) = session.desk.file(AttachmentId(id))?;
    // A file that is called so is no wish for standard output.
    let path = output.unwrap_or_else(|| if name == "-" { PathBuf::from("./-") } else { PathBuf::from(name) });
    if path == Path::new("-") {
        return session.out.bytes(&content);
    }
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let mut file = file.map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => {
            Error::WrongState { document: path.display().to_string(), why: Wrong::FileExists }
        }
        _ => Error::Io(format!("{}: {e}", path.display())),
    })?;
    file.write_all(&content).map_err(|e| Error::Io(format!("{}: {e}", path.display())))?;
    let saved = serde_json::json!({ "file": path.display().to_string(), "size": content.len() });
    session.out.show(&saved, |words| words.say("notice-file-saved", &[("file", path.display().to_string())]))
}

/// The list that is asked for: of a query, of a view, or of both.
pub fn listing(session: &mut Session<'_>, query: Option<String>, view: Option<&str>) -> Result<Listing> {
    let view = view.map(|name| session.desk.view(name)).transpose()?;
    let mut listing = view.map(|view| view.listing()).unwrap_or_default();
    if let Some(query) = query {
        listing.query = format!("{} {query}", listing.query).trim().to_owned();
    }
    Ok(listing)
}

fn list(
    session: &mut Session<'_>,
    query: Option<String>,
    view: Option<&str>,
    limit: Option<u32>,
) -> Result<()> {
    let listing = listing(session, query, view)?;
    let rows = session.desk.tickets(&listing, PageFrom::Start, limit.map(i64::from))?;
    if session.out.json {
        let views = rows.iter().map(|row| session.desk.ticket(row.id)).collect::<Result<Vec<_>>>()?;
        return session.out.show(&views, |_| String::new());
    }
    let (columns, zone) = (columns(session, view)?, session.desk.settings()?.zone());
    session.out.show(&(), |words| table::tickets(words, &columns, &rows, zone))
}

/// The columns of a view, the usual ones without it.
fn columns(session: &mut Session<'_>, view: Option<&str>) -> Result<Vec<ListColumn>> {
    Ok(match view {
        Some(name) => session.desk.view(name)?.columns,
        None => ListColumn::USUAL.to_vec(),
    })
}

/// Writes a list into a file, in the columns of its view.
fn export_list(
    session: &mut Session<'_>,
    (query, view): (Option<String>, Option<&str>),
    limit: Option<u32>,
    file: &Path,
) -> Result<()> {
    let columns = columns(session, view)?;
    let listing = listing(session, query, view)?;
    let rows = session.desk.tickets(&listing, PageFrom::Start, limit.map(i64::from))?;
    let (words, zone) = (session.out.words_again(), session.desk.settings()?.zone());
    let cells: Vec<_> = rows.iter().map(|row| ticket_list::cells(&words, &columns, row, zone)).collect();
    export::export(session, file, &ticket_list::headings(&words, &columns), &cells)
}
