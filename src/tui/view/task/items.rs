//! What the screen of a task shows, and the list of those of a ticket.

use super::super::actions::Actions;
use super::Target;
use crate::desk::TaskPage;
use crate::domain::error::{Error, Need, Result};
use crate::domain::history::EventKind;
use crate::domain::ids::TicketId;
use crate::domain::task::{TaskAction, TaskView, WorksheetView};
use crate::domain::user::Right;
use crate::domain::worksheet::{FilledView, SheetKind, SheetState};
use crate::text::{code, field, filled, sentence};
use crate::tui::app::App;
use crate::tui::look::Look;
use crate::tui::page::{Item, Table, Tone, Word};

/// What the screen shows.
pub fn items(look: &Look, shown: &TaskPage, actions: &Actions<TaskAction>) -> Vec<Item> {
    let (words, t) = (&look.words, &shown.task);
    let tone = if t.closed { Tone::Dim } else { Tone::Warning };
    let title = vec![
        (format!("{} {}  ", words.label("task"), t.id), Tone::Plain),
        (t.title.clone(), Tone::Strong),
        (format!("  [{}]", code::task_standing(words, &t.stage, t.state)), tone),
    ];
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs(look, shown))];
    items.extend(t.overlaps.iter().take(field::SHOWN).map(|o| {
        let told = words.say("hint-busy", &[("visits", field::busy(words, o))]);
        let target = Target::Task(o.task);
        Item::Link { words: vec![(told, Tone::Warning)], target }
    }));
    if let Some(more) = t.overlaps.len().checked_sub(field::SHOWN).filter(|more| *more > 0) {
        let told = words.say("agenda-more", &[("count", more.to_string())]);
        items.push(Item::Line(vec![(told, Tone::Warning)]));
    }
    items.push(Item::Blank);
    items.extend(links(look, shown));
    items.push(Item::Blank);
    items.extend(actions.items(look));
    if let Some(description) = &t.description {
        let heading = Item::Heading(words.label("description"));
        items.extend([Item::Blank, heading, Item::Text(description.clone())]);
    }
    if let Some(sheet) = &t.worksheet {
        items.push(Item::Blank);
        items.extend(worksheet(look, sheet));
    }
    items.extend([Item::Blank, Item::Heading(words.label("timeline"))]);
    items.extend(shown.told.iter().rev().map(|told| {
        let kind = match told.kind {
            EventKind::Noted => format!("  [{}]", words.word("event-note")),
            EventKind::Replied => format!("  [{}]", words.word("event-reply")),
            _ => String::new(),
        };
        let agent = told.agent.as_deref().unwrap_or_default();
        let head = format!("{}  {agent}{kind}", words.instant(told.at, look.zone));
        Item::Entry { head, text: told.text.clone(), target: None }
    }));
    items
}

fn pairs(look: &Look, shown: &TaskPage) -> Vec<(String, Word)> {
    let (words, t) = (&look.words, &shown.task);
    let plain = |text: String| (text, Tone::Plain);
    let visit = words.visit(t.planned_start, t.planned_end, look.zone);
    let visit = visit.map_or_else(|| (words.word("task-no-visit"), Tone::Warning), plain);
    let people = match shown.technicians.as_slice() {
        [] => (words.word("picker-nobody"), Tone::Dim),
        names => plain(names.join(", ")),
    };
    let mut pairs = vec![
        (words.label("visit"), visit),
        (words.label("technicians"), people),
        (words.label("project"), plain(t.project.clone())),
    ];
    let urgent = (t.priority > 0).then(|| (words.label("urgent"), (words.word("word-yes"), Tone::Warning)));
    pairs.extend(urgent);
    pairs.extend(t.deadline.map(|day| {
        let told = match !t.closed && day < look.today {
            true => (words.say("day-late", &[("day", words.date(day))]), Tone::Warning),
            false => plain(words.date(day)),
        };
        (words.label("deadline"), told)
    }));
    pairs.extend((!t.tags.is_empty()).then(|| (words.label("tags"), plain(t.tags.join(", ")))));
    pairs.extend(t.created_by.clone().map(|login| (words.label("created-by"), plain(login))));
    if let Some(c) = &shown.customer {
        // Whoever goes there needs to know where, and whom to call.
        let place: Vec<&str> =
            [&c.zip, &c.city, &c.street].into_iter().flatten().map(String::as_str).collect();
        pairs.extend((!place.is_empty()).then(|| (words.label("address"), plain(place.join(" ")))));
        pairs.extend(c.phone.clone().map(|phone| (words.label("phone"), plain(phone))));
    }
    pairs
}

