//! The words of a page, as its template asks for them: texts by their key, dates, times and money as people of the
//! language write them. Templates hold no word of their own.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use minijinja::value::{Kwargs, Object, ObjectRepr, from_args};
use minijinja::{Error, ErrorKind, State, Value};

use crate::domain::settings::Language;
use crate::text::{Words, code};

/// The words of a language, and where times are told.
pub(super) struct Speech {
    words: Words,
    zone: chrono_tz::Tz,
}

impl Speech {
    /// The words of a language, with times of a zone.
    pub fn new(language: Language, zone: &str) -> Self {
        Self { words: Words::new(language), zone: zone.parse().unwrap_or(chrono_tz::Tz::UTC) }
    }

    fn said(&self, method: &str, args: &[Value]) -> Result<String, Error> {
        let words = &self.words;
        Ok(match method {
            "word" => words.word(from_args::<(&str,)>(args)?.0),
            "label" => words.label(from_args::<(&str,)>(args)?.0),
            "say" => {
                let (key, values) = from_args::<(&str, Kwargs)>(args)?;
                let names: Vec<&str> = values.args().collect();
                let told = names.iter().map(|name| Ok((*name, values.get::<Value>(name)?.to_string())));
                words.say(key, &told.collect::<Result<Vec<_>, Error>>()?)
            }
            "date" => words.date(read::<NaiveDate>(from_args::<(&str,)>(args)?.0)?),
            "day" => {
                let at: DateTime<Utc> = read(from_args::<(&str,)>(args)?.0)?;
                words.date(at.with_timezone(&self.zone).date_naive())
            }
            "instant" => words.instant(read(from_args::<(&str,)>(args)?.0)?, self.zone),
            "visit" => {
                let (start, end) = from_args::<(&str, Option<&str>)>(args)?;
                let end = end.map(read).transpose()?;
                words.visit(Some(read(start)?), end, self.zone).unwrap_or_default()
            }
            "money" => {
                let (plain, currency) = from_args::<(&str, &str)>(args)?;
                words.money(plain, read(currency)?)
            }
            "stage" => code::stage(words, from_args::<(&str,)>(args)?.0),
            "named" => {
                let (family, code) = from_args::<(&str, &str)>(args)?;
                code::named(words, family, code)
            }
            _ => return Err(ErrorKind::UnknownMethod.into()),
        })
    }
}

/// A value that came from a view, and reads as what it was there.
fn read<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "a value is not what it should be"))
}

impl fmt::Debug for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Speech({})", self.words.language())
    }
}

impl Object for Speech {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        self.said(method, args).map(Value::from)
    }
}
