//! `print` of every noun that has documents: the document drawn into a file, or onto standard output. It
//! writes nothing to the database.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Lang;
use super::session::Session;
use crate::desk::{Desk, Paper, Printable};
use crate::domain::command::{Answer, Outcome};
use crate::domain::effect::{Effect, Subject};
use crate::domain::error::{Error, Result, Usage};
use crate::domain::settings::Language;
use crate::paper::{self, Format, Printed};
use crate::text::sheet::file_stem;
use crate::text::{Words, code};

/// A document, and how it is printed.
#[derive(Debug, Args)]
pub struct Print {
    /// Number or id:N
    number: String,
    /// HTML instead of PDF
    #[arg(long)]
    html: bool,
    /// The file, which takes the place of one that is there; - is standard output [default: a file in the
    /// current folder, named after the number]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language [default: the customer's]
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<Lang>,
}

impl Print {
    /// Runs the command; `find` finds what is named.
    pub fn run(
        self,
        session: &mut Session<'_>,
        find: impl FnOnce(&mut Desk, &str) -> Result<Printable>,
    ) -> Result<()> {
        let call = session.call();
        if call.request.is_some() {
            return Err(Error::OptionUnused { option: "--request" });
        }
        let piped = self.output.as_deref() == Some(Path::new("-"));
        if piped && session.out.json {
            let (option, other) = ("--json".to_owned(), "--output -".to_owned());
            return Err(Error::Usage(Usage::Conflict { option, other }));
        }
        let of = find(&mut session.desk, &self.number)?;
        let made = session.desk.sheet(of, self.language.map(Language::from))?;
        session.expect(made.version, &made.document)?;
        let format = if self.html { Format::Html } else { Format::Pdf };
        let printed = paper::print(&made.sheet, format)?;
        if piped {
            return match call.dry_run {
                true => rehearse(session, "-"),
                false => pipe(session, &printed),
            };
        }
        let file = self
            .output
            .unwrap_or_else(|| PathBuf::from(format!("{}.{}", file_stem(&made.document), format.as_str())));
        let file = std::path::absolute(&file).map_err(|e| Error::Io(format!("{}: {e}", file.display())))?;
        if call.dry_run {
            return rehearse(session, &file.display().to_string());
        }
        paper::write(&file, &printed.bytes).map_err(|e| match e {
            Error::Invalid(_) => e.at("output"),
            other => other,
        })?;
        answer(session, &made, format, &printed, &file)
    }
}

fn answer(session: &Session<'_>, of: &Paper, format: Format, printed: &Printed, file: &Path) -> Result<()> {
    let language = of.sheet.language;
    let answer = json!({
        "document": of.document,
        "file": file,
        "format": format.as_str(),
        "language": language.as_str(),
        "pages": printed.pages,
        "missing": printed.missing,
    });
    session.out.show(&answer, |words| {
        let told = [
            ("document", of.document.clone()),
            ("file", file.display().to_string()),
            ("language", code::named(words, "language", language.as_str())),
        ];
        let lines = [Some(words.say("notice-printed", &told)), missing(words, printed)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    })
}

/// What the fonts could not show.
fn missing(words: &Words, printed: &Printed) -> Option<String> {
    let told = [("characters", printed.missing.join(" "))];
    (!printed.missing.is_empty()).then(|| words.say("notice-missing-characters", &told))
}

fn pipe(session: &Session<'_>, printed: &Printed) -> Result<()> {
    if let Some(missing) = missing(&session.out.words, printed) {
        session.out.note(&missing);
    }
    session.out.bytes(&printed.bytes)
}

/// The file that would be written.
fn rehearse(session: &mut Session<'_>, file: &str) -> Result<()> {
    let effects = vec![Effect::add(Subject::File, file.to_owned())];
    let outcome = Outcome { answer: Answer::Repeated(serde_json::Value::Null), effects };
    session.show(&outcome, true, &[])
}
