//! The buttons of a form: the draft becomes a command, which is carried out, or previewed where money
//! moves; what is refused goes back to the fields that it is about.

use super::FormLayer;
use crate::desk::Desk;
use crate::domain::command::{Answer, Call, Command};
use crate::domain::error::{Error, Result};
use crate::domain::form::Value;
use crate::domain::history::{EventKind, TimelineEntry};
use crate::domain::wizard::print::{self, Printable};
use crate::domain::wizard::{Button, Form, export, letter, ticket, welcome};
use crate::text::{code, timeline};
use crate::tui::app::{App, Sheaf};
use crate::tui::layer::{Layer, Next};
use crate::tui::view::{Ask, BulkView, Preview};

impl FormLayer {
    /// Puts an error where it belongs: under its field, which gets the focus, or under them all.
    pub fn wrong(&mut self, error: Error) {
        self.told = true;
        let errors = match error {
            Error::Fields(errors) => errors,
            // Somebody has been told: the next attempt is about what stands then.
            stale @ Error::Stale { .. } => {
                self.stale = true;
                self.general = Some(stale);
                return;
            }
            other => {
                self.general = Some(other);
                return;
            }
        };
        self.wrong.clear();
        let mut first = None;
        for told in errors {
            match self.fields().iter().position(|f| f.id == told.field && f.visible) {
                Some(at) => first = Some(first.map_or(at, |f: usize| f.min(at))),
                None => self.general = Some(Error::Fields(vec![told.clone()])),
            }
            self.wrong.entry(told.field).or_insert(told.error);
        }
        if let Some(at) = first {
            if self.fields().get(at).map(|f| &f.id) != self.field().map(|f| &f.id) {
                self.focus_on(at);
            }
            // Of a table, the cell.
            if let Some(cell) = self.field().and_then(|field| self.wrong_cell(field)) {
                self.focus.cell = cell;
                self.edit();
            }
        }
    }

    /// Presses a button.
    pub(super) fn submit(&mut self, at: usize, app: &mut App) -> Result<Next> {
        let Some(button) = self.form.buttons().get(at).copied() else { return Ok(Next::Stay) };
        match self.press(button, app) {
            Ok(next) => {
                if !matches!(next, Next::Stay | Next::Push(_)) {
                    self.done(app);
                }
                Ok(next)
            }
            Err(error) => {
                self.tell_since(&error, app);
                self.wrong(error);
                self.resolve(app)?;
                Ok(Next::Stay)
            }
        }
    }

    /// Forgets what was typed: it is done with.
    pub fn done(&mut self, app: &mut App) {
        self.unsaved = false;
        if let Ok(desk) = app.desk() {
            desk.forget_draft(&self.form);
        }
        // A page below may tell of the draft.
        app.reload();
    }

    /// Tells what others did since the form was opened, where that stands in the way.
    pub fn tell_since(&mut self, error: &Error, app: &mut App) {
        if let (Error::Stale { .. }, Some(ticket)) = (error, self.form.ticket()) {
            let since = app.desk().and_then(|desk| desk.since(ticket, self.opened)).unwrap_or_default();
            self.since = since.iter().map(|told| timeline::by(&app.look.words, told)).collect();
            self.opened = app.desk().and_then(Desk::last_event).unwrap_or_default();
        }
    }

    /// Refuses a message once where the customer wrote, or somebody answered, since it was begun: two answers that don't
    /// know of each other are worse than a late one.
    fn read_first(&mut self, app: &mut App) -> Result<()> {
        let Some(ticket) = self.form.ticket() else { return Ok(()) };
        let since = app.desk()?.since(ticket, self.opened)?;
        let talk =
            |told: &TimelineEntry| matches!(told.kind, EventKind::MailQueued | EventKind::MailReceived);
        if !since.iter().any(talk) {
            return Ok(());
        }
        self.since = since.iter().map(|told| timeline::by(&app.look.words, told)).collect();
        self.opened = app.desk()?.last_event()?;
        Err(Error::AnsweredMeanwhile { ticket })
    }

