//! Money and goods leave once: a return is refunded once, an exchange is no refund as well, and nothing comes back
//! that did not go out.

use serde_json::Value;

use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Two deliveries of one order (A 6 and A 4), invoiced; lots of another order.
fn shop() -> Sandbox {
    let s = Sandbox::new(&["--website-url", "https://shop.example"]);
    let files = [
        ("taxes.csv", "name,kind,amount,price_include\nVAT,percent,15,false\n"),
        (
            "products.csv",
            "sku,name,kind,tracking,price,taxes\nA,Lamp,goods,none,100,VAT\nC,Shade,goods,none,20,VAT\n\
             SV,Care,service,none,10,VAT\nL,Paint,goods,lot,5,VAT\nS,Phone,goods,serial,50,VAT\n",
        ),
        ("lots.csv", "product,name\nL,L1\nL,L3\nS,S1\n"),
        ("locations.csv", "name,usage,return_location\nWH/Returns,internal,true\n"),
        (
            "stock.csv",
            "location,product,lot,quantity\nWH/Stock,A,,30\nWH/Stock,C,,30\nWH/Stock,L,L1,2\nWH/Stock,L,L3,3\n\
             WH/Stock,S,S1,1\n",
        ),
        ("customers.csv", "ref,name\nC1,Kim\n"),
        ("teams.csv", "name,returns,refunds,coupons\nHelpdesk,true,true,true\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let order =
        text(&s.ok(&["order", "new", "--customer", "C1", "--line", "A=10", "--line", "SV=1"])["number"])
            .to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00001", "--line", "1=6", "--backorder", "yes"]);
    s.ok(&["transfer", "validate", "WH/OUT/00002"]);
    invoiced(&s, &order);
    s
}

fn invoiced(s: &Sandbox, order: &str) {
    let draft = s.ok(&["order", "invoice", order])["id"].to_string();
    s.ok(&["invoice", "post", &format!("id:{draft}")]);
}

fn back(s: &Sandbox, more: &[&str]) -> Value {
    s.ok(&[&["return", "create", "--ticket", "1"], more].concat())
}

fn received(s: &Sandbox, more: &[&str]) -> String {
    let number = text(&back(s, more)["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number]);
    number
}

fn refund(s: &Sandbox, number: &str) -> (String, i32) {
    s.refused(&["refund", "create", "--ticket", "1", "--return", number, "--post"])
}

fn wrong() -> (String, i32) {
    ("wrong_state".to_owned(), 3)
}

#[test]
fn a_return_is_refunded_once() {
    let s = shop();
    let first = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=2"]);
    let create = ["refund", "create", "--ticket", "1", "--return", &first];
    let note = s.ok(&create)["credit_notes"][0].clone();
    assert_eq!((text(&note["total"]), &note["returns"][0]), ("230.00", &Value::from(first.as_str())));
    let label = format!("id:{}", note["id"]);
    assert_eq!(s.ok(&["transfer", "show", &first])["documents"][0], label.as_str());
    // A draft counts until it is given up.
    assert_eq!(refund(&s, &first), wrong());
    s.ok(&["invoice", "cancel", &label]);
    s.ok(&[&create[..], &["--post"]].concat());
    assert_eq!(refund(&s, &first), wrong());
    // A second return has its own refund; what was credited without a return is counted.
    let second = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=2"]);
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00001", "--line", "1=1", "--post"]);
    let note =
        &s.ok(&["refund", "create", "--ticket", "1", "--return", &second, "--post"])["credit_notes"][0];
    assert_eq!(note["lines"][0]["quantity"], "1");
    assert_eq!(refund(&s, &second), wrong());
    s.check();
}

#[test]
fn goods_that_went_out_again_are_not_refunded() {
    let s = shop();
    let first = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=2"]);
    let again = received(&s, &["--delivery", &first, "--line", "1=1"]);
    assert_eq!(refund(&s, &again), wrong());
    let note = &s.ok(&["refund", "create", "--ticket", "1", "--return", &first, "--post"])["credit_notes"][0];
    assert_eq!(note["lines"][0]["quantity"], "1");
    // A return is not exchanged: the goods would go out twice.
    let exchange = ["return", "create", "--ticket", "1", "--delivery", &first, "--exchange"];
    assert_eq!(s.refused(&exchange), wrong());
    s.check();
}

/// However an exchange is settled, what it took is neither refunded from its returns nor from the invoice.
#[test]
fn what_is_exchanged_is_not_credited_as_well() {
    for balance in ["credit", "coupon", "invoice"] {
        let s = shop();
        let replace = if balance == "invoice" { "C=60" } else { "C=1" };
        let made = back(&s, &["--order", "S00001", "--replace", replace, "--balance", balance]);
        let returns: Vec<&str> =
            made["returns"].as_array().unwrap().iter().map(|r| text(&r["number"])).collect();
        assert_eq!(returns.len(), 2, "one for each delivery");
        s.ok(&["transfer", "validate", returns[0], "--line", "1=2", "--backorder", "yes"]);
        s.ok(&["transfer", "validate", returns[1]]);
        let rest = text(&s.ok(&["transfer", "show", returns[0]])["backorder"]).to_owned();
        s.ok(&["transfer", "validate", &rest]);
        for number in [returns[0], returns[1], rest.as_str()] {
            assert_eq!(refund(&s, number), wrong(), "{balance} {number}");
        }
        // What came back in the exchange is not billed again.
        assert_eq!(s.refused(&["order", "invoice", "S00001"]), wrong());
        // Of the invoice only the service is left.
        let note = s.ok(&["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00001", "--post"]);
        let note = &note["credit_notes"][0];
        assert_eq!(
            (text(&note["total"]), note["lines"].as_array().unwrap().len()),
            ("11.50", 1),
            "{balance}"
        );
        if balance == "credit" {
            // Exactly of what came back: the rate of its tax, and no other line.
            let drafted = &made["credit_notes"][0];
            assert_eq!((text(&drafted["untaxed"]), text(&drafted["total"])), ("980.00", "1127.00"));
            assert_eq!(drafted["lines"].as_array().unwrap().len(), 1);
            s.ok(&["invoice", "post", &format!("id:{}", drafted["id"])]);
        }
        // What settles it stands and falls with it.
        let paper = made["credit_notes"][0]["id"].as_i64().or(made["invoices"][0]["id"].as_i64());
        if let Some(paper) = paper {
            let paper = format!("id:{paper}");
            for more in [&["cancel"][..], &["reverse"], &["edit", "--line", "1=1@1"]] {
                let args = [&["invoice", more[0], &paper], &more[1..]].concat();
                let told = s.refused(&args).0;
                assert!(
                    ["wrong_state", "not_draft", "invoice_not_posted"].contains(&told.as_str()),
                    "{told}"
                );
            }
        }
        // The replacement stands as long as its value is settled.
        let out = text(&made["exchanges"][0]["number"]).to_owned();
        assert_eq!(s.refused(&["transfer", "cancel", &out]), wrong());
        s.check();
    }
}

#[test]
fn nothing_is_given_for_goods_that_nobody_paid() {
    let s = shop();
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "A=2"])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    for (replace, balance) in [("C=1", "coupon"), ("C=1", "credit"), ("C=60", "invoice")] {
        let args = [
            "return",
            "create",
            "--ticket",
            "1",
            "--order",
            &order,
            "--replace",
            replace,
            "--balance",
            balance,
        ];
        assert_eq!(s.refused(&args), wrong(), "{balance}");
    }
    let none = ["return", "create", "--ticket", "1", "--delivery", "WH/OUT/00001", "--line", "1=1"];
    let none = [&none[..], &["--replace", "C=0", "--balance", "credit"]].concat();
    assert_eq!(s.refused(&none), ("invalid_value".to_owned(), 2));
    s.check();
}

/// Serial numbers come back on lines of their own, and are of one line of the order all the same.
#[test]
fn pieces_of_one_line_are_exchanged_together() {
    let s = shop();
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "L=5"])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let made = back(&s, &["--order", &order, "--replace", "C=1", "--balance", "credit"]);
    assert_eq!(made["returns"][0]["lines"].as_array().unwrap().len(), 2);
    assert_eq!(made["credit_notes"][0]["total"], "5.75");
    s.check();
}

