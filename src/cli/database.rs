//! `db`: check, back up, restore.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::output::Output;
use super::{Globals, session, table};
use crate::desk::{self, Caller};
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
        match self {
            Self::Check => {
                let checks = session::open(globals, out)?.check()?;
                out.show(&checks, |words| table::checks(words, &checks))?;
                let failed = checks.iter().filter(|c| !c.ok).count();
                if failed == 0 { Ok(()) } else { Err(Error::CheckFailed { failed }) }
            }
            Self::Backup { file } => {
                session::signed_in(globals, out)?.backup(&file)?;
                let path = file.display().to_string();
                out.show(&json!({ "path": file }), |words| words.say("notice-backup", &[("path", path)]))
            }
            Self::Restore { file } => restore(&file, globals, out),
        }
    }
}

fn restore(file: &Path, globals: &Globals, out: &Output) -> Result<()> {
    if globals.readonly {
        return Err(Error::ReadOnly);
    }
    let path = session::database(globals)?;
    crate::config::make_folder(&path)?;
    let (login, account) = (session::login(globals)?, session::account()?);
    let caller = Caller { login: login.as_deref(), account: &account };
    let done = desk::restore(&path, file, &caller, session::clock()?, &out.words)?;
    out.show(&json!({ "path": path, "kept": done.kept, "failed": done.failed }), |words| {
        let kept = done.kept.as_ref().map_or_else(|| "–".to_owned(), |k| k.display().to_string());
        words.say("notice-restored", &[("path", file.display().to_string()), ("kept", kept)])
    })?;
    if !done.failed.is_empty() {
        let checks: Vec<&str> = done.failed.iter().map(|check| check.check).collect();
        out.note(&out.words.say("notice-restored-checks", &[("checks", checks.join(", "))]));
    }
    Ok(())
}
