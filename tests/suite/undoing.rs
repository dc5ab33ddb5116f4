//! Undo and redo by command: exactly what changed comes back, what others did stays, and what can't be taken back says
//! what to do instead.

use std::process::Stdio;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::command::{Call, Command};
use afterdesk::domain::error::Error;
use afterdesk::domain::ids::TicketId;
use afterdesk::domain::settings::Language;
use afterdesk::domain::ticket::TicketEdit;
use afterdesk::text::Words;

use crate::sandbox::{Sandbox, TODAY, inv12};

/// A ticket without what every touch of it changes.
fn still(s: &Sandbox, number: &str) -> Value {
    let mut view = s.ok(&["ticket", "show", number]);
    let map = view.as_object_mut().unwrap();
    map.remove("version");
    map.remove("timeline");
    view
}

#[test]
fn every_change_of_a_ticket_comes_back_exactly() {
    let s = inv12();
    s.ok(&["team", "new", "Second line"]);
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "Other", "--customer", "C1"]);
    s.ok(&["ticket", "edit", "1", "--tag", "a, b", "--tag", "c", "--product", "A"]);
    #[rustfmt::skip]
    let table: &[&[&str]] = &[
        &["ticket", "edit", "1", "--subject", "Renamed"],
        &["ticket", "edit", "1", "--description", "Two\nlines"],
        &["ticket", "edit", "1", "--priority", "3", "--tag", "d"],
        &["ticket", "edit", "1", "--tag", ""],
        &["ticket", "edit", "1", "--customer", "C2", "--order", ""],
        &["ticket", "edit", "1", "--product", "B"],
        &["ticket", "edit", "1", "--team", "Second line"],
        &["ticket", "assign", "1", "amy"],
        &["ticket", "stage", "1", "Solved"],
        &["ticket", "merge", "1", "--into", "2", "--anyway"],
    ];
    let first = still(&s, "1");
    for change in table {
        let before = still(&s, "1");
        s.ok(change);
        let after = still(&s, "1");
        assert_ne!(before, after, "{change:?}");
        let undone = s.ok(&["undo"]);
        assert_eq!((&undone["undone"], &undone["ticket"]), (&true.into(), &1.into()), "{change:?}");
        assert_eq!(still(&s, "1"), before, "{change:?}");
        assert_eq!(s.ok(&["redo"])["undone"], false);
        assert_eq!(still(&s, "1"), after, "{change:?}");
        s.check();
        if change[1] != "merge" {
            continue;
        }
        for _ in table {
            s.ok(&["undo"]);
        }
        assert_eq!(still(&s, "1"), first);
        for _ in table {
            s.ok(&["redo"]);
        }
        assert_eq!(still(&s, "1"), after);
        assert_eq!(s.refused(&["redo"]), ("nothing_to_redo".to_owned(), 3));
    }
    s.check();
}

#[test]
fn what_others_did_meanwhile_stays() {
    let s = inv12();
    s.ok(&["ticket", "edit", "1", "--priority", "2", "--subject", "Mine"]);
    s.ok(&["ticket", "edit", "1", "--tag", "theirs", "--as", "amy"]);
    // Another field: it stays, and mine comes back.
    s.ok(&["undo"]);
    let view = s.ok(&["ticket", "show", "1"]);
    assert_eq!((&view["priority"], &view["subject"]), (&0.into(), &"Wants the money back".into()));
    assert_eq!(view["tags"], serde_json::json!(["theirs"]));
    // The same field: refused, by the name of who changed it.
    s.ok(&["ticket", "stage", "1", "In Progress"]);
    s.ok(&["ticket", "stage", "1", "Solved", "--as", "amy"]);
    let ran = s.run(&["undo"]);
    assert_eq!((ran.exit, ran.code().as_str()), (3, "changed_since"));
    assert_eq!(ran.message(), "amy changed #1 since (stage): it stays as it is.");
    let korean = s.run(&["undo", "--lang", "ko"]).message();
    assert_eq!(korean, "그 뒤에 amy가 #1 티켓을 변경했습니다(단계). 그대로 둡니다.");
    // Each takes back its own.
    s.ok(&["undo", "--as", "amy"]);
    s.ok(&["undo"]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "New");
}

