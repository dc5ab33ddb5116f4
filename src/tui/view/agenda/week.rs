//! A week as seven columns, wide enough in eighty cells: each visit by its hour, technician and title.
//! The whole of the selected one stands at the foot.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use ratatui::layout::Rect;

use crate::desk::Agenda;
use crate::domain::task::{AgendaRow, USUAL};
use crate::text::{cells, code};
use crate::tui::ink::{Hit, Ink, wrapped};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// How wide a column must be for an hour and a name in one line.
const WIDE: u16 = 15;
/// Lines at the foot: a rule, and two of the selected visit or of what waits.
const FOOT: u16 = 3;
/// What the places of visits on a day are counted by, in hits.
const PLACES: usize = 1_000_000;

/// What a week shows.
pub struct Week<'w> {
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// The selected day.
    pub day: NaiveDate,
    /// The selected visit of it.
    pub at: usize,
    /// What there is.
    pub agenda: &'w Agenda,
    /// Whether it is of one technician, whose name need not be said.
    pub own: bool,
}

/// The lines of a visit on a day: when, who, what.
fn lines(of: &AgendaRow, day: NaiveDate, week: &Week<'_>, zone: Tz, wide: bool) -> Vec<String> {
    let begins = of.start.map(|at| at.with_timezone(&zone)).filter(|at| at.date_naive() == day);
    let hour = begins.map_or_else(|| "…".to_owned(), |at| at.format("%H:%M").to_string());
    let sign = if clashes(of, &week.agenda.visits) { "!" } else { "" };
    let who = of.names();
    match (week.own, wide) {
        (true, _) => vec![format!("{hour}{sign}"), of.title.clone()],
        (false, true) => vec![format!("{hour}{sign} {who}"), of.title.clone()],
        (false, false) => vec![format!("{hour}{sign}"), who, of.title.clone()],
    }
}

fn end(of: &AgendaRow) -> Option<DateTime<Utc>> {
    Some(of.end.unwrap_or(of.start? + USUAL))
}

/// Whether a visit is on a day: one that goes on over night is on each of its days.
pub fn on(of: &AgendaRow, day: NaiveDate, zone: Tz) -> bool {
    let (Some(start), Some(end)) = (of.start, end(of)) else { return false };
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    // What ends at midnight does not reach into the next day.
    let last = local((end - TimeDelta::seconds(1)).max(start));
    (local(start)..=last).contains(&day)
}

/// Whether somebody who goes there has to be elsewhere as well.
pub fn clashes(of: &AgendaRow, all: &[AgendaRow]) -> bool {
    let (Some(from), Some(until)) = (of.start, end(of)) else { return false };
    let meets = |other: &&AgendaRow| {
        let times = other.start.zip(end(other));
        let together = other.technicians.iter().any(|who| of.technicians.contains(who));
        other.id != of.id && together && times.is_some_and(|(start, end)| start < until && end > from)
    };
    !of.closed && all.iter().filter(|other| !other.closed).any(|other| meets(&other))
}

/// When a visit is on a day: `14:00–16:30`; what began before, or goes on after, by an arrow.
pub fn hours(of: &AgendaRow, day: NaiveDate, zone: Tz) -> String {
    let told = |at: Option<DateTime<Utc>>| {
        let local = at.map(|at| at.with_timezone(&zone));
        local.filter(|l| l.date_naive() == day).map(|l| l.format("%H:%M").to_string())
    };
    match (told(of.start), of.end, told(of.end)) {
        (Some(from), None, _) => from,
        (from, _, until) => format!("{}–{}", from.unwrap_or_default(), until.unwrap_or_default()),
    }
}

/// A day with its name: `Tue 2026-11-24`.
pub fn named_day(look: &Look, day: NaiveDate) -> String {
    format!("{} {}", weekday(look, day), look.words.date(day))
}

fn weekday(look: &Look, day: NaiveDate) -> String {
    let at = usize::try_from(day.weekday().num_days_from_sunday()).unwrap_or(0);
    look.words.word("calendar-days").split_whitespace().nth(at).unwrap_or_default().to_owned()
}

/// The day, counted from the first, and the visit on it that a hit stands for.
pub fn place(hit: usize) -> (u64, Option<usize>) {
    (u64::try_from(hit / PLACES).unwrap_or(0), (hit % PLACES).checked_sub(1))
}

/// Draws the week.
pub fn draw(ink: &mut Ink<'_>, look: &Look, area: Rect, week: &Week<'_>, top: bool) {
    let width = area.width / 7;
    let body = Rect { height: area.height.saturating_sub(FOOT), ..area };
    let days = week.days.0.iter_days().take(7);
    for (column, day) in (0u16..).zip(days) {
        let of: Vec<&AgendaRow> = week.agenda.visits.iter().filter(|row| on(row, day, look.zone)).collect();
        let area = Rect { x: body.x + column * width, width: width - 1, ..body };
        draw_day(ink, look, area, (column.into(), day, &of), week, top);
    }
    let foot = Rect { y: body.bottom(), height: FOOT, ..area };
    draw_foot(ink, look, foot, week);
}

