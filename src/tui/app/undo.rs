//! Taking back and doing again: at once, with what came of it in the status line. What can't be taken back opens the list
//! of what one did last, which says why and what can be done instead.

use chrono::{DateTime, Utc};

use super::App;
use crate::desk::Desk;
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
        match self.turn(None) {
            Err(error @ Error::NoUndo(NoUndo::Stays { .. })) => {
                self.perform(Verb::UndoList);
                self.complain(&error);
            }
            Err(error) => self.complain(&error),
            Ok(()) => {}
        }
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self) {
        if !self.layers.last().is_some_and(Layer::is_full) {
            return;
        }
        let call = Call { request: Some(self.request()), ..Call::default() };
        if let Err(error) = self.carry_out(&Command::Redo, &call) {
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
        let call = Call { request: Some(self.request()), ..Call::default() };
        self.carry_out(&Command::Undo(which), &call).map(drop)
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
