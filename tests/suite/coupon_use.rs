//! Coupons through the whole program, to the edges: two at once, midnight, every reason of `coupon check`,
//! and what a refund does to them.

use std::collections::{BTreeSet, HashSet};
use std::process::Stdio;

use afterdesk::domain::coupon::code;
use serde_json::Value;

use crate::oracle_invoices::text;
use crate::sandbox::{CASES, Sandbox};

const PROGRAMS: &[(&str, &str)] = &[
    (
        "programs.csv",
        "name,kind,date_to,max_usage,active,after_refund\nTen,,,,,restore\nBurnt,,,,,burn\nAgain,,,,,reissue\nOnce,,,1,,\nOld,,,,false,\nPast,,2026-11-22,,,\nCard,gift_card,,,,\nMuch,,,,,\nMany,,,,,\nFive,,,,,\nPart,,,,,\n",
    ),
    (
        "program_rules.csv",
        "program,rule,minimum_amount,minimum_quantity,products\nMuch,1,5000,,\nMany,1,,3,A\n",
    ),
    (
        "program_rewards.csv",
        "program,reward,amount,applies_to,products\nFive,1,5,order,\nPart,1,5,specific,B\n",
    ),
    (
        "coupons.csv",
        "code,program,customer,expires,state\nTEN1,Ten,C1,2026-11-23,\nTEN2,Ten,,,\nBURN1,Burnt,,,\nAGAIN1,Again,C1,,\nONCE1,Once,,,\nONCE2,Once,,,\nOLD1,Old,,,\nPAST1,Past,,,\nCARD1,Card,,,\nMUCH1,Much,,,\nMANY1,Many,,,\nFIVE1,Five,,,\nPART1,Part,,,\nGONE,Ten,,,revoked\nUSED,Ten,,,used\nLATE,Ten,,2026-11-22,\nOTHER,Ten,C2,,\n",
    ),
];

/// A desk with programs, their coupons, and a ticket of C1.
fn shop() -> Sandbox {
    let s = Sandbox::new(&["--time-zone", "Asia/Seoul"]);
    for files in [CASES, PROGRAMS, &[("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n")]] {
        let ran = s.import(files);
        assert_eq!(ran.exit, 0, "{}", ran.err);
    }
    s
}

