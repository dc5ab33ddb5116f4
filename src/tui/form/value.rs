//! Between what is typed and the value of a field: reading, what an editor begins with, and what shows
//! where nobody is typing.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::domain::day;
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Field, FieldKind, Value};
use crate::domain::money::{Amount, Money};
use crate::domain::wording;
use crate::text::{Words, code};

/// Whether a field of a kind is typed into as one line.
pub fn is_typed(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::Date
            | FieldKind::Instant { .. }
            | FieldKind::Quantity
            | FieldKind::Price
            | FieldKind::Amount(_)
            | FieldKind::Tags
    )
}

/// Reads what was typed; what is no value is kept as it was typed, with what is wrong with it.
pub fn read(kind: &FieldKind, text: &str, (today, zone): (NaiveDate, Tz)) -> Value {
    let plain = number(text);
    if plain.chars().all(|c| c == ',') && !matches!(kind, FieldKind::Text) {
        return Value::Empty;
    }
    let value: Result<Value> = match kind {
        FieldKind::Date => day::parse(text, today).map(Value::Date).map_err(Error::from),
        FieldKind::Instant { hour, today: now, day } => {
            let known = (today, day.unwrap_or(today), (*hour, *now));
            day::parse_visit(text, known, zone).map(Value::Instant).map_err(Error::from)
        }
        FieldKind::Quantity => plain.parse().map(Value::Quantity).map_err(Error::from),
        FieldKind::Price => plain.parse().map(Value::Price).map_err(Error::from),
        FieldKind::Amount(currency) => {
            let money = Amount::parse(&plain, *currency).map(|amount| Money::new(amount, *currency));
            money.map(Value::Amount).map_err(Error::from)
        }
        FieldKind::Tags => {
            let tags = text.split([',', ';']).map(str::trim).filter(|t| !t.is_empty());
            tags.map(wording::name).collect::<Result<_>>().map(Value::Tags)
        }
        // Blanks at the end are not taken away while somebody is typing.
        _ => wording::one_line(text).map(|_| Value::Text(text.to_owned())),
    };
    value.unwrap_or_else(|error| Value::Typed { text: text.to_owned(), error })
}

/// Reads again what came back as text, for what it is in its field; says whether there was any.
pub fn read_again(draft: &mut Draft, fields: &[Field], now: (NaiveDate, Tz)) -> bool {
    let again = |kind: &FieldKind, value: &Value| match value {
        Value::Typed { text, .. } => Some(read(kind, text, now)),
        _ => None,
    };
    let mut found = false;
    for field in fields {
        let value = match (draft.typed(field.id.clone()), &field.kind) {
            (Some(Value::Lines(lines)), FieldKind::Lines { columns, .. }) => {
                let mut lines = lines.clone();
                for (cell, column) in lines.iter_mut().flat_map(|line| line.cells.iter_mut().zip(columns)) {
                    if let Some(value) = again(&column.kind, cell) {
                        (*cell, found) = (value, true);
                    }
                }
                Some(Value::Lines(lines))
            }
            (Some(value), kind) if is_typed(kind) => again(kind, value).inspect(|_| found = true),
            _ => None,
        };
        if let Some(value) = value {
            draft.set(field.id.clone(), value);
        }
    }
    found
}

/// A number without what people put into it for reading: `55,000원` and `₩55,000` are 55000. A comma that parts
/// anything but thousands stays: `1,5` is no 15.
fn number(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '원' | '\u{20a0}'..='\u{20cf}' | '$') && !c.is_whitespace())
        .collect();
    let whole = plain.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().trim_start_matches(['-', '+']);
    let thousands = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let decimals = plain.split_once('.').is_some_and(|(_, decimals)| decimals.contains(','));
    if thousands && !decimals { plain.replace(',', "") } else { plain }
}

/// What an editor of a value begins with.
pub fn typed(kind: &FieldKind, value: &Value, zone: Tz) -> String {
    match (value, kind) {
        (Value::Text(text), _) | (Value::Typed { text, .. }, _) => text.clone(),
        (Value::Date(day), _) => day.format("%Y-%m-%d").to_string(),
        (Value::Instant(at), _) => at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
        (Value::Quantity(quantity), _) => quantity.to_string(),
        (Value::Price(price), _) => price.to_string(),
        (Value::Amount(money), _) => money.plain(),
        // One more begins behind the last.
        (Value::Tags(tags), _) => tags.iter().map(|tag| format!("{tag}, ")).collect(),
        _ => String::new(),
    }
}

/// A value as people read it.
pub fn shown(words: &Words, kind: &FieldKind, value: &Value, zone: Tz) -> String {
    match (value, kind) {
        (Value::Instant(at), _) => words.instant(*at, zone),
        (Value::Date(day), _) => words.date(*day),
        (Value::Amount(money), _) => words.amount(*money),
        (Value::Quantity(quantity), _) => words.quantity(&quantity.to_string()),
        (Value::Price(price), _) => words.quantity(&price.to_string()),
        (Value::Choice(choice), FieldKind::Choice { family, .. }) => code::named(words, family, choice),
        (Value::Choice(choice), _) => choice.clone(),
        (Value::Tags(tags), _) => tags.join(", "),
        (value, kind) => typed(kind, value, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn today() -> (NaiveDate, Tz) {
        ("2026-11-23".parse().unwrap(), chrono_tz::Asia::Seoul)
    }

    const INSTANT: FieldKind = FieldKind::Instant { hour: 9, today: 15, day: None };

    fn typed(kind: &FieldKind, value: &Value) -> String {
        super::typed(kind, value, chrono_tz::Asia::Seoul)
    }

    #[rstest]
    #[case("55,000원", "55000")]
    #[case("₩ 55,000", "55000")]
    #[case("55000", "55000")]
    #[case("1,234,567", "1234567")]
    fn amounts_as_people_write_them(#[case] text: &str, #[case] plain: &str) {
        let kind = FieldKind::Amount("KRW".parse().unwrap());
        assert_eq!(typed(&kind, &read(&kind, text, today())), plain);
    }

    #[test]
    fn what_is_no_value_is_kept_as_typed() {
        for (kind, text) in [
            (FieldKind::Date, "2026-02-30"),
            (INSTANT, "2026-11-23 24:61"),
            (FieldKind::Quantity, "two"),
            (FieldKind::Quantity, "1,5"),
            (FieldKind::Quantity, "1,2345"),
            (FieldKind::Price, "1.5,000"),
            (FieldKind::Amount("USD".parse().unwrap()), "1.005"),
        ] {
            let value = read(&kind, text, today());
            assert!(value.error().is_some(), "{value:?}");
            assert_eq!(typed(&kind, &value), text);
        }
    }

    #[test]
    fn instants_are_typed_in_the_company_s_time_zone() {
        let value = read(&INSTANT, "11/24 09:30", today());
        assert_eq!(value, Value::Instant("2026-11-24T00:30:00Z".parse().unwrap()));
        assert_eq!(typed(&INSTANT, &value), "2026-11-24 09:30");
        let words = Words::new(crate::domain::settings::Language::Korean);
        assert_eq!(shown(&words, &INSTANT, &value, chrono_tz::Asia::Seoul), "2026. 11. 24. 09:30");
    }

    #[test]
    fn nothing_typed_is_nothing() {
        assert_eq!(read(&FieldKind::Date, " ", today()), Value::Empty);
        assert_eq!(read(&FieldKind::Tags, " , ", today()), Value::Empty);
        assert_eq!(read(&FieldKind::Text, "", today()), Value::Text(String::new()));
    }
}
