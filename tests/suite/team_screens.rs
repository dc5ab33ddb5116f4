//! The team on the screen: who writes what to whom, canned responses, drafts that survive, who else is here, approvals.

use afterdesk::domain::settings::Language::{English, Korean};
use afterdesk::tui::Palette;

use crate::pilot::{Pilot, options};
use crate::sandbox::Sandbox;

/// Another agent at the same database.
fn beside(pilot: &Pilot, login: &str) -> Pilot {
    let mut options = options(pilot.sandbox.db(), English);
    options.login = Some(login.into());
    let empty = Sandbox { folder: tempfile::tempdir().unwrap() };
    Pilot::with(options, empty).sized(120, 36)
}

/// Message and note differ in a word, a border and a sign, in colours and without, in ASCII too.
#[test]
fn message_and_note_are_never_taken_for_each_other() {
    for (language, public, internal) in
        [(English, "TO THE CUSTOMER", "INTERNAL"), (Korean, "고객에게 공개", "내부 전용")]
    {
        for (colourless, ascii) in [(false, false), (true, false), (true, true)] {
            let sandbox = crate::pilot::demo();
            let mut options = options(sandbox.db(), language);
            (options.colourless, options.ascii) = (colourless, ascii);
            options.palette = Palette::Dark;
            let mut pilot = Pilot::with(options, sandbox);
            let (double, dashed, sign) = if ascii { ("#=", ".", ">> ") } else { ("═", "┄", "» ") };
            pilot.ticket(9).press("m").sees(&format!("{sign}{public}")).sees(double).sees_no(internal);
            pilot.press("esc").press("i").sees(&format!("# {internal}")).sees(dashed).sees_no(public);
        }
    }
}

/// What is written goes on as the other kind: at once while it is empty, after one question once it is not.
#[test]
fn turning_a_message_into_a_note_asks_once() {
    let mut pilot = Pilot::demo(English).sized(100, 30);
    pilot.ticket(9).press("m").press("f3").sees("INTERNAL").press("f3").sees("TO THE CUSTOMER");
    pilot.type_in("Only for us").press("f3").sees("never reads").press("esc").sees("Only for us");
    pilot.press("f3").press("f2").sees("INTERNAL").sees("Only for us").press("f2").sees("[Internal note]");
    let told =
        pilot.sandbox.ok(&["ticket", "show", "9"])["timeline"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&told["kind"], &told["text"]), (&"note".into(), &"Only for us".into()));
    assert_eq!(pilot.sandbox.ok(&["outbox", "list"]).as_array().unwrap().len(), 0);
    // Nothing of it is offered again.
    pilot.press("m").sees_no("Text *    Only").press("esc").press("i").sees_no("Text *    Only");
}

#[test]
fn a_canned_response_is_put_in_by_a_colon() {
    let mut pilot = Pilot::demo(English).sized(100, 30);
    for (shortcut, en, ko) in [
        ("thanks", "Thank you, {customer.name}.", "{customer.addressed}, 감사합니다."),
        ("money", "We refunded {refund.amount}.", "{refund.amount}을 환불했습니다."),
    ] {
        let (en, ko) = (format!("text_en={en}"), format!("text_ko={ko}"));
        pilot.sandbox.ok(&["response", "new", shortcut, "--set", &en, "--set", &ko]);
    }
    pilot
        .ticket(9)
        .press("m")
        .type_in("Hello.")
        .press("enter")
        .type_in(":")
        .sees("Canned responses")
        .sees("thanks");
    pilot.type_in("than").press("enter").sees("Hello.").sees("Thank you, Noah").sees_no("{").sees_no(":than");
    // A colon within a text is a colon, and so is one whose list was left.
    pilot.type_in(" At 10:30").sees("10:30").type_in(" :").press("esc").sees("10:30 :").press("backspace");
    // What has no value yet is told, and nothing leaves.
    pilot
        .type_in(":")
        .type_in("mon")
        .press("enter")
        .sees("{refund.amount}")
        .press("f2")
        .sees("There is no value");
    assert_eq!(pilot.sandbox.ok(&["outbox", "list"]).as_array().unwrap().len(), 0);
    // In the language of who reads it: a Korean customer.
    pilot
        .press("esc f2")
        .ticket(22)
        .press("m")
        .type_in(":")
        .type_in("than")
        .press("enter")
        .sees("님, 감사합니다.");
}

