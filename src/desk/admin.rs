//! What the administrator changes and everything else asks: one setting, names of what is settled, and that somebody
//! may change settings at all. Agents are in `users`, teams in `teams`, what is no more than a row in `records`.

use super::load_user;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::ids::{ProjectId, TeamId, TemplateId, UserId};
use crate::domain::record::RecordKind;
use crate::domain::settings::{SettingKey, Settings};
use crate::domain::user::Right;
use crate::store::{Read, company, program, project, record, team, user, worksheet};

/// Sets one value of the settings; the currency stays once amounts are stored in it.
pub fn apply_setting(read: &Read<'_>, settings: &mut Settings, key: SettingKey, value: &str) -> Result<()> {
    let before = settings.currency;
    settings.set(key, value).map_err(|e| e.at(key.as_str()))?;
    let amounts = || Ok::<_, Error>(company::has_documents(read)? || program::any(read)?);
    if settings.currency != before && amounts()? {
        return Err(Error::InUse { name: before.to_string() }.at(key.as_str()));
    }
    Ok(())
}

/// A team that must be there.
pub fn find_team(read: &Read<'_>, name: &str) -> Result<TeamId> {
    team::find(read, name)?.ok_or_else(|| Error::NotFound { what: Thing::Team, key: name.to_owned() })
}

/// The name of something that is settled and has a form of its own.
pub fn name_of(read: &Read<'_>, kind: RecordKind, id: i64) -> Result<String> {
    let found = match kind {
        RecordKind::Team => team::head(read, TeamId(id))?.map(|(name, _)| name),
        RecordKind::Project => project::load(read, ProjectId(id))?.map(|p| p.name),
        RecordKind::Worksheet => worksheet::name(read, TemplateId(id))?,
        RecordKind::User => user::login(read, UserId(id))?,
        RecordKind::Company
        | RecordKind::Tax
        | RecordKind::Journal
        | RecordKind::Product
        | RecordKind::Location
        | RecordKind::TeamStage
        | RecordKind::ProjectStage
        | RecordKind::Response
        | RecordKind::Letter
        | RecordKind::TicketType
        | RecordKind::View
        | RecordKind::Holiday
        | RecordKind::Policy
        | RecordKind::ClosingRule => record::load(read, kind, id)?.map(|of| of.key().to_owned()),
    };
    found.ok_or_else(|| Error::NotFound { what: kind.thing(), key: format!("id:{id}") })
}

/// Whether anybody who works here may change the settings: without one, nobody could ever be given the right.
pub fn has_administrator(read: &Read<'_>) -> Result<bool> {
    for id in user::list(read)? {
        let of = load_user(read, id)?;
        if of.active && of.may(Right::Settings) {
            return Ok(true);
        }
    }
    Ok(false)
}
