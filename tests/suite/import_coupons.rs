//! Programs, their rules and rewards, and coupons, as an import brings them: what is taken, what is refused,
//! and what another import changes.

use serde_json::Value;

use crate::import_rows::told;
use crate::sandbox::{CASES, Sandbox};

type Files<'t> = &'t [(&'t str, &'t str)];

const PROGRAMS: Files<'_> = &[
    (
        "programs.csv",
        "name,kind,date_from,date_to,max_usage,active,share_link,after_refund\n\
         Sorry,,,,,,,\n\
         Lamp,coupons,2026-01-01,2026-12-31,5,true,shopify,restore\n\
         Old,coupons,,,,false,https://x.example/{code},reissue\n\
         Card,gift_card,,,,,,\n",
    ),
    (
        "program_rules.csv",
        "program,rule,minimum_amount,minimum_amount_tax,minimum_quantity,products\n\
         Lamp,second,0,,2,A;B\nLamp,first,99.5,excl,,\n",
    ),
    (
        "program_rewards.csv",
        "program,reward,kind,mode,amount,applies_to,products,max_amount,product,quantity,description\n\
         Lamp,2,product,,,,,,B,2,\nLamp,1,discount,fixed,20,specific,A,15,,,Twenty off A\n",
    ),
    (
        "coupons.csv",
        "code,program,customer,expires,state\n\
         abc-DEF 1,Sorry,C1,2026-12-31,active\nU1,Lamp,,,used\nR1,Lamp,C2,,revoked\nE1,Sorry,,2026-11-22,\n",
    ),
];

fn shop() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    assert_eq!(s.import(CASES).exit, 0);
    s
}

