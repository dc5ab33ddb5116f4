//! A text for selecting by hand, where no clipboard is known to have taken it. Nothing stands beside it,
//! and it is broken only where the screen ends, so that what is selected is the text and nothing else.

use ratatui::layout::Rect;

use crate::keys::{Context, Verb};
use crate::tui::ink::{Ink, folded, wrapped};
use crate::tui::layer::Next;
use crate::tui::look::Look;

/// A text for selecting by hand.
pub struct Hand {
    text: String,
}

impl Hand {
    /// Shows a text.
    pub fn new(text: String) -> Self {
        Self { text }
    }

    /// Whether it shows this text.
    pub fn shows(&self, text: &str) -> bool {
        self.text == text
    }

    /// Does what a key says.
    pub fn on(&self, verb: Verb) -> Next {
        match verb {
            Verb::Back | Verb::Quit => Next::Close,
            _ => Next::Stay,
        }
    }

    /// Draws it.
    pub fn draw(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let lines = folded(&self.text, area.width);
        let key = look.key(&[Context::Everywhere], Verb::Mouse);
        let hint = wrapped(&words.say("hint-by-hand", &[("key", key)]), area.width.saturating_sub(2));
        let count = lines.len() + hint.len() + 4;
        let height = u16::try_from(count).unwrap_or(area.height).min(area.height);
        let sheet = Rect { y: area.y + (area.height - height) / 2, height, ..area };
        ink.clear(sheet);
        for y in [sheet.y, sheet.bottom() - 1] {
            ink.rule(Rect { y, height: 1, ..sheet }, ink.theme.border);
        }
        let title = format!(" {} ", words.word("title-by-hand"));
        ink.put(sheet.x + 2, sheet.y, sheet.width - 4, &title, ink.theme.strong);
        for (y, line) in (sheet.y + 1..sheet.bottom() - 1).zip(&lines) {
            ink.put(sheet.x, y, sheet.width, line, ink.theme.strong);
        }
        let below = sheet.y + 2 + u16::try_from(lines.len()).unwrap_or(sheet.height);
        for (y, line) in (below..sheet.bottom() - 1).zip(&hint) {
            ink.put(sheet.x + 1, y, sheet.width - 2, line, ink.theme.dim);
        }
    }
}
