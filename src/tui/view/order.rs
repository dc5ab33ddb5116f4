//! A sales order: what was ordered, delivered and invoiced.

use super::Target;
use crate::domain::error::Result;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::page::{Item, Table, Tone};

/// What an order shows, and its number.
pub fn items(app: &mut App, number: &str) -> Result<(String, Vec<Item>)> {
    let o = app.desk()?.order(number)?;
    let words = &app.look.words;
    let money = |plain: &str| words.money(plain, o.currency);
    let title = vec![
        (format!("{} ", words.label("order")), Tone::Plain),
        (o.number.clone(), Tone::Strong),
        (format!("  [{}]", code::order_state(words, o.state)), Tone::Plain),
    ];
    let pairs = vec![(words.label("date"), (words.date(o.date), Tone::Plain))];
    let customer = Item::Link {
        words: vec![
            (format!("{}  ", words.label("customer")), Tone::Dim),
            (o.customer.clone(), Tone::Accent),
        ],
        target: Target::Reference(o.customer.clone()),
    };
    let rows = o.lines.iter().map(|l| {
        let row = vec![
            l.line.to_string(),
            l.product.clone().unwrap_or_default(),
            l.description.clone(),
            words.quantity(&l.quantity),
            words.quantity(&l.delivered),
            words.quantity(&l.invoiced),
            words.quantity(&l.unit_price),
            money(&l.total),
        ];
        (row, None)
    });
    let columns = vec![
        ("#".to_owned(), true),
        (words.label("product"), false),
        (words.label("description"), false),
        (words.label("quantity"), true),
        (words.label("delivered"), true),
        (words.label("invoiced"), true),
        (words.label("unit-price"), true),
        (words.label("total"), true),
    ];
    let table = Table { columns, flexible: 2, spare: vec![1, 6], rows: rows.collect() };
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs), customer, Item::Blank];
    items.extend([Item::Heading(words.label("lines")), Item::Table(table), Item::Blank]);
    items.push(Item::Sums(vec![
        (words.label("untaxed"), (money(&o.untaxed), Tone::Plain)),
        (words.label("tax"), (money(&o.tax), Tone::Plain)),
        (words.label("total"), (money(&o.total), Tone::Strong)),
    ]));
    Ok((o.number.clone(), items))
}
