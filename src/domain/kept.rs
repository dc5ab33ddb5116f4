//! Drafts as texts, as they are kept while they are typed: whole, or a form that comes back would do another thing than
//! what was typed. What is no value yet comes back as text that is to be read again.

use serde_json::{Map, Value as Json, json};

use super::error::{Error, Invalid};
use super::form::{Draft, FieldId, LineValue, Value};
use super::ids::EventId;

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

/// What somebody typed into a form, and what stood when that was begun: a form that comes back is no newer than what
/// was typed into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// What was typed.
    pub draft: Draft,
    /// The version of what it changes.
    pub seen: Option<i64>,
    /// The last row of history.
    pub opened: Option<EventId>,
}

impl Kept {
    /// It as a text; none where nothing was typed.
    pub fn text(&self) -> Option<String> {
        let fields: Map<String, Json> =
            self.draft.all().map(|(id, value)| (id.as_str().to_owned(), to_json(value))).collect();
        let kept = json!({"fields": fields, "seen": self.seen, "opened": self.opened});
        (!fields.is_empty()).then(|| kept.to_string())
    }

    /// What a text was made of; none where not all of it can be read.
    pub fn read(text: &str) -> Option<Self> {
        let mut kept: Map<String, Json> = serde_json::from_str(text).ok()?;
        let mut draft = Draft::default();
        for (id, json) in kept.get("fields")?.as_object()? {
            draft.set(FieldId::from(id.clone()), from_json(json)?);
        }
        let mut rest = |name: &str| kept.remove(name).unwrap_or_default();
        let seen = serde_json::from_value(rest("seen")).ok()?;
        let opened = serde_json::from_value(rest("opened")).ok()?;
        draft.is_dirty().then_some(Self { draft, seen, opened })
    }
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
        let kept = Kept { draft: whole.clone(), seen: Some(3), opened: Some(EventId(17)) };
        let back = Kept::read(&kept.text().unwrap()).unwrap();
        assert_eq!((back.seen, back.opened), (kept.seen, kept.opened));
        assert_eq!(back.draft.all().count(), whole.all().count());
        assert!(whole.all().all(|(id, value)| back.draft.typed(id.clone()) == Some(value)));
        assert_eq!(Kept::default().text(), None);
        for wrong in
            ["{", "{}", "{\"fields\":{}}", "{\"fields\":{\"b\":{\"check\":true},\"a\":{\"moon\":1}}}"]
        {
            assert_eq!(Kept::read(wrong), None, "{wrong}");
        }
    }
}
