//! The tax engine against 257 invoices that a real Odoo computed, to the last unit.

use afterdesk::domain::ids::TaxId;
use afterdesk::domain::money::Currency;
use afterdesk::domain::tax::{PricedLine, Rounding, Tax, TaxKind, document};
use serde_json::Value;

pub fn oracle(file: &str) -> Value {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The oracle's taxes, in the order in which they were made.
pub fn taxes(head: &Value) -> Vec<Tax> {
    let names = ["fix150", "fix050b", "pct5b", "incl15", "incl10", "excl10", "excl21"];
    (1..)
        .zip(names)
        .map(|(id, name)| {
            let t = &head["taxes"][name];
            Tax {
                id: TaxId(id),
                name: name.to_owned(),
                kind: text(&t["amount_type"]).parse::<TaxKind>().unwrap(),
                amount: text(&t["amount"]).parse().unwrap(),
                price_include: t["price_include"].as_bool().unwrap(),
                include_base_amount: t["include_base_amount"].as_bool().unwrap(),
                is_base_affected: t["is_base_affected"].as_bool().unwrap(),
                sequence: t["sequence"].as_i64().unwrap(),
            }
        })
        .collect()
}

fn plain(value: &Value, currency: Currency) -> String {
    afterdesk::domain::money::Amount::parse(text(value), currency).unwrap().plain(currency)
}

#[test]
fn every_invoice_comes_out_the_same() {
    let head = oracle("oracle-invoices.json");
    let known = taxes(&head);
    let mut checked = 0;
    for case in head["cases"].as_array().unwrap() {
        let id = text(&case["id"]);
        let currency: Currency = text(&case["currency"]).parse().unwrap();
        let rounding = if case["rounding"] == "round_per_line" { Rounding::Line } else { Rounding::Document };
        let picked: Vec<Vec<Tax>> = case["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| {
                let named = l["taxes"].as_array().unwrap();
                named.iter().map(|n| known.iter().find(|t| t.name == text(n)).unwrap().clone()).collect()
            })
            .collect();
        let lines: Vec<PricedLine> = case["lines"]
            .as_array()
            .unwrap()
            .iter()
            .zip(&picked)
            .map(|(l, taxes)| PricedLine {
                quantity: text(&l["quantity"]).parse().unwrap(),
                unit_price: text(&l["price_unit"]).parse().unwrap(),
                discount: text(&l["discount"]).parse().unwrap(),
                taxes,
            })
            .collect();
        let ours = document(&lines, currency, rounding).unwrap();
        let theirs = &case["result"];
        assert_eq!(ours.untaxed.plain(currency), plain(&theirs["untaxed"], currency), "{id} untaxed");
        assert_eq!(ours.tax.plain(currency), plain(&theirs["tax"], currency), "{id} tax");
        assert_eq!(ours.total.plain(currency), plain(&theirs["total"], currency), "{id} total");
        for (at, line) in ours.lines.iter().enumerate() {
            let shown = &theirs["lines"][at];
            assert_eq!(line.untaxed.plain(currency), plain(&shown["untaxed"], currency), "{id} line {at}");
            assert_eq!(line.total.plain(currency), plain(&shown["total"], currency), "{id} line {at}");
            let booked = &theirs["journal_product_lines"][at];
            assert_eq!(line.booked.plain(currency), plain(booked, currency), "{id} line {at} booked");
        }
        let totals = theirs["taxes"].as_array().unwrap();
        assert_eq!(ours.taxes.len(), totals.len(), "{id} taxes");
        for total in totals {
            let tax = known.iter().find(|t| t.name == text(&total["tax"])).unwrap();
            let mine = ours.taxes.iter().find(|t| t.tax == tax.id).unwrap();
            assert_eq!(mine.amount.plain(currency), plain(&total["amount"], currency), "{id} {}", tax.name);
            assert_eq!(mine.base.plain(currency), plain(&total["base"], currency), "{id} {} base", tax.name);
            let shares: i64 = ours
                .lines
                .iter()
                .flat_map(|l| &l.taxes)
                .filter(|t| t.tax == tax.id)
                .map(|t| t.amount.0)
                .sum();
            assert_eq!(shares, mine.amount.0, "{id} {}: the lines' shares add up", tax.name);
        }
        checked += 1;
    }
    assert_eq!(checked, 257);
}
