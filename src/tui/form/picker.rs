//! Picking rows: one or several, searched for as one types, over any number of rows a page at a time.
//! An empty list says why it is empty. Where that is allowed, what was missed can be made.

use ratatui::layout::Rect;

use super::FormLayer;
use crate::domain::command::Call;
use crate::domain::effect::Key;
use crate::domain::error::Result;
use crate::domain::form::{Choice, ChoiceOf, Choices, Draft, Field, FieldId, FieldKind, Hint, Value};
use crate::domain::ids::LotId;
use crate::domain::wizard::Form;
use crate::keys::{self, Code, Verb};
use crate::text::{cells, effect, field as labels};
use crate::tui::app::App;
use crate::tui::editor::LineEditor;
use crate::tui::ink::{Hit, Ink, centered, wrapped};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::padded;
use crate::tui::theme::Sign;
use crate::tui::view::{PageView, Preview, Target};

/// Rows of one read.
const PAGE: i64 = 50;

/// The rows that a field is picked from.
pub struct PickerLayer {
    field: FieldId,
    choices: Choices,
    many: bool,
    /// Whether no row at all may be picked.
    optional: bool,
    hint: Option<Hint>,
    search: LineEditor,
    rows: Vec<Choice>,
    ends: bool,
    picked: Vec<i64>,
    selected: usize,
    top: usize,
    height: usize,
    /// Whether marks were set or taken away.
    marked: bool,
    /// What becomes of the choice.
    goal: Goal,
    /// The version of what the choice changes, as the person saw it.
    seen: Option<i64>,
    /// What the field is called where it is picked from a form.
    title: Option<String>,
}

/// What becomes of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Goal {
    /// The form below gets it.
    Give,
    /// It is all that there is of a form.
    Form(Form),
    /// The life of the lot is opened.
    Life,
    /// The form below gets these words.
    Tags(Vec<String>),
}

/// What a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// No row at all.
    Nothing,
    /// A row, by its place.
    Choice(usize),
    /// A new row from what was typed.
    Create,
}

impl PickerLayer {
    /// Of a field, with something typed already.
    pub fn new(app: &mut App, field: &Field, typed: &str) -> Result<Self> {
        let FieldKind::Picker { choices, many } = &field.kind else {
            return Err(crate::domain::error::Invalid::Hidden.into());
        };
        let mut picker = Self {
            field: field.id.clone(),
            choices: choices.clone(),
            many: *many,
            optional: !field.required && !many,
            hint: field.hint.clone(),
            search: LineEditor::new(typed),
            rows: vec![],
            ends: false,
            picked: field.value.picked().to_vec(),
            selected: 0,
            top: 0,
            height: 1,
            marked: false,
            goal: Goal::Give,
            seen: None,
            title: None,
        };
        picker.search(app)?;
        // What is picked already is where one begins; of agents, oneself.
        let agents = matches!(picker.choices.of, ChoiceOf::Members | ChoiceOf::Technicians);
        let me = app.agent().filter(|_| agents);
        let at = picker.picked.first().copied().or(me);
        let at = at.and_then(|id| picker.rows.iter().position(|r| r.id == id));
        picker.selected = at.map_or(picker.first_choice(), |at| at + picker.first_choice());
        Ok(picker)
    }

    /// Whether there is nothing to pick from.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Under the name that the field has in its form.
    pub fn titled(self, title: String) -> Self {
        Self { title: Some(title), ..self }
    }

    /// Of a form that is one choice.
    pub fn of_form(app: &mut App, form: Form, draft: &Draft) -> Result<Self> {
        let shown = app.desk()?.form(&form, draft)?;
        let Some(field) = shown.resolved.fields.first() else {
            return Err(crate::domain::error::Invalid::Hidden.into());
        };
        Ok(Self { goal: Goal::Form(form), seen: shown.version, ..Self::new(app, field, "")? })
    }

