//! The form of a customer, new or changed: how they are reached, and where they are.

use crate::domain::customer::{CustomerEdit, CustomerView};
use crate::domain::error::FieldError;
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Resolved, Tab, Value};
use crate::domain::settings::Language;

/// Name.
pub const NAME: FieldId = FieldId::of("name");
/// Address for mail.
pub const EMAIL: FieldId = FieldId::of("email");
/// Telephone.
pub const PHONE: FieldId = FieldId::of("phone");
/// Language of what they are sent.
pub const LANGUAGE: FieldId = FieldId::of("language");
/// The company above.
pub const COMPANY: FieldId = FieldId::of("company");
/// Whether they may use the customer pages.
pub const PORTAL: FieldId = FieldId::of("portal");
/// Street.
pub const STREET: FieldId = FieldId::of("street");
/// City.
pub const CITY: FieldId = FieldId::of("city");
/// Postal code.
pub const ZIP: FieldId = FieldId::of("zip");
/// Country.
pub const COUNTRY: FieldId = FieldId::of("country");

/// What the form knows.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The customer as it stands; none for a new one.
    pub customer: Option<CustomerView>,
    /// Its company's row.
    pub company: Option<i64>,
    /// Name that was typed where the customer was missed.
    pub name: String,
    /// Reference of the chosen company.
    pub chosen_company: Option<String>,
}

/// What the form shows.
pub fn resolve(facts: &Facts, draft: &Draft) -> Resolved {
    let own = facts.customer.as_ref();
    let text = |id: FieldId, tab: Tab, default: Option<String>| {
        let default = Value::Text(default.unwrap_or_default());
        let value = draft.typed(id.clone()).cloned().unwrap_or(default);
        Field { value, tab: Some(tab), ..Field::new(id, FieldKind::Text) }
    };
    let of = |pick: fn(&CustomerView) -> &Option<String>| own.and_then(|c| pick(c).clone());
    let mut name = text(NAME, Tab::Contact, Some(own.map_or(&facts.name, |c| &c.name).clone()));
    name.required = true;
    let kind = FieldKind::Choice { family: "language", codes: Language::CODES };
    let language = of(|c| &c.language).map_or(Value::Empty, Value::Choice);
    let company = facts.company.map_or(Value::Empty, |id| Value::Picked(vec![id]));
    let kind_of_company = FieldKind::Picker { choices: Choices::of(ChoiceOf::Customers), many: false };
    let portal = Value::Check(own.is_some_and(|c| c.portal));
    let other = |id: FieldId, kind: FieldKind, default: Value| {
        let value = draft.typed(id.clone()).cloned().unwrap_or(default);
        Field { value, tab: Some(Tab::Contact), ..Field::new(id, kind) }
    };
    Resolved {
        fields: vec![
            name,
            text(EMAIL, Tab::Contact, of(|c| &c.email)),
            text(PHONE, Tab::Contact, of(|c| &c.phone)),
            other(LANGUAGE, kind, language),
            other(COMPANY, kind_of_company, company),
            other(PORTAL, FieldKind::Check, portal),
            text(STREET, Tab::Address, of(|c| &c.street)),
            text(CITY, Tab::Address, of(|c| &c.city)),
            text(ZIP, Tab::Address, of(|c| &c.zip)),
            text(COUNTRY, Tab::Address, of(|c| &c.country)),
        ],
    }
}

/// The change that the form makes: what the person touched, and the name of a new customer.
pub fn parse(facts: &Facts, draft: &Draft, resolved: &Resolved) -> Result<CustomerEdit, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let text = |id: FieldId| draft.is_touched(id.clone()).then(|| resolved.value(id).text().to_owned());
    Ok(CustomerEdit {
        name: text(NAME).or_else(|| facts.customer.is_none().then(|| resolved.value(NAME).text().to_owned())),
        email: text(EMAIL),
        phone: text(PHONE),
        street: text(STREET),
        city: text(CITY),
        zip: text(ZIP),
        country: text(COUNTRY),
        language: draft
            .is_touched(LANGUAGE)
            .then(|| resolved.value(LANGUAGE).choice().unwrap_or_default().to_owned()),
        company: draft.is_touched(COMPANY).then(|| facts.chosen_company.clone().unwrap_or_default()),
        portal: match resolved.value(PORTAL) {
            Value::Check(on) if draft.is_touched(PORTAL) => Some(*on),
            _ => None,
        },
    })
}
