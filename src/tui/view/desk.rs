//! The desk: tickets on the left, the selected one on the right; one of the two where the screen is
//! narrow. Views choose which tickets, search narrows them as one types.

mod columns;
mod list;
mod marked;
mod marks;

use ratatui::layout::Rect;

use super::ticket::{self, TicketPane};
use super::{Menu, Target};
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Value};
use crate::domain::ids::TicketId;
use crate::domain::record::RecordKind;
use crate::domain::ticket::{Listing, Queue};
use crate::domain::view::{ListColumn, View};
use crate::domain::wizard::Form;
use crate::keys::{Context, Key, Verb};
use crate::tui::app::App;
use crate::tui::editor::LineEditor;
use crate::tui::form::FormLayer;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::list::TicketList;
use crate::tui::look::Look;
use crate::tui::theme::Sign;
use marks::Marks;

/// Of so many tickets those of views are counted at once; of more beside the loop.
const COUNTED: i64 = 5_000;
/// From this width on, list and detail stand side by side.
const WIDE: u16 = 100;

/// A choice of tickets with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which; of no queue every ticket, closed ones too.
    pub listing: Listing,
    /// Name.
    pub name: String,
    /// How many tickets it holds, where that is known.
    pub count: Option<i64>,
    /// The view that it is.
    pub view: Option<View>,
}

