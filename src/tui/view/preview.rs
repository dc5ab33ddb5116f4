//! The effect preview: what a command would write, made by running it in a transaction that is rolled
//! back, so that it can't differ from what then happens. Nothing but the confirming key writes it.

use ratatui::layout::Rect;

use crate::domain::command::{Call, Command};
use crate::domain::effect::{Effect, Op};
use crate::domain::error::Result;
use crate::keys::{Context, Verb};
use crate::text::{cells, effect, sentence};
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink, centered, wrapped};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;

/// What a command would write.
pub struct Preview {
    title: String,
    /// What it is about, before what is written in detail.
    headline: Vec<String>,
    /// The question that confirming answers with yes.
    question: Option<String>,
    command: Command,
    call: Call,
    effects: Vec<Effect>,
    scroll: usize,
    /// Lines that show at once.
    page: usize,
}

/// How wide it is at least, where the screen is, and at most.
const WIDTH: (u16, u16) = (84, 140);

impl Preview {
    /// Runs a command and takes it back; answers what it would have written. Where it raises a question, that is
    /// asked here, and what a yes would write is shown.
    pub fn open(
        app: &mut App,
        title: String,
        headline: Vec<String>,
        mut command: Command,
        call: Call,
    ) -> Result<Layer> {
        let dry = Call { dry_run: true, request: None, ..call.clone() };
        let mut question = None;
        let effects = loop {
            match app.desk()?.execute(&command, &dry) {
                Ok(outcome) => break outcome.effects,
                Err(error) => {
                    command = command.anyway(&error).ok_or_else(|| error.clone())?;
                    question = Some(sentence::error(&app.look.words, &error));
                }
            }
        };
        let preview = Self { title, headline, question, command, call, effects, scroll: 0, page: 1 };
        Ok(Layer::Preview(Box::new(preview)))
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
                    app.finish_form();
                    Ok(next)
                }
                Err(error) => {
                    app.blame(error);
                    Ok(Next::Close)
                }
            },
            Verb::Back | Verb::Quit => Ok(Next::Close),
            other => {
                self.move_by(other);
                Ok(Next::Stay)
            }
        }
    }

    /// Scrolls; how far there is anything is known when it is drawn.
    fn move_by(&mut self, verb: Verb) {
        let page = self.page.saturating_sub(1).max(1);
        self.scroll = match verb {
            Verb::Up => self.scroll.saturating_sub(1),
            Verb::Down => self.scroll.saturating_add(1),
            Verb::PageUp => self.scroll.saturating_sub(page),
            Verb::PageDown => self.scroll.saturating_add(page),
            Verb::First => 0,
            Verb::Last => usize::MAX,
            _ => self.scroll,
        };
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let told: Vec<(Op, String)> = self.effects.iter().map(|e| (e.op, effect::line(words, e))).collect();
        let widest = told.iter().map(|(_, line)| cells::width(line)).max().unwrap_or(0);
        let widest = u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(6);
        let width = widest.clamp(WIDTH.0, WIDTH.1).min(area.width);
        let lines: Vec<(Op, String)> = told
            .iter()
            .flat_map(|(op, line)| wrapped(line, width - 6).into_iter().map(move |line| (*op, line)))
            .collect();
        let (strong, warning) = (ink.theme.strong, ink.theme.warning);
        let above =
            self.headline.iter().map(|l| (l, strong)).chain(self.question.iter().map(|l| (l, warning)));
        let headline: Vec<_> = above
            .flat_map(|(l, style)| wrapped(l, width - 6).into_iter().map(move |line| (line, style)))
            .collect();
        let above = if headline.is_empty() { 0 } else { u16::try_from(headline.len()).unwrap_or(0) + 1 };
        let height =
            u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(5 + above).min(area.height);
        let title = words.say("title-preview", &[("action", self.title.clone())]);
        let inside = ink.popup(centered(area, width, height), &title);
        for (y, (line, style)) in (inside.y + 1..).zip(&headline) {
            ink.put(inside.x + 2, y, inside.width - 4, line, *style);
        }
        let room = usize::from(inside.height.saturating_sub(3 + above));
        self.page = room;
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
        if lines.len() > room {
            let last = (self.scroll + room).min(lines.len());
            let shown = look.rows_shown(self.scroll + 1, last, lines.len());
            let keys = [Verb::PageUp, Verb::PageDown].map(|verb| look.key(&[Context::Confirm], verb));
            let rest = Rect { x: end + 2, y, width: inside.right().saturating_sub(end + 4), height: 1 };
            ink.right(rest, &format!("{shown}  {}", keys.join(" ")), ink.theme.dim);
        }
    }
}
