//! Reports on the screen, in both languages: keys in, text out.

use afterdesk::domain::settings::Language::{English, Korean};
use afterdesk::text::cells::width;
use rstest::rstest;

use crate::pilot::{Pilot, options};
use crate::reports::busy;

/// The interface at the list of reports.
fn reports(language: afterdesk::domain::settings::Language, name: &str) -> Pilot {
    let mut pilot = Pilot::new(busy(), language);
    pilot.press(":").type_in(name).press("enter");
    pilot
}

#[test]
fn a_figure_opens_its_rows_and_a_row_what_it_is() {
    let mut pilot = reports(English, "reports");
    pilot.sees("› Reports").sees("▸Refunds").sees("Coupon discounts").press("enter");
    pilot.sees("Refunds · 2026-11").sees("Split by  Reason").sees("▸Amount").sees("KRW ──").sees("USD ──");
    pilot.sees("▸Defective").sees("₩1,398,100").sees("$525.00").sees("████");
    pilot.press("enter").sees("Defective · Amount").sees("One row: ₩1,398,100").sees("RINV/2026/00003");
    pilot
        .press("enter")
        .sees("Reference  Reversal of INV/2026/00005")
        .press("esc")
        .sees("One row: ₩1,398,100")
        .press("esc");
    // Back at the same line, and further to the total of the other currency.
    pilot
        .sees("▸Defective")
        .press("end")
        .sees("▸Total")
        .press("enter")
        .sees("Total · Amount")
        .sees("3 rows: $525.00");
    pilot.press("esc left").sees("▸Credit notes").press("enter").sees("Total · Credit notes").sees("3 rows");
}

#[test]
fn the_same_in_korean() {
    let mut pilot = reports(Korean, "보고서");
    pilot.sees("› 보고서").press("enter");
    pilot
        .sees("환불 · 2026년 11월")
        .sees("▸불량")
        .sees("사유 없음")
        .sees("1,398,100원")
        .sees("합계")
        .sees("▸금액");
    pilot.press("enter").sees("불량 · 금액").sees("1건: 1,398,100원").press("esc");
    // The keys of a Hangul keyboard: ㅠ is b, ㅈ is w.
    pilot
        .press("ㅠ")
        .sees("구분  품목")
        .press("ㅈ")
        .sees("2026년 4분기")
        .press("ㅈ")
        .sees("환불 · 2026년")
        .press("ㅈ");
    pilot.sees("전체 기간").sees("로봇청소기");
}

#[test]
fn periods_and_dimensions_are_stepped_through() {
    let mut pilot = reports(English, "reports");
    pilot.press("j enter").sees("Coupons · 2026-11").sees("Goodwill ₩10,000");
    pilot
        .press("[")
        .sees("Coupons · 2026-10")
        .sees("Nothing in this period")
        .press("] ]")
        .sees("Coupons · 2026-12");
    pilot
        .press("t")
        .sees("Coupons · 2026-11")
        .press("w")
        .sees("2026 Q4")
        .press("[")
        .sees("2026 Q3")
        .press("w");
    pilot
        .sees("Coupons · 2026 ")
        .press("w")
        .sees("All time")
        .press("[")
        .sees("All time")
        .sees("Spring sale")
        .sees_no("2026-11");
    pilot.press("tab").sees("Split by  Agent").sees("Nobody").press("right").sees("▸Used");
    pilot.press("b b b").sees("Split by  Coupon Program").sees("▸Used");
}

#[test]
fn a_team_or_an_agent_is_chosen_as_a_view() {
    let mut pilot = reports(English, "reports");
    pilot.press("enter f").sees("Everybody").sees("Customer Care").press("2");
    pilot.sees("Helpdesk team  Customer Care").sees("USD ──").sees_no("KRW ──");
    pilot.press("end enter").sees("3 rows: $525.00").press("esc f").sees("박준호").press("6");
    pilot
        .sees("Agent     junho")
        .sees("₩1,398,100")
        .sees_no("USD ──")
        .press("f 1")
        .sees("USD ──")
        .sees("KRW ──");
}

#[test]
fn what_others_do_shows_up() {
    let mut pilot = reports(English, "reports");
    pilot.press("enter").sees("$525.00");
    let args = [
        "--as",
        "sarah",
        "refund",
        "create",
        "--ticket",
        "9",
        "--amount",
        "7",
        "--reason",
        "Defective",
        "--post",
    ];
    pilot.sandbox.ok(&args);
    pilot.app.tick();
    pilot.sees("$532.00");
}

#[rstest]
#[case(80, 24)]
#[case(60, 20)]
#[case(200, 60)]
fn every_report_fits_every_size(#[case] columns: u16, #[case] rows: u16) {
    for language in [English, Korean] {
        let mut options = options(busy().db(), language);
        options.ascii = columns == 60;
        let sandbox = busy();
        options.database = sandbox.db();
        let mut pilot = Pilot::with(options, sandbox).sized(columns, rows);
        for report in 0..9 {
            pilot.press(":").type_in("reports").press("enter");
            pilot.press(&"j ".repeat(report)).press("enter w w w");
            for _ in 0..6 {
                let screen = pilot.press("b end").screen();
                assert!(screen.lines().all(|line| width(line) <= columns.into()), "{screen}");
                let total = if language == English { "Total" } else { "합계" };
                assert!(screen.contains(total), "{report}:\n{screen}");
                if columns == 60 {
                    assert!(!screen.contains('█'), "{screen}");
                }
                if columns == 200 {
                    assert!(screen.contains(&"█".repeat(40)), "{report}:\n{screen}");
                }
            }
            pilot.press("esc esc");
        }
    }
}
