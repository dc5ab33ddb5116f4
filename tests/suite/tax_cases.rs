//! Tax cases from the model system's own test suites (`domain/cases.md` B): price, taxes → amounts.

use afterdesk::domain::ids::TaxId;
use afterdesk::domain::money::Currency;
use afterdesk::domain::quantity::UnitPrice;
use afterdesk::domain::tax::{DocumentAmounts, PricedLine, Rounding, Tax, TaxKind, document, line};
use rstest::rstest;

/// A tax from words: `20%`, `fixed 0.05`, `division 10`, then `incl`, `affects`, `unaffected`.
fn tax(id: i64, text: &str) -> Tax {
    let mut words = text.split(' ').peekable();
    let first = words.next().unwrap();
    let (kind, amount) = match first {
        "fixed" => (TaxKind::Fixed, words.next().unwrap()),
        "division" => (TaxKind::Division, words.next().unwrap()),
        percent => (TaxKind::Percent, percent.strip_suffix('%').unwrap()),
    };
    let rest: Vec<&str> = words.collect();
    Tax {
        id: TaxId(id),
        name: text.to_owned(),
        kind,
        amount: amount.parse().unwrap(),
        price_include: rest.contains(&"incl"),
        include_base_amount: rest.contains(&"affects"),
        is_base_affected: !rest.contains(&"unaffected"),
        sequence: id,
    }
}

fn taxes(texts: &[&str]) -> Vec<Tax> {
    (1..).zip(texts).map(|(id, t)| tax(id, t)).collect()
}

fn computed(currency: &str, rounding: Rounding, lines: &[(&str, &str, &str, Vec<Tax>)]) -> DocumentAmounts {
    let currency: Currency = currency.parse().unwrap();
    let priced: Vec<PricedLine> = lines
        .iter()
        .map(|(quantity, price, discount, taxes)| PricedLine {
            quantity: quantity.parse().unwrap(),
            unit_price: price.parse::<UnitPrice>().unwrap(),
            discount: discount.parse().unwrap(),
            taxes,
        })
        .collect();
    document(&priced, currency, rounding).unwrap()
}

/// One unit at a price: untaxed, total, then base and amount of each tax.
#[rstest]
#[case::b09("USD", "52.50", &["12% incl"], "46.87 52.50 | 46.87 5.63")]
#[case::b11("KRW", "27000", &["19% incl"], "22689 27000 | 22689 4311")]
#[case::b11b("KRW", "10920", &["19% incl"], "9176 10920 | 9176 1744")]
#[case::b15("USD", "50", &["-20%", "4% affects", "22%"], "50.00 53.44 | 50.00 -10.00 | 50.00 2.00 | 52.00 11.44")]
#[case::b17("USD", "0", &["fixed 0.05 incl affects"], "-0.05 0.00 | -0.05 0.05")]
#[case::b23("USD", "121", &["fixed 1 incl affects", "21% incl affects", "fixed 2"],
    "99.00 123.00 | 99.00 1.00 | 100.00 21.00 | 121.00 2.00")]
#[case::b05("USD", "200", &["division 10", "fixed 10", "10%"], "200.00 252.22 | 200.00 22.22 | 200.00 10.00 | 200.00 20.00")]
fn one_line(#[case] currency: &str, #[case] price: &str, #[case] named: &[&str], #[case] expected: &str) {
    let amounts = computed(currency, Rounding::Line, &[("1", price, "0", taxes(named))]);
    let currency: Currency = currency.parse().unwrap();
    let mut shown = format!("{} {}", amounts.untaxed.plain(currency), amounts.total.plain(currency));
    for t in &amounts.taxes {
        shown += &format!(" | {} {}", t.base.plain(currency), t.amount.plain(currency));
    }
    assert_eq!(shown, expected);
}

/// B09, rounding by document: nothing is rounded on the line.
#[test]
fn exact_amounts_stay_exact() {
    let taxes = taxes(&["12% incl"]);
    let priced = PricedLine {
        quantity: "1".parse().unwrap(),
        unit_price: "52.5".parse().unwrap(),
        discount: "0".parse().unwrap(),
        taxes: &taxes,
    };
    let exact = line(&priced, "USD".parse().unwrap(), Rounding::Document).unwrap();
    assert_eq!(
        (exact.untaxed.to_string(), exact.taxes[0].amount.to_string()),
        ("9375/2".into(), "1125/2".into())
    );
}

