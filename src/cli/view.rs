//! `view`: queries with a name, columns and an order; one's own, or everybody's.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Deserialize;

use super::flags::OnOff;
use super::session::Session;
use super::table;
use crate::domain::command::{Answer, Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::record::{Record, RecordEdit, RecordKind};
use crate::domain::user::Right;

/// Views of tickets.
#[derive(Debug, Subcommand)]
pub enum View {
    /// One's own views and those that everybody has, in the order of their places
    List,
    /// One view
    Show {
        /// Name
        name: String,
    },
    /// Make a view
    New {
        /// Name
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a view
    Edit {
        /// Name
        name: String,
        #[command(flatten)]
        fields: Fields,
        /// Another name
        #[arg(long = "name", value_name = "N")]
        new_name: Option<String>,
    },
    /// Remove a view
    Remove {
        /// Name
        name: String,
    },
    /// Make views from a file that `view list --json` wrote; those of the same name are replaced
    Import {
        /// The file
        file: PathBuf,
    },
}

/// What a view is.
#[derive(Debug, Args)]
pub struct Fields {
    /// What it holds, as in `ticket list --query`
    #[arg(long, value_name = "Q")]
    query: Option<String>,
    /// Columns, between commas: number, priority, subject, customer, deadline, stage, assignee, team, type, tags,
    /// product, lot, order, created, changed
    #[arg(long, value_name = "C,…")]
    columns: Option<String>,
    /// By what it is sorted: number, changed, deadline, priority, subject, customer, assignee, team, stage
    #[arg(long, value_name = "KEY")]
    sort: Option<String>,
    /// Against the usual direction
    #[arg(long, value_name = "on|off")]
    reversed: Option<OnOff>,
    /// For everybody: by leads and administrators
    #[arg(long, value_name = "on|off")]
    shared: Option<OnOff>,
    /// Its place among the views
    #[arg(long, value_name = "N")]
    position: Option<i64>,
}

impl Fields {
    fn edit(self, name: Option<String>) -> RecordEdit {
        let flag = |on: Option<OnOff>| on.map(|on| bool::from(on).to_string());
        let columns = [
            ("name", name),
            ("query", self.query),
            ("columns", self.columns.map(|list| list.replace(',', ";"))),
            ("sort", self.sort),
            ("reversed", flag(self.reversed)),
            ("shared", flag(self.shared)),
            ("position", self.position.map(|n| n.to_string())),
        ];
        let given = columns.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
        RecordEdit { columns: given.collect() }
    }
}

/// A view as a file has it.
#[derive(Deserialize)]
struct Filed {
    name: String,
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    sort: Option<String>,
    #[serde(default)]
    reversed: bool,
    #[serde(default)]
    shared: bool,
}

impl View {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::List => {
                let all = all(session)?;
                return session.out.show(&all, |words| table::records(words, RecordKind::View, &all));
            }
            Self::Show { name } => {
                let view = named(session, &name)?;
                session.expect(view.version, view.key())?;
                return session.out.show(&view, |words| table::record(words, &view));
            }
            Self::New { name, fields } => Command::NewRecord(RecordKind::View, None, fields.edit(Some(name))),
            Self::Edit { name, fields, new_name } => {
                let of = named(session, &name)?;
                Command::EditRecord(RecordKind::View, of.id, fields.edit(new_name))
            }
            Self::Remove { name } => Command::Remove(RecordKind::View, named(session, &name)?.id),
            Self::Import { file } => return import(session, &file),
        };
        session.execute(&command)
    }
}

/// The views that the agent has, as rows.
fn all(session: &mut Session<'_>) -> Result<Vec<Record>> {
    let views = session.desk.views()?;
    views.into_iter().map(|view| session.desk.record_at(RecordKind::View, view.id.0)).collect()
}

fn named(session: &mut Session<'_>, name: &str) -> Result<Record> {
    let of = session.desk.view(name)?;
    session.desk.record_at(RecordKind::View, of.id.0)
}

/// Makes the views of a file, or changes those that have their names.
fn import(session: &mut Session<'_>, file: &std::path::Path) -> Result<()> {
    let failed = |e: &dyn std::fmt::Display| Error::Io(format!("{}: {e}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|e| failed(&e))?;
    let filed: Vec<Filed> = serde_json::from_str(&text).map_err(|e| failed(&e))?;
    let (mut made, shares) = (Vec::new(), session.desk.agent()?.rights.contains(&Right::Settings));
    for mut view in filed {
        // Who can't share has what is shared already, or gets it as their own.
        if view.shared && !shares {
            if session.desk.view(&view.name).is_ok_and(|of| of.shared) {
                continue;
            }
            view.shared = false;
        }
        let mut columns = vec![
            ("name".to_owned(), view.name.clone()),
            ("query".to_owned(), view.query.unwrap_or_default()),
            ("columns".to_owned(), view.columns.join(";")),
            ("reversed".to_owned(), view.reversed.to_string()),
            ("shared".to_owned(), view.shared.to_string()),
        ];
        columns.extend(view.sort.map(|sort| ("sort".to_owned(), sort)));
        let edit = RecordEdit { columns };
        let command = match session.desk.view(&view.name) {
            Ok(of) => Command::EditRecord(RecordKind::View, of.id.0, edit),
            Err(Error::NotFound { .. }) => Command::NewRecord(RecordKind::View, None, edit),
            Err(other) => return Err(other),
        };
        let call = Call { request: None, ..session.call() };
        if let Answer::Record(record) = session.desk.execute(&command, &call)?.answer {
            made.push(*record);
        }
    }
    session.out.show(&made, |words| table::records(words, RecordKind::View, &made))
}
