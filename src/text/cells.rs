//! Text as terminals show it: width in cells, cutting to a width, and making text from outside
//! harmless. A subject or an imported name must not move the cursor, set a colour or turn the reading
//! direction of what stands beside it. Called by everything that prints or draws.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells a tab of a text of several lines takes.
const TAB: &str = "    ";

/// One line of text with everything that could move a cursor, colour or reorder as a visible symbol.
pub fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// Text of several lines: line ends stay, tabs become blanks, everything else is made [`printable`].
pub fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', TAB);
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// A character, or the symbol that stands for it.
fn visible(c: char) -> char {
    match c {
        // U+2400 and on are the pictures of the control characters: ␛ for ESC.
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        // Marks, embeddings, overrides and isolates of direction; line separators; annotations.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => '\u{fffd}',
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' => '\u{fffd}',
        _ => c,
    }
}

/// The width of one line in cells.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// One line of at most so many cells, ending in `…` where something was cut off. It cuts between
/// graphemes, so no wide character is split.
pub fn truncate(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    if cells == 0 {
        return String::new();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > cells - 1 {
            break;
        }
        kept.push(grapheme);
    }
    loop {
        let line = format!("{}…", kept.concat());
        // Graphemes beside each other can be wider than apart.
        if width(&line) <= cells || kept.pop().is_none() {
            return line;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("plain 한글 ✓", "plain 한글 ✓")]
    #[case("\u{1b}[2J\u{7}", "␛[2J␇")]
    #[case("a\tb\r\nc\u{7f}", "a␉b␍␊c␡")]
    #[case("x\u{9b}31m", "x\u{fffd}31m")]
    #[case("\u{202e}evil\u{2069}", "\u{fffd}evil\u{fffd}")]
    fn text_from_outside_is_harmless(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(printable(text), expected);
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(paragraphs("a\r\n\tb\u{1b}\nc"), "a\n    b␛\nc");
    }

    #[rstest]
    #[case("세탁기 소음", 20, "세탁기 소음")]
    #[case("세탁기 소음", 11, "세탁기 소음")]
    #[case("세탁기 소음", 10, "세탁기 소…")]
    #[case("세탁기 소음", 9, "세탁기 …")]
    #[case("세탁기 소음", 6, "세탁…")]
    #[case("세탁기 소음", 2, "…")]
    #[case("세탁기 소음", 1, "…")]
    #[case("세탁기 소음", 0, "")]
    #[case("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…")]
    fn cuts_between_characters(#[case] text: &str, #[case] cells: usize, #[case] expected: &str) {
        assert_eq!(truncate(text, cells), expected);
    }

    proptest! {
        #[test]
        fn truncated_text_fits(text in ".*", cells in 0usize..40) {
            let line = truncate(&text, cells);
            prop_assert!(width(&line) <= cells, "{line:?}");
            let body = line.strip_suffix('…').unwrap_or(&line);
            prop_assert!(text.starts_with(body));
            let whole: Vec<&str> = text.graphemes(true).collect();
            prop_assert!((0..=whole.len()).any(|n| whole[..n].concat() == body) || line == text);
        }

        #[test]
        fn printable_text_has_no_control(text in any::<String>()) {
            prop_assert!(!printable(&text).chars().any(char::is_control));
        }
    }
}
