//! Copying, as a layer asks for it: the text takes its way, the status line says which, and what can't be
//! known to have arrived anywhere is shown for selecting by hand.

use super::{App, Errand};
use crate::keys::{Code, Key};
use crate::tui::clipboard::{Method, Step};
use crate::tui::layer::Layer;
use crate::tui::view::Hand;

impl App {
    /// Copies a text by the way that fits the surroundings.
    pub fn copy(&mut self, text: &str) {
        let step = self.clipboard.copy(text);
        self.follow_copy(step);
    }

    /// Hears what became of a copy, or of messages, that were under way.
    pub fn hear(&mut self) {
        self.hear_mail();
        self.hear_turner();
        if self.counter.hear() {
            self.reload();
            self.dirty = true;
        }
        if let Some(step) = self.clipboard.hear() {
            self.dirty = true;
            self.follow_copy(step);
            self.show_by_hand();
        }
    }

    /// Shows a text for selecting it by hand.
    pub fn show(&mut self, text: String) {
        self.dirty = true;
        self.by_hand = Some(text);
        self.show_by_hand();
    }

    /// Opens a layer above what is open.
    pub fn push(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    fn follow_copy(&mut self, step: Step) {
        if let Some(text) = step.send {
            self.errand = Some(Errand::Send(text));
        }
        if let Some(method) = step.method {
            let words = &self.look.words;
            self.tell(match method {
                Method::System => words.word("notice-copied-system"),
                Method::Terminal => words.word("notice-copied-terminal"),
                Method::Tmux => words.word("notice-copied-tmux"),
            });
        }
        self.by_hand = step.show.or(self.by_hand.take());
    }

    /// Shows what waits for it, unless it is seen already. Where somebody types meanwhile it goes into the
    /// status line: nothing may come between a person and a field.
    pub(super) fn show_by_hand(&mut self) {
        let Some(text) = self.by_hand.take() else { return };
        let letter: Key = Code::Char('a').into();
        match self.layers.last() {
            Some(top) if top.shows(&text) => {}
            Some(top) if top.takes(letter) => {
                self.tell(self.look.words.say("notice-copied-by-hand", &[("text", text)]));
            }
            _ => self.layers.push(Layer::Hand(Hand::new(text))),
        }
    }
}
