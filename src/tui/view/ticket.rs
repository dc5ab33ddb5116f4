//! A ticket: its fields, smart buttons, the after-sales services of its team, and what happened. Used by
//! the desk's detail and by the ticket's own screen.

use ratatui::layout::Rect;

use super::history::{self, Filter};
use super::pane::{Pane, scroll};
use super::{Menu, PageView, Target, Tray};
use crate::domain::command::{Call, Command};
use crate::domain::error::{Error, NoMerge, Result};
use crate::domain::form::Draft;
use crate::domain::ids::TicketId;
use crate::domain::presence::Presence;
use crate::domain::query::SlaState;
use crate::domain::sla::StandingView;
use crate::domain::team::Service;
use crate::domain::ticket::{ServiceState, TicketEdit, TicketView};
use crate::domain::wizard::{Form, letter, ticket as form_of};
use crate::keys::{Context, Verb};
use crate::text::{code, deadline, sentence};
use crate::tui::app::App;
use crate::tui::form::{FormLayer, PickerLayer};
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Tone, Word};
use crate::tui::theme::Sign;

/// A ticket on the screen.
pub struct TicketPane {
    view: TicketView,
    /// Messages and notes that were begun and not sent.
    drafts: Drafts,
    filter: Filter,
    page: Page,
}

/// Forms that hold what somebody typed, and how that begins.
type Drafts = Vec<(Form, String)>;

/// Messages and notes of a ticket that were begun and not sent, here or by a program that was killed.
fn drafts(app: &mut App, id: TicketId) -> Result<Drafts> {
    let desk = app.desk()?;
    let begun = [(Form::Reply(id), letter::BODY), (Form::Note(id), form_of::TEXT)].into_iter().filter_map(
        |(form, field)| {
            let draft = desk.draft(&form)?.draft;
            let text = draft.typed(field)?.text().lines().next()?.to_owned();
            Some((form, text))
        },
    );
    Ok(begun.collect())
}

impl TicketPane {
    /// Reads a ticket.
    pub fn open(app: &mut App, id: TicketId) -> Result<Self> {
        let view = app.desk()?.ticket(id)?;
        let (drafts, filter, mut page) = (drafts(app, id)?, Filter::default(), Page::default());
        page.set(items(&app.look, &view, &drafts, filter));
        Ok(Self { view, drafts, filter, page })
    }

    /// Which ticket.
    pub fn id(&self) -> TicketId {
        self.view.id
    }

