//! Coupons and money where it is easily given twice: each of these was possible once.

use serde_json::Value;

use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A shop: goods without tax (A), with tax (B), a service that is invoiced by delivery (D).
fn shop(flags: &[&str]) -> Sandbox {
    let s = Sandbox::new(&[&["--website-url", "https://shop.example"], flags].concat());
    let files = [
        ("taxes.csv", "name,amount\nX15,15\n"),
        (
            "products.csv",
            "sku,name,kind,price,taxes,invoice_policy\nA,Lamp,goods,100,,order\nB,Chair,goods,5,X15,order\n\
             D,Care,service,1000,,delivery\n",
        ),
        ("customers.csv", "ref,name,email\nC1,Kim {x} Ltd,kim@x.kr\n"),
        ("users.csv", "login,name,role\nbob,Bob,agent\nann,Ann,agent\n"),
        ("teams.csv", "name,coupons,refunds,members\nHelpdesk,true,true,root;bob\nOther,true,true,root\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n2,Other,T,C1\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

fn program(s: &Sandbox, name: &str, more: &[&str]) {
    s.ok(&[&["program", "new", name], more].concat());
}

fn coupon(s: &Sandbox, program: &str) -> String {
    text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", program])["code"]).to_owned()
}

fn state(s: &Sandbox, code: &str) -> String {
    text(&s.ok(&["coupon", "show", code])["state"]).to_owned()
}

fn quote(s: &Sandbox, lines: &[&str]) -> String {
    let mut args = vec!["order", "new", "--customer", "C1"];
    lines.iter().for_each(|line| args.extend(["--line", line]));
    text(&s.ok(&args)["number"]).to_owned()
}

fn active(s: &Sandbox) -> usize {
    s.ok(&["coupon", "list"]).as_array().unwrap().iter().filter(|c| c["state"] == "active").count()
}

/// An order that used a coupon, invoiced and posted: its number and that of the invoice.
fn sold(s: &Sandbox, code: &str) -> (String, String) {
    let order = quote(s, &["A=2"]);
    s.ok(&["order", "apply-coupon", &order, code]);
    s.ok(&["order", "confirm", &order]);
    let draft = s.ok(&["order", "invoice", &order])["id"].to_string();
    let posted = s.ok(&["invoice", "post", &format!("id:{draft}")]);
    (order, text(&posted["number"]).to_owned())
}

fn refund(s: &Sandbox, invoice: &str) {
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", invoice, "--post"]);
}

/// Invoicing again what was refunded takes the coupon back that the refund gave; giving the draft up gives it.
#[test]
fn what_is_invoiced_again_has_its_coupon_again() {
    for (after, given) in [("restore", 1), ("reissue", 1), ("burn", 0)] {
        let s = shop(&[]);
        program(&s, "P", &["--after-refund", after]);
        let (order, invoice) = sold(&s, &coupon(&s, "P"));
        refund(&s, &invoice);
        assert_eq!(active(&s), given, "{after}");
        let draft = s.ok(&["order", "invoice", &order]);
        assert_eq!((active(&s), text(&draft["total"])), (0, "180.00"), "{after}");
        s.ok(&["invoice", "cancel", &format!("id:{}", draft["id"])]);
        assert_eq!(active(&s), given, "{after}: the draft was given up");
        let draft = s.ok(&["order", "invoice", &order])["id"].to_string();
        s.ok(&["invoice", "post", &format!("id:{draft}")]);
        assert_eq!(active(&s), 0, "{after}");
        s.check();
    }
}

/// What a refund gave back and another order used can't be taken back: neither by invoicing nor by undoing.
#[test]
fn a_discount_never_stands_twice() {
    for after in ["restore", "reissue"] {
        let s = shop(&[]);
        program(&s, "P", &["--after-refund", after]);
        let (order, invoice) = sold(&s, &coupon(&s, "P"));
        refund(&s, &invoice);
        let all = s.ok(&["coupon", "list"]);
        let back = all.as_array().unwrap().iter().find(|c| c["state"] == "active").unwrap();
        let back = text(&back["code"]).to_owned();
        let (second, second_invoice) = sold(&s, &back);
        assert_eq!(s.refused(&["order", "invoice", &order]).0, "coupon_used", "{after}");
        let undo = ["invoice", "reverse", "RINV/2026/00001"];
        assert_eq!(s.refused(&undo).0, "coupon_used", "{after}");
        s.check();
        // Once the other order is refunded too, the first may stand again, and there is one coupon less.
        refund(&s, &second_invoice);
        s.ok(&undo);
        assert_eq!(active(&s), 0, "{after}");
        assert_ne!(order, second);
        s.check();
    }
}

/// A credit note with a new draft invoice keeps the coupon used; giving that draft up gives it back.
#[test]
fn a_repeat_that_is_given_up_gives_the_coupon_back() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "restore"]);
    let code = coupon(&s, "P");
    let (_, invoice) = sold(&s, &code);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice, "--and-invoice"]);
    assert_eq!(state(&s, &code), "used");
    s.ok(&["invoice", "cancel", &format!("id:{}", made["invoices"][0]["id"])]);
    assert_eq!(state(&s, &code), "active");
    s.check();
}

