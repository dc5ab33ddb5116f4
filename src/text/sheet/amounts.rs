//! Lines and sums of what has a price: the table that invoices and orders share. Columns that no line needs
//! are left out. Only for the makers of sheets.

use super::{Row, Sheet, Side, Total};
use crate::domain::money::Currency;
use crate::text::Words;

/// A line with a price, as it is answered.
pub(super) struct Priced<'l> {
    /// SKU.
    pub product: Option<&'l str>,
    /// Text.
    pub description: &'l str,
    /// Units; none where an amount alone is meant.
    pub quantity: Option<&'l str>,
    /// Price of one.
    pub unit_price: &'l str,
    /// Percentage off.
    pub discount: &'l str,
    /// Names of its taxes.
    pub taxes: &'l [String],
    /// Without tax.
    pub untaxed: &'l str,
    /// With tax.
    pub total: &'l str,
}

/// Puts the lines on the sheet.
pub(super) fn table(words: &Words, sheet: &mut Sheet, currency: Currency, lines: &[Priced<'_>]) {
    let taxed = lines.iter().any(|l| l.untaxed != l.total || !l.taxes.is_empty());
    let lowered = lines.iter().any(|l| !is_zero(l.discount));
    sheet.column(words.word("sheet-item"), Side::Left);
    sheet.column(words.label("quantity"), Side::Right);
    sheet.column(words.label("unit-price"), Side::Right);
    if lowered {
        sheet.column(words.word("sheet-discount"), Side::Right);
    }
    if taxed {
        sheet.column(words.label("tax"), Side::Left);
        sheet.column(words.label("untaxed"), Side::Right);
    }
    sheet.column(words.label(if taxed { "total" } else { "amount" }), Side::Right);
    for line in lines {
        let mut cells = vec![
            line.description.to_owned(),
            line.quantity.map_or_else(String::new, |q| words.quantity(q)),
            line.quantity.map_or_else(String::new, |_| price(words, line.unit_price, currency)),
        ];
        if lowered {
            let percent = || format!("{}%", words.quantity(line.discount));
            cells.push(if is_zero(line.discount) { String::new() } else { percent() });
        }
        if taxed {
            cells.push(line.taxes.join(", "));
            cells.push(words.money(line.untaxed, currency));
        }
        cells.push(words.money(line.total, currency));
        let note = line.product.filter(|sku| *sku != line.description).map(str::to_owned);
        sheet.rows.push(Row { cells, note });
    }
}

/// A unit price: with the currency's decimals, and more where it has more.
fn price(words: &Words, plain: &str, currency: Currency) -> String {
    let decimals = usize::try_from(currency.decimals()).unwrap_or_default();
    let (whole, given) = plain.split_once('.').unwrap_or((plain, ""));
    if decimals == 0 && given.is_empty() {
        return words.money(whole, currency);
    }
    words.money(&format!("{whole}.{given:0<decimals$}"), currency)
}

/// Adds a sum.
pub(super) fn sum(sheet: &mut Sheet, label: String, value: String, strong: bool) {
    sheet.totals.push(Total { label, value, strong });
}

/// What a tax is called among the sums: one that is a bare rate says what it is.
pub(super) fn tax(words: &Words, name: &str) -> String {
    if name.chars().any(char::is_alphabetic) {
        name.to_owned()
    } else {
        format!("{} {name}", words.label("tax"))
    }
}

/// Whether a plain decimal is nothing.
pub(super) fn is_zero(plain: &str) -> bool {
    !plain.bytes().any(|b| (b'1'..=b'9').contains(&b))
}
