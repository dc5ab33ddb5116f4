//! The desk: tickets on the left, the selected one on the right; one of the two where the screen is
//! narrow. Views choose which tickets, search narrows them as one types.

use ratatui::layout::Rect;

use super::ticket::{self, TicketPane};
use super::{Menu, Target};
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::ticket::{Queue, TicketRow};
use crate::keys::{Context, Key, Verb};
use crate::text::{cells, code, found};
use crate::tui::app::App;
use crate::tui::editor::LineEditor;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::list::TicketList;
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// From this width on, list and detail stand side by side.
const WIDE: u16 = 100;

/// A choice of tickets with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The queue; none for every ticket, closed ones too.
    pub queue: Option<Queue>,
    /// Name.
    pub name: String,
    /// How many tickets it holds.
    pub count: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    List,
    Detail,
}

/// The desk.
pub struct DeskView {
    list: TicketList,
    detail: Option<TicketPane>,
    focus: Pane,
    views: Vec<Chosen>,
    view: usize,
    search: LineEditor,
    searching: bool,
    /// Whether what is typed was not searched for yet.
    stale: bool,
    /// The ticket that was selected before the search.
    before: Option<TicketId>,
    height: usize,
    wide: bool,
}

impl DeskView {
    /// The desk of the agent: its own tickets, or all where it has none.
    pub fn new(app: &mut App) -> Result<Self> {
        let mut desk = Self {
            list: TicketList::default(),
            detail: None,
            focus: Pane::List,
            views: vec![],
            view: 0,
            search: LineEditor::default(),
            searching: false,
            stale: false,
            before: None,
            height: 1,
            wide: false,
        };
        desk.count(app)?;
        desk.view = if desk.views.first().is_some_and(|mine| mine.count > 0) { 0 } else { 2 };
        desk.choose(desk.view, app)?;
        Ok(desk)
    }

    /// Counts the views; kept counts, so that it costs nothing.
    fn count(&mut self, app: &mut App) -> Result<()> {
        let teams = app.desk()?.seen_teams()?;
        let mut views: Vec<(Option<Queue>, String)> = [Queue::Mine, Queue::Unassigned, Queue::All]
            .into_iter()
            .zip(["view-mine", "view-unassigned", "view-all"])
            .map(|(queue, key)| (Some(queue), app.look.words.word(key)))
            .collect();
        views.extend(teams.into_iter().map(|(id, name)| (Some(Queue::Team(id)), name)));
        views.push((None, app.look.words.word("view-every")));
        let counts = app.desk()?.counts()?;
        let count = |queue| counts.iter().map(|team| team.of(queue)).sum();
        self.views =
            views.into_iter().map(|(queue, name)| Chosen { queue, name, count: count(queue) }).collect();
        self.view = self.view.min(self.views.len() - 1);
        Ok(())
    }

    fn chosen(&self) -> Option<&Chosen> {
        self.views.get(self.view)
    }

    /// Shows a view from its newest ticket on.
    fn choose(&mut self, at: usize, app: &mut App) -> Result<()> {
        self.view = at.min(self.views.len().saturating_sub(1));
        self.search = LineEditor::default();
        (self.searching, self.stale) = (false, false);
        let queue = self.chosen().and_then(|v| v.queue);
        self.list.show(app.desk()?, queue, "")
    }

    /// Selects a ticket, in this view or in that of every ticket.
    pub fn show(&mut self, app: &mut App, id: TicketId) -> Result<()> {
        if !self.list.find(app.desk()?, id)? {
            self.choose(self.views.len().saturating_sub(1), app)?;
            self.list.find(app.desk()?, id)?;
        }
        Ok(())
    }

    /// The places whose keys hold.
    pub fn contexts(&self) -> Vec<Context> {
        match self.focus {
            Pane::List => vec![Context::List, Context::Ticket, Context::Everywhere],
            Pane::Detail => vec![Context::Ticket, Context::List, Context::Everywhere],
        }
    }

    /// Whether a key is typed into the search.
    pub fn takes(&self, key: Key) -> bool {
        self.searching && LineEditor::takes(key)
    }

    /// Types into the search.
    pub fn key(&mut self, key: Key) {
        self.search.key(key);
        self.stale = true;
    }

