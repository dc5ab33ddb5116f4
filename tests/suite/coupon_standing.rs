//! A discount stands on one order at a time, whatever is refunded, billed again, cancelled or imported
//! between: each of these was possible once.

use serde_json::Value;

use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn shop(flags: &[&str]) -> Sandbox {
    let s = Sandbox::new(&[&["--website-url", "https://shop.example"], flags].concat());
    let files = [
        ("taxes.csv", "name,amount\nX15,15\n"),
        (
            "products.csv",
            "sku,name,kind,price,taxes,invoice_policy\nA,Lamp,service,100,,order\nB,Chair,service,5,X15,order\n\
             D,Care,service,1000,,delivery\nG,Gift,goods,7,,order\n",
        ),
        ("customers.csv", "ref,name,email\nC1,Kim Ltd,kim@x.kr\n"),
        ("users.csv", "login,name,role\nbob,Bob,agent\n"),
        ("teams.csv", "name,coupons,refunds,members\nHelpdesk,true,true,root;bob\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n"),
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

fn active(s: &Sandbox) -> Vec<String> {
    let all = s.ok(&["coupon", "list"]);
    let active = all.as_array().unwrap().iter().filter(|c| c["state"] == "active");
    active.map(|c| text(&c["code"]).to_owned()).collect()
}

fn quote(s: &Sandbox, lines: &[&str]) -> String {
    let mut args = vec!["order", "new", "--customer", "C1"];
    lines.iter().for_each(|line| args.extend(["--line", line]));
    text(&s.ok(&args)["number"]).to_owned()
}

fn confirmed(s: &Sandbox, code: &str, lines: &[&str]) -> String {
    let order = quote(s, lines);
    s.ok(&["order", "apply-coupon", &order, code]);
    s.ok(&["order", "confirm", &order]);
    order
}

fn draft(s: &Sandbox, order: &str) -> String {
    format!("id:{}", s.ok(&["order", "invoice", order])["id"])
}

fn post(s: &Sandbox, document: &str) -> String {
    text(&s.ok(&["invoice", "post", document])["number"]).to_owned()
}

fn sold(s: &Sandbox, code: &str, lines: &[&str]) -> (String, String) {
    let order = confirmed(s, code, lines);
    let invoice = post(s, &draft(s, &order));
    (order, invoice)
}

fn refund(s: &Sandbox, invoice: &str, more: &[&str]) {
    s.ok(&[&["refund", "create", "--ticket", "1", "--invoice", invoice, "--post"], more].concat());
}

/// A code that took the place of another is as good as that one: forwards and backwards.
#[test]
fn a_chain_of_codes_is_one_discount() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "reissue"]);
    let (first, one) = sold(&s, &coupon(&s, "P"), &["A=2"]);
    refund(&s, &one, &[]);
    let (second, two) = sold(&s, &active(&s)[0], &["A=2"]);
    refund(&s, &two, &[]);
    let third = draft(&s, &first);
    assert_eq!(active(&s).len(), 0);
    assert_eq!(s.refused(&["order", "invoice", &second]).0, "coupon_used");
    assert_eq!(s.refused(&["invoice", "reverse", "RINV/2026/00002"]).0, "coupon_used");
    s.ok(&["invoice", "cancel", &third]);
    assert_eq!(active(&s).len(), 1);
    s.check();
}

/// Whole is what has no unit and no money left on any line, the discount's among them.
#[test]
fn a_refund_that_leaves_the_discount_is_not_whole() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "restore", "--reward", "fixed=100"]);
    program(&s, "Gift", &["--after-refund", "restore", "--reward", "product=G"]);
    let code = coupon(&s, "P");
    let (_, invoice) = sold(&s, &code, &["A=1", "A=1"]);
    refund(&s, &invoice, &["--line", "1=1"]);
    assert_eq!(state(&s, &code), "used", "a lamp is left for nothing");
    let code = coupon(&s, "Gift");
    let (_, invoice) = sold(&s, &code, &["A=1"]);
    refund(&s, &invoice, &["--line", "1=1"]);
    assert_eq!(state(&s, &code), "used", "the gift is left");
    refund(&s, &invoice, &["--line", "2=1"]);
    assert_eq!(state(&s, &code), "active");
    // All the money of every line is the whole too, without a unit.
    let code = coupon(&s, "P");
    let (_, invoice) = sold(&s, &code, &["A=3"]);
    refund(&s, &invoice, &["--amount", "200"]);
    assert_eq!(state(&s, &code), "active");
    s.check();
}

