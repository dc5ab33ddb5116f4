//! The rows behind a figure of a report, the newest first, with what they come to. Enter opens what a row is.

use super::pace::Pace;
use crate::domain::error::Result;
use crate::domain::report::{Behind, BehindRow, BehindRows, Dimension, Source};
use crate::keys::Verb;
use crate::text::report as text;
use crate::tui::app::App;
use crate::tui::layer::Next;
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Target, Tone};
use crate::tui::view::pane::{Pane, follow};

/// The most rows that are listed.
const MOST: i64 = 500;

/// Rows on the screen.
pub struct RowsPane {
    of: Behind,
    /// What the line is of.
    line: String,
    found: Option<BehindRows>,
    pace: Pace,
    page: Page,
}

impl RowsPane {
    /// Of a figure.
    pub fn new(of: Behind) -> Self {
        Self { of, line: String::new(), found: None, pace: Pace::default(), page: Page::default() }
    }

    fn items(&self, look: &Look, found: &BehindRows) -> Vec<Item> {
        let words = &look.words;
        let figure = text::figure(words, self.of.figure);
        let title = format!("{} · {}", self.crumb(look), text::period(words, self.of.ask.period));
        let mut items = vec![Item::Heading(title)];
        if found.rows.is_empty() {
            items.push(Item::Line(vec![(words.word("report-empty"), Tone::Dim)]));
            return items;
        }
        items.push(Item::Line(vec![(text::sum(words, &self.of, found), Tone::Strong)]));
        let labels = ["date", "document", "customer", "ticket", "agent", "about"];
        let mut columns: Vec<(String, bool)> = labels.iter().map(|l| (words.label(l), false)).collect();
        columns.push((figure, true));
        let row = |row: &BehindRow| {
            let cells = vec![
                row.day.map(|day| words.date(day)).unwrap_or_default(),
                row.document.clone(),
                row.customer.clone().unwrap_or_default(),
                row.ticket.map(|n| format!("#{n}")).unwrap_or_default(),
                row.agent.clone().unwrap_or_default(),
                row.about.clone().unwrap_or_default().replace('\n', " "),
                text::value(words, self.of.figure, row.value, row.currency),
            ];
            (cells, Some(target(&row.source)))
        };
        let rows = found.rows.iter().map(row).collect();
        items.push(Item::Table(Table { columns, flexible: 5, spare: vec![3, 4], rows }));
        if found.count > MOST {
            let told = [("shown", MOST.to_string()), ("count", found.count.to_string())];
            items.extend([Item::Blank, Item::Line(vec![(words.say("report-rows-more", &told), Tone::Dim)])]);
        }
        items
    }
}

/// Where a row leads.
fn target(source: &Source) -> Target {
    match source {
        Source::Document(id) => Target::Document(*id),
        Source::Coupon(id) => Target::Coupon(*id),
        Source::Order(number) => Target::Order(number.clone()),
        Source::Transfer(number) => Target::Transfer(number.clone()),
        Source::Repair(number) => Target::Repair(number.clone()),
        Source::Ticket(id) => Target::Ticket(*id),
    }
}

impl Pane for RowsPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        if self.pace.is_due() {
            let desk = app.desk()?;
            self.found = Some(self.pace.read(|| desk.report_rows(&self.of, Some(MOST)))?);
        }
        let words = &app.look.words;
        self.line = match &self.of.key {
            None => words.label("total"),
            Some(key) => text::key(words, &self.of.ask, key, self.of.name.as_deref()),
        };
        let items = self.found.as_ref().map(|found| self.items(&app.look, found));
        self.page.set(items.unwrap_or_default());
        if !self.page.has_cursor() {
            self.page.step(1);
        }
        Ok(())
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        if self.pace.is_late() {
            self.reload(app)?;
        }
        follow(&mut self.page, verb, app)
    }

    fn crumb(&self, look: &Look) -> String {
        let figure = text::figure(&look.words, self.of.figure);
        let line = match self.of.ask.by {
            // A product by its name alone: the way back is short.
            Dimension::Product => self.line.split("  ").last().unwrap_or(&self.line),
            _ => &self.line,
        };
        format!("{line} · {figure}")
    }
}
