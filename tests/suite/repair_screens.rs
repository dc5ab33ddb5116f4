//! Repairs on the screen: sent from a ticket, worked through to their end, quoted and sent; what goes wrong is told
//! under its field, and whoever made one sees it.

use afterdesk::domain::settings::Language;
use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::{Pilot, demo, options};

/// The sample data as another agent sees it.
fn agent(login: &str, language: Language) -> Pilot {
    let sandbox = demo();
    let mut options = options(sandbox.db(), language);
    options.login = Some(login.to_owned());
    Pilot::with(options, sandbox)
}

#[test]
fn a_repair_is_confirmed_within_four_keys_and_its_short_stock_is_asked() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(13).press("enter").sees("p Repair").press("p").sees("Create a Repair order #13");
    pilot.sees("B2607").sees("6 months, until 2027-04-28").sees("156 days left").sees("[✓]");
    pilot.press("f2").sees("Only 0 of BT-V200 B2607 is in WH/Stock").sees("+ Repair WH/RO/00001 (new)");
    pilot.press("f2").sees("Repair WH/RO/00001  [Confirmed]").sees("F2  Start Repair");
    pilot.press("esc").sees("Repairs 1  [4]").press("4").sees("Repair WH/RO/00001  [Confirmed]");
    pilot.sandbox.check();
}

#[test]
fn its_parts_are_added_used_and_written_off() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.ticket(9).press("enter p f2").sees("WH/RO/00001  [Confirmed]").sees("No parts.");
    pilot.press("e").press("tab tab tab tab tab tab tab tab").sees("[ Parts ]").sees("Parts that go in");
    // The picker searches as one types; what is there of each stands beside it.
    pilot.type_in("headset").press("enter").sees("HS-9").sees("In stock").sees("Add");
    pilot.press("tab").type_in("keyboard").press("enter").sees("KB-M1 Mechanical").sees("Remove");
    // Two go in.
    pilot
        .press("tab")
        .type_in("2")
        .press("right")
        .sees("[Add]")
        .press("down")
        .sees("[Remove]")
        .press("space");
    pilot.sees("[Recycle]").press("enter").sees("[Add]").press("enter").sees("[Remove]").press("f2");
    pilot.sees("Repair WH/RO/00001 changed").sees("Reserved").press("f2").sees("[Under repair]");
    // One is used of the two: ending asks.
    pilot.press("e").press("tab tab tab tab tab tab tab tab tab tab").press("right right right").type_in("1");
    pilot.press("f2").sees("Partly reserved").press("f2").sees("Less is used than demanded of HS-9");
    pilot
        .sees("~ Part HS-9 used 1, location WH/Stock → Production, with WH/RO/00001")
        .press("f2")
        .sees("[Repaired]")
        .sees("F2  Create Quotation");
    pilot.press("e").sees("WH/RO/00001 is done");
    pilot.sandbox.check();
}

#[test]
fn a_quotation_follows_the_warranty_and_is_sent_from_the_repair() {
    let mut pilot = Pilot::demo(Korean).sized(120, 36);
    pilot.ticket(13).press("enter p").press("tab tab tab tab tab tab tab tab tab");
    pilot.sees("[ 부품 ]").type_in("필터").press("enter").sees("FT-A30").press("f3");
    pilot.sees("견적서 S").sees("[견적서]").sees("0원").sees("수리  WH/RO/00001");
    pilot.press("esc 4").sees("F2  수리 확인").sees("견적서  S").sees("F3  견적서 이메일로 보내기");
    // Whoever pays pays the price.
    pilot.press("e").press("tab tab tab tab tab space").sees("[ ]").press("f2");
    pilot.press("f3").sees("이메일로 보내기").sees("35,200원").press("f2").sees("[보낸 견적서]");
    let mails = pilot.sandbox.ok(&["outbox", "list"]);
    assert_eq!(mails.as_array().unwrap().len(), 1, "{mails}");
    pilot.sandbox.check();
}

#[test]
fn mistakes_stand_under_their_fields_in_both_languages() {
    for (language, zero, lot, day, negative) in [
        (English, "“0” is not above zero", "This field is empty", "2026-02-30", "can't be below zero"),
        (Korean, "0보다 큰", "비어 있는", "2026-02-30", "0보다 작을 수 없습니다"),
    ] {
        let mut pilot = Pilot::demo(language).sized(120, 36);
        // Of goods that are tracked, which one.
        pilot.ticket(13).press("enter p tab tab delete f2").sees(lot);
        pilot.press("esc").press("f2").press("esc esc");
        pilot.ticket(9).press("enter p tab tab").type_in("0").press("f2").sees(zero).type_in("1");
        pilot.press("tab tab tab").type_in("2026-02-30").press("f2").sees(day).sees_no("WH/RO/");
        pilot.press("ctrl-u").type_in("+7d").press("tab tab tab").type_in("headset").press("enter");
        pilot.press("tab tab").type_in("-1").press("f2").sees(negative).sees_no("WH/RO/");
        pilot.type_in("1").press("f2").sees("WH/RO/00001");
        pilot.sandbox.check();
    }
}

