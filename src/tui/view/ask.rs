//! A question with one yes: leaving a form that holds typing, quitting, replacing a file.

use ratatui::layout::Rect;

use crate::domain::error::Result;
use crate::domain::form::{Draft, Value};
use crate::domain::kept::Kept;
use crate::domain::wizard::{Audience, Form, letter, ticket};
use crate::keys::{Context, Verb};
use crate::tui::app::{App, Sheaf};
use crate::tui::form::FormLayer;
use crate::tui::ink::{Ink, centered, wrapped};
use crate::tui::layer::{Layer, Next};
use crate::tui::look::Look;

/// A question.
pub struct Ask {
    yes: Yes,
}

enum Yes {
    /// The form below closes; what was typed is kept.
    Leave(Box<(Form, Kept)>),
    /// The program ends.
    Quit,
    /// A document takes the place of a file.
    Replace(Box<Sheaf>),
    /// What is written in the form below goes on in another, for other readers.
    Turn(Box<(Form, String)>),
}

impl Ask {
    /// Whether to leave a form that holds typing.
    pub fn leave(form: Form, kept: Kept) -> Self {
        Self { yes: Yes::Leave(Box::new((form, kept))) }
    }

    /// Whether what is written is for other readers than it was begun for.
    pub fn turn(other: Form, written: String) -> Self {
        Self { yes: Yes::Turn(Box::new((other, written))) }
    }

    /// Whether to quit although a form holds typing.
    pub fn quit() -> Self {
        Self { yes: Yes::Quit }
    }

    /// Whether a printed document takes the place of the file that is there.
    pub fn replace(of: Sheaf) -> Self {
        Self { yes: Yes::Replace(Box::new(of)) }
    }

    /// Does what a key says: yes is the confirming key, or the same key again that raised the question.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        Ok(match (verb, &self.yes) {
            (Verb::Confirm, Yes::Leave(kept)) => {
                app.keep(kept.0.clone(), kept.1.clone());
                app.close_form();
                app.tell(app.look.words.word("notice-kept"));
                Next::Close
            }
            (Verb::Confirm, Yes::Quit) => {
                app.done = true;
                Next::Close
            }
            (Verb::Confirm, Yes::Replace(of)) => {
                match app.print(of) {
                    Ok(()) => app.close_form(),
                    Err(error) => app.blame(error),
                }
                Next::Close
            }
            (Verb::Confirm, Yes::Turn(turn)) => {
                let (form, written) = (&turn.0, &turn.1);
                let field =
                    if form.audience() == Some(Audience::Customer) { letter::BODY } else { ticket::TEXT };
                let mut draft = Draft::default();
                draft.set(field, Value::Text(written.clone()));
                let layer = FormLayer::turned(app, form.clone(), draft)?;
                app.finish_form();
                Next::Swap(Layer::Form(Box::new(layer)))
            }
            (Verb::Back | Verb::Quit, _) => Next::Close,
            _ => Next::Stay,
        })
    }

    /// Draws it.
    pub fn draw(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let question = match &self.yes {
            Yes::Leave(_) => words.word("ask-leave"),
            Yes::Quit => words.word("ask-quit"),
            Yes::Turn(turn) => words.word(match turn.0.audience() {
                Some(Audience::Customer) => "ask-turn-public",
                _ => "ask-turn-internal",
            }),
            Yes::Replace(of) => words.say("ask-replace", &[("file", of.file.display().to_string())]),
        };
        let lines = wrapped(&question, 52);
        let height = u16::try_from(lines.len()).unwrap_or(1) + 4;
        let inside = ink.popup(centered(area, 58, height), &words.word("title-question"));
        for (y, line) in (inside.y..).zip(&lines) {
            ink.put(inside.x + 2, y, inside.width - 4, line, ink.theme.text);
        }
        let (yes, no) =
            (look.key(&[Context::Confirm], Verb::Confirm), look.key(&[Context::Everywhere], Verb::Back));
        let (text, accent) = (ink.theme.text, ink.theme.accent);
        let (yes_word, no_word) =
            (format!(" {}   ", words.word("word-yes")), format!(" {}", words.word("word-no")));
        let row = [(yes.as_str(), accent), (&yes_word, text), (&no, accent), (&no_word, text)];
        ink.words(inside.x + 2, inside.bottom() - 1, inside.right(), &row);
    }
}
