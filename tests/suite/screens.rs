//! Screens: keys in, text out, in both languages.

use afterdesk::domain::settings::Language::{English, Korean};
use ratatui::style::Color;
use rstest::rstest;

use crate::pilot::{Pilot, demo, options, text};
use crate::sandbox::{CASES, INV12, Sandbox};

#[test]
fn opens_on_the_queue_with_counts_and_hints() {
    Pilot::demo(English)
        .sees("Desk › All open (18)")
        .sees("Headset ear pads")
        .sees("r Refund")
        .sees("? Help");
    Pilot::demo(Korean)
        .sees("데스크 › 열린 티켓 전체 (18)")
        .sees("USB-C 케이블")
        .sees("r 환불")
        .sees("? 도움말");
}

#[test]
fn a_draft_in_two_keys_and_a_posted_refund_in_six() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r f2").sees("Credit note id:").sees("[Draft]");
    pilot.press("f2").sees("this is what will be written").sees("residual ₩1,398,100 → ₩0");
    pilot.press("f2").sees("[Posted] [Paid]").sees("RINV/2026/00003");
    pilot.press("esc enter").sees("#15").sees("Credit Notes 1");
    pilot.sandbox.check();
}

#[test]
fn a_hangul_keyboard_presses_the_same_keys() {
    let mut pilot = Pilot::demo(Korean);
    pilot.ticket(15).press("ㄱ f2").sees("대변전표 id:").sees("[초안]");
    pilot.press("f2 f2").sees("[발행됨]").press("ㅂ").sees("모니터 불량 화소");
    // ㅓ and ㅏ move as j and k do; a committed syllable stands for its keys.
    let mut pilot = Pilot::demo(Korean);
    pilot.sees("▸    24");
    let before = pilot.screen();
    pilot.press("ㅓ ㅓ ㅏ").sees("▸    23");
    assert_ne!(pilot.screen(), before);
    pilot.press("ㅎㅎ".split("").collect::<Vec<_>>().join(" ").as_str());
    assert_eq!(pilot.screen(), before, "g g is ㅎ ㅎ");
}

#[test]
fn search_finds_two_syllables_as_they_are_typed_and_esc_shows_all_again() {
    let mut pilot = Pilot::demo(Korean);
    pilot.press("/").type_in("청소").sees("‘청소’ 검색").sees("카페 청소기").sees_no("USB-C");
    pilot.type_in("기 배송").sees("청소기 배송이").sees_no("카페 청소기");
    pilot.press("enter").sees("#17").press("esc").sees("‘청소기 배송’ 검색");
    pilot.press("esc").sees("열린 티켓 전체 (18)").sees("USB-C");
    pilot.press("/").type_in("없는말").sees("맞는 티켓이 없습니다");
}

#[test]
fn views_are_chosen_by_a_digit() {
    let mut pilot = Pilot::demo(English);
    pilot.press("f 2").sees("Unassigned (7)");
    pilot.press("f 6").sees("Every ticket (24)");
    pilot.press("f 1").sees("My tickets (0)").sees("No ticket is in this view");
    pilot.press("f").sees("고객지원").press("esc").sees("My tickets");
}

#[test]
fn wide_screens_show_list_and_detail_side_by_side() {
    let mut pilot = Pilot::demo(English).sized(200, 60);
    pilot.sees("Headset ear pads").sees("Is this covered by the warranty?").sees("Timeline");
    pilot.press("j").sees("두 개 주문했는데").press("tab enter").sees("After-Sales");
}

#[rstest]
#[case(80, 24)]
#[case(60, 20)]
#[case(120, 40)]
#[case(200, 60)]
fn every_layer_fits_every_size(#[case] width: u16, #[case] height: u16) {
    for language in [English, Korean] {
        let mut pilot = Pilot::demo(language).sized(width, height);
        let walk = [
            "", "?", "esc", ":", "esc", "f", "esc", "r", "tab", "enter", "esc", "esc", "n", "esc", "e",
            "esc", "i", "esc", "a", "esc", "s", "esc", "o", "esc", "enter", "enter", "esc",
        ];
        for keys in walk {
            let screen = pilot.press(keys).screen();
            assert!(screen.lines().all(|l| afterdesk::text::cells::width(l) <= width.into()), "{screen}");
        }
    }
}

#[test]
fn a_window_that_is_too_small_says_so_and_comes_back() {
    let mut pilot = Pilot::demo(English).sized(59, 20);
    pilot.press("r").sees("too small").sees("60 columns");
    pilot.size = (1, 1);
    pilot.screen();
    pilot.size = (80, 24);
    pilot.sees("Refund #24");
}

#[test]
fn the_way_back_leads_to_the_exact_place() {
    let mut pilot = Pilot::demo(English).sized(80, 40);
    pilot.ticket(15).press("enter o").sees("정우성").sees("Sales Orders");
    pilot.press("j enter");
    let inside = pilot.screen();
    pilot.press("esc").sees("Sales Orders");
    let card = pilot.screen();
    pilot.press("enter");
    assert_eq!(pilot.screen(), inside);
    pilot.press("esc");
    assert_eq!(pilot.screen(), card);
    pilot.press("esc").sees("모니터 불량 화소").press("esc").sees("All open");
}

#[test]
fn documents_link_both_ways() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r f2 f2 f2").sees("RINV/2026/00003");
    // Down to the invoice that it reverses, and from there back to the credit note.
    pilot.press("j j enter").sees("Invoice INV/2026/00005").sees("[Reversed]").sees("Reversed by");
    pilot.press("esc").sees("RINV/2026/00003");
    pilot.press("esc esc").sees("All open");
}

