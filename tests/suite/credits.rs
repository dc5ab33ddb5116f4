//! What must always hold of credit notes, whatever the invoice: nothing beyond it, and partial credits
//! that add up to it and to its tax, to the last unit. In both methods of rounding.

use std::collections::BTreeMap;

use afterdesk::domain::credit::{Ask, Creditable, Credited, Take, credit, everything, spread_amount};
use afterdesk::domain::error::Error;
use afterdesk::domain::ids::{CustomerId, InvoiceId, InvoiceLineId, JournalId, TaxId};
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
    let asks = everything(of).unwrap();
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

/// A credit note on the way to the whole invoice.
#[derive(Clone, Debug)]
enum Step {
    /// Units of one line at its own price, in percent of what is left.
    Units(usize, u32),
    /// The same of every line.
    Every(u32),
    /// Units of one line at a price in permille of its own.
    Priced(usize, u32, u32),
    /// A free amount, in percent of what is left.
    Free(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0usize..6, 1u32..=100).prop_map(|(at, percent)| Step::Units(at, percent)),
        1 => (1u32..100).prop_map(Step::Every),
        2 => (0usize..6, 1u32..=100, 0u32..1100).prop_map(|(at, percent, price)| Step::Priced(at, percent, price)),
        2 => (1u32..100).prop_map(Step::Free),
    ]
}

/// What was credited so far, and that it is nowhere more than was invoiced.
struct Books<'i> {
    invoice: &'i Invoice,
    credited: Vec<Credited>,
    notes: i64,
    untaxed: Amount,
    total: Amount,
    by_tax: BTreeMap<TaxId, Amount>,
}

impl Books<'_> {
    fn left(&self) -> Creditable {
        left(self.invoice, &self.credited)
    }

    /// What a step asks for; nothing where the step does not fit what is left.
    fn asks(&self, step: &Step) -> Vec<Ask> {
        let of = self.left();
        let part = |at: usize, percent: u32| {
            let part = of.lines[at].quantity.decimal() * rust_decimal::Decimal::new(i64::from(percent), 2);
            Some(units(&of, at, Quantity::new(part.round_dp(2)).unwrap())).filter(|ask| !takes_nothing(ask))
        };
        match *step {
            Step::Units(at, percent) => part(at % of.lines.len(), percent).into_iter().collect(),
            Step::Every(percent) => (0..of.lines.len()).filter_map(|at| part(at, percent)).collect(),
            Step::Priced(at, percent, permille) => {
                let mut ask = part(at % of.lines.len(), percent);
                if let Some(Ask { take: Take::Units { unit_price, .. }, .. }) = &mut ask {
                    let price = unit_price.decimal() * rust_decimal::Decimal::new(i64::from(permille), 3);
                    *unit_price = UnitPrice::new(price.round_dp(4)).unwrap();
                }
                ask.into_iter().collect()
            }
            Step::Free(percent) if of.document.total.0 > 1 => {
                let amount = Amount((of.document.total.0 * i64::from(percent) / 100).max(1));
                let spread = spread_amount(&of, amount).unwrap();
                spread.into_iter().map(|s| Ask { at: s.at, take: Take::Amount(s.amounts) }).collect()
            }
            Step::Free(_) => vec![],
        }
    }

    fn book(&mut self, asks: &[Ask], note: &DocumentAmounts) {
        let sum: Amount = note.lines.iter().map(|l| l.booked).sum();
        assert_eq!(sum, note.untaxed, "lines add up to the note");
        assert_eq!(note.untaxed + note.tax, note.total);
        self.notes += 1;
        self.untaxed += note.untaxed;
        self.total += note.total;
        for t in &note.taxes {
            let of_lines: Amount =
                note.lines.iter().flat_map(|l| &l.taxes).filter(|l| l.tax == t.tax).map(|l| l.amount).sum();
            assert_eq!(of_lines, t.amount, "taxes of lines add up to the tax");
            *self.by_tax.entry(t.tax).or_default() += t.amount;
        }
        self.credited.extend(stored(self.invoice, asks, note));
        self.never_beyond();
    }

    fn never_beyond(&self) {
        let invoice = self.invoice;
        assert!(self.untaxed <= invoice.untaxed, "untaxed {:?} of {:?}", self.untaxed, invoice.untaxed);
        assert!(self.total <= invoice.total, "credited {:?} of {:?}", self.total, invoice.total);
        for t in &invoice.taxes {
            let taken = self.by_tax.get(&t.tax).copied().unwrap_or_default();
            assert!(taken <= t.amount, "tax {:?} {taken:?} of {:?}", t.tax, t.amount);
        }
        for line in &invoice.lines {
            let taken: Amount =
                self.credited.iter().filter(|c| c.source == line.id).map(|c| c.line.amounts.booked).sum();
            let own = line.amounts.booked.max(line.amounts.untaxed);
            // Rounding by document: what no line asked for stands on the line that ends the invoice.
            let more = if invoice.rounding == Rounding::Line { 0 } else { 1 + self.notes };
            assert!(taken.0 <= own.0 + more, "line {} {taken:?} of {own:?}", line.line);
        }
    }
}

