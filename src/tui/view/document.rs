//! An invoice or credit note: state, lines, taxes, what is open, where it comes from and what it is
//! matched with. Its actions are what its state offers; the first two have F2 and F3.

use chrono::{DateTime, Utc};

use super::actions::{Act, Actions};
use super::pane::{self, Acting, Pane};
use super::{PageView, Preview, Target};
use crate::domain::approval::{ApprovalState, ApprovalView};
use crate::domain::command::{Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::form::Draft;
use crate::domain::ids::{InvoiceId, TicketId};
use crate::domain::invoice::{DocumentAction, DocumentKind, DocumentState, DocumentView, PaymentState};
use crate::domain::wizard::Form;
use crate::domain::wizard::print::Printable;
use crate::keys::{Context, Verb};
use crate::text::{code, sentence};
use crate::tui::app::App;
use crate::tui::form::{FormLayer, PickerLayer};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone, Word};

impl Act for DocumentAction {
    const PLACE: Context = Context::Document;
    const FAMILY: &'static str = "action";

    fn code(self) -> &'static str {
        self.as_str()
    }

    fn verb(self) -> Option<Verb> {
        match self {
            Self::Edit => Some(Verb::Edit),
            Self::Cancel | Self::Reverse => Some(Verb::TakeBack),
            Self::Post | Self::Pay | Self::Match | Self::RequestApproval => None,
            Self::Approve | Self::Reject | Self::WithdrawApproval => None,
        }
    }
}

/// A document on the screen.
pub struct DocumentPane {
    view: DocumentView,
    actions: Actions<DocumentAction>,
    page: Page,
}

impl DocumentPane {
    /// Reads a document.
    pub fn open(app: &mut App, id: InvoiceId) -> Result<Self> {
        let view = app.desk()?.document(id)?;
        Ok(Self { view, actions: Actions::default(), page: Page::default() })
    }

    /// Its number, or what a draft is called.
    fn label(&self) -> String {
        crate::domain::invoice::label(self.view.number.as_deref(), self.view.id)
    }

    /// What the document is about, in money.
    fn headline(&self, app: &App) -> Vec<String> {
        let words = &app.look.words;
        let values = [
            ("kind", code::kind(words, self.view.kind)),
            ("total", words.money(&self.view.total, self.view.currency)),
            ("customer", self.view.customer_name.clone()),
        ];
        vec![words.say("preview-document", &values)]
    }
}

impl Pane for DocumentPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.view = app.desk()?.document(self.view.id)?;
        let offered = app.desk()?.document_actions(self.view.id)?;
        let asks = offered.iter().any(|(action, _)| *action == DocumentAction::RequestApproval);
        self.actions = Actions::new(offered);
        let beyond = if asks { app.desk()?.beyond_limit(self.view.id)? } else { None };
        let beyond = beyond.map(|error| sentence::error(&app.look.words, &error));
        self.page.set(items(&app.look, &self.view, &self.actions, beyond));
        Ok(())
    }

    fn crumb(&self, _: &Look) -> String {
        self.label()
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Document)
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        self.actions.offer(verb, look)
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        match verb {
            Verb::CustomerCard => {
                PageView::open(app, Target::Reference(self.view.customer.clone())).map(Next::Push)
            }
            other => pane::on(self, other, app),
        }
    }

    fn pick(&mut self, at: usize, app: &mut App) -> Result<Next> {
        pane::pick(self, at, app)
    }

    fn printable(&self) -> Option<Printable> {
        Some(Printable::Invoice(self.view.id))
    }
}

impl Acting for DocumentPane {
    type Action = DocumentAction;

    fn actions(&self) -> &Actions<DocumentAction> {
        &self.actions
    }

    fn asked(&self, verb: Verb) -> Option<DocumentAction> {
        (verb == Verb::Edit).then_some(DocumentAction::Edit)
    }

