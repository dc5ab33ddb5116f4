//! Quotations and orders on the screen: made, changed, confirmed, given up, invoiced; what goes wrong is
//! told under its field.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::{Pilot, options};

/// The card of the customer of ticket 24, with the form of a new quotation over it.
fn new_quotation(pilot: &mut Pilot) {
    pilot.ticket(24).press("enter o n");
}

/// A quotation of one AP-30, from the customer's card.
fn quotation(pilot: &mut Pilot) {
    new_quotation(pilot);
    pilot.type_in("AP-30").press("enter f2");
}

#[test]
fn a_quotation_is_made_changed_confirmed_given_up_and_made_again() {
    let mut pilot = Pilot::demo(English);
    new_quotation(&mut pilot);
    pilot.sees("New Quotation").sees("Products to add *").sees("[F2 Create Quotation]");
    pilot.press("enter").type_in("AP-30").press("space ctrl-u").type_in("CB-C2").press("space enter");
    pilot.sees("1 AP-30").sees("2 CB-C2").sees_no("At most");
    pilot.press("tab").type_in("2").press("right").type_in("300,000").press("f2");
    pilot.sees("Quotation S00017  [Quotation]").sees("₩662,200").sees("Customer  Liam Carter (C010)");
    // Changed: one line less, and a price.
    pilot.press("f3").sees("Edit quotation").press("tab down").type_in("0").press("f2");
    pilot.sees("₩662,200").sees_no("CB-C2");
    pilot.press("f2").sees("Confirm: this is what will be written").sees("WH/OUT/").press("esc");
    pilot.sees("[Quotation]").press("f2 f2").sees("[Sales order]").sees("Deliveries").sees("[Ready]");
    pilot.press("x").sees("Cancel: this is what will be written").press("f2").sees("[Cancelled]");
    pilot.press("f2").sees("[Quotation]").sees("F2   Confirm");
    pilot.press("esc").sees("S00017");
    pilot.sandbox.check();
}

#[test]
fn an_order_is_invoiced_and_leads_to_its_invoice() {
    let mut pilot = Pilot::demo(Korean);
    new_quotation(&mut pilot);
    pilot.sees("새 견적서").type_in("SV-SHIP").press("enter f2").sees("견적서 S00017");
    pilot.press("f2").sees("확인: 실행하면 이렇게 기록됩니다").press("f2").sees("[판매주문]");
    pilot.press("f2").sees("[초안]").sees("S00017").press("esc").sees("[판매주문]");
    pilot.sees("청구서와 대변전표").sees("취소할 수 없습니다");
    // What is invoiced is not invoiced again.
    pilot.press("f2").sees("청구할 것이 없습니다");
    pilot.sandbox.check();
}

#[test]
fn a_ticket_with_a_customer_leads_to_a_new_quotation_by_its_name() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(24).press(":").type_in("new quotation").press("enter").sees("Products to add *");
}

#[test]
fn what_is_wrong_with_a_quotation_stands_under_its_field() {
    for (language, empty, below) in [
        (English, "This field is empty", "“-1” is below zero: give zero or more."),
        (Korean, "비어 있는 항목입니다", "0보다 작습니다. 0 이상을 입력하십시오."),
    ] {
        let mut pilot = Pilot::demo(language);
        new_quotation(&mut pilot);
        pilot.press("f2").sees(empty).type_in("AP-30").press("enter tab right").type_in("-1").sees(below);
        pilot.press("f2").sees(below).press("right").type_in("100").sees_no(below);
        pilot.press("left").type_in("-1").sees(below);
        // All lines left out leave nothing to offer.
        pilot.press("d f2").sees(empty).press("u f2").sees("S00017");
        pilot.sandbox.check();
    }
}

