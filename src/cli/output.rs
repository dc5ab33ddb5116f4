//! Everything that is printed: answers, effects, errors. The only place that writes to standard output
//! and standard error.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

use super::{Globals, session, table, usage};
use crate::config;
use crate::domain::command::{Answer, Outcome};
use crate::domain::effect::Effect;
use crate::domain::error::{Class, Error, Result};
use crate::domain::form::Hint;
use crate::domain::settings::Language;
use crate::text::{Words, cells, effect, field, sentence};

/// Where answers go, and in which words.
pub struct Output {
    /// For programs.
    pub json: bool,
    /// The person's words.
    pub words: Words,
}

impl Output {
    /// Decides form and language: flag, config file, environment.
    pub fn new(globals: &Globals) -> Result<Self> {
        let language = match globals.lang {
            Some(lang) => lang.into(),
            None => config::load(&config::path())?.language.unwrap_or_else(config::environment_language),
        };
        Ok(Self { json: globals.json, words: Words::new(language) })
    }

    /// For errors that come before the arguments are read: the language is decided from what can be.
    pub fn plain(json: bool) -> Self {
        let configured = || config::load(&config::path()).ok().and_then(|c| c.language);
        let language =
            usage::named_language().or_else(configured).unwrap_or_else(config::environment_language);
        Self { json, words: Words::new(language) }
    }

    /// The same words once more, for the desk.
    pub fn words_again(&self) -> Words {
        Words::new(self.words.language())
    }

    /// The person's language.
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// Prints an answer: JSON for programs, text for people.
    pub fn show<T: Serialize>(&self, value: &T, people: impl FnOnce(&Words) -> String) -> Result<()> {
        if self.json {
            let text = serde_json::to_string(value).map_err(|e| Error::Io(e.to_string()))?;
            print(&text)
        } else {
            print(people(&self.words).trim_end_matches('\n'))
        }
    }

    /// Prints plain text, the same for people and programs.
    pub fn text(&self, text: &str) -> Result<()> {
        print(text.trim_end_matches('\n'))
    }

    /// Prints a file.
    pub fn bytes(&self, bytes: &[u8]) -> Result<()> {
        emit(bytes)
    }

    /// Prints what came of a command; instants are told in a time zone. Warnings stand beside it: for
    /// programs in the answer, for people on standard error.
    pub fn outcome(&self, outcome: &Outcome, dry_run: bool, zone: &str, hints: &[Hint]) -> Result<()> {
        let dropped = outcome.effects.iter().filter_map(|e| {
            let (_, _, cause) = e.dropped_coupon()?;
            Some((cause, effect::dropped(&self.words, e)?))
        });
        let hinted = hints.iter().map(|hint| (hint.code(), field::hint(&self.words, hint)));
        let warnings: Vec<_> = hinted.chain(dropped).collect();
        warnings.iter().for_each(|(_, message)| self.note(message));
        if dry_run {
            let effects: Vec<_> = outcome.effects.iter().map(Effect::answer).collect();
            return self.show(&warned(json!({ "effects": effects }), &warnings), |words| {
                let mut text = words.word("notice-dry-run");
                for e in &outcome.effects {
                    text.push('\n');
                    text.push_str(&effect::line(words, e));
                }
                text
            });
        }
        if self.json && !warnings.is_empty() {
            let answer = serde_json::to_value(&outcome.answer).map_err(|e| Error::Io(e.to_string()))?;
            return self.show(&warned(answer, &warnings), |_| String::new());
        }
        self.show(&outcome.answer, |words| match &outcome.answer {
            first @ Answer::Repeated(_) => {
                format!("{}\n{}", words.word("notice-repeated"), table::answer(words, first, zone))
            }
            answer => table::answer(words, answer, zone),
        })
    }

