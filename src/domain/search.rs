//! Text search that finds two-syllable Korean words in the middle of compounds.
//!
//! Texts are normalised, lower-cased and cut into overlapping pairs of characters; a search is a
//! phrase of pairs. Common tokenizers find nothing under three characters or only the beginnings of
//! words.
//!
//! Initial consonants are searched for in an index of their own: of each word of a name, what its
//! syllables begin with, in overlapping pairs as well. `ㄱㅎㄴ` finds 김하늘 there; what mixes them with
//! syllables, as `김ㅎㄴ` and `김하ㄴ` do, is looked for by its initials and then held against the name.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::ids::TeamId;

fn words(text: &str) -> Vec<Vec<char>> {
    let text: String = text.nfkc().flat_map(char::to_lowercase).nfc().collect();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.chars().collect())
        .collect()
}

/// The grams of a text, in order, as one line of tokens for the index. Each word ends with its last
/// character, so that no run of pairs goes on into the next; every other character stands at the end,
/// so that one-character searches look up one token.
pub fn grams(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 4);
    let mut push = |gram: &[char]| {
        out.extend(gram);
        out.push(' ');
    };
    let (mut ends, mut singles) = (BTreeSet::new(), BTreeSet::new());
    for word in words(text) {
        word.windows(2).for_each(&mut push);
        push(&word[word.len() - 1..]);
        ends.extend(word.last().copied());
        singles.extend(word);
    }
    singles.difference(&ends).for_each(|c| push(&[*c]));
    out
}

/// The grams of the initial consonants in a text's words, for the index of initials; a word without Hangul
/// has none.
pub fn initials(text: &str) -> String {
    let mut out = String::new();
    for word in words(text) {
        for run in word.split(|c| initial(*c).is_none()).filter(|run| !run.is_empty()) {
            let run: Vec<char> = run.iter().filter_map(|c| initial(*c)).collect();
            out.push_str(&grams(&run.iter().collect::<String>()));
        }
    }
    out
}

/// The words of a text in which somebody wrote initial consonants themselves, as in ㅋㅋ: what the index of
/// initials takes from a text that is no name.
pub fn bare(text: &str) -> String {
    let bare = words(text).into_iter().filter(|word| word.iter().any(|c| is_bare(*c)));
    bare.map(String::from_iter).collect::<Vec<String>>().join(" ")
}

/// An initial consonant that stands alone. What is typed as ㄱ is one of these once it is normalised.
fn is_bare(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{1112}')
}

/// What a syllable begins with; an initial consonant that stands alone is its own.
fn initial(c: char) -> Option<char> {
    match c {
        '가'..='힣' => char::from_u32(0x1100 + (u32::from(c) - 0xac00) / 588),
        bare if is_bare(bare) => Some(bare),
        _ => None,
    }
}

/// What somebody typed, as it is looked for. Every part of it must be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The query of the index of texts; none where only initials were typed.
    pub texts: Option<String>,
    /// The query of the index of initials; none where no initial was typed.
    pub initials: Option<String>,
    /// Whether initials were typed one by one only: a large part of all names has each.
    pub common: bool,
    /// Patterns (`GLOB`) that a name in small letters must fit as well, for words that mix initials with
    /// something else.
    pub shapes: Vec<String>,
}

/// What somebody typed, as it is looked for: every word must occur. `None` where nothing searchable was
/// typed.
pub fn asked(typed: &str) -> Option<Asked> {
    let (mut texts, mut of_initials, mut asked) = (Vec::new(), Vec::new(), Asked::default());
    asked.common = true;
    for word in words(typed) {
        if !asks_initials(&word) {
            texts.push(phrase(&word));
            continue;
        }
        for run in word.split(|c| initial(*c).is_none()).filter(|run| !run.is_empty()) {
            asked.common &= run.len() == 1;
            of_initials.push(phrase(&run.iter().filter_map(|c| initial(*c)).collect::<Vec<char>>()));
        }
        if !word.iter().all(|c| is_bare(*c)) {
            asked.shapes.push(shape(&word));
        }
    }
    let joined = |phrases: Vec<String>| (!phrases.is_empty()).then(|| phrases.join(" AND "));
    (asked.texts, asked.initials) = (joined(texts), joined(of_initials));
    (asked.texts.is_some() || asked.initials.is_some()).then_some(asked)
}