#[test]
fn what_stays_says_so_and_is_not_passed_over() {
    let s = inv12();
    #[rustfmt::skip]
    let table: &[(&[&str], &str)] = &[
        (&["ticket", "note", "1", "x"], "A note stays"),
        (&["refund", "create", "--ticket", "1", "--line", "1=1"], "Change or cancel the draft"),
        (&["refund", "create", "--ticket", "1", "--line", "2=1", "--post"], "RINV/2026/00001 stays in the books: Reverse"),
        (&["invoice", "reverse", "RINV/2026/00001"], "stays in the books as it is"),
        (&["ticket", "new", "--team", "Helpdesk", "--subject", "x"], "What was made stays"),
        (&["order", "new", "--customer", "C1", "--line", "A=1"], "Change or cancel S00001"),
        (&["settings", "set", "name", "New name"], "Change it back where it is set"),
        (&["customer", "edit", "C1", "--phone", "1"], "Change C1 on its page"),
    ];
    s.ok(&["ticket", "stage", "1", "Solved"]);
    let staged = s.ok(&["undo", "list"])[0]["id"].clone();
    for (command, why) in table {
        s.ok(command);
        let ran = s.run(&["undo"]);
        assert_eq!((ran.exit, ran.code().as_str()), (3, "not_undoable"), "{command:?}");
        assert!(ran.message().contains(why), "{command:?}: {}", ran.message());
        // Once more goes no further back.
        assert_eq!(s.refused(&["undo"]).0, "not_undoable");
        let newest = s.ok(&["undo", "list", "--limit", "1"])[0].clone();
        assert_eq!((&newest["code"], &newest["undone"]), (&"not_undoable".into(), &false.into()));
    }
    // What was done before is taken back where it is named.
    s.ok(&["undo", &staged.to_string()]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "New");
    assert_eq!(s.refused(&["undo", &staged.to_string()]).0, "nothing_to_undo");
    assert_eq!(s.refused(&["undo", "999"]).0, "nothing_to_undo");
    s.check();
}

#[test]
fn a_message_is_taken_back_while_it_waits() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@example.com"]);
    s.ok(&["ticket", "stage", "1", "In Progress"]);
    let mail = s.ok(&["ticket", "reply", "1", "Wrong text"])["id"].to_string();
    s.ok(&["undo"]);
    assert_eq!(s.ok(&["outbox", "show", &mail])["state"], "cancelled");
    // Nothing is left of it: the change before is next, and it is not sent again.
    s.ok(&["undo"]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "New");
    s.ok(&["redo"]);
    assert_eq!(s.refused(&["redo"]).0, "nothing_to_redo");
    // One that left stays.
    s.ok(&["ticket", "reply", "1", "Right text"]);
    s.ok(&["outbox", "send"]);
    assert_eq!(s.refused(&["undo"]).0, "not_undoable");
    // Mail that comes in and messages that leave are nobody's last command.
    assert_eq!(s.ok(&["undo", "list", "--limit", "1"])[0]["kind"], "mail_queued");
}

#[test]
fn several_tickets_are_one_step_and_each_that_stays_is_told() {
    let s = inv12();
    for _ in 0..3 {
        s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "More", "--customer", "C1"]);
    }
    s.ok(&["ticket", "merge", "2", "3", "4", "--into", "1"]);
    s.ok(&["ticket", "unmerge", "3", "--as", "amy"]);
    let undone = s.ok(&["undo"]);
    assert_eq!((&undone["tickets"], &undone["kept"][0]["ticket"]), (&2.into(), &3.into()));
    assert_eq!(undone["kept"][0]["code"], "changed_since");
    assert!(undone["kept"][0]["reason"].as_str().unwrap().contains("amy"), "{undone}");
    for number in ["2", "3", "4"] {
        assert_eq!(s.ok(&["ticket", "show", number])["merged_into"], Value::Null);
    }
    // Again those that were taken back.
    s.ok(&["redo"]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["merged"], serde_json::json!([2, 4]));
    s.check();
}

