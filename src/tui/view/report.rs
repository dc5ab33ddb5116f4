//! A report on the screen: its period, a table with bars of one figure, a total for each currency. Left and right choose
//! the figure, and Enter opens the rows behind it.

mod items;
mod pace;
mod rows;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::Menu;
use super::pane::{Pane, follow};
use crate::domain::error::Result;
use crate::domain::report::{Ask, Dimension, Figure, Length, Report, ReportKind};
use crate::keys::{Context, Verb};
use crate::text::report as text;
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;
pub use items::reports as items;
use pace::Pace;
pub use rows::RowsPane;

/// The most lines of a currency that are shown.
const MOST: usize = 200;

/// Whose tickets a report is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Whose {
    team: Option<String>,
    agent: Option<String>,
}

/// A report on the screen.
pub struct ReportPane {
    ask: Ask,
    length: Length,
    /// A day in the period.
    day: NaiveDate,
    /// The figure that is chosen.
    figure: Figure,
    shown: Option<Report>,
    /// The teams and agents of the menu that was opened last.
    offered: Vec<Whose>,
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

    /// The menu of everybody, the teams and the agents.
    fn menu(&mut self, app: &mut App) -> Result<Next> {
        let desk = app.desk()?;
        let (teams, agents) = (desk.seen_teams()?, desk.users()?);
        let words = &app.look.words;
        let mut entries = vec![(words.word("report-everybody"), String::new())];
        self.offered = vec![Whose::default()];
        for (_, name) in teams {
            entries.push((name.clone(), words.label("team")));
            self.offered.push(Whose { team: Some(name), agent: None });
        }
        for user in agents {
            entries.push((user.name, words.label("agent")));
            self.offered.push(Whose { team: None, agent: Some(user.login) });
        }
        let now = Whose { team: self.ask.team.clone(), agent: self.ask.agent.clone() };
        let held = self.offered.iter().position(|whose| *whose == now).unwrap_or_default();
        let title = words.word("report-whose");
        let menu = Menu::numbered(title, entries.into_iter(), held, Verb::Views);
        Ok(Next::Push(Layer::Menu(Box::new(menu))))
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
            Verb::Views => words.word("report-whose"),
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

    /// Takes a team or an agent from the menu; the first is everybody.
    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        let whose = self.offered.get(at).cloned().unwrap_or_default();
        (self.ask.team, self.ask.agent) = (whose.team, whose.agent);
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
