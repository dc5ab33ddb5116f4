//! What an agent can do. [`Desk`] is the only door to the books: it knows who acts, checks what they
//! may, reads facts, lets the rules plan, writes the plan and one row of history, all in one
//! transaction. The terminal interface, the command line and the import call nothing below it.

mod access;
mod actions;
mod admin;
mod books;
mod check;
mod clock;
mod customers;
mod draft;
mod forms;
pub mod intake;
mod payment;
mod posting;
mod reads;
mod refund;
mod refund_facts;
mod run;
mod sample;
mod setup;
mod stock_count;
mod tickets;
mod views;
mod watch;
mod work;

use std::path::Path;

pub use check::Check;
pub use clock::Clock;
pub use forms::Shown;
pub use intake::Report;
pub use setup::{Setup, restore};

use crate::domain::command::{Answer, Call, Command, Outcome};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Need, Result, Thing};
use crate::domain::history::EventKind;
use crate::domain::ids::UserId;
use crate::domain::settings::Settings;
use crate::domain::user::{Right, User};
use crate::store::{Read, Store, company, driver, event, user};
use crate::text::Words;

/// An open database, and who works at it.
pub struct Desk {
    store: Store,
    clock: Clock,
    words: Words,
    actor: Option<UserId>,
    readonly: bool,
}

impl Desk {
    /// Opens a database. A clock that stands still is for sandboxes only.
    pub fn open(path: &Path, readonly: bool, clock: Clock, words: Words) -> Result<Self> {
        let mut store = Store::open(path, readonly)?;
        if clock.is_fixed() && !store.read(settings)?.sandbox {
            return Err(Invalid::ClockOutsideSandbox.into());
        }
        Ok(Self { store, clock, words, actor: None, readonly })
    }

    /// Decides who acts: the agent named, or the one that belongs to the operating-system account; in a
    /// sandbox, at last, the first one. An agent that is bound to an account is acted for by it alone.
    pub fn sign_in(&mut self, login: Option<&str>, account: &str) -> Result<()> {
        let actor = self.store.read(|read| {
            let sandbox = settings(read)?.sandbox;
            let found = match login {
                Some(login) => Some(tickets::find_user(read, login)?),
                None => match user::of_account(read, account)? {
                    Some(id) => Some(id),
                    None if sandbox => user::first(read)?,
                    None => None,
                },
            };
            let missing = || Error::NotFound { what: Thing::ActingUser, key: account.to_owned() };
            let actor = load_user(read, found.ok_or_else(missing)?)?;
            match &actor.os_login {
                Some(bound) if bound != account && !sandbox => Err(Error::Forbidden(Need::Account {
                    login: actor.login.clone(),
                    account: bound.clone(),
                })),
                _ => Ok(actor.id),
            }
        })?;
        self.actor = Some(actor);
        Ok(())
    }

    /// The words that answers are made with.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Makes answers with other words from now on.
    pub fn set_words(&mut self, words: Words) {
        self.words = words;
    }

    /// Who acts.
    pub fn agent(&mut self) -> Result<crate::domain::user::UserView> {
        let actor = self.actor_id()?;
        self.store.read(|read| views::user_view(read, actor))
    }

    /// Today where the company is.
    pub fn today(&mut self) -> Result<chrono::NaiveDate> {
        let clock = self.clock;
        self.store.read(|read| Ok(clock.today(&settings(read)?)))
    }

    /// How long to wait for another process before answering `Busy`.
    pub fn set_patience(&self, patience: std::time::Duration) -> Result<()> {
        self.store.set_patience(patience)
    }

    fn actor_id(&self) -> Result<UserId> {
        self.actor.ok_or_else(|| Error::NotFound { what: Thing::ActingUser, key: String::new() })
    }

    /// Carries a command out: everything of it, or nothing.
    pub fn execute(&mut self, command: &Command, call: &Call) -> Result<Outcome> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        let (actor, clock, words) = (self.actor_id()?, self.clock, &self.words);
        let run = |tx: &crate::store::Tx<'_>| {
            if let Some(first) =
                call.request.as_deref().map(|key| event::answer(tx, key)).transpose()?.flatten()
            {
                let first = serde_json::from_str(&first).map_err(|_| driver::damaged("answer"))?;
                return Ok(Outcome { answer: Answer::Repeated(first), effects: vec![] });
            }
            let mut work = work::Work::begin(tx, actor, clock, words)?;
            let (answer, event) = run::run(&mut work, command, call.if_version)?;
            if let Some(key) = &call.request {
                let text = serde_json::to_string(&answer).map_err(|e| Error::Io(e.to_string()))?;
                event::remember(tx, key, event, &text)?;
            }
            Ok(Outcome { answer, effects: work.effects })
        };
        if call.dry_run { self.store.rehearse(run) } else { self.store.write(run) }
    }
}

impl Desk {
    /// Imports what `read` hands over, row by row: all of it, or nothing. What is wrong with the rows
    /// comes back as [`Error::Import`].
    pub fn import(
        &mut self,
        dry_run: bool,
        read: impl FnOnce(&mut intake::Intake<'_>) -> Result<()>,
    ) -> Result<Report> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        let (actor, clock, words) = (self.actor_id()?, self.clock, &self.words);
        let run = |tx: &crate::store::Tx<'_>| {
            let mut work = work::Work::begin(tx, actor, clock, words)?;
            access::require(&work.actor, Right::Settings)?;
            let report = intake::run(tx, work.now, read)?;
            for (file, counts) in &report.files {
                let rows = counts.added + counts.updated;
                if rows > 0 {
                    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                    work.note(Effect::add(Subject::Import, (*file).to_owned()).now(Key::Rows, rows));
                }
            }
            work.finish(EventKind::Imported)?;
            Ok(report)
        };
        if dry_run { self.store.rehearse(run) } else { self.store.write(run) }
    }
}

/// The company's settings, which every set-up database has.
fn settings(read: &Read<'_>) -> Result<Settings> {
    company::load(read)?.ok_or_else(|| driver::damaged("company"))
}

fn load_user(read: &Read<'_>, id: UserId) -> Result<User> {
    user::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::ActingUser, key: id.to_string() })
}