    fn act(&mut self, action: DocumentAction, app: &mut App) -> Result<Next> {
        let id = self.view.id;
        // Only drafts are edited; everything else is offered where it can be done.
        self.actions.refused(action).unwrap_or(Err(Error::NotDraft { document: self.label() }))?;
        let form =
            |app: &mut App, form: Form| Ok(Next::Push(Layer::Form(Box::new(FormLayer::new(app, form)?))));
        let call =
            Call { request: Some(app.request()), if_version: Some(self.view.version), ..Call::default() };
        let title = action.name(&app.look);
        match action {
            DocumentAction::RequestApproval => return form(app, Form::RequestApproval(id)),
            DocumentAction::Approve | DocumentAction::Reject | DocumentAction::WithdrawApproval => {
                let of = self.view.approval.as_ref().map(|a| (a.id, a.version));
                let (of, version) = of.ok_or_else(|| Error::NotDraft { document: self.label() })?;
                return match action {
                    DocumentAction::WithdrawApproval => {
                        app.carry_out(
                            &Command::WithdrawApproval(of),
                            &Call { if_version: Some(version), ..call },
                        )?;
                        Ok(Next::Stay)
                    }
                    _ => form(app, Form::Decide(of, action == DocumentAction::Approve)),
                };
            }
            DocumentAction::Edit => return form(app, Form::EditDraft(id)),
            DocumentAction::Pay => return form(app, Form::Pay(id)),
            DocumentAction::Match => {
                let picker = PickerLayer::of_form(app, Form::Allocate(id), &Draft::default())?;
                return Ok(Next::Push(Layer::Picker(Box::new(picker))));
            }
            DocumentAction::Post => Preview::open(app, title, self.headline(app), Command::Post(id), call),
            DocumentAction::Cancel => {
                Preview::open(app, title, self.headline(app), Command::Cancel(id), call)
            }
            DocumentAction::Reverse => {
                Preview::open(app, title, self.headline(app), Command::Reverse(id), call)
            }
        }
        .map(Next::Push)
    }
}

fn items(
    look: &Look,
    d: &DocumentView,
    actions: &Actions<DocumentAction>,
    beyond: Option<String>,
) -> Vec<Item> {
    let words = &look.words;
    let money = |plain: &str| words.money(plain, d.currency);
    let mut items = vec![Item::Line(title(look, d)), Item::Blank];
    items.push(Item::Pairs(pairs(look, d)));
    items.push(Item::Blank);
    if let Some(of) = &d.approval {
        items.extend(approval(look, of));
        items.push(Item::Blank);
    }
    if let Some(beyond) = beyond {
        items.extend([Item::Off(beyond), Item::Blank]);
    }
    let offered = actions.items(look);
    if !offered.is_empty() {
        items.extend(offered);
        items.push(Item::Blank);
    }
    items.push(Item::Heading(words.label("lines")));
    items.push(lines(look, d));
    items.push(Item::Blank);
    let mut sums: Vec<(String, Word)> = vec![(words.label("untaxed"), (money(&d.untaxed), Tone::Plain))];
    for tax in &d.taxes {
        let name = match &tax.base {
            Some(base) => words.say("tax-on", &[("tax", tax.name.clone()), ("base", money(base))]),
            None => tax.name.clone(),
        };
        sums.push((name, (money(&tax.amount), Tone::Plain)));
    }
    sums.push((words.label("total"), (money(&d.total), Tone::Strong)));
    if d.state == DocumentState::Posted {
        let tone = if d.payment_state == PaymentState::NotPaid { Tone::Warning } else { Tone::Plain };
        sums.push((words.label("residual"), (money(&d.residual), tone)));
    }
    items.push(Item::Sums(sums));
    let links = links(look, d);
    if !links.is_empty() {
        items.extend([Item::Blank, Item::Heading(words.label("links"))]);
        items.extend(links);
    }
    items
}

