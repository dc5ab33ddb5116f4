//! The facts of the forms by which somebody settles what holds for everybody: rows, teams, agents; and the commands
//! that they make.

use std::collections::BTreeMap;

use super::access::require;
use super::forms::Facts;
use super::{load_user, records, teams};
use crate::domain::command::Command;
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::{Choice, ChoiceOf, Draft, Resolved};
use crate::domain::ids::{CustomerId, ProjectId, TeamId, UserId};
use crate::domain::record::{Record, RecordKind, Shape, listed};
use crate::domain::user::{Right, User};
use crate::domain::wizard::ticket::Chosen;
use crate::domain::wizard::{Button, Form, record as row, team as team_form, user as user_form};
use crate::store::{Read, choices, customer, project, team, user};

/// The facts of a form, and what it shows; none for who may not settle anything.
pub fn resolve(read: &Read<'_>, form: &Form, draft: &Draft, actor: UserId) -> Result<(Facts, Resolved)> {
    // Everybody has views.
    if !matches!(form, Form::Record(RecordKind::View, ..)) {
        require(&load_user(read, actor)?, Right::Settings)?;
    }
    Ok(match form {
        Form::Team(id) => {
            let facts = team_facts(read, *id, draft)?;
            let resolved = team_form::resolve(&facts, draft);
            (Facts::Team(Box::new(facts)), resolved)
        }
        Form::User(id) => {
            let facts = user_facts(read, *id, draft)?;
            let resolved = user_form::resolve(&facts, draft);
            (Facts::User(Box::new(facts)), resolved)
        }
        Form::Record(kind, owner, id) => {
            let facts = row_facts(read, *kind, (*owner, *id), draft)?;
            let resolved = row::resolve(&facts, draft);
            (Facts::Record(Box::new(facts)), resolved)
        }
        _ => return Err(crate::store::driver::damaged("form")),
    })
}

fn team_facts(read: &Read<'_>, id: Option<TeamId>, draft: &Draft) -> Result<team_form::Facts> {
    let missing = |id: TeamId| Error::NotFound { what: Thing::Team, key: id.to_string() };
    let of = id.map(|id| team::load(read, id)?.ok_or_else(|| missing(id))).transpose()?;
    let own = id.map(|id| team::project(read, id)).transpose()?.flatten();
    let chosen = draft.typed(team_form::PROJECT).map_or(own, |typed| typed.one().map(ProjectId));
    let chosen = chosen.map(|id| project::load(read, id)).transpose()?.flatten();
    let members = match draft.typed(team_form::MEMBERS) {
        Some(typed) => typed.picked().iter().map(|id| UserId(*id)).collect(),
        None => {
            let logins = of.as_ref().map_or(&[][..], |t| &t.members);
            let found: Result<Vec<Option<UserId>>> = logins.iter().map(|l| user::find(read, l)).collect();
            found?.into_iter().flatten().collect::<Vec<_>>()
        }
    };
    let mut named = Vec::with_capacity(members.len());
    for id in members {
        named.extend(user::login(read, id)?.map(|key| Chosen { id, key }));
    }
    Ok(team_form::Facts {
        team: of,
        project: chosen.map(|p| Chosen { id: p.id, key: p.name }),
        members: named,
    })
}

fn user_facts(read: &Read<'_>, id: Option<UserId>, draft: &Draft) -> Result<user_form::Facts> {
    let of: Option<User> = id.map(|id| load_user(read, id)).transpose()?;
    let ids = match draft.typed(user_form::TEAMS) {
        Some(typed) => typed.picked().iter().map(|id| TeamId(*id)).collect(),
        None => of.as_ref().map(|u| u.teams.clone()).unwrap_or_default(),
    };
    let mut teams = Vec::with_capacity(ids.len());
    for id in ids {
        teams.extend(team::head(read, id)?.map(|(key, _)| Chosen { id, key }));
    }
    Ok(user_form::Facts { user: of, currency: super::settings(read)?.currency, teams })
}