    /// Reads it anew.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        self.view = app.desk()?.ticket(self.view.id)?;
        self.drafts = drafts(app, self.view.id)?;
        self.page.set(items(&app.look, &self.view, &self.drafts, self.filter));
        Ok(())
    }

    /// Carries out what asks nothing, of the ticket as it shows.
    fn quick(&mut self, command: &Command, app: &mut App) -> Result<Next> {
        let if_version = Some(self.view.version);
        let call = Call { request: Some(app.request()), if_version, ..Call::default() };
        app.carry_out(command, &call)?;
        self.reload(app).map(|()| Next::Stay)
    }

    /// Selects nothing; true where something was selected or scrolled.
    pub fn home(&mut self) -> bool {
        self.page.home()
    }

    /// How an action is called here, and why it can't be used now.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let merged = self.merged(look);
        let why = match verb {
            Verb::Edit | Verb::Assign | Verb::Stage | Verb::Note | Verb::Merge | Verb::MergeHere => merged,
            Verb::Take | Verb::Priority => merged,
            Verb::Message if merged.is_some() => merged,
            Verb::Unmerge => merged.map(|_| None)?,
            Verb::Refund | Verb::Coupon | Verb::Return | Verb::Repair | Verb::PlanIntervention => {
                services(&self.view).into_iter().find(|(v, _)| *v == verb)?.1
            }
            Verb::CreditNotes | Verb::Coupons | Verb::Returns | Verb::Repairs | Verb::Tasks => {
                smart(look, &self.view).iter().any(|b| b.verb == verb).then_some(None)?
            }
            Verb::SalesOrder => self.view.order.as_ref().map(|_| None)?,
            Verb::CustomerCard | Verb::NewQuotation | Verb::Message => {
                self.view.customer.as_ref().map(|_| None)?
            }
            _ => None,
        };
        let name = match verb {
            Verb::AfterSales if self.view.merged_into.is_some() => look.verb(Verb::Open),
            other => look.verb(other),
        };
        Some(Offer { name, why })
    }

    /// That it was merged, and where everything goes on.
    fn merged(&self, look: &Look) -> Option<String> {
        let into = TicketId(self.view.merged_into?);
        let why = Error::NoMerge(NoMerge::Merged { ticket: self.view.id, into });
        Some(sentence::error(&look.words, &why))
    }

    /// Its lot.
    pub fn lot(&self) -> Option<&str> {
        self.view.lot.as_deref()
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let id = self.view.id;
        let form =
            |app: &mut App, form: Form| Ok(Next::Push(Layer::Form(Box::new(FormLayer::new(app, form)?))));
        match verb {
            Verb::Refund => {
                self.require(Service::Refund)?;
                form(app, Form::Refund(id))
            }
            Verb::Coupon => {
                self.require(Service::Coupon)?;
                form(app, Form::Coupon(id))
            }
            Verb::Return => {
                self.require(Service::Return)?;
                form(app, Form::Return(id))
            }
            Verb::Repair => {
                self.require(Service::Repair)?;
                form(app, Form::Repair(id))
            }
            Verb::PlanIntervention => {
                self.require(Service::FieldService)?;
                form(app, Form::Task(id))
            }
            Verb::CreditNotes | Verb::Coupons | Verb::Returns | Verb::Repairs | Verb::Tasks => {
                match smart(&app.look, &self.view).into_iter().find(|b| b.verb == verb) {
                    Some(button) => Ok(Next::Push(PageView::open(app, button.target)?)),
                    None => Ok(Next::Stay),
                }
            }
            Verb::AfterSales | Verb::Open => match self.page.target() {
                Some(target) => PageView::go(app, target),
                None => match self.view.merged_into {
                    Some(into) => PageView::go(app, Target::Ticket(TicketId(into))),
                    None => self.menu(app),
                },
            },
            Verb::Take => {
                let login = app.desk()?.agent()?.login;
                self.quick(&Command::Assign(id, Some(login)), app)
            }
            Verb::Priority => {
                let priority = Some((self.view.priority + 1) % 4);
                self.quick(&Command::EditTicket(id, TicketEdit { priority, ..TicketEdit::default() }), app)
            }
            Verb::Merge => pick(app, Form::Merge(id)),
            Verb::MergeHere => pick(app, Form::MergeHere(id)),
            Verb::Unmerge => self.quick(&Command::Unmerge(id), app),
            Verb::Timeline => {
                self.filter = self.filter.next();
                self.page.set(items(&app.look, &self.view, &self.drafts, self.filter));
                Ok(Next::Stay)
            }
            Verb::Message => form(app, Form::Reply(id)),
            Verb::Note => form(app, Form::Note(id)),
            Verb::Edit => form(app, Form::EditTicket(id)),
            Verb::Assign => pick(app, Form::Assign(id)),
            Verb::Stage => pick(app, Form::Stage(id)),
            Verb::New => form(app, Form::NewTicket),
            Verb::CustomerCard => match &self.view.customer {
                Some(reference) => Ok(Next::Push(PageView::open(app, Target::Reference(reference.clone()))?)),
                None => Err(Error::CustomerRequired),
            },
            Verb::NewQuotation => match &self.view.customer {
                Some(reference) => {
                    let customer = app.desk()?.customer(reference)?.id;
                    form(app, Form::NewOrder(customer))
                }
                None => Err(Error::CustomerRequired),
            },
            Verb::SalesOrder => match &self.view.order {
                Some(number) => Ok(Next::Push(PageView::open(app, Target::Order(number.clone()))?)),
                None => {
                    Err(Error::NotFound { what: crate::domain::error::Thing::Order, key: format!("#{id}") })
                }
            },
            Verb::CopyTray => Ok(Next::Push(Tray::open(app, Target::Ticket(id))?)),
            other => {
                scroll(&mut self.page, other);
                Ok(Next::Stay)
            }
        }
    }

    /// Says why a service can't be used, if it can't.
    fn require(&self, service: Service) -> Result<()> {
        match self.view.services.get(&service) {
            Some(view) if view.state == ServiceState::Off => {
                Err(view.why.clone().unwrap_or(Error::ServiceOff { team: self.view.team.clone() }))
            }
            Some(view) if view.state == ServiceState::On => Ok(()),
            _ => Err(Error::ServiceOff { team: self.view.team.clone() }),
        }
    }

    /// The menu of after-sales services that the team offers.
    fn menu(&self, app: &mut App) -> Result<Next> {
        let offered = services(&self.view);
        if offered.is_empty() {
            return Err(Error::ServiceOff { team: self.view.team.clone() });
        }
        let entries = offered.into_iter().map(|(verb, why)| {
            let key = app.look.key(&[Context::Ticket], verb);
            (verb, app.look.verb(verb), key, why)
        });
        let menu = Menu::services(app.look.words.word("title-after-sales"), entries.collect());
        Ok(Next::Push(Layer::Menu(Box::new(menu))))
    }

    /// Does what a click on a stop means.
    pub fn click(&mut self, at: usize, app: &mut App) -> Result<Next> {
        self.page.select(at);
        match self.page.target() {
            Some(target) => PageView::go(app, target),
            None => Ok(Next::Stay),
        }
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, area: Rect, focused: bool, hit: fn(usize) -> Hit) {
        self.page.draw(ink, area, focused, hit);
    }
}

