//! One command at an open database: who acts, on which file, and how outcomes are shown.

use std::io::Read;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::Globals;
use super::output::Output;
use crate::config;
use crate::desk::outbox::Rules;
use crate::desk::{Clock, Desk};
use crate::domain::command::{Call, Command, Outcome};
use crate::domain::error::{Error, Result};
use crate::domain::form::Hint;
use crate::domain::mail::incoming::MOST_BYTES;

/// An open database and where answers go.
pub struct Session<'s> {
    /// The database.
    pub desk: Desk,
    /// Where answers go.
    pub out: &'s Output,
    /// What came in by standard input, of a command that reads it.
    pub input: Vec<u8>,
    globals: &'s Globals,
    asked: String,
}

impl<'s> Session<'s> {
    /// Opens the database and signs in.
    pub fn open(globals: &'s Globals, asked: &'s str, out: &'s Output) -> Result<Self> {
        let mut desk = signed_in(globals, out)?;
        desk.set_mail(Rules::of(&config::load(&config::path())?.mail));
        Ok(Self { desk, out, input: vec![], globals, asked: asked.to_owned() })
    }

    /// Reads standard input, which is part of what is asked for from then on.
    pub fn read_input(&mut self) -> Result<()> {
        let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        let mut input = std::io::stdin().lock().take(most);
        input.read_to_end(&mut self.input).map_err(|e| Error::Io(e.to_string()))?;
        let digest = HEXLOWER.encode(&Sha256::digest(&self.input));
        self.asked.push_str(&format!("\u{1f}<{digest}"));
        Ok(())
    }

    /// How a command is to be carried out.
    pub fn call(&self) -> Call {
        Call {
            request: self.globals.request.clone(),
            asked: Some(self.asked.clone()),
            if_version: self.globals.if_version,
            dry_run: self.globals.dry_run,
        }
    }

    /// Answers a request that was carried out before; true where it was.
    pub fn repeated(&mut self) -> Result<bool> {
        let call = self.call();
        match self.desk.repeated(&call)? {
            Some(outcome) => self.show(&outcome, call.dry_run, &[]).map(|()| true),
            None => Ok(false),
        }
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
        if command.moves_deadlines() && !call.dry_run {
            super::sla::settle(self)?;
        }
        self.show(&outcome, call.dry_run, warnings)
    }

    /// Shows what came of a command.
    pub fn show(&mut self, outcome: &Outcome, dry_run: bool, warnings: &[Hint]) -> Result<()> {
        let zone = self.desk.settings()?.time_zone;
        self.out.outcome(outcome, dry_run, &zone, warnings)
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
    match named_database(globals) {
        Some(db) => Ok(db),
        None => Ok(config::load(&config::path())?.db.unwrap_or_else(config::default_database)),
    }
}

/// The database file that a flag or a variable names.
pub fn named_database(globals: &Globals) -> Option<PathBuf> {
    globals.db.clone().or_else(|| environment_path("AFTERDESK_DB"))
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
    match named_login(globals) {
        Some(login) => Ok(Some(login)),
        None => Ok(config::load(&config::path())?.user),
    }
}

/// The agent that a flag or a variable names.
pub fn named_login(globals: &Globals) -> Option<String> {
    globals.acting.clone().or_else(|| environment("AFTERDESK_USER"))
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
