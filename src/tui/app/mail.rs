//! Messages on their way: the courier is sent when one is due, the status line counts down while one's own
//! can be taken back, and what came of a round is told.

use super::App;
use crate::desk::Desk;
use crate::domain::command::{Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::form::{Draft, Value};
use crate::domain::ids::MailId;
use crate::domain::mail::{MailState, MailView, Which};
use crate::domain::wizard::{Form, letter};
use crate::keys::{Context, Found, Verb};
use crate::tui::form::FormLayer;
use crate::tui::layer::Layer;

/// One's own message that can be taken back: to whom it goes, and in how many seconds.
pub(super) type Grace = (String, i64);

impl App {
    /// Once a second: counts down, and sends the courier.
    pub(super) fn tick_mail(&mut self) {
        self.count_down();
        if self.options.readonly || !self.courier.is_ready() {
            return;
        }
        if let Some(Ok(true)) = self.desk.as_mut().map(Desk::mail_is_due) {
            self.send_courier(Which::Due);
        }
    }

    /// Reads how long one's own message can be taken back.
    pub(super) fn count_down(&mut self) {
        let found = self.desk.as_mut().and_then(|desk| desk.mail_in_grace().ok().flatten());
        let grace = found.map(|(mail, left)| (mail.to, left));
        if grace != self.grace {
            self.grace = grace;
            self.dirty = true;
        }
    }

    fn send_courier(&mut self, which: Which) {
        if let Some(round) = self.round() {
            self.courier.go(round, which);
        }
    }

    /// Sends a message now, as somebody asks.
    pub fn send_mail(&mut self, id: MailId) -> Result<()> {
        if self.options.readonly {
            return Err(Error::ReadOnly);
        }
        if !self.courier.can_go() {
            return Err(Error::Busy);
        }
        self.send_courier(Which::One(id));
        self.tell(self.look.words.word("notice-mail-sending"));
        Ok(())
    }

    /// Takes a message back that has not left.
    pub(super) fn take_mail_back(&mut self, mail: MailView) {
        let call = Call { request: Some(self.request()), ..Call::default() };
        let taken = self.carry_out(&Command::CancelMail(mail.id), &call);
        if let Err(error) = taken.and_then(|_| self.write_again(mail)) {
            self.complain(&error);
        }
        self.count_down();
    }

    /// Puts a message to the customer of a ticket that was taken back into its composer again.
    fn write_again(&mut self, mail: MailView) -> Result<()> {
        let Some(ticket) = mail.ticket.filter(|_| mail.coupon.is_none() && mail.order.is_none()) else {
            return Ok(());
        };
        let mut draft = Draft::default();
        for (field, text) in
            [(letter::TO, mail.to), (letter::SUBJECT, mail.subject), (letter::BODY, mail.body)]
        {
            draft.set(field, Value::Text(text));
        }
        let form = FormLayer::turned(self, Form::Reply(ticket), draft)?;
        self.layers.push(Layer::Form(Box::new(form)));
        Ok(())
    }

    /// Hears what came of a round, and tells it: failures in the words of the server.
    pub(super) fn hear_mail(&mut self) {
        let Some(answer) = self.courier.hear() else { return };
        self.dirty = true;
        match answer {
            Ok(tried) => self.tell_tried(tried),
            Err(Error::Busy) => {}
            Err(error) => self.complain(&error),
        }
    }

    fn tell_tried(&mut self, tried: Vec<MailView>) {
        if tried.is_empty() {
            return;
        }
        self.reload();
        let (sent, not): (Vec<_>, Vec<_>) = tried.into_iter().partition(|m| m.state == MailState::Sent);
        match (not.into_iter().next(), sent.into_iter().next_back()) {
            (Some(mail), _) => {
                self.complain(&Error::NotSent { to: mail.to, text: mail.error.unwrap_or_default() });
            }
            (None, Some(mail)) => {
                let values = [("to", mail.to), ("subject", mail.subject)];
                self.tell(self.look.words.say("event-mail-sent", &values));
            }
            (None, None) => {}
        }
    }

    /// The countdown of the status line, with the key that takes the message back where it does so here.
    pub(super) fn grace_line(&self, top: &Layer) -> Option<String> {
        let (to, seconds) = self.grace.as_ref()?;
        let words = &self.look.words;
        let text = words.say("notice-mail-grace", &[("to", to.clone()), ("seconds", seconds.to_string())]);
        let verb = Verb::Undo;
        let mut rows = self.look.keymap.rows(Context::Everywhere);
        let chord = rows.find(|(b, _)| b.verb == verb).and_then(|(_, chords)| chords.first());
        let here = |chord: &&crate::keys::Chord| {
            chord.0.first().is_some_and(|key| !top.takes(*key))
                && self.look.keymap.find(&top.contexts(), &chord.0) == Found::Verb(verb)
        };
        Some(match chord.filter(here) {
            Some(chord) => words.say("notice-mail-grace-key", &[("text", text), ("key", chord.to_string())]),
            None => text,
        })
    }
}