/// On a screen of its own it does what it does on the desk.
impl Pane for TicketPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        Self::reload(self, app)
    }

    fn crumb(&self, _: &Look) -> String {
        format!("#{}", self.id())
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Ticket)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        Self::offer(self, verb, look)
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        Self::on(self, verb, app)
    }

    fn click(&mut self, at: usize, app: &mut App) -> Result<Next> {
        Self::click(self, at, app)
    }
}

/// What the keys of a ticket do where none is selected: only a new one can be opened.
pub fn without(verb: Verb, app: &mut App) -> Result<Next> {
    match verb {
        Verb::New => Ok(Next::Push(Layer::Form(Box::new(FormLayer::new(app, Form::NewTicket)?)))),
        _ => Ok(Next::Stay),
    }
}

/// A form that is one choice: its rows open at once.
pub fn pick(app: &mut App, form: Form) -> Result<Next> {
    Ok(Next::Push(Layer::Picker(Box::new(PickerLayer::of_form(app, form, &Draft::default())?))))
}

/// The services that a ticket's team offers, by the verbs of their keys, and why they can't be used now.
fn services(view: &TicketView) -> Vec<(Verb, Option<String>)> {
    let verb = |service: Service| match service {
        Service::Refund => Verb::Refund,
        Service::Coupon => Verb::Coupon,
        Service::Return => Verb::Return,
        Service::Repair => Verb::Repair,
        Service::FieldService => Verb::PlanIntervention,
    };
    let offered = view.services.iter().filter(|(_, v)| v.state != ServiceState::Hidden);
    offered.map(|(service, v)| (verb(*service), v.reason.clone())).collect()
}

fn items(look: &Look, view: &TicketView, drafts: &Drafts, filter: Filter) -> Vec<Item> {
    let words = &look.words;
    let plain = |text: &str| (text.to_owned(), Tone::Plain);
    let nothing = || (words.word("word-nothing"), Tone::Dim);
    let or_nothing = |text: &Option<String>| text.as_deref().map_or_else(nothing, plain);
    let mut title = vec![(format!("#{} ", view.id), Tone::Dim), (view.subject.clone(), Tone::Strong)];
    if view.closed && view.merged_into.is_none() {
        title.push((format!(" ({})", words.label("closed")), Tone::Dim));
    }
    let customer = match (&view.customer_name, &view.customer) {
        (Some(name), Some(reference)) => plain(&format!("{name} ({reference})")),
        _ => nothing(),
    };
    let priority = match view.priority {
        3 => Tone::Error,
        2 => Tone::Warning,
        _ => Tone::Plain,
    };
    let mut pairs: Vec<(String, Word)> = vec![
        (words.label("customer"), customer),
        (words.label("team"), plain(&view.team)),
        (words.label("order"), or_nothing(&view.order)),
        (words.label("stage"), plain(&code::stage(words, &view.stage))),
        (words.label("product"), or_nothing(&view.product)),
        (words.label("priority"), (code::priority(words, view.priority), priority)),
        (words.label("assignee"), or_nothing(&view.assignee)),
        (words.label("created"), plain(&words.instant(view.created_at, look.zone))),
    ];
    if view.lot.is_some() {
        pairs.push((words.label("lot"), or_nothing(&view.lot)));
    }
    pairs.extend(view.sla.iter().map(|of| {
        let tone = match of.state {
            SlaState::Failed => Tone::Error,
            SlaState::Ongoing => Tone::Warning,
            SlaState::Reached => Tone::Good,
            SlaState::Paused | SlaState::None => Tone::Dim,
        };
        (of.policy.clone(), (level(look, of), tone))
    }));
    if let Some(kind) = &view.kind {
        pairs.push((words.label("type"), plain(kind)));
    }
    if !view.tags.is_empty() {
        pairs.push((words.label("tags"), plain(&view.tags.join(", "))));
    }
    if !view.merged.is_empty() {
        let numbers: Vec<String> = view.merged.iter().map(|number| format!("#{number}")).collect();
        pairs.push((words.label("merged"), plain(&numbers.join(", "))));
    }
    let mut items = vec![Item::Line(title)];
    items.extend(view.merged_into.map(|into| Item::Link {
        words: vec![(words.say("ticket-merged", &[("into", into.to_string())]), Tone::Warning)],
        target: Target::Ticket(TicketId(into)),
    }));
    items.extend(present(look, view.id));
    items.extend([Item::Blank, Item::Pairs(pairs), Item::Blank]);
    items.extend(buttons(look, view));
    if !view.description.is_empty() {
        items.extend([Item::Text(view.description.clone()), Item::Blank]);
    }
    items.extend(drafts.iter().map(|(form, begins)| {
        let name = code::named(words, "form", form.code());
        let text = words.say("draft-unsent", &[("form", name), ("text", begins.clone())]);
        Item::Link {
            words: vec![(format!("{} {text}", look.theme.sign(Sign::Writing)), Tone::Warning)],
            target: Target::Form(form.clone()),
        }
    }));
    if !drafts.is_empty() {
        items.push(Item::Blank);
    }
    items.extend(history::items(look, &view.timeline, filter));
    items
}