#[test]
fn tags_are_picked_or_made_while_typing() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.ticket(9).press("enter p tab tab tab tab tab tab tab").type_in("keycaps, lou").press("enter");
    pilot.sees("+ New tag “lou”").type_in("d").press("enter").sees("keycaps, loud").press("f2");
    pilot.sees("keycaps, loud").press("esc");
    // From then on they are there to be picked.
    pilot
        .press("p")
        .sees("It is in repair already: WH/RO/00001.")
        .press("tab tab tab tab tab tab tab enter")
        .sees("[ ] audio")
        .type_in("key")
        .sees("[ ] keycaps");
    pilot.press("space").sees("[✓] keycaps").press("enter").sees("keycaps,").press("f2").sees("WH/RO/00002");
    pilot.sandbox.check();
}

/// Four eyes: whoever made a repair opens it by the smart button and the timeline, and no other.
#[test]
fn who_made_it_sees_it_without_any_right_on_repairs() {
    let mut pilot = agent("seoyeon", Korean);
    pilot.ticket(3).press("enter p f2").press("f2").sees("WH/RO/00001  [확인됨]").sees("F2  수리 시작  ");
    pilot.press("f2").sees("권한").press("f6").sees("권한");
    pilot.sandbox.ok(&["user", "set", "seoyeon", "--revoke", "repair"]);
    pilot.press("esc").sees("p 수리  ").sees("수리 1  [4]").press("4").sees("WH/RO/00001  [확인됨]");
    pilot.press("e").sees("권한").press("esc end enter").sees("WH/RO/00001");
    let sandbox = pilot.sandbox;
    for (login, sees) in [("seoyeon", true), ("junho", true), ("daniel", false)] {
        let ran = sandbox.run(&["--as", login, "repair", "show", "WH/RO/00001"]);
        assert_eq!(ran.exit == 0, sees, "{login}: {}", ran.err);
    }
}

#[test]
fn the_list_of_repairs_has_views() {
    let mut pilot = agent("junho", English).sized(120, 30);
    pilot.ticket(13).press("enter p f2 f2").sees("[Confirmed]").press("f2").sees("[Under repair]");
    pilot.ticket(15).press("esc esc enter p f2 f2").sees("WH/RO/00002  [Confirmed]");
    pilot.sandbox.ok(&["repair", "edit", "WH/RO/00002", "--date", "2026-11-01", "--responsible", ""]);
    pilot.press("f6").sees("Repairs · Open  2").sees("2026-11-01 (late)");
    pilot.press("f").sees("Late").sees("Nobody’s").sees("Repaired").press("3").sees("Repairs · Late  1");
    pilot.sees_no("WH/RO/00001").press("enter").sees("Repair WH/RO/00002").sees("(late)").press("esc");
    pilot.sees("Repairs · Late  1").press("f 2").sees("Repairs · Mine  1").sees("WH/RO/00001");
    pilot.press("f 8").sees("Repairs · Repaired  0").sees("No repair here");
}

/// A return that came brings its product, its lot and its quantity.
#[test]
fn what_came_back_goes_on_to_repair() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.ticket(21).press("enter t f2").sees("Receipt WH/IN/00003").press("p");
    pilot.sees("Create a Repair order #21").sees("HS-9").sees("Quantity *          8").press("f2");
    pilot.sees("Repair WH/RO/00001").sees("Return  WH/IN/00003");
    pilot.sandbox.check();
}

/// What is shown is what is done: somebody else's change of a part meanwhile is told.
#[test]
fn a_part_that_changed_meanwhile_is_told_before_the_repair_ends() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    let r = "WH/RO/00001";
    pilot.sandbox.ok(&["repair", "create", "--ticket", "9", "--part", "add:CB-C2=2", "--confirm"]);
    pilot.sandbox.ok(&["repair", "start", r]);
    pilot.ticket(9).press("enter 4 f2").sees("CB-C2 used 2");
    pilot.sandbox.ok(&["repair", "edit", r, "--change-part", "1=50", "--done", "1=50"]);
    pilot.press("f2").sees("[Under repair]").sees("changed");
    assert_eq!(pilot.sandbox.ok(&["repair", "show", r])["state"], "under_repair");
}

/// Lines that are left out come back as they stood, a second choice adds to the first, and what was typed waits
/// however the form is opened again.
#[test]
fn nothing_typed_into_parts_is_lost() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    let back = pilot.sandbox.ok(&["return", "create", "--ticket", "9", "--line", "1=1"]);
    let back = back["returns"][0]["number"].as_str().unwrap().to_owned();
    pilot.ticket(9).press("enter p tab tab tab tab tab tab tab tab").type_in("headset").press("enter");
    pilot.type_in("CB-C2").press("enter").sees("HS-9").sees("CB-C2").press("tab tab").type_in("3").press("d");
    pilot.sees("(left out) 1 HS-9").press("up u").sees_no("(left out)").sees("3         Add");
    pilot.press("esc f2");
    pilot.press("3").sees(&back).press("p").sees("What you typed before is back").sees(&back);
    pilot.press("tab tab tab tab tab tab tab tab").sees("CB-C2").sees("3         Add");
}
