//! Share links: the shop's address with a coupon's code in it, in the form that the shop understands
//! (`domain/facts.md` §3.6).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::error::{Error, Invalid, Result};
use crate::domain::wording::one_line;

/// Where the code goes in a template.
const CODE: &str = "{code}";
/// Stands for a code while a template is checked.
const SAMPLE: &str = "AAAA";

/// The form of a program's share links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ShareLink {
    /// `BASE/coupon/CODE?r=%2Fshop`
    #[default]
    Odoo,
    /// `BASE/discount/CODE?redirect=%2F`
    Shopify,
    /// An address of one's own, with `{code}` in it.
    Template(String),
}

impl ShareLink {
    /// The link of a code; the first two forms need the shop's address.
    pub fn of(&self, code: &str, website: Option<&str>) -> Result<String> {
        let base = || website.ok_or(Error::WebsiteMissing);
        let code = escaped(code);
        Ok(match self {
            Self::Odoo => format!("{}/coupon/{code}?r=%2Fshop", base()?),
            Self::Shopify => format!("{}/discount/{code}?redirect=%2F", base()?),
            Self::Template(template) => template.replace(CODE, &code),
        })
    }
}

/// A code as it stands in an address: letters that mean something there are percent-encoded.
fn escaped(code: &str) -> String {
    let mut text = String::with_capacity(code.len());
    for byte in code.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

impl FromStr for ShareLink {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.trim() {
            "odoo" => Ok(Self::Odoo),
            "shopify" => Ok(Self::Shopify),
            _ => {
                let text = one_line(text)?;
                let filled = text.replace(CODE, SAMPLE);
                let sound = text.matches(CODE).count() == 1
                    && !filled.contains(char::is_whitespace)
                    && !filled.contains(['{', '}', '"', '<', '>', '\\', '^', '`', '|'])
                    && crate::domain::settings::address(&filled).is_some()
                    && host(&text).is_some_and(|h| !h.is_empty() && !h.contains(CODE));
                let form = "odoo, shopify, https://shop.example/c/{code}".to_owned();
                if sound {
                    Ok(Self::Template(text))
                } else {
                    Err(Invalid::Malformed { given: text, form }.into())
                }
            }
        }
    }
}

fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    rest.split(['/', '?', '#']).next()
}

impl fmt::Display for ShareLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Odoo => "odoo",
            Self::Shopify => "shopify",
            Self::Template(template) => template,
        })
    }
}

impl TryFrom<String> for ShareLink {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<ShareLink> for String {
    fn from(link: ShareLink) -> Self {
        link.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_the_form_that_the_shop_understands() {
        let base = Some("https://shop.example");
        let link = |form: &str| form.parse::<ShareLink>().unwrap().of("0449-3f1c-4a7b", base).unwrap();
        assert_eq!(link("odoo"), "https://shop.example/coupon/0449-3f1c-4a7b?r=%2Fshop");
        assert_eq!(link("shopify"), "https://shop.example/discount/0449-3f1c-4a7b?redirect=%2F");
        assert_eq!(link("https://x.kr/?c={code}#k"), "https://x.kr/?c=0449-3f1c-4a7b#k");
        let spaced = ShareLink::Odoo.of("a b/ü", base).unwrap();
        assert_eq!(spaced, "https://shop.example/coupon/a%20b%2F%C3%BC?r=%2Fshop");
        assert_eq!(ShareLink::Odoo.of("A", None), Err(Error::WebsiteMissing));
        for wrong in [
            "",
            "shop",
            "https://x.kr",
            "https://x.kr/{code}/{code}",
            "ftp://x.kr/{code}",
            "https://{code}/",
            "https:///{code}",
            "https://x.kr/ {code}",
            "https://x.kr/{kode}",
        ] {
            assert!(wrong.parse::<ShareLink>().is_err(), "{wrong}");
        }
    }
}
