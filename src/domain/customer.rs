//! Customers: companies and their contacts. Documents belong to the family: the topmost company and
//! everyone under it (`domain/facts.md` §10, customer of an invoice).

pub mod link;

use serde::{Deserialize, Serialize};

use super::ids::CustomerId;

/// A customer as answered to people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerView {
    /// Row.
    pub id: CustomerId,
    /// Counts changes.
    pub version: i64,
    /// Natural key.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Name.
    pub name: String,
    /// Address for mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// Language of what it is sent: `en` or `ko`.
    pub language: Option<String>,
    /// Reference of the company above it.
    pub company: Option<String>,
    /// Whether it may use the customer pages.
    pub portal: bool,
}

/// What a person may set of a customer; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerEdit {
    /// Name.
    pub name: Option<String>,
    /// Address for mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// `en` or `ko`.
    pub language: Option<String>,
    /// Reference of the company above it; empty for none.
    pub company: Option<String>,
    /// Whether it may use the customer pages.
    pub portal: Option<bool>,
}

/// What an address for mail looks like.
pub const ADDRESS_FORM: &str = "kim@example.kr";

/// Whether a text can be an address for mail: a name, an `@`, a host with a dot.
pub fn is_address(text: &str) -> bool {
    match text.split_once('@') {
        Some((name, host)) => {
            !name.is_empty() && is_host(host) && !text.contains(|c: char| c.is_whitespace() || c == ',')
        }
        None => false,
    }
}

fn is_host(host: &str) -> bool {
    host.contains('.') && !host.contains('@') && host.split('.').all(|part| !part.is_empty())
}
