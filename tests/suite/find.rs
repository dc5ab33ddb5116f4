//! One search over everything by command: initials, numbers, codes, addresses; and who finds what.

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::form::{ChoiceOf, Choices};
use afterdesk::domain::settings::Language;
use afterdesk::text::Words;
use rstest::rstest;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::sandbox::{CASES, INV12, Sandbox, TODAY};

/// A shop with names in Hangul, serial numbers, coupons and two teams: amy sees the tickets of Helpdesk, kim those
/// of Seoul, root and lee (who is in no team) all.
fn shop() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    for files in [CASES, INV12, HANGUL] {
        let ran = s.import(files);
        assert_eq!(ran.exit, 0, "{}", ran.err);
    }
    s
}

const HANGUL: &[(&str, &str)] = &[
    ("users.csv", "login,name,role\nkim,Kim,agent\n"),
    ("teams.csv", "name,members,refunds,coupons\nHelpdesk,amy,true,true\nSeoul,kim,true,true\n"),
    (
        "products.csv",
        "sku,name,kind,tracking,price\nRC-1,로봇청소기,goods,serial,1000\nTV-1,까만 텔레비전,goods,none,500\n",
    ),
    ("lots.csv", "product,name\nRC-1,SN-0001\nRC-1,SN-0002\n"),
    (
        "customers.csv",
        "ref,name,email,phone\nK1,김하늘,sky@example.kr,010-1234-5678\nK2,강하나,one@example.kr,01099998888\nK3,박짜장,,\n",
    ),
    ("orders.csv", "number,customer,date,state,currency\nS00012,K1,2026-10-02,sale,USD\n"),
    ("order_lines.csv", "order,line,product,quantity,unit_price\nS00012,1,RC-1,1,1000\n"),
    ("deliveries.csv", "number,kind,order,date\nWH/OUT/00031,delivery,S00012,2026-10-03\n"),
    (
        "delivery_lines.csv",
        "delivery,line,product,quantity,lot,order_line\nWH/OUT/00031,1,RC-1,1,SN-0001,1\n",
    ),
    (
        "tickets.csv",
        "number,team,subject,customer,product,lot\n2,Helpdesk,소음이 심해요,K1,RC-1,SN-0001\n\
         3,Seoul,환불 문의 ㅠㅠ,K2,TV-1,\n4,Seoul,Refund please ㅋㅋ,K1,,\n",
    ),
    ("programs.csv", "name,kind\nSorry,coupons\n"),
    ("program_rewards.csv", "program,reward,kind,mode,amount\nSorry,1,discount,percent,10\n"),
    ("coupons.csv", "code,program,customer\nSPRING-77AB,Sorry,K1\nspring-77ab,Sorry,K2\n"),
];

fn found(s: &Sandbox, agent: &str, typed: &str) -> Vec<(String, String)> {
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let all = s.ok(&["find", typed, "--as", agent]);
    all.as_array().unwrap().iter().map(|row| (text(row, "kind"), text(row, "label"))).collect()
}

/// What is found of a kind, in its order.
fn of(s: &Sandbox, agent: &str, typed: &str, kind: &str) -> Vec<String> {
    found(s, agent, typed).into_iter().filter(|(k, _)| k == kind).map(|(_, label)| label).collect()
}

type Labels = &'static [&'static str];

#[test]
fn initials_find_names_everywhere() {
    let s = shop();
    #[rustfmt::skip]
    let table: [(&str, Labels, Labels, Labels); 17] = [
        ("ㄱㅎㄴ", &["K2", "K1"], &["#4", "#3", "#2"], &[]),
        ("ㄱㅎ", &["K2", "K1"], &["#4", "#3", "#2"], &[]),
        ("김ㅎㄴ", &["K1"], &["#4", "#2"], &[]),
        ("김하ㄴ", &["K1"], &["#4", "#2"], &[]),
        ("ㄱ하나", &["K2"], &["#3"], &[]),
        ("하ㄴ", &["K2", "K1"], &["#4", "#3", "#2"], &[]),
        ("ㅈㅈ", &[], &[], &[]),
        ("ㅉㅈ", &["K3"], &[], &[]),
        ("ㅊㅅㄱ", &[], &["#2"], &["RC-1"]),
        ("ㄹㅂㅊㅅㄱ", &[], &["#2"], &["RC-1"]),
        ("ㄲㅁ ㅌㄹ", &[], &["#3"], &["TV-1"]),
        ("ㄱㅎㄴ 소음", &[], &["#2"], &[]),
        ("ㄱㅎㄴ RC", &[], &["#2"], &[]),
        // What is no initial is text; initials that were written as such are found as well.
        ("ㅠㅠ", &[], &["#3"], &[]),
        ("ㅋㅋ", &[], &["#4"], &[]),
        ("ㅏ", &[], &[], &[]),
        ("강ㅎㄴ 김", &[], &[], &[]),
    ];
    for (typed, customers, tickets, products) in table {
        for typed in [typed.to_owned(), typed.nfd().collect()] {
            assert_eq!(of(&s, "root", &typed, "customer"), customers, "{typed}");
            assert_eq!(of(&s, "root", &typed, "ticket"), tickets, "{typed}");
            assert_eq!(of(&s, "root", &typed, "product"), products, "{typed}");
        }
        let list = s.ok(&["ticket", "list", "--query", typed]);
        let list: Vec<String> =
            list.as_array().unwrap().iter().map(|t| format!("#{}", t["number"])).collect();
        assert_eq!(list, tickets, "ticket list {typed}");
    }
}