#[test]
fn a_merge_is_not_undone_once_something_new_came() {
    let s = inv12();
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "More", "--customer", "C1"]);
    s.ok(&["ticket", "merge", "2", "--into", "1"]);
    s.ok(&["ticket", "note", "1", "New", "--as", "amy"]);
    assert_eq!(s.refused(&["undo"]).0, "changed_since");
    assert_eq!(s.ok(&["ticket", "show", "2"])["merged_into"], 1);
}

#[test]
fn a_rehearsal_and_a_repeated_request_change_nothing() {
    let s = inv12();
    s.ok(&["ticket", "stage", "1", "Solved"]);
    let effects = s.ok(&["undo", "--dry-run"]);
    assert_eq!(effects["effects"][0]["after"]["stage"], "New");
    assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "Solved");
    s.ok(&["ticket", "stage", "1", "In Progress"]);
    let first = s.ok(&["undo", "--request", "k1"]);
    assert_eq!(s.ok(&["undo", "--request", "k1"]), first);
    assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "Solved");
    assert_eq!(s.refused(&["undo", "--readonly"]).0, "read_only");
}

#[test]
fn what_stood_before_may_be_gone() {
    let s = inv12();
    s.ok(&["ticket", "assign", "1", "amy"]);
    s.ok(&["ticket", "assign", "1", "lee"]);
    s.ok(&["user", "set", "amy", "--active", "off"]);
    s.ok(&["ticket", "edit", "1", "--priority", "1"]);
    s.ok(&["undo"]);
    let id =
        s.ok(&["undo", "list"]).as_array().unwrap().iter().find(|a| a["kind"] == "ticket_assigned").unwrap()
            ["id"]
            .to_string();
    let ran = s.run(&["undo", &id]);
    assert_eq!(ran.code(), "not_undoable");
    assert!(ran.message().contains("(assigned to)"), "{}", ran.message());
    assert_eq!(s.ok(&["ticket", "show", "1"])["assignee"], "lee");
}

