//! `task`: visits at customers, from a ticket, with the worksheet that is filled in and signed there.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use clap::{Args, Subcommand};

use super::flags::{cleared, malformed, ticket_number};
use super::print::Print;
use super::session::Session;
use super::table;
use crate::desk::Printable;
use crate::domain::command::{Command, TaskEdit, TaskRequest};
use crate::domain::day;
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{TaskId, TicketId};
use crate::domain::settings;
use crate::domain::task::{HOURS, TaskState, priority};

/// Field service tasks, by number.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Plan a visit from a ticket
    Create(Box<Create>),
    /// Tasks by their visits, the earliest first; then those without one: the urgent, by their last days
    List {
        /// Only those made from this ticket
        #[arg(long, value_name = "N", value_parser = ticket_number)]
        ticket: Option<i64>,
        /// Only those of this technician
        #[arg(long, value_name = "LOGIN")]
        assignee: Option<String>,
        /// Only visits on this day or later
        #[arg(long, value_name = "D")]
        from: Option<String>,
        /// Only visits on this day or before [default: the day of --from]
        #[arg(long, value_name = "D")]
        until: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One task with its worksheet
    Show {
        /// Number or id:N
        #[arg(value_parser = ticket_number)]
        id: i64,
    },
    /// Change a task
    Edit(Box<Edit>),
    /// Put a task into a stage of its project
    Stage {
        /// Number or id:N
        #[arg(value_parser = ticket_number)]
        id: i64,
        /// Name
        stage: String,
    },
    /// Fill the worksheet in; without --set it is shown
    Worksheet {
        /// Number or id:N
        #[arg(value_parser = ticket_number)]
        id: i64,
        /// A field and its value, an empty one empties it; may be given several times
        #[arg(long = "set", value_name = "FIELD=VALUE")]
        set: Vec<String>,
    },
    /// Print a task with its worksheet and signature
    Print(Print),
    /// Sign the worksheet in the customer's name; it never changes from then on
    Sign {
        /// Number or id:N
        #[arg(value_parser = ticket_number)]
        id: i64,
        /// The name that the customer types
        #[arg(long, value_name = "NAME")]
        name: String,
    },
}

/// What a task is about.
#[derive(Debug, Args)]
pub struct About {
    /// Title [default: the ticket's subject]
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// Description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Project [default: the team's]
    #[arg(long, value_name = "P")]
    project: Option<String>,
    /// Worksheet template [default: the project's]; empty for none
    #[arg(long, value_name = "TEMPLATE")]
    worksheet: Option<String>,
    /// When the visit begins: 2026-11-24 (09:00), "2026-11-24 14:00" or with an offset; empty clears it
    #[arg(long, value_name = "D")]
    start: Option<String>,
    /// When it ends: a day is until 18:00
    #[arg(long, value_name = "D")]
    end: Option<String>,
    /// A technician; may be given several times
    #[arg(long = "assignee", value_name = "LOGIN")]
    assignees: Vec<String>,
    /// 1 where it is urgent, else 0
    #[arg(long, value_name = "0-1")]
    priority: Option<String>,
    /// The last day on which it should be done; empty clears it
    #[arg(long, value_name = "D")]
    deadline: Option<String>,
    /// A tag; may be given several times, an empty one alone clears them
    #[arg(long = "tag", value_name = "T")]
    tags: Vec<String>,
    /// The task that it is a part of; empty for none
    #[arg(long, value_name = "ID")]
    parent: Option<String>,
    /// A task that comes before it; may be given several times, an empty one alone clears them
    #[arg(long = "blocked-by", value_name = "ID")]
    blocked_by: Vec<String>,
    /// Although that time is past
    #[arg(long)]
    anyway: bool,
}

/// What may be given several times: none of it was given, an empty one alone clears, else all.
fn several(given: Vec<String>) -> Option<Vec<String>> {
    match given.as_slice() {
        [] => None,
        [only] if only.is_empty() => Some(vec![]),
        _ => Some(given),
    }
}

impl About {
    fn edit(self, zone: Tz) -> Result<(TaskEdit, bool)> {
        let time = |text: Option<String>, hour: u32, field: &'static str| {
            text.map(|text| instant(&text, hour, zone).map_err(|e| e.at(field))).transpose()
        };
        let edit = TaskEdit {
            title: self.title,
            description: self.description,
            project: self.project,
            worksheet: self.worksheet,
            start: time(self.start, HOURS.0, "start")?,
            end: time(self.end, HOURS.1, "end")?,
            assignees: several(self.assignees),
            state: None,
            urgent: self
                .priority
                .map(|p| priority(&p))
                .transpose()
                .map_err(|e| Error::from(e).at("priority"))?,
            deadline: self.deadline.map(|day| date(&day)).transpose().map_err(|e| e.at("deadline"))?,
            tags: several(self.tags),
            parent: cleared(self.parent)
                .map(|id| id.map(|id| task_id(&id)).transpose())
                .transpose()
                .map_err(|e| e.at("parent"))?,
            blocked_by: several(self.blocked_by)
                .map(|ids| ids.iter().map(|id| task_id(id)).collect::<Result<Vec<_>>>())
                .transpose()
                .map_err(|e| e.at("blocked_by"))?,
        };
        Ok((edit, self.anyway))
    }
}

