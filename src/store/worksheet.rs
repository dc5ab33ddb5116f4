//! Templates of worksheets and their fields.

use super::driver::{Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::TemplateId;
use crate::domain::wording::key;
use crate::domain::worksheet::{SheetField, SheetKind, Template};
use crate::params;

/// A template's row by its name.
pub fn find(read: &Read<'_>, name: &str) -> Result<Option<TemplateId>> {
    read.value("SELECT id FROM worksheet_template WHERE name = ?1", params![key(name)])
}

/// Every template, by name.
pub fn list(read: &Read<'_>) -> Result<Vec<TemplateId>> {
    read.all("SELECT id FROM worksheet_template ORDER BY name", &[], |row| row.get(0))
}

/// The name of a template.
pub fn name(read: &Read<'_>, id: TemplateId) -> Result<Option<String>> {
    read.value("SELECT name FROM worksheet_template WHERE id = ?1", params![id])
}

fn field(row: &Row<'_>) -> Result<SheetField> {
    let choices: String = row.get(5)?;
    Ok(SheetField {
        id: row.get(0)?,
        field: row.get(1)?,
        label: row.get(2)?,
        kind: row.get(3)?,
        required: row.get(4)?,
        choices: serde_json::from_str(&choices).map_err(|_| super::driver::damaged("choices"))?,
    })
}

/// A template with the fields that it has now.
pub fn load(read: &Read<'_>, id: TemplateId) -> Result<Option<Template>> {
    let head =
        read.first("SELECT id, version, name FROM worksheet_template WHERE id = ?1", params![id], |row| {
            Ok(Template { id: row.get(0)?, version: row.get(1)?, name: row.get(2)?, fields: vec![] })
        })?;
    let Some(mut template) = head else { return Ok(None) };
    template.fields = read.all(
        "SELECT id, field, label, kind, required, choices FROM worksheet_field
         WHERE template_id = ?1 AND gone = 0 ORDER BY sequence, id",
        params![id],
        field,
    )?;
    Ok(Some(template))
}

/// Writes a new template with its fields.
pub fn insert(tx: &Tx<'_>, new: &Template) -> Result<TemplateId> {
    let id = tx.insert("INSERT INTO worksheet_template (name) VALUES (?1)", params![&new.name])?;
    set_fields(tx, TemplateId(id), &new.fields)?;
    Ok(TemplateId(id))
}

/// Writes a template anew: a field that is there no more keeps what tasks hold of it.
pub fn save(tx: &Tx<'_>, of: &Template) -> Result<()> {
    tx.run(
        "UPDATE worksheet_template SET version = version + 1, name = ?2 WHERE id = ?1",
        params![of.id, &of.name],
    )?;
    set_fields(tx, of.id, &of.fields)
}

fn set_fields(tx: &Tx<'_>, id: TemplateId, fields: &[SheetField]) -> Result<()> {
    tx.run("UPDATE worksheet_field SET gone = 1 WHERE template_id = ?1", params![id])?;
    (1i64..).zip(fields).try_for_each(|(at, field)| set_field(tx, id, field, Some(at)))
}

/// Writes one field by its name; without a sequence it keeps its place, or comes last.
pub fn set_field(tx: &Tx<'_>, id: TemplateId, f: &SheetField, sequence: Option<i64>) -> Result<()> {
    let choices = serde_json::to_string(&f.choices).unwrap_or_default();
    tx.run(
        "INSERT INTO worksheet_field (template_id, field, label, kind, required, choices, sequence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ifnull(?7,
            (SELECT ifnull(max(sequence), 0) + 1 FROM worksheet_field WHERE template_id = ?1)))
         ON CONFLICT (template_id, field) DO UPDATE SET label = excluded.label, kind = excluded.kind,
            required = excluded.required, choices = excluded.choices, sequence = ifnull(?7, sequence), gone = 0",
        params![id, &f.field, &f.label, f.kind, f.required, choices, sequence],
    )?;
    Ok(())
}

/// Counts a change of a template.
pub fn touch(tx: &Tx<'_>, id: TemplateId) -> Result<()> {
    tx.run("UPDATE worksheet_template SET version = version + 1 WHERE id = ?1", params![id]).map(drop)
}

/// The kind of a field by its name, also of one that was removed, and how many tasks hold a value of it.
pub fn known(read: &Read<'_>, template: TemplateId, field: &str) -> Result<Option<(SheetKind, i64)>> {
    read.first(
        "SELECT f.kind, (SELECT count(*) FROM task_value v WHERE v.field_id = f.id) FROM worksheet_field f
         WHERE f.template_id = ?1 AND f.field = ?2",
        params![template, key(field)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
