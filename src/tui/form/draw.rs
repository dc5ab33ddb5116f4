//! Drawing a form: tabs, labels and values, what is wrong or worth telling under its field, the
//! buttons. A form that is higher than the screen scrolls to the field that has the focus.

use ratatui::layout::Rect;

use super::cells::Lines;
use super::{Editor, FormLayer, lines, picker, table, value};
use crate::domain::form::{Field, FieldKind, Tab, Value};
use crate::domain::wizard::Audience;
use crate::keys::{Context, Verb};
use crate::text::{cells, code, field as labels, sentence};
use crate::tui::ink::{Hit, Ink, centered, wrapped};
use crate::tui::look::Look;
use crate::tui::theme::{Frame, Sign};

/// Lines of a long text that show, and of one that somebody else reads where there is room.
const TEXT: u16 = 5;
const LETTER: u16 = 12;
/// The rows of a table that show however little room there is.
const ROWS: u16 = 5;
/// How wide a form gets, and one with a table.
const WIDTH: (u16, u16) = (92, 140);

/// A field with the lines that it takes.
struct Placed {
    at: usize,
    height: u16,
    /// Lines that it would take besides.
    more: u16,
    below: Vec<(String, bool)>,
}

impl FormLayer {
    /// Draws it over what is below.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        let tables = self.seen().any(|(_, f)| matches!(f.kind, FieldKind::Lines { .. }));
        let width = area.width.min(if tables { WIDTH.1 } else { WIDTH.0 });
        let labels = self.label_width(look);
        let tabs = u16::from(self.fields().iter().any(|f| f.visible && f.tab.is_some())) * 2;
        let mut general: Vec<String> = self
            .general
            .as_ref()
            .map(|e| wrapped(&sentence::error(&look.words, e), width - 6))
            .unwrap_or_default();
        if !general.is_empty() {
            general.extend(self.since.iter().flat_map(|told| wrapped(&format!("· {told}"), width - 6)));
        }
        let sums: Vec<String> = self.sums(look).iter().flat_map(|sum| wrapped(sum, width - 4)).collect();
        let foot = u16::try_from(general.len() + sums.len()).unwrap_or(0) + 2;
        let around = tabs + foot + 2;
        let room = area.height.saturating_sub(around);
        let placed = self.place(look, (width - 4 - labels - 3, width - 4), room);
        let body: u16 = placed.iter().map(|p| p.height).sum();
        let height = (body + around).min(area.height);
        let (title, frame) = match self.form.audience() {
            None => (self.title(look), Frame::Plain),
            Some(audience) => {
                let (sign, word, frame) = match audience {
                    Audience::Customer => (Sign::Public, "title-public", Frame::Public),
                    Audience::Agents => (Sign::Internal, "title-internal", Frame::Internal),
                };
                let word = look.words.word(word);
                (format!("{} {word} · {}", ink.theme.sign(sign), self.title(look)), frame)
            }
        };
        let inside = ink.popup_of(centered(area, width, height), &title, frame);
        let inside = Rect { x: inside.x + 1, width: inside.width - 2, ..inside };
        let mut y = inside.y;
        if tabs > 0 {
            self.draw_tabs(ink, look, Rect { height: 1, ..inside });
            y += tabs;
        }
        let fields = Rect { y, height: inside.height.saturating_sub(tabs + foot), ..inside };
        self.scroll_to_focus(&placed, fields.height);
        self.draw_fields(ink, look, fields, labels, &placed, top);
        let first = inside.bottom().saturating_sub(foot) + 1;
        for (y, line) in (first..).zip(&general) {
            let sign = if y == first { ink.theme.sign(Sign::Wrong) } else { " " };
            let style = ink.theme.error;
            ink.words(inside.x, y, inside.right(), &[(sign, style), (" ", style), (line, style)]);
        }
        let after = first + u16::try_from(general.len()).unwrap_or(0);
        for (y, sum) in (after..).zip(&sums) {
            ink.put(inside.x, y, inside.width, sum, ink.theme.strong);
        }
        self.draw_buttons(ink, look, Rect { y: inside.bottom() - 1, height: 1, ..inside });
    }

    /// What the credit notes come to, a line for each currency.
    pub(super) fn sums(&self, look: &Look) -> Vec<String> {
        let words = &look.words;
        let line = |sum: &crate::domain::wizard::refund::Sum| {
            let values = [
                ("total", words.amount(sum.total)),
                ("settles", words.amount(sum.settles)),
                ("owed", words.amount(sum.owed)),
            ];
            match (sum.settles.amount.is_zero(), sum.owed.amount.is_zero()) {
                (_, true) => words.say("refund-sum-settles", &values),
                (true, false) => words.say("refund-sum-owed", &values),
                (false, false) => words.say("refund-sum-both", &values),
            }
        };
        self.shown.sums.iter().map(line).collect()
    }

    /// Fields of the tab that shows.
    fn seen(&self) -> impl Iterator<Item = (usize, &Field)> {
        let tab = self.tab();
        self.fields().iter().enumerate().filter(move |(_, f)| f.visible && f.tab == tab)
    }

    fn label_width(&self, look: &Look) -> u16 {
        let widths = self.seen().map(|(_, f)| cells::width(&self.starred(look, f)));
        u16::try_from(widths.max().unwrap_or(0)).unwrap_or(0).clamp(8, 34)
    }

    /// The label of a field, its own in this form where it has one.
    pub(super) fn label(&self, look: &Look, field: &Field) -> String {
        let named = field.label.as_deref().map(cells::printable);
        named.unwrap_or_else(|| labels::of_form(&look.words, self.form.code(), &field.id))
    }

    /// The same with a star where it must be filled in.
    fn starred(&self, look: &Look, field: &Field) -> String {
        let label = self.label(look, field);
        if field.required { format!("{label} *") } else { label }
    }

    /// How high each field is in so much room; tables share what the others leave.
    fn place(&self, look: &Look, (width, whole): (u16, u16), room: u16) -> Vec<Placed> {
        let place = |(at, field): (usize, &Field)| {
            let mut more = 0;
            let own = match &field.kind {
                FieldKind::LongText if self.form.audience().is_some() => {
                    more = LETTER - TEXT;
                    TEXT
                }
                FieldKind::LongText => TEXT,
                FieldKind::Lines { .. } => {
                    let rows = Lines::of(field).map_or(0, |lines| table::rows(&lines).len());
                    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
                    more = rows.saturating_sub(ROWS);
                    rows.min(ROWS) + lines::ABOVE
                }
                FieldKind::Picker { many: true, .. } => {
                    u16::try_from(field.value.picked().len()).unwrap_or(1).clamp(1, 6)
                }
                _ => 1,
            };
            let room = if matches!(field.kind, FieldKind::Lines { .. }) { whole - 2 } else { width };
            let mut below = Vec::new();
            if let Some(error) = self.wrong_words(look, field) {
                below.extend(wrapped(&error, room - 2).into_iter().map(|l| (l, true)));
            } else if let Some(hint) = &field.hint {
                below.extend(wrapped(&labels::hint(&look.words, hint), room).into_iter().map(|l| (l, false)));
            }
            Placed { at, height: own + u16::try_from(below.len()).unwrap_or(0), more, below }
        };
        let mut placed: Vec<Placed> = self.seen().map(place).collect();
        let mut left = room.saturating_sub(placed.iter().map(|p| p.height).sum());
        for p in &mut placed {
            let more = p.more.min(left);
            p.height += more;
            left -= more;
        }
        placed
    }

    fn scroll_to_focus(&mut self, placed: &[Placed], room: u16) {
        let mut y = 0;
        for p in placed {
            if p.at == self.focus.field {
                let end = y + p.height;
                self.scroll = self.scroll.min(y).max(end.saturating_sub(room));
            }
            y += p.height;
        }
        self.scroll = self.scroll.min(y.saturating_sub(room));
    }

    fn draw_fields(
        &mut self,
        ink: &mut Ink<'_>,
        look: &Look,
        area: Rect,
        labels: u16,
        placed: &[Placed],
        top: bool,
    ) {
        let whole = placed.iter().map(|p| p.height).sum();
        let scroll = self.scroll;
        ink.sheet(area, whole, scroll, |ink, sheet| {
            let mut y = sheet.y;
            for p in placed {
                self.draw_field(ink, look, Rect { y, height: p.height, ..sheet }, labels, p, top);
                y += p.height;
            }
        });
        // More above, more below.
        let right = area.right();
        if scroll > 0 {
            ink.put(right, area.y, 1, ink.theme.sign(Sign::Up), ink.theme.accent);
        }
        if whole > scroll + area.height && area.height > 0 {
            ink.put(right, area.bottom() - 1, 1, ink.theme.sign(Sign::Down), ink.theme.accent);
        }
    }

    fn draw_field(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, labels: u16, p: &Placed, top: bool) {
        let focused = p.at == self.focus.field;
        let Some(field) = self.fields().get(p.at).cloned() else { return };
        ink.hit(area, Hit::Field(p.at));
        let below = u16::try_from(p.below.len()).unwrap_or(0);
        let own = Rect { height: area.height.saturating_sub(below), ..area };
        let (x, width) = match (&field.kind, &field.value) {
            (FieldKind::Lines { .. }, Value::Lines(_)) => {
                self.draw_lines(ink, look, own, (p.at, &field), (focused, focused && top));
                (area.x + 2, area.width.saturating_sub(2))
            }
            _ => {
                let style = if focused { ink.theme.strong } else { ink.theme.dim };
                let pointer = if focused { ink.theme.sign(Sign::Pointer) } else { " " };
                ink.put(own.x, own.y, 1, pointer, ink.theme.accent);
                ink.put(own.x + 2, own.y, labels, &self.starred(look, &field), style);
                let x = own.x + labels + 3;
                let place = Rect { x, width: own.right().saturating_sub(x), ..own };
                self.draw_value(ink, look, place, &field, focused && top);
                (x, place.width)
            }
        };
        for (y, (line, wrong)) in (own.bottom()..area.bottom()).zip(&p.below) {
            let style = if *wrong { ink.theme.error } else { ink.theme.warning };
            let mut at = x;
            if *wrong {
                let sign = if y == own.bottom() { ink.theme.sign(Sign::Wrong) } else { " " };
                at += ink.put(x, y, 1, sign, style) + 1;
            }
            ink.put(at, y, width.saturating_sub(at - x), line, style);
        }
    }

    fn draw_value(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, field: &Field, focused: bool) {
        let line = Rect { height: 1, ..area };
        match (&mut self.editor, focused) {
            (Editor::Line(editor), true) => return editor.draw(ink, line, ink.theme.input),
            (Editor::Text(editor), true) => return editor.draw(ink, area, ink.theme.input),
            _ => {}
        }
        let style = match (focused, field.value.error()) {
            (_, Some(_)) => ink.theme.error,
            (true, None) => ink.theme.input,
            (false, None) => ink.theme.text,
        };
        if focused {
            ink.row(line, "", style);
        }
        match &field.kind {
            FieldKind::LongText => {
                for (y, line) in (area.y..area.bottom()).zip(wrapped(field.value.text(), area.width)) {
                    ink.put(area.x, y, area.width, &line, style);
                }
            }
            FieldKind::Picker { .. } => {
                let picked = self.shown.picked.get(&field.id).map(Vec::as_slice).unwrap_or_default();
                for (y, choice) in (area.y..area.bottom()).zip(picked) {
                    let detail = format!("  {}", picker::detail(look, choice));
                    let dim = if focused { style } else { ink.theme.dim };
                    ink.words(area.x, y, area.right() - 2, &[(&choice.title, style), (&detail, dim)]);
                }
                ink.put(area.right() - 1, area.y, 1, ink.theme.sign(Sign::Down), ink.theme.dim);
            }
            FieldKind::Check => {
                let sign = if field.value == Value::Check(true) { Sign::On } else { Sign::Off };
                ink.put(area.x, area.y, area.width, ink.theme.sign(sign), style);
            }
            FieldKind::Choice { family, codes } => {
                let named = codes.iter().map(|c| (*c, code::named(&look.words, family, c)));
                offered(ink, area, field, &named.collect::<Vec<_>>());
            }
            FieldKind::OneOf(texts) => {
                let named = texts.iter().map(|text| {
                    (text.as_str(), if text.is_empty() { "–".to_owned() } else { cells::printable(text) })
                });
                offered(ink, area, field, &named.collect::<Vec<_>>());
            }
            kind => {
                let text = value::shown(&look.words, kind, &field.value, look.zone);
                ink.put(area.x, area.y, area.width, &text, style);
            }
        }
    }

    fn draw_tabs(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let mut tabs: Vec<(usize, Option<Tab>)> = Vec::new();
        for (at, field) in self.fields().iter().enumerate().filter(|(_, f)| f.visible) {
            if tabs.iter().all(|(_, tab)| *tab != field.tab) {
                tabs.push((at, field.tab));
            }
        }
        let mut x = area.x;
        for (at, tab) in tabs {
            let general = || look.words.word("tab-general");
            let name = tab.map_or_else(general, |tab| code::named(&look.words, "tab", tab.as_str()));
            let wrong = self.fields().iter().any(|f| f.visible && f.tab == tab && self.error(f).is_some());
            let sign = if wrong { ink.theme.sign(Sign::Wrong) } else { "" };
            let here = tab == self.tab();
            let text = if here { format!("[ {name}{sign} ]") } else { format!("  {name}{sign}  ") };
            let style = if here { ink.theme.strong } else { ink.theme.dim };
            let used = ink.put(x, area.y, area.right().saturating_sub(x), &text, style);
            ink.hit(Rect { x, width: used, ..area }, Hit::Field(at));
            x += used + 1;
        }
    }

    fn draw_buttons(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let mut x = area.x;
        let named = self.form.buttons().iter().map(|b| code::named(&look.words, "button", b.as_str()));
        let buttons = named.zip([Verb::Submit, Verb::SubmitSecond]);
        let discard = (look.words.word("button-discard"), Verb::Back);
        for (name, verb) in buttons.chain([discard]) {
            let key = look.key(&[Context::Form, Context::Everywhere], verb);
            let (text, accent) = (ink.theme.text, ink.theme.accent);
            let name = format!(" {name}]");
            let end = ink.words(x, area.y, area.right(), &[("[", text), (&key, accent), (&name, text)]);
            ink.hit(Rect { x, width: end - x, ..area }, Hit::Verb(verb));
            x = end + 2;
        }
    }
}

/// What can be chosen, side by side: the chosen one stands in brackets, and where there is no room for all, those
/// around it show.
fn offered(ink: &mut Ink<'_>, area: Rect, field: &Field, choices: &[(&str, String)]) {
    let at = choices.iter().position(|(code, _)| field.value.choice() == Some(code));
    let width = |(_, name): &(&str, String)| cells::width(name) + 3;
    let mut first = 0;
    while let Some(at) = at
        && first < at
        && choices[first..=at].iter().map(width).sum::<usize>() > usize::from(area.width)
    {
        first += 1;
    }
    let mut x = area.x;
    for (place, (_, name)) in choices.iter().enumerate().skip(first) {
        let chosen = Some(place) == at;
        let text = if chosen { format!("[{name}]") } else { format!(" {name} ") };
        let style = if chosen { ink.theme.strong } else { ink.theme.dim };
        x += ink.put(x, area.y, area.right().saturating_sub(x), &text, style) + 1;
    }
}