/// A task to make.
#[derive(Debug, Args)]
pub struct Create {
    /// Number of the ticket
    #[arg(long, value_name = "N", value_parser = ticket_number)]
    ticket: i64,
    #[command(flatten)]
    about: About,
}

/// A change of a task.
#[derive(Debug, Args)]
pub struct Edit {
    /// Number or id:N
    #[arg(value_parser = ticket_number)]
    id: i64,
    /// in_progress, changes_requested, approved, done or cancelled
    #[arg(long, value_name = "S")]
    state: Option<String>,
    #[command(flatten)]
    about: About,
}

/// A task by its number.
fn task_id(text: &str) -> Result<TaskId> {
    let missing = |_| Error::NotFound { what: Thing::Task, key: text.to_owned() };
    ticket_number(text).map(TaskId).map_err(missing)
}

/// A day; none where the text is empty.
fn date(text: &str) -> Result<Option<NaiveDate>> {
    if text.trim().is_empty() { Ok(None) } else { Ok(Some(settings::date(text)?)) }
}

/// A point in time: with an offset, or a day and minute in the company's time zone, or a day at an hour.
fn instant(text: &str, hour: u32, zone: Tz) -> Result<Option<DateTime<Utc>>> {
    let plain = text.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(plain) {
        return Ok(Some(at.with_timezone(&Utc)));
    }
    let wrong = || Error::from(Invalid::NotAnInstant { given: text.to_owned() });
    match plain.split_once(['T', ' ']) {
        Some((date, minute)) => {
            let date = settings::date(date)?;
            let text = format!("{} {minute}", date.format("%Y-%m-%d"));
            Ok(Some(day::parse_instant(&text, date, zone)?))
        }
        None => {
            let hour = NaiveTime::from_hms_opt(hour, 0, 0).ok_or_else(wrong)?;
            day::at(settings::date(plain)?, hour, zone).map(Some).ok_or_else(wrong)
        }
    }
}

/// The first and the last day of an agenda: `until` alone is from the first day on.
fn days(from: Option<&str>, until: Option<&str>) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let day = |text: Option<&str>, field: &'static str| -> Result<Option<NaiveDate>> {
        text.map(|text| settings::date(text).map_err(|e| Error::from(e).at(field))).transpose()
    };
    let (from, until) = (day(from, "from")?, day(until, "until")?);
    match (from, until) {
        (Some(first), Some(last)) if last < first => Err(Error::from(Invalid::EndsBefore).at("until")),
        (Some(first), last) => Ok(Some((first, last.unwrap_or(first)))),
        (None, Some(last)) => Ok(Some((NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(last), last))),
        (None, None) => Ok(None),
    }
}

impl Task {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let zone_name = session.desk.settings()?.time_zone;
        let zone: Tz = zone_name.parse().unwrap_or(Tz::UTC);
        let command = match self {
            Self::Create(create) => {
                let (edit, anyway) = create.about.edit(zone)?;
                Command::Task(Box::new(TaskRequest {
                    ticket: TicketId(create.ticket),
                    edit,
                    anyway,
                    open: false,
                }))
            }
            Self::List { ticket, assignee, from, until, limit } => {
                let days = days(from.as_deref(), until.as_deref())?;
                let all = session.desk.tasks(
                    ticket.map(TicketId),
                    assignee.as_deref(),
                    days,
                    limit.map(i64::from),
                )?;
                return session.out.show(&all, |words| table::tasks(words, &all, &zone_name));
            }
            Self::Show { id } => return show(session, id, &zone_name),
            Self::Edit(edit) => {
                let (mut change, anyway) = edit.about.edit(zone)?;
                change.state = edit
                    .state
                    .map(|state| TaskState::chosen(&state))
                    .transpose()
                    .map_err(|e| Error::from(e).at("state"))?;
                Command::EditTask(TaskId(edit.id), Box::new(change), anyway)
            }
            Self::Stage { id, stage } => Command::StageTask(TaskId(id), stage),
            Self::Worksheet { id, set } if set.is_empty() => return show(session, id, &zone_name),
            Self::Worksheet { id, set } => {
                let pair = |text: &String| {
                    let (field, value) =
                        text.split_once('=').ok_or_else(|| malformed(text, "FIELD=VALUE").at("worksheet"))?;
                    Ok((field.trim().to_owned(), value.to_owned()))
                };
                Command::FillTask(TaskId(id), set.iter().map(pair).collect::<Result<_>>()?)
            }
            Self::Print(print) => {
                return print.run(session, |_, id| Ok(Printable::Task(task_id(id)?)));
            }
            Self::Sign { id, name } => Command::SignTask(TaskId(id), name),
        };
        session.execute(&command)
    }
}

fn show(session: &mut Session<'_>, id: i64, zone: &str) -> Result<()> {
    let view = session.desk.task(TaskId(id))?;
    session.expect(view.version, &view.title)?;
    session.out.show(&view, |words| table::task(words, &view, zone))
}
