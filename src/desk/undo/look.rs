//! Which of an agent's last commands can be taken back or done again, and how each is told.

use crate::desk::{Desk, outbox};
use crate::domain::error::{Error, NoUndo, Result};
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ids::{EventId, UserId};
use crate::domain::mail::{self, MailState};
use crate::domain::undo::{ActionView, Stay, queued};
use crate::store::action::{self, Action};
use crate::store::{Read, invoice, mail as mails};
use crate::text::{Words, sentence, timeline};

/// The command to take back: the one named, else the last that stands.
pub(super) fn to_undo(read: &Read<'_>, user: UserId, which: Option<EventId>) -> Result<Action> {
    let last = standing(read, user)?;
    let wanted = |of: &Action| which.is_none_or(|id| of.id == id) && !of.undone;
    last.into_iter().find(wanted).ok_or(Error::NoUndo(NoUndo::Nothing))
}

/// The command to do again: the one that was taken back last, where nothing else was done since.
pub(super) fn to_redo(read: &Read<'_>, user: UserId) -> Result<Action> {
    let last = standing(read, user)?;
    let newest = last.iter().map(|of| of.id).max();
    let undone = last.into_iter().filter(|of| of.undone).max_by_key(|of| of.at_row);
    undone.filter(|of| newest < Some(of.at_row)).ok_or(Error::NoUndo(NoUndo::NothingAgain))
}

/// An agent's last commands, what was done or taken back last before all others, without messages that were taken back:
/// of those nothing is left.
fn standing(read: &Read<'_>, user: UserId) -> Result<Vec<Action>> {
    let mut last = action::last(read, user)?;
    let mut gone = Vec::new();
    for of in last.iter().filter(|of| of.kind == EventKind::MailQueued) {
        if state(read, of)? == Some(MailState::Cancelled) {
            gone.push(of.id);
        }
    }
    last.retain(|of| !gone.contains(&of.id));
    last.sort_by_key(|of| std::cmp::Reverse(of.at_row));
    Ok(last)
}

/// Where the message of a command stands, if it wrote one.
fn state(read: &Read<'_>, of: &Action) -> Result<Option<MailState>> {
    let Some(id) = queued(&of.effects).and_then(mail::labelled) else { return Ok(None) };
    outbox::find(read, id).map(|mail| Some(mail.view.state))
}

/// What a command was about: a document, a message, else its ticket.
pub(super) fn subject(read: &Read<'_>, of: &Action) -> Result<Option<String>> {
    if let Some(id) = of.invoice {
        return invoice::label(read, id).map(Some);
    }
    let posted = of.effects.iter().find(|e| Stay::is_posted(e));
    let made = posted.or_else(|| of.effects.iter().find(|e| Stay::names(e.subject)));
    let made = made.and_then(|e| e.document.clone());
    Ok(made.or_else(|| of.ticket.map(|id| format!("#{id}"))))
}

/// A command as it is answered.
pub(super) fn view(read: &Read<'_>, of: &Action, words: &Words) -> Result<ActionView> {
    let document = subject(read, of)?;
    let mail = match queued(&of.effects).and_then(mail::labelled) {
        Some(id) => mails::head(read, id)?,
        None => None,
    };
    let told = TimelineEntry {
        at: of.at,
        agent: None,
        kind: of.kind,
        text: String::new(),
        document: document.clone(),
        mail,
        body: None,
        incoming: None,
        effects: of.effects.clone(),
    };
    let waits = state(read, of)? == Some(MailState::Waiting);
    let stays = Stay::of(of.kind, &of.effects).filter(|_| !waits && !of.undone);
    let why =
        stays.map(|why| Error::NoUndo(NoUndo::Stays { why, document: document.clone().unwrap_or_default() }));
    let changed = i64::try_from(action::changes(read, of.id)?.len()).unwrap_or(i64::MAX);
    let tickets = if changed > 0 { changed } else { action::tickets(read, of)? };
    Ok(ActionView {
        id: of.id,
        version: of.at_row.0,
        at: of.at,
        kind: of.kind,
        ticket: of.ticket.map(|id| id.0),
        tickets,
        document,
        text: timeline::entry(words, &told),
        undone: of.undone,
        code: why.as_ref().map(|why| why.code().to_owned()),
        reason: why.as_ref().map(|why| sentence::error(words, why)),
        stays,
        kept: vec![],
    })
}

impl Desk {
    /// How many tickets would be taken back.
    pub fn to_undo(&mut self, which: Option<EventId>) -> Result<usize> {
        let actor = self.actor_id()?;
        self.store.read(|read| Ok(action::changes(read, to_undo(read, actor, which)?.id)?.len()))
    }

    /// How many tickets would be done again.
    pub fn to_redo(&mut self) -> Result<usize> {
        let actor = self.actor_id()?;
        self.store.read(|read| Ok(action::changes(read, to_redo(read, actor)?.id)?.len()))
    }

    /// The agent's last commands, newest first: what can be taken back, what is, and why what can't.
    pub fn actions(&mut self) -> Result<Vec<ActionView>> {
        let (actor, words) = (self.actor_id()?, &self.words);
        self.store.read(|read| standing(read, actor)?.iter().map(|of| view(read, of, words)).collect())
    }
}
