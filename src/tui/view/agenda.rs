//! The agenda: who goes where, on a day or in a week, of one technician or of all. Arrows move through days and visits,
//! Enter opens the task; what waits for its day stands below.

mod week;

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;

use super::pane::{Pane, follow};
use super::{Menu, PageView, Target};
use crate::desk::{Agenda, Span};
use crate::domain::error::Result;
use crate::domain::ids::UserId;
use crate::domain::task::AgendaRow;
use crate::keys::{Context, Verb};
use crate::text::code;
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};

/// The agenda on the screen.
pub struct AgendaPane {
    span: Span,
    /// The selected day.
    day: NaiveDate,
    /// The selected visit of that day.
    at: usize,
    /// Whose it is; everybody's without one.
    of: Option<(UserId, String)>,
    /// The technicians of the menu that was opened last.
    offered: Vec<(UserId, String)>,
    shown: Agenda,
    /// The day, where one shows.
    page: Page,
}

impl AgendaPane {
    /// This week, of everybody.
    pub fn new(app: &App) -> Self {
        Self {
            span: Span::Week,
            day: app.look.today,
            at: 0,
            of: None,
            offered: vec![],
            shown: Agenda::default(),
            page: Page::default(),
        }
    }

    fn whose(&self, look: &Look) -> String {
        let all = if self.shown.own { "agenda-mine" } else { "agenda-all" };
        self.of.as_ref().map_or_else(|| look.words.word(all), |(_, name)| name.clone())
    }

    /// The visits of the selected day.
    fn visits(&self, look: &Look) -> Vec<&AgendaRow> {
        self.shown.visits.iter().filter(|row| week::on(row, self.day, look.zone)).collect()
    }

    fn step(&mut self, look: &Look) {
        self.at = (self.at + 1).min(self.visits(look).len().saturating_sub(1));
    }

    /// To a day so many days further.
    fn go(&mut self, by: i64, app: &mut App) -> Result<Next> {
        let days = Days::new(by.unsigned_abs());
        let to = if by < 0 { self.day.checked_sub_days(days) } else { self.day.checked_add_days(days) };
        self.day = to.filter(|day| (1..=9998).contains(&day.year())).unwrap_or(self.day);
        self.show(app)
    }

    fn show(&mut self, app: &mut App) -> Result<Next> {
        self.at = 0;
        self.page = Page::default();
        self.reload(app)?;
        Ok(Next::Stay)
    }

    fn menu(&mut self, app: &mut App) -> Result<Next> {
        self.offered = app.desk()?.technicians()?;
        let all = (app.look.words.word("agenda-all"), String::new());
        let named = self.offered.iter().map(|(_, name)| (name.clone(), String::new()));
        let held = self.of.as_ref().and_then(|(id, _)| self.offered.iter().position(|(o, _)| o == id));
        let entries: Vec<_> = std::iter::once(all).chain(named).collect();
        let title = app.look.words.word("agenda-technicians");
        let menu = Menu::numbered(title, entries.into_iter(), held.map_or(0, |at| at + 1), Verb::Views);
        Ok(Next::Push(Layer::Menu(Box::new(menu))))
    }

    /// The day as a page: its visits, and what waits for a day.
    fn items(&self, look: &Look) -> Vec<Item> {
        let words = &look.words;
        let heading = format!("{} · {}", week::named_day(look, self.day), self.whose(look));
        let mut items = vec![Item::Heading(heading)];
        let visits = self.visits(look);
        match visits.is_empty() {
            true => items.push(Item::Line(vec![(words.word("agenda-none"), Tone::Dim)])),
            false => items.push(self.table(look, &visits, true)),
        }
        if !self.shown.waiting.is_empty() {
            let count = [("count", self.shown.waits.to_string())];
            items.extend([Item::Blank, Item::Heading(words.say("agenda-waiting", &count))]);
            items.push(self.table(look, &self.shown.waiting.iter().collect::<Vec<_>>(), false));
            let listed = i64::try_from(self.shown.waiting.len()).unwrap_or(i64::MAX);
            if let Some(more) = Some(self.shown.waits - listed).filter(|more| *more > 0) {
                let told = words.say("agenda-more", &[("count", more.to_string())]);
                items.push(Item::Line(vec![(told, Tone::Dim)]));
            }
        }
        items
    }