/// Who else is here now, one line each.
fn present(look: &Look, id: TicketId) -> Vec<Item> {
    let here = look.present.iter().filter(|p| p.ticket == id);
    let line = |p: &Presence| {
        let (sign, key) =
            if p.writing { (Sign::Writing, "present-writing") } else { (Sign::Seeing, "present-seeing") };
        let text = look.words.say(key, &[("agent", p.login.clone())]);
        Item::Line(vec![(format!("{} {text}", look.theme.sign(sign)), Tone::Warning)])
    };
    here.map(line).collect()
}

/// A smart button: what was made of a ticket, and how many.
struct Smart {
    verb: Verb,
    name: String,
    target: Target,
}

/// The smart buttons of a ticket, hidden at zero.
fn smart(look: &Look, view: &TicketView) -> Vec<Smart> {
    let (words, of, id) = (&look.words, &view.counters, view.id);
    let notes = [("posted", of.credit_notes.to_string()), ("drafts", of.credit_note_drafts.to_string())];
    let count = |key: &str, count: i64| words.say(key, &[("count", count.to_string())]);
    let all = [
        (
            of.credit_notes + of.credit_note_drafts,
            Verb::CreditNotes,
            match view.approvals {
                0 => words.say("counter-credit-notes", &notes),
                _ => format!(
                    "{} · {}",
                    words.say("counter-credit-notes", &notes),
                    words.word("waiting-approval")
                ),
            },
            Target::Documents(id),
        ),
        (of.coupons, Verb::Coupons, count("counter-coupons", of.coupons), Target::Coupons(id)),
        (of.returns, Verb::Returns, count("counter-returns", of.returns), Target::Returns(id)),
        (of.repairs, Verb::Repairs, count("counter-repairs", of.repairs), Target::Repairs(id)),
        (of.tasks, Verb::Tasks, tasks(look, view), Target::Tasks(id)),
    ];
    let shown = all.into_iter().filter(|(count, ..)| *count > 0);
    shown.map(|(_, verb, name, target)| Smart { verb, name, target }).collect()
}

/// The button of the tasks: how many, and when the next visit is.
fn tasks(look: &Look, view: &TicketView) -> String {
    let words = &look.words;
    let count = words.say("counter-tasks", &[("count", view.counters.tasks.to_string())]);
    match view.next_visit {
        Some(at) => format!("{count} · {}", words.instant(at, look.zone)),
        None => count,
    }
}

/// How a ticket stands with a policy: where, what is left, and until when.
fn level(look: &Look, of: &StandingView) -> String {
    let words = &look.words;
    let state = code::named(words, "sla-state", of.state.as_str());
    let state = match of.state {
        SlaState::Failed => format!("{} {state}", look.theme.sign(Sign::Failed)),
        _ => state,
    };
    let left = of
        .deadline
        .map(|at| format!("{} · {}", deadline::left(words, at, look.now), words.instant(at, look.zone)));
    let stage = code::stage(words, &of.stage);
    [Some(state), left, Some(format!("→ {stage}"))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The smart buttons, and the services with why they can't be used.
fn buttons(look: &Look, view: &TicketView) -> Vec<Item> {
    let mut items = Vec::new();
    for button in smart(look, view) {
        let key = look.key(&[Context::Ticket], button.verb);
        items.push(Item::Link {
            words: vec![(button.name, Tone::Accent), (format!("  [{key}]"), Tone::Dim)],
            target: button.target,
        });
    }
    // What goes on elsewhere is not offered here.
    let offered = if view.merged_into.is_none() { services(view) } else { vec![] };
    for (verb, why) in offered {
        let key = look.key(&[Context::Ticket], verb);
        let name = look.verb(verb);
        items.push(match why {
            None => Item::Line(vec![(format!("{key} "), Tone::Accent), (name, Tone::Plain)]),
            Some(why) => Item::Off(format!("{key} {name}  {why}")),
        });
    }
    if !items.is_empty() {
        items.push(Item::Blank);
    }
    items
}
