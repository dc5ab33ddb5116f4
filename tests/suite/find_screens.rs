//! The search over everything on the screen, in both languages: opened from anywhere, left without a trace.

use afterdesk::domain::settings::Language::{English, Korean};
use rstest::rstest;

use crate::pilot::Pilot;

#[test]
fn what_is_typed_is_found_opened_and_left_again() {
    let mut pilot = Pilot::demo(Korean);
    let before = pilot.screen();
    pilot.press("ctrl-f").sees("전체 검색").sees("티켓 번호(#12)").sees("초성(ㄱㅎㄴ)");
    pilot
        .type_in("ㅎㅈㅁ")
        .sees("#17")
        .sees("한지민")
        .sees("INV/2026/00009")
        .sees("586,850원")
        .sees("미결제");
    pilot.press("esc");
    assert_eq!(pilot.screen(), before, "Esc brings back what was there");
    pilot.press("ctrl-f").type_in("nb14-2601").sees("로트/일련번호").sees("최은지");
    pilot.press("enter").sees("NB14-2601").sees("S00001").press("esc");
    assert_eq!(pilot.screen(), before, "and so does Esc from what was opened");
}

#[rstest]
#[case("ㅊㅇㅈ", "down down down enter", "최은지")]
#[case("#15", "enter", "모니터 불량 화소")]
#[case("INV/2026/00005", "enter", "Invoice INV/2026/00005")]
#[case("00005", "down down down enter", "INV/2026/00005")]
#[case("S00001", "enter", "S00001")]
#[case("WH/OUT/00003", "enter", "WH/OUT/00003")]
#[case("sorry2026b4m9", "enter", "SORRY-2026-B4M9")]
#[case("SN", "enter", "")]
#[case("jimin.han@example.kr", "enter", "한지민")]
#[case("0105555 0107", "enter", "C007")]
#[case("로봇청소기", "end enter", "RV-10")]
fn enter_opens_what_is_selected(#[case] typed: &str, #[case] keys: &str, #[case] expected: &str) {
    let mut pilot = Pilot::demo(English);
    pilot.press("ctrl-f").type_in(typed);
    pilot.press(keys).sees(expected);
    if !expected.is_empty() {
        pilot.sees_no("Search everything");
    }
    pilot.press("esc esc");
    assert!(!pilot.app.done);
}

#[test]
fn it_opens_over_pages_forms_and_lists() {
    let mut pilot = Pilot::demo(English);
    for (there, typed, opened) in [
        ("enter", "S00001", "최은지"),
        ("r", "#15", "모니터 불량 화소"),
        ("enter o", "#3", "무선청소기"),
        ("f12", "#3", "무선청소기"),
        ("?", "#3", "무선청소기"),
        ("n", "#3", "무선청소기"),
    ] {
        pilot.ticket(15).press(there);
        let before = pilot.screen();
        pilot
            .press("ctrl-f")
            .sees("Search everything")
            .type_in(typed)
            .press("enter")
            .sees(opened)
            .press("esc");
        assert_eq!(pilot.screen(), before, "{there}");
        pilot.press("esc esc esc esc esc");
    }
    // What was typed into a form stays there.
    pilot.ticket(15).press("i").type_in("Rang twice").press("ctrl-f").type_in("#3").press("enter esc");
    pilot.sees("Rang twice");
}

#[test]
fn a_question_is_answered_before_anything_is_searched() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r f2 f2").sees("this is what will be written");
    pilot.press("ctrl-f").sees_no("Search everything").sees("this is what will be written");
}

#[test]
fn the_palette_offers_it_and_opens_a_ticket_by_its_number() {
    for (language, title, open) in
        [(English, "Search everything", "Open ticket #15"), (Korean, "전체 검색", "티켓 #15 열기")]
    {
        let mut pilot = Pilot::demo(language);
        pilot.press("ctrl-p").type_in(title).press("enter").sees(title).press("esc");
        pilot.press("ctrl-p").type_in("#15").sees(open).press("enter").sees("모니터 불량 화소").press("esc");
        let before = pilot.screen();
        pilot.press("ctrl-p").type_in("#999").press("enter").sees("999").sees("USB-C");
        pilot.press("j k");
        assert_eq!(pilot.screen(), before, "an unknown number leaves the screen");
    }
}

