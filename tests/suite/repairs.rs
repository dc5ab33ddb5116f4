//! Repairs through the whole program: begun from a ticket, worked to their end, quoted, and seen by whom they concern.

use serde_json::Value;

use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A phone with a serial number and a year of warranty, a lamp, parts with and without lots; agents.
fn shop() -> Sandbox {
    let s = Sandbox::new(&[]);
    let files = [
        (
            "products.csv",
            "sku,name,kind,tracking,price,warranty_months,replacement_warranty\nP,Phone,goods,serial,500,12,inherit\n\
             A,Lamp,goods,none,60,,\nD,Display,goods,none,80,,\nB,Battery,goods,lot,20,,\nSV,Care,service,none,10,,\n",
        ),
        ("lots.csv", "product,name\nP,P1\nP,P2\nB,B1\nB,B2\n"),
        (
            "stock.csv",
            "location,product,lot,quantity\nWH/Stock,P,P1,1\nWH/Stock,P,P2,1\nWH/Stock,A,,5\nWH/Stock,D,,3\n\
             WH/Stock,B,B1,1\nWH/Stock,B,B2,4\n",
        ),
        ("customers.csv", "ref,name\nC1,Kim\nC2,Lee\n"),
        ("users.csv", "login,name,role\nbob,Bob,agent\neve,Eve,agent\nlea,Lea,lead\n"),
        (
            "teams.csv",
            "name,returns,repairs,members\nHelpdesk,true,true,root;bob;eve;lea\nSales,true,false,root\n",
        ),
        (
            "tickets.csv",
            "number,team,subject,customer,product\n1,Helpdesk,Broken,C1,P\n2,Helpdesk,Broken,C2,A\n3,Sales,Broken,C1,A\n",
        ),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

/// A phone that went to a customer and came back; the number of the return.
fn came_back(s: &Sandbox) -> String {
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "P=1"])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00001"]);
    let made = s.ok(&["return", "create", "--ticket", "1", "--order", &order]);
    let number = text(&made["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number]);
    number
}

fn create(s: &Sandbox, more: &[&str]) -> Value {
    s.ok(&[&["repair", "create", "--ticket", "1"], more].concat())
}

#[test]
fn a_phone_that_came_back_is_repaired_under_warranty() {
    let s = shop();
    let back = came_back(&s);
    let made = create(
        &s,
        &[
            "--return",
            &back,
            "--part",
            "add:D=1",
            "--part",
            "add:B=2",
            "--tag",
            "drop",
            "--quote",
            "--confirm",
        ],
    );
    assert_eq!(
        (text(&made["product"]), text(&made["lot"]), text(&made["return"])),
        ("P", "P1", back.as_str())
    );
    assert_eq!(made["warranty"], true);
    assert_eq!(made["warranty_until"]["until"], "2027-11-23");
    assert_eq!((text(&made["state"]), &made["tags"][0]), ("confirmed", &Value::from("drop")));
    // Two batteries of two lots: a line for each.
    let parts: Vec<_> = made["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (text(&p["product"]), text(&p["lot"]), text(&p["done"])))
        .collect();
    assert_eq!(parts, [("D", "", "1"), ("B", "B1", "1"), ("B", "B2", "1")]);
    // Under warranty nothing is paid; without it, what the products cost.
    let order = text(&made["order"]).to_owned();
    assert_eq!(s.ok(&["order", "show", &order])["total"], "0.00");
    let number = text(&made["number"]).to_owned();
    s.ok(&["repair", "edit", &number, "--warranty", "off"]);
    assert_eq!(s.ok(&["order", "show", &order])["total"], "120.00");
    assert_eq!(s.refused(&["repair", "quote", &number]), ("already_quoted".to_owned(), 3));
    s.ok(&["repair", "start", &number]);
    s.ok(&["repair", "edit", &number, "--done", "3=0"]);
    assert_eq!(s.refused(&["repair", "end", &number]).0, "parts_unused");
    let ended = s.ok(&["repair", "end", &number, "--anyway"]);
    assert_eq!(text(&ended["state"]), "repaired");
    let shown = s.ok(&["order", "show", &order]);
    assert_eq!((text(&shown["total"]), text(&shown["lines"][1]["delivered"])), ("100.00", "1"));
    // What a repair put in is not delivered once more.
    s.ok(&["order", "confirm", &order]);
    let open = s.ok(&["transfer", "list"]);
    assert!(open.as_array().unwrap().iter().all(|t| t["order"] != order.as_str()));
    assert_eq!(s.refused(&["repair", "cancel", &number]), ("wrong_state".to_owned(), 3));
    let life = s.ok(&["lot", "show", "P", "P1"]);
    assert!(life["life"].as_array().unwrap().iter().any(|e| e["what"] == "repaired"));
    assert_eq!(s.ok(&["ticket", "show", "1"])["counters"]["repairs"], 1);
    s.check();
}

#[test]
fn bad_repairs_are_refused_with_what_to_do() {
    let s = shop();
    let back = came_back(&s);
    let refused = |more: &[&str]| s.refused(&[&["repair", "create"], more].concat());
    for (args, code) in [
        (&["--ticket", "1", "--product", "SV"][..], "not_goods"),
        (&["--ticket", "1"], "lot_required"),
        (&["--ticket", "1", "--lot", "B1"], "lot_unknown"),
        (&["--ticket", "1", "--lot", "P2", "--return", &back], "lot_not_delivered"),
        (&["--ticket", "2", "--return", &back, "--product", "P"], "invoice_other_customer"),
        (&["--ticket", "1", "--product", "A", "--return", &back], "invalid_value"),
        (&["--ticket", "1", "--product", "A", "--part", "add:D=-1"], "negative_quantity"),
        (&["--ticket", "1", "--product", "A", "--part", "add:SV=1"], "not_goods"),
        (&["--ticket", "1", "--product", "A", "--part", "glue:D=1"], "invalid_value"),
        (&["--ticket", "1", "--product", "A", "--quantity", "0"], "invalid_value"),
        (&["--ticket", "1", "--lot", "P1", "--quantity", "2"], "serial_duplicate"),
        (&["--ticket", "1", "--product", "A", "--date", "2026-02-30"], "invalid_value"),
        (&["--ticket", "1", "--product", "A", "--responsible", "zed"], "not_found"),
        (&["--ticket", "3"], "service_off"),
        (&["--ticket", "1", "--product", "A", "--quantity", "9", "--confirm"], "insufficient_stock"),
    ] {
        assert_eq!(refused(args).0, code, "{args:?}");
    }
    assert_eq!(s.ok(&["repair", "list"]).as_array().unwrap().len(), 0, "nothing is left of what was refused");
    // A refused one uses no number; the question can be answered.
    let made = create(&s, &["--product", "A", "--quantity", "9", "--confirm", "--anyway"]);
    let number = text(&made["number"]).to_owned();
    assert_eq!(number, "WH/RO/00001");
    assert_eq!(s.refused(&["repair", "end", &number]).0, "wrong_state");
    assert_eq!(s.refused(&["repair", "edit", &number, "--done", "7=1"]).0, "not_found");
    s.ok(&["repair", "cancel", &number]);
    assert_eq!(s.refused(&["repair", "start", &number]).0, "wrong_state");
    assert_eq!(s.ok(&["repair", "reset", &number])["state"], "new");
    s.check();
}

/// Parts hold what is there, get what comes, and let go of it when it is gone.
#[test]
fn parts_hold_goods_like_deliveries_do() {
    let s = shop();
    let first = text(&create(&s, &["--product", "A", "--part", "add:D=2", "--confirm"])["number"]).to_owned();
    let second =
        text(&create(&s, &["--product", "A", "--part", "add:D=2", "--confirm"])["number"]).to_owned();
    let part = |number: &str| {
        let shown = s.ok(&["repair", "show", number]);
        (text(&shown["parts"][0]["state"]).to_owned(), text(&shown["parts"][0]["done"]).to_owned())
    };
    assert_eq!(part(&first), ("reserved".into(), "2".into()));
    assert_eq!(part(&second), ("partial".into(), "1".into()));
    // An order waits for what repairs hold.
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "D=1"])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    assert_eq!(s.ok(&["transfer", "show", "WH/OUT/00001"])["state"], "waiting");
    let adjust = |quantity| {
        s.ok(&["stock", "adjust", "D", "--location", "WH/Stock", "--quantity", quantity, "--reason", "count"])
    };
    adjust("9");
    assert_eq!(part(&second), ("reserved".into(), "2".into()));
    assert_eq!(s.ok(&["transfer", "show", "WH/OUT/00001"])["state"], "ready");
    adjust("2");
    assert_eq!(part(&second).0, "waiting");
    s.ok(&["repair", "cancel", &first]);
    s.check();
}

/// Who made a repair from a ticket sees it; others only who works repairs.
#[test]
fn who_may_do_what_with_repairs() {
    let s = shop();
    let run = |who: &str, args: &[&str]| s.run(&[&["--as", who], args].concat());
    let made = run("bob", &["repair", "create", "--ticket", "2", "--confirm"]);
    assert_eq!(made.exit, 0, "{}", made.err);
    let number = "WH/RO/00001";
    for (who, sees, works) in [("bob", true, false), ("eve", false, false), ("lea", true, true)] {
        assert_eq!(run(who, &["repair", "show", number]).exit == 0, sees, "{who}");
        let listed = run(who, &["repair", "list"]).json().as_array().unwrap().len();
        assert_eq!(listed == 1, sees, "{who}");
        assert_eq!(run(who, &["repair", "edit", number, "--note", "x"]).exit == 0, sees, "{who}");
        assert_eq!(run(who, &["--dry-run", "repair", "start", number]).exit == 0, works, "{who}");
    }
    s.ok(&["user", "set", "eve", "--grant", "repair"]);
    assert_eq!(run("eve", &["repair", "start", number]).exit, 0);
    s.ok(&["user", "set", "bob", "--revoke", "repair"]);
    assert_eq!(run("bob", &["repair", "create", "--ticket", "2"]).code(), "forbidden");
    assert_eq!(run("bob", &["repair", "show", number]).exit, 0, "who made it sees it all the same");
    let told = s.ok(&["--lang", "ko", "ticket", "show", "2"])["timeline"].clone();
    assert!(told.as_array().unwrap().iter().any(|row| text(&row["text"]).contains("수리 중")), "{told}");
}
