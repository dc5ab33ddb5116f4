//! Service levels: which policies tickets fall under, deadlines over weekends and holidays, stages in which the clock
//! stands, what failed stays failed; rules that close; both as people see them.

use afterdesk::domain::settings::Language::{English, Korean};
use rstest::rstest;
use serde_json::{Value, json};

use crate::pilot::{Pilot, options};
use crate::sandbox::Sandbox;

/// A shop in Seoul whose clock stands.
struct Shop(Sandbox);

impl Shop {
    fn new() -> Self {
        let s = Sandbox::new(&["--country", "KR", "--time-zone", "Asia/Seoul"]);
        Self(s)
    }

    /// Runs a command at a minute in Seoul.
    fn at(&self, minute: &str, args: &[&str]) -> Value {
        let clock = format!("{}:00+09:00", minute.replace(' ', "T"));
        let ran = self.0.command().env("AFTERDESK_NOW", clock).arg("--json").args(args).output().unwrap();
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        serde_json::from_slice(&ran.stdout).unwrap()
    }

    fn policy(&self, name: &str, columns: &[&str]) -> Value {
        let mut args = vec!["sla", "--team", "Helpdesk", "new", name];
        columns.iter().for_each(|column| args.extend(["--set", column]));
        self.0.ok(&args)
    }

    fn ticket(&self, minute: &str, more: &[&str]) -> i64 {
        let args = [&["ticket", "new", "--team", "Helpdesk", "--subject", "x"], more].concat();
        self.at(minute, &args)["number"].as_i64().unwrap()
    }

    fn show(&self, minute: &str, number: i64) -> Value {
        self.at(minute, &["ticket", "show", &number.to_string()])
    }
}

