//! The list of repairs, for those who work them: by stage, day and agent. Views choose which; those that are worked on
//! stand first, then the days in their order.

use super::pane::{Pane, follow};
use super::{Menu, Target};
use crate::desk::{LISTED, RepairQueue};
use crate::domain::error::Result;
use crate::domain::repair::RepairRow;
use crate::keys::Verb;
use crate::text::code;
use crate::tui::app::App;
use crate::tui::layer::{Layer, Next};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};

/// Repairs on the screen.
pub struct RepairsPane {
    queue: RepairQueue,
    /// The views of the menu that was opened last.
    offered: Vec<RepairQueue>,
    page: Page,
}

impl RepairsPane {
    /// Those that are not done with.
    pub fn new() -> Self {
        Self { queue: RepairQueue::Open, offered: vec![], page: Page::default() }
    }

    fn menu(&mut self, app: &mut App) -> Result<Next> {
        let queues = app.desk()?.repair_queues()?;
        let at = queues.iter().position(|(queue, _)| *queue == self.queue).unwrap_or_default();
        let entries = queues.iter().map(|(queue, count)| (name(&app.look, queue), count.to_string()));
        let menu = Menu::numbered(app.look.words.word("title-views"), entries, at, Verb::Views);
        self.offered = queues.into_iter().map(|(queue, _)| queue).collect();
        Ok(Next::Push(Layer::Menu(Box::new(menu))))
    }
}

impl Pane for RepairsPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        let (rows, count) = app.desk()?.repair_queue(&self.queue)?;
        let name = name(&app.look, &self.queue);
        self.page.set(items(&app.look, &rows, (&name, count)));
        if !self.page.has_cursor() && !rows.is_empty() {
            // Who opens a list wants one of its rows.
            self.page.step(1);
        }
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        format!("{} · {}", look.words.label("repairs"), name(look, &self.queue))
    }

    fn has_views(&self) -> bool {
        true
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::Views => self.menu(app),
            other => follow(&mut self.page, other, app),
        }
    }

    /// Takes a view from the menu of views.
    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        if let Some(queue) = self.offered.get(at) {
            self.queue = queue.clone();
            self.page = Page::default();
        }
        self.reload(app).map(|()| Next::Stay)
    }
}

/// What a queue is called.
fn name(look: &Look, queue: &RepairQueue) -> String {
    let words = &look.words;
    match queue {
        RepairQueue::Open => words.word("repairs-open"),
        RepairQueue::Mine => words.word("repairs-mine"),
        RepairQueue::Late => words.word("repairs-late"),
        RepairQueue::Week => words.word("repairs-week"),
        RepairQueue::Nobody => words.word("repairs-nobody"),
        RepairQueue::In(state) => code::named(words, "repair-state", state.as_str()),
        RepairQueue::Of(_, name) => name.clone(),
    }
}

fn items(look: &Look, rows: &[RepairRow], (name, count): (&str, i64)) -> Vec<Item> {
    let words = &look.words;
    let title = Item::Heading(format!("{} · {name}  {count}", words.label("repairs")));
    if rows.is_empty() {
        return vec![title, Item::Line(vec![(words.word("repairs-none"), Tone::Dim)])];
    }
    let line = |r: &RepairRow| {
        let day = words.date(r.scheduled);
        let waiting = match r.waiting {
            0 => String::new(),
            count => words.say("repair-waits", &[("count", count.to_string())]),
        };
        let row = vec![
            r.number.clone(),
            code::named(words, "repair-state", r.state.as_str()),
            if r.is_late(look.today) { words.say("day-late", &[("day", day)]) } else { day },
            r.product.clone(),
            r.lot.clone().unwrap_or_default(),
            r.customer.clone().unwrap_or_default(),
            r.responsible.clone().unwrap_or_default(),
            waiting,
        ];
        (row, Some(Target::Repair(r.number.clone())))
    };
    let columns = ["number", "state", "scheduled", "product", "lot", "customer", "responsible", "parts"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 5, spare: vec![4, 7, 6], rows: rows.iter().map(line).collect() };
    let mut items = vec![title, Item::Table(table)];
    if count > LISTED {
        let shown = words.say("repairs-more", &[("shown", LISTED.to_string()), ("count", count.to_string())]);
        items.extend([Item::Blank, Item::Line(vec![(shown, Tone::Dim)])]);
    }
    items
}