    /// Of tags: those that the field holds are marked, and what is typed can be made one.
    pub fn of_tags(app: &mut App, field: &Field, typed: &str) -> Result<Self> {
        let mut held = match &field.value {
            Value::Tags(tags) => tags.clone(),
            _ => vec![],
        };
        // The word that is being typed is looked for, not held.
        held.retain(|tag| tag != typed);
        let choices = Choices { create: true, ..Choices::of(ChoiceOf::Tags) };
        let kind = FieldKind::Picker { choices, many: true };
        let of = Field { value: Value::Empty, ..Field::new(field.id.clone(), kind) };
        Ok(Self { goal: Goal::Tags(held), ..Self::new(app, &of, typed)? })
    }

    /// Of all lots and serial numbers, to see the life of one.
    pub fn of_lots(app: &mut App, typed: &str) -> Result<Self> {
        let kind = FieldKind::Picker { choices: Choices::of(ChoiceOf::Lots), many: false };
        let field = Field { required: true, ..Field::new(crate::domain::wizard::refund::LOT, kind) };
        Ok(Self { goal: Goal::Life, ..Self::new(app, &field, typed)? })
    }

    fn first_choice(&self) -> usize {
        usize::from(self.optional && self.search.text().is_empty())
    }

    fn can_create(&self) -> bool {
        let typed = self.search.text().trim();
        let known = || self.choices.of == ChoiceOf::Tags && self.rows.iter().any(|row| row.title == typed);
        self.choices.create && !typed.is_empty() && !known()
    }

    fn list(&self) -> Vec<Row> {
        let nothing = (self.first_choice() == 1).then_some(Row::Nothing);
        let create = self.can_create().then_some(Row::Create);
        nothing.into_iter().chain((0..self.rows.len()).map(Row::Choice)).chain(create).collect()
    }

    fn search(&mut self, app: &mut App) -> Result<()> {
        self.rows = app.desk()?.choices(&self.choices, self.search.text(), None, PAGE)?;
        self.ends = (self.rows.len() as i64) < PAGE;
        (self.selected, self.top) = (0, 0);
        Ok(())
    }

    /// Whether a key is typed into the search.
    pub fn takes(&self, key: keys::Key) -> bool {
        let marks = self.many && key.code == Code::Char(' ');
        LineEditor::takes(key) && !marks
    }

    /// Types a key.
    pub fn key(&mut self, key: keys::Key, app: &mut App) -> Result<()> {
        self.search.key(key);
        self.search(app)
    }

    /// Pastes into the search.
    pub fn paste(&mut self, text: &str, app: &mut App) -> Result<()> {
        self.search.paste(text);
        self.search(app)
    }

    fn step(&mut self, by: isize, app: &mut App) -> Result<()> {
        let to = self.selected.saturating_add_signed(by);
        while to >= self.rows.len() && !self.ends {
            let after = self.rows.last().map(|r| r.id);
            let more = app.desk()?.choices(&self.choices, self.search.text(), after, PAGE)?;
            self.ends = (more.len() as i64) < PAGE;
            self.rows.extend(more);
        }
        self.selected = to.min(self.list().len().saturating_sub(1));
        Ok(())
    }

