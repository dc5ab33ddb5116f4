//! Text as the fonts can show it: composed, without what is invisible, with a box for every character that
//! there is no glyph of, so that nothing is ever left out silently. Only for what draws pages.

use unicode_normalization::UnicodeNormalization;

use super::face::{Face, Weight};
use crate::domain::error::Result;
use crate::text::cells::paragraphs;
use crate::text::sheet::Sheet;

/// What stands for a character without a glyph.
const BOX: char = '□';

/// The sheet with texts that can be drawn, and the characters that can't be.
pub fn clean(sheet: &Sheet) -> Result<(Sheet, Vec<String>)> {
    let (face, mut sheet, mut missing) = (Weight::Regular.face()?, sheet.clone(), Vec::new());
    sheet.each_text(|text| *text = drawable(face, text, &mut missing));
    Ok((sheet, missing))
}

fn drawable(face: &Face, text: &str, missing: &mut Vec<String>) -> String {
    let composed: String = text.nfc().filter(|c| !is_invisible(*c)).collect();
    let shown = |c: char| {
        if c == '\n' || face.glyph(c).is_some() {
            return c;
        }
        let c = c.to_string();
        if !missing.contains(&c) {
            missing.push(c);
        }
        BOX
    };
    // A no-break space looks like any other.
    paragraphs(&composed.replace(['\u{2007}', '\u{202f}'], "\u{a0}")).chars().map(shown).collect()
}

/// Joiners, selectors of a variant and places to break: they have no shape of their own.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("한글 é Łódź ₩ € £ ¥ $ 漢字", "한글 é Łódź ₩ € £ ¥ $ 漢字", &[])]
    #[case("\u{1112}\u{1161}\u{11ab} e\u{301}", "한 é", &[])]
    #[case("a😀b😀\u{fe0f}c", "a□b□c", &["😀"])]
    #[case("a\u{200b}b\u{ad}c", "abc", &[])]
    #[case("a\u{1b}[2J\r\nb\tc", "a□[2J\nb    c", &["␛"])]
    #[case("שלום", "□□□□", &["ש", "ל", "ו", "ם"])]
    fn what_has_no_glyph_is_a_box(#[case] text: &str, #[case] shown: &str, #[case] told: &[&str]) {
        let mut missing = Vec::new();
        assert_eq!(drawable(Weight::Regular.face().unwrap(), text, &mut missing), shown);
        assert_eq!(missing, told);
    }

    #[test]
    fn both_weights_have_every_syllable_and_the_same_signs() {
        let (regular, bold) = (Weight::Regular.face().unwrap(), Weight::Bold.face().unwrap());
        for c in ('\u{ac00}'..='\u{d7a3}').chain(' '..='~').chain('\u{a0}'..='ſ').chain('Ѐ'..='џ') {
            assert!(is_invisible(c) || regular.glyph(c).is_some(), "{c:?}");
        }
        for c in "₩€£¥$₫₺₽₹₱–—‘’“”…·×□①㈜→「」、。".chars() {
            assert!(regular.glyph(c).is_some(), "{c:?}");
        }
        for c in '\0'..='\u{ffff}' {
            assert_eq!(regular.glyph(c).is_some(), bold.glyph(c).is_some(), "{c:?}");
        }
    }
}
