//! What is left of a deadline, as words: `2h left`, `-3h`. By the clock, so that it agrees with the deadline itself.

use chrono::{DateTime, Utc};

use super::Words;

/// What is left, or by how much it is passed.
pub fn left(words: &Words, deadline: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = deadline.signed_duration_since(now).num_seconds().div_euclid(60);
    // What is passed by seconds is passed by a minute.
    let (key, count) = match (minutes.unsigned_abs(), minutes < 0) {
        (under @ 0..60, false) => ("deadline-minutes-left", under),
        (under @ 0..60, true) => ("deadline-minutes-passed", under),
        (under, false) if under < 48 * 60 => ("deadline-hours-left", under / 60),
        (under, true) if under < 48 * 60 => ("deadline-hours-passed", under / 60),
        (over, false) => ("deadline-days-left", over / (24 * 60)),
        (over, true) => ("deadline-days-passed", over / (24 * 60)),
    };
    words.say(key, &[("count", count.to_string())])
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use rstest::rstest;

    use super::*;
    use crate::domain::settings::Language;

    #[rstest]
    #[case(2 * 3600, "2h left", "2시간 남음")]
    #[case(2 * 3600 + 3599, "2h left", "2시간 남음")]
    #[case(59 * 60, "59m left", "59분 남음")]
    #[case(0, "0m left", "0분 남음")]
    #[case(-1, "-1m", "-1분")]
    #[case(-3 * 3600, "-3h", "-3시간")]
    #[case(47 * 3600, "47h left", "47시간 남음")]
    #[case(72 * 3600, "3d left", "3일 남음")]
    #[case(-50 * 3600, "-2d", "-2일")]
    fn as_words(#[case] seconds: i64, #[case] english: &str, #[case] korean: &str) {
        let now: DateTime<Utc> = "2026-11-23T05:00:00Z".parse().unwrap();
        let at = now + Duration::seconds(seconds);
        assert_eq!(left(&Words::new(Language::English), at, now), english);
        assert_eq!(left(&Words::new(Language::Korean), at, now), korean);
    }
}
