//! What is settled once and is no more than a row ([`RecordKind`]): made, changed and removed by whoever may change
//! settings. What is typed is read and checked as a row of an import is: there is one way into each table.

use super::access::require;
use super::intake::cells::{Cells, Keys, Source};
use super::intake::{self, Intake, read as rows};
use super::work::Work;
use super::{Desk, admin, closing, listed, load_user, sla};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, FieldError, Invalid, Result};
use crate::domain::record::{LetterKind, Record, RecordEdit, RecordKind, Shape};
use crate::domain::settings::SettingKey;
use crate::domain::user::Right;
use crate::domain::{day, variable, wording};
use crate::store::{Read, record, search};

/// A row that must be there.
pub fn load(read: &Read<'_>, kind: RecordKind, id: i64) -> Result<Record> {
    record::load(read, kind, id)?.ok_or_else(|| missing(kind, &format!("id:{id}")))
}

fn missing(kind: RecordKind, key: &str) -> Error {
    Error::NotFound { what: kind.thing(), key: key.to_owned() }
}

/// Makes a row, of an owner where its kind has owners.
pub fn new(work: &mut Work<'_, '_>, kind: RecordKind, owner: Option<i64>, edit: &RecordEdit) -> Result<i64> {
    listed::may_settle(work, kind, None, edit)?;
    let owner = if kind == RecordKind::View { Some(work.actor.id.0) } else { owner };
    let key = edit.get(kind.key()).unwrap_or_default().trim().to_owned();
    if record::find(work.tx, kind, owner, &key)?.is_some() {
        return Err(Error::from(Invalid::Taken { given: key }).at(kind.key()));
    }
    let usual = kind.columns().iter().filter(|c| !c.usual.is_empty() && edit.get(c.name).is_none());
    let mut columns: Vec<(String, String)> = usual.map(|c| (c.name.to_owned(), c.usual.to_owned())).collect();
    columns.extend(edit.columns.iter().cloned());
    if matches!(kind, RecordKind::TeamStage | RecordKind::ProjectStage)
        && edit.get("sequence").is_none_or(|text| text.trim().is_empty())
    {
        // A new stage is the last.
        let all = record::list(work.tx, kind, owner, None)?;
        let last = all.iter().filter_map(|stage| stage.value("sequence").parse::<i64>().ok()).max();
        columns.retain(|(name, _)| name != "sequence");
        columns.push(("sequence".to_owned(), last.map_or(1, |last| last.saturating_add(1)).to_string()));
    }
    put(work, kind, None, owner, &RecordEdit { columns })?;
    let id = record::find(work.tx, kind, owner, &key)?.ok_or_else(|| missing(kind, &key))?;
    let made = load(work.tx, kind, id)?;
    if let Some((_, name)) = &made.owner {
        // What belongs to somebody is told with its owner.
        work.note(told(&made, Effect::add(kind.subject(), named(&made))).now(Key::With, name.as_str()));
    } else {
        work.note(told(&made, Effect::add(kind.subject(), named(&made))));
    }
    Ok(id)
}

fn named(of: &Record) -> String {
    of.key().to_owned()
}

/// An effect with what stands in the columns.
fn told(of: &Record, effect: Effect) -> Effect {
    let columns = of
        .kind
        .columns()
        .iter()
        .skip(1)
        .filter(|c| !of.value(c.name).is_empty() && c.usual != of.value(c.name));
    columns.fold(effect, |effect, c| effect.now(Key::Column, format!("{}={}", c.name, of.value(c.name))))
}

/// Changes a row.
pub fn edit(work: &mut Work<'_, '_>, kind: RecordKind, id: i64, edit: &RecordEdit) -> Result<i64> {
    let before = load(work.tx, kind, id)?;
    listed::may_settle(work, kind, Some(&before), edit)?;
    let changed: Vec<(String, String)> =
        edit.columns.iter().filter(|(name, text)| before.value(name) != text.trim_end()).cloned().collect();
    let owner = before.owner.as_ref().map(|(id, _)| *id);
    if let Some(key) = changed.iter().find(|(name, _)| name == kind.key()).map(|(_, text)| text) {
        rename(work, kind, (id, owner), key)?;
    }
    if !changed.is_empty() {
        put(work, kind, Some(id), owner, &RecordEdit { columns: changed })?;
    }
    // A changed tax is another row: its revision.
    let id = match kind {
        RecordKind::Tax => record::find(work.tx, kind, owner, before.key())?.unwrap_or(id),
        _ => id,
    };
    let after = load(work.tx, kind, id)?;
    needs_open_stage(work.tx, &after)?;
    if kind == RecordKind::Company {
        for column in kind.columns() {
            let side = |of: &Record| Some(of.value(column.name).to_owned()).filter(|text| !text.is_empty());
            let effect = Effect::change(Subject::Settings, column.name.to_owned());
            work.note(effect.moved(Key::Value, side(&before), side(&after)));
        }
        return Ok(id);
    }
    let side = |of: &Record, name: &str| Some(format!("{name}={}", of.value(name)));
    let mut effect = Effect::change(kind.subject(), named(&before));
    for column in kind.columns() {
        let (was, now) = (side(&before, column.name), side(&after, column.name));
        if was != now {
            effect = effect.moved(Key::Column, was, now);
        }
    }
    work.note(effect);
    Ok(id)
}

