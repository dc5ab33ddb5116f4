//! Hangul keyboards: which keys of a two-set layout make a character. Outside text fields a Hangul
//! letter stands for the key that was pressed, so that commands work whatever the keyboard is set to.

/// First consonants of syllables in their order, as keys.
const FIRST: [&str; 19] =
    ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
/// Vowels of syllables in their order, as keys.
const VOWEL: [&str; 21] = [
    "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m",
    "ml", "l",
];
/// Last consonants of syllables in their order, the first of them none, as keys.
const LAST: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt",
    "t", "T", "d", "w", "c", "z", "x", "v", "g",
];
/// Single consonants from U+3131 on, as keys.
const CONSONANT: [&str; 30] = [
    "r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q",
    "qt", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g",
];

/// The keys that were pressed for a Hangul character; none for any other.
pub fn keys(c: char) -> Option<String> {
    let code = u32::from(c) as usize;
    match c {
        'ㄱ'..='ㅎ' => CONSONANT.get(code - 0x3131).map(|k| (*k).to_owned()),
        'ㅏ'..='ㅣ' => VOWEL.get(code - 0x314f).map(|k| (*k).to_owned()),
        '가'..='힣' => {
            let at = code - 0xac00;
            let (first, vowel, last) = (at / 588, at % 588 / 28, at % 28);
            Some(format!("{}{}{}", FIRST.get(first)?, VOWEL.get(vowel)?, LAST.get(last)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case('ㄱ', "r")]
    #[case('ㅊ', "c")]
    #[case('ㅅ', "t")]
    #[case('ㅔ', "p")]
    #[case('ㅍ', "v")]
    #[case('ㅓ', "j")]
    #[case('ㅏ', "k")]
    #[case('ㅎ', "g")]
    #[case('ㅃ', "Q")]
    #[case('ㅘ', "hk")]
    #[case('ㄳ', "rt")]
    #[case('가', "rk")]
    #[case('한', "gks")]
    #[case('글', "rmf")]
    #[case('값', "rkqt")]
    #[case('힣', "glg")]
    fn keys_of_characters(#[case] c: char, #[case] expected: &str) {
        assert_eq!(keys(c).as_deref(), Some(expected));
    }

    #[test]
    fn other_characters_have_none_and_no_syllable_is_missing() {
        assert_eq!(keys('r'), None);
        assert_eq!(keys('漢'), None);
        assert!(('가'..='힣').chain('ㄱ'..='ㅣ').all(|c| keys(c).is_some_and(|k| !k.is_empty())));
    }
}