/// An instant in Seoul, as it is answered.
fn utc(minute: &str) -> Value {
    let at = chrono::DateTime::parse_from_rfc3339(&format!("{}:00+09:00", minute.replace(' ', "T"))).unwrap();
    json!(at.to_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

/// Four hours of work, from the opening on.
#[rstest]
#[case("2026-11-24 09:00", "2026-11-24 14:00")]
#[case("2026-11-27 16:00", "2026-11-30 11:00")]
#[case("2026-11-28 10:00", "2026-11-30 14:00")]
// 설날 2026 from Monday to Wednesday; 추석 from Thursday to Saturday; a day instead of 삼일절.
#[case("2026-02-13 16:00", "2026-02-19 11:00")]
#[case("2026-09-23 16:00", "2026-09-28 11:00")]
#[case("2026-02-27 16:00", "2026-03-03 11:00")]
fn deadlines_run_in_working_time(#[case] opened: &str, #[case] deadline: &str) {
    let shop = Shop::new();
    shop.policy("Answer", &["stage=In Progress", "within=4h"]);
    let number = shop.ticket(opened, &[]);
    let ticket = shop.show(opened, number);
    assert_eq!(ticket["deadline"], utc(deadline));
    assert_eq!(
        (&ticket["sla"][0]["policy"], &ticket["sla"][0]["state"]),
        (&json!("Answer"), &json!("ongoing"))
    );
}

#[test]
fn the_clock_stands_in_excluded_stages_and_what_failed_stays_failed() {
    let shop = Shop::new();
    shop.policy("Solve", &["stage=Solved", "within=8h", "excluded=On Hold"]);
    let number = shop.ticket("2026-11-24 09:00", &[]);
    let stage = |minute: &str, to: &str| shop.at(minute, &["ticket", "stage", &number.to_string(), to]);
    let state = |ticket: &Value| ticket["sla"][0]["state"].as_str().unwrap().to_owned();
    let held = stage("2026-11-24 11:00", "On Hold");
    assert_eq!((state(&held), &held["deadline"]), ("paused".into(), &Value::Null));
    // Two days later six hours are left.
    let on = stage("2026-11-26 10:00", "In Progress");
    assert_eq!((state(&on), &on["deadline"]), ("ongoing".into(), &utc("2026-11-26 17:00")));
    assert_eq!(state(&shop.show("2026-11-26 17:01", number)), "failed");
    // Held again, or solved: it has failed.
    assert_eq!(state(&stage("2026-11-26 17:30", "On Hold")), "failed");
    let solved = stage("2026-11-27 09:00", "Solved");
    assert_eq!((state(&solved), &solved["deadline"]), ("failed".into(), &Value::Null));
    let found = |query: &str| {
        shop.at("2026-11-27 09:00", &["ticket", "list", "--query", query]).as_array().unwrap().len()
    };
    assert_eq!((found("sla:failed"), found("sla:reached,ongoing,paused,none")), (1, 0));
    shop.0.check();
}

#[test]
fn policies_fit_by_priority_type_tag_and_customer() {
    let shop = Shop::new();
    let s = &shop.0;
    let ran = s.import(&[("customers.csv", "ref,name,company\nBIG,Big,\nB2,Below,BIG\n")]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    s.ok(&["ticket", "types", "new", "Complaint"]);
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "tags", "--tag", "vip"]);
    shop.policy("Any", &["stage=Solved", "within=40h"]);
    shop.policy("Urgent", &["stage=In Progress", "within=1h", "priorities=2;3"]);
    shop.policy("Complaints", &["stage=In Progress", "within=2h", "types=Complaint"]);
    shop.policy("VIP", &["stage=In Progress", "within=3h", "tags=vip"]);
    shop.policy("Big ones", &["stage=In Progress", "within=4h", "customers=BIG"]);
    let names = |ticket: &Value| -> Vec<String> {
        let mut names: Vec<String> = ticket["sla"]
            .as_array()
            .unwrap()
            .iter()
            .map(|of| of["policy"].as_str().unwrap().into())
            .collect();
        names.sort();
        names
    };
    let of = |more: &[&str]| shop.show("2026-11-24 09:00", shop.ticket("2026-11-24 09:00", more));
    assert_eq!(names(&of(&[])), ["Any"]);
    assert_eq!(names(&of(&["--priority", "3"])), ["Any", "Urgent"]);
    assert_eq!(names(&of(&["--type", "Complaint", "--priority", "1"])), ["Any", "Complaints"]);
    assert_eq!(names(&of(&["--tag", "VIP"])), ["Any", "VIP"]);
    // Whoever is below the customer that a policy names.
    assert_eq!(names(&of(&["--customer", "B2"])), ["Any", "Big ones"]);
    let all = of(&["--customer", "BIG", "--tag", "vip", "--priority", "2", "--type", "Complaint"]);
    assert_eq!(names(&all).len(), 5);
    // The earliest open deadline is shown, then the next.
    assert_eq!(all["deadline"], utc("2026-11-24 10:00"));
    let number = all["number"].to_string();
    let on = shop.at("2026-11-24 09:30", &["ticket", "stage", &number, "In Progress"]);
    assert_eq!(on["deadline"], utc("2026-11-30 18:00"));
    // What does not fit any more goes.
    let edited = shop.at("2026-11-24 09:40", &["ticket", "edit", &number, "--priority", "0", "--tag", ""]);
    assert_eq!(names(&edited), ["Any", "Big ones", "Complaints"]);
}

#[test]
fn a_policy_a_holiday_and_the_hours_move_deadlines_that_are_there() {
    let shop = Shop::new();
    let number = shop.ticket("2026-11-24 16:00", &[]);
    assert_eq!(shop.show("2026-11-24 16:00", number)["deadline"], Value::Null);
    shop.policy("Answer", &["stage=In Progress", "within=4h"]);
    assert_eq!(shop.show("2026-11-24 16:00", number)["deadline"], utc("2026-11-25 11:00"));
    shop.0.ok(&["holiday", "new", "2026-11-25", "--set", "name=Founding day"]);
    assert_eq!(shop.show("2026-11-24 16:00", number)["deadline"], utc("2026-11-26 11:00"));
    shop.0.ok(&["settings", "set", "working_hours", "월-금 08:00-20:00"]);
    assert_eq!(shop.show("2026-11-24 16:00", number)["deadline"], utc("2026-11-24 20:00"));
    shop.0.ok(&["sla", "edit", "Answer", "--set", "within=30m"]);
    assert_eq!(shop.show("2026-11-24 16:00", number)["deadline"], utc("2026-11-24 16:30"));
    shop.0.ok(&["sla", "remove", "Answer"]);
    let ticket = shop.show("2026-11-24 16:00", number);
    assert_eq!((&ticket["deadline"], &ticket["sla"]), (&Value::Null, &json!([])));
    shop.0.check();
}

#[test]
fn what_can_never_be_due_is_refused() {
    let shop = Shop::new();
    let refused = |columns: &[&str]| {
        let mut args = vec!["sla", "--team", "Helpdesk", "new", "X"];
        columns.iter().for_each(|column| args.extend(["--set", column]));
        let ran = shop.0.run(&args);
        (ran.code(), ran.error()["fields"][0]["field"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(refused(&["stage=New", "within=4h"]), ("invalid_value".into(), "stage".into()));
    assert_eq!(refused(&["stage=In Progress", "within=4h", "excluded=New"]).1, "excluded");
    assert_eq!(refused(&["stage=In Progress", "within=soon"]).1, "within");
    assert_eq!(refused(&["stage=Nowhere", "within=4h"]), ("not_found".into(), "stage".into()));
    assert_eq!(refused(&["stage=In Progress", "within=4h", "priorities=9"]).1, "priorities");
    assert_eq!(refused(&["within=4h"]).1, "stage");
    assert_eq!(refused(&["stage=Solved", "within=4h", "tags=vpi"]), ("not_found".into(), "tags".into()));
    assert_eq!(shop.0.refused(&["settings", "set", "working_hours", "never"]).0, "invalid_value");
    shop.policy("Used", &["stage=In Progress", "within=4h"]);
    assert_eq!(shop.0.refused(&["stage", "--team", "Helpdesk", "remove", "In Progress"]).0, "in_use");
}

#[test]
fn holidays_of_korea_ship_and_a_file_of_ones_own_is_read() {
    let shop = Shop::new();
    let days = shop.0.ok(&["holiday", "list"]);
    assert!(days.as_array().unwrap().len() > 100);
    assert!(
        days.as_array().unwrap().iter().any(|d| d["date"] == "2026-09-25" && d["name"] == "Chuseok"),
        "{days}"
    );
    let file = shop.0.db().with_file_name("own.csv");
    std::fs::write(&file, "# ours\ndate,name\n2026-11-25,창립기념일\n2026-09-25,x\n").unwrap();
    assert_eq!(shop.0.ok(&["holiday", "load", "--file", file.to_str().unwrap()]), json!({"added": 1}));
    std::fs::write(&file, "date,name\n2026-13-25,x\n").unwrap();
    assert_eq!(shop.0.refused(&["holiday", "load", "--file", file.to_str().unwrap()]).0, "invalid_value");
    assert_eq!(shop.0.refused(&["holiday", "load", "--country", "XX"]).0, "not_found");
    assert_eq!(Sandbox::new(&["--country", "US"]).ok(&["holiday", "list"]), json!([]));
}

#[test]
fn rules_close_what_nothing_happens_to() {
    let shop = Shop::new();
    let rule = |name: &str, columns: &[&str]| {
        let mut args = vec!["closing", "--team", "Helpdesk", "new", name];
        columns.iter().for_each(|column| args.extend(["--set", column]));
        shop.0.ok(&args);
    };
    rule("Silence", &["stage=On Hold", "into=Solved", "days=7"]);
    // Friday before 추석, which is from Thursday to Saturday; and later ones.
    let old = shop.ticket("2026-09-18 10:00", &[]);
    let new = shop.ticket("2026-09-22 10:00", &[]);
    for (number, minute) in [(old, "2026-09-18 10:01"), (new, "2026-09-22 10:01")] {
        shop.at(minute, &["ticket", "stage", &number.to_string(), "On Hold"]);
    }
    let run = |minute: &str, more: &[&str]| -> Vec<i64> {
        let rows = shop.at(minute, &[&["closing", "run"], more].concat());
        rows.as_array().unwrap().iter().map(|row| row["ticket"].as_i64().unwrap()).collect()
    };
    assert_eq!(run("2026-09-25 10:00", &[]), Vec::<i64>::new());
    assert_eq!(run("2026-09-25 10:02", &["--dry-run"]), [old]);
    assert_eq!(shop.show("2026-09-25 10:02", old)["stage"], "On Hold");
    assert_eq!(run("2026-09-25 10:02", &[]), [old]);
    let closed = shop.show("2026-09-25 10:03", old);
    assert_eq!((&closed["stage"], &closed["closed"]), (&json!("Solved"), &json!(true)));
    let told = closed["timeline"].as_array().unwrap().last().unwrap().clone();
    assert!(told["kind"] == "ticket_closed" && told["text"].as_str().unwrap().contains("Silence"), "{told}");
    assert_eq!(run("2026-09-25 10:04", &[]), Vec::<i64>::new());
    // Working days that are over: the seventh after Tuesday 22 September is 6 October, for the 5th is a holiday.
    shop.0.ok(&["closing", "edit", "Silence", "--set", "working_days=on"]);
    assert_eq!(run("2026-10-02 10:00", &[]), Vec::<i64>::new());
    assert_eq!(run("2026-10-06 23:59", &[]), Vec::<i64>::new());
    assert_eq!(run("2026-10-07 00:01", &[]), [new]);
    // Closed by mistake: one step back.
    shop.at("2026-10-07 11:01", &["undo"]);
    assert_eq!(shop.show("2026-10-07 11:02", new)["stage"], "On Hold");
    let wrong = |columns: &[&str]| {
        let mut args = vec!["closing", "--team", "Helpdesk", "new", "X"];
        columns.iter().for_each(|column| args.extend(["--set", column]));
        shop.0.refused(&args).0
    };
    assert_eq!(wrong(&["stage=New", "into=New", "days=3"]), "invalid_value");
    assert_eq!(wrong(&["stage=New", "into=Solved", "days=0"]), "invalid_value");
    assert_eq!(wrong(&["stage=New", "days=3"]), "field_required");
    // Nothing is opened by a rule that closes, nor closed twice.
    assert_eq!(wrong(&["stage=New", "into=On Hold", "days=3"]), "invalid_value");
    assert_eq!(wrong(&["stage=Solved", "into=New", "days=3"]), "invalid_value");
    assert_eq!(wrong(&["stage=Solved", "into=Cancelled", "days=3"]), "invalid_value");
    shop.0.check();
}

#[test]
fn only_who_may_change_settings_keeps_policies_and_rules() {
    let s = Sandbox::demo();
    let columns = ["--set", "stage=In Progress", "--set", "within=4h"];
    let new = [&["--as", "daniel", "sla", "--team", "Customer Care", "new", "X"], &columns[..]].concat();
    assert_eq!(s.refused(&new), ("forbidden".into(), 3));
    assert_eq!(s.refused(&["--as", "daniel", "closing", "run"]), ("forbidden".into(), 3));
    assert_eq!(s.refused(&["--as", "daniel", "holiday", "load"]), ("forbidden".into(), 3));
}

#[test]
fn deadlines_stand_in_the_list_and_sort_it() {
    let s = Sandbox::demo();
    for (name, hours, priority) in [("Urgent", "8h", "3"), ("Fast", "300h", "2")] {
        let (within, priority) = (format!("within={hours}"), format!("priorities={priority}"));
        s.ok(&[
            "--as",
            "minji",
            "sla",
            "--team",
            "Customer Care",
            "new",
            name,
            "--set",
            "stage=Solved",
            "--set",
            &within,
            "--set",
            &priority,
        ]);
    }
    let sorted = s.ok(&["--as", "minji", "ticket", "list", "--query", "status:open sort:deadline"]);
    let deadlines: Vec<&str> =
        sorted.as_array().unwrap().iter().map(|t| t["deadline"].as_str().unwrap_or("~")).collect();
    assert!(deadlines.is_sorted() && deadlines[0] != "~" && deadlines.ends_with(&["~"]), "{deadlines:?}");
    let db = s.db();
    let mut pilot = Pilot::with(options(db.clone(), English), Sandbox::demo());
    pilot.sees("Deadline").press("/").type_in("status:open sort:deadline").press("enter esc");
    let screen = pilot.screen();
    assert!(screen.contains("d left") || screen.contains("h left") || screen.contains("-"), "{screen}");
    let mut pilot = Pilot::with(options(db, Korean), Sandbox::demo()).sized(200, 60);
    pilot.sees("기한").ticket(21).sees("Urgent").sees("→ 해결");
}

#[test]
fn a_policy_is_made_on_the_screen_and_tickets_follow() {
    let mut pilot = Pilot::demo(English);
    pilot.press(":").type_in("Teams").press("enter").sees("Customer Care").press("enter");
    pilot.sees("Service levels").sees("Closing rules");
    pilot.press(":").type_in("zzz").press("esc");
    let rows = pilot.screen().matches("+ New").count();
    assert!(rows >= 2, "{}", pilot.screen());
}

/// What the report counts is what the tickets say, and every figure opens as many rows.
#[test]
fn the_report_counts_what_was_kept_and_missed() {
    let shop = Shop::new();
    shop.policy("Answer", &["stage=In Progress", "within=4h"]);
    shop.policy("Solve", &["stage=Solved", "within=8h", "priorities=3"]);
    let stage = |minute: &str, number: i64, to: &str| {
        shop.at(minute, &["ticket", "stage", &number.to_string(), to]);
    };
    let (kept, missed, open) = (
        shop.ticket("2026-11-24 09:00", &["--priority", "3"]),
        shop.ticket("2026-11-24 09:00", &[]),
        shop.ticket("2026-11-25 09:00", &["--priority", "3"]),
    );
    stage("2026-11-24 10:00", kept, "In Progress");
    stage("2026-11-24 11:00", kept, "Solved");
    stage("2026-11-24 17:00", missed, "In Progress");
    let now = "2026-11-25 11:00";
    let report = shop.at(now, &["report", "show", "service_levels"]);
    let line = |name: &str| -> Vec<String> {
        let lines = report["lines"].as_array().unwrap();
        let found = lines.iter().find(|line| line["key"] == name).unwrap();
        ["due", "in_time", "failed", "running"].map(|figure| found[figure].to_string()).to_vec()
    };
    assert_eq!(line("Answer"), ["3", "1", "1", "1"], "{report}");
    assert_eq!(line("Solve"), ["2", "1", "0", "1"], "{report}");
    let rows = shop.at(now, &["report", "rows", "service_levels", "Answer", "--figure", "failed"]);
    assert!(rows.to_string().contains(&format!("#{missed}")), "{rows}");
    let _ = open;
}

#[test]
fn a_list_is_exported_in_the_columns_of_its_view() {
    let s = Sandbox::demo();
    s.ok(&["--as", "minji", "ticket", "edit", "5", "--subject", "=1+1"]);
    s.ok(&[
        "--as",
        "minji",
        "view",
        "new",
        "Out",
        "--query",
        "priority:3",
        "--columns",
        "number,subject,tags,deadline",
    ]);
    let file = s.db().with_file_name("out.csv");
    s.ok(&["--as", "minji", "ticket", "list", "--view", "Out", "--csv", file.to_str().unwrap()]);
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Number,Subject,Tags,Deadline");
    assert_eq!(lines.len(), 4);
    assert!(text.contains("5,'=1+1,보증; 화면,"), "{text}");
    // On the screen, and a file that is there is not replaced unasked.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    let mut pilot = Pilot::demo(Korean);
    pilot
        .press("/")
        .type_in("priority:3 status:open")
        .press("enter esc :")
        .type_in("내보내기")
        .press("enter");
    pilot
        .sees("이 목록 내보내기")
        .press(&"backspace ".repeat(20))
        .type_in(file.to_str().unwrap())
        .press("f2");
    pilot.sees("3개 행");
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 4);
    pilot.press(":").type_in("내보내기").press("enter").press(&"backspace ".repeat(20));
    pilot.type_in("list.txt").press("f2").sees("tickets.csv");
}

/// One run is one step to undo, however many pieces it took; what can't be seen stands in nobody's way.
#[test]
fn a_run_of_rules_is_taken_back_whole_and_passes_over_other_teams() {
    let shop = Shop::new();
    shop.0.ok(&["team", "new", "Other"]);
    shop.0.ok(&[
        "user", "new", "lim", "--name", "Lim", "--role", "agent", "--teams", "Helpdesk", "--grant",
        "settings",
    ]);
    for team in ["Other", "Helpdesk"] {
        let args = ["closing", "--team", team, "new", team, "--set", "stage=New", "--set", "into=Solved"];
        shop.0.ok(&[&args[..], &["--set", "days=1"]].concat());
    }
    let unseen =
        shop.at("2026-11-02 09:00", &["ticket", "new", "--team", "Other", "--subject", "x"])["number"]
            .clone();
    let mut numbers: Vec<i64> = (0..61).map(|_| shop.ticket("2026-11-02 09:00", &[])).collect();
    numbers.sort_unstable();
    let run = |args: &[&str]| shop.at("2026-11-05 09:00", &[&["--as", "lim"], args].concat());
    let closed = run(&["closing", "run"]);
    assert_eq!(closed.as_array().unwrap().len(), 61);
    run(&["undo"]);
    for number in numbers {
        assert_eq!(shop.show("2026-11-05 09:01", number)["stage"], "New");
    }
    assert_eq!(shop.show("2026-11-05 09:01", unseen.as_i64().unwrap())["stage"], "New");
    shop.0.check();
}

/// What failed is not washed off by a change of the ticket, of its merge, or of the policy once the ticket is closed.
#[test]
fn failures_are_kept() {
    let shop = Shop::new();
    shop.policy("Quick", &["stage=Solved", "within=1h", "priorities=3"]);
    let standing = |minute: &str, number: i64| {
        let sla = shop.show(minute, number)["sla"].clone();
        sla.as_array()
            .unwrap()
            .iter()
            .map(|one| one["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let failed = |minute: &str| {
        let all = shop.at(minute, &["ticket", "list", "--query", "sla:failed sort:number"]);
        all.as_array().unwrap().iter().map(|of| of["number"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    let (washed, ended, merged, target) = (
        shop.ticket("2026-11-23 09:00", &["--priority", "3"]),
        shop.ticket("2026-11-23 09:00", &["--priority", "3"]),
        shop.ticket("2026-11-23 13:50", &["--priority", "3"]),
        shop.ticket("2026-11-23 09:00", &[]),
    );
    let number = |of: i64| of.to_string();
    // The priority is another one, and the policy fits no more: it was too late all the same.
    shop.at("2026-11-23 14:00", &["ticket", "edit", &number(washed), "--priority", "0"]);
    assert_eq!(standing("2026-11-23 14:01", washed), ["failed"]);
    assert_eq!(shop.show("2026-11-23 14:01", washed)["deadline"], Value::Null);
    // What was merged in time does not fail later.
    shop.at("2026-11-23 14:00", &["ticket", "merge", &number(merged), "--into", &number(target)]);
    assert_eq!(standing("2026-11-24 14:00", merged), Vec::<String>::new());
    // Closed too late, and the policy is another one by now, or off: it was too late then.
    shop.at("2026-11-23 14:00", &["ticket", "stage", &number(ended), "Solved"]);
    for change in ["within=8h", "active=false", "active=true"] {
        shop.at("2026-11-23 15:00", &["sla", "edit", "Quick", "--set", change]);
        assert_eq!(standing("2026-11-23 15:01", ended), ["failed"], "{change}");
    }
    shop.at("2026-11-23 15:00", &["ticket", "edit", &number(ended), "--priority", "1"]);
    assert_eq!(standing("2026-11-23 15:01", ended), ["failed"]);
    assert!(failed("2026-11-23 15:01").contains(&ended));
    assert_eq!(shop.0.refused(&["sla", "remove", "Quick"]).0, "in_use");
    shop.at("2026-11-24 15:00", &["ticket", "unmerge", &number(merged)]);
    assert_eq!(standing("2026-11-24 18:00", merged), ["failed"]);
    shop.0.check();
}

/// Tickets that come with an import fall under the policies that are there, and what was left in the middle is gone on
/// with.
#[test]
fn imports_get_deadlines_and_what_was_interrupted_is_gone_on_with() {
    let shop = Shop::new();
    shop.policy("Answer", &["stage=In Progress", "within=4h"]);
    let folder = shop.0.folder.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(
        folder.join("tickets.csv"),
        "team,number,subject,created_at,stage\nHelpdesk,77,x,2026-11-24T00:00:00Z,New\n",
    )
    .unwrap();
    shop.0.ok(&["import", folder.to_str().unwrap()]);
    let all = shop.at("2026-11-24 09:30", &["ticket", "list"]);
    // Four hours of work, with the break at noon.
    assert_eq!(all[0]["deadline"], utc("2026-11-24 14:00"), "{all}");
    // Another process died after the policy was another one, and before the deadlines were.
    let books = shop.0.books();
    books.execute("UPDATE sla_policy SET minutes = 60", []).unwrap();
    books.execute("INSERT INTO sla_refresh (id, after_id) VALUES (1, 0)", []).unwrap();
    let mut pilot = Pilot::with(options(shop.0.db(), English), shop.0);
    pilot.sees("x");
    let books = pilot.sandbox.books();
    let mut left = books.prepare("SELECT count(*) FROM sla_refresh").unwrap();
    assert_eq!(left.query_row([], |row| row.get::<_, i64>(0)).unwrap(), 0);
    let deadline: String = books.query_row("SELECT deadline FROM ticket", [], |row| row.get(0)).unwrap();
    assert_eq!(json!(deadline), utc("2026-11-24 10:00"));
}