fn rename(work: &Work<'_, '_>, kind: RecordKind, (id, owner): (i64, Option<i64>), to: &str) -> Result<()> {
    let at = |error: Error| error.at(kind.key());
    let to = wording::name(to).map_err(at)?;
    if !kind.renames() {
        return Err(at(Error::KeyStays));
    }
    if record::find(work.tx, kind, owner, &to)?.is_some_and(|other| other != id) {
        return Err(at(Invalid::Taken { given: to }.into()));
    }
    if kind != RecordKind::Company {
        record::rename(work.tx, kind, id, &to)?;
    }
    Ok(())
}

/// Open tickets stand in a stage: a team, or a project, has one that is not folded.
fn needs_open_stage(read: &Read<'_>, of: &Record) -> Result<()> {
    let folded = of.value("folded") == "true";
    if of.owner.is_some() && folded && record::others_like(read, of.kind, of.id)? == 0 {
        return Err(Error::LastOfItsKind { name: named(of) }.at("folded"));
    }
    Ok(())
}

/// Removes a row that nothing names.
pub fn remove(work: &mut Work<'_, '_>, kind: RecordKind, id: i64) -> Result<()> {
    match kind {
        RecordKind::View => {
            listed::may_settle(work, kind, Some(&load(work.tx, kind, id)?), &RecordEdit::default())?;
        }
        _ => require(&work.actor, Right::Settings)?,
    }
    let name = admin::name_of(work.tx, kind, id)?;
    if kind == RecordKind::Tax && record::tax_in_use(work.tx, &name)? {
        return Err(Error::InUse { name });
    }
    let mut effect = Effect::remove(kind.subject(), name.clone());
    if let Some((_, owner)) = record::load(work.tx, kind, id)?.and_then(|of| of.owner) {
        effect = effect.was(Key::With, owner);
    }
    if kind == RecordKind::Team && record::is_only_team(work.tx, id)? {
        // Who is in no team sees every ticket.
        return Err(Error::InUse { name });
    }
    if record::others_like(work.tx, kind, id)? == 0 {
        return Err(Error::LastOfItsKind { name });
    }
    record::forget(work.tx, kind, id)?;
    record::remove(work.tx, kind, id).map_err(|error| match error {
        Error::Referenced if kind == RecordKind::User => Error::AgentInUse { login: name.clone() },
        Error::Referenced if kind == RecordKind::Policy => Error::PolicyInUse { name: name.clone() },
        Error::Referenced => Error::InUse { name: name.clone() },
        other => other,
    })?;
    if kind == RecordKind::User && !admin::has_administrator(work.tx)? {
        return Err(Error::LastAdministrator { login: name });
    }
    work.note(effect);
    Ok(())
}

/// What was typed, as the row of a file; and the key of a row that is there.
struct Typed<'t> {
    kind: RecordKind,
    key: Option<&'t str>,
    owner: Option<(&'static str, String)>,
    edit: &'t RecordEdit,
}

impl Source for Typed<'_> {
    fn cell(&self, column: &str) -> Option<Result<&str>> {
        let owner = self.owner.as_ref().filter(|(name, _)| *name == column).map(|(_, text)| text.as_str());
        let own = self.key.filter(|_| column == self.kind.key());
        owner.or_else(|| self.edit.get(column)).or(own).map(Ok)
    }
}