/// Whether a word asks for initial consonants: it has one that stands alone, and no other part of a syllable
/// does.
fn asks_initials(word: &[char]) -> bool {
    let stray = |c: &char| matches!(c, '\u{1113}'..='\u{11ff}' | '\u{3131}'..='\u{318e}');
    word.iter().any(|c| is_bare(*c)) && !word.iter().any(stray)
}

/// The patterns (`GLOB`) that a text in small letters must fit, where what was typed asks for initials: what is
/// looked through without an index is looked through with these.
pub fn shapes(typed: &str) -> Option<Vec<String>> {
    let words = words(typed);
    let asks = words.iter().any(|word| asks_initials(word));
    asks.then(|| words.iter().map(|word| shape(word)).collect())
}

/// The pattern of a text that holds a word: an initial that stands alone is any syllable that begins with it,
/// or itself, as people write it and as it is normalised.
fn shape(word: &[char]) -> String {
    let mut pattern = String::from("*");
    for c in word {
        let first = is_bare(*c).then(|| (u32::from(*c) - 0x1100) * 588 + 0xac00);
        match first.and_then(|first| Some((char::from_u32(first)?, char::from_u32(first + 587)?))) {
            Some((first, last)) => pattern.extend(['[', first, '-', last, compatible(*c), *c, ']']),
            None => pattern.push(*c),
        }
    }
    pattern.push('*');
    pattern
}

/// An initial that stands alone as keyboards write it.
fn compatible(c: char) -> char {
    const WRITTEN: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
        'ㅍ', 'ㅎ',
    ];
    let at = u32::from(c).checked_sub(0x1100).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| WRITTEN.get(at)).copied().unwrap_or(c)
}

/// A word as a run of its grams.
fn phrase(word: &[char]) -> String {
    match word {
        [one] => format!("\"{one}\""),
        more => {
            let grams: Vec<String> = more.windows(2).map(|pair| pair.iter().collect()).collect();
            format!("\"{}\"", grams.join(" "))
        }
    }
}

/// The token of everything that belongs to a team, of a character that stands in no word: nothing that
/// is typed finds it.
pub fn mark(team: TeamId) -> String {
    format!("\u{e000}{team}")
}

