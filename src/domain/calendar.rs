//! When the company works: hours of a week, in its time zone, but for holidays. Deadlines run in this time alone
//! (`domain/facts.md` §7.4).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

use super::error::Invalid;

/// Further than this nothing is looked for: some twenty years.
const MOST_DAYS: usize = 7_400;
/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// The hours of a week: for each day from Monday on, from which minute to which; sorted, none over another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingHours([Vec<(u32, u32)>; 7]);

/// Days as they are written, from Monday on.
const DAYS: [[&str; 3]; 7] = [
    ["mon", "monday", "월"],
    ["tue", "tuesday", "화"],
    ["wed", "wednesday", "수"],
    ["thu", "thursday", "목"],
    ["fri", "friday", "금"],
    ["sat", "saturday", "토"],
    ["sun", "sunday", "일"],
];

impl FromStr for WorkingHours {
    type Err = Invalid;

    /// Reads `mon-fri 09:00-12:00 13:00-18:00; sat 09:00-13:00`; days in Korean too (`월-금`). There must be an hour.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || Invalid::Malformed {
            given: text.to_owned(),
            form: "mon-fri 09:00-12:00 13:00-18:00; sat 09:00-13:00".to_owned(),
        };
        let plain: String = text.nfkc().flat_map(char::to_lowercase).collect();
        let mut week: [Vec<(u32, u32)>; 7] = Default::default();
        for part in plain.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let mut words = part.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
            let mut days = Vec::new();
            while let Some(word) = words.next_if(|word| !word.starts_with(|c: char| c.is_ascii_digit())) {
                days.extend(span_of_days(word).ok_or_else(wrong)?);
            }
            let mut hours = Vec::new();
            for word in words {
                hours.push(span_of_minutes(word).ok_or_else(wrong)?);
            }
            if days.is_empty() || hours.is_empty() {
                return Err(wrong());
            }
            for day in days {
                week.get_mut(day).ok_or_else(wrong)?.extend(&hours);
            }
        }
        for day in &mut week {
            day.sort_unstable();
            if day.windows(2).any(|pair| pair[0].1 > pair[1].0) {
                return Err(wrong());
            }
        }
        if week.iter().all(Vec::is_empty) { Err(wrong()) } else { Ok(Self(week)) }
    }
}

/// The days of `mon`, or from `mon` to `fri`.
fn span_of_days(word: &str) -> Option<Vec<usize>> {
    let day = |name: &str| DAYS.iter().position(|names| names.contains(&name.trim_end_matches("요일")));
    match word.split_once(['-', '~', '–']) {
        Some((first, last)) => {
            let (first, last) = (day(first)?, day(last)?);
            (first <= last).then(|| (first..=last).collect())
        }
        None => Some(vec![day(word)?]),
    }
}

/// From which minute of a day to which: `09:00-12:00`, up to `24:00`.
fn span_of_minutes(word: &str) -> Option<(u32, u32)> {
    let minute = |text: &str| -> Option<u32> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (minute < 60 && minute.checked_add(hour.checked_mul(60)?)? <= DAY).then_some(hour * 60 + minute)
    };
    let (from, to) = word.split_once(['-', '~', '–'])?;
    let (from, to) = (minute(from)?, minute(to)?);
    (from < to).then_some((from, to))
}

impl fmt::Display for WorkingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut at = 0;
        let mut first = true;
        while let Some(hours) = self.0.get(at) {
            let run = self.0.iter().skip(at).take_while(|other| *other == hours).count().max(1);
            if !hours.is_empty() {
                let name = |day: usize| DAYS.get(day).map_or("", |names| names[0]);
                f.write_str(if first { "" } else { "; " })?;
                f.write_str(name(at))?;
                if run > 1 {
                    write!(f, "-{}", name(at + run - 1))?;
                }
                for (from, to) in hours {
                    write!(f, " {:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)?;
                }
                first = false;
            }
            at += run;
        }
        Ok(())
    }
}

/// Working hours, holidays and the time zone that both are in.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The hours of a week.
    pub hours: WorkingHours,
    /// Days without.
    pub holidays: BTreeSet<NaiveDate>,
    /// Where the company is.
    pub zone: Tz,
}

impl Calendar {
    /// Whether anybody works on a day.
    pub fn works_on(&self, day: NaiveDate) -> bool {
        !self.spans(day).is_empty()
    }

    /// From when to when somebody works on a day.
    fn spans(&self, day: NaiveDate) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        if self.holidays.contains(&day) {
            return vec![];
        }
        let weekday: Weekday = day.weekday();
        let hours = usize::try_from(weekday.num_days_from_monday()).ok().and_then(|at| self.hours.0.get(at));
        let span = |(from, to): &(u32, u32)| (self.instant(day, *from), self.instant(day, *to));
        hours.into_iter().flatten().map(span).filter(|(from, to)| from < to).collect()
    }

    /// A minute of a day; one that a change of clocks leaves out is the first after it.
    fn instant(&self, day: NaiveDate, minute: u32) -> DateTime<Utc> {
        let start = day.and_time(chrono::NaiveTime::MIN) + Duration::minutes(minute.into());
        let found = (0..=8).find_map(|quarters| {
            self.zone.from_local_datetime(&(start + Duration::minutes(quarters * 15))).earliest()
        });
        found.map_or_else(|| start.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// The instant at which so many seconds of work are over; none within some twenty years.
    pub fn after(&self, from: DateTime<Utc>, seconds: i64) -> Option<DateTime<Utc>> {
        let mut left = seconds.max(0);
        for day in self.days(from) {
            for (begins, ends) in self.spans(day) {
                let begins = begins.max(from);
                let length = ends.signed_duration_since(begins).num_seconds();
                if length <= 0 {
                    continue;
                }
                if left <= length {
                    return begins.checked_add_signed(Duration::try_seconds(left)?);
                }
                left -= length;
            }
        }
        None
    }

    /// How many seconds of work lie between two instants.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let last = to.with_timezone(&self.zone).date_naive();
        let within = |(begins, ends): (DateTime<Utc>, DateTime<Utc>)| {
            ends.min(to).signed_duration_since(begins.max(from)).num_seconds().max(0)
        };
        let days = self.days(from).take_while(|day| *day <= last);
        days.flat_map(|day| self.spans(day)).map(within).sum()
    }

    /// How many days on which somebody works come after a day, up to another.
    pub fn working_days(&self, after: NaiveDate, to: NaiveDate) -> i64 {
        let days = after.iter_days().skip(1).take_while(|day| *day <= to).take(MOST_DAYS);
        i64::try_from(days.filter(|day| self.works_on(*day)).count()).unwrap_or(i64::MAX)
    }

    fn days(&self, from: DateTime<Utc>) -> impl Iterator<Item = NaiveDate> + use<> {
        from.with_timezone(&self.zone).date_naive().iter_days().take(MOST_DAYS)
    }
}

#[cfg(test)]
mod tests;
