//! A customer's personal link in the terminal: made and shown on the customer's card, copied, and taken back.

use afterdesk::domain::settings::Language::{English, Korean};
use afterdesk::tui::Errand;

use crate::pilot::Pilot;

fn sent(pilot: &mut Pilot) -> String {
    match pilot.app.errand.take() {
        Some(Errand::Send(text)) => text,
        other => panic!("{other:?} instead of a text:\n{}", pilot.screen()),
    }
}

#[test]
fn a_link_is_made_shown_copied_and_taken_back() {
    let mut pilot = Pilot::demo(English).sized(120, 40);
    // Liam Carter, who may use the pages.
    pilot.ticket(24).press("o").sees("Customer pages").press("l");
    pilot
        .sees("Link to the customer pages")
        .sees("/c/")
        .sees("Liam Carter")
        .sees("2026-12-23")
        .sees("told once");
    pilot.sees("portal_url https").press("f2");
    let link = sent(&mut pilot);
    assert!(link.starts_with("http://127.0.0.1:8080/c/") && link.len() == 64, "{link}");
    pilot.press("f3").sees("Sentence").press("2");
    let sentence = sent(&mut pilot);
    assert!(sentence.contains(&link) && sentence.contains("2026-12-23"), "{sentence}");
    pilot.press("f9").sees("고객 페이지 링크").sees("2026. 12. 23.").press("f9").press("esc");
    // Taking back asks, and says when there is nothing to take back.
    pilot.press("x").sees("Revoke links").sees("links 1").press("f2").sees("taken back");
    pilot.press("x").sees("has no link that opens anything");
}

#[test]
fn who_has_no_access_is_told_what_to_do() {
    let mut pilot = Pilot::demo(Korean).sized(120, 40);
    pilot.ticket(15).press("o l").sees("고객 페이지를 이용할 수 없습니다").press("e").sees("고객 페이지");
}