fn quote(s: &Sandbox) -> String {
    text(&s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"])["number"]).to_owned()
}

fn state(s: &Sandbox, code: &str) -> String {
    text(&s.ok(&["coupon", "show", code])["state"]).to_owned()
}

/// Two processes confirm two quotations that hold the same coupon, again and again: one of them gets it.
#[test]
fn two_processes_use_one_coupon_once() {
    for _ in 0..6 {
        let s = shop();
        let orders = [quote(&s), quote(&s)];
        for order in &orders {
            s.ok(&["order", "apply-coupon", order, "TEN1"]);
        }
        let both = orders.each_ref().map(|order| {
            let mut command = s.command();
            command.args(["--json", "order", "confirm", order]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        });
        let both = both.map(|child| child.wait_with_output().unwrap());
        assert_eq!(both.iter().filter(|o| o.status.success()).count(), 1);
        let refused = both.iter().find(|o| !o.status.success()).unwrap();
        assert_eq!(refused.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("coupon_used"), "{refused:?}");
        let states = orders.each_ref().map(|o| text(&s.ok(&["order", "show", o])["state"]).to_owned());
        assert_eq!(
            BTreeSet::from(states.each_ref().map(String::as_str)),
            BTreeSet::from(["quotation", "sale"])
        );
        s.check();
    }
}

/// A coupon holds through the whole of its last day where the company is.
#[test]
fn a_coupon_expires_at_midnight_in_seoul() {
    let s = shop();
    let at = |now: &str, args: &[&str]| {
        let output = s.command().env("AFTERDESK_NOW", now).arg("--json").args(args).output().unwrap();
        let told = if output.status.success() { output.stdout } else { output.stderr };
        serde_json::from_slice::<Value>(&told).unwrap()
    };
    let (before, after) = ("2026-11-23T14:59:59Z", "2026-11-23T15:00:00Z");
    let order = quote(&s);
    assert_eq!(at(before, &["coupon", "show", "TEN1"])["state"], "active");
    assert_eq!(at(after, &["coupon", "show", "TEN1"])["state"], "expired");
    let refused = at(after, &["order", "apply-coupon", &order, "TEN1"]);
    assert_eq!(refused["error"]["code"], "coupon_expired");
    assert_eq!(at(before, &["order", "apply-coupon", &order, "TEN1"])["total"], "1035.00");
    // Confirmed a second too late, it is taken off.
    let other = quote(&s);
    at(before, &["order", "apply-coupon", &other, "TEN1"]);
    assert_eq!(at(after, &["order", "confirm", &other])["total"], "1150.00");
    let sold = at(before, &["order", "confirm", &order]);
    assert_eq!((&sold["state"], &sold["total"]), (&"sale".into(), &"1035.00".into()));
    assert_eq!(at(after, &["coupon", "show", "TEN1"])["state"], "used");
    s.check();
}

#[test]
fn a_hundred_thousand_codes_do_not_clash() {
    let mut seen = HashSet::new();
    for _ in 0..100_000 {
        let mut bytes = [0; code::BYTES];
        getrandom::fill(&mut bytes).unwrap();
        assert!(seen.insert(code::canonical(&code::from_random(bytes).unwrap())));
    }
}

/// The rules that a code breaks, with their reasons, and whether it can be used.
fn broken(s: &Sandbox, code: &str, order: Option<&str>) -> (Vec<(String, String)>, bool) {
    let mut args = vec!["coupon", "check", code];
    args.extend(order.iter().flat_map(|o| ["--order", o]));
    let told = s.ok(&args);
    let all = told["checks"].as_array().unwrap();
    let wrong = all.iter().filter(|c| c["ok"] == false);
    let wrong = wrong.inspect(|c| assert!(!text(&c["message"]).is_empty(), "{c}"));
    let pairs = wrong.map(|c| (text(&c["rule"]).to_owned(), text(&c["code"]).to_owned())).collect();
    (pairs, told["usable"].as_bool().unwrap())
}

#[test]
fn coupon_check_explains_every_rule() {
    let s = shop();
    let [order, taken, sold] = [quote(&s), quote(&s), quote(&s)];
    s.ok(&["order", "apply-coupon", &taken, "TEN1"]);
    s.ok(&["order", "apply-coupon", &sold, "ONCE1"]);
    s.ok(&["order", "confirm", &sold]);
    assert_eq!(broken(&s, "TEN1", Some(&order)), (vec![], true));
    assert_eq!(broken(&s, "TEN1", None), (vec![], true));
    assert_eq!(s.refused(&["coupon", "check", "NONE"]), ("coupon_unknown".into(), 4));
    let table = [
        ("GONE", &order, "not_revoked", "coupon_revoked"),
        ("CARD1", &order, "kind", "program_not_coupon"),
        ("OLD1", &order, "program", "program_inactive"),
        ("PAST1", &order, "program", "program_inactive"),
        ("LATE", &order, "not_expired", "coupon_expired"),
        ("USED", &order, "not_used", "coupon_used"),
        ("ONCE2", &order, "limit", "coupon_limit"),
        ("TEN1", &sold, "order_open", "wrong_state"),
        ("TEN2", &taken, "not_applied", "coupon_already_applied"),
        ("FIVE1", &taken, "better", "coupon_not_better"),
        ("MUCH1", &order, "minimum_amount", "below_minimum_amount"),
        ("MANY1", &order, "minimum_quantity", "below_minimum_quantity"),
        ("PART1", &order, "discountable", "nothing_to_discount"),
    ];
    for (code, order, rule, why) in table {
        let (wrong, usable) = broken(&s, code, Some(order));
        // The first reason is the one that entering it answers; others may follow from it.
        assert_eq!(wrong[0], (rule.to_owned(), why.to_owned()), "{code}");
        assert!(!usable, "{code}");
        let (refusal, _) = s.refused(&["order", "apply-coupon", order, code]);
        assert_eq!(refusal, why, "{code}: what entering it answers");
    }
    let (wrong, usable) = broken(&s, "OTHER", Some(&order));
    assert_eq!(wrong.len(), 1);
    assert_eq!((wrong[0].0.as_str(), usable), ("customer", true), "told, and not enforced");
}

/// An order of C1 over a coupon, confirmed, invoiced and posted; answers order and invoice.
fn sold(s: &Sandbox, code: &str) -> (String, String) {
    let order = quote(s);
    s.ok(&["order", "apply-coupon", &order, code]);
    s.ok(&["order", "confirm", &order]);
    let draft = s.ok(&["order", "invoice", &order]);
    assert_eq!(draft["total"], "1035.00");
    let posted = s.ok(&["invoice", "post", &format!("id:{}", draft["id"])]);
    (order, text(&posted["number"]).to_owned())
}

/// The codes of a program's coupons, with their states.
fn coupons(s: &Sandbox, program: &str) -> Vec<(String, String)> {
    let all = s.ok(&["coupon", "list"]);
    let of = all.as_array().unwrap().iter().filter(|c| c["program"] == program);
    of.map(|c| (text(&c["code"]).to_owned(), text(&c["state"]).to_owned())).collect()
}

#[test]
fn a_whole_refund_gives_the_coupon_back_as_its_program_says() {
    for (code, program, fate) in
        [("TEN1", "Ten", "restore"), ("BURN1", "Burnt", "burn"), ("AGAIN1", "Again", "reissue")]
    {
        let s = shop();
        let (order, invoice) = sold(&s, code);
        assert_eq!(state(&s, code), "used");
        let refund = ["refund", "create", "--ticket", "1", "--invoice", &invoice, "--post"];
        let dry = s.ok(&[&["--dry-run"], &refund[..]].concat());
        let told: Vec<&Value> =
            dry["effects"].as_array().unwrap().iter().filter(|e| e["kind"] == "coupon").collect();
        assert!(told.iter().any(|e| e["after"].to_string().contains(fate)), "{dry}");
        assert_eq!(state(&s, code), "used", "a dry run changes nothing");
        s.ok(&refund);
        let now = coupons(&s, program);
        let active = now.iter().filter(|(_, state)| state == "active").count();
        match fate {
            "restore" => assert_eq!(state(&s, code), "active"),
            "burn" => assert_eq!((state(&s, code).as_str(), active), ("used", 0)),
            _ => {
                assert_eq!((state(&s, code).as_str(), active, now.len()), ("used", 1, 2));
                let (new, _) = now.iter().find(|(_, state)| state == "active").unwrap();
                assert_ne!(new, code);
                assert_eq!(s.ok(&["coupon", "show", new])["customer"], "C1");
                assert_eq!(told.iter().filter(|e| e["op"] == "+").count(), 1, "the new one is told");
            }
        }
        // What came back can be used once more, and the books still say so.
        if fate == "restore" {
            let (second, _) = sold(&s, code);
            assert_eq!(s.ok(&["coupon", "show", code])["used_on"], second.as_str());
            assert_ne!(order, second);
        }
        s.check();
    }
}

#[test]
fn a_refund_of_a_part_leaves_the_coupon_used() {
    let s = shop();
    let (_, invoice) = sold(&s, "TEN1");
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--amount", "100", "--post"]);
    assert_eq!(state(&s, "TEN1"), "used");
    // The rest: now all of it is refunded.
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--post"]);
    assert_eq!(state(&s, "TEN1"), "active");
    s.check();
}

/// Reverse and Create Invoice charges again what it credits: the coupon stays where it is.
#[test]
fn a_new_invoice_keeps_the_coupon_used() {
    let s = shop();
    let (_, invoice) = sold(&s, "AGAIN1");
    let made = s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--and-invoice"]);
    assert_eq!((state(&s, "AGAIN1").as_str(), coupons(&s, "Again").len()), ("used", 1));
    s.ok(&["invoice", "post", &format!("id:{}", made["invoices"][0]["id"])]);
    assert_eq!((state(&s, "AGAIN1").as_str(), coupons(&s, "Again").len()), ("used", 1));
    s.check();
}

/// `db check` names orders and coupons that contradict each other.
#[test]
fn db_check_finds_coupons_that_contradict_their_orders() {
    let wrong = |sql: &str| {
        let s = shop();
        sold(&s, "TEN1");
        s.check();
        s.books().execute_batch(sql).unwrap();
        let ran = s.run(&["db", "check"]);
        assert_eq!(ran.exit, 1, "{sql}");
        let checks: Value = serde_json::from_str(&ran.out).unwrap();
        let coupons = checks.as_array().unwrap().iter().find(|c| c["check"] == "coupons").unwrap().clone();
        assert_eq!(coupons["ok"], false, "{sql}: {coupons}");
        text(&coupons["detail"]).to_owned()
    };
    assert_eq!(wrong("UPDATE sale_order SET untaxed = untaxed + 1"), "S00001");
    assert_eq!(wrong("UPDATE sale_order_line_tax SET amount = amount + 1 WHERE line_id = 1"), "S00001");
    let gone = wrong("DELETE FROM sale_order_coupon");
    assert!(gone.contains("S00001") && gone.contains("coupon id:"), "{gone}");
    assert!(!gone.contains("TEN1"), "codes are secrets");
    let twice = wrong(
        "INSERT INTO sale_order SELECT 99, 1, 'S99', customer_id, date, 'sale', currency, 0, 0, 0, created_by
             FROM sale_order;
         INSERT INTO sale_order_coupon SELECT 99, coupon_id, 0, reward_id FROM sale_order_coupon",
    );
    assert!(twice.contains("coupon id:"), "{twice}");
}

/// A refund that is undone takes back what it gave: the customer keeps the discount, and no coupon beside it.
#[test]
fn an_undone_refund_takes_the_coupon_back() {
    for (code, program) in [("TEN1", "Ten"), ("BURN1", "Burnt"), ("AGAIN1", "Again")] {
        let s = shop();
        let (order, invoice) = sold(&s, code);
        s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--post"]);
        s.ok(&["invoice", "reverse", "RINV/2026/00001"]);
        assert_eq!(s.ok(&["coupon", "show", code])["used_on"], order.as_str(), "{program}");
        assert!(
            coupons(&s, program).iter().all(|(_, state)| state != "active" || program == "Ten"),
            "{program}"
        );
        // The second refund does what the first did.
        s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--post"]);
        let active = coupons(&s, program).iter().filter(|(_, state)| state == "active").count();
        let expected = match program {
            "Burnt" => 0,
            "Again" => 1,
            // The two that nobody used, and this one.
            _ => 3,
        };
        assert_eq!(active, expected, "{program}");
        s.check();
    }
}

/// What somebody used meanwhile stays used there, and the refund that gave it stands.
#[test]
fn a_refund_whose_coupon_was_used_is_not_undone() {
    let s = shop();
    let (_, invoice) = sold(&s, "TEN1");
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--post"]);
    let (second, _) = sold(&s, "TEN1");
    assert_eq!(s.refused(&["--dry-run", "invoice", "reverse", "RINV/2026/00001"]).0, "coupon_used");
    assert_eq!(s.ok(&["coupon", "show", "TEN1"])["used_on"], second.as_str());
}

/// An order of which something is still to be invoiced is not refunded whole.
#[test]
fn a_refund_before_all_is_invoiced_leaves_the_coupon_used() {
    let s = shop();
    let order = quote(&s);
    s.ok(&["order", "apply-coupon", &order, "TEN1"]);
    s.ok(&["order", "confirm", &order]);
    let draft = format!("id:{}", s.ok(&["order", "invoice", &order])["id"]);
    s.ok(&["invoice", "edit", &draft, "--line", "1=0.5"]);
    let invoice = text(&s.ok(&["invoice", "post", &draft])["number"]).to_owned();
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--post"]);
    assert_eq!(state(&s, "TEN1"), "used");
}

/// A reward that its program does not give any more goes from the quotations that hold it; nobody's coupon is
/// used up for nothing.
#[test]
fn a_reward_that_is_gone_is_taken_off_and_not_used_up() {
    let s = shop();
    s.ok(&["program", "edit", "Five", "--reward", "key=2,fixed=1"]);
    let order = quote(&s);
    s.ok(&["order", "apply-coupon", &order, "FIVE1", "--reward", "1"]);
    s.ok(&["program", "edit", "Five", "--remove-reward", "1"]);
    let told = s.ok(&["--dry-run", "order", "confirm", &order]).to_string();
    assert!(told.contains("nothing_to_discount"), "{told}");
    s.ok(&["order", "confirm", &order]);
    assert_eq!(state(&s, "FIVE1"), "active");
    s.check();
}