/// The newest request to post it: where it stands, who asked and who decided, and what they said.
fn approval(look: &Look, of: &ApprovalView) -> Vec<Item> {
    let words = &look.words;
    let state = code::named(words, "approval-state", of.state.as_str());
    let state = if of.changed { words.say("approval-changed", &[("state", state)]) } else { state };
    let tone = match of.state {
        ApprovalState::Waiting => Tone::Warning,
        ApprovalState::Approved => Tone::Good,
        ApprovalState::Rejected => Tone::Error,
        ApprovalState::Withdrawn => Tone::Dim,
    };
    let head = format!("{}: ", words.label("approval"));
    let mut items = vec![Item::Line(vec![(head, Tone::Strong), (state, tone)])];
    let said = |who: &str, at: DateTime<Utc>, text: &Option<String>| {
        let who = format!("{}  {who}", words.instant(at, look.zone));
        Item::Text(text.as_ref().map_or_else(|| who.clone(), |text| format!("{who}: {text}")))
    };
    items.push(said(&of.asked_by, of.asked_at, &of.reason));
    if let (Some(who), Some(at)) = (&of.decided_by, of.decided_at) {
        items.push(said(who, at, &of.comment));
    }
    items
}

fn title(look: &Look, d: &DocumentView) -> Vec<Word> {
    let words = &look.words;
    let state = match d.state {
        DocumentState::Draft => Tone::Warning,
        DocumentState::Posted => Tone::Good,
        DocumentState::Cancelled => Tone::Dim,
    };
    let mut title = vec![
        (format!("{} ", code::kind(words, d.kind)), Tone::Plain),
        (crate::domain::invoice::label(d.number.as_deref(), d.id), Tone::Strong),
        (format!("  [{}]", code::state(words, d.state)), state),
    ];
    if d.state == DocumentState::Posted {
        title.push((format!(" [{}]", code::payment_state(words, d.payment_state)), Tone::Plain));
    }
    title
}

fn pairs(look: &Look, d: &DocumentView) -> Vec<(String, Word)> {
    let words = &look.words;
    let plain = |text: &str| (text.to_owned(), Tone::Plain);
    let nothing = || (words.word("word-nothing"), Tone::Dim);
    let mut pairs = vec![
        (words.label("customer"), plain(&format!("{} ({})", d.customer_name, d.customer))),
        (words.label("journal"), plain(&d.journal)),
        (words.label("date"), d.date.map_or_else(nothing, |day| plain(&words.date(day)))),
        (words.label("due-date"), d.due_date.map_or_else(nothing, |day| plain(&words.date(day)))),
    ];
    if d.date != Some(d.accounting_date) {
        pairs.push((words.label("accounting-date"), (words.date(d.accounting_date), Tone::Warning)));
    }
    if let Some(reason) = &d.reason {
        pairs.push((words.label("reason"), plain(reason)));
    }
    if let Some(reference) = &d.reference {
        pairs.push((words.label("reference"), plain(reference)));
    }
    if let Some(agent) = &d.created_by {
        pairs.push((words.label("agent"), plain(agent)));
    }
    pairs
}

fn lines(look: &Look, d: &DocumentView) -> Item {
    let words = &look.words;
    let creditable =
        d.kind == DocumentKind::Invoice && d.state == DocumentState::Posted && d.reverses.is_none();
    let mut columns = vec![
        ("#".to_owned(), true),
        (words.label("product"), false),
        (words.label("description"), false),
        (words.label("quantity"), true),
        (words.label("unit-price"), true),
        (words.label("taxes"), false),
        (words.label("total"), true),
    ];
    if creditable {
        columns.push((words.label("creditable"), true));
    }
    let rows = d.lines.iter().map(|l| {
        let quantity = match l.amount_only {
            true => String::new(),
            false => words.quantity(&l.quantity),
        };
        let price = match l.discount.as_str() {
            "0" => words.quantity(&l.unit_price),
            discount => format!("{} -{}%", words.quantity(&l.unit_price), words.quantity(discount)),
        };
        let mut row = vec![
            l.line.to_string(),
            l.product.clone().unwrap_or_default(),
            l.description.clone(),
            quantity,
            price,
            l.taxes.join(", "),
            words.money(&l.total, d.currency),
        ];
        if creditable {
            row.push(format!(
                "{} / {}",
                words.quantity(&l.creditable),
                words.money(&l.creditable_amount, d.currency)
            ));
        }
        (row, None)
    });
    Item::Table(Table { columns, flexible: 2, spare: vec![5, 1, 4], rows: rows.collect() })
}