#[test]
fn units_that_were_billed_twice_are_not_the_whole() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "restore"]);
    let code = coupon(&s, "P");
    let order = confirmed(&s, &code, &["A=10"]);
    for _ in 0..2 {
        let half = draft(&s, &order);
        s.ok(&["invoice", "edit", &half, "--line", "1=5", "--line", "2=0.5"]);
        refund(&s, &post(&s, &half), &[]);
        assert_eq!(state(&s, &code), "used");
    }
    // A share of the discount that was never billed does not matter: the goods were, and came back.
    let rest = draft(&s, &order);
    s.ok(&["invoice", "edit", &rest, "--line", "2=0.7"]);
    refund(&s, &post(&s, &rest), &[]);
    assert_eq!(state(&s, &code), "active");
}

/// What papers name can be taken off an order all the same.
#[test]
fn orders_are_cancelled_and_changed_after_their_papers_were_given_up() {
    let s = shop(&[]);
    program(&s, "P", &[]);
    program(&s, "Gift", &["--reward", "product=G"]);
    let code = coupon(&s, "P");
    let order = confirmed(&s, &code, &["A=2"]);
    s.ok(&["invoice", "cancel", &draft(&s, &order)]);
    s.ok(&["order", "cancel", &order]);
    assert_eq!(state(&s, &code), "active");
    let gift = confirmed(&s, &coupon(&s, "Gift"), &["A=1"]);
    s.ok(&["order", "cancel", &gift]);
    let goods = quote(&s, &["G=2", "A=1"]);
    s.ok(&["order", "confirm", &goods]);
    s.ok(&["invoice", "cancel", &draft(&s, &goods)]);
    s.ok(&["order", "cancel", &goods]);
    s.ok(&["order", "reset", &goods]);
    s.ok(&["order", "edit", &goods, "--remove-line", "1"]);
    s.check();
}

#[test]
fn what_cost_nothing_is_refunded() {
    for (rounding, lines) in [
        ("document", &["B=0.5@29.81"][..]),
        ("document", &["B=1.5@0.33"]),
        ("document", &["B=0.5@223.43", "B=1.25@0.05"]),
        ("line", &["B=0.5@29.81", "A=3@0.335"]),
    ] {
        let s = shop(&["--tax-rounding", rounding]);
        program(&s, "P", &["--after-refund", "restore", "--reward", "percent=100"]);
        let code = coupon(&s, "P");
        let (_, invoice) = sold(&s, &code, lines);
        refund(&s, &invoice, &[]);
        assert_eq!(state(&s, &code), "active", "{rounding} {lines:?}");
        s.check();
    }
}

#[test]
fn discounts_wait_for_products_that_bear_them() {
    let s = shop(&[]);
    program(&s, "P", &["--reward", "fixed=50"]);
    let minus = quote(&s, &["D=1", "A=1@-100"]);
    s.ok(&["order", "confirm", &minus]);
    assert_eq!(s.ok(&["order", "invoice", &minus])["total"], "-100.00");
    let order = confirmed(&s, &coupon(&s, "P"), &["D=1", "A=1@-100"]);
    let made = s.ok(&["order", "invoice", &order]);
    assert_eq!((text(&made["total"]), made["lines"].as_array().unwrap().len()), ("-100.00", 1));
    // What is given goes whole with what is invoiced first.
    program(&s, "Gift", &["--reward", "product=G"]);
    let gift = confirmed(&s, &coupon(&s, "Gift"), &["D=1", "A=1"]);
    s.ok(&["order", "show", &gift]);
    assert_eq!(s.ok(&["order", "invoice", &gift])["lines"][1]["quantity"], "1");
}

#[test]
fn imports_settle_the_coupons_of_their_orders() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "restore"]);
    let code = coupon(&s, "P");
    let (order, invoice) = sold(&s, &code, &["A=2"]);
    refund(&s, &invoice, &[]);
    assert_eq!(state(&s, &code), "active");
    let again = format!("number,customer,order,date\nX1,C1,{order},2026-11-20\n");
    let lines = "invoice,line,product,description,quantity,unit_price,order_line\nX1,1,A,Lamp,2,100,1\nX1,2,,Off,1,-20,2\n";
    let ran = s.import(&[("invoices.csv", &again), ("invoice_lines.csv", lines)]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert_eq!(state(&s, &code), "used");
    s.check();
}

/// A coupon that was used up elsewhere after a refund gave it back can't stand here again.
#[test]
fn what_was_used_elsewhere_does_not_come_back() {
    let s = shop(&[]);
    program(&s, "P", &["--after-refund", "restore"]);
    let own = |state: &str| format!("code,program,customer,state\nZ1,P,C1,{state}\n");
    assert_eq!(s.import(&[("coupons.csv", &own("active"))]).exit, 0);
    let (order, invoice) = sold(&s, "Z1", &["A=2"]);
    refund(&s, &invoice, &[]);
    assert_eq!(s.import(&[("coupons.csv", &own("used"))]).exit, 0);
    assert_eq!(s.refused(&["order", "invoice", &order]).0, "coupon_used");
    assert_eq!(state(&s, "Z1"), "used");
}