    fn table(&self, look: &Look, rows: &[&AgendaRow], timed: bool) -> Item {
        let words = &look.words;
        let row = |r: &&AgendaRow| {
            let mark = if timed && week::clashes(r, &self.shown.visits) { "!" } else { "" };
            let mut cells = vec![
                r.names(),
                if r.urgent { format!("! {}", r.title) } else { r.title.clone() },
                r.customer.clone().unwrap_or_default(),
                r.city.clone().unwrap_or_default(),
                code::task_standing(words, &r.stage, r.state),
            ];
            // A visit by its hours; what waits for its day, by the last one.
            let when = match timed {
                true => format!("{}{mark}", week::hours(r, self.day, look.zone)),
                false => r.deadline.map(|day| words.date(day)).unwrap_or_default(),
            };
            cells.insert(0, when);
            (cells, Some(Target::Task(r.id)))
        };
        let first = if timed { "time" } else { "deadline" };
        let columns = [first, "technicians", "title", "customer", "city", "stage"];
        let columns = columns.map(|label| (words.label(label), false)).to_vec();
        Item::Table(Table {
            columns,
            flexible: 2,
            spare: vec![3, 4, 5],
            rows: rows.iter().map(row).collect(),
        })
    }
}

impl Pane for AgendaPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        let of = self.of.as_ref().map(|(id, _)| *id);
        self.shown = app.desk()?.agenda(self.span.around(self.day), of)?;
        let look = &app.look;
        self.at = self.at.min(self.visits(look).len().saturating_sub(1));
        if self.span == Span::Day {
            self.page.set(self.items(look));
            if !self.page.has_cursor() {
                self.page.step(1);
            }
        }
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        let (first, last) = self.span.around(self.day);
        let first_day = look.words.date(first);
        let days = if first == last { first_day } else { format!("{first_day}–{}", look.words.date(last)) };
        format!("{} · {} · {days}", look.words.label("agenda"), self.whose(look))
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Agenda)
    }

    fn has_views(&self) -> bool {
        true
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let key = match (verb, self.span) {
            (Verb::Span, Span::Day) => "agenda-week",
            (Verb::Span, Span::Week) => "agenda-day",
            (Verb::PageUp, Span::Week) => "agenda-week-before",
            (Verb::PageDown, Span::Week) => "agenda-week-after",
            (Verb::Views, _) => "agenda-technicians",
            (other, _) => return Offer::usual(other, look),
        };
        Some(Offer { name: look.words.word(key), why: None })
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let week = self.span == Span::Week;
        match verb {
            Verb::DayBefore => return self.go(-1, app),
            Verb::DayAfter => return self.go(1, app),
            Verb::PageUp if week => return self.go(-7, app),
            Verb::PageDown if week => return self.go(7, app),
            Verb::Today => {
                self.day = app.look.today;
                return self.show(app);
            }
            Verb::Span => {
                self.span = if week { Span::Day } else { Span::Week };
                self.page = Page::default();
                return self.reload(app).map(|()| Next::Stay);
            }
            Verb::Views => return self.menu(app),
            Verb::Open => {
                let target = match week {
                    true => self.visits(&app.look).get(self.at).map(|row| Target::Task(row.id)),
                    false => self.page.target(),
                };
                return match target {
                    Some(target) => PageView::open(app, target).map(Next::Push),
                    None => Ok(Next::Stay),
                };
            }
            Verb::Up if week => self.at = self.at.saturating_sub(1),
            Verb::Down if week => self.step(&app.look),
            Verb::First if week => self.at = 0,
            Verb::Last if week => self.at = self.visits(&app.look).len().saturating_sub(1),
            other => return follow(&mut self.page, other, app),
        }
        Ok(Next::Stay)
    }

    /// Takes a technician from the menu; the first is everybody.
    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        self.of = at.checked_sub(1).and_then(|at| self.offered.get(at)).cloned();
        self.show(app)
    }

    /// In a week, of the visit that was drawn there.
    fn click(&mut self, at: usize, app: &mut App) -> Result<Next> {
        if self.span == Span::Day {
            self.page.select(at);
            return self.on(Verb::Open, app);
        }
        let (day, visit) = week::place(at);
        let monday = self.span.around(self.day).0;
        self.day = monday.checked_add_days(Days::new(day)).unwrap_or(self.day);
        self.at = visit.unwrap_or(0);
        if visit.is_some() { self.on(Verb::Open, app) } else { Ok(Next::Stay) }
    }

    fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        match self.span {
            Span::Day => self.page.draw(ink, area, top, Hit::Row),
            Span::Week => {
                let days = self.span.around(self.day);
                let shown = week::Week {
                    days,
                    day: self.day,
                    at: self.at,
                    agenda: &self.shown,
                    own: self.of.is_some(),
                };
                week::draw(ink, look, area, &shown, top);
            }
        }
    }
}
