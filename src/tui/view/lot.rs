//! The life of a lot or serial number: what happened to it, in order, and where it is.

use super::Target;
use crate::domain::error::Result;
use crate::domain::stock::{LifeEvent, LifeKind};
use crate::text::code;
use crate::tui::app::App;
use crate::tui::page::{Item, Table, Tone};

/// The life of a lot, and what the page is called.
pub fn items(app: &mut App, sku: &str, name: &str) -> Result<(String, Vec<Item>)> {
    let id = app.desk()?.find_lot_of(sku, name)?;
    let life = app.desk()?.lot(id)?;
    let words = &app.look.words;
    let mut items = vec![
        Item::Line(vec![
            (format!("{} ", words.label("lot")), Tone::Plain),
            (life.lot.clone(), Tone::Strong),
            (format!("  {}", life.product), Tone::Plain),
        ]),
        Item::Blank,
    ];
    if let Some(place) = &life.place {
        items.push(Item::Pairs(vec![(words.label("where"), (place.clone(), Tone::Plain))]));
    }
    let links = [
        ("customer", life.customer.clone().map(|r| (r.clone(), Target::Reference(r)))),
        ("order", life.order.clone().map(|n| (n.clone(), Target::Order(n)))),
    ];
    items.extend(links.into_iter().filter_map(|(label, link)| {
        let (text, target) = link?;
        let label = (format!("{}  ", words.label(label)), Tone::Dim);
        Some(Item::Link { words: vec![label, (text, Tone::Accent)], target })
    }));
    items.extend([Item::Blank, Item::Heading(words.label("life"))]);
    let rows = life.life.iter().map(|e| {
        let row = vec![
            e.date.map(|d| words.date(d)).unwrap_or_default(),
            code::named(words, "life", e.what.as_str()),
            e.document.clone().unwrap_or_default(),
            words.quantity(&e.quantity),
            e.customer.clone().unwrap_or_default(),
            e.with.clone().unwrap_or_default(),
        ];
        (row, target(e))
    });
    let columns = [
        (words.label("date"), false),
        (words.label("what"), false),
        (words.label("document"), false),
        (words.label("quantity"), true),
        (words.label("customer"), false),
        (words.label("belongs-to"), false),
    ];
    items.push(Item::Table(Table {
        columns: columns.to_vec(),
        flexible: 5,
        spare: vec![4],
        rows: rows.collect(),
    }));
    Ok((life.lot, items))
}

/// The document that an event leads to.
fn target(of: &LifeEvent) -> Option<Target> {
    let number = of.document.clone()?;
    Some(match of.what {
        LifeKind::Invoiced | LifeKind::Credited => Target::Label(number),
        _ => Target::Transfer(number),
    })
}
