//! The worksheet of a task: filled in as a whole, and signed by the customer, after which it never changes.

use super::{load, require_change, technicians, view::filled, worksheets};
use crate::desk::work::Work;
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing, Wrong};
use crate::domain::form::FieldId;
use crate::domain::ids::{SheetFieldId, TaskId};
use crate::domain::task::{Signed, SignedVisit, Task, TaskState};
use crate::domain::wording;
use crate::domain::worksheet::{SheetState, Template};
use crate::store::task;

/// The template of a task; refuses one without a worksheet, and a visit that is not made any more.
fn template(work: &Work<'_, '_>, of: &Task) -> Result<Template> {
    require_made(of)?;
    match of.template {
        Some(id) => worksheets::load(work.tx, id),
        None => Err(Error::NoWorksheet { task: of.id.to_string() }),
    }
}

/// Refuses a visit that is not made any more.
pub(super) fn require_made(of: &Task) -> Result<()> {
    match of.state {
        TaskState::Cancelled => {
            Err(Error::WrongState { document: of.id.to_string(), why: Wrong::TaskCancelled })
        }
        _ => Ok(()),
    }
}

/// Refuses values that lack a required field, or hold what the template does not take any more.
fn require_complete(template: &Template, values: &[(SheetFieldId, String)]) -> Result<()> {
    let lacking = template.lacking(values);
    let fields = lacking.iter().map(|f| f.label.clone()).collect::<Vec<_>>().join(", ");
    if lacking.is_empty() { Ok(()) } else { Err(Error::WorksheetIncomplete { fields }) }
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
    let mut named: Vec<String> = Vec::new();
    for (name, text) in set {
        let name = wording::key(name);
        let missing = || Error::NotFound { what: Thing::SheetField, key: name.clone() };
        let field = template.fields.iter().find(|f| f.field == name).ok_or_else(missing)?;
        if named.contains(&name) {
            return Err(Error::from(Invalid::Twice { given: name }).at("worksheet"));
        }
        values.retain(|(known, _)| *known != field.id);
        let value = field.read(text).map_err(|e| e.at(FieldId(field.field.clone().into())))?;
        values.extend(value.map(|value| (field.id, value)));
        named.push(name);
    }
    require_complete(&template, &values)?;
    values.sort();
    if of.sheet == SheetState::Complete && values == of.values {
        return Ok(());
    }
    task::fill(work.tx, id, &values)?;
    let held = template.fields.iter().filter(|f| values.iter().any(|(known, _)| *known == f.id)).count();
    work.note(
        Effect::change(Subject::Task, id.to_string())
            .moved(Key::SheetState, Some(of.sheet.as_str()), Some(SheetState::Complete.as_str()))
            // What was filled in can be redacted; the history holds how much.
            .now(Key::Filled, i64::try_from(held).unwrap_or(i64::MAX)),
    );
    Ok(())
}

/// Signs the worksheet in the customer's name, with the visit as it stands now. Refuses one that is not complete by its
/// template as that is now, and a second signature.
pub fn sign(work: &mut Work<'_, '_>, id: TaskId, name: &str) -> Result<()> {
    let of = load(work.tx, id)?;
    require_change(&work.actor, &of)?;
    work.ticket = of.ticket;
    let template = template(work, &of)?;
    let by = wording::name(name).map_err(|e| e.at("name"))?;
    match of.sheet {
        SheetState::Signed => return Err(Error::AlreadySigned { task: id.to_string() }),
        SheetState::Empty => {
            require_complete(&template, &of.values)?;
            // Nothing is required, and yet nobody signs an empty paper.
            let all: Vec<String> = template.fields.iter().map(|f| f.label.clone()).collect();
            return Err(Error::WorksheetIncomplete { fields: all.join(", ") });
        }
        SheetState::Complete => require_complete(&template, &of.values)?,
    }
    let visit = SignedVisit {
        template: template.name.clone(),
        title: of.title.clone(),
        planned_start: of.start,
        planned_end: of.end,
        technicians: technicians(work.tx, &of)?,
    };
    let signed = Signed { by, at: work.now, visit: Some(visit), fields: filled(&template, &of) };
    task::sign(work.tx, id, &signed)?;
    let states = (SheetState::Complete.as_str(), SheetState::Signed.as_str());
    work.note(Effect::change(Subject::Task, id.to_string()).moved(
        Key::SheetState,
        Some(states.0),
        Some(states.1),
    ));
    Ok(())
}
