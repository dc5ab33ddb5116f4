//! The inbox of approvals: what waits for a decision, the oldest first. F2 approves what is selected, F3 refuses it,
//! Enter opens the document.

use super::pane::{Pane, follow};
use super::{PageView, Target};
use crate::domain::approval::{ApprovalState, ApprovalView};
use crate::domain::error::{Error, Need, Result};
use crate::domain::wizard::Form;
use crate::keys::{Context, Verb};
use crate::text::{code, sentence};
use crate::tui::app::App;
use crate::tui::layer::{Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};

/// Requests on the screen.
pub struct ApprovalsPane {
    all: Vec<ApprovalView>,
    /// Login of who looks: nobody decides on what they asked for.
    me: String,
    page: Page,
}

/// The most requests that are listed: those that wait, then what was decided last.
const MOST: i64 = 100;

impl ApprovalsPane {
    /// All that who acts sees.
    pub fn new() -> Self {
        Self { all: vec![], me: String::new(), page: Page::default() }
    }

    /// The request that is selected, while nobody decided on it.
    fn selected(&self) -> Option<&ApprovalView> {
        let at = self.page.selected()?;
        self.all.get(at).filter(|a| a.state == ApprovalState::Waiting)
    }
}

impl ApprovalsPane {
    /// Why who looks may not decide.
    fn refused(&self, of: &ApprovalView) -> Option<Error> {
        (of.asked_by == self.me).then_some(Error::Forbidden(Need::SomebodyElse))
    }
}

impl Pane for ApprovalsPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.me = app.desk()?.agent()?.login;
        self.all = app.desk()?.approvals(true, Some(MOST))?;
        self.page.set(items(&app.look, &self.all));
        if !self.page.has_cursor() && !self.all.is_empty() {
            self.page.step(1);
        }
        Ok(())
    }

    fn crumb(&self, look: &Look) -> String {
        look.words.label("approvals")
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Approval)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let name = |code: &str| {
            let why = self.refused(self.selected()?).map(|error| sentence::error(&look.words, &error));
            Some(Offer { name: code::named(&look.words, "action", code), why })
        };
        match verb {
            Verb::FirstAction => name("approve"),
            Verb::SecondAction => name("reject"),
            other => Offer::usual(other, look),
        }
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let approves = match verb {
            Verb::FirstAction => true,
            Verb::SecondAction => false,
            other => return follow(&mut self.page, other, app),
        };
        match self.selected() {
            Some(of) if self.refused(of).is_some() => Err(Error::Forbidden(Need::SomebodyElse)),
            Some(of) => PageView::open(app, Target::Form(Form::Decide(of.id, approves))).map(Next::Push),
            None => Ok(Next::Stay),
        }
    }
}

fn items(look: &Look, all: &[ApprovalView]) -> Vec<Item> {
    let words = &look.words;
    let title = Item::Heading(words.label("approvals"));
    if all.is_empty() {
        return vec![title, Item::Line(vec![(words.word("approvals-none"), Tone::Dim)])];
    }
    let line = |a: &ApprovalView| {
        let state = code::named(words, "approval-state", a.state.as_str());
        let row = vec![
            if a.changed { words.say("approval-changed", &[("state", state)]) } else { state },
            a.document.clone(),
            words.money(&a.total, a.currency),
            a.ticket.map(|n| format!("#{n}")).unwrap_or_default(),
            a.customer.clone(),
            a.asked_by.clone(),
            a.comment.clone().or_else(|| a.reason.clone()).unwrap_or_default().replace('\n', " "),
        ];
        (row, Some(Target::Document(a.invoice)))
    };
    let columns = ["state", "document", "total", "ticket", "customer", "asked-by", "reason"];
    let columns = columns.map(|label| (words.label(label), label == "total")).to_vec();
    let table = Table { columns, flexible: 6, spare: vec![4], rows: all.iter().map(line).collect() };
    vec![title, Item::Table(table)]
}
