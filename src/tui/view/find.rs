//! One search over everything, opened from anywhere: it looks while one types, once for any number of keys, and
//! Enter opens what is selected. Esc leaves everything as it was.

use ratatui::layout::Rect;

use super::{PageView, Target};
use crate::domain::error::Result;
use crate::domain::find::{Findings, Found, FoundKind};
use crate::domain::ids::{CouponId, CustomerId, InvoiceId, LotId, ProductId, TaskId, TicketId};
use crate::keys::{Key, Verb};
use crate::text::{Words, cells, found};
use crate::tui::app::App;
use crate::tui::editor::LineEditor;
use crate::tui::ink::{Hit, Ink, centered, wrapped};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// How many of each kind are looked for.
const MOST: i64 = 20;
/// Cells of what a thing is called by, at least and at most.
const LABEL: (usize, usize) = (6, 20);

/// The search.
#[derive(Default)]
pub struct Finder {
    search: LineEditor,
    findings: Findings,
    /// Whether what is typed was not looked for yet.
    stale: bool,
    selected: usize,
    top: usize,
    height: usize,
}

impl Finder {
    /// With nothing typed yet.
    pub fn open() -> Layer {
        Layer::Find(Box::default())
    }

    /// How an action is called here.
    pub fn offer(verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::Mark | Verb::Find => None,
            Verb::Choose => Offer::usual(Verb::Open, look),
            other => Offer::usual(other, look),
        }
    }

    /// Types a key.
    pub fn key(&mut self, key: Key) {
        self.search.key(key);
        self.stale = true;
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) {
        self.search.paste(text);
        self.stale = true;
    }

    /// Looks for what was typed: once for any number of keys.
    pub fn prepare(&mut self, app: &mut App) -> Result<()> {
        if std::mem::take(&mut self.stale) {
            self.findings = app.desk()?.find(self.search.text(), MOST)?;
            (self.selected, self.top) = (0, 0);
        }
        Ok(())
    }

    /// Looks anew; what is selected stays so.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        let selected = self.selected().map(|of| (of.kind, of.id));
        self.findings = app.desk()?.find(self.search.text(), MOST)?;
        let same = |of: &Found| Some((of.kind, of.id)) == selected;
        self.selected = self.findings.found.iter().position(same).unwrap_or(self.selected);
        self.step(0);
        Ok(())
    }

    fn selected(&self) -> Option<&Found> {
        self.findings.found.get(self.selected)
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        self.prepare(app)?;
        let page = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        match verb {
            Verb::Up => self.step(-1),
            Verb::Down => self.step(1),
            Verb::PageUp => self.step(-page),
            Verb::PageDown => self.step(page),
            Verb::First => self.selected = 0,
            Verb::Last => self.step(isize::MAX),
            Verb::Choose => return self.choose(app),
            Verb::Back | Verb::Quit => return Ok(Next::Close),
            _ => {}
        }
        Ok(Next::Stay)
    }

    fn step(&mut self, by: isize) {
        let last = self.findings.found.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    fn choose(&self, app: &mut App) -> Result<Next> {
        let Some(of) = self.selected() else { return Ok(Next::Stay) };
        let target = target(of, app)?;
        PageView::open(app, target).map(Next::Swap)
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        let Hit::Row(at) = hit else { return Ok(Next::Stay) };
        self.selected = *at;
        self.choose(app)
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let inside = ink.popup(centered(area, 104, 30), &words.word("title-find"));
        let inside = Rect { x: inside.x + 1, width: inside.width - 2, ..inside };
        self.search.draw(ink, Rect { height: 1, ..inside }, ink.theme.input);
        let mut list = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
        if self.findings.more {
            list.height = list.height.saturating_sub(1);
            ink.put(list.x, list.bottom(), list.width, &words.word("find-more"), ink.theme.dim);
        }
        self.height = list.height.into();
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.height.max(1)));
        if self.findings.found.is_empty() {
            let text = match self.search.text().trim() {
                "" => words.word("find-hint"),
                typed => found::nothing(words, typed),
            };
            for (y, line) in (list.y..list.bottom()).zip(wrapped(&text, list.width)) {
                ink.put(list.x, y, list.width, &line, ink.theme.dim);
            }
        }
        self.draw_rows(ink, look, list);
    }

    fn draw_rows(&self, ink: &mut Ink<'_>, look: &Look, list: Rect) {
        let all = &self.findings.found;
        let kinds = all.iter().map(|of| cells::width(&found::kind(&look.words, of.kind))).max();
        let labels = all.iter().map(|of| cells::width(&cells::printable(&of.label))).max().unwrap_or(0);
        let (kinds, labels) = (kinds.unwrap_or(0), labels.clamp(LABEL.0, LABEL.1));
        let mut before = None;
        for (y, (at, of)) in (list.y..list.bottom()).zip(all.iter().enumerate().skip(self.top)) {
            let row = Rect { y, height: 1, ..list };
            let over = (at == self.selected).then_some(ink.theme.selected);
            let (text, dim) = (over.unwrap_or(ink.theme.text), over.unwrap_or(ink.theme.dim));
            let accent = over.unwrap_or(ink.theme.accent);
            ink.row(row, "", text);
            let pointer = if over.is_some() { ink.theme.sign(Sign::Pointer) } else { " " };
            // Rows of a kind stand together: its word stands at the first.
            let kind =
                if before == Some(of.kind) { String::new() } else { found::kind(&look.words, of.kind) };
            before = Some(of.kind);
            let label = padded(&cells::truncate(&cells::printable(&of.label), labels), labels + 2);
            let head = [(pointer, accent), (" ", dim), (&padded(&kind, kinds + 2), dim), (&label, accent)];
            let x = ink.words(row.x, y, row.right(), &head);
            let (name, rest) = told(&look.words, of, usize::from(row.right().saturating_sub(x)));
            let used = ink.right(row, &rest, dim);
            let end = row.right().saturating_sub(if used == 0 { 0 } else { used + 2 });
            ink.put(x, y, end.saturating_sub(x), &name, text);
            ink.hit(row, Hit::Row(at));
        }
    }
}

