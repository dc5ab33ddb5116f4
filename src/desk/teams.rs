//! Teams: made and changed by whoever may change settings; who of a team gets a new ticket.

use super::access::require;
use super::admin::find_team;
use super::field_service::projects;
use super::intake::rows::TeamRow;
use super::intake::settle;
use super::work::Work;
use crate::domain::command::TeamEdit;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::ids::{TeamId, UserId};
use crate::domain::team::{Assignment, Service, TeamView};
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::driver::damaged;
use crate::store::import::insert_default_stages;
use crate::store::{Read, team, user};

/// A team as it is answered.
pub fn load(read: &Read<'_>, id: TeamId) -> Result<TeamView> {
    team::load(read, id)?.ok_or_else(|| damaged("team"))
}

/// Makes a team with the usual stages.
pub fn new(work: &mut Work<'_, '_>, name: &str, edit: &TeamEdit) -> Result<TeamId> {
    require(&work.actor, Right::Settings)?;
    let name = wording::name(name).map_err(|e| e.at("name"))?;
    if team::find(work.tx, &name)?.is_some() {
        return Err(Error::from(Invalid::Taken { given: name }).at("name"));
    }
    put(work, &name, edit)?;
    let id = find_team(work.tx, &name)?;
    insert_default_stages(work.tx, id)?;
    assign_so(work, id, edit)?;
    let made = load(work.tx, id)?;
    let offered = Service::ALL.iter().filter(|of| made.switches.offers(**of));
    let effect = offered.fold(Effect::add(Subject::Team, name), |e, of| e.now(Key::Service, of.as_str()));
    work.note(effect);
    Ok(id)
}

/// Changes a team; what a service that is switched off made stays reachable.
pub fn edit(work: &mut Work<'_, '_>, name: &str, edit: &TeamEdit) -> Result<TeamId> {
    require(&work.actor, Right::Settings)?;
    let id = find_team(work.tx, name)?;
    let before = load(work.tx, id)?;
    if let Some(other) = &edit.name {
        let other = wording::name(other).map_err(|e| e.at("name"))?;
        if team::find(work.tx, &other)?.is_some_and(|taken| taken != id) {
            return Err(Error::from(Invalid::Taken { given: other }).at("name"));
        }
        team::rename(work.tx, id, &other)?;
    }
    let name = load(work.tx, id)?.name;
    put(work, &name, edit)?;
    assign_so(work, id, edit)?;
    let after = load(work.tx, id)?;
    if after.changed(&before) {
        tell(work, &before, &after);
    } else {
        // Nothing is another way than it was: nor is the version.
        team::set_version(work.tx, id, before.version)?;
    }
    Ok(id)
}

fn put(work: &Work<'_, '_>, name: &str, edit: &TeamEdit) -> Result<()> {
    let of = |service: Service| edit.switches.iter().rev().find(|(s, _)| *s == service).map(|(_, on)| *on);
    // Asked for by name, so that what is missing is told of its field.
    let project = edit.project.as_ref().map(|name| Some(name.clone()).filter(|n| !n.is_empty()));
    if let Some(Some(name)) = &project {
        projects::find(work.tx, name).map_err(|e| e.at("project"))?;
    }
    let row = TeamRow {
        name: name.to_owned(),
        refunds: of(Service::Refund),
        coupons: of(Service::Coupon),
        returns: of(Service::Return),
        repairs: of(Service::Repair),
        field_service: of(Service::FieldService),
        project,
        members: edit.members.clone(),
    };
    settle(work.tx, work.now, |intake| intake.team(&row))
}

fn assign_so(work: &Work<'_, '_>, id: TeamId, edit: &TeamEdit) -> Result<()> {
    edit.assignment.map_or(Ok(()), |how| team::set_assignment(work.tx, id, how))
}

fn tell(work: &mut Work<'_, '_>, before: &TeamView, after: &TeamView) {
    let effect = || Effect::change(Subject::Team, before.name.clone());
    for service in Service::ALL {
        let state = |of: &TeamView| {
            Some(format!("{service}={}", if of.switches.offers(*service) { "on" } else { "off" }))
        };
        work.note(effect().moved(Key::Service, state(before), state(after)));
    }
    let members = |of: &TeamView| Some(of.members.join(", "));
    work.note(
        effect()
            .moved(Key::Name, Some(before.name.as_str()), Some(after.name.as_str()))
            .moved(Key::Project, before.project.as_deref(), after.project.as_deref())
            .moved(Key::Members, members(before), members(after))
            .moved(Key::Assignment, Some(before.assignment.as_str()), Some(after.assignment.as_str())),
    );
}

/// Who of a team gets a new ticket: nobody where tickets are not assigned by themselves, else who has the fewest, of
/// those the one who was there first (`domain/facts.md` §7.1). A team without members is everybody's who sees it.
pub fn next_assignee(read: &Read<'_>, id: TeamId) -> Result<Option<UserId>> {
    let open = match team::assignment(read, id)? {
        Assignment::Off => return Ok(None),
        Assignment::Equal => false,
        Assignment::LeastOpen => true,
    };
    let mut best: Option<(i64, UserId)> = None;
    for (user, tickets) in team::load_of_members(read, id, open)? {
        let of = user::load(read, user)?.filter(|u| u.active && u.sees(id));
        if of.is_some() && best.is_none_or(|(least, _)| tickets < least) {
            best = Some((tickets, user));
        }
    }
    Ok(best.map(|(_, user)| user))
}
