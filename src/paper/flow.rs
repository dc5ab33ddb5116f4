//! A sheet laid out on pages, from the top down: head, facts, table, sums, closing words. What does not fit goes
//! to the next page; a row and the sums stay in one piece where a page can hold them. Only for `pdf`.

use super::face::Weight;
use super::mark::{Ink, Mark, PAGE, Style};
use super::table::Table;
use super::wrap::{width, wrap};
use crate::domain::error::Result;
use crate::text::sheet::{Fact, Party, Sheet, Side};

/// Left and right edge of everything.
pub const EDGES: (f32, f32) = (51.0, PAGE.0 - 51.0);
const TOP: f32 = 48.0;
/// Where the last line of a page ends.
const BOTTOM: f32 = PAGE.1 - 66.0;
/// Where the foot stands.
const FOOT: f32 = PAGE.1 - 40.0;
/// How wide the sums are: they begin where the facts do.
const SUMS: f32 = (EDGES.1 - EDGES.0) / 2.0;

const NAME: Style = Style::of(12.0).bold();
const TITLE: Style = Style::of(21.0).bold();
const BODY: Style = Style::of(9.5);
const LABEL: Style = BODY.ink(Ink::Muted);
const SMALL: Style = Style::of(8.0).ink(Ink::Muted);
const STRONG: Style = Style::of(11.0).bold();

/// Pages that are being filled.
pub struct Flow<'s> {
    sheet: &'s Sheet,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

/// The pages of a sheet whose texts can all be drawn.
pub fn lay_out(sheet: &Sheet) -> Result<Vec<Vec<Mark>>> {
    let mut flow = Flow { sheet, pages: vec![vec![]], y: TOP };
    flow.head()?;
    flow.band()?;
    let sums = flow.sums()?;
    if !sheet.columns.is_empty() {
        let table = Table::new(sheet, EDGES.1 - EDGES.0)?;
        table.draw(&mut flow, sums.iter().map(|sum| sum.height).sum())?;
    }
    flow.draw_sums(&sums)?;
    flow.closing()?;
    flow.feet()?;
    Ok(flow.pages)
}

/// One of the sums, with its lines.
struct Sum {
    label: Vec<String>,
    value: String,
    strong: bool,
    height: f32,
}

