//! Making a database: company, first administrator, the team Helpdesk. Backup and restore.

use std::path::{Path, PathBuf};

use super::{Clock, Desk, intake};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::history::EventKind;
use crate::domain::ids::UserId;
use crate::domain::money::Currency;
use crate::domain::settings::{Language, Settings, country, time_zone, website};
use crate::domain::tax::Rounding;
use crate::domain::team::{DEFAULT_STAGES, Switches};
use crate::domain::user::{Role, User, login_name};
use crate::domain::{effect, wording};
use crate::store::{Backup, Store, Tx, company, team, user};
use crate::text::Words;

/// What a new database is made with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Company name.
    pub name: String,
    /// Company currency.
    pub currency: Currency,
    /// ISO 3166 code.
    pub country: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Where taxes are rounded.
    pub tax_rounding: Rounding,
    /// Base address of the shop; empty for none.
    pub website_url: String,
    /// Language of what is stored for the company itself.
    pub language: Language,
    /// Name of the first team.
    pub team: String,
    /// Login of the first administrator.
    pub agent: String,
    /// Its name.
    pub agent_name: String,
    /// Whether the group may use the file.
    pub shared: bool,
    /// Whether it is a database to play in.
    pub sandbox: bool,
}

impl Setup {
    /// What the first start asks for; the rest goes with the language and can be changed later.
    pub fn welcome(answers: &crate::domain::wizard::welcome::Welcome, account: &str) -> Self {
        let (country, time_zone) = match answers.language {
            Language::Korean => ("KR", "Asia/Seoul"),
            Language::English => ("US", "UTC"),
        };
        Self {
            name: answers.company.clone(),
            currency: answers.currency,
            country: country.into(),
            time_zone: time_zone.into(),
            tax_rounding: Rounding::Line,
            website_url: String::new(),
            language: answers.language,
            team: "Helpdesk".into(),
            agent: account.to_owned(),
            agent_name: answers.agent.clone(),
            shared: false,
            sandbox: false,
        }
    }

    /// The company's settings, checked.
    fn settings(&self) -> Result<Settings> {
        Ok(Settings {
            id: 1,
            version: 1,
            name: wording::name(&self.name).map_err(|e| e.at("name"))?,
            currency: self.currency,
            country: country(&self.country).map_err(|e| Error::from(e).at("country"))?,
            time_zone: time_zone(&self.time_zone).map_err(|e| Error::from(e).at("time_zone"))?,
            tax_rounding: self.tax_rounding,
            website_url: website(&self.website_url).map_err(|e| e.at("website_url"))?,
            lock_date: None,
            language: self.language,
            sandbox: self.sandbox,
        })
    }
}

impl Desk {
    /// Makes a database and signs its administrator in. Refuses to touch one that is there.
    pub fn create(path: &Path, setup: &Setup, clock: Clock, words: Words) -> Result<Self> {
        if path.exists() {
            let document = path.display().to_string();
            return Err(Error::WrongState { document, why: Wrong::DatabaseExists });
        }
        let settings = setup.settings()?;
        let login = login_name(&setup.agent).map_err(|e| e.at("agent"))?;
        let name = wording::name(&setup.agent_name).map_err(|e| e.at("agent_name"))?;
        let mut store = Store::create(path, setup.shared)?;
        let made = store.write(|tx| fill(tx, &settings, setup, (&login, &name), clock, &words));
        match made {
            Ok(actor) => Ok(Self { store, clock, words, actor: Some(actor), readonly: false }),
            Err(error) => {
                drop(store);
                let _ = std::fs::remove_file(path);
                Err(error)
            }
        }
    }

    /// Copies the database to a file that must not be there yet.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            let document = to.display().to_string();
            return Err(Error::WrongState { document, why: Wrong::FileExists });
        }
        self.store.backup(to)
    }
}

/// Puts a backup in the place of a database, after checking it. What was there is kept beside it; its
/// path is answered.
pub fn restore(path: &Path, from: &Path, clock: Clock) -> Result<Option<PathBuf>> {
    let backup = Backup::open(from)?;
    if !path.exists() {
        backup.copy_to(path)?;
        return Ok(None);
    }
    let kept = path.with_extension(format!("before-restore-{}.bak", clock.now().format("%Y%m%dT%H%M%SZ")));
    let mut store = Store::open(path, false)?;
    store.backup(&kept)?;
    store.restore(from)?;
    Ok(Some(kept))
}

fn fill(
    tx: &Tx<'_>,
    settings: &Settings,
    setup: &Setup,
    (login, name): (&str, &str),
    clock: Clock,
    words: &Words,
) -> Result<UserId> {
    company::save(tx, settings)?;
    let admin = User {
        id: UserId(0),
        version: 1,
        login: login.to_owned(),
        name: name.to_owned(),
        email: None,
        role: Role::Admin,
        os_login: None,
        overrides: Default::default(),
        limits: vec![],
        teams: vec![],
    };
    let admin = user::save(tx, &admin)?;
    let on = Switches { refunds: true, coupons: true, returns: true, repairs: true, field_service: true };
    let helpdesk = team::insert(tx, &setup.team, on)?;
    for (sequence, (stage, folded)) in (1..).zip(DEFAULT_STAGES) {
        team::insert_stage(tx, helpdesk, stage, sequence, folded)?;
    }
    intake::defaults(tx)?;
    let mut work = super::work::Work::begin(tx, admin, clock, words)?;
    work.note(effect::Effect::add(effect::Subject::Settings, settings.name.clone()));
    work.finish(EventKind::Created)?;
    Ok(admin)
}
