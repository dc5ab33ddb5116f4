//! What is settled once: its rows with their forms, the agents, and the page of a team with its stages.

use super::Target;
use crate::domain::error::Result;
use crate::domain::form::ChoiceOf;
use crate::domain::ids::{ProductId, ProjectId, TeamId};
use crate::domain::product::ProductKind;
use crate::domain::record::{Column, Record, RecordKind, Shape, listed};
use crate::domain::stock::StockRow;
use crate::domain::team::Service;
use crate::domain::user::UserView;
use crate::domain::wizard::Form;
use crate::keys::Verb;
use crate::text::{cells, code, field};
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone};

/// The widest that a key is in a list: the others want to be read as well.
const KEY: usize = 32;
/// The most rows that are listed; the others are searched for.
const MOST: i64 = 500;

/// The line that leads to the form of something new.
pub(super) fn new(look: &Look, form: Form) -> Item {
    let name = code::named(&look.words, "form", form.code());
    let name = format!("+ {}", look.words.say("record-new", &[("name", name)]));
    Item::Link { words: vec![(name, Tone::Accent)], target: Target::Form(form) }
}

/// The line that leads to the form of what a page shows.
fn change(look: &Look, form: Form) -> Item {
    Item::Link { words: vec![(look.verb(Verb::Edit), Tone::Accent)], target: Target::Form(form) }
}

/// What the list of a kind is called.
fn title(look: &Look, kind: RecordKind) -> String {
    code::named(&look.words, "records", kind.as_str())
}

/// Whether a column holds numbers.
fn is_number(column: &Column) -> bool {
    matches!(column.shape, Shape::Count) || matches!(column.name, "amount" | "price")
}

/// What stands in a column, on one line.
fn shown(look: &Look, column: &Column, text: &str) -> String {
    let words = &look.words;
    match column.shape {
        Shape::Flag if text == "true" => words.word("word-yes"),
        Shape::Flag => String::new(),
        Shape::Code(family, _) if !text.is_empty() => code::named(words, family, text),
        Shape::Rows(ChoiceOf::ListColumns) => {
            let names = listed(text).into_iter().map(|name| code::named(words, "list-column", &name));
            names.collect::<Vec<_>>().join(", ")
        }
        Shape::Rows(ChoiceOf::Priorities) => {
            let names = listed(text).into_iter().map(|name| code::named(words, "priority", &name));
            names.collect::<Vec<_>>().join(", ")
        }
        Shape::Rows(ChoiceOf::Stages) | Shape::Row(ChoiceOf::Stages) => {
            listed(text).iter().map(|name| code::stage(words, name)).collect::<Vec<_>>().join(", ")
        }
        Shape::Rows(_) | Shape::Row(_) => listed(text).join(", "),
        Shape::Lines => text.lines().next().unwrap_or_default().to_owned(),
        _ if is_number(column) => words.quantity(text),
        _ => text.to_owned(),
    }
}

/// The rows of a kind as a table.
fn table(look: &Look, kind: RecordKind, owner: Option<i64>, all: &[Record]) -> Table {
    let shape = kind.columns();
    let of = |c: &Column| field::of_form(&look.words, kind.as_str(), &c.name.into());
    let stage = matches!(kind, RecordKind::TeamStage | RecordKind::ProjectStage);
    let row = |r: &Record| {
        let cells = shape.iter().map(|c| match (stage, c.name) {
            (true, "name") => code::stage(&look.words, r.value(c.name)),
            _ => shown(look, c, r.value(c.name)),
        });
        let mut cells: Vec<String> = cells.collect();
        if let Some(key) = cells.first_mut() {
            *key = cells::truncate(key, KEY);
        }
        let target = match kind {
            RecordKind::Product => Target::Product(ProductId(r.id)),
            _ => Target::Form(Form::Record(kind, owner, Some(r.id))),
        };
        (cells, Some(target))
    };
    let columns = shape.iter().map(|c| (of(c), is_number(c))).collect();
    // What is looked for last goes first where there is no room; the name gives way before anything else does.
    let spare = (2..shape.len()).rev().collect();
    Table { columns, flexible: usize::from(!stage), spare, rows: all.iter().map(row).collect() }
}

/// The rows of a kind, and what the list is called.
pub fn items(app: &mut App, kind: RecordKind) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.records(kind, None, Some(MOST + 1))?;
    let look = &app.look;
    let title = title(look, kind);
    let mut items = vec![Item::Heading(title.clone())];
    let shown = &all[..all.len().min(MOST as usize)];
    if !shown.is_empty() {
        items.extend([Item::Table(table(look, kind, None, shown)), Item::Blank]);
    }
    if all.len() > shown.len() {
        let more = look.words.say("records-more", &[("count", MOST.to_string())]);
        items.extend([Item::Line(vec![(more, Tone::Dim)]), Item::Blank]);
    }
    items.push(new(look, Form::Record(kind, None, None)));
    Ok((title, items))
}

/// The agents, and what the list is called.
pub fn users(app: &mut App) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.users()?;
    let (look, words) = (&app.look, &app.look.words);
    let title = words.label("agents");
    let row = |u: UserView| {
        let role = code::role(words, u.role);
        let role = if u.active { role } else { words.say("user-gone", &[("role", role)]) };
        let limits = u
            .refund_limit
            .iter()
            .filter_map(|(currency, amount)| Some(words.money(amount, currency.parse().ok()?)));
        let row = vec![
            cells::truncate(&u.login, KEY),
            u.name,
            role,
            u.teams.join(", "),
            limits.collect::<Vec<_>>().join(", "),
        ];
        (row, Some(Target::Form(Form::User(Some(u.id)))))
    };
    let columns = ["login", "name", "role", "teams", "refund-limit"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let rows = all.into_iter().map(row).collect();
    let table = Table { columns, flexible: 3, spare: vec![4], rows };
    let items =
        vec![Item::Heading(title.clone()), Item::Table(table), Item::Blank, new(look, Form::User(None))];
    Ok((title, items))
}

