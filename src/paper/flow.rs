//! Pages that are filled from the top down, and how a sheet is laid out on them: head, facts, table, sums,
//! closing words. What does not fit goes to the next page; a row and the sums stay in one piece where a page can
//! hold them. `pdf` calls [`lay_out`]; the parts beside this file fill the pages.

use super::mark::{Ink, Mark, PAGE, Style};
use super::table::Table;
use super::wrap::{width, wrap};
use super::{end, head};
use crate::domain::error::Result;
use crate::text::sheet::Sheet;

/// Left and right edge of everything.
pub const EDGES: (f32, f32) = (51.0, PAGE.0 - 51.0);
/// How wide the sums are: they begin where the facts do.
pub const SUMS: f32 = (EDGES.1 - EDGES.0) / 2.0;
const TOP: f32 = 48.0;
/// Where the last line of a page ends.
const BOTTOM: f32 = PAGE.1 - 66.0;
/// Where the foot stands.
const FOOT: f32 = PAGE.1 - 40.0;

/// Text.
pub const BODY: Style = Style::of(9.5);
/// What says what a text is.
pub const LABEL: Style = BODY.ink(Ink::Muted);
/// What stands at the edges of a page.
pub const SMALL: Style = Style::of(8.0).ink(Ink::Muted);

/// Pages that are being filled.
pub struct Flow<'s> {
    /// What they are filled with.
    pub sheet: &'s Sheet,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

/// The pages of a sheet whose texts can all be drawn.
pub fn lay_out(sheet: &Sheet) -> Result<Vec<Vec<Mark>>> {
    let mut flow = Flow { sheet, pages: vec![vec![]], y: TOP };
    head::head(&mut flow)?;
    head::band(&mut flow)?;
    let sums = end::sums(sheet)?;
    if !sheet.columns.is_empty() {
        let table = Table::new(sheet, EDGES.1 - EDGES.0)?;
        table.draw(&mut flow, end::height(&sums))?;
    }
    end::draw(&mut flow, &sums)?;
    end::closing(&mut flow)?;
    flow.feet()?;
    Ok(flow.pages)
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

    /// Begins a page where so much does not fit on this one.
    pub fn room(&mut self, needed: f32) -> Result<()> {
        if self.left() < needed { self.turn() } else { Ok(()) }
    }

    /// Begins a page, with what it belongs to.
    pub fn turn(&mut self) -> Result<()> {
        self.pages.push(vec![]);
        self.y = TOP;
        let first = |text: &str, within: f32| -> Result<String> {
            Ok(wrap(text, SMALL.weight, SMALL.size, within)?.swap_remove(0))
        };
        let wide = SUMS - 6.0;
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

    /// Puts a mark on the page.
    pub fn mark(&mut self, mark: Mark) {
        self.pages.last_mut().into_iter().for_each(|page| page.push(mark.clone()));
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
