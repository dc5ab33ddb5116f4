//! The form of whatever is settled once and is no more than a row: its fields are the columns of its kind.

use std::collections::BTreeMap;

use crate::domain::error::FieldError;
use crate::domain::form::{
    ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Hint, Limit, Resolved, Value,
};
use crate::domain::ids::TeamId;
use crate::domain::record::{Column, Record, RecordEdit, RecordKind, Shape};
use crate::domain::variable::Variable;

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Of which kind.
    pub kind: RecordKind,
    /// The row as it stands; none for a new one.
    pub record: Option<Record>,
    /// The team that it belongs to, where its kind belongs to teams.
    pub team: Option<TeamId>,
    /// The rows that columns name, by the columns' names: those that were picked, else those that stand there.
    pub named: BTreeMap<&'static str, Vec<(i64, String)>>,
}

/// The field of a column.
pub fn id(column: &Column) -> FieldId {
    FieldId::of(column.name)
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let mut fields: Vec<Field> =
        facts.kind.columns().iter().map(|column| field(facts, column, draft)).collect();
    let chosen = |name: &str| {
        fields.iter().find(|f| f.id.as_str() == name).and_then(|f| f.value.choice()).map(str::to_owned)
    };
    let (kind, tracking, usage) = (chosen("kind"), chosen("tracking"), chosen("usage"));
    let service = facts.kind == RecordKind::Product && kind.as_deref() == Some("service");
    for field in &mut fields {
        field.visible = match (facts.kind, field.id.as_str()) {
            // What something is known by is shown where it can be set.
            (of, name) if name == of.key() => facts.record.is_none() || of.renames(),
            (_, "tracking" | "warranty_months") => !service,
            (_, "replacement_warranty") => !service && tracking.as_deref() != Some("none"),
            (_, "return_location") => usage.as_deref() == Some("internal"),
            _ => true,
        };
    }
    // A text of one language stands for the other where that has none.
    let said: Vec<String> = fields
        .iter()
        .filter(|f| !f.value.text().trim().is_empty())
        .map(|f| f.id.as_str().to_owned())
        .collect();
    for field in &mut fields {
        let name = field.id.as_str();
        let (en, ko) = (name.strip_suffix("_en"), name.strip_suffix("_ko"));
        let twin = en.map(|n| format!("{n}_ko")).or(ko.map(|n| format!("{n}_en")));
        field.required &= !twin.is_some_and(|twin| said.contains(&twin));
    }
    Resolved { fields }
}

fn field(facts: &Facts, column: &Column, draft: &Draft) -> Field {
    let kind = match column.shape {
        // Of one unit, as people write it: 880,000.
        Shape::Text if column.name == "price" => FieldKind::Price,
        Shape::Text | Shape::Count => FieldKind::Text,
        Shape::Lines => FieldKind::LongText,
        Shape::Date => FieldKind::Date,
        Shape::Flag => FieldKind::Check,
        Shape::Code(family, codes) => FieldKind::Choice { family, codes },
        Shape::Rows(of) => FieldKind::Picker { choices: rows(facts, of), many: true },
        Shape::Row(of) => FieldKind::Picker { choices: rows(facts, of), many: false },
    };
    let own = match column.shape {
        Shape::Rows(_) | Shape::Row(_) => {
            let rows = facts.named.get(column.name).map(Vec::as_slice).unwrap_or_default();
            Value::Picked(rows.iter().map(|(id, _)| *id).collect())
        }
        _ => value(column, facts.record.as_ref().map_or(column.usual, |of| of.value(column.name))),
    };
    let mut field = Field::new(id(column), kind);
    field.required = column.required;
    field.value = draft.typed(id(column)).cloned().unwrap_or(own);
    if matches!(column.shape, Shape::Lines) {
        let names = Variable::CODES.iter().map(|name| format!("{{{name}}}")).collect();
        field.hint = Some(Hint::CanFillIn { names });
    }
    field
}

/// The rows that a column may name: stages are those of the team that it belongs to.
fn rows(facts: &Facts, of: ChoiceOf) -> Choices {
    let team = facts.team.filter(|_| of == ChoiceOf::Stages).map(Limit::Team);
    Choices { limits: team.into_iter().collect(), ..Choices::of(of) }
}

/// The value of a text that stands in a column.
fn value(column: &Column, text: &str) -> Value {
    match column.shape {
        Shape::Text if column.name == "price" => text.parse().map_or(Value::Empty, Value::Price),
        Shape::Flag => Value::Check(text == "true"),
        Shape::Date => text.parse().map_or(Value::Empty, Value::Date),
        Shape::Code(..) if text.is_empty() => Value::Empty,
        Shape::Code(..) => Value::Choice(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

/// The change that the form makes: every column that shows.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<RecordEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut columns = Vec::new();
    for column in facts.kind.columns() {
        let Some(field) = resolved.field(id(column)).filter(|f| f.visible) else { continue };
        let text = match &field.value {
            Value::Check(on) => on.to_string(),
            Value::Date(day) => day.to_string(),
            Value::Choice(code) => code.clone(),
            Value::Price(price) => price.to_string(),
            Value::Text(text) => text.trim_end().to_owned(),
            Value::Picked(ids) => {
                let rows = facts.named.get(column.name).map(Vec::as_slice).unwrap_or_default();
                let named = ids.iter().filter_map(|id| rows.iter().find(|(row, _)| row == id));
                named.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(";")
            }
            _ => String::new(),
        };
        columns.push((column.name.to_owned(), text));
    }
    Ok(RecordEdit { columns })
}