    /// How an action is called here; only of several rows some can be marked.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        if verb == Verb::Mark && !self.many { None } else { Offer::usual(verb, look) }
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb, app: &mut App) -> Result<Next> {
        let page = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        match verb {
            Verb::Back | Verb::Quit => return Ok(Next::Close),
            Verb::Choose | Verb::Submit | Verb::Confirm => return self.choose(app),
            Verb::Mark => self.mark(),
            Verb::Up => self.step(-1, app)?,
            Verb::Down => self.step(1, app)?,
            Verb::PageUp => self.step(-page, app)?,
            Verb::PageDown => self.step(page, app)?,
            Verb::First => self.selected = 0,
            Verb::Last => self.selected = self.list().len().saturating_sub(1),
            _ => {}
        }
        Ok(Next::Stay)
    }

    /// Marks a row of several, or takes the mark away.
    fn mark(&mut self) {
        let Some(Row::Choice(at)) = self.list().get(self.selected).copied() else { return };
        let Some(id) = self.rows.get(at).map(|r| r.id) else { return };
        self.marked = true;
        if let Goal::Tags(held) = &mut self.goal {
            let Some(name) = self.rows.get(at).map(|r| r.title.clone()) else { return };
            match held.iter().position(|tag| *tag == name) {
                Some(marked) => drop(held.remove(marked)),
                None => held.push(name),
            }
            return;
        }
        match self.picked.iter().position(|p| *p == id) {
            Some(marked) => {
                self.picked.remove(marked);
            }
            None => self.picked.push(id),
        }
    }

    fn choose(&mut self, app: &mut App) -> Result<Next> {
        let row = self.list().get(self.selected).copied();
        if let Goal::Tags(held) = &self.goal {
            return self.choose_tag(held.clone(), row);
        }
        let value = match row {
            None => return Ok(Next::Stay),
            Some(Row::Nothing) => Value::Empty,
            Some(Row::Create) => {
                let name = self.search.text().trim().to_owned();
                let form = FormLayer::giving(app, Form::NewCustomer(name), self.field.clone())?;
                return Ok(Next::Swap(Layer::Form(Box::new(form))));
            }
            Some(Row::Choice(at)) => {
                let Some(id) = self.rows.get(at).map(|r| r.id) else { return Ok(Next::Stay) };
                // Of several, those that are marked; the selected one too, where none was marked just now.
                if !self.many {
                    self.picked = vec![id];
                } else if !self.marked && !self.picked.contains(&id) {
                    self.picked.push(id);
                }
                Value::Picked(self.picked.clone())
            }
        };
        match &self.goal {
            Goal::Give => Ok(Next::Give(self.field.clone(), value)),
            Goal::Form(form) => self.carry_out(&form.clone(), value, app),
            // Given before, by their names.
            Goal::Tags(_) => Ok(Next::Stay),
            Goal::Life => {
                let Some(id) = value.one() else { return Ok(Next::Stay) };
                let life = app.desk()?.lot(LotId(id))?;
                PageView::open(app, Target::Lot(life.product, life.lot)).map(Next::Swap)
            }
        }
    }

    /// Gives the tags: those that are marked; the selected one where none was marked now, or the one that is typed.
    fn choose_tag(&self, mut held: Vec<String>, row: Option<Row>) -> Result<Next> {
        let chosen = match row {
            Some(Row::Create) => Some(crate::domain::wording::name(self.search.text())?),
            Some(Row::Choice(at)) if !self.marked => self.rows.get(at).map(|r| r.title.clone()),
            _ => None,
        };
        held.extend(chosen.filter(|name| !held.contains(name)));
        Ok(Next::Give(self.field.clone(), Value::Tags(held)))
    }

    /// Carries the choice out where the choice is all there is to do.
    fn carry_out(&self, form: &Form, value: Value, app: &mut App) -> Result<Next> {
        let mut draft = Draft::default();
        draft.set(self.field.clone(), value);
        let Some(button) = form.buttons().first().copied() else { return Ok(Next::Close) };
        let command = app.desk()?.command(form, &draft, button, None)?;
        let call = Call { request: Some(app.request()), if_version: self.seen, ..Call::default() };
        if button.moves() {
            let title = crate::text::code::named(&app.look.words, "button", button.as_str());
            return Preview::open(app, title, vec![], command, call).map(Next::Swap);
        }
        app.carry_out(&command, &call)
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit, app: &mut App) -> Result<Next> {
        let Hit::Row(at) = hit else { return Ok(Next::Stay) };
        self.selected = *at;
        if self.many {
            self.mark();
            return Ok(Next::Stay);
        }
        self.choose(app)
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let title = match &self.goal {
            Goal::Form(form) => crate::text::code::named(words, "form", form.code()),
            Goal::Give | Goal::Life | Goal::Tags(_) => {
                self.title.clone().unwrap_or_else(|| labels::field(words, &self.field))
            }
        };
        let rows = u16::try_from(self.list().len()).unwrap_or(u16::MAX - 6);
        let inside = ink.popup(centered(area, 76, (rows + 6).clamp(10, 22)), &title);
        let inside = Rect { x: inside.x + 1, width: inside.width - 2, ..inside };
        self.search.draw(ink, Rect { height: 1, ..inside }, ink.theme.input);
        let list = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
        self.height = list.height.into();
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.height.max(1)));
        let rows = self.list();
        if self.rows.is_empty() {
            self.draw_empty(ink, look, list);
        }
        let title = self.title_width(look, list.width.into());
        let start = if self.rows.is_empty() { list.bottom().saturating_sub(1) } else { list.y };
        for (y, (at, row)) in (start..list.bottom()).zip(rows.iter().enumerate().skip(self.top)) {
            let line = Rect { y, height: 1, ..list };
            let selected = at == self.selected;
            let (style, dim) = match selected {
                true => (ink.theme.selected, ink.theme.selected),
                false => (ink.theme.text, ink.theme.dim),
            };
            ink.row(line, "", style);
            let pointer = if selected { ink.theme.sign(Sign::Pointer) } else { " " };
            let mut x = line.x + ink.put(line.x, y, 1, pointer, style) + 1;
            match row {
                Row::Nothing => {
                    ink.put(x, y, line.right() - x, &nothing(look, self.choices.of), dim);
                }
                Row::Create => {
                    let name = [("name", self.search.text().trim().to_owned())];
                    let text = match self.choices.of {
                        ChoiceOf::Tags => words.say("picker-create-tag", &name),
                        _ => words.say("picker-create", &name),
                    };
                    ink.put(x, y, line.right() - x, &text, style);
                }
                Row::Choice(at) => {
                    let Some(choice) = self.rows.get(*at) else { continue };
                    if self.many {
                        let marked = match &self.goal {
                            Goal::Tags(held) => held.contains(&choice.title),
                            _ => self.picked.contains(&choice.id),
                        };
                        let sign = ink.theme.sign(if marked { Sign::On } else { Sign::Off });
                        x += ink.put(x, y, 4, sign, style) + 1;
                    }
                    let name = match self.choices.of {
                        ChoiceOf::Stages | ChoiceOf::ProjectStages => {
                            crate::text::code::stage(words, &choice.title)
                        }
                        _ => cells::printable(&choice.title),
                    };
                    let name = padded(&cells::truncate(&name, title), title + 2);
                    x += ink.put(x, y, line.right() - x, &name, style);
                    ink.put(x, y, line.right().saturating_sub(x), &detail(look, choice), dim);
                }
            }
            ink.hit(line, Hit::Row(at));
        }
    }

    /// How wide the first column is: as the widest title, as far as what stands beside it leaves room.
    fn title_width(&self, look: &Look, total: usize) -> usize {
        let widest = |width: &dyn Fn(&Choice) -> usize| self.rows.iter().map(width).max().unwrap_or(0);
        let title = widest(&|row| cells::width(&cells::printable(&row.title)));
        let beside = match widest(&|row| cells::width(&detail(look, row))) {
            0 => 0,
            detail => detail + 2,
        };
        // The pointer, and the mark where several are picked.
        let left = total.saturating_sub(2 + beside + if self.many { 4 } else { 0 });
        title.clamp(8, left.max(34))
    }

    /// Why there is nothing to pick from, and what to do.
    fn draw_empty(&self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let words = &look.words;
        let why = match (&self.hint, self.search.text().trim()) {
            (_, typed) if !typed.is_empty() => words.say("picker-no-match", &[("typed", typed.to_owned())]),
            (Some(hint), _) => labels::hint(words, hint),
            (None, _) => words.word("picker-empty"),
        };
        for (y, line) in (area.y..area.bottom()).zip(wrapped(&why, area.width)) {
            ink.put(area.x, y, area.width, &line, ink.theme.dim);
        }
    }
}

fn nothing(look: &Look, of: ChoiceOf) -> String {
    match of {
        ChoiceOf::Members => look.words.word("picker-nobody"),
        _ => look.words.word("picker-nothing"),
    }
}

/// What stands beside a row.
pub fn detail(look: &Look, choice: &Choice) -> String {
    let told = choice.detail.iter().map(|(key, fact)| {
        let value = effect::value(&look.words, *key, fact);
        // A second sum says what it is.
        if *key == Key::Residual { format!("{} {value}", effect::name(&look.words, *key)) } else { value }
    });
    told.collect::<Vec<_>>().join("  ")
}
