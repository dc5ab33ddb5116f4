//! `settings`, `team`, `user`: what the administrator sets up.

use clap::{Args, Subcommand};

use super::flags::OnOff;
use super::session::Session;
use super::table;
use crate::domain::command::{Command, TeamEdit, UserEdit};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::record::{RecordEdit, RecordKind, listed};
use crate::domain::settings::SettingKey;
use crate::domain::team::Service;

/// The company's settings.
#[derive(Debug, Subcommand)]
pub enum Settings {
    /// All settings
    Show,
    /// Set one: name, currency, country, time_zone, tax_rounding, website_url, portal_url, lock_date, language,
    /// working_hours (Mon-Fri 09:00-12:00 13:00-18:00)
    Set {
        /// Which
        key: String,
        /// Its value; empty clears what can be empty
        value: String,
    },
}

impl Settings {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::Show => {
                let settings = session.desk.settings()?;
                session.expect(settings.version, &settings.name)?;
                session.out.show(&settings, |words| table::settings(words, &settings))
            }
            Self::Set { key, value } => {
                let key: SettingKey = key.parse().map_err(|e: Invalid| Error::from(e).at("setting"))?;
                let columns = vec![(key.as_str().to_owned(), value)];
                session.execute(&Command::EditRecord(RecordKind::Company, 1, RecordEdit { columns }))
            }
        }
    }
}

/// Helpdesk teams, by name.
#[derive(Debug, Subcommand)]
pub enum Team {
    /// Teams by name
    List,
    /// One team
    Show {
        /// Name
        name: String,
    },
    /// Make a team with the usual stages
    New(TeamFields),
    /// Change a team: services, project, members, how its tickets find somebody
    Set {
        #[command(flatten)]
        fields: TeamFields,
        /// New name
        #[arg(long = "name", value_name = "N")]
        rename: Option<String>,
    },
    /// Remove a team that nothing names
    Remove {
        /// Name
        name: String,
    },
}

/// Fields of a team.
#[derive(Debug, Args)]
pub struct TeamFields {
    /// Name
    #[arg(id = "team", value_name = "NAME")]
    name: String,
    /// Refunds
    #[arg(long)]
    refunds: Option<OnOff>,
    /// Coupons
    #[arg(long)]
    coupons: Option<OnOff>,
    /// Returns
    #[arg(long)]
    returns: Option<OnOff>,
    /// Repairs
    #[arg(long)]
    repairs: Option<OnOff>,
    /// Field service
    #[arg(long)]
    field_service: Option<OnOff>,
    /// Project of its visits; empty for none
    #[arg(long, value_name = "P")]
    project: Option<String>,
    /// Logins of its members, separated by ;; empty for none
    #[arg(long, value_name = "LOGIN;LOGIN")]
    members: Option<String>,
    /// Who gets new tickets: off, equal (of all), least_open (of the open ones)
    #[arg(long, value_name = "HOW")]
    assignment: Option<String>,
}

impl TeamFields {
    fn edit(self, rename: Option<String>) -> Result<(String, TeamEdit)> {
        let switches = [
            (Service::Refund, self.refunds),
            (Service::Coupon, self.coupons),
            (Service::Return, self.returns),
            (Service::Repair, self.repairs),
            (Service::FieldService, self.field_service),
        ];
        let how = self.assignment.map(|how| how.parse()).transpose();
        let edit = TeamEdit {
            name: rename,
            switches: switches.into_iter().filter_map(|(s, on)| on.map(|on| (s, on.into()))).collect(),
            project: self.project,
            members: self.members.as_deref().map(listed),
            assignment: how.map_err(|e: Invalid| Error::from(e).at("assignment"))?,
        };
        Ok((self.name, edit))
    }
}

