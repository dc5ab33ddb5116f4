//! `demo`: a sandbox with sample data in Korean and English.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::output::Output;
use super::{Globals, no_dry_run, session};
use crate::config::{demo_database, make_folder};
use crate::desk::{Desk, Setup};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::tax::Rounding;
use crate::import::{DEMO, read};

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
        no_dry_run(globals)?;
        let path = match &globals.db {
            Some(db) => db.clone(),
            None => session::environment("AFTERDESK_DB").map_or_else(demo_database, PathBuf::from),
        };
        let (clock, words) = (session::clock()?, out.words_again());
        if self.fresh && path.exists() {
            let kept =
                path.with_extension(format!("before-demo-{}.bak", clock.now().format("%Y%m%dT%H%M%SZ")));
            set_aside(&path, &kept)?;
        }
        let mut desk = if path.exists() {
            let mut desk = Desk::open(&path, globals.readonly, clock, words)?;
            if !desk.settings()?.sandbox {
                let document = path.display().to_string();
                return Err(Error::WrongState { document, why: Wrong::DatabaseExists });
            }
            desk
        } else if globals.readonly {
            return Err(Error::ReadOnly);
        } else {
            make(&path, clock, out.language())?
        };
        desk.sign_in(globals.login.as_deref(), &session::account()?)?;
        if self.tickets > 0 {
            desk.make_tickets(self.tickets)?;
        }
        let tickets = desk.ticket_total()?;
        out.show(&json!({ "path": path, "tickets": tickets }), |words| {
            words.say("notice-demo", &[("path", path.display().to_string())])
        })?;
        drop(desk);
        if self.no_open || out.json { Ok(()) } else { super::desk::open(globals, out, Some(path)) }
    }
}

/// Makes the sandbox where it is not there yet, for the first start of the interface.
pub fn for_interface(language: crate::domain::settings::Language) -> Result<PathBuf> {
    let path = demo_database();
    if !path.exists() {
        make(&path, session::clock()?, language)?;
    }
    Ok(path)
}

/// Makes the sandbox and fills it with the sample data.
fn make(
    path: &std::path::Path,
    clock: crate::desk::Clock,
    language: crate::domain::settings::Language,
) -> Result<Desk> {
    make_folder(path)?;
    let setup = Setup {
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
    };
    let mut desk = Desk::create(path, &setup, clock, crate::text::Words::new(language))?;
    let filled = desk.import(false, |intake| read(&DEMO, intake, &mut |_| {}));
    if let Err(error) = filled {
        drop(desk);
        let _ = std::fs::remove_file(path);
        return Err(error);
    }
    Ok(desk)
}

/// Moves a database and its log out of the way.
fn set_aside(path: &std::path::Path, kept: &std::path::Path) -> Result<()> {
    let io = |e: std::io::Error| Error::Io(format!("{}: {e}", path.display()));
    // Opening and closing folds the log into the file.
    drop(Desk::open(
        path,
        false,
        crate::desk::Clock::default(),
        crate::text::Words::new(crate::domain::settings::Language::English),
    )?);
    std::fs::rename(path, kept).map_err(io)
}
