//! The forms of a change of many tickets: stage, agent, priority, tags; or a coupon for each.

use crate::domain::bulk::{BulkChange, BulkCoupon};
use crate::domain::command::Command;
use crate::domain::error::{Error, FieldError};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Limit, Resolved, Value};
use crate::domain::ids::{ProgramId, TeamId, TicketId};

/// Stage.
pub const STAGE: FieldId = FieldId::of("stage");
/// Who handles them.
pub const ASSIGNEE: FieldId = FieldId::of("assignee");
/// Whether nobody does.
pub const NOBODY: FieldId = FieldId::of("nobody");
/// Priority.
pub const PRIORITY: FieldId = FieldId::of("priority");
/// Tags that they get.
pub const ADD_TAGS: FieldId = FieldId::of("add_tags");
/// Tags that they lose.
pub const REMOVE_TAGS: FieldId = FieldId::of("remove_tags");
/// Coupon program.
pub const PROGRAM: FieldId = FieldId::of("program");
/// The ticket that the others are merged into.
pub const INTO: FieldId = FieldId::of("into");
/// Last day of the coupons.
pub const UNTIL: FieldId = FieldId::of("until");

/// What a priority becomes; the first stays as it is.
pub const PRIORITIES: &[&str] = &["keep", "0", "1", "2", "3"];

/// What the forms know.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// How many tickets.
    pub count: usize,
    /// Their team, where it is the same of all.
    pub team: Option<TeamId>,
    /// Names of the stages that any of their teams has.
    pub stages: Vec<String>,
    /// Login of the chosen agent.
    pub assignee: Option<String>,
    /// The name of the chosen stage.
    pub stage: Option<String>,
    /// The chosen program.
    pub program: Option<ProgramId>,
    /// The one of them that stays where they are merged: the oldest that is open, else the oldest.
    pub stays: Option<TicketId>,
}

/// What the form of a change shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let of = |id: FieldId, kind: FieldKind, own: Value| {
        let value = draft.typed(id.clone()).cloned().unwrap_or(own);
        Field { value, ..Field::new(id, kind) }
    };
    let members = match facts.team {
        Some(team) => Choices { limits: vec![Limit::Team(team)], ..Choices::of(ChoiceOf::Members) },
        None => Choices::of(ChoiceOf::Users),
    };
    // Of one team they are rows, of several they are names.
    let stage = match facts.team {
        Some(team) => {
            let choices = Choices { limits: vec![Limit::Team(team)], ..Choices::of(ChoiceOf::Stages) };
            of(STAGE, FieldKind::Picker { choices, many: false }, Value::Empty)
        }
        // The first stays as it is.
        None => {
            let stages = [String::new()].into_iter().chain(facts.stages.iter().cloned()).collect();
            of(STAGE, FieldKind::OneOf(stages), Value::Choice(String::new()))
        }
    };
    let nobody = of(NOBODY, FieldKind::Check, Value::Check(false));
    let to_nobody = nobody.value == Value::Check(true);
    let priorities = FieldKind::Choice { family: "bulk-priority", codes: PRIORITIES };
    Resolved {
        fields: vec![
            stage,
            Field {
                visible: !to_nobody,
                ..of(ASSIGNEE, FieldKind::Picker { choices: members, many: false }, Value::Empty)
            },
            nobody,
            of(PRIORITY, priorities, Value::Choice("keep".to_owned())),
            of(ADD_TAGS, FieldKind::Tags, Value::Empty),
            of(REMOVE_TAGS, FieldKind::Tags, Value::Empty),
        ],
    }
}

/// What the form of coupons shows.
pub fn resolve_coupons(draft: &Draft) -> Resolved {
    let typed = |id: FieldId| draft.typed(id).cloned().unwrap_or_default();
    let programs = FieldKind::Picker { choices: Choices::of(ChoiceOf::Programs), many: false };
    Resolved {
        fields: vec![
            Field { required: true, value: typed(PROGRAM), ..Field::new(PROGRAM, programs) },
            Field { value: typed(UNTIL), ..Field::new(UNTIL, FieldKind::Date) },
        ],
    }
}

/// The change that a form makes.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<BulkChange, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    if resolved.field(PROGRAM).is_some() {
        let until = match resolved.value(UNTIL) {
            Value::Date(day) => Some(*day),
            _ => None,
        };
        let coupon = facts.program.map(|program| BulkCoupon { program, until });
        return Ok(BulkChange { coupon, ..BulkChange::default() });
    }
    let tags = |id: FieldId| match resolved.value(id) {
        Value::Tags(tags) => tags.clone(),
        _ => vec![],
    };
    let nobody = *resolved.value(NOBODY) == Value::Check(true);
    let change = BulkChange {
        stage: facts.stage.clone(),
        assignee: if nobody { Some(None) } else { facts.assignee.clone().map(Some) },
        priority: resolved.value(PRIORITY).choice().and_then(|code| code.parse().ok()),
        add_tags: tags(ADD_TAGS),
        remove_tags: tags(REMOVE_TAGS),
        coupon: None,
    };
    match change.is_empty() {
        true => Err(vec![FieldError { field: STAGE, error: Error::NothingToChange }]),
        false => Ok(change),
    }
}

/// What the form of a merge shows: which of them stays.
pub fn resolve_merge(facts: &Facts, draft: &Draft) -> Resolved {
    // The oldest is the one that others came after.
    let stays = facts.stays.map_or(Value::Empty, |id| Value::Picked(vec![id.0]));
    let value = draft.typed(INTO).cloned().unwrap_or(stays);
    let choices = Choices::of(ChoiceOf::Tickets);
    let kind = FieldKind::Picker { choices, many: false };
    Resolved { fields: vec![Field { required: true, value, ..Field::new(INTO, kind) }] }
}

/// The merge that the form makes.
pub fn parse_merge(ids: &[TicketId], draft: &Draft, resolved: &Resolved) -> Result<Command, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let into = resolved.value(INTO).one().map(TicketId);
    let Some(into) = into else {
        return Err(vec![FieldError { field: INTO, error: Error::FieldRequired }]);
    };
    let others = ids.iter().copied().filter(|id| *id != into).collect();
    Ok(Command::Merge(others, into, false))
}
