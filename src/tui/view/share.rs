//! A share link as it is handed over: read out, copied, or scanned from the screen. The link stands on
//! lines of its own and is never cut, so that it can be selected; the QR code is drawn whole or not at
//! all. Opened by whoever makes something with a link; it knows nothing of how that is made.

#[cfg(test)]
mod tests;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Tray;
use super::copies::{CopyItem, CouponCopy, LinkCopy, coupon_copies, link_copies};
use crate::keys::{Context, Verb};
use crate::text::Words;
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink, centered, folded, wrapped};
use crate::tui::layer::Next;
use crate::tui::look::Look;
use crate::tui::qr::Qr;

/// The narrowest that texts beside a QR code may be.
const BESIDE: u16 = 24;
/// The widest that the layer is, but for its QR code.
const WIDEST: u16 = 66;

/// A share link and what belongs to it.
#[derive(Clone, Debug, Default)]
pub struct Share {
    /// What it is called.
    pub title: String,
    /// The link, where the shop has an address.
    pub link: Option<String>,
    /// The code that the link carries; empty where it carries none that people type.
    pub code: String,
    /// What else is to be known of it, a line each.
    pub notes: Vec<String>,
    /// What can be copied of it.
    pub copies: Vec<CopyItem>,
    /// The coupon that it is made of, so that it can be told anew in another language.
    pub coupon: Option<CouponCopy>,
    /// The personal link that it shows, likewise.
    pub personal: Option<LinkCopy>,
}

impl Share {
    /// The link of a coupon.
    pub fn of_coupon(words: &Words, coupon: CouponCopy) -> Self {
        let until = match coupon.expires {
            Some(day) => words.date(day),
            None => words.word("word-no-expiry"),
        };
        Self {
            title: words.word("title-share-coupons"),
            link: coupon.link.clone(),
            code: coupon.code.clone(),
            notes: vec![
                named(words, words.label("coupon-program"), coupon.program.clone()),
                named(words, words.label("valid-until"), until),
            ],
            copies: coupon_copies(words, &coupon),
            coupon: Some(coupon),
            personal: None,
        }
    }

    /// A customer's personal link.
    pub fn of_link(words: &Words, of: LinkCopy) -> Self {
        let mut notes = vec![
            named(words, words.label("customer"), of.name.clone()),
            named(words, words.label("valid-until"), words.date(of.expires)),
            words.word("hint-link-told-once"),
        ];
        notes.extend(of.local.then(|| words.word("hint-no-portal-address")));
        Self {
            title: words.word("title-customer-link"),
            link: Some(of.link.clone()),
            code: String::new(),
            notes,
            copies: link_copies(words, &of),
            coupon: None,
            personal: Some(of),
        }
    }

    /// What Copy copies: the link, or the code where there is none.
    pub fn text(&self) -> &str {
        self.link.as_deref().unwrap_or(&self.code)
    }

    /// Tells it anew, in another language.
    pub fn reload(&mut self, app: &App) {
        if let Some(coupon) = self.coupon.take() {
            *self = Self::of_coupon(&app.look.words, coupon);
        }
        if let Some(link) = self.personal.take() {
            *self = Self::of_link(&app.look.words, link);
        }
    }

    /// Does what a key says.
    pub fn on(&self, verb: Verb, app: &mut App) -> Next {
        match verb {
            Verb::Copy => app.copy(self.text()),
            Verb::CopyTray => {
                return Next::Push(match &self.coupon {
                    Some(coupon) => Tray::of_coupon(&app.look, coupon.clone()),
                    None => Tray::of_items(self.copies.clone()),
                });
            }
            Verb::Back | Verb::Quit => return Next::Close,
            _ => {}
        }
        Next::Stay
    }

    /// Draws it: in a box where there is room, over everything where there is not.
    pub fn draw(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let qr = self.link.as_deref().and_then(Qr::new);
        let code = qr.as_ref().map_or(0, |qr| qr.size(ink.theme).0);
        let width = area.width.min(WIDEST + code);
        let height = self.height(ink, look, width.saturating_sub(4), qr.as_ref()).saturating_add(2);
        let inside = if height <= area.height {
            ink.popup(centered(area, width, height), &self.title)
        } else {
            ink.clear(area);
            area
        };
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        self.fill(ink, look, inside, qr.as_ref());
    }