#[test]
fn language_and_theme_switch_live() {
    let mut pilot = Pilot::demo(English);
    pilot.press("r").sees("Reversal date").press("f9").sees("역분개 날짜").press("f9").sees("Reversal date");
    pilot.press("esc ctrl-p").type_in("theme").press("enter").sees("Theme: light");
}

#[test]
fn help_and_palette_find_and_run() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("?").type_in("internal").press("enter").sees("Internal note #15");
    pilot.press("esc ctrl-p").type_in("refund").press("enter").sees("Refund #15");
    let mut pilot = Pilot::demo(Korean);
    pilot.ticket(15).press(":").type_in("메모").press("enter").sees("내부 메모 #15");
}

#[test]
fn keys_that_may_follow_a_prefix_are_shown() {
    let mut pilot = Pilot::demo(English);
    pilot.press("j j g").sees("g To the first").press("g").sees_no("g To the first");
}

#[test]
fn text_from_outside_moves_no_cursor() {
    let sandbox = Sandbox::new(&[]);
    assert_eq!(sandbox.import(CASES).exit, 0);
    assert_eq!(sandbox.import(INV12).exit, 0);
    // Straight into the row: no door of ours lets it in.
    let store = rusqlite::Connection::open(sandbox.db()).unwrap();
    store.execute("UPDATE ticket SET subject = ?1 WHERE id = 1", ["\u{1b}[2J\u{7}evil\u{202e}"]).unwrap();
    drop(store);
    let mut pilot = Pilot::new(sandbox, English);
    pilot.sees("␛[2J␇evil");
    let screen = pilot.press("enter").screen();
    assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "{screen:?}");
}

#[test]
fn no_colour_codes_where_none_are_wanted() {
    let sandbox = demo();
    let plain = afterdesk::tui::Options { colourless: true, ..options(sandbox.db(), English) };
    let mut pilot = Pilot::with(plain, sandbox);
    for keys in ["", "r", "esc", "enter", "?"] {
        let (cells, _) = pilot.press(keys).cells();
        assert!(cells.content().iter().all(|c| c.fg == Color::Reset && c.bg == Color::Reset));
    }
}

#[test]
fn ascii_borders_use_no_sign_that_may_be_two_cells_wide() {
    let sandbox = demo();
    let ascii = afterdesk::tui::Options { ascii: true, ..options(sandbox.db(), English) };
    let mut pilot = Pilot::with(ascii, sandbox).sized(120, 40);
    for keys in ["", "r", "tab", "enter", "esc", "esc", "?", "esc", "f", "esc", "tab"] {
        let screen = pilot.press(keys).screen();
        let odd: String = screen.chars().filter(|c| "─│╭╮╰╯▸✓✗▾›·".contains(*c)).collect();
        assert!(odd.is_empty(), "{odd}:\n{screen}");
    }
}

#[test]
fn only_the_top_layer_has_the_caret_and_it_stands_behind_what_was_typed() {
    let mut pilot = Pilot::demo(Korean);
    assert_eq!(pilot.cells().1, None);
    pilot.press("/").type_in("청소");
    let (cells, caret) = pilot.cells();
    let (x, y) = caret.unwrap();
    let line = text(&cells).lines().nth(y.into()).unwrap().to_owned();
    assert_eq!(afterdesk::text::cells::width(&line), usize::from(x), "{line:?}");
    pilot.press("esc");
    assert_eq!(pilot.cells().1, None);
    // A vowel that an input method sends apart joins its consonant.
    pilot.press("/").type_in("처\u{11bc}");
    pilot.sees("청");
}

#[test]
fn a_mouse_selects_opens_and_presses() {
    let mut pilot = Pilot::demo(English).sized(130, 40);
    let row = |pilot: &mut Pilot, text: &str| {
        let screen = pilot.screen();
        u16::try_from(screen.lines().position(|l| l.contains(text)).unwrap()).unwrap()
    };
    let y = row(&mut pilot, "Refund has not ar");
    pilot.app.click((10, y).into());
    pilot.sees("#21 Refund has not arrived");
    let y = row(&mut pilot, "? Help");
    pilot.app.click((127, y).into());
    pilot.sees("keys that work here").press("esc");
    pilot.app.wheel(false);
    pilot.sees_no("#21 Refund has not arrived");
}

#[test]
fn what_others_write_shows_up_with_the_tick() {
    let mut pilot = Pilot::demo(English);
    pilot.screen();
    let mut other = pilot.other();
    let note =
        afterdesk::domain::command::Command::Note(afterdesk::domain::ids::TicketId(24), "Rang twice".into());
    other.execute(&note, &Default::default()).unwrap();
    pilot.press("enter").sees_no("Rang twice");
    pilot.app.tick();
    pilot.sees("Rang twice");
    pilot.app.dirty = false;
    pilot.app.tick();
    assert!(!pilot.app.dirty, "nothing changed, nothing is drawn");
}

#[test]
fn a_search_ends_where_it_began_and_a_new_one_begins_empty() {
    let mut pilot = Pilot::demo(English);
    pilot.press("j j").sees("▸    22").press("/").type_in("Ink").press("enter esc esc").sees("▸    22");
    pilot.press("/").type_in("#16").press("enter").sees("#16 Cancel my headset order").press("esc /");
    pilot.type_in("#15").press("enter").sees("#15");
    // Backspace in an empty search stays there: letters stay letters.
    pilot.press("esc / backspace backspace").type_in("q").sees("Search “q”");
    assert!(!pilot.app.done);
}

#[test]
fn a_read_only_desk_says_so() {
    let sandbox = demo();
    let start = afterdesk::tui::Options { readonly: true, ..options(sandbox.db(), Korean) };
    Pilot::with(start, sandbox).sees("[읽기 전용]");
}

#[test]
fn long_reasons_are_broken_not_cut() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r f2 f2 f2").sees("choose a\n     document that is not settled yet.");
}
