//! Forms in the interface: what is typed, what is told, what is written; nothing typed is ever lost.

use afterdesk::domain::command::{Call, Command};
use afterdesk::domain::settings::Language::{English, Korean};
use rstest::rstest;

use crate::pilot::{Pilot, options};
use crate::sandbox::Sandbox;

/// The refund form with the focus on its date.
fn at_the_date(pilot: &mut Pilot) {
    pilot.ticket(15).press("r tab tab tab tab tab tab");
}

#[rstest]
#[case("2026-11-20")]
#[case("2026. 11. 20.")]
#[case("20261120")]
#[case("11/20")]
#[case("-3d")]
fn dates_are_typed_in_many_ways(#[case] typed: &str) {
    let mut pilot = Pilot::demo(English);
    at_the_date(&mut pilot);
    pilot.press("ctrl-u").type_in(typed).press("tab").sees("Reversal date *").sees("2026-11-20");
    pilot.press("f2").sees("2026-11-20").sees("[Draft]");
}

#[test]
fn a_wrong_date_stands_with_its_reason_and_stays_as_typed() {
    let mut pilot = Pilot::demo(English);
    at_the_date(&mut pilot);
    pilot.press("ctrl-u").type_in("2026-02-30").sees("“2026-02-30” is not a date");
    pilot.press("f2").sees("Refund #15").sees("2026-02-30");
    pilot
        .press("ctrl-u")
        .type_in("2026-01-01")
        .sees("is before INV/2026/00005")
        .press("f2")
        .sees("Refund #15");
    pilot
        .press("ctrl-u")
        .type_in("tomorrow")
        .sees("stays a draft")
        .press("f2")
        .sees("2026-11-24")
        .sees("[Draft]");
}

#[test]
fn the_calendar_gives_a_day() {
    let mut pilot = Pilot::demo(Korean);
    at_the_date(&mut pilot);
    pilot.press("enter").sees("2026년 11월").press("left left enter").sees("2026-11-21").sees("환불 #15");
}

#[test]
fn a_form_left_with_typing_in_it_is_offered_again() {
    let mut pilot = Pilot::demo(English);
    pilot
        .ticket(15)
        .press("r tab tab tab tab ctrl-u")
        .type_in("Dead pixels")
        .press("esc")
        .sees("Leave this form?");
    pilot.press("esc").sees("Dead pixels").press("esc f2").sees("What you typed is kept");
    pilot.press("r").sees("Dead pixels").sees("What you typed before is back");
    pilot.press("f4").sees_no("Dead pixels").sees("#15");
    // Nothing typed: nothing is asked.
    pilot.press("esc").sees_no("Leave this form?").sees("All open");
}

#[test]
fn lines_are_lowered_left_out_and_taken_back() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r tab tab tab tab tab tab tab").sees("27형 모니터 QHD");
    pilot.press("backspace").type_in("1").press("tab d").sees("(left out) 2 SV-INST");
    pilot.press("up u").sees_no("(left out) 2 SV-INST").press("d d").sees("(left out) 3");
    pilot.press("f2").sees("Credit note id:").sees("₩361,900");
    pilot.sandbox.check();
}

#[test]
fn more_than_is_left_is_told_under_the_lines_and_nothing_is_lost() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r tab tab tab tab tab tab tab backspace").type_in("5").press("f2");
    pilot.sees("has only 4 left to credit").sees("Refund #15").press("backspace").type_in("4").press("f2");
    pilot.sees("[Draft]");
}

#[test]
fn a_free_amount_takes_the_place_of_lines() {
    let mut pilot = Pilot::demo(Korean);
    pilot
        .ticket(15)
        .press("r up")
        .type_in("55,000원")
        .sees_no("방문 설치 서비스")
        .press("f2")
        .sees("55,000원");
    pilot.sees("[초안]");
}

#[test]
fn clearing_a_field_widens_and_an_empty_list_says_why() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r delete tab delete tab");
    pilot.press("enter").sees("Invoices to Refund").sees("INV/2026/");
    pilot.type_in("none").sees("Nothing matches “none”").press("esc").sees("Refund #15");
}

#[test]
fn several_invoices_are_marked_and_refunded_together() {
    let sandbox = crate::sandbox::inv12();
    let more = [
        (
            "invoices.csv",
            "number,kind,customer,journal,date,currency,state\nINV/2026/00002,invoice,C1,INV,2026-10-02,USD,posted\n",
        ),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price,taxes\nINV/2026/00002,1,A,1,70,\n"),
        ("tickets.csv", "number,team,subject,customer\n2,Helpdesk,Both please,C1\n"),
    ];
    assert_eq!(sandbox.import(&more).exit, 0);
    let mut pilot = Pilot::new(sandbox, English);
    pilot.ticket(2).press("r").sees("Invoices to Refund");
    pilot.press("enter space down space enter").sees("INV/2026/00001").sees("INV/2026/00002");
    pilot.press("f3").sees("this is what will be written").press("f2").sees("Invoices and credit notes");
    pilot.sees("RINV/2026/00001").sees("RINV/2026/00002").press("esc enter").sees("Credit Notes 2");
    pilot.sandbox.check();
}

