//! The composer: a message to the customer before it goes into the outbox. What the desk will only know
//! then stands in braces, as `{code}`, and is filled in when the message is sent.

use crate::domain::command::Letter;
use crate::domain::customer::{ADDRESS_FORM, is_address};
use crate::domain::error::{Error, FieldError, Invalid};
use crate::domain::form::{Draft, Field, FieldId, FieldKind, Hint, Resolved, Value};

/// Address of the recipient.
pub const TO: FieldId = FieldId::of("to");
/// Subject.
pub const SUBJECT: FieldId = FieldId::of("subject");
/// Text.
pub const BODY: FieldId = FieldId::of("body");

/// What stands for the coupon's code in a text.
pub const CODE: &str = "{code}";
/// What stands for the coupon's share link.
pub const LINK: &str = "{link}";

/// What the composer shows: the message as it is proposed, or as the person changed it.
pub fn resolve(proposed: &Letter, draft: &Draft) -> Resolved {
    let field = |id: FieldId, kind: FieldKind, text: &str| {
        let value = draft.typed(id.clone()).cloned().unwrap_or_else(|| Value::Text(text.to_owned()));
        Field { required: true, value, ..Field::new(id, kind) }
    };
    let mut to = field(TO, FieldKind::Text, &proposed.to);
    if let Value::Text(text) = &to.value
        && !text.trim().is_empty()
        && !is_address(text.trim())
    {
        let form = ADDRESS_FORM.to_owned();
        to.error = Some(Invalid::Malformed { given: text.clone(), form }.into());
    }
    let mut body = field(BODY, FieldKind::LongText, &proposed.body);
    let names: Vec<String> = placeholders(body.value.text()).map(str::to_owned).collect();
    body.hint = (!names.is_empty()).then_some(Hint::FilledIn { names });
    Resolved { fields: vec![to, field(SUBJECT, FieldKind::Text, &proposed.subject), body] }
}

/// The message that the form makes, or every field that is wrong.
pub fn parse(draft: &Draft, resolved: &Resolved) -> Result<Letter, Vec<FieldError>> {
    let errors = resolved.errors(draft);
    if !errors.is_empty() {
        return Err(errors);
    }
    let text = |id: FieldId| resolved.value(id).text().trim().to_owned();
    Ok(Letter { to: text(TO), subject: text(SUBJECT), body: text(BODY) })
}

/// The names in braces of a text: `{code}`.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find('}')?;
        let name = &rest[1..end];
        let plain = |b: u8| b.is_ascii_lowercase() || b == b'_' || b == b'.';
        (!name.is_empty() && name.bytes().all(plain)).then(|| &rest[..=end])
    })
}

impl Letter {
    /// The message with its placeholders filled in; one that nothing stands for is refused.
    pub fn filled(&self, values: &[(&str, &str)]) -> Result<Letter, Error> {
        let fill = |text: &str, field: FieldId| {
            let known = |name: &str| values.iter().find(|(n, _)| *n == name);
            if let Some(unknown) = placeholders(text).find(|name| known(name).is_none()) {
                let form = values.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
                return Err(Error::from(Invalid::Malformed { given: unknown.to_owned(), form }).at(field));
            }
            Ok(values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value)))
        };
        Ok(Letter {
            to: self.to.clone(),
            subject: fill(&self.subject, SUBJECT)?,
            body: fill(&self.body, BODY)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_and_none_is_left() {
        let letter = |body: &str| Letter { to: "a@b.kr".into(), subject: "x".into(), body: body.into() };
        let filled = letter("{code}: {link} {} { code } {Code}").filled(&[(CODE, "AB"), (LINK, "http://x")]);
        assert_eq!(filled.unwrap().body, "AB: http://x {} { code } {Code}");
        assert!(letter("{name}").filled(&[(CODE, "AB")]).is_err());
        assert!(letter("{link}").filled(&[(CODE, "AB")]).is_err());
    }
}
