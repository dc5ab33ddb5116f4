//! What an agent can do. [`Desk`] is the only door to the books: it knows who acts, checks what they
//! may, reads facts, lets the rules plan, writes the plan and one row of history, all in one
//! transaction. The terminal interface, the command line and the import call nothing below it.

mod access;
mod actions;
mod admin;
mod approvals;
mod books;
mod bulk;
mod check;
mod clock;
mod closing;
mod coupon_forms;
mod coupons;
mod customers;
mod draft;
mod field_service;
mod find;
mod forms;
mod holidays;
pub mod intake;
mod links;
mod listed;
mod listing;
mod mailbox;
mod merge;
mod order_actions;
mod order_flow;
mod order_forms;
mod order_invoice;
mod order_mail;
mod order_more;
mod orders;
pub mod outbox;
mod payment;
pub mod portal;
mod posting;
mod program_actions;
mod program_forms;
mod programs;
mod reads;
mod records;
mod refund;
mod refund_facts;
pub mod repair;
mod replies;
mod reports;
mod request;
mod restore;
mod run;
mod sample;
mod services;
mod settle_forms;
mod setup;
mod sheets;
mod side;
mod sla;
mod stock;
mod stock_count;
mod teams;
mod tickets;
mod undo;
mod users;
mod variables;
mod views;
mod watch;
mod work;

use std::path::Path;

pub use crate::domain::import::Report;
pub use crate::domain::wizard::print::Printable;
pub use crate::store::repair::Filter as RepairFilter;
pub use check::Check;
pub use clock::Clock;
pub use field_service::{Agenda, Span, TaskPage};
pub use forms::Shown;
pub use order_actions::{OrderCoupon, OrderPage};
pub use repair::{LISTED, RepairPage, RepairQueue};
pub use restore::{Caller, Restored, restore};
pub use setup::Setup;
pub use sheets::Paper;

use crate::domain::command::{Answer, Call, Command, Outcome};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Need, Result, Thing};
use crate::domain::history::EventKind;
use crate::domain::ids::UserId;
use crate::domain::settings::Settings;
use crate::domain::user::{Right, User};
use crate::store::{Read, Store, company, driver, user};
use crate::text::Words;
use request::Request;

/// Who is signed in. A restore under an open desk may give the row to somebody else, so both must fit.
#[derive(Clone)]
struct Actor {
    id: UserId,
    login: String,
}

/// An open database, and who works at it.
pub struct Desk {
    store: Store,
    clock: Clock,
    words: Words,
    actor: Option<Actor>,
    readonly: bool,
    /// What holds of new messages.
    mail: outbox::Rules,
    /// The version of the data when it was last asked for.
    seen: i64,
    /// What lies beside the books, once it is asked for.
    side: Option<side::Beside>,
}

impl Desk {
    /// Opens a database. A clock that stands still is for sandboxes only.
    pub fn open(path: &Path, readonly: bool, clock: Clock, words: Words) -> Result<Self> {
        Ok(Self { readonly, ..Self::around(Store::open(path, readonly)?, clock, words, None)? })
    }