/// A menu that the desk opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Above {
    Views,
    Marked,
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
    /// What is wrong with what is shown, or typed.
    fault: Option<Error>,
    /// Which tickets are marked.
    marks: Marks,
    /// How many tickets the list holds that all were marked of.
    total: Option<i64>,
    /// Where a range of marks begins.
    anchor: Option<TicketId>,
    /// What the menu above is of.
    menu: Above,
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
            fault: None,
            marks: Marks::default(),
            total: None,
            anchor: None,
            menu: Above::Views,
            height: 1,
            wide: false,
        };
        desk.count(app)?;
        desk.view = if desk.views.first().is_some_and(|mine| mine.count > Some(0)) { 0 } else { 2 };
        desk.choose(desk.view, app)?;
        Ok(desk)
    }

    /// Reads the views: the queues, those that somebody made, the teams, everything. Queues are counted by kept
    /// counts, so that it costs nothing.
    fn count(&mut self, app: &mut App) -> Result<()> {
        let counts = app.desk()?.counts()?;
        let queue = |queue: Option<Queue>, name: String| Chosen {
            listing: Listing { queue, ..Listing::default() },
            name,
            count: Some(counts.iter().map(|team| team.of(queue)).sum()),
            view: None,
        };
        let every: i64 = counts.iter().map(|team| team.of(None)).sum();
        let own = app.desk()?.views()?;
        let listings: Vec<Listing> = own.iter().map(View::listing).collect();
        match every <= COUNTED {
            true => {
                for listing in &listings {
                    // A view that is not understood any more has no count.
                    if let Ok(count) = app.desk()?.count_tickets(listing) {
                        app.counter.know(listing, count);
                    }
                }
            }
            false => app.count_views(listings),
        }
        let own: Vec<Chosen> = own
            .into_iter()
            .map(|view| Chosen {
                listing: view.listing(),
                name: view.name.clone(),
                count: app.counter.of(&view.listing()),
                view: Some(view),
            })
            .collect();
        let teams = app.desk()?.seen_teams()?;
        let words = &app.look.words;
        let mut views: Vec<Chosen> = [Queue::Mine, Queue::Unassigned, Queue::All]
            .into_iter()
            .zip(["view-mine", "view-unassigned", "view-all"])
            .map(|(of, key)| queue(Some(of), words.word(key)))
            .collect();
        views.extend(own);
        views.extend(teams.into_iter().map(|(id, name)| queue(Some(Queue::Team(id)), name)));
        views.push(queue(None, words.word("view-every")));
        // The one that is shown stays, wherever it stands now.
        let same = |of: &Chosen| match (&of.view, self.chosen().and_then(|v| v.view.as_ref())) {
            (Some(of), Some(shown)) => of.id == shown.id,
            (None, None) => self.chosen().is_some_and(|shown| shown.listing.queue == of.listing.queue),
            _ => false,
        };
        self.view = views.iter().position(same).unwrap_or_else(|| self.view.min(views.len() - 1));
        self.views = views;
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
        let listing = self.chosen().map(|v| v.listing.clone()).unwrap_or_default();
        self.look_for(listing, app)
    }

    /// Shows a list. One that can't be understood is told; what was shown before stays below it.
    fn look_for(&mut self, listing: Listing, app: &mut App) -> Result<()> {
        self.fault = None;
        if matches!(self.marks, Marks::AllBut(_)) && listing != *self.list.listing() {
            // All was all of that list, and stays so.
            let marked = self.marks.tickets(app.desk()?, self.list.listing())?;
            self.marks = Marks::Some(marked.into_iter().collect());
        }
        match self.list.show(app.desk()?, listing) {
            Err(fault @ Error::Query(_)) => {
                self.fault = Some(fault);
                if self.search.text().trim().is_empty() {
                    self.list = TicketList::default();
                }
                Ok(())
            }
            shown => shown,
        }
    }

    /// The columns of what is shown.
    fn columns(&self) -> Vec<ListColumn> {
        let own = self.chosen().and_then(|v| v.view.as_ref()).map(|view| view.columns.clone());
        own.unwrap_or_else(|| ListColumn::USUAL.to_vec())
    }

    /// The list that is shown, and its columns.
    pub fn shown_list(&self) -> (Listing, Vec<ListColumn>) {
        (self.list.listing().clone(), self.columns())
    }

    /// What is searched for; empty where nothing is.
    fn searched(&self) -> &str {
        self.search.text().trim()
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
        // A view that was changed shows what it is by now.
        let listing = self.chosen().map(|v| v.listing.clone()).unwrap_or_default();
        if self.searched().is_empty() && listing != *self.list.listing() {
            self.look_for(listing, app)?;
        } else if self.fault.is_none() {
            self.list.reload(app.desk()?)?;
        }
        match &mut self.detail {
            Some(detail) => detail.reload(app),
            None => Ok(()),
        }
    }

    /// Searches for what was typed, and reads the selected ticket: once for any number of keys.
    pub fn prepare(&mut self, app: &mut App) -> Result<()> {
        if self.stale {
            self.stale = false;
            let mut listing = self.chosen().map(|v| v.listing.clone()).unwrap_or_default();
            if !self.searched().is_empty() {
                // Every ticket is searched, whatever the view: what is looked for may be closed.
                (listing.queue, listing.query) = (None, self.searched().to_owned());
            }
            self.look_for(listing, app)?;
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
        let view = if self.searched().is_empty() {
            self.chosen().map(|v| match v.count {
                Some(count) => {
                    look.words.say("view-count", &[("view", v.name.clone()), ("count", count.to_string())])
                }
                None => v.name.clone(),
            })
        } else {
            Some(look.words.say("view-search", &[("typed", self.searched().to_owned())]))
        };
        let marked = self.marked_crumb(look);
        let view = view.map(|view| match marked {
            Some(marked) => format!("{view}{crumb}{marked}"),
            None => view,
        });
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
                | Verb::Merge
                | Verb::MergeHere
                | Verb::Take
                | Verb::Priority
                | Verb::Unmerge
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
            Verb::EditView => return self.edit_view(app),
            Verb::Export => return self.export(app),
            Verb::Views => {
                self.menu = Above::Views;
                return Ok(Next::Push(Layer::Menu(Box::new(self.views_menu(app)))));
            }
            Verb::Mark | Verb::MarkRange | Verb::MarkAll if self.focus == Pane::List => {
                self.mark(verb, app)?;
            }
            Verb::ForMarked => {
                self.menu = Above::Marked;
                return self.for_marked(app);
            }
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
            Verb::Back if !self.marks.is_empty() => self.marks = Marks::default(),
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

    fn views_menu(&self, app: &App) -> Menu {
        let entries = self.views.iter().map(|v| {
            let count = v.count.map(|count| app.look.words.quantity(&count.to_string()));
            (v.name.clone(), count.unwrap_or_default())
        });
        Menu::numbered(app.look.words.word("title-views"), entries, self.view, Verb::Views)
    }

    /// The form of the view that is shown; of a queue or a search that of a new one, with what is shown.
    fn edit_view(&self, app: &mut App) -> Result<Next> {
        let shown = self.chosen().and_then(|v| v.view.as_ref()).map(|view| view.id.0);
        let changed = shown.filter(|_| self.searched().is_empty());
        let mut draft = Draft::default();
        if changed.is_none() {
            draft.set("query", Value::Text(self.as_query()));
            let row = |column: &ListColumn| ListColumn::ALL.iter().zip(1..).find(|(of, _)| *of == column);
            let columns = self.columns().iter().filter_map(row).map(|(_, row)| row).collect();
            draft.set("columns", Value::Picked(columns));
        }
        let form = Form::Record(RecordKind::View, None, changed);
        Ok(Next::Push(Layer::Form(Box::new(FormLayer::filled(app, form, draft)?))))
    }

    /// The form that writes what is shown into a file, which is called as it is.
    fn export(&self, app: &mut App) -> Result<Next> {
        let shown = self.chosen().filter(|_| self.searched().is_empty()).map(|v| v.name.clone());
        let name = shown.unwrap_or_else(|| app.look.words.word("export-stem"));
        let plain: String =
            name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect::<String>();
        let mut draft = Draft::default();
        draft.set("output", Value::Text(format!("{}.csv", plain.trim_matches('-').to_lowercase())));
        Ok(Next::Push(Layer::Form(Box::new(FormLayer::filled(app, Form::Export, draft)?))))
    }

    /// What is shown, in the query language.
    fn as_query(&self) -> String {
        let Some(shown) = self.chosen().filter(|_| self.searched().is_empty()) else {
            return self.searched().to_owned();
        };
        match shown.listing.queue {
            Some(Queue::Mine) => "status:open assignee:me".to_owned(),
            Some(Queue::Unassigned) => "status:open assignee:none".to_owned(),
            Some(Queue::All) => "status:open".to_owned(),
            Some(Queue::Team(_)) => format!("status:open team:\"{}\"", shown.name),
            None => shown.listing.query.clone(),
        }
    }

    /// Shows a view.
    pub fn show_view(&mut self, app: &mut App, id: i64) -> Result<()> {
        self.count(app)?;
        let found = self.views.iter().position(|v| v.view.as_ref().is_some_and(|view| view.id.0 == id));
        match found {
            Some(at) => self.choose(at, app),
            None => Ok(()),
        }
    }

    /// Takes what was chosen from the menu above.
    pub fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        if self.menu == Above::Marked {
            return self.pick_for_marked(at, app);
        }
        self.focus = Pane::List;
        self.choose(at, app).map(|()| Next::Stay)
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
}

impl Target {
    /// The ticket that a target is, if it is one.
    pub fn ticket(&self) -> Option<TicketId> {
        if let Self::Ticket(id) = self { Some(*id) } else { None }
    }
}
