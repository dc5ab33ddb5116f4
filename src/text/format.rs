//! Money, quantities, dates and instants as people of a language write them. Views carry plain
//! decimals and ISO dates; this is the only place that dresses them up. Called by both doors and by the
//! sentences.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};
use chrono_tz::Tz;

use super::Words;
use super::cells::printable;
use crate::domain::money::{Currency, Money};
use crate::domain::repair::WarrantyView;
use crate::domain::settings::Language;

/// Signs that several currencies share, with the one that they stand for here.
const SHARED: [(&str, &str); 6] =
    [("$", "USD"), ("£", "GBP"), ("¥", "JPY"), ("₩", "KRW"), ("₱", "PHP"), ("S$", "SGD")];

impl Words {
    /// Money from the plain decimal of a view: `55,000원`, `₩55,000`, `-$5.00`, `KWD 1.234`.
    pub fn money(&self, plain: &str, currency: Currency) -> String {
        let Some((sign, number)) = grouped(plain) else {
            return format!("{} {currency}", printable(plain));
        };
        if self.language() == Language::Korean && currency.code() == "KRW" {
            return format!("{sign}{number}원");
        }
        match short_sign(currency) {
            Some(symbol) => format!("{sign}{symbol}{number}"),
            None => format!("{sign}{currency} {number}"),
        }
    }

    /// Money with its currency.
    pub fn amount(&self, money: Money) -> String {
        self.money(&money.plain(), money.currency)
    }

    /// A quantity, price or percentage from its plain decimal: `1,234.5`.
    pub fn quantity(&self, plain: &str) -> String {
        match grouped(plain) {
            Some((sign, number)) => format!("{sign}{number}"),
            None => printable(plain),
        }
    }

    /// A day: `2026-11-23`, in Korean `2026. 11. 23.`.
    pub fn date(&self, date: NaiveDate) -> String {
        match self.language() {
            Language::English => date.format("%Y-%m-%d").to_string(),
            Language::Korean => format!("{}. {}. {}.", date.year(), date.month(), date.day()),
        }
    }

    /// How long a product is under warranty: its months, its last day, what is left, and since which delivery.
    pub fn warranty(&self, of: &WarrantyView) -> String {
        let values = [
            ("months", of.months.to_string()),
            ("until", self.date(of.until)),
            ("days", of.days_left.abs().to_string()),
            ("delivery", of.delivery.clone()),
        ];
        self.say(if of.days_left < 0 { "warranty-ended" } else { "warranty-left" }, &values)
    }

    /// A day and minute in a time zone: `2026-11-23 14:05`.
    pub fn instant(&self, at: DateTime<Utc>, zone: Tz) -> String {
        self.local(at.with_timezone(&zone).fixed_offset())
    }

    /// A day and minute where they are told: `2026-11-23 14:05`.
    pub fn local(&self, at: DateTime<FixedOffset>) -> String {
        format!("{} {}", self.date(at.date_naive()), at.format("%H:%M"))
    }

    /// When a visit is: `2026-11-24 14:00–16:30`; both days where it ends on another one. None without a beginning.
    pub fn visit(
        &self,
        start: Option<DateTime<Utc>>,
        end: Option<DateTime<Utc>>,
        zone: Tz,
    ) -> Option<String> {
        let start = start?;
        let from = self.instant(start, zone);
        let Some(end) = end else { return Some(from) };
        let same = start.with_timezone(&zone).date_naive() == end.with_timezone(&zone).date_naive();
        let until = match same {
            true => end.with_timezone(&zone).format("%H:%M").to_string(),
            false => self.instant(end, zone),
        };
        Some(format!("{from}–{until}"))
    }
}

