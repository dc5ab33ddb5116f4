//! `init`: make a database.

use clap::Args;

use super::output::Output;
use super::{Globals, session, table};
use crate::config::make_folder;
use crate::desk::{Desk, Setup};
use crate::domain::error::{Error, Invalid, Result};

/// What a new database is made with.
#[derive(Debug, Args)]
pub struct Init {
    /// Company name
    #[arg(long, default_value = "My company", value_name = "N")]
    name: String,
    /// Company currency
    #[arg(long, default_value = "KRW")]
    currency: String,
    /// Company country, two letters
    #[arg(long, default_value = "KR")]
    country: String,
    /// Time zone of business dates
    #[arg(long, default_value = "Asia/Seoul")]
    time_zone: String,
    /// Where taxes are rounded: line or document
    #[arg(long, default_value = "line", value_name = "line|document")]
    tax_rounding: String,
    /// Base address of the shop
    #[arg(long, default_value = "", value_name = "URL")]
    website_url: String,
    /// Login of the first administrator [default: the operating-system account]
    #[arg(long, value_name = "LOGIN")]
    agent: Option<String>,
    /// Its name [default: the login]
    #[arg(long, value_name = "N")]
    agent_name: Option<String>,
    /// The group may use the file too
    #[arg(long)]
    shared: bool,
    /// A database to play in
    #[arg(long)]
    sandbox: bool,
}

impl Init {
    /// Runs the command.
    pub fn run(self, globals: &Globals, out: &Output) -> Result<()> {
        if globals.readonly {
            return Err(Error::ReadOnly);
        }
        let clock = session::clock()?;
        if clock.is_fixed() && !self.sandbox {
            return Err(Invalid::ClockOutsideSandbox.into());
        }
        let path = session::database(globals)?;
        let setup = self.setup(out)?;
        make_folder(&path)?;
        let mut desk = Desk::create(&path, &setup, clock, out.words_again())?;
        let settings = desk.settings()?;
        let (path, login) = (path.display().to_string(), setup.agent.clone());
        out.show(&settings, |words| {
            let made = words.say("notice-created-database", &[("path", path), ("login", login)]);
            format!("{made}\n{}", table::settings(words, &settings))
        })
    }

    fn setup(self, out: &Output) -> Result<Setup> {
        let agent = match self.agent {
            Some(agent) => agent,
            None => session::account()?,
        };
        let at = |field: &'static str| move |e: Invalid| Error::from(e).at(field);
        Ok(Setup {
            name: self.name,
            currency: self.currency.parse().map_err(at("currency"))?,
            country: self.country,
            time_zone: self.time_zone,
            tax_rounding: self.tax_rounding.parse().map_err(at("tax_rounding"))?,
            website_url: self.website_url,
            language: out.language(),
            agent_name: self.agent_name.unwrap_or_else(|| agent.clone()),
            agent,
            team: "Helpdesk".into(),
            shared: self.shared,
            sandbox: self.sandbox,
        })
    }
}
