//! Messages to the customer, from a ticket and from one of its tasks, at both doors.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::Pilot;
use crate::sandbox::Sandbox;

#[test]
fn a_message_is_written_in_the_ticket_and_in_its_task() {
    let mut pilot = Pilot::demo(English).sized(100, 40);
    pilot
        .ticket(9)
        .press("enter m")
        .sees("Message to the customer #9")
        .sees("noah")
        .sees("[#9] Keyboard sends");
    pilot.press("f2").sees("This field is empty").type_in("We come on Tuesday.").press("f2");
    pilot.press("v f3").sees("Task 1").sees("Message to noah").press("m").type_in("See you.").press("f2");
    let mails = pilot.sandbox.ok(&["outbox", "list"]);
    assert_eq!(mails.as_array().unwrap().len(), 2, "{mails}");
    assert_eq!((&mails[1]["ticket"], &mails[1]["body"]), (&9.into(), &"We come on Tuesday.".into()));
    // A note is no message: it says so, and leaves nowhere.
    pilot.press("i").sees("Internal note #9").sees_no("Message to the customer #9");
    pilot.sandbox.check();
}

#[test]
fn a_customer_without_an_address_is_told() {
    let mut pilot = Pilot::demo(Korean);
    pilot.sandbox.ok(&["customer", "edit", "C013", "--email", ""]);
    pilot
        .ticket(9)
        .press("enter m")
        .sees("고객에게 메시지 #9")
        .type_in("안녕하세요")
        .press("f2")
        .sees("비어 있는");
    pilot.sandbox.check();
}

#[test]
fn a_message_is_written_by_command() {
    let s = Sandbox::demo();
    let sent = s.ok(&["ticket", "reply", "22", "화요일에 방문합니다."]);
    assert_eq!(
        (&sent["ticket"], &sent["subject"]),
        (&22.into(), &"[#22] 카페 청소기 두 대 모두 소음".into())
    );
    assert_eq!(sent["state"], "waiting");
    let timeline = s.ok(&["ticket", "show", "22"])["timeline"].to_string();
    assert!(timeline.contains("mail_queued"), "{timeline}");
    assert_eq!(s.refused(&["ticket", "reply", "22", " "]).0, "field_required");
    assert_eq!(s.refused(&["ticket", "reply", "999", "x"]), ("not_found".into(), 4));
    assert_eq!(s.run(&["--as", "emily", "ticket", "reply", "22", "x"]).code(), "forbidden");
    s.check();
}
