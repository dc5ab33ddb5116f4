//! The query language on one page: what can be asked for, how it is written.

use crate::domain::query;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::page::{Item, Table, Tone};

/// Examples, from the simplest on.
const EXAMPLES: &[&str] = &[
    "status:open assignee:me tag:vip amount:>50000",
    "priority:>=2 -stage:\"On Hold\" sort:deadline",
    "created:2026-11-01..2026-11-15 team:\"Customer Care\"",
    "changed:<-14d status:open has:refund,return",
];

/// The page, and what it is called.
pub fn items(app: &App) -> (String, Vec<Item>) {
    let words = &app.look.words;
    let title = words.word("verb-query-help");
    let rows = query::fields().map(|field| {
        let says = code::named(words, "query-says", field);
        (vec![format!("{field}:"), says], None)
    });
    let columns = ["field", "meaning"].map(|label| (words.label(label), false)).to_vec();
    let mut items = vec![
        Item::Heading(title.clone()),
        Item::Text(words.word("query-grammar")),
        Item::Blank,
        Item::Table(Table { columns, flexible: 1, spare: vec![], rows: rows.collect() }),
        Item::Blank,
        Item::Heading(words.label("examples")),
    ];
    items.extend(EXAMPLES.iter().map(|example| Item::Line(vec![((*example).to_owned(), Tone::Accent)])));
    (title, items)
}