fn sold() -> Sandbox {
    let s = shop();
    let ran = s.import(PROGRAMS);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

/// Added, updated and unchanged rows of a file.
fn counts(s: &Sandbox, files: Files<'_>) -> Vec<(String, [u64; 3])> {
    let ran = s.import(files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let report = ran.json();
    let of = |c: &Value| ["added", "updated", "unchanged"].map(|k| c[k].as_u64().unwrap());
    report["files"].as_object().unwrap().iter().map(|(name, c)| (name.clone(), of(c))).collect()
}

fn state(s: &Sandbox, code: &str) -> String {
    s.ok(&["coupon", "show", code])["state"].as_str().unwrap().to_owned()
}

#[test]
fn programs_and_coupons_are_taken_as_they_stand() {
    let s = sold();
    let sorry = s.ok(&["program", "show", "Sorry"]);
    assert_eq!(sorry["kind"], "coupons");
    assert_eq!((&sorry["active"], &sorry["share_link"]), (&true.into(), &"odoo".into()));
    assert_eq!(sorry["after_refund"], "burn");
    assert_eq!(sorry["rules"].as_array().unwrap().len(), 0);
    let reward = &sorry["rewards"][0];
    let terms = ["kind", "mode", "amount", "applies_to"].map(|k| reward[k].as_str().unwrap().to_owned());
    assert_eq!(terms, ["discount", "percent", "10", "order"], "what `program new` gives too");
    let lamp = s.ok(&["program", "show", "Lamp"]);
    assert_eq!((&lamp["date_from"], &lamp["date_to"]), (&"2026-01-01".into(), &"2026-12-31".into()));
    assert_eq!((&lamp["max_usage"], &lamp["after_refund"]), (&5.into(), &"restore".into()));
    assert_eq!(lamp["rules"][0]["rule"], "second", "in the order of the file");
    assert_eq!(lamp["rules"][0]["products"], serde_json::json!(["A", "B"]));
    assert_eq!(lamp["rules"][1]["minimum_amount"], "99.5");
    assert_eq!(lamp["rules"][1]["minimum_amount_tax"], "excl");
    assert_eq!(lamp["rules"][1]["minimum_quantity"], "1");
    assert_eq!(lamp["rewards"][0]["reward"], "2");
    assert_eq!((&lamp["rewards"][0]["product"], &lamp["rewards"][0]["quantity"]), (&"B".into(), &"2".into()));
    assert_eq!(lamp["rewards"][1]["description"], "Twenty off A");
    assert_eq!(lamp["rewards"][1]["max_amount"], "15");
    assert_eq!(s.ok(&["program", "show", "Old"])["active"], false);
    assert_eq!(s.ok(&["program", "show", "Card"])["rewards"].as_array().unwrap().len(), 0);

    let coupon = s.ok(&["coupon", "show", "abc-DEF 1"]);
    assert_eq!((&coupon["customer"], &coupon["expires"]), (&"C1".into(), &"2026-12-31".into()));
    assert_eq!(
        ["abc-DEF 1", "U1", "R1", "E1"].map(|c| state(&s, c)),
        ["active", "used", "revoked", "expired"]
    );
    assert_eq!(s.ok(&["coupon", "show", "R1"])["revoked_reason"], "taken back in the shop");
    assert_eq!(s.refused(&["coupon", "show", "ABC-DEF 1"]), ("coupon_unknown".into(), 4), "to the letter");
    s.check();
}

#[test]
fn the_same_rows_change_nothing_and_others_do() {
    let s = sold();
    let again = counts(&s, PROGRAMS);
    assert!(again.iter().all(|(_, [added, updated, _])| added + updated == 0), "{again:?}");
    let some = |file: &str, counts: [u64; 3]| vec![(file.to_owned(), counts)];
    let programs: Files<'_> = &[("programs.csv", "name,max_usage\nLamp,\nSorry,3\n")];
    assert_eq!(counts(&s, programs), some("programs.csv", [0, 2, 0]));
    let lamp = s.ok(&["program", "show", "Lamp"]);
    assert_eq!((&lamp["max_usage"], &lamp["share_link"]), (&Value::Null, &"shopify".into()));
    assert_eq!(lamp["rewards"].as_array().unwrap().len(), 2);
    let rules: Files<'_> =
        &[("program_rules.csv", "program,rule,minimum_quantity\nLamp,second,3\nLamp,third,\n")];
    assert_eq!(counts(&s, rules), some("program_rules.csv", [1, 1, 0]));
    let lamp = s.ok(&["program", "show", "Lamp"]);
    let keys: Vec<_> = lamp["rules"].as_array().unwrap().iter().map(|r| r["rule"].clone()).collect();
    assert_eq!(keys, ["second", "first", "third"]);
    assert_eq!(lamp["rules"][0]["products"], serde_json::json!(["A", "B"]), "a column left out stays");
    let rewards: Files<'_> = &[("program_rewards.csv", "program,reward,amount\nLamp,1,25\nSorry,x,30\n")];
    assert_eq!(counts(&s, rewards), some("program_rewards.csv", [1, 1, 0]));
    assert_eq!(s.ok(&["program", "show", "Lamp"])["rewards"][1]["description"], "Twenty off A");
    let sorry = s.ok(&["program", "show", "Sorry"]);
    assert_eq!(sorry["rewards"].as_array().unwrap().len(), 1, "its own takes the place of the default one");
    assert_eq!(sorry["rewards"][0]["amount"], "30");
    let coupons: Files<'_> = &[(
        "coupons.csv",
        "code,program,customer,expires,state\nabc-DEF 1,Sorry,,,used\nU1,Lamp,,,active\nR1,Lamp,C2,,active\nE1,Sorry,,2026-11-23,\n",
    )];
    assert_eq!(counts(&s, coupons), some("coupons.csv", [0, 4, 0]));
    assert_eq!(["abc-DEF 1", "U1", "R1", "E1"].map(|c| state(&s, c)), ["used", "active", "active", "active"]);
    s.check();
}

