//! Drafts as texts, as they are kept while they are typed. What is no value yet, and lines of a table, are not: a form
//! makes those anew from what it is about.

use serde_json::{Map, Value as Json, json};

use super::form::{Draft, FieldId, Value};

fn to_json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Empty => json!({"empty": true}),
        Value::Text(text) => json!({"text": text}),
        Value::Check(on) => json!({"check": on}),
        Value::Choice(code) => json!({"choice": code}),
        Value::Picked(ids) => json!({"picked": ids}),
        Value::Tags(tags) => json!({"tags": tags}),
        Value::Date(day) => json!({"date": day}),
        Value::Instant(at) => json!({"instant": at}),
        Value::Quantity(_) | Value::Price(_) | Value::Amount(_) | Value::Lines(_) | Value::Typed { .. } => {
            return None;
        }
    })
}

fn from_json(json: &Json) -> Option<Value> {
    let (kind, held) = json.as_object()?.iter().next()?;
    let held = held.clone();
    Some(match kind.as_str() {
        "empty" => Value::Empty,
        "text" => Value::Text(serde_json::from_value(held).ok()?),
        "check" => Value::Check(serde_json::from_value(held).ok()?),
        "choice" => Value::Choice(serde_json::from_value(held).ok()?),
        "picked" => Value::Picked(serde_json::from_value(held).ok()?),
        "tags" => Value::Tags(serde_json::from_value(held).ok()?),
        "date" => Value::Date(serde_json::from_value(held).ok()?),
        "instant" => Value::Instant(serde_json::from_value(held).ok()?),
        _ => return None,
    })
}

/// What a person did to a form, as a text; none where nothing of it can be kept.
pub fn text(draft: &Draft) -> Option<String> {
    let fields: Map<String, Json> =
        draft.all().filter_map(|(id, value)| Some((id.as_str().to_owned(), to_json(value)?))).collect();
    (!fields.is_empty()).then(|| Json::Object(fields).to_string())
}

/// The draft that a text was made of; what it can't be read as is left out.
pub fn draft(text: &str) -> Option<Draft> {
    let fields: Map<String, Json> = serde_json::from_str(text).ok()?;
    let mut draft = Draft::default();
    for (id, json) in &fields {
        if let Some(value) = from_json(json) {
            draft.set(FieldId::from(id.clone()), value);
        }
    }
    draft.is_dirty().then_some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Quantity;

    #[test]
    fn drafts_come_back_as_they_were() {
        let mut whole = Draft::default();
        whole.set("body", Value::Text("김하늘 님,\n\"hello\"".into()));
        whole.set("day", Value::Date("2026-11-23".parse().unwrap()));
        whole.set("team", Value::Picked(vec![1, 2]));
        whole.set("urgent", Value::Check(true));
        whole.set("stage", Value::Empty);
        let back = draft(&text(&whole).unwrap()).unwrap();
        assert_eq!(back.all().count(), whole.all().count());
        assert!(whole.all().all(|(id, value)| back.typed(id.clone()) == Some(value)));
        let mut numbers = Draft::default();
        numbers.set("quantity", Value::Quantity(Quantity::ONE));
        assert_eq!(text(&numbers), None);
        assert_eq!((draft("{"), draft("{}"), draft("{\"a\":{\"moon\":1}}")), (None, None, None));
    }
}