impl Flow<'_> {
    /// The space that is left on the page.
    pub fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// The space on a page that holds nothing yet.
    pub fn whole() -> f32 {
        BOTTOM - TOP - 26.0
    }

    /// Where the next line begins.
    pub fn y(&self) -> f32 {
        self.y
    }

    /// Goes down.
    pub fn skip(&mut self, by: f32) {
        self.y += by;
    }

    /// Begins a page, with what it belongs to.
    pub fn turn(&mut self) -> Result<()> {
        self.pages.push(vec![]);
        self.y = TOP;
        let first = |text: &str, within: f32| -> Result<String> {
            Ok(wrap(text, SMALL.weight, SMALL.size, within)?.swap_remove(0))
        };
        let wide = (EDGES.1 - EDGES.0) / 2.0;
        let (heading, name) = (first(&self.sheet.heading(), wide)?, first(&self.sheet.company.name, wide)?);
        self.text(EDGES.0, self.y, SMALL, &heading);
        self.right(EDGES.1, self.y, SMALL, &name)?;
        self.y += SMALL.leading() + 4.0;
        self.rule(0.5, Ink::Hair);
        self.y += 10.0;
        Ok(())
    }

    /// A text whose line begins at a height.
    pub fn text(&mut self, x: f32, top: f32, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        self.mark(Mark::Text { x, y: top + style.ascent(), style, text: text.to_owned() });
    }

    /// A text that ends at a place.
    pub fn right(&mut self, x: f32, top: f32, style: Style, text: &str) -> Result<()> {
        let wide = width(text, style.weight, style.size)?;
        self.text(x - wide, top, style, text);
        Ok(())
    }

    /// A line from edge to edge, here.
    pub fn rule(&mut self, thick: f32, ink: Ink) {
        let at = [EDGES.0, self.y, EDGES.1 - EDGES.0, thick];
        self.mark(Mark::Fill { at, ink });
    }

    fn mark(&mut self, mark: Mark) {
        self.pages.last_mut().into_iter().for_each(|page| page.push(mark.clone()));
    }

    fn head(&mut self) -> Result<()> {
        let company = &self.sheet.company;
        let wide = EDGES.1 - EDGES.0;
        for line in &company.lines {
            self.right(EDGES.1, self.y + 3.5, SMALL, line)?;
        }
        for line in wrap(&company.name, NAME.weight, NAME.size, wide * 0.6)? {
            self.text(EDGES.0, self.y, NAME, &line);
            self.y += NAME.leading();
        }
        self.y += 6.0;
        self.rule(1.2, Ink::Rule);
        self.y += 30.0;
        let mark = self.sheet.mark.clone();
        for (at, line) in
            wrap(&self.sheet.heading(), TITLE.weight, TITLE.size, wide * 0.75)?.iter().enumerate()
        {
            self.text(EDGES.0, self.y, TITLE, line);
            if let Some(mark) = mark.as_ref().filter(|_| at == 0) {
                self.stamp(mark)?;
            }
            self.y += TITLE.leading();
        }
        self.y += 14.0;
        Ok(())
    }

    /// A word in a frame beside the title.
    fn stamp(&mut self, word: &str) -> Result<()> {
        let style = Style::of(12.0).bold().ink(Ink::Alert);
        let word = word.to_uppercase();
        let (wide, pad, thick) = (width(&word, style.weight, style.size)?, 9.0, 1.4);
        let [left, top, wide, high] = [EDGES.1 - wide - 2.0 * pad, self.y + 2.0, wide + 2.0 * pad, 25.0];
        self.text(left + pad, top + 3.8, style, &word);
        for at in [
            [left, top, wide, thick],
            [left, top + high - thick, wide, thick],
            [left, top, thick, high],
            [left + wide - thick, top, thick, high],
        ] {
            self.mark(Mark::Fill { at, ink: Ink::Alert });
        }
        Ok(())
    }

    /// The customer on the left and the facts on the right, line by line.
    fn band(&mut self) -> Result<()> {
        let half = SUMS;
        let left =
            self.sheet.customer.as_ref().map(|c| address(c, half - 24.0)).transpose()?.unwrap_or_default();
        let label = self.label_width(half * 0.5)?;
        let right = facts(&self.sheet.facts, label, half - label - 12.0)?;
        let from = EDGES.0 + if left.is_empty() { 0.0 } else { half };
        for at in 0..left.len().max(right.len()) {
            if self.left() < BODY.leading() {
                self.turn()?;
            }
            if let Some((style, line)) = left.get(at) {
                self.text(EDGES.0, self.y, *style, line);
            }
            if let Some((name, value)) = right.get(at) {
                self.text(from, self.y, LABEL, name);
                self.text(from + label + 12.0, self.y, BODY, value);
            }
            self.y += BODY.leading();
        }
        self.y += 22.0;
        Ok(())
    }

    fn label_width(&self, most: f32) -> Result<f32> {
        let mut wide = 0.0_f32;
        for fact in &self.sheet.facts {
            wide = wide.max(width(&fact.label, LABEL.weight, LABEL.size)?);
        }
        Ok(wide.min(most))
    }

    fn sums(&self) -> Result<Vec<Sum>> {
        let mut sums = Vec::new();
        for total in &self.sheet.totals {
            let style = if total.strong { STRONG } else { BODY };
            let within = SUMS - width(&total.value, style.weight, style.size)? - 12.0;
            let label = wrap(&total.label, style.weight, style.size, within.max(80.0))?;
            #[allow(clippy::cast_precision_loss)]
            let height = style.leading() * label.len() as f32 + if total.strong { 11.0 } else { 3.0 };
            sums.push(Sum { label, value: total.value.clone(), strong: total.strong, height });
        }
        Ok(sums)
    }

    fn draw_sums(&mut self, sums: &[Sum]) -> Result<()> {
        self.y += 10.0;
        let all: f32 = sums.iter().map(|sum| sum.height).sum();
        if self.left() < all.min(Self::whole()) {
            self.turn()?;
        }
        for sum in sums {
            if self.left() < sum.height {
                self.turn()?;
            }
            let from = EDGES.1 - SUMS;
            let style = if sum.strong { STRONG } else { BODY };
            let mut top = self.y + 1.5;
            if sum.strong {
                self.mark(Mark::Fill { at: [from, self.y + 2.0, SUMS, 0.8], ink: Ink::Rule });
                top += 5.0;
            }
            self.right(EDGES.1, top, style, &sum.value)?;
            for line in &sum.label {
                self.text(from, top, if sum.strong { style } else { LABEL }, line);
                top += style.leading();
            }
            self.y += sum.height;
        }
        Ok(())
    }

    fn closing(&mut self) -> Result<()> {
        self.y += 22.0;
        for paragraph in &self.sheet.closing {
            for line in wrap(paragraph, BODY.weight, BODY.size, EDGES.1 - EDGES.0)? {
                if self.left() < BODY.leading() {
                    self.turn()?;
                }
                self.text(EDGES.0, self.y, BODY, &line);
                self.y += BODY.leading();
            }
            self.y += 6.0;
        }
        Ok(())
    }

    /// The foot of every page, with its number.
    fn feet(&mut self) -> Result<()> {
        let count = self.pages.len();
        let footer = wrap(&self.sheet.footer, SMALL.weight, SMALL.size, 400.0)?.swap_remove(0);
        for (at, page) in self.pages.iter_mut().enumerate() {
            let number = format!("{} / {count}", at + 1);
            let x = EDGES.1 - width(&number, SMALL.weight, SMALL.size)?;
            let text = |x, text: &str| Mark::Text { x, y: FOOT, style: SMALL, text: text.to_owned() };
            page.push(Mark::Fill { at: [EDGES.0, FOOT - 16.0, EDGES.1 - EDGES.0, 0.5], ink: Ink::Hair });
            page.push(text(EDGES.0, &footer));
            page.push(text(x, &number));
        }
        Ok(())
    }
}

/// A party as lines with their looks.
fn address(of: &Party, within: f32) -> Result<Vec<(Style, String)>> {
    let mut lines = vec![(LABEL, of.role.clone())];
    let name = BODY.bold();
    lines.extend(wrap(&of.name, name.weight, name.size, within)?.into_iter().map(|line| (name, line)));
    for line in &of.lines {
        lines.extend(wrap(line, BODY.weight, BODY.size, within)?.into_iter().map(|line| (BODY, line)));
    }
    Ok(lines)
}

/// Facts as lines: label and value.
fn facts(all: &[Fact], label: f32, value: f32) -> Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    for fact in all {
        let names = wrap(&fact.label, LABEL.weight, LABEL.size, label + 0.1)?;
        let values = wrap(&fact.value, BODY.weight, BODY.size, value)?;
        for at in 0..names.len().max(values.len()) {
            let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            lines.push((line(&names), line(&values)));
        }
    }
    Ok(lines)
}

/// Where a cell's text begins, in a column from `left` to `right`.
pub fn place(side: Side, left: f32, right: f32, text: &str, weight: Weight, size: f32) -> Result<f32> {
    match side {
        Side::Left => Ok(left),
        Side::Right => Ok(right - width(text, weight, size)?),
    }
}