#[test]
fn an_invoice_that_another_agent_refunds_meanwhile_is_told() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r tab tab tab tab ctrl-u").type_in("Mine");
    let ran = pilot.sandbox.ok(&["refund", "create", "--ticket", "15", "--line", "1=1", "--post"]);
    assert_eq!(ran["credit_notes"][0]["state"], "posted");
    pilot.press("f2").sees("Somebody changed INV/2026/00005").sees("Mine");
    pilot.press("f2").sees("[Draft]").sees("Mine");
}

#[test]
fn a_database_that_is_held_by_another_process_keeps_the_form() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r tab tab tab tab ctrl-u").type_in("Waiting");
    let holder = rusqlite::Connection::open(pilot.sandbox.db()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    pilot.press("f2").sees("Another process is writing").sees("Waiting");
    holder.execute_batch("ROLLBACK").unwrap();
    pilot.press("f2").sees("[Draft]").sees("Waiting");
}

#[test]
fn a_service_that_can_not_be_used_says_why_and_its_key_says_the_same() {
    let sandbox = crate::sandbox::inv12();
    let rows = [("tickets.csv", "number,team,subject\n5,Helpdesk,Who are you\n")];
    assert_eq!(sandbox.import(&rows).exit, 0);
    let mut pilot = Pilot::new(sandbox, English);
    pilot.ticket(5).press("enter").sees("There is no customer");
    pilot.press("r").sees("✗ There is no customer").sees_no("Refund #5");
    pilot.sandbox.ok(&["team", "set", "Helpdesk", "--refunds", "off"]);
    pilot.app.tick();
    pilot.press("r").sees("does not offer this service");
}

#[test]
fn a_new_ticket_for_a_customer_that_is_made_on_the_way() {
    let mut pilot = Pilot::demo(Korean);
    pilot.press("n").sees("새 티켓").sees("헬프데스크 팀 *");
    pilot.press("f2").sees("비어 있는 항목입니다").type_in("세탁기가 멈췄어요").press("tab");
    pilot
        .type_in("김새벽")
        .sees("+ 새 고객 ‘김새벽’")
        .press("enter")
        .sees("새 고객")
        .press("f2")
        .sees("김새벽");
    pilot.press("f2").sees("세탁기가 멈췄어요").press("enter").sees("김새벽 (C");
    pilot.sandbox.check();
}

#[test]
fn a_ticket_is_edited_assigned_staged_and_noted() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(24).press("enter e tab ctrl-u").type_in("Ear pads").press("f2").sees("#24 Ear pads");
    pilot.press("a").sees("(nobody)").type_in("Emily").press("enter").sees("emily");
    pilot.press("s").type_in("Hold").press("enter").sees("On Hold");
    pilot.press("i").type_in("First line").press("enter").type_in("Second line").press("f2");
    pilot.sees("First line").sees("Second line");
    pilot.press("i f2").sees("This field is empty");
}

#[test]
fn a_draft_is_edited_posted_paid_and_undone() {
    let mut pilot = Pilot::demo(English);
    pilot
        .ticket(15)
        .press("r f2 e")
        .sees("Edit draft")
        .sees("Lines")
        .press("backspace")
        .type_in("2")
        .press("f2");
    pilot.sees("₩674,300").press("x").sees("Cancel draft: this is what will be written").press("esc");
    pilot.press("f2 f2").sees("[Posted]").press("x f2").press("end").sees("Reversed by");
    pilot.sandbox.check();
}

#[test]
fn a_payment_is_registered_after_its_preview() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("enter o").sees("INV/2026/00005");
    pilot.app.key("esc".parse().unwrap());
    // From the order's invoice: open it by its link.
    pilot
        .press("r f2 j j enter")
        .sees("Invoice INV/2026/00005")
        .press("f2")
        .sees("Register Payment")
        .sees("Amount *");
    pilot
        .press("ctrl-u")
        .type_in("9999999")
        .sees("Only ₩1,398,100 is open")
        .press("ctrl-u")
        .type_in("398,100");
    pilot.press("f2").sees("this is what will be written").press("f2").sees("₩1,000,000").sees("[Partial]");
    pilot.sandbox.check();
}

#[test]
fn pasted_novels_and_control_characters_stay_on_their_line() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r tab tab tab tab ctrl-u");
    pilot.app.paste("two\nlines\u{1b}[31m and a tab\t");
    pilot.sees("two lines [31m and a tab");
    pilot.app.paste(&"가".repeat(300_000));
    pilot
        .press("f2")
        .sees("The text is too long")
        .press("ctrl-u")
        .type_in("short")
        .press("f2")
        .sees("[Draft]");
}

