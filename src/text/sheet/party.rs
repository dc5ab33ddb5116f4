//! Who a sheet is from and who it is for. Addresses are written as people there do: from the street up
//! to the country, in Korea from the city down. Only for the makers of sheets.

use super::Party;
use crate::domain::customer::CustomerView;
use crate::domain::settings::{Language, Settings};
use crate::text::Words;

/// The two sides of a document.
pub struct Parties<'p> {
    /// The company.
    pub settings: &'p Settings,
    /// The customer, if there is one.
    pub customer: Option<&'p CustomerView>,
    /// Name of the company that the customer belongs to.
    pub above: Option<&'p str>,
}

impl Parties<'_> {
    /// The company as it stands at the head.
    pub(super) fn company(&self) -> Party {
        let site = self.settings.website_url.as_deref().map(short);
        Party {
            role: String::new(),
            name: self.settings.name.clone(),
            lines: site.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The customer with its address.
    pub(super) fn customer(&self, words: &Words) -> Option<Party> {
        let of = self.customer?;
        let mut lines: Vec<String> = self.above.map(str::to_owned).into_iter().collect();
        let korean = match &of.country {
            Some(country) => country == "KR",
            None => words.language() == Language::Korean,
        };
        lines.extend(address(of, korean));
        // Its own people know in which country they are.
        lines.extend(of.country.clone().filter(|country| *country != self.settings.country));
        lines.extend(of.phone.clone());
        lines.extend(of.email.clone());
        Some(Party { role: words.label("customer"), name: of.name.clone(), lines })
    }

    /// The foot of every page.
    pub(super) fn footer(&self) -> String {
        let name = &self.settings.name;
        match self.settings.website_url.as_deref().map(short) {
            Some(site) => format!("{name} · {site}"),
            None => name.clone(),
        }
    }
}

fn address(of: &CustomerView, korean: bool) -> Vec<String> {
    let joined = |parts: [&Option<String>; 2]| {
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    };
    let lines = match korean {
        true => [joined([&of.city, &of.street]), joined([&of.zip, &None])],
        false => [joined([&of.street, &None]), joined([&of.zip, &of.city])],
    };
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// A web address without what every one begins with.
fn short(address: &str) -> &str {
    address.trim_start_matches("https://").trim_start_matches("http://")
}
