//! Where tasks stand beside their stages, and how they hang together: state, urgency, deadline, tags, what comes before
//! and what is a part of what (`domain/facts.md` §6).

use serde_json::{Value, json};

use crate::field_service::{create, q, shop};
use crate::sandbox::Sandbox;

/// State, urgency, last day, tags and what comes before (`domain/facts.md` §6), and in which order tasks are listed.
#[test]
fn a_task_has_a_state_beside_its_stage() {
    let s = shop();
    let made = create(&s, &["--deadline", "2026-12-01", "--tag", "Roof", "--tag", "ladder", "--tag", "roof"]);
    assert_eq!(
        (&made["state"], &made["priority"], &made["deadline"], &made["tags"], &made["blocked_by"]),
        (&json!("in_progress"), &json!(0), &json!("2026-12-01"), &json!(["ladder", "Roof"]), &json!([]))
    );
    create(&s, &["--deadline", "2026-11-30"]);
    create(&s, &[]);
    assert_eq!(create(&s, &["--priority", "1"])["priority"], 1);
    create(&s, &["--start", "2026-12-24"]);
    let order = |s: &Sandbox| -> Vec<i64> {
        let all = q(s, &["task", "list"]);
        all.as_array().unwrap().iter().map(|t| t["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(order(&s), [5, 4, 2, 1, 3]);
    // Cleared, one by one.
    let plain = q(&s, &["task", "edit", "1", "--deadline", "", "--tag", "", "--priority", "0"]);
    assert_eq!((&plain["deadline"], &plain["tags"]), (&Value::Null, &json!([])));
    for state in ["changes_requested", "approved", "done", "cancelled", "in_progress"] {
        let task = q(&s, &["task", "edit", "1", "--state", state]);
        assert_eq!(task["state"], state);
        assert_eq!(task["closed"], matches!(state, "done" | "cancelled"), "{state}");
    }
    // Another stage takes back what was said of the one before, but not that it is over.
    q(&s, &["task", "edit", "1", "--state", "approved"]);
    assert_eq!(q(&s, &["task", "stage", "1", "Planned"])["state"], "in_progress");
    q(&s, &["task", "edit", "1", "--state", "cancelled"]);
    assert_eq!(q(&s, &["task", "stage", "1", "New"])["state"], "cancelled");
    for (flags, code) in [
        (["--state", "waiting"], ("invalid_value", 2)),
        (["--state", "lost"], ("invalid_value", 2)),
        (["--priority", "2"], ("invalid_value", 2)),
        (["--deadline", "soon"], ("invalid_value", 2)),
        (["--blocked-by", "99"], ("not_found", 4)),
        (["--blocked-by", "1"], ("invalid_value", 2)),
    ] {
        let told = s.refused(&[&["task", "edit", "1"], &flags[..]].concat());
        assert_eq!(told, (code.0.into(), code.1), "{flags:?}");
    }
    s.check();
}

/// A visit that is not made any more is in nobody's way, and its worksheet stays as it is.
#[test]
fn a_cancelled_visit_is_over() {
    let s = shop();
    let at = ["--start", "2026-11-24 14:00", "--assignee", "tom"];
    create(&s, &at);
    create(&s, &at);
    assert_eq!(q(&s, &["task", "show", "2"])["overlaps"].as_array().unwrap().len(), 1);
    q(&s, &["task", "edit", "1", "--state", "cancelled"]);
    for id in ["1", "2"] {
        assert_eq!(q(&s, &["task", "show", id])["overlaps"], json!([]), "{id}");
    }
    let fill = ["task", "worksheet", "1", "--set", "fault=Pump", "--set", "hours=1"];
    assert_eq!(s.refused(&fill), ("wrong_state".into(), 3));
    assert_eq!(s.refused(&["task", "sign", "1", "--name", "Kim"]), ("wrong_state".into(), 3));
    q(&s, &["task", "edit", "1", "--state", "in_progress"]);
    q(&s, &fill);
    // What is done may still be signed.
    q(&s, &["task", "edit", "1", "--state", "done"]);
    assert_eq!(q(&s, &["task", "sign", "1", "--name", "Kim"])["worksheet"]["state"], "signed");
}

/// A task waits as long as one that comes before it is open, and never for itself.
#[test]
fn a_task_waits_for_what_comes_before() {
    let s = shop();
    (0..4).for_each(|_| drop(create(&s, &[])));
    let before = |id: &str, of: &[&str]| {
        let flags: Vec<&str> = of.iter().flat_map(|id| ["--blocked-by", *id]).collect();
        s.ok(&[&["task", "edit", id], flags.as_slice()].concat())
    };
    let task = before("2", &["1", "3", "1"]);
    assert_eq!((&task["state"], &task["blocked_by"]), (&json!("waiting"), &json!([1, 3])));
    before("3", &["4"]);
    for (id, of) in [("1", "1"), ("1", "2"), ("4", "2"), ("4", "3")] {
        assert_eq!(s.refused(&["task", "edit", id, "--blocked-by", of]).0, "invalid_value", "{id} {of}");
    }
    q(&s, &["task", "edit", "1", "--state", "done"]);
    assert_eq!(q(&s, &["task", "show", "2"])["state"], "waiting");
    q(&s, &["task", "stage", "3", "Done"]);
    assert_eq!(q(&s, &["task", "show", "2"])["state"], "in_progress");
    // What is over waits for nothing; opened again, what came before holds again.
    q(&s, &["task", "edit", "2", "--state", "cancelled"]);
    q(&s, &["task", "edit", "1", "--state", "approved"]);
    assert_eq!(q(&s, &["task", "show", "2"])["state"], "cancelled");
    assert_eq!(q(&s, &["task", "edit", "2", "--state", "in_progress"])["state"], "waiting");
    assert_eq!(before("2", &[""])["state"], "in_progress");
    s.check();
}

/// A task may be a part of another one, but not of itself, however far.
#[test]
fn a_task_is_a_part_of_another() {
    let s = shop();
    (0..3).for_each(|_| drop(create(&s, &[])));
    assert_eq!(q(&s, &["task", "edit", "2", "--parent", "1"])["parent"], 1);
    q(&s, &["task", "edit", "3", "--parent", "2"]);
    assert_eq!(create(&s, &["--parent", "1"])["parent"], 1);
    let whole = q(&s, &["task", "show", "1"]);
    assert_eq!((&whole["parent"], &whole["subtasks"]), (&Value::Null, &json!([2, 4])));
    for (id, of) in [("1", "1"), ("1", "2"), ("1", "3"), ("2", "3")] {
        assert_eq!(s.refused(&["task", "edit", id, "--parent", of]).0, "invalid_value", "{id} {of}");
    }
    assert_eq!(s.refused(&["task", "edit", "1", "--parent", "99"]).0, "not_found");
    // A part that is open does not keep the whole from being done.
    assert_eq!(q(&s, &["task", "edit", "1", "--state", "done"])["state"], "done");
    assert_eq!(q(&s, &["task", "edit", "2", "--parent", ""])["parent"], Value::Null);
    q(&s, &["task", "edit", "1", "--parent", "3"]);
    s.check();
}