/// Sign and magnitude of a plain decimal, with separators between thousands.
fn grouped(plain: &str) -> Option<(&'static str, String)> {
    let (sign, magnitude) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, decimals) = magnitude.split_once('.').map_or((magnitude, None), |(w, d)| (w, Some(d)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !decimals.is_none_or(digits) {
        return None;
    }
    let mut out = String::with_capacity(magnitude.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    Some((sign, out))
}

/// The sign of a currency where it is short, left to right and not another currency's as well.
fn short_sign(currency: Currency) -> Option<String> {
    let sign = currency.symbol();
    if let Some((_, owner)) = SHARED.iter().find(|(shared, _)| *shared == sign) {
        return (*owner == currency.code()).then_some(sign);
    }
    let is_sign = |c: char| matches!(c, '$' | '\u{20a0}'..='\u{20cf}' | '฿' | '৳');
    // The signs of the French franc and the rupee stand for several currencies, and for none here.
    let short = sign.chars().count() <= 3 && !matches!(sign.as_str(), "₣" | "₨");
    let spelt = sign.chars().all(|c| c.is_ascii_uppercase() || is_sign(c));
    (short && spelt && sign.ends_with(is_sign)).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::collections::BTreeMap;

    #[rstest]
    #[case("55000", "KRW", "₩55,000", "55,000원")]
    #[case("-55000", "KRW", "-₩55,000", "-55,000원")]
    #[case("0", "KRW", "₩0", "0원")]
    #[case("1410.00", "USD", "$1,410.00", "$1,410.00")]
    #[case("-5.00", "USD", "-$5.00", "-$5.00")]
    #[case("1234567.89", "EUR", "€1,234,567.89", "€1,234,567.89")]
    #[case("999.00", "GBP", "£999.00", "£999.00")]
    #[case("1000", "JPY", "¥1,000", "¥1,000")]
    #[case("1.234", "KWD", "KWD 1.234", "KWD 1.234")]
    #[case("-1.234", "KWD", "-KWD 1.234", "-KWD 1.234")]
    #[case("5.00", "AUD", "AUD 5.00", "AUD 5.00")]
    #[case("5.00", "CHF", "CHF 5.00", "CHF 5.00")]
    #[case("5.00", "BRL", "R$5.00", "R$5.00")]
    #[case("\u{1b}", "USD", "␛ USD", "␛ USD")]
    fn money_by_language(#[case] plain: &str, #[case] code: &str, #[case] en: &str, #[case] ko: &str) {
        let currency = code.parse().unwrap();
        assert_eq!(Words::new(Language::English).money(plain, currency), en);
        assert_eq!(Words::new(Language::Korean).money(plain, currency), ko);
    }

    #[test]
    fn no_two_currencies_look_the_same() {
        let words = Words::new(Language::English);
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let letters = || ('A'..='Z').collect::<Vec<_>>().into_iter();
        for code in
            letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))))
        {
            if let Ok(currency) = code.parse::<Currency>() {
                let before = seen.insert(words.money("1", currency), code.clone());
                assert_eq!(before, None, "{code}");
            }
        }
        assert!(seen.len() > 100);
    }

    #[test]
    fn quantities_and_dates() {
        let (en, ko) = (Words::new(Language::English), Words::new(Language::Korean));
        assert_eq!(en.quantity("1234.5"), "1,234.5");
        assert_eq!(ko.quantity("-1000000"), "-1,000,000");
        assert_eq!(en.quantity("0.000001"), "0.000001");
        assert_eq!(en.quantity("x"), "x");
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(en.date(day), "2026-11-23");
        assert_eq!(ko.date(day), "2026. 11. 23.");
        let at: DateTime<Utc> = "2026-11-22T15:05:00Z".parse().unwrap();
        assert_eq!(en.instant(at, chrono_tz::Asia::Seoul), "2026-11-23 00:05");
        assert_eq!(ko.instant(at, chrono_tz::Asia::Seoul), "2026. 11. 23. 00:05");
        assert_eq!(en.instant(at, chrono_tz::UTC), "2026-11-22 15:05");
    }
}
