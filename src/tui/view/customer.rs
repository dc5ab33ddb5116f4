//! The customer card: how they are reached, their tickets, documents and orders.

use super::{Target, document};
use crate::domain::error::Result;
use crate::domain::ids::CustomerId;
use crate::domain::ticket::TicketRow;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone, Word};

/// The most rows of each kind on a card.
const ROWS: i64 = 30;

/// What the card of a customer shows, and its name.
pub fn items(app: &mut App, id: CustomerId) -> Result<(String, Vec<Item>)> {
    let desk = app.desk()?;
    let card = desk.customer_card(id, ROWS)?;
    let look = &app.look;
    let words = &look.words;
    let c = &card.customer;
    let text = |value: &Option<String>| match value {
        Some(value) => (value.clone(), Tone::Plain),
        None => (words.word("word-nothing"), Tone::Dim),
    };
    let language = c.language.as_deref().map(|l| code::named(words, "language", l));
    let address = [&c.zip, &c.city, &c.street, &c.country];
    let address: Vec<&str> = address.into_iter().flatten().map(String::as_str).collect();
    let pairs: Vec<(String, Word)> = vec![
        (words.label("email"), text(&c.email)),
        (words.label("phone"), text(&c.phone)),
        (words.label("language"), text(&language)),
        (words.label("company"), text(&c.company)),
        (words.label("portal"), (words.word(if c.portal { "word-yes" } else { "word-no" }), Tone::Plain)),
        (words.label("address"), text(&Some(address.join(" ")).filter(|a| !a.is_empty()))),
    ];
    let title = vec![(c.name.clone(), Tone::Strong), (format!("  {}", c.reference), Tone::Dim)];
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs)];
    let mut section = |heading: String, table: Option<Item>| {
        items.extend([Item::Blank, Item::Heading(heading)]);
        items.push(table.unwrap_or_else(|| Item::Line(vec![(words.word("word-nothing"), Tone::Dim)])));
    };
    section(words.label("tickets"), (!card.tickets.is_empty()).then(|| tickets(look, &card.tickets)));
    section(
        words.label("documents"),
        (!card.documents.is_empty()).then(|| document::table(look, &card.documents)),
    );
    let orders = card.orders.iter().map(|o| {
        let row = vec![
            o.number.clone(),
            words.date(o.date),
            code::order_state(words, o.state),
            words.money(&o.total, o.currency),
        ];
        (row, Some(Target::Order(o.number.clone())))
    });
    let columns = vec![
        (words.label("number"), false),
        (words.label("date"), false),
        (words.label("state"), false),
        (words.label("total"), true),
    ];
    let orders = Table { columns, flexible: 2, spare: vec![], rows: orders.collect() };
    section(words.label("orders"), (!orders.rows.is_empty()).then_some(Item::Table(orders)));
    Ok((card.customer.name.clone(), items))
}

fn tickets(look: &Look, rows: &[TicketRow]) -> Item {
    let rows = rows.iter().map(|t| {
        let row = vec![
            format!("#{}", t.id),
            t.subject.clone(),
            code::stage(&look.words, &t.stage),
            look.words.date(t.created_at.with_timezone(&look.zone).date_naive()),
        ];
        (row, Some(Target::Ticket(t.id)))
    });
    let columns = vec![
        (look.words.label("number"), false),
        (look.words.label("subject"), false),
        (look.words.label("stage"), false),
        (look.words.label("created"), false),
    ];
    Item::Table(Table { columns, flexible: 1, spare: vec![3], rows: rows.collect() })
}