/// What somebody types is there again after the program was killed, for that agent alone.
#[test]
fn drafts_survive_and_are_shown_on_the_ticket() {
    let mut pilot = Pilot::demo(English).sized(100, 30);
    pilot.ticket(9).press("m").type_in("Half a sentence").screen();
    // Another program of the same agent, started after this one was killed.
    let login = pilot.sandbox.ok(&["user", "list"])[0]["login"].clone();
    let mine = pilot.app.agent().unwrap();
    let me = pilot
        .sandbox
        .ok(&["user", "list"])
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["id"] == mine)
        .unwrap()["login"]
        .clone();
    let mut again = beside(&pilot, me.as_str().unwrap());
    again
        .ticket(9)
        .sees("not sent: Half a sentence")
        .press("enter m")
        .sees("Half a sentence")
        .sees("What you typed before is back");
    again.type_in("!").press("f2").sees_no("not sent:");
    assert_eq!(pilot.sandbox.ok(&["outbox", "list"])[0]["body"], "Half a sentence!");
    let other = if login == me { "daniel" } else { login.as_str().unwrap() };
    beside(&pilot, other).ticket(9).sees_no("not sent:");
}

/// A form comes back whole, with what is no value yet: a refund that comes back is the one that was typed.
#[test]
fn a_refund_comes_back_as_it_was_typed() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    let users = pilot.sandbox.ok(&["user", "list"]);
    let mine = pilot.app.agent().unwrap();
    let me = users.as_array().unwrap().iter().find(|u| u["id"] == mine).unwrap()["login"].clone();
    pilot.ticket(15).press("r tab tab tab tab").type_in("Broken").press("tab tab tab");
    pilot.press("ctrl-u").type_in("2").press("down ctrl-u").type_in("0");
    pilot.press("down ctrl-u").type_in("1,5x").press("tab tab").screen();
    let form = |screen: &str| {
        let rows = screen.lines().filter(|row| row.starts_with('│'));
        rows.filter(|row| !row.contains("Desk ›")).map(str::to_owned).collect::<Vec<_>>()
    };
    let typed = pilot.screen();
    assert!(typed.contains("1,5x") && typed.contains("(left out)"), "{typed}");
    let back = beside(&pilot, me.as_str().unwrap()).ticket(15).press("r").screen();
    let plain = |screen: &str| form(screen).join("\n").replace('▸', " ");
    assert_eq!(plain(&back), plain(&typed));
    // Once it is a value, the credit note is that of the lines that were typed.
    let mut again = beside(&pilot, me.as_str().unwrap());
    again
        .ticket(15)
        .press("r")
        .press("tab tab tab tab tab tab tab down down ctrl-u")
        .type_in("0")
        .press("f2");
    again.sees("[Draft]");
    let notes = pilot.sandbox.ok(&["invoice", "list"]);
    let note = notes.as_array().unwrap().iter().max_by_key(|note| note["id"].as_i64()).unwrap().clone();
    let lines = pilot.sandbox.ok(&["invoice", "show", &format!("id:{}", note["id"])])["lines"].clone();
    assert_eq!(lines.as_array().unwrap().len(), 1, "{lines}");
    assert_eq!(lines[0]["quantity"], "2", "{lines}");
}

/// Who else looks at a ticket, or writes in it, is seen in the list and in the ticket, and gone with its program.
#[test]
fn others_are_seen_where_they_are() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    let mut daniel = beside(&pilot, "daniel");
    daniel.ticket(9).screen();
    daniel.app.tick();
    pilot.ticket(9).screen();
    pilot.app.tick();
    pilot.sees("daniel is looking at this").sees("◦ daniel");
    daniel.press("i").type_in("x").screen();
    daniel.app.tick();
    pilot.app.tick();
    pilot.sees("daniel is writing here").sees("✎ daniel");
    // A lower one is seen in the list alone.
    pilot.press("home").sees("✎ daniel").sees_no("daniel is writing");
    drop(daniel);
    pilot.app.tick();
    pilot.sees_no("daniel");
    // Who may not see the ticket is not told who is there.
    let mut sarah = beside(&pilot, "sarah");
    sarah.ticket(9).screen();
    sarah.app.tick();
    let mut seoyeon = beside(&pilot, "seoyeon");
    seoyeon.screen();
    seoyeon.app.tick();
    seoyeon.sees_no("sarah");
}

/// Two agents at one ticket: what the other did is told, and what was typed stays.
#[test]
fn a_stale_write_says_what_changed_and_keeps_the_text() {
    let mut pilot = Pilot::demo(English).sized(110, 36);
    pilot.ticket(9).press("e").press("up").type_in("typed before");
    pilot.sandbox.ok(&["--as", "daniel", "ticket", "note", "9", "I called the customer"]);
    pilot.sandbox.ok(&["--as", "daniel", "ticket", "stage", "9", "On Hold"]);
    pilot.press("f2").sees("meanwhile").sees("daniel").sees("I called the customer").sees("On Hold");
    pilot.sees("typed before").press("f2").sees_no("meanwhile");
    assert!(pilot.sandbox.ok(&["ticket", "show", "9"]).to_string().contains("typed before"));
}

