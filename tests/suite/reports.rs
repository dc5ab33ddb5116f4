//! Reports: figures come to what their rows come to, currencies never mix, days are those of the company, and nobody reads
//! more than the lists show.

use std::collections::BTreeSet;

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::report::{Ask, Behind, Figure, Period, ReportKind};
use afterdesk::domain::settings::Language;
use afterdesk::text::Words;
use rstest::rstest;
use serde_json::Value;

use crate::pilot::demo;
use crate::sandbox::{CASES, Sandbox, TODAY};

/// This month, a quarter in which other things happened, and all time.
const PERIODS: [&str; 3] = ["2026-11", "2026-Q3", "all"];

const REPORTS: [&str; 8] =
    ["refunds", "coupons", "discounts", "returns", "repairs", "quotes", "tickets", "approvals"];

/// The sample data after a day's work, of which every report has something.
pub fn busy() -> Sandbox {
    let s = demo();
    for (name, within) in [("At once", "within=1m"), ("Some day", "within=5000h")] {
        s.ok(&["sla", "--team", "고객지원", "new", name, "--set", "stage=해결", "--set", within]);
    }
    #[rustfmt::skip]
    let work: &[(&str, &[&str])] = &[
        ("junho", &["refund", "create", "--ticket", "15", "--reason", "#15 불량", "--post"]),
        ("sarah", &["refund", "create", "--ticket", "9", "--amount", "20", "--reason", "Defective", "--post"]),
        ("sarah", &["refund", "create", "--ticket", "21", "--amount", "5", "--reason", "#21, Changed mind", "--post"]),
        ("emily", &["refund", "create", "--ticket", "2", "--amount", "500", "--post"]),
        ("seoyeon", &["coupon", "create", "--ticket", "10", "--program", "Goodwill ₩10,000"]),
        ("sarah", &["coupon", "create", "--ticket", "9", "--program", "Accessories: 15% or free cable"]),
        ("junho", &["return", "create", "--ticket", "13", "--reason", "불량"]),
        ("junho", &["transfer", "validate", "WH/IN/00003", "--line", "1=1:VC2-7802", "--line", "3=1:B2607/damaged", "--backorder", "yes"]),
        ("daniel", &["repair", "create", "--ticket", "3", "--confirm", "--anyway", "--part", "add:BT-V200=1"]),
        ("daniel", &["repair", "edit", "WH/RO/00001", "--warranty", "off"]),
        ("daniel", &["repair", "quote", "WH/RO/00001"]),
        ("sarah", &["repair", "create", "--ticket", "9", "--warranty", "--confirm", "--anyway"]),
        ("junho", &["ticket", "stage", "15", "해결"]),
        ("sarah", &["ticket", "reply", "9", "We are on it."]),
        ("sarah", &["order", "apply-coupon", "S00016", "ACC-9H3J-US", "--reward", "1"]),
        ("sarah", &["order", "confirm", "S00016"]),
        ("minji", &["user", "set", "seoyeon", "--refund-limit", "KRW:1000"]),
        ("seoyeon", &["refund", "create", "--ticket", "10", "--invoice", "INV/2026/00006", "--amount", "2000"]),
    ];
    for (login, args) in work {
        s.ok(&[&["--as", login], *args].concat());
    }
    let drafts = s.ok(&["invoice", "list"]);
    let draft =
        drafts.as_array().unwrap().iter().find(|d| d["state"] == "draft" && d["ticket"] == 10).unwrap();
    let id = format!("id:{}", draft["id"]);
    s.ok(&["--as", "seoyeon", "approval", "request", &id]);
    s.ok(&["--as", "junho", "approval", "approve", "1"]);
    s
}

/// A value as a whole number of its smallest parts: money and quantities are strings, counts are numbers.
fn units(value: &Value) -> i128 {
    match value.as_str() {
        None => i128::from(value.as_i64().unwrap()) * 1_000_000,
        Some(text) => {
            let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}{rest:0<6}").parse().unwrap()
        }
    }
}

