//! What must always hold of credit notes, whatever the invoice: nothing beyond it, and partial credits
//! that add up to it and to its tax, to the last unit. In both methods of rounding.

use afterdesk::domain::credit::{Ask, Creditable, Credited, Take, credit, spread_amount};
use afterdesk::domain::error::Error;
use afterdesk::domain::ids::{CustomerId, InvoiceId, InvoiceLineId, JournalId};
use afterdesk::domain::invoice::{DocumentKind, DocumentState, Invoice, Line, PaymentState};
use afterdesk::domain::money::Amount;
use afterdesk::domain::quantity::{Quantity, UnitPrice};
use afterdesk::domain::tax::{DocumentAmounts, Rounding, Tax, document};
use proptest::prelude::*;

use crate::oracle_invoices::{oracle, taxes};

/// A posted invoice of lines (quantity, price, discount, taxes), amounts by the engine.
pub fn invoice(currency: &str, rounding: Rounding, lines: &[(String, String, String, Vec<Tax>)]) -> Invoice {
    let currency = currency.parse().unwrap();
    let mut lines: Vec<Line> = (1..)
        .zip(lines)
        .map(|(n, (quantity, price, discount, taxes))| Line {
            id: InvoiceLineId(n),
            line: n,
            product: None,
            description: String::new(),
            quantity: quantity.parse().unwrap(),
            unit_price: price.parse().unwrap(),
            discount: discount.parse().unwrap(),
            taxes: taxes.clone(),
            order_line: None,
            source: None,
            amount_only: false,
            amounts: Default::default(),
        })
        .collect();
    let priced: Vec<_> = lines.iter().map(Line::priced).collect();
    let amounts = document(&priced, currency, rounding).unwrap();
    for (line, amounts) in lines.iter_mut().zip(&amounts.lines) {
        line.amounts = amounts.clone();
    }
    Invoice {
        id: InvoiceId(1),
        version: 1,
        number: Some("INV/2026/00001".into()),
        kind: DocumentKind::Invoice,
        state: DocumentState::Posted,
        customer: CustomerId(1),
        family: CustomerId(1),
        journal: JournalId(1),
        date: "2026-01-01".parse().ok(),
        accounting_date: "2026-01-01".parse().unwrap(),
        due_date: None,
        reason: None,
        reference: None,
        order: None,
        currency,
        rounding,
        untaxed: amounts.untaxed,
        tax: amounts.tax,
        total: amounts.total,
        reverses: None,
        created_by: None,
        ticket: None,
        residual: amounts.total,
        payment_state: PaymentState::NotPaid,
        lines,
        taxes: amounts.taxes,
    }
}

/// The lines of a credit note, as they would be stored.
fn stored(invoice: &Invoice, asks: &[Ask], note: &DocumentAmounts) -> Vec<Credited> {
    asks.iter()
        .zip(&note.lines)
        .map(|(ask, amounts)| {
            let mut line = invoice.lines[ask.at].clone();
            let source = line.id;
            match &ask.take {
                Take::Units { quantity, unit_price, discount } => {
                    line.quantity = quantity.signed_as(line.quantity);
                    line.unit_price = *unit_price;
                    line.discount = *discount;
                }
                Take::Amount(_) => {
                    line.amount_only = true;
                    line.quantity = Quantity::ONE;
                }
            }
            line.amounts = amounts.clone();
            Credited { source, line }
        })
        .collect()
}

fn left(invoice: &Invoice, credited: &[Credited]) -> Creditable {
    Creditable::new(invoice.clone(), credited).unwrap()
}

fn units(of: &Creditable, at: usize, quantity: Quantity) -> Ask {
    let line = &of.invoice.lines[at];
    Ask { at, take: Take::Units { quantity, unit_price: line.unit_price, discount: line.discount } }
}

