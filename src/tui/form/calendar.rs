//! The calendar of a date field. Days and weeks are chrono's; only the drawing is ours, because the
//! ready-made ones speak English or bring a second library of dates.

use chrono::{Datelike, Days, Months, NaiveDate};
use ratatui::layout::Rect;

use crate::domain::form::{FieldId, Value};
use crate::keys::Verb;
use crate::tui::ink::{Hit, Ink, centered};
use crate::tui::layer::{Next, Offer};
use crate::tui::look::Look;

/// The calendar of a date field.
pub struct CalendarLayer {
    field: FieldId,
    day: NaiveDate,
    today: NaiveDate,
}

impl CalendarLayer {
    /// With a day selected.
    pub fn new(field: FieldId, day: NaiveDate, today: NaiveDate) -> Self {
        Self { field, day, today }
    }

    /// How an action is called here: a page is a month.
    pub fn offer(verb: Verb, look: &Look) -> Option<Offer> {
        let name = match verb {
            Verb::PageUp => look.words.word("calendar-month-before"),
            Verb::PageDown => look.words.word("calendar-month-after"),
            Verb::Up => look.words.word("calendar-week-before"),
            Verb::Down => look.words.word("calendar-week-after"),
            other => return Offer::usual(other, look),
        };
        Some(Offer { name, why: None })
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb) -> Next {
        let moved = match verb {
            Verb::Choose => return Next::Give(self.field.clone(), Value::Date(self.day)),
            Verb::Back | Verb::Quit => return Next::Close,
            Verb::DayBefore => self.day.checked_sub_days(Days::new(1)),
            Verb::DayAfter => self.day.checked_add_days(Days::new(1)),
            Verb::Up => self.day.checked_sub_days(Days::new(7)),
            Verb::Down => self.day.checked_add_days(Days::new(7)),
            Verb::PageUp => self.day.checked_sub_months(Months::new(1)),
            Verb::PageDown => self.day.checked_add_months(Months::new(1)),
            Verb::Today => Some(self.today),
            _ => None,
        };
        self.day = moved.filter(|d| (1..=9999).contains(&d.year())).unwrap_or(self.day);
        Next::Stay
    }

    /// Does what a click on a day means.
    pub fn click(&mut self, hit: &Hit) -> Next {
        match hit {
            Hit::Row(day) => {
                let day = u32::try_from(*day).ok().and_then(|d| self.day.with_day(d));
                match day {
                    Some(day) => Next::Give(self.field.clone(), Value::Date(day)),
                    None => Next::Stay,
                }
            }
            _ => Next::Stay,
        }
    }

    /// Draws the month of the selected day, weeks from Sunday on as on a Korean calendar.
    pub fn draw(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let (year, month) = (self.day.year().to_string(), self.day.month().to_string());
        let title = words.say("calendar-month", &[("year", year), ("month", month)]);
        let inside = ink.popup(centered(area, 32, 10), &title);
        let left = inside.x + 1;
        for (at, name) in (0u16..).zip(words.word("calendar-days").split_whitespace()) {
            ink.put(left + at * 4, inside.y, 4, name, ink.theme.dim);
        }
        let Some(first) = self.day.with_day(1) else { return };
        let mut column = u16::try_from(first.weekday().num_days_from_sunday()).unwrap_or(0);
        let mut y = inside.y + 1;
        let days = first.iter_days().take_while(|d| d.month() == first.month());
        for day in days {
            let style = match (day == self.day, day == self.today) {
                (true, _) => ink.theme.selected,
                (false, true) => ink.theme.accent,
                (false, false) if column == 0 => ink.theme.error,
                (false, false) => ink.theme.text,
            };
            let mark = if day == self.today { "*" } else { " " };
            let x = left + column * 4;
            ink.put(x, y, 3, &format!("{:>2}{mark}", day.day()), style);
            ink.hit(Rect { x, y, width: 3, height: 1 }, Hit::Row(usize::try_from(day.day()).unwrap_or(0)));
            column += 1;
            if column == 7 {
                (column, y) = (0, y + 1);
            }
        }
    }
}
