//! Merging, undo and redo on the screen, in both languages: what the keys do, what is shown before, and what is said.

use afterdesk::domain::command::{Call, Command};
use afterdesk::domain::ids::TicketId;
use afterdesk::domain::settings::Language::{self, English, Korean};

use crate::pilot::{Pilot, options};
use crate::sandbox::{Sandbox, inv12};

/// `inv12` with more tickets: 2 of the same customer, 3 of another one.
fn tickets() -> Sandbox {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com"]);
    for (subject, customer) in [("Second letter", "C1"), ("Other people", "C2")] {
        s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", subject, "--customer", customer]);
    }
    s
}

/// The desk of `lee`, side by side.
fn pilot(language: Language) -> Pilot {
    let s = tickets();
    let mut options = options(s.db(), language);
    options.login = Some("lee".into());
    Pilot::with(options, s).sized(140, 40)
}

fn merged_into(p: &Pilot, number: &str) -> serde_json::Value {
    p.sandbox.ok(&["ticket", "show", number])["merged_into"].clone()
}

#[test]
fn a_ticket_is_merged_undone_and_merged_again() {
    #[rustfmt::skip]
    let table = [
        (English, "Merge into", "Merge: this is what will be written", "#1 merged into #2", "Ctrl-R Redo", "Merged here", "Merged into #2: Enter goes there"),
        (Korean, "다음 티켓에 병합", "병합", "#1 티켓을 #2 티켓에 병합", "Ctrl-R 다시 실행", "병합한 티켓", "#2 티켓에 병합됨"),
    ];
    for (language, title, preview, done, redo, here, leads) in table {
        let mut p = pilot(language);
        // The same customer's come first; another one's is found as one types.
        p.ticket(1).press("w").sees(title).sees("#2 Second letter").sees_no("#3 Other people");
        p.type_in("Other").sees("#3 Other people");
        p.press("backspace backspace backspace backspace backspace").type_in("#3").sees("#3 Other people");
        p.press("backspace backspace").sees("#2 Second letter");
        // What would be written is shown, and nothing is, yet.
        p.press("enter").sees(preview).sees("#2");
        assert!(merged_into(&p, "1").is_null());
        p.press("f2").sees(done).sees(here);
        assert_eq!(merged_into(&p, "1"), 2);
        p.press("u").sees(redo).sees_no(here);
        assert!(merged_into(&p, "1").is_null());
        p.press("ctrl-r");
        assert_eq!(merged_into(&p, "1"), 2);
        // The source leads on.
        p.press("/").type_in("1").press("enter").sees(leads).sees("→ #2");
        p.press("enter").sees("Second letter").sees(here);
    }
}

#[test]
fn tickets_of_other_customers_are_merged_where_that_is_meant() {
    let mut p = pilot(English);
    p.ticket(3).press("w").type_in("#1").press("enter");
    p.sees("#3 is of customer C2, the other ticket of C1").press("esc esc");
    assert!(merged_into(&p, "3").is_null());
    p.ticket(3).press("w").type_in("#1").press("enter f2").sees("#3 merged into #1");
    assert_eq!(merged_into(&p, "3"), 1);
}

#[test]
fn several_come_into_one_by_the_palette() {
    let mut p = pilot(English);
    p.ticket(1).press(":").type_in("Merge others").press("enter").sees("Merge other tickets into");
    p.press("space").type_in("Other").press("space enter").sees("#3 is of customer C2").press("f2");
    assert_eq!((merged_into(&p, "2"), merged_into(&p, "3")), (1.into(), 1.into()));
    // One step: both come out again.
    p.press("u");
    assert!(merged_into(&p, "2").is_null() && merged_into(&p, "3").is_null());
    p.press("ctrl-r")
        .ticket(3)
        .press(":")
        .type_in("Un-merge")
        .press("enter")
        .sees("#3 taken out of #1 again");
    assert_eq!((merged_into(&p, "2"), merged_into(&p, "3")), (1.into(), serde_json::Value::Null));
}

