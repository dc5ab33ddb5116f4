//! Returns and exchanges through the whole program: what comes back, in which condition, what follows.

use serde_json::Value;

use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn shop() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    let files = [
        (
            "products.csv",
            "sku,name,kind,tracking,price,invoice_policy\nA,Lamp,goods,none,100,order\nB,Chair,goods,none,60,order\n\
             C,Desk,goods,none,150,order\nS,Phone,goods,serial,500,order\nE,Sofa,goods,none,30,delivery\n",
        ),
        ("lots.csv", "product,name\nS,SN1\nS,SN2\nS,SN3\n"),
        ("locations.csv", "name,usage,return_location\nWH/Repair,internal,false\nWH/Returns,internal,true\n"),
        (
            "stock.csv",
            "location,product,lot,quantity\nWH/Stock,A,,10\nWH/Stock,B,,5\nWH/Stock,C,,5\nWH/Stock,S,SN1,1\n\
             WH/Stock,S,SN2,1\nWH/Stock,S,SN3,1\nWH/Stock,E,,10\n",
        ),
        ("customers.csv", "ref,name\nC1,Kim\nC2,Lee\n"),
        ("users.csv", "login,name,role\nbob,Bob,agent\n"),
        ("teams.csv", "name,returns,refunds,coupons,members\nHelpdesk,true,true,true,root;bob\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n2,Helpdesk,T,C2\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

/// A confirmed, delivered and invoiced order: its number.
fn sold(s: &Sandbox, customer: &str, lines: &[&str]) -> String {
    let mut args = vec!["order", "new", "--customer", customer];
    lines.iter().for_each(|line| args.extend(["--line", line]));
    let order = text(&s.ok(&args)["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    let all = s.ok(&["transfer", "list"]);
    let delivery = all.as_array().unwrap().iter().find(|t| t["order"] == order.as_str()).unwrap();
    s.ok(&["transfer", "validate", text(&delivery["number"])]);
    let draft = s.ok(&["order", "invoice", &order])["id"].to_string();
    s.ok(&["invoice", "post", &format!("id:{draft}")]);
    order
}

fn back(s: &Sandbox, more: &[&str]) -> Value {
    s.ok(&[&["return", "create", "--ticket", "1"], more].concat())
}

fn stock(s: &Sandbox, sku: &str, location: &str) -> String {
    let rows = s.ok(&["stock", "show", sku]);
    let found = rows.as_array().unwrap().iter().filter(|r| r["location"] == location);
    found.map(|r| text(&r["quantity"]).to_owned()).collect::<Vec<_>>().join("+")
}

#[test]
fn goods_come_back_as_they_are_and_the_refund_follows() {
    let s = shop();
    assert_eq!(s.ok(&["ticket", "show", "1"])["services"]["return"]["code"], "no_delivery");
    let order = sold(&s, "C1", &["A=4", "B=1"]);
    assert_eq!(s.ok(&["ticket", "show", "1"])["services"]["return"]["state"], "on");
    let made = back(&s, &["--line", "1=3", "--reason", "defective"]);
    let back_again = &made["returns"][0];
    assert_eq!(
        (text(&back_again["state"]), text(&back_again["return_of"]), text(&back_again["reason"])),
        ("ready", "WH/OUT/00001", "Defective")
    );
    assert_eq!(back_again["lines"][0]["source_line"], 1);
    // What is on its way can't be returned once more.
    let again = ["return", "create", "--ticket", "1", "--line", "1=2"];
    assert_eq!(s.refused(&again), ("over_returned".into(), 3));
    assert_eq!(s.ok(&["order", "show", &order])["lines"][0]["delivered"], "4");
    let number = text(&back_again["number"]).to_owned();
    let part = ["transfer", "validate", &number, "--line", "1=1", "--line", "1=1/damaged"];
    assert_eq!(s.refused(&part).0, "backorder_required");
    let done = s.ok(&[&part[..], &["--line", "1=1/missing"]].concat());
    let line = &done["lines"][0];
    assert_eq!((text(&line["done"]), text(&line["damaged"]), text(&line["missing"])), ("2", "1", "1"));
    assert_eq!((stock(&s, "A", "WH/Stock"), stock(&s, "A", "Scrap")), ("7".into(), "1".into()));
    assert_eq!(s.ok(&["order", "show", &order])["lines"][0]["delivered"], "2");
    assert_eq!(s.refused(&["transfer", "validate", &number]).0, "wrong_state");
    assert_eq!(s.refused(&["transfer", "cancel", &number]).0, "wrong_state");
    // The refund is of what came back, no more.
    let note =
        &s.ok(&["refund", "create", "--ticket", "1", "--return", &number, "--post"])["credit_notes"][0];
    assert_eq!((text(&note["total"]), note["lines"].as_array().unwrap().len()), ("200.00", 1));
    assert_eq!(s.ok(&["ticket", "show", "1"])["counters"]["returns"], 1);
    s.check();
    // A line that says something else than what was moved for it is damage.
    let books = s.books();
    books
        .execute_batch(
            "DROP TRIGGER transfer_line_done; UPDATE transfer_line SET done = done + 1000000 WHERE id = 1",
        )
        .unwrap();
    assert_eq!(s.run(&["db", "check"]).exit, 1);
}

#[test]
fn bad_returns_are_refused_with_what_to_do() {
    let s = shop();
    let create = |more: &[&str]| s.refused(&[&["return", "create", "--ticket", "1"], more].concat());
    assert_eq!(create(&[]).0, "no_delivery");
    let open = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "A=1"])["number"]).to_owned();
    s.ok(&["order", "confirm", &open]);
    assert_eq!(create(&["--order", &open]).0, "delivery_not_done");
    assert_eq!(create(&["--delivery", "WH/OUT/00001"]).0, "delivery_not_done");
    sold(&s, "C2", &["S=1"]);
    assert_eq!(create(&["--delivery", "WH/OUT/00002"]).0, "invoice_other_customer");
    sold(&s, "C1", &["S=1", "A=1"]);
    let of = ["--delivery", "WH/OUT/00003"];
    let more = |rest: &[&str]| create(&[&of[..], rest].concat()).0;
    assert_eq!(more(&["--line", "1=0"]), "nothing_to_return");
    assert_eq!(more(&["--line", "1=-1"]), "negative_quantity");
    assert_eq!(more(&["--line", "1=1:SN1"]), "lot_not_delivered");
    assert_eq!(more(&["--line", "1=1:SN9"]), "lot_unknown");
    assert_eq!(more(&["--line", "1=2"]), "over_returned");
    assert_eq!(more(&["--line", "1=0.5"]), "serial_duplicate");
    assert_eq!(more(&["--line", "9=1"]), "not_found");
    assert_eq!(more(&["--location", "WH/Repair"]), "not_returnable_location");
    assert_eq!(more(&["--location", "Nowhere"]), "not_found");
    assert_eq!(create(&["--delivery", "WH/OUT/99999"]).0, "not_found");
    s.ok(&[&["return", "create", "--ticket", "1"][..], &of, &["--location", "WH/Returns"]].concat());
    assert_eq!(more(&[]), "nothing_to_return");
    // A lot of another delivery does not come back with this one; a serial number comes once.
    let receive = |line: &str| {
        s.refused(&["transfer", "validate", "WH/IN/00001", "--line", line, "--backorder", "no"]).0
    };
    assert_eq!(receive("1=1:SN1"), "lot_not_delivered");
    assert_eq!(receive("1=1:SN3"), "serial_duplicate");
    assert_eq!(receive("2=2"), "over_returned");
    let bob = s.run(&["--as", "bob", "transfer", "validate", "WH/IN/00001"]);
    assert_eq!(bob.code(), "forbidden");
    s.ok(&["transfer", "cancel", "WH/IN/00001"]);
    s.ok(&[&["return", "create", "--ticket", "1"][..], &of].concat());
    s.ok(&["team", "set", "Helpdesk", "--returns", "off"]);
    assert_eq!(create(&of).0, "service_off");
    s.check();
}

#[test]
fn replacements_wait_for_goods_and_go_by_themselves() {
    let s = shop();
    sold(&s, "C1", &["S=3"]);
    let made = back(&s, &["--line", "1=1", "--exchange"]);
    let (back, out) = (&made["returns"][0], &made["exchanges"][0]);
    assert_eq!((text(&out["state"]), text(&out["exchange_for"])), ("waiting", text(&back["number"])));
    s.ok(&["transfer", "validate", text(&back["number"])]);
    let now = s.ok(&["transfer", "show", text(&out["number"])]);
    assert_eq!((text(&now["state"]), text(&now["lines"][0]["lot"])), ("ready", "SN1"));
    assert_eq!(
        s.refused(&["refund", "create", "--ticket", "1", "--return", text(&back["number"])]).0,
        "wrong_state"
    );
    s.ok(&["transfer", "validate", text(&out["number"])]);
    assert_eq!(s.ok(&["order", "show", "S00001"])["lines"][0]["delivered"], "3");
    let life = s.ok(&["lot", "show", "S", "SN1"]);
    let what: Vec<&str> = life["life"].as_array().unwrap().iter().map(|e| text(&e["what"])).collect();
    assert_eq!(what, ["opening", "delivered", "returned", "delivered"]);
    assert_eq!((text(&life["customer"]), text(&life["order"])), ("C1", "S00001"));
    s.check();
}

/// Another product in exchange: the difference is one document, in the same command.
#[test]
fn another_product_leaves_a_balance() {
    for (replace, balance, expected) in
        [("B=1", "credit", "40.00"), ("C=1", "invoice", "50.00"), ("B=1", "coupon", "40")]
    {
        let s = shop();
        sold(&s, "C1", &["A=1"]);
        let made = back(&s, &["--exchange", "--replace", replace, "--balance", balance]);
        let found = match balance {
            "credit" => made["credit_notes"][0]["total"].clone(),
            "invoice" => made["invoices"][0]["total"].clone(),
            _ => {
                let program = text(&made["coupons"][0]["program"]).to_owned();
                s.ok(&["program", "show", &program])["rewards"][0]["amount"].clone()
            }
        };
        assert_eq!(found, expected, "{balance}: {made}");
        assert_eq!(made["exchanges"][0]["lines"][0]["product"], &replace[..1]);
        let wrong = if balance == "invoice" { "credit" } else { "invoice" };
        s.ok(&["transfer", "cancel", text(&made["returns"][0]["number"])]);
        let again = ["return", "create", "--ticket", "1", "--replace", replace, "--balance", wrong];
        assert_eq!(s.refused(&again).0, "invalid_value");
        s.check();
    }
}

/// Two processes return the same goods: one gets them.
#[test]
fn two_processes_return_one_delivery_once() {
    let s = shop();
    sold(&s, "C1", &["A=2"]);
    let runs: Vec<_> = std::thread::scope(|scope| {
        let one = || s.run(&["return", "create", "--ticket", "1", "--line", "1=2"]).exit;
        let all: Vec<_> = (0..2).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(runs.iter().filter(|exit| **exit == 0).count(), 1, "{runs:?}");
    s.check();
}

/// What is invoiced by delivery is invoiced as it went, and what a discount could not take waits for the rest.
#[test]
fn discounts_follow_what_is_delivered() {
    let s = shop();
    s.ok(&["program", "new", "P", "--reward", "fixed=50"]);
    let code = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P"])["code"]).to_owned();
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "E=2"])["number"]).to_owned();
    s.ok(&["order", "apply-coupon", &order, &code]);
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00001", "--line", "1=1", "--backorder", "yes"]);
    assert_eq!(s.ok(&["order", "invoice", &order])["total"], "0.00");
    s.ok(&["transfer", "validate", "WH/OUT/00002"]);
    assert_eq!(s.ok(&["order", "invoice", &order])["total"], "10.00");
    s.check();
}