fn draw_day(
    ink: &mut Ink<'_>,
    look: &Look,
    area: Rect,
    (column, day, of): (usize, NaiveDate, &[&AgendaRow]),
    week: &Week<'_>,
    top: bool,
) {
    let chosen = day == week.day;
    let mark = if day == look.today { "*" } else { "" };
    let head = format!("{} {}{mark}", weekday(look, day), day.day());
    let style = match (chosen, day == look.today) {
        (true, _) if top => ink.theme.selected,
        (true, _) => ink.theme.marked,
        (false, true) => ink.theme.accent,
        (false, false) if day.weekday() == chrono::Weekday::Sun => ink.theme.error,
        (false, false) => ink.theme.strong,
    };
    let line = Rect { height: 1, ..area };
    ink.row(line, &padded(&head, area.width.into()), style);
    ink.hit(line, Hit::Row(column * PLACES));
    let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let wide = area.width >= WIDE;
    let each: u16 = if week.own || wide { 2 } else { 3 };
    let fits = usize::from(list.height / each).max(1);
    // What does not fit is counted in a line of its own.
    let room = if of.len() > fits { usize::from((list.height - 1) / each).max(1) } else { fits };
    let first = if chosen { (week.at + 1).saturating_sub(room) } else { 0 };
    for (y, (at, row)) in (list.y..).step_by(each.into()).zip(of.iter().enumerate().skip(first).take(room)) {
        let selected = chosen && at == week.at && top;
        let tone = match (selected, row.closed, clashes(row, &week.agenda.visits)) {
            (true, ..) => ink.theme.selected,
            (_, true, _) => ink.theme.dim,
            (_, _, true) => ink.theme.warning,
            _ => ink.theme.text,
        };
        for (y, text) in (y..list.bottom()).zip(lines(row, day, week, look.zone, wide)) {
            let text = cells::truncate(&cells::printable(&text), area.width.into());
            ink.row(Rect { y, height: 1, ..list }, &padded(&text, area.width.into()), tone);
        }
        ink.hit(Rect { y, height: each, ..list }, Hit::Row(column * PLACES + at + 1));
    }
    if of.len() > first + room {
        let more = format!("+{} {}", of.len() - first - room, ink.theme.sign(Sign::Down));
        ink.right(Rect { y: area.bottom() - 1, height: 1, ..area }, &more, ink.theme.accent);
    }
}

/// The selected visit whole, or what there is instead.
fn draw_foot(ink: &mut Ink<'_>, look: &Look, area: Rect, week: &Week<'_>) {
    let words = &look.words;
    ink.rule(Rect { height: 1, ..area }, ink.theme.border);
    let of = week.agenda.visits.iter().filter(|row| on(row, week.day, look.zone)).nth(week.at);
    let told = match of {
        Some(row) => {
            let parts = [
                words.visit(row.start, row.end, look.zone),
                Some(row.names()),
                Some(row.title.clone()),
                row.customer.clone(),
                row.city.clone(),
                Some(format!("[{}]", code::task_standing(words, &row.stage, row.state))),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            parts.join(" · ")
        }
        None => {
            let day = format!("{}: {}", named_day(look, week.day), words.word("agenda-none"));
            match week.agenda.waits {
                0 => day,
                count => {
                    let waiting = words.say("agenda-waiting", &[("count", count.to_string())]);
                    format!("{day} {waiting}")
                }
            }
        }
    };
    let lines = wrapped(&told, area.width);
    for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
        ink.put(area.x, y, area.width, &line, ink.theme.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{TaskId, UserId};
    use crate::domain::task::TaskState;

    fn row(id: i64, start: &str, end: Option<&str>, who: &str) -> AgendaRow {
        AgendaRow {
            state: TaskState::InProgress,
            urgent: false,
            deadline: None,
            id: TaskId(id),
            title: String::new(),
            stage: String::new(),
            closed: false,
            customer: None,
            city: None,
            start: Some(start.parse().unwrap()),
            end: end.map(|end| end.parse().unwrap()),
            technicians: vec![(UserId(if who == "a" { 1 } else { 2 }), who.to_owned())],
        }
    }

    #[test]
    fn visits_are_on_each_of_their_days() {
        let zone = chrono_tz::Asia::Seoul;
        let days = |of: &AgendaRow| -> Vec<u32> {
            let first: NaiveDate = "2026-11-20".parse().unwrap();
            first.iter_days().take(10).filter(|d| on(of, *d, zone)).map(|d| d.day()).collect()
        };
        assert_eq!(days(&row(1, "2026-11-24T05:00:00Z", None, "a")), [24]);
        assert_eq!(days(&row(1, "2026-11-23T23:00:00Z", Some("2026-11-25T15:00:00Z"), "a")), [24, 25]);
        let over_night = row(1, "2026-11-24T12:00:00Z", Some("2026-11-25T01:00:00Z"), "a");
        assert_eq!(days(&over_night), [24, 25]);
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(hours(&over_night, day("2026-11-24"), zone), "21:00–");
        assert_eq!(hours(&over_night, day("2026-11-25"), zone), "–10:00");
    }

    #[test]
    fn who_is_in_two_places_is_marked() {
        let first = row(1, "2026-11-24T05:00:00Z", Some("2026-11-24T07:00:00Z"), "a");
        let all = [
            first.clone(),
            row(2, "2026-11-24T06:30:00Z", None, "a"),
            row(3, "2026-11-24T06:30:00Z", None, "b"),
            row(4, "2026-11-24T07:30:00Z", None, "b"),
        ];
        assert_eq!(all.iter().map(|row| clashes(row, &all)).collect::<Vec<_>>(), [true, true, false, false]);
        let done = AgendaRow { closed: true, ..all[1].clone() };
        assert!(!clashes(&first, &[done]));
    }
}