/// Writes what was typed through the intake. What is wrong comes back as errors of the columns.
fn put(
    work: &Work<'_, '_>,
    kind: RecordKind,
    id: Option<i64>,
    owner: Option<i64>,
    edit: &RecordEdit,
) -> Result<()> {
    let known = kind.columns().iter().map(|c| c.name);
    if let Some((name, _)) = edit.columns.iter().find(|(name, _)| !known.clone().any(|k| k == name)) {
        let allowed = known.collect::<Vec<_>>().join(", ");
        return Err(Error::from(Invalid::NotOneOf { given: name.clone(), allowed }).at("set"));
    }
    let take: fn(&mut Cells<'_>, &mut Intake<'_>) -> Result<()> = match kind {
        RecordKind::Company => return put_settings(work, edit),
        RecordKind::Response | RecordKind::Letter => return put_texts(work, kind, id, edit),
        RecordKind::View => return listed::put(work, id, edit),
        RecordKind::Policy => return sla::put(work, id, owner, edit),
        RecordKind::ClosingRule => return closing::put(work, id, owner, edit),
        RecordKind::TicketType | RecordKind::Holiday => return put_names(work, kind, id, edit),
        RecordKind::Tax => rows::tax,
        RecordKind::Journal => rows::journal,
        RecordKind::Product => rows::product,
        RecordKind::Location => rows::location,
        RecordKind::TeamStage | RecordKind::ProjectStage => rows::stage,
        RecordKind::Team | RecordKind::Project | RecordKind::Worksheet | RecordKind::User => {
            return Err(crate::store::driver::damaged("kind"));
        }
    };
    if kind == RecordKind::Product
        && let Some(price) = edit.get("price").filter(|text| text.trim().starts_with('-'))
    {
        return Err(Error::from(Invalid::Negative { given: price.trim().to_owned() }).at("price"));
    }
    let present = id.map(|id| load(work.tx, kind, id)).transpose()?;
    let owner = match (kind.owner(), owner) {
        (Some(column), Some(owner)) => {
            let of = if kind == RecordKind::TeamStage { RecordKind::Team } else { RecordKind::Project };
            Some((column, admin::name_of(work.tx, of, owner)?))
        }
        _ => None,
    };
    let typed = Typed { kind, key: present.as_ref().map(Record::key), owner, edit };
    let natural: &'static [&'static str] = match kind {
        RecordKind::Journal => &["code"],
        RecordKind::Product => &["sku"],
        _ => &["name"],
    };
    intake::settle(work.tx, work.now, |intake| {
        let mut cells = Cells::new(&typed, Keys { natural, thing: natural });
        take(&mut cells, intake)?;
        intake.end_row(kind.thing(), &cells.key());
        Ok(())
    })?;
    if let (RecordKind::Product, Some(id)) = (kind, id) {
        search::product(work.tx, crate::domain::ids::ProductId(id))?;
    }
    Ok(())
}

fn put_settings(work: &Work<'_, '_>, edit: &RecordEdit) -> Result<()> {
    let mut settings = work.settings.clone();
    let mut wrong = Vec::new();
    for (name, text) in &edit.columns {
        let key: SettingKey = name.parse()?;
        if let Err(error) = admin::apply_setting(work.tx, &mut settings, key, text.trim()) {
            wrong.push(FieldError { field: key.as_str().into(), error: error.bare() });
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Fields(wrong));
    }
    crate::store::company::save(work.tx, &settings)
}

/// Canned responses and wordings: texts of which at least one language is there; the other one is the same then.
fn put_texts(work: &Work<'_, '_>, kind: RecordKind, id: Option<i64>, edit: &RecordEdit) -> Result<()> {
    let present = id.map(|id| load(work.tx, kind, id)).transpose()?;
    let mut texts = Vec::new();
    for column in kind.columns() {
        let own = present.as_ref().map(|p| p.value(column.name).to_owned()).unwrap_or_default();
        let text = edit.get(column.name).map_or(Ok(own), |typed| match column.shape {
            Shape::Lines => wording::paragraphs(typed),
            Shape::Code(_, codes) if !codes.contains(&typed) => {
                Err(Invalid::NotOneOf { given: typed.to_owned(), allowed: codes.join(", ") }.into())
            }
            _ => wording::one_line(typed),
        });
        texts.push((column.name, text.map_err(|e| e.at(column.name))?));
    }
    for (one, other) in [("text_en", "text_ko"), ("subject_en", "subject_ko"), ("body_en", "body_ko")] {
        both(&mut texts, one, other);
    }
    if kind == RecordKind::Response {
        shortcut(&mut texts)?;
    }
    let required = kind.columns().iter().filter(|c| c.required || c.name.starts_with("text_"));
    let empty = required.filter(|c| texts.iter().any(|(name, text)| *name == c.name && text.is_empty()));
    let errors: Vec<FieldError> =
        empty.map(|c| FieldError { field: c.name.into(), error: Error::FieldRequired }).collect();
    if !errors.is_empty() {
        return Err(Error::Fields(errors));
    }
    let letter = texts.iter().find(|(name, _)| kind == RecordKind::Letter && *name == "kind");
    let letter: Option<LetterKind> = letter.and_then(|(_, code)| code.parse().ok());
    for (name, text) in typed(edit, &texts) {
        let checked = match letter.filter(|_| name.starts_with("subject_")) {
            Some(letter) => variable::only(text, letter.in_subject()),
            None => variable::known(text),
        };
        checked.map_err(|e| e.at(name))?;
    }
    record::save_texts(work.tx, kind, id, &texts).map(drop)
}

