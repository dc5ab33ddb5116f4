//! The form engine: one for every form. A form is a draft and what the desk resolves of it; typing
//! changes the draft, the draft is resolved anew, and what shows follows. A form closes only on success;
//! what is wrong stands under its field, and nothing typed is lost.

mod calendar;
mod cells;
mod draw;
mod lines;
mod picker;
mod submit;
mod table;
mod value;

pub use calendar::CalendarLayer;
pub use picker::PickerLayer;

use std::collections::BTreeMap;

use crate::desk::{Desk, Shown};
use crate::domain::error::{Error, Result};
use crate::domain::form::{ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Tab, Value};
use crate::domain::ids::EventId;
use crate::domain::kept::Kept;
use crate::domain::settings::Language;
use crate::domain::wizard::{Form, welcome};
use crate::keys::{Code, Key, Verb};
use crate::text::code;
use crate::tui::app::{App, Errand};
use crate::tui::editor::{LineEditor, TextEditor};
use crate::tui::ink::Hit;
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::view::Ask;

/// Not a field of any form: what a canned response is given by.
const RESPONSE: FieldId = FieldId::of("response");

/// Where the keys of a form go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Focus {
    /// Place of the field.
    field: usize,
    /// Line and column in a lines field.
    cell: (usize, usize),
    /// The first row of its table that shows.
    top: usize,
}

/// What is typed into.
enum Editor {
    None,
    Line(LineEditor),
    Text(Box<TextEditor>),
}

/// An open form.
pub struct FormLayer {
    form: Form,
    draft: Draft,
    /// What it was filled with before anybody typed.
    begun: Draft,
    shown: Shown,
    focus: Focus,
    editor: Editor,
    /// What the last attempt told of each field.
    wrong: BTreeMap<FieldId, Error>,
    /// What it told of no field that shows.
    general: Option<Error>,
    /// The version that the person saw.
    seen: Option<i64>,
    /// Whether that version turned out to be an old one: the one that shows next was seen.
    stale: bool,
    /// Whether something was typed since it was opened.
    typed: bool,
    /// Whether a button was pressed in vain.
    told: bool,
    request: String,
    /// The field of the form below that gets what is made here.
    gives: Option<FieldId>,
    /// Time zone of instants.
    zone: chrono_tz::Tz,
    scroll: u16,
    /// Rows of the table that has the focus that show at once.
    page: usize,
    /// Letters that are commands where a number is typed.
    commands: Vec<char>,
    /// What stood on the lines that were left out.
    left_out: BTreeMap<(FieldId, i64), Vec<Value>>,
    /// Whether something was typed that is not kept beside the books yet.
    unsaved: bool,
    /// The last row of history when it was opened, or when somebody was told what changed since.
    opened: Option<EventId>,
    /// What others did meanwhile, told once it stood in the way.
    since: Vec<String>,
}

impl FormLayer {
    /// Opens a form, with what was typed into it before if it was left so.
    pub fn new(app: &mut App, form: Form) -> Result<Self> {
        let kept = app.kept(&form);
        let layer = Self::open(app, form, kept.clone())?;
        if kept.is_some() {
            layer.tell_kept(app);
        }
        Ok(layer)
    }

    /// Opens a form that is filled in already, over what was typed into it before if it was left so.
    pub fn filled(app: &mut App, form: Form, draft: Draft) -> Result<Self> {
        let kept = app.kept(&form);
        let whole = over(kept.clone(), &draft);
        // Nobody typed what it begins with: leaving it loses nothing.
        let layer = Self { typed: kept.is_some(), begun: draft, ..Self::open(app, form, Some(whole))? };
        if kept.is_some() {
            layer.tell_kept(app);
        }
        Ok(layer)
    }

    /// Opens a form with what was written in another: it holds typing from the beginning.
    pub fn turned(app: &mut App, form: Form, draft: Draft) -> Result<Self> {
        let kept = app.kept(&form);
        let whole = over(kept, &draft);
        let mut layer = Self { unsaved: true, ..Self::open(app, form, Some(whole))? };
        layer.focus_on(layer.first_field());
        Ok(layer)
    }

    fn tell_kept(&self, app: &mut App) {
        let key = app.look.key(&[crate::keys::Context::Form], Verb::StartOver);
        app.tell(app.look.words.say("notice-form-restored", &[("key", key)]));
    }

