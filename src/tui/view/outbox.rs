//! The outbox: every message that the agent sees, newest first, with what became of it. F2 sends the
//! selected one now or again, F3 takes it back.

use ratatui::layout::Rect;

use crate::domain::command::{Call, Command};
use crate::domain::error::Result;
use crate::domain::mail::MailView;
use crate::keys::{Context, Verb};
use crate::text::{cells, code};
use crate::tui::app::App;
use crate::tui::ink::{Hit, Ink};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;

/// The most messages that are shown; `outbox list` shows all.
const MOST: i64 = 500;
/// Cells of the recipient.
const TO: usize = 26;

/// The messages.
pub struct OutboxView {
    mails: Vec<MailView>,
    selected: usize,
    top: usize,
    height: usize,
}

impl OutboxView {
    /// Reads the messages.
    pub fn open(app: &mut App) -> Result<Layer> {
        let mails = app.desk()?.mails(Some(MOST))?;
        Ok(Layer::Outbox(Box::new(Self { mails, selected: 0, top: 0, height: 1 })))
    }

    /// The places whose keys hold.
    pub fn contexts() -> Vec<Context> {
        vec![Context::Outbox, Context::List, Context::Everywhere]
    }

    /// How an action is called here, and why it can't be used now.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let of_mail = |name: &str, can: bool| {
            let why = (!can).then(|| look.words.word("notice-mail-settled"));
            self.mail().map(|_| Offer { name: look.words.word(name), why })
        };
        match verb {
            Verb::FirstAction => of_mail("title-mail-send", self.mail().is_some_and(|m| m.state.can_send())),
            Verb::SecondAction => {
                of_mail("title-mail-cancel", self.mail().is_some_and(|m| m.state.can_cancel()))
            }
            Verb::Open | Verb::Search | Verb::Views | Verb::OtherPane | Verb::Outbox => None,
            other => Offer::usual(other, look),
        }
    }

    fn mail(&self) -> Option<&MailView> {
        self.mails.get(self.selected)
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let page = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        match verb {
            Verb::Up => self.step(-1),
            Verb::Down => self.step(1),
            Verb::PageUp => self.step(-page),
            Verb::PageDown => self.step(page),
            Verb::First => self.selected = 0,
            Verb::Last => self.step(isize::MAX),
            Verb::FirstAction => {
                if let Some(mail) = self.mail().filter(|m| m.state.can_send()) {
                    app.send_mail(mail.id)?;
                }
            }
            Verb::SecondAction => {
                if let Some(id) = self.mail().filter(|m| m.state.can_cancel()).map(|m| m.id) {
                    let call = Call { request: Some(app.request()), ..Call::default() };
                    app.carry_out(&Command::CancelMail(id), &call)?;
                    self.reload(app)?;
                }
            }
            Verb::Back | Verb::Quit => return Ok(Next::Close),
            _ => {}
        }
        Ok(Next::Stay)
    }

    fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.mails.len().saturating_sub(1));
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit) {
        if let Hit::Row(at) = hit {
            self.selected = *at;
        }
    }

    /// Reads the messages anew; the selected one stays so.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        let selected = self.mail().map(|m| m.id);
        self.mails = app.desk()?.mails(Some(MOST))?;
        self.selected = self.mails.iter().position(|m| Some(m.id) == selected).unwrap_or(self.selected);
        self.step(0);
        Ok(())
    }

    /// What it is called on the way back.
    pub fn crumb(look: &Look) -> String {
        look.verb(Verb::Outbox)
    }

    /// Draws it: one line a message, and below what was said of the selected one.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        ink.clear(area);
        let said = self.mail().and_then(|m| m.error.clone());
        let list = Rect { x: area.x + 1, width: area.width - 2, height: area.height - 1, ..area };
        self.height = list.height.into();
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.height.max(1)));
        if self.mails.is_empty() {
            ink.put(list.x, list.y, list.width, &look.words.word("notice-empty"), ink.theme.dim);
        }
        let states = self.mails.iter().map(|m| cells::width(&code::mail_state(&look.words, m.state))).max();
        for (y, (at, mail)) in (list.y..list.bottom()).zip(self.mails.iter().enumerate().skip(self.top)) {
            let row = Rect { y, height: 1, ..list };
            let over = (at == self.selected).then_some(ink.theme.selected);
            ink.row(row, "", over.unwrap_or(ink.theme.text));
            let (text, dim) = (over.unwrap_or(ink.theme.text), over.unwrap_or(ink.theme.dim));
            let pointer = if over.is_some() { ink.theme.sign(Sign::Pointer) } else { " " };
            let state = padded(&code::mail_state(&look.words, mail.state), states.unwrap_or(0) + 2);
            let to = padded(&cells::truncate(&cells::printable(&mail.to), TO), TO + 2);
            let when = look.words.instant(mail.sent_at.unwrap_or(mail.created_at), look.zone);
            let used = ink.right(row, &when, dim);
            let end = row.right().saturating_sub(used + 2);
            let enclosed = match mail.attachments.join(", ") {
                names if names.is_empty() => names,
                names => format!("  [{names}]"),
            };
            ink.words(
                row.x,
                y,
                end,
                &[
                    (pointer, text),
                    (" ", dim),
                    (&state, dim),
                    (&to, text),
                    (&mail.subject, text),
                    (&enclosed, dim),
                ],
            );
            ink.hit(row, Hit::Row(at));
        }
        if let Some(said) = said {
            ink.put(list.x, area.bottom() - 1, list.width, &said, ink.theme.error);
        }
    }
}
