//! The form of a reason for returns: its names, and whether it is offered.

use crate::domain::command::ReasonEdit;
use crate::domain::error::FieldError;
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::stock::ReasonView;

/// English name.
pub const NAME_EN: FieldId = FieldId::of("name_en");
/// Korean name.
pub const NAME_KO: FieldId = FieldId::of("name_ko");
/// Whether it is offered.
pub const ACTIVE: FieldId = FieldId::of("active");

/// What the form shows.
pub fn resolve(of: Option<&ReasonView>, draft: &Draft) -> Resolved {
    let text = |id: FieldId, own: Option<&String>| {
        let own = own.map_or(Value::Empty, |text| Value::Text(text.clone()));
        let value = draft.typed(id.clone()).cloned().unwrap_or(own);
        Field { required: true, value, ..Field::new(id, FieldKind::Text) }
    };
    let active = Value::Check(of.is_none_or(|r| r.active));
    let active = draft.typed(ACTIVE).cloned().unwrap_or(active);
    Resolved {
        fields: vec![
            text(NAME_EN, of.map(|r| &r.name_en)),
            text(NAME_KO, of.map(|r| &r.name_ko)),
            Field { value: active, visible: of.is_some(), ..Field::new(ACTIVE, FieldKind::Check) },
        ],
    }
}

/// The change that the form makes.
pub fn parse(draft: &Draft, resolved: &Resolved) -> Result<ReasonEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let text = |id: FieldId| Some(resolved.value(id).text().trim().to_owned());
    Ok(ReasonEdit {
        name_en: text(NAME_EN),
        name_ko: text(NAME_KO),
        active: Some(*resolved.value(ACTIVE) != Value::Check(false)),
    })
}
