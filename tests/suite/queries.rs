//! Lists of tickets by query: what each field finds, in which order, page by page; errors that point at the place;
//! views with their columns, one's own and everybody's.

use rstest::rstest;
use serde_json::{Value, json};

use crate::sandbox::Sandbox;

fn numbers(listed: &Value) -> Vec<i64> {
    listed.as_array().unwrap().iter().map(|t| t["number"].as_i64().unwrap()).collect()
}

fn found(s: &Sandbox, query: &str) -> Vec<i64> {
    numbers(&s.ok(&["--as", "minji", "ticket", "list", &format!("--query={query}")]))
}

/// One shop for every table: nothing here changes it.
fn shop() -> &'static Sandbox {
    static SHOP: std::sync::OnceLock<Sandbox> = std::sync::OnceLock::new();
    SHOP.get_or_init(Sandbox::demo)
}

#[rstest]
#[case("status:closed", &[12, 8, 6, 4, 2, 1])]
#[case("status:open priority:3", &[21, 13, 5])]
#[case("priority:>=2 -status:closed", &[22, 21, 15, 13, 11, 9, 5, 3])]
#[case("status:open assignee:none", &[24, 23, 22, 18, 16, 15, 11])]
#[case("assignee:junho", &[12, 8])]
#[case("assignee:junho,sarah", &[21, 12, 9, 8])]
#[case("assignee:JUNHO", &[12, 8])]
#[case("tag:refund", &[21, 11, 2])]
#[case("tag:환불", &[13, 10, 1])]
#[case("tag:환불,refund -assignee:seoyeon", &[21, 13, 11, 2])]
#[case("-tag:환불,refund priority:3", &[5])]
#[case("stage:\"In Progress\"", &[21, 9])]
#[case("stage:처리 stage:해결", &[])]
#[case("customer:C014", &[22, 13])]
#[case("customer:none", &[])]
#[case("order:S00003", &[21, 19, 2])]
#[case("order:s00003 assignee:emily", &[19, 2])]
#[case("order:none status:open", &[])]
#[case("product:HS-9 status:open", &[24, 21, 16])]
#[case("lot:NB14-2602", &[5])]
#[case("team:\"Customer Care\" status:open priority:2..3", &[21, 11, 9])]
#[case("created:2026-11-18", &[18])]
#[case("created:2026-11-19..2026-11-20", &[23, 22, 21, 20, 19])]
#[case("created:<2026-10-01", &[2, 1])]
#[case("created:2026-10 -status:closed", &[11, 10, 9, 7, 5, 3])]
#[case("headset", &[24, 21, 16, 6, 2])]
#[case("headset status:open", &[24, 21, 16])]
#[case("\"headset order\"", &[16])]
#[case("headset -worn status:open", &[21, 16])]
#[case("-headset team:\"Customer Care\" status:open", &[19, 14, 11, 9])]
#[case("#12", &[12])]
#[case("-#12 assignee:junho", &[8])]
#[case("환불", &[10])]
#[case("sla:none status:closed", &[12, 8, 6, 4, 2, 1])]
#[case("sla:failed,ongoing,paused,reached", &[])]
#[case("deadline:none priority:3", &[21, 13, 5])]
#[case("상태:열림 우선순위:긴급", &[21, 13, 5])]
fn what_a_query_finds(#[case] query: &str, #[case] expected: &[i64]) {
    if query.contains("처리") {
        // Two stages at once: nothing is in both; and part of a name is no name.
        let (code, exit) = shop().refused(&["--as", "minji", "ticket", "list", "--query", query]);
        assert_eq!((code.as_str(), exit), ("invalid_value", 2));
        return;
    }
    let found = found(shop(), query);
    assert_eq!(found, expected, "{query}");
}

