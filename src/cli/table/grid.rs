//! Tables as wide as the terminal at most. Numbers, dates and money never break: what gives way are the
//! columns of words, which are cut or run over several lines, and at last whole columns, the least
//! important first.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::text::Words;
use crate::text::cells::{printable, truncate, width};

/// The fewest cells that a cut column keeps.
const FLOOR: usize = 8;
/// The most cells that the longest word of a column holds it open for.
const LONGEST: usize = 24;
/// The blanks around the text of a column.
const PADDING: usize = 2;

/// How a column gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gives {
    /// It does not.
    Nothing,
    /// Its texts are cut.
    Cut,
    /// Its texts run over several lines.
    Wrap,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    heading: &'static str,
    gives: Gives,
    right: bool,
    /// How much of the room that is left it takes beside the others.
    weight: usize,
    /// Zero: never; otherwise the higher goes first.
    expendable: u8,
    optional: bool,
}

/// A column whose cells stay whole: numbers, dates, money, states.
pub(super) const fn fixed(heading: &'static str) -> Column {
    Column { heading, gives: Gives::Nothing, right: false, weight: 1, expendable: 0, optional: false }
}

/// A column whose texts are cut where there is no room.
pub(super) const fn cut(heading: &'static str) -> Column {
    Column { gives: Gives::Cut, ..fixed(heading) }
}

/// A column whose texts run over several lines where there is no room.
pub(super) const fn wrap(heading: &'static str) -> Column {
    Column { gives: Gives::Wrap, ..fixed(heading) }
}

impl Column {
    /// Aligned to the right.
    pub(super) const fn right(self) -> Self {
        Self { right: true, ..self }
    }

    /// Takes so many times the room that others of its kind take.
    pub(super) const fn weight(self, weight: usize) -> Self {
        Self { weight, ..self }
    }

    /// Left out where there is no room; of several, the highest rank first.
    pub(super) const fn expendable(self, rank: u8) -> Self {
        Self { expendable: rank, ..self }
    }

    /// Left out where no row has anything in it.
    pub(super) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// A table with headings, as wide as the terminal at most.
pub(super) fn grid(words: &Words, columns: &[Column], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return words.word("notice-empty");
    }
    let headings = columns.iter().map(|c| words.label(c.heading)).collect();
    draw(columns, headings, &rows, terminal())
}

/// A table under headings of one's own.
pub(super) fn titled(
    words: &Words,
    columns: &[Column],
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
) -> String {
    match rows.is_empty() {
        true => words.word("notice-empty"),
        false => draw(columns, headings, &rows, terminal()),
    }
}

/// Values under names of one's own, one a line; those that are empty are left out.
pub(super) fn named(values: Vec<(String, String)>) -> String {
    let there = values.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: Vec<Vec<String>> = there.map(|(name, value)| vec![name, value]).collect();
    draw(&[fixed(""), wrap("")], vec![], &rows, terminal())
}

/// Named values, one a line; those that are not there are left out.
pub(super) fn head(words: &Words, values: &[(&str, Option<String>)]) -> String {
    let there = values.iter().filter_map(|(name, value)| {
        let value = value.as_ref().filter(|v| !v.is_empty())?;
        Some(vec![words.label(name), value.clone()])
    });
    draw(&[fixed(""), wrap("")], vec![], &there.collect::<Vec<_>>(), terminal())
}

/// The width of the terminal; none where the answer goes elsewhere.
fn terminal() -> Option<usize> {
    Table::new().width().map(usize::from)
}

fn draw(columns: &[Column], headings: Vec<String>, rows: &[Vec<String>], room: Option<usize>) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| printable(cell)).collect()).collect();
    let widths = layout(columns, &headings, &rows, room.unwrap_or(usize::MAX));
    let kept: Vec<usize> = (0..columns.len()).filter(|at| widths[*at].is_some()).collect();
    let fit = |at: usize, text: &str| match (columns[at].gives, widths[at].unwrap_or(0)) {
        (Gives::Wrap, cells) => wrapped(text, cells),
        (Gives::Cut, cells) => truncate(text, cells),
        (Gives::Nothing, _) => text.to_owned(),
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if !headings.is_empty() {
        table.set_header(kept.iter().map(|at| wrapped(&headings[*at], widths[*at].unwrap_or(0))));
    }
    for row in &rows {
        table.add_row(kept.iter().map(|at| fit(*at, row.get(*at).map_or("", String::as_str))));
    }
    for (place, at) in kept.iter().enumerate() {
        if let Some(column) = table.column_mut(place).filter(|_| columns[*at].right) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The width of each column that is shown.
fn layout(columns: &[Column], headings: &[String], rows: &[Vec<String>], room: usize) -> Vec<Option<usize>> {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at)).map(|cell| width(cell));
    let heading = |at: usize| headings.get(at).map_or("", String::as_str);
    let widest: Vec<usize> = (0..columns.len()).map(|at| cells(at).max().unwrap_or(0)).collect();
    let whole: Vec<usize> = (0..columns.len()).map(|at| widest[at].max(width(heading(at)))).collect();
    let mut shown: Vec<bool> = columns.iter().zip(&widest).map(|(c, w)| !c.optional || *w > 0).collect();
    let total = |widths: &[usize], shown: &[bool]| -> usize {
        widths.iter().zip(shown).filter(|(_, shown)| **shown).map(|(w, _)| w + PADDING).sum()
    };
    if total(&whole, &shown) <= room.saturating_add(1) {
        return whole.into_iter().zip(shown).map(|(w, shown)| shown.then_some(w)).collect();
    }
    // Headings of several words break before anything else gives way.
    let broken: Vec<usize> = (0..columns.len()).map(|at| widest[at].max(two_lines(heading(at)))).collect();
    let floor = |at: usize| match columns[at].gives {
        Gives::Nothing => broken[at],
        Gives::Cut => broken[at].min(FLOOR.max(two_lines(heading(at)))),
        Gives::Wrap => {
            let words = rows.iter().filter_map(|row| row.get(at)).map(|cell| longest(cell).min(LONGEST));
            broken[at].min(words.chain([two_lines(heading(at)), FLOOR]).max().unwrap_or(FLOOR))
        }
    };
    let mut widths: Vec<usize> = (0..columns.len()).map(floor).collect();
    while total(&widths, &shown) > room.saturating_add(1) {
        let last = (0..columns.len()).filter(|at| shown[*at] && columns[*at].expendable > 0);
        let Some(last) = last.max_by_key(|at| columns[*at].expendable) else { break };
        shown[last] = false;
    }
    let mut spare = room.saturating_add(1).saturating_sub(total(&widths, &shown));
    while spare > 0 {
        let narrow = (0..columns.len()).filter(|at| shown[*at] && widths[*at] < broken[*at]);
        let Some(narrow) = narrow.min_by_key(|at| widths[*at] / columns[*at].weight) else { break };
        widths[narrow] += 1;
        spare -= 1;
    }
    widths.into_iter().zip(shown).map(|(w, shown)| shown.then_some(w)).collect()
}