/// A refund above the limit: the button asks, the inbox decides in three keys, the ticket tells.
#[test]
fn an_approval_from_key_to_key() {
    let mut pilot = Pilot::demo(English).sized(120, 36);
    pilot.sandbox.ok(&["user", "set", "daniel", "--refund-limit", "KRW:1000;USD:1"]);
    let mut daniel = beside(&pilot, "daniel");
    daniel
        .ticket(9)
        .press("r")
        .press("f2")
        .sees("F2  Request approval")
        .sees("refund limit of")
        .sees_no("Post");
    daniel.press("f2").type_in("Broken twice").press("f2").sees("Waiting").sees("Broken twice");
    daniel.press("esc").sees("waiting for approval").press("f5").sees("Waiting").press("f2").sees("yourself");
    daniel.press("esc");
    pilot.app.tick();
    pilot.sees("Approvals 1").press("f5").sees("daniel").sees("Broken twice");
    // Three keys: the form, the preview, and it is posted.
    pilot.press("f2").type_in("Fine").press("f2").sees("REXP").press("f2").sees("Approved").sees("Fine");
    let shown = pilot.sandbox.ok(&["ticket", "show", "9"]);
    assert_eq!(shown["counters"]["credit_notes"], 1, "{shown}");
    daniel.app.tick();
    daniel.sees("approved and posted");
    pilot.sandbox.check();
}

/// A refusal takes a reason.
#[test]
fn a_rejection_says_why() {
    let mut pilot = Pilot::demo(Korean).sized(120, 36);
    pilot.sandbox.ok(&["user", "set", "daniel", "--refund-limit", "KRW:1000;USD:1"]);
    let draft = pilot.sandbox.ok(&["--as", "daniel", "refund", "create", "--ticket", "9"]);
    let id = format!("id:{}", draft["credit_notes"][0]["id"]);
    pilot.sandbox.ok(&["--as", "daniel", "approval", "request", &id]);
    pilot.app.tick();
    pilot
        .press("f5")
        .sees("승인 대기")
        .press("f3")
        .press("f2")
        .sees("비어 있는")
        .type_in("금액이 큽니다")
        .press("f2");
    pilot.sees("반려됨").sees("금액이 큽니다").press("esc");
    pilot.ticket(9).sees("반려");
}

/// A message that is taken back in its grace is in the composer again, as it was written.
#[test]
fn a_message_that_is_taken_back_is_in_the_composer_again() {
    let mut pilot = Pilot::demo(English).sized(100, 30);
    pilot
        .ticket(9)
        .press("m")
        .type_in("Too early")
        .press("f2")
        .press("u")
        .sees("TO THE CUSTOMER")
        .sees("Too early");
    pilot.type_in(", now.").press("f2");
    let mails = pilot.sandbox.ok(&["outbox", "list"]);
    let told: Vec<_> =
        mails.as_array().unwrap().iter().map(|m| (m["state"].clone(), m["body"].clone())).collect();
    assert_eq!(
        told,
        [("waiting".into(), "Too early, now.".into()), ("cancelled".into(), "Too early".into())]
    );
}

/// The timeline shows everything, or one kind of it.
#[test]
fn the_timeline_is_filtered_by_kind() {
    let mut pilot = Pilot::demo(English).sized(110, 40);
    pilot.sandbox.ok(&["ticket", "note", "9", "between us"]);
    pilot.sandbox.ok(&["ticket", "reply", "9", "dear customer"]);
    pilot.sandbox.ok(&["ticket", "stage", "9", "On Hold"]);
    pilot.ticket(9).sees("# [Internal note]").sees("» [Message to the customer]").sees("dear customer");
    pilot.press("h").sees("Timeline · Messages and notes").sees("between us").sees_no("→");
    pilot.press("h").sees("Timeline · Documents").sees_no("between us");
    pilot
        .press("h")
        .sees("Timeline · Changes")
        .sees("→")
        .sees_no("dear customer")
        .press("h")
        .sees("between us");
}