    /// How many rows it takes at ease: label, link and an empty line, then texts and code side by side, or
    /// one below the other.
    fn height(&self, ink: &Ink<'_>, look: &Look, width: u16, qr: Option<&Qr>) -> u16 {
        let code = qr.map_or((0, 0), |qr| qr.size(ink.theme));
        let beside = qr.is_some() && width >= code.0 + 2 + BESIDE;
        let texts = self.texts(ink, look, if beside { width - code.0 - 2 } else { width });
        let texts = count(texts.len());
        let body = if beside { code.1.max(texts + 1) } else { code.1.saturating_add(texts + 4) };
        body.saturating_add(count(self.link(width).len()) + 2)
    }

    /// The link on lines of its own, then everything else.
    fn fill(&self, ink: &mut Ink<'_>, look: &Look, area: Rect, qr: Option<&Qr>) {
        let link = self.link(area.width);
        let label = look.words.label("share-link");
        let mut y = area.y;
        // Where rows are scarce, the label stands below.
        let easy = area.height >= self.height(ink, look, area.width, qr);
        if easy && !link.is_empty() {
            ink.put(area.x, y, area.width, &label, ink.theme.dim);
            y += 1;
        }
        for line in &link {
            ink.put(area.x, y, area.width, line, ink.theme.accent);
            y += 1;
        }
        let mut y = y + u16::from(easy && !link.is_empty());
        if !easy && !link.is_empty() {
            ink.put(area.x, y, area.width, &label, ink.theme.dim);
        }
        let mut body = Rect { y, height: area.bottom().saturating_sub(y), ..area };
        let drawn = self.fill_code(ink, look, &mut body, qr);
        y = body.y + u16::from(!easy) * 2;
        for (text, style) in self.texts(ink, look, body.width) {
            ink.put(body.x, y, body.width, &text, style);
            y += 1;
        }
        self.buttons(ink, look, Rect { y, height: 1, ..body });
        if let Some(why) = drawn {
            for (y, line) in (y + 2..body.bottom()).zip(wrapped(&why, body.width)) {
                ink.put(body.x, y, body.width, &line, ink.theme.warning);
            }
        }
    }

    /// Draws the QR code beside or below the texts, and leaves them the rest; why not, where it does not
    /// fit: half a code is none.
    fn fill_code(&self, ink: &mut Ink<'_>, look: &Look, body: &mut Rect, qr: Option<&Qr>) -> Option<String> {
        let words = &look.words;
        let Some(qr) = qr else {
            let key = if self.link.is_some() { "hint-qr-too-long" } else { "hint-no-link" };
            return Some(words.word(key));
        };
        let (width, height) = qr.size(ink.theme);
        if body.width >= width + 2 + BESIDE && body.height >= height {
            qr.draw(ink, Rect { x: body.right() - width, width, height, ..*body });
            body.width -= width + 2;
            return None;
        }
        let texts = count(self.texts(ink, look, body.width).len()) + 4;
        if body.width >= width && body.height >= height.saturating_add(texts) {
            qr.draw(ink, Rect { y: body.bottom() - height, width, height, ..*body });
            body.height -= height;
            return None;
        }
        let (width, height) = (width.to_string(), height.to_string());
        Some(words.say("hint-qr-too-small", &[("width", width), ("height", height)]))
    }

    /// Code and notes.
    fn texts(&self, ink: &Ink<'_>, look: &Look, width: u16) -> Vec<(String, Style)> {
        let mut lines = Vec::new();
        if !self.code.is_empty() {
            lines.push((look.words.label("coupon-code"), ink.theme.dim));
            lines.extend(folded(&self.code, width).into_iter().map(|line| (line, ink.theme.strong)));
            lines.push((String::new(), ink.theme.text));
        }
        for note in &self.notes {
            lines.extend(wrapped(note, width).into_iter().map(|line| (line, ink.theme.text)));
        }
        lines.push((String::new(), ink.theme.text));
        lines
    }

    /// The keys that copy.
    fn buttons(&self, ink: &mut Ink<'_>, look: &Look, row: Rect) {
        let mut x = row.x;
        for verb in [Verb::Copy, Verb::CopyTray] {
            let (key, name) = (look.key(&[Context::Share], verb), format!(" {}", look.verb(verb)));
            let words = [(key.as_str(), ink.theme.accent), (name.as_str(), ink.theme.text)];
            let end = ink.words(x, row.y, row.right(), &words);
            ink.hit(Rect { x, width: end - x, ..row }, Hit::Verb(verb));
            x = end + 3;
        }
    }

    fn link(&self, width: u16) -> Vec<String> {
        self.link.as_deref().map(|link| folded(link, width)).unwrap_or_default()
    }
}

fn count(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX / 4)
}

fn named(words: &Words, name: String, text: String) -> String {
    words.say("named", &[("name", name), ("text", text)])
}