#[test]
fn names_that_were_stored_or_changed_in_nfd_are_found() {
    let s = shop();
    let name: String = "한지민".nfd().collect();
    s.ok(&["customer", "new", "--ref", "N1", "--name", &name]);
    assert_eq!(of(&s, "root", "ㅎㅈㅁ", "customer"), ["N1"]);
    assert_eq!(of(&s, "root", "한ㅈㅁ", "customer"), ["N1"]);
    s.ok(&["customer", "edit", "K1", "--name", &"오세훈".nfd().collect::<String>()]);
    assert_eq!(of(&s, "root", "ㅇㅅㅎ", "ticket"), ["#4", "#2"]);
    assert_eq!(of(&s, "root", "ㄱㅎㄴ", "ticket"), ["#3"]);
    s.check();
}

#[rstest]
#[case("#2", &[("ticket", "#2")])]
#[case("#99", &[])]
#[case("S1", &[("order", "S1"), ("ticket", "#1")])]
#[case("s00012", &[("order", "S00012")])]
#[case("00012", &[("order", "S00012")])]
#[case("31", &[("transfer", "WH/OUT/00031")])]
#[case("inv/2026/00001", &[("invoice", "INV/2026/00001")])]
#[case("2026/1", &[("invoice", "INV/2026/00001")])]
#[case("out/31", &[("transfer", "WH/OUT/00031")])]
fn numbers_are_found_whole_and_by_their_ends(#[case] typed: &str, #[case] expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(k, l)| ((*k).to_owned(), (*l).to_owned())).collect();
    assert_eq!(found(&shop(), "root", typed), expected);
}

/// A number is also a word: what it is exactly stands before what it occurs in.
#[test]
fn the_exact_stands_first_then_beginnings_then_the_rest() {
    let s = shop();
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "Again about 2 and S1"]);
    let all = s.ok(&["find", "2"]);
    assert_eq!((&all[0]["label"], &all[0]["fit"]), (&"#2".into(), &"exact".into()));
    let fits: Vec<&str> = all.as_array().unwrap().iter().map(|row| row["fit"].as_str().unwrap()).collect();
    let mut sorted = fits.clone();
    sorted.sort_by_key(|fit| ["exact", "beginning", "rest"].iter().position(|f| f == fit));
    assert_eq!(fits, sorted);
    assert_eq!(of(&s, "root", "S1", "ticket"), ["#5", "#1"], "the newest first");
}

#[test]
fn a_serial_number_leads_to_its_owner_and_its_tickets() {
    let s = shop();
    let all = found(&s, "root", "sn-0001");
    assert_eq!(all[0], ("lot".into(), "SN-0001".into()));
    assert!(all.contains(&("customer".into(), "K1".into())), "{all:?}");
    assert!(all.contains(&("ticket".into(), "#2".into())), "{all:?}");
    assert_eq!(s.ok(&["find", "SN-0001"])[0]["customer"], "김하늘");
    assert_eq!(of(&s, "root", "sn-0", "lot"), ["SN-0002", "SN-0001"]);
}

#[rstest]
#[case("sky@example.kr")]
#[case("SKY@EXAMPLE.KR")]
#[case("sky@exa")]
#[case("010-1234-5678")]
#[case("01012345678")]
#[case("010 1234 56")]
#[case("k1")]
#[case("김하늘")]
fn a_customer_is_found_by_what_it_is_known_by(#[case] typed: &str) {
    let s = shop();
    assert_eq!(of(&s, "root", typed, "customer"), ["K1"]);
    assert_eq!(of(&s, "root", typed, "order"), ["S00012"], "what belongs to it is found with it");
}

