//! The outbox: messages are put into it in the transaction of whatever they tell of, can be taken back
//! while they wait, and leave through a transport, each once. Other commands call [`queue`]; both doors
//! call what [`Desk`] offers, and give it the transport.

mod deliver;
mod look;

use std::time::Duration;

use chrono::TimeDelta;
use data_encoding::HEXLOWER;

use super::work::Work;
use super::{Desk, tickets};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Result, Thing, Wrong};
use crate::domain::ids::MailId;
use crate::domain::mail::{Mail, MailState, NewMail, Post, label};
use crate::store::mail::{self, Written};
use crate::store::{Read, driver};

/// What holds of every new message.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How long it can be taken back before it leaves by itself.
    pub grace: Duration,
    /// The host in its id.
    pub host: String,
}

impl Rules {
    /// The rules that go with a way to send.
    pub fn of(post: &Post) -> Self {
        Self { grace: post.grace, host: post.from.host().to_owned() }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::of(&Post::default())
    }
}

impl Desk {
    /// Says what holds of new messages.
    pub fn set_mail(&mut self, rules: Rules) {
        self.mail = rules;
    }
}

/// Puts a message into the outbox, in the transaction of the command that it tells of. Refuses what can't
/// leave, as errors of the fields `to`, `subject` and `body`.
pub fn queue(work: &mut Work<'_, '_>, new: &NewMail) -> Result<MailId> {
    if let Some(ticket) = new.ticket {
        tickets::visible(work, ticket)?;
    }
    let new = new.checked()?;
    let message_id = message_id(&work.mail.host)?;
    let grace = TimeDelta::from_std(work.mail.grace).unwrap_or_default();
    let written =
        Written { by: work.actor.id, at: work.now, send_after: work.now + grace, message_id: &message_id };
    let id = mail::insert(work.tx, &new, &written)?;
    work.ticket = work.ticket.or(new.ticket);
    work.note(Effect::add(Subject::Mail, label(id)).now(Key::State, MailState::Waiting.as_str()));
    Ok(id)
}

/// Takes a message back that has not left.
pub fn cancel(work: &mut Work<'_, '_>, id: MailId) -> Result<()> {
    let found = find(work.tx, id)?;
    visible(work, &found)?;
    let state = found.view.state;
    if !state.can_cancel() {
        return Err(Error::WrongState { document: label(id), why: Wrong::Mail(state) });
    }
    give_up(work, &found)
}

/// Takes a message back whose coupon was: nothing that does not hold any more leaves.
pub(super) fn take_back(work: &mut Work<'_, '_>, id: MailId) -> Result<()> {
    give_up(work, &find(work.tx, id)?)
}

fn give_up(work: &mut Work<'_, '_>, of: &Mail) -> Result<()> {
    mail::set(work.tx, of.view.id, MailState::Cancelled, of.view.error.as_deref())?;
    moved(work, of, MailState::Cancelled);
    Ok(())
}

/// Notes that a message went to another state.
fn moved(work: &mut Work<'_, '_>, of: &Mail, to: MailState) {
    work.ticket = of.view.ticket;
    let effect = Effect::change(Subject::Mail, label(of.view.id));
    work.note(effect.moved(Key::State, Some(of.view.state.as_str()), Some(to.as_str())));
}

/// A message that must be there.
pub(super) fn find(read: &Read<'_>, id: MailId) -> Result<Mail> {
    mail::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Mail, key: id.to_string() })
}

/// Refuses who does not see the ticket that a message belongs to.
fn visible(work: &Work<'_, '_>, of: &Mail) -> Result<()> {
    of.view.ticket.map_or(Ok(()), |ticket| tickets::visible(work, ticket).map(drop))
}

/// A new id: random, so that no two messages of any desk share one.
fn message_id(host: &str) -> Result<String> {
    let mut token = [0; 16];
    getrandom::fill(&mut token).map_err(|e| Error::Io(e.to_string()))?;
    Ok(format!("<{}@{host}>", HEXLOWER.encode(&token)))
}

/// A message in doubt: a backup that is restored does not know what left after it was made.
pub(super) fn doubt(tx: &crate::store::Tx<'_>) -> Result<Vec<Effect>> {
    let mut effects = Vec::new();
    for state in [MailState::Waiting, MailState::Sending, MailState::HandingOver] {
        for id in mail::in_state(tx, state)? {
            let of = mail::load(tx, id)?.ok_or_else(|| driver::damaged("message"))?;
            mail::set(tx, id, MailState::Unclear, of.view.error.as_deref())?;
            let (was, now) = (state.as_str(), MailState::Unclear.as_str());
            effects.push(Effect::change(Subject::Mail, label(id)).moved(Key::State, Some(was), Some(now)));
        }
    }
    Ok(effects)
}
