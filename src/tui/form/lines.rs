//! Drawing the lines of a form: what each is, the most that may be taken, and the cells that are
//! typed into.

use ratatui::layout::Rect;

use super::{Editor, FormLayer, value};
use crate::domain::form::{Column, Field, LineSpec, LineValue};
use crate::text::{cells, field as labels};
use crate::tui::ink::{Hit, Ink};
use crate::tui::look::Look;
use crate::tui::page::padded;

/// Width of a cell that is typed into.
const CELL: u16 = 12;

impl FormLayer {
    /// Draws heading and lines from a line of the area on; answers how many lines there are in all.
    pub(super) fn draw_lines(
        &self,
        ink: &mut Ink<'_>,
        look: &Look,
        area: Rect,
        field: &Field,
        parts: (&[Column], &[LineSpec], &[LineValue]),
        focused: bool,
    ) {
        let (columns, specs, values) = parts;
        let cells_width = CELL * u16::try_from(columns.len()).unwrap_or(1);
        // What nothing limits has no most.
        let limited = specs.iter().any(|s| s.limited);
        let most = if limited { 24 } else { 0 };
        let text = area.width.saturating_sub(cells_width + most + 2);
        let mut x = area.x + text + most + 2;
        let heading = crate::text::field::field(&look.words, &field.id);
        ink.put(area.x, area.y, text, &heading, ink.theme.dim);
        if limited {
            ink.put(area.x + text, area.y, most, &look.words.word("lines-most"), ink.theme.dim);
        }
        for column in columns {
            ink.put(x, area.y, CELL - 1, &labels::field(&look.words, &column.id), ink.theme.dim);
            x += CELL;
        }
        // The focused line stays in sight, a line of heading above it.
        let room = usize::from(area.height.saturating_sub(1)).max(1);
        let top = (self.focus.cell.0 + 1).saturating_sub(room);
        let several = specs.iter().any(|s| s.document != specs[0].document);
        for (y, (at, (spec, line))) in
            (area.y + 1..area.bottom()).zip(specs.iter().zip(values).enumerate().skip(top))
        {
            let row = Rect { y, height: 1, ..area };
            let out = line.quantity().is_zero()
                && !line.is_money()
                && line.cells.iter().all(|c| c.error().is_none());
            let here = focused && at == self.focus.cell.0;
            let style = match (out, here) {
                (true, _) => ink.theme.dim,
                (false, true) => ink.theme.strong,
                (false, false) => ink.theme.text,
            };
            let mut name = format!("{} ", spec.number);
            if several {
                name = format!("{}#{name}", spec.document);
            }
            if let Some(product) = &spec.product {
                name.push_str(&format!("{product} "));
            }
            name.push_str(&spec.description);
            if out {
                name = look.words.say("lines-left-out", &[("line", name)]);
            }
            let name = padded(
                &cells::truncate(&cells::printable(&name), text.saturating_sub(1).into()),
                text.into(),
            );
            ink.put(row.x, y, text, &name, style);
            if limited {
                Self::draw_most(ink, look, (row.x + text, y, most - 1), spec);
            }
            let mut x = area.x + text + most + 2;
            for (column, (spec, cell)) in columns.iter().zip(&line.cells).enumerate() {
                let place = Rect { x, y, width: CELL - 1, height: 1 };
                let editing = here && column == self.focus.cell.1;
                match (&self.editor, editing) {
                    (Editor::Line(editor), true) => editor.draw(ink, place, ink.theme.input),
                    _ => {
                        let text = value::shown(&look.words, &spec.kind, cell, look.zone);
                        let style = if cell.error().is_some() { ink.theme.error } else { style };
                        ink.put(x, y, CELL - 1, &text, style);
                    }
                }
                x += CELL;
            }
            ink.hit(row, Hit::Row(at));
        }
    }

    /// Draws the most that may be taken of a line: units and money.
    fn draw_most(ink: &mut Ink<'_>, look: &Look, (x, y, width): (u16, u16, u16), spec: &LineSpec) {
        let mut left = look.words.quantity(&spec.most.to_string());
        if let Some(money) = spec.money_left {
            left = format!("{left} / {}", look.words.amount(money));
        }
        ink.put(x, y, width, &left, ink.theme.dim);
    }
}