#[test]
fn a_telephone_number_without_dashes_is_found_with_them() {
    assert_eq!(of(&shop(), "root", "010-9999-8888", "customer"), ["K2"]);
}

#[test]
fn coupon_codes_are_found_however_they_are_typed_and_the_right_one_stands_first() {
    let s = shop();
    assert_eq!(of(&s, "root", "SPRING-77AB", "coupon"), ["SPRING-77AB", "spring-77ab"]);
    assert_eq!(of(&s, "root", "spring-77ab", "coupon"), ["spring-77ab", "SPRING-77AB"]);
    assert_eq!(of(&s, "root", "spring77ab", "coupon").len(), 2);
    assert_eq!(of(&s, "root", "spring 7", "coupon").len(), 2);
    assert_eq!(of(&s, "root", "SPR", "coupon"), Vec::<String>::new(), "too little of a code");
    let made = s.ok(&["coupon", "create", "--ticket", "2", "--program", "Sorry"]);
    let code = made["code"].as_str().unwrap();
    let typed = code.to_lowercase().replace('-', "").replace('0', "o");
    let all = s.ok(&["find", &typed]);
    assert_eq!((&all[0]["label"], &all[0]["fit"]), (&code.into(), &"exact".into()));
    assert_eq!((&all[0]["ticket"], &all[0]["state"]), (&2.into(), &"active".into()));
    assert!(all.as_array().unwrap().iter().any(|row| row["label"] == "K1"), "{all}");
}

/// Nobody finds what they may not look at, nor learns of a ticket from what hangs on it.
#[test]
fn agents_find_what_they_may_see() {
    let s = shop();
    assert_eq!(of(&s, "amy", "ㄱㅎㄴ", "ticket"), ["#2"]);
    assert_eq!(of(&s, "kim", "ㄱㅎㄴ", "ticket"), ["#4", "#3"]);
    assert_eq!(of(&s, "lee", "ㄱㅎㄴ", "ticket"), ["#4", "#3", "#2"]);
    assert_eq!(of(&s, "kim", "ㄱㅎㄴ 소음", "ticket"), Vec::<String>::new());
    assert_eq!(found(&s, "kim", "#2"), vec![]);
    assert!(!of(&s, "kim", "2", "ticket").contains(&"#2".to_owned()));
    assert_eq!(of(&s, "kim", "SN-0001", "ticket"), Vec::<String>::new());
    assert_eq!(of(&s, "kim", "김하늘", "ticket"), ["#4"], "through the customer");

    let made = s.ok(&["coupon", "create", "--ticket", "2", "--program", "Sorry"]);
    let code = made["code"].as_str().unwrap();
    assert_eq!(of(&s, "amy", code, "coupon"), [code]);
    assert_eq!(found(&s, "kim", code), vec![], "neither the coupon nor whose it is");
    assert_eq!(of(&s, "kim", "김하늘", "coupon"), ["SPRING-77AB"]);
    s.ok(&["user", "set", "amy", "--revoke", "coupon"]);
    assert_eq!(of(&s, "amy", code, "coupon"), Vec::<String>::new());
    assert_eq!(of(&s, "amy", "SPRING-77AB", "coupon"), Vec::<String>::new());

    let note = s.ok(&["refund", "create", "--ticket", "1", "--post"])["credit_notes"][0].clone();
    let number = note["number"].as_str().unwrap();
    assert_eq!(s.ok(&["find", number, "--as", "amy"])[0]["ticket"], 1);
    let seen = s.ok(&["find", number, "--as", "kim"])[0].clone();
    assert_eq!((&seen["kind"], &seen["ticket"]), (&"credit_note".into(), &Value::Null));
}

#[test]
fn repairs_and_tasks_are_found_as_their_lists_show_them() {
    let s = shop();
    s.ok(&["team", "set", "Helpdesk", "--repairs", "on", "--field-service", "on"]);
    let repair = s.ok(&["repair", "create", "--ticket", "2", "--as", "amy"]);
    let number = repair["number"].as_str().unwrap();
    s.ok(&["project", "new", "Visits"]);
    let task = s.ok(&["task", "create", "--ticket", "2", "--project", "Visits", "--as", "amy"]);
    for (agent, seen) in [("amy", true), ("kim", false), ("lee", true)] {
        assert_eq!(!of(&s, agent, number, "repair").is_empty(), seen, "{agent}");
        assert_eq!(!of(&s, agent, "SN-0001", "repair").is_empty(), seen, "{agent}");
        assert_eq!(!of(&s, agent, &task["id"].to_string(), "task").is_empty(), seen, "{agent}");
        assert_eq!(!of(&s, agent, "김하늘", "task").is_empty(), seen, "{agent}");
    }
}

