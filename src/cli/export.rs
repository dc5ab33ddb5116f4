//! Tables as files for spreadsheets. Whatever noun exports rows calls it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::session::Session;
use crate::domain::command::{Answer, Outcome};
use crate::domain::effect::{Effect, Subject};
use crate::domain::error::{Error, Result, Usage};
use crate::paper;
use crate::text::spreadsheet;

/// Writes rows into a file, which takes the place of one that is there, or with `-` onto standard output.
pub fn export(session: &mut Session<'_>, to: &Path, headings: &[String], rows: &[Vec<String>]) -> Result<()> {
    let call = session.call();
    if call.request.is_some() {
        return Err(Error::OptionUnused { option: "--request" });
    }
    let bytes = spreadsheet::csv(headings, rows)?;
    let piped = to == Path::new("-");
    if piped && session.out.json {
        let (option, other) = ("--json".to_owned(), "--csv -".to_owned());
        return Err(Error::Usage(Usage::Conflict { option, other }));
    }
    let file = match piped {
        true => PathBuf::from("-"),
        false => std::path::absolute(to).map_err(|e| Error::Io(format!("{}: {e}", to.display())))?,
    };
    if call.dry_run {
        let effects = vec![Effect::add(Subject::File, file.display().to_string())];
        let outcome = Outcome { answer: Answer::Repeated(serde_json::Value::Null), effects };
        return session.show(&outcome, true, &[]);
    }
    if piped {
        return session.out.bytes(&bytes);
    }
    paper::write(&file, &bytes).map_err(|e| match e {
        Error::Invalid(_) => e.at("csv"),
        other => other,
    })?;
    let answer = json!({ "file": file, "rows": rows.len() });
    let told = [("file", file.display().to_string()), ("count", rows.len().to_string())];
    session.out.show(&answer, |words| words.say("notice-exported", &told))
}
