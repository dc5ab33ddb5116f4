//! The form in which a worksheet is filled in: its fields are those of its template. What a value of a field is, is
//! said by the field itself; this only gives each kind its place on the screen.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::error::{Error, FieldError};
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::ids::SheetFieldId;
use crate::domain::worksheet::{SheetField, SheetKind, Template};

/// Yes or no: a choice, since nothing said is not no.
const ANSWERS: FieldKind = FieldKind::Choice { family: "answer", codes: &["true", "false"] };

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The template.
    pub template: Template,
    /// What is filled in so far.
    pub values: Vec<(SheetFieldId, String)>,
    /// Version of the task.
    pub version: i64,
}

/// The field of a form for a field of a worksheet.
fn id(of: &SheetField) -> FieldId {
    FieldId(Cow::Owned(of.field.clone()))
}

fn kind(of: &SheetField) -> FieldKind {
    match of.kind {
        SheetKind::Text => FieldKind::LongText,
        SheetKind::Number => FieldKind::Text,
        SheetKind::Check => ANSWERS,
        SheetKind::Choice => FieldKind::OneOf(of.choices.clone()),
        SheetKind::Date => FieldKind::Date,
    }
}

fn value(of: &SheetField, held: &str) -> Value {
    match of.kind {
        SheetKind::Text | SheetKind::Number => Value::Text(held.to_owned()),
        SheetKind::Check | SheetKind::Choice => Value::Choice(held.to_owned()),
        SheetKind::Date => held.parse::<NaiveDate>().map_or(Value::Empty, Value::Date),
    }
}

/// What the field reads, as text.
fn text(of: &Value) -> String {
    match of {
        Value::Date(day) => day.format("%Y-%m-%d").to_string(),
        Value::Choice(chosen) => chosen.clone(),
        other => other.text().to_owned(),
    }
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let field = |of: &SheetField| {
        let held = facts.values.iter().find(|(known, _)| *known == of.id);
        let own = held.map_or(Value::Empty, |(_, held)| value(of, held));
        let value = draft.typed(id(of)).cloned().unwrap_or(own);
        Field {
            label: Some(of.label.clone()),
            required: of.required,
            error: match of.read(&text(&value)) {
                Err(error) => Some(error),
                // Blanks are nothing.
                Ok(None) if of.required && !value.is_empty() => Some(Error::FieldRequired),
                Ok(_) => None,
            },
            value,
            ..Field::new(id(of), kind(of))
        }
    };
    Resolved { fields: facts.template.fields.iter().map(field).collect() }
}

/// What is filled in, by the names of the fields; an empty text empties one.
pub fn parse(
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
) -> Result<Vec<(String, String)>, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let filled = |of: &SheetField| (of.field.clone(), text(resolved.value(id(of))));
    Ok(facts.template.fields.iter().map(filled).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::TemplateId;

    fn field(at: i64, kind: SheetKind, required: bool) -> SheetField {
        let choices = if kind == SheetKind::Choice { vec!["Pump".into()] } else { vec![] };
        let name = kind.as_str().to_owned();
        SheetField { id: SheetFieldId(at), field: name.clone(), label: name, kind, required, choices }
    }

    fn facts() -> Facts {
        let fields = (1i64..).zip(SheetKind::ALL).map(|(at, kind)| field(at, *kind, at == 2)).collect();
        let template = Template { id: TemplateId(1), version: 1, name: "T".into(), fields };
        Facts { template, values: vec![(SheetFieldId(5), "2026-11-24".into())], version: 1 }
    }

    #[test]
    fn what_is_held_shows_and_what_is_typed_is_read() {
        let mut draft = Draft::default();
        for (field, value) in [
            ("number", Value::Text("1.50".into())),
            ("check", Value::Choice("false".into())),
            ("choice", Value::Choice("Pump".into())),
        ] {
            draft.set(field, value);
        }
        let facts = facts();
        let filled = parse(&facts, &draft, &resolve(&facts, &draft)).unwrap();
        let told: Vec<String> = filled.iter().map(|(field, text)| format!("{field}={text}")).collect();
        assert_eq!(told, ["text=", "number=1.50", "check=false", "choice=Pump", "date=2026-11-24"]);
    }

    #[test]
    fn what_is_missing_or_no_value_is_told_under_its_field() {
        let facts = facts();
        let empty = parse(&facts, &Draft::default(), &resolve(&facts, &Draft::default())).unwrap_err();
        assert_eq!(empty, [FieldError { field: FieldId::of("number"), error: Error::FieldRequired }]);
        let mut draft = Draft::default();
        draft.set("number", Value::Text("many".into()));
        let errors = parse(&facts, &draft, &resolve(&facts, &draft)).unwrap_err();
        assert_eq!(errors[0].field, FieldId::of("number"));
    }
}
