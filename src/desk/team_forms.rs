//! The facts of the form of a team's After-Sales section, and the command that it makes.

use super::access::require;
use super::forms::Facts;
use super::load_user;
use crate::domain::command::Command;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::{Draft, Resolved};
use crate::domain::ids::{ProjectId, TeamId, UserId};
use crate::domain::user::Right;
use crate::domain::wizard::team as form;
use crate::domain::wizard::ticket::Chosen;
use crate::store::{Read, project, team};

/// The facts of the form, and what it shows; none for who may not settle anything.
pub fn resolve(read: &Read<'_>, id: TeamId, draft: &Draft, actor: UserId) -> Result<(Facts, Resolved)> {
    require(&load_user(read, actor)?, Right::Settings)?;
    let missing = || Error::NotFound { what: Thing::Team, key: id.to_string() };
    let own = team::project(read, id)?;
    let chosen = draft.typed(form::PROJECT).map_or(own, |typed| typed.one().map(ProjectId));
    let chosen = chosen.map(|id| project::load(read, id)).transpose()?.flatten();
    let facts = form::Facts {
        team: team::load(read, id)?.ok_or_else(missing)?,
        project: chosen.map(|p| Chosen { id: p.id, key: p.name }),
    };
    let resolved = form::resolve(&facts, draft);
    Ok((Facts::Team(Box::new(facts)), resolved))
}

/// The command that the form makes.
pub fn command(facts: &form::Facts, draft: &Draft, resolved: &Resolved) -> Result<Command> {
    form::parse(facts, draft, resolved).map_err(Error::Fields)
}