impl Team {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        let command = match self {
            Self::List => {
                let all = session.desk.teams()?;
                return session.out.show(&all, |words| table::teams(words, &all));
            }
            Self::Show { name } => {
                let team = session.desk.team(&name)?;
                session.expect(team.version, &team.name)?;
                return session.out.show(&team, |words| table::teams(words, std::slice::from_ref(&team)));
            }
            Self::New(fields) => {
                let (name, edit) = fields.edit(None)?;
                Command::NewTeam(name, edit)
            }
            Self::Set { fields, rename } => {
                let (name, edit) = fields.edit(rename)?;
                Command::EditTeam(name, edit)
            }
            Self::Remove { name } => Command::Remove(RecordKind::Team, session.desk.team(&name)?.id.0),
        };
        session.execute(&command)
    }
}

/// Agents, by login.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Agents by login
    List,
    /// One agent
    Show {
        /// Login
        login: String,
    },
    /// Make an agent
    New(UserFields),
    /// Change an agent
    Set(UserFields),
    /// Remove an agent that never did anything; who did is let go with set --active off
    Remove {
        /// Login
        login: String,
    },
}

/// Fields of an agent.
#[derive(Debug, Args)]
pub struct UserFields {
    /// Login
    login: String,
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// Role: agent, lead or admin
    #[arg(long, value_name = "R")]
    role: Option<String>,
    /// Right to grant, may be repeated: refund, coupon, return, repair, field_service, accounting,
    /// inventory, settings
    #[arg(long, value_name = "RIGHT")]
    grant: Vec<String>,
    /// Right to revoke, may be repeated
    #[arg(long, value_name = "RIGHT")]
    revoke: Vec<String>,
    /// The most that one refund may come to, per currency; empty for none
    #[arg(long, value_name = "KRW:100000;USD:80")]
    refund_limit: Option<String>,
    /// The most that the refunds of a day may come to, per currency; empty for none
    #[arg(long, value_name = "KRW:500000;USD:400")]
    refund_limit_day: Option<String>,
    /// Mail address; empty for none
    #[arg(long)]
    email: Option<String>,
    /// The only operating-system account that may act for the agent; empty for none
    #[arg(long, value_name = "ACCOUNT")]
    os_login: Option<String>,
    /// Teams that the agent is in, separated by ;; empty for none: then it sees every ticket
    #[arg(long, value_name = "TEAM;TEAM")]
    teams: Option<String>,
    /// Whether the agent works here still: else it can't sign in and gets no tickets
    #[arg(long)]
    active: Option<OnOff>,
}

impl UserFields {
    fn edit(self) -> Result<(String, UserEdit)> {
        let at = |field: &'static str| move |e: Invalid| Error::from(e).at(field);
        let rights = |texts: &[String]| texts.iter().map(|t| t.parse()).collect::<Result<Vec<_>, Invalid>>();
        let edit = UserEdit {
            name: self.name,
            role: self.role.map(|r| r.parse()).transpose().map_err(at("role"))?,
            grant: rights(&self.grant).map_err(at("grant"))?,
            revoke: rights(&self.revoke).map_err(at("revoke"))?,
            limits: self.refund_limit,
            day_limits: self.refund_limit_day,
            email: self.email,
            os_login: self.os_login,
            teams: self.teams.as_deref().map(listed),
            active: self.active.map(bool::from),
            plain_rights: false,
        };
        Ok((self.login, edit))
    }
}

impl User {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::List => {
                let all = session.desk.users()?;
                session.out.show(&all, |words| table::users(words, &all))
            }
            Self::Show { login } => {
                let user = session.desk.user(&login)?;
                session.expect(user.version, &user.login)?;
                session.out.show(&user, |words| table::users(words, std::slice::from_ref(&user)))
            }
            Self::New(fields) => {
                let (login, edit) = fields.edit()?;
                session.execute(&Command::NewUser(login, edit))
            }
            Self::Set(fields) => {
                let (login, edit) = fields.edit()?;
                session.execute(&Command::EditUser(login, edit))
            }
            Self::Remove { login } => {
                let id = session.desk.user(&login)?.id.0;
                session.execute(&Command::Remove(RecordKind::User, id))
            }
        }
    }
}