/// A team: what it offers, who is in it, its stages.
pub fn team(app: &mut App, id: TeamId) -> Result<(String, Vec<Item>)> {
    let of = app.desk()?.team_by(id)?;
    let stages = app.desk()?.records(RecordKind::TeamStage, Some(id.0), None)?;
    let policies = app.desk()?.records(RecordKind::Policy, Some(id.0), None)?;
    let rules = app.desk()?.records(RecordKind::ClosingRule, Some(id.0), None)?;
    let (look, words) = (&app.look, &app.look.words);
    let offered = Service::ALL.iter().filter(|s| of.switches.offers(**s)).map(|s| code::service(words, *s));
    let nobody = || words.word("team-of-everybody");
    let pairs = vec![
        (words.label("after-sales"), (offered.collect::<Vec<_>>().join(", "), Tone::Plain)),
        (words.label("project"), (of.project.clone().unwrap_or_default(), Tone::Plain)),
        (
            words.label("members"),
            (if of.members.is_empty() { nobody() } else { of.members.join(", ") }, Tone::Plain),
        ),
        (words.label("assignment"), (code::named(words, "assignment", of.assignment.as_str()), Tone::Plain)),
    ];
    let mut items = vec![
        Item::Heading(format!("{} · {}", words.label("team"), of.name)),
        Item::Pairs(pairs),
        Item::Blank,
        change(look, Form::Team(Some(id))),
        Item::Blank,
        Item::Heading(words.label("stages")),
        Item::Table(table(look, RecordKind::TeamStage, Some(id.0), &stages)),
        Item::Blank,
        new(look, Form::Record(RecordKind::TeamStage, Some(id.0), None)),
    ];
    for (kind, all) in [(RecordKind::Policy, &policies), (RecordKind::ClosingRule, &rules)] {
        items.extend([Item::Blank, Item::Heading(title(look, kind))]);
        if !all.is_empty() {
            items.extend([Item::Table(table(look, kind, Some(id.0), all)), Item::Blank]);
        }
        items.push(new(look, Form::Record(kind, Some(id.0), None)));
    }
    Ok((of.name, items))
}

/// A product: what it is, and what lies where.
pub fn product(app: &mut App, id: ProductId) -> Result<(String, Vec<Item>)> {
    let of = app.desk()?.record_at(RecordKind::Product, id.0)?;
    let stock = app.desk()?.stock(of.key(), None)?;
    let (look, words) = (&app.look, &app.look.words);
    let filled = RecordKind::Product.columns().iter().filter(|c| !of.value(c.name).is_empty());
    let pairs = filled.map(|c| {
        let label = field::of_form(words, RecordKind::Product.as_str(), &c.name.into());
        (label, (shown(look, c, of.value(c.name)), Tone::Plain))
    });
    let title = format!("{} · {}", words.label("product"), of.key());
    let edit = Form::Record(RecordKind::Product, None, Some(id.0));
    let mut items = vec![Item::Heading(title), Item::Pairs(pairs.collect()), Item::Blank, change(look, edit)];
    if of.value("kind") == ProductKind::Goods.as_str() {
        let count = code::named(words, "form", Form::Count(id).code());
        let count = vec![(count, Tone::Accent)];
        items.extend([
            Item::Link { words: count, target: Target::Form(Form::Count(id)) },
            Item::Blank,
            Item::Heading(words.label("in-stock")),
        ]);
        let row = |r: &StockRow| {
            let cells =
                vec![r.location.clone(), r.lot.clone().unwrap_or_default(), words.quantity(&r.quantity)];
            (cells, r.lot.clone().map(|lot| Target::Lot(of.key().to_owned(), lot)))
        };
        let columns = [("location", false), ("lot", false), ("quantity", true)];
        let columns = columns.map(|(label, number)| (words.label(label), number)).to_vec();
        let rows: Vec<_> = stock.iter().map(row).collect();
        items.push(match rows.is_empty() {
            true => Item::Line(vec![(words.word("product-no-stock"), Tone::Dim)]),
            false => Item::Table(Table { columns, flexible: 0, spare: vec![], rows }),
        });
    }
    Ok((of.key().to_owned(), items))
}

/// A project: what its tasks have, its stages.
pub fn project(app: &mut App, id: ProjectId) -> Result<(String, Vec<Item>)> {
    let of = app.desk()?.projects()?.into_iter().find(|p| p.id == id);
    let stages = app.desk()?.records(RecordKind::ProjectStage, Some(id.0), None)?;
    let (look, words) = (&app.look, &app.look.words);
    let (name, on, template) = of.map_or_else(Default::default, |p| (p.name, p.worksheets, p.template));
    let on = words.word(if on { "word-on" } else { "word-off" });
    let pairs = vec![
        (words.label("worksheets"), (on, Tone::Plain)),
        (words.label("worksheet-template"), (template.unwrap_or_default(), Tone::Plain)),
    ];
    let items = vec![
        Item::Heading(format!("{} · {name}", words.label("project"))),
        Item::Pairs(pairs),
        Item::Blank,
        change(look, Form::EditProject(id)),
        Item::Blank,
        Item::Heading(words.label("stages")),
        Item::Table(table(look, RecordKind::ProjectStage, Some(id.0), &stages)),
        Item::Blank,
        new(look, Form::Record(RecordKind::ProjectStage, Some(id.0), None)),
    ];
    Ok((name, items))
}
