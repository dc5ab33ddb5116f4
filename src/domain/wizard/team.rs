//! The form of a team: its name, the After-Sales section with the services that it offers and the project of its visits,
//! its members, and how its tickets find somebody (`domain/facts.md` §7.1).

use crate::domain::command::{Command, TeamEdit};
use crate::domain::error::FieldError;
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Resolved, Tab, Value};
use crate::domain::ids::{ProjectId, UserId};
use crate::domain::team::{Assignment, Service, TeamView};
use crate::domain::wizard::ticket::Chosen;

/// Its name.
pub const NAME: FieldId = FieldId::of("name");
/// The project of its visits.
pub const PROJECT: FieldId = FieldId::of("project");
/// Its members.
pub const MEMBERS: FieldId = FieldId::of("members");
/// How its new tickets find somebody.
pub const ASSIGNMENT: FieldId = FieldId::of("assignment");

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
    /// The team as it stands; none for a new one.
    pub team: Option<TeamView>,
    /// The chosen project.
    pub project: Option<Chosen<ProjectId>>,
    /// The chosen members.
    pub members: Vec<Chosen<UserId>>,
}

/// What the form shows: the project only where field service is on.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.team.as_ref();
    let of = |id: FieldId, kind: FieldKind, own: Value| {
        let value = draft.typed(id.clone()).cloned().unwrap_or(own);
        Field { value, ..Field::new(id, kind) }
    };
    let name = Value::Text(own.map(|t| t.name.clone()).unwrap_or_default());
    let mut fields = vec![Field { required: true, ..of(NAME, FieldKind::Text, name) }];
    fields.extend(Service::ALL.iter().map(|service| {
        let on = Value::Check(own.is_some_and(|t| t.switches.offers(*service)));
        Field { tab: Some(Tab::AfterSales), ..of(switch(*service), FieldKind::Check, on) }
    }));
    let visits =
        fields.iter().any(|f| f.id == switch(Service::FieldService) && f.value == Value::Check(true));
    let picker = |of: ChoiceOf, many: bool| FieldKind::Picker { choices: Choices::of(of), many };
    fields.push(Field {
        visible: visits,
        tab: Some(Tab::AfterSales),
        value: facts.project.as_ref().map_or(Value::Empty, |p| Value::Picked(vec![p.id.0])),
        ..Field::new(PROJECT, picker(ChoiceOf::Projects, false))
    });
    fields.push(Field {
        tab: Some(Tab::Members),
        value: Value::Picked(facts.members.iter().map(|m| m.id.0).collect()),
        ..Field::new(MEMBERS, picker(ChoiceOf::Users, true))
    });
    let how = own.map_or(Assignment::Off, |t| t.assignment);
    let kinds = FieldKind::Choice { family: "assignment", codes: Assignment::CODES };
    fields.push(Field {
        tab: Some(Tab::Members),
        ..of(ASSIGNMENT, kinds, Value::Choice(how.as_str().to_owned()))
    });
    Resolved { fields }
}

/// The command that the form makes: what is another way than it stands.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<Command, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let own = facts.team.as_ref();
    let name = resolved.value(NAME).text().trim().to_owned();
    let on = |of: Service| *resolved.value(switch(of)) == Value::Check(true);
    let turned = Service::ALL.iter().map(|of| (*of, on(*of)));
    let turned = turned.filter(|(of, on)| own.is_some_and(|t| t.switches.offers(*of)) != *on).collect();
    let project = facts.project.as_ref().map(|p| p.key.clone());
    let other = project.as_ref() != own.and_then(|t| t.project.as_ref()) && on(Service::FieldService);
    let members: Vec<String> = facts.members.iter().map(|m| m.key.clone()).collect();
    let mut sorted = members.clone();
    sorted.sort_unstable();
    let edit = TeamEdit {
        name: own.filter(|t| t.name != name).map(|_| name.clone()),
        switches: turned,
        project: other.then(|| project.unwrap_or_default()),
        members: Some(members).filter(|_| own.map_or(&[][..], |t| &t.members) != sorted),
        assignment: resolved.value(ASSIGNMENT).choice().and_then(|code| code.parse().ok()),
    };
    Ok(match own {
        Some(of) => Command::EditTeam(of.name.clone(), edit),
        None => Command::NewTeam(name, edit),
    })
}
