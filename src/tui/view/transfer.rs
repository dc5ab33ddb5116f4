//! A transfer: where it stands, its lines, and what it belongs to. It is carried out through its form, and
//! given up after its effect preview.

use super::pane::{Pane, follow};
use super::{Preview, Target};
use crate::domain::command::{Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::form::Draft;
use crate::domain::ids::{TicketId, TransferId};
use crate::domain::stock::{TransferAction, TransferKind, TransferState, TransferView};
use crate::domain::wizard::print::Printable;
use crate::domain::wizard::{Form, repair};
use crate::keys::{Context, Verb};
use crate::text::{code, sentence};
use crate::tui::app::App;
use crate::tui::form::FormLayer;
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Page, Table, Tone};

/// A transfer on the screen.
pub struct TransferPane {
    view: TransferView,
    /// Why what came back can't be refunded, where it is a return.
    unrefundable: Option<Error>,
    /// Why it can't be carried out, and why it can't be given up.
    barred: [Option<Error>; 2],
    page: Page,
}

impl TransferPane {
    /// Reads a transfer by its number.
    pub fn open(app: &mut App, number: &str) -> Result<Self> {
        let id = app.desk()?.find_transfer(number)?;
        Ok(Self {
            view: app.desk()?.transfer(id)?,
            unrefundable: None,
            barred: [None, None],
            page: Page::default(),
        })
    }

    /// Why an action can't be used now.
    fn barred(&self, action: TransferAction) -> Option<Error> {
        let [validate, cancel] = &self.barred;
        if action == TransferAction::Validate { validate.clone() } else { cancel.clone() }
    }

    /// Whether what it brings can be sent to repair: it is a return to us, made from a ticket.
    fn repairs(&self) -> bool {
        let of = &self.view;
        let stands = of.state != TransferState::Cancelled;
        of.return_of.is_some() && of.kind == TransferKind::Receipt && of.ticket.is_some() && stands
    }
}

impl Pane for TransferPane {
    fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    fn reload(&mut self, app: &mut App) -> Result<()> {
        self.view = app.desk()?.transfer(self.view.id)?;
        self.unrefundable = app.desk()?.refundable(self.view.id).err();
        for (why, action) in self.barred.iter_mut().zip([TransferAction::Validate, TransferAction::Cancel]) {
            *why = app.desk()?.transfer_action(self.view.id, action).err();
        }
        self.page.set(items(&app.look, &self.view));
        Ok(())
    }

    fn crumb(&self, _: &Look) -> String {
        self.view.number.clone()
    }

    fn place(&self) -> Option<Context> {
        Some(Context::Transfer)
    }

    fn printable(&self) -> Option<Printable> {
        Some(Printable::Transfer(self.view.id))
    }

    fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let action = match verb {
            Verb::Refund => {
                self.view.return_of.as_ref()?;
                let why = self.unrefundable.as_ref().map(|why| sentence::error(&look.words, why));
                return Some(Offer { name: look.verb(verb), why });
            }
            Verb::Repair => {
                self.repairs().then_some(())?;
                return Offer::usual(verb, look);
            }
            Verb::FirstAction => TransferAction::Validate,
            Verb::SecondAction | Verb::TakeBack => TransferAction::Cancel,
            _ => return Offer::usual(verb, look),
        };
        let why = self.barred(action).map(|why| sentence::error(&look.words, &why));
        Some(Offer { name: code::named(&look.words, "transfer-action", action.as_str()), why })
    }

    fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let id: TransferId = self.view.id;
        match verb {
            Verb::FirstAction => {
                self.barred(TransferAction::Validate).map_or(Ok(()), Err)?;
                Ok(Next::Push(Layer::Form(Box::new(FormLayer::new(app, Form::Validate(id))?))))
            }
            Verb::SecondAction | Verb::TakeBack => {
                self.barred(TransferAction::Cancel).map_or(Ok(()), Err)?;
                let name = code::named(&app.look.words, "transfer-action", TransferAction::Cancel.as_str());
                let call = Call {
                    request: Some(app.request()),
                    if_version: Some(self.view.version),
                    ..Call::default()
                };
                let headline = vec![self.view.number.clone()];
                Preview::open(app, name, headline, Command::CancelTransfer(id), call).map(Next::Push)
            }
            Verb::Refund => match (self.view.ticket.map(TicketId), self.unrefundable.clone()) {
                (Some(ticket), None) => {
                    let draft = app.desk()?.refund_of_return(id, Draft::default())?;
                    let form = FormLayer::filled(app, Form::Refund(ticket), draft)?;
                    Ok(Next::Push(Layer::Form(Box::new(form))))
                }
                (_, Some(why)) => Err(why),
                (None, None) => Ok(Next::Stay),
            },
            Verb::Repair => match self.view.ticket.map(TicketId).filter(|_| self.repairs()) {
                Some(ticket) => {
                    let form = FormLayer::filled(app, Form::Repair(ticket), repair::of_return(id))?;
                    Ok(Next::Push(Layer::Form(Box::new(form))))
                }
                None => Ok(Next::Stay),
            },
            other => follow(&mut self.page, other, app),
        }
    }
}

