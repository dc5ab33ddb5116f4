//! Draws the ticket list: the search with what is wrong with it, headings, rows.

use ratatui::layout::Rect;

use super::DeskView;
use super::columns::Columns;
use crate::keys::{Context, Verb};
use crate::text::{found, sentence};
use crate::tui::ink::{Hit, Ink, wrapped};
use crate::tui::look::Look;
use crate::tui::theme::Sign;

impl DeskView {
    pub(super) fn draw_list(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, focused: bool) {
        let mut rows = area;
        if self.searching || !self.search.text().is_empty() {
            let used = self.draw_search(ink, look, area, focused);
            rows = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
        }
        let columns = Columns::of(rows.width, &self.columns(), self.list.rows());
        ink.row(Rect { height: 1, ..rows }, &columns.heading(look), ink.theme.dim);
        let rows = Rect { y: rows.y + 1, height: rows.height.saturating_sub(1), ..rows };
        self.height = rows.height.into();
        self.list.reveal(self.height);
        if self.list.rows().is_empty() {
            let told = match &self.fault {
                // Without a list: a view that is not understood any more.
                Some(fault) if self.searched().is_empty() => sentence::error(&look.words, fault),
                _ => nothing(self.searched(), look),
            };
            for (y, line) in (rows.y + 1..rows.bottom()).zip(wrapped(&told, rows.width - 2)) {
                ink.put(rows.x + 1, y, rows.width - 2, &line, ink.theme.dim);
            }
            return;
        }
        let shown = self.list.rows().iter().enumerate().skip(self.list.top).take(self.height);
        let shown: Vec<_> = shown
            .map(|(at, row)| {
                let style = (row.closed, self.marks.holds(row.id));
                (at, columns.row(row, look), style, look.present_at(row.id))
            })
            .collect();
        for (y, (at, line, (closed, marked), present)) in (rows.y..).zip(shown) {
            let row = Rect { y, height: 1, ..rows };
            let style = match (at == self.list.selected(), focused) {
                (true, true) => ink.theme.selected,
                (true, false) => ink.theme.marked,
                (false, _) if closed => ink.theme.dim,
                (false, _) => ink.theme.text,
            };
            ink.row(row, &line, style);
            if !present.is_empty() {
                // Over the end of the row: who is there now matters more than what stands there.
                ink.right(row, &format!(" {} ", present.join(" ")), style);
            }
            if marked {
                ink.put(row.x + 1, y, 1, ink.theme.sign(Sign::Marked), style);
            }
            if at == self.list.selected() {
                ink.put(row.x, y, 1, ink.theme.sign(Sign::Pointer), style);
            }
            ink.hit(row, Hit::Row(at));
        }
    }

    /// Draws the search, and below it what is wrong with it and where; answers how many rows it took.
    fn draw_search(&self, ink: &mut Ink<'_>, look: &Look, area: Rect, focused: bool) -> u16 {
        let line = Rect { height: 1, ..area };
        let used = ink.put(line.x, line.y, 3, " / ", ink.theme.accent);
        let field = Rect { x: line.x + used, width: line.width - used - 1, ..line };
        let caret = ink.caret;
        self.search.draw(ink, field, ink.theme.input);
        if !self.searching || !focused {
            ink.caret = caret;
        }
        let Some(fault) = &self.fault else { return 1 };
        let mut taken = 1;
        if let crate::domain::error::Error::Query(wrong) = fault
            && let Some((before, signs)) = sentence::query::pointer(wrong)
            && before + signs.len() <= field.width.into()
        {
            let row = Rect { y: area.y + taken, ..line };
            ink.row(row, "", ink.theme.text);
            let x = field.x + u16::try_from(before).unwrap_or_default();
            ink.put(x, row.y, field.width, &signs, ink.theme.error);
            taken += 1;
        }
        for text in wrapped(&sentence::error(&look.words, fault), area.width - 2) {
            let row = Rect { y: area.y + taken, ..line };
            if row.y + 2 >= area.bottom() {
                break;
            }
            ink.row(row, &format!(" {text}"), ink.theme.error);
            taken += 1;
        }
        taken
    }
}

/// Why the list is empty, and where else what was typed can be looked for.
fn nothing(typed: &str, look: &Look) -> String {
    let words = &look.words;
    if typed.is_empty() {
        return words.word("notice-empty-view");
    }
    let told = found::no_ticket(words, typed).unwrap_or_else(|| words.word("notice-not-found"));
    let key = look.key(&[Context::Everywhere], Verb::Find);
    format!("{told}\n{}", words.say("find-elsewhere", &[("key", key)]))
}
