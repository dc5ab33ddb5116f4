//! Flags that several nouns have, read and checked.

use clap::ValueEnum;

use crate::domain::error::{Error, Invalid, Result};
use crate::domain::quantity::{Quantity, UnitPrice};

/// Whether something is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnOff {
    /// Yes
    On,
    /// No
    Off,
}

impl From<OnOff> for bool {
    fn from(value: OnOff) -> Self {
        value == OnOff::On
    }
}

/// An empty text clears, anything else sets.
pub fn cleared(value: Option<String>) -> Option<Option<String>> {
    value.map(|v| (!v.is_empty()).then_some(v))
}

/// The number of a ticket: `7`, `#7` or `id:7`.
pub fn ticket_number(text: &str) -> std::result::Result<i64, std::num::ParseIntError> {
    text.strip_prefix('#').or_else(|| text.strip_prefix("id:")).unwrap_or(text).parse()
}

/// The number of a message: `7`, `mail:7` or `id:7`.
pub fn mail_number(text: &str) -> std::result::Result<i64, std::num::ParseIntError> {
    text.strip_prefix("mail:").or_else(|| text.strip_prefix("id:")).unwrap_or(text).parse()
}

/// What stands before and after the last `=` of `LINE=QTY`.
pub fn assignment<'t>(text: &'t str, form: &str) -> Result<(&'t str, &'t str)> {
    text.rsplit_once('=').ok_or_else(|| malformed(text, form))
}

/// The error of a value that is not of its form.
pub fn malformed(given: &str, form: &str) -> Error {
    Invalid::Malformed { given: given.to_owned(), form: form.to_owned() }.into()
}

/// The number of a line.
pub fn line_number(text: &str) -> Result<i64> {
    let line: Option<i64> = text.parse().ok().filter(|n| *n > 0);
    line.ok_or_else(|| Invalid::NotAnInteger { given: text.to_owned() }.into())
}

/// A quantity above zero.
pub fn magnitude(text: &str) -> Result<Quantity> {
    let quantity: Quantity = text.parse()?;
    if quantity.is_negative() || quantity.is_zero() {
        return Err(Invalid::NotPositive { given: text.to_owned() }.into());
    }
    Ok(quantity)
}

/// A quantity, and a unit price where one is given: `QTY[@PRICE]`.
pub fn priced(text: &str) -> Result<(Quantity, Option<UnitPrice>)> {
    let (quantity, price) = match text.split_once('@') {
        Some((quantity, price)) => (quantity, Some(price.parse()?)),
        None => (text, None),
    };
    Ok((quantity.parse()?, price))
}

/// A line by its number, its quantity, and its unit price where one is given: `LINE=QTY[@PRICE]`.
pub fn numbered(text: &str) -> Result<(i64, Quantity, Option<UnitPrice>)> {
    let (line, value) = assignment(text, "1=2@9.90")?;
    let (quantity, price) = priced(value)?;
    Ok((line_number(line)?, quantity, price))
}
