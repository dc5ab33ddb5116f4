//! Korean particles: which of 을/를, 이/가, 은/는, 과/와, 으로/로 follows a word depends on how the word ends
//! when it is read aloud. Names, numbers and codes stand in every sentence, so the choice is made here
//! from how they are read; where that can't be told, both forms are shown, as print does. Called by
//! `Words` for the function `JOSA` of the Korean texts.

mod reading;

use reading::{Ending, ending};

/// A word with its particle; the pair is `after a consonant/after a vowel`, as in `을/를`.
pub fn with(word: &str, pair: &str) -> String {
    format!("{word}{}", particle(word, pair))
}

/// The particle that follows a word.
pub fn particle(word: &str, pair: &str) -> String {
    let Some((consonant, vowel)) = pair.split_once('/') else { return pair.to_owned() };
    match ending(word) {
        Ending::Consonant => consonant.to_owned(),
        Ending::Vowel => vowel.to_owned(),
        // 서울로, but 서울을.
        Ending::Rieul => if consonant.starts_with('으') { vowel } else { consonant }.to_owned(),
        Ending::Unknown => match consonant.strip_suffix(vowel) {
            // (으)로
            Some(filler) => format!("({filler}){vowel}"),
            None => format!("{consonant}({vowel})"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("세탁기", "을/를", "세탁기를")]
    #[case("이어폰", "을/를", "이어폰을")]
    #[case("LG", "을/를", "LG를")]
    #[case("서울", "으로/로", "서울로")]
    #[case("서울", "을/를", "서울을")]
    #[case("부산", "으로/로", "부산으로")]
    #[case("물", "으로/로", "물로")]
    #[case("대구", "으로/로", "대구로")]
    #[case("김하늘", "이/가", "김하늘이")]
    #[case("김하늘", "과/와", "김하늘과")]
    #[case("고객", "은/는", "고객은")]
    #[case("팀장", "과/와", "팀장과")]
    #[case("세탁기(2대)", "을/를", "세탁기(2대)를")]
    #[case("‘이어폰’", "이/가", "‘이어폰’이")]
    #[case("「사과」", "은/는", "「사과」는")]
    #[case("55,000원", "을/를", "55,000원을")]
    #[case("55,000원", "으로/로", "55,000원으로")]
    #[case("₩55,000", "을/를", "₩55,000을")]
    #[case("$1,410.00", "을/를", "$1,410.00를")]
    #[case("-$5.00", "은/는", "-$5.00는")]
    #[case("€5", "으로/로", "€5로")]
    #[case("¥500", "을/를", "¥500을")]
    #[case("KWD 1.234", "을/를", "KWD 1.234를")]
    #[case("15%", "을/를", "15%를")]
    #[case("INV/2026/00001", "을/를", "INV/2026/00001을")]
    #[case("INV/2026/00001", "으로/로", "INV/2026/00001로")]
    #[case("RINV/2026/00003", "으로/로", "RINV/2026/00003으로")]
    #[case("id:12", "은/는", "id:12는")]
    #[case("#4", "과/와", "#4와")]
    #[case("WM-1000", "이/가", "WM-1000이")]
    #[case("2026. 11. 22.", "은/는", "2026. 11. 22.은")]
    #[case("2026. 11. 22.", "으로/로", "2026. 11. 22.로")]
    #[case("amy", "을/를", "amy를")]
    #[case("jin", "이/가", "jin이")]
    #[case("USB", "을/를", "USB를")]
    #[case("HTML", "으로/로", "HTML로")]
    #[case("5kg", "을/를", "5kg을")]
    #[case("30cm", "을/를", "30cm를")]
    #[case("東京", "을/를", "東京을(를)")]
    #[case("東京", "으로/로", "東京(으)로")]
    #[case("", "이/가", "이(가)")]
    #[case("!!!", "과/와", "!!!과(와)")]
    fn follows_how_the_word_is_read(#[case] word: &str, #[case] pair: &str, #[case] expected: &str) {
        assert_eq!(with(word, pair), expected);
    }

    #[test]
    fn digits_as_read() {
        let read: String = (0..=9).map(|d| particle(&d.to_string(), "이/가")).collect();
        assert_eq!(read, "이이가이가가이이이가");
        let towards: Vec<String> = (0..=9).map(|d| particle(&d.to_string(), "으로/로")).collect();
        assert_eq!(towards.join(" "), "으로 로 로 으로 로 로 으로 로 로 로");
        for (number, expected) in [
            ("10", "으로"),
            ("100", "으로"),
            ("1000", "으로"),
            ("10,000", "으로"),
            ("100000000", "으로"),
            ("1,000,000,000,000", "로"),
            ("2.10", "으로"),
            ("1,001", "로"),
        ] {
            assert_eq!(particle(number, "으로/로"), expected, "{number}");
        }
    }

    #[test]
    fn letters_as_read() {
        let read: String = ('A'..='Z').filter(|c| particle(&c.to_string(), "이/가") == "이").collect();
        assert_eq!(read, "LMNR");
        assert_eq!(particle("L", "으로/로"), "로");
        assert_eq!(particle("R", "으로/로"), "로");
        assert_eq!(particle("M", "으로/로"), "으로");
    }

    #[test]
    fn words_as_read() {
        let consonant = ["robot", "Kim", "bob", "Facebook", "apple", "iPhone", "Jack", "market", "Spring"];
        let vowel = ["peter", "test", "amy", "support", "Sue", "server", "Jeff", "Smith"];
        assert!(consonant.iter().all(|w| particle(w, "이/가") == "이"));
        assert!(vowel.iter().all(|w| particle(w, "이/가") == "가"));
    }

    proptest::proptest! {
        #[test]
        fn keeps_the_word_whatever_it_is(word in ".*") {
            proptest::prop_assert!(with(&word, "을/를").starts_with(&word));
        }
    }
}
