//! Many tickets changed like one: by command and on the screen, what came of it for each, undone together.

use afterdesk::domain::settings::Language::{English, Korean};
use serde_json::{Value, json};

use crate::pilot::Pilot;
use crate::sandbox::Sandbox;

fn states(rows: &Value) -> Vec<(i64, String)> {
    let state = |row: &Value| (row["ticket"].as_i64().unwrap(), row["state"].as_str().unwrap().to_owned());
    rows.as_array().unwrap().iter().map(state).collect()
}

fn owned(rows: &[(i64, &str)]) -> Vec<(i64, String)> {
    rows.iter().map(|(ticket, state)| (*ticket, (*state).to_owned())).collect()
}

/// Everything of every ticket but its version, when it changed last, and what stands in its timeline.
fn fields(s: &Sandbox) -> Vec<Value> {
    let mut all = s.ok(&["--as", "minji", "ticket", "list"]).as_array().unwrap().clone();
    for ticket in &mut all {
        for gone in ["version", "changed_at", "timeline"] {
            ticket.as_object_mut().unwrap().remove(gone);
        }
    }
    all
}

#[test]
fn each_is_changed_by_itself_and_one_that_is_refused_stays_as_it_is() {
    let s = Sandbox::demo();
    let before = fields(&s);
    // Two of the other team have no such stage; one is so already.
    s.ok(&["--as", "minji", "ticket", "stage", "21", "On Hold"]);
    let ran = s.run(&[
        "--as",
        "minji",
        "ticket",
        "bulk",
        "--query",
        "status:open priority:3",
        "--stage",
        "On Hold",
        "--add-tag",
        "hot",
    ]);
    assert_eq!(ran.exit, 4, "{ran:?}");
    assert_eq!(states(&ran.json()), owned(&[(21, "done"), (13, "failed"), (5, "failed")]));
    assert!(ran.json()[1]["message"].as_str().unwrap().contains("On Hold"));
    assert!(ran.message().contains("2 of 3"), "{}", ran.message());
    // What failed has not got its tag either.
    let tags = |n: &str| s.ok(&["--as", "minji", "ticket", "show", n])["tags"].clone();
    assert_eq!((tags("21"), tags("13")), (json!(["hot", "refund"]), json!(["배터리", "환불"])));
    // What was done is taken back as one, and what was there before it.
    s.ok(&["--as", "minji", "undo"]);
    s.ok(&["--as", "minji", "undo"]);
    assert_eq!(fields(&s), before);
    s.check();
}

#[test]
fn forty_tickets_are_one_step_to_undo_however_many_pieces_it_took() {
    let s = Sandbox::demo();
    for n in 0..100 {
        let subject = format!("Same fault {n}");
        s.ok(&[
            "--as",
            "minji",
            "ticket",
            "new",
            "--team",
            "Customer Care",
            "--subject",
            &subject,
            "--customer",
            "C010",
        ]);
    }
    let before = fields(&s);
    let rows = s.ok(&[
        "--as",
        "minji",
        "ticket",
        "bulk",
        "--query",
        "\"same fault\"",
        "--assign",
        "daniel",
        "--priority",
        "2",
        "--add-tag",
        "recall",
    ]);
    assert_eq!(rows.as_array().unwrap().len(), 100);
    assert!(rows.as_array().unwrap().iter().all(|row| row["state"] == "done"));
    let found =
        s.ok(&["--as", "minji", "ticket", "list", "--query", "tag:recall assignee:daniel priority:2"]);
    assert_eq!(found.as_array().unwrap().len(), 100);
    // A second time nothing is left to do, and nothing is written.
    let events = |s: &Sandbox| -> i64 {
        s.books().query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap()
    };
    let count = events(&s);
    let again = s.ok(&["--as", "minji", "ticket", "bulk", "--query", "tag:recall", "--priority", "2"]);
    assert!(again.as_array().unwrap().iter().all(|row| row["state"] == "unchanged"));
    assert_eq!(events(&s), count);
    s.ok(&["--as", "minji", "undo"]);
    assert_eq!(fields(&s), before);
    s.ok(&["--as", "minji", "redo"]);
    assert_eq!(
        s.ok(&["--as", "minji", "ticket", "list", "--query", "tag:recall"]).as_array().unwrap().len(),
        100
    );
    s.check();
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let s = Sandbox::demo();
    let before = fields(&s);
    let asked = [
        "--as",
        "minji",
        "ticket",
        "bulk",
        "--query",
        "tag:환불,refund",
        "--remove-tag",
        "refund",
        "--assign",
        "",
    ];
    let tried = s.ok(&[&asked[..], &["--dry-run"]].concat());
    assert_eq!(fields(&s), before);
    let done = s.ok(&asked);
    let without = |rows: &Value| -> Vec<Value> {
        let mut rows = rows.as_array().unwrap().clone();
        rows.iter_mut().for_each(|row| drop(row.as_object_mut().unwrap().remove("version")));
        rows
    };
    assert_eq!(without(&tried), without(&done));
    assert_eq!(s.ok(&["--as", "minji", "ticket", "show", "2"])["assignee"], Value::Null);
}