    /// Pastes into the search.
    pub fn paste(&mut self, text: &str) {
        self.searching = true;
        self.search.paste(text);
        self.stale = true;
    }

    /// Reads list, counts and detail anew.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        self.count(app)?;
        self.list.reload(app.desk()?)?;
        match &mut self.detail {
            Some(detail) => detail.reload(app),
            None => Ok(()),
        }
    }

    /// Searches for what was typed, and reads the selected ticket: once for any number of keys.
    pub fn prepare(&mut self, app: &mut App) -> Result<()> {
        if self.stale {
            self.stale = false;
            let typed = self.search.text().to_owned();
            // Every ticket is searched, whatever the view: what is looked for may be closed.
            let queue = if typed.trim().is_empty() { self.chosen().and_then(|v| v.queue) } else { None };
            self.list.show(app.desk()?, queue, &typed)?;
        }
        let selected = self.list.ticket();
        if self.detail.as_ref().map(TicketPane::id) != selected {
            self.detail = None;
            if let Some(id) = selected {
                self.detail = Some(TicketPane::open(app, id)?);
            }
        }
        Ok(())
    }

    /// What the desk is called on the way back: its view and how many tickets that holds.
    pub fn crumb(&self, look: &Look) -> String {
        let name = look.words.word("name-desk");
        let crumb = look.theme.sign(Sign::Crumb);
        let view = if self.list.search().trim().is_empty() {
            self.chosen().map(|v| {
                look.words.say("view-count", &[("view", v.name.clone()), ("count", v.count.to_string())])
            })
        } else {
            Some(look.words.say("view-search", &[("typed", self.list.search().to_owned())]))
        };
        match (view, &self.detail) {
            (Some(view), Some(detail)) if self.focus == Pane::Detail && !self.wide => {
                format!("{name}{crumb}{view}{crumb}#{}", detail.id())
            }
            (Some(view), _) => format!("{name}{crumb}{view}"),
            (None, _) => name,
        }
    }

    /// The ticket that is looked at: the selected one where its detail shows.
    pub fn ticket(&self) -> Option<TicketId> {
        let seen = self.wide || self.focus == Pane::Detail;
        self.detail.as_ref().filter(|_| seen).map(TicketPane::id)
    }

    /// The ticket that was opened: the selected one where its detail has the focus.
    pub fn opened(&self) -> Option<TicketId> {
        self.list.ticket().filter(|_| self.focus == Pane::Detail)
    }

    /// The lot of the selected ticket.
    pub fn lot(&self) -> Option<&str> {
        self.detail.as_ref()?.lot()
    }

    /// How an action is called here, and why it can't be used now; none where there is no ticket for it.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match (&self.detail, verb) {
            (Some(detail), verb) => detail.offer(verb, look),
            (
                None,
                Verb::Refund
                | Verb::Coupon
                | Verb::Coupons
                | Verb::Return
                | Verb::Returns
                | Verb::AfterSales
                | Verb::Note
                | Verb::Message
                | Verb::Edit
                | Verb::Assign
                | Verb::Stage
                | Verb::CustomerCard
                | Verb::SalesOrder
                | Verb::NewQuotation
                | Verb::CopyTray
                | Verb::PlanIntervention
                | Verb::Tasks
                | Verb::CreditNotes,
            ) => None,
            (None, verb) => Offer::usual(verb, look),
        }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let typing = self.searching;
        match verb {
            Verb::Search => {
                self.focus = Pane::List;
                if self.search.text().is_empty() {
                    self.before = self.list.ticket();
                }
                self.search = LineEditor::default();
                self.searching = true;
            }
            Verb::Views => return Ok(Next::Push(Layer::Menu(Box::new(self.menu(app))))),
            Verb::Back if self.focus == Pane::Detail => {
                if !self.detail.as_mut().is_some_and(TicketPane::home) {
                    self.focus = Pane::List;
                }
            }
            Verb::Quit if self.focus == Pane::Detail => self.focus = Pane::List,
            Verb::Back | Verb::Quit if typing || !self.search.text().is_empty() => {
                self.search = LineEditor::default();
                (self.searching, self.stale) = (false, true);
                self.prepare(app)?;
                // Back to where one was.
                if let Some(before) = self.before.take() {
                    self.list.find(app.desk()?, before)?;
                }
            }
            Verb::Back => {}
            Verb::Quit => app.done = true,
            Verb::OtherPane => {
                self.focus = if self.focus == Pane::List { Pane::Detail } else { Pane::List };
                self.searching = false;
            }
            Verb::Previous => self.list.step(app.desk()?, -1)?,
            Verb::Next => self.list.step(app.desk()?, 1)?,
            Verb::Open if self.focus == Pane::List => {
                self.searching = false;
                if let Some(id) = self.list.ticket() {
                    self.focus = Pane::Detail;
                    app.visited.note(&Target::Ticket(id));
                }
            }
            other if self.focus == Pane::List && self.moves(other, app)? => {}
            other => {
                self.prepare(app)?;
                return match &mut self.detail {
                    Some(detail) => detail.on(other, app),
                    None => ticket::without(other, app),
                };
            }
        }
        Ok(Next::Stay)
    }

    fn moves(&mut self, verb: Verb, app: &mut App) -> Result<bool> {
        if self.stale {
            self.prepare(app)?;
        }
        let page = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        let desk = app.desk()?;
        match verb {
            Verb::Up => self.list.step(desk, -1)?,
            Verb::Down => self.list.step(desk, 1)?,
            Verb::PageUp => self.list.step(desk, -page)?,
            Verb::PageDown => self.list.step(desk, page)?,
            Verb::First => self.list.first(desk)?,
            Verb::Last => self.list.last(desk)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn menu(&self, app: &App) -> Menu {
        let entries =
            self.views.iter().map(|v| (v.name.clone(), app.look.words.quantity(&v.count.to_string())));
        Menu::numbered(app.look.words.word("title-views"), entries, self.view, Verb::Views)
    }

    /// Takes a view from the menu of views.
    pub fn pick(&mut self, at: usize, app: &mut App) -> Result<()> {
        self.focus = Pane::List;
        self.choose(at, app)
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        match hit {
            Hit::Row(at) => {
                let again = self.focus == Pane::List && self.list.selected() == *at && self.wide;
                self.focus = Pane::List;
                self.list.select(*at);
                if again || !self.wide {
                    return self.on(Verb::Open, app);
                }
            }
            Hit::Pane(at) => {
                self.focus = Pane::Detail;
                if let Some(detail) = &mut self.detail {
                    return detail.click(*at, app);
                }
            }
            Hit::Field(_) | Hit::Line(..) | Hit::Verb(_) => {}
        }
        Ok(Next::Stay)
    }

    /// Draws list and detail.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        self.wide = area.width >= WIDE;
        let left = if self.wide { (area.width * 9 / 20).clamp(48, 90) } else { area.width };
        if self.wide || self.focus == Pane::List {
            self.draw_list(ink, look, Rect { width: left, ..area }, top && self.focus == Pane::List);
        }
        if self.wide {
            for y in area.top()..area.bottom() {
                let line = ink.theme.lines().vertical_left;
                ink.put(area.x + left, y, 1, line, ink.theme.border);
            }
        }
        let detail = match self.wide {
            true => Rect { x: area.x + left + 2, width: area.width - left - 3, ..area },
            false => Rect { x: area.x + 1, width: area.width - 2, ..area },
        };
        if self.wide || self.focus == Pane::Detail {
            let focused = top && self.focus == Pane::Detail;
            match &mut self.detail {
                Some(pane) => pane.draw(ink, detail, focused, Hit::Pane),
                None => {
                    let text = look.words.word("notice-no-ticket");
                    ink.put(detail.x, detail.y + 1, detail.width, &text, ink.theme.dim);
                }
            }
        }
    }

    fn draw_list(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, focused: bool) {
        let mut rows = area;
        if self.searching || !self.search.text().is_empty() {
            let line = Rect { height: 1, ..area };
            let used = ink.put(line.x, line.y, 3, " / ", ink.theme.accent);
            let field = Rect { x: line.x + used, width: line.width - used - 1, ..line };
            let caret = ink.caret;
            self.search.draw(ink, field, ink.theme.input);
            if !self.searching || !focused {
                ink.caret = caret;
            }
            rows = Rect { y: area.y + 1, height: area.height - 1, ..area };
        }
        let columns = Columns::of(rows.width);
        ink.row(Rect { height: 1, ..rows }, &columns.heading(look), ink.theme.dim);
        let rows = Rect { y: rows.y + 1, height: rows.height - 1, ..rows };
        self.height = rows.height.into();
        self.list.reveal(self.height);
        if self.list.rows().is_empty() {
            let text = nothing(self.list.search(), look);
            for (y, line) in (rows.y + 1..rows.bottom()).zip(crate::tui::ink::wrapped(&text, rows.width - 2))
            {
                ink.put(rows.x + 1, y, rows.width - 2, &line, ink.theme.dim);
            }
            return;
        }
        let shown = self.list.rows().iter().enumerate().skip(self.list.top).take(self.height);
        let shown: Vec<_> = shown
            .map(|(at, row)| (at, columns.line(row, look), row.closed, look.present_at(row.id)))
            .collect();
        for (y, (at, line, closed, present)) in (rows.y..).zip(shown) {
            let row = Rect { y, height: 1, ..rows };
            let style = match (at == self.list.selected(), focused) {
                (true, true) => ink.theme.selected,
                (true, false) => ink.theme.marked,
                (false, _) if closed => ink.theme.dim,
                (false, _) => ink.theme.text,
            };
            ink.row(row, &line, style);
            if !present.is_empty() {
                // Over the end of the row: who is there now matters more than what stands there.
                ink.right(row, &format!(" {} ", present.join(" ")), style);
            }
            if at == self.list.selected() {
                ink.put(row.x, y, 1, ink.theme.sign(Sign::Pointer), style);
            }
            ink.hit(row, Hit::Row(at));
        }
    }
}

