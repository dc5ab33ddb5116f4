//! The worksheet of a task: filled in as a whole, and signed by the customer, after which it never changes.

use super::{load, require_change, view::filled, worksheets};
use crate::desk::work::Work;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::form::FieldId;
use crate::domain::ids::TaskId;
use crate::domain::task::{Signed, Task};
use crate::domain::wording;
use crate::domain::worksheet::{SheetState, Template};
use crate::store::task;

/// The template of a task; refuses one without a worksheet.
fn template(work: &Work<'_, '_>, of: &Task) -> Result<Template> {
    match of.template {
        Some(id) => worksheets::load(work.tx, id),
        None => Err(Error::NoWorksheet { task: of.id.to_string() }),
    }
}

/// Fills fields in, by their names; an empty text empties one. Refuses an unknown field, what is no value of it, and
/// a worksheet that lacks a required one: then nothing is kept.
pub fn fill(work: &mut Work<'_, '_>, id: TaskId, set: &[(String, String)]) -> Result<()> {
    let of = load(work.tx, id)?;
    require_change(&work.actor, &of)?;
    work.ticket = of.ticket;
    let template = template(work, &of)?;
    if of.sheet == SheetState::Signed {
        return Err(Error::AlreadySigned { task: id.to_string() });
    }
    let mut values = of.values.clone();
    let mut named: Vec<&str> = Vec::new();
    for (name, text) in set {
        let missing = || Error::NotFound { what: Thing::SheetField, key: name.clone() };
        let field = template.fields.iter().find(|f| f.field == *name).ok_or_else(missing)?;
        if named.contains(&name.as_str()) {
            return Err(Error::from(Invalid::Twice { given: name.clone() }).at("worksheet"));
        }
        named.push(name);
        values.retain(|(known, _)| *known != field.id);
        values.extend(
            field
                .read(text)
                .map_err(|e| e.at(FieldId(field.field.clone().into())))?
                .map(|value| (field.id, value)),
        );
    }
    let lacks = |f: &&crate::domain::worksheet::SheetField| {
        f.required && values.iter().all(|(known, _)| *known != f.id)
    };
    let missing: Vec<String> = template.fields.iter().filter(lacks).map(|f| f.label.clone()).collect();
    if !missing.is_empty() {
        return Err(Error::WorksheetIncomplete { fields: missing.join(", ") });
    }
    if of.sheet == SheetState::Complete && values == of.values {
        return Ok(());
    }
    task::fill(work.tx, id, &values)?;
    work.note(
        Effect::change(Subject::Task, id.to_string())
            .moved(Key::SheetState, Some(of.sheet.as_str()), Some(SheetState::Complete.as_str()))
            // What was filled in can be redacted; the history holds how much.
            .now(Key::Filled, i64::try_from(values.len()).unwrap_or(i64::MAX)),
    );
    Ok(())
}

/// Signs the worksheet in the customer's name. Refuses one that is not complete, and a second signature.
pub fn sign(work: &mut Work<'_, '_>, id: TaskId, name: &str) -> Result<()> {
    let of = load(work.tx, id)?;
    require_change(&work.actor, &of)?;
    work.ticket = of.ticket;
    let template = template(work, &of)?;
    let by = wording::name(name).map_err(|e| e.at("name"))?;
    match of.sheet {
        SheetState::Signed => return Err(Error::AlreadySigned { task: id.to_string() }),
        SheetState::Empty => {
            let all: Vec<String> = template.fields.iter().map(|f| f.label.clone()).collect();
            return Err(Error::WorksheetIncomplete { fields: all.join(", ") });
        }
        SheetState::Complete => {}
    }
    let signed = Signed { by, at: work.now, sheet: filled(&template, &of) };
    task::sign(work.tx, id, &signed)?;
    let states = (SheetState::Complete.as_str(), SheetState::Signed.as_str());
    work.note(Effect::change(Subject::Task, id.to_string()).moved(
        Key::SheetState,
        Some(states.0),
        Some(states.1),
    ));
    Ok(())
}
