//! How a word ends when it is read in Korean.

use unicode_normalization::UnicodeNormalization;

/// The sound that a word ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// No final consonant.
    Vowel,
    /// The final consonant ㄹ.
    Rieul,
    /// Another final consonant.
    Consonant,
    /// Can't be told.
    Unknown,
}

use Ending::{Consonant, Rieul, Unknown, Vowel};

/// Characters that are read although they are no letters.
const READ_SYMBOLS: [(char, Ending); 15] = [
    ('%', Vowel),
    ('‰', Vowel),
    ('℃', Vowel),
    ('℉', Vowel),
    ('°', Vowel),
    ('+', Vowel),
    ('&', Vowel),
    ('$', Vowel),
    ('€', Vowel),
    ('£', Vowel),
    ('₩', Consonant),
    ('¥', Consonant),
    ('#', Consonant),
    ('@', Consonant),
    ('㎏', Consonant),
];

/// Units that are read as words after a number.
const UNITS: [(&str, Ending); 14] = [
    ("kg", Consonant),
    ("mg", Consonant),
    ("g", Consonant),
    ("km", Vowel),
    ("cm", Vowel),
    ("mm", Vowel),
    ("m", Vowel),
    ("l", Vowel),
    ("L", Vowel),
    ("ml", Vowel),
    ("mL", Vowel),
    ("MB", Vowel),
    ("GB", Vowel),
    ("TB", Vowel),
];

/// The sound that a word ends in; brackets, quotes and other marks after it are not read.
pub fn ending(word: &str) -> Ending {
    if is_korean_date(word) {
        // 22일
        return Rieul;
    }
    let word: String = word.nfc().collect();
    let read = word.trim_end_matches(|c: char| !c.is_alphanumeric() && symbol(c).is_none());
    let Some(last) = read.chars().next_back() else { return Unknown };
    if let Some(ending) = symbol(last) {
        ending
    } else if last.is_ascii_digit() {
        number(read)
    } else if last.is_ascii_alphabetic() {
        latin(read)
    } else {
        hangul(last)
    }
}

fn symbol(c: char) -> Option<Ending> {
    READ_SYMBOLS.iter().find(|(s, _)| *s == c).map(|(_, ending)| *ending)
}

/// Whether it ends in a date of the form `2026. 11. 22.`.
fn is_korean_date(word: &str) -> bool {
    let Some(day) = word.trim_end().strip_suffix('.') else { return false };
    let mut parts = day.rsplit(". ");
    let number = |part: Option<&str>| part.is_some_and(|p| (1..=2).contains(&p.len()) && digits(p));
    let year = |p: &str| p.len() >= 4 && p.is_char_boundary(p.len() - 4) && digits(&p[p.len() - 4..]);
    number(parts.next()) && number(parts.next()) && parts.next().is_some_and(year)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn hangul(c: char) -> Ending {
    match c {
        '가'..='힣' => match (u32::from(c) - u32::from('가')) % 28 {
            0 => Vowel,
            8 => Rieul,
            _ => Consonant,
        },
        // Single letters by their names: 기역, 리을, 아.
        'ㄹ' => Rieul,
        'ㄱ'..='ㅎ' => Consonant,
        'ㅏ'..='ㅣ' => Vowel,
        _ => Unknown,
    }
}

/// A number by its reading, an amount by the name of its currency.
fn number(read: &str) -> Ending {
    let body = read.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    if let Some(ending) = body.chars().next_back().filter(|c| "$€£₩¥".contains(*c)).and_then(symbol) {
        return ending;
    }
    let tail = read[body.len()..].trim_start_matches([',', '.']);
    let (decimals, tail) = match tail.rsplit_once('.') {
        Some((_, decimals)) => (true, decimals),
        None => (false, tail),
    };
    let tail: String = tail.chars().filter(char::is_ascii_digit).collect();
    let significant = tail.trim_end_matches('0');
    let zeros = tail.len() - significant.len();
    match significant.chars().next_back() {
        // 영: decimals and codes of zeros alone are read digit by digit.
        None => Consonant,
        Some(_) if decimals && zeros > 0 => Consonant,
        Some(digit) if zeros == 0 => match digit {
            '1' | '7' | '8' => Rieul,
            '3' | '6' => Consonant,
            _ => Vowel,
        },
        // 십 백 천 만 억 경 end in a consonant, 조 and 해 do not.
        Some(_) => match zeros {
            12..=15 | 20..=23 => Vowel,
            _ => Consonant,
        },
    }
}

/// Latin letters: units after a number, abbreviations letter by letter, words by their usual sound.
fn latin(read: &str) -> Ending {
    let letters = read.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &read[letters.len()..];
    if letters.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && let Some((_, ending)) = UNITS.iter().find(|(unit, _)| *unit == word)
    {
        return *ending;
    }
    if word.len() == 1 || word.chars().all(|c| c.is_ascii_uppercase()) {
        return match word.chars().next_back() {
            Some('l' | 'L' | 'r' | 'R') => Rieul,
            Some('m' | 'M' | 'n' | 'N') => Consonant,
            _ => Vowel,
        };
    }
    spelt(&word.to_ascii_lowercase())
}

/// A word in small letters, by the end of its spelling.
fn spelt(word: &str) -> Ending {
    let ends = |tails: &[&str]| tails.iter().any(|t| word.ends_with(t));
    if ends(&["le", "l"]) {
        return Rieul;
    }
    // A silent e: iPhone, name. Short consonants close the syllable: robot, Jack.
    if ends(&["m", "n", "ng", "ck", "tt", "ook"]) || (word.len() > 2 && ends(&["ne", "me"])) {
        return Consonant;
    }
    let vowel = |b: u8| b"aeiou".contains(&b);
    match word.as_bytes() {
        [.., before, v, b'k' | b'p' | b't' | b'b' | b'c'] if vowel(*v) && !vowel(*before) => Consonant,
        [v, b'k' | b'p' | b't' | b'b' | b'c'] if vowel(*v) => Consonant,
        _ => Vowel,
    }
}
