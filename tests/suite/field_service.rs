//! Field service through the whole program: visits planned from a ticket, worksheets filled in and signed, and what is
//! refused.

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

pub fn q(s: &Sandbox, args: &[&str]) -> Value {
    s.ok(args)
}

/// A team with field service and a project with worksheets; a technician.
pub fn shop() -> Sandbox {
    let s = Sandbox::new(&["--time-zone", "Asia/Seoul"]);
    let files = [
        ("customers.csv", "ref,name\nC1,Kim\n"),
        ("users.csv", "login,name,role\nbob,Bob,agent\ntom,Tom,agent\neve,Eve,agent\nlea,Lea,lead\n"),
        ("teams.csv", "name,field_service,members\nHelpdesk,true,root;bob;tom;eve;lea\nSales,false,root\n"),
        (
            "tickets.csv",
            "number,team,subject,customer\n1,Helpdesk,Boiler is cold,C1\n2,Helpdesk,Tap drips,C1\n3,Sales,Price,C1\n",
        ),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    q(
        &s,
        &[
            "worksheet",
            "new",
            "Boiler",
            "--field",
            "fault=choice,required,choices=Pump;Valve,label=What is broken",
            "--field",
            "hours=number,required",
            "--field",
            "done=check",
            "--field",
            "next=date",
            "--field",
            "note=text",
        ],
    );
    q(&s, &["worksheet", "new", "Short", "--field", "note=text"]);
    q(&s, &["project", "new", "Visits", "--worksheets", "on", "--template", "Boiler"]);
    q(&s, &["project", "new", "Errands"]);
    q(&s, &["team", "set", "Helpdesk", "--project", "Visits"]);
    s
}

pub fn create(s: &Sandbox, more: &[&str]) -> Value {
    s.ok(&[&["task", "create", "--ticket", "1"], more].concat())
}

#[test]
fn a_visit_is_planned_filled_in_and_signed() {
    let s = shop();
    assert_eq!(q(&s, &["team", "show", "Helpdesk"])["project"], "Visits");
    assert_eq!(q(&s, &["ticket", "show", "1"])["services"]["field_service"]["state"], "on");
    let made = create(&s, &["--start", "2026-11-24 14:00", "--end", "2026-11-24T16:30", "--assignee", "tom"]);
    assert_eq!(made["title"], "Boiler is cold");
    assert_eq!(
        (&made["project"], &made["stage"], &made["customer"]),
        (&json!("Visits"), &json!("New"), &json!("C1"))
    );
    assert_eq!(
        (&made["planned_start"], &made["planned_end"]),
        (&json!("2026-11-24T05:00:00Z"), &json!("2026-11-24T07:30:00Z"))
    );
    assert_eq!((&made["assignees"], &made["worksheet"]["state"]), (&json!(["tom"]), &json!("empty")));
    assert_eq!(q(&s, &["ticket", "show", "1"])["counters"]["tasks"], 1);
    // What is required must be there, or nothing is kept.
    let short = s.refused(&["task", "worksheet", "1", "--set", "fault=Pump"]);
    assert_eq!(short, ("worksheet_incomplete".into(), 3));
    assert_eq!(q(&s, &["task", "show", "1"])["worksheet"]["fields"][0]["value"], Value::Null);
    assert_eq!(s.refused(&["task", "sign", "1", "--name", "Kim"]).0, "worksheet_incomplete");
    let full =
        q(&s, &["task", "worksheet", "1", "--set", "fault=pump", "--set", "hours=1.50", "--set", "done=yes"]);
    let values: Vec<&Value> =
        full["worksheet"]["fields"].as_array().unwrap().iter().map(|f| &f["value"]).collect();
    assert_eq!(values, [&json!("Pump"), &json!("1.5"), &json!(true), &Value::Null, &Value::Null]);
    assert_eq!(full["worksheet"]["state"], "complete");
    let signed = q(&s, &["task", "sign", "1", "--name", "Kim Ha-neul"]);
    assert_eq!(signed["worksheet"]["signed_by"], "Kim Ha-neul");
    for again in
        [&["task", "sign", "1", "--name", "Lee"][..], &["task", "worksheet", "1", "--set", "hours=9"]]
    {
        assert_eq!(s.refused(again), ("already_signed".into(), 3));
    }
    // What was signed stays what it was, whatever becomes of the template.
    q(
        &s,
        &[
            "worksheet",
            "edit",
            "Boiler",
            "--field",
            "fault=choice,choices=Pump,label=Other",
            "--remove-field",
            "hours",
        ],
    );
    assert_eq!(q(&s, &["task", "show", "1"])["worksheet"]["fields"], signed["worksheet"]["fields"]);
    q(&s, &["task", "stage", "1", "Done"]);
    assert_eq!(q(&s, &["task", "show", "1"])["closed"], true);
    let told = q(&s, &["ticket", "show", "1"])["timeline"].to_string();
    assert!(told.contains("Task 1 planned") && told.contains("Signed"), "{told}");
    s.check();
}

#[test]
fn the_worksheet_follows_the_project() {
    let s = shop();
    let with = ["--project", "Errands", "--worksheet", "Short"];
    assert_eq!(
        s.refused(&[&["task", "create", "--ticket", "1"][..], &with].concat()).0,
        "worksheet_not_enabled"
    );
    let made = create(&s, &["--project", "Errands"]);
    assert_eq!(made["worksheet"], Value::Null);
    assert_eq!(s.refused(&["task", "worksheet", "1", "--set", "note=x"]).0, "worksheet_not_enabled");
    let moved = q(&s, &["task", "edit", "1", "--project", "Visits"]);
    assert_eq!(moved["worksheet"]["template"], "Boiler");
    let other = q(&s, &["task", "edit", "1", "--worksheet", "Short"]);
    assert_eq!(other["worksheet"]["template"], "Short");
    q(&s, &["task", "worksheet", "1", "--set", "note=x"]);
    assert_eq!(s.refused(&["task", "edit", "1", "--worksheet", "Boiler"]).0, "in_use");
    assert_eq!(s.refused(&["task", "edit", "1", "--project", "Errands"]).0, "worksheet_not_enabled");
    assert_eq!(s.refused(&["worksheet", "edit", "Short", "--field", "note=number"]).0, "in_use");
    q(&s, &["team", "set", "Helpdesk", "--project", ""]);
    assert_eq!(s.refused(&["task", "create", "--ticket", "2"]), ("project_required".into(), 3));
}

#[test]
fn mistakes_are_told() {
    let s = shop();
    create(&s, &[]);
    let table: &[(&[&str], &str, i32)] = &[
        (&["task", "create", "--ticket", "3"], "service_off", 3),
        (&["task", "create", "--ticket", "1", "--project", "No"], "not_found", 4),
        (&["task", "create", "--ticket", "1", "--worksheet", "No"], "not_found", 4),
        (&["task", "create", "--ticket", "1", "--start", "2026-02-30"], "invalid_value", 2),
        (&["task", "create", "--ticket", "1", "--start", "2026-11-24 25:00"], "invalid_value", 2),
        (&["task", "create", "--ticket", "1", "--start", "2026-11-01"], "invalid_value", 2),
        (&["task", "create", "--ticket", "1", "--end", "2026-11-24"], "field_required", 2),
        (
            &["task", "create", "--ticket", "1", "--start", "2026-11-25", "--end", "2026-11-24"],
            "invalid_value",
            2,
        ),
        (&["task", "create", "--ticket", "1", "--assignee", "nobody"], "not_found", 4),
        (&["task", "create", "--ticket", "1", "--title", ""], "field_required", 2),
        (&["task", "show", "9"], "not_found", 4),
        (&["task", "stage", "1", "Nowhere"], "not_found", 4),
        (&["task", "worksheet", "1", "--set", "colour=red"], "not_found", 4),
        (&["task", "worksheet", "1", "--set", "fault=Fan", "--set", "hours=1"], "invalid_value", 2),
        (&["task", "worksheet", "1", "--set", "fault=Pump", "--set", "hours=many"], "invalid_value", 2),
        (&["task", "worksheet", "1", "--set", "hours=1", "--set", "hours=2"], "invalid_value", 2),
        (&["task", "worksheet", "1", "--set", "hours"], "invalid_value", 2),
        (&["worksheet", "new", "Empty"], "field_required", 2),
        (&["worksheet", "new", "Odd", "--field", "a=colour"], "invalid_value", 2),
        (&["worksheet", "new", "Odd", "--field", "a=choice"], "field_required", 2),
        (&["worksheet", "new", "Boiler", "--field", "a=text"], "invalid_value", 2),
        (&["project", "new", "Visits"], "invalid_value", 2),
        (&["project", "new", "More", "--template", "No"], "not_found", 4),
        (&["team", "set", "Helpdesk", "--project", "No"], "not_found", 4),
    ];
    for (args, code, exit) in table {
        assert_eq!(s.refused(args), ((*code).to_owned(), *exit), "{args:?}");
    }
    // A time that is past is asked for.
    create(&s, &["--start", "2026-11-01", "--anyway"]);
    s.check();
}

#[test]
fn two_visits_at_once_are_told() {
    let s = shop();
    create(&s, &["--start", "2026-11-24 14:00", "--end", "2026-11-24 16:00", "--assignee", "tom"]);
    let free = create(&s, &["--start", "2026-11-24 16:00", "--assignee", "tom", "--assignee", "bob"]);
    assert_eq!(free["overlaps"], json!([]));
    let busy = create(&s, &["--start", "2026-11-24 15:00", "--assignee", "tom"]);
    assert_eq!(
        busy["overlaps"],
        json!([{"task": 1, "title": "Boiler is cold", "assignee": "tom", "planned_start": "2026-11-24T05:00:00Z"}])
    );
    q(&s, &["task", "stage", "1", "Cancelled"]);
    assert_eq!(q(&s, &["task", "show", "3"])["overlaps"], json!([]));
    let next: Vec<i64> = q(&s, &["task", "list", "--assignee", "tom"])
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["id"].as_i64().unwrap())
        .collect();
    assert_eq!(next, [1, 3, 2]);
}

