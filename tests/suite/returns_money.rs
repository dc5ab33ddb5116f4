//! What goods that come back are worth: what was paid for them, discounts shared by those who bore them.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::sandbox::Sandbox;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn amount(value: &Value) -> Decimal {
    text(value).parse().unwrap()
}

fn shop(rounding: &str) -> Sandbox {
    let s = Sandbox::new(&["--tax-rounding", rounding, "--website-url", "https://shop.example"]);
    let files = [
        ("taxes.csv", "name,kind,amount,price_include\nVAT,percent,10,false\nLOW,percent,5,true\n"),
        (
            "products.csv",
            "sku,name,kind,price,invoice_policy,taxes\nA,Lamp,goods,33.33,order,VAT\nB,Chair,goods,60,order,LOW\n\
             C,Desk,goods,147.77,order,VAT\nE,Sofa,goods,30,delivery,VAT\n",
        ),
        (
            "stock.csv",
            "location,product,lot,quantity\nWH/Stock,A,,99\nWH/Stock,B,,99\nWH/Stock,C,,99\nWH/Stock,E,,99\n",
        ),
        ("customers.csv", "ref,name\nC1,Kim\n"),
        ("teams.csv", "name,returns,refunds,coupons\nHelpdesk,true,true,true\n"),
        ("tickets.csv", "number,team,subject,customer\n1,Helpdesk,T,C1\n"),
    ];
    let ran = s.import(&files);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s
}

/// An order with a coupon of this reward, delivered and invoiced; the total of its invoice.
fn sold(s: &Sandbox, reward: &str, lines: &[&str]) -> (String, Decimal) {
    s.ok(&["program", "new", reward, "--reward", reward]);
    let code = text(&s.ok(&["coupon", "create", "--ticket", "1", "--program", reward])["code"]).to_owned();
    let mut args = vec!["order", "new", "--customer", "C1"];
    lines.iter().for_each(|line| args.extend(["--line", line]));
    let order = text(&s.ok(&args)["number"]).to_owned();
    s.ok(&["order", "apply-coupon", &order, &code]);
    s.ok(&["order", "confirm", &order]);
    let all = s.ok(&["transfer", "list"]);
    let delivery = all.as_array().unwrap().iter().find(|t| t["order"] == order.as_str()).unwrap();
    s.ok(&["transfer", "validate", text(&delivery["number"])]);
    let draft = s.ok(&["order", "invoice", &order])["id"].to_string();
    let posted = s.ok(&["invoice", "post", &format!("id:{draft}")]);
    (order, amount(&posted["total"]))
}

/// Returns lines of an order, receives them, and credits what came.
fn refunded(s: &Sandbox, order: &str, lines: &[&str]) -> Value {
    let mut args = vec!["return", "create", "--ticket", "1", "--order", order];
    lines.iter().for_each(|line| args.extend(["--line", line]));
    let back = text(&s.ok(&args)["returns"][0]["number"]).to_owned();
    s.ok(&["transfer", "validate", &back]);
    let made = s.ok(&["refund", "create", "--ticket", "1", "--return", &back, "--post"]);
    made["credit_notes"][0].clone()
}

#[test]
fn a_return_is_refunded_at_what_was_paid() {
    for (reward, back, expected) in [
        // Half of what bore the discount takes half of it along.
        ("percent=10", "1=1", "33.00"),
        // A discount of another product stays where it is.
        ("percent=50,on=specific,products=B", "1=1", "36.67"),
        ("percent=50,on=specific,products=B", "2=1", "30.00"),
        // Of the cheapest line one unit was discounted: each of two bears half.
        ("percent=50,on=cheapest", "1=1", "27.50"),
        ("percent=50,on=cheapest", "2=1", "60.00"),
    ] {
        let s = shop("line");
        let (order, total) = sold(&s, reward, &["A=2", "B=1"]);
        let first = refunded(&s, &order, &[back]);
        let apart = (amount(&first["total"]) - expected.parse::<Decimal>().unwrap()).abs();
        assert!(apart <= Decimal::new(1, 2), "{reward} {back}: {} for {expected}", first["total"]);
        let rest = refunded(&s, &order, &[]);
        assert_eq!(amount(&first["total"]) + amount(&rest["total"]), total, "{reward} {back}");
        s.check();
    }
}

/// However goods come back, in the end everything that was paid is credited, to the cent.
#[test]
fn returns_in_parts_add_up_to_the_invoice() {
    for rounding in ["line", "document"] {
        for reward in ["percent=7", "fixed=25", "percent=33,on=specific,products=A;C", "percent=15,max=11.11"]
        {
            let s = shop(rounding);
            let (order, total) = sold(&s, reward, &["A=3", "B=2", "C=3"]);
            let parts: [&[&str]; 4] = [&["1=1", "3=2"], &["2=1"], &["1=1"], &[]];
            let sum: Decimal = parts.iter().map(|part| amount(&refunded(&s, &order, part)["total"])).sum();
            assert_eq!(sum, total, "{rounding} {reward}");
            assert_eq!(s.ok(&["invoice", "show", "INV/2026/00001"])["payment_state"], "reversed");
            s.check();
        }
    }
}

#[test]
fn an_exchange_counts_what_was_paid() {
    let s = shop("line");
    let (order, _) = sold(&s, "percent=50", &["A=2", "B=1"]);
    let exchange = ["return", "create", "--ticket", "1", "--order", &order, "--line", "2=1"];
    let made = s.ok(&[&exchange[..], &["--exchange", "--replace", "B=1", "--balance", "invoice"]].concat());
    // A chair for a chair that cost half of it.
    assert_eq!(made["invoices"][0]["total"], "30.00");
    assert_eq!(made["invoices"][0]["lines"].as_array().unwrap().len(), 3);
    s.check();
}

/// What was invoiced by delivery and came back is credited when the order is invoiced again.
#[test]
fn an_order_invoiced_by_delivery_is_credited_by_what_came_back() {
    let s = shop("line");
    let (order, total) = sold(&s, "percent=10", &["E=4"]);
    let back = s.ok(&["return", "create", "--ticket", "1", "--order", &order, "--line", "1=1"]);
    assert_eq!(s.refused(&["order", "invoice", &order]).0, "wrong_state");
    s.ok(&["transfer", "validate", text(&back["returns"][0]["number"])]);
    let note = s.ok(&["order", "invoice", &order]);
    assert_eq!((text(&note["kind"]), text(&note["state"])), ("credit_note", "draft"));
    assert_eq!((text(&note["reverses"]), text(&note["total"])), ("INV/2026/00001", "29.70"));
    // A draft is counted, until it is given up.
    assert_eq!(s.refused(&["order", "invoice", &order]).0, "wrong_state");
    s.ok(&["invoice", "cancel", &format!("id:{}", note["id"])]);
    let note = s.ok(&["order", "invoice", &order]);
    s.ok(&["invoice", "post", &format!("id:{}", note["id"])]);
    assert_eq!(s.ok(&["order", "show", &order])["lines"][0]["invoiced"], "3");
    let invoice = s.ok(&["invoice", "show", "INV/2026/00001"]);
    assert_eq!(amount(&invoice["residual"]), total - Decimal::new(2970, 2));
    assert_eq!(s.refused(&["order", "invoice", &order]).0, "wrong_state");
    s.check();
}