fn links(look: &Look, d: &DocumentView) -> Vec<Item> {
    let words = &look.words;
    let mut items = Vec::new();
    let mut link = |name: String, text: String, target: Target| {
        items
            .push(Item::Link { words: vec![(format!("{name}  "), Tone::Dim), (text, Tone::Accent)], target });
    };
    if let Some(ticket) = d.ticket {
        link(words.label("ticket"), format!("#{ticket}"), Target::Ticket(TicketId(ticket)));
    }
    if let Some(number) = &d.reverses {
        link(words.label("reverses"), number.clone(), Target::Label(number.clone()));
    }
    for number in &d.reversed_by {
        link(words.label("reversed-by"), number.clone(), Target::Label(number.clone()));
    }
    if let Some(number) = &d.order {
        link(words.label("order"), number.clone(), Target::Order(number.clone()));
    }
    for number in &d.returns {
        link(words.label("return-transfer"), number.clone(), Target::Transfer(number.clone()));
    }
    for m in &d.reconciled {
        let date = m.date.map(|day| format!("  {}", words.date(day))).unwrap_or_default();
        let text = format!("{}  {}{date}", m.document, words.money(&m.amount, d.currency));
        match m.kind {
            crate::domain::effect::Subject::Payment => items.push(Item::Line(vec![
                (format!("  {}  ", words.label("payment")), Tone::Dim),
                (text, Tone::Plain),
            ])),
            _ => items.push(Item::Link {
                words: vec![(format!("{}  ", words.label("reconciled")), Tone::Dim), (text, Tone::Accent)],
                target: Target::Label(m.document.clone()),
            }),
        }
    }
    items
}

/// The credit notes and invoices made from a ticket.
pub fn of_ticket(app: &mut App, ticket: TicketId) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.documents_of(ticket)?;
    let title = app.look.words.label("documents");
    let heading = Item::Line(vec![(format!("#{ticket} "), Tone::Dim), (title.clone(), Tone::Strong)]);
    Ok((title, vec![heading, Item::Blank, table(&app.look, &all)]))
}

/// Documents as rows that open them.
pub fn table(look: &Look, all: &[DocumentView]) -> Item {
    let words = &look.words;
    let rows = all.iter().map(|d| {
        let state = match d.state {
            DocumentState::Posted => code::payment_state(words, d.payment_state),
            other => code::state(words, other),
        };
        let row = vec![
            crate::domain::invoice::label(d.number.as_deref(), d.id),
            code::kind(words, d.kind),
            d.date.map(|day| words.date(day)).unwrap_or_default(),
            state,
            d.reason.clone().unwrap_or_default(),
            words.money(&d.total, d.currency),
            match d.state {
                // Nothing is owed on what was given up.
                DocumentState::Cancelled => String::new(),
                _ => words.money(&d.residual, d.currency),
            },
        ];
        (row, Some(Target::Document(d.id)))
    });
    let columns = vec![
        (words.label("number"), false),
        (words.label("kind"), false),
        (words.label("date"), false),
        (words.label("state"), false),
        (words.label("reason"), false),
        (words.label("total"), true),
        (words.label("residual"), true),
    ];
    Item::Table(Table { columns, flexible: 4, spare: vec![4, 1], rows: rows.collect() })
}
