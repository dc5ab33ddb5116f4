//! Sending: one process at a time, each message by three short transactions around the transport, so that
//! a process which dies anywhere leaves a message either as not sent, or as one whose fate a person
//! decides. Nothing is sent twice and nothing is lost.

use std::time::{Duration, Instant};

use super::{Desk, find, moved};
use crate::desk::work::Work;
use crate::desk::{load_user, tickets};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::history::EventKind;
use crate::domain::ids::MailId;
use crate::domain::mail::{Enclosed, Mail, MailState, MailView, Said, Transport, Which, label};
use crate::store::{lock, mail};

/// How long somebody who asks waits for another process that sends.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks.
const PAUSE: Duration = Duration::from_millis(50);
/// How often the end of a try is written again where the database is busy: what is not written leaves a
/// message in doubt.
const TRIES: usize = 5;
/// The most characters that are kept of what a server says.
const KEPT: usize = 1000;

impl Desk {
    /// Sends messages through a transport; answers those that were tried, as they stand then. Only one
    /// process sends at a time: who asks for its own waits a while for the other, and is then told `Busy`.
    pub fn deliver(&mut self, transport: &mut dyn Transport, which: Which) -> Result<Vec<MailView>> {
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        let _lock = self.lock_outbox(which)?;
        self.recover()?;
        let ids = self.to_send(which)?;
        if !ids.is_empty() {
            transport.prepare()?;
        }
        let mut tried = Vec::new();
        for id in ids {
            let Some((mail, enclosed)) = self.claim(id, which)? else { continue };
            let reached = self.attempt(transport, &mail, &enclosed)?;
            tried.push(self.store.read(|read| find(read, id))?.view);
            // The others would wait for nobody just as long.
            if !reached {
                break;
            }
        }
        Ok(tried)
    }

    /// Which messages would be sent.
    pub fn to_send(&mut self, which: Which) -> Result<Vec<MailId>> {
        let (actor, now) = (self.actor_id()?, self.clock.now());
        self.store.read(|read| match which {
            Which::Due => mail::waiting(read, now, None),
            Which::DueAndOwn => mail::waiting(read, now, Some(actor)),
            Which::One(id) => {
                let found = find(read, id)?;
                if let Some(ticket) = found.view.ticket {
                    tickets::require_visible(read, &load_user(read, actor)?, ticket)?;
                }
                match found.view.state {
                    state if state.can_send() => Ok(vec![id]),
                    state => Err(Error::WrongState { document: label(id), why: Wrong::Mail(state) }),
                }
            }
        })
    }

    fn lock_outbox(&self, which: Which) -> Result<lock::Lock> {
        let asked = Instant::now();
        loop {
            match lock::take(self.store.path())? {
                Some(lock) => return Ok(lock),
                None if which == Which::Due || asked.elapsed() > PATIENCE => return Err(Error::Busy),
                None => std::thread::sleep(PAUSE),
            }
        }
    }

    /// Looks, under the lock, after what a process that died left on its way: what it had not handed over
    /// waits again, what it had is in doubt.
    fn recover(&mut self) -> Result<()> {
        if !self.store.read(mail::any_under_way)? {
            return Ok(());
        }
        for id in self.store.read(|read| mail::in_state(read, MailState::Sending))? {
            self.put_back(id, MailState::Waiting)?;
        }
        for id in self.store.read(|read| mail::in_state(read, MailState::HandingOver))? {
            self.end(id, MailState::Unclear, None)?;
        }
        Ok(())
    }

    /// Takes a message for a try, with what it encloses; none where it was taken back, or sent, in the meantime.
    fn claim(&mut self, id: MailId, which: Which) -> Result<Option<(Mail, Vec<Enclosed>)>> {
        self.store.write(|tx| {
            let found = find(tx, id)?;
            let state = found.view.state;
            if state != MailState::Waiting && !(which == Which::One(id) && state.can_send()) {
                return Ok(None);
            }
            mail::claim(tx, id)?;
            Ok(Some((found, mail::enclosed(tx, id)?)))
        })
    }

    /// One try; answers whether anybody was reached.
    fn attempt(&mut self, transport: &mut dyn Transport, mail: &Mail, enclosed: &[Enclosed]) -> Result<bool> {
        let (id, mut handed) = (mail.view.id, false);
        let said = transport.send(&mail.view, enclosed, &mut || {
            self.store.write(|tx| mail::set(tx, id, MailState::HandingOver, None))?;
            handed = true;
            Ok(())
        });
        let reached = !matches!(said, Ok(Said::Unreachable(_) | Said::Silent));
        // A doubt that an earlier try left stays, whatever is known of this one; and who may have the text and
        // said nothing leaves one.
        let before = mail.view.state;
        let failed = if before == MailState::Unclear { before } else { MailState::Failed };
        let unheard = if handed { MailState::Unclear } else { failed };
        let (state, words) = match said {
            Ok(Said::Accepted(_)) => (MailState::Sent, None),
            Ok(Said::Refused(words)) => (failed, Some(words)),
            Ok(Said::Unreachable(words)) => (unheard, Some(words)),
            Ok(Said::Silent) => (unheard, Some(self.words.word("stored-mail-silent"))),
            Ok(Said::Unencrypted) => (failed, Some(self.words.word("stored-mail-unencrypted"))),
            // What the transport itself can't do, before anything left it.
            Err(error) if !handed => {
                self.put_back(id, before)?;
                return Err(error);
            }
            Err(error) => (MailState::Unclear, Some(error.to_string())),
        };
        let words = words.map(|words| words.trim().chars().take(KEPT).collect::<String>());
        for _ in 1..TRIES {
            match self.end(id, state, words.as_deref()) {
                Err(Error::Busy) => {}
                other => return other.map(|()| reached),
            }
        }
        self.end(id, state, words.as_deref()).map(|()| reached)
    }

    /// Puts a message that nobody was given into the state that it came from.
    fn put_back(&mut self, id: MailId, to: MailState) -> Result<()> {
        self.store.write(|tx| {
            let found = find(tx, id)?.view;
            match found.state {
                MailState::Sending => mail::set(tx, id, to, found.error.as_deref()),
                _ => Ok(()),
            }
        })
    }

    /// Ends a try: the state, and a row of the history on the ticket's timeline.
    fn end(&mut self, id: MailId, state: MailState, words: Option<&str>) -> Result<()> {
        let (actor, clock) = (self.actor()?.clone(), self.clock);
        self.store.write(|tx| {
            let mut work = Work::begin(tx, &actor, clock, &self.words)?;
            let found = find(tx, id)?;
            let kind = match state {
                MailState::Sent => {
                    mail::sent(tx, id, work.now)?;
                    EventKind::MailSent
                }
                MailState::Unclear => {
                    mail::set(tx, id, state, words)?;
                    EventKind::MailUnclear
                }
                _ => {
                    mail::set(tx, id, state, words)?;
                    EventKind::MailFailed
                }
            };
            moved(&mut work, &found, state);
            work.finish(kind).map(drop)
        })
    }
}
