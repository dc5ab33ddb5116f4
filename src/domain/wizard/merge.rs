//! The forms that merge tickets: into which one goes, or which others come into it. Both are one choice; what it writes
//! is shown before.

use crate::domain::command::Command;
use crate::domain::error::{Error, FieldError};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Limit, Resolved};
use crate::domain::ids::{CustomerId, TicketId};

/// The ticket that stays.
pub const INTO: FieldId = FieldId::of("into");
/// The tickets that come into one.
pub const TICKETS: FieldId = FieldId::of("tickets");

/// What the forms know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whose ticket it is.
    pub ticket: TicketId,
    /// The version of it that was seen.
    pub version: i64,
    /// The family of its customer, where that has other tickets: those are offered first.
    pub family: Option<CustomerId>,
}

/// What the choice of the ticket that stays shows.
pub fn resolve_into(facts: &Facts, draft: &Draft) -> Resolved {
    resolve(facts, draft, INTO, false)
}

/// What the choice of the tickets that come shows.
pub fn resolve_here(facts: &Facts, draft: &Draft) -> Resolved {
    resolve(facts, draft, TICKETS, true)
}

fn resolve(facts: &Facts, draft: &Draft, id: FieldId, many: bool) -> Resolved {
    let limits = facts.family.map(Limit::Family).into_iter().chain([Limit::But(facts.ticket)]).collect();
    let choices = Choices { limits, ..Choices::of(ChoiceOf::Tickets) };
    let value = draft.typed(id.clone()).cloned().unwrap_or_default();
    let field = Field::new(id, FieldKind::Picker { choices, many });
    Resolved { fields: vec![Field { value, required: true, ..field }] }
}

/// The merge that was chosen. That the tickets are different customers' is asked when it is carried out.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<Command, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    if let Some(into) = resolved.value(INTO).one() {
        return Ok(Command::Merge(vec![facts.ticket], TicketId(into), false));
    }
    match resolved.value(TICKETS).picked() {
        [] => Err(vec![FieldError { field: INTO, error: Error::FieldRequired }]),
        all => Ok(Command::Merge(all.iter().copied().map(TicketId).collect(), facts.ticket, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Value;

    #[test]
    fn both_ways_give_the_same_command() {
        let facts = Facts { ticket: TicketId(3), version: 1, family: Some(CustomerId(7)) };
        let chosen = |id: FieldId, rows: &[i64]| {
            let mut draft = Draft::default();
            draft.set(id, Value::Picked(rows.to_vec()));
            draft
        };
        let into = chosen(INTO, &[2]);
        let merge = |sources: &[i64], target: i64| {
            Command::Merge(sources.iter().copied().map(TicketId).collect(), TicketId(target), false)
        };
        assert_eq!(parse(&facts, &into, &resolve_into(&facts, &into)), Ok(merge(&[3], 2)));
        let here = chosen(TICKETS, &[5, 8]);
        assert_eq!(parse(&facts, &here, &resolve_here(&facts, &here)), Ok(merge(&[5, 8], 3)));
        let none = Draft::default();
        assert!(parse(&facts, &none, &resolve_into(&facts, &none)).is_err());
        // Whichever it is, it is never itself that is offered.
        for resolved in [resolve_into(&facts, &none), resolve_here(&facts, &none)] {
            let FieldKind::Picker { choices, .. } = &resolved.fields[0].kind else { panic!() };
            assert!(choices.limits.contains(&Limit::But(TicketId(3))));
        }
    }
}
