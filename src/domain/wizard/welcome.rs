//! The first start without a database: who works here, for which company, in which currency and
//! language. There are no books yet, so there are no facts.

use crate::domain::error::FieldError;
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Resolved, Value};
use crate::domain::money::Currency;
use crate::domain::settings::Language;
use crate::domain::wording;

/// The agent's name.
pub const AGENT: FieldId = FieldId::of("agent_name");
/// The company.
pub const COMPANY: FieldId = FieldId::of("name");
/// The company's currency.
pub const CURRENCY: FieldId = FieldId::of("currency");
/// Language of the interface.
pub const LANGUAGE: FieldId = FieldId::of("language");

/// What somebody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The agent's name.
    pub agent: String,
    /// The company.
    pub company: String,
    /// The company's currency.
    pub currency: Currency,
    /// Language.
    pub language: Language,
}

/// What the form shows: the account's name, and the currency that goes with the language.
pub fn resolve(draft: &Draft, account: &str, language: Language) -> Resolved {
    let field = |id: FieldId, kind: FieldKind, default: Value| {
        let value = draft.typed(id.clone()).cloned().unwrap_or(default);
        Field { value, required: true, ..Field::new(id, kind) }
    };
    let currency = if language == Language::Korean { "KRW" } else { "USD" };
    let mut currency = field(CURRENCY, FieldKind::Text, Value::Text(currency.into()));
    let typed = currency.value.text().trim().to_uppercase();
    currency.error = match typed.as_str() {
        "" => None,
        code => code.parse::<Currency>().err().map(Into::into),
    };
    let kind = FieldKind::Choice { family: "language", codes: Language::CODES };
    Resolved {
        fields: vec![
            field(LANGUAGE, kind, Value::Choice(language.as_str().into())),
            field(AGENT, FieldKind::Text, Value::Text(account.into())),
            field(COMPANY, FieldKind::Text, Value::Empty),
            currency,
        ],
    }
}

/// What was answered, or every field that is wrong.
pub fn parse(draft: &Draft, resolved: &Resolved, language: Language) -> Result<Welcome, Vec<FieldError>> {
    let mut errors = resolved.errors(draft);
    let mut name = |field: FieldId| {
        let checked = wording::name(resolved.value(field.clone()).text());
        checked.map_err(|error| errors.push(FieldError { field, error })).unwrap_or_default()
    };
    let (agent, company) = (name(AGENT), name(COMPANY));
    let currency = resolved.value(CURRENCY).text().trim().to_uppercase().parse();
    // What is empty is told twice by now.
    errors.dedup_by(|a, b| a.field == b.field);
    match currency {
        Ok(currency) if errors.is_empty() => Ok(Welcome { agent, company, currency, language }),
        _ => Err(errors),
    }
}
