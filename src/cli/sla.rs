//! `sla`, `closing`, `holiday`: policies of service levels, rules that close, and days on which nobody works.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::record::Columns;
use super::session::Session;
use super::table;
use crate::domain::bulk::{CHUNK, MOST};
use crate::domain::command::{Answer, Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::record::{Record, RecordKind};

/// Rows of a team, by their names.
#[derive(Debug, Subcommand)]
enum OfTeam {
    /// All of them, or those of a team
    List,
    /// One of them
    Show {
        /// Name
        name: String,
    },
    /// Make one
    New {
        /// Name
        name: String,
        #[command(flatten)]
        columns: Columns,
    },
    /// Change one
    Edit {
        /// Name
        name: String,
        #[command(flatten)]
        columns: Columns,
    },
    /// Remove one
    Remove {
        /// Name
        name: String,
    },
}

impl OfTeam {
    fn run(self, session: &mut Session<'_>, kind: RecordKind, team: Option<&str>) -> Result<()> {
        let owner = team.map(|name| session.desk.team(name)).transpose()?.map(|team| team.id.0);
        let named = |session: &mut Session<'_>, name: &str| -> Result<Record> {
            let all = session.desk.records(kind, owner, None)?;
            let missing = || Error::NotFound { what: kind.thing(), key: name.to_owned() };
            all.into_iter().find(|of| of.key() == name).ok_or_else(missing)
        };
        let command = match self {
            Self::List => {
                let all = session.desk.records(kind, owner, None)?;
                return session.out.show(&all, |words| table::records(words, kind, &all));
            }
            Self::Show { name } => {
                let view = named(session, &name)?;
                session.expect(view.version, view.key())?;
                return session.out.show(&view, |words| table::record(words, &view));
            }
            Self::New { name, columns } => {
                let owner = owner.ok_or_else(|| Error::FieldRequired.at("team"))?;
                let mut edit = columns.edit(kind)?;
                edit.columns.push((kind.key().to_owned(), name));
                Command::NewRecord(kind, Some(owner), edit)
            }
            Self::Edit { name, columns } => {
                Command::EditRecord(kind, named(session, &name)?.id, columns.edit(kind)?)
            }
            Self::Remove { name } => Command::Remove(kind, named(session, &name)?.id),
        };
        session.execute(&command)
    }
}

/// Policies of service levels.
#[derive(Debug, Args)]
pub struct Levels {
    /// Team whose policies are meant
    #[arg(long, value_name = "T", global = true)]
    team: Option<String>,
    #[command(subcommand)]
    verb: LevelVerb,
}

#[derive(Debug, Subcommand)]
enum LevelVerb {
    #[command(flatten)]
    Policies(OfTeam),
    /// Compute every ticket anew; done by itself when a policy, a holiday or the working hours change
    Refresh,
}

impl Levels {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self.verb {
            LevelVerb::Policies(verb) => verb.run(session, RecordKind::Policy, self.team.as_deref()),
            LevelVerb::Refresh => {
                let call = session.call();
                let mut done = match call.dry_run {
                    true => return session.execute(&Command::RefreshLevels(true)),
                    false => session.desk.refresh_levels(true)?,
                };
                done.refreshed += refresh(session)?;
                session.out.show(&done, |words| {
                    words.say("notice-refreshed", &[("count", done.refreshed.to_string())])
                })
            }
        }
    }
}

/// Computes what is left of all tickets anew, a piece at a time; answers how many.
fn refresh(session: &mut Session<'_>) -> Result<usize> {
    let mut done = 0;
    loop {
        let piece = session.desk.refresh_levels(false)?;
        done += piece.refreshed;
        if !piece.more {
            return Ok(done);
        }
    }
}

/// Computes deadlines anew that wait for it. What can't be done now is left to the next command, or to who has the
/// terminal open.
pub fn settle(session: &mut Session<'_>) -> Result<()> {
    match session.desk.levels_wait()?.then(|| refresh(session)) {
        Some(Err(error)) if !matches!(error, Error::Busy) => Err(error),
        _ => Ok(()),
    }
}

/// Rules that close what nothing happens to.
#[derive(Debug, Args)]
pub struct Closing {
    /// Team whose rules are meant
    #[arg(long, value_name = "T", global = true)]
    team: Option<String>,
    #[command(subcommand)]
    verb: ClosingVerb,
}

#[derive(Debug, Subcommand)]
enum ClosingVerb {
    #[command(flatten)]
    Rules(OfTeam),
    /// Close what the rules close; with --dry-run only say what that is
    Run,
}

impl Closing {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self.verb {
            ClosingVerb::Rules(verb) => verb.run(session, RecordKind::ClosingRule, self.team.as_deref()),
            ClosingVerb::Run => {
                let call = session.call();
                let whole = call.dry_run || call.request.is_some();
                let size = if whole { MOST } else { CHUNK };
                let (mut rows, mut joins, mut stopped) = (Vec::new(), None, None);
                loop {
                    let call = Call { request: call.request.clone(), ..session.call() };
                    let outcome = match session.desk.execute(&Command::CloseInactive(size, joins), &call) {
                        Ok(outcome) => outcome,
                        // What is done is done, and told.
                        Err(error) if !rows.is_empty() => {
                            stopped = Some(error);
                            break;
                        }
                        Err(error) => return Err(error),
                    };
                    let Answer::Bulk(done) = outcome.answer else {
                        return session.show(&outcome, call.dry_run, &[]);
                    };
                    let over = whole || done.rows.len() < size;
                    joins = joins.or(done.action);
                    rows.extend(done.rows);
                    if over {
                        break;
                    }
                }
                session.out.show(&rows, |words| table::bulk(words, &rows))?;
                stopped.map_or(Ok(()), Err)
            }
        }
    }
}

/// Days on which nobody works.
#[derive(Debug, Subcommand)]
pub enum Holiday {
    #[command(flatten)]
    Days(super::record::Records),
    /// Enter the holidays of a country that ships, or of a file: date,name
    Load {
        /// The country; the company's where it is left out [ships: KR]
        #[arg(long, value_name = "KR")]
        country: Option<String>,
        /// A file of one's own
        #[arg(long, value_name = "FILE", conflicts_with = "country")]
        file: Option<PathBuf>,
    },
}

impl Holiday {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::Days(records) => records.run(session, RecordKind::Holiday, None),
            Self::Load { country, file } => {
                let read = |path: PathBuf| {
                    std::fs::read_to_string(&path).map_err(|e| Error::Io(format!("{}: {e}", path.display())))
                };
                let text = file.map(read).transpose()?;
                session.execute(&Command::LoadHolidays(country, text))
            }
        }
    }
}
