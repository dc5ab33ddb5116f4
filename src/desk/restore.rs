//! Backup and restore. Both take the right to settings, as far as anybody can be signed in: onto a
//! database that is damaged or gone, whoever may write the file may restore.
//!
//! A backup is copied, checked and given its row of history beside the database before it takes its
//! place, so that there is no moment at which the books are neither the old nor the new ones.

use std::path::{Path, PathBuf};

use super::{Check, Clock, Desk, access, load_user, outbox, work};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::history::EventKind;
use crate::domain::ids::UserId;
use crate::domain::user::Right;
use crate::store::event::{self, Event};
use crate::store::place::{self, Staged};
use crate::store::{Store, user};
use crate::text::Words;

/// Who restores.
pub struct Caller<'a> {
    /// The agent named, if one is.
    pub login: Option<&'a str>,
    /// The operating-system account.
    pub account: &'a str,
}

/// What came of a restore.
pub struct Restored {
    /// What was there before, kept as this file.
    pub kept: Option<PathBuf>,
    /// Checks that fail in what was restored.
    pub failed: Vec<Check>,
}

impl Desk {
    /// Copies the database to a file that must not be there yet.
    pub fn backup(&mut self, to: &Path) -> Result<()> {
        self.require_settings()?;
        self.store.backup(to)
    }

    fn require_settings(&mut self) -> Result<()> {
        let actor = self.actor_id()?;
        self.store.read(|read| access::require(&load_user(read, actor)?, Right::Settings))
    }

    /// The login of who acts, and how many rows the history has.
    fn signature(&mut self) -> Result<(String, i64)> {
        let login = self.actor()?.login.clone();
        self.store.read(|read| Ok((login, event::head(read)?.0)))
    }
}

/// What lies where a backup is to be restored.
enum Present {
    Nothing,
    Broken,
    Sound(Box<Desk>),
}

/// Puts a backup in the place of a database, after checking it; what was there is kept beside it.
pub fn restore(
    path: &Path,
    from: &Path,
    caller: &Caller<'_>,
    clock: Clock,
    words: &Words,
) -> Result<Restored> {
    if place::same(path, from) {
        return Err(Error::from(Invalid::Contradicts { other: "--db".into() }).at("file"));
    }
    let again = || Words::new(words.language());
    let mut present = look(path, caller, clock, again())?;
    let (by, events) = match &mut present {
        Present::Sound(desk) => {
            let (login, events) = desk.signature()?;
            (login, Some(events))
        }
        _ => (caller.account.to_owned(), None),
    };
    let staged = Staged::beside(path);
    let store = Store::adopt(from, staged.path())?;
    let mut desk = Desk::around(store, clock, again(), None)?;
    let failed = desk.check()?.into_iter().filter(|check| !check.ok).collect();
    desk.record_restore(from, &by, events)?;
    desk.store.close()?;
    let kept = place::beside(path, &format!("before-restore-{}", clock.now().format("%Y%m%dT%H%M%SZ")));
    let kept = match present {
        Present::Sound(mut desk) => {
            desk.store.replace(staged.path(), &kept)?;
            Some(kept)
        }
        Present::Broken => {
            place::like(path, staged.path())?;
            place::set_aside(path, &kept)?;
            staged.place()?;
            Some(kept)
        }
        Present::Nothing => {
            staged.place()?;
            None
        }
    };
    Ok(Restored { kept, failed })
}

/// Looks at what is there, and at who wants to replace it. The database of another program is neither
/// sound nor broken: it is nobody's to replace.
fn look(path: &Path, caller: &Caller<'_>, clock: Clock, words: Words) -> Result<Present> {
    if !path.exists() {
        return Ok(Present::Nothing);
    }
    let signed_in = Desk::open(path, false, clock, words).and_then(|mut desk| {
        desk.sign_in(caller.login, caller.account)?;
        desk.require_settings()?;
        Ok(desk)
    });
    match signed_in {
        Ok(desk) => Ok(Present::Sound(Box::new(desk))),
        Err(Error::Damaged(_)) => Ok(Present::Broken),
        Err(Error::NotADatabase(_)) if !Store::is_foreign(path)? => Ok(Present::Broken),
        Err(other) => Err(other),
    }
}

impl Desk {
    /// Writes into the history that it goes on from a backup: by whom, and where it stood before.
    fn record_restore(&mut self, from: &Path, by: &str, events: Option<i64>) -> Result<()> {
        let now = self.clock.now();
        let name = from.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        self.store.write(|tx| {
            let known: Option<UserId> = user::find(tx, by)?;
            let effect = Effect::change(Subject::Database, name)
                .moved(Key::Rows, events, Some(event::head(tx)?.0))
                .now_if(Key::Agent, known.is_none().then_some(by));
            let mut effects = vec![effect];
            effects.extend(outbox::doubt(tx)?);
            let effects = serde_json::to_string(&effects).map_err(|e| Error::Io(e.to_string()))?;
            work::append(tx, Event { effects, ..Event::of(now, known, EventKind::Restored) }).map(drop)
        })
    }
}
