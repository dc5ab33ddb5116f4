//! Putting text into cells: one line at a time, cut to its width, everything from outside made
//! harmless. Every screen draws through this and through nothing else of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, Clear, Widget};
use unicode_segmentation::UnicodeSegmentation;

use super::theme::{Frame, Sign, Theme};
use crate::keys::Verb;
use crate::text::cells;

/// What a click on some cells means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A row of the top layer.
    Row(usize),
    /// A row of the pane that the desk has beside the focused one, or the pane itself.
    Pane(usize),
    /// A field of a form, by its place.
    Field(usize),
    /// A line of a field of a form, by the places of both.
    Line(usize, usize),
    /// An action of the footer or a button.
    Verb(Verb),
}

/// A frame under way.
pub struct Ink<'f> {
    /// The cells.
    pub buffer: &'f mut Buffer,
    /// How everything looks.
    pub theme: &'f Theme,
    /// Where the caret stands, if somewhere.
    pub caret: Option<Position>,
    /// What clicks mean, the topmost last.
    pub hits: Vec<(Rect, Hit)>,
}

impl Ink<'_> {
    /// Writes one line at a place, cut to a width; answers the cells it took.
    pub fn put(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = *self.buffer.area();
        if y >= area.bottom() || x >= area.right() || width == 0 {
            return 0;
        }
        let width = width.min(area.right() - x);
        let line = cells::truncate(&cells::printable(text), width.into());
        let (end, _) = self.buffer.set_stringn(x, y, &line, width.into(), style);
        end - x
    }

    /// Writes one line over a whole row, the rest of it blank in the style: nothing that stood there stays.
    pub fn row(&mut self, area: Rect, text: &str, style: Style) {
        let row = Rect { height: 1, ..area }.intersection(*self.buffer.area());
        for x in row.left()..row.right() {
            self.buffer[(x, row.y)].set_symbol(" ");
        }
        self.buffer.set_style(row, style);
        self.put(area.x, area.y, area.width, text, style);
    }

    /// Writes a line that ends at the right edge; answers the cells it took.
    pub fn right(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let width = u16::try_from(cells::width(&cells::printable(text))).unwrap_or(u16::MAX).min(area.width);
        self.put(area.right() - width, area.y, width, text, style)
    }

    /// Writes words one after another, each in its style; answers where the next would begin.
    pub fn words(&mut self, x: u16, y: u16, right: u16, words: &[(&str, Style)]) -> u16 {
        let mut at = x;
        for (text, style) in words {
            at += self.put(at, y, right.saturating_sub(at), text, *style);
        }
        at
    }

    /// A line across.
    pub fn rule(&mut self, area: Rect, style: Style) {
        let sign = self.theme.sign(Sign::Rule);
        for x in area.left()..area.right() {
            self.buffer.set_string(x, area.y, sign, style);
        }
    }

    /// Empties an area of whatever is there.
    pub fn clear(&mut self, area: Rect) {
        // A wide character that reaches into it would be half covered: it goes as a whole.
        if area.x > 0 {
            for y in area.top()..area.bottom() {
                if let Some(cell) = self.buffer.cell_mut((area.x - 1, y))
                    && cells::width(cell.symbol()) > 1
                {
                    cell.set_symbol(" ");
                }
            }
        }
        Clear.render(area, self.buffer);
        self.buffer.set_style(area, self.theme.text);
    }

    /// An empty box with a title over whatever is there; answers its inside.
    pub fn popup(&mut self, area: Rect, title: &str) -> Rect {
        self.popup_of(area, title, Frame::Plain)
    }

    /// The same in the frame of what is written in it.
    pub fn popup_of(&mut self, area: Rect, title: &str, frame: Frame) -> Rect {
        self.clear(area);
        let style = match frame {
            Frame::Plain => self.theme.border,
            Frame::Public => self.theme.warning,
            Frame::Internal => self.theme.good,
        };
        let block = Block::bordered().border_set(self.theme.frame(frame)).border_style(style);
        let inside = block.inner(area);
        block.render(area, self.buffer);
        let title = format!(" {} ", cells::printable(title));
        self.put(area.x + 2, area.y, area.width.saturating_sub(4), &title, self.theme.strong);
        inside
    }

    /// Draws on a sheet of a height and shows the part of it from a row on: what does not fit into the
    /// area is cut off at its edge.
    pub fn sheet(&mut self, area: Rect, height: u16, scroll: u16, draw: impl FnOnce(&mut Ink<'_>, Rect)) {
        let whole = Rect { y: 0, height, ..area };
        let mut buffer = Buffer::empty(whole);
        buffer.set_style(whole, self.theme.text);
        let mut sheet = Ink { buffer: &mut buffer, theme: self.theme, caret: None, hits: vec![] };
        draw(&mut sheet, whole);
        let (caret, hits) = (sheet.caret, sheet.hits);
        let seen = Rect { y: scroll, height: area.height.min(height.saturating_sub(scroll)), ..area };
        let there = |y: u16| y - scroll + area.y;
        for at in seen.positions() {
            if let (Some(from), Some(to)) = (buffer.cell(at), self.buffer.cell_mut((at.x, there(at.y)))) {
                *to = from.clone();
            }
        }
        if let Some(caret) = caret.filter(|caret| seen.contains(*caret)) {
            self.caret = Some(Position { y: there(caret.y), ..caret });
        }
        for (of, hit) in hits {
            let part = of.intersection(seen);
            if !part.is_empty() {
                self.hit(Rect { y: there(part.y), ..part }, hit);
            }
        }
    }

    /// Remembers what a click on an area means.
    pub fn hit(&mut self, area: Rect, hit: Hit) {
        self.hits.push((area, hit));
    }
}

/// A box of a size in the middle of an area, no larger than it.
pub fn centered(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// Text of several lines, broken at words to a width.
pub fn wrapped(text: &str, width: u16) -> Vec<String> {
    let text = cells::paragraphs(text);
    // Korean is broken between words, as English is, not between syllables; numbers of documents and
    // lots not at all.
    let options = textwrap::Options::new(usize::from(width.max(2)))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    text.split('\n').flat_map(|line| textwrap::wrap(line, &options)).map(|l| l.into_owned()).collect()
}

/// Text broken only where the width ends, with every character that it has: what is selected by hand is
/// what was there.
pub fn folded(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(2));
    let mut lines = Vec::new();
    for line in cells::paragraphs(text).split('\n') {
        let mut kept = String::new();
        for grapheme in line.graphemes(true) {
            if cells::width(&kept) + cells::width(grapheme) > width {
                lines.push(std::mem::take(&mut kept));
            }
            kept.push_str(grapheme);
        }
        lines.push(kept);
    }
    lines
}
