//! The composer: a message to the customer before it goes into the outbox. What the desk will only know
//! then, a coupon's code and link, stands there as `{code}` and `{link}`, and is filled in when the message is
//! sent. Other braces are text: names of customers and companies hold them too.

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

/// What the composer shows: the message as it is proposed, or as the person changed it. `fills`: what will be
/// filled in when it is sent.
pub fn resolve(proposed: &Letter, draft: &Draft, fills: &[&str]) -> Resolved {
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
    let asked = fills.iter().filter(|name| body.value.text().contains(**name));
    let names: Vec<String> = asked.map(|name| (*name).to_owned()).collect();
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

impl Letter {
    /// The message with the code and the link of a coupon filled in; an error where the text asks for a link
    /// and there is none.
    pub fn filled(&self, code: &str, link: Result<String, Error>) -> Result<Letter, Error> {
        let asks = |text: &str| text.contains(LINK);
        let link = match link {
            Err(none) if asks(&self.subject) => return Err(none.at(SUBJECT)),
            Err(none) if asks(&self.body) => return Err(none.at(BODY)),
            link => link.unwrap_or_default(),
        };
        let fill = |text: &str| text.replace(CODE, code).replace(LINK, &link);
        Ok(Letter { to: self.to.clone(), subject: fill(&self.subject), body: fill(&self.body) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_and_none_is_left() {
        let letter = |body: &str| Letter { to: "a@b.kr".into(), subject: "x".into(), body: body.into() };
        let filled = letter("{code}: {link} {} {x}{Code}").filled("AB", Ok("http://x".into()));
        assert_eq!(filled.unwrap().body, "AB: http://x {} {x}{Code}");
        assert_eq!(
            letter("{link}").filled("AB", Err(Error::WebsiteMissing)),
            Err(Error::WebsiteMissing.at(BODY))
        );
        assert_eq!(letter("{code}").filled("AB", Err(Error::WebsiteMissing)).unwrap().body, "AB");
    }
}
