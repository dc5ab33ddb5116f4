//! Drawing the lines of a form: what each is, the most that may be taken, and the cells that are
//! typed into.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::cells::Lines;
use super::table::{self, Row, Widths};
use super::{Editor, FormLayer, value};
use crate::domain::form::Field;
use crate::text::{cells, field as labels};
use crate::tui::ink::{Hit, Ink};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// Rows above the lines: where one is, and the heading.
pub(super) const ABOVE: u16 = 2;
/// The width of a name from which on it says in words that a line is left out.
const WORDS: u16 = 36;

impl FormLayer {
    /// Draws heading and lines; `typing`: whether keys go to it now.
    pub(super) fn draw_lines(
        &mut self,
        ink: &mut Ink<'_>,
        look: &Look,
        area: Rect,
        (own, field): (usize, &Field),
        (focused, typing): (bool, bool),
    ) {
        let Some(lines) = Lines::of(field) else { return };
        let rows = table::rows(&lines);
        let room = usize::from(area.height.saturating_sub(ABOVE)).max(1);
        let top = if focused { self.reveal(&rows, room) } else { 0 };
        let shown = rows.iter().skip(top).take(room);
        // The pointer stands before the names.
        let widths = Widths::of(look, &lines, area.width.saturating_sub(2));
        let place = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        if rows.len() > room {
            let mut seen =
                shown.clone().filter_map(|row| if let Row::Line(at) = row { Some(at + 1) } else { None });
            let first = seen.next().unwrap_or(1);
            let text = look.rows_shown(first, seen.next_back().unwrap_or(first), lines.specs.len());
            ink.right(Rect { height: 1, ..place }, &text, ink.theme.dim);
        }
        let mut heading = labels::field(&look.words, &field.id);
        if let (true, Some(Row::Line(at))) = (lines.several(), rows.get(top)) {
            // The row that names it is out of sight.
            heading = format!("{heading} {} {}", ink.theme.sign(Sign::Dot), lines.specs[*at].document);
        }
        Self::draw_heading(ink, look, Rect { y: area.y + 1, height: 1, ..place }, &heading, &lines, &widths);
        for (y, row) in (area.y + ABOVE..area.bottom()).zip(shown) {
            let line = Rect { y, height: 1, ..place };
            match row {
                Row::Document(document) => {
                    ink.put(line.x, y, line.width, document, ink.theme.strong);
                }
                Row::Line(at) => {
                    let here = focused && *at == self.focus.cell.0;
                    if here {
                        ink.put(area.x, y, 1, ink.theme.sign(Sign::Pointer), ink.theme.accent);
                    }
                    self.draw_line(ink, look, line, (&lines, *at), &widths, (here, typing));
                    ink.hit(Rect { y, height: 1, ..area }, Hit::Line(own, *at));
                }
            }
        }
    }

    /// Scrolls the table so that the line that has the focus shows; answers its first row.
    fn reveal(&mut self, rows: &[Row<'_>], room: usize) -> usize {
        let at = rows.iter().position(|row| *row == Row::Line(self.focus.cell.0)).unwrap_or(0);
        // With the first line of a document its name shows too.
        let first = match at.checked_sub(1).and_then(|above| rows.get(above)) {
            Some(Row::Document(_)) => at - 1,
            _ => at,
        };
        let top = self.focus.top.min(first).max((at + 1).saturating_sub(room));
        self.focus.top = top.min(rows.len().saturating_sub(room));
        self.page = room;
        self.focus.top
    }

    fn draw_heading(
        ink: &mut Ink<'_>,
        look: &Look,
        area: Rect,
        heading: &str,
        lines: &Lines<'_>,
        widths: &Widths,
    ) {
        let style = ink.theme.dim;
        ink.put(area.x, area.y, widths.name, heading, style);
        let mut x = area.x + widths.name + widths.gap;
        if let Some(most) = widths.most {
            ink.put(x, area.y, most, &table::heading(look, lines), style);
            x += most + widths.gap;
        }
        for (column, width) in lines.columns.iter().zip(&widths.cells) {
            ink.put(x, area.y, *width, &labels::field(&look.words, &column.id), style);
            x += width + widths.gap;
        }
    }

    fn draw_line(
        &self,
        ink: &mut Ink<'_>,
        look: &Look,
        area: Rect,
        (lines, at): (&Lines<'_>, usize),
        widths: &Widths,
        (here, typing): (bool, bool),
    ) {
        let (Some(spec), Some(held)) = (lines.specs.get(at), lines.values.get(at)) else { return };
        let out = lines.is_out(at);
        let style = match (out, here) {
            (true, _) => ink.theme.dim,
            (false, true) => ink.theme.strong,
            (false, false) => ink.theme.text,
        };
        let name = table::line(spec);
        let name = if out { left_out(ink, look, &name, widths.name) } else { name };
        let name = table::fitted(&name, widths.name.into());
        ink.put(area.x, area.y, widths.name, &padded(&name, widths.name.into()), style);
        let mut x = area.x + widths.name + widths.gap;
        if let Some(most) = widths.most {
            ink.put(x, area.y, most, &table::most(look, spec), ink.theme.dim);
            x += most + widths.gap;
        }
        let columns = lines.columns.iter().zip(&held.cells).zip(&widths.cells).enumerate();
        for (column, ((of, cell), width)) in columns {
            let place = Rect { x, width: *width, ..area };
            match &self.editor {
                Editor::Line(editor) if here && typing && column == self.focus.cell.1 => {
                    editor.draw(ink, place, ink.theme.input);
                }
                Editor::None if here && typing && column == self.focus.cell.1 => {
                    // One of a few, which keys turn.
                    let text = format!("[{}]", value::shown(&look.words, &of.kind, cell, look.zone));
                    ink.put(x, area.y, *width, &text, ink.theme.input);
                }
                _ => {
                    let text = value::shown(&look.words, &of.kind, cell, look.zone);
                    let style: Style = if cell.error().is_some() { ink.theme.error } else { style };
                    ink.put(x, area.y, *width, &text, style);
                }
            }
            x += width + widths.gap;
        }
    }
}

/// The name of a line that is left out: in words where there is room for them, else by a sign.
fn left_out(ink: &Ink<'_>, look: &Look, name: &str, width: u16) -> String {
    let words = look.words.say("lines-left-out", &[("line", name.to_owned())]);
    if width >= WORDS || cells::width(&words) <= width.into() {
        return words;
    }
    format!("{} {name}", ink.theme.sign(Sign::Out))
}
