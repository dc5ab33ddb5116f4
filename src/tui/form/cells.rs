//! Where one is in the lines of a form, and what keys do there: walking rows and cells, leaving lines
//! out and taking them back, and which cell is wrong.

use super::{Editor, FormLayer, value};
use crate::domain::error::{Error, Result};
use crate::domain::form::{Column, Field, FieldKind, LineSpec, LineValue, Value};
use crate::domain::quantity::Quantity;
use crate::keys::{Chord, Code, Context, Key, Verb};
use crate::text::{hangul, sentence};
use crate::tui::app::App;
use crate::tui::editor::LineEditor;
use crate::tui::layer::Next;
use crate::tui::look::Look;

/// The most lines that Tab walks through one by one; it leaves a longer table at once.
const WALKED: usize = 8;

/// The lines of a field: the columns, what may be taken of each line, and what is.
#[derive(Clone, Copy)]
pub(super) struct Lines<'f> {
    /// What is filled in of each.
    pub columns: &'f [Column],
    /// What each is.
    pub specs: &'f [LineSpec],
    /// What is filled in.
    pub values: &'f [LineValue],
}

impl<'f> Lines<'f> {
    /// Those of a field, where it has any.
    pub fn of(field: &'f Field) -> Option<Self> {
        match (&field.kind, &field.value) {
            (FieldKind::Lines { columns, lines }, Value::Lines(values)) if !lines.is_empty() => {
                Some(Self { columns, specs: lines, values })
            }
            _ => None,
        }
    }

    /// Whether nothing is taken of a line: all its quantities are zero, and none is wrong.
    pub fn is_out(&self, at: usize) -> bool {
        let Some(line) = self.values.get(at) else { return false };
        let nothing = |(column, cell): (&Column, &Value)| match cell {
            Value::Empty => true,
            Value::Quantity(quantity) => quantity.is_zero(),
            _ => column.kind != FieldKind::Quantity,
        };
        line.cells.iter().all(|cell| cell.error().is_none())
            && self.columns.iter().zip(&line.cells).all(nothing)
    }

    /// Whether the lines are those of several documents.
    pub fn several(&self) -> bool {
        self.specs.iter().any(|spec| spec.document != self.specs[0].document)
    }

    /// The line to take back from a place on: this one if it is out, else the nearest above that is.
    fn last_out(&self, at: usize) -> Option<usize> {
        let gives = |spec: &LineSpec| {
            !spec.most.is_zero() || spec.money_left.is_some_and(|left| !left.amount.is_zero())
        };
        (0..=at).rev().find(|at| self.is_out(*at) && self.specs.get(*at).is_some_and(gives))
    }

    /// The lines with one left out, or taken back in at all that is left. Texts stay as they are.
    fn taking(&self, at: usize, back: bool) -> Vec<LineValue> {
        let mut lines = self.values.to_vec();
        if let (Some(spec), Some(line)) = (self.specs.get(at), lines.get_mut(at)) {
            for (column, cell) in self.columns.iter().zip(&mut line.cells) {
                // What nothing can be typed into stays empty.
                if column.kind == FieldKind::Quantity && *cell != Value::Empty {
                    *cell = Value::Quantity(Quantity::ZERO);
                }
            }
            if back {
                line.cells.splice(0..1, LineValue::whole(spec).cells);
            }
        }
        lines
    }

    /// Every cell that holds something typed that is no value, with what is wrong.
    fn wrong(&self) -> impl Iterator<Item = ((usize, usize), &'f Error)> {
        self.values.iter().enumerate().flat_map(|(row, line)| {
            let cells = line.cells.iter().enumerate();
            cells.filter_map(move |(column, cell)| cell.error().map(|error| ((row, column), error)))
        })
    }