/// Shows a report.
fn show(s: &Sandbox, args: &[&str]) -> Value {
    s.ok(&[&["report", "show"], args].concat())
}

/// What a report says of one figure, line by line.
fn lines(shown: &Value, figure: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of = |line: &Value| (text(&line["key"]), text(&line[figure]));
    shown["lines"].as_array().unwrap().iter().map(of).collect()
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}

/// A desk at a sandbox, of somebody.
fn desk(s: &Sandbox, login: &str) -> Desk {
    let clock = Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap();
    let mut desk = Desk::open(&s.db(), true, clock, Words::new(Language::English)).unwrap();
    desk.sign_in(Some(login), "nobody").unwrap();
    desk
}

#[test]
fn every_figure_is_the_sum_of_its_rows() {
    let s = busy();
    let mut seen = BTreeSet::new();
    for login in ["minji", "junho", "sarah", "daniel"] {
        let mut desk = desk(&s, login);
        for kind in desk.reports().unwrap() {
            for (by, period) in kind.dimensions().iter().flat_map(|by| PERIODS.map(|period| (*by, period))) {
                let ask = Ask { by, ..Ask::new(kind, Period::named(period).unwrap()) };
                let shown = desk.report(&ask, kind.main(by), None).unwrap();
                for (at, figure) in shown.figures.iter().enumerate() {
                    let mut rows_of = |key: Option<&str>, currency| {
                        let key = key.map(str::to_owned);
                        let of = Behind { ask: ask.clone(), key, name: None, currency, figure: *figure };
                        let found = desk.report_rows(&of, None).unwrap();
                        assert_eq!(i64::try_from(found.rows.len()), Ok(found.count), "{of:?}");
                        assert!(found.rows.iter().all(|row| row.currency == currency), "{of:?}");
                        assert!(found.rows.iter().all(|row| row.value != 0), "{of:?}");
                        let sum: i64 = found.rows.iter().map(|row| row.value).sum();
                        assert_eq!(found.sum, Some(sum), "{of:?}");
                        sum
                    };
                    for line in &shown.lines {
                        let sum = rows_of(Some(&line.key), line.currency);
                        assert_eq!(sum, line.values[at], "{login} {ask:?} {figure} {line:?}");
                        if sum != 0 {
                            seen.insert((kind, *figure));
                        }
                    }
                    for total in &shown.totals {
                        let of_currency = shown.lines.iter().filter(|line| line.currency == total.currency);
                        let sum: i64 = of_currency.map(|line| line.values[at]).sum();
                        assert_eq!(sum, total.values[at], "{login} {ask:?} {figure}");
                        assert_eq!(rows_of(None, total.currency), sum, "{login} {ask:?} {figure}");
                    }
                }
            }
        }
    }
    // What is never anything proves nothing.
    let never = [Figure::Repaired, Figure::Confirmed, Figure::Sold, Figure::Rejected];
    for kind in ReportKind::ALL {
        for figure in kind.dimensions().iter().flat_map(|by| kind.figures(*by)) {
            assert!(seen.contains(&(*kind, *figure)) || never.contains(figure), "{kind} {figure}");
        }
    }
}

/// A line of all lines: the total opens what all its lines open.
#[test]
fn a_total_opens_the_rows_of_all_lines() {
    let s = busy();
    let shown = show(&s, &["refunds", "--period", "all"]);
    for total in shown["totals"].as_array().unwrap() {
        let currency = total["currency"].as_str().unwrap();
        let rows = s.ok(&["report", "rows", "refunds", "--period", "all", "--currency", currency]);
        let sum: i128 = rows.as_array().unwrap().iter().map(|row| units(&row["value"])).sum();
        assert_eq!(sum, units(&total["amount"]));
        assert_eq!(rows.as_array().unwrap().len() as u64, total["notes"].as_u64().unwrap());
    }
    let two = s.ok(&["report", "rows", "refunds", "--period", "all", "--limit", "2"]);
    assert_eq!(two.as_array().unwrap().len(), 2);
}

