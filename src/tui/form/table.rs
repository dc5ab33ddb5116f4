//! The table that the lines of a form are: its rows, and how wide its columns are. Widths follow what
//! stands in the columns, so that as much as can be is left for what the lines are.

use unicode_segmentation::UnicodeSegmentation;

use super::cells::Lines;
use super::value;
use crate::domain::form::{FieldKind, LineSpec};
use crate::text::{cells, code, field as labels};
use crate::tui::look::Look;

/// The least width of what a line is.
const NAME: usize = 20;
/// The least width of a cell.
const CELL: usize = 5;
/// What the heading of the most keeps.
const MOST: usize = 4;
/// The most that a heading widens a column of numbers.
const HEADING: usize = 9;
/// The most that a column of numbers takes.
const NUMBER: usize = 20;
/// The most that a column of texts takes while names need the room, and the least.
const TEXT: (usize, usize) = (14, 8);
/// The most that a column of texts takes.
const LONG: usize = 40;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row<'f> {
    /// The document of the lines below it, where there are several.
    Document(&'f str),
    /// A line, by its place.
    Line(usize),
}

/// The rows of a table: lines, under their documents where there are several.
pub(super) fn rows<'f>(lines: &Lines<'f>) -> Vec<Row<'f>> {
    let several = lines.several();
    let mut rows = Vec::new();
    let mut of: Option<&str> = None;
    for (at, spec) in lines.specs.iter().enumerate() {
        if several && of != Some(&spec.document) {
            of = Some(&spec.document);
            rows.push(Row::Document(&spec.document));
        }
        rows.push(Row::Line(at));
    }
    rows
}

/// How wide the columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Widths {
    /// What a line is.
    pub name: u16,
    /// The most that may be taken, or what is in stock; none where neither matters.
    pub most: Option<u16>,
    /// What is typed into.
    pub cells: Vec<u16>,
    /// Between columns.
    pub gap: u16,
}

impl Widths {
    /// Those of lines in a width.
    pub fn of(look: &Look, lines: &Lines<'_>, total: u16) -> Self {
        let total = usize::from(total);
        let mut columns: Vec<Wide> =
            lines.columns.iter().enumerate().map(|at| Wide::of(look, lines, at)).collect();
        let limited = lines.specs.iter().any(|spec| spec.limited || spec.in_stock.is_some());
        let widest = lines.specs.iter().map(|spec| cells::width(&most(look, spec))).max().unwrap_or(0);
        let heading = cells::width(&heading(look, lines));
        let least = widest.max(heading.min(MOST));
        let mut most = limited.then(|| least.max(heading));
        let mut gap = 2;
        let name = |columns: &[Wide], most: Option<usize>, gap: usize| {
            let typed: usize = columns.iter().map(|c| c.width + gap).sum();
            total.saturating_sub(typed + most.map_or(0, |most| most + gap))
        };
        // What is only a heading gives way first.
        if let Some(most) = &mut most {
            *most = (*most).saturating_sub(NAME.saturating_sub(name(&columns, Some(*most), gap))).max(least);
        }
        while name(&columns, most, gap) < NAME {
            let spare = columns.iter_mut().filter(|c| c.width > c.least).max_by_key(|c| c.width);
            match spare {
                Some(column) => column.width -= 1,
                None if gap > 1 => gap -= 1,
                None => break,
            }
        }
        // Where names leave room, texts are whole.
        let longest = lines.specs.iter().map(|spec| cells::width(&line(spec))).max().unwrap_or(0);
        let mut spare = name(&columns, most, gap).saturating_sub(longest.max(NAME));
        for column in &mut columns {
            let more = column.wanted.saturating_sub(column.width).min(spare);
            column.width += more;
            spare -= more;
        }
        let narrow = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
        Self {
            name: narrow(name(&columns, most, gap)),
            most: most.map(narrow),
            cells: columns.iter().map(|c| narrow(c.width)).collect(),
            gap: narrow(gap),
        }
    }
}

