//! What is drawn is what is scanned: the QR code is read back from the cells.

use chrono::NaiveDate;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use rstest::rstest;

use super::*;
use crate::domain::settings::Language::{self, English, Korean};
use crate::keys::Keymap;
use crate::tui::theme::{Palette, Theme};

/// Sixty-one bytes, as a shop's links are.
const LINK: &str = "https://shop.hanbit.example.kr/coupon/7QK3-9F2M-XA41-8ZTV?s=1";

fn coupon() -> CouponCopy {
    CouponCopy {
        page: None,
        code: "7QK3-9F2M-XA41-8ZTV".into(),
        link: Some(LINK.into()),
        expires: NaiveDate::from_ymd_opt(2026, 12, 31),
        program: "사과 쿠폰 10 %".into(),
    }
}

fn look(language: Language, theme: Theme) -> Look {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    Look {
        words: Words::new(language),
        theme,
        keymap: Keymap::default(),
        zone: chrono_tz::UTC,
        today,
        now: chrono::DateTime::UNIX_EPOCH,
        present: vec![],
    }
}

fn drawn(share: &Share, look: &Look, (width, height): (u16, u16)) -> Buffer {
    let area = Rect { x: 0, y: 0, width, height };
    let mut buffer = Buffer::empty(area);
    let mut ink = Ink { buffer: &mut buffer, theme: &look.theme, caret: None, hits: vec![] };
    // Top and bottom line are the program's.
    share.draw(&mut ink, look, Rect { y: 1, height: height - 2, ..area });
    assert!(ink.hits.iter().all(|(hit, _)| hit.bottom() < height));
    buffer
}

/// The text of the cells, row by row.
fn text(buffer: &Buffer) -> String {
    let row = |y| {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(crate::text::cells::width(symbol).max(1)).unwrap();
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

/// How light a colour is; those of the terminal itself as it has them.
fn light(color: Color, own: u8) -> u8 {
    match color {
        Color::Black | Color::Indexed(16) => 0,
        Color::White | Color::Indexed(231) => 255,
        Color::Rgb(r, g, b) => r.max(g).max(b),
        _ => own,
    }
}

/// The two halves of a cell, as light as a camera sees them.
fn halves(cell: &Cell, dark_ground: bool) -> [u8; 2] {
    let (ink, ground) = if dark_ground { (255, 0) } else { (0, 255) };
    let (mut ink, mut ground) = (light(cell.fg, ink), light(cell.bg, ground));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, ground) = (ground, ink);
    }
    match cell.symbol() {
        "█" => [ink, ink],
        "▀" => [ink, ground],
        "▄" => [ground, ink],
        _ => [ground, ground],
    }
}

/// What a scanner reads from the screen.
fn scanned(buffer: &Buffer, dark_ground: bool) -> Option<String> {
    // Cells are twice as high as wide: eight by sixteen points.
    let (width, height) = (usize::from(buffer.area.width) * 8, usize::from(buffer.area.height) * 16);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let cell = &buffer[(u16::try_from(x / 8).unwrap(), u16::try_from(y / 16).unwrap())];
        halves(cell, dark_ground)[y % 16 / 8]
    });
    let grids = image.detect_grids();
    assert!(grids.len() <= 1, "{} codes", grids.len());
    Some(grids.first()?.decode().unwrap().1)
}

fn themes() -> Vec<(Theme, bool)> {
    vec![
        (Theme::new(Palette::Dark, false, false), true),
        (Theme::new(Palette::Light, false, false), false),
        (Theme::new(Palette::Contrast, false, false), true),
        (Theme::new(Palette::Terminal, false, false), true),
        (Theme::new(Palette::Terminal, false, false), false),
        (Theme::new(Palette::Dark, true, false), true),
        (Theme::new(Palette::Light, true, false), false),
    ]
}

#[rstest]
#[case(80, 24)]
#[case(100, 30)]
#[case(200, 60)]
fn the_qr_code_decodes_to_the_link_byte_for_byte(#[case] width: u16, #[case] height: u16) {
    for language in [English, Korean] {
        for (theme, dark_ground) in themes() {
            let look = look(language, theme);
            let buffer = drawn(&Share::of_coupon(&look.words, coupon()), &look, (width, height));
            let screen = text(&buffer);
            assert_eq!(scanned(&buffer, dark_ground).as_deref(), Some(LINK), "{screen}");
            let alone = |l: &str| l.trim_matches(['│', ' ']) == LINK;
            assert!(screen.lines().any(alone), "the link has a line of its own:\n{screen}");
            let words = match language {
                English => ["Share Link", "Coupon Code", "F2 Copy", "Valid Until: 2026-12-31"],
                Korean => ["링크 공유", "쿠폰 코드", "F2 복사", "유효기한: 2026. 12. 31."],
            };
            for word in words.into_iter().chain(["7QK3-9F2M-XA41-8ZTV"]) {
                assert!(screen.contains(word), "{word}:\n{screen}");
            }
        }
    }
}