/// A refusal names the line of the lot's life that is the reason.
#[test]
fn refusals_say_where_a_serial_number_is() {
    let s = shop();
    sold(&s, "C1", &["S=1"]);
    let told = |lang: &str, args: &[&str]| {
        let ran = s.run(&[&["--lang", lang], args].concat());
        assert_ne!(ran.exit, 0);
        ran.message()
    };
    let refund = |lot| ["refund", "create", "--ticket", "2", "--product", "S", "--lot", lot];
    assert!(told("en", &refund("SN1")).contains("it went to C1 with WH/OUT/00001"));
    assert!(told("ko", &refund("SN2")).contains("지금 WH/Stock에 있습니다"));
    let number = text(&back(&s, &[])["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number]);
    let again = ["return", "create", "--ticket", "1"];
    assert!(told("en", &again).starts_with("Everything of WH/OUT/00001 has come back"));
    assert_eq!(s.refused(&again).0, "nothing_to_return");
    let named = ["return", "create", "--ticket", "1", "--line", "1=1:SN1"];
    assert!(told("en", &named).contains("it is in WH/Stock"), "{}", told("en", &named));
    assert_eq!(s.refused(&named).0, "over_returned");
}

/// More is ordered with a confirmed order: what is not with the customer or on its way is delivered.
#[test]
fn a_confirmed_order_grows() {
    let s = shop();
    let order = sold(&s, "C1", &["A=4"]);
    let number = text(&back(&s, &["--line", "1=2"])["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number]);
    assert_eq!(s.ok(&["order", "show", &order])["lines"][0]["delivered"], "2");
    let edit = |more: &[&str]| {
        [&["order", "edit", &order], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let run = |more: &[&str]| s.ok(&edit(more).iter().map(String::as_str).collect::<Vec<_>>());
    let refused = |more: &[&str]| s.refused(&edit(more).iter().map(String::as_str).collect::<Vec<_>>()).0;
    for less in [&["--line", "1=3"][..], &["--line", "1=9@1"], &["--remove-line", "1"]] {
        assert_eq!(refused(less), "wrong_state", "{less:?}");
    }
    assert_eq!(run(&["--line", "1=6", "--add", "B=2"])["total"], "720.00");
    let new = s.ok(&["transfer", "show", "WH/OUT/00002"]);
    let lines: Vec<_> =
        new["lines"].as_array().unwrap().iter().map(|l| (text(&l["product"]), text(&l["demand"]))).collect();
    assert_eq!(lines, [("A", "4"), ("B", "2")]);
    // What is on its way is not sent twice; the rest of the order is invoiced.
    run(&["--line", "1=7"]);
    assert_eq!(s.ok(&["transfer", "show", "WH/OUT/00003"])["lines"][0]["demand"], "1");
    assert_eq!(s.ok(&["order", "invoice", &order])["lines"][0]["quantity"], "3");
    s.check();
}