#[test]
fn the_last_hundred_are_kept() {
    let s = inv12();
    let mut desk = desk(&s, "root");
    for at in 0..130i64 {
        let edit = TicketEdit { subject: Some(format!("Subject {at}")), ..TicketEdit::default() };
        desk.execute(&Command::EditTicket(TicketId(1), edit), &Call::default()).unwrap();
    }
    assert_eq!(desk.actions().unwrap().len(), 100);
    for _ in 0..100 {
        desk.execute(&Command::Undo(None), &Call::default()).unwrap();
    }
    assert_eq!(desk.ticket(TicketId(1)).unwrap().subject, "Subject 29");
    assert!(matches!(desk.execute(&Command::Undo(None), &Call::default()), Err(Error::NoUndo(_))));
    let kept = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        s.books().query_row(&sql, [], |r| r.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((kept("action"), kept("action_change")), (100, 100));
}

fn desk(s: &Sandbox, login: &str) -> Desk {
    let clock = Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap();
    let mut desk = Desk::open(&s.db(), false, clock, Words::new(Language::English)).unwrap();
    desk.sign_in(Some(login), "nobody").unwrap();
    desk
}

/// What somebody does at a ticket.
#[derive(Clone, Debug)]
enum Step {
    Subject(i64, u8),
    Tags(i64, u8),
    Assign(i64, bool),
    Stage(i64, u8),
    Merge(i64, i64),
    Unmerge(i64),
    Undo,
    Redo,
}

impl Step {
    fn command(&self) -> Command {
        let edit = |number: &i64, edit: TicketEdit| Command::EditTicket(TicketId(*number), edit);
        match self {
            Self::Subject(n, to) => {
                edit(n, TicketEdit { subject: Some(format!("S{to}")), ..TicketEdit::default() })
            }
            Self::Tags(n, to) => {
                let tags = (0..*to).map(|tag| format!("t, {tag}")).collect();
                edit(n, TicketEdit { tags: Some(tags), ..TicketEdit::default() })
            }
            Self::Assign(n, amy) => Command::Assign(TicketId(*n), amy.then(|| "amy".to_owned())),
            Self::Stage(n, to) => {
                let stages = ["New", "In Progress", "Solved"];
                Command::Stage(TicketId(*n), stages[usize::from(*to) % stages.len()].to_owned())
            }
            Self::Merge(n, into) => Command::Merge(vec![TicketId(*n)], TicketId(*into), true),
            Self::Unmerge(n) => Command::Unmerge(TicketId(*n)),
            Self::Undo => Command::Undo(None),
            Self::Redo => Command::Redo,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let n = 1..=3i64;
    prop_oneof![
        (n.clone(), 0..3u8).prop_map(|(n, to)| Step::Subject(n, to)),
        (n.clone(), 0..3u8).prop_map(|(n, to)| Step::Tags(n, to)),
        (n.clone(), any::<bool>()).prop_map(|(n, amy)| Step::Assign(n, amy)),
        (n.clone(), 0..3u8).prop_map(|(n, to)| Step::Stage(n, to)),
        (n.clone(), n.clone()).prop_map(|(n, into)| Step::Merge(n, into)),
        n.prop_map(Step::Unmerge),
        Just(Step::Undo),
        Just(Step::Undo),
        Just(Step::Redo),
    ]
}

fn rows(s: &Sandbox) -> Vec<String> {
    let books = s.books();
    let mut statement = books
        .prepare(
            "SELECT id || subject || stage_id || ifnull(assignee_id, '') || closed || ifnull(merged_into, '')
                || ifnull((SELECT group_concat(name) FROM (SELECT g.name FROM ticket_tag t JOIN tag g ON g.id = t.tag_id
                    WHERE t.ticket_id = ticket.id ORDER BY g.name)), '') FROM ticket ORDER BY id",
        )
        .unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Whatever two agents do and take back: once all that can be taken back is, the tickets are as they were; the history
/// only grows, and kept counts are what counting gives.
#[test]
fn all_of_it_can_be_taken_back() {
    let s = inv12();
    for _ in 0..2 {
        s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "More", "--customer", "C1"]);
    }
    let first = rows(&s);
    let desks = std::cell::RefCell::new([desk(&s, "root"), desk(&s, "amy")]);
    let events = || s.books().query_row("SELECT count(*) FROM event", [], |r| r.get::<_, i64>(0)).unwrap();
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let steps = proptest::collection::vec((any::<bool>(), step()), 1..24);
    TestRunner::new(config)
        .run(&steps, |steps| {
            let mut desks = desks.borrow_mut();
            // What was done before is not asked about.
            s.books().execute_batch("DELETE FROM action_change; DELETE FROM action").unwrap();
            let mut seen = events();
            for (amy, step) in &steps {
                let done = desks[usize::from(*amy)].execute(&step.command(), &Call::default());
                let refused = matches!(&done, Err(Error::NoUndo(_) | Error::NoMerge(_) | Error::Fields(_)));
                prop_assert!(done.is_ok() || refused, "{step:?}: {done:?}");
                let now = events();
                prop_assert!(now >= seen, "the history lost something");
                seen = now;
            }
            while desks.iter_mut().any(take_one_back) {}
            prop_assert_eq!(rows(&s), first.clone());
            // By a connection that looks for the first time, as `db check` does.
            let all = desk(&s, "root").check().unwrap();
            let wrong: Vec<_> = all.into_iter().filter(|check| !check.ok).collect();
            prop_assert!(wrong.is_empty(), "{wrong:?}");
            Ok(())
        })
        .unwrap();
}

/// Takes one of the agent's last commands back, the newest that can be.
fn take_one_back(desk: &mut Desk) -> bool {
    let all = desk.actions().unwrap();
    let mut standing = all.iter().filter(|of| !of.undone).map(|of| of.id);
    standing.any(|id| desk.execute(&Command::Undo(Some(id)), &Call::default()).is_ok())
}

/// Two processes take the same change back at the same moment: once.
#[test]
fn two_processes_undo_one_change_once() {
    for _ in 0..4 {
        let s = inv12();
        s.ok(&["ticket", "stage", "1", "In Progress"]);
        let start = || {
            let mut command = s.command();
            command.args(["--json", "undo"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let both = [start(), start()].map(|mut child| child.wait().unwrap());
        assert_eq!(both.iter().filter(|status| status.success()).count(), 1);
        assert_eq!(s.ok(&["ticket", "show", "1"])["stage"], "New");
        s.check();
    }
}
