//! The clock: the only place that asks the system for the time. A sandbox may stand still at an
//! instant, for rehearsals and tests.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::error::{Invalid, Result};
use crate::domain::settings::Settings;

/// Where the time comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
}

impl Clock {
    /// A clock that stands still, from RFC 3339 text with an offset.
    pub fn fixed(text: &str) -> Result<Self, Invalid> {
        let at = DateTime::parse_from_rfc3339(text)
            .map_err(|_| Invalid::NotAnInstant { given: text.to_owned() })?;
        Ok(Self { fixed: Some(at.to_utc()) })
    }

    /// Whether it stands still.
    pub fn is_fixed(self) -> bool {
        self.fixed.is_some()
    }

    /// Now, in whole seconds.
    pub fn now(self) -> DateTime<Utc> {
        let now = self.fixed.unwrap_or_else(Utc::now);
        DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now)
    }

    /// Today where the company is.
    pub fn today(self, settings: &Settings) -> NaiveDate {
        settings.day_of(self.now())
    }
}