/// What an amount is compared with is the order's, in the currency that is named.
#[test]
fn amounts_are_of_one_currency() {
    let s = shop();
    let orders = s.ok(&["order", "list"]);
    let total = |number: &str| -> (String, f64) {
        let of = orders.as_array().unwrap().iter().find(|o| o["number"] == number).unwrap();
        (of["currency"].as_str().unwrap().into(), of["total"].as_str().unwrap().parse().unwrap())
    };
    let tickets = s.ok(&["--as", "minji", "ticket", "list"]);
    for (query, currency, least) in [
        ("amount:>500000", "KRW", 500_000.0),
        ("amount:>=1,000,000원", "KRW", 999_999.0),
        ("amount:>80USD", "USD", 80.0),
    ] {
        let mut expected: Vec<i64> = tickets
            .as_array()
            .unwrap()
            .iter()
            .filter(|t| t["order"].as_str().is_some_and(|o| total(o).0 == currency && total(o).1 > least))
            .map(|t| t["number"].as_i64().unwrap())
            .collect();
        expected.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
        assert_eq!(found(s, query), expected, "{query}");
        assert!(query.contains("USD") || !expected.is_empty(), "{query}");
    }
}

/// Every order is that of its key, and pages run through it without a gap.
#[rstest]
#[case("number")]
#[case("number-asc")]
#[case("changed")]
#[case("deadline")]
#[case("priority")]
#[case("priority-asc")]
#[case("subject")]
#[case("customer")]
#[case("customer-desc")]
#[case("assignee")]
#[case("team")]
#[case("stage")]
fn orders_hold_every_ticket_once(#[case] sort: &str) {
    let s = shop();
    let sorted = s.ok(&["--as", "minji", "ticket", "list", "--query", &format!("sort:{sort}")]);
    let mut all = numbers(&sorted);
    let value = |t: &Value, key: &str| t[key].as_str().unwrap_or("\u{10ffff}").to_lowercase();
    let rows = sorted.as_array().unwrap();
    let ordered = match sort {
        "number" => rows.is_sorted_by_key(|t| std::cmp::Reverse(t["number"].as_i64())),
        "number-asc" => rows.is_sorted_by_key(|t| t["number"].as_i64()),
        "changed" => rows.is_sorted_by_key(|t| std::cmp::Reverse(value(t, "changed_at"))),
        "priority" => rows.is_sorted_by_key(|t| std::cmp::Reverse(t["priority"].as_i64())),
        "priority-asc" => rows.is_sorted_by_key(|t| t["priority"].as_i64()),
        "subject" => rows.is_sorted_by_key(|t| value(t, "subject")),
        "customer" => rows.is_sorted_by_key(|t| value(t, "customer_name")),
        "customer-desc" => rows.is_sorted_by_key(|t| std::cmp::Reverse(value(t, "customer_name"))),
        "assignee" => rows.is_sorted_by_key(|t| value(t, "assignee")),
        "team" => rows.is_sorted_by_key(|t| value(t, "team")),
        _ => true,
    };
    assert!(ordered, "{sort}: {all:?}");
    all.sort_unstable();
    assert_eq!(all, (1..=24).collect::<Vec<_>>());
}

#[rstest]
#[case("staus:open", 1, 5, "status")]
#[case("status:opn", 8, 3, "open")]
#[case("assignee:minjii", 10, 6, "minji")]
#[case("tag:refnd status:open", 5, 5, "refund")]
#[case("status:open team:Nobody", 18, 6, "Nobody")]
#[case("customer:C999999", 10, 7, "C999999")]
#[case("amount:>lots", 9, 4, "lots")]
#[case("created:2026-13-01", 9, 10, "2026-13-01")]
#[case("amount:>", 9, 1, "amount")]
#[case("sort:deadline,priority", 15, 8, "sort")]
fn errors_say_where_and_what_may_be_meant(
    #[case] query: &str,
    #[case] column: i64,
    #[case] length: i64,
    #[case] told: &str,
) {
    let ran = shop().run(&["--as", "minji", "ticket", "list", "--query", query]);
    let field = &ran.error()["fields"][0];
    assert_eq!(
        (&field["field"], &field["column"], &field["length"]),
        (&json!("query"), &json!(column), &json!(length))
    );
    assert!(ran.message().contains(told), "{}", ran.message());
    let people = shop().people(&["--as", "minji", "--lang", "ko", "ticket", "list", "--query", query]);
    let lines: Vec<&str> = people.err.lines().collect();
    assert_eq!(lines[1].trim_start(), query);
    assert!(lines[2].trim().chars().all(|c| c == '^') && !lines[2].trim().is_empty(), "{lines:?}");
}

