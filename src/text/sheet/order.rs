//! The sheet of a quotation or order: the same table in both, by another name. Codes of coupons are not on
//! it: who finds the paper could use them. Called by the desk.

use super::amounts::{Priced, is_zero, sum, table, tax};
use super::{Parties, Sheet};
use crate::domain::sale::{OrderState, OrderView};
use crate::text::{Words, code};

/// What a tax comes to on an order, as a plain decimal.
pub struct TaxLine {
    /// Name.
    pub name: String,
    /// The tax.
    pub amount: String,
}

/// The sheet of a quotation or order; `taxes` add up to its tax, or there are none.
pub fn order(words: &Words, parties: &Parties<'_>, of: &OrderView, taxes: &[TaxLine]) -> Sheet {
    let title = match of.state {
        OrderState::Quotation | OrderState::Sent => "sheet-quotation",
        OrderState::Sale | OrderState::Cancelled => "sheet-order",
    };
    let mut sheet = Sheet::blank(words, parties, title);
    sheet.number = Some(of.number.clone());
    sheet.mark = (of.state == OrderState::Cancelled).then(|| code::order_state(words, of.state));
    sheet.date = Some(of.date);
    sheet.fact(words.label("date"), Some(words.date(of.date)));
    sheet.fact(words.word("sheet-customer-number"), Some(of.customer.clone()));
    let lines: Vec<Priced<'_>> = of
        .lines
        .iter()
        .map(|l| Priced {
            product: l.product.as_deref(),
            description: &l.description,
            quantity: Some(&l.quantity),
            unit_price: &l.unit_price,
            discount: &l.discount,
            taxes: &l.taxes,
            untaxed: &l.untaxed,
            total: &l.total,
        })
        .collect();
    table(words, &mut sheet, of.currency, &lines);
    let money = |plain: &str| words.money(plain, of.currency);
    if !taxes.is_empty() || !is_zero(&of.tax) {
        sum(&mut sheet, words.label("untaxed"), money(&of.untaxed), false);
        match taxes {
            [] => sum(&mut sheet, words.label("tax"), money(&of.tax), false),
            taxes => taxes.iter().for_each(|t| sum(&mut sheet, tax(words, &t.name), money(&t.amount), false)),
        }
    }
    sum(&mut sheet, words.label("total"), money(&of.total), true);
    sheet
}
