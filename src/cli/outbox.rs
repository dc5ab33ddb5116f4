//! `outbox`: messages to customers, from being written to having left.

use std::io::Read;

use clap::{Args, Subcommand};

use super::flags::{mail_number, ticket_number};
use super::session::Session;
use super::table;
use crate::config;
use crate::domain::command::{Answer, Command, Outcome};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{MailId, TicketId};
use crate::domain::mail::{MailState, MailView, NewMail, Which, label};
use crate::domain::settings::Language;
use crate::mail;

/// The most bytes of a text that are read.
const MOST: u64 = 1 << 20;

/// Messages to customers, by their number in the outbox.
#[derive(Debug, Subcommand)]
pub enum Outbox {
    /// Write a message to a customer; the text is read from standard input
    New(New),
    /// Messages, newest first
    List {
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One message, with its text and what became of it
    Show {
        /// Number, mail:N or id:N
        #[arg(value_parser = mail_number)]
        id: i64,
    },
    /// Send what waits: everything whose grace is over, and all that you wrote yourself
    ///
    /// With a number, that message now, also when it failed before, or when it is unclear whether it was
    /// sent. Answers the messages that were tried. If one of them was not sent, the exit status is 1, and
    /// the error (code io) tells the server's words.
    Send {
        /// Number, mail:N or id:N
        #[arg(value_parser = mail_number)]
        id: Option<i64>,
    },
    /// Take a message back that has not left
    Cancel {
        /// Number, mail:N or id:N
        #[arg(value_parser = mail_number)]
        id: i64,
    },
}

/// A message to write.
#[derive(Debug, Args)]
pub struct New {
    /// Address of the recipient [default: that of the ticket's customer]
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    /// Subject
    #[arg(long, value_name = "S")]
    subject: String,
    /// Ticket that it belongs to
    #[arg(long, value_name = "N", value_parser = ticket_number)]
    ticket: Option<i64>,
}

impl Outbox {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::New(new) => new.command(session)?,
            Self::List { limit } => {
                let all = session.desk.mails(limit.map(i64::from))?;
                let zone = session.desk.settings()?.time_zone;
                return session.out.show(&all, |words| table::mails(words, &all, &zone));
            }
            Self::Show { id } => {
                let view = session.desk.mail(MailId(id))?;
                session.expect(view.version, &label(view.id))?;
                let zone = session.desk.settings()?.time_zone;
                return session.out.show(&view, |words| table::mail(words, &view, &zone));
            }
            Self::Send { id } => return send(session, id.map(MailId)),
            Self::Cancel { id } => Command::CancelMail(MailId(id)),
        };
        session.execute(&command)
    }
}

impl New {
    fn command(self, session: &mut Session<'_>) -> Result<Command> {
        let ticket = self.ticket.map(TicketId);
        let customer = match ticket {
            Some(ticket) => session.desk.ticket(ticket)?.customer,
            None => None,
        };
        let customer = customer.map(|reference| session.desk.customer(&reference)).transpose()?;
        let to = self.to.or_else(|| customer.as_ref().and_then(|c| c.email.clone()));
        let known = customer.and_then(|c| c.language);
        let language = known.map_or_else(|| session.out.language(), |code| Language::of_code(&code));
        let mut bytes = Vec::new();
        let failed = |e: std::io::Error| Error::Io(e.to_string());
        std::io::stdin().lock().take(MOST).read_to_end(&mut bytes).map_err(failed)?;
        let body = String::from_utf8(bytes)
            .map_err(|_| Error::from(crate::domain::error::Invalid::NotUtf8).at("body"))?;
        let (to, subject) = (to.unwrap_or_default(), self.subject);
        Ok(Command::QueueMail(NewMail { ticket, coupon: None, order: None, to, subject, body, language }))
    }
}

fn send(session: &mut Session<'_>, id: Option<MailId>) -> Result<()> {
    let call = session.call();
    if call.request.is_some() {
        return Err(Error::OptionUnused { option: "--request" });
    }
    match id {
        Some(id) => {
            let view = session.desk.mail(id)?;
            session.expect(view.version, &label(id))?;
        }
        None if call.if_version.is_some() => return Err(Error::OptionUnused { option: "--if-version" }),
        None => {}
    }
    let which = id.map_or(Which::DueAndOwn, Which::One);
    if call.dry_run {
        return rehearse(session, which);
    }
    let mut transport = mail::transport(&config::load(&config::path())?.mail, session.desk.path());
    let tried = session.desk.deliver(transport.as_mut(), which)?;
    let zone = session.desk.settings()?.time_zone;
    session.out.show(&tried, |words| table::mails(words, &tried, &zone))?;
    match tried.into_iter().find(|mail| mail.state != MailState::Sent) {
        Some(mail) => Err(not_sent(mail)),
        None => Ok(()),
    }
}

fn not_sent(mail: MailView) -> Error {
    Error::NotSent { to: mail.to, text: mail.error.unwrap_or_default() }
}

/// What would be sent.
fn rehearse(session: &mut Session<'_>, which: Which) -> Result<()> {
    let mut effects = Vec::new();
    for id in session.desk.to_send(which)? {
        let was = session.desk.mail(id)?.state;
        let effect = Effect::change(Subject::Mail, label(id));
        effects.push(effect.moved(Key::State, Some(was.as_str()), Some(MailState::Sent.as_str())));
    }
    let outcome = Outcome { answer: Answer::Repeated(serde_json::Value::Null), effects };
    session.show(&outcome, true, &[])
}
