//! The copy tray: everything of a ticket, page or coupon that somebody may want to paste elsewhere, each
//! beside its name. Enter or its digit copies one and closes.

use ratatui::layout::Rect;

use super::Target;
use super::copies::{self, CopyItem, CouponCopy};
use crate::domain::error::Result;
use crate::keys::{Code, Key, Verb};
use crate::text::cells;
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink, centered};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// The widest a name is shown.
const NAMES: usize = 28;

/// What can be copied.
pub struct Tray {
    of: Source,
    items: Vec<CopyItem>,
    selected: usize,
    top: usize,
    height: usize,
}

/// What the items are of, so that they can be named anew in another language.
enum Source {
    Page(Target),
    Coupon(CouponCopy),
    Items,
}

impl Tray {
    /// What can be copied of what a page shows.
    pub fn open(app: &mut App, of: Target) -> Result<Layer> {
        let items = copies::of(app, &of)?;
        Ok(Layer::Tray(Self::new(Source::Page(of), items)))
    }

    /// What can be copied of a coupon.
    pub fn of_coupon(look: &Look, coupon: CouponCopy) -> Layer {
        let items = copies::coupon_copies(&look.words, &coupon);
        Layer::Tray(Self::new(Source::Coupon(coupon), items))
    }

    /// These items, as they are.
    pub fn of_items(items: Vec<CopyItem>) -> Layer {
        Layer::Tray(Self::new(Source::Items, items))
    }

    fn new(of: Source, items: Vec<CopyItem>) -> Self {
        Self { of, items, selected: 0, top: 0, height: 1 }
    }

    /// How an action is called here; none of what only the desk does.
    pub fn offer(verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::Open | Verb::Search | Verb::Views | Verb::OtherPane | Verb::CopyTray => None,
            other => Offer::usual(other, look),
        }
    }

    /// Whether a key is the digit of an item.
    pub fn takes(key: Key) -> bool {
        !key.ctrl && !key.alt && matches!(key.code, Code::Char('1'..='9'))
    }

    /// Copies the item of a digit.
    pub fn key(&mut self, key: Key, app: &mut App) -> Next {
        let digit = if let Code::Char(c) = key.code { c.to_digit(10) } else { None };
        match digit.and_then(|d| usize::try_from(d).ok()?.checked_sub(1)) {
            Some(at) if at < self.items.len() => {
                self.selected = at;
                self.copy(app)
            }
            _ => Next::Stay,
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Next {
        let page = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        match verb {
            Verb::Up => self.step(-1),
            Verb::Down => self.step(1),
            Verb::PageUp => self.step(-page),
            Verb::PageDown => self.step(page),
            Verb::First => self.selected = 0,
            Verb::Last => self.step(isize::MAX),
            Verb::Copy | Verb::Open => return self.copy(app),
            Verb::Back | Verb::Quit => return Next::Close,
            _ => {}
        }
        Next::Stay
    }

    fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.items.len().saturating_sub(1));
    }

    fn copy(&self, app: &mut App) -> Next {
        if let Some(item) = self.items.get(self.selected) {
            app.copy(&item.text);
        }
        Next::Close
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Next {
        match hit {
            Hit::Row(at) => {
                self.selected = *at;
                self.copy(app)
            }
            _ => Next::Stay,
        }
    }

    /// Reads anew what can be copied.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        match &self.of {
            Source::Page(of) => self.items = copies::of(app, of)?,
            Source::Coupon(coupon) => self.items = copies::coupon_copies(&app.look.words, coupon),
            Source::Items => {}
        }
        self.step(0);
        Ok(())
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let rows = u16::try_from(self.items.len()).unwrap_or(u16::MAX).max(1).saturating_add(2);
        let inside = ink.popup(centered(area, 100, rows), &look.words.word("title-copy-tray"));
        let list = Rect { x: inside.x + 1, width: inside.width - 2, ..inside };
        self.height = list.height.into();
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.height.max(1)));
        let names = self.items.iter().map(|i| cells::width(&cells::printable(&i.label))).max();
        let names = names.unwrap_or(0).min(NAMES);
        for (y, (at, item)) in (list.y..list.bottom()).zip(self.items.iter().enumerate().skip(self.top)) {
            let row = Rect { y, height: 1, ..list };
            let over = (at == self.selected).then_some(ink.theme.selected);
            ink.row(row, "", over.unwrap_or(ink.theme.text));
            let pointer = if over.is_some() { ink.theme.sign(Sign::Pointer) } else { " " };
            let digit = if at < 9 { (at + 1).to_string() } else { " ".to_owned() };
            let name = padded(&cells::truncate(&cells::printable(&item.label), names), names + 2);
            let (key, dim) = (over.unwrap_or(ink.theme.accent), over.unwrap_or(ink.theme.dim));
            let before = [(pointer, key), (" ", dim), (&digit, key), ("  ", dim), (&name, dim)];
            let x = ink.words(row.x, y, row.right(), &before);
            ink.put(x, y, row.right().saturating_sub(x), &item.text, over.unwrap_or(ink.theme.text));
            ink.hit(row, Hit::Row(at));
        }
    }
}
