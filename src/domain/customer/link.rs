//! Personal links to the customer's pages: 200 random bits in small letters and digits, of which the first 40 say
//! which link it is and the rest is the secret. Whoever has the link sees what its customer owns, so it ends by
//! itself and can be taken back. Used by the desk and by what stores links; knows no digest and no address but
//! the one that it is given.

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};

use crate::domain::ids::CustomerId;

/// Random bytes of a link: forty letters, none of them half used.
pub const BYTES: usize = 25;
/// How many letters say which link it is.
const LOCATOR: usize = 8;
/// How many letters it has.
const LETTERS: usize = 40;
/// How many days a link lasts, where nobody says otherwise.
pub const DAYS: u64 = 30;
/// The most days that one lasts.
pub const LONGEST: u64 = 366;
/// Where the pages are looked for while the company has not said where they are.
pub const LOCAL: &str = "http://127.0.0.1:8080";

/// The text of a link, without the address before it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The link that random bytes make.
    pub fn from_random(bytes: [u8; BYTES]) -> Self {
        Self(BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
    }

    /// A link as it stands in an address; none where no link looks so.
    pub fn read(text: &str) -> Option<Self> {
        let letter = |b: u8| matches!(b, b'a'..=b'z' | b'2'..=b'7');
        (text.len() == LETTERS && text.bytes().all(letter)).then(|| Self(text.to_owned()))
    }

    /// The part that is no secret.
    pub fn locator(&self) -> &str {
        self.0.get(..LOCATOR).unwrap_or_default()
    }

    /// All of it: a secret.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The address that opens the pages.
    pub fn address(&self, base: Option<&str>) -> String {
        format!("{}/c/{}", base.unwrap_or(LOCAL), self.0)
    }
}

/// What a link shows of itself by mistake: which one it is, never the secret.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({}…)", self.locator())
    }
}

/// What making or taking back links answers; row and version are the customer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// Row of the customer.
    pub id: CustomerId,
    /// Version of the customer.
    pub version: i64,
    /// Reference of the customer.
    pub customer: String,
    /// The address, told once: nobody can look it up later.
    pub link: Option<String>,
    /// Its last day; none where links were taken back.
    pub expires: Option<chrono::NaiveDate>,
    /// How many links were taken back.
    pub revoked: i64,
}

impl LinkView {
    /// The answer as it is remembered: without the secret.
    pub fn kept(&self) -> Self {
        Self { link: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_back_and_shows_its_secret_to_nobody_by_mistake() {
        let token = Token::from_random(std::array::from_fn(|at| u8::try_from(at * 9).unwrap()));
        assert_eq!(Token::read(token.text()), Some(token.clone()));
        assert_eq!(token.locator().len(), 8);
        assert!(token.text().starts_with(token.locator()));
        assert!(!format!("{token:?}").contains(&token.text()[8..]));
        assert_eq!(token.address(None), format!("http://127.0.0.1:8080/c/{}", token.text()));
        assert_eq!(token.address(Some("https://x.kr/p")), format!("https://x.kr/p/c/{}", token.text()));
    }

    #[test]
    fn what_does_not_look_like_a_link_is_none() {
        let good = "a".repeat(40);
        for wrong in
            ["", "a", &good[1..], &format!("{good}a"), &good.to_uppercase(), &format!("1{}", &good[1..])]
        {
            assert_eq!(Token::read(wrong), None, "{wrong}");
        }
        assert_eq!(Token::read(&"가".repeat(14)), None);
        assert!(Token::read(&good).is_some());
    }
}