/// Rows that are no more than names, and days.
fn put_names(work: &Work<'_, '_>, kind: RecordKind, id: Option<i64>, edit: &RecordEdit) -> Result<()> {
    let mut texts = Vec::new();
    for column in kind.columns() {
        let Some(typed) = edit.get(column.name) else { continue };
        let text = match column.shape {
            Shape::Date => day::parse(typed, work.today).map(|day| day.to_string()).map_err(Error::from),
            _ => wording::name(typed),
        };
        texts.push((column.name, text.map_err(|e| e.at(column.name))?));
    }
    record::save_texts(work.tx, kind, id, &texts).map(drop)
}

/// Texts of columns, those that were typed first: what is wrong is told where it was typed.
fn typed<'t>(
    edit: &RecordEdit,
    texts: &'t [(&'static str, String)],
) -> impl Iterator<Item = (&'static str, &'t str)> {
    let own = |name: &str| edit.get(name).is_some_and(|text| !text.trim().is_empty());
    let mut columns: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    columns.sort_by_key(|(name, _)| !own(name));
    columns.into_iter()
}

/// A text of one language stands for the other where that has none.
fn both(texts: &mut [(&'static str, String)], one: &str, other: &str) {
    let at = |name: &str| texts.iter().position(|(n, _)| *n == name);
    let (Some(one), Some(other)) = (at(one), at(other)) else { return };
    match (texts[one].1.is_empty(), texts[other].1.is_empty()) {
        (true, false) => texts[one].1 = texts[other].1.clone(),
        (false, true) => texts[other].1 = texts[one].1.clone(),
        _ => {}
    }
}

/// A shortcut is one word; what a response is called is its shortcut unless somebody says otherwise.
fn shortcut(texts: &mut [(&'static str, String)]) -> Result<()> {
    let shortcut = texts.iter().find(|(n, _)| *n == "shortcut").map(|(_, t)| t.clone()).unwrap_or_default();
    if shortcut.contains(char::is_whitespace) || shortcut.starts_with(':') {
        let form = "thanks".to_owned();
        return Err(Error::from(Invalid::Malformed { given: shortcut, form }).at("shortcut"));
    }
    if let Some((_, name)) = texts.iter_mut().find(|(n, t)| *n == "name" && t.is_empty()) {
        *name = shortcut;
    }
    Ok(())
}

impl Desk {
    /// Rows of a kind, of an owner where one is given, at most so many.
    pub fn records(
        &mut self,
        kind: RecordKind,
        owner: Option<i64>,
        limit: Option<i64>,
    ) -> Result<Vec<Record>> {
        self.store.read(|read| record::list(read, kind, owner, limit))
    }

    /// A row of a kind by its key, of an owner where its kind has owners.
    pub fn record(&mut self, kind: RecordKind, owner: Option<i64>, key: &str) -> Result<Record> {
        self.store.read(|read| {
            let id = record::find(read, kind, owner, key)?.ok_or_else(|| missing(kind, key))?;
            load(read, kind, id)
        })
    }

    /// A row of a kind.
    pub fn record_at(&mut self, kind: RecordKind, id: i64) -> Result<Record> {
        self.store.read(|read| load(read, kind, id))
    }

    /// Refuses who may not change settings.
    pub fn may_settle(&mut self) -> Result<()> {
        let actor = self.actor_id()?;
        self.store.read(|read| require(&load_user(read, actor)?, Right::Settings))
    }
}

impl RecordKind {
    /// What the history says of its rows.
    fn subject(self) -> Subject {
        match self {
            Self::Company => Subject::Settings,
            Self::Tax => Subject::Tax,
            Self::Journal => Subject::Journal,
            Self::Product => Subject::Product,
            Self::Location => Subject::Location,
            Self::TeamStage | Self::ProjectStage => Subject::Stage,
            Self::Response => Subject::Response,
            Self::Letter => Subject::Letter,
            Self::TicketType => Subject::TicketType,
            Self::View => Subject::View,
            Self::Holiday => Subject::Holiday,
            Self::Policy => Subject::Policy,
            Self::ClosingRule => Subject::ClosingRule,
            Self::Team => Subject::Team,
            Self::Project => Subject::Project,
            Self::Worksheet => Subject::Worksheet,
            Self::User => Subject::User,
        }
    }
}
