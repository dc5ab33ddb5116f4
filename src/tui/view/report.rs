//! A report on the screen: its period, a table with bars of one figure, a total for each currency. Left and right choose
//! the figure, and Enter opens the rows behind it.

mod pace;
mod rows;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::pane::{Pane, follow};
use super::{Menu, Target};
use crate::domain::error::Result;
use crate::domain::report::{Ask, Behind, Dimension, Figure, Length, Line, Report, ReportKind, Unit};
use crate::keys::{Context, Verb};
use crate::text::report as text;
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};
use crate::tui::theme::Sign;
use pace::Pace;
pub use rows::RowsPane;

/// The most lines of a currency that are shown.
const MOST: usize = 200;
/// The most cells of a bar.
const BAR: usize = 60;

/// A report on the screen.
pub struct ReportPane {
    ask: Ask,
    length: Length,
    /// A day in the period.
    day: NaiveDate,
    /// The figure that is chosen.
    figure: Figure,
    shown: Option<Report>,
    /// The teams of the menu that was opened last.
    offered: Vec<String>,
    pace: Pace,
    page: Page,
    /// The width that the bars were made for.
    width: u16,
}

impl ReportPane {
    /// A report of this month.
    pub fn new(app: &App, kind: ReportKind) -> Self {
        let (length, day) = (Length::Month, app.look.today);
        let ask = Ask::new(kind, length.around(day));
        let figure = ask.kind.main(ask.by);
        let (pace, page) = (Pace::default(), Page::default());
        Self { ask, length, day, figure, shown: None, offered: vec![], pace, page, width: 0 }
    }

    /// Shows other days.
    fn go(&mut self, length: Length, day: NaiveDate, app: &mut App) -> Result<Next> {
        (self.length, self.day, self.ask.period) = (length, day, length.around(day));
        self.again(app)
    }

    /// Shows something else, from its first line on.
    fn again(&mut self, app: &mut App) -> Result<Next> {
        self.page = Page::default();
        self.ask_anew(app)
    }

    /// Splits it by the next dimension; the figure stays, where there is such a one.
    fn split(&mut self, app: &mut App) -> Result<Next> {
        let all = self.ask.kind.dimensions();
        let at = all.iter().position(|by| *by == self.ask.by).unwrap_or_default();
        self.ask.by = all.get((at + 1) % all.len().max(1)).copied().unwrap_or(self.ask.by);
        if !self.ask.kind.figures(self.ask.by).contains(&self.figure) {
            self.figure = self.ask.kind.main(self.ask.by);
        }
        self.again(app)
    }

    /// Chooses the figure beside the chosen one.
    fn choose(&mut self, by: isize, app: &mut App) -> Result<Next> {
        let all = self.ask.kind.figures(self.ask.by);
        let at = all.iter().position(|f| *f == self.figure).unwrap_or_default();
        self.figure = all.get(at.saturating_add_signed(by)).copied().unwrap_or(self.figure);
        self.ask_anew(app)
    }

    /// Reads what is asked for now.
    fn ask_anew(&mut self, app: &mut App) -> Result<Next> {
        self.pace = Pace::default();
        self.reload(app)?;
        Ok(Next::Stay)
    }

    fn menu(&mut self, app: &mut App) -> Result<Next> {
        self.offered = app.desk()?.seen_teams()?.into_iter().map(|(_, name)| name).collect();
        let all = app.look.words.word("report-all-teams");
        let entries: Vec<_> =
            std::iter::once(&all).chain(&self.offered).map(|n| (n.clone(), String::new())).collect();
        let held = self.ask.team.as_ref().and_then(|team| self.offered.iter().position(|name| name == team));
        let title = app.look.words.label("team");
        let menu = Menu::numbered(title, entries.into_iter(), held.map_or(0, |at| at + 1), Verb::Views);
        Ok(Next::Push(Layer::Menu(Box::new(menu))))
    }

    fn items(&self, look: &Look) -> Vec<Item> {
        let words = &look.words;
        let Some(shown) = &self.shown else { return vec![] };
        let pair = |label: &str, value: String| (words.label(label), (value, Tone::Strong));
        let mut head = vec![
            pair("period", text::period(words, self.ask.period)),
            pair("by", text::dimension(words, self.ask.by)),
        ];
        if let Some(team) = &self.ask.team {
            head.push(pair("team", team.clone()));
        }
        let mut items = vec![Item::Pairs(head), Item::Blank];
        if shown.totals.is_empty() {
            items.push(Item::Line(vec![(words.word("report-empty"), Tone::Dim)]));
        }
        for total in &shown.totals {
            let lines: Vec<&Line> =
                shown.lines.iter().filter(|line| line.currency == total.currency).collect();
            let money = shown.figures.iter().any(|figure| figure.unit() == Unit::Money);
            if let Some(currency) = total.currency.filter(|_| money) {
                items.push(Item::Heading(currency.to_string()));
            }
            items.extend([self.table(look, shown, &lines, total), Item::Blank]);
        }
        if shown.more > 0 {
            let told = words.say("report-more", &[("count", shown.more.to_string())]);
            items.push(Item::Line(vec![(told, Tone::Dim)]));
        }
        items
    }