#[test]
fn the_first_start_asks_and_makes_a_database() {
    let sandbox = Sandbox { folder: tempfile::tempdir().unwrap() };
    let mut start = options(sandbox.db(), English);
    start.clock = afterdesk::desk::Clock::default();
    let mut pilot = Pilot::with(start, sandbox);
    pilot.sees("Welcome to afterdesk").sees("Load the demo").sees("nobody");
    pilot.press("f2").sees("is empty").press("up up right").sees("afterdesk에 오신 것을 환영합니다");
    pilot.press("down down").type_in("한빛상사").press("f2").sees("환영합니다. ?").sees("열린 티켓 전체 (0)");
    assert!(pilot.sandbox.db().exists());
    pilot.press("n tab").type_in("첫 티켓").press("f2").sees("첫 티켓");
}

#[test]
fn quitting_asks_only_where_typing_would_be_lost() {
    let mut pilot = Pilot::demo(English);
    pilot
        .ticket(15)
        .press("r tab tab tab tab")
        .type_in("x")
        .press("ctrl-c")
        .sees("A form holds what you typed");
    assert!(!pilot.app.done);
    pilot.press("f2");
    assert!(pilot.app.done);
    let mut pilot = Pilot::demo(English);
    pilot.press("ctrl-c");
    assert!(pilot.app.done);
}

#[test]
fn pressing_twice_makes_one_document() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r f2 esc enter").sees("Credit Notes 0 (+1 draft)");
    let all = pilot.sandbox.ok(&["invoice", "list"]);
    let drafts = all.as_array().unwrap().iter().filter(|d| d["ticket"] == 15).count();
    assert_eq!(drafts, 1);
}

#[test]
fn a_read_only_desk_shows_and_refuses() {
    let sandbox = crate::pilot::demo();
    let start = afterdesk::tui::Options { readonly: true, ..options(sandbox.db(), English) };
    let mut pilot = Pilot::with(start, sandbox);
    pilot.ticket(15).press("r f2").sees("--readonly").sees("Refund #15");
}

#[test]
fn a_command_from_elsewhere_and_the_form_see_the_same_books() {
    let mut pilot = Pilot::demo(English);
    let mut other = pilot.other();
    let stage = Command::Stage(afterdesk::domain::ids::TicketId(24), "Solved".into());
    other.execute(&stage, &Call::default()).unwrap();
    pilot.app.tick();
    pilot.sees("All open (17)").sees_no("Headset ear pads");
}

#[test]
fn the_refund_says_what_it_comes_to_while_it_is_filled_in() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r").sees("Refund total ₩1,398,100, all of it off what is open");
    pilot.sees("The ticket is about MN-27, but lines of other products are taken too");
    pilot.press("tab tab tab tab tab tab tab").type_in("1").sees("Refund total ₩312,400").type_in("0");
    pilot.sees("has only 4 left to credit").sees_no("Refund total");
    // The first digit takes the place of what stood there, the next ones go on.
    pilot.press("ctrl-u").type_in("2").sees("Refund total ₩674,300");
}

#[test]
fn an_invoice_with_nothing_left_says_so_when_the_form_opens() {
    let mut pilot = Pilot::demo(English);
    pilot
        .ticket(15)
        .press("r f2 f2 f2 esc r")
        .sees("✗ Nothing is left to credit on")
        .sees("INV/2026/00005: choose another invoice.");
    // Nothing was typed, so nothing is asked.
    pilot.press("f2 esc").sees_no("Leave this form?");
}

#[test]
fn tags_go_on_behind_the_last_one() {
    let mut pilot = Pilot::demo(Korean);
    pilot
        .ticket(24)
        .press("enter e tab tab tab tab tab tab")
        .type_in("급함")
        .press("f2")
        .sees("warranty, 급함");
}

#[test]
fn a_text_of_several_lines_loses_whole_characters_only() {
    let mut pilot = Pilot::demo(Korean);
    pilot.ticket(24).press("i");
    pilot.app.paste("가족 👨\u{200d}👩\u{200d}👧");
    pilot
        .press("backspace backspace backspace")
        .type_in("끝")
        .press("f2 enter")
        .sees("가끝")
        .sees("[내부 메모]");
}

#[test]
fn oneself_is_the_first_choice_of_who_takes_a_ticket() {
    let sandbox = crate::pilot::demo();
    let start = afterdesk::tui::Options { login: Some("emily".into()), ..options(sandbox.db(), English) };
    let mut pilot = Pilot::with(start, sandbox);
    pilot.ticket(24).press("enter a enter").sees("emily").sees("Assigned to emily");
}

#[test]
fn a_database_that_disappears_keeps_the_form_and_works_again_when_it_is_back() {
    let mut pilot = Pilot::demo(English);
    pilot.ticket(15).press("r tab tab tab tab ctrl-u").type_in("Kept");
    let (db, away) = (pilot.sandbox.db(), pilot.sandbox.folder.path().join("away.db"));
    std::fs::rename(&db, &away).unwrap();
    pilot.press("f2").sees("Kept").sees("There is no database at").sees_no("[Draft]");
    pilot.app.tick();
    pilot.sees("There is no database at").sees("Kept");
    std::fs::rename(&away, &db).unwrap();
    pilot.press("f2").sees("[Draft]").sees("Kept");
}
