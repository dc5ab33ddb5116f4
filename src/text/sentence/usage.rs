//! The sentences of a command line, or of a config file, that makes no sense.

use super::{Values, one};
use crate::domain::error::{ConfigFault, Usage};

/// The key and the values of the sentence.
pub(super) fn parts(why: &Usage) -> (&'static str, Values) {
    use Usage as U;
    let like = |plain, similar, given: &String, like: &Option<String>| match like {
        Some(like) => (similar, vec![("given", given.clone()), ("similar", like.clone())]),
        None => (plain, one("given", given)),
    };
    match why {
        U::UnknownCommand { given, similar } => {
            like("usage-unknown-command", "usage-unknown-command-like", given, similar)
        }
        U::UnknownArgument { given, similar } => {
            like("usage-unknown-argument", "usage-unknown-argument-like", given, similar)
        }
        U::MissingCommand { allowed } if allowed.is_empty() => ("usage-missing-command", vec![]),
        U::MissingCommand { allowed } => ("usage-missing-command-of", one("allowed", allowed)),
        U::Missing { names } => ("usage-missing", one("names", names)),
        U::MissingValue { option } => ("usage-missing-value", one("option", option)),
        U::NotOneOf { option, given, allowed } => (
            "usage-not-one-of",
            vec![("option", option.clone()), ("given", given.clone()), ("allowed", allowed.clone())],
        ),
        U::NotANumber { option, given } => {
            ("usage-not-a-number", vec![("option", option.clone()), ("given", given.clone())])
        }
        U::TooManyValues { option } => ("usage-too-many-values", one("option", option)),
        U::Repeated { option } => ("usage-repeated", one("option", option)),
        U::Conflict { option, other } => {
            ("usage-conflict", vec![("option", option.clone()), ("other", other.clone())])
        }
        U::NotUtf8 => ("usage-not-utf8", vec![]),
        U::Unclear | U::Told(_) => ("usage-unclear", vec![]),
        U::Config { path, line, fault } => {
            let mut values = vec![("path", path.clone()), ("line", line.to_string())];
            let key = match fault {
                ConfigFault::Syntax => "usage-config-syntax",
                ConfigFault::UnknownKey { key, known } => {
                    values.extend([("key", key.clone()), ("known", known.clone())]);
                    "usage-config-unknown-key"
                }
                ConfigFault::MissingKey { key, form } => {
                    values.extend([("key", key.clone()), ("form", form.clone())]);
                    "usage-config-missing-key"
                }
                ConfigFault::Password => "usage-config-password",
                ConfigFault::Several { keys } => {
                    values.push(("keys", keys.clone()));
                    "usage-config-several"
                }
                ConfigFault::NotPrivate { host } => {
                    values.push(("host", host.clone()));
                    "usage-config-not-private"
                }
                ConfigFault::WrongValue { key, form } => {
                    values.extend([("key", key.clone()), ("form", form.clone())]);
                    "usage-config-wrong-value"
                }
            };
            (key, values)
        }
    }
}