/// A return that is given up takes along what the exchange made of it, unless that is carried out.
#[test]
fn an_exchange_is_given_up_whole() {
    for balance in ["credit", "coupon"] {
        let s = shop();
        let exchange = ["--order", "S00001", "--replace", "C=1", "--balance", balance];
        let made = back(&s, &exchange);
        let first = text(&made["returns"][0]["number"]).to_owned();
        let would = s.ok(&["--dry-run", "transfer", "cancel", &first]);
        let documents: Vec<&str> =
            would["effects"].as_array().unwrap().iter().map(|e| text(&e["document"])).collect();
        for other in [&made["returns"][1], &made["exchanges"][0]] {
            assert!(documents.contains(&text(&other["number"])), "{documents:?}");
        }
        s.ok(&["transfer", "cancel", &first]);
        for transfer in [&made["returns"][1], &made["exchanges"][0]] {
            assert_eq!(s.ok(&["transfer", "show", text(&transfer["number"])])["state"], "cancelled");
        }
        match balance {
            "credit" => {
                let draft = format!("id:{}", made["credit_notes"][0]["id"]);
                assert_eq!(s.ok(&["invoice", "show", &draft])["state"], "cancelled");
            }
            _ => {
                let code = text(&made["coupons"][0]["code"]);
                assert_eq!(s.ok(&["coupon", "show", code])["state"], "revoked");
            }
        }
        // Everything can be returned and credited again.
        let number = received(&s, &["--order", "S00001"]);
        s.ok(&["refund", "create", "--ticket", "1", "--return", &number, "--post"]);
        s.check();
    }
    let s = shop();
    let made = back(&s, &["--delivery", "WH/OUT/00001", "--line", "1=1", "--exchange"]);
    s.ok(&["transfer", "validate", text(&made["exchanges"][0]["number"])]);
    assert_eq!(s.refused(&["transfer", "cancel", text(&made["returns"][0]["number"])]), wrong());
}

