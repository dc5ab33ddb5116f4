//! Text search that finds two-syllable Korean words in the middle of compounds.
//!
//! Texts are normalised, lower-cased and cut into overlapping pairs of characters; a search is a
//! phrase of pairs. Common tokenizers find nothing under three characters or only the beginnings of
//! words.

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

/// The index query for what somebody typed: every word must occur, each as a run of its grams.
/// `None` where nothing searchable was typed.
pub fn query(typed: &str) -> Option<String> {
    let phrases: Vec<String> = words(typed)
        .iter()
        .map(|word| match word.as_slice() {
            [one] => format!("\"{one}\""),
            more => {
                let grams: Vec<String> = more.windows(2).map(|pair| pair.iter().collect()).collect();
                format!("\"{}\"", grams.join(" "))
            }
        })
        .collect();
    if phrases.is_empty() { None } else { Some(phrases.join(" AND ")) }
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
    use super::*;

    #[test]
    fn grams_of_both_scripts() {
        assert_eq!(grams("무선청소기 LG"), "무선 선청 청소 소기 기 lg g l 무 선 소 청 ");
        assert_eq!(query("청소기").unwrap(), "\"청소 소기\"");
        assert_eq!(query("환불 a").unwrap(), "\"환불\" AND \"a\"");
        assert_eq!(query(" -- \" * "), None);
        assert_eq!(query(&mark(TeamId(7))).unwrap(), "\"7\"");
        let decomposed: String = "환불".nfd().collect();
        assert_eq!(grams(&decomposed), grams("환불"));
    }
}