    /// Makes a note of a message, or a message of a note, with what is written; where something is, that is asked.
    fn turn_into(&self, other: Form, app: &mut App) -> Result<Next> {
        let written = self.shown.resolved.value(letter::BODY).text().to_owned()
            + self.shown.resolved.value(ticket::TEXT).text();
        match written.trim().is_empty() {
            true => Ok(Next::Swap(Layer::Form(Box::new(FormLayer::new(app, other)?)))),
            false => Ok(Next::Push(Layer::Ask(Ask::turn(other, written)))),
        }
    }

    fn press(&mut self, button: Button, app: &mut App) -> Result<Next> {
        match (button, self.form.ticket()) {
            (Button::TurnIntoNote, Some(id)) => return self.turn_into(Form::Note(id), app),
            (Button::TurnIntoMessage, Some(id)) => return self.turn_into(Form::Reply(id), app),
            _ => {}
        }
        if self.form == Form::Welcome {
            return self.welcome(button, app);
        }
        if self.form == Form::Export {
            let (file, end) = export::parse(&self.draft, &self.shown.resolved).map_err(Error::Fields)?;
            return self.write(Sheaf::list(app, &file, end).map_err(|e| e.at(export::FILE))?, app);
        }
        if let Form::Print(of) = self.form {
            return self.print(of, app);
        }
        if let Some(next) = app.desk()?.next_form(&self.form, &self.draft, button)? {
            return Ok(Next::Swap(Layer::Form(Box::new(FormLayer::new(app, next)?))));
        }
        if matches!(self.form, Form::Reply(_)) {
            self.read_first(app)?;
        }
        let command = app.desk()?.command(&self.form, &self.draft, button, Some(&self.shown))?;
        if let Command::Bulk(bulk) = command {
            let title = code::named(&app.look.words, "button", button.as_str());
            let tickets = bulk.tickets.iter().map(|(id, _)| *id).collect();
            return Ok(Next::Push(BulkView::open(app, title, bulk.change, tickets)));
        }
        let call = Call { request: Some(self.request.clone()), if_version: self.seen, ..Call::default() };
        if button.moves() || command.settles() {
            let title = code::named(&app.look.words, "button", button.as_str());
            return Preview::open(app, title, self.sums(&app.look), command, call).map(Next::Push);
        }
        if let (Some(field), Command::NewCustomer(..)) = (&self.gives, &command) {
            let field = field.clone();
            let outcome = app.desk()?.execute(&command, &call)?;
            return Ok(match outcome.answer {
                Answer::Customer(made) => Next::Give(field, Value::Picked(vec![made.id.0])),
                _ => Next::Close,
            });
        }
        match app.carry_out(&command, &call) {
            // It asks something: the effects of a yes are shown with the question.
            Err(error) if command.anyway(&error).is_some() => {
                let title = code::named(&app.look.words, "button", button.as_str());
                Preview::open(app, title, vec![], command, call).map(Next::Push)
            }
            carried_out => carried_out,
        }
    }

    /// Draws the document.
    fn print(&mut self, of: Printable, app: &mut App) -> Result<Next> {
        let how = print::parse(&self.draft, &self.shown.resolved).map_err(Error::Fields)?;
        let sheaf = Sheaf::new(of, how).map_err(|e| e.at(print::FILE))?;
        self.write(sheaf, app)
    }

    /// Writes a file; one that is there is replaced when that is answered with yes.
    fn write(&mut self, sheaf: Sheaf, app: &mut App) -> Result<Next> {
        if sheaf.file.is_file() {
            return Ok(Next::Push(Layer::Ask(Ask::replace(sheaf))));
        }
        app.print(&sheaf).map(|()| Next::Close)
    }

    fn welcome(&mut self, button: Button, app: &mut App) -> Result<Next> {
        if button == Button::LoadDemo {
            return app.start(None).map(|()| Next::Close);
        }
        let language = app.look.words.language();
        let answers = welcome::parse(&self.draft, &self.shown.resolved, language).map_err(Error::Fields)?;
        let setup = crate::desk::Setup::welcome(&answers, &app.options().account);
        app.start(Some(&setup)).map(|()| Next::Close)
    }
}
