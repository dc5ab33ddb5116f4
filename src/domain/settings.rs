//! The company: one row that every amount and date depends on.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::error::{Invalid, Result};
use super::money::Currency;
use super::tax::Rounding;
use crate::code_enum;

code_enum! {
    /// A language of the interface.
    Language {
        /// English.
        English = "en",
        /// Korean.
        Korean = "ko",
    }
}

impl Language {
    /// The language that fits a code such as `ko_KR` best.
    pub fn of_code(code: &str) -> Self {
        if code.to_ascii_lowercase().starts_with("ko") { Self::Korean } else { Self::English }
    }
}

/// The company's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Row; there is one.
    pub id: i64,
    /// Counts changes.
    pub version: i64,
    /// Company name.
    pub name: String,
    /// Currency of amounts that stand in no document.
    pub currency: Currency,
    /// ISO 3166 code.
    pub country: String,
    /// IANA name; business dates are dates there.
    pub time_zone: String,
    /// Where taxes are rounded.
    pub tax_rounding: Rounding,
    /// Base address of the shop.
    pub website_url: Option<String>,
    /// Base address of the customer's pages.
    #[serde(default)]
    pub portal_url: Option<String>,
    /// Documents up to this day are locked.
    pub lock_date: Option<NaiveDate>,
    /// The hours of a week in which deadlines run ([`super::calendar::WorkingHours`]).
    #[serde(default = "usual_hours")]
    pub working_hours: String,
    /// Language of what is stored for the company itself.
    pub language: Language,
    /// Whether this is a database to play in.
    pub sandbox: bool,
}

code_enum! {
    /// What `settings set` can set.
    SettingKey {
        /// Company name.
        Name = "name",
        /// Company currency.
        Currency = "currency",
        /// Company country.
        Country = "country",
        /// Time zone of business dates.
        TimeZone = "time_zone",
        /// Where taxes are rounded.
        TaxRounding = "tax_rounding",
        /// Base address of the shop.
        WebsiteUrl = "website_url",
        /// Base address of the customer's pages; empty for none.
        PortalUrl = "portal_url",
        /// Last locked day; empty for none.
        LockDate = "lock_date",
        /// The hours of a week in which deadlines run.
        WorkingHours = "working_hours",
        /// Language of stored words.
        Language = "language",
    }
}

impl Settings {
    /// The day that an instant falls on where the company is.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone()).date_naive()
    }

    /// A day where the company is, from its first instant to that of the next.
    pub fn bounds_of(&self, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let begins = |day: NaiveDate| {
            // Where clocks are set at midnight, a day begins later.
            let hours = (0..4).filter_map(|hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0));
            let first = hours.filter_map(|hour| super::day::at(day, hour, self.zone())).next();
            first.unwrap_or_else(|| day.and_time(chrono::NaiveTime::MIN).and_utc())
        };
        (begins(day), begins(day.succ_opt().unwrap_or(day)))
    }

    /// The company's time zone.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC)
    }

    /// Sets one value from text, checked.
    pub fn set(&mut self, key: SettingKey, value: &str) -> Result<()> {
        match key {
            SettingKey::Name => self.name = super::wording::name(value)?,
            SettingKey::Currency => self.currency = value.parse()?,
            SettingKey::Country => self.country = country(value)?,
            SettingKey::TimeZone => self.time_zone = time_zone(value)?,
            SettingKey::TaxRounding => self.tax_rounding = value.parse()?,
            SettingKey::WebsiteUrl => self.website_url = website(value)?,
            SettingKey::PortalUrl => self.portal_url = portal(value)?,
            SettingKey::LockDate => self.lock_date = if value.is_empty() { None } else { Some(date(value)?) },
            SettingKey::WorkingHours => {
                self.working_hours = value.parse::<super::calendar::WorkingHours>()?.to_string();
            }
            SettingKey::Language => self.language = value.parse()?,
        }
        Ok(())
    }
}

/// The hours of a week unless somebody says otherwise.
pub fn usual_hours() -> String {
    "mon-fri 09:00-12:00 13:00-18:00".to_owned()
}

/// No books are older; what is, is a slip.
const FIRST_YEAR: i32 = 1900;

/// A date of the form `2026-11-23`.
pub fn date(text: &str) -> Result<NaiveDate, Invalid> {
    let wrong = || Invalid::NotADate { given: text.to_owned() };
    if text.len() != 10 {
        return Err(wrong());
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
    if date.year() < FIRST_YEAR { Err(wrong()) } else { Ok(date) }
}

/// A two-letter country code.
pub fn country(text: &str) -> Result<String, Invalid> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err(Invalid::Malformed { given: text.to_owned(), form: "KR".into() })
    }
}

/// An IANA time zone.
pub fn time_zone(text: &str) -> Result<String, Invalid> {
    match text.parse::<chrono_tz::Tz>() {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => Err(Invalid::UnknownTimeZone { given: text.to_owned() }),
    }
}

/// An http or https address, without a slash at its end; empty for none.
pub fn website(text: &str) -> Result<Option<String>> {
    let text = super::wording::one_line(text)?;
    if text.is_empty() {
        return Ok(None);
    }
    match address(&text).filter(|url| url.query().is_none() && url.fragment().is_none()) {
        Some(url) => Ok(Some(url.as_str().trim_end_matches('/').to_owned())),
        None => Err(Invalid::Malformed { given: text, form: "https://shop.example".into() }.into()),
    }
}

/// The address of the customer's pages: below it stand paths, so that what stands there must be plain.
fn portal(value: &str) -> Result<Option<String>> {
    let given = website(value)?;
    let path = given.as_deref().and_then(address).map(|url| url.path().to_owned()).unwrap_or_default();
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "-_/.".contains(c));
    let pages = ["/c/", "/coupon/", "/style/"].iter().any(|own| format!("{path}/").contains(own));
    if plain && !pages {
        return Ok(given);
    }
    Err(Invalid::Malformed { given: value.to_owned(), form: "https://help.example.com/pages".to_owned() }
        .into())
}

/// A web address that leads somewhere: of http or https, with a host, and without a login.
pub fn address(text: &str) -> Option<Url> {
    // What the parser would mend for a browser is a slip here.
    let (scheme, rest) = text.split_once("://")?;
    let slip = rest.starts_with('/') || text.contains(|c: char| c.is_whitespace() || c == '\\');
    let url = Url::parse(text).ok().filter(|_| !slip)?;
    let web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    (web && plain).then_some(url)
}
