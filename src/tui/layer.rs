//! The layers that are open, one upon the other: what is on the stack is open, and nothing else is. The
//! top layer has the keys; what a layer does is answered as [`Next`].

use ratatui::layout::Rect;

use super::app::{App, screen_of};
use super::editor::LineEditor;
use super::form::{CalendarLayer, FormLayer, PickerLayer};
use super::ink::{Hit, Ink};
use super::look::Look;
use super::view::{
    Ask, BulkView, DeskView, Finder, Hand, Menu, OutboxView, PageView, Preview, Share, Target, Tray,
};
use crate::domain::error::Result;
use crate::domain::form::{FieldId, Value};
use crate::domain::ids::TicketId;
use crate::keys::{Context, Key, Verb};

/// Something that is open.
pub enum Layer {
    /// Ticket list and detail: always the lowest.
    Desk(Box<DeskView>),
    /// A ticket, document, customer or order over the whole screen.
    Page(Box<PageView>),
    /// A form.
    Form(Box<FormLayer>),
    /// The rows that a field is picked from.
    Picker(Box<PickerLayer>),
    /// The calendar of a date field.
    Calendar(CalendarLayer),
    /// What a command would write.
    Preview(Box<Preview>),
    /// A question.
    Ask(Ask),
    /// Help, palette, services, views: a list of actions.
    Menu(Box<Menu>),
    /// The search over everything.
    Find(Box<Finder>),
    /// A change of many tickets.
    Bulk(Box<BulkView>),
    /// The outbox.
    Outbox(Box<OutboxView>),
    /// A share link with its QR code.
    Share(Box<Share>),
    /// What can be copied.
    Tray(Tray),
    /// A text for selecting by hand.
    Hand(Hand),
}

/// What comes of a key.
pub enum Next {
    /// Nothing more.
    Stay,
    /// The layer closes.
    Close,
    /// Another one opens above it.
    Push(Layer),
    /// It closes, and another one opens in its place.
    Swap(Layer),
    /// It closes, and the form below gets a value.
    Give(FieldId, Value),
    /// It closes, and an action is performed by what is below.
    Perform(Verb),
    /// It closes, and what a link leads to opens.
    Lead(Target),
    /// It closes, and what is below takes one of its views or actions.
    Pick(usize),
}

/// An action as a layer offers it.
pub struct Offer {
    /// What it is called here.
    pub name: String,
    /// Why it can't be used now.
    pub why: Option<String>,
}

impl Offer {
    /// An action by its usual name.
    pub fn usual(verb: Verb, look: &Look) -> Option<Self> {
        Some(Self { name: look.verb(verb), why: None })
    }
}

