//! What somebody types into the search over everything may be a number, a code, an address, a telephone number, a
//! name or its initials: it is read as all of these, and each thing is looked for along its own index.

use unicode_normalization::UnicodeNormalization;

use crate::domain::accounting;
use crate::domain::coupon::code::canonical;
use crate::domain::search::{self, Asked};

/// The most characters that are searched for: what is pasted by mistake takes no time.
const LONGEST: usize = 200;
/// How many digits at least make a telephone number.
const PHONE: usize = 7;
/// How many letters at least a code is found by that is not typed whole.
const CODE: usize = 4;

/// What somebody typed, as each thing that it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// It without blanks around.
    pub text: String,
    /// It in small letters.
    pub small: String,
    /// It as numbers, references and codes may be written: as it was typed, in capitals, in small letters.
    pub forms: Vec<String>,
    /// The number of a ticket or task.
    pub number: Option<i64>,
    /// Whether only a ticket is meant, as by `#12`.
    pub ticket_only: bool,
    /// The digits of a telephone number.
    pub phone: Option<String>,
    /// The letters of a coupon's code, as they were typed and as codes of ours have them.
    pub codes: Vec<String>,
    /// The words and initials.
    pub asked: Asked,
}

impl Typed {
    /// Reads what was typed; none where there is nothing to look for.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.trim().nfc().take(LONGEST).collect();
        let ticket_only = text.strip_prefix('#').is_some_and(|rest| rest.trim().parse::<i64>().is_ok());
        let bare = text.strip_prefix('#').unwrap_or(&text).trim();
        if bare.is_empty() {
            return None;
        }
        let small = text.to_lowercase();
        let mut forms = vec![text.clone()];
        for form in [text.to_uppercase(), small.clone()] {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        // Without a letter or digit there is nothing to look for.
        let asked = search::asked(&text)?;
        Some(Self {
            number: bare.parse().ok().filter(|number| *number > 0),
            ticket_only,
            phone: phone(&text),
            codes: codes(&text),
            asked,
            small,
            forms,
            text,
        })
    }

    /// The document numbers that end with what was typed, of sequences by their prefixes: `17` and `2026/00017`
    /// mean `INV/2026/00017`.
    pub fn tails(&self, prefixes: &[String]) -> Vec<String> {
        let capitals = self.text.to_uppercase();
        let digits = capitals.chars().rev().take_while(char::is_ascii_digit).count();
        let (before, digits) = capitals.split_at(capitals.len() - digits);
        let Ok(serial) = digits.parse::<i64>() else { return vec![] };
        let ends = |prefix: &&String| prefix.to_uppercase().ends_with(before);
        prefixes.iter().filter(ends).map(|prefix| accounting::number(prefix, serial)).collect()
    }
}

/// The digits of what may be a telephone number, with or without what people write between them.
fn phone(text: &str) -> Option<String> {
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '(' | ')' | '+');
    let digits: String = text.chars().filter(|c| !between(*c)).collect();
    (digits.len() >= PHONE && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The letters of what may be a coupon's code, without what people write between them; too few are none.
fn codes(text: &str) -> Vec<String> {
    let letters: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let mut codes = vec![letters.to_uppercase(), canonical(text)];
    codes.dedup();
    codes.retain(|code| code.chars().count() >= CODE);
    codes
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("12", Some(12), false)]
    #[case(" #12 ", Some(12), true)]
    #[case("# 12", Some(12), true)]
    #[case("#abc", None, false)]
    #[case("0", None, false)]
    #[case("-3", None, false)]
    #[case("99999999999999999999", None, false)]
    fn numbers_of_tickets(#[case] text: &str, #[case] number: Option<i64>, #[case] only: bool) {
        let typed = Typed::read(text).unwrap();
        assert_eq!((typed.number, typed.ticket_only), (number, only));
    }

    #[rstest]
    #[case("")]
    #[case("  ")]
    #[case("#")]
    #[case("--")]
    fn nothing_to_look_for(#[case] text: &str) {
        assert_eq!(Typed::read(text), None);
    }

    #[rstest]
    #[case("010-1234-5678", Some("01012345678"))]
    #[case("010 1234 5678", Some("01012345678"))]
    #[case("+82 (10) 1234.5678", Some("821012345678"))]
    #[case("1234567", Some("1234567"))]
    #[case("123456", None)]
    #[case("INV/2026/00017", None)]
    fn telephone_numbers(#[case] text: &str, #[case] digits: Option<&str>) {
        assert_eq!(phone(text).as_deref(), digits);
    }

    #[rstest]
    #[case("17", &["INV/2026/00017", "RINV/2026/00017", "WH/OUT/00017", "S00017"])]
    #[case("00017", &["INV/2026/00017", "RINV/2026/00017", "WH/OUT/00017", "S00017"])]
    #[case("2026/17", &["INV/2026/00017", "RINV/2026/00017"])]
    #[case("out/00017", &["WH/OUT/00017"])]
    #[case("inv/2026/00017", &["INV/2026/00017", "RINV/2026/00017"])]
    #[case("INV", &[])]
    #[case("김17", &[])]
    fn ends_of_numbers(#[case] text: &str, #[case] expected: &[&str]) {
        let prefixes = ["INV/2026/", "RINV/2026/", "WH/OUT/", "S"].map(str::to_owned);
        assert_eq!(Typed::read(text).unwrap().tails(&prefixes), expected);
    }

    #[rstest]
    #[case("701e-a961", &["701EA961"])]
    #[case("7o1e a961", &["7O1EA961", "701EA961"])]
    #[case("welcome10", &["WELCOME10", "WE1C0ME10"])]
    #[case("70-1", &[])]
    fn letters_of_codes(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(codes(text), expected);
    }

    #[test]
    fn decomposed_text_is_composed_and_what_is_long_is_cut() {
        let decomposed: String = "김하늘".nfd().collect();
        assert_eq!(Typed::read(&decomposed), Typed::read("김하늘"));
        assert_eq!(Typed::read(&"가".repeat(100_000)).unwrap().text.chars().count(), LONGEST);
    }
}
