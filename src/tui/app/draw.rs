//! One frame: the layers from the lowest that covers the screen up, top and bottom line around them.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{App, Tone};
use crate::keys::{Context, Verb};
use crate::tui::ink::{Hit, Ink, wrapped};
use crate::tui::layer::Layer;
use crate::tui::theme::Sign;

/// The smallest screen that is drawn on.
const SMALLEST: (u16, u16) = (60, 20);

impl App {
    /// Draws everything that is seen.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        self.dirty = false;
        let area = frame.area();
        self.prepare();
        let mut layers = std::mem::take(&mut self.layers);
        let mut ink = Ink { buffer: frame.buffer_mut(), theme: &self.look.theme, caret: None, hits: vec![] };
        ink.buffer.set_style(area, ink.theme.text);
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            let (width, height) = (SMALLEST.0.to_string(), SMALLEST.1.to_string());
            let text = self.look.words.say("notice-too-small", &[("width", width), ("height", height)]);
            for (y, line) in (area.y..).zip(wrapped(&text, area.width)) {
                ink.put(area.x, y, area.width, &line, ink.theme.text);
            }
        } else {
            let between = Rect { y: area.y + 1, height: area.height - 2, ..area };
            let from = layers.iter().rposition(Layer::is_full).unwrap_or(0);
            let top = layers.len().saturating_sub(1);
            for (at, layer) in layers.iter_mut().enumerate().skip(from) {
                // Only the top layer is clicked and typed into.
                ink.hits.clear();
                ink.caret = None;
                layer.draw(&mut ink, &self.look, between, at == top);
            }
            self.top_line(&mut ink, Rect { height: 1, ..area }, &layers);
            self.bottom_line(&mut ink, area, layers.last());
        }
        let (caret, hits) = (ink.caret, ink.hits);
        self.hits = hits;
        self.layers = layers;
        if let Some(caret) = caret {
            frame.set_cursor_position(caret);
        }
    }

    /// Lets the layers read what is missing.
    pub(super) fn prepare(&mut self) {
        let mut layers = std::mem::take(&mut self.layers);
        for layer in &mut layers {
            if let Err(error) = layer.prepare(self) {
                self.complain(&error);
            }
        }
        self.layers = layers;
    }

    fn top_line(&self, ink: &mut Ink<'_>, area: Rect, layers: &[Layer]) {
        ink.row(area, "", ink.theme.bar);
        let crumbs: Vec<String> = layers.iter().filter_map(|l| l.crumb(&self.look)).collect();
        let name = self.agent.as_ref().map_or("", |agent| &agent.name);
        let agent = match self.options.readonly {
            true => format!(" {name} [{}] ", self.look.words.word("word-readonly")),
            false => format!(" {name} "),
        };
        let agent = match self.to_decide {
            0 => agent,
            count => {
                let values = [
                    ("key", self.look.key(&[Context::Everywhere], Verb::Approvals)),
                    ("count", count.to_string()),
                ];
                format!(" {}  {agent}", self.look.words.say("approvals-waiting", &values))
            }
        };
        let used = ink.right(area, &agent, ink.theme.bar);
        let crumbs = format!(" {}", crumbs.join(ink.theme.sign(Sign::Crumb)));
        ink.put(area.x, area.y, area.width.saturating_sub(used), &crumbs, ink.theme.bar);
    }

    /// Key hints of the top layer; a notice where there is one, over as many lines as it takes.
    fn bottom_line(&self, ink: &mut Ink<'_>, area: Rect, top: Option<&Layer>) {
        let last = Rect { y: area.bottom() - 1, height: 1, ..area };
        if let Some((text, tone)) = &self.notice {
            let style = if *tone == Tone::Wrong { ink.theme.error } else { ink.theme.good };
            let sign = if *tone == Tone::Wrong {
                format!("{} ", ink.theme.sign(Sign::Wrong))
            } else {
                String::new()
            };
            let grace = top.and_then(|top| self.grace_line(top)).filter(|_| *tone == Tone::Done);
            let text = grace.map_or_else(|| text.clone(), |grace| format!("{text} · {grace}"));
            let lines = wrapped(&format!("{sign}{text}"), area.width.saturating_sub(2));
            let height = u16::try_from(lines.len()).unwrap_or(1).clamp(1, area.height / 2);
            let first = area.bottom() - height;
            for (y, line) in (first..area.bottom()).zip(lines) {
                let row = Rect { y, ..last };
                ink.row(row, "", ink.theme.bar.patch(style));
                ink.put(row.x + 1, y, row.width - 1, &line, ink.theme.bar.patch(style));
            }
            return;
        }
        ink.row(last, "", ink.theme.bar);
        let Some(top) = top else { return };
        // How to find all the others always has its place.
        let hints = self.hints(top);
        let help = hints.iter().find(|(_, _, verb)| *verb == Verb::Help);
        let help = help.map_or_else(Default::default, |(key, name, _)| (key.clone(), name.clone()));
        let width = crate::text::cells::width(&help.0) + crate::text::cells::width(&help.1) + 2;
        let width = u16::try_from(width).unwrap_or(last.width).min(last.width);
        let at = last.right() - width;
        let accent = ink.theme.bar.patch(ink.theme.accent);
        ink.words(
            at,
            last.y,
            last.right(),
            &[(&help.0, accent), (" ", ink.theme.bar), (&help.1, ink.theme.bar)],
        );
        ink.hit(Rect { x: at, width, ..last }, Hit::Verb(Verb::Help));
        let last = Rect { width: last.width - width - 1, ..last };
        let mut x = last.x + 1;
        if let Some(grace) = self.grace_line(top) {
            let width = ink.put(x, last.y, last.width.saturating_sub(1), &grace, ink.theme.bar);
            ink.hit(Rect { x, width, ..last }, Hit::Verb(Verb::Undo));
            return;
        }
        for (key, label, verb) in hints.into_iter().filter(|(_, _, verb)| *verb != Verb::Help) {
            let width = crate::text::cells::width(&key) + 1 + crate::text::cells::width(&label) + 2;
            let width = u16::try_from(width).unwrap_or(u16::MAX);
            if x + width > last.right() {
                break;
            }
            let keys = ink.theme.bar.patch(ink.theme.accent);
            let end = ink.words(
                x,
                last.y,
                last.right(),
                &[(&key, keys), (" ", ink.theme.bar), (&label, ink.theme.bar)],
            );
            ink.hit(Rect { x, width: end - x, ..last }, Hit::Verb(verb));
            x += width;
        }
    }

    /// Keys with their names: what may follow a key that was pressed, or what the top layer offers.
    fn hints(&self, top: &Layer) -> Vec<(String, String, Verb)> {
        let mut hints: Vec<(String, String, Verb)> = Vec::new();
        for context in top.contexts() {
            for (binding, chords) in self.look.keymap.rows(context) {
                let begun =
                    chords.iter().find(|c| c.0.len() > self.pressed.len() && c.0.starts_with(&self.pressed));
                // A key that is typed into something is not one that does this.
                let free = chords.iter().find(|c| c.0.first().is_some_and(|key| !top.takes(*key)));
                let chord = if self.pressed.is_empty() { free.filter(|_| binding.hint) } else { begun };
                let Some(chord) = chord else { continue };
                let offer = top.offer(binding.verb, &self.look).filter(|offer| offer.why.is_none());
                let Some(offer) = offer else { continue };
                let key = crate::keys::Chord(chord.0[self.pressed.len()..].to_vec()).to_string();
                // An inner place has the key already.
                if hints.iter().all(|(other, ..)| *other != key) {
                    hints.push((key, offer.name, binding.verb));
                }
            }
        }
        hints
    }
}