fn takes_nothing(ask: &Ask) -> bool {
    matches!(&ask.take, Take::Units { quantity, .. } if quantity.is_zero())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn partial_credits_add_up_to_the_invoice(
        lines in prop::collection::vec(line_strategy(), 1..6),
        by_document in any::<bool>(),
        currency in prop::sample::select(vec!["USD", "KRW", "KWD"]),
        steps in prop::collection::vec(step(), 0..12),
    ) {
        let known = taxes(&oracle("oracle-invoices.json"));
        let lines: Vec<_> = lines.into_iter()
            .map(|(q, p, d, t)| (q, p, d, t.into_iter().map(|i| known[i].clone()).collect()))
            .collect();
        let rounding = if by_document { Rounding::Document } else { Rounding::Line };
        let invoice = invoice(currency, rounding, &lines);
        let mut books = Books {
            invoice: &invoice,
            credited: vec![],
            notes: 0,
            untaxed: Amount::ZERO,
            total: Amount::ZERO,
            by_tax: BTreeMap::new(),
        };
        for step in steps {
            let asks = books.asks(&step);
            if asks.is_empty() || books.left().is_exhausted() {
                continue;
            }
            match credit(&books.left(), &asks) {
                Ok(note) => {
                    if let Step::Free(_) = step {
                        let asked: Amount = asks.iter().map(|a| match &a.take {
                            Take::Amount(amounts) => amounts.share(),
                            Take::Units { .. } => Amount::ZERO,
                        }).sum();
                        prop_assert_eq!(note.total, asked, "a free amount comes to exactly that");
                    }
                    books.book(&asks, &note);
                }
                Err(error) => {
                    let of_price = matches!(step, Step::Priced(..));
                    prop_assert!(of_price && matches!(error, Error::OverCredited { .. }), "{step:?}: {error:?}");
                }
            }
        }
        if let Some((asks, note)) = take_rest(&books.left()) {
            books.book(&asks, &note);
        }
        prop_assert_eq!(books.untaxed, invoice.untaxed, "untaxed");
        prop_assert_eq!(books.total, invoice.total, "total");
        for t in &invoice.taxes {
            prop_assert_eq!(books.by_tax.get(&t.tax).copied().unwrap_or_default(), t.amount, "tax {:?}", t.tax);
        }
        let after = books.left();
        prop_assert!(after.is_exhausted());
        prop_assert!(after.lines.iter().all(|l| l.amount().unwrap().is_zero()), "no line offers anything");
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

/// A draft at another price takes its units; the note that ends the line takes all the rest of it.
#[test]
fn the_note_that_ends_a_line_leaves_nothing_of_it() {
    for rounding in [Rounding::Line, Rounding::Document] {
        let invoice = invoice("USD", rounding, &[plain("2", "100"), plain("1", "100")]);
        let mut credited = Vec::new();
        for (asks, total) in [([at_price(0, "1", "50")], 5_000), ([at_price(0, "1", "100")], 15_000)] {
            let note = credit(&left(&invoice, &credited), &asks).unwrap();
            assert_eq!(note.total, Amount(total), "{rounding}");
            credited.extend(stored(&invoice, &asks, &note));
        }
        let of = left(&invoice, &credited);
        assert_eq!(of.lines[0].amount().unwrap(), Amount::ZERO, "{rounding}");
        let (asks, rest) = take_rest(&of).unwrap();
        assert_eq!((asks.len(), rest.total), (1, Amount(10_000)), "{rounding}");
        assert!(matches!(spread_amount(&of, Amount(10_001)), Err(Error::OverCredited { .. })));
        let spread = spread_amount(&of, Amount(6_000)).unwrap();
        assert!(spread.iter().all(|s| s.at == 1), "{spread:?} {rounding}");
    }
}

/// Units of one line and the rest money of another, together, come to what is left to the last unit.
#[test]
fn units_and_rest_money_settle_the_document() {
    let known = taxes(&oracle("oracle-invoices.json"));
    for cents in 0..100u32 {
        let taxed = |price: String| ("1".to_owned(), price, "0".to_owned(), vec![known[0].clone()]);
        let lines = [taxed(format!("10.{cents:02}")), taxed(format!("10.{:02}", (cents * 7) % 100))];
        for price in ["5.05", "5.01", "0.33"] {
            let invoice = invoice("USD", Rounding::Document, &lines);
            let asks = [at_price(0, "1", price)];
            let note = credit(&left(&invoice, &[]), &asks).unwrap();
            let of = left(&invoice, &stored(&invoice, &asks, &note));
            let (asks, rest) = take_rest(&of).unwrap();
            assert_eq!(asks.len(), 2);
            assert_eq!(note.total + rest.total, invoice.total, "{cents} {price}");
            assert_eq!(note.tax + rest.tax, invoice.tax, "{cents} {price}");
        }
    }
}
