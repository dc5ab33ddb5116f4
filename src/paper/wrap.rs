//! Lines of text by measured width. Lines break at spaces, in Korean too; between ideographs; and within what
//! alone is wider than a line, wherever it must be. Only for what draws pages.

use unicode_segmentation::UnicodeSegmentation;

use super::face::Weight;
use crate::domain::error::Result;

/// The lines of a text of some size and weight within a width; at least one.
pub fn wrap(text: &str, weight: Weight, size: f32, within: f32) -> Result<Vec<String>> {
    let face = weight.face()?;
    let width = |text: &str| face.width(text) * size;
    Ok(text.split('\n').flat_map(|paragraph| fill(paragraph, &width, within)).collect())
}

/// How wide a text is.
pub fn width(text: &str, weight: Weight, size: f32) -> Result<f32> {
    Ok(weight.face()?.width(text) * size)
}

fn fill(text: &str, width: &impl Fn(&str) -> f32, within: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    for piece in pieces(text) {
        let (whole, bare) = (width(piece), width(piece.trim_end_matches(' ')));
        if used + bare <= within {
            line.push_str(piece);
            used += whole;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        if bare <= within {
            line.push_str(piece);
            used = whole;
            continue;
        }
        for grapheme in piece.graphemes(true) {
            let wide = width(grapheme);
            if used + wide > within && !line.is_empty() && grapheme != " " {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push_str(grapheme);
            used += wide;
        }
    }
    lines.push(line);
    lines.into_iter().map(|line| line.trim_end_matches(' ').to_owned()).collect()
}

/// What a line is not broken within where that can be helped: a word with the spaces after it, one ideograph.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let breaks = match before {
            Some(' ') => c != ' ',
            Some(b) => (is_ideograph(b) && !closes(c)) || (is_ideograph(c) && !opens(b)),
            None => false,
        };
        if breaks && c != ' ' {
            pieces.push(&text[from..at]);
            from = at;
        }
        before = Some(c);
    }
    pieces.push(&text[from..]);
    pieces
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// What must not begin a line.
fn closes(c: char) -> bool {
    ",.!?:;)]}、。，．！？：；）］｝」』】’”…%".contains(c)
}

/// What must not end a line.
fn opens(c: char) -> bool {
    "([{（［｛「『【‘“".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn lines(text: &str, within: f32) -> Vec<String> {
        // Every character is one wide.
        #[allow(clippy::cast_precision_loss)]
        let width = |text: &str| text.chars().count() as f32;
        fill(text, &width, within)
    }

    #[rstest]
    #[case("one two three", 7.0, &["one two", "three"])]
    #[case("세탁기 소음이 심함", 6.0, &["세탁기", "소음이 심함"])]
    #[case("가나다라마바사", 3.0, &["가나다", "라마바", "사"])]
    #[case("a verylongword b", 5.0, &["a", "veryl", "ongwo", "rd b"])]
    #[case("漢字漢字、漢字", 4.0, &["漢字漢", "字、漢字"])]
    #[case("", 4.0, &[""])]
    #[case("a    b", 2.0, &["a", "b"])]
    fn breaks_where_it_may(#[case] text: &str, #[case] within: f32, #[case] expected: &[&str]) {
        assert_eq!(lines(text, within), expected);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_lines_fit(text in "[a-z가-힣漢、 -]{0,60}", within in 1u8..30) {
            let lines = lines(&text, f32::from(within));
            let bare = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            prop_assert!(lines.iter().all(|l| l.chars().count() <= usize::from(within)));
        }
    }
}
