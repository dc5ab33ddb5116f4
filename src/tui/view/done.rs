//! What the agent did last, newest first: F2 takes back what is selected, Enter opens what it was about. What can't be
//! taken back says why, and what there is instead stands on the page that opens.

use super::Target;
use super::pane::{Pane, follow};
use crate::domain::error::Result;
use crate::domain::ids::TicketId;
use crate::domain::undo::{ActionView, Stay};
use crate::keys::{Context, Verb};
use crate::tui::app::App;
use crate::tui::layer::{Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};

/// The agent's last commands on the screen.
pub struct DonePane {
    all: Vec<ActionView>,
    page: Page,
}

impl DonePane {
    /// Those of who acts.
    pub fn new() -> Self {
        Self { all: vec![], page: Page::default() }
    }

    fn selected(&self) -> Option<&ActionView> {
        self.all.get(self.page.selected()?)
    }
}

impl Pane for DonePane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.all = app.desk()?.actions()?;
        self.page.set(items(&app.look, &self.all));
        if !self.page.has_cursor() && !self.all.is_empty() {
            self.page.step(1);
        }
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        look.verb(Verb::UndoList)
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Undo)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::FirstAction => {
                let of = self.selected().filter(|of| !of.undone)?;
                Some(Offer { name: look.verb(Verb::Undo), why: of.reason.clone() })
            }
            Verb::UndoList => None,
            other => Offer::usual(other, look),
        }
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::FirstAction => {
                if let Some(id) = self.selected().filter(|of| !of.undone).map(|of| of.id) {
                    app.turn(Some(id))?;
                    self.reload(app)?;
                }
                Ok(Next::Stay)
            }
            other => follow(&mut self.page, other, app),
        }
    }
}

fn items(look: &Look, all: &[ActionView]) -> Vec<Item> {
    let words = &look.words;
    let title = Item::Heading(look.verb(Verb::UndoList));
    if all.is_empty() {
        return vec![title, Item::Line(vec![(words.word("undo-none"), Tone::Dim)])];
    }
    let line = |of: &ActionView| {
        let about = match (of.ticket, of.tickets) {
            (Some(ticket), 2..) => format!("#{ticket} +{}", of.tickets - 1),
            (Some(ticket), _) => format!("#{ticket}"),
            (None, _) => of.document.clone().unwrap_or_default(),
        };
        let standing = match &of.reason {
            _ if of.undone => words.word("undo-is-undone"),
            Some(_) => words.word("undo-stays"),
            None => words.word("undo-can"),
        };
        let row = vec![words.instant(of.at, look.zone), about, of.text.replace('\n', " "), standing];
        (row, target(of))
    };
    let columns = ["when", "ticket", "what", "state"].map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 2, spare: vec![0], rows: all.iter().map(line).collect() };
    vec![title, Item::Table(table)]
}

/// What it was about: the document that stays, else the ticket.
fn target(of: &ActionView) -> Option<Target> {
    let document = of
        .document
        .clone()
        .filter(|_| matches!(of.stays, Some(Stay::Posted | Stay::Draft | Stay::Books | Stay::Order)));
    document.map(Target::Label).or_else(|| of.ticket.map(|id| Target::Ticket(TicketId(id))))
}