#[test]
fn who_may_do_what_with_tasks() {
    let s = shop();
    s.ok(&["--as", "bob", "task", "create", "--ticket", "1", "--assignee", "tom"]);
    for (login, may) in [("bob", true), ("tom", true), ("eve", false), ("lea", true), ("root", true)] {
        // Who sees the ticket sees its tasks.
        let seen = s.run(&["--as", login, "task", "show", "1"]);
        assert_eq!(seen.exit, 0, "{login}: {}", seen.err);
        let of_ticket = s.ok(&["--as", login, "task", "list", "--ticket", "1"]);
        assert_eq!(of_ticket.as_array().unwrap().len(), 1, "{login}");
        let edit = s.run(&["--as", login, "task", "edit", "1", "--title", login]);
        assert_eq!(edit.exit, if may { 0 } else { 3 }, "{login}: {}", edit.err);
        let listed = s.ok(&["--as", login, "task", "list"]);
        assert_eq!(listed.as_array().unwrap().len(), usize::from(may), "{login}");
    }
    // Neither sees the ticket nor has to do with the task.
    let other =
        [("teams.csv", "name,members\nSales,max\n"), ("users.csv", "login,name,role\nmax,Max,agent\n")];
    assert_eq!(s.import(&other).exit, 0);
    assert_eq!(s.run(&["--as", "max", "task", "show", "1"]).code(), "forbidden");
    s.ok(&["user", "set", "max", "--grant", "inventory"]);
    assert_eq!(s.run(&["--as", "max", "task", "edit", "1", "--title", "max"]).code(), "forbidden");
    s.ok(&["user", "set", "max", "--grant", "field_service"]);
    s.ok(&["--as", "max", "task", "edit", "1", "--title", "max"]);
    // A right that was taken away is gone, also from a lead.
    s.ok(&["user", "set", "lea", "--revoke", "field_service"]);
    for verb in [&["stage", "1", "Done"][..], &["edit", "1", "--title", "lea"], &["sign", "1", "--name", "x"]]
    {
        assert_eq!(s.run(&[&["--as", "lea", "task"][..], verb].concat()).code(), "forbidden", "{verb:?}");
    }
    s.ok(&["user", "set", "tom", "--revoke", "field_service"]);
    assert_eq!(s.run(&["--as", "tom", "task", "show", "1"]).exit, 0);
    assert_eq!(s.run(&["--as", "tom", "task", "stage", "1", "Done"]).code(), "forbidden");
    assert_eq!(s.run(&["--as", "lea", "project", "new", "Mine"]).code(), "forbidden");
    assert_eq!(s.run(&["--as", "lea", "worksheet", "new", "Mine", "--field", "a=text"]).code(), "forbidden");
}