#[test]
fn a_number_that_no_ticket_has_says_so() {
    let mut pilot = Pilot::demo(English);
    pilot
        .press("/")
        .type_in("#999")
        .sees("There is no ticket #999 that you see")
        .sees("Ctrl-F also searches");
    pilot.press("esc ctrl-f").type_in("#999").sees("There is no ticket #999 that you see");
    pilot.press("enter").sees("Search everything").press("esc");
    let mut pilot = Pilot::demo(Korean);
    pilot.press("/").type_in("#999").sees("티켓 #999가 없거나 볼 수 없습니다").press("esc ctrl-f");
    pilot.type_in("없는말").sees("‘없는말’에 맞는 것이 없습니다").sees("쿠폰 코드");
}

#[test]
fn initials_are_text_where_one_types_and_keys_elsewhere() {
    let mut pilot = Pilot::demo(Korean);
    pilot.press("/").type_in("ㅊㅅㄱ").sees("카페 청소기").sees("로봇청소기 반품").sees_no("USB-C");
    pilot.press("esc").type_in("ㄱ").sees("환불 #24");
    // In the picker of a form's customer as well.
    let mut pilot = Pilot::demo(Korean);
    pilot.press("n").press("tab tab").type_in("ㅇㄱㄹ").sees("윤가람").sees_no("한지민");
}

#[test]
fn an_agent_finds_the_tickets_of_its_teams() {
    let sandbox = crate::pilot::demo();
    let options = crate::pilot::options(sandbox.db(), Korean);
    let options = afterdesk::tui::Options { login: Some("emily".into()), ..options };
    let mut pilot = Pilot::with(options, sandbox);
    pilot.press("ctrl-f").type_in("ㅎㅈㅁ").sees("한지민").sees_no("#17");
    pilot.press("ctrl-u").type_in("#17").sees("볼 수 없습니다");
}

#[rstest]
#[case(80, 24)]
#[case(60, 20)]
#[case(200, 60)]
fn it_fits_every_size(#[case] width: u16, #[case] height: u16) {
    for language in [English, Korean] {
        let mut pilot = Pilot::demo(language).sized(width, height);
        for typed in ["", "ㅎㅈㅁ", "zzz", "#9", "e"] {
            let screen = pilot.press("ctrl-f").type_in(typed).screen();
            assert!(screen.lines().all(|l| afterdesk::text::cells::width(l) <= width.into()), "{screen}");
            pilot.press("esc");
        }
    }
}

#[test]
fn what_was_viewed_is_walked_back_and_forward() {
    for (language, none) in [(English, "Nothing was viewed before"), (Korean, "먼저 본 것이 없습니다")]
    {
        let mut pilot = Pilot::demo(language);
        pilot.press("ctrl-o").sees(none);
        pilot.ticket(15).press("enter o").sees("정우성").press("esc esc");
        pilot.press("ctrl-f").type_in("S00001").press("enter").sees("S00001").press("esc");
        let desk = pilot.screen();
        pilot.press("ctrl-o").sees("S00001").press("ctrl-o").sees("C003").press("alt-left").sees("#15");
        pilot.press("ctrl-o").sees(none).sees("#15");
        pilot.press("ctrl-g").sees("C003").press("alt-right").sees("S00001").press("esc");
        assert_eq!(pilot.screen(), desk, "one Esc leads back to where the walk began");
        // On the way back something else is opened: what lay ahead is gone.
        pilot
            .press("ctrl-o ctrl-o")
            .sees("C003")
            .press("ctrl-f")
            .type_in("S00004")
            .press("enter")
            .sees("S00004");
        pilot.press("ctrl-g").sees("S00004").press("ctrl-o").sees("C003");
        // In a form the keys do nothing.
        pilot.press("e ctrl-o").sees(if language == English { "Edit customer" } else { "고객" });
    }
}
