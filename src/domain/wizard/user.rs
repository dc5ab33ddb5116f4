//! The form of an agent: who it is, what it may do by role and single right, and how much it may post.

use crate::domain::command::{Command, UserEdit};
use crate::domain::error::FieldError;
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Resolved, Tab, Value};
use crate::domain::ids::TeamId;
use crate::domain::money::{Currency, Money};
use crate::domain::user::{Right, Role, User, limits_in};
use crate::domain::wizard::ticket::Chosen;

/// Its login, of a new one.
pub const LOGIN: FieldId = FieldId::of("login");
/// Its name.
pub const NAME: FieldId = FieldId::of("name");
/// Its mail address.
pub const EMAIL: FieldId = FieldId::of("email");
/// Its role.
pub const ROLE: FieldId = FieldId::of("role");
/// Its teams.
pub const TEAMS: FieldId = FieldId::of("teams");
/// The account that acts for it.
pub const ACCOUNT: FieldId = FieldId::of("os_login");
/// Whether it works here still.
pub const ACTIVE: FieldId = FieldId::of("active");
/// What one refund may come to.
pub const LIMIT: FieldId = FieldId::of("refund_limit");
/// What refunds of a day may come to.
pub const DAY_LIMIT: FieldId = FieldId::of("refund_limit_day");

/// The tick of a right.
pub fn right(of: Right) -> FieldId {
    FieldId::of(match of {
        Right::Refund => "right_refund",
        Right::Coupon => "right_coupon",
        Right::Return => "right_return",
        Right::Repair => "right_repair",
        Right::FieldService => "right_field_service",
        Right::Accounting => "right_accounting",
        Right::Inventory => "right_inventory",
        Right::Settings => "right_settings",
    })
}

/// What the form knows.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The agent as it stands; none for a new one.
    pub user: Option<User>,
    /// The company's currency.
    pub currency: Currency,
    /// The chosen teams.
    pub teams: Vec<Chosen<TeamId>>,
}

/// Limits as they are typed.
fn shown(limits: &[Money]) -> String {
    limits.iter().map(|l| format!("{}:{}", l.currency, l.plain())).collect::<Vec<_>>().join(";")
}

/// What the form shows. A right that nobody ticked follows the role.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.user.as_ref();
    let of = |id: FieldId, kind: FieldKind, own: Value| {
        let value = draft.typed(id.clone()).cloned().unwrap_or(own);
        Field { value, ..Field::new(id, kind) }
    };
    let text = |text: Option<&String>| Value::Text(text.cloned().unwrap_or_default());
    let role = Value::Choice(own.map_or(Role::Agent, |u| u.role).as_str().to_owned());
    let roles = FieldKind::Choice { family: "role", codes: Role::CODES };
    let role = of(ROLE, roles, role);
    let held: Role = role.value.choice().and_then(|code| code.parse().ok()).unwrap_or(Role::Agent);
    let teams = FieldKind::Picker { choices: Choices::of(ChoiceOf::Teams), many: true };
    let mut fields = vec![
        Field { required: true, visible: own.is_none(), ..of(LOGIN, FieldKind::Text, Value::Empty) },
        Field { required: true, ..of(NAME, FieldKind::Text, text(own.map(|u| &u.name))) },
        of(EMAIL, FieldKind::Text, text(own.and_then(|u| u.email.as_ref()))),
        role,
        Field {
            value: Value::Picked(facts.teams.iter().map(|t| t.id.0).collect()),
            ..Field::new(TEAMS, teams)
        },
    ];
    fields.extend(Right::ALL.iter().map(|name| {
        let single = own.and_then(|u| u.overrides.get(name).copied());
        let may = Value::Check(single.unwrap_or_else(|| held.holds(*name)));
        Field { tab: Some(Tab::Rights), ..of(right(*name), FieldKind::Check, may) }
    }));
    for (id, all) in [(LIMIT, own.map(|u| &u.limits)), (DAY_LIMIT, own.map(|u| &u.day_limits))] {
        let own = Value::Text(all.map(|l| shown(l)).unwrap_or_default());
        let mut field = Field { tab: Some(Tab::Limits), ..of(id, FieldKind::Text, own) };
        field.error = limits_in(field.value.text(), facts.currency).err().map(Into::into);
        fields.push(field);
    }
    let account = of(ACCOUNT, FieldKind::Text, text(own.and_then(|u| u.os_login.as_ref())));
    fields.push(Field { tab: Some(Tab::Account), ..account });
    let active = of(ACTIVE, FieldKind::Check, Value::Check(own.is_none_or(|u| u.active)));
    fields.push(Field { tab: Some(Tab::Account), visible: own.is_some(), ..active });
    Resolved { fields }
}

/// The command that the form makes.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<Command, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let text = |id: FieldId| Some(resolved.value(id).text().trim().to_owned());
    let on = |of: &&Right| *resolved.value(right(**of)) == Value::Check(true);
    let mut edit = UserEdit {
        name: text(NAME),
        email: text(EMAIL),
        role: resolved.value(ROLE).choice().and_then(|code| code.parse().ok()),
        os_login: text(ACCOUNT),
        limits: text(LIMIT),
        day_limits: text(DAY_LIMIT),
        teams: Some(facts.teams.iter().map(|t| t.key.clone()).collect()),
        plain_rights: true,
        ..UserEdit::default()
    };
    edit.grant = Right::ALL.iter().filter(on).copied().collect();
    edit.revoke = Right::ALL.iter().filter(|r| !on(r)).copied().collect();
    Ok(match &facts.user {
        Some(of) => {
            edit.active = Some(*resolved.value(ACTIVE) == Value::Check(true));
            Command::EditUser(of.login.clone(), edit)
        }
        None => Command::NewUser(text(LOGIN).unwrap_or_default(), edit),
    })
}