/// Templates, projects and their stages come with an import, again and again.
#[test]
fn projects_and_templates_are_imported() {
    let s = Sandbox::new(&[]);
    let files = [
        (
            "worksheet_templates.csv",
            "template,field,label,kind,required,choices,sequence\nBoiler,hours,Hours,number,true,,2\n\
             Boiler,fault,What is broken,choice,true,Pump;Valve,1\n",
        ),
        ("projects.csv", "name,worksheets,template\nVisits,true,Boiler\nErrands,false,\n"),
        ("teams.csv", "name,field_service,project\nHelpdesk,true,Visits\n"),
        ("stages.csv", "team,project,name,sequence,folded\n,Visits,Open,1,false\n,Visits,Closed,2,true\n"),
    ];
    assert_eq!(s.import(&files).exit, 0);
    let again = s.import(&files);
    assert_eq!(again.exit, 0, "{}", again.err);
    let visits = q(&s, &["project", "show", "Visits"]);
    let names = |p: &Value| -> Vec<String> {
        p["stages"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (&visits["template"], names(&visits)),
        (&json!("Boiler"), vec!["Open".to_owned(), "Closed".to_owned()])
    );
    assert_eq!(
        names(&q(&s, &["project", "show", "Errands"])),
        ["New", "Planned", "In Progress", "Done", "Cancelled"]
    );
    assert!(
        s.people(&["--lang", "ko", "project", "show", "Errands"])
            .out
            .contains("신규, 계획됨, 진행 중, 완료, 취소됨")
    );
    let fields = q(&s, &["worksheet", "show", "Boiler"])["fields"].clone();
    assert_eq!((&fields[0]["field"], &fields[1]["field"]), (&json!("fault"), &json!("hours")));
    assert_eq!(q(&s, &["team", "show", "Helpdesk"])["project"], "Visits");
    // Who names a template wants worksheets.
    assert_eq!(s.import(&[("projects.csv", "name,template\nRepairs,Boiler\n")]).exit, 0);
    assert_eq!(q(&s, &["project", "show", "Repairs"])["worksheets"], true);
    for (file, text, column) in [
        ("projects.csv", "name,worksheets,template\nX,true,No\n", "template"),
        ("projects.csv", "name,worksheets,template\nX,false,Boiler\n", "template"),
        ("worksheet_templates.csv", "template,field,kind\nX,a,colour\n", "kind"),
        ("worksheet_templates.csv", "template,field,kind,choices\nX,a,choice,\n", "choices"),
        ("teams.csv", "name,project\nHelpdesk,No\n", "project"),
        ("stages.csv", "team,project,name\nHelpdesk,Visits,A\n", "project"),
        ("stages.csv", "team,project,name\n,No,A\n", "project"),
    ] {
        let ran = s.import(&[(file, text)]);
        assert_eq!(ran.exit, 2, "{text}: {}", ran.err);
        assert_eq!(ran.error()["rows"][0]["column"], column, "{text}");
    }
    s.check();
}

/// What is printed is for the customer: the worksheet with its signature, in both languages, and nothing of the house.
#[test]
fn a_task_is_printed_with_its_signature() {
    let s = shop();
    let secret = ["--description", "Dog bites", "--assignee", "tom"];
    create(&s, &[&["--start", "2026-11-24 14:00", "--end", "2026-11-24 16:30"][..], &secret].concat());
    let out = s.folder.path().join("task.pdf").display().to_string();
    let text = |language: &str| -> String {
        let answer = q(&s, &["task", "print", "1", "--language", language, "--output", &out]);
        assert_eq!(answer["document"], "task-1");
        crate::printing::pages(&std::fs::read(&out).unwrap()).concat()
    };
    let draft = text("en");
    for part in
        ["Field Service Report", "NOT SIGNED", "What is broken", "The worksheet is not filled in yet."]
    {
        assert!(draft.contains(part), "{part}: {draft}");
    }
    let set = ["--set", "fault=Valve", "--set", "hours=1.5", "--set", "done=no", "--set", "next=2026-12-01"];
    q(&s, &[&["task", "worksheet", "1"][..], &set].concat());
    q(&s, &["task", "sign", "1", "--name", "Kim Ha-neul"]);
    let parts = [
        (
            "en",
            ["2026-11-24 14:00–16:30", "Tom", "Valve", "1.5", "no", "Signed by Kim Ha-neul on 2026-11-23"],
        ),
        ("ko", ["방문 서비스 보고서", "Tom", "2026. 12. 1.", "아니요", "Kim Ha-neul", "서명."]),
    ];
    for (language, parts) in parts {
        let text = text(language);
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("Dog bites"), "{text}");
    }
    // A long text does not push itself onto a page of its own.
    create(&s, &["--worksheet", "Short"]);
    q(&s, &["task", "worksheet", "2", "--set", &format!("note={}", "The valve was changed. ".repeat(60))]);
    assert_eq!(q(&s, &["task", "print", "2", "--output", &out])["pages"], 1);
    // A visit that is not made any more says so, with and without a worksheet.
    let cancelled = |id: &str| {
        q(&s, &["task", "edit", id, "--state", "cancelled"]);
        q(&s, &["task", "print", id, "--output", &out]);
        crate::printing::pages(&std::fs::read(&out).unwrap()).concat()
    };
    create(&s, &["--project", "Errands"]);
    for id in ["2", "3"] {
        let text = cancelled(id);
        assert!(text.contains("CANCELLED") && !text.contains("NOT SIGNED"), "{text}");
    }
    assert!(!cancelled("1").contains("CANCELLED"));
    for (id, code) in [("9", "not_found"), ("x", "not_found")] {
        assert_eq!(s.refused(&["task", "print", id]).0, code);
    }
    s.ok(&["--as", "eve", "task", "print", "1", "--output", &out]);
}

