//! The agenda: which visits there are on a day or in a week, of one technician or of all that the agent sees, and what
//! waits for its day.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};

use super::works;
use crate::desk::{Desk, load_user, settings};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::UserId;
use crate::domain::settings::Settings;
use crate::domain::task::AgendaRow;
use crate::store::task::{self, Agenda as Which};

/// The most tasks without a day that an agenda shows.
const WAITING: i64 = 50;

/// How many days an agenda shows at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// One.
    Day,
    /// Monday to Sunday.
    Week,
}

impl Span {
    /// The first and the last day that it shows around one.
    pub fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let back = u64::from(day.weekday().num_days_from_monday());
        match (self, day.checked_sub_days(Days::new(back))) {
            (Self::Week, Some(monday)) => (monday, monday.checked_add_days(Days::new(6)).unwrap_or(day)),
            _ => (day, day),
        }
    }
}

/// What an agenda shows.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// Visits in their order.
    pub visits: Vec<AgendaRow>,
    /// Open tasks without a day, newest first: the first of them.
    pub waiting: Vec<AgendaRow>,
    /// How many wait without a day.
    pub waits: i64,
    /// Whether only the agent's own are seen.
    pub own: bool,
}

/// From the beginning of a day until the end of another where the company is.
pub(super) fn within(
    settings: &Settings,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<(DateTime<Utc>, DateTime<Utc>)> {
    let zone = settings.zone();
    let begins = |day: NaiveDate| {
        // Where clocks skip midnight the day begins an hour later.
        let hours = [0, 1].into_iter().filter_map(|h| NaiveTime::from_hms_opt(h, 0, 0));
        let mut begun = hours.filter_map(|hour| zone.from_local_datetime(&day.and_time(hour)).earliest());
        begun.next().map(|at| at.with_timezone(&Utc))
    };
    let out = || Error::from(Invalid::NotADate { given: last.to_string() });
    let after = last.checked_add_days(Days::new(1)).ok_or_else(out)?;
    begins(first).zip(begins(after)).ok_or_else(out)
}

impl Desk {
    /// The agenda of some days: of one technician, or of all.
    pub fn agenda(&mut self, (first, last): (NaiveDate, NaiveDate), of: Option<UserId>) -> Result<Agenda> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let seen_by = if works(&actor) { None } else { Some(actor.id) };
            let within = within(&settings(read)?, first, last)?;
            let which = Which { within: Some(within), technician: of, seen_by };
            Ok(Agenda {
                visits: task::agenda(read, which, -1)?,
                waiting: task::agenda(read, Which { within: None, ..which }, WAITING)?,
                waits: task::waiting(read, which)?,
                own: seen_by.is_some(),
            })
        })
    }

    /// The technicians whose agendas the agent sees: all that have open tasks, or itself alone.
    pub fn technicians(&mut self) -> Result<Vec<(UserId, String)>> {
        let actor = self.actor_id()?;
        self.store.read(|read| {
            let actor = load_user(read, actor)?;
            match works(&actor) {
                true => task::technicians(read),
                false => Ok(vec![(actor.id, actor.name)]),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for of in ["2026-11-23", "2026-11-25", "2026-11-29"] {
            assert_eq!(Span::Week.around(day(of)), (day("2026-11-23"), day("2026-11-29")), "{of}");
        }
        assert_eq!(Span::Day.around(day("2026-11-25")), (day("2026-11-25"), day("2026-11-25")));
    }
}
