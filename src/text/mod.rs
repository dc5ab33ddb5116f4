//! Words: everything that people read, in their language. Errors, effects and the history are data
//! until they come here; sentences, money, dates and Korean particles are made here and nowhere else.
//!
//! Texts stand in `assets/i18n/*.ftl`; those of a language are parsed once, when it is first spoken. Both
//! doors call this module, and the desk for the few words that are stored. It knows `domain` only, never
//! fails, and makes whatever came from outside harmless before it is shown.

pub mod cells;
pub mod code;
pub mod deadline;
pub mod effect;
pub mod field;
pub mod filled;
pub mod format;
pub mod found;
pub mod hangul;
pub mod josa;
pub mod report;
pub mod sentence;
pub mod sheet;
pub mod spreadsheet;
pub mod stored;
pub mod ticket_list;
pub mod timeline;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::domain::settings::Language;

/// The values of one text, by the names of its variables.
pub type Values = Vec<(&'static str, String)>;

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: &'static Bundle,
}

type Bundle = FluentBundle<FluentResource>;

impl Words {
    /// The words of a language.
    pub fn new(language: Language) -> Self {
        static ENGLISH: OnceLock<Bundle> = OnceLock::new();
        static KOREAN: OnceLock<Bundle> = OnceLock::new();
        let parsed = match language {
            Language::English => &ENGLISH,
            Language::Korean => &KOREAN,
        };
        Self { language, bundle: parsed.get_or_init(|| parse(language)) }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a key with its values; a key that does not exist renders as itself. Values are made
    /// printable, and one that is a whole number chooses between singular and plural.
    pub fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        self.find(key, values).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key without values.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The heading of a column or row: `label("due-date")` for the key `label-due-date`.
    pub fn label(&self, name: &str) -> String {
        self.say(&format!("label-{name}"), &[])
    }

    /// The text of a key, if it exists.
    fn find(&self, key: &str, values: &[(&str, String)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), argument(value));
        }
        // What can't be resolved stands as `{$name}` in the text; a test proves that nothing does.
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }
}

/// Parses the words of a language.
fn parse(language: Language) -> Bundle {
    let locale = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks would be counted as cells by terminals.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(source(language).to_owned()) {
        Ok(resource) => resource,
        // A broken entry is left out and renders as its key; a test proves that there is none.
        Err((rest, _)) => rest,
    };
    bundle.add_resource_overriding(resource);
    // Fails only where the name is taken, and nothing else takes it.
    let _ = bundle.add_function("JOSA", |values, _| josa_function(values));
    bundle
}

/// The texts of a language.
fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../assets/i18n/en.ftl"),
        Language::Korean => include_str!("../../assets/i18n/ko.ftl"),
    }
}

/// A value as Fluent takes it: a small whole number as a number, everything else as a text.
fn argument(value: &str) -> FluentValue<'static> {
    let canonical = value == "0" || !value.starts_with('0');
    let small = (1..=9).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    match value.parse::<u32>() {
        Ok(count) if small && canonical => FluentValue::from(count),
        _ => FluentValue::from(cells::printable(value)),
    }
}

/// `JOSA($x, "을/를")`, or `JOSA($x, "을/를", "‘’")` to stand in these quotes: the word and its particle.
fn josa_function<'a>(values: &[FluentValue<'a>]) -> FluentValue<'a> {
    let text = |value: &FluentValue<'a>| match value {
        FluentValue::String(text) => Some(text.to_string()),
        FluentValue::Number(number) => Some(number.as_string().into_owned()),
        _ => None,
    };
    let (Some(word), Some(pair)) = (values.first().and_then(text), values.get(1).and_then(text)) else {
        return FluentValue::Error;
    };
    let particle = josa::particle(&word, &pair);
    let quotes: Vec<char> = values.get(2).and_then(text).unwrap_or_default().chars().collect();
    match quotes.as_slice() {
        [open, close] => format!("{open}{word}{close}{particle}").into(),
        _ => format!("{word}{particle}").into(),
    }
}