    /// Prints a note for people beside the answer, on standard error.
    pub fn note(&self, text: &str) {
        if !self.json {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Prints an error and answers the exit status that goes with it.
    pub fn fail(&self, error: &Error) -> ExitCode {
        let message = sentence::error(&self.words, error);
        if self.json {
            let fields = match error {
                Error::Fields(fields) => fields.as_slice(),
                _ => &[],
            };
            let mut object = json!({
                "code": error.code(),
                "message": message,
                "fields": fields.iter().map(|f| json!({
                    "field": f.field.as_str(),
                    "message": sentence::error(&self.words, &f.error),
                })).collect::<Vec<_>>(),
            });
            if let Error::RewardChoiceRequired { offered } = error {
                let told = offered.iter().map(|o| json!({"k": o.k, "description": o.description}));
                object["offered"] = told.collect();
            }
            if let Error::Query(wrong) = error {
                object["fields"] = json!([{"field": "query", "message": message,
                    "column": wrong.at.start + 1, "length": wrong.at.len}]);
            }
            if let Error::Import { rows, more } = error {
                object["rows"] = rows
                    .iter()
                    .map(|r| {
                        json!({"file": r.file, "line": r.line, "column": r.column,
                            "reason": sentence::error(&self.words, &r.reason)})
                    })
                    .collect();
                object["more"] = json!(more);
            }
            complain(&json!({ "error": object }).to_string());
        } else {
            complain(&format!("afterdesk: {message}"));
            if let Error::Query(wrong) = error
                && let Some((before, signs)) = sentence::query::pointer(wrong)
            {
                complain(&format!("  {}", cells::printable(&wrong.query)));
                complain(&format!("  {}{signs}", " ".repeat(before)));
            }
            if let Error::Import { rows, more } = error {
                for r in rows {
                    let reason = sentence::error(&self.words, &r.reason);
                    complain(&format!("{}:{}: {}: {reason}", r.file, r.line, r.column));
                }
                if *more > 0 {
                    complain(&format!("… {more}"));
                }
            }
        }
        exit(error.class())
    }
}

/// An answer with its warnings, code and sentence of each, where there are any.
fn warned(mut answer: serde_json::Value, warnings: &[(&str, String)]) -> serde_json::Value {
    if let (Some(object), false) = (answer.as_object_mut(), warnings.is_empty()) {
        let told = warnings.iter().map(|(code, message)| json!({"code": code, "message": message}));
        object.insert("warnings".to_owned(), told.collect());
    }
    answer
}

/// Writes the report of a panic to its file; which, where that worked.
pub fn keep(report: &str) -> Option<std::path::PathBuf> {
    let file = config::crash_file();
    config::make_folder(&file).ok()?;
    let mut kept = std::fs::OpenOptions::new().create(true).append(true).open(&file).ok()?;
    kept.write_all(report.as_bytes()).ok()?;
    Some(file)
}

/// A panic that nobody should ever see, as a sentence.
pub fn broken(json: bool, place: &str, report: &str) {
    let kept = keep(report);
    let language = session::environment("LANG").unwrap_or_default();
    let words = Words::new(if language.starts_with("ko") { Language::Korean } else { Language::English });
    let file = kept.map_or_else(|| words.word("word-nothing"), |file| file.display().to_string());
    let message = words.say("notice-broken", &[("place", place.to_owned()), ("file", file)]);
    if json {
        complain(&json!({"error": {"code": "io", "message": message, "fields": []}}).to_string());
    } else {
        complain(&format!("afterdesk: {message}"));
    }
}

fn exit(class: Class) -> ExitCode {
    ExitCode::from(match class {
        Class::Failed => 1,
        Class::Usage => 2,
        Class::Refused => 3,
        Class::Missing => 4,
        Class::Conflict => 5,
    })
}

/// Writes a line to standard output; a reader that went away is no error.
fn print(text: &str) -> Result<()> {
    emit(format!("{text}\n").as_bytes())
}

fn emit(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Io(e.to_string())),
        _ => Ok(()),
    }
}

fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
