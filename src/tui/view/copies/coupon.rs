//! What can be copied of a coupon: for pasting into a chat, a mail or a page. The sentences are whole ones
//! of each language, whoever reads them is the customer. Called by the share layer and the copy tray.

use chrono::NaiveDate;

use super::{CopyItem, item};
use crate::domain::settings::Language;
use crate::text::{Words, code};

/// What of a coupon can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponCopy {
    /// Its code.
    pub code: String,
    /// Where the customer uses it, if the shop has an address.
    pub link: Option<String>,
    /// The customer's page about it, if there are such pages.
    pub page: Option<String>,
    /// The last day on which it can be used, if there is one.
    pub expires: Option<NaiveDate>,
    /// The name of its program.
    pub program: String,
}

/// What can be copied of a coupon: the bare link, the code, the sentence for the customer in both
/// languages, that of the interface first, and Markdown.
pub fn coupon_copies(words: &Words, coupon: &CouponCopy) -> Vec<CopyItem> {
    let mut items = Vec::new();
    if let Some(link) = &coupon.link {
        items.push(item(words.label("share-link"), link));
    }
    items.push(item(words.label("coupon-code"), &coupon.code));
    if let Some(page) = &coupon.page {
        items.push(item(words.label("coupon-page"), page));
    }
    let mut languages = [Language::English, Language::Korean];
    languages.sort_by_key(|language| *language != words.language());
    for language in languages {
        let name = code::named(words, "language", language.as_str());
        let label = words.say("label-sentence", &[("language", name)]);
        items.push(item(label, sentence(&Words::new(language), coupon)));
    }
    items.push(item(words.label("markdown"), markdown(coupon)));
    items
}

/// What an agent would write to the customer.
fn sentence(words: &Words, coupon: &CouponCopy) -> String {
    let mut values = vec![("code", coupon.code.clone())];
    values.extend(coupon.link.clone().map(|link| ("link", link)));
    values.extend(coupon.expires.map(|day| ("until", words.date(day))));
    match (&coupon.link, coupon.expires) {
        (Some(_), Some(_)) => words.say("copy-coupon-link-until", &values),
        (Some(_), None) => words.say("copy-coupon-link", &values),
        (None, Some(_)) => words.say("copy-coupon-until", &values),
        (None, None) => words.say("copy-coupon", &values),
    }
}

fn markdown(coupon: &CouponCopy) -> String {
    let mut program = String::new();
    for c in coupon.program.chars() {
        if c.is_ascii_punctuation() {
            program.push('\\');
        }
        program.push(c);
    }
    match &coupon.link {
        Some(link) => format!("[{program}](<{link}>) `{}`", coupon.code),
        None => format!("{program} `{}`", coupon.code),
    }
}