/// The same refund along every dimension comes to the same.
#[test]
fn every_dimension_splits_the_same_whole() {
    let s = busy();
    for report in ["refunds", "coupons", "discounts", "returns", "repairs", "quotes", "tickets"] {
        let by = s.ok(&["report", "list"]);
        let by = by.as_array().unwrap().iter().find(|r| r["report"] == report).unwrap()["by"].clone();
        let whole = |by: &str| {
            let shown = show(&s, &[report, "--by", by, "--period", "all"]);
            // Of products, units are counted instead of notes.
            let figure = list(&shown["figures"]).pop().unwrap();
            let totals = shown["totals"].as_array().unwrap().iter();
            totals.map(|t| (t["currency"].to_string(), t[&figure].to_string())).collect::<BTreeSet<_>>()
        };
        let all: Vec<_> = list(&by).iter().map(|by| whole(by)).collect();
        assert!(all.iter().all(|one| *one == all[0]), "{report}: {all:?}");
    }
}

/// A reason of the company's list is one line, in whatever language and beside whatever ticket it was given.
#[test]
fn refunds_by_reason_and_in_both_languages() {
    let s = busy();
    let shown = show(&s, &["refunds"]);
    assert_eq!(
        lines(&shown, "amount"),
        [
            ("Defective", "1398100"),
            ("null", "99900"),
            ("null", "500.00"),
            ("Defective", "20.00"),
            ("Changed mind", "5.00"),
        ]
        .map(|(key, amount)| (key.to_owned(), amount.to_owned()))
    );
    assert_eq!(shown["from"], "2026-11-01");
    assert_eq!(shown["to"], "2026-11-30");
    let ko = s.people(&["report", "show", "refunds", "--lang", "ko"]).out;
    for part in ["환불 · 2026년 11월", "사유 (KRW)", "불량", "단순 변심", "사유 없음", "1,398,100원", "합계"]
    {
        assert!(ko.contains(part), "{part}:\n{ko}");
    }
    let en = s.people(&["report", "show", "refunds", "--lang", "en"]).out;
    for part in ["Refunds · 2026-11", "Reason (USD)", "Defective", "No reason given", "$525.00"] {
        assert!(en.contains(part), "{part}:\n{en}");
    }
    assert!(!en.contains("₩1,398,625"), "currencies are never added:\n{en}");
}

/// A credit note that was undone is no refund.
#[test]
fn what_was_undone_is_not_counted() {
    let s = busy();
    let before = show(&s, &["refunds", "--by", "agent", "--agent", "emily"]);
    assert_eq!(lines(&before, "amount"), [("emily".to_owned(), "500.00".to_owned())]);
    let rows = s.ok(&["report", "rows", "refunds", "--agent", "emily"]);
    s.ok(&["--as", "junho", "invoice", "reverse", rows[0]["document"].as_str().unwrap()]);
    assert_eq!(show(&s, &["refunds", "--agent", "emily"])["lines"], serde_json::json!([]));
}

