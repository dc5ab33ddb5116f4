//! A sheet as one HTML file that needs nothing else: its style is in it, it loads nothing and runs nothing. The
//! template escapes every text; what it asks for and is not there is an error, not a gap.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::Printed;
use crate::domain::error::{Error, Result};
use crate::text::cells::paragraphs;
use crate::text::sheet::Sheet;

const NAME: &str = "sheet.html";
const TEMPLATE: &str = include_str!("../../assets/paper/sheet.html");

/// Draws a sheet as HTML.
pub fn html(sheet: &Sheet) -> Result<Printed> {
    let mut shown = sheet.clone();
    shown.each_text(|text| *text = paragraphs(text));
    let bytes = render(&shown).map_err(|e| Error::Io(e.to_string()))?.into_bytes();
    Ok(Printed { bytes, pages: None, missing: vec![] })
}

fn render(sheet: &Sheet) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template(NAME, TEMPLATE)?;
    let values = context! { sheet => Value::from(Serde(sheet)), heading => sheet.heading() };
    environment.get_template(NAME)?.render(values)
}
