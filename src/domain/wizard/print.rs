//! The form that prints a document: into which file, as what, in which language. The file is named after the document
//! unless another name was typed.

use crate::domain::error::{FieldError, Invalid};
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::ids::{InvoiceId, OrderId, RepairId, TaskId, TransferId};
use crate::domain::settings::Language;

/// File.
pub const FILE: FieldId = FieldId::of("output");
/// As what.
pub const FORMAT: FieldId = FieldId::of("format");
/// Language.
pub const LANGUAGE: FieldId = FieldId::of("language");

/// How a document can be drawn, by the ends of the names of files.
pub const FORMATS: &[&str] = &["pdf", "html"];

/// A document that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Printable {
    /// An invoice or credit note.
    Invoice(InvoiceId),
    /// A quotation or order.
    Order(OrderId),
    /// A transfer.
    Transfer(TransferId),
    /// A repair order.
    Repair(RepairId),
    /// A field service task with its worksheet.
    Task(TaskId),
}

/// What the form knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The name of the file, without its end.
    pub stem: String,
    /// The customer's language.
    pub language: Language,
}

/// How a document is to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printing {
    /// File, as typed.
    pub file: String,
    /// The code of the format.
    pub format: String,
    /// Language.
    pub language: Language,
}

fn choice(
    id: FieldId,
    family: &'static str,
    codes: &'static [&'static str],
    own: &str,
    draft: &Draft,
) -> Field {
    let value = draft.typed(id.clone()).cloned().unwrap_or_else(|| Value::Choice(own.to_owned()));
    Field { value, required: true, ..Field::new(id, FieldKind::Choice { family, codes }) }
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let format = choice(FORMAT, "format", FORMATS, FORMATS[0], draft);
    let language = choice(LANGUAGE, "language", Language::CODES, facts.language.as_str(), draft);
    let end = format.value.choice().unwrap_or(FORMATS[0]);
    let own = || Value::Text(format!("{}.{end}", facts.stem));
    let file = Field {
        required: true,
        value: draft.typed(FILE).cloned().unwrap_or_else(own),
        ..Field::new(FILE, FieldKind::Text)
    };
    Resolved { fields: vec![file, format, language] }
}

/// How the form says that it is printed, or every field that is wrong.
pub fn parse(draft: &Draft, resolved: &Resolved) -> Result<Printing, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let code = |id: FieldId| resolved.value(id).choice().unwrap_or_default().to_owned();
    let language = code(LANGUAGE)
        .parse()
        .map_err(|error: Invalid| vec![FieldError { field: LANGUAGE, error: error.into() }])?;
    Ok(Printing { file: resolved.value(FILE).text().trim().to_owned(), format: code(FORMAT), language })
}
