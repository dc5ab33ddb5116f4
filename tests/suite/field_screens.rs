//! Field service on the screen: planned from a ticket in three keys, filled in, signed, found in the agenda; projects
//! and templates made under Settings; what goes wrong is told under its field.

use afterdesk::domain::settings::Language::{English, Korean};

use crate::pilot::{Pilot, demo, options};

fn agent(login: &str, language: afterdesk::domain::settings::Language) -> Pilot {
    let sandbox = demo();
    let mut options = options(sandbox.db(), language);
    options.login = Some(login.to_owned());
    Pilot::with(options, sandbox)
}

#[test]
fn a_visit_is_planned_in_three_keys_and_opened() {
    let mut pilot = agent("sarah", English);
    pilot.ticket(9).press("enter").sees("v Plan Intervention").press("v");
    pilot.sees("Create a Field Service task #9").sees("Keyboard sends double letters").sees("Site Visits");
    pilot.sees("Worksheet Template").sees("Site visit report").type_in("tomorrow 14:00").press("f2");
    pilot.sees("Task 1 planned: Keyboard sends double letters, 2026-11-24 14:00");
    pilot
        .sees("Tasks 1 · 2026-11-24 14:00  [5]")
        .press("5")
        .sees("Task 1  Keyboard sends double letters  [New]");
    pilot.sees("2026-11-24 14:00–15:00").sees("600 Congress Avenue").sees("Ticket  #9").press("esc");
    // How it stands, for a customer who asks.
    pilot.press("5 y").sees("Keyboard sends double letters: 2026-11-24 14:00–15:00").press("esc esc");
    // The second button goes on to the task.
    pilot.press("v").type_in("+2d 9:30").press("f3").sees("Task 2  Keyboard").sees("2026-11-25 09:30–10:30");
    pilot
        .press("esc")
        .sees("Tasks 2 · 2026-11-24 14:00")
        .press("5")
        .sees("Tasks of #9")
        .sees("2026-11-25 09:30");
    pilot.sandbox.check();
}

#[test]
fn the_template_is_there_only_where_the_project_has_worksheets() {
    let mut pilot = agent("sarah", English);
    pilot.ticket(9).press("enter v").sees("Worksheet Template").press("up up").press("enter");
    pilot.type_in("show").press("enter").sees("Showroom").sees_no("Worksheet Template").press("enter");
    pilot.type_in("site").press("enter").sees("Site visit report").press("f3").sees("Worksheet · Site visit");
    pilot
        .press("e up up enter")
        .type_in("show")
        .press("enter")
        .press("f2")
        .sees("project Site Visits → Showroom");
    pilot.sees_no("Fill in the worksheet");
    pilot.sandbox.check();
}

#[test]
fn a_worksheet_is_filled_in_signed_and_never_changes() {
    let mut pilot = agent("sarah", English);
    pilot.ticket(9).press("enter v").type_in("tomorrow").press("f3").sees("2026-11-24 09:00–10:00");
    pilot.press("f2").sees("Worksheet of task 1").sees("What was wrong *").press("f2");
    pilot
        .sees("This field is empty")
        .press("space space")
        .sees("[Software]")
        .press("tab space")
        .sees("[Yes]");
    pilot.press("tab").type_in("soon").press("f2").sees("“soon”").press("ctrl-u").type_in("45");
    pilot.press("tab").type_in("2026-02-30").press("f2").sees("2026-02-30").press("ctrl-u").type_in("+7d");
    pilot
        .press("tab")
        .type_in("Changed the switch")
        .press("f2")
        .sees("[Complete]")
        .sees("filled in – → 5 fields");
    pilot.sees("F2  Have it signed").press("f2").press("f2").sees("This field is empty");
    // What can't be undone is shown before.
    pilot.type_in("Noah Williams").press("f2").sees("worksheet Complete → Signed").press("f2");
    pilot.sees("[Signed]").sees("Signed by Noah Williams on 2026-11-23").sees_no("Have it signed");
    pilot.press("s").sees("Stage").type_in("done").press("enter").sees("[Done]");
    pilot.press("P").sees("task-1.pdf").press("esc");
    pilot.sandbox.check();
}

