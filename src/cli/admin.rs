//! `settings`, `team`, `user`: what the administrator sets up.

use clap::{Args, Subcommand};

use super::flags::OnOff;
use super::session::Session;
use super::table;
use crate::domain::command::{Command, UserEdit};
use crate::domain::error::{Error, Invalid, Result};
use crate::domain::settings::SettingKey;
use crate::domain::team::Service;

/// The company's settings.
#[derive(Debug, Subcommand)]
pub enum Settings {
    /// All settings
    Show,
    /// Set one: name, currency, country, time_zone, tax_rounding, website_url, portal_url, lock_date, language
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
                session.execute(&Command::Set(key, value))
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
    /// Switch services on or off
    Set(Switches),
}

/// Services of a team.
#[derive(Debug, Args)]
pub struct Switches {
    /// Name
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
}

impl Team {
    /// Runs the command.
    pub fn run(self, session: &mut Session<'_>) -> Result<()> {
        match self {
            Self::List => {
                let all = session.desk.teams()?;
                session.out.show(&all, |words| table::teams(words, &all))
            }
            Self::Show { name } => {
                let team = session.desk.team(&name)?;
                session.expect(team.version, &team.name)?;
                session.out.show(&team, |words| table::teams(words, std::slice::from_ref(&team)))
            }
            Self::Set(s) => {
                let switches = [
                    (Service::Refund, s.refunds),
                    (Service::Coupon, s.coupons),
                    (Service::Return, s.returns),
                    (Service::Repair, s.repairs),
                    (Service::FieldService, s.field_service),
                ];
                let set = switches.into_iter().filter_map(|(s, on)| on.map(|on| (s, on.into())));
                session.execute(&Command::SetTeam(s.name, set.collect(), s.project))
            }
        }
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
        }
    }
}
