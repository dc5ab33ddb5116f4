//! `undo` and `redo`: the agent's last commands, taken back and done again.

use clap::{Args, Subcommand};

use super::session::Session;
use super::table;
use crate::domain::command::Command;
use crate::domain::error::Result;
use crate::domain::ids::EventId;

/// Take back your last change of tickets, or a message that has not left
///
/// What you changed is put back where it still stands as you left it, as a new entry of the history; other fields and
/// what others did meanwhile stay. What can't be taken back, such as a note or a posted document, is refused with what
/// to do instead; an older change is taken back by its number from the list.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Undo {
    #[command(subcommand)]
    list: Option<List>,
    /// One of the list, by its number [default: the last]
    #[arg(value_name = "ID")]
    id: Option<i64>,
}

/// What could be taken back.
#[derive(Debug, Subcommand)]
pub enum List {
    /// Your last commands, newest first: what can be taken back, and why what can't
    List {
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
}

/// Do again what you took back last, unless you did something else since
#[derive(Debug, Args)]
pub struct Redo {}

impl Undo {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self.list {
            Some(List::List { limit }) => {
                let mut all = session.desk.actions()?;
                all.truncate(limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
                let zone = session.desk.settings()?.time_zone;
                session.out.show(&all, |words| table::actions(words, &all, &zone))
            }
            None => session.execute(&Command::Undo(self.id.map(EventId))),
        }
    }
}

impl Redo {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        session.execute(&Command::Redo)
    }
}
