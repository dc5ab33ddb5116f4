//! The company's list of reasons for returns.

use super::super::access;
use super::super::work::Work;
use crate::domain::command::ReasonEdit;
use crate::domain::effect::{Effect, Fact, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::form::{Choice, ChoiceOf};
use crate::domain::ids::ReasonId;
use crate::domain::settings::Language;
use crate::domain::stock::ReasonView;
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{Read, reason};
use crate::text::{Words, code};

/// A reason that must be there.
pub fn load(read: &Read<'_>, id: ReasonId) -> Result<ReasonView> {
    let missing = || Error::NotFound { what: Thing::ReturnReason, key: format!("id:{id}") };
    reason::load(read, id.0)?.ok_or_else(missing)
}

/// Rows of a picker, reasons by their name in a language, with the other one beside it.
pub fn in_language(of: ChoiceOf, mut rows: Vec<Choice>, words: &Words) -> Vec<Choice> {
    let family = match of {
        ChoiceOf::ListColumns => Some("list-column"),
        ChoiceOf::Priorities => Some("priority"),
        _ => None,
    };
    if let Some(family) = family {
        for row in &mut rows {
            row.title = code::named(words, family, &row.title);
        }
    }
    if of == ChoiceOf::Reasons && words.language() == Language::Korean {
        for row in &mut rows {
            if let Some((_, Fact::Text(korean))) = row.detail.first_mut() {
                std::mem::swap(&mut row.title, korean);
            }
        }
    }
    rows
}

/// Makes a reason, or changes one. A name that is left out of a new one is that of the other language.
pub fn set(work: &mut Work<'_, '_>, id: Option<ReasonId>, edit: &ReasonEdit) -> Result<ReasonId> {
    access::require(&work.actor, Right::Settings)?;
    let before = id.map(|id| load(work.tx, id)).transpose()?;
    let mut after = before.clone().unwrap_or_else(|| ReasonView {
        id: ReasonId(0),
        version: 1,
        name_en: String::new(),
        name_ko: String::new(),
        active: true,
    });
    let name = |text: &Option<String>, field: &'static str| {
        text.as_deref().map(wording::name).transpose().map_err(|e| e.at(field))
    };
    let (en, ko) = (name(&edit.name_en, "name_en")?, name(&edit.name_ko, "name_ko")?);
    if before.is_none() {
        let either = en.clone().or_else(|| ko.clone()).ok_or_else(|| Error::FieldRequired.at("name_en"))?;
        (after.name_en, after.name_ko) = (either.clone(), either);
    }
    after.name_en = en.unwrap_or(after.name_en);
    after.name_ko = ko.unwrap_or(after.name_ko);
    after.active = edit.active.unwrap_or(after.active);
    for (name, field) in [(&after.name_en, "name_en"), (&after.name_ko, "name_ko")] {
        if reason::find(work.tx, name)?.is_some_and(|other| other.id != after.id) {
            return Err(Error::from(Invalid::Taken { given: name.clone() }).at(field));
        }
    }
    let language = work.settings.language;
    match before {
        None => {
            after.id = reason::insert(work.tx, &after)?;
            work.note(Effect::add(Subject::ReturnReason, after.name(language).to_owned()));
        }
        Some(before) => {
            if before == after {
                return Ok(after.id);
            }
            reason::save(work.tx, &after)?;
            let names = |r: &ReasonView| format!("{} / {}", r.name_en, r.name_ko);
            work.note(
                Effect::change(Subject::ReturnReason, before.name(language).to_owned())
                    .moved(Key::Name, Some(names(&before)), Some(names(&after)))
                    .moved(Key::Archived, Some(!before.active), Some(!after.active)),
            );
        }
    }
    Ok(after.id)
}