/// An agent finds what its teams have, however it asks.
#[test]
fn nobody_finds_what_they_do_not_see() {
    let s = Sandbox::demo();
    s.ok(&["--as", "minji", "team", "new", "VIP desk"]);
    s.ok(&[
        "--as",
        "minji",
        "ticket",
        "new",
        "--team",
        "VIP desk",
        "--subject",
        "secret headset",
        "--priority",
        "3",
        "--tag",
        "refund",
    ]);
    for query in
        ["", "secret", "#25", "tag:refund", "priority:3", "status:open sort:priority", "sort:subject", "25"]
    {
        let seen = numbers(&s.ok(&["--as", "daniel", "ticket", "list", "--query", query]));
        let all = found(&s, query);
        assert!(all.contains(&25), "{query}");
        assert!(!seen.contains(&25), "{query}: {seen:?}");
    }
    assert_eq!(
        s.refused(&["--as", "daniel", "ticket", "list", "--query", "team:\"VIP desk\""]).0,
        "invalid_value"
    );
}

#[test]
fn a_ticket_has_a_type() {
    let s = Sandbox::demo();
    let as_minji = |args: &[&str]| s.ok(&[&["--as", "minji"], args].concat());
    as_minji(&["ticket", "types", "new", "Complaint"]);
    assert_eq!(as_minji(&["ticket", "edit", "5", "--type", "Complaint"])["type"], "Complaint");
    assert_eq!(found(&s, "type:complaint"), [5]);
    assert_eq!(found(&s, "priority:3 type:none"), [21, 13]);
    assert_eq!(
        s.refused(&["--as", "minji", "ticket", "edit", "5", "--type", "Praise"]),
        ("not_found".into(), 4)
    );
    assert_eq!(s.refused(&["--as", "minji", "ticket", "types", "remove", "Complaint"]).0, "in_use");
    assert_eq!(as_minji(&["ticket", "edit", "5", "--type", ""])["type"], Value::Null);
    as_minji(&["ticket", "types", "remove", "Complaint"]);
}