/// A day is a day where the company is, and a period holds its first and its last day.
#[test]
fn instants_count_on_the_company_s_day() {
    let s = demo();
    let coupon = |at: &str| {
        let mut run = s.command();
        run.env("AFTERDESK_NOW", at).args(["--json", "--as", "sarah", "coupon", "create", "--ticket", "9"]);
        assert!(run.args(["--program", "Accessories: 15% or free cable"]).output().unwrap().status.success());
    };
    // In Seoul the first two are on the 10th, the others on the 11th.
    for at in [
        "2026-11-10T00:00:00+09:00",
        "2026-11-10T14:59:59Z",
        "2026-11-10T15:00:00Z",
        "2026-11-11T23:59:59+09:00",
    ] {
        coupon(at);
    }
    let given = |from: &str, to: &str| {
        let shown = show(&s, &["coupons", "--from", from, "--to", to]);
        shown["totals"][0]["given"].as_i64().unwrap_or(0)
    };
    assert_eq!(given("2026-11-10", "2026-11-10"), 2);
    assert_eq!(given("2026-11-11", "2026-11-11"), 2);
    assert_eq!(given("2026-11-09", "2026-11-09"), 0);
    assert_eq!(given("2026-11-10", "2026-11-11"), 4);
    let days = s.ok(&["report", "rows", "coupons", "--from", "2026-11-10"]);
    let days: Vec<_> = days.as_array().unwrap().iter().map(|row| row["date"].clone()).collect();
    assert_eq!(days, ["2026-11-11", "2026-11-11", "2026-11-10", "2026-11-10"]);
    // The first instant of a month is in that month.
    coupon("2026-11-30T15:00:00Z");
    assert_eq!(given("2026-12-01", "2026-12-31"), 1);
    let months = show(&s, &["coupons", "--by", "month", "--from", "2026-11-01", "--to", "2026-12-31"]);
    let told = [("2026-11", "4"), ("2026-12", "1")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    assert_eq!(lines(&months, "given"), told);
}

/// A ticket counts as closed on the day on which it was, while it is.
#[test]
fn tickets_closed_and_opened_again() {
    let s = demo();
    let closed = || show(&s, &["tickets"])["totals"][0]["closed"].as_i64().unwrap_or(0);
    assert_eq!(closed(), 0, "when imported tickets were closed nobody knows");
    s.ok(&["ticket", "stage", "9", "Solved"]);
    s.ok(&["ticket", "stage", "7", "해결"]);
    assert_eq!(closed(), 2);
    s.ok(&["ticket", "stage", "9", "Cancelled"]);
    assert_eq!(closed(), 2, "from one closed stage to another");
    s.ok(&["ticket", "stage", "9", "New"]);
    assert_eq!(closed(), 1);
    s.ok(&["ticket", "new", "--team", "Customer Care", "--subject", "x"]);
    assert_eq!(closed(), 1);
    let rows = s.ok(&["report", "rows", "tickets", "--figure", "closed"]);
    assert_eq!(
        (&rows[0]["ticket"], &rows[0]["date"], &rows[0]["kind"]),
        (&7.into(), &"2026-11-23".into(), &"ticket".into())
    );
    s.check();
}

/// Of tickets that were closed before anybody kept when, the history says it.
#[test]
fn an_older_database_knows_when_tickets_were_closed() {
    let s = demo();
    let at = |at: &str, args: &[&str]| {
        let run = s.command().env("AFTERDESK_NOW", at).args(args).output().unwrap();
        assert!(run.status.success(), "{run:?}");
    };
    at("2026-11-09T10:00:00+09:00", &["ticket", "stage", "9", "Solved"]);
    at("2026-11-10T10:00:00+09:00", &["ticket", "reply", "9", "Done."]);
    at("2026-11-11T10:00:00+09:00", &["ticket", "stage", "7", "해결"]);
    at("2026-11-12T10:00:00+09:00", &["ticket", "stage", "7", "접수"]);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/migrations/sqlite");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let file = files.into_iter().find(|path| path.to_str().unwrap().ends_with("__reports.sql")).unwrap();
    let migration = std::fs::read_to_string(file).unwrap();
    let made: Vec<&str> = migration.lines().filter_map(|line| line.strip_prefix("CREATE ")).collect();
    let books = s.books();
    for what in made.iter().rev().filter(|what| !what.starts_with("INDEX ticket_closing")) {
        let mut words = what.split_whitespace();
        let (kind, name) = (words.next().unwrap(), words.next().unwrap());
        books.execute_batch(&format!("DROP {kind} {name}")).unwrap();
    }
    books.execute_batch(&migration).unwrap();
    let rows = s.ok(&["report", "rows", "tickets", "--figure", "closed"]);
    let told: Vec<_> = rows.as_array().unwrap().iter().map(|r| (&r["ticket"], &r["date"])).collect();
    assert_eq!(told, [(&9.into(), &"2026-11-09".into())]);
    s.check();
}

#[test]
fn an_agent_reads_the_figures_of_its_teams() {
    let s = busy();
    let seen = |login: &str, report: &str| {
        let shown = s.ok(&["--as", login, "report", "show", report, "--by", "team", "--period", "all"]);
        lines(&shown, "").into_iter().map(|(key, _)| key).collect::<BTreeSet<_>>()
    };
    let set = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(seen("minji", "refunds"), set(&["Customer Care", "고객지원", "null"]));
    assert_eq!(seen("emily", "refunds"), set(&["Customer Care"]));
    assert_eq!(seen("junho", "refunds"), set(&["고객지원"]));
    assert_eq!(seen("daniel", "tickets"), set(&["Customer Care", "고객지원"]));
    assert_eq!(seen("emily", "tickets"), set(&["Customer Care"]));
    assert_eq!(
        s.refused(&["--as", "emily", "report", "show", "tickets", "--team", "고객지원"]),
        ("forbidden".to_owned(), 3)
    );
    let rows = s.ok(&["--as", "emily", "report", "rows", "tickets", "--period", "all"]);
    assert!(rows.as_array().unwrap().iter().all(|row| row["ticket"] != 1), "{rows}");
    // Who made no repair, and does not work them, sees none.
    let repairs =
        |login| s.ok(&["--as", login, "report", "show", "repairs"])["lines"].as_array().unwrap().len();
    assert_eq!((repairs("daniel"), repairs("junho"), repairs("seoyeon")), (1, 1, 0));
    // What lists refuse, reports refuse.
    s.ok(&["user", "set", "emily", "--revoke", "coupon"]);
    assert_eq!(s.refused(&["--as", "emily", "report", "show", "coupons"]), ("forbidden".to_owned(), 3));
    assert_eq!(s.refused(&["--as", "emily", "report", "rows", "approvals"]), ("forbidden".to_owned(), 3));
    let listed = s.ok(&["--as", "emily", "report", "list"]);
    assert!(
        listed.as_array().unwrap().iter().all(|r| r["report"] != "coupons" && r["report"] != "approvals")
    );
    // A coupon's code is what it is worth: reports tell its end alone.
    let rows = s.ok(&["report", "rows", "coupons"]);
    assert!(rows[0]["document"].as_str().unwrap().starts_with('…'), "{rows}");
}

#[rstest]
#[case(&["refunds", "--from", "2026-11-02", "--to", "2026-11-01"], "Period: The last day of the period is before its first: give a last day that is not earlier.")]
#[case(&["refunds", "--period", "2026-13"], "Period: “2026-13”")]
#[case(&["refunds", "--from", "11/2"], "First day: “11/2” is not a date")]
#[case(&["nothing"], "Report: “nothing” is not possible here: choose one of refunds, coupons")]
#[case(&["refunds", "--by", "state"], "Split by: “state” is not possible here: choose one of reason, product, agent, team, month.")]
#[case(&["refunds", "--figure", "given"], "Figure: “given” is not possible here: choose one of notes, amount.")]
#[case(&["refunds", "--csv", "-"], "--json and --csv - exclude each other")]
fn what_makes_no_sense_is_refused_with_a_sentence(#[case] args: &[&str], #[case] sentence: &str) {
    let s = Sandbox::new(&[]);
    let ran = s.run(&[&["report", "show"], args].concat());
    assert_eq!(ran.exit, 2, "{ran:?}");
    assert!(ran.message().starts_with(sentence), "{}", ran.message());
}

#[test]
fn nothing_is_told_as_nothing() {
    let s = Sandbox::new(&[]);
    for report in REPORTS {
        for by in ["agent", "month"] {
            let shown = show(&s, &[report, "--by", by, "--period", "all"]);
            assert_eq!(shown["lines"], serde_json::json!([]), "{report}");
            assert_eq!(shown["totals"], serde_json::json!([]), "{report}");
        }
        assert_eq!(s.ok(&["report", "rows", report]), serde_json::json!([]));
        let text = s.people(&["report", "show", report, "--period", "2020"]).out;
        assert!(text.contains("Nothing in this period"), "{text}");
    }
    assert_eq!(s.refused(&["report", "show", "tickets", "--team", "Nope"]), ("not_found".to_owned(), 4));
    assert_eq!(s.refused(&["report", "show", "tickets", "--agent", "nope"]), ("not_found".to_owned(), 4));
}

/// Amounts under document rounding: what the lines of products come to is what the documents come to, to the last unit.
#[test]
fn products_come_to_the_documents_to_the_last_unit() {
    let s = Sandbox::new(&["--tax-rounding", "document"]);
    assert_eq!(s.import(CASES).exit, 0);
    let books = [
        (
            "invoices.csv",
            "number,kind,customer,journal,date,currency,state\nRINV/2026/00009,credit_note,C1,INV,2026-11-02,USD,posted\n",
        ),
        (
            "invoice_lines.csv",
            "invoice,line,product,description,quantity,unit_price,taxes\nRINV/2026/00009,1,A,x,3,0.33,A15\nRINV/2026/00009,2,B,y,7,0.11,A15\nRINV/2026/00009,3,,z,1,0.05,A15;B15\n",
        ),
    ];
    let ran = s.import(&books);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let total = s.ok(&["invoice", "show", "RINV/2026/00009"])["total"].clone();
    let shown = show(&s, &["refunds", "--by", "product"]);
    assert_eq!(shown["totals"][0]["amount"], total);
    assert_eq!(lines(&shown, "units").len(), 3);
    assert_eq!(shown["totals"][0]["units"], "11");
}

#[test]
fn reports_go_into_files_for_spreadsheets() {
    let s = busy();
    s.ok(&[
        "--as", "sarah", "refund", "create", "--ticket", "9", "--amount", "1", "--reason", "=1+1", "--post",
    ]);
    let file = s.folder.path().join("refunds.csv");
    let path = file.to_str().unwrap();
    let told = s.ok(&["report", "show", "refunds", "--csv", path, "--dry-run"]);
    assert_eq!((told["effects"][0]["kind"].as_str(), file.exists()), (Some("file"), false));
    let again = s.refused(&["report", "show", "refunds", "--csv", path, "--request", "k"]);
    assert_eq!((again, file.exists()), (("usage".to_owned(), 2), false));
    assert_eq!(s.ok(&["report", "show", "refunds", "--csv", path])["rows"], 6);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("\u{feff}Reason,Currency,Credit notes,Amount\r\n"), "{text}");
    assert!(
        text.contains("\r\nDefective,KRW,1,1398100\r\n") && text.contains("\r\n'=1+1,USD,1,1.00\r\n"),
        "{text}"
    );
    let rows = s.people(&["report", "rows", "refunds", "--lang", "ko", "--csv", "-"]).out;
    assert!(rows.starts_with("\u{feff}날짜,문서,고객,티켓,상담원,내용,통화,금액\r\n"), "{rows}");
    assert!(rows.contains(",15,junho,#15 불량,KRW,1398100\r\n"), "{rows}");
}

/// What is closed again by taking something back counts for the day on which it was closed first; what was merged away
/// was not closed.
#[test]
fn undo_moves_no_closing_and_a_merge_is_none() {
    let s = Sandbox::new(&[]);
    let at = |day: &str, args: &[&str]| {
        let ran = s
            .command()
            .env("AFTERDESK_NOW", format!("{day}T10:00:00Z"))
            .arg("--json")
            .args(args)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    for _ in 0..2 {
        at("2026-10-01", &["ticket", "new", "--team", "Helpdesk", "--subject", "x"]);
    }
    at("2026-10-10", &["ticket", "stage", "1", "Solved"]);
    at("2026-11-20", &["ticket", "stage", "1", "New"]);
    at("2026-11-21", &["undo"]);
    at("2026-11-21", &["ticket", "merge", "2", "--into", "1", "--anyway"]);
    let shown = show(&s, &["tickets", "--by", "month", "--period", "all"]);
    let closed: Vec<_> = lines(&shown, "closed").into_iter().filter(|(_, count)| count != "0").collect();
    assert_eq!(closed, [("2026-10".to_owned(), "1".to_owned())]);
}