fn tone(state: TransferState) -> Tone {
    match state {
        TransferState::Done => Tone::Good,
        TransferState::Cancelled => Tone::Dim,
        TransferState::Draft | TransferState::Waiting | TransferState::Ready => Tone::Warning,
    }
}

fn items(look: &Look, t: &TransferView) -> Vec<Item> {
    let words = &look.words;
    let plain = |text: String| (text, Tone::Plain);
    let title = vec![
        (format!("{} ", code::named(words, "transfer-kind", t.kind.as_str())), Tone::Plain),
        (t.number.clone(), Tone::Strong),
        (format!("  [{}]", code::named(words, "transfer-state", t.state.as_str())), tone(t.state)),
    ];
    let mut pairs = vec![
        (words.label("from-to"), plain(format!("{} → {}", t.from, t.to))),
        (words.label("date"), plain(words.date(t.date))),
    ];
    let told = [("return-reason", t.reason.clone()), ("created-by", t.created_by.clone())];
    pairs.extend(told.into_iter().filter_map(|(label, text)| Some((words.label(label), plain(text?)))));
    let mut items = vec![Item::Line(title), Item::Blank, Item::Pairs(pairs), Item::Blank];
    let mut links: Vec<(&str, String, Target)> = Vec::new();
    links.extend(t.ticket.map(|n| ("ticket", format!("#{n}"), Target::Ticket(TicketId(n)))));
    links.extend(t.customer.clone().map(|r| ("customer", r.clone(), Target::Reference(r))));
    links.extend(t.order.clone().map(|n| ("order", n.clone(), Target::Order(n))));
    let transfer = |label: &'static str, n: &String| (label, n.clone(), Target::Transfer(n.clone()));
    let single = [
        ("return-of", &t.return_of),
        ("exchange-for", &t.exchange_for),
        ("backorder-of", &t.backorder_of),
        ("backorder", &t.backorder),
    ];
    links.extend(single.into_iter().filter_map(|(label, n)| Some(transfer(label, n.as_ref()?))));
    links.extend(t.returns.iter().map(|n| transfer("returns", n)));
    links.extend(t.exchanges.iter().map(|n| transfer("exchanges", n)));
    links.extend(t.documents.iter().map(|n| ("document", n.clone(), Target::Label(n.clone()))));
    links.extend(t.coupons.iter().map(|c| ("coupon", c.label.clone(), Target::Coupon(c.id))));
    items.extend(links.into_iter().map(|(label, text, target)| Item::Link {
        words: vec![(format!("{}  ", words.label(label)), Tone::Dim), (text, Tone::Accent)],
        target,
    }));
    items.extend([Item::Blank, Item::Heading(words.label("lines")), lines(look, t)]);
    items
}

fn lines(look: &Look, t: &TransferView) -> Item {
    let words = &look.words;
    let some = |plain: &str| if plain == "0" { String::new() } else { words.quantity(plain) };
    let rows = t.lines.iter().map(|l| {
        let row = vec![
            l.line.to_string(),
            l.product.clone(),
            l.name.clone(),
            l.lot.clone().unwrap_or_default(),
            words.quantity(&l.demand),
            words.quantity(&l.done),
            some(&l.damaged),
            some(&l.missing),
        ];
        (row, l.lot.clone().map(|lot| Target::Lot(l.product.clone(), lot)))
    });
    let columns = vec![
        ("#".to_owned(), true),
        (words.label("product"), false),
        (words.label("description"), false),
        (words.label("lot"), false),
        (words.label("demand"), true),
        (words.label("done"), true),
        (words.label("damaged"), true),
        (words.label("missing"), true),
    ];
    Item::Table(Table { columns, flexible: 2, spare: vec![1, 6, 7], rows: rows.collect() })
}

/// The transfers of a ticket, and what the list is called.
pub fn of_ticket(app: &mut App, ticket: TicketId) -> Result<(String, Vec<Item>)> {
    let all = app.desk()?.transfers(Some(ticket), None, None)?;
    let words = &app.look.words;
    let rows = all.iter().map(|t| {
        let row = vec![
            t.number.clone(),
            code::named(words, "transfer-kind", t.kind.as_str()),
            code::named(words, "transfer-state", t.state.as_str()),
            words.date(t.date),
            t.return_of.clone().or_else(|| t.exchange_for.clone()).unwrap_or_default(),
        ];
        (row, Some(Target::Transfer(t.number.clone())))
    });
    let columns = ["number", "kind", "state", "date", "belongs-to"];
    let columns = columns.map(|label| (words.label(label), false)).to_vec();
    let table = Table { columns, flexible: 4, spare: vec![3], rows: rows.collect() };
    let title = format!("{} #{ticket}", words.label("returns"));
    Ok((title.clone(), vec![Item::Heading(title), Item::Table(table)]))
}
