//! Agents: made, changed, let go. Somebody who may change settings is always left.

use super::access::require;
use super::admin::{find_team, has_administrator};
use super::tickets::find_user;
use super::work::Work;
use super::{intake, load_user};
use crate::domain::command::UserEdit;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{TeamId, UserId};
use crate::domain::money::Money;
use crate::domain::user::{Right, Role, User, limits_in, login_name};
use crate::domain::wording;
use crate::store::import::find::user_of_account;
use crate::store::{team, user};

/// Makes an agent.
pub fn new(work: &mut Work<'_, '_>, login: &str, edit: &UserEdit) -> Result<UserId> {
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
        active: true,
        overrides: Default::default(),
        limits: vec![],
        day_limits: vec![],
        teams: vec![],
    };
    apply(work, &mut new, edit)?;
    let id = user::save(work.tx, &new)?;
    set_teams(work, id, &new.teams)?;
    let mut effect = Effect::add(Subject::User, login).now(Key::Role, new.role.as_str());
    if !new.teams.is_empty() {
        effect = effect.now(Key::Team, teams(work, &new)?);
    }
    work.note(effect);
    Ok(id)
}

/// Changes an agent.
pub fn edit(work: &mut Work<'_, '_>, login: &str, edit: &UserEdit) -> Result<UserId> {
    require(&work.actor, Right::Settings)?;
    let id = find_user(work.tx, login)?;
    let before = load_user(work.tx, id)?;
    let mut after = before.clone();
    apply(work, &mut after, edit)?;
    if after == before {
        return Ok(id);
    }
    user::save(work.tx, &after)?;
    if after.teams != before.teams {
        set_teams(work, id, &after.teams)?;
    }
    let settles = |of: &User| of.active && of.may(Right::Settings);
    if settles(&before) && !settles(&after) && !has_administrator(work.tx)? {
        let field = match (before.active == after.active, before.role == after.role) {
            (false, _) => "active",
            (true, true) => "revoke",
            (true, false) => "role",
        };
        return Err(Error::LastAdministrator { login: login.to_owned() }.at(field));
    }
    let rights = |u: &User| {
        let held = Right::ALL.iter().filter(|r| u.may(**r)).map(|r| r.as_str());
        Some(held.collect::<Vec<_>>().join(", "))
    };
    let (teams_before, teams_after) = (teams(work, &before)?, teams(work, &after)?);
    work.note(
        Effect::change(Subject::User, login.to_owned())
            .moved(Key::Name, Some(before.name.as_str()), Some(after.name.as_str()))
            .moved(Key::Role, Some(before.role.as_str()), Some(after.role.as_str()))
            .moved(Key::Right, rights(&before), rights(&after))
            .moved(Key::Limit, Some(show(&before.limits)), Some(show(&after.limits)))
            .moved(Key::DayLimit, Some(show(&before.day_limits)), Some(show(&after.day_limits)))
            .moved(Key::Team, Some(teams_before), Some(teams_after))
            .moved(Key::Email, before.email.as_deref(), after.email.as_deref())
            .moved(Key::Account, before.os_login.as_deref(), after.os_login.as_deref())
            .moved(Key::Active, Some(before.active), Some(after.active)),
    );
    Ok(id)
}

fn show(limits: &[Money]) -> String {
    limits.iter().map(|l| format!("{}:{}", l.currency, l.plain())).collect::<Vec<_>>().join(";")
}

fn teams(work: &Work<'_, '_>, of: &User) -> Result<String> {
    let named: Result<Vec<Option<String>>> =
        of.teams.iter().map(|id| Ok(team::head(work.tx, *id)?.map(|(name, _)| name))).collect();
    Ok(named?.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn set_teams(work: &Work<'_, '_>, id: UserId, teams: &[TeamId]) -> Result<()> {
    user::set_teams(work.tx, id, teams)
}

fn apply(work: &Work<'_, '_>, of: &mut User, edit: &UserEdit) -> Result<()> {
    if let Some(name) = &edit.name {
        of.name = wording::name(name).map_err(|e| e.at("name"))?;
    }
    of.role = edit.role.unwrap_or(of.role);
    of.active = edit.active.unwrap_or(of.active);
    for (rights, granted) in [(&edit.grant, true), (&edit.revoke, false)] {
        for right in rights {
            if granted && edit.revoke.contains(right) {
                return Err(Error::from(Invalid::Twice { given: right.to_string() }).at("revoke"));
            }
            of.overrides.insert(*right, granted);
        }
    }
    // What the role holds, or does not hold, anyway needs no word of its own.
    if edit.plain_rights {
        let role = of.role;
        of.overrides.retain(|right, granted| role.holds(*right) != *granted);
    }
    let at = |field: &'static str| move |e: Invalid| Error::from(e).at(field);
    if let Some(text) = &edit.limits {
        of.limits = limits_in(text, work.settings.currency).map_err(at("refund_limit"))?;
    }
    if let Some(text) = &edit.day_limits {
        of.day_limits = limits_in(text, work.settings.currency).map_err(at("refund_limit_day"))?;
    }
    if let Some(text) = &edit.email {
        of.email = address(text).map_err(|e| e.at("email"))?;
    }
    if let Some(text) = &edit.os_login {
        let account = wording::one_line(text).map_err(|e| e.at("os_login"))?;
        let other =
            user_of_account(work.tx, &account)?.filter(|other| *other != of.id && !account.is_empty());
        if other.is_some() {
            return Err(Error::from(Invalid::Taken { given: account }).at("os_login"));
        }
        of.os_login = Some(account).filter(|a| !a.is_empty());
    }
    if let Some(names) = &edit.teams {
        let found: Result<Vec<TeamId>> = names.iter().map(|name| find_team(work.tx, name)).collect();
        of.teams = found.map_err(|e| e.at("teams"))?;
        of.teams.sort_unstable();
        of.teams.dedup();
    }
    Ok(())
}

/// A mail address; none where it is to be none.
fn address(text: &str) -> Result<Option<String>> {
    if wording::is_blank(text) { Ok(None) } else { intake::read::address(text).map(Some) }
}