    /// The lines of one currency, and what they come to.
    fn table(&self, look: &Look, shown: &Report, lines: &[&Line], total: &Line) -> Item {
        let words = &look.words;
        let at = shown.figures.iter().position(|f| *f == self.figure).unwrap_or_default();
        let value = |line: &Line| line.values.get(at).copied().unwrap_or_default();
        let most = lines.iter().map(|line| value(line)).max().unwrap_or_default();
        let row = |line: &Line, label: String, key: Option<String>| {
            let name = line.name.clone();
            let values = shown.figures.iter().zip(&line.values);
            let values = values.map(|(figure, value)| text::value(words, *figure, *value, line.currency));
            let behind =
                Behind { ask: self.ask.clone(), key, name, currency: line.currency, figure: self.figure };
            let cells: Vec<String> = std::iter::once(label).chain(values).collect();
            (cells, Some(Target::ReportRows(Box::new(behind))))
        };
        let mut rows: Vec<_> =
            lines.iter().map(|l| row(l, text::line(words, &self.ask, l), Some(l.key.clone()))).collect();
        rows.push(row(total, words.label("total"), None));
        let mut columns = vec![(text::dimension(words, self.ask.by), false)];
        columns.extend(shown.figures.iter().map(|figure| {
            let name = text::figure(words, *figure);
            let chosen = *figure == self.figure;
            (if chosen { format!("{}{name}", look.theme.sign(Sign::Down)) } else { name }, true)
        }));
        let mut table = Table { columns, flexible: 0, spare: vec![], rows };
        let room = usize::from(self.width).saturating_sub(table.whole() + 2);
        // Where there is little room, names are cut before bars say nothing.
        let cells = room.clamp(if shown.figures.len() > 3 { 6 } else { 12 }, BAR);
        table.spare.push(table.columns.len());
        table.columns.push((String::new(), false));
        for (line, (row, _)) in lines.iter().zip(&mut table.rows) {
            row.push(text::bar(value(line), most, cells, look.theme.ascii));
        }
        Item::Table(table)
    }
}

impl Pane for ReportPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        if self.pace.is_due() {
            let desk = app.desk()?;
            self.shown = Some(self.pace.read(|| desk.report(&self.ask, self.figure, Some(MOST)))?);
        }
        self.page.set(self.items(&app.look));
        if !self.page.has_cursor() {
            self.page.step(1);
        }
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        let words = &look.words;
        format!("{} · {}", text::name(words, self.ask.kind), text::period(words, self.ask.period))
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Report)
    }

    fn has_views(&self) -> bool {
        true
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let words = &look.words;
        let name = match verb {
            Verb::Dimension => {
                let all: &[Dimension] = self.ask.kind.dimensions();
                let at = all.iter().position(|by| *by == self.ask.by).unwrap_or_default();
                let next = *all.get((at + 1) % all.len().max(1))?;
                words.say("report-by", &[("dimension", text::dimension(words, next))])
            }
            Verb::PeriodLength => text::length(words, self.length.next()),
            Verb::Today => words.word("report-now"),
            Verb::Views => words.label("team"),
            Verb::PeriodBefore | Verb::PeriodAfter if self.length == Length::All => return None,
            other => return Offer::usual(other, look),
        };
        Some(Offer { name, why: None })
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::PeriodBefore | Verb::PeriodAfter if self.length == Length::All => Ok(Next::Stay),
            Verb::PeriodBefore => self.go(self.length, self.length.step(self.day, false), app),
            Verb::PeriodAfter => self.go(self.length, self.length.step(self.day, true), app),
            Verb::PeriodLength => self.go(self.length.next(), self.day, app),
            Verb::Today => self.go(self.length, app.look.today, app),
            Verb::Dimension => self.split(app),
            Verb::FigureBefore => self.choose(-1, app),
            Verb::FigureAfter => self.choose(1, app),
            Verb::Views => self.menu(app),
            other => {
                if self.pace.is_late() {
                    self.reload(app)?;
                }
                follow(&mut self.page, other, app)
            }
        }
    }

    /// Takes a team from the menu; the first is all of them.
    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        self.ask.team = at.checked_sub(1).and_then(|at| self.offered.get(at)).cloned();
        self.again(app)
    }

    fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        // The last column of a page is that of the mark for more below.
        let width = area.width.saturating_sub(1);
        if self.width != width {
            self.width = width;
            self.page.set(self.items(look));
        }
        self.page.draw(ink, area, top, Hit::Row);
    }
}

/// The list of reports.
pub fn items(app: &mut App) -> Result<(String, Vec<Item>)> {
    let kinds = app.desk()?.reports()?;
    let words = &app.look.words;
    let title = words.word("reports-title");
    let row = |kind: ReportKind| {
        (vec![text::name(words, kind), text::about(words, kind)], Some(Target::Report(kind)))
    };
    let columns = ["report", "about"].map(|label| (words.label(label), false)).to_vec();
    let rows = kinds.into_iter().map(row).collect();
    let table = Table { columns, flexible: 1, spare: vec![], rows };
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table)]))
}