/// Where box characters may be two cells wide, none is used: the code is drawn by its ground alone.
#[test]
fn ascii_draws_it_with_blanks() {
    for (theme, dark_ground) in [
        (Theme::new(Palette::Dark, false, true), true),
        (Theme::new(Palette::Light, true, true), false),
        (Theme::new(Palette::Dark, true, true), true),
    ] {
        let look = look(Korean, theme);
        let buffer = drawn(&Share::of_coupon(&look.words, coupon()), &look, (200, 60));
        assert!(!text(&buffer).contains(['█', '▀', '▄']));
        assert_eq!(scanned(&buffer, dark_ground).as_deref(), Some(LINK), "{}", text(&buffer));
    }
}

#[test]
fn a_code_that_does_not_fit_is_not_cut_and_the_link_neither() {
    let ascii = look(English, Theme::new(Palette::Dark, false, true));
    let unicode = look(English, Theme::new(Palette::Dark, false, false));
    for (look, size) in [(&unicode, (60, 20)), (&unicode, (80, 22)), (&ascii, (80, 24))] {
        let buffer = drawn(&Share::of_coupon(&look.words, coupon()), look, size);
        let screen = text(&buffer);
        assert!(!screen.contains(['█', '▀', '▄']) && scanned(&buffer, true).is_none(), "{screen}");
        assert!(screen.contains("no room for the QR code"), "{screen}");
        let joined: String = screen.lines().map(|l| l.trim_matches(['│', '|', ' '])).collect();
        assert!(joined.contains(LINK), "{screen}");
    }
}

/// Narrow but high: the code stands below the texts.
#[test]
fn where_nothing_fits_beside_it_stands_below() {
    let look = look(Korean, Theme::new(Palette::Dark, false, false));
    let buffer = drawn(&Share::of_coupon(&look.words, coupon()), &look, (60, 50));
    assert_eq!(scanned(&buffer, true).as_deref(), Some(LINK), "{}", text(&buffer));
}

#[test]
fn without_a_link_the_code_is_what_is_shared() {
    let look = look(English, Theme::new(Palette::Dark, false, false));
    let share = Share::of_coupon(&look.words, CouponCopy { link: None, expires: None, ..coupon() });
    assert_eq!(share.text(), "7QK3-9F2M-XA41-8ZTV");
    let screen = text(&drawn(&share, &look, (80, 24)));
    assert!(screen.contains("no share link") && screen.contains("Valid Until: no expiry"), "{screen}");
    let long = Share { link: Some("x".repeat(3000)), ..share };
    assert!(text(&drawn(&long, &look, (200, 60))).contains("too long for a QR code"));
}

#[test]
fn what_can_be_copied_of_a_coupon() {
    let texts = |language, coupon: &CouponCopy| {
        coupon_copies(&Words::new(language), coupon).into_iter().map(|i| i.text).collect::<Vec<_>>()
    };
    let korean = format!(
        "고객님, 아래 링크에서 쿠폰을 사용하실 수 있습니다: {LINK} (쿠폰 코드 7QK3-9F2M-XA41-8ZTV, 2026. 12. 31.까지 사용 가능)"
    );
    let english = format!(
        "You can use your coupon at the link below: {LINK} (coupon code 7QK3-9F2M-XA41-8ZTV, valid until 2026-12-31)"
    );
    let markdown = format!("[사과 쿠폰 10 \\%](<{LINK}>) `7QK3-9F2M-XA41-8ZTV`");
    let both = [LINK, "7QK3-9F2M-XA41-8ZTV", &korean, &english, &markdown];
    assert_eq!(texts(Korean, &coupon()), both);
    assert_eq!(texts(English, &coupon()), [both[0], both[1], both[3], both[2], both[4]]);
    let bare = CouponCopy { link: None, expires: None, ..coupon() };
    assert_eq!(
        texts(Korean, &bare),
        [
            "7QK3-9F2M-XA41-8ZTV",
            "고객님, 쿠폰 코드 7QK3-9F2M-XA41-8ZTV로 쿠폰을 사용하실 수 있습니다.",
            "You can use your coupon with the code 7QK3-9F2M-XA41-8ZTV.",
            "사과 쿠폰 10 \\% `7QK3-9F2M-XA41-8ZTV`",
        ]
    );
    for (language, sentences) in [
        (Korean, ["2026. 12. 31.까지 사용 가능합니다.", "수 있습니다: https://"]),
        (English, ["valid until 2026-12-31.", "link below: https://"]),
    ] {
        let day = texts(language, &CouponCopy { link: None, ..coupon() });
        let link = texts(language, &CouponCopy { expires: None, ..coupon() });
        assert!(day[1].contains(sentences[0]) && link[2].contains(sentences[1]), "{day:?} {link:?}");
    }
}