/// Why the list is empty, and where else what was typed can be looked for.
fn nothing(search: &str, look: &Look) -> String {
    let words = &look.words;
    let typed = search.trim();
    if typed.is_empty() {
        return words.word("notice-empty-view");
    }
    let told = found::no_ticket(words, typed).unwrap_or_else(|| words.word("notice-not-found"));
    let key = look.key(&[Context::Everywhere], Verb::Find);
    format!("{told}\n{}", words.say("find-elsewhere", &[("key", key)]))
}

/// How wide the columns of the list are.
struct Columns {
    subject: usize,
    customer: usize,
    stage: usize,
    assignee: usize,
}

impl Columns {
    /// Divides a width: number and priority first, then what there is room for.
    fn of(width: u16) -> Self {
        let room = usize::from(width).saturating_sub(12);
        let (customer, stage, assignee) = match room {
            0..=45 => (0, 12, 0),
            46..=62 => (14, 12, 0),
            63..=72 => (16, 12, 10),
            _ => (20, 14, 13),
        };
        let others = [customer, stage, assignee].iter().filter(|w| **w > 0).map(|w| w + 1).sum::<usize>();
        Self { subject: room.saturating_sub(others), customer, stage, assignee }
    }

    fn heading(&self, look: &Look) -> String {
        let words = &look.words;
        let [subject, customer, stage, assignee] =
            [words.label("subject"), words.label("customer"), words.label("stage"), words.label("assignee")];
        self.cells("#", "!", [&subject, &customer, &stage, &assignee])
    }

    fn line(&self, row: &TicketRow, look: &Look) -> String {
        let priority = "!".repeat(usize::try_from(row.priority).unwrap_or(0).min(3));
        let (customer, assignee) = (row.customer.as_deref(), row.assignee.as_deref());
        let texts = [
            &*row.subject,
            customer.unwrap_or_default(),
            &code::stage(&look.words, &row.stage),
            assignee.unwrap_or_default(),
        ];
        self.cells(&row.id.to_string(), &priority, texts)
    }

    fn cells(&self, number: &str, priority: &str, texts: [&str; 4]) -> String {
        let mut line = format!("{number:>7} {priority:<3}");
        for (text, width) in texts.into_iter().zip([self.subject, self.customer, self.stage, self.assignee]) {
            if width > 0 {
                line.push(' ');
                line.push_str(&padded(&cells::truncate(&cells::printable(text), width), width));
            }
        }
        line
    }
}

impl Target {
    /// The ticket that a target is, if it is one.
    pub fn ticket(&self) -> Option<TicketId> {
        if let Self::Ticket(id) = self { Some(*id) } else { None }
    }
}
