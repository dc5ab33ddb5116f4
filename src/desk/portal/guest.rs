//! Whoever a personal link opens for. A link that is unknown, altered, over or taken back, and one of a customer
//! who may not use the pages any more, open for nobody: the same questions are asked of all of them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::customer::link::Token;
use crate::domain::error::Result;
use crate::domain::ids::CustomerId;
use crate::domain::settings::{Language, Settings};
use crate::store::{Read, customer, link};

/// A customer at its pages.
pub(super) struct Guest {
    /// Who.
    pub id: CustomerId,
    /// Name.
    pub name: String,
    /// Address for mail.
    pub email: Option<String>,
    /// Its language, else the company's.
    pub language: Language,
    /// The company.
    pub settings: Settings,
    /// Now.
    pub now: DateTime<Utc>,
    /// Today where the company is.
    pub today: NaiveDate,
}

/// Whoever a link opens for on a day.
pub(super) fn find(
    read: &Read<'_>,
    text: &str,
    settings: Settings,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Option<Guest>> {
    // What does not look like a link is looked for all the same, as one that nobody has.
    let (token, looks_so) = match Token::read(text) {
        Some(token) => (token, true),
        None => (Token::from_random(Default::default()), false),
    };
    let found = link::find(read, &token)?;
    let of = customer::load(read, found.as_ref().map_or(CustomerId(0), |link| link.customer))?;
    let open = found.filter(|link| looks_so && !link.revoked && link.expires >= today);
    let (Some(_), Some(of)) = (open, of.filter(|of| of.portal)) else { return Ok(None) };
    let language = of.language.as_deref().and_then(|code| code.parse().ok()).unwrap_or(settings.language);
    Ok(Some(Guest { id: of.id, name: of.name, email: of.email, language, settings, now, today }))
}