/// Whole is what has no open unit, whatever rounding made of its sums.
#[test]
fn a_refund_is_whole_by_units() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "restore", "--reward", "fixed=1"]);
    program(&s, "All", &["--after-refund", "restore", "--reward", "percent=100"]);
    let code = coupon(&s, "P");
    let order = quote(&s, &["B=2@0.04", "A=1@10"]);
    s.ok(&["order", "apply-coupon", &order, &code]);
    s.ok(&["order", "confirm", &order]);
    s.ok(&["order", "invoice", &order]);
    s.ok(&["invoice", "edit", "id:1", "--line", "1=1"]);
    s.ok(&["invoice", "post", "id:1"]);
    s.ok(&["order", "invoice", &order]);
    s.ok(&["invoice", "post", "id:2"]);
    refund(&s, "INV/2026/00001");
    assert_eq!(state(&s, &code), "used", "a part of it stands");
    refund(&s, "INV/2026/00002");
    assert_eq!(state(&s, &code), "active");
    // Where nothing was to be paid, a tenth of the units is not the whole.
    let code = coupon(&s, "All");
    let order = quote(&s, &["A=10"]);
    s.ok(&["order", "apply-coupon", &order, &code]);
    s.ok(&["order", "confirm", &order]);
    let draft = s.ok(&["order", "invoice", &order])["id"].to_string();
    let posted = s.ok(&["invoice", "post", &format!("id:{draft}")]);
    let part = ["--line", "1=1", "--line", "2=0.1", "--post"];
    let whole = ["refund", "create", "--ticket", "1", "--invoice", text(&posted["number"])];
    s.ok(&[&whole[..], &part].concat());
    assert_eq!(state(&s, &code), "used");
    s.check();
}

/// What waits on an empty quotation is asked every rule when there is something to take it off.
#[test]
fn a_coupon_that_waits_is_asked_every_rule() {
    let s = shop(&[]);
    program(&s, "P", &["--max-usage", "1"]);
    program(&s, "Q", &["--reward", "percent=20"]);
    let (one, two, other) = (coupon(&s, "P"), coupon(&s, "P"), coupon(&s, "Q"));
    let order = quote(&s, &["A=1"]);
    s.ok(&["order", "edit", &order, "--remove-line", "1"]);
    s.ok(&["order", "apply-coupon", &order, &one]);
    assert_eq!(s.refused(&["order", "apply-coupon", &order, &two]).0, "coupon_already_applied");
    s.ok(&["order", "apply-coupon", &order, &other]);
    let second = quote(&s, &["A=1"]);
    s.ok(&["order", "edit", &second, "--remove-line", "1"]);
    s.ok(&["order", "apply-coupon", &second, &two]);
    // The better discount of the whole order stays, alone.
    assert_eq!(s.ok(&["order", "edit", &order, "--add", "A=1"])["total"], "80.00");
    assert_eq!(s.ok(&["order", "edit", &second, "--add", "A=1"])["total"], "90.00");
    let third = quote(&s, &["A=1"]);
    assert_eq!(s.refused(&["order", "apply-coupon", &third, &one]).0, "coupon_limit");
    assert_eq!(s.ok(&["program", "show", "P"])["usage"], 1);
}

/// A coupon that came back can be used, also where its program may be used once.
#[test]
fn a_coupon_that_came_back_does_not_count_against_its_limit() {
    for after in ["restore", "reissue"] {
        let s = shop(&[]);
        program(&s, "P", &["--max-usage", "1", "--after-refund", after]);
        let (_, invoice) = sold(&s, &coupon(&s, "P"));
        refund(&s, &invoice);
        let all = s.ok(&["coupon", "list"]);
        let back = all.as_array().unwrap().iter().find(|c| c["state"] == "active").unwrap();
        sold(&s, text(&back["code"]));
    }
}

