//! The days that a report is of: from a first to a last day where the company is, both with it, each of them open where
//! it is left out. Months, quarters and years are periods that one can step through.

use chrono::{Datelike, Months, NaiveDate};

use crate::code_enum;
use crate::domain::error::{Error, Invalid, Result};

code_enum! {
    /// How long a period is.
    Length {
        /// A month.
        Month = "month",
        /// A quarter of a year.
        Quarter = "quarter",
        /// A year.
        Year = "year",
        /// From the first day to the last that there is.
        All = "all",
    }
}

impl Length {
    /// The one after it; after the last, the first.
    pub fn next(self) -> Self {
        match self {
            Self::Month => Self::Quarter,
            Self::Quarter => Self::Year,
            Self::Year => Self::All,
            Self::All => Self::Month,
        }
    }

    fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
            Self::All => 0,
        }
    }

    /// The period of this length that a day is in.
    pub fn around(self, day: NaiveDate) -> Period {
        let months = self.months();
        if months == 0 {
            return Period::default();
        }
        let month0 = day.month0() / months * months;
        let first = NaiveDate::from_ymd_opt(day.year(), month0 + 1, 1);
        let last = first
            .and_then(|first| first.checked_add_months(Months::new(months)))
            .and_then(|next| next.pred_opt());
        Period { from: first, to: last }
    }

    /// The first day of the period before the one that a day is in, or after it; the same where there is none.
    pub fn step(self, day: NaiveDate, forward: bool) -> NaiveDate {
        let months = Months::new(self.months());
        let first = self.around(day).from.unwrap_or(day);
        let to = if forward { first.checked_add_months(months) } else { first.checked_sub_months(months) };
        to.filter(|day| (1900..=9998).contains(&day.year())).unwrap_or(day)
    }
}

/// From a first to a last day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Refuses one that ends before it begins.
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self> {
        match (from, to) {
            (Some(first), Some(last)) if last < first => Err(Invalid::PeriodBackwards.into()),
            _ => Ok(Self { from, to }),
        }
    }

    /// A month, quarter or year by its name: `2026-11`, `2026-Q4`, `2026`; `all` for every day.
    pub fn named(text: &str) -> Result<Self> {
        let form = "2026-11, 2026-Q4, 2026, all".to_owned();
        let malformed = || Error::from(Invalid::Malformed { given: text.to_owned(), form: form.clone() });
        if text == Length::All.as_str() {
            return Ok(Self::default());
        }
        let (year, rest) = text.split_once('-').map_or((text, None), |(year, rest)| (year, Some(rest)));
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u32>().ok().filter(|_| plain)
        };
        let year =
            number(year, 4).and_then(|year| i32::try_from(year).ok()).filter(|y| (1900..=9998).contains(y));
        let (length, month) = match rest {
            None => (Length::Year, Some(1)),
            Some(rest) => match rest.strip_prefix(['Q', 'q']) {
                Some(quarter) => {
                    (Length::Quarter, number(quarter, 1).filter(|q| (1..=4).contains(q)).map(|q| q * 3))
                }
                None => (Length::Month, number(rest, 2)),
            },
        };
        let day = year.zip(month).and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
        day.map(|day| length.around(day)).ok_or_else(malformed)
    }

    /// The months that lie in it, as `2026-11` with their first days, the newest first. Where it is open, it goes on
    /// to these days.
    pub fn months(self, (first, last): (NaiveDate, NaiveDate)) -> Vec<(String, NaiveDate)> {
        let begin = Length::Month.around(self.from.map_or(first, |from| from.max(first))).from;
        let end = self.to.map_or(last, |to| to.min(last));
        let (Some(begin), Some(mut at)) = (begin, Length::Month.around(end).from) else { return vec![] };
        let mut months = Vec::new();
        while at >= begin {
            months.push((at.format("%Y-%m").to_string(), at));
            match at.checked_sub_months(Months::new(1)) {
                Some(before) => at = before,
                None => break,
            }
        }
        months
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(Some(day(from)), Some(day(to))).unwrap()
    }

    #[rstest]
    #[case("2026-11", "2026-11-01", "2026-11-30")]
    #[case("2024-02", "2024-02-01", "2024-02-29")]
    #[case("2026-12", "2026-12-01", "2026-12-31")]
    #[case("2026-Q1", "2026-01-01", "2026-03-31")]
    #[case("2026-q4", "2026-10-01", "2026-12-31")]
    #[case("2026", "2026-01-01", "2026-12-31")]
    fn periods_by_name(#[case] text: &str, #[case] from: &str, #[case] to: &str) {
        assert_eq!(Period::named(text).unwrap(), period(from, to));
    }

    #[rstest]
    #[case("")]
    #[case("2026-13")]
    #[case("2026-1")]
    #[case("2026-Q5")]
    #[case("2026-Q0")]
    #[case("26")]
    #[case("2026-11-01")]
    #[case("ALL")]
    #[case("+026")]
    #[case("0001")]
    fn no_periods(#[case] text: &str) {
        assert!(Period::named(text).is_err(), "{text}");
    }

    #[rstest]
    #[case(Length::Month, "2026-11-23", "2026-10-01", "2026-12-01")]
    #[case(Length::Month, "2026-01-31", "2025-12-01", "2026-02-01")]
    #[case(Length::Quarter, "2026-11-23", "2026-07-01", "2027-01-01")]
    #[case(Length::Year, "2026-11-23", "2025-01-01", "2027-01-01")]
    #[case(Length::All, "2026-11-23", "2026-11-23", "2026-11-23")]
    #[case(Length::Year, "1900-01-01", "1900-01-01", "1901-01-01")]
    fn steps(#[case] length: Length, #[case] from: &str, #[case] before: &str, #[case] after: &str) {
        assert_eq!(length.step(day(from), false), day(before));
        assert_eq!(length.step(day(from), true), day(after));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        assert!(Period::new(Some(day("2026-11-02")), Some(day("2026-11-01"))).is_err());
        assert!(Period::new(Some(day("2026-11-01")), Some(day("2026-11-01"))).is_ok());
        assert!(Period::new(None, Some(day("2026-11-01"))).is_ok());
    }

    #[test]
    fn months_of_a_period() {
        let known = (day("2026-09-15"), day("2026-11-23"));
        let names = |p: Period| p.months(known).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(Period::default()), ["2026-11", "2026-10", "2026-09"]);
        assert_eq!(names(period("2026-10-31", "2026-11-01")), ["2026-11", "2026-10"]);
        assert_eq!(names(period("1900-01-01", "9000-01-01")), ["2026-11", "2026-10", "2026-09"]);
        assert!(names(period("2020-01-01", "2020-12-31")).is_empty());
    }
}
