//! What the argument parser says, as data: help and version are answers in English, everything else is
//! an error in the person's language.

use std::process::ExitCode;

use clap::error::{ContextKind as Kind, ContextValue as Value, ErrorKind};

use super::output::Output;
use crate::domain::error::{Error, Usage};
use crate::domain::settings::Language;

/// Prints what the parser says, and answers the exit status that goes with it.
pub fn answer(error: &clap::Error, out: &Output) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match out.text(&error.render().to_string()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        _ => {
            let status = out.fail(&Error::Usage(usage(error)));
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
                out.note(error.render().to_string().trim_end());
            } else if let Some(line) = usage_line(error) {
                out.note(&out.words.say("notice-usage", &[("usage", line)]));
            }
            status
        }
    }
}

/// The language that `--lang` names among arguments that could not be read.
pub fn named_language() -> Option<Language> {
    let mut before = std::env::args_os().skip(1).take_while(|a| a != "--");
    let mut named = None;
    while let Some(argument) = before.next() {
        let Some(text) = argument.to_str() else { continue };
        let value = match text.strip_prefix("--lang") {
            Some("") => before.next().and_then(|v| v.into_string().ok()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        named = value.and_then(|v| v.parse().ok()).or(named);
    }
    named
}

/// The usage line of the command at hand.
fn usage_line(error: &clap::Error) -> Option<String> {
    let text = error.get(Kind::Usage)?.to_string();
    let line = text.trim().strip_prefix("Usage:").unwrap_or(&text);
    Some(line.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn usage(error: &clap::Error) -> Usage {
    let text = |kind: Kind| error.get(kind).map(Value::to_string).unwrap_or_default();
    let first = |kind: Kind| match error.get(kind) {
        Some(Value::Strings(all)) => all.first().cloned(),
        Some(Value::String(one)) => Some(one.clone()),
        _ => None,
    };
    let (option, given) = (text(Kind::InvalidArg), text(Kind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => Usage::UnknownCommand {
            given: text(Kind::InvalidSubcommand),
            similar: first(Kind::SuggestedSubcommand),
        },
        ErrorKind::UnknownArgument => {
            Usage::UnknownArgument { given: option, similar: first(Kind::SuggestedArg) }
        }
        ErrorKind::MissingSubcommand => {
            let allowed = text(Kind::ValidSubcommand);
            let allowed = allowed.strip_suffix(", help").unwrap_or(&allowed).to_owned();
            Usage::MissingCommand { allowed }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Usage::MissingCommand { allowed: String::new() }
        }
        ErrorKind::MissingRequiredArgument => Usage::Missing { names: option },
        ErrorKind::InvalidValue if given.is_empty() => Usage::MissingValue { option },
        ErrorKind::InvalidValue => Usage::NotOneOf { option, given, allowed: text(Kind::ValidValue) },
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Usage::MissingValue { option }
        }
        ErrorKind::ValueValidation => Usage::NotANumber { option, given },
        ErrorKind::TooManyValues => Usage::TooManyValues { option },
        ErrorKind::ArgumentConflict => match text(Kind::PriorArg) {
            other if other == option || other.is_empty() => Usage::Repeated { option },
            other => Usage::Conflict { option, other },
        },
        ErrorKind::InvalidUtf8 => Usage::NotUtf8,
        _ => Usage::Unclear,
    }
}
