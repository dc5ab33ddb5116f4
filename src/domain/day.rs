//! Days as people type them into a form: written out, as month and day, or relative to today. The
//! command line takes ISO dates alone; this is for hands on a keyboard.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;

use super::error::Invalid;

/// Reads a day: `2026-11-23`, `2026. 11. 23.`, `20261123`, `11/23` (of this year), `+7d`, `-2w`, `+1m`,
/// `today`, `tomorrow`, `yesterday`, `오늘`, `내일`, `모레`, `어제`.
pub fn parse(text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let plain: String = text.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect();
    named(&plain, today)
        .or_else(|| relative(&plain, today))
        .or_else(|| written(&plain, today))
        .ok_or_else(|| Invalid::NotADate { given: text.to_owned() })
}

/// Reads a day and minute in a time zone: any day as above, then `14:05`; the minute alone is of today.
/// A minute that a change of clocks leaves out does not exist.
pub fn parse_instant(text: &str, today: NaiveDate, zone: Tz) -> Result<DateTime<Utc>, Invalid> {
    let wrong = || Invalid::NotAnInstant { given: text.to_owned() };
    let trimmed = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(trimmed) {
        return Ok(at.with_timezone(&Utc));
    }
    let (day, minute) = match trimmed.rsplit_once(char::is_whitespace) {
        Some((day, minute)) => (parse(day, today).map_err(|_| wrong())?, minute),
        None => (today, trimmed),
    };
    let minute = NaiveTime::parse_from_str(minute, "%H:%M").map_err(|_| wrong())?;
    at(day, minute, zone).ok_or_else(wrong)
}

/// Reads a point in time as [`parse_instant`] does, where more is known: a day alone is at an hour, today at a later
/// one, and a minute alone is of a day that is not today.
pub fn parse_visit(
    text: &str,
    (today, of, (hour, now)): (NaiveDate, NaiveDate, (u32, u32)),
    zone: Tz,
) -> Result<DateTime<Utc>, Invalid> {
    let minute_alone = !text.trim().contains(char::is_whitespace);
    let full = parse_instant(text, if minute_alone { of } else { today }, zone);
    full.or_else(|wrong| {
        let day = parse(text, today).map_err(|_| wrong.clone())?;
        let hour = if day == today { now } else { hour };
        NaiveTime::from_hms_opt(hour, 0, 0).and_then(|hour| at(day, hour, zone)).ok_or(wrong)
    })
}

/// A minute of a day in a time zone; none that a change of clocks leaves out.
pub fn at(day: NaiveDate, minute: NaiveTime, zone: Tz) -> Option<DateTime<Utc>> {
    zone.from_local_datetime(&day.and_time(minute)).earliest().map(|at| at.with_timezone(&Utc))
}

fn named(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text {
        "today" | "오늘" => Some(today),
        "tomorrow" | "내일" => today.checked_add_days(Days::new(1)),
        "모레" => today.checked_add_days(Days::new(2)),
        "yesterday" | "어제" => today.checked_sub_days(Days::new(1)),
        _ => None,
    }
}

fn relative(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (back, rest) = match text.strip_prefix('+') {
        Some(rest) => (false, rest),
        None => (true, text.strip_prefix('-')?),
    };
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
    let count: u32 = digits.parse().ok()?;
    let days = |days: u64| match back {
        true => today.checked_sub_days(Days::new(days)),
        false => today.checked_add_days(Days::new(days)),
    };
    let months = |months: u32| match back {
        true => today.checked_sub_months(Months::new(months)),
        false => today.checked_add_months(Months::new(months)),
    };
    let day = match rest.get(digits.len()..)? {
        "" | "d" | "일" => days(count.into()),
        "w" | "주" => days(u64::from(count) * 7),
        "m" | "개월" | "달" => months(count),
        "y" | "년" => months(count.checked_mul(12)?),
        _ => None,
    };
    day.filter(within)
}

