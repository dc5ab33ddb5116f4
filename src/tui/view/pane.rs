//! What fills a screen of its own: one pane for each kind of thing that a link leads to. A pane reads itself anew, says
//! which keys hold on it and does what they mean; what most of them do alike stands here, once. Only for
//! [`super::PageView`].

use ratatui::layout::Rect;

use super::PageView;
use super::actions::{Act, Actions};
use crate::domain::error::Result;
use crate::domain::wizard::print::Printable;
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::Page;

/// What fills a screen.
pub trait Pane {
    /// The page that it shows.
    fn page(&mut self) -> &mut Page;

    /// Reads it anew.
    fn reload(&mut self, app: &mut App) -> Result<()>;

    /// What it is called on the way back.
    fn crumb(&self, look: &Look) -> String;

    /// The place whose keys hold on it, beside those of lists.
    fn place(&self) -> Option<Context> {
        None
    }

    /// Whether it has views to choose from.
    fn has_views(&self) -> bool {
        false
    }

    /// How an action is called here, and why it can't be used now; none where it does nothing.
    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        Offer::usual(verb, look)
    }

    /// Does what a key says.
    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        follow(self.page(), verb, app)
    }

    /// Does what was chosen in the menu that it opened.
    fn pick(&mut self, _: usize, _: &mut App) -> Result<Next> {
        Ok(Next::Stay)
    }

    /// Does what a click on a stop means.
    fn click(&mut self, at: usize, app: &mut App) -> Result<Next> {
        self.page().select(at);
        self.on(Verb::Open, app)
    }

    /// Draws it.
    fn draw(&mut self, ink: &mut Ink<'_>, _: &Look, area: Rect, top: bool) {
        self.page().draw(ink, area, top, Hit::Row);
    }

    /// The document that it shows, where it shows one.
    fn printable(&self) -> Option<Printable> {
        None
    }
}

/// A pane whose page offers actions by its own names.
pub trait Acting: Pane {
    /// What it offers.
    type Action: Act;

    /// What is offered now.
    fn actions(&self) -> &Actions<Self::Action>;

    /// Does one of them, or says why it can't be done now.
    fn act(&mut self, action: Self::Action, app: &mut App) -> Result<Next>;

    /// The action that a key stands for although it is not offered: doing it says why.
    fn asked(&self, _: Verb) -> Option<Self::Action> {
        None
    }
}

/// Opens what is selected on a page, or moves on it.
pub fn follow(page: &mut Page, verb: Verb, app: &mut App) -> Result<Next> {
    match (verb, page.target()) {
        (Verb::Open, Some(target)) => PageView::go(app, target),
        (other, _) => {
            scroll(page, other);
            Ok(Next::Stay)
        }
    }
}

/// Opens what is selected, else the menu of the actions; does the one that a key stands for, or moves.
pub fn on<P: Acting>(pane: &mut P, verb: Verb, app: &mut App) -> Result<Next> {
    let target = pane.page().target();
    if verb == Verb::Actions || verb == Verb::Open && target.is_none() {
        let title = pane.crumb(&app.look);
        return Ok(pane.actions().menu(&app.look, title));
    }
    match pane.actions().of(verb).or_else(|| pane.asked(verb)) {
        Some(action) => pane.act(action, app),
        None => follow(pane.page(), verb, app),
    }
}

/// Does what was chosen in the menu of the actions.
pub fn pick<P: Acting>(pane: &mut P, at: usize, app: &mut App) -> Result<Next> {
    match pane.actions().at(at) {
        Some(action) => pane.act(action, app),
        None => Ok(Next::Stay),
    }
}

/// Moves on a page.
pub fn scroll(page: &mut Page, verb: Verb) {
    match verb {
        Verb::Up => page.step(-1),
        Verb::Down => page.step(1),
        Verb::PageUp => page.turn(-1),
        Verb::PageDown => page.turn(1),
        Verb::First => page.first(),
        Verb::Last => page.end(),
        _ => {}
    }
}