    /// The desk of an open database.
    fn around(mut store: Store, clock: Clock, words: Words, actor: Option<Actor>) -> Result<Self> {
        if clock.is_fixed() && !store.read(settings)?.sandbox {
            return Err(Invalid::ClockOutsideSandbox.into());
        }
        let seen = store.data_version()?;
        Ok(Self {
            store,
            clock,
            words,
            actor,
            readonly: false,
            mail: outbox::Rules::default(),
            seen,
            side: None,
        })
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
            require_active(&actor)?;
            match &actor.os_login {
                Some(bound) if bound != account && !sandbox => Err(Error::Forbidden(Need::Account {
                    login: actor.login.clone(),
                    account: bound.clone(),
                })),
                _ => Ok(Actor { id: actor.id, login: actor.login }),
            }
        })?;
        self.actor = Some(actor);
        Ok(())
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        self.store.path()
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

    /// How much of the database is kept in memory, in KiB.
    pub fn set_cache(&self, kib: i64) -> Result<()> {
        self.store.set_cache(kib)
    }

    /// How long to wait for another process before answering `Busy`.
    pub fn set_patience(&self, patience: std::time::Duration) -> Result<()> {
        self.store.set_patience(patience)
    }

    fn actor_id(&self) -> Result<UserId> {
        self.actor().map(|actor| actor.id)
    }

    fn actor(&self) -> Result<&Actor> {
        let nobody = || Error::NotFound { what: Thing::ActingUser, key: String::new() };
        self.actor.as_ref().ok_or_else(nobody)
    }

    /// Carries a command out: everything of it, or nothing.
    pub fn execute(&mut self, command: &Command, call: &Call) -> Result<Outcome> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        let (actor, clock, words, mail) = (self.actor()?.clone(), self.clock, &self.words, self.mail.clone());
        let request = Request::of(call, actor.id, || format!("{command:?}"));
        let run = |tx: &crate::store::Tx<'_>| {
            let mut work = work::Work::begin(tx, &actor, clock, words)?;
            work.mail = mail;
            if let Some(first) = first(request.as_ref(), tx)? {
                return Ok(request::repeated(first));
            }
            let (answer, event) = run::run(&mut work, command, call.if_version)?;
            if command.moves_deadlines() {
                crate::store::sla::begin_refresh(tx)?;
            }
            if let Some(request) = request {
                request.remember(tx, &answer, event)?;
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
        call: &Call,
        read: impl FnOnce(&mut intake::Intake<'_>) -> Result<()>,
    ) -> Result<Outcome> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        if call.if_version.is_some() {
            return Err(Error::OptionUnused { option: "--if-version" });
        }
        let (actor, clock, words) = (self.actor()?.clone(), self.clock, &self.words);
        let request = Request::of(call, actor.id, || "import".to_owned());
        let run = |tx: &crate::store::Tx<'_>| {
            let mut work = work::Work::begin(tx, &actor, clock, words)?;
            if let Some(first) = first(request.as_ref(), tx)? {
                return Ok(request::repeated(first));
            }
            access::require(&work.actor, Right::Settings)?;
            let report = intake::run(tx, work.now, read)?;
            for (file, counts) in &report.files {
                let rows = counts.added + counts.updated;
                if rows > 0 {
                    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                    work.note(Effect::add(Subject::Import, file.to_string()).now(Key::Rows, rows));
                }
            }
            crate::store::sla::begin_refresh(tx)?;
            let moved = ["delivery_lines.csv", "stock.csv"];
            if moved.iter().any(|file| report.files.get(*file).is_some_and(|counts| counts.added > 0)) {
                // What was read says what is there; what can be promised of it is decided here.
                work.stock.extend(crate::store::reservation::open_products(tx)?);
            }
            if report.files.get("invoices.csv").is_some_and(|counts| counts.added > 0) {
                work.orders.extend(crate::store::coupon::confirmed_orders(tx)?);
            }
            let event = work.finish(EventKind::Imported)?;
            let answer = Answer::Import(report);
            if let Some(request) = request {
                request.remember(tx, &answer, event)?;
            }
            Ok(Outcome { answer, effects: work.effects })
        };
        if call.dry_run { self.store.rehearse(run) } else { self.store.write(run) }
    }
}

fn first(request: Option<&Request<'_>>, read: &Read<'_>) -> Result<Option<serde_json::Value>> {
    request.map(|request| request.first(read)).transpose().map(Option::flatten)
}

/// The company's settings, which every set-up database has.
fn settings(read: &Read<'_>) -> Result<Settings> {
    company::load(read)?.ok_or_else(|| driver::damaged("company"))
}

/// Refuses who does not work here any more.
fn require_active(of: &User) -> Result<()> {
    match of.active {
        true => Ok(()),
        false => Err(Error::Forbidden(Need::Active { login: of.login.clone() })),
    }
}

fn load_user(read: &Read<'_>, id: UserId) -> Result<User> {
    user::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::ActingUser, key: id.to_string() })
}