#[test]
fn a_discount_is_invoiced_with_what_it_discounts() {
    let s = shop(&[]);
    program(&s, "P", &["--reward", "fixed=50"]);
    let confirmed = |lines: &[&str]| {
        let order = quote(&s, lines);
        s.ok(&["order", "apply-coupon", &order, &coupon(&s, "P")]);
        s.ok(&["order", "confirm", &order]);
        order
    };
    let alone = confirmed(&["D=1"]);
    assert_eq!(s.refused(&["order", "invoice", &alone]).0, "wrong_state");
    // As much of it as the lines bear that are invoiced; the rest waits for the others.
    let beside = confirmed(&["D=1", "B=1"]);
    let draft = s.ok(&["order", "invoice", &beside]);
    assert_eq!((text(&draft["total"]), &draft["lines"][1]["quantity"]), ("0.00", &"0.115".into()));
    s.ok(&["invoice", "post", &format!("id:{}", draft["id"])]);
    assert_eq!(s.refused(&["order", "invoice", &beside]).0, "wrong_state");
    s.check();
}

/// What takes everything leaves nothing: neither a unit nor less than nothing.
#[test]
fn a_discount_of_everything_leaves_zero() {
    for (rounding, reward, lines) in [
        ("document", "percent=100", &["B=0.5@29.81"][..]),
        ("document", "percent=100", &["B=1.5@0.33"]),
        ("document", "percent=100", &["B=1@10.005"]),
        ("document", "percent=100", &["B=3@1.115"]),
        ("line", "percent=100", &["B=0.5@29.81", "A=3@0.335"]),
        ("line", "fixed=99999", &["B=0.5@223.43", "B=1.25@0.05"]),
        ("document", "fixed=99999", &["B=0.5@223.43", "B=1.25@0.05"]),
    ] {
        let s = shop(&["--tax-rounding", rounding]);
        program(&s, "P", &["--reward", reward]);
        let order = quote(&s, lines);
        let total = s.ok(&["order", "apply-coupon", &order, &coupon(&s, "P")])["total"].clone();
        assert_eq!(total, "0.00", "{rounding} {reward} {lines:?}");
        s.ok(&["order", "confirm", &order]);
        s.check();
    }
}

/// The better discount is the one that takes more off, with its cap; one that takes nothing is none.
#[test]
fn a_cap_counts_when_discounts_are_compared() {
    let s = shop(&[]);
    program(&s, "P", &[]);
    program(&s, "Q", &["--reward", "percent=20,max=5"]);
    let order = quote(&s, &["A=10"]);
    s.ok(&["order", "apply-coupon", &order, &coupon(&s, "P")]);
    assert_eq!(s.refused(&["order", "apply-coupon", &order, &coupon(&s, "Q")]).0, "coupon_not_better");
    let other = quote(&s, &["A=10"]);
    s.ok(&["order", "apply-coupon", &other, &coupon(&s, "Q")]);
    assert_eq!(s.ok(&["order", "apply-coupon", &other, &coupon(&s, "P")])["total"], "900.00");
    let little = quote(&s, &["A=2@0.02"]);
    assert_eq!(s.refused(&["order", "apply-coupon", &little, &coupon(&s, "P")]).0, "nothing_to_discount");
}

/// Parts of a reward or rule that are not named stay; parts that contradict each other are told.
#[test]
fn a_program_changes_only_where_it_is_told() {
    let s = shop(&[]);
    program(
        &s,
        "S",
        &["--reward", "key=1,percent=10,products=B,max=3,description=Save", "--rule", "amount=5,products=A"],
    );
    let now = s.ok(&["program", "edit", "S", "--reward", "key=1,percent=15", "--rule", "key=1,amount=7"]);
    let reward = &now["rewards"][0];
    assert_eq!(
        (text(&reward["amount"]), &reward["products"][0], text(&reward["max_amount"])),
        ("15", &"B".into(), "3")
    );
    assert_eq!((text(&reward["description"]), &now["rules"][0]["products"][0]), ("Save", &"A".into()));
    for wrong in
        ["percent=10,fixed=5", "percent=10,percent=20", "product=A,percent=10", "on=order,products=A"]
    {
        assert_eq!(
            s.refused(&["program", "new", "W", "--reward", wrong]),
            ("invalid_value".into(), 2),
            "{wrong}"
        );
    }
    let twice = ["program", "new", "W", "--reward", "key=1,percent=5", "--reward", "key=1,percent=6"];
    assert_eq!(s.refused(&twice).0, "invalid_value");
    let order = quote(&s, &["A=1", "B=1"]);
    assert_eq!(s.refused(&["order", "edit", &order, "--line", "1=1", "--line", "1=3"]).0, "invalid_value");
    assert_eq!(
        s.refused(&["order", "edit", &order, "--line", "1=1", "--remove-line", "1"]).0,
        "invalid_value"
    );
}

