use rstest::rstest;

use super::*;

/// Korea's holidays as they ship.
fn korea() -> BTreeSet<NaiveDate> {
    let file = include_str!("../../../assets/holidays/KR.csv");
    let days = file.lines().filter(|line| !line.starts_with('#')).skip(1);
    days.map(|line| line.split(',').next().unwrap().parse().unwrap()).collect()
}

fn seoul(hours: &str) -> Calendar {
    Calendar { hours: hours.parse().unwrap(), holidays: korea(), zone: chrono_tz::Asia::Seoul }
}

const USUAL: &str = "mon-fri 09:00-12:00 13:00-18:00";

/// A minute in Seoul.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{}:00+09:00", text.replace(' ', "T"))).unwrap().to_utc()
}

#[rstest]
// Within a day, over lunch, over the night.
#[case("2026-11-24 09:00", 2, "2026-11-24 11:00")]
#[case("2026-11-24 11:00", 2, "2026-11-24 14:00")]
#[case("2026-11-24 11:00", 1, "2026-11-24 12:00")]
#[case("2026-11-24 17:00", 2, "2026-11-25 10:00")]
#[case("2026-11-24 12:30", 1, "2026-11-24 14:00")]
#[case("2026-11-24 03:00", 1, "2026-11-24 10:00")]
#[case("2026-11-24 23:00", 1, "2026-11-25 10:00")]
// Over a weekend.
#[case("2026-11-27 17:00", 2, "2026-11-30 10:00")]
#[case("2026-11-28 10:00", 8, "2026-11-30 18:00")]
#[case("2026-11-28 10:00", 9, "2026-12-01 10:00")]
// 설날 2026: Monday 16 to Wednesday 18 February.
#[case("2026-02-13 17:00", 2, "2026-02-19 10:00")]
#[case("2026-02-16 10:00", 1, "2026-02-19 10:00")]
// 설날 2025: a temporary holiday on Monday 27 January, then 28 to 30.
#[case("2025-01-24 16:00", 4, "2025-01-31 11:00")]
// 설날 2027 is on a Sunday: Tuesday 9 February instead of it.
#[case("2027-02-05 17:00", 2, "2027-02-10 10:00")]
// 추석 2026: Thursday 24 to Saturday 26 September; nothing instead of the Saturday.
#[case("2026-09-23 17:00", 2, "2026-09-28 10:00")]
// 추석 2025 with 개천절, 한글날 and the day instead: from Friday 3 to Thursday 9 October.
#[case("2025-10-02 17:00", 2, "2025-10-10 10:00")]
// 삼일절 2026 is on a Sunday: Monday 2 March instead.
#[case("2026-02-27 17:00", 2, "2026-03-03 10:00")]
// 제헌절 and 노동절 are holidays from 2026 on.
#[case("2026-07-16 17:00", 2, "2026-07-20 10:00")]
#[case("2026-04-30 17:00", 2, "2026-05-04 10:00")]
#[case("2025-07-16 17:00", 2, "2025-07-17 10:00")]
fn deadlines(#[case] from: &str, #[case] hours: i64, #[case] expected: &str) {
    let calendar = seoul(USUAL);
    let deadline = calendar.after(at(from), hours * 3600).unwrap();
    assert_eq!(deadline, at(expected), "{from} and {hours} h");
    assert_eq!(calendar.between(at(from), deadline), hours * 3600);
}

#[rstest]
#[case("mon-fri 09:00-12:00 13:00-18:00", "mon-fri 09:00-12:00 13:00-18:00")]
#[case("월-금 09:00-18:00; 토 09:00-13:00", "mon-fri 09:00-18:00; sat 09:00-13:00")]
#[case("Monday 8:00-12:00, 13:00-17:30; tue 08:00-12:00 13:00-17:30", "mon-tue 08:00-12:00 13:00-17:30")]
#[case("mon-sun 00:00-24:00", "mon-sun 00:00-24:00")]
#[case("수요일 10:00~11:00", "wed 10:00-11:00")]
fn hours_are_read_and_written(#[case] text: &str, #[case] expected: &str) {
    let hours: WorkingHours = text.parse().unwrap();
    assert_eq!(hours.to_string(), expected);
    assert_eq!(hours.to_string().parse::<WorkingHours>().unwrap(), hours);
}

#[rstest]
#[case("")]
#[case("mon-fri")]
#[case("09:00-18:00")]
#[case("mon 18:00-09:00")]
#[case("fri-mon 09:00-18:00")]
#[case("mon 09:00-12:00 11:00-13:00")]
#[case("mon 09:00-25:00")]
#[case("mon 24:01-24:02")]
#[case("someday 09:00-18:00")]
#[case("mon 99999999999:00-10:00")]
fn what_is_no_week_is_refused(#[case] text: &str) {
    assert!(text.parse::<WorkingHours>().is_err(), "{text}");
}

#[test]
fn the_whole_week_is_the_clock() {
    let calendar = Calendar {
        hours: "mon-sun 00:00-24:00".parse().unwrap(),
        holidays: BTreeSet::new(),
        zone: chrono_tz::UTC,
    };
    let from: DateTime<Utc> = "2026-02-27T23:30:00Z".parse().unwrap();
    assert_eq!(calendar.after(from, 36 * 3600), Some(from + Duration::hours(36)));
    assert_eq!(calendar.between(from, from + Duration::days(40)), 40 * 86_400);
}

/// Clocks go forward on 29 March 2026 in Berlin, and back on 25 October: a night that works has an hour less, and more.
#[test]
fn nights_in_which_clocks_change() {
    let calendar = Calendar {
        hours: "sat-sun 00:00-06:00".parse().unwrap(),
        holidays: BTreeSet::new(),
        zone: chrono_tz::Europe::Berlin,
    };
    let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(calendar.between(utc("2026-03-28T23:00:00Z"), utc("2026-03-29T04:00:00Z")), 5 * 3600);
    assert_eq!(calendar.between(utc("2026-10-24T22:00:00Z"), utc("2026-10-25T05:00:00Z")), 7 * 3600);
}

#[test]
fn a_calendar_of_holidays_alone_has_no_deadline() {
    let from = at("2026-11-24 09:00");
    let days = from.date_naive().iter_days().take(MOST_DAYS + 1).collect();
    let calendar = Calendar { holidays: days, ..seoul(USUAL) };
    assert_eq!(calendar.after(from, 60), None);
}

#[test]
fn days_on_which_somebody_works() {
    let calendar = seoul(USUAL);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(calendar.working_days(day("2026-02-13"), day("2026-02-20")), 2);
    assert_eq!(calendar.working_days(day("2026-11-27"), day("2026-11-30")), 1);
    assert_eq!(calendar.working_days(day("2026-11-27"), day("2026-11-27")), 0);
}

proptest::proptest! {
    /// What lies between is what was added, wherever it begins.
    #[test]
    fn after_and_between_agree(start in 0i64..200_000, seconds in 1i64..2_000_000) {
        let calendar = seoul("mon-thu 09:00-12:00 13:00-18:00; fri 09:00-12:30; sat 22:00-24:00");
        let from = at("2024-11-24 09:00") + Duration::minutes(start);
        let deadline = calendar.after(from, seconds).unwrap();
        proptest::prop_assert_eq!(calendar.between(from, deadline), seconds);
        // No earlier instant has as much behind it.
        proptest::prop_assert!(calendar.between(from, deadline - Duration::seconds(1)) < seconds);
    }
}
