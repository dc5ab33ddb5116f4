//! Coupon programs on the screen: listed, made, changed, archived; what goes wrong is told under its field.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::{Pilot, options};

/// The list of programs.
fn programs(pilot: &mut Pilot) {
    pilot.press("ctrl-p").type_in("coupon programs").press("enter");
}

#[test]
fn programs_are_listed_from_palette_and_settings() {
    let mut pilot = Pilot::demo(English).sized(200, 60);
    programs(&mut pilot);
    pilot.sees("Goodwill ₩10,000").sees("Archived").sees("~ 2026-10-05").sees("20% on your order");
    let mut pilot = Pilot::demo(Korean);
    pilot.press(":").type_in("환경설정").press("enter").sees("쿠폰 프로그램").press("4");
    pilot.sees("추석 감사 쿠폰").sees("보관됨").sees("새 프로그램");
}

#[test]
fn a_program_is_made_with_its_first_reward_changed_and_archived() {
    let mut pilot = Pilot::demo(English);
    programs(&mut pilot);
    pilot.press("f2").sees("New coupon program").press("f2").sees("This field is empty").type_in("Summer");
    pilot.press("tab tab").type_in("2026-12-31").press("tab").type_in("50");
    // Six fields on is the reward's own tab.
    pilot.press("tab tab tab").sees("Reward").sees("Discount in").press("tab tab").type_in("15").press("f2");
    pilot.sees("Coupon Program Summer  [Active]").sees("15% on your order").sees("0 of 50 orders");
    pilot.sees("~ 2026-12-31").sees("(an order need not hold anything)");
    // A rule is added, changed and removed.
    pilot.press("a").sees("3  Add Rule").press("3").sees("Minimum amount").type_in("30,000").press("f2");
    pilot.sees("₩30,000").sees("with tax").press("a 4").sees("30000").press("tab right").press("f2");
    pilot.sees("without tax").press("a 4 f3").sees("Remove Rule: this is what will be written").press("f2");
    pilot.sees_no("₩30,000");
    // A second reward: a free product.
    pilot.press("a 4").sees("Reward").press("right").sees("Free product *").press("tab").type_in("CB-C2");
    pilot.press("enter f2").sees("1 × CB-C2").press("a 5").sees("1  15% on your order").press("2");
    pilot.sees("[F3 Remove Reward]").press("f3 f2").sees_no("1 × CB-C2");
    pilot.press("f3").sees("[Archived]").sees("Bring back").press("f3").sees("[Active]");
    pilot.press("e").sees("Edit coupon program").press("ctrl-u").type_in("Autumn").press("f2").sees("Autumn");
    pilot.press("esc").sees("Autumn");
    pilot.sandbox.check();
}

#[test]
fn fields_of_a_reward_come_and_go_with_what_it_gives() {
    let mut pilot = Pilot::demo(Korean);
    programs_ko(&mut pilot);
    pilot.press("j j enter").sees("Goodwill ₩10,000").press("j j enter").sees("[F3 혜택 삭제]");
    pilot.sees("적용 대상").sees("10,000").sees_no("최대 할인액 ").sees_no("수량");
    pilot.press("tab left").sees("최대 할인액").press("tab").type_in("120");
    pilot.sees("범위를 벗어납니다. 0에서 100 사이의 수를").press("f2").sees("0에서 100 사이");
    pilot.press("ctrl-u").type_in("12.5").press("tab right right").sees("품목 *").press("f2");
    pilot.sees("비어 있는 항목입니다").type_in("CB-C2").press("enter f2").sees("12.5%").sees("CB-C2");
    pilot.sandbox.check();
}

fn programs_ko(pilot: &mut Pilot) {
    pilot.press("ctrl-p").type_in("쿠폰 프로그램").press("enter");
}

#[test]
fn what_is_wrong_with_a_program_stands_under_its_field() {
    for (language, dates, link, whole, taken) in [
        (English, "This contradicts 2026-12-31", "https://shop.example/c/{code}", "whole number", "taken"),
        (Korean, "2026-12-31과 맞지 않습니다", "https://shop.example/c/{code}", "정수", "이미"),
    ] {
        let mut pilot = Pilot::demo(language);
        pilot.press("ctrl-p").type_in("coupon programs").press("enter f2").type_in("Goodwill ₩10,000");
        pilot.press("tab").type_in("2026-12-31").press("tab").type_in("2026-12-01").sees(dates);
        pilot.press("ctrl-u").type_in("2027-01-31").sees_no(dates);
        pilot.press("tab").type_in("1.5").sees(whole).press("ctrl-u").type_in("0").sees("0");
        pilot.press("f2").sees("“0”".trim_matches(['“', '”'])).press("ctrl-u").type_in("5");
        pilot.press("tab left tab").type_in("https://x.kr/c").sees("https://shop.example/c/");
        pilot.press("f2").sees(link).press("ctrl-u").type_in("https://x.kr/{code}").sees_no("shop.example");
        pilot.press("f2").sees(taken).press("ctrl-u").type_in("Own").press("f2").sees("https://x.kr/{code}");
        pilot.sandbox.check();
    }
}

#[test]
fn the_only_reward_of_a_program_stays_and_says_why() {
    let mut pilot = Pilot::demo(English);
    programs(&mut pilot);
    pilot.press("j j j enter").sees("Spring sale 5%").press("a 5").sees("[F3 Remove Reward]").press("f3");
    pilot.sees("would give nothing").sees("add another one").press("esc").sees("5% on the cheapest");
    let (code, _) = pilot.sandbox.refused(&["program", "edit", "Spring sale 5%", "--remove-reward", "1"]);
    assert_eq!(code, "wrong_state");
    pilot.sandbox.check();
}

#[test]
fn who_may_not_settle_sees_the_programs_and_why_nothing_can_be_changed() {
    let sandbox = crate::pilot::demo();
    let start = afterdesk::tui::Options { login: Some("emily".into()), ..options(sandbox.db(), English) };
    let mut pilot = Pilot::with(start, sandbox);
    programs(&mut pilot);
    pilot.sees("Goodwill").sees("New Program  ").sees("Settings").press("f2").sees("✗");
    pilot.sees_no("New coupon program").press("j enter").sees("[Active]").press("a 2").sees("✗");
    // Nor by a row of the tables.
    pilot.press("j enter").sees("✗").sees_no("[F2 Save]");
}

#[test]
fn programs_show_all_that_matters_on_small_and_large_screens() {
    for (width, height) in [(80, 24), (200, 60)] {
        for language in [English, Korean] {
            let mut pilot = Pilot::demo(language).sized(width, height);
            pilot.press("ctrl-p").type_in("coupon programs").press("enter").sees("Goodwill ₩10,000");
            pilot.press("j j enter").sees("₩10,000").sees("1").press("a").press("esc");
            let screen = pilot.screen();
            assert!(!screen.contains('…'), "{screen}");
        }
    }
}