#[test]
fn two_places_at_once_and_a_time_that_is_past_are_told() {
    for (language, busy, past, empty, before) in [
        (
            English,
            "At the same time – 박준호: 2026-11-24 14:00 task 1, 방문 점검",
            "That time is past",
            "This field is empty",
            "It ends before it begins",
        ),
        (
            Korean,
            "같은 시간 – 박준호: 2026. 11. 24. 14:00 작업 1, 방문 점검",
            "지난 시각",
            "비어 있는",
            "시작보다 먼저 끝납니다",
        ),
    ] {
        let mut pilot = agent("junho", language).sized(120, 36);
        pilot.sandbox.ok(&[
            "task",
            "create",
            "--ticket",
            "22",
            "--title",
            "방문 점검",
            "--start",
            "2026-11-24 14:00",
            "--end",
            "2026-11-24 16:00",
            "--assignee",
            "junho",
        ]);
        pilot.ticket(8).press("enter v").type_in("내일 15:30").press("tab tab enter").type_in("junho");
        pilot.press("enter").sees(busy).press("f3").sees(busy);
        pilot.press("e").type_in("2026-11-01 9:00").sees(past).press("tab").type_in("8:00").sees(before);
        pilot.press("ctrl-u").press("f2").sees(past).press("esc esc").press("f2");
        pilot.press("esc v").type_in("yesterday").press("f2").sees(past).sees("+ ").press("f2");
        pilot.press("v").press("tab").type_in("16:30").press("f2").sees(empty);
        pilot.sandbox.check();
    }
}

#[test]
fn the_agenda_shows_days_and_weeks_of_one_or_all() {
    let mut pilot = agent("junho", English);
    let task = |pilot: &Pilot, title: &str, start: &str, end: &str, who: &str| {
        pilot.sandbox.ok(&[
            "task",
            "create",
            "--ticket",
            "22",
            "--title",
            title,
            "--start",
            start,
            "--end",
            end,
            "--assignee",
            who,
        ]);
    };
    task(&pilot, "First", "2026-11-24 10:00", "2026-11-24 12:00", "junho");
    task(&pilot, "Second", "2026-11-24 11:00", "2026-11-24 12:00", "junho");
    task(&pilot, "Long", "2026-11-26 09:00", "2026-11-28 18:00", "daniel");
    pilot.sandbox.ok(&["task", "create", "--ticket", "22", "--title", "Someday"]);
    pilot.press("f12").sees("Agenda · Everybody · 2026-11-23–2026-11-29").sees("Mo 23*").sees("10:00!");
    pilot.sees("Mo 2026-11-23: No visit. Without a day: 1").press("right");
    pilot.sees("2026-11-24 10:00–12:00 · 박준호 · First").press("down").sees("11:00–12:00 · 박준호 · Second");
    pilot
        .press("enter")
        .sees("Task 2  Second")
        .sees("At the same time – 박준호: 2026-11-24 10:00 task 1, First");
    pilot.press("esc").press("w").sees("Tu 2026-11-24 · Everybody").sees("10:00–12:00!").sees("Someday");
    pilot.press("right right").sees("09:00–").sees("Long").press("right").sees("Fr 2026-11-27").sees("–  ");
    pilot
        .press("t")
        .sees("Mo 2026-11-23")
        .sees("No visit")
        .press("w")
        .press("f")
        .sees("Daniel Park")
        .press("2");
    pilot
        .sees("Agenda · Daniel Park")
        .sees_no("First")
        .sees("Long")
        .press("pgdn")
        .sees("2026-11-30–2026-12-06");
    pilot.sees_no("Long").press("pgup").sees("Long");
    // Who works no tasks sees its own alone.
    let mut own = agent("seoyeon", Korean);
    task(&own, "남의 방문", "2026-11-24 10:00", "2026-11-24 12:00", "junho");
    task(&own, "내 방문", "2026-11-25 10:00", "2026-11-25 12:00", "seoyeon");
    own.press("f12")
        .sees("일정표 · 내 방문")
        .sees("내 방문")
        .sees_no("남의 방문")
        .press("f")
        .sees("이서연")
        .sees_no("Daniel");
}