fn totals(amounts: &DocumentAmounts) -> (i64, i64, i64) {
    (amounts.untaxed.0, amounts.tax.0, amounts.total.0)
}

/// B25.
#[test]
fn a_tax_in_the_base_of_the_next() {
    let both = taxes(&["21% incl affects", "12%"]);
    let second = vec![both[1].clone()];
    let amounts = computed("USD", Rounding::Line, &[("1", "121", "0", both), ("1", "100", "0", second)]);
    let tax = |at: usize| (amounts.taxes[at].base.0, amounts.taxes[at].amount.0);
    assert_eq!((tax(0), tax(1)), ((10_000, 2_100), (22_100, 2_652)));
}

/// B27.
#[rstest]
#[case(Rounding::Line, 1542)]
#[case(Rounding::Document, 1541)]
fn two_lines_of_six_seventy(#[case] rounding: Rounding, #[case] total: i64) {
    let lines = [("1", "6.70", "0", taxes(&["15%"])), ("1", "6.70", "0", taxes(&["15%"]))];
    assert_eq!(computed("USD", rounding, &lines).total.0, total);
}

/// B29, B31, B33.
#[test]
fn by_document() {
    let thirteen = taxes(&["13%", "23%"]);
    let none: Vec<Tax> = vec![];
    let of = |taxes: &[Tax]| ("12.12", "12.12", "0", taxes.to_vec());
    let document = |lines: &[(&'static str, &'static str, &'static str, Vec<Tax>)]| {
        computed("USD", Rounding::Document, lines)
    };
    assert_eq!(totals(&document(&[of(&none), of(&none)])), (29_379, 0, 29_379));
    assert_eq!(totals(&document(&[of(&thirteen[..1]), of(&thirteen[..1])])), (29_379, 3_819, 33_198));
    let mixed = document(&[of(&thirteen[..1]), of(&thirteen[1..])]);
    assert_eq!(totals(&mixed), (29_379, 5_289, 34_668));
    assert_eq!(
        mixed.taxes.iter().map(|t| (t.base.0, t.amount.0)).collect::<Vec<_>>(),
        [(14_689, 1_910), (14_689, 3_379)]
    );
    let six = vec![("5", "5.75", "18", taxes(&["21%"])); 6];
    assert_eq!(totals(&document(&six)), (14_145, 2_970, 17_115));
    let india = || ("1", "15.89", "0", taxes(&["6% affects", "6% affects unaffected", "3%"]));
    assert_eq!(totals(&document(&[india(), india()])).1, 489);
    let by_line = computed("USD", Rounding::Line, &[india(), india()]);
    assert_eq!(by_line.taxes.iter().map(|t| t.amount.0).collect::<Vec<_>>(), [190, 190, 106]);
    assert_eq!((by_line.taxes[2].base.0, by_line.total.0), (3_558, 3_664));
}

/// B13 with a currency of three decimals, B35, and what no number may do.
#[test]
fn other_currencies_and_bounds() {
    let amounts = computed("KWD", Rounding::Line, &[("1", "399.9999", "0", taxes(&["20% incl"]))]);
    assert_eq!(totals(&amounts), (333_333, 66_667, 400_000));
    assert_eq!(computed("USD", Rounding::Line, &[("1", "0.025", "0", vec![])]).untaxed.0, 3);
    let huge = taxes(&["100%"]);
    let priced = PricedLine {
        quantity: "1000000000".parse().unwrap(),
        unit_price: "1000000000000".parse().unwrap(),
        discount: "0".parse().unwrap(),
        taxes: &huge,
    };
    assert!(document(&[priced], "USD".parse().unwrap(), Rounding::Line).is_err());
    let all = taxes(&["division 100"]);
    let priced = PricedLine {
        taxes: &all,
        quantity: "1".parse().unwrap(),
        unit_price: "1".parse().unwrap(),
        discount: "0".parse().unwrap(),
    };
    assert!(
        document(&[priced], "USD".parse().unwrap(), Rounding::Line).is_err(),
        "a tax of everything divides by nothing"
    );
}
