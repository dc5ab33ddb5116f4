//! Reports as people read them: names of what they count and are split by, periods, values, and bars of text. Called by
//! both doors.

use chrono::Datelike;

use super::{Words, code};
use crate::domain::money::Currency;
use crate::domain::report::{
    Ask, Behind, BehindRows, Dimension, Figure, Length, Line, Period, ReportKind, Unit,
};
use crate::domain::settings::Language;

/// Parts of a cell that a bar ends in, an eighth more each.
const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What a report is called.
pub fn name(words: &Words, kind: ReportKind) -> String {
    code::named(words, "report", kind.as_str())
}

/// What a report tells, in a line.
pub fn about(words: &Words, kind: ReportKind) -> String {
    code::named(words, "report-about", kind.as_str())
}

/// What a report is split by.
pub fn dimension(words: &Words, by: Dimension) -> String {
    code::named(words, "dimension", by.as_str())
}

/// What a figure is called.
pub fn figure(words: &Words, figure: Figure) -> String {
    code::named(words, "figure", figure.as_str())
}

/// A length of periods.
pub fn length(words: &Words, length: Length) -> String {
    code::named(words, "period", length.as_str())
}

/// A period: a month, quarter or year by its name, others by their days.
pub fn period(words: &Words, of: Period) -> String {
    let Some((from, to)) = of.from.zip(of.to) else {
        return match (of.from, of.to) {
            (Some(day), _) => words.say("period-since", &[("day", words.date(day))]),
            (_, Some(day)) => words.say("period-until", &[("day", words.date(day))]),
            _ => length(words, Length::All),
        };
    };
    let month = match words.language() {
        Language::English => format!("{:02}", from.month()),
        Language::Korean => from.month().to_string(),
    };
    let quarter = (from.month0() / 3 + 1).to_string();
    let values = [("year", from.year().to_string()), ("month", month), ("quarter", quarter)];
    let is = |length: Length| length.around(from) == of;
    if is(Length::Month) {
        words.say("period-of-month", &values)
    } else if is(Length::Quarter) {
        words.say("period-of-quarter", &values)
    } else if is(Length::Year) {
        words.say("period-of-year", &values)
    } else {
        format!("{}–{}", words.date(from), words.date(to))
    }
}

/// What a line of a report is of.
pub fn line(words: &Words, ask: &Ask, line: &Line) -> String {
    key(words, ask, &line.key, line.name.as_deref())
}

/// What a line of a report is of, by its key, and its name where that is known.
pub fn key(words: &Words, ask: &Ask, key: &str, name: Option<&str>) -> String {
    if key.is_empty() {
        return code::named(words, "report-none", ask.by.as_str());
    }
    match (ask.by, name) {
        (Dimension::State, _) => code::named(words, "repair-state", key),
        (Dimension::Warranty, _) => code::named(words, "report-warranty", key),
        (Dimension::Month, _) => match Period::named(key) {
            Ok(month) => period(words, month),
            Err(_) => key.to_owned(),
        },
        (Dimension::Product, Some(name)) if name != key => format!("{key}  {name}"),
        (_, Some(name)) => name.to_owned(),
        (_, None) => key.to_owned(),
    }
}

/// A value of a figure: `3`, `2.5`, `₩55,000`.
pub fn value(words: &Words, figure: Figure, value: i64, currency: Option<Currency>) -> String {
    let plain = figure.plain(value, currency);
    match (figure.unit(), currency) {
        (Unit::Money, Some(currency)) => words.money(&plain, currency),
        _ => words.quantity(&plain),
    }
}

/// How many rows stand behind a figure, and what they come to where that is something else.
pub fn sum(words: &Words, of: &Behind, found: &BehindRows) -> String {
    let count = ("count", found.count.to_string());
    let currency = of.currency.or_else(|| found.rows.first().and_then(|row| row.currency));
    match found.sum.filter(|_| of.figure.unit() != Unit::Count) {
        Some(sum) => words.say("report-sum", &[count, ("sum", value(words, of.figure, sum, currency))]),
        None => words.say("report-count", &[count]),
    }
}

/// The filter of a report: its team and its agent, where it has one.
pub fn filter(words: &Words, ask: &Ask) -> Vec<String> {
    let named =
        |label: &str, of: &Option<String>| of.as_ref().map(|name| format!("{} {name}", words.label(label)));
    [named("team", &ask.team), named("agent", &ask.agent)].into_iter().flatten().collect()
}

/// A bar of a value beside the largest of its kind, in so many cells at most; what is there at all is seen.
pub fn bar(value: i64, most: i64, cells: usize, ascii: bool) -> String {
    if value <= 0 || most <= 0 || cells == 0 {
        return String::new();
    }
    let (steps, full) = if ascii { (1, "#") } else { (8, "█") };
    let room = i128::try_from(cells * steps).unwrap_or(0);
    let length = (i128::from(value.min(most)) * room + i128::from(most) / 2) / i128::from(most);
    let length = usize::try_from(length).unwrap_or(0).max(1);
    let part = PARTS.get(length % steps).copied().unwrap_or_default();
    format!("{}{part}", full.repeat(length / steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language;
    use crate::text::cells::width;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11", "2026-11", "2026년 11월")]
    #[case("2026-Q4", "2026 Q4", "2026년 4분기")]
    #[case("2026-Q1", "2026 Q1", "2026년 1분기")]
    #[case("2026-03", "2026-03", "2026년 3월")]
    #[case("2026", "2026", "2026년")]
    #[case("all", "All time", "전체 기간")]
    fn periods(#[case] named: &str, #[case] en: &str, #[case] ko: &str) {
        let of = Period::named(named).unwrap();
        assert_eq!(period(&Words::new(Language::English), of), en);
        assert_eq!(period(&Words::new(Language::Korean), of), ko);
    }

    #[test]
    fn periods_by_their_days() {
        let (en, ko) = (Words::new(Language::English), Words::new(Language::Korean));
        let day = |text: &str| text.parse().ok();
        let both = Period { from: day("2026-11-02"), to: day("2026-11-09") };
        assert_eq!(period(&en, both), "2026-11-02–2026-11-09");
        assert_eq!(period(&ko, both), "2026. 11. 2.–2026. 11. 9.");
        assert_eq!(period(&en, Period { to: None, ..both }), "since 2026-11-02");
        assert_eq!(period(&ko, Period { from: None, ..both }), "2026. 11. 9.까지");
    }

    #[rstest]
    #[case(0, 10, "", "")]
    #[case(-5, 10, "", "")]
    #[case(10, 10, "████", "####")]
    #[case(5, 10, "██", "##")]
    #[case(1, 1_000_000, "▏", "#")]
    #[case(9, 16, "██▎", "##")]
    #[case(20, 10, "████", "####")]
    #[case(i64::MAX, i64::MAX, "████", "####")]
    fn bars(#[case] value: i64, #[case] most: i64, #[case] line: &str, #[case] ascii: &str) {
        assert_eq!(bar(value, most, 4, false), line);
        assert_eq!(bar(value, most, 4, true), ascii);
        assert!(width(line) <= 4);
    }
}