/// Switching a service off hides it at once: its key, its line and its place in the palette; what was made stays.
#[test]
fn a_service_that_is_switched_off_is_gone_at_once() {
    let mut pilot = Pilot::demo(English).sized(120, 40);
    let made = pilot.sandbox.ok(&["coupon", "create", "--ticket", "9", "--program", "사과 쿠폰 10%"]);
    pilot.ticket(9).press("enter").sees("c Coupon").sees("Coupons 1");
    pilot.sandbox.ok(&["team", "set", "Customer Care", "--coupons", "off"]);
    pilot.app.tick();
    pilot.sees_no("c Coupon").sees("Coupons 1").press("c").sees_no("Generate a Coupon");
    pilot
        .press(":")
        .type_in("coupon")
        .sees_no("Generate")
        .press("esc")
        .press("2")
        .sees(made["code"].as_str().unwrap());
    assert_eq!(
        pilot.sandbox.refused(&["coupon", "create", "--ticket", "9", "--program", "사과 쿠폰 10%"]),
        ("service_off".into(), 3)
    );
}

/// Who writes is told once what was said meanwhile, before a second answer goes out.
#[test]
fn two_answers_know_of_each_other() {
    let mut pilot = Pilot::demo(English).sized(110, 36);
    pilot.ticket(9).press("m").type_in("My answer");
    pilot.sandbox.ok(&["--as", "daniel", "ticket", "reply", "9", "It is solved"]);
    pilot.press("f2").sees("#9 went on since you began").sees("daniel").sees("My answer");
    let bodies = |pilot: &Pilot| pilot.sandbox.ok(&["outbox", "list"]).to_string();
    assert!(!bodies(&pilot).contains("My answer"));
    pilot.press("f2").sees_no("went on since");
    assert!(bodies(&pilot).contains("My answer"));
}

/// What comes back is no newer than what was typed: others' changes since are told before it overwrites them.
#[test]
fn a_form_that_comes_back_knows_when_it_was_begun() {
    let mut pilot = Pilot::demo(English).sized(110, 36);
    let users = pilot.sandbox.ok(&["user", "list"]);
    let mine = pilot.app.agent().unwrap();
    let me = users.as_array().unwrap().iter().find(|u| u["id"] == mine).unwrap()["login"].clone();
    pilot.ticket(9).press("e tab").type_in("x").screen();
    beside(&pilot, me.as_str().unwrap()).ticket(15).press("m").type_in("My answer").screen();
    assert_ne!(me, "daniel");
    pilot.sandbox.ok(&["--as", "daniel", "ticket", "edit", "9", "--priority", "3"]);
    let mut again = beside(&pilot, me.as_str().unwrap());
    again.ticket(9).press("e").sees("What you typed before is back").press("f2");
    again.sees("Somebody changed #9 meanwhile").press("f2").sees_no("meanwhile");
    assert_eq!(pilot.sandbox.ok(&["ticket", "show", "9"])["priority"], 3);
    // A letter that came between is read first.
    let mut again = beside(&pilot, me.as_str().unwrap());
    pilot.sandbox.ok(&["--as", "daniel", "ticket", "reply", "15", "Solved by me"]);
    again.ticket(15).press("m").sees("My answer").press("f2").sees("#15 went on since");
}

/// Stock begins inside the program: a product's page counts it, and makes the serial numbers that are new.
#[test]
fn stock_and_serial_numbers_are_entered_on_the_product() {
    let sandbox = crate::sandbox::inv12();
    let mut pilot = Pilot::new(sandbox, Korean).sized(80, 24);
    pilot.sandbox.ok(&["product", "new", "DR-1", "--set", "name=드릴", "--set", "tracking=serial"]);
    pilot.press(":").type_in("재고").press("enter").sees("DR-1");
    while !pilot.screen().contains("▸DR-1") {
        pilot.press("down");
    }
    pilot.press("enter").sees("재고가 없습니다").press("down enter").sees("재고 실사");
    pilot.type_in("SN-1").sees("새 번호이며").press("tab tab").type_in("입고").press("f2");
    pilot.sees("SN-1").sees_no("재고가 없습니다");
    assert_eq!(pilot.sandbox.ok(&["stock", "show", "DR-1"])[0]["quantity"], "1");
    // By command a number that nobody knows is only made when that is meant.
    let new = [
        "stock",
        "adjust",
        "DR-1",
        "--location",
        "WH/Stock",
        "--quantity",
        "1",
        "--reason",
        "x",
        "--lot",
        "SN-2",
    ];
    assert_eq!(pilot.sandbox.refused(&new), ("lot_unknown".into(), 4));
    pilot.sandbox.ok(&[&new[..], &["--new-lot"]].concat());
    assert_eq!(
        pilot.sandbox.refused(&[&new[..9], &["--lot", "A;B", "--new-lot"]].concat()),
        ("invalid_value".into(), 2)
    );
    pilot.sandbox.check();
}
