//! The table of a sheet: its rows, and their way over pages with the headings on each. A row is broken only where
//! no page can hold it. Only for `flow`.

use super::columns::{GAP, count, widths};
use super::flow::{EDGES, Flow};
use super::mark::{Ink, Style};
use super::wrap::wrap;
use crate::domain::error::Result;
use crate::text::sheet::{Row, Sheet, Side};

/// Above and below the lines of a row.
const PAD: f32 = 4.5;

/// The table, measured.
pub struct Table<'s> {
    sheet: &'s Sheet,
    widths: Vec<f32>,
    size: f32,
}

/// A row as lines, by column; and the smaller ones under the first cell.
struct Lines {
    cells: Vec<Vec<String>>,
    note: Vec<String>,
}

impl<'s> Table<'s> {
    /// Measures the columns.
    pub fn new(sheet: &'s Sheet, within: f32) -> Result<Self> {
        let (size, widths) = widths(sheet, within)?;
        Ok(Self { sheet, widths, size })
    }

    /// Draws heading and rows; what follows the last row needs so much space and stays with it.
    pub fn draw(&self, flow: &mut Flow<'_>, after: f32) -> Result<()> {
        let heading = self.heading()?;
        let high = self.height(&heading, self.head_style());
        if flow.left() < high + 40.0 {
            flow.turn()?;
        }
        self.draw_heading(flow, &heading)?;
        for (at, row) in self.sheet.rows.iter().enumerate() {
            let lines = self.lines(row)?;
            let high = self.height(&lines, self.style());
            let last = at + 1 == self.sheet.rows.len();
            let needed = if last { high + after + 12.0 } else { high };
            let page = Flow::whole() - self.height(&heading, self.head_style());
            let keeps = if needed <= page { needed } else { high };
            if flow.left() < keeps && keeps <= page {
                flow.turn()?;
                self.draw_heading(flow, &heading)?;
            }
            self.draw_row(flow, &lines, &heading)?;
        }
        Ok(())
    }

    fn style(&self) -> Style {
        Style::of(self.size)
    }

    fn head_style(&self) -> Style {
        Style::of(self.size - 1.0).bold().ink(Ink::Muted)
    }

    fn note_style(&self) -> Style {
        Style::of(self.size - 1.5).ink(Ink::Muted)
    }

    fn heading(&self) -> Result<Lines> {
        let style = self.head_style();
        let columns = self.sheet.columns.iter().zip(&self.widths);
        let cells = columns.map(|(c, wide)| wrap(&c.label, style.weight, style.size, *wide + 0.1));
        Ok(Lines { cells: cells.collect::<Result<_>>()?, note: vec![] })
    }

    fn lines(&self, row: &Row) -> Result<Lines> {
        let (style, small) = (self.style(), self.note_style());
        let cells = row.cells.iter().zip(&self.widths);
        let cells = cells.map(|(text, wide)| wrap(text, style.weight, style.size, *wide + 0.1));
        let note = row.note.as_ref().map(|text| wrap(text, small.weight, small.size, self.widths[0]));
        Ok(Lines { cells: cells.collect::<Result<_>>()?, note: note.transpose()?.unwrap_or_default() })
    }

    fn height(&self, of: &Lines, style: Style) -> f32 {
        let lines = |lines: &Vec<String>| count(lines.len()) * style.leading();
        let first = of.cells.first().map_or(0.0, lines) + count(of.note.len()) * self.note_style().leading();
        of.cells.iter().map(lines).fold(first, f32::max) + 2.0 * PAD
    }

    fn draw_heading(&self, flow: &mut Flow<'_>, heading: &Lines) -> Result<()> {
        let style = self.head_style();
        let high = self.height(heading, style);
        let mut top = flow.y() + PAD;
        for at in 0..heading.cells.iter().map(Vec::len).max().unwrap_or_default() {
            self.draw_line(flow, heading, at, top, style)?;
            top += style.leading();
        }
        flow.skip(high);
        flow.rule(0.8, Ink::Rule);
        flow.skip(0.8);
        Ok(())
    }

    /// Draws a row; one that is taller than a page goes on line by line.
    fn draw_row(&self, flow: &mut Flow<'_>, row: &Lines, heading: &Lines) -> Result<()> {
        let (style, small) = (self.style(), self.note_style());
        let tallest = row.cells.iter().map(Vec::len).max().unwrap_or_default();
        let whole = self.height(row, style);
        let (from, fits) = (flow.y(), flow.left() >= whole);
        flow.skip(PAD);
        for at in 0..tallest {
            self.room(flow, style.leading() + PAD, heading)?;
            self.draw_line(flow, row, at, flow.y(), style)?;
            flow.skip(style.leading());
        }
        // The smaller lines follow their cell, not the tallest one.
        let first = row.cells.first().map_or(0, Vec::len);
        let mut top = flow.y() - count(tallest - first) * style.leading();
        for line in &row.note {
            if top + small.leading() > flow.y() && !fits {
                self.room(flow, small.leading() + PAD, heading)?;
                top = flow.y();
                flow.skip(small.leading());
            }
            flow.text(EDGES.0, top, small, line);
            top += small.leading();
        }
        if fits {
            flow.skip(from + whole - flow.y());
        } else {
            flow.skip(PAD);
        }
        flow.rule(0.5, Ink::Hair);
        flow.skip(0.5);
        Ok(())
    }

    fn room(&self, flow: &mut Flow<'_>, needed: f32, heading: &Lines) -> Result<()> {
        if flow.left() < needed {
            flow.turn()?;
            self.draw_heading(flow, heading)?;
            flow.skip(PAD);
        }
        Ok(())
    }

    fn draw_line(&self, flow: &mut Flow<'_>, row: &Lines, at: usize, top: f32, style: Style) -> Result<()> {
        let mut left = EDGES.0;
        for ((lines, wide), column) in row.cells.iter().zip(&self.widths).zip(&self.sheet.columns) {
            if let Some(line) = lines.get(at) {
                match column.side {
                    Side::Left | Side::Prose => flow.text(left, top, style, line),
                    Side::Right => flow.right(left + wide, top, style, line)?,
                }
            }
            left += wide + GAP;
        }
        Ok(())
    }
}
