//! Drafts as texts, as they are kept while they are typed: whole, or a form that comes back would do another thing than
//! what was typed. What is no value yet comes back as text that is to be read again.

use serde_json::{Map, Value as Json, json};

use super::error::{Error, Invalid};
use super::form::{Draft, FieldId, LineValue, Value};

fn to_json(value: &Value) -> Json {
    match value {
        Value::Empty => json!({"empty": true}),
        Value::Text(text) => json!({"text": text}),
        Value::Check(on) => json!({"check": on}),
        Value::Choice(code) => json!({"choice": code}),
        Value::Picked(ids) => json!({"picked": ids}),
        Value::Tags(tags) => json!({"tags": tags}),
        Value::Date(day) => json!({"date": day}),
        Value::Instant(at) => json!({"instant": at}),
        Value::Quantity(quantity) => json!({"quantity": quantity}),
        Value::Price(price) => json!({"price": price}),
        Value::Amount(money) => json!({"amount": money}),
        Value::Typed { text, .. } => json!({"typed": text}),
        Value::Lines(lines) => {
            let cells = |line: &LineValue| line.cells.iter().map(to_json).collect::<Vec<_>>();
            json!({"lines": lines.iter().map(|line| (line.line, cells(line))).collect::<Vec<_>>()})
        }
    }
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
        "quantity" => Value::Quantity(serde_json::from_value(held).ok()?),
        "price" => Value::Price(serde_json::from_value(held).ok()?),
        "amount" => Value::Amount(serde_json::from_value(held).ok()?),
        "typed" => {
            let text: String = serde_json::from_value(held).ok()?;
            let error = Error::from(Invalid::Malformed { given: text.clone(), form: String::new() });
            Value::Typed { text, error }
        }
        "lines" => {
            let lines: Vec<(i64, Vec<Json>)> = serde_json::from_value(held).ok()?;
            let line = |(line, cells): (i64, Vec<Json>)| {
                Some(LineValue { line, cells: cells.iter().map(from_json).collect::<Option<_>>()? })
            };
            Value::Lines(lines.into_iter().map(line).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// What a person did to a form, as a text; none where nothing was done.
pub fn text(draft: &Draft) -> Option<String> {
    let fields: Map<String, Json> =
        draft.all().map(|(id, value)| (id.as_str().to_owned(), to_json(value))).collect();
    (!fields.is_empty()).then(|| Json::Object(fields).to_string())
}

/// The draft that a text was made of; none where not all of it can be read.
pub fn draft(text: &str) -> Option<Draft> {
    let fields: Map<String, Json> = serde_json::from_str(text).ok()?;
    let mut draft = Draft::default();
    for (id, json) in &fields {
        draft.set(FieldId::from(id.clone()), from_json(json)?);
    }
    draft.is_dirty().then_some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::{Amount, Money};
    use crate::domain::quantity::Quantity;

    #[test]
    fn drafts_come_back_as_they_were() {
        let mut whole = Draft::default();
        whole.set("body", Value::Text("김하늘 님,\n\"hello\"".into()));
        whole.set("day", Value::Date("2026-11-23".parse().unwrap()));
        whole.set("team", Value::Picked(vec![1, 2]));
        whole.set("urgent", Value::Check(true));
        whole.set("stage", Value::Empty);
        whole.set("quantity", Value::Quantity("-1.50".parse().unwrap()));
        whole.set("price", Value::Price("1234.5678".parse().unwrap()));
        let money = Money::new(Amount(-1_250), "USD".parse().unwrap());
        whole.set("amount", Value::Amount(money));
        let typed = |text: &str| Value::Typed {
            text: text.into(),
            error: Invalid::Malformed { given: text.into(), form: String::new() }.into(),
        };
        whole.set("more", typed("1,5 x"));
        let cells = vec![Value::Quantity(Quantity::ONE), typed("?"), Value::Empty, Value::Amount(money)];
        whole.set("lines", Value::Lines(vec![LineValue { line: 7, cells }]));
        let back = draft(&text(&whole).unwrap()).unwrap();
        assert_eq!(back.all().count(), whole.all().count());
        assert!(whole.all().all(|(id, value)| back.typed(id.clone()) == Some(value)));
        assert_eq!(
            (draft("{"), draft("{}"), draft("{\"b\":{\"check\":true},\"a\":{\"moon\":1}}")),
            (None, None, None)
        );
    }
}