#[test]
fn every_size_holds_the_agenda_and_the_forms() {
    for (width, height) in [(60, 20), (80, 24), (200, 60)] {
        let mut pilot = agent("junho", Korean).sized(width, height);
        pilot.ticket(22).press("enter v").sees("현장 서비스 작업 생성").type_in("내일 9:00").press("f3");
        pilot
            .sees("작업 1")
            .press("f12")
            .sees("월 23*")
            .press("right")
            .sees("09:00")
            .press("w")
            .sees("09:00–10:00");
    }
}

#[test]
fn projects_and_templates_are_made_under_settings() {
    let mut pilot = agent("minji", English).sized(120, 36);
    pilot.press(":").type_in("settings").press("enter").sees("Worksheet Templates").press("6");
    pilot.sees("Site visit report").press("end").sees("+ New worksheet template").press("enter").press("f2");
    pilot.sees("This field is empty").type_in("Boiler").press("tab").type_in("What is broken").press("tab");
    pilot.press("right right right").sees("[Choice]").press("f2").sees("This field is empty");
    pilot.type_in("Pump, Valve").press("tab space").sees("[✓]").sees("what_is_broken").press("f2");
    pilot
        .sees("Worksheet Template · Boiler")
        .sees("What is broken")
        .sees("Pump, Valve")
        .press("end up enter");
    pilot.type_in("Done").press("tab right right").sees("[Yes or no]").press("f2").sees("Done").press("home");
    pilot.press("enter").sees("What is broken").press("ctrl-u").type_in("Fault").press("f2").sees("Fault");
    // A field is taken out again, after it was shown what goes.
    pilot.press("down enter").press("f3").sees("Boiler").press("f2").sees_no("Yes or no").press("esc esc");
    pilot.press(":").type_in("settings").press("enter").press("5").sees("방문 서비스").press("end enter");
    pilot.type_in("Boilers").press("tab space").sees("Worksheet Template").press("tab").type_in("boil");
    pilot.press("enter f2").sees("Boilers").sees("Boiler").sees("New, Planned, In Progress, Done, Cancelled");
    let made = pilot.sandbox.ok(&["worksheet", "show", "Boiler"]);
    assert_eq!(made["fields"][0]["field"], "what_is_broken");
    assert_eq!(made["fields"].as_array().unwrap().len(), 1);
    assert_eq!(pilot.sandbox.ok(&["project", "show", "Boilers"])["template"], "Boiler");
    // Who may not settle anything is told so.
    let mut other = agent("daniel", English);
    other.press(":").type_in("settings").press("enter").press("5").press("end enter").sees("right");
}

#[test]
fn a_team_s_services_and_project_are_settled_on_the_screen() {
    let mut pilot = agent("minji", Korean).sized(120, 36);
    pilot.press(":").type_in("환경설정").press("enter").press("2").sees("헬프데스크 팀").sees("Site Visits");
    pilot.press("enter").sees("단계").sees("현장 서비스").sees("Site Visits").press("enter");
    pilot.press("tab tab tab tab tab tab").type_in("방문").press("enter").press("f2").sees("방문 서비스");
    assert_eq!(pilot.sandbox.ok(&["team", "show", "Customer Care"])["project"], "방문 서비스");
    pilot
        .press("enter")
        .press("tab tab tab tab tab")
        .press("space")
        .press("f2")
        .sees("환불, 쿠폰, 반품, 수리  ");
    let team = pilot.sandbox.ok(&["team", "show", "Customer Care"]);
    assert_eq!((&team["field_service"], &team["project"]), (&false.into(), &"방문 서비스".into()));
    // The service is gone at once.
    pilot
        .press("esc esc")
        .ticket(9)
        .press("enter")
        .sees_no("v 방문")
        .press("v")
        .sees_no("현장 서비스 작업 생성");
    pilot.sandbox.check();
}