/// What is told of a thing in so many cells: its name, which gives way last, and what of the rest stands whole
/// beside it.
fn told(words: &Words, of: &Found, room: usize) -> (String, String) {
    let mut parts = found::parts(words, of).into_iter().map(|part| cells::printable(&part));
    let name = parts.next().unwrap_or_default();
    let mut left = room.saturating_sub(cells::width(&name).min(room * 3 / 5));
    let mut rest: Vec<String> = Vec::new();
    for part in parts {
        let Some(after) = left.checked_sub(cells::width(&part) + 2) else { continue };
        left = after;
        rest.push(part);
    }
    (name, rest.join("  "))
}

/// What opens a thing that was found.
fn target(of: &Found, app: &mut App) -> Result<Target> {
    Ok(match of.kind {
        FoundKind::Ticket => Target::Ticket(TicketId(of.id)),
        FoundKind::Customer => Target::Customer(CustomerId(of.id)),
        FoundKind::Order => Target::Order(of.label.clone()),
        FoundKind::Invoice | FoundKind::CreditNote => Target::Document(InvoiceId(of.id)),
        FoundKind::Transfer => Target::Transfer(of.label.clone()),
        FoundKind::Repair => Target::Repair(of.label.clone()),
        FoundKind::Task => Target::Task(TaskId(of.id)),
        FoundKind::Lot => {
            let life = app.desk()?.lot(LotId(of.id))?;
            Target::Lot(life.product, life.lot)
        }
        FoundKind::Coupon => Target::Coupon(CouponId(of.id)),
        FoundKind::Product => Target::Product(ProductId(of.id)),
    })
}
