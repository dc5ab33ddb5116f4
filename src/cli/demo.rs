//! `demo`: a sandbox with sample data in Korean and English.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::output::Output;
use super::{Globals, session};
use crate::config::{demo_database, make_folder};
use crate::desk::{Desk, Setup};
use crate::domain::command::Call;
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::settings::Language;
use crate::domain::tax::Rounding;
use crate::import::{DEMO, read};
use crate::text::Words;

/// The sandbox.
#[derive(Debug, Args)]
pub struct Demo {
    /// So many tickets more, made up from the sample data
    #[arg(long, value_name = "N", default_value_t = 0)]
    tickets: u32,
    /// Make it anew; the one before is kept beside it
    #[arg(long)]
    fresh: bool,
    /// Only make it
    #[arg(long)]
    no_open: bool,
}

impl Demo {
    /// Runs the command.
    pub fn run(self, globals: &Globals, out: &Output) -> Result<()> {
        let named = globals.db.clone().or_else(|| session::environment_path("AFTERDESK_DB"));
        let path = named.unwrap_or_else(demo_database);
        let mut desk = self.desk(&path, globals, out)?;
        desk.sign_in(globals.acting.as_deref(), &session::account()?)?;
        if self.tickets > 0 {
            desk.make_tickets(self.tickets)?;
        }
        let tickets = desk.ticket_total()?;
        out.show(&json!({ "path": path, "tickets": tickets }), |words| {
            words.say("notice-demo", &[("path", path.display().to_string())])
        })?;
        drop(desk);
        // A script that only wants the sample data has no terminal to open anything in.
        if self.no_open || out.json || !super::desk::has_terminal() {
            Ok(())
        } else {
            super::desk::open(globals, out, Some(path))
        }
    }

    /// The sandbox that is there, made anew where that is asked for; else a new one.
    fn desk(&self, path: &Path, globals: &Globals, out: &Output) -> Result<Desk> {
        if !path.exists() {
            return if globals.readonly { Err(Error::ReadOnly) } else { make(path, out.language()) };
        }
        let mut desk = Desk::open(path, globals.readonly, session::clock()?, out.words_again())?;
        if !desk.settings()?.sandbox {
            let document = path.display().to_string();
            return Err(Error::WrongState { document, why: Wrong::DatabaseExists });
        }
        if self.fresh {
            desk.renew_sandbox(&setup(out.language())?, fill)?;
        }
        Ok(desk)
    }
}

/// Makes the sandbox where it is not there yet, for the first start of the interface.
pub fn for_interface(language: Language) -> Result<PathBuf> {
    let path = demo_database();
    if !path.exists() {
        make(&path, language)?;
    }
    Ok(path)
}

/// Makes the sandbox and fills it with the sample data.
fn make(path: &Path, language: Language) -> Result<Desk> {
    make_folder(path)?;
    Desk::create_with(path, &setup(language)?, session::clock()?, Words::new(language), fill)
}

fn setup(language: Language) -> Result<Setup> {
    Ok(Setup {
        name: "Hanbit Trading".into(),
        currency: "KRW".parse()?,
        country: "KR".into(),
        time_zone: "Asia/Seoul".into(),
        tax_rounding: Rounding::Line,
        website_url: String::new(),
        language,
        team: "고객지원".into(),
        agent: "minji".into(),
        agent_name: "김민지".into(),
        shared: false,
        sandbox: true,
    })
}

fn fill(desk: &mut Desk) -> Result<()> {
    desk.import(&Call::default(), |intake| read(&DEMO, intake, &mut |_| {})).map(drop)
}