#[test]
fn views_are_ones_own_or_everybodys() {
    let s = Sandbox::demo();
    let made = s.ok(&[
        "--as",
        "daniel",
        "view",
        "new",
        "Hot",
        "--query",
        "status:open priority:>=2",
        "--sort",
        "priority",
        "--columns",
        "number,subject,tags",
    ]);
    assert_eq!(made["columns"], json!(["number", "subject", "tags"]));
    assert_eq!(
        (&made["sort"], &made["shared"], &made["reversed"]),
        (&json!("priority"), &json!(false), &json!(false))
    );
    let listed = s.ok(&["--as", "daniel", "ticket", "list", "--view", "Hot"]);
    let priorities: Vec<i64> =
        listed.as_array().unwrap().iter().map(|t| t["priority"].as_i64().unwrap()).collect();
    assert!(priorities.is_sorted_by_key(|p| std::cmp::Reverse(*p)) && priorities.iter().all(|p| *p >= 2));
    // Nobody else has it, and everybody may have one of that name.
    assert_eq!(s.refused(&["--as", "emily", "view", "show", "Hot"]), ("not_found".into(), 4));
    s.ok(&["--as", "emily", "view", "new", "Hot", "--query", "priority:3"]);
    // Everybody's are kept by leads.
    assert_eq!(
        s.refused(&["--as", "daniel", "view", "edit", "Hot", "--shared", "on"]),
        ("forbidden".into(), 3)
    );
    s.ok(&[
        "--as",
        "junho",
        "view",
        "new",
        "Unowned",
        "--query",
        "assignee:none status:open",
        "--shared",
        "on",
    ]);
    assert_eq!(s.ok(&["--as", "emily", "view", "show", "Unowned"])["shared"], true);
    assert_eq!(s.refused(&["--as", "emily", "view", "remove", "Unowned"]), ("forbidden".into(), 3));
    assert_eq!(s.refused(&["--as", "emily", "view", "new", "Unowned", "--query", ""]).0, "invalid_value");
    // A query that can't be understood is no view, and says where.
    let ran = s.run(&["--as", "emily", "view", "new", "Bad", "--query", "status:opn"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("invalid_value", 2));
    assert!(ran.message().contains("8"), "{}", ran.message());
    // In a file and back.
    let file = s.db().with_file_name("views.json");
    std::fs::write(&file, s.ok(&["--as", "daniel", "view", "list"]).to_string()).unwrap();
    s.ok(&["--as", "daniel", "view", "remove", "Hot"]);
    s.ok(&["--as", "minji", "view", "import", file.to_str().unwrap()]);
    assert_eq!(s.ok(&["--as", "minji", "view", "show", "Hot"])["query"], "status:open priority:>=2");
    s.check();
}

/// A ticket has what was merged into it, and no refund that was undone.
#[test]
fn what_a_ticket_has_follows_merges_and_undone_refunds() {
    let s = Sandbox::demo();
    let made =
        s.ok(&["--as", "seoyeon", "coupon", "create", "--ticket", "10", "--program", "Goodwill ₩10,000"]);
    assert!(made["code"].is_string());
    s.ok(&["--as", "minji", "ticket", "merge", "10", "--into", "13", "--anyway"]);
    assert!(found(&s, "has:coupon").contains(&13));
    assert!(!found(&s, "-has:coupon").contains(&13));
    let note = s.ok(&["--as", "junho", "refund", "create", "--ticket", "15", "--amount", "50000", "--post"]);
    assert_eq!(found(&s, "refunded:50000"), [15]);
    let number = note["credit_notes"][0]["number"].as_str().unwrap().to_owned();
    s.ok(&["--as", "junho", "invoice", "reverse", &number]);
    assert_eq!(found(&s, "refunded:>0 #15"), Vec::<i64>::new());
    // Neither open nor closed is nothing.
    assert_eq!(found(&s, "-status:open,closed"), Vec::<i64>::new());
    // Words among others, in every order.
    for sort in ["", " sort:changed", " sort:subject", " sort:priority"] {
        let mut numbers = found(&s, &format!("청소기{sort}"));
        numbers.sort_unstable();
        let mut others = found(&s, &format!("-청소기{sort}"));
        others.extend(&numbers);
        others.sort_unstable();
        let mut all = found(&s, "");
        all.sort_unstable();
        assert!(!numbers.is_empty());
        assert_eq!(others, all, "{sort}");
    }
}

/// A list of a view has its columns as a table too, and who can't share takes shared views of a file for themselves.
#[test]
fn views_hold_by_command_and_come_back_from_files() {
    let s = Sandbox::demo();
    let new = ["--as", "minji", "view", "new", "Mine", "--shared", "on", "--query", "priority:3"];
    s.ok(&[&new[..], &["--columns", "number,tags,subject,changed"]].concat());
    let args = ["--lang", "en", "--as", "daniel", "ticket", "list", "--view", "Mine"];
    let out = s.command().args(args).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let heading: Vec<&str> = text.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(heading, ["Number", "Tags", "Subject", "Changed"], "{text}");
    let file = s.folder.path().join("views.json");
    std::fs::write(&file, s.ok(&["--as", "daniel", "view", "list"]).to_string()).unwrap();
    assert_eq!(s.ok(&["--as", "daniel", "view", "import", file.to_str().unwrap()]), serde_json::json!([]));
    s.ok(&["--as", "minji", "view", "remove", "Mine"]);
    let made = s.ok(&["--as", "daniel", "view", "import", file.to_str().unwrap()]);
    assert_eq!((&made[0]["name"], &made[0]["shared"]), (&"Mine".into(), &false.into()), "{made}");
}
