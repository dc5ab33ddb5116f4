//! Taking back: what a command changed of a ticket's own fields, so that exactly these can be put back while they stand
//! as it left them; and what stays done, with what to do instead.

mod stay;

pub use stay::Stay;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::effect::{Effect, Key, Op, Subject};
use super::history::EventKind;
use super::ids::{
    CustomerId, EventId, LotId, OrderId, ProductId, StageId, TeamId, TicketId, TicketTypeId, UserId,
};
use super::ticket::Ticket;

/// How many of an agent's last commands can be taken back.
pub const DEPTH: i64 = 100;

/// What can be put back of a ticket: its own fields, by rows, so that names may change meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// One line.
    pub subject: String,
    /// Several lines.
    pub description: String,
    /// Team.
    pub team: TeamId,
    /// Stage.
    pub stage: StageId,
    /// 0 to 3.
    pub priority: i64,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// Product.
    pub product: Option<ProductId>,
    /// Lot or serial number.
    pub lot: Option<LotId>,
    /// Order.
    pub order: Option<OrderId>,
    /// Who handles it.
    pub assignee: Option<UserId>,
    /// Its type.
    #[serde(rename = "type", default)]
    pub kind: Option<TicketTypeId>,
    /// Names, sorted.
    pub tags: Vec<String>,
    /// The ticket that it was merged into.
    pub merged_into: Option<TicketId>,
}

impl Standing {
    /// How a ticket stands with its tags, and the ticket that it was merged into itself.
    pub fn of(ticket: &Ticket, tags: Vec<String>, merged_into: Option<TicketId>) -> Self {
        let t = ticket.clone();
        Self {
            subject: t.subject,
            description: t.description,
            team: t.team,
            stage: t.stage,
            priority: t.priority,
            customer: t.customer,
            product: t.product,
            lot: t.lot,
            order: t.order,
            assignee: t.assignee,
            kind: t.kind,
            tags,
            merged_into,
        }
    }

    /// The ticket with these fields.
    pub fn put(&self, ticket: &Ticket) -> Ticket {
        let s = self.clone();
        Ticket {
            subject: s.subject,
            description: s.description,
            team: s.team,
            stage: s.stage,
            priority: s.priority,
            customer: s.customer,
            product: s.product,
            lot: s.lot,
            order: s.order,
            assignee: s.assignee,
            kind: s.kind,
            ..ticket.clone()
        }
    }

    fn fields(&self) -> Map<String, Json> {
        match serde_json::to_value(self) {
            Ok(Json::Object(fields)) => fields,
            _ => Map::new(),
        }
    }
}

/// What changed of a ticket: the value before and after, by the name of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Changed(BTreeMap<String, (Json, Json)>);

/// A field that does not stand any more as a change left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved(pub Key);

impl Changed {
    /// What differs between two states.
    pub fn between(before: &Standing, after: &Standing) -> Self {
        let mut after = after.fields();
        let changed = before.fields().into_iter().filter_map(|(name, was)| {
            let now = after.remove(&name)?;
            (was != now).then_some((name, (was, now)))
        });
        Self(changed.collect())
    }

    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a field did.
    pub fn touches(&self, key: Key) -> bool {
        self.0.contains_key(key.as_str())
    }

    /// Two changes, the one after the other, as one.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        for (name, (was, now)) in next.0 {
            let first = self.0.remove(&name).map_or(was, |(first, _)| first);
            if first != now {
                self.0.insert(name, (first, now));
            }
        }
        self
    }

    /// The opposite change.
    #[must_use]
    pub fn back(self) -> Self {
        Self(self.0.into_iter().map(|(name, (was, now))| (name, (now, was))).collect())
    }

    /// The state before, of one in which everything that changed still stands as it was left; the rest stays as it is.
    pub fn taken_back(&self, of: &Standing) -> Result<Standing, Moved> {
        let mut fields = of.fields();
        for (name, (was, now)) in &self.0 {
            let key = Key::ALL.iter().find(|key| key.as_str() == name).copied().unwrap_or(Key::Value);
            match fields.get_mut(name) {
                Some(field) if field == now => *field = was.clone(),
                _ => return Err(Moved(key)),
            }
        }
        serde_json::from_value(Json::Object(fields)).map_err(|_| Moved(Key::Value))
    }
}

/// The message of the outbox that a command wrote, by its row in the effects.
pub fn queued(effects: &[Effect]) -> Option<&str> {
    let new = effects.iter().find(|e| e.subject == Subject::Mail && e.op == Op::Add)?;
    new.document.as_deref()
}

/// A command of an agent's last, as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionView {
    /// Its first row of history.
    pub id: EventId,
    /// Counts how often it was taken back and done again.
    pub version: i64,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// What it was.
    pub kind: EventKind,
    /// The ticket, or the first of several.
    pub ticket: Option<i64>,
    /// How many tickets.
    pub tickets: i64,
    /// The document that it was about.
    pub document: Option<String>,
    /// What it did, as a sentence.
    pub text: String,
    /// Whether it is taken back.
    pub undone: bool,
    /// Why it can't be taken back; null where it can.
    pub code: Option<String>,
    /// The same as a sentence.
    pub reason: Option<String>,
    /// The same as data.
    #[serde(skip)]
    pub stays: Option<Stay>,
    /// Tickets of several that stay as they are, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptView>,
}

/// A ticket of several that could not be put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptView {
    /// Its number.
    pub ticket: i64,
    /// Code of the reason.
    pub code: String,
    /// The reason as a sentence.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> Standing {
        Standing {
            subject: "Keyboard".into(),
            description: String::new(),
            team: TeamId(1),
            stage: StageId(2),
            priority: 0,
            customer: None,
            product: None,
            lot: None,
            order: None,
            assignee: Some(UserId(4)),
            kind: None,
            tags: vec!["a, b".into()],
            merged_into: None,
        }
    }

    #[test]
    fn only_what_changed_is_put_back_and_only_where_it_still_stands() {
        let before = standing();
        let after = Standing { stage: StageId(3), tags: vec!["a".into(), "b".into()], ..before.clone() };
        let changed = Changed::between(&before, &after);
        assert!(changed.touches(Key::Stage) && changed.touches(Key::Tags) && !changed.touches(Key::Subject));
        // Another field changed meanwhile: it stays.
        let meanwhile = Standing { priority: 3, ..after.clone() };
        assert_eq!(changed.taken_back(&meanwhile), Ok(Standing { priority: 3, ..before.clone() }));
        // The same field did: nothing is put back.
        let moved = Standing { stage: StageId(9), ..after.clone() };
        assert_eq!(changed.taken_back(&moved), Err(Moved(Key::Stage)));
        // There and back again.
        assert_eq!(changed.clone().back().taken_back(&before), Ok(after.clone()));
        assert!(Changed::between(&before, &before).is_empty());
    }

    #[test]
    fn changes_add_up() {
        let states: Vec<Standing> =
            [2, 5, 7].into_iter().map(|stage| Standing { stage: StageId(stage), ..standing() }).collect();
        let change = |from: usize, to: usize| Changed::between(&states[from], &states[to]);
        assert_eq!(change(0, 1).then(change(1, 2)), change(0, 2));
        assert!(change(0, 1).then(change(1, 0)).is_empty());
    }

    #[test]
    fn every_field_has_its_name_among_the_keys() {
        for name in standing().fields().keys() {
            assert!(Key::ALL.iter().any(|key| key.as_str() == name), "{name}");
        }
    }
}
