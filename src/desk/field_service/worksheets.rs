//! Templates of worksheets: made and changed by whoever may change settings. What tasks hold stays; what was signed
//! was copied.

use crate::desk::work::Work;
use crate::desk::{Desk, access};
use crate::domain::command::TemplateEdit;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::TemplateId;
use crate::domain::user::Right;
use crate::domain::wording;
use crate::domain::worksheet::{FieldView, SheetField, Template, TemplateView};
use crate::store::{Read, driver, worksheet};

/// A template that must be there, by its name.
pub fn find(read: &Read<'_>, name: &str) -> Result<TemplateId> {
    worksheet::find(read, name)?
        .ok_or_else(|| Error::NotFound { what: Thing::Worksheet, key: name.to_owned() })
}

/// A template by its row.
pub fn load(read: &Read<'_>, id: TemplateId) -> Result<Template> {
    worksheet::load(read, id)?.ok_or_else(|| driver::damaged("worksheet"))
}

/// A template as it is answered.
pub fn view(read: &Read<'_>, id: TemplateId) -> Result<TemplateView> {
    let of = load(read, id)?;
    let field = |f: SheetField| FieldView {
        field: f.field,
        label: f.label,
        kind: f.kind,
        required: f.required,
        choices: f.choices,
    };
    Ok(TemplateView {
        id,
        version: of.version,
        name: of.name,
        fields: of.fields.into_iter().map(field).collect(),
    })
}

/// Makes a template.
pub fn new(work: &mut Work<'_, '_>, name: &str, edit: &TemplateEdit) -> Result<TemplateId> {
    access::require(&work.actor, Right::Settings)?;
    let mut new = Template { id: TemplateId(0), version: 1, name: String::new(), fields: vec![] };
    apply(work, &mut new, &TemplateEdit { name: Some(name.to_owned()), ..edit.clone() })?;
    if new.fields.is_empty() {
        return Err(Error::FieldRequired.at("field"));
    }
    work.note(Effect::add(Subject::Worksheet, new.name.clone()).now(Key::Fields, count(&new)));
    worksheet::insert(work.tx, &new)
}

fn count(of: &Template) -> i64 {
    i64::try_from(of.fields.len()).unwrap_or(i64::MAX)
}

fn apply(work: &Work<'_, '_>, of: &mut Template, edit: &TemplateEdit) -> Result<()> {
    if let Some(name) = &edit.name {
        let name = wording::name(name).map_err(|e| e.at("name"))?;
        match worksheet::find(work.tx, &name)? {
            Some(other) if other != of.id => {
                return Err(Error::from(Invalid::Taken { given: name }).at("name"));
            }
            _ => of.name = name,
        }
    }
    for key in &edit.remove {
        let missing = || Error::NotFound { what: Thing::SheetField, key: key.clone() };
        let at = of.fields.iter().position(|f| f.field == wording::key(key)).ok_or_else(missing)?;
        of.fields.remove(at);
    }
    for new in &edit.fields {
        let at = of.fields.iter().position(|f| f.field == wording::key(&new.field));
        let mut new = new.clone();
        if let Some(known) = at.map(|at| &of.fields[at]).filter(|_| new.label.trim().is_empty()) {
            new.label.clone_from(&known.label);
        }
        let new = new.checked()?;
        // What tasks hold of it would be no value any more, also of one that was removed.
        if worksheet::known(work.tx, of.id, &new.field)?
            .is_some_and(|(kind, held)| kind != new.kind && held > 0)
        {
            return Err(Error::WorksheetInUse.at("field"));
        }
        match at.and_then(|at| of.fields.get_mut(at)) {
            Some(known) => *known = SheetField { id: known.id, ..new },
            None => of.fields.push(new),
        }
    }
    Ok(())
}

/// Changes a template.
pub fn edit(work: &mut Work<'_, '_>, name: &str, edit: &TemplateEdit) -> Result<TemplateId> {
    access::require(&work.actor, Right::Settings)?;
    let before = load(work.tx, find(work.tx, name)?)?;
    let mut after = before.clone();
    apply(work, &mut after, edit)?;
    if after.fields.is_empty() {
        return Err(Error::FieldRequired.at("field"));
    }
    if after != before {
        worksheet::save(work.tx, &after)?;
        let names = |of: &Template| of.fields.iter().map(|f| f.field.clone()).collect::<Vec<_>>().join(", ");
        work.note(
            Effect::change(Subject::Worksheet, after.name.clone())
                .moved(Key::Name, Some(before.name.as_str()), Some(after.name.as_str()))
                .was(Key::Fields, names(&before))
                .now(Key::Fields, names(&after)),
        );
    }
    Ok(before.id)
}

impl Desk {
    /// Every template, by name.
    pub fn worksheets(&mut self) -> Result<Vec<TemplateView>> {
        self.store.read(|read| worksheet::list(read)?.into_iter().map(|id| view(read, id)).collect())
    }

    /// A template by its row.
    pub fn worksheet_of(&mut self, id: TemplateId) -> Result<TemplateView> {
        self.store.read(|read| view(read, id))
    }

    /// A template by its name.
    pub fn worksheet(&mut self, name: &str) -> Result<TemplateView> {
        self.store.read(|read| view(read, find(read, name)?))
    }
}
