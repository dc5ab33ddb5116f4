//! Returns on the screen: made from a ticket, received by condition, refunded from what came, exchanged; what goes
//! wrong is told under its field.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::Pilot;

#[test]
fn a_return_is_made_received_and_refunded_by_keys() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(21).press("enter").sees("t Return").press("t").sees("Create a Return");
    pilot.sees("Delivery to Return *").sees("1 KB-M1").sees("WH/Stock").sees("[F2 Return]").press("f2");
    pilot.sees("Receipt WH/IN/00003  [Ready]").sees("Return of  WH/OUT/00003").press("f2");
    pilot.sees("Validate a transfer").sees("Damaged").press("f2");
    pilot.sees("S00003 delivered 18 → 0").sees("WH/IN/00003 state Ready → Done").press("f2").sees("[Done]");
    pilot.press("f").sees("Refund #21").sees("10 / $1,291.15").sees("(left out) 3 SV-CARE").press("f2");
    pilot.sees("Credit note").sees("[Draft]").press("esc esc").sees("Returns 1  [3]");
    // Nothing is left that could come back.
    pilot.press("t").sees("Everything of WH/OUT/00003 has come back");
    pilot.sandbox.check();
}

#[test]
fn an_exchange_makes_both_transfers_and_they_lead_to_each_other() {
    let mut pilot = Pilot::demo(Korean);
    pilot.ticket(21).press("enter t").sees("반품 만들기").sees("[F3 교환 반품]").press("f3");
    pilot.sees("입고 WH/IN/00003  [준비됨]").sees("교환 배송  WH/OUT/").press("x").sees("취소").press("f2");
    pilot.sees("[취소됨]");
    pilot.sandbox.check();
}

#[test]
fn more_than_is_left_is_told_under_the_lines() {
    for (language, told) in [
        (English, "Only 10 of KB-M1 can still come back"),
        (Korean, "KB-M1에서 반품할 수 있는 수량은 10입니다"),
    ] {
        let mut pilot = Pilot::demo(language).sized(120, 36);
        pilot.ticket(21).press("enter t tab tab").type_in("11").press("f2").sees(told);
    }
}

#[test]
fn reasons_are_kept_under_settings() {
    let mut pilot = Pilot::demo(English);
    pilot
        .press(":")
        .type_in("settings")
        .press("enter")
        .sees("Return reasons")
        .press("down down down down down down down down down down enter");
    pilot.sees("Changed mind / 단순 변심").press("enter").sees("English name *");
    pilot.press("ctrl-u").type_in("No longer wanted").press("f2").sees("No longer wanted / 단순 변심");
}

/// Korean names come first in Korean.
#[test]
fn reasons_are_offered_in_the_language_of_the_agent() {
    let mut pilot = Pilot::demo(Korean);
    pilot
        .ticket(21)
        .press("enter t tab tab tab tab tab")
        .sees("반품 만들기")
        .press("enter")
        .sees("단순 변심");
    pilot.press("down").press("enter").sees("불량  Defective");
}

/// From anywhere, also from within a form, a serial number opens its life.
#[test]
fn a_serial_number_opens_its_life_from_anywhere() {
    let sandbox = crate::pilot::demo();
    let lots = sandbox.ok(&["transfer", "list"]);
    let lines = lots.as_array().unwrap().iter().flat_map(|t| t["lines"].as_array().unwrap().clone());
    let lot = lines.filter_map(|l| l["lot"].as_str().map(str::to_owned)).next().unwrap();
    for (language, title) in [(English, "Lot/Serial Number"), (Korean, "로트/일련번호")] {
        let mut pilot = Pilot::new(crate::pilot::demo(), language);
        let end = &lot[lot.len() - 4..];
        pilot
            .press("f7")
            .sees(title)
            .type_in(end)
            .press("enter")
            .sees(&format!("{title} {lot}"))
            .press("esc");
        // What is typed into a form stays while one looks.
        pilot.ticket(7).press("enter i").type_in("Called").press("f7").type_in(end).press("enter");
        pilot.sees(&lot).press("esc").sees("Called");
    }
}

/// The difference of an exchange is told while it is chosen, settled by what fits it, and written only after its
/// preview.
#[test]
fn an_exchange_tells_its_difference_before_it_is_written() {
    for (language, owes, title) in
        [(English, "The customer gets", "Return for Exchange"), (Korean, "돌려받습니다", "교환 반품")]
    {
        let mut pilot = Pilot::demo(language).sized(120, 40);
        pilot.ticket(7).press("enter t");
        // The lines, where goods go, why; then the products that go out.
        pilot.press("tab tab tab tab tab tab").press("enter").type_in("MS-W2").press("space enter");
        pilot.sees(owes).press("f3").sees(title).sees("+").press("f2");
        let notes = pilot.sandbox.ok(&["invoice", "list"]);
        let drafts =
            notes.as_array().unwrap().iter().filter(|n| n["state"] == "draft" && n["kind"] == "credit_note");
        assert_eq!(drafts.count(), 1);
        pilot.sandbox.check();
    }
}

/// What is wrong with a table is told with its row, where the focus goes.
#[test]
fn a_wrong_row_is_named() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.ticket(21).press("enter t tab tab down").type_in("9").press("f2").sees("2 HS-9: Only 8 of HS-9");
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.ticket(21).press("enter t f2 f2 down").type_in("9").press("f2").sees("2 HS-9: “9” is more than");
    // What is damaged, then missing, is not there as new.
    pilot.press("ctrl-u").type_in("8").press("right").type_in("1").press("right").type_in("1");
    pilot.press("f2").sees("S00003 delivered 18 → 1").sees("missing 1");
}

/// A return is refunded as far as it came.
#[test]
fn no_more_is_refunded_than_came() {
    for (language, told) in [
        (English, "1 KB-M1: Only 2 came back with WH/IN/00003"),
        (Korean, "WH/IN/00003으로 돌아온 수량은 2입니다"),
    ] {
        let mut pilot = Pilot::demo(language).sized(120, 40);
        pilot.ticket(21).press("enter t tab tab").type_in("2").press("down d f2 f2 f2 f2 f");
        pilot.press("tab tab tab tab tab tab tab").type_in("9").press("f2").sees(told);
    }
}

/// A timeline entry of a return opens it; a settled exchange's replacement is not given up alone.
#[test]
fn entries_of_returns_open_them() {
    let mut pilot = Pilot::demo(English).sized(120, 40);
    pilot.ticket(21).press("enter t f2 esc").sees("Return: WH/IN/00003").press("down down down down enter");
    pilot.sees("WH/IN/00003").sees("[Ready]");
}

/// A confirmed order grows on the screen too; one with coupons says why not.
#[test]
fn a_confirmed_order_grows_on_the_screen() {
    let mut pilot = Pilot::demo(English).sized(120, 40);
    pilot.ticket(7).press("enter :").type_in("sales order").press("enter").sees("S00006").press("e");
    pilot
        .sees("FT-A30")
        .press("down")
        .type_in("5")
        .press("f2")
        .sees("WH/OUT/00013  [Waiting]")
        .sees("S00006 changed: total");
    pilot.sandbox.check();
}
