//! The program as the terminal shows it: one way from a key to the screen. A key is typed into what
//! has the focus or looked up in the table; what it means is performed by the top layer; commands go to
//! the desk; what changed is read anew; then everything is drawn once.

mod carry;
mod copy;
mod draw;
mod file;
mod mail;
mod print;
mod undo;
mod visited;

pub use print::Sheaf;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ratatui::layout::{Position, Rect};

use super::clipboard::{Clipboard, Surroundings};
use super::counter::Counter;
use super::courier::{Courier, Round};
use super::ink::Hit;
use super::layer::{Layer, Next};
use super::look::Look;
use super::theme::{Palette, Theme};
use super::turner::Turner;
use super::view::{self, DeskView, Menu, PageView};
use crate::desk::outbox::Rules;
use crate::desk::{Clock, Desk};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::form::{FieldId, Value};
use crate::domain::ids::TicketId;
use crate::domain::kept::Kept;
use crate::domain::mail::Post;
use crate::domain::record::RecordKind;
use crate::domain::settings::Language;
use crate::domain::ticket::Listing;
use crate::domain::user::UserView;
use crate::domain::view::ListColumn;
use crate::domain::wizard::Form;
use crate::keys::{Code, Context, Found, Key, Keymap, Verb};
use crate::text::{Words, hangul, sentence};

/// How much of the database stays in memory, in KiB: the same however many tickets there are.
const CACHE: i64 = 4_000;
/// The most forms whose typing is kept for later.
const KEPT: usize = 50;

/// What the interface is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database.
    pub database: PathBuf,
    /// The agent that was named.
    pub login: Option<String>,
    /// The operating-system account.
    pub account: String,
    /// Whether writes are refused.
    pub readonly: bool,
    /// The clock.
    pub clock: Clock,
    /// Language of the interface.
    pub language: Language,
    /// Colours.
    pub palette: Palette,
    /// No colour codes at all.
    pub colourless: bool,
    /// Borders of ASCII.
    pub ascii: bool,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// A person's own keys.
    pub keymap: Keymap,
    /// Which clipboards there are.
    pub surroundings: Surroundings,
    /// How messages leave the desk; where it is not known, none leaves by itself.
    pub post: Option<Post>,
    /// What to tell at the start, as of keys that could not be taken.
    pub note: Option<String>,
    /// Makes the demo database, for the first start.
    pub demo: fn(&Options) -> Result<PathBuf>,
}

/// What only the loop around can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Edit a text in the person's editor.
    Edit(String),
    /// Draw everything anew.
    Redraw,
    /// Take the mouse, or give it back.
    Mouse(bool),
    /// Send a text to the terminal for its clipboard.
    Send(String),
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Done,
    Wrong,
}

/// The program as the terminal shows it.
pub struct App {
    /// Words, colours, keys.
    pub look: Look,
    options: Options,
    desk: Option<Desk>,
    agent: Option<UserView>,
    layers: Vec<Layer>,
    notice: Option<(String, Tone)>,
    pressed: Vec<Key>,
    kept: BTreeMap<Form, Kept>,
    hits: Vec<(Rect, Hit)>,
    mouse: bool,
    /// What copies go to.
    pub clipboard: Clipboard,
    /// Who carries messages away.
    pub courier: Courier,
    /// Who counts views.
    pub counter: Counter,
    /// Who takes back what is large.
    pub turner: Turner,
    grace: Option<mail::Grace>,
    /// A text that could not be copied for certain, to be shown when the key is done.
    by_hand: Option<String>,
    /// Whether deadlines are computed anew.
    pub refreshing: bool,
    /// How many requests wait for this agent to decide.
    to_decide: i64,
    /// What was looked at lately.
    pub visited: visited::Visited,
    /// Where files are kept that were opened.
    opened: Option<tempfile::TempDir>,
    /// What the loop is to do before the next key.
    pub errand: Option<Errand>,
    /// Whether it is over.
    pub done: bool,
    /// Whether the screen no longer shows how things are.
    pub dirty: bool,
}

