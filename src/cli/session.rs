//! One command at an open database: who acts, on which file, and how outcomes are shown.

use std::path::PathBuf;

use super::Globals;
use super::output::Output;
use crate::config;
use crate::desk::{Clock, Desk};
use crate::domain::command::{Call, Command, Outcome};
use crate::domain::error::{Error, Result};

/// An open database and where answers go.
pub struct Session<'s> {
    /// The database.
    pub desk: Desk,
    /// Where answers go.
    pub out: &'s Output,
    globals: &'s Globals,
    asked: &'s str,
}

impl<'s> Session<'s> {
    /// Opens the database and signs in.
    pub fn open(globals: &'s Globals, asked: &'s str, out: &'s Output) -> Result<Self> {
        Ok(Self { desk: signed_in(globals, out)?, out, globals, asked })
    }

    /// How a command is to be carried out.
    pub fn call(&self) -> Call {
        Call {
            request: self.globals.request.clone(),
            asked: Some(self.asked.to_owned()),
            if_version: self.globals.if_version,
            dry_run: self.globals.dry_run,
        }
    }

    /// Answers a request that was carried out before; true where it was.
    pub fn repeated(&mut self) -> Result<bool> {
        let call = self.call();
        match self.desk.repeated(&call)? {
            Some(outcome) => self.show(&outcome, call.dry_run).map(|()| true),
            None => Ok(false),
        }
    }

    /// Carries a command out and shows what came of it.
    pub fn execute(&mut self, command: &Command) -> Result<()> {
        let call = self.call();
        let outcome = self.desk.execute(command, &call)?;
        self.show(&outcome, call.dry_run)
    }

    /// Shows what came of a command.
    pub fn show(&mut self, outcome: &Outcome, dry_run: bool) -> Result<()> {
        let zone = self.desk.settings()?.time_zone;
        self.out.outcome(outcome, dry_run, &zone)
    }
}

/// Opens the database and signs in.
pub fn signed_in(globals: &Globals, out: &Output) -> Result<Desk> {
    let login = login(globals)?;
    let mut desk = open(globals, out)?;
    desk.sign_in(login.as_deref(), &account()?)?;
    Ok(desk)
}

/// Opens the database without signing in.
pub fn open(globals: &Globals, out: &Output) -> Result<Desk> {
    let words = out.words_again();
    Desk::open(&database(globals)?, globals.readonly, clock()?, words)
}

/// The database file.
pub fn database(globals: &Globals) -> Result<PathBuf> {
    if let Some(db) = &globals.db {
        return Ok(db.clone());
    }
    if let Some(db) = environment_path("AFTERDESK_DB") {
        return Ok(db);
    }
    Ok(config::load(&config::path())?.db.unwrap_or_else(config::default_database))
}

/// The clock: the system's, or where `AFTERDESK_NOW` stands.
pub fn clock() -> Result<Clock> {
    match environment("AFTERDESK_NOW") {
        Some(at) => Ok(Clock::fixed(&at)?),
        None => Ok(Clock::default()),
    }
}

/// The operating-system account.
pub fn account() -> Result<String> {
    whoami::username().map_err(|e| Error::Io(e.to_string()))
}

/// The agent named by flag, variable or config file.
pub fn login(globals: &Globals) -> Result<Option<String>> {
    let named = globals.acting.clone().or_else(|| environment("AFTERDESK_USER"));
    Ok(named.or(config::load(&config::path())?.user))
}

/// A variable that is set and not empty. What of it is no text is replaced, so that it is told instead
/// of passed over.
pub fn environment(name: &str) -> Option<String> {
    environment_path(name).map(|value| value.to_string_lossy().into_owned())
}

/// A variable that is set and not empty and names a file.
pub fn environment_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from)
}