fn written(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(within);
    }
    let text = text.trim_end_matches(['.', '일']).replace(['년', '월'], "-");
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let number = |part: &str, most: usize| match part {
        "" => None,
        part if part.len() > most || !part.bytes().all(|b| b.is_ascii_digit()) => None,
        part => part.parse::<u32>().ok(),
    };
    let day = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            let year = i32::try_from(number(year, 4)?).ok()?;
            NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)
        }
        [month, day] => NaiveDate::from_ymd_opt(today.year(), number(month, 2)?, number(day, 2)?),
        _ => None,
    };
    day.filter(within)
}

/// Years of four digits: what ISO dates, documents and people can hold.
fn within(day: &NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2026-11-23", "2026-11-23")]
    #[case(" 2026. 11. 23. ", "2026-11-23")]
    #[case("2026.11.23", "2026-11-23")]
    #[case("2026/11/3", "2026-11-03")]
    #[case("2026년 11월 23일", "2026-11-23")]
    #[case("20261123", "2026-11-23")]
    #[case("11/23", "2026-11-23")]
    #[case("11-23", "2026-11-23")]
    #[case("11. 23.", "2026-11-23")]
    #[case("+7d", "2026-11-30")]
    #[case("+7", "2026-11-30")]
    #[case("-1w", "2026-11-16")]
    #[case("+3m", "2027-02-23")]
    #[case("+1y", "2027-11-23")]
    #[case("Tomorrow", "2026-11-24")]
    #[case("내일", "2026-11-24")]
    #[case("어제", "2026-11-22")]
    #[case("２０２６－１１－２３", "2026-11-23")]
    fn days_that_people_type(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse(text, day("2026-11-23")), Ok(day(expected)), "{text}");
    }

    #[rstest]
    #[case("")]
    #[case("2026-02-30")]
    #[case("13/13")]
    #[case("26-11-23")]
    #[case("2026-11")]
    #[case("+d")]
    #[case("+99999999d")]
    #[case("+4000000000y")]
    #[case("tomorrow never")]
    #[case("2026-11-23-1")]
    fn no_days(#[case] text: &str) {
        assert!(parse(text, day("2026-11-23")).is_err(), "{text}");
    }

    #[rstest]
    #[case("2026-11-24 14:05", Some("2026-11-24T05:05:00Z"))]
    #[case("2026. 11. 24. 0:00", Some("2026-11-23T15:00:00Z"))]
    #[case("내일 9:30", Some("2026-11-24T00:30:00Z"))]
    #[case("18:00", Some("2026-11-23T09:00:00Z"))]
    #[case("2026-11-24T01:30:00-05:00", Some("2026-11-24T06:30:00Z"))]
    #[case("2026-11-24", None)]
    #[case("2026-11-24 25:00", None)]
    #[case("", None)]
    fn instants_that_people_type(#[case] text: &str, #[case] expected: Option<&str>) {
        let at = parse_instant(text, day("2026-11-23"), chrono_tz::Asia::Seoul).ok();
        assert_eq!(at, expected.map(|e| e.parse().unwrap()), "{text}");
    }

    #[rstest]
    #[case("14:30", "2026-11-30T05:30:00Z")]
    #[case("tomorrow", "2026-11-24T00:00:00Z")]
    #[case("내일 14:30", "2026-11-24T05:30:00Z")]
    #[case("2026. 11. 26.", "2026-11-26T00:00:00Z")]
    #[case("오늘", "2026-11-23T07:00:00Z")]
    fn visits_that_people_type(#[case] text: &str, #[case] expected: &str) {
        let at = parse_visit(text, (day("2026-11-23"), day("2026-11-30"), (9, 16)), chrono_tz::Asia::Seoul);
        assert_eq!(at, Ok(expected.parse().unwrap()), "{text}");
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_panics(text in ".{0,20}") {
            let _ = parse(&text, day("2026-11-23"));
        }
    }
}
