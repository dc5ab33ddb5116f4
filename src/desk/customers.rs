//! Making and changing customers.

use super::access::require;
use super::work::Work;
use crate::domain::customer::{ADDRESS_FORM, CustomerEdit, CustomerView, is_address};
use crate::domain::effect::{Effect, Key, Subject};
use crate::domain::error::{Error, Invalid, Result, Thing};
use crate::domain::ids::CustomerId;
use crate::domain::settings::{Language, country};
use crate::domain::user::Right;
use crate::domain::wording;
use crate::store::{Read, customer, search};

/// Makes a customer.
pub fn new(work: &mut Work<'_, '_>, reference: Option<&str>, edit: &CustomerEdit) -> Result<CustomerId> {
    let reference = match reference {
        Some(given) => wording::name(given).map_err(|e| e.at("ref"))?,
        None => customer::free_reference(work.tx)?,
    };
    if customer::find(work.tx, &reference)?.is_some() {
        return Err(Error::from(Invalid::Taken { given: reference }).at("ref"));
    }
    if edit.name.is_none() {
        return Err(Error::FieldRequired.at("name"));
    }
    let mut new = CustomerView {
        id: CustomerId(0),
        version: 1,
        reference,
        name: String::new(),
        email: None,
        phone: None,
        street: None,
        city: None,
        zip: None,
        country: None,
        language: None,
        company: None,
        portal: false,
    };
    apply(&mut new, edit)?;
    let id = customer::save(work.tx, &new)?;
    customer::set_parent(work.tx, id, None)?;
    place(work, id, edit)?;
    search::customer(work.tx, id)?;
    // The history holds references, not names: those can be redacted.
    work.note(Effect::add(Subject::Customer, new.reference));
    Ok(id)
}

/// Changes a customer.
pub fn edit(work: &mut Work<'_, '_>, reference: &str, edit: &CustomerEdit) -> Result<CustomerId> {
    let id = find(work.tx, reference)?;
    let before = load(work.tx, id)?;
    let mut after = before.clone();
    apply(&mut after, edit)?;
    let above = before.company.as_deref().unwrap_or_default();
    let moves = edit.company.as_deref().is_some_and(|company| wording::key(company) != above);
    if after == before && !moves {
        return Ok(id);
    }
    customer::save(work.tx, &after)?;
    place(work, id, edit)?;
    search::customer(work.tx, id)?;
    if before.portal && !after.portal {
        // What was shut does not open again by itself.
        super::links::revoke(work, reference)?;
    }
    let changed = changed_fields(&before, &load(work.tx, id)?);
    work.note(Effect::change(Subject::Customer, reference.to_owned()).now_if(Key::Value, changed));
    Ok(id)
}

/// A customer that must be there.
pub fn find(read: &Read<'_>, reference: &str) -> Result<CustomerId> {
    let missing = || Error::NotFound { what: Thing::Customer, key: reference.to_owned() };
    customer::find(read, reference)?.ok_or_else(missing)
}

/// A customer as it is answered.
pub fn load(read: &Read<'_>, id: CustomerId) -> Result<CustomerView> {
    customer::load(read, id)?.ok_or_else(|| Error::NotFound { what: Thing::Customer, key: id.to_string() })
}

/// Names of the fields that differ.
fn changed_fields(before: &CustomerView, after: &CustomerView) -> Option<String> {
    let values = |c: &CustomerView| match serde_json::to_value(c) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (values(before), values(after));
    let changed = after.iter().filter(|(key, value)| *key != "version" && before.get(*key) != Some(*value));
    let names: Vec<&str> = changed.map(|(key, _)| key.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Puts a customer under a company. Who belongs together decides whose invoices a ticket may refund: once
/// there are documents, that is a matter of the books.
fn place(work: &Work<'_, '_>, id: CustomerId, edit: &CustomerEdit) -> Result<()> {
    let Some(company) = &edit.company else { return Ok(()) };
    let held = load(work.tx, id)?.company.unwrap_or_default();
    if *company == held {
        return Ok(());
    }
    if customer::has_documents(work.tx, id)? {
        require(&work.actor, Right::Accounting).map_err(|e| e.at("company"))?;
    }
    if company.is_empty() {
        return customer::set_parent(work.tx, id, None);
    }
    let parent = find(work.tx, company).map_err(|e| e.at("company"))?;
    if customer::is_under(work.tx, id, parent)? {
        return Err(Error::from(Invalid::Circular { given: company.clone() }).at("company"));
    }
    if customer::has_documents(work.tx, parent)? {
        require(&work.actor, Right::Accounting).map_err(|e| e.at("company"))?;
    }
    customer::set_parent(work.tx, id, Some(parent))
}

fn apply(of: &mut CustomerView, edit: &CustomerEdit) -> Result<()> {
    let line = |field: &'static str, value: &Option<String>, into: &mut Option<String>| -> Result<()> {
        if let Some(value) = value {
            let value = wording::one_line(value).map_err(|e| e.at(field))?;
            *into = (!value.is_empty()).then_some(value);
        }
        Ok(())
    };
    if let Some(name) = &edit.name {
        of.name = wording::name(name).map_err(|e| e.at("name"))?;
    }
    line("email", &edit.email, &mut of.email)?;
    if let Some(email) = of.email.as_ref().filter(|e| !is_address(e)) {
        let form = ADDRESS_FORM.to_owned();
        return Err(Error::from(Invalid::Malformed { given: email.clone(), form }).at("email"));
    }
    line("phone", &edit.phone, &mut of.phone)?;
    line("street", &edit.street, &mut of.street)?;
    line("city", &edit.city, &mut of.city)?;
    line("zip", &edit.zip, &mut of.zip)?;
    line("country", &edit.country, &mut of.country)?;
    if let Some(code) = &of.country {
        country(code).map_err(|e| Error::from(e).at("country"))?;
    }
    line("language", &edit.language, &mut of.language)?;
    if let Some(code) = &of.language {
        code.parse::<Language>().map_err(|e| Error::from(e).at("language"))?;
    }
    if let Some(portal) = edit.portal {
        of.portal = portal;
    }
    Ok(())
}