/// The index query for what belongs to one of some teams, so that a search does not walk through what
/// somebody may not see.
pub fn within(query: &str, teams: &[TeamId]) -> String {
    let marks: Vec<String> = teams.iter().map(|team| format!("\"{}\"", mark(*team))).collect();
    format!("{query} AND ({})", marks.join(" OR "))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn texts(typed: &str) -> Option<String> {
        asked(typed)?.texts
    }

    #[test]
    fn grams_of_both_scripts() {
        assert_eq!(grams("무선청소기 LG"), "무선 선청 청소 소기 기 lg g l 무 선 소 청 ");
        assert_eq!(texts("청소기").unwrap(), "\"청소 소기\"");
        assert_eq!(texts("환불 a").unwrap(), "\"환불\" AND \"a\"");
        assert_eq!(asked(" -- \" * "), None);
        assert_eq!(texts(&mark(TeamId(7))).unwrap(), "\"7\"");
        let decomposed: String = "환불".nfd().collect();
        assert_eq!(grams(&decomposed), grams("환불"));
    }

    /// As keyboards write initials.
    fn written(text: &str) -> String {
        text.chars().map(compatible).collect()
    }

    #[rstest]
    #[case("김하늘", "ㄱㅎ ㅎㄴ ㄴ ㄱ ㅎ ")]
    #[case("LG전자 서비스", "ㅈㅈ ㅈ ㅅㅂ ㅂㅅ ㅅ ㅂ ")]
    #[case("까치 꿈", "ㄲㅊ ㅊ ㄲ ㄲ ")]
    #[case("빵또아 짜장 쌀", "ㅃㄸ ㄸㅇ ㅇ ㄸ ㅃ ㅉㅈ ㅈ ㅉ ㅆ ")]
    #[case("ㅋㅋ 12 Kim", "ㅋㅋ ㅋ ")]
    #[case("힣각", "ㅎㄱ ㄱ ㅎ ")]
    #[case("Kim 12", "")]
    fn initials_of_texts(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(written(&initials(text)), expected);
        let decomposed: String = text.nfd().collect();
        assert_eq!(written(&initials(&decomposed)), expected, "in NFD");
    }

    #[test]
    fn only_what_was_written_as_initials_is_taken_from_a_text() {
        assert_eq!(written(&bare("환불 ㅋㅋ 빨리ㅎ ㅠㅠ")), "ㅋㅋ 빨리ㅎ");
    }

    #[rstest]
    #[case("ㄱㅎㄴ", None, Some("\"ㄱㅎ ㅎㄴ\""), &[])]
    #[case("ㄱ", None, Some("\"ㄱ\""), &[])]
    #[case("ㄲ", None, Some("\"ㄲ\""), &[])]
    #[case("김ㅎㄴ", None, Some("\"ㄱㅎ ㅎㄴ\""), &["*김[하-힣ㅎᄒ][나-닣ㄴᄂ]*"])]
    #[case("김하ㄴ", None, Some("\"ㄱㅎ ㅎㄴ\""), &["*김하[나-닣ㄴᄂ]*"])]
    #[case("ㄱㅎㄴ 청소기 C01", Some("\"청소 소기\" AND \"c0 01\""), Some("\"ㄱㅎ ㅎㄴ\""), &[])]
    #[case("LG전ㅈ", None, Some("\"ㅈㅈ\""), &["*lg전[자-짛ㅈᄌ]*"])]
    #[case("ㅏ", Some("\"ㅏ\""), None, &[])]
    #[case("ㅠㅠㅋ", Some("\"ㅠㅠ ㅠㅋ\""), None, &[])]
    #[case("김하늘", Some("\"김하 하늘\""), None, &[])]
    fn what_is_typed(
        #[case] typed: &str,
        #[case] texts: Option<&str>,
        #[case] initials: Option<&str>,
        #[case] shapes: &[&str],
    ) {
        let normal = |text: &str| text.nfkc().nfc().collect::<String>();
        for typed in [typed.to_owned(), typed.nfd().collect()] {
            let asked = asked(&typed).unwrap();
            assert_eq!(asked.texts, texts.map(normal), "{typed}");
            assert_eq!(asked.initials.as_deref().map(written).as_deref(), initials, "{typed}");
            assert_eq!(asked.shapes, shapes, "{typed}");
        }
    }

    #[rstest]
    #[case("ㄱ", true)]
    #[case("청소기 ㄱ ㅎ", true)]
    #[case("ㄱㅎ ㄱ", false)]
    #[case("김ㅎ", false)]
    fn single_initials_are_common(#[case] typed: &str, #[case] common: bool) {
        assert_eq!(asked(typed).unwrap().common, common);
    }

    #[test]
    fn without_an_index_only_initials_take_patterns() {
        assert_eq!(shapes("ㄱㅎ INV").unwrap(), ["*[가-깋ㄱᄀ][하-힣ㅎᄒ]*", "*inv*"]);
        assert_eq!(shapes("INV/2026"), None);
        assert_eq!(shapes("ㅏ"), None);
        assert_eq!(shapes("[*?]"), None);
    }
}