/// What is found of one line in two lots belongs to the delivery's lines of both.
#[test]
fn lots_come_back_to_the_lines_that_they_left_with() {
    let s = shop();
    let order =
        text(&s.ok(&["order", "new", "--customer", "C1", "--line", "L=5", "--line", "S=1"])["number"])
            .to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    let lots: Vec<Value> = s.ok(&["transfer", "show", "WH/OUT/00003"])["lines"].as_array().unwrap().clone();
    let line = |lot: &str| lots.iter().find(|l| l["lot"] == lot).unwrap()["line"].to_string();
    let of = ["--delivery", "WH/OUT/00003"];
    let two = format!("{}=2", line("L1"));
    let number = text(&back(&s, &[&of[..], &["--line", &two]].concat())["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number, "--line", "1=1:L1", "--line", "1=1:L3"]);
    let left = |lot: &str| {
        let of = s.ok(&["transfer", "show", "WH/OUT/00003"]);
        let line = of["lines"].as_array().unwrap().iter().find(|l| l["lot"] == lot).unwrap().clone();
        text(&line["returnable"]).to_owned()
    };
    assert_eq!((left("L1"), left("L3")), ("1".into(), "2".into()));
    // Of a back-order the rest is still of the lot that was planned.
    let one = format!("{}=1", line("L1"));
    assert_eq!(
        s.refused(&[&["return", "create", "--ticket", "1"], &of[..], &["--line", &two]].concat()).0,
        "over_returned"
    );
    let number = text(&back(&s, &[&of[..], &["--line", &one]].concat())["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "cancel", &number]);
    // A serial number is one, whatever became of it.
    let serial = format!("{}=1", line("S1"));
    let number =
        text(&back(&s, &[&of[..], &["--line", &serial]].concat())["returns"][0]["number"]).to_owned();
    let half = ["transfer", "validate", &number, "--line", "1=0.5/missing", "--backorder", "yes"];
    assert_eq!(s.refused(&half).0, "serial_duplicate");
    // What was written off can't be sent again.
    s.ok(&["transfer", "validate", &number, "--line", "1=1/damaged"]);
    assert_eq!(
        s.refused(&["return", "create", "--ticket", "1", "--delivery", &number]).0,
        "nothing_to_return"
    );
    s.check();
}

#[test]
fn flags_that_contradict_are_told() {
    let s = shop();
    let second = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "C=1"])["number"]).to_owned();
    let create = |more: &[&str]| s.refused(&[&["return", "create", "--ticket", "1"], more].concat());
    assert_eq!(create(&["--order", &second, "--delivery", "WH/OUT/00001"]).0, "invalid_value");
    assert_eq!(create(&["--order", &second]).0, "no_delivery");
    assert_eq!(create(&["--delivery", "WH/OUT/00001", "--line", "1=1:L1"]).0, "invalid_value");
    let message = |more: &[&str]| s.run(&[&["return", "create", "--ticket", "1"], more].concat()).message();
    assert!(message(&["--order", &second]).starts_with("S00002 has no delivery that is done"));
    // Several deliveries of several orders: one has to say which.
    s.ok(&["order", "confirm", &second]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    for more in [&[][..], &["--line", "1=1"]] {
        assert!(message(more).contains("choose which to return"), "{}", message(more));
        assert_eq!(create(more), ("field_required".to_owned(), 2));
    }
    let number = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=1"]);
    assert_eq!(create(&["--delivery", &number, "--location", "WH/Returns"]).0, "invalid_value");
    // Of a return nothing of which came nothing is refunded.
    let number = text(&back(&s, &["--delivery", "WH/OUT/00002"])["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number, "--line", "1=4/missing"]);
    assert_eq!(refund(&s, &number), wrong());
}

/// An order whose goods are all back can be given up.
#[test]
fn an_order_that_came_back_can_be_cancelled() {
    let s = shop();
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "A=2"])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    assert_eq!(s.refused(&["order", "cancel", &order]), wrong());
    received(&s, &["--delivery", "WH/OUT/00003"]);
    assert_eq!(s.ok(&["order", "cancel", &order])["state"], "cancelled");
    s.check();
}

/// What happened to transfers is told by what each belongs to, in both languages.
#[test]
fn the_timeline_tells_what_belongs_to_what() {
    let s = shop();
    let made =
        back(&s, &["--delivery", "WH/OUT/00001", "--line", "1=3", "--replace", "C=1", "--balance", "credit"]);
    let number = text(&made["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &number, "--line", "1=1", "--backorder", "yes"]);
    let told = |lang: &str| {
        let ticket = s.ok(&["--lang", lang, "ticket", "show", "1"]);
        let rows = ticket["timeline"].as_array().unwrap().clone();
        rows.iter().map(|row| text(&row["text"]).to_owned()).collect::<Vec<_>>().join("\n")
    };
    let english = told("en");
    for part in [
        "Return: WH/IN/00001 (return of WH/OUT/00001, Ready), WH/OUT/00003 (replaces WH/IN/00001, Ready), Credit note id:",
        "WH/IN/00001 (Done), WH/IN/00002 (back-order of WH/IN/00001, Ready)",
    ] {
        assert!(english.contains(part), "{part}: {english}");
    }
    assert!(told("ko").contains("WH/OUT/00003 (교환 대상 WH/IN/00001"), "{}", told("ko"));
}

/// Money of an order: what was invoiced, and what left by credit notes, coupons and replacements that went out.
fn invoiced_total(s: &Sandbox) -> rust_decimal::Decimal {
    let all = s.ok(&["invoice", "list"]);
    let posted = all.as_array().unwrap().iter().filter(|d| d["state"] == "posted");
    posted
        .map(|d| {
            let total: rust_decimal::Decimal = text(&d["total"]).parse().unwrap();
            if d["kind"] == "invoice" { total } else { -total }
        })
        .sum()
}

/// What comes back in an exchange is worth what is left of what was paid for it.
#[test]
fn an_exchange_is_worth_what_is_left_of_the_price() {
    let s = shop();
    s.ok(&[
        "refund",
        "create",
        "--ticket",
        "1",
        "--invoice",
        "INV/2026/00001",
        "--amount",
        "1161.50",
        "--post",
    ]);
    let exchange = ["return", "create", "--ticket", "1", "--delivery", "WH/OUT/00001", "--line", "1=1"];
    let with = |balance| [&exchange[..], &["--replace", "C=1", "--balance", balance]].concat();
    assert_eq!(s.refused(&with("coupon")), ("invalid_value".to_owned(), 2), "nothing is left to give back");
    assert_eq!(s.ok(&with("invoice"))["invoices"][0]["total"], "23.00");
    s.check();
}

/// Goods of two kinds are credited by their own taxes, and the rest of the invoice to the cent.
#[test]
fn a_settling_note_is_of_the_returned_units_alone() {
    let s = shop();
    let order =
        text(
            &s.ok(&["order", "new", "--customer", "C1", "--line", "A=4", "--line", "C=1", "--line", "SV=3"])
                ["number"],
        )
        .to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let made = back(
        &s,
        &["--order", &order, "--line", "1=1", "--line", "2=1", "--replace", "C=1", "--balance", "credit"],
    );
    let note = &made["credit_notes"][0];
    assert_eq!(note["total"], "115.00");
    for (line, most) in note["lines"].as_array().unwrap().iter().zip([115, 23]) {
        let total: rust_decimal::Decimal = text(&line["total"]).parse().unwrap();
        assert!(total <= most.into(), "{line}");
    }
    s.ok(&["invoice", "post", &format!("id:{}", note["id"])]);
    s.ok(&["refund", "create", "--ticket", "1", "--order", &order, "--post"]);
    // The shade that went out is paid.
    assert_eq!(invoiced_total(&s), "1184.50".parse().unwrap());
    s.check();
}

/// What was invoiced by delivery and exchanged, or is being replaced, is not credited by the order.
#[test]
fn an_order_does_not_credit_what_is_exchanged() {
    let s = shop();
    let more = s.import(&[
        ("products.csv", "sku,name,kind,price,taxes,invoice_policy\nDP,Sofa,goods,100,VAT,delivery\n"),
        ("stock.csv", "location,product,lot,quantity\nWH/Stock,DP,,40\n"),
    ]);
    assert_eq!(more.exit, 0, "{}", more.err);
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "DP=10"])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let made = back(&s, &["--order", &order, "--line", "1=2", "--replace", "C=1", "--balance", "credit"]);
    s.ok(&["transfer", "validate", text(&made["returns"][0]["number"])]);
    assert_eq!(s.refused(&["order", "invoice", &order]), wrong());
    let made = back(&s, &["--order", &order, "--line", "1=1", "--exchange"]);
    s.ok(&["transfer", "validate", text(&made["returns"][0]["number"])]);
    assert_eq!(s.refused(&["order", "invoice", &order]), wrong());
    // What simply came back is.
    let number = received(&s, &["--order", &order, "--line", "1=3"]);
    let note = s.ok(&["order", "invoice", &order]);
    assert_eq!(note["lines"][0]["quantity"], "3");
    assert_eq!(refund(&s, &number), wrong());
    s.check();
}

/// A return is not credited on account of another that is replaced.
#[test]
fn replaced_returns_count_for_nothing() {
    let s = shop();
    let made = back(&s, &["--delivery", "WH/OUT/00001", "--line", "1=3", "--exchange"]);
    s.ok(&["transfer", "validate", text(&made["returns"][0]["number"])]);
    s.ok(&["transfer", "validate", text(&made["exchanges"][0]["number"])]);
    let number = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=2"]);
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00001", "--line", "1=2", "--post"]);
    assert_eq!(refund(&s, &number), wrong());
    // What was exchanged is not missing when the order grows.
    let edit = ["order", "edit", "S00001", "--line", "1=11"];
    s.ok(&edit);
    let all = s.ok(&["transfer", "list"]);
    let new = &all[0];
    assert_eq!((text(&new["kind"]), text(&new["lines"][0]["demand"])), ("delivery", "3"));
    s.check();
}

/// Discounts go with their goods also where they stand on another invoice: where that
/// can't bear them, at a lower price.
#[test]
fn discounts_on_other_invoices_are_counted() {
    let s = shop();
    let more = s.import(&[
        ("products.csv", "sku,name,kind,price,taxes,invoice_policy\nDP,Sofa,goods,100,VAT,delivery\n"),
        ("stock.csv", "location,product,lot,quantity\nWH/Stock,DP,,40\n"),
    ]);
    assert_eq!(more.exit, 0, "{}", more.err);
    s.ok(&["program", "new", "P", "--reward", "percent=50,on=specific,products=DP"]);
    let coupon = || text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P"])["code"]).to_owned();
    let sell = |lines: &[&str]| {
        let mut args = vec!["order", "new", "--customer", "C1"];
        lines.iter().for_each(|line| args.extend(["--line", line]));
        let order = text(&s.ok(&args)["number"]).to_owned();
        s.ok(&["order", "apply-coupon", &order, &coupon()]);
        s.ok(&["order", "confirm", &order]);
        order
    };
    // The discount was billed with the lamp, before the sofa went.
    let order = sell(&["A=1", "DP=1"]);
    invoiced(&s, &order);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let before = invoiced_total(&s);
    let number = received(&s, &["--order", &order]);
    s.ok(&["refund", "create", "--ticket", "1", "--return", &number, "--post"]);
    assert_eq!(before - invoiced_total(&s), "172.50".parse().unwrap());
    // It stands whole on the first of two invoices: of the second's goods half the price was paid.
    let order = sell(&["DP=10"]);
    s.ok(&["transfer", "validate", "WH/OUT/00004", "--line", "1=5", "--backorder", "yes"]);
    invoiced(&s, &order);
    s.ok(&["transfer", "validate", "WH/OUT/00005"]);
    invoiced(&s, &order);
    let number = received(&s, &["--delivery", "WH/OUT/00005"]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--return", &number, "--post"]);
    assert_eq!(made["credit_notes"][0]["total"], "287.50");
    assert_eq!(refund(&s, &number), wrong());
    s.check();
}

/// A shop that also sells a sofa, which is invoiced by delivery.
fn by_delivery() -> Sandbox {
    let s = shop();
    let more = s.import(&[
        ("products.csv", "sku,name,kind,price,taxes,invoice_policy\nDP,Sofa,goods,100,VAT,delivery\n"),
        ("stock.csv", "location,product,lot,quantity\nWH/Stock,DP,,40\n"),
    ]);
    assert_eq!(more.exit, 0, "{}", more.err);
    s
}

fn ordered(s: &Sandbox, line: &str) -> String {
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", line])["number"]).to_owned();
    s.ok(&["order", "confirm", &order]);
    order
}

/// Whatever settled what came back, what is delivered later is billed.
#[test]
fn later_deliveries_are_billed() {
    for settle in ["exchange", "units"] {
        let s = by_delivery();
        let order = ordered(&s, "DP=4");
        s.ok(&["transfer", "validate", "WH/OUT/00003", "--line", "1=2", "--backorder", "yes"]);
        invoiced(&s, &order);
        let of = ["--delivery", "WH/OUT/00003"];
        if settle == "exchange" {
            let more = [&of[..], &["--replace", "C=2", "--balance", "credit"]].concat();
            let made = back(&s, &more);
            s.ok(&["transfer", "validate", text(&made["returns"][0]["number"])]);
        } else {
            let number = received(&s, &of);
            s.ok(&["refund", "create", "--ticket", "1", "--return", &number, "--post"]);
            assert_eq!(refund(&s, &number), wrong());
        }
        s.ok(&["transfer", "validate", "WH/OUT/00004"]);
        assert_eq!(s.ok(&["order", "invoice", &order])["total"], "230.00", "{settle}");
        s.check();
    }
}

/// A return is credited by its units, not by an amount; units that were credited without it are not credited again.
#[test]
fn units_credited_without_the_return_are_counted() {
    let s = shop();
    let first = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=3"]);
    let create = ["refund", "create", "--ticket", "1", "--return", &first, "--post"];
    assert_eq!(s.refused(&[&create[..], &["--amount", "345"]].concat()).0, "usage");
    assert_eq!(s.ok(&create)["credit_notes"][0]["total"], "345.00");
    let second = received(&s, &["--delivery", "WH/OUT/00001", "--line", "1=2"]);
    s.ok(&["refund", "create", "--ticket", "1", "--invoice", "INV/2026/00001", "--line", "1=2", "--post"]);
    assert_eq!(refund(&s, &second), wrong());
    s.check();
}

/// A discount that was billed whole with the first goods is borne by what is delivered and billed later too; the
/// returns of all of it come to what was paid, to the cent.
#[test]
fn a_discount_billed_with_other_goods_is_shared() {
    let s = by_delivery();
    s.ok(&["program", "new", "P", "--reward", "percent=10"]);
    let coupon = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P"])["code"]).to_owned();
    let order = s.ok(&["order", "new", "--customer", "C1", "--line", "A=1", "--line", "DP=1"]);
    let order = text(&order["number"]).to_owned();
    s.ok(&["order", "apply-coupon", &order, &coupon]);
    s.ok(&["order", "confirm", &order]);
    invoiced(&s, &order);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let paid = invoiced_total(&s);
    let sofa = received(&s, &["--order", &order, "--line", "2=1"]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--return", &sofa, "--post"]);
    assert_eq!(made["credit_notes"][0]["total"], "103.50");
    let lamp = received(&s, &["--order", &order, "--line", "1=1"]);
    s.ok(&["refund", "create", "--ticket", "1", "--return", &lamp, "--post"]);
    assert_eq!(paid - invoiced_total(&s), "207.00".parse().unwrap());
    s.check();
}

/// Returns at a lowered price leave money with their invoices; each of the next is worth the same all the same, none
/// is credited with money of other goods, and the last brings everything to zero.
#[test]
fn returns_at_a_lowered_price_are_worth_the_same() {
    let s = by_delivery();
    s.ok(&["program", "new", "P", "--reward", "percent=10"]);
    let coupon = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P"])["code"]).to_owned();
    let made = s.ok(&["order", "new", "--customer", "C1", "--line", "DP=6"]);
    let order = text(&made["number"]).to_owned();
    let unsold = invoiced_total(&s);
    s.ok(&["order", "apply-coupon", &order, &coupon]);
    s.ok(&["order", "confirm", &order]);
    for (out, units) in [("WH/OUT/00003", Some("1=3")), ("WH/OUT/00004", Some("1=2")), ("WH/OUT/00005", None)]
    {
        let some = units.map_or(vec![], |units| vec!["--line", units, "--backorder", "yes"]);
        s.ok(&[&["transfer", "validate", out][..], &some].concat());
        invoiced(&s, &order);
    }
    for delivery in ["WH/OUT/00005", "WH/OUT/00004", "WH/OUT/00004"] {
        let one = received(&s, &["--delivery", delivery, "--line", "1=1"]);
        let made = s.ok(&["refund", "create", "--ticket", "1", "--return", &one, "--post"]);
        let total = made["credit_notes"].as_array().unwrap().iter().map(|n| text(&n["total"]));
        assert_eq!(total.collect::<Vec<_>>(), ["103.50"], "{delivery}");
    }
    // The discount of what came back stands on the last invoice: it has less left than two of its goods cost.
    let rest = received(&s, &["--delivery", "WH/OUT/00003"]);
    s.ok(&["refund", "create", "--ticket", "1", "--return", &rest, "--post"]);
    assert_eq!(invoiced_total(&s), unsold);
    s.check();
}

/// Where an invoice bears discounts of other goods and has too little left, a return is refused with what was paid,
/// not credited short.
#[test]
fn a_return_is_not_credited_short() {
    let s = by_delivery();
    s.ok(&["program", "new", "P", "--reward", "percent=50,on=specific,products=DP"]);
    let coupon = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P"])["code"]).to_owned();
    let unsold = invoiced_total(&s);
    let made = s.ok(&["order", "new", "--customer", "C1", "--line", "A=6", "--line", "DP=9"]);
    let order = text(&made["number"]).to_owned();
    s.ok(&["order", "apply-coupon", &order, &coupon]);
    s.ok(&["order", "confirm", &order]);
    invoiced(&s, &order);
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let number = received(&s, &["--order", &order, "--line", "1=6", "--line", "2=3"]);
    let ran = s.run(&["refund", "create", "--ticket", "1", "--return", &number, "--post"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("wrong_state", 3));
    assert!(ran.message().contains("$862.50"), "{}", ran.message());
    let rest = received(&s, &["--order", &order]);
    for last in [&rest, &number] {
        s.ok(&["refund", "create", "--ticket", "1", "--return", last, "--post"]);
    }
    assert_eq!(invoiced_total(&s), unsold);
    s.check();
}

/// A replacement that leaves before the goods come back is not billed to the customer.
#[test]
fn a_replacement_sent_ahead_is_not_billed() {
    let s = by_delivery();
    let order = ordered(&s, "DP=2");
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let made = back(&s, &["--delivery", "WH/OUT/00003", "--exchange"]);
    s.ok(&["transfer", "validate", text(&made["exchanges"][0]["number"])]);
    assert_eq!(s.refused(&["order", "invoice", &order]), wrong());
    s.ok(&["transfer", "validate", text(&made["returns"][0]["number"])]);
    assert_eq!(s.refused(&["order", "invoice", &order]), wrong());
    s.check();
}

/// Goods that were refunded, sent and billed again, and came back once more are refunded once more.
#[test]
fn what_is_billed_again_can_be_credited_again() {
    let s = by_delivery();
    let order = ordered(&s, "DP=10");
    s.ok(&["transfer", "validate", "WH/OUT/00003"]);
    invoiced(&s, &order);
    let first = received(&s, &["--order", &order, "--line", "1=2"]);
    s.ok(&["refund", "create", "--ticket", "1", "--return", &first, "--post"]);
    let again = received(&s, &["--delivery", &first]);
    invoiced(&s, &order);
    let second = received(&s, &["--delivery", &again]);
    let note =
        &s.ok(&["refund", "create", "--ticket", "1", "--return", &second, "--post"])["credit_notes"][0];
    assert_eq!(note["total"], "230.00");
    assert_eq!(refund(&s, &second), wrong());
    s.check();
}

/// An order's own credit note takes nothing from the returns that it does not cover.
#[test]
fn the_rest_of_several_returns_is_still_credited() {
    let s = by_delivery();
    let order = ordered(&s, "DP=10");
    s.ok(&["transfer", "validate", "WH/OUT/00003", "--line", "1=5", "--backorder", "yes"]);
    invoiced(&s, &order);
    s.ok(&["transfer", "validate", "WH/OUT/00004"]);
    invoiced(&s, &order);
    let one = received(&s, &["--delivery", "WH/OUT/00003", "--line", "1=4"]);
    received(&s, &["--delivery", "WH/OUT/00004", "--line", "1=4"]);
    let note = s.ok(&["order", "invoice", &order]);
    assert_eq!(note["lines"][0]["quantity"], "5");
    s.ok(&["invoice", "post", &format!("id:{}", note["id"])]);
    let rest = &s.ok(&["refund", "create", "--ticket", "1", "--return", &one, "--post"])["credit_notes"][0];
    assert_eq!(rest["lines"][0]["quantity"], "3");
    assert_eq!(s.refused(&["order", "invoice", &order]), wrong());
    s.check();
}

/// What is exchanged is not sent back; a whole order in two deliveries is exchanged at once.
#[test]
fn exchanged_goods_stay_here() {
    let s = by_delivery();
    s.ok(&["program", "new", "P", "--reward", "percent=10"]);
    let code = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", "P"])["code"]).to_owned();
    let order = text(&s.ok(&["order", "new", "--customer", "C1", "--line", "DP=10"])["number"]).to_owned();
    s.ok(&["order", "apply-coupon", &order, &code]);
    s.ok(&["order", "confirm", &order]);
    s.ok(&["transfer", "validate", "WH/OUT/00003", "--line", "1=5", "--backorder", "yes"]);
    invoiced(&s, &order);
    s.ok(&["transfer", "validate", "WH/OUT/00004"]);
    invoiced(&s, &order);
    let made = back(&s, &["--order", &order, "--replace", "C=1", "--balance", "credit"]);
    let totals: rust_decimal::Decimal = made["credit_notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| text(&n["total"]).parse::<rust_decimal::Decimal>().unwrap())
        .sum();
    assert_eq!(totals, "1012.00".parse().unwrap());
    for back in made["returns"].as_array().unwrap() {
        s.ok(&["transfer", "validate", text(&back["number"])]);
        assert_eq!(refund(&s, text(&back["number"])), wrong());
        let again = ["return", "create", "--ticket", "1", "--delivery", text(&back["number"])];
        assert_eq!(s.refused(&again), wrong());
    }
    s.check();
}
