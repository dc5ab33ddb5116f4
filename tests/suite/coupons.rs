//! Coupons in the interface and on the command line: made from a ticket, shared, mailed, taken back.

use afterdesk::domain::settings::Language::{self, English, Korean};
use afterdesk::tui::Errand;
use rstest::rstest;

use crate::pilot::Pilot;
use crate::sandbox::Sandbox;

/// A shop in won: a ticket of a customer with an address, two products, the programs `Sorry` (10 % on the
/// order) and `Fixed` (2,000 won from 20,000 on).
pub fn shop() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    let files = [
        ("company.csv", "currency\nKRW\n"),
        ("taxes.csv", "name,amount\nVAT,10\n"),
        ("products.csv", "sku,name,price,taxes\nA,Lamp,41458,VAT\nB,Chair,9900,VAT\n"),
        ("customers.csv", "ref,name,email,language\nC1,김하늘,sky@x.kr,ko\nC2,Amy,,en\n"),
        ("teams.csv", "name,coupons,refunds,members\nHelpdesk,true,true,root\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,broken,C1\n2,Helpdesk,late,C2\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s.ok(&["program", "new", "Sorry", "--reward", "percent=10"]);
    s.ok(&["program", "new", "Fixed", "--reward", "fixed=2000", "--rule", "amount=20000"]);
    s
}

fn text(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[rstest]
#[case(English, "Get Share Link", "Share Coupons", "Coupon Code")]
#[case(Korean, "공유 링크 가져오기", "쿠폰 공유", "쿠폰 코드")]
fn a_link_is_three_keys_away(
    #[case] language: Language,
    #[case] button: &str,
    #[case] title: &str,
    #[case] label: &str,
) {
    let s = shop();
    s.ok(&["program", "archive", "Fixed"]);
    let mut pilot = Pilot::new(s, language).sized(120, 36);
    pilot.ticket(1).press("c").sees(button).sees("Sorry").press("f3").sees(title).sees(label);
    let made = pilot.sandbox.ok(&["coupon", "list", "--ticket", "1"]);
    let link = text(&made[0]["share_link"]);
    assert_eq!(link, format!("https://shop.example/coupon/{}?r=%2Fshop", text(&made[0]["code"])));
    pilot.sees(link).press("f2").sees("OSC 52");
    assert_eq!(pilot.app.errand.take(), Some(Errand::Send(link.to_owned())));
    pilot.press("esc").sees(if language == Korean { "쿠폰 1" } else { "Coupons 1" });
    assert_eq!(made.as_array().unwrap().len(), 1);
    pilot.sandbox.check();
}

/// Where the customer's pages have an address, the one about the coupon can be copied too.
#[rstest]
#[case(English, "Page about the coupon")]
#[case(Korean, "쿠폰 안내 페이지")]
fn the_page_about_a_coupon_is_in_the_tray(#[case] language: Language, #[case] label: &str) {
    let s = shop();
    s.ok(&["program", "archive", "Fixed"]);
    let mut pilot = Pilot::new(s, language).sized(120, 36);
    pilot.ticket(1).press("c f3 y").sees_no(label).press("esc esc");
    pilot.sandbox.ok(&["settings", "set", "portal_url", "https://help.example"]);
    let coupon = pilot.sandbox.ok(&["coupon", "list", "--ticket", "1"])[0].clone();
    let page = format!("https://help.example/coupon/{}", text(&coupon["code"]));
    assert_eq!(coupon["page"], page);
    pilot.press("2 enter y").sees(label).sees(&page);
}

/// With the Hangul keyboard on, the key of a coupon is ㅊ.
#[test]
fn the_hangul_key_opens_the_wizard() {
    Pilot::new(shop(), Korean).ticket(1).press("ㅊ").sees("쿠폰 생성").sees("쿠폰 프로그램 *");
}

#[test]
fn nothing_is_made_without_a_program_or_for_a_day_that_is_over() {
    let mut pilot = Pilot::new(shop(), English).sized(120, 36);
    // Two programs, and none was used before: the person chooses.
    pilot.ticket(1).press("c f3").sees("Coupon Program *").sees("This field is empty");
    pilot.press("enter").type_in("Fix").press("enter").sees("₩2,000 on your order");
    pilot.press("tab").type_in("2026-11-22").press("f3").sees("2026-11-22 is over");
    pilot.press("ctrl-u").type_in("2026-11-23").press("f3").sees("Share Coupons").sees("2026-11-23");
    assert_eq!(pilot.sandbox.ok(&["coupon", "list"]).as_array().unwrap().len(), 1);
    // The next one starts from the program that was used last.
    pilot.press("esc c").sees("Fixed");
}

#[test]
fn without_an_address_of_the_shop_there_is_no_link_but_mail() {
    let s = shop();
    s.ok(&["settings", "set", "website_url", ""]);
    assert_eq!(s.refused(&["coupon", "create", "--ticket", "1", "--program", "Sorry"]).0, "website_missing");
    let made = s.ok(&["coupon", "create", "--ticket", "1", "--program", "Sorry", "--send"]);
    assert_eq!((text(&made["sent_to"]), made["share_link"].is_null()), ("sky@x.kr", true));
    let mail = s.ok(&["outbox", "show", "1"]);
    assert!(text(&mail["body"]).contains(text(&made["code"])) && !text(&mail["body"]).contains('{'));
}

#[test]
fn the_message_is_written_in_the_customers_language_and_goes_with_the_coupon() {
    let mut pilot = Pilot::new(shop(), English).sized(120, 36);
    pilot.sandbox.ok(&["program", "archive", "Fixed"]);
    pilot.ticket(1).press("c f2").sees("Send by Email").sees("sky@x.kr").sees("김하늘 고객님");
    pilot.press("f2").sees("Coupons 1");
    let made = pilot.sandbox.ok(&["coupon", "list"]);
    let mail = pilot.sandbox.ok(&["outbox", "list"]);
    assert_eq!(text(&made[0]["sent_to"]), "sky@x.kr");
    assert_eq!((text(&mail[0]["state"]), text(&mail[0]["to"])), ("waiting", "sky@x.kr"));
    let body = text(&mail[0]["body"]);
    assert!(body.contains(text(&made[0]["code"])) && body.contains(text(&made[0]["share_link"])), "{body}");
}

/// A message that can't leave makes no coupon either: they are one transaction.
#[test]
fn a_wrong_address_makes_nothing() {
    let mut pilot = Pilot::new(shop(), English).sized(120, 36);
    pilot.sandbox.ok(&["program", "archive", "Fixed"]);
    pilot.ticket(2).press("c f2 f2").sees("This field is empty");
    pilot.type_in("amy@").press("f2").sees("“amy@” has the wrong form");
    assert_eq!(pilot.sandbox.ok(&["coupon", "list"]).as_array().unwrap().len(), 0);
    pilot.type_in("x.example").press("f2").sees("Coupons 1");
    let s = &pilot.sandbox;
    let to = |address| ["coupon", "create", "--ticket", "1", "--program", "Sorry", "--send", "--to", address];
    assert_eq!(s.refused(&to("nope")), ("invalid_value".into(), 2));
    assert_eq!(s.ok(&["coupon", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_coupon_is_taken_back_with_a_reason_and_can_not_be_used_then() {
    let s = shop();
    let code = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "Sorry"])["code"]).to_owned();
    let mut pilot = Pilot::new(s, English).sized(120, 36);
    pilot.ticket(1).press("2").sees(&code).sees("[Active]").press("f3 f2").sees("This field is empty");
    pilot
        .type_in("typo")
        .press("f2")
        .sees("[Revoked]")
        .sees("typo")
        .press("f3")
        .sees("was taken back (typo)");
    let s = &pilot.sandbox;
    s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"]);
    assert_eq!(s.refused(&["order", "apply-coupon", "S00001", &code]).0, "coupon_revoked");
    assert_eq!(s.refused(&["coupon", "revoke", &code, "--reason", "again"]).0, "coupon_revoked");
    s.check();
}

/// A code of ours is read however it is typed; what is left out is no code.
#[test]
fn codes_are_read_as_people_type_them() {
    let s = shop();
    let made = s.ok(&["coupon", "create", "--ticket", "1", "--program", "Sorry"]);
    let code = text(&made["code"]);
    for typed in [code.to_lowercase(), code.replace('-', ""), code.replace('-', " "), code.replace('0', "O")]
    {
        assert_eq!(s.ok(&["coupon", "show", &typed])["code"], made["code"], "{typed}");
    }
    assert_eq!(s.refused(&["coupon", "show", &code[..code.len() - 1]]), ("coupon_unknown".into(), 4));
}

#[test]
fn a_team_that_offers_no_coupons_hides_them() {
    let s = shop();
    s.ok(&["team", "set", "Helpdesk", "--coupons", "off"]);
    assert_eq!(s.refused(&["coupon", "create", "--ticket", "1", "--program", "Sorry"]).0, "service_off");
    Pilot::new(s, English).ticket(1).sees_no("c Coupon").press("c").sees_no("Generate a Coupon");
}

#[test]
fn programs_that_give_nothing_out_are_refused_with_their_reason() {
    let s = shop();
    s.ok(&["program", "new", "Gift", "--kind", "gift_card"]);
    s.ok(&["program", "new", "Later", "--from", "2026-12-01"]);
    s.ok(&["program", "archive", "Sorry"]);
    // The wizard says so before it is made.
    let mut pilot = Pilot::new(s, English).sized(120, 36);
    pilot.ticket(1).press("c enter").type_in("Later").press("enter").sees("can be used from 2026-12-01 on");
    let s = pilot.sandbox;
    let create = |program| ["coupon", "create", "--ticket", "1", "--program", program];
    assert_eq!(s.refused(&create("Gift")).0, "program_not_coupon");
    assert_eq!(s.refused(&create("Sorry")).0, "program_inactive");
    assert_eq!(s.refused(&create("None")), ("not_found".into(), 4));
    // A program's dates bind the use of a coupon, not its making.
    let code = text(&s.ok(&create("Later"))["code"]).to_owned();
    s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"]);
    assert_eq!(s.refused(&["order", "apply-coupon", "S00001", &code]).0, "program_inactive");
}
