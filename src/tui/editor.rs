//! Typing: one line or several, by graphemes, in NFC, with the terminal's own cursor at the caret so
//! that an input method composes in place. The editing itself is that of well-kept widgets.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{Input as AreaInput, Key as AreaKey, TextArea, WrapMode};
use tui_input::{Input, InputRequest};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::ink::Ink;
use crate::keys::{Code, Key};
use crate::text::cells;

/// The most characters that a field takes while it is typed into; what is too long to keep is told
/// by the field's own rule.
const MOST: usize = 100_000;

/// One line.
#[derive(Clone, Debug, Default)]
pub struct LineEditor {
    input: Input,
    /// Whether the first character that is typed takes the place of all that stands there.
    fresh: bool,
}

impl LineEditor {
    /// With a text, the caret at its end.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.nfc().collect()), fresh: false }
    }

    /// With a text that the first character typed takes the place of.
    pub fn fresh(text: &str) -> Self {
        Self { fresh: true, ..Self::new(text) }
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether a key belongs to the editor.
    pub fn takes(key: Key) -> bool {
        match key.code {
            Code::Char(c) if key.ctrl => matches!(c, 'a' | 'e' | 'u' | 'k' | 'w'),
            Code::Char(_) => !key.alt,
            Code::Backspace | Code::Delete | Code::Left | Code::Right => true,
            Code::Home | Code::End => !key.ctrl,
            _ => false,
        }
    }

    /// Whether an arrow key moves the caret in the text. It does not from the end at which it points
    /// out of it, nor where nothing was done yet.
    pub fn moves(&self, arrow: Key) -> bool {
        let end = self.text().chars().count();
        match arrow.code {
            _ if self.fresh => false,
            Code::Left => self.input.cursor() > 0,
            Code::Right => self.input.cursor() < end,
            _ => false,
        }
    }

    /// Handles a key that [`LineEditor::takes`].
    pub fn key(&mut self, key: Key) {
        use InputRequest as R;
        let fresh = std::mem::take(&mut self.fresh);
        let request = match (key.code, key.ctrl) {
            (Code::Char('a'), true) | (Code::Home, _) => R::GoToStart,
            (Code::Char('e'), true) | (Code::End, _) => R::GoToEnd,
            (Code::Char('u'), true) => R::DeleteLine,
            (Code::Char('k'), true) => R::DeleteTillEnd,
            (Code::Char('w'), true) | (Code::Backspace, true) => R::DeletePrevWord,
            (Code::Backspace, false) => R::DeletePrevChar,
            (Code::Delete, _) => R::DeleteNextChar,
            (Code::Left, true) => R::GoToPrevWord,
            (Code::Right, true) => R::GoToNextWord,
            (Code::Left, false) => R::GoToPrevChar,
            (Code::Right, false) => R::GoToNextChar,
            (Code::Char(c), false) => {
                self.fresh = fresh;
                return self.paste(c.encode_utf8(&mut [0; 4]));
            }
            _ => return,
        };
        self.input.handle(request);
    }

    /// Puts text in at the caret; line ends and other control characters become blanks.
    pub fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.fresh) {
            self.input = Input::default();
        }
        let text: String = text.replace("\r\n", "\n").nfc().collect();
        let room = MOST.saturating_sub(self.text().chars().count());
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(room).collect();
        let at = self.input.cursor();
        let before: String = self.text().chars().take(at).collect();
        let after: String = self.text().chars().skip(at).collect();
        // What is typed may join what stands before it: a vowel its consonant.
        let head: String = format!("{before}{text}").nfc().collect();
        let caret = head.chars().count();
        self.input = Input::new(head + &after).with_cursor(caret);
    }

    /// Draws the line and puts the caret there.
    pub fn draw(&self, ink: &mut Ink<'_>, area: Rect, style: Style) {
        if area.width == 0 {
            return;
        }
        ink.row(area, "", style);
        // The caret may stand one cell behind the text.
        let width = usize::from(area.width.saturating_sub(1).max(1));
        let scroll = self.input.visual_scroll(width);
        let mut skipped = 0;
        let shown: String = cells::printable(self.text())
            .chars()
            .skip_while(|c| {
                let skip = skipped < scroll;
                if skip {
                    skipped += cells::width(c.encode_utf8(&mut [0; 4]));
                }
                skip
            })
            .collect();
        ink.put(area.x, area.y, area.width, &shown, style);
        let caret =
            self.input.visual_cursor().saturating_sub(skipped.max(scroll).min(self.input.visual_cursor()));
        let caret = u16::try_from(caret).unwrap_or(u16::MAX).min(area.width - 1);
        ink.caret = Some(Position { x: area.x + caret, y: area.y });
    }
}