/// A day's visits, also those that began before it; in the answer instants are UTC.
#[test]
fn visits_are_listed_by_their_days() {
    let s = shop();
    create(&s, &["--start", "2026-11-24 14:00", "--end", "2026-11-26 10:00"]);
    create(&s, &["--start", "2026-11-26 09:00"]);
    create(&s, &[]);
    let listed = |args: &[&str]| -> Vec<i64> {
        let all = q(&s, &[&["task", "list"][..], args].concat());
        all.as_array().unwrap().iter().map(|t| t["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(listed(&["--from", "2026-11-24"]), [1]);
    assert_eq!(listed(&["--from", "2026-11-25", "--until", "2026-11-26"]), [1, 2]);
    assert_eq!(listed(&["--until", "2026-11-25"]), [1]);
    assert_eq!(listed(&["--from", "2026-11-27"]), [] as [i64; 0]);
    assert_eq!(
        s.refused(&["task", "list", "--from", "2026-11-27", "--until", "2026-11-26"]).0,
        "invalid_value"
    );
    assert_eq!(q(&s, &["ticket", "show", "1"])["next_visit"], "2026-11-24T05:00:00Z");
}

/// A worksheet is signed by its template as that is then, with the visit as it is then.
#[test]
fn a_signature_is_under_what_was_there() {
    let s = shop();
    create(&s, &["--start", "2026-11-24 14:00", "--end", "2026-11-24 16:00", "--assignee", "tom"]);
    let fill = ["task", "worksheet", "1", "--set", "fault=Pump", "--set", "hours=1"];
    q(&s, &fill);
    q(&s, &["worksheet", "edit", "Boiler", "--field", "leak=check,required,label=Leak"]);
    assert_eq!(q(&s, &["task", "show", "1"])["worksheet"]["state"], "empty");
    assert_eq!(s.refused(&["task", "sign", "1", "--name", "Kim"]).0, "worksheet_incomplete");
    q(&s, &["task", "worksheet", "1", "--set", "leak=네"]);
    // A choice that is offered no more is none.
    q(&s, &["worksheet", "edit", "Boiler", "--field", "fault=choice,required,choices=Valve;Fan"]);
    assert_eq!(s.refused(&["task", "sign", "1", "--name", "Kim"]).0, "worksheet_incomplete");
    assert_eq!(q(&s, &["worksheet", "show", "Boiler"])["fields"][0]["label"], "What is broken");
    let full = q(&s, &["task", "worksheet", "1", "--set", "fault=Fan"]);
    // The same again changes nothing.
    assert_eq!(q(&s, &["task", "worksheet", "1", "--set", "fault=Fan"])["version"], full["version"]);
    let signed = q(&s, &["task", "sign", "1", "--name", "Kim"]);
    q(&s, &["task", "edit", "1", "--title", "Other", "--start", "2026-12-24 09:00", "--assignee", "bob"]);
    q(&s, &["worksheet", "edit", "Boiler", "--name", "Renamed"]);
    let shown = q(&s, &["task", "show", "1"]);
    assert_eq!((&shown["title"], &shown["worksheet"]), (&json!("Other"), &signed["worksheet"]));
    let out = s.folder.path().join("task.pdf").display().to_string();
    q(&s, &["task", "print", "1", "--output", &out]);
    let text = crate::printing::pages(&std::fs::read(&out).unwrap()).concat();
    for part in ["Boiler is cold", "2026-11-24 14:00–16:00", "Tom", "Boiler"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Other") && !text.contains("Renamed") && !text.contains("2026-12-24"), "{text}");
    assert_eq!(s.refused(&["task", "edit", "1", "--worksheet", ""]).0, "already_signed");
    s.check();
}

/// What was filled in never turns into something else.
#[test]
fn a_field_that_comes_back_keeps_its_kind() {
    let s = shop();
    create(&s, &["--worksheet", "Short"]);
    q(&s, &["worksheet", "edit", "Short", "--field", "more=text"]);
    q(&s, &["task", "worksheet", "1", "--set", "note=hello"]);
    let other = ["worksheet", "edit", "Short", "--field", "note=check"];
    assert_eq!(s.refused(&[&other[..], &["--remove-field", "note"]].concat()).0, "in_use");
    q(&s, &["worksheet", "edit", "Short", "--remove-field", "note"]);
    assert_eq!(s.refused(&other).0, "in_use");
    let import = s.import(&[("worksheet_templates.csv", "template,field,kind\nShort,note,check\n")]);
    assert_eq!(import.error()["rows"][0]["column"], "kind");
    assert_eq!(s.refused(&["task", "edit", "1", "--worksheet", ""]).0, "in_use");
    let version = q(&s, &["worksheet", "show", "Short"])["version"].as_i64().unwrap();
    assert_eq!(s.import(&[("worksheet_templates.csv", "template,field,label\nShort,more,More\n")]).exit, 0);
    assert!(q(&s, &["worksheet", "show", "Short"])["version"].as_i64().unwrap() > version);
    s.check();
}

/// A beginning that is moved takes the end along; only a beginning that is moved can be past.
#[test]
fn visits_are_moved() {
    let s = shop();
    let (start, end) = ("2026-11-24 14:00", "2026-11-24 16:00");
    create(&s, &["--start", start, "--end", end]);
    let times = |t: &Value| (t["planned_start"].clone(), t["planned_end"].clone());
    let moved = q(&s, &["task", "edit", "1", "--start", "2026-11-20 09:00", "--anyway"]);
    assert_eq!(times(&moved), (json!("2026-11-20T00:00:00Z"), json!("2026-11-20T02:00:00Z")));
    let longer = q(&s, &["task", "edit", "1", "--end", "2026-11-20 13:00"]);
    assert_eq!(times(&longer).1, json!("2026-11-20T04:00:00Z"));
    assert_eq!(s.refused(&["task", "edit", "1", "--end", "2027-11-20"]).0, "invalid_value");
    let gone = q(&s, &["task", "edit", "1", "--start", ""]);
    assert_eq!(times(&gone), (Value::Null, Value::Null));
    // Stages by what they are called to people.
    assert_eq!(q(&s, &["task", "stage", "1", "done"])["stage"], "Done");
    assert_eq!(q(&s, &["--lang", "ko", "task", "stage", "1", "계획됨"])["stage"], "Planned");
    assert_eq!(s.refused(&["task", "stage", "1", "Nope"]), ("not_found".into(), 4));
    // Who is visited may be known later.
    q(&s, &["ticket", "new", "--team", "Helpdesk", "--subject", "Who?"]);
    q(&s, &["task", "create", "--ticket", "4"]);
    q(&s, &["ticket", "edit", "4", "--customer", "C1"]);
    assert_eq!(q(&s, &["task", "show", "2"])["customer"], "C1");
    s.check();
}
