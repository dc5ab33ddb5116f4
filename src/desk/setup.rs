//! Making a database: company, first administrator, the team Helpdesk. It is made beside its place and
//! moved there when it is whole.

use std::path::{Path, PathBuf};

use super::{Actor, Clock, Desk, intake};
use crate::domain::error::{Error, Result, Wrong};
use crate::domain::history::EventKind;
use crate::domain::ids::UserId;
use crate::domain::money::Currency;
use crate::domain::settings::{Language, Settings, country, time_zone, website};
use crate::domain::tax::Rounding;
use crate::domain::team::{DEFAULT_STAGES, Switches};
use crate::domain::user::{Role, User, login_name};
use crate::domain::{effect, wording};
use crate::store::place::{self, Staged};
use crate::store::{Store, Tx, company, team, user};
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
            working_hours: crate::domain::settings::usual_hours(),
            website_url: website(&self.website_url).map_err(|e| e.at("website_url"))?,
            portal_url: None,
            lock_date: None,
            language: self.language,
            sandbox: self.sandbox,
        })
    }
}

impl Desk {
    /// Makes a database and signs its administrator in. Refuses to touch one that is there.
    pub fn create(path: &Path, setup: &Setup, clock: Clock, words: Words) -> Result<Self> {
        Self::create_with(path, setup, clock, words, |_| Ok(()))
    }

    /// Makes a database that holds something from its first moment on: it appears with all of it, or
    /// not at all.
    pub fn create_with(
        path: &Path,
        setup: &Setup,
        clock: Clock,
        words: Words,
        more: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<Self> {
        let exists =
            || Error::WrongState { document: path.display().to_string(), why: Wrong::DatabaseExists };
        if path.exists() {
            return Err(exists());
        }
        let (staged, Built { words, actor }) = build(path, setup, clock, words, more)?;
        staged.place().map_err(|e| match e {
            Error::WrongState { .. } => exists(),
            other => other,
        })?;
        Ok(Self { actor, ..Self::open(path, false, clock, words)? })
    }

    /// Makes a sandbox anew, in the place of this one, which is kept; answers as which file.
    pub fn renew_sandbox(
        &mut self,
        setup: &Setup,
        more: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<PathBuf> {
        let path = self.store.path().to_owned();
        if self.readonly {
            return Err(Error::ReadOnly);
        }
        if !self.settings()?.sandbox || !setup.sandbox {
            return Err(Error::WrongState {
                document: path.display().to_string(),
                why: Wrong::DatabaseExists,
            });
        }
        let kept =
            place::beside(&path, &format!("before-demo-{}", self.clock.now().format("%Y%m%dT%H%M%SZ")));
        let words = Words::new(self.words.language());
        let (staged, made) = build(&path, setup, self.clock, words, more)?;
        self.store.replace(staged.path(), &kept)?;
        self.actor = made.actor;
        Ok(kept)
    }
}

/// What is left of a desk whose database was closed to be moved.
struct Built {
    words: Words,
    actor: Option<Actor>,
}

/// Makes a whole database under a temporary name beside its place.
fn build(
    path: &Path,
    setup: &Setup,
    clock: Clock,
    words: Words,
    more: impl FnOnce(&mut Desk) -> Result<()>,
) -> Result<(Staged, Built)> {
    let settings = setup.settings()?;
    let login = login_name(&setup.agent).map_err(|e| e.at("agent"))?;
    let name = wording::name(&setup.agent_name).map_err(|e| e.at("agent_name"))?;
    let staged = Staged::beside(path);
    let mut store = Store::create(staged.path(), setup.shared)?;
    let id = store.write(|tx| fill(tx, &settings, setup, (&login, &name), clock, &words))?;
    let mut desk = Desk::around(store, clock, words, Some(Actor { id, login }))?;
    more(&mut desk)?;
    let Desk { store, words, actor, .. } = desk;
    store.close()?;
    Ok((staged, Built { words, actor }))
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
        active: true,
        overrides: Default::default(),
        limits: vec![],
        day_limits: vec![],
        teams: vec![],
    };
    let admin = user::save(tx, &admin)?;
    let on = Switches { refunds: true, coupons: true, returns: true, repairs: true, field_service: true };
    let helpdesk = team::insert(tx, &setup.team, on)?;
    for (sequence, (stage, folded)) in (1..).zip(DEFAULT_STAGES) {
        team::insert_stage(tx, helpdesk, stage, sequence, folded)?;
    }
    intake::defaults(tx)?;
    super::holidays::ship(tx, &settings.country, settings.language)?;
    let actor = Actor { id: admin, login: login.to_owned() };
    let mut work = super::work::Work::begin(tx, &actor, clock, words)?;
    work.note(effect::Effect::add(effect::Subject::Settings, settings.name.clone()));
    work.finish(EventKind::Created)?;
    Ok(admin)
}