#[test]
fn nothing_found_says_what_was_looked_for_and_what_can_be_typed() {
    let s = shop();
    assert_eq!(s.ok(&["find", "없는말"]), Value::Array(vec![]));
    let said = |args: &[&str]| s.people(args).out;
    let en = said(&["find", "qqq", "--lang", "en"]);
    assert!(en.starts_with("Nothing is found for “qqq”.") && en.contains("ㄱㅎㄴ"), "{en}");
    let ko = said(&["find", "없는말", "--lang", "ko"]);
    assert!(ko.starts_with("‘없는말’에 맞는 것이 없습니다.") && ko.contains("초성"), "{ko}");
    assert!(said(&["find", "#99", "--lang", "en"]).starts_with("There is no ticket #99 that you see"));
    assert!(said(&["find", "#99", "--lang", "ko"]).starts_with("티켓 #99가 없거나 볼 수 없습니다."));
    let few = said(&["find", "ㄱㅎㄴ", "--limit", "1", "--lang", "ko"]);
    assert!(few.contains("김하늘") && few.contains("더 있습니다"), "{few}");
    assert_eq!(s.run(&["find"]).exit, 2);
    assert_eq!(s.refused(&["find", "S1", "--limit", "0"]), ("usage".into(), 2));
    for typed in ["", " ", "--", "\"*\"", "' OR 1=1", "%_", "[a-z]*", "\\", "NEAR(a b)", "a*", "\u{0}"] {
        let ran = s.command().args(["--json", "find", "--", typed]).output();
        assert!(ran.is_err() || ran.unwrap().status.success(), "{typed:?}");
    }
}

/// What is picked from is searched for in the same way, with an index or without.
#[test]
fn every_picker_knows_initials() {
    let s = shop();
    let clock = Clock::fixed(&format!("{TODAY}T10:00:00+09:00")).unwrap();
    let mut desk = Desk::open(&s.db(), false, clock, Words::new(Language::Korean)).unwrap();
    desk.sign_in(Some("root"), "nobody").unwrap();
    for (of, typed, expected) in [
        (ChoiceOf::Customers, "ㄱㅎㄴ", &["김하늘", "강하나"] as &[&str]),
        (ChoiceOf::Customers, "김ㅎㄴ", &["김하늘"]),
        (ChoiceOf::Customers, "ㄱㅎㄴ K2", &["강하나"]),
        (ChoiceOf::Customers, "ㅉ", &["박짜장"]),
        (ChoiceOf::Products, "ㅌㄹㅂㅈ", &["TV-1"]),
        (ChoiceOf::Goods, "청소ㄱ", &["RC-1"]),
        (ChoiceOf::Orders, "ㄱㅎㄴ", &["S00012"]),
        (ChoiceOf::Orders, "s000 김ㅎㄴ", &["S00012"]),
        (ChoiceOf::Orders, "ㄱㅎㄷ", &[]),
        (ChoiceOf::Deliveries, "하ㄴ", &["WH/OUT/00031"]),
        (ChoiceOf::Reasons, "ㄷㅅ ㅂㅅ", &["단순 변심"]),
    ] {
        let rows = desk.choices(&Choices::of(of), typed, None, 50).unwrap();
        let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, expected, "{of:?} {typed}");
    }
}

/// Everything that a search asks runs along an index.
#[test]
fn no_key_reads_a_whole_table() {
    let s = shop();
    let books = s.books();
    let phone = "replace(replace(replace(replace(replace(replace(t.phone, '-', ''), ' ', ''), '.', ''), '(', ''), ')', ''), '+', '')";
    let letters = "upper(replace(replace(t.code, '-', ''), ' ', ''))";
    for (table, column, index) in [
        ("customer", "lower(t.name)", "customer_name"),
        ("customer", phone, "customer_phone"),
        ("coupon", letters, "coupon_letters"),
        ("ticket", "t.lot_id", "ticket_lot"),
        ("repair", "t.customer_id", "repair_customer"),
    ] {
        let given = if column == phone { "t.phone IS NOT NULL AND" } else { "" };
        let query = format!("EXPLAIN QUERY PLAN SELECT t.id FROM {table} t WHERE {given} {column} >= ?1");
        let plan: String = books.query_row(&query, ["x"], |row| row.get(3)).unwrap();
        assert!(plan.contains(index), "{plan}");
    }
}
