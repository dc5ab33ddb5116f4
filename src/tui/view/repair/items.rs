//! What the screen of a repair shows, and the list of those of a ticket.

use super::super::actions::Actions;
use super::Target;
use crate::desk::{RepairFilter, RepairPage};
use crate::domain::error::{Error, Need, Result};
use crate::domain::ids::TicketId;
use crate::domain::repair::{RepairPageAction, RepairState, RepairView};
use crate::domain::user::Right;
use crate::text::{code, sentence};
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone, Word};

/// The tone of a state.
pub fn tone(state: RepairState) -> Tone {
    match state {
        RepairState::Repaired => Tone::Good,
        RepairState::Cancelled => Tone::Dim,
        RepairState::New | RepairState::Confirmed | RepairState::UnderRepair => Tone::Warning,
    }
}

/// What a repair is about, before what would be written.
pub fn headline(look: &Look, shown: &RepairPage) -> Vec<String> {
    let r = &shown.repair;
    let lot = r.lot.as_ref().map(|lot| format!(" · {lot}")).unwrap_or_default();
    vec![format!("{} {}: {}{lot}", look.words.label("repair"), r.number, r.name)]
}

/// What the screen shows.
pub fn items(look: &Look, shown: &RepairPage, actions: &Actions<RepairPageAction>) -> Vec<Item> {
    let (words, r) = (&look.words, &shown.repair);
    let title = vec![
        (format!("{} ", words.label("repair")), Tone::Plain),
        (r.number.clone(), Tone::Strong),
        (format!("  [{}]", code::named(words, "repair-state", r.state.as_str())), tone(r.state)),
    ];
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs(look, shown)), Item::Blank];
    if let Some(of) = &r.warranty_until {
        let told = words.warranty(of);
        let tone = if of.days_left < 0 { Tone::Dim } else { Tone::Good };
        items.push(Item::Line(vec![
            (format!("{}  ", words.label("product-warranty")), Tone::Dim),
            (told, tone),
        ]));
    }
    items.extend(links(look, shown));
    items.push(Item::Blank);
    items.extend(actions.items(look));
    items.extend([Item::Blank, Item::Heading(words.label("parts"))]);
    match r.parts.is_empty() {
        true => items.push(Item::Line(vec![(words.word("repair-no-parts"), Tone::Dim)])),
        false => items.push(parts(look, r)),
    }
    if let Some(note) = &r.note {
        items.extend([Item::Blank, Item::Heading(words.label("repair-notes")), Item::Text(note.clone())]);
    }
    items
}

fn pairs(look: &Look, shown: &RepairPage) -> Vec<(String, Word)> {
    let (words, r) = (&look.words, &shown.repair);
    let plain = |text: String| (text, Tone::Plain);
    let nobody = || (words.word("picker-nobody"), Tone::Dim);
    let done = matches!(r.state, RepairState::Repaired | RepairState::Cancelled);
    let day = words.date(r.scheduled);
    let late = !done && r.scheduled < look.today;
    let scheduled = match late {
        true => (words.say("day-late", &[("day", day)]), Tone::Error),
        false => plain(day),
    };
    let free = match r.warranty {
        true => (words.word("word-yes"), Tone::Good),
        false => plain(words.word("word-no")),
    };
    let mut pairs = vec![
        (words.label("product-to-repair"), plain(format!("{}  {}", r.product, r.name))),
        (words.label("quantity"), plain(words.quantity(&r.quantity))),
        (words.label("scheduled"), scheduled),
        (words.label("warranty"), free),
        (words.label("responsible"), shown.responsible.clone().map_or_else(nobody, plain)),
    ];
    if !r.tags.is_empty() {
        pairs.push((words.label("tags"), plain(r.tags.join(", "))));
    }
    pairs.extend(r.created_by.clone().map(|login| (words.label("created-by"), plain(login))));
    pairs
}

fn links(look: &Look, shown: &RepairPage) -> Vec<Item> {
    let (words, r) = (&look.words, &shown.repair);
    let mut links: Vec<(&str, String, Target)> = Vec::new();
    links.extend(r.ticket.map(|n| ("ticket", format!("#{n}"), Target::Ticket(TicketId(n)))));
    let customer = shown.customer.clone().zip(r.customer.clone());
    links.extend(customer.map(|(name, r)| ("customer", format!("{name} ({r})"), Target::Reference(r))));
    let lot = r.lot.clone();
    links.extend(lot.map(|lot| ("lot", lot.clone(), Target::Lot(r.product.clone(), lot))));
    let back = r.return_of.clone();
    links.extend(back.map(|number| ("return-transfer", number.clone(), Target::Transfer(number))));
    links.extend(shown.order.as_ref().map(|(number, state)| {
        let told = format!("{number}  [{}]", code::order_state(words, *state));
        ("quotation", told, Target::Order(number.clone()))
    }));
    let link = |(label, text, target): (&str, String, Target)| Item::Link {
        words: vec![(format!("{}  ", words.label(label)), Tone::Dim), (text, Tone::Accent)],
        target,
    };
    links.into_iter().map(link).collect()
}

fn parts(look: &Look, r: &RepairView) -> Item {
    let words = &look.words;
    let rows = r.parts.iter().map(|p| {
        let row = vec![
            p.line.to_string(),
            code::named(words, "part-kind", p.kind.as_str()),
            p.product.clone(),
            p.name.clone(),
            p.lot.clone().unwrap_or_default(),
            words.quantity(&p.demand),
            words.quantity(&p.done),
            p.in_stock.as_ref().map(|there| words.quantity(there)).unwrap_or_default(),
            code::named(words, "part-state", p.state.as_str()),
        ];
        (row, p.lot.clone().map(|lot| Target::Lot(p.product.clone(), lot)))
    });
    let columns = vec![
        ("#".to_owned(), true),
        (words.label("kind"), false),
        (words.label("product"), false),
        (words.label("description"), false),
        (words.label("lot"), false),
        (words.label("demand"), true),
        (words.label("used"), true),
        (words.word("lines-in-stock"), true),
        (words.label("state"), false),
    ];
    Item::Table(Table { columns, flexible: 3, spare: vec![3, 0, 7], rows: rows.collect() })
}

/// The repairs of a ticket that the agent sees, and what the list is called.
pub fn of_ticket(app: &mut App, ticket: TicketId) -> Result<(String, Vec<Item>)> {
    let filter = RepairFilter { ticket: Some(ticket), ..RepairFilter::default() };
    let all = app.desk()?.repairs(filter, None)?;
    let words = &app.look.words;
    let rows = all.iter().map(|r| {
        let row = vec![
            r.number.clone(),
            code::named(words, "repair-state", r.state.as_str()),
            words.date(r.scheduled),
            r.product.clone(),
            r.lot.clone().unwrap_or_default(),
            r.responsible.clone().unwrap_or_default(),
        ];
        (row, Some(Target::Repair(r.number.clone())))
    });
    if all.is_empty() {
        // There are some, or nobody would be here.
        let why = sentence::error(words, &Error::Forbidden(Need::Right(Right::Repair)));
        let title = format!("{} #{ticket}", words.label("repairs"));
        return Ok((title.clone(), vec![Item::Heading(title), Item::Off(why)]));
    }
    let columns = ["number", "state", "scheduled", "product", "lot", "responsible"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 3, spare: vec![5, 4], rows: rows.collect() };
    let title = format!("{} #{ticket}", words.label("repairs"));
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table)]))
}
