//! The form that writes a list of tickets into a file: its end says as what.

use crate::domain::error::{FieldError, Invalid};
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved};

/// File.
pub const FILE: FieldId = FieldId::of("output");

/// As what a list can be written, by the ends of the names of files.
pub const ENDS: [&str; 2] = ["csv", "json"];

/// What the form shows.
pub fn resolve(draft: &Draft) -> Resolved {
    let value = draft.typed(FILE).cloned().unwrap_or_default();
    Resolved { fields: vec![Field { required: true, value, ..Field::new(FILE, FieldKind::Text) }] }
}

/// The file, and as what it is written.
pub fn parse(draft: &Draft, resolved: &Resolved) -> Result<(String, &'static str), Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let file = resolved.value(FILE).text().trim().to_owned();
    let end = file.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    match ENDS.into_iter().find(|known| *known == end) {
        Some(end) => Ok((file, end)),
        None => {
            let form = "tickets.csv, tickets.json".to_owned();
            Err(vec![FieldError { field: FILE, error: Invalid::Malformed { given: file, form }.into() }])
        }
    }
}