impl App {
    /// Opens the desk; where there is no database, the welcome form.
    pub fn new(options: Options) -> Result<Self> {
        let look = Look {
            words: Words::new(options.language),
            theme: Theme::new(options.palette, options.colourless, options.ascii),
            keymap: options.keymap.clone(),
            zone: chrono_tz::UTC,
            today: options.clock.now().date_naive(),
            now: options.clock.now(),
            present: vec![],
        };
        let mut app = Self {
            look,
            desk: None,
            agent: None,
            layers: vec![],
            notice: options.note.clone().map(|note| (note, Tone::Wrong)),
            pressed: vec![],
            kept: BTreeMap::new(),
            hits: vec![],
            mouse: options.mouse,
            clipboard: Clipboard::new(options.surroundings),
            courier: Courier::new(options.post.clone()),
            counter: Counter::default(),
            turner: Turner::default(),
            grace: None,
            by_hand: None,
            refreshing: false,
            to_decide: 0,
            visited: visited::Visited::default(),
            opened: None,
            errand: None,
            done: false,
            dirty: true,
            options,
        };
        if app.options.database.exists() {
            app.open()?;
        } else {
            let form = super::form::FormLayer::new(&mut app, Form::Welcome)?;
            app.layers.push(Layer::Form(Box::new(form)));
        }
        Ok(app)
    }

    /// Opens the database and shows the desk.
    fn open(&mut self) -> Result<()> {
        let options = &self.options;
        let words = Words::new(self.look.words.language());
        let mut desk = Desk::open(&options.database, options.readonly, options.clock, words)?;
        desk.sign_in(options.login.as_deref(), &options.account)?;
        // A key is answered at once: who waits longer is told, and keeps what was typed.
        desk.set_patience(std::time::Duration::from_millis(50))?;
        desk.set_cache(CACHE)?;
        desk.open_side();
        if let Some(post) = &options.post {
            desk.set_mail(Rules::of(post));
        }
        let settings = desk.settings()?;
        self.look.zone = settings.time_zone.parse().unwrap_or(chrono_tz::UTC);
        self.look.today = desk.today()?;
        self.agent = Some(desk.agent()?);
        self.to_decide = desk.to_decide()?;
        // What somebody left in the middle is gone on with.
        self.refreshing = !options.readonly && desk.levels_wait()?;
        self.desk = Some(desk);
        let view = DeskView::new(self)?;
        self.layers = vec![Layer::Desk(Box::new(view))];
        Ok(())
    }

    /// Makes a database as the welcome form asks, or the demo, and opens it.
    pub fn start(&mut self, setup: Option<&crate::desk::Setup>) -> Result<()> {
        match setup {
            Some(setup) => {
                let words = Words::new(self.look.words.language());
                Desk::create(&self.options.database, setup, self.options.clock, words)?;
                self.options.login = Some(setup.agent.clone());
            }
            None => self.options.database = (self.options.demo)(&self.options)?,
        }
        self.open()?;
        self.tell(self.look.words.word("notice-welcome"));
        Ok(())
    }

    /// The desk.
    pub fn desk(&mut self) -> Result<&mut Desk> {
        let key = self.options.database.display().to_string();
        self.desk.as_mut().ok_or(Error::NotFound { what: Thing::Database, key })
    }

    /// Whether the mouse is taken.
    pub fn mouse(&self) -> bool {
        self.mouse
    }

    /// The row of who acts.
    pub fn agent(&self) -> Option<i64> {
        self.agent.as_ref().map(|agent| agent.id.0)
    }

    /// What the program was started with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Handles a key.
    pub fn key(&mut self, key: Key) {
        self.dirty = true;
        self.notice = None;
        let Some(top) = self.layers.last() else { return };
        if self.pressed.is_empty() && top.takes(key) {
            return self.with_top(|layer, app| layer.key(key, app));
        }
        match key.code {
            // A Hangul keyboard: the keys that were pressed, one by one.
            Code::Char(c) if !key.ctrl && !key.alt => match hangul::keys(c) {
                Some(keys) => keys.chars().for_each(|c| self.command(Code::Char(c).into())),
                None => self.command(key),
            },
            _ => self.command(key),
        }
    }

