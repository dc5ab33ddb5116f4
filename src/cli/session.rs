//! One command at an open database: who acts, on which file, and how outcomes are shown.

use std::path::PathBuf;

use super::Globals;
use super::output::Output;
use crate::config;
use crate::desk::{Clock, Desk};
use crate::domain::command::{Answer, Call, Command, Outcome};
use crate::domain::error::{Error, Result};
use crate::domain::form::Hint;

/// An open database and where answers go.
pub struct Session<'s> {
    /// The database.
    pub desk: Desk,
    /// Where answers go.
    pub out: &'s Output,
    /// The options.
    pub globals: &'s Globals,
}

impl<'s> Session<'s> {
    /// Opens the database and signs in; a request that was carried out before is answered here.
    pub fn open(globals: &'s Globals, out: &'s Output) -> Result<Self> {
        let config = config::load(&config::path())?;
        let mut desk = open(globals, out)?;
        let login = globals.login.clone().or_else(|| environment("AFTERDESK_USER")).or(config.user);
        desk.sign_in(login.as_deref(), &account()?)?;
        Ok(Self { desk, out, globals })
    }

    /// How a command is to be carried out.
    pub fn call(&self) -> Call {
        Call {
            request: self.globals.request.clone(),
            if_version: self.globals.if_version,
            dry_run: self.globals.dry_run,
        }
    }

    /// Answers a request that was carried out before; true where it was.
    pub fn repeated(&mut self) -> Result<bool> {
        let Some(key) = &self.globals.request else { return Ok(false) };
        let Some(first) = self.desk.first_answer(key)? else { return Ok(false) };
        self.out.outcome(&Outcome { answer: Answer::Repeated(first), effects: vec![] }, false, "", &[])?;
        Ok(true)
    }

    /// Refuses when what is looked at has another version than the one that was named.
    pub fn expect(&self, version: i64, document: &str) -> Result<()> {
        match self.globals.if_version {
            Some(named) if named != version => Err(Error::Stale { document: document.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Carries a command out and shows what came of it.
    pub fn execute(&mut self, command: &Command) -> Result<()> {
        self.execute_warning(command, &[])
    }

    /// Carries a command out, and shows what came of it beside what was worth telling before.
    pub fn execute_warning(&mut self, command: &Command, warnings: &[Hint]) -> Result<()> {
        let call = self.call();
        let outcome = self.desk.execute(command, &call)?;
        let zone = self.desk.settings()?.time_zone;
        self.out.outcome(&outcome, call.dry_run, &zone, warnings)
    }
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
    if let Some(db) = environment("AFTERDESK_DB") {
        return Ok(db.into());
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

/// A variable that is set and not empty.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}