/// The width of a text on two lines at the most.
fn two_lines(text: &str) -> usize {
    let halves = text.match_indices(' ').map(|(at, _)| width(&text[..at]).max(width(&text[at + 1..])));
    halves.chain([width(text)]).min().unwrap_or(0)
}

/// The width of the longest word.
fn longest(text: &str) -> usize {
    glued(text).split(' ').map(width).max().unwrap_or(0)
}

/// A text on several lines, broken at its blanks alone: a number keeps its unit.
fn wrapped(text: &str, cells: usize) -> String {
    let options = textwrap::Options::new(cells.max(1)).word_separator(textwrap::WordSeparator::AsciiSpace);
    let lines = textwrap::wrap(&glued(text), options).join("\n");
    lines.replace('\u{a0}', " ")
}

/// Dates with blanks in them hold together: `2026. 11. 23.`
fn glued(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let inside = |at: usize| at >= 2 && characters[at - 1] == '.' && digit(at - 2) && digit(at + 1);
    let glue = |(at, c): (usize, &char)| if *c == ' ' && inside(at) { '\u{a0}' } else { *c };
    characters.iter().enumerate().map(glue).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &[Column] = &[
        fixed("line").right(),
        cut("product"),
        cut("description").expendable(2),
        cut("taxes").expendable(3),
        fixed("discount").right().optional(),
        fixed("total").right(),
    ];

    fn drawn(room: usize) -> Vec<String> {
        let headings = ["Line", "Product", "Description", "Taxes", "Discount %", "Total"];
        let rows = [
            ["1", "NB-14", "노트북 14인치, 은색, 16GB", "부가세 10%", "", "1,447,600원"],
            ["2", "SV-CARE", "Extended care", "부가세 10%", "", "-1,600원"],
        ];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|r| r.iter().map(ToString::to_string).collect()).collect();
        let text = draw(LINES, headings.map(str::to_owned).into(), &rows, Some(room));
        text.lines().map(str::to_owned).collect()
    }

    /// Whatever the width: no line is wider, and money stays whole.
    #[test]
    fn tables_fit_and_money_stays_whole() {
        for room in 30..120 {
            let lines = drawn(room);
            assert!(lines.iter().all(|l| width(l) <= room), "{room}: {lines:#?}");
            assert_eq!(lines.len(), 3, "{room}: {lines:#?}");
            assert!(lines[1].ends_with("1,447,600원") && lines[2].ends_with("-1,600원"), "{lines:#?}");
        }
    }

    #[test]
    fn words_are_cut_before_columns_go() {
        assert_eq!(drawn(200)[1], "    1  NB-14    노트북 14인치, 은색, 16GB  부가세 10%  1,447,600원");
        assert!(drawn(60)[1].contains('…') && drawn(60)[0].contains("Taxes"), "{:#?}", drawn(60));
        assert!(!drawn(45)[0].contains("Taxes") && drawn(45)[0].contains("Description"), "{:#?}", drawn(45));
        assert!(!drawn(35)[0].contains("Description"), "{:#?}", drawn(35));
    }

    #[test]
    fn headings_and_texts_break_at_blanks_alone() {
        assert_eq!(wrapped("Discount %", 8), "Discount\n%");
        assert_eq!(wrapped("회계 날짜는 2026. 11. 23.입니다", 20), "회계 날짜는\n2026. 11. 23.입니다");
        assert_eq!(wrapped("대변전표 1,447,600원을 발행", 14), "대변전표\n1,447,600원을\n발행");
    }
}
