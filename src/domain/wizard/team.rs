//! The After-Sales section of a team: which services it offers, and the project of its visits (`domain/facts.md` §7.1).

use crate::domain::command::Command;
use crate::domain::error::FieldError;
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::ids::ProjectId;
use crate::domain::team::{Service, TeamView};
use crate::domain::wizard::ticket::Chosen;

/// The project of its visits.
pub const PROJECT: FieldId = FieldId::of("project");

/// The switch of a service, by the name that it has in [`crate::domain::team::Switches`].
pub fn switch(of: Service) -> FieldId {
    match of {
        Service::Refund => FieldId::of("refunds"),
        Service::Coupon => FieldId::of("coupons"),
        Service::Return => FieldId::of("returns"),
        Service::Repair => FieldId::of("repairs"),
        Service::FieldService => FieldId::of("field_service"),
    }
}

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The team as it stands.
    pub team: TeamView,
    /// The chosen project.
    pub project: Option<Chosen<ProjectId>>,
}

/// What the form shows: the project only where field service is on.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let check = |of: &Service| {
        let own = Value::Check(facts.team.switches.offers(*of));
        let value = draft.typed(switch(*of)).cloned().unwrap_or(own);
        Field { value, ..Field::new(switch(*of), FieldKind::Check) }
    };
    let mut fields: Vec<Field> = Service::ALL.iter().map(check).collect();
    let visits =
        fields.iter().any(|f| f.id == switch(Service::FieldService) && f.value == Value::Check(true));
    let choices = Choices::of(ChoiceOf::Projects);
    fields.push(Field {
        visible: visits,
        value: facts.project.as_ref().map_or(Value::Empty, |p| Value::Picked(vec![p.id.0])),
        ..Field::new(PROJECT, FieldKind::Picker { choices, many: false })
    });
    Resolved { fields }
}

/// The change that the form makes: the switches that were turned, and the project where it is another one.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<Command, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let on = |of: Service| *resolved.value(switch(of)) == Value::Check(true);
    let turned = Service::ALL.iter().map(|of| (*of, on(*of)));
    let turned = turned.filter(|(of, on)| facts.team.switches.offers(*of) != *on).collect();
    let project = facts.project.as_ref().map(|p| p.key.clone());
    let other = project != facts.team.project && on(Service::FieldService);
    Ok(Command::SetTeam(facts.team.name.clone(), turned, other.then(|| project.unwrap_or_default())))
}