#[test]
fn lines_are_left_out_and_taken_back() {
    let mut pilot = Pilot::demo(English);
    quotation(&mut pilot);
    pilot.sees("S00017").press("e").type_in("CB-C2").press("enter tab").sees("2 CB-C2");
    pilot.press("d").sees("(left out) 1 AP-30").press("up u").sees_no("(left out)").press("d f2");
    pilot.sees("CB-C2").sees_no("AP-30");
    pilot.sandbox.check();
}

#[test]
fn a_coupon_is_applied_with_the_reward_that_is_chosen_and_taken_off() {
    let mut pilot = Pilot::demo(English);
    new_quotation(&mut pilot);
    pilot.type_in("HS-9").press("enter f2").sees("S00017").sees("holds no coupon");
    // The third of the menu of actions.
    pilot.press("a").sees("3  Apply Coupon").press("3").sees("Coupon Code *").type_in("ACC-9H3J-US");
    pilot.sees("Reward *").press("f2").sees("This field is empty").press("enter");
    pilot.sees("15% off accessories").sees("Free product").press("down enter f2");
    pilot
        .sees("[coupon ACC-9H3J-US] Free")
        .press("end")
        .sees("Coupons")
        .sees("Accessories: 15% or free cable");
    pilot.press("a 4").sees("Remove Coupon").press("enter").sees("this is what will be written");
    pilot.press("f2").sees_no("ACC-9H3J-US").sees("holds no coupon");
    pilot.sandbox.check();
}

#[test]
fn why_a_coupon_can_not_be_applied_stands_under_the_code() {
    let mut pilot = Pilot::demo(Korean);
    quotation(&mut pilot);
    pilot.press("a 3").type_in("SORRY-2026").sees_no("없습니다. 한 글자씩").press("f2");
    pilot.sees("한 글자씩 확인하시거나").type_in("-C2X3").sees("2026. 9. 30.까지였습니다");
    pilot.press("f2").sees("쿠폰 적용").sees("까지였습니다").press("ctrl-u").type_in("SORRY-2026-B4M9");
    pilot.press("f2").sees("[쿠폰 SORRY-2026-B4M9]");
    // Confirmed, it is used up; given up, it comes back.
    pilot.press("f2").sees("사용됨").press("f2").sees("[판매주문]").sees("SORRY-2026-B4M9");
    pilot.press("x f2").sees("[취소됨]").sees_no("SORRY-2026-B4M9");
    pilot.sandbox.check();
}

#[test]
fn a_quotation_that_another_agent_changes_meanwhile_is_told() {
    let mut pilot = Pilot::demo(English);
    quotation(&mut pilot);
    pilot.press("e tab").type_in("3");
    pilot.sandbox.ok(&["order", "edit", "S00017", "--add", "CB-C2=1"]);
    pilot.press("f2").sees("Somebody changed S00017").press("f2").sees("CB-C2");
    pilot.sandbox.check();
}

#[test]
fn who_may_not_book_is_told_why_there_is_no_invoice() {
    let sandbox = crate::pilot::demo();
    let start = afterdesk::tui::Options { login: Some("emily".into()), ..options(sandbox.db(), English) };
    let mut pilot = Pilot::with(start, sandbox);
    quotation(&mut pilot);
    pilot.press("f2 f2").sees("[Sales order]").sees("Create Invoice  ").sees("Accounting");
    pilot.press("f2").sees("✗").sees_no("[Draft]");
}

#[test]
fn an_order_shows_all_that_matters_on_small_and_large_screens() {
    for size in [(80, 24), (200, 60)] {
        for (language, seen) in [
            (English, ["Confirm", "Edit", "Cancel", "Total"]),
            (Korean, ["확인", "편집", "취소하기", "합계"]),
        ] {
            let mut pilot = Pilot::demo(language).sized(size.0, size.1);
            quotation(&mut pilot);
            for text in seen {
                pilot.sees(text);
            }
            pilot.sees("AP-30").sees("S00017").press("o").sees("Liam Carter").press("esc").sees("S00017");
        }
    }
}