fn row_facts(
    read: &Read<'_>,
    kind: RecordKind,
    (owner, id): (Option<i64>, Option<i64>),
    draft: &Draft,
) -> Result<row::Facts> {
    let record: Option<Record> = id.map(|id| records::load(read, kind, id)).transpose()?;
    let of_team = record.as_ref().and_then(|r| r.owner.as_ref()).map(|(id, _)| *id).or(owner);
    let team = of_team.filter(|_| kind.owner() == Some("team")).map(TeamId);
    let mut named = BTreeMap::new();
    for column in kind.columns() {
        let (Shape::Rows(of) | Shape::Row(of)) = column.shape else { continue };
        let rows = match draft.typed(row::id(column)) {
            Some(typed) => choices::named(read, of, typed.picked())?,
            None => {
                let names = record.as_ref().map(|r| listed(r.value(column.name))).unwrap_or_default();
                let mut rows = Vec::new();
                for name in names {
                    rows.extend(named_row(read, of, team, &name)?);
                }
                rows
            }
        };
        let keyed = |r: Choice| -> Result<(i64, String)> {
            // A customer is known by its reference, not by its name.
            let key = match of {
                ChoiceOf::Customers => customer::reference(read, CustomerId(r.id))?.unwrap_or_default(),
                _ => r.title,
            };
            Ok((r.id, key))
        };
        named.insert(column.name, rows.into_iter().map(keyed).collect::<Result<_>>()?);
    }
    Ok(row::Facts { kind, record, team, named })
}

/// The row that a column names.
fn named_row(read: &Read<'_>, of: ChoiceOf, team: Option<TeamId>, name: &str) -> Result<Option<Choice>> {
    let one = |id: i64| Ok(choices::named(read, of, &[id])?.into_iter().next());
    match (of, team) {
        (ChoiceOf::Stages, Some(team)) => match crate::store::team::find_stage(read, team, name)? {
            Some(id) => one(id.0),
            None => Ok(None),
        },
        (ChoiceOf::Customers, _) => match customer::find(read, name)? {
            Some(id) => one(id.0),
            None => Ok(None),
        },
        _ => choices::titled(read, of, name),
    }
}

/// The command that a form makes.
pub fn command(
    form: &Form,
    facts: &Facts,
    draft: &Draft,
    resolved: &Resolved,
    button: Button,
) -> Result<Command> {
    if button == Button::Remove {
        return match form {
            Form::Team(Some(id)) => Ok(Command::Remove(RecordKind::Team, id.0)),
            Form::User(Some(id)) => Ok(Command::Remove(RecordKind::User, id.0)),
            Form::EditProject(id) => Ok(Command::Remove(RecordKind::Project, id.0)),
            Form::EditTemplate(id) => Ok(Command::Remove(RecordKind::Worksheet, id.0)),
            Form::Record(kind, _, Some(id)) => Ok(Command::Remove(*kind, *id)),
            _ => Err(crate::store::driver::damaged("form")),
        };
    }
    match (form, facts) {
        (_, Facts::Team(facts)) => team_form::parse(facts, draft, resolved).map_err(Error::Fields),
        (_, Facts::User(facts)) => user_form::parse(facts, draft, resolved).map_err(Error::Fields),
        (Form::Record(kind, owner, id), Facts::Record(facts)) => {
            let edit = row::parse(facts, draft, resolved).map_err(Error::Fields)?;
            Ok(match id {
                Some(id) => Command::EditRecord(*kind, *id, edit),
                None => Command::NewRecord(*kind, *owner, edit),
            })
        }
        _ => Err(crate::store::driver::damaged("form")),
    }
}

impl super::Desk {
    /// A team by its row.
    pub fn team_by(&mut self, id: TeamId) -> Result<crate::domain::team::TeamView> {
        self.store.read(|read| teams::load(read, id))
    }
}