/// The width of a column on its way.
struct Wide {
    width: usize,
    /// What it can't do without.
    least: usize,
    /// What it would take.
    wanted: usize,
}

impl Wide {
    fn of(look: &Look, lines: &Lines<'_>, (at, column): (usize, &crate::domain::form::Column)) -> Self {
        let heading = cells::width(&labels::field(&look.words, &column.id));
        // What is no value widens nothing: it is being typed.
        let held = lines.values.iter().filter_map(|l| l.cells.get(at)).filter(|cell| cell.error().is_none());
        let shown = held.map(|cell| cells::width(&value::shown(&look.words, &column.kind, cell, look.zone)));
        // The caret stands behind the text.
        let content = shown.max().unwrap_or(0) + 1;
        match column.kind {
            // As wide as the longest of its names, in brackets.
            FieldKind::Choice { family, codes } => {
                let names = codes.iter().map(|code| cells::width(&code::named(&look.words, family, code)));
                let width = (names.max().unwrap_or(0) + 2).max(heading);
                Self { width, least: width, wanted: width }
            }
            FieldKind::Text => {
                let width = content.max(heading).clamp(CELL, TEXT.0);
                Self { width, least: width.min(TEXT.1), wanted: content.min(LONG) }
            }
            _ => {
                let least = content.clamp(CELL, NUMBER);
                let width = least.max(heading.min(HEADING));
                Self { width, least, wanted: width }
            }
        }
    }
}

/// What the column is called that says how much there is.
pub(super) fn heading(look: &Look, lines: &Lines<'_>) -> String {
    match lines.specs.iter().any(|spec| spec.in_stock.is_some()) {
        true => look.words.word("lines-in-stock"),
        false => look.words.word("lines-most"),
    }
}

/// The most that may be taken of a line: units, and money where it is counted; else what is in stock.
pub(super) fn most(look: &Look, spec: &LineSpec) -> String {
    let most = look.words.quantity(&spec.in_stock.unwrap_or(spec.most).to_string());
    match spec.money_left {
        Some(money) => format!("{most} / {}", look.words.amount(money)),
        None => most,
    }
}

/// What a line is: `1 SR-1 Serial drill · SN-001`.
pub(super) fn line(spec: &LineSpec) -> String {
    let product = spec.product.as_ref().map(|product| format!("{product} ")).unwrap_or_default();
    cells::printable(&format!("{} {product}{}", spec.number, spec.description))
}

/// A line cut to a width: its lot, which tells it from others, stays as long as anything else can go.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let lot = text.rfind(" · ").map(|at| text.split_at(at));
    match lot {
        Some((name, lot)) if cells::width(text) > width => {
            // Its beginning too is of use.
            let name = cells::truncate(name, width.saturating_sub(cells::width(lot)).max(CELL).min(width));
            let room = width - cells::width(&name);
            format!("{name}{}", ending(lot, room))
        }
        _ => cells::truncate(text, width),
    }
}

/// As much of the end of a text as a width holds.
fn ending(text: &str, width: usize) -> &str {
    let fits = |(at, _): &(usize, &str)| cells::width(&text[*at..]) <= width;
    let from = text.grapheme_indices(true).find(fits).map_or(text.len(), |(at, _)| at);
    &text[from..]
}

#[cfg(test)]
mod tests {
    use super::fitted;
    use rstest::rstest;

    #[rstest]
    #[case("1 SR-1 Serial drill · SN-001", 40, "1 SR-1 Serial drill · SN-001")]
    #[case("1 SR-1 Serial drill · SN-001", 20, "1 SR-1 Ser… · SN-001")]
    #[case("1 SR-1 Serial drill · SN-001", 10, "1 SR…N-001")]
    #[case("1 SR-1 전동 드릴 세트 · SN-001", 20, "1 SR-1 전… · SN-001")]
    #[case("1 SR-1 Serial drill", 10, "1 SR-1 Se…")]
    fn the_lot_stays(#[case] text: &str, #[case] width: usize, #[case] expected: &str) {
        assert_eq!(fitted(text, width), expected);
    }
}