#[test]
fn every_bad_cell_is_told_where_it_stands() {
    let s = sold();
    #[rustfmt::skip]
    let table: &[(Files<'_>, &[&str])] = &[
        (&[("programs.csv", "name,kind,date_from,date_to,max_usage,active,share_link,after_refund\n,wallet,soon,never,0,yes,shop,keep\nP,,2026-02-01,2026-01-31,,,,\n")], &[
            "programs.csv:2: name: ", "programs.csv:2: kind: “wallet”", "programs.csv:2: date_from: “soon”", "programs.csv:2: date_to: “never”", "programs.csv:2: max_usage: “0”",
            "programs.csv:2: active: “yes”", "programs.csv:2: share_link: “shop”", "programs.csv:2: after_refund: “keep”", "programs.csv:3: date_to: This contradicts 2026-02-01"]),
        (&[("programs.csv", "name,date_from\nLamp,2027-01-01\n")], &["programs.csv:2: date_to: This contradicts"]),
        (&[("programs.csv", "name,kind\nLamp,promotion\n")], &["programs.csv:2: kind: Lamp is still in use"]),
        (&[("programs.csv", "name\nP\nP\n")], &["programs.csv:3: : “P”"]),
        (&[("company.csv", "currency\nKRW\n")], &["company.csv:2: currency: USD is still in use"]),
        (&[("program_rules.csv", "program,rule,minimum_amount,minimum_amount_tax,minimum_quantity,products\nNone,1,,,,\nLamp,,,,,\nLamp,9,-1,some,-2,A;NOPE\nLamp,8,x,,y,A;A\n")], &[
            "program_rules.csv:2: program: There is no", "program_rules.csv:3: rule: ", "program_rules.csv:4: minimum_amount_tax: “some”", "program_rules.csv:4: products: There is no product",
            "program_rules.csv:4: minimum_amount: “-1”", "program_rules.csv:4: minimum_quantity: “-2”", "program_rules.csv:5: minimum_amount: “x”", "program_rules.csv:5: minimum_quantity: “y”", "program_rules.csv:5: products: “A”"]),
        (&[("program_rules.csv", "program,rule,minimum_quantity\nLamp,9,-2\n")], &["program_rules.csv:2: minimum_quantity: “-2”"]),
        (&[("program_rewards.csv", "program,reward,kind,mode,amount,applies_to,products,max_amount,product,quantity\nNone,1,,,,,,,,\nLamp,7,gift,part,x,all,NOPE,y,NOPE,z\nLamp,,,,,,,,,\n")], &[
            "program_rewards.csv:2: program: There is no", "program_rewards.csv:3: kind: “gift”", "program_rewards.csv:3: mode: “part”", "program_rewards.csv:3: amount: “x”",
            "program_rewards.csv:3: applies_to: “all”", "program_rewards.csv:3: max_amount: “y”", "program_rewards.csv:3: quantity: “z”", "program_rewards.csv:3: products: There is no product",
            "program_rewards.csv:3: product: There is no product", "program_rewards.csv:4: reward: "]),
        (&[("program_rewards.csv", "program,reward,amount\nLamp,7,0\nLamp,8,100.5\n")], &["program_rewards.csv:2: amount: “0”", "program_rewards.csv:3: amount: “100.5”"]),
        (&[("program_rewards.csv", "program,reward,max_amount\nLamp,7,-1\n")], &["program_rewards.csv:2: max_amount: “-1”"]),
        (&[("program_rewards.csv", "program,reward,applies_to\nLamp,7,specific\n")], &["program_rewards.csv:2: products: "]),
        (&[("program_rewards.csv", "program,reward,kind,quantity,product\nLamp,7,product,,\nLamp,8,product,0,A\n")], &["program_rewards.csv:2: product: ", "program_rewards.csv:3: quantity: “0”"]),
        (&[("program_rewards.csv", "program,reward,kind,quantity,product,amount\nLamp,7,discount,-1,,\nLamp,8,product,1,A,-5\n")], &["program_rewards.csv:2: quantity: “-1”", "program_rewards.csv:3: amount: “-5”"]),
        (&[("program_rewards.csv", "program,reward,kind,applies_to,products,product\nLamp,7,product,,,NOPE\nLamp,8,discount,specific,NOPE,\n")], &[
            "program_rewards.csv:2: product: There is no product", "program_rewards.csv:3: products: There is no product"]),
        (&[("products.csv", "sku,name,kind\nZ,Zed,odd\n"), ("program_rewards.csv", "program,reward,kind,product\nLamp,7,product,Z\n")], &["products.csv:2: kind: “odd”"]),
        (&[("coupons.csv", "code,program,customer,expires,state\n,Lamp,,,\nX1,,,,\nX2,None,C9,soon,expired\n")], &[
            "coupons.csv:2: code: ", "coupons.csv:3: program: ", "coupons.csv:4: expires: “soon”", "coupons.csv:4: state: “expired”", "coupons.csv:4: program: There is no", "coupons.csv:4: customer: There is no customer"]),
        (&[("coupons.csv", "code\nX3\n")], &["coupons.csv:2: program: "]),
        (&[("coupons.csv", "code,program\nX4,Lamp\nX4,Lamp\n")], &["coupons.csv:3: : “X4”"]),
        (&[("coupons.csv", "code,program\nU1,Sorry\n")], &["coupons.csv:2: program: "]),
        (&[("coupons.csv", "code,program,sort\nU1,Lamp,1\n")], &["coupons.csv:1: sort: "]),
        // What follows from another error is not told again.
        (&[("programs.csv", "name,kind\nNew,wrong\n"), ("program_rules.csv", "program,rule\nNew,1\n"), ("program_rewards.csv", "program,reward\nNew,1\n"), ("coupons.csv", "code,program\nX5,New\n")],
            &["programs.csv:2: kind: “wrong”"]),
    ];
    let before = s.ok(&["program", "list"]);
    for (files, expected) in table {
        let ran = s.import(files);
        assert_eq!(ran.exit, 2, "{files:?}: {}", ran.err);
        let told = told(&ran);
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        for (told, expected) in told.iter().zip(*expected) {
            assert!(told.starts_with(expected), "{told}\n{expected}");
        }
    }
    assert_eq!(s.ok(&["program", "list"]), before, "all or nothing");
    s.check();
}

/// A good programs.csv beside a bad coupons.csv writes nothing; a dry run of a good folder neither.
#[test]
fn nothing_is_written_by_halves() {
    let s = shop();
    let mut files = PROGRAMS.to_vec();
    files.retain(|(name, _)| *name != "coupons.csv");
    files.push(("coupons.csv", "code,program\nX,Nobody\n"));
    assert_eq!(s.import(&files).exit, 2);
    assert_eq!(s.ok(&["program", "list"]), serde_json::json!([]));
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in PROGRAMS {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let dry = s.ok(&["--dry-run", "import", folder.path().to_str().unwrap()]);
    assert_eq!(dry["files"]["coupons.csv"]["added"], 4);
    assert_eq!(s.ok(&["program", "list"]), serde_json::json!([]));
    assert_eq!(s.ok(&["coupon", "list"]), serde_json::json!([]));
}

/// What the desk did with a coupon is not undone by a file.
#[test]
fn a_file_does_not_undo_what_the_desk_did() {
    let s = sold();
    s.ok(&["coupon", "revoke", "E1", "--reason", "stolen"]);
    s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"]);
    s.ok(&["order", "apply-coupon", "S00001", "abc-DEF 1"]);
    s.ok(&["order", "confirm", "S00001"]);
    let ran = s.import(&[(
        "coupons.csv",
        "code,program,expires,state\nabc-DEF 1,Sorry,2027-01-01,active\nE1,Sorry,2027-01-01,active\n",
    )]);
    let told = told(&ran);
    assert_eq!((ran.exit, told.len()), (2, 2), "{told:?}");
    assert!(told.iter().all(|t| t.contains(": state: ")), "{told:?}");
    let ran = s.import(&[(
        "coupons.csv",
        "code,program,expires,state\nabc-DEF 1,Sorry,2027-01-01,used\nE1,Sorry,2027-01-01,revoked\n",
    )]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert_eq!(s.ok(&["coupon", "show", "E1"])["revoked_reason"], "stolen");
    assert_eq!(s.ok(&["coupon", "show", "abc-DEF 1"])["used_on"], "S00001");
    s.check();
}

/// Two codes that nobody could tell apart when they are typed don't stand side by side.
#[test]
fn a_code_that_was_made_here_is_taken() {
    let s = sold();
    s.ok(&["team", "set", "Helpdesk", "--coupons", "on"]);
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "x", "--customer", "C1"]);
    let made = s.ok(&["coupon", "create", "--ticket", "1", "--program", "Sorry"]);
    let code = made["code"].as_str().unwrap().to_owned();
    for form in [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('0', "O")] {
        let ran = s.import(&[("coupons.csv", &format!("code,program\n{form},Sorry\n"))]);
        let told = told(&ran);
        assert_eq!((ran.exit, told.len()), (2, 1), "{form}: {told:?}");
        assert!(told[0].starts_with(&format!("coupons.csv:2: code: “{form}” is taken")), "{told:?}");
    }
    s.check();
}
