//! `db`: check, back up, restore.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::output::Output;
use super::{Globals, no_dry_run, session, table};
use crate::desk;
use crate::domain::error::{Error, Result};

/// The database file.
#[derive(Debug, Subcommand)]
pub enum Db {
    /// Whether the books still say what they must: the file, references, ceilings, residuals, stock,
    /// numbers, history
    Check,
    /// Copy the database, whole and consistent, to a new file
    Backup {
        /// The file to make
        file: PathBuf,
    },
    /// Put a backup in the place of the database; what was there is kept beside it
    Restore {
        /// The backup
        file: PathBuf,
    },
}

impl Db {
    /// Runs the command.
    pub fn run(self, globals: &Globals, out: &Output) -> Result<()> {
        no_dry_run(globals)?;
        match self {
            Self::Check => {
                let checks = session::open(globals, out)?.check()?;
                out.show(&checks, |words| table::checks(words, &checks))?;
                let failed = checks.iter().filter(|c| !c.ok).count();
                if failed == 0 { Ok(()) } else { Err(Error::CheckFailed { failed }) }
            }
            Self::Backup { file } => {
                session::open(globals, out)?.backup(&file)?;
                let path = file.display().to_string();
                out.show(&json!({ "path": file }), |words| words.say("notice-backup", &[("path", path)]))
            }
            Self::Restore { file } => {
                if globals.readonly {
                    return Err(Error::ReadOnly);
                }
                let path = session::database(globals)?;
                crate::config::make_folder(&path)?;
                let kept = desk::restore(&path, &file, session::clock()?)?;
                out.show(&json!({ "path": path, "kept": kept }), |words| {
                    let values = [
                        ("path", path.display().to_string()),
                        ("kept", kept.as_ref().map_or_else(|| "–".to_owned(), |k| k.display().to_string())),
                    ];
                    words.say("notice-restored", &values)
                })
            }
        }
    }
}