    fn open(app: &mut App, form: Form, kept: Option<Kept>) -> Result<Self> {
        let typed = kept.is_some();
        let Kept { mut draft, seen, opened } = kept.unwrap_or_default();
        let mut shown = show(app, &form, &draft)?;
        if value::read_again(&mut draft, &shown.resolved.fields, (app.look.today, app.look.zone)) {
            shown = show(app, &form, &draft)?;
        }
        let mut layer = Self {
            request: app.request(),
            seen: seen.or(shown.version),
            form,
            draft,
            begun: Draft::default(),
            shown,
            focus: Focus::default(),
            editor: Editor::None,
            wrong: BTreeMap::new(),
            general: None,
            stale: false,
            typed,
            told: false,
            gives: None,
            zone: app.look.zone,
            scroll: 0,
            page: 1,
            commands: cells::commands(&app.look),
            left_out: BTreeMap::new(),
            unsaved: false,
            opened: opened.or(app.desk().and_then(Desk::last_event).unwrap_or_default()),
            since: vec![],
        };
        layer.focus_on(layer.first_field());
        Ok(layer)
    }

    /// The same for a row that was missed in a picker: what is made goes into its field.
    pub fn giving(app: &mut App, form: Form, field: FieldId) -> Result<Self> {
        Ok(Self { gives: Some(field), ..Self::new(app, form)? })
    }

    /// Keeps what was typed beside the books: once for any number of keys.
    pub fn save(&mut self, app: &mut App) {
        if std::mem::take(&mut self.unsaved)
            && self.form != Form::Welcome
            && let Ok(desk) = app.desk()
        {
            desk.keep_draft(&self.form, &self.kept());
        }
    }

    /// What is typed, as it is kept.
    fn kept(&self) -> Kept {
        Kept { draft: self.draft.clone(), seen: self.seen, opened: self.opened }
    }

    /// Which form it is.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Whether it holds typing.
    pub fn is_dirty(&self) -> bool {
        self.typed
    }

    /// Its title.
    pub fn title(&self, look: &Look) -> String {
        let title = code::named(&look.words, "form", self.form.code());
        match &self.form {
            Form::Refund(id)
            | Form::EditTicket(id)
            | Form::Note(id)
            | Form::Reply(id)
            | Form::Assign(id)
            | Form::Stage(id)
            | Form::Merge(id)
            | Form::MergeHere(id)
            | Form::Repair(id)
            | Form::Task(id) => format!("{title} #{id}"),
            Form::EditTask(id) | Form::FillTask(id) | Form::SignTask(id) => format!("{title} {id}"),
            _ => title,
        }
    }