#[test]
fn a_coupon_for_each_and_the_codes_in_a_file() {
    let s = Sandbox::demo();
    let programs = s.ok(&["program", "list"]);
    let name =
        programs.as_array().unwrap().iter().find(|p| p["kind"] == "coupons" && p["active"] == true).unwrap();
    let name = name["name"].as_str().unwrap();
    let rows = s.ok(&[
        "--as",
        "minji",
        "ticket",
        "bulk",
        "--query",
        "status:open team:고객지원",
        "--coupon",
        name,
        "--until",
        "2027-01-31",
    ]);
    let rows = rows.as_array().unwrap();
    let mut codes: Vec<&str> = rows.iter().map(|row| row["coupon"]["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 11);
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 11, "each its own");
    for row in rows {
        let shown = s.ok(&["--as", "minji", "coupon", "show", row["coupon"]["code"].as_str().unwrap()]);
        assert_eq!((&shown["ticket"], &shown["expires"]), (&row["ticket"], &json!("2027-01-31")));
    }
    let file = s.db().with_file_name("coupons.csv");
    s.ok(&[
        "--as",
        "minji",
        "ticket",
        "bulk",
        "--ticket",
        "5",
        "--coupon",
        name,
        "--csv",
        file.to_str().unwrap(),
    ]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with('\u{feff}') && text.lines().count() == 2 && text.contains("https://"), "{text}");
    s.check();
}

#[test]
fn what_makes_no_sense_is_refused() {
    let s = Sandbox::demo();
    let refused = |args: &[&str]| s.refused(&[&["--as", "minji", "ticket", "bulk"], args].concat());
    assert_eq!(refused(&["--query", "status:open"]), ("field_required".into(), 2));
    assert_eq!(refused(&["--stage", "New"]), ("field_required".into(), 2));
    assert_eq!(refused(&["--query", "status:opn", "--stage", "New"]), ("invalid_value".into(), 2));
    assert_eq!(refused(&["--query", "", "--priority", "1"]), ("field_required".into(), 2));
    assert_eq!(refused(&["--query", "status:open", "--priority", "7"]), ("invalid_value".into(), 2));
    assert_eq!(refused(&["--query", "status:open", "--coupon", "No such"]).0, "not_found");
    assert_eq!(refused(&["--ticket", "9", "--coupon", "x", "--stage", "New"]).1, 2);
    assert_eq!(refused(&["--ticket", "999", "--priority", "1"]).0, "not_found");
    assert_eq!(
        s.refused(&["--readonly", "--as", "minji", "ticket", "bulk", "--ticket", "9", "--priority", "1"]).0,
        "read_only"
    );
    // Nobody changes what they do not see.
    s.ok(&["--as", "minji", "team", "new", "VIP desk"]);
    s.ok(&["--as", "minji", "ticket", "new", "--team", "VIP desk", "--subject", "x"]);
    let ran = s.run(&["--as", "daniel", "ticket", "bulk", "--ticket", "25", "--priority", "3"]);
    assert_eq!((ran.code().as_str(), &ran.json()[0]["subject"]), ("forbidden", &json!("")));
}

#[test]
fn marked_by_space_range_and_all() {
    let mut pilot = Pilot::demo(English);
    pilot.press("space space").sees("2 marked").press("k k space").sees("1 marked");
    // From the last that was marked up to here.
    pilot.press("j j j %").sees("5 marked").press("esc").sees_no("marked");
    pilot.press("*").sees("18 marked").press("space").sees("17 marked").press("* esc").sees_no("marked");
    pilot.press("f 4 V").sees("1 marked");
}

#[test]
fn a_change_is_shown_before_it_is_made_and_what_failed_stays_marked() {
    let mut pilot = Pilot::demo(English);
    pilot.press("/").type_in("status:open priority:3").press("enter esc * b");
    pilot.sees("3 tickets").press("1").sees("Change…").sees("[F2 Change all]");
    // Nothing chosen is told.
    pilot.press("f2").sees("Nothing is to change");
    // Several teams: stages by their names.
    pilot.press("space space space space space").sees("[On Hold]").press("f2");
    pilot.sees("1 of 3 will be changed").sees("stage In Progress → On Hold").sees("2 can't be");
    pilot.press("esc").sees("[F2 Change all]");
    let mut other = pilot.other();
    let change = afterdesk::domain::command::Command::Note(afterdesk::domain::ids::TicketId(21), "x".into());
    pilot.press("f2").sees("will be changed");
    other.execute(&change, &Default::default()).unwrap();
    pilot.press("f2").sees("changed meanwhile").sees("failed and stay marked");
    pilot.press("esc").sees("marked");
    pilot.sandbox.check();
}

#[test]
fn the_same_in_korean_with_a_priority_key_and_undo() {
    let mut pilot = Pilot::demo(Korean);
    pilot.press("space space space b").sees("티켓 3건").press("1").press("down down down space space");
    pilot.sees("[보통]").press("f2").sees("3건 중").press("f2").sees("변경").press("esc");
    pilot.press("u").sees("실행 취소");
    pilot.ticket(24).press("!").sees("우선순위").press("u");
    pilot.ticket(24).press("@").sees("김민지").press("u").sees("실행 취소");
    pilot.sandbox.check();
}

/// One that is named twice gets one coupon, and what was done before something stopped the rest is told.
#[test]
fn coupons_are_made_once_and_never_kept_secret() {
    let s = Sandbox::demo();
    let program = "Goodwill ₩10,000";
    let bulk =
        |args: &[&str]| s.run(&[&["--as", "minji", "ticket", "bulk", "--coupon", program], args].concat());
    let count =
        || s.books().query_row("SELECT count(*) FROM coupon", [], |row| row.get::<_, i64>(0)).unwrap();
    let before = count();
    assert_eq!(bulk(&["--ticket", "10", "--ticket", "10"]).json().as_array().unwrap().len(), 1);
    assert_eq!(count(), before + 1);
    // What is only tried shows no code: it would be another one.
    let tried = bulk(&["--ticket", "10", "--dry-run"]);
    assert_eq!((&tried.json()[0]["state"], &tried.json()[0]["coupon"]), (&json!("done"), &Value::Null));
    for _ in 0..60 {
        s.ok(&[
            "--as",
            "minji",
            "ticket",
            "new",
            "--team",
            "고객지원",
            "--customer",
            "C001",
            "--subject",
            "쿠폰 먼저",
        ]);
    }
    let last = s.ok(&["--as", "minji", "ticket", "list", "--query", "먼저 sort:number", "--limit", "1"])[0]["number"].clone();
    // The disk fails in the second piece.
    s.books()
        .execute_batch(&format!(
            "CREATE TRIGGER full BEFORE INSERT ON coupon WHEN NEW.ticket_id = {} BEGIN SELECT RAISE(ABORT, 'full'); END",
            last.as_i64().unwrap() - 55
        ))
        .unwrap();
    let before = count();
    let ran = bulk(&["--query", "먼저"]);
    assert_ne!(ran.exit, 0);
    let rows = ran.json();
    let told: Vec<&Value> =
        rows.as_array().unwrap().iter().filter(|row| row["coupon"]["code"].is_string()).collect();
    assert_eq!((rows.as_array().unwrap().len(), told.len()), (60, 50), "{}", ran.err);
    assert_eq!(count(), before + 50);
    assert!(ran.message().contains("10 of 60"), "{}", ran.message());
    // What was done is told as what it was: a coupon for each of so many.
    assert_eq!(s.ok(&["--as", "minji", "undo", "list"])[0]["tickets"], 50);
}

/// The reason of the selected row stands whole, and stages of several teams can be left as they are.
#[test]
fn reasons_are_read_whole_and_the_stage_can_be_left() {
    let mut pilot = Pilot::demo(English);
    pilot.press("space j j j space b 1").sees("Stage       [–]").press("right right left left f2");
    pilot.sees("Nothing is to change").press("right f2").sees("20  ");
    pilot.press("j");
    let screen = pilot.screen();
    assert!(screen.contains(" The team has no stage New: check the name."), "{screen}");
}

/// What concerns many tickets is taken back beside the loop: keys go on meanwhile, and what came of it is told.
#[test]
fn many_are_taken_back_while_somebody_works() {
    let s = Sandbox::demo();
    for _ in 0..60 {
        s.ok(&["--as", "minji", "ticket", "new", "--team", "고객지원", "--subject", "many"]);
    }
    let before = fields(&s);
    s.ok(&["--as", "minji", "ticket", "bulk", "--query", "many", "--priority", "3", "--assign", "junho"]);
    let mut pilot = Pilot::new(s, English);
    let heard = |pilot: &mut Pilot| {
        while pilot.app.turner.is_busy() {
            pilot.app.hear();
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    };
    pilot.press("u").sees("60 tickets are being put back").press("j u k");
    heard(&mut pilot);
    pilot.sees("+59");
    assert_eq!(fields(&pilot.sandbox), before);
    pilot.press("ctrl-r").sees("60 tickets are being put back");
    heard(&mut pilot);
    let done =
        pilot.sandbox.ok(&["--as", "minji", "ticket", "list", "--query", "many priority:3 assignee:junho"]);
    assert_eq!(done.as_array().unwrap().len(), 60);
    pilot.sandbox.check();
}

/// What a team has switched off is not offered for its tickets either.
#[test]
fn coupons_are_offered_where_they_are_handed_out() {
    let s = Sandbox::demo();
    s.ok(&["--as", "minji", "team", "set", "고객지원", "--coupons", "off"]);
    let mut pilot = Pilot::new(s, English);
    pilot
        .ticket(20)
        .press("space b")
        .sees("1  Change…")
        .sees("2  Merge into one…")
        .sees_no("coupon for each");
    pilot.press("2").sees("Merge into one…").press("esc esc esc");
    pilot.ticket(24).press("space b").sees("2  A coupon for each…").sees("3  Merge into one…");
}
