//! The forms of what field service is settled with: a project, a template of worksheets, and a field of one.

use crate::domain::command::{ProjectEdit, TemplateEdit};
use crate::domain::error::{Error, FieldError};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::ids::{SheetFieldId, TemplateId};
use crate::domain::project::Project;
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wording;
use crate::domain::worksheet::{SheetField, SheetKind, Template};

/// Name.
pub const NAME: FieldId = FieldId::of("name");
/// Whether its tasks have worksheets.
pub const WORKSHEETS: FieldId = FieldId::of("worksheets");
/// The usual template.
pub const TEMPLATE: FieldId = FieldId::of("worksheet");
/// What a field asks.
pub const LABEL: FieldId = FieldId::of("label");
/// What it takes.
pub const KIND: FieldId = FieldId::of("kind");
/// Whether it must be filled in.
pub const REQUIRED: FieldId = FieldId::of("required");
/// What can be chosen.
pub const CHOICES: FieldId = FieldId::of("choices");
/// Its name for programs.
pub const FIELD: FieldId = FieldId::of("field");

fn field(draft: &Draft, id: FieldId, kind: FieldKind, own: Value) -> Field {
    let value = draft.typed(id.clone()).cloned().unwrap_or(own);
    Field { value, ..Field::new(id, kind) }
}

/// What the form of a project knows.
#[derive(Clone, Debug)]
pub struct ProjectFacts {
    /// The project as it stands; none for a new one.
    pub project: Option<Project>,
    /// The template that is chosen.
    pub template: Option<Chosen<TemplateId>>,
}

/// What the form of a project shows.
pub fn resolve_project(facts: &ProjectFacts, draft: &Draft) -> Resolved {
    let own = facts.project.as_ref();
    let name = Value::Text(own.map(|p| p.name.clone()).unwrap_or_default());
    let on = Value::Check(own.is_some_and(|p| p.worksheets));
    let worksheets = field(draft, WORKSHEETS, FieldKind::Check, on);
    let choices = Choices::of(ChoiceOf::Templates);
    let template = Field {
        visible: worksheets.value == Value::Check(true),
        value: facts.template.as_ref().map_or(Value::Empty, |t| Value::Picked(vec![t.id.0])),
        ..Field::new(TEMPLATE, FieldKind::Picker { choices, many: false })
    };
    let name = Field { required: true, ..field(draft, NAME, FieldKind::Text, name) };
    Resolved { fields: vec![name, worksheets, template] }
}

/// The change that the form of a project makes.
pub fn parse_project(
    facts: &ProjectFacts,
    draft: &Draft,
    resolved: &Resolved,
) -> Result<ProjectEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let on = *resolved.value(WORKSHEETS) == Value::Check(true);
    Ok(ProjectEdit {
        name: Some(resolved.value(NAME).text().to_owned()),
        worksheets: Some(on),
        template: on.then(|| facts.template.as_ref().map(|t| t.key.clone()).unwrap_or_default()),
    })
}

/// A field of a template that is new.
fn blank() -> SheetField {
    SheetField {
        id: SheetFieldId(0),
        field: String::new(),
        label: String::new(),
        kind: SheetKind::Text,
        required: false,
        choices: vec![],
    }
}

/// A name for programs that is made of one for people.
fn named(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// What the form of a template shows: its name, and of a new one its first field.
pub fn resolve_template(of: Option<&Template>, draft: &Draft) -> Resolved {
    let name = Value::Text(of.map(|t| t.name.clone()).unwrap_or_default());
    let mut fields = vec![Field { required: true, ..field(draft, NAME, FieldKind::Text, name) }];
    if of.is_none() {
        fields.extend(resolve_field(None, draft).fields);
    }
    Resolved { fields }
}

/// What the form of a field shows; the name for programs of one that is there stays.
pub fn resolve_field(of: Option<&SheetField>, draft: &Draft) -> Resolved {
    let own = of.cloned().unwrap_or_else(blank);
    let kinds = FieldKind::Choice { family: "sheet-kind", codes: SheetKind::CODES };
    let label = Field { required: true, ..field(draft, LABEL, FieldKind::Text, Value::Text(own.label)) };
    let kind = field(draft, KIND, kinds, Value::Choice(own.kind.as_str().to_owned()));
    let choices = Field {
        visible: kind.value.choice() == Some(SheetKind::Choice.as_str()),
        required: true,
        ..field(draft, CHOICES, FieldKind::Tags, Value::Tags(own.choices))
    };
    let made = Value::Text(named(label.value.text()));
    let name = Field { visible: of.is_none(), ..field(draft, FIELD, FieldKind::Text, made) };
    let required = field(draft, REQUIRED, FieldKind::Check, Value::Check(own.required));
    Resolved { fields: vec![label, kind, choices, required, name] }
}

/// The field that is filled in.
fn read_field(of: Option<&SheetField>, resolved: &Resolved) -> Result<SheetField, Vec<FieldError>> {
    let kind = resolved.value(KIND).choice().and_then(|code| code.parse().ok());
    let label = resolved.value(LABEL).text().to_owned();
    let name = resolved.value(FIELD).text().trim().to_owned();
    let field = match of {
        Some(known) => known.field.clone(),
        None if name.is_empty() => named(&label),
        None => name,
    };
    let new = SheetField {
        field,
        label,
        kind: kind.unwrap_or(SheetKind::Text),
        required: *resolved.value(REQUIRED) == Value::Check(true),
        choices: match resolved.value(CHOICES) {
            Value::Tags(all) => all.clone(),
            _ => vec![],
        },
        ..of.cloned().unwrap_or_else(blank)
    };
    new.checked().map_err(|error| match error {
        Error::Fields(errors) => errors,
        error => vec![FieldError { field: LABEL, error }],
    })
}

/// The change that the form of a template makes.
pub fn parse_template(
    of: Option<&Template>,
    draft: &Draft,
    resolved: &Resolved,
) -> Result<(String, TemplateEdit), Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let name = wording::name(resolved.value(NAME).text())
        .map_err(|error| vec![FieldError { field: NAME, error }])?;
    let fields = if of.is_none() { vec![read_field(None, resolved)?] } else { vec![] };
    Ok((name.clone(), TemplateEdit { name: of.map(|_| name), fields, remove: vec![] }))
}

/// The change that the form of a field makes.
pub fn parse_field(
    of: Option<&SheetField>,
    draft: &Draft,
    resolved: &Resolved,
) -> Result<TemplateEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(TemplateEdit { fields: vec![read_field(of, resolved)?], ..TemplateEdit::default() })
}
