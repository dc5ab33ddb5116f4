//! Taking back and doing again: at once, with what came of it in the status line. What can't be taken back opens the list
//! of what one did last, which says why and what can be done instead.

use chrono::{DateTime, Utc};

use super::App;
use crate::desk::Desk;
use crate::domain::bulk::CHUNK;
use crate::domain::command::{Call, Command};
use crate::domain::effect::Effect;
use crate::domain::error::{Error, NoUndo, Result};
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::ids::EventId;
use crate::domain::undo::ActionView;
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::text::timeline;
use crate::tui::layer::Layer;
use crate::tui::look::Look;

impl App {
    /// Takes back what the agent did last. A message that the status line counts down is taken back first: it says so.
    pub(super) fn undo(&mut self) {
        if let Ok(Some((mail, _))) = self.desk().and_then(Desk::mail_in_grace) {
            return self.take_mail_back(mail);
        }
        if !self.layers.last().is_some_and(Layer::is_full) {
            return;
        }
        if let Err(error) = self.turn(None) {
            self.stays(&error);
        }
    }

    /// Tells why something could not be taken back, and what there is instead.
    fn stays(&mut self, error: &Error) {
        if matches!(error, Error::NoUndo(NoUndo::Stays { .. })) {
            self.perform(Verb::UndoList);
        }
        self.complain(error);
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self) {
        if !self.layers.last().is_some_and(Layer::is_full) {
            return;
        }
        if let Err(error) = self.turn_by(Command::Redo, |desk| desk.to_redo()) {
            self.complain(&error);
        }
    }

    /// Keeps what was begun at tickets that were merged where they went, unless another was begun there.
    pub(super) fn carry_typing(&mut self, merge: &Command) {
        let Command::Merge(sources, target, _) = merge else { return };
        for source in sources {
            for begun in [Form::Reply(*source), Form::Note(*source)] {
                if let (Some(kept), Some(form)) = (self.kept.remove(&begun), begun.moved(*target)) {
                    self.kept.entry(form).or_insert(kept);
                }
            }
        }
    }

    /// Takes back one of what the agent did last.
    pub fn turn(&mut self, which: Option<EventId>) -> Result<()> {
        self.turn_by(Command::Undo(which), |desk| desk.to_undo(which))
    }

    /// Takes back or does again: what concerns many tickets beside the loop, so that nobody waits for it.
    fn turn_by(&mut self, command: Command, tickets: impl FnOnce(&mut Desk) -> Result<usize>) -> Result<()> {
        if self.turner.is_busy() {
            return Ok(());
        }
        let call = Call { request: Some(self.request()), ..Call::default() };
        let many = self.desk().and_then(tickets)?;
        match self.round().filter(|_| many > CHUNK) {
            Some(round) => {
                let told = self.look.words.say("undo-under-way", &[("count", many.to_string())]);
                self.turner.begin(round, command, call);
                self.tell(told);
                Ok(())
            }
            None => self.carry_out(&command, &call).map(drop),
        }
    }

    /// Tells what came of what was turned beside the loop.
    pub(super) fn hear_turner(&mut self) {
        match self.turner.hear() {
            Some((command, Ok(outcome))) => {
                if let Err(error) = self.carried(&command, &outcome) {
                    self.complain(&error);
                }
                self.dirty = true;
            }
            Some((_, Err(error))) => {
                self.stays(&error);
                self.dirty = true;
            }
            None => {}
        }
    }
}

/// What was taken back or done again, by the ticket, and what stays as it is.
pub(super) fn done(look: &Look, view: &ActionView, effects: Vec<Effect>) -> String {
    let words = &look.words;
    let kind = if view.undone { EventKind::Undone } else { EventKind::Redone };
    let told = TimelineEntry {
        at: DateTime::<Utc>::UNIX_EPOCH,
        agent: None,
        kind,
        text: String::new(),
        document: None,
        mail: None,
        body: None,
        incoming: None,
        effects,
    };
    let text = match view.tickets {
        // Of several, what was done to them all.
        2.. => words.say(if view.undone { "undo-done" } else { "redo-done" }, &[("text", view.text.clone())]),
        _ => timeline::entry(words, &told),
    };
    let about = match (view.ticket, view.tickets) {
        (Some(ticket), 2..) => format!("#{ticket} +{}", view.tickets - 1),
        (Some(ticket), _) => format!("#{ticket}"),
        (None, _) => view.document.clone().unwrap_or_default(),
    };
    let mut text = match text.contains(&about) {
        true => text,
        false => words.say("named", &[("name", about), ("text", text)]),
    };
    for kept in &view.kept {
        text.push_str(&format!(" · {}", kept.reason));
    }
    // A message is not sent again by a key.
    let again = view.undone && view.kind != EventKind::MailQueued;
    match again.then(|| look.key(&[Context::Everywhere], Verb::Redo)) {
        Some(key) => words.say("undo-redo", &[("text", text), ("key", key), ("verb", look.verb(Verb::Redo))]),
        None => text,
    }
}