/// Several lines.
#[derive(Clone, Debug)]
pub struct TextEditor {
    area: TextArea<'static>,
}

impl TextEditor {
    /// With a text, the caret at its end.
    pub fn new(text: &str) -> Self {
        let text: String = text.nfc().collect();
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        area.move_cursor(ratatui_textarea::CursorMove::Bottom);
        area.move_cursor(ratatui_textarea::CursorMove::End);
        Self { area }
    }

    /// What stands there.
    pub fn text(&self) -> String {
        self.area.lines().join("\n").nfc().collect()
    }

    /// Whether a key belongs to the editor.
    pub fn takes(key: Key) -> bool {
        let moves = matches!(key.code, Code::Enter | Code::Up | Code::Down | Code::PageUp | Code::PageDown);
        // Ctrl-E opens the person's own editor.
        (moves && !key.ctrl && !key.alt)
            || (LineEditor::takes(key) && !(key.ctrl && key.code == Code::Char('e')))
    }

    /// Handles a key that [`TextEditor::takes`].
    pub fn key(&mut self, key: Key) {
        // The widget steps by code points, people by what they see.
        let times = match (key.code, key.ctrl) {
            (Code::Backspace | Code::Left, false) => self.grapheme(true),
            (Code::Delete | Code::Right, false) => self.grapheme(false),
            _ => 1,
        };
        let code = match key.code {
            Code::Char(c) => AreaKey::Char(c),
            Code::Enter => AreaKey::Enter,
            Code::Backspace => AreaKey::Backspace,
            Code::Delete => AreaKey::Delete,
            Code::Left => AreaKey::Left,
            Code::Right => AreaKey::Right,
            Code::Up => AreaKey::Up,
            Code::Down => AreaKey::Down,
            Code::Home => AreaKey::Home,
            Code::End => AreaKey::End,
            Code::PageUp => AreaKey::PageUp,
            Code::PageDown => AreaKey::PageDown,
            _ => return,
        };
        for _ in 0..times {
            self.area.input(AreaInput { key: code, ctrl: key.ctrl, alt: key.alt, shift: false });
        }
    }

    /// How many code points the grapheme before or after the caret has; one at the end of a line.
    fn grapheme(&self, before: bool) -> usize {
        let at = self.area.cursor();
        let line = self.area.lines().get(at.0).map_or("", String::as_str);
        let split = line.char_indices().nth(at.1).map_or(line.len(), |(byte, _)| byte);
        let grapheme = match before {
            true => line[..split].graphemes(true).next_back(),
            false => line[split..].graphemes(true).next(),
        };
        grapheme.map_or(1, |g| g.chars().count())
    }

    /// Puts text in at the caret; line ends and tabs are the only control characters that stay.
    pub fn paste(&mut self, text: &str) {
        let text: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
        let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let room = MOST.saturating_sub(self.text().chars().count());
        self.area.insert_str(text.chars().filter(kept).take(room).collect::<String>());
    }

    /// Whether the caret stands where a word begins.
    pub fn at_word(&self) -> bool {
        let at = self.area.cursor();
        let line = self.area.lines().get(at.0).map_or("", String::as_str);
        at.1.checked_sub(1).and_then(|before| line.chars().nth(before)).is_none_or(char::is_whitespace)
    }

    /// Draws the lines and puts the caret there.
    pub fn draw(&mut self, ink: &mut Ink<'_>, area: Rect, style: Style) {
        self.area.set_style(style);
        (&self.area).render(area, ink.buffer);
        let at = self.area.screen_cursor();
        let (row, col) = (u16::try_from(at.row).unwrap_or(0), u16::try_from(at.col).unwrap_or(0));
        let x = area.x + col.min(area.width.saturating_sub(1));
        ink.caret = Some(Position { x, y: area.y + row.min(area.height.saturating_sub(1)) });
    }
}