impl Layer {
    /// How an action is called here, and why it can't be used now; none where it does nothing.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match self {
            // What opens a page stands where pages stand.
            _ if verb == Verb::Find && self.asks() => None,
            _ if matches!(verb, Verb::ViewedBefore | Verb::ViewedAfter) && !self.is_full() => None,
            _ if (verb == Verb::Settings || screen_of(verb).is_some()) && !self.is_full() => None,
            Self::Desk(desk) => desk.offer(verb, look),
            Self::Page(page) => page.offer(verb, look),
            Self::Form(form) => form.offer(verb, look),
            Self::Calendar(_) => CalendarLayer::offer(verb, look),
            Self::Picker(picker) => picker.offer(verb, look),
            Self::Preview(preview) => preview.offer(verb, look),
            Self::Tray(_) => Tray::offer(verb, look),
            Self::Bulk(bulk) => bulk.offer(verb, look),
            Self::Outbox(outbox) => outbox.offer(verb, look),
            Self::Menu(_) if verb == Verb::Mark => None,
            Self::Find(_) => Finder::offer(verb, look),
            _ => Offer::usual(verb, look),
        }
    }

    /// What is looked at: the page, or the ticket whose detail has the focus.
    pub fn place(&self) -> Option<Target> {
        match self {
            Self::Desk(desk) => desk.opened().map(Target::Ticket),
            Self::Page(page) => Some(page.of().clone()),
            _ => None,
        }
    }

    /// Whether it waits for an answer before anything else is done.
    pub fn asks(&self) -> bool {
        matches!(self, Self::Ask(_) | Self::Preview(_))
    }

    /// Whether it covers everything below.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Desk(_) | Self::Page(_) | Self::Outbox(_) | Self::Bulk(_))
    }

    /// The places whose keys hold, the innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match self {
            Self::Desk(desk) => desk.contexts(),
            Self::Page(page) => page.contexts(),
            Self::Form(_) => vec![Context::Form, Context::Everywhere],
            Self::Picker(_) | Self::Menu(_) | Self::Find(_) => vec![Context::Picker, Context::Everywhere],
            Self::Calendar(_) => vec![Context::Calendar, Context::Everywhere],
            Self::Preview(_) | Self::Ask(_) => vec![Context::Confirm, Context::Everywhere],
            Self::Tray(_) => vec![Context::Share, Context::List, Context::Everywhere],
            Self::Bulk(_) => BulkView::contexts(),
            Self::Outbox(_) => OutboxView::contexts(),
            Self::Share(_) => vec![Context::Share, Context::Everywhere],
            Self::Hand(_) => vec![Context::Everywhere],
        }
    }

    /// Whether a key is typed into something rather than looked up.
    pub fn takes(&self, key: Key) -> bool {
        match self {
            Self::Desk(desk) => desk.takes(key),
            Self::Form(form) => form.takes(key),
            Self::Picker(picker) => picker.takes(key),
            Self::Menu(menu) => menu.takes(key),
            Self::Find(_) => LineEditor::takes(key),
            Self::Tray(_) => Tray::takes(key),
            Self::Page(_) | Self::Calendar(_) | Self::Preview(_) | Self::Ask(_) => false,
            Self::Share(_) | Self::Hand(_) | Self::Outbox(_) | Self::Bulk(_) => false,
        }
    }

    /// Whether a text can be selected in it by hand.
    pub fn shows(&self, text: &str) -> bool {
        match self {
            Self::Share(share) => share.text() == text,
            Self::Hand(hand) => hand.shows(text),
            _ => false,
        }
    }

    /// Types a key that it [`Layer::takes`].
    pub fn key(&mut self, key: Key, app: &mut App) -> Result<Next> {
        match self {
            Self::Desk(desk) => desk.key(key),
            Self::Form(form) => return form.key(key, app),
            Self::Picker(picker) => picker.key(key, app)?,
            Self::Menu(menu) => return Ok(menu.key(key)),
            Self::Find(finder) => finder.key(key),
            Self::Tray(tray) => return Ok(tray.key(key, app)),
            Self::Page(_) | Self::Calendar(_) | Self::Preview(_) | Self::Ask(_) => {}
            Self::Share(_) | Self::Hand(_) | Self::Outbox(_) | Self::Bulk(_) => {}
        }
        Ok(Next::Stay)
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str, app: &mut App) -> Result<Next> {
        match self {
            Self::Desk(desk) => desk.paste(text),
            Self::Form(form) => return form.paste(text, app),
            Self::Picker(picker) => picker.paste(text, app)?,
            Self::Menu(menu) => menu.paste(text),
            Self::Find(finder) => finder.paste(text),
            Self::Page(_) | Self::Calendar(_) | Self::Preview(_) | Self::Ask(_) => {}
            Self::Share(_) | Self::Tray(_) | Self::Hand(_) | Self::Outbox(_) | Self::Bulk(_) => {}
        }
        Ok(Next::Stay)
    }

    /// Does what a key of the table says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match self {
            Self::Desk(desk) => desk.on(verb, app),
            Self::Page(page) => page.on(verb, app),
            Self::Form(form) => form.on(verb, app),
            Self::Picker(picker) => picker.on(verb, app),
            Self::Calendar(calendar) => Ok(calendar.on(verb)),
            Self::Preview(preview) => preview.on(verb, app),
            Self::Ask(ask) => ask.on(verb, app),
            Self::Menu(menu) => Ok(menu.on(verb)),
            Self::Find(finder) => finder.on(verb, app),
            Self::Bulk(bulk) => bulk.on(verb, app),
            Self::Outbox(outbox) => outbox.on(verb, app),
            Self::Share(share) => Ok(share.on(verb, app)),
            Self::Tray(tray) => Ok(tray.on(verb, app)),
            Self::Hand(hand) => Ok(hand.on(verb)),
        }
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        match self {
            Self::Desk(desk) => desk.click(hit, app),
            Self::Page(page) => page.click(hit, app),
            Self::Form(form) => form.click(hit, app),
            Self::Picker(picker) => picker.click(hit, app),
            Self::Menu(menu) => Ok(menu.click(hit)),
            Self::Find(finder) => finder.click(hit, app),
            Self::Calendar(calendar) => Ok(calendar.click(hit)),
            Self::Bulk(bulk) => {
                bulk.click(hit);
                Ok(Next::Stay)
            }
            Self::Outbox(outbox) => {
                outbox.click(hit);
                Ok(Next::Stay)
            }
            Self::Tray(tray) => Ok(tray.click(hit, app)),
            Self::Preview(_) | Self::Ask(_) | Self::Share(_) | Self::Hand(_) => Ok(Next::Stay),
        }
    }

    /// Reads anew what it shows.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        match self {
            Self::Desk(desk) => desk.reload(app),
            Self::Page(page) => page.reload(app),
            Self::Form(form) => form.reload(app),
            Self::Share(share) => {
                share.reload(app);
                Ok(())
            }
            Self::Outbox(outbox) => outbox.reload(app),
            Self::Tray(tray) => tray.reload(app),
            Self::Find(finder) => finder.reload(app),
            Self::Picker(_) | Self::Calendar(_) | Self::Preview(_) | Self::Ask(_) => Ok(()),
            Self::Menu(_) | Self::Hand(_) | Self::Bulk(_) => Ok(()),
        }
    }

    /// Reads what is missing for being drawn: what many keys asked for is read once.
    pub fn prepare(&mut self, app: &mut App) -> Result<()> {
        match self {
            Self::Desk(desk) => desk.prepare(app),
            Self::Find(finder) => finder.prepare(app),
            Self::Form(form) => {
                form.save(app);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The ticket that somebody is at who has it open, and whether they write there.
    pub fn ticket(&self) -> Option<(TicketId, bool)> {
        match self {
            Self::Desk(desk) => desk.ticket().map(|id| (id, false)),
            Self::Page(page) => page.ticket().map(|id| (id, false)),
            Self::Form(form) => form.form().ticket().map(|id| (id, form.is_dirty())),
            _ => None,
        }
    }

    /// What it is called on the way back.
    pub fn crumb(&self, look: &Look) -> Option<String> {
        match self {
            Self::Desk(desk) => Some(desk.crumb(look)),
            Self::Page(page) => Some(page.crumb(look)),
            Self::Form(form) => Some(form.title(look)),
            Self::Outbox(_) => Some(OutboxView::crumb(look)),
            Self::Bulk(bulk) => Some(bulk.crumb().to_owned()),
            Self::Share(share) => Some(share.title.clone()),
            _ => None,
        }
    }

    /// Draws it into the part of the screen between top and bottom line.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect, top: bool) {
        match self {
            Self::Desk(desk) => desk.draw(ink, look, area, top),
            Self::Page(page) => page.draw(ink, look, area, top),
            Self::Form(form) => form.draw(ink, look, area, top),
            Self::Picker(picker) => picker.draw(ink, look, area),
            Self::Calendar(calendar) => calendar.draw(ink, look, area),
            Self::Preview(preview) => preview.draw(ink, look, area),
            Self::Ask(ask) => ask.draw(ink, look, area),
            Self::Menu(menu) => menu.draw(ink, look, area),
            Self::Find(finder) => finder.draw(ink, look, area),
            Self::Share(share) => share.draw(ink, look, area),
            Self::Bulk(bulk) => bulk.draw(ink, look, area),
            Self::Outbox(outbox) => outbox.draw(ink, look, area),
            Self::Tray(tray) => tray.draw(ink, look, area),
            Self::Hand(hand) => hand.draw(ink, look, area),
        }
    }
}
