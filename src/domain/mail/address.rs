//! Addresses of people: one, of a form that every server takes, and nothing that could end a header. What
//! an address of RFC 5322 may be beyond that, nobody has.

use std::fmt;
use std::str::FromStr;

use crate::domain::error::{Error, Invalid, Result};
use crate::domain::wording;

/// The most characters of an address.
const MAX: usize = 254;

/// Checks an address: `name@host`, of ASCII without blanks or quotes. Blanks around it are dropped.
pub fn address(text: &str) -> Result<String> {
    let text = wording::one_line(text)?;
    if text.is_empty() {
        return Err(Error::FieldRequired);
    }
    let good =
        text.len() <= MAX && text.rsplit_once('@').is_some_and(|(name, host)| is_name(name) && is_host(host));
    if good {
        Ok(text)
    } else {
        Err(Invalid::Malformed { given: text, form: "kim@shop.example".into() }.into())
    }
}

fn is_name(name: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    name.len() <= 64 && name.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

fn is_host(host: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let label = |l: &str| {
        (1..=63).contains(&l.len()) && l.chars().all(letter) && !l.starts_with('-') && !l.ends_with('-')
    };
    host.split('.').all(label)
}

/// Who messages are from: `Shop <help@shop.example>` or the address alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Name.
    pub name: Option<String>,
    /// Address.
    pub address: String,
}

impl Sender {
    /// The sender where none is set, as of messages that stay in a folder.
    pub fn local() -> Self {
        Self { name: None, address: "afterdesk@localhost".into() }
    }

    /// The host of the address.
    pub fn host(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, host)| host)
    }
}

impl FromStr for Sender {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let Some((name, rest)) = text.rsplit_once('<') else {
            return Ok(Self { name: None, address: address(text)? });
        };
        let malformed = || Invalid::Malformed { given: text.into(), form: "Shop <help@shop.example>".into() };
        let inside = rest.trim_end().strip_suffix('>').ok_or_else(malformed)?;
        let name = wording::one_line(name.trim().trim_matches('"'))?;
        Ok(Self { name: (!name.is_empty()).then_some(name), address: address(inside)? })
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("kim@shop.example", true)]
    #[case(" kim.su+tag@shop-1.example ", true)]
    #[case("o'neil_1@localhost", true)]
    #[case("KIM@SHOP.EXAMPLE", true)]
    #[case("", false)]
    #[case("kim", false)]
    #[case("kim@", false)]
    #[case("@shop.example", false)]
    #[case("a@b@shop.example", false)]
    #[case(".kim@shop.example", false)]
    #[case("kim..su@shop.example", false)]
    #[case("kim su@shop.example", false)]
    #[case("\"kim\"@shop.example", false)]
    #[case("kim@-shop.example", false)]
    #[case("kim@shop..example", false)]
    #[case("kim@[127.0.0.1]", false)]
    #[case("김@shop.example", false)]
    #[case("kim@한글.kr", false)]
    #[case("kim@shop.example\r\nBcc: x@y.z", false)]
    #[case("kim@shop.example,lee@shop.example", false)]
    #[case("Kim <kim@shop.example>", false)]
    #[case("kim@shop.example>", false)]
    fn addresses(#[case] text: &str, #[case] good: bool) {
        assert_eq!(address(text).is_ok(), good, "{text}");
        assert!(address(&format!("{}@x.y", "a".repeat(64))).is_ok());
        assert!(address(&format!("{}@x.y", "a".repeat(65))).is_err());
        assert!(address(&format!("a@{}", "b.".repeat(130))).is_err());
    }

    #[rstest]
    #[case("help@shop.example", Some((None, "help@shop.example")))]
    #[case("Shop <help@shop.example>", Some((Some("Shop"), "help@shop.example")))]
    #[case("\"가게\" <help@shop.example>", Some((Some("가게"), "help@shop.example")))]
    #[case("Shop <help@shop.example", None)]
    #[case("Sh\nop <help@shop.example>", None)]
    #[case("Shop", None)]
    fn senders(#[case] text: &str, #[case] expected: Option<(Option<&str>, &str)>) {
        let sender = text.parse::<Sender>().ok();
        assert_eq!(sender.as_ref().map(|s| (s.name.as_deref(), s.address.as_str())), expected);
    }
}