#[test]
fn a_message_that_was_begun_goes_on_where_the_ticket_went() {
    let mut p = pilot(English);
    p.ticket(1).press("m").type_in("Dear Haneul").sees("Dear Haneul").press("esc f2");
    p.app.reload();
    p.sees("Dear Haneul");
    p.press("w enter f2").sees("#1 merged into #2").sees("Dear Haneul");
    p.press("m").sees("Dear Haneul").type_in(", hello").press("f2");
    let mails = p.sandbox.ok(&["outbox", "list"]);
    assert_eq!((&mails[0]["ticket"], mails.as_array().unwrap().len()), (&2.into(), 1));
    assert!(mails[0]["body"].as_str().unwrap().contains("Dear Haneul, hello"), "{mails}");
    // Once it is sent, it is offered nowhere.
    p.ticket(2).sees_no("✎");
    p.press("f 3").ticket(1).sees_no("✎");
}

#[test]
fn what_others_do_meanwhile_is_told() {
    let mut p = pilot(English);
    p.ticket(1).press("w").sees("#2 Second letter");
    // Somebody else merges it elsewhere before the choice is made.
    let mut other = p.other();
    other.execute(&Command::Merge(vec![TicketId(1)], TicketId(3), true), &Call::default()).unwrap();
    p.press("enter").sees("#1 was merged into #3: go on there.");
    p.press("esc").press("e").sees("#1 was merged into #3: go on there.");
}

#[test]
fn undo_and_redo_of_what_is_harmless_happen_at_once() {
    let table = [
        (English, "Undone: stage Solved → New", "Redone: stage New → Solved", "There is nothing to redo"),
        (
            Korean,
            "실행 취소: 단계 해결됨 → 신규",
            "다시 실행: 단계 신규 → 해결됨",
            "다시 실행할 작업이 없습니다",
        ),
    ];
    for (language, undone, redone, nothing) in table {
        let mut p = pilot(language);
        p.sandbox.ok(&["ticket", "stage", "1", "Solved", "--as", "lee"]);
        p.press("u").sees(undone);
        assert_eq!(p.sandbox.ok(&["ticket", "show", "1"])["stage"], "New");
        p.press("ctrl-r").sees(redone).press("ctrl-r").sees(nothing);
        assert_eq!(p.sandbox.ok(&["ticket", "show", "1"])["stage"], "Solved");
    }
}

#[test]
fn what_stays_opens_the_list_and_leads_to_what_there_is_instead() {
    let table = [
        (English, "What I did last", "stays in the books: Reverse", "Stays", "Can be undone"),
        (Korean, "내 최근 작업", "장부에 남습니다. 역분개로", "남음", "취소 가능"),
    ];
    for (language, title, why, stays, can) in table {
        let mut p = pilot(language);
        p.sandbox.ok(&["ticket", "stage", "2", "Solved", "--as", "lee"]);
        p.sandbox.ok(&["refund", "create", "--ticket", "1", "--line", "1=1", "--post", "--as", "lee"]);
        p.press("u").sees(title).sees("RINV/2026/00001").sees(why).sees(stays).sees(can);
        // Pressed again it says it again, and passes nothing over.
        p.press("u").sees(why);
        assert_eq!(p.sandbox.ok(&["ticket", "show", "2"])["stage"], "Solved");
        // The document has its counter-document.
        p.press("enter").sees("RINV/2026/00001").press("esc");
        // What was done before is taken back where it is chosen.
        p.press("down f2");
        assert_eq!(p.sandbox.ok(&["ticket", "show", "2"])["stage"], "New");
    }
}

#[test]
fn a_message_that_counts_down_is_taken_back_first() {
    let mut p = pilot(English);
    p.ticket(1).press("m").type_in("Too early").press("f2");
    p.sandbox.ok(&["ticket", "stage", "2", "Solved", "--as", "lee"]);
    p.app.tick();
    p.sees("u takes it back").press("u").sees("Too early");
    assert_eq!(p.sandbox.ok(&["outbox", "list"])[0]["state"], "cancelled");
    p.press("esc f2").press("u").sees("Undone: stage Solved → New");
}

#[test]
fn small_screens_hold_it() {
    for language in [English, Korean] {
        let mut p = pilot(language).sized(80, 24);
        p.ticket(1).press("w enter f2");
        p.press("u ctrl-r").press(":").type_in(if language == English { "What I did" } else { "내 최근" });
        p.press("enter").sees("#1");
        p.sized(60, 20).sees("#1");
    }
}