/// Takes everything that is left, as a refund does that names no line.
fn take_rest(of: &Creditable) -> Option<(Vec<Ask>, DocumentAmounts)> {
    if of.is_exhausted() {
        return None;
    }
    let asks = afterdesk::domain::wizard::refund::everything(of).unwrap();
    let note = credit(of, &asks).unwrap();
    Some((asks, note))
}

fn line_strategy() -> impl Strategy<Value = (String, String, String, Vec<usize>)> {
    (1u32..400, 1u32..500_000, 0u32..30, prop::sample::subsequence(vec![0usize, 1, 2, 3, 4, 5, 6], 0..4))
        .prop_map(|(quantity, price, discount, taxes)| {
            let fraction = if quantity % 3 == 0 {
                format!("{}.{:02}", quantity / 10, quantity % 100)
            } else {
                quantity.to_string()
            };
            let quantity = if fraction.starts_with("0.00") { "1".to_owned() } else { fraction };
            (quantity, format!("{}.{:02}", price / 100, price % 100), format!("{discount}"), taxes)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn partial_credits_add_up_to_the_invoice(
        lines in prop::collection::vec(line_strategy(), 1..6),
        by_document in any::<bool>(),
        currency in prop::sample::select(vec!["USD", "KRW", "KWD"]),
        steps in prop::collection::vec((0usize..6, 1u32..100, any::<bool>()), 0..12),
    ) {
        let known = taxes(&oracle("oracle-invoices.json"));
        let lines: Vec<_> = lines.into_iter()
            .map(|(q, p, d, t)| (q, p, d, t.into_iter().map(|i| known[i].clone()).collect()))
            .collect();
        let rounding = if by_document { Rounding::Document } else { Rounding::Line };
        let invoice = invoice(currency, rounding, &lines);
        let mut credited: Vec<Credited> = Vec::new();
        let (mut untaxed, mut total) = (Amount::ZERO, Amount::ZERO);
        let mut by_tax = std::collections::BTreeMap::new();
        let mut book = |asks: &[Ask], note: &DocumentAmounts, credited: &mut Vec<Credited>| {
            let sum: Amount = note.lines.iter().map(|l| l.booked).sum();
            assert_eq!(sum, note.untaxed, "lines add up to the note");
            assert_eq!(note.untaxed + note.tax, note.total);
            untaxed += note.untaxed;
            total += note.total;
            for t in &note.taxes {
                *by_tax.entry(t.tax).or_insert(Amount::ZERO) += t.amount;
            }
            assert!(total.0 <= invoice.total.0, "credited {total:?} of {:?}", invoice.total);
            credited.extend(stored(&invoice, asks, note));
        };
        for (at, percent, free) in steps {
            let of = left(&invoice, &credited);
            if free && of.document.total.0 > 1 {
                let amount = Amount((of.document.total.0 * i64::from(percent) / 100).max(1));
                let spread = spread_amount(&of, amount).unwrap();
                let asks: Vec<Ask> = spread.into_iter().map(|s| Ask { at: s.at, take: Take::Amount(s.amounts) }).collect();
                let note = credit(&of, &asks).unwrap();
                prop_assert_eq!(note.total, amount, "a free amount comes to exactly that");
                book(&asks, &note, &mut credited);
            } else {
                let at = at % invoice.lines.len();
                let part = of.lines[at].quantity.decimal() * rust_decimal::Decimal::new(i64::from(percent), 2);
                let quantity = Quantity::new(part.round_dp(2)).unwrap();
                if quantity.is_zero() {
                    continue;
                }
                let asks = [units(&of, at, quantity)];
                let note = credit(&of, &asks).unwrap();
                book(&asks, &note, &mut credited);
            }
        }
        if let Some((asks, note)) = take_rest(&left(&invoice, &credited)) {
            book(&asks, &note, &mut credited);
        }
        prop_assert_eq!(untaxed, invoice.untaxed, "untaxed");
        prop_assert_eq!(total, invoice.total, "total");
        for t in &invoice.taxes {
            prop_assert_eq!(by_tax.get(&t.tax).copied().unwrap_or_default(), t.amount, "tax {:?}", t.tax);
        }
        let after = left(&invoice, &credited);
        prop_assert!(after.is_exhausted());
        let again = credit(&after, &[units(&after, 0, Quantity::ONE)]);
        let refused = matches!(again, Err(Error::OverCredited { .. }));
        prop_assert!(refused, "nothing is left");
    }
}

fn plain(quantity: &str, price: &str) -> (String, String, String, Vec<Tax>) {
    (quantity.into(), price.into(), "0".into(), vec![])
}

fn at_price(at: usize, quantity: &str, price: &str) -> Ask {
    let take = Take::Units {
        quantity: quantity.parse().unwrap(),
        unit_price: price.parse::<UnitPrice>().unwrap(),
        discount: Default::default(),
    };
    Ask { at, take }
}

#[test]
fn ceilings_refuse_what_is_beyond_the_invoice() {
    for rounding in [Rounding::Line, Rounding::Document] {
        let invoice = invoice("USD", rounding, &[plain("10", "100"), plain("-1", "200")]);
        let of = left(&invoice, &[]);
        let refused: &[&[Ask]] = &[
            &[at_price(0, "11", "100")],
            &[at_price(0, "1", "1000.01")],
            &[at_price(0, "10", "100.01")],
            // Without its discount line the first line is more than the whole invoice.
            &[at_price(0, "10", "100")],
            &[at_price(0, "8.01", "100")],
        ];
        for asks in refused {
            assert!(matches!(credit(&of, asks), Err(Error::OverCredited { .. })), "{asks:?} {rounding}");
        }
        for asks in [
            vec![at_price(0, "8", "100")],
            vec![at_price(0, "1", "800")],
            vec![at_price(0, "10", "100"), at_price(1, "1", "200")],
        ] {
            assert_eq!(credit(&of, &asks).unwrap().total, Amount(80_000), "{asks:?} {rounding}");
        }
    }
}

#[test]
fn a_lowered_price_leaves_money_that_the_rest_takes() {
    for rounding in [Rounding::Line, Rounding::Document] {
        let invoice = invoice("USD", rounding, &[plain("1", "100")]);
        let of = left(&invoice, &[]);
        let asks = [at_price(0, "1", "20")];
        let note = credit(&of, &asks).unwrap();
        assert_eq!(note.total, Amount(2_000));
        let of = left(&invoice, &stored(&invoice, &asks, &note));
        assert!(of.lines[0].quantity.is_zero());
        assert_eq!(of.lines[0].amount().unwrap(), Amount(8_000));
        assert!(matches!(credit(&of, &[at_price(0, "1", "100")]), Err(Error::OverCredited { .. })));
        let (_, rest) = take_rest(&of).unwrap();
        assert_eq!(rest.total, Amount(8_000));
    }
}

#[test]
fn a_free_amount_lowers_what_later_credits_may_take_but_no_quantity() {
    for rounding in [Rounding::Line, Rounding::Document] {
        let invoice = invoice("USD", rounding, &[plain("2", "50"), plain("1", "100")]);
        let of = left(&invoice, &[]);
        let spread = spread_amount(&of, Amount(10_001)).unwrap();
        let asks: Vec<Ask> =
            spread.into_iter().map(|s| Ask { at: s.at, take: Take::Amount(s.amounts) }).collect();
        let note = credit(&of, &asks).unwrap();
        assert_eq!(note.total, Amount(10_001));
        let of = left(&invoice, &stored(&invoice, &asks, &note));
        assert_eq!(of.lines[0].quantity, "2".parse().unwrap());
        assert_eq!(of.document.total, Amount(9_999));
        assert!(matches!(spread_amount(&of, Amount(10_000)), Err(Error::OverCredited { .. })));
        let (_, rest) = take_rest(&of).unwrap();
        assert_eq!(rest.total, Amount(9_999));
    }
}