fn links(look: &Look, shown: &TaskPage) -> Vec<Item> {
    let (words, t) = (&look.words, &shown.task);
    let mut links: Vec<(&str, String, Target)> = Vec::new();
    links.extend(t.ticket.map(|n| ("ticket", format!("#{n}"), Target::Ticket(TicketId(n)))));
    let beside = [
        ("parent", shown.parent.as_slice()),
        ("subtasks", shown.parts.as_slice()),
        ("blocked-by", shown.before.as_slice()),
    ];
    links.extend(beside.into_iter().flat_map(|(label, tasks)| {
        tasks.iter().map(move |(id, title, stage, state)| {
            let told = format!("{id} {title} [{}]", code::task_standing(words, stage, *state));
            (label, told, Target::Task(*id))
        })
    }));
    links.extend(shown.customer.as_ref().map(|c| {
        ("customer", format!("{} ({})", c.name, c.reference), Target::Reference(c.reference.clone()))
    }));
    let link = |(label, text, target): (&str, String, Target)| Item::Link {
        words: vec![(format!("{}  ", words.label(label)), Tone::Dim), (text, Tone::Accent)],
        target,
    };
    links.into_iter().map(link).collect()
}

/// The worksheet, as far as it is filled in, and who signed it.
fn worksheet(look: &Look, of: &WorksheetView) -> Vec<Item> {
    let words = &look.words;
    let state = code::named(words, "sheet-state", of.state.as_str());
    let mut items = vec![Item::Heading(format!("{} · {}  [{state}]", words.label("worksheet"), of.template))];
    if of.state == SheetState::Empty && of.fields.iter().all(|f| f.value.is_null()) {
        items.push(Item::Line(vec![(words.word("sheet-not-filled-in"), Tone::Dim)]));
        return items;
    }
    let (texts, short): (Vec<&FilledView>, Vec<&FilledView>) =
        of.fields.iter().partition(|f| f.kind == SheetKind::Text && !f.value.is_null());
    let pair = |f: &&FilledView| match filled::value(words, f) {
        nothing if nothing.is_empty() => (f.label.clone(), (words.word("word-nothing"), Tone::Dim)),
        value => (f.label.clone(), (value, Tone::Plain)),
    };
    items.push(Item::Pairs(short.iter().map(pair).collect()));
    // Texts are read whole, below.
    items.extend(texts.into_iter().flat_map(|f| {
        let label = Item::Line(vec![(f.label.clone(), Tone::Dim)]);
        [label, Item::Text(filled::value(words, f))]
    }));
    if let (Some(by), Some(at)) = (&of.signed_by, of.signed_at) {
        let told = [("name", by.clone()), ("at", words.instant(at, look.zone))];
        items.push(Item::Line(vec![(words.say("sheet-signed", &told), Tone::Good)]));
    }
    items
}

/// The tasks of a ticket that the agent sees, and what the list is called.
pub fn of_ticket(app: &mut App, ticket: TicketId) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.tasks(Some(ticket), None, None, None)?;
    let (look, words) = (&app.look, &app.look.words);
    let title = words.say("title-tasks-of", &[("ticket", format!("#{ticket}"))]);
    if all.is_empty() {
        // There are some, or nobody would be here.
        let why = sentence::error(words, &Error::Forbidden(Need::Right(Right::FieldService)));
        return Ok((title.clone(), vec![Item::Heading(title), Item::Off(why)]));
    }
    let row = |t: &TaskView| {
        let row = vec![
            t.id.to_string(),
            code::task_standing(words, &t.stage, t.state),
            words.visit(t.planned_start, t.planned_end, look.zone).unwrap_or_default(),
            t.title.clone(),
            t.assignees.join(", "),
        ];
        (row, Some(Target::Task(t.id)))
    };
    let columns = ["number", "stage", "visit", "title", "technicians"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 3, spare: vec![4, 2], rows: all.iter().map(row).collect() };
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table)]))
}
