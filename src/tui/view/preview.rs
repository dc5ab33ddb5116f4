//! The effect preview: what a command would write, made by running it in a transaction that is rolled
//! back, so that it can't differ from what then happens. Nothing but the confirming key writes it.

use ratatui::layout::Rect;

use crate::domain::command::{Call, Command};
use crate::domain::effect::{Effect, Op};
use crate::domain::error::Result;
use crate::keys::{Context, Verb};
use crate::text::effect;
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink, centered, wrapped};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;

/// What a command would write.
pub struct Preview {
    title: String,
    /// What it is about, before what is written in detail.
    headline: Vec<String>,
    command: Command,
    call: Call,
    effects: Vec<Effect>,
    scroll: usize,
}

impl Preview {
    /// Runs a command and takes it back; answers what it would have written.
    pub fn open(
        app: &mut App,
        title: String,
        headline: Vec<String>,
        command: Command,
        call: Call,
    ) -> Result<Layer> {
        let dry = Call { dry_run: true, request: None, ..call.clone() };
        let effects = app.desk()?.execute(&command, &dry)?.effects;
        Ok(Layer::Preview(Box::new(Self { title, headline, command, call, effects, scroll: 0 })))
    }

    /// How an action is called here: the confirming key by what it confirms.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::Confirm => Some(Offer { name: self.title.clone(), why: None }),
            other => Offer::usual(other, look),
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::Confirm => match app.carry_out(&self.command, &self.call) {
                Ok(next) => {
                    app.close_form();
                    Ok(next)
                }
                Err(error) => {
                    app.blame(error);
                    Ok(Next::Close)
                }
            },
            Verb::Back | Verb::Quit => Ok(Next::Close),
            Verb::Up => {
                self.scroll = self.scroll.saturating_sub(1);
                Ok(Next::Stay)
            }
            Verb::Down => {
                self.scroll += 1;
                Ok(Next::Stay)
            }
            _ => Ok(Next::Stay),
        }
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let width = area.width.min(84);
        let lines: Vec<(Op, String)> = self
            .effects
            .iter()
            .flat_map(|e| {
                wrapped(&effect::line(words, e), width - 6).into_iter().map(move |line| (e.op, line))
            })
            .collect();
        let headline: Vec<String> = self.headline.iter().flat_map(|l| wrapped(l, width - 6)).collect();
        let above = if headline.is_empty() { 0 } else { u16::try_from(headline.len()).unwrap_or(0) + 1 };
        let height =
            u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(5 + above).min(area.height);
        let title = words.say("title-preview", &[("action", self.title.clone())]);
        let inside = ink.popup(centered(area, width, height), &title);
        for (y, line) in (inside.y + 1..).zip(&headline) {
            ink.put(inside.x + 2, y, inside.width - 4, line, ink.theme.strong);
        }
        let room = usize::from(inside.height.saturating_sub(3 + above));
        self.scroll = self.scroll.min(lines.len().saturating_sub(room));
        for (y, (op, line)) in (inside.y + 1 + above..).zip(lines.iter().skip(self.scroll).take(room)) {
            let style = match op {
                Op::Add => ink.theme.good,
                Op::Change => ink.theme.text,
                Op::Remove => ink.theme.error,
            };
            ink.put(inside.x + 2, y, inside.width - 4, line, style);
        }
        let (yes, no) =
            (look.key(&[Context::Confirm], Verb::Confirm), look.key(&[Context::Everywhere], Verb::Back));
        let (text, accent) = (ink.theme.text, ink.theme.accent);
        let (yes_word, no_word) = (format!(" {}   ", self.title), format!(" {}", words.word("word-back")));
        let y = inside.bottom() - 1;
        let row = [(yes.as_str(), accent), (&yes_word, text), (&no, accent), (&no_word, text)];
        let end = ink.words(inside.x + 2, y, inside.right(), &row);
        ink.hit(Rect { x: inside.x + 2, y, width: end - inside.x - 2, height: 1 }, Hit::Verb(Verb::Confirm));
    }
}