    /// Looks a key up, together with those before it.
    fn command(&mut self, key: Key) {
        let Some(top) = self.layers.last() else { return };
        self.pressed.push(key);
        let found = self.look.keymap.find(&top.contexts(), &self.pressed);
        if found != Found::Prefix {
            self.pressed.clear();
        }
        if let Found::Verb(verb) = found {
            self.perform(verb);
        }
    }

    /// Pastes a text into what has the focus.
    pub fn paste(&mut self, text: &str) {
        self.dirty = true;
        self.notice = None;
        self.with_top(|layer, app| layer.paste(text, app));
    }

    /// Handles a click.
    pub fn click(&mut self, at: Position) {
        self.dirty = true;
        let hit = self.hits.iter().rev().find(|(area, _)| area.contains(at)).map(|(_, hit)| hit.clone());
        match hit {
            Some(Hit::Verb(verb)) => self.perform(verb),
            Some(hit) => self.with_top(|layer, app| layer.click(&hit, app)),
            None => {}
        }
    }

    /// Handles the wheel.
    pub fn wheel(&mut self, up: bool) {
        for _ in 0..3 {
            self.with_top(|layer, app| layer.on(if up { Verb::Up } else { Verb::Down }, app));
        }
        self.dirty = true;
    }

    /// The terminal has another size.
    pub fn resize(&mut self) {
        self.dirty = true;
    }

    /// Once a second: what other processes wrote shows up.
    pub fn tick(&mut self) {
        match self.desk.as_mut().map(Desk::changed) {
            Some(Ok(true)) => {
                self.reload();
                self.dirty = true;
            }
            Some(Err(error)) => {
                self.complain(&error);
                self.dirty = true;
            }
            Some(Ok(false)) | None => {}
        }
        self.tick_clock();
        self.tick_mail();
        self.tick_presence();
    }

    /// Shows what is left of deadlines, once a minute.
    fn tick_clock(&mut self) {
        let now = self.options.clock.now();
        if now.timestamp().div_euclid(60) != self.look.now.timestamp().div_euclid(60) {
            self.look.now = now;
            self.dirty = true;
        }
    }

    /// Says where this agent is, and learns where the others are.
    fn tick_presence(&mut self) {
        let at = self.layers.iter().rev().find_map(Layer::ticket);
        let Some(desk) = &mut self.desk else { return };
        desk.beat(at);
        let present = desk.present();
        if present != self.look.present {
            self.look.present = present;
            self.reload();
            self.dirty = true;
        }
    }

    /// Performs an action: those that hold everywhere here, the others in the top layer.
    pub fn perform(&mut self, verb: Verb) {
        self.dirty = true;
        match verb {
            Verb::Help | Verb::Palette => {
                // What is offered depends on what is selected.
                self.prepare();
                let contexts = self.contexts();
                let menu = match self.layers.last() {
                    Some(top) => Menu::actions(&self.look, top, &contexts, verb == Verb::Help),
                    None => return,
                };
                self.layers.push(Layer::Menu(Box::new(menu)));
            }
            Verb::Undo => self.undo(),
            Verb::Redo => self.redo(),
            Verb::Outbox if !matches!(self.layers.last(), Some(Layer::Outbox(_))) => {
                match view::OutboxView::open(self) {
                    Ok(layer) => self.layers.push(layer),
                    Err(error) => self.complain(&error),
                }
            }
            Verb::LookUpLot => self.look_up_lot(),
            Verb::Find => self.find(),
            Verb::ViewedBefore => self.walk(true),
            Verb::ViewedAfter => self.walk(false),
            Verb::Exit => self.exit(),
            Verb::Redraw => self.errand = Some(Errand::Redraw),
            Verb::Mouse => {
                self.mouse = !self.mouse;
                self.errand = Some(Errand::Mouse(self.mouse));
                let key = if self.mouse { "notice-mouse-on" } else { "notice-mouse-off" };
                self.tell(self.look.words.word(key));
            }
            Verb::Language => {
                let other = match self.look.words.language() {
                    Language::English => Language::Korean,
                    Language::Korean => Language::English,
                };
                self.set_language(other);
            }
            Verb::Theme => {
                let theme = &self.look.theme;
                self.look.theme = Theme::new(theme.palette.next(), theme.colourless, theme.ascii);
                let name = self.look.theme.palette.as_str().to_owned();
                self.tell(self.look.words.say("notice-theme", &[("theme", name)]));
            }
            Verb::Settings => self.with_top(|layer, app| {
                Ok(if layer.is_full() { Next::Push(settings(&app.look)) } else { Next::Stay })
            }),
            screen if let Some(target) = screen_of(screen) => {
                self.with_top(|layer, app| match layer.is_full() {
                    true => PageView::open(app, target).map(Next::Push),
                    false => Ok(Next::Stay),
                });
            }
            other => self.with_top(|layer, app| layer.on(other, app)),
        }
    }

