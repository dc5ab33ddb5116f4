//! What can be copied of a customer's personal link: for pasting into a chat or a mail. Called by the share layer.

use chrono::NaiveDate;

use super::{CopyItem, item};
use crate::domain::settings::Language;
use crate::text::{Words, code};

/// What of a personal link can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCopy {
    /// The address.
    pub link: String,
    /// Its last day.
    pub expires: NaiveDate,
    /// Name of the customer.
    pub name: String,
    /// Whether it leads to this machine, because nobody said where the pages are.
    pub local: bool,
}

/// The bare link, and the sentence for the customer in both languages, that of the interface first.
pub fn link_copies(words: &Words, of: &LinkCopy) -> Vec<CopyItem> {
    let mut items = vec![item(words.label("customer-link"), &of.link)];
    let mut languages = [Language::English, Language::Korean];
    languages.sort_by_key(|language| *language != words.language());
    for language in languages {
        let name = code::named(words, "language", language.as_str());
        let label = words.say("label-sentence", &[("language", name)]);
        let own = Words::new(language);
        let values = [("link", of.link.clone()), ("until", own.date(of.expires))];
        items.push(item(label, own.say("copy-customer-link", &values)));
    }
    items
}
