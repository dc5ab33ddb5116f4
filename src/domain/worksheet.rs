//! Worksheets: templates with the fields that a technician fills in at the customer's, and what a value of each
//! kind is (`domain/facts.md` §6).

use serde::{Deserialize, Serialize};

use super::error::{Error, Invalid, Result};
use super::ids::{SheetFieldId, TemplateId};
use super::quantity::parse_decimal;
use super::{settings, wording};
use crate::code_enum;

code_enum! {
    /// What a field of a worksheet takes.
    SheetKind {
        /// Text of one or more lines.
        Text = "text",
        /// A number.
        Number = "number",
        /// Yes or no.
        Check = "check",
        /// One of some texts.
        Choice = "choice",
        /// A day.
        Date = "date",
    }
}

code_enum! {
    /// Where the worksheet of a task stands.
    SheetState {
        /// Nothing was filled in.
        Empty = "empty",
        /// It was filled in.
        Complete = "complete",
        /// The customer signed it: it never changes.
        Signed = "signed",
    }
}

/// A template of worksheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Row.
    pub id: TemplateId,
    /// Counts changes.
    pub version: i64,
    /// Name, unique.
    pub name: String,
    /// Its fields, in order.
    pub fields: Vec<SheetField>,
}

impl Template {
    /// The fields without which values are incomplete: required ones that are empty, and those of whose values the
    /// template takes none any more.
    pub fn lacking(&self, values: &[(SheetFieldId, String)]) -> Vec<&SheetField> {
        let value = |f: &SheetField| values.iter().find(|(id, _)| *id == f.id).map(|(_, v)| v.as_str());
        self.fields.iter().filter(|f| !f.holds(value(f))).collect()
    }
}

/// A field of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetField {
    /// Row; zero while it is not written.
    pub id: SheetFieldId,
    /// Its name for programs, unique in its template.
    pub field: String,
    /// Its name for people.
    pub label: String,
    /// What it takes.
    pub kind: SheetKind,
    /// Whether a worksheet is incomplete without it.
    pub required: bool,
    /// What can be chosen.
    pub choices: Vec<String>,
}

impl SheetField {
    /// Refuses a choice of nothing, and choices of what is not chosen.
    pub fn checked(self) -> Result<Self> {
        let field = wording::name(&self.field)?;
        let label = if self.label.trim().is_empty() { field.clone() } else { wording::name(&self.label)? };
        let choices = self.choices.iter().map(|c| wording::name(c)).collect::<Result<Vec<_>>>()?;
        let like = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        let given = field.clone();
        match (self.kind, choices.is_empty()) {
            (SheetKind::Choice, true) => return Err(Error::FieldRequired.at("choices")),
            (SheetKind::Choice, false) | (_, true) => {}
            (_, false) => return Err(Error::from(Invalid::Contradicts { other: given }).at("choices")),
        }
        if let Some(twice) =
            choices.iter().enumerate().find(|(at, c)| choices[..*at].iter().any(|b| like(b, c)))
        {
            return Err(Error::from(Invalid::Twice { given: twice.1.clone() }).at("choices"));
        }
        Ok(Self { field, label, choices, ..self })
    }

    /// A value in the form in which it is kept; none for an empty text.
    pub fn read(&self, text: &str) -> Result<Option<String>> {
        let typed = wording::key(text);
        let plain = typed.as_str();
        if wording::is_blank(plain) {
            return Ok(None);
        }
        let not_one_of =
            |allowed: String| Error::from(Invalid::NotOneOf { given: plain.to_owned(), allowed });
        let value = match self.kind {
            SheetKind::Text => wording::paragraphs(text)?,
            SheetKind::Number => parse_decimal(plain)?.normalize().to_string(),
            SheetKind::Check => match plain.to_lowercase().as_str() {
                "true" | "yes" | "y" | "on" | "1" | "예" | "네" => "true".to_owned(),
                "false" | "no" | "n" | "off" | "0" | "아니요" | "아니오" => "false".to_owned(),
                _ => return Err(not_one_of("yes, no, 예, 아니요".to_owned())),
            },
            SheetKind::Choice => {
                let like = |c: &&String| c.to_lowercase() == plain.to_lowercase();
                let found =
                    self.choices.iter().find(|c| *c == plain).or_else(|| self.choices.iter().find(like));
                found.cloned().ok_or_else(|| not_one_of(self.choices.join(", ")))?
            }
            SheetKind::Date => settings::date(plain)?.format("%Y-%m-%d").to_string(),
        };
        Ok(Some(value))
    }