    /// How an action is called here: the buttons by their own names.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        let at = match verb {
            Verb::Submit => 0,
            Verb::SubmitSecond => 1,
            Verb::PageUp | Verb::PageDown | Verb::First | Verb::Last if self.lines().is_none() => {
                return None;
            }
            other => return Offer::usual(other, look),
        };
        let button = self.form.buttons().get(at)?;
        Some(Offer { name: code::named(&look.words, "button", button.as_str()), why: None })
    }

    fn fields(&self) -> &[Field] {
        &self.shown.resolved.fields
    }

    fn field(&self) -> Option<&Field> {
        self.fields().get(self.focus.field)
    }

    fn first_field(&self) -> usize {
        let empty = |f: &Field| f.visible && f.required && f.value.is_empty();
        let fields = self.fields();
        if let Some(at) = self.form.begins_with().and_then(|id| fields.iter().position(|f| f.id == id)) {
            return at;
        }
        let first = fields.iter().position(empty).or_else(|| fields.iter().position(|f| f.visible));
        first.unwrap_or_default()
    }

    /// The tab that shows.
    fn tab(&self) -> Option<Tab> {
        self.field().and_then(|f| f.tab)
    }

    /// What is wrong with a field: typed, resolved, or told by the last attempt.
    fn error<'f>(&'f self, field: &'f Field) -> Option<&'f Error> {
        self.wrong.get(&field.id).or_else(|| match field.wrong() {
            // What is merely not chosen yet is told when it is asked for.
            Some(Error::Choose { .. } | Error::ChooseDelivery { .. }) if !self.typed && !self.told => None,
            wrong => wrong,
        })
    }

    /// Gives a field the keys, and an editor where it is typed into.
    fn focus_on(&mut self, at: usize) {
        self.focus = Focus { field: at, ..Focus::default() };
        self.edit();
    }

    fn edit(&mut self) {
        let Some(field) = self.field() else { return };
        self.editor = match (&field.kind, &field.value) {
            (FieldKind::LongText, value) => Editor::Text(Box::new(TextEditor::new(value.text()))),
            (FieldKind::Lines { .. }, _) => self.cell_editor(),
            (kind, value) if value::is_typed(kind) => {
                let text = value::typed(kind, value, self.zone);
                // What is a value as a whole is typed anew; a text goes on.
                let goes_on = matches!(kind, FieldKind::Text | FieldKind::Tags) || value.error().is_some();
                Editor::Line(if goes_on { LineEditor::new(&text) } else { LineEditor::fresh(&text) })
            }
            _ => Editor::None,
        };
    }

    /// Whether a key is typed into the field that has the focus.
    pub fn takes(&self, key: Key) -> bool {
        let printable = matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt;
        match (&self.editor, self.field().map(|f| &f.kind)) {
            (Editor::Line(editor), Some(FieldKind::Lines { .. })) => self.cell_takes(editor, key),
            (Editor::Line(_), _) => LineEditor::takes(key),
            (Editor::Text(_), _) => TextEditor::takes(key),
            // What is typed at a picker is searched for.
            (Editor::None, Some(FieldKind::Picker { .. })) => printable && key.code != Code::Char(' '),
            (Editor::None, Some(FieldKind::Lines { .. })) => key.code == Code::Char(' ') && self.is_choice(),
            (Editor::None, _) => false,
        }
    }

    /// Types a key.
    pub fn key(&mut self, key: Key, app: &mut App) -> Result<Next> {
        let responds = self.form.audience().is_some() && key == Key::from(Code::Char(':'));
        match &mut self.editor {
            Editor::Line(editor) => editor.key(key),
            Editor::Text(editor) => {
                let begins = responds && editor.at_word();
                editor.key(key);
                if begins {
                    self.changed(app)?;
                    return self.open_responses(app);
                }
            }
            Editor::None => {
                if self.is_choice() {
                    return self.turn_cell(app);
                }
                let typed = match key.code {
                    Code::Char(c) => c.to_string(),
                    _ => String::new(),
                };
                return self.open_picker(&typed, app);
            }
        }
        self.changed(app)
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str, app: &mut App) -> Result<Next> {
        match &mut self.editor {
            Editor::Line(editor) => editor.paste(text),
            Editor::Text(editor) => editor.paste(text),
            Editor::None => match self.field().map(|f| &f.kind) {
                Some(FieldKind::Picker { .. }) => return self.open_picker(text, app),
                _ => return Ok(Next::Stay),
            },
        }
        self.changed(app)
    }

    /// The text that came back from the person's editor.
    pub fn edited(&mut self, text: &str, app: &mut App) -> Result<Next> {
        if let Editor::Text(editor) = &mut self.editor {
            **editor = TextEditor::new(text.trim_end_matches('\n'));
            return self.changed(app);
        }
        Ok(Next::Stay)
    }

    /// Takes what the editor holds into the draft.
    fn changed(&mut self, app: &mut App) -> Result<Next> {
        let Some(field) = self.field() else { return Ok(Next::Stay) };
        let (id, now) = (field.id.clone(), (app.look.today, app.look.zone));
        let value = match (&self.editor, &field.kind, &field.value) {
            (Editor::Text(editor), ..) => Value::Text(editor.text()),
            (Editor::Line(editor), FieldKind::Lines { columns, .. }, Value::Lines(lines)) => {
                let (line, column) = self.focus.cell;
                let kind = columns.get(column).map_or(&FieldKind::Quantity, |c| &c.kind);
                let mut lines = lines.clone();
                if let Some(cell) = lines.get_mut(line).and_then(|l| l.cells.get_mut(column)) {
                    *cell = value::read(kind, editor.text(), now);
                }
                Value::Lines(lines)
            }
            (Editor::Line(editor), kind, _) => value::read(kind, editor.text(), now),
            (Editor::None, ..) => return Ok(Next::Stay),
        };
        self.set(id, value, app)
    }

    /// Sets a field for the person, and shows what follows from it.
    fn set(&mut self, field: FieldId, value: Value, app: &mut App) -> Result<Next> {
        self.typed = true;
        self.wrong.remove(&field);
        self.general = None;
        if let (Form::Welcome, Some(code)) = (&self.form, value.choice())
            && let Ok(language) = code.parse::<Language>()
        {
            app.set_language(language);
        }
        self.draft.set(field, value);
        self.unsaved = true;
        self.resolve(app)?;
        Ok(Next::Stay)
    }

    /// Takes a value that was chosen in a layer above.
    pub fn give(&mut self, field: FieldId, value: Value, app: &mut App) -> Result<Next> {
        if field == RESPONSE {
            return self.respond(&value, app);
        }
        let value = self.on_day(&field, value);
        self.set(field, value, app)?;
        self.edit();
        Ok(Next::Stay)
    }

    /// A day that was chosen for a point in time: at the minute that stands there, else at the field's own hour.
    fn on_day(&self, field: &FieldId, value: Value) -> Value {
        let (Value::Date(day), Some(of)) = (&value, self.fields().iter().find(|f| f.id == *field)) else {
            return value;
        };
        let FieldKind::Instant { hour, .. } = of.kind else { return value };
        let minute = match &of.value {
            Value::Instant(at) => Some(at.with_timezone(&self.zone).time()),
            _ => chrono::NaiveTime::from_hms_opt(hour, 0, 0),
        };
        let at = minute.and_then(|minute| crate::domain::day::at(*day, minute, self.zone));
        at.map_or(Value::Empty, Value::Instant)
    }

    fn resolve(&mut self, app: &mut App) -> Result<()> {
        self.shown = show(app, &self.form, &self.draft)?;
        if std::mem::take(&mut self.stale) {
            self.seen = self.shown.version;
        }
        // A field that went away takes its focus to the next one.
        if self.field().is_none_or(|f| !f.visible) {
            self.focus_on(self.first_field());
        }
        if let Some(Field { kind: FieldKind::Lines { lines, .. }, .. }) = self.field() {
            let last = lines.len().saturating_sub(1);
            if self.focus.cell.0 > last {
                self.focus.cell.0 = last;
                self.edit();
            }
        }
        Ok(())
    }

    /// Reads anew what it shows; what was typed stays.
    pub fn reload(&mut self, app: &mut App) -> Result<()> {
        self.resolve(app)
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let kind = self.field().map(|f| f.kind.clone());
        match verb {
            Verb::Submit => return self.submit(0, app),
            Verb::SubmitSecond => return self.submit(1, app),
            Verb::Back | Verb::Quit => return Ok(self.leave()),
            Verb::Down => self.step(1),
            Verb::Up => self.step(-1),
            Verb::NextField => self.tab_on(1),
            Verb::PreviousField => self.tab_on(-1),
            Verb::PageDown | Verb::PageUp | Verb::First | Verb::Last => self.leap(verb),
            Verb::Choose => match kind {
                Some(FieldKind::Picker { .. }) => return self.open_picker("", app),
                Some(FieldKind::Date | FieldKind::Instant { .. }) => return Ok(self.open_calendar(app)),
                Some(FieldKind::Check | FieldKind::Choice { .. } | FieldKind::OneOf(_)) => {
                    return self.turn(1, app);
                }
                Some(FieldKind::Tags) => return self.open_tags(app),
                _ if self.is_choice() => return self.turn_cell(app),
                _ => self.step(1),
            },
            Verb::Toggle | Verb::ToggleBack => match kind {
                Some(FieldKind::Check | FieldKind::Choice { .. } | FieldKind::OneOf(_)) => {
                    return self.turn(if verb == Verb::Toggle { 1 } else { -1 }, app);
                }
                Some(FieldKind::Picker { .. }) if verb == Verb::Toggle => return self.open_picker("", app),
                Some(FieldKind::Lines { .. }) => self.beside(if verb == Verb::Toggle { 1 } else { -1 }),
                _ => {}
            },
            Verb::ClearField => {
                let clears = |f: &&Field| match f.kind {
                    FieldKind::Picker { .. } | FieldKind::OneOf(_) => true,
                    // Of a worksheet: nothing said is not no.
                    FieldKind::Choice { .. } => f.label.is_some(),
                    _ => false,
                };
                if let Some(field) = self.field().filter(clears) {
                    return self.set(field.id.clone(), Value::Empty, app);
                }
            }
            Verb::RemoveLine | Verb::RestoreLine => return self.take(verb == Verb::RestoreLine, app),
            Verb::Editor => {
                if let Editor::Text(editor) = &self.editor {
                    app.errand = Some(Errand::Edit(editor.text()));
                }
            }
            Verb::StartOver => {
                if let Ok(desk) = app.desk() {
                    desk.forget_draft(&self.form);
                }
                self.draft = self.begun.clone();
                self.wrong.clear();
                (self.general, self.typed) = (None, false);
                // It begins anew, with what stands now.
                self.stale = true;
                self.opened = app.desk().and_then(Desk::last_event).unwrap_or_default();
                self.resolve(app)?;
                self.focus_on(self.first_field());
            }
            _ => {}
        }
        Ok(Next::Stay)
    }

    fn leave(&self) -> Next {
        match (self.typed, &self.form) {
            (false, _) => Next::Close,
            (true, Form::Welcome) => Next::Push(Layer::Ask(Ask::quit())),
            (true, _) => Next::Push(Layer::Ask(Ask::leave(self.form.clone(), self.kept()))),
        }
    }

    /// Ticks, or takes the next of a few.
    fn turn(&mut self, by: isize, app: &mut App) -> Result<Next> {
        let Some(field) = self.field() else { return Ok(Next::Stay) };
        let value = match (&field.kind, &field.value) {
            (FieldKind::Check, value) => Value::Check(*value != Value::Check(true)),
            (FieldKind::Choice { codes, .. }, value) => next_of(codes, value, by),
            (FieldKind::OneOf(texts), value) => {
                next_of(&texts.iter().map(String::as_str).collect::<Vec<_>>(), value, by)
            }
            _ => return Ok(Next::Stay),
        };
        self.set(field.id.clone(), value, app)
    }

    /// The canned responses, over the colon that asked for them.
    fn open_responses(&mut self, app: &mut App) -> Result<Next> {
        let kind = FieldKind::Picker { choices: Choices::of(ChoiceOf::Responses), many: false };
        let field = Field { required: true, ..Field::new(RESPONSE, kind) };
        let title = code::named(&app.look.words, "records", "response");
        let picker = PickerLayer::new(app, &field, "")?.titled(title);
        Ok(if picker.is_empty() { Next::Stay } else { Next::Push(Layer::Picker(Box::new(picker))) })
    }

    /// Puts a canned response in the place of the colon, filled in as far as there is something to fill in.
    fn respond(&mut self, value: &Value, app: &mut App) -> Result<Next> {
        let (Some(id), Editor::Text(editor)) = (value.one(), &mut self.editor) else { return Ok(Next::Stay) };
        let text = app.desk()?.response(id, &self.form)?;
        editor.key(Code::Backspace.into());
        editor.paste(&text);
        self.changed(app)
    }

    fn open_picker(&mut self, typed: &str, app: &mut App) -> Result<Next> {
        let Some(field) = self.field() else { return Ok(Next::Stay) };
        let title = self.label(&app.look, field);
        let picker = PickerLayer::new(app, field, typed)?.titled(title);
        Ok(Next::Push(Layer::Picker(Box::new(picker))))
    }

    /// The tags that are there, with the word that is being typed looked for.
    fn open_tags(&mut self, app: &mut App) -> Result<Next> {
        let (Some(field), Editor::Line(editor)) = (self.field(), &self.editor) else { return Ok(Next::Stay) };
        let typed = editor.text().rsplit([',', ';']).next().unwrap_or_default().trim().to_owned();
        let picker = PickerLayer::of_tags(app, field, &typed)?;
        Ok(Next::Push(Layer::Picker(Box::new(picker))))
    }

    fn open_calendar(&self, app: &App) -> Next {
        let Some(field) = self.field() else { return Next::Stay };
        let day = match &field.value {
            Value::Date(day) => *day,
            Value::Instant(at) => at.with_timezone(&self.zone).date_naive(),
            _ => app.look.today,
        };
        Next::Push(Layer::Calendar(CalendarLayer::new(field.id.clone(), day, app.look.today)))
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        match hit {
            Hit::Field(at) if *at == self.focus.field => self.on(Verb::Choose, app),
            Hit::Field(at) => {
                self.focus_on(*at);
                Ok(Next::Stay)
            }
            Hit::Line(field, line) => {
                if *field != self.focus.field {
                    self.focus_on(*field);
                }
                self.go_to(*line);
                Ok(Next::Stay)
            }
            Hit::Row(_) | Hit::Pane(_) | Hit::Verb(_) => Ok(Next::Stay),
        }
    }
}

/// The choice so many places further.
fn next_of(codes: &[&str], held: &Value, by: isize) -> Value {
    let at = held.choice().and_then(|code| codes.iter().position(|c| *c == code));
    let count = codes.len().max(1);
    let to = at.map_or(0, |at| (at + count).saturating_add_signed(by) % count);
    Value::Choice(codes.get(to).map(|c| (*c).to_owned()).unwrap_or_default())
}

/// What a form shows for a draft.
/// What was kept, with what a form begins with over it.
fn over(kept: Option<Kept>, draft: &Draft) -> Kept {
    let kept = kept.unwrap_or_default();
    Kept { draft: kept.draft.with(draft), ..kept }
}

fn show(app: &mut App, form: &Form, draft: &Draft) -> Result<Shown> {
    if *form == Form::Welcome {
        let language = app.look.words.language();
        let resolved = welcome::resolve(draft, &app.options().account, language);
        return Ok(Shown { resolved, picked: BTreeMap::new(), version: None, seen: vec![], sums: vec![] });
    }
    app.desk()?.form(form, draft)
}