    /// Opens the list of lots and serial numbers, at the selected ticket's one.
    fn look_up_lot(&mut self) {
        if matches!(self.layers.last(), Some(Layer::Picker(_) | Layer::Ask(_)) | None) || self.desk.is_none()
        {
            return;
        }
        let lot = match self.layers.last() {
            Some(Layer::Desk(desk)) => desk.lot().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        match super::form::PickerLayer::of_lots(self, &lot) {
            Ok(picker) => self.layers.push(Layer::Picker(Box::new(picker))),
            Err(error) => self.complain(&error),
        }
    }

    /// Opens the search over everything; where a question waits for its answer, that comes first.
    fn find(&mut self) {
        let open = |top: &Layer| !top.asks() && !matches!(top, Layer::Find(_));
        if self.desk.is_some() && self.layers.last().is_some_and(open) {
            self.layers.push(view::Finder::open());
        }
    }

    /// The places whose keys hold now.
    pub fn contexts(&self) -> Vec<Context> {
        self.layers.last().map_or_else(Vec::new, Layer::contexts)
    }

    /// Quits; asks where a form holds typing.
    fn exit(&mut self) {
        let dirty = self.layers.iter().any(|l| matches!(l, Layer::Form(form) if form.is_dirty()));
        let asking = matches!(self.layers.last(), Some(Layer::Ask(_)));
        if dirty && !asking {
            self.layers.push(Layer::Ask(view::Ask::quit()));
        } else {
            self.done = true;
        }
    }

    /// Speaks another language from now on.
    pub fn set_language(&mut self, language: Language) {
        self.look.words = Words::new(language);
        if let Some(desk) = &mut self.desk {
            desk.set_words(Words::new(language));
        }
        self.reload();
    }

    /// Hands the top layer something to do, and follows what comes of it.
    fn with_top(&mut self, act: impl FnOnce(&mut Layer, &mut App) -> Result<Next>) {
        let Some(mut top) = self.layers.pop() else { return };
        match act(&mut top, self) {
            Ok(next) => self.follow(top, next),
            Err(error) => {
                self.layers.push(top);
                self.complain(&error);
            }
        }
        self.show_by_hand();
    }

    fn follow(&mut self, top: Layer, next: Next) {
        match next {
            Next::Stay => self.layers.push(top),
            Next::Close => {
                if self.layers.is_empty() {
                    self.done = true;
                }
            }
            Next::Push(layer) => self.layers.extend([top, layer]),
            Next::Swap(layer) => self.layers.push(layer),
            Next::Give(field, value) => self.give(field, value),
            Next::Perform(verb) => self.perform(verb),
            Next::Lead(target) => self.with_top(|_, app| PageView::open(app, target).map(Next::Push)),
            Next::Pick(at) => self.with_top(|layer, app| match layer {
                Layer::Desk(desk) => desk.pick(at, app),
                Layer::Page(page) => page.pick(at, app),
                _ => Ok(Next::Stay),
            }),
        }
    }

    /// Gives the form on top a value.
    fn give(&mut self, field: FieldId, value: Value) {
        self.with_top(|layer, app| match layer {
            Layer::Form(form) => form.give(field, value, app),
            _ => Ok(Next::Stay),
        });
    }

    /// Reads anew what is open.
    pub fn reload(&mut self) {
        if let Ok(today) = self.desk().and_then(Desk::today) {
            self.look.today = today;
        }
        self.look.now = self.options.clock.now();
        self.to_decide = self.desk().and_then(Desk::to_decide).unwrap_or_default();
        let mut layers = std::mem::take(&mut self.layers);
        let mut failed = None;
        for layer in &mut layers {
            failed = layer.reload(self).err().or(failed);
        }
        // A page whose subject is out of sight now closes nothing: it says so.
        layers.append(&mut self.layers);
        self.layers = layers;
        if let Some(error) = failed {
            self.complain(&error);
        }
    }

    /// Shows a ticket on the desk below everything else.
    pub fn show_ticket(&mut self, id: TicketId) -> Result<()> {
        let mut layers = std::mem::take(&mut self.layers);
        let shown = match layers.first_mut() {
            Some(Layer::Desk(desk)) => desk.show(self, id),
            _ => Ok(()),
        };
        self.layers = layers;
        shown
    }

    /// Whether there is something to do without a key.
    pub fn is_busy(&self) -> bool {
        self.refreshing || matches!(self.layers.last(), Some(Layer::Bulk(bulk)) if bulk.is_busy())
    }

    /// Does a piece of what is to be done without a key.
    pub fn work(&mut self) {
        if self.refreshing {
            self.refresh_levels();
            return;
        }
        self.dirty = true;
        let mut failed = None;
        self.with_top(|layer, app| {
            if let Layer::Bulk(bulk) = layer
                && let Err(error) = bulk.work(app)
                // Another process writes: the same piece once more.
                && !matches!(error, Error::Busy)
            {
                bulk.fail(app);
                failed = Some(error);
            }
            Ok(Next::Stay)
        });
        if let Some(error) = failed {
            self.complain(&error);
        }
    }

    /// Computes a piece of all deadlines anew; what is seen is read anew when that is over.
    fn refresh_levels(&mut self) {
        match self.desk().and_then(|desk| desk.refresh_levels(false)) {
            Ok(piece) => self.refreshing = piece.more,
            // Another process writes: the same piece once more.
            Err(Error::Busy) => {}
            Err(error) => {
                self.refreshing = false;
                self.complain(&error);
            }
        }
        if !self.refreshing {
            self.reload();
            self.dirty = true;
        }
    }

    /// Marks exactly these tickets on the desk below everything else.
    pub fn set_marks(&mut self, tickets: &[TicketId]) {
        if let Some(Layer::Desk(desk)) = self.layers.first_mut() {
            desk.set_marks(tickets);
        }
    }

    /// What is done beside the loop: where, and who does it.
    pub(super) fn round(&self) -> Option<Round> {
        Some(Round {
            database: self.options.database.clone(),
            login: self.agent.as_ref()?.login.clone(),
            account: self.options.account.clone(),
            clock: self.options.clock,
            language: self.look.words.language(),
        })
    }

    /// Counts the tickets of lists beside the loop.
    pub fn count_views(&mut self, listings: Vec<Listing>) {
        if let Some(round) = self.round() {
            self.counter.count(round, listings);
        }
    }

    /// The list that the desk below everything else shows, and its columns.
    pub fn shown_list(&self) -> (Listing, Vec<ListColumn>) {
        match self.layers.first() {
            Some(Layer::Desk(desk)) => desk.shown_list(),
            _ => (Listing::default(), ListColumn::USUAL.to_vec()),
        }
    }

    /// Shows a view on the desk below everything else.
    pub fn show_view(&mut self, id: i64) -> Result<()> {
        let mut layers = std::mem::take(&mut self.layers);
        let shown = match layers.first_mut() {
            Some(Layer::Desk(desk)) => desk.show_view(self, id),
            _ => Ok(()),
        };
        self.layers = layers;
        shown
    }

    /// Closes the page of what was removed.
    pub fn close_page_of(&mut self, kind: RecordKind, id: i64) {
        self.layers.retain(|layer| !matches!(layer, Layer::Page(page) if page.is_of(kind, id)));
    }

    /// Closes the form that something was opened from; what was typed into it is done with.
    pub fn finish_form(&mut self) {
        if let Some(Layer::Form(form)) = self.layers.last() {
            let form = form.form().clone();
            if let Ok(desk) = self.desk() {
                desk.forget_draft(&form);
            }
        }
        self.close_form();
    }

    /// Closes the form that a question was opened from; what was typed into it stays kept.
    pub fn close_form(&mut self) {
        if matches!(self.layers.last(), Some(Layer::Form(_))) {
            self.layers.pop();
        }
    }

    /// Hands the error of a command to the form that it was made by.
    pub fn blame(&mut self, error: Error) {
        match self.layers.last_mut() {
            Some(Layer::Form(_)) => {
                self.with_top(|layer, app| {
                    if let Layer::Form(form) = layer {
                        form.tell_since(&error, app);
                        form.wrong(error);
                    }
                    Ok(Next::Stay)
                });
                self.with_top(|layer, app| layer.reload(app).map(|()| Next::Stay));
            }
            _ => self.complain(&error),
        }
    }

    /// Keeps what was typed into a form, to be offered again.
    pub fn keep(&mut self, form: Form, kept: Kept) {
        while self.kept.len() >= KEPT {
            self.kept.pop_first();
        }
        self.kept.insert(form, kept);
    }

    /// What was typed into a form before, if it was left so, here or by a program that was killed.
    pub fn kept(&mut self, form: &Form) -> Option<Kept> {
        let here = self.kept.remove(form);
        here.or_else(|| self.desk.as_mut()?.draft(form))
    }

    /// Says something.
    pub fn tell(&mut self, text: String) {
        self.notice = Some((text, Tone::Done));
    }

    /// Says what is wrong.
    pub fn complain(&mut self, error: &Error) {
        self.notice = Some((sentence::error(&self.look.words, error), Tone::Wrong));
    }

    /// The text that came back from the person's editor.
    pub fn edited(&mut self, text: Option<String>) {
        self.dirty = true;
        match text {
            Some(text) => self.with_top(|layer, app| match layer {
                Layer::Form(form) => form.edited(&text, app),
                _ => Ok(Next::Stay),
            }),
            None => self.notice = Some((self.look.words.word("notice-no-editor"), Tone::Wrong)),
        }
    }
}

/// The screen that an action opens from anywhere.
pub fn screen_of(verb: Verb) -> Option<view::Target> {
    Some(match verb {
        Verb::RepairList => view::Target::RepairList,
        Verb::Agenda => view::Target::Agenda,
        Verb::CouponPrograms => view::Target::Programs,
        Verb::ReturnReasons => view::Target::Reasons,
        Verb::Teams => view::Target::Teams,
        Verb::Projects => view::Target::Projects,
        Verb::WorksheetTemplates => view::Target::Templates,
        Verb::Company => view::Target::Form(Form::Record(RecordKind::Company, None, Some(1))),
        Verb::Agents => view::Target::Users,
        Verb::Products => view::Target::Records(RecordKind::Product),
        Verb::Taxes => view::Target::Records(RecordKind::Tax),
        Verb::Journals => view::Target::Records(RecordKind::Journal),
        Verb::Locations => view::Target::Records(RecordKind::Location),
        Verb::Responses => view::Target::Records(RecordKind::Response),
        Verb::Letters => view::Target::Records(RecordKind::Letter),
        Verb::QueryHelp => view::Target::QueryHelp,
        Verb::TicketTypes => view::Target::Records(RecordKind::TicketType),
        Verb::Holidays => view::Target::Records(RecordKind::Holiday),
        Verb::Approvals => view::Target::Approvals,
        Verb::UndoList => view::Target::Done,
        Verb::Reports => view::Target::Reports,
        _ => return None,
    })
}

/// The menu of what is settled once for everybody.
fn settings(look: &Look) -> Layer {
    let screens = [
        Verb::Company,
        Verb::Teams,
        Verb::Agents,
        Verb::CouponPrograms,
        Verb::Projects,
        Verb::WorksheetTemplates,
        Verb::Products,
        Verb::Taxes,
        Verb::Journals,
        Verb::Locations,
        Verb::ReturnReasons,
        Verb::Responses,
        Verb::Letters,
        Verb::TicketTypes,
        Verb::Holidays,
    ];
    let named = screens.into_iter().filter_map(|verb| Some((look.verb(verb), screen_of(verb)?)));
    Layer::Menu(Box::new(Menu::links(look.verb(Verb::Settings), named)))
}