    /// Whether a kept value can stand in it as it is now: a worksheet that was filled in is held against the template
    /// that it has when it is signed.
    pub fn holds(&self, value: Option<&str>) -> bool {
        match value {
            None => !self.required,
            Some(value) => matches!(self.read(value), Ok(Some(_))),
        }
    }

    /// A kept value as programs read it: yes and no are truth values, everything else is a text.
    pub fn answer(&self, value: Option<&str>) -> serde_json::Value {
        match (self.kind, value) {
            (_, None) => serde_json::Value::Null,
            (SheetKind::Check, Some(value)) => serde_json::Value::Bool(value == "true"),
            (_, Some(value)) => serde_json::Value::String(value.to_owned()),
        }
    }
}

/// A template as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    /// Row.
    pub id: TemplateId,
    /// Counts changes.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Fields in order.
    pub fields: Vec<FieldView>,
}

/// A field of a template as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// Its name for programs.
    pub field: String,
    /// Its name for people.
    pub label: String,
    /// What it takes.
    pub kind: SheetKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What can be chosen.
    pub choices: Vec<String>,
}

/// A field of a worksheet that is filled in, as it is answered, and kept when it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledView {
    /// Its name for programs.
    pub field: String,
    /// Its name for people.
    pub label: String,
    /// What it takes.
    pub kind: SheetKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What was filled in.
    pub value: serde_json::Value,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn field(kind: SheetKind) -> SheetField {
        let choices = if kind == SheetKind::Choice { vec!["Good".into(), "Bad".into()] } else { vec![] };
        SheetField {
            id: SheetFieldId(0),
            field: "f".into(),
            label: String::new(),
            kind,
            required: false,
            choices,
        }
    }

    #[rstest]
    #[case(SheetKind::Text, " Two\nlines ", Some("Two\nlines"))]
    #[case(SheetKind::Number, "1.50", Some("1.5"))]
    #[case(SheetKind::Check, "Yes", Some("true"))]
    #[case(SheetKind::Check, "아니요", Some("false"))]
    #[case(SheetKind::Check, "네", Some("true"))]
    #[case(SheetKind::Text, "\u{3164}\u{200b}", None)]
    #[case(SheetKind::Choice, "good", Some("Good"))]
    #[case(SheetKind::Date, "2026-11-23", Some("2026-11-23"))]
    #[case(SheetKind::Date, "  ", None)]
    fn values_are_kept_in_one_form(#[case] kind: SheetKind, #[case] text: &str, #[case] kept: Option<&str>) {
        assert_eq!(field(kind).read(text), Ok(kept.map(str::to_owned)));
    }

    #[rstest]
    #[case(SheetKind::Number, "many")]
    #[case(SheetKind::Check, "maybe")]
    #[case(SheetKind::Choice, "Ugly")]
    #[case(SheetKind::Date, "2026-02-30")]
    fn what_is_no_value_is_refused(#[case] kind: SheetKind, #[case] text: &str) {
        assert!(field(kind).read(text).is_err());
    }

    #[test]
    fn a_choice_has_something_to_choose_from() {
        let empty = SheetField { choices: vec![], ..field(SheetKind::Choice) };
        assert!(empty.checked().is_err());
        let chosen = SheetField { choices: vec!["a".into()], ..field(SheetKind::Text) };
        assert!(chosen.checked().is_err());
        let twice = SheetField { choices: vec!["a".into(), "a".into()], ..field(SheetKind::Choice) };
        assert!(twice.checked().is_err());
        // Nobody could choose the second of two that differ by case alone.
        let alike = SheetField { choices: vec!["Pump".into(), "pump".into()], ..field(SheetKind::Choice) };
        assert!(alike.checked().is_err());
        assert_eq!(field(SheetKind::Choice).checked().unwrap().label, "f");
    }
}