/// The code is the secret: who may not handle coupons, or does not see the team, reads none.
#[test]
fn codes_and_orders_are_for_those_who_may() {
    let s = shop(&[]);
    program(&s, "P", &[]);
    let mine = coupon(&s, "P");
    s.ok(&["coupon", "create", "--ticket", "2", "--program", "P"]);
    let order = quote(&s, &["A=1"]);
    s.ok(&["order", "apply-coupon", &order, &mine]);
    let bob = |args: &[&str]| s.run(&[&["--as", "bob"], args].concat());
    // Bob sees his own team's coupon, and none of the other's.
    assert_eq!(bob(&["coupon", "list"]).json().as_array().unwrap().len(), 1);
    assert_eq!(bob(&["coupon", "show", "id:2"]).code(), "forbidden");
    assert_eq!(bob(&["coupon", "list", "--ticket", "2"]).json().as_array().unwrap().len(), 0);
    // Orders of others are theirs; his own are his, but only with a code, not with a row.
    for verb in [
        &["order", "confirm", &order][..],
        &["order", "cancel", &order],
        &["order", "edit", &order, "--add", "A=1"],
    ] {
        assert_eq!(bob(verb).code(), "forbidden", "{verb:?}");
    }
    let own = text(&bob(&["order", "new", "--customer", "C1", "--line", "A=1"]).json()["number"]).to_owned();
    assert_eq!(bob(&["order", "apply-coupon", &own, "id:1"]).code(), "coupon_unknown");
    assert_eq!(bob(&["order", "confirm", &own]).exit, 0);
    s.ok(&["user", "set", "bob", "--revoke", "coupon"]);
    assert_eq!(bob(&["coupon", "list"]).code(), "forbidden");
    let offered = &bob(&["ticket", "show", "1"]).json()["services"];
    assert_eq!(text(&offered["coupon"]["code"]), "forbidden");
    assert_ne!(text(&offered["refund"]["code"]), "forbidden");
    assert_eq!(bob(&["coupon", "check", &mine]).code(), "forbidden");
    let seen = bob(&["order", "show", &order]).out;
    assert!(!seen.contains(&mine), "{seen}");
    // A leaked code can be withdrawn, whatever the team offers by now.
    s.ok(&["team", "set", "Helpdesk", "--coupons", "off"]);
    s.ok(&["coupon", "revoke", &mine, "--reason", "leaked"]);
}

#[test]
fn programs_are_told_which_coupon_was_taken_off() {
    let s = shop(&[]);
    program(&s, "P", &["--rule", "amount=150"]);
    let order = quote(&s, &["A=2"]);
    s.ok(&["order", "apply-coupon", &order, &coupon(&s, "P")]);
    let now = s.ok(&["order", "edit", &order, "--line", "1=1"]);
    assert_eq!(now["warnings"][0]["code"], "below_minimum_amount", "{now}");
    assert!(text(&now["warnings"][0]["message"]).contains(&order));
}

/// Names may hold braces; only the code and the link are filled in.
#[test]
fn braces_in_names_stop_no_message() {
    let s = shop(&[]);
    s.ok(&["settings", "set", "name", "ACME {eu}"]);
    program(&s, "P", &["--reward", "percent=10,description=Save {five}"]);
    let made = s.ok(&["coupon", "create", "--ticket", "1", "--program", "P", "--send"]);
    let body = text(&s.ok(&["outbox", "show", "1"])["body"]).to_owned();
    assert!(
        body.contains("Kim {x} Ltd") && body.contains("Save {five}") && body.contains(text(&made["code"])),
        "{body}"
    );
    let order = quote(&s, &["A=1"]);
    s.ok(&["order", "send", &order]);
    // Without a link there is nothing to fill in for it.
    s.ok(&["settings", "set", "website_url", ""]);
    assert!(
        !text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P", "--send"])["code"]).is_empty()
    );
}

#[test]
fn addresses_of_shops_lead_somewhere() {
    let s = shop(&[]);
    for wrong in [
        "https://shop.example/a?x=1",
        "https://shop.example#f",
        "https://u:p@x.y",
        "https://x.y:99999",
        "https://",
    ] {
        assert_eq!(s.refused(&["settings", "set", "website_url", wrong]).0, "invalid_value", "{wrong}");
    }
    for wrong in ["https://u:p@x.y/{code}", "https://x.y:99999/{code}", "https://{code}.x.y/"] {
        assert_eq!(s.refused(&["program", "new", "W", "--share-link", wrong]).0, "invalid_value", "{wrong}");
    }
    for right in ["HTTPS://Shop.Example", "http://localhost:8080/base/", "https://가게.kr"] {
        s.ok(&["settings", "set", "website_url", right]);
    }
}