    /// A line by its number and product, and its document where there are several.
    fn named(&self, at: usize) -> String {
        let Some(spec) = self.specs.get(at) else { return String::new() };
        let document = self.several().then(|| spec.document.clone());
        let number = Some(spec.number.to_string());
        let product = spec.product.clone().or_else(|| Some(spec.description.clone()));
        [document, number, product].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The letters that leave a line out and take it back.
pub(super) fn commands(look: &Look) -> Vec<char> {
    let rows = look.keymap.rows(Context::Form);
    let chords = rows.filter(|(row, _)| matches!(row.verb, Verb::RemoveLine | Verb::RestoreLine));
    let letter = |chord: &Chord| match chord.0.as_slice() {
        [Key { code: Code::Char(c), ctrl: false, alt: false }] => Some(*c),
        _ => None,
    };
    chords.flat_map(|(_, chords)| chords).filter_map(letter).collect()
}

impl FormLayer {
    /// The lines of the field that has the focus.
    pub(super) fn lines(&self) -> Option<Lines<'_>> {
        self.field().and_then(Lines::of)
    }

    /// What the cell that has the focus takes, and what it holds.
    fn cell(&self) -> Option<(&FieldKind, &Value)> {
        let (lines, (line, column)) = (self.lines()?, self.focus.cell);
        Some((&lines.columns.get(column)?.kind, lines.values.get(line)?.cells.get(column)?))
    }

    /// An editor of the cell: what is typed takes the place of what stands there.
    pub(super) fn cell_editor(&self) -> Editor {
        match self.cell() {
            Some((FieldKind::Choice { .. }, _)) => Editor::None,
            Some((kind, held)) => Editor::Line(LineEditor::fresh(&value::typed(kind, held, self.zone))),
            None => Editor::None,
        }
    }

    /// Whether the cell is one of a few, which keys turn.
    pub(super) fn is_choice(&self) -> bool {
        matches!(self.cell(), Some((FieldKind::Choice { .. }, _)))
    }

    /// Takes the next of a few in the cell.
    pub(super) fn turn_cell(&mut self, app: &mut App) -> Result<Next> {
        let (Some(field), Some(lines), (line, column)) = (self.field(), self.lines(), self.focus.cell) else {
            return Ok(Next::Stay);
        };
        let Some((FieldKind::Choice { codes, .. }, held)) = self.cell() else { return Ok(Next::Stay) };
        let next = super::next_of(codes, held, 1);
        let mut values = lines.values.to_vec();
        if let Some(cell) = values.get_mut(line).and_then(|l| l.cells.get_mut(column)) {
            *cell = next;
        }
        self.set(field.id.clone(), Value::Lines(values), app)
    }

    /// Whether a key is typed into the cell. A text takes every letter; beside a number some are commands.
    pub(super) fn cell_takes(&self, editor: &LineEditor, key: Key) -> bool {
        let text = matches!(self.cell(), Some((FieldKind::Text, _)));
        match key.code {
            // They lead to the cell beside, out of a text from its ends.
            Code::Left | Code::Right => text && editor.moves(key),
            Code::Char(c) if !text && !key.ctrl && !key.alt => {
                // A Hangul keyboard: the keys that were pressed.
                let pressed = hangul::keys(c).unwrap_or_else(|| c.to_string());
                !pressed.chars().all(|c| self.commands.contains(&c))
            }
            _ => LineEditor::takes(key),
        }
    }

    /// To the next line of a lines field, or to the next field that shows.
    pub(super) fn step(&mut self, by: isize) {
        let count = self.lines().map_or(0, |lines| lines.specs.len());
        match self.focus.cell.0.checked_add_signed(by).filter(|to| *to < count) {
            Some(to) => self.go_to(to),
            None => self.next_field(by, true),
        }
    }

    /// The same, but out of a long table at once.
    pub(super) fn tab_on(&mut self, by: isize) {
        match self.lines().is_some_and(|lines| lines.specs.len() <= WALKED) {
            true => self.step(by),
            false => self.next_field(by, false),
        }
    }

    /// Moves within a table by a page, or to its first or last row.
    pub(super) fn leap(&mut self, verb: Verb) {
        let Some(last) = self.lines().map(|lines| lines.specs.len() - 1) else { return };
        let (at, page) = (self.focus.cell.0, self.page.saturating_sub(1).max(1));
        self.go_to(match verb {
            Verb::PageUp => at.saturating_sub(page),
            Verb::PageDown => (at + page).min(last),
            Verb::First => 0,
            _ => last,
        });
    }

    /// Gives a line of the table the keys, in the same column.
    pub(super) fn go_to(&mut self, at: usize) {
        self.focus.cell.0 = at;
        self.edit();
    }

    /// To the next field that shows. Who walks up comes to the last line of a table.
    fn next_field(&mut self, by: isize, walking: bool) {
        let count = self.fields().len();
        let mut at = self.focus.field;
        for _ in 0..count {
            at = (at + count).saturating_add_signed(by) % count;
            if self.fields()[at].visible {
                self.focus_on(at);
                let lines = self.lines().map_or(0, |lines| lines.specs.len());
                if by < 0 && lines > 0 && (walking || lines <= WALKED) {
                    self.go_to(lines - 1);
                }
                return;
            }
        }
    }

    /// To the cell beside.
    pub(super) fn beside(&mut self, by: isize) {
        let last = self.lines().map_or(0, |lines| lines.columns.len().saturating_sub(1));
        self.focus.cell.1 = self.focus.cell.1.saturating_add_signed(by).min(last);
        self.edit();
    }

    /// Leaves a line out and goes on to the next; or takes back the one that was left out last.
    pub(super) fn take(&mut self, back: bool, app: &mut App) -> Result<Next> {
        let (Some(field), Some(lines)) = (self.field(), self.lines()) else { return Ok(Next::Stay) };
        let at = self.focus.cell.0;
        let of = if back { lines.last_out(at).unwrap_or(at) } else { at };
        let to = if back { of } else { (at + 1).min(lines.specs.len() - 1) };
        let (id, mut taken) = (field.id.clone(), lines.taking(of, back));
        let key = (id.clone(), lines.specs.get(of).map_or(0, |spec| spec.line));
        // What nothing limits comes back as it stood there, unless that was wrong.
        let free = lines.specs.get(of).is_some_and(|spec| !spec.limited);
        let right = |held: &LineValue| {
            !held.quantity().is_negative() && held.cells.iter().all(|cell| cell.error().is_none())
        };
        match (back, lines.values.get(of), self.left_out.get(&key)) {
            (false, Some(held), _) if free && right(held) && !lines.is_out(of) => {
                self.left_out.insert(key, held.cells.clone());
            }
            (true, _, Some(held)) => {
                if let Some(line) = taken.get_mut(of) {
                    line.cells.clone_from(held);
                }
            }
            _ => {}
        }
        let next = self.set(id, Value::Lines(taken), app)?;
        self.go_to(to);
        Ok(next)
    }

    /// The cell of a field that is told wrong: the one that has the focus, else the first. None where
    /// what is told is about the field as a whole.
    pub(super) fn wrong_cell(&self, field: &Field) -> Option<(usize, usize)> {
        let (lines, told) = (Lines::of(field)?, self.error(field)?);
        if !lines.wrong().any(|(_, error)| error == told) {
            return None;
        }
        let here = self.field().filter(|f| f.id == field.id).map(|_| self.focus.cell);
        let wrong = || lines.wrong().map(|(cell, _)| cell);
        wrong().find(|cell| Some(*cell) == here).or_else(|| wrong().next())
    }

    /// What is wrong with a field as a sentence; of a line, which line it is.
    pub(super) fn wrong_words(&self, look: &Look, field: &Field) -> Option<String> {
        let error = |error| sentence::error(&look.words, error);
        let of_cell = || {
            let (lines, at) = (Lines::of(field)?, self.wrong_cell(field)?);
            let told = lines.values.get(at.0)?.cells.get(at.1)?.error()?;
            Some(look.words.say("lines-wrong", &[("line", lines.named(at.0)), ("error", error(told))]))
        };
        of_cell().or_else(|| self.error(field).map(error))
    }
}
