//! Settings, teams, agents: what the administrator changes.

use super::access::require;
use super::field_service::projects;
use super::tickets::find_user;
use super::work::Work;
use crate::domain::command::UserEdit;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::{TeamId, UserId};
use crate::domain::money::Money;
use crate::domain::settings::SettingKey;
use crate::domain::team::Service;
use crate::domain::user::{Right, Role, User, login_name};
use crate::domain::{self, wording};
use crate::store::{Read, company, program, team, user};

/// Changes a setting.
pub fn set(work: &mut Work<'_, '_>, key: SettingKey, value: &str) -> Result<()> {
    require(&work.actor, Right::Settings)?;
    let before = work.settings.clone();
    work.settings.set(key, value).map_err(|e| e.at(key.as_str()))?;
    let amounts = || Ok::<_, Error>(company::has_documents(work.tx)? || program::any(work.tx)?);
    if work.settings.currency != before.currency && amounts()? {
        return Err(Error::InUse { name: before.currency.to_string() }.at(key.as_str()));
    }
    if work.settings != before {
        company::save(work.tx, &work.settings)?;
    }
    let shown = |s: &crate::domain::settings::Settings| {
        let all = serde_json::to_value(s).unwrap_or_default();
        all.get(key.as_str()).and_then(|v| v.as_str()).map(str::to_owned)
    };
    let effect = Effect::change(Subject::Settings, key.as_str().to_owned());
    work.note(effect.moved(Key::Value, shown(&before), shown(&work.settings)));
    Ok(())
}

/// A team that must be there.
pub fn find_team(read: &Read<'_>, name: &str) -> Result<TeamId> {
    team::find(read, name)?.ok_or_else(|| Error::NotFound { what: Thing::Team, key: name.to_owned() })
}

/// Switches a team's services.
pub fn set_team(
    work: &mut Work<'_, '_>,
    name: &str,
    switches: &[(Service, bool)],
    project: Option<&str>,
) -> Result<TeamId> {
    require(&work.actor, Right::Settings)?;
    let id = find_team(work.tx, name)?;
    let Some((_, before)) = team::head(work.tx, id)? else { return Ok(id) };
    let mut now = before;
    for (service, on) in switches {
        let was = now.offers(*service);
        now.set(*service, *on);
        let effect = Effect::change(Subject::Team, name.to_owned());
        let effect = effect.moved(Key::Service, Some(state(*service, was)), Some(state(*service, *on)));
        work.note(effect);
    }
    if now != before {
        team::set_switches(work.tx, id, now)?;
    }
    if let Some(named) = project {
        let found = match named {
            "" => None,
            named => Some(projects::find(work.tx, named).map_err(|e| e.at("project"))?),
        };
        let was = team::project(work.tx, id)?;
        if was != found {
            team::set_project(work.tx, id, found)?;
            let title = |id| projects::load(work.tx, id).map(|p| p.name);
            let (was, now) = (was.map(title).transpose()?, found.map(title).transpose()?);
            work.note(Effect::change(Subject::Team, name.to_owned()).moved(Key::Project, was, now));
        }
    }
    Ok(id)
}

fn state(service: Service, on: bool) -> String {
    format!("{service}={}", if on { "on" } else { "off" })
}

/// Makes an agent.
pub fn new_user(work: &mut Work<'_, '_>, login: &str, edit: &UserEdit) -> Result<UserId> {
    require(&work.actor, Right::Settings)?;
    let login = login_name(login).map_err(|e| e.at("login"))?;
    if user::find(work.tx, &login)?.is_some() {
        return Err(Error::from(Invalid::Taken { given: login }).at("login"));
    }
    if edit.name.is_none() {
        return Err(Error::FieldRequired.at("name"));
    }
    let mut new = User {
        id: UserId(0),
        version: 1,
        login: login.clone(),
        name: String::new(),
        email: None,
        role: Role::Agent,
        os_login: None,
        overrides: Default::default(),
        limits: vec![],
        teams: vec![],
    };
    apply(&mut new, edit)?;
    let id = user::save(work.tx, &new)?;
    work.note(Effect::add(Subject::User, login).now(Key::Role, new.role.as_str()));
    Ok(id)
}

/// Changes an agent.
pub fn edit_user(work: &mut Work<'_, '_>, login: &str, edit: &UserEdit) -> Result<UserId> {
    require(&work.actor, Right::Settings)?;
    let id = find_user(work.tx, login)?;
    let before = load(work.tx, id)?;
    let mut after = before.clone();
    apply(&mut after, edit)?;
    if after == before {
        return Ok(id);
    }
    user::save(work.tx, &after)?;
    if before.may(Right::Settings) && !has_administrator(work.tx)? {
        let field = if before.role == after.role { "revoke" } else { "role" };
        return Err(Error::LastAdministrator { login: login.to_owned() }.at(field));
    }
    let rights = |u: &User| {
        let held = Right::ALL.iter().filter(|r| u.may(**r)).map(|r| r.as_str());
        Some(held.collect::<Vec<_>>().join(", "))
    };
    let limits = |u: &User| Some(u.limits.iter().map(show_limit).collect::<Vec<_>>().join(";"));
    work.note(
        Effect::change(Subject::User, login.to_owned())
            .moved(Key::Name, Some(before.name.as_str()), Some(after.name.as_str()))
            .moved(Key::Role, Some(before.role.as_str()), Some(after.role.as_str()))
            .moved(Key::Right, rights(&before), rights(&after))
            .moved(Key::Limit, limits(&before), limits(&after)),
    );
    Ok(id)
}

/// Whether anybody may change the settings: without one, nobody could ever be given the right.
pub fn has_administrator(read: &Read<'_>) -> Result<bool> {
    for id in user::list(read)? {
        if load(read, id)?.may(Right::Settings) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn load(read: &Read<'_>, id: UserId) -> Result<User> {
    user::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::User, key: id.to_string() })
}

fn show_limit(limit: &Money) -> String {
    format!("{}:{}", limit.currency, limit.plain())
}

fn apply(of: &mut User, edit: &UserEdit) -> Result<()> {
    if let Some(name) = &edit.name {
        of.name = wording::name(name).map_err(|e| e.at("name"))?;
    }
    of.role = edit.role.unwrap_or(of.role);
    for (rights, granted) in [(&edit.grant, true), (&edit.revoke, false)] {
        for right in rights {
            if granted && edit.revoke.contains(right) {
                return Err(Error::from(Invalid::Twice { given: right.to_string() }).at("revoke"));
            }
            of.overrides.insert(*right, granted);
        }
    }
    if let Some(limits) = &edit.limits {
        of.limits = domain::user::limits(limits).map_err(|e| Error::from(e).at("refund_limit"))?;
    }
    Ok(())
}
