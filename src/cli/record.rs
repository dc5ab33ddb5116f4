//! `tax`, `journal`, `product`, `location`, `stage`, `response`, `letter`: what is settled once and is no more than a
//! row. Columns are named and written as in the files of an import.

use clap::{Args, Subcommand};

use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::error::{Error, Result};
use crate::domain::record::{Column, RecordEdit, RecordKind, Shape};

/// Rows of a kind, by their keys.
#[derive(Debug, Subcommand)]
pub enum Records {
    /// All of them
    List {
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<i64>,
    },
    /// One of them
    Show {
        /// By what it is known: its name, code, SKU or shortcut
        key: String,
    },
    /// Make one
    New {
        /// By what it is known: its name, code, SKU or shortcut
        key: String,
        #[command(flatten)]
        columns: Columns,
    },
    /// Change one
    Edit {
        /// By what it is known: its name, code, SKU or shortcut
        key: String,
        #[command(flatten)]
        columns: Columns,
    },
    /// Remove one that nothing names
    Remove {
        /// By what it is known: its name, code, SKU or shortcut
        key: String,
    },
}

/// Columns that are set.
#[derive(Debug, Args)]
pub struct Columns {
    /// A column and what it is to hold, may be repeated; on and off where it is yes or no, a semicolon between
    /// several rows
    #[arg(long = "set", value_name = "COLUMN=VALUE")]
    set: Vec<String>,
}

impl Columns {
    /// What they are to hold.
    pub fn edit(self, kind: RecordKind) -> Result<RecordEdit> {
        let read = |text: String| {
            let (name, value) =
                text.split_once('=').ok_or_else(|| super::flags::malformed(&text, "price=9900").at("set"))?;
            let flag = |c: &&Column| c.name == name.trim() && matches!(c.shape, Shape::Flag);
            let value = match (value, kind.columns().iter().find(flag)) {
                ("on", Some(_)) => "true",
                ("off", Some(_)) => "false",
                (other, _) => other,
            };
            Ok((name.trim().to_owned(), value.to_owned()))
        };
        Ok(RecordEdit { columns: self.set.into_iter().map(read).collect::<Result<_>>()? })
    }
}

impl Records {
    /// Runs the command, of an owner where the kind has owners.
    pub fn run(self, session: &mut Session<'_>, kind: RecordKind, owner: Option<i64>) -> Result<()> {
        let command = match self {
            Self::List { limit } => {
                let all = session.desk.records(kind, owner, limit)?;
                return session.out.show(&all, |words| table::records(words, kind, &all));
            }
            Self::Show { key } => {
                let view = session.desk.record(kind, owner, &key)?;
                session.expect(view.version, view.key())?;
                return session.out.show(&view, |words| table::record(words, &view));
            }
            Self::New { key, columns } => {
                let mut edit = columns.edit(kind)?;
                edit.columns.push((kind.key().to_owned(), key));
                Command::NewRecord(kind, owner, edit)
            }
            Self::Edit { key, columns } => {
                let of = session.desk.record(kind, owner, &key)?;
                Command::EditRecord(kind, of.id, columns.edit(kind)?)
            }
            Self::Remove { key } => Command::Remove(kind, session.desk.record(kind, owner, &key)?.id),
        };
        session.execute(&command)
    }
}

/// Stages of a team or of a project.
#[derive(Debug, Args)]
pub struct Stages {
    /// Team whose stages are meant
    #[arg(long, value_name = "T", global = true)]
    team: Option<String>,
    /// Project whose stages are meant
    #[arg(long, value_name = "P", global = true, conflicts_with = "team")]
    project: Option<String>,
    #[command(subcommand)]
    verb: Records,
}

impl Stages {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let (kind, owner) = match (self.team, self.project) {
            (Some(team), _) => (RecordKind::TeamStage, session.desk.team(&team)?.id.0),
            (None, Some(project)) => (RecordKind::ProjectStage, session.desk.project(&project)?.id.0),
            (None, None) => return Err(Error::FieldRequired.at("team")),
        };
        self.verb.run(session, kind, Some(owner))
    }
}