/// What somebody else did meanwhile is told, and told again when it happens again.
#[test]
fn nobody_s_change_is_written_over_unseen() {
    let mut pilot = agent("sarah", English);
    pilot.ticket(9).press("enter v f3").sees("Task 1").press("s").sees("Stage");
    pilot.sandbox.ok(&["task", "stage", "1", "Cancelled"]);
    pilot.type_in("progress").press("enter").sees("meanwhile").press("esc");
    pilot.app.tick();
    pilot.sees("[Cancelled]");
    pilot.press("e").press("up up up").type_in("!");
    for title in ["By another", "By a third"] {
        pilot.sandbox.ok(&["task", "edit", "1", "--title", title]);
        pilot.press("f2").sees("meanwhile");
    }
    pilot.press("f2").sees("Keyboard sends double letters!");
    pilot.sandbox.check();
}

/// A project that has no worksheets any more leaves what was filled in, and the task can be changed.
#[test]
fn a_filled_in_task_is_edited_whatever_became_of_its_project() {
    let mut pilot = agent("sarah", English);
    pilot.ticket(9).press("enter v f3").sees("Task 1");
    let set = ["--set", "fault=Software", "--set", "solved=yes", "--set", "minutes=5"];
    pilot.sandbox.ok(&[&["task", "worksheet", "1"][..], &set].concat());
    pilot.sandbox.ok(&["project", "edit", "Site Visits", "--worksheets", "off"]);
    pilot.press("e").sees_no("Worksheet Template").press("up up").type_in("!").press("f2");
    pilot.sees("Keyboard sends double letters!").sees("Software");
    pilot.sandbox.check();
}

/// Where a task stands is changed in its form and told on its page, in the ticket's list and in the agenda.
#[test]
fn a_task_s_state_and_what_comes_before_it_are_settled_in_its_form() {
    let mut pilot = agent("sarah", English);
    for title in ["Measure", "Install"] {
        pilot.sandbox.ok(&["--as", "sarah", "task", "create", "--ticket", "9", "--title", title]);
    }
    pilot.ticket(9).press("5").sees("Tasks of #9").press("enter").sees("Install  [New]");
    // From Begins on: Ends, Technicians, State.
    pilot.press("e tab tab tab right right right").sees("[Done]").press("left left left tab space");
    pilot
        .press("tab")
        .type_in("2026-02-30")
        .press("f2")
        .sees("2026-02-30")
        .press("ctrl-u")
        .type_in("2026-11-20");
    pilot.press("tab").type_in("roof").press("tab enter").sees("Measure").sees_no("2 Install").press("enter");

    pilot.press("tab enter").sees("Measure").press("enter");
    pilot.press("f2").sees("Install  [New · Waiting]").sees("Urgent").sees("2026-11-20 (late)");
    pilot
        .sees("roof")
        .sees("Blocked by  1 Measure [New]")
        .sees("Part of  1 Measure [New]")
        .sees("blocked by – → 1");
    pilot.press("f12 w").sees("! Install").sees("New · Waiting").sees("2026-11-20");
    // What comes before is over: it waits no longer, and is the first in the agenda.
    pilot.sandbox.ok(&["--as", "sarah", "task", "edit", "1", "--state", "cancelled"]);
    pilot.app.tick();
    pilot.press("esc").sees("Install  [New]").sees("Blocked by  1 Measure [New · Cancelled]");
    pilot.press("esc").sees("New · Cancelled").press("down enter").sees("Measure  [New · Cancelled]");
    pilot.press("y").sees("New · Cancelled").press("esc");
    pilot.press("f2").sees("Edit task 1").press("esc f3").sees("Task 1 is cancelled");
    pilot.sandbox.check();
    pilot.press("f9").sees("Measure  [신규 · 취소됨]");
}