#[test]
fn a_limit_holds_when_a_refund_is_undone() {
    let s = shop(&[]);
    program(&s, "P", &["--max-usage", "1", "--after-refund", "restore"]);
    let (first, invoice) = sold(&s, &coupon(&s, "P"), &["A=2"]);
    refund(&s, &invoice, &[]);
    sold(&s, &coupon(&s, "P"), &["A=2"]);
    assert_eq!(s.refused(&["order", "invoice", &first]).0, "coupon_limit");
    assert_eq!(s.ok(&["program", "show", "P"])["usage"], 1);
}

/// A draft credit note may be given up: until it is posted, nothing of it is billed again.
#[test]
fn what_a_draft_credits_is_not_billed_again() {
    let s = shop(&[]);
    program(&s, "P", &[]);
    let (order, invoice) = sold(&s, &coupon(&s, "P"), &["A=2"]);
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", &invoice]);
    assert_eq!(s.refused(&["order", "invoice", &order]).0, "wrong_state");
}

#[test]
fn messages_hold_codes_too() {
    let s = shop(&[]);
    program(&s, "P", &[]);
    let made = s.ok(&["coupon", "create", "--ticket", "1", "--program", "P", "--send"]);
    s.ok(&["user", "set", "bob", "--revoke", "coupon"]);
    let bob = |args: &[&str]| s.run(&[&["--as", "bob"], args].concat());
    assert_eq!(bob(&["outbox", "list"]).json().as_array().unwrap().len(), 0);
    assert_eq!(bob(&["outbox", "show", "1"]).code(), "forbidden");
    // A code that is taken back does not leave any more.
    s.ok(&["coupon", "revoke", text(&made["code"]), "--reason", "leaked"]);
    assert_eq!(s.ok(&["outbox", "show", "1"])["state"], "cancelled");
}

#[test]
fn the_cheapest_unit_is_no_more_than_there_is() {
    let s = shop(&[]);
    program(&s, "P", &["--reward", "percent=100,on=cheapest"]);
    let order = quote(&s, &["A=0.1", "A=1@1000"]);
    assert_eq!(s.ok(&["order", "apply-coupon", &order, &coupon(&s, "P")])["total"], "1000.00");
}

/// What the quotation shows is what is confirmed.
#[test]
fn terms_are_asked_until_they_agree() {
    let s = shop(&[]);
    program(&s, "X", &["--rule", "amount=100", "--reward", "fixed=5,products=A"]);
    program(&s, "Y", &["--reward", "fixed=10,products=A"]);
    let order = quote(&s, &["A=1@105"]);
    s.ok(&["order", "apply-coupon", &order, &coupon(&s, "X")]);
    let now = s.ok(&["order", "apply-coupon", &order, &coupon(&s, "Y")]);
    assert_eq!((text(&now["total"]), text(&now["warnings"][0]["code"])), ("95.00", "below_minimum_amount"));
    assert_eq!(s.ok(&["order", "confirm", &order])["total"], "95.00");
}

/// A coupon that waited in vain is told, and one that another order used does not stand in the way.
#[test]
fn a_coupon_that_waited_in_vain_is_told() {
    let s = shop(&[]);
    program(&s, "P", &["--reward", "percent=10", "--reward", "percent=5,on=cheapest"]);
    let code = coupon(&s, "P");
    let waiting = || {
        let order = quote(&s, &["A=1"]);
        s.ok(&["order", "edit", &order, "--remove-line", "1"]);
        s.ok(&["order", "apply-coupon", &order, &code]);
        s.ok(&["order", "edit", &order, "--add", "A=1"]);
        order
    };
    let (one, two) = (waiting(), waiting());
    // Of several rewards somebody has to choose: nobody did.
    let done = s.ok(&["order", "confirm", &one]);
    assert_eq!((text(&done["total"]), text(&done["warnings"][0]["code"])), ("100.00", "nothing_to_discount"));
    let order = quote(&s, &["A=1"]);
    s.ok(&["order", "apply-coupon", &order, &code, "--reward", "1"]);
    s.ok(&["order", "confirm", &order]);
    assert_eq!(s.ok(&["order", "confirm", &two])["total"], "100.00");
}

#[test]
fn amounts_are_in_the_currency_of_the_company_only() {
    let s = shop(&[]);
    let files = [
        ("orders.csv", "number,customer,date,state,currency\nS00900,C1,2026-11-20,quotation,KRW\n"),
        ("order_lines.csv", "order,line,product,quantity,unit_price\nS00900,1,A,1,100000\n"),
    ];
    assert_eq!(s.import(&files).exit, 0);
    program(&s, "P", &[]);
    s.ok(&["order", "apply-coupon", "S00900", &coupon(&s, "P")]);
    s.ok(&["program", "edit", "P", "--reward", "key=1,fixed=50"]);
    let done = s.ok(&["order", "confirm", "S00900"]);
    assert_eq!((text(&done["total"]), text(&done["warnings"][0]["code"])), ("100000", "invalid_value"));
}
