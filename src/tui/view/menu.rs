//! Lists of actions: help (every key that holds here), the command palette, after-sales services, views.
//! Typing narrows them; what is chosen is performed as if its key had been pressed.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::Rect;

use super::Target;
use crate::domain::ids::TicketId;
use crate::keys::{Code, Context, Key, Verb};
use crate::text::{cells, code};
use crate::tui::editor::LineEditor;
use crate::tui::ink::{Hit, Ink, centered};
use crate::tui::layer::{Layer, Next};
use crate::tui::look::Look;
use crate::tui::theme::Sign;

/// A list of actions.
pub struct Menu {
    title: String,
    entries: Vec<Entry>,
    /// Places of the entries that match what was typed, the best first.
    shown: Vec<usize>,
    selected: usize,
    top: usize,
    height: usize,
    search: Option<LineEditor>,
    /// The ticket whose number was typed instead of an action.
    ticket: Option<TicketId>,
}

/// An action of the list.
struct Entry {
    verb: Verb,
    /// The place that it is listed under, in help.
    section: Option<String>,
    name: String,
    /// Its keys, or what stands beside it.
    detail: String,
    why: Option<String>,
    /// Its place among entries of the same action.
    pick: Option<usize>,
    /// Where it leads, where it is no action.
    target: Option<Target>,
}

impl Menu {
    /// Every action that can be performed in the places given: help lists them by place, the palette in
    /// one row with what else can be done.
    pub fn actions(look: &Look, top: &Layer, contexts: &[Context], help: bool) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        for context in contexts {
            for (binding, chords) in look.keymap.rows(*context) {
                if !help && entries.iter().any(|e| e.verb == binding.verb) {
                    continue;
                }
                // Help is about keys; what has none is found by its name.
                if help && chords.is_empty() {
                    continue;
                }
                let Some(offer) = top.offer(binding.verb, look) else { continue };
                let keys: Vec<String> = chords.iter().map(ToString::to_string).collect();
                entries.push(Entry {
                    verb: binding.verb,
                    section: help.then(|| code::named(&look.words, "context", context.as_str())),
                    name: offer.name,
                    detail: keys.join(", "),
                    why: offer.why,
                    pick: None,
                    target: None,
                });
            }
        }
        // What is typed is help too.
        if help && top.is_full() {
            entries.push(Entry {
                verb: Verb::QueryHelp,
                section: Some(code::named(&look.words, "context", Context::Everywhere.as_str())),
                name: look.verb(Verb::QueryHelp),
                detail: String::new(),
                why: None,
                pick: None,
                target: Some(Target::QueryHelp),
            });
        }
        let title = look.words.word(if help { "title-help" } else { "title-palette" });
        Self::new(title, entries, true)
    }

    /// The after-sales services: action, name, key, and why it can't be used now.
    pub fn services(title: String, entries: Vec<(Verb, String, String, Option<String>)>) -> Self {
        let entries = entries.into_iter().map(|(verb, name, detail, why)| Entry {
            verb,
            section: None,
            name,
            detail,
            why,
            pick: None,
            target: None,
        });
        Self::new(title, entries.collect(), false)
    }

    /// Numbered actions of a page: name, key, and why it can't be used now.
    pub fn picks(
        title: String,
        entries: impl Iterator<Item = (String, String, Option<String>)>,
        verb: Verb,
    ) -> Self {
        let entries = entries.enumerate().map(|(at, (name, detail, why))| Entry {
            verb,
            section: None,
            name: format!("{}  {name}", at + 1),
            detail,
            why,
            pick: Some(at),
            target: None,
        });
        Self::new(title, entries.collect(), false)
    }

    /// Numbered links.
    pub fn links(title: String, entries: impl Iterator<Item = (String, Target)>) -> Self {
        let entries = entries.enumerate().map(|(at, (name, target))| Entry {
            verb: Verb::Open,
            section: None,
            name: format!("{}  {name}", at + 1),
            detail: String::new(),
            why: None,
            pick: None,
            target: Some(target),
        });
        Self::new(title, entries.collect(), false)
    }

    /// Numbered choices of one action.
    pub fn numbered(
        title: String,
        entries: impl Iterator<Item = (String, String)>,
        selected: usize,
        verb: Verb,
    ) -> Self {
        let entries = entries.map(|(name, detail)| (name, detail, None));
        Self { selected, ..Self::picks(title, entries, verb) }
    }

    fn new(title: String, entries: Vec<Entry>, searching: bool) -> Self {
        let shown = (0..entries.len()).collect();
        let search = searching.then(LineEditor::default);
        Self { title, entries, shown, selected: 0, top: 0, height: 1, search, ticket: None }
    }

    /// Whether a key is typed: into the search, or as a number.
    pub fn takes(&self, key: Key) -> bool {
        match &self.search {
            Some(_) => LineEditor::takes(key),
            None => matches!(key.code, Code::Char(c) if !key.ctrl && !key.alt && c != ' '),
        }
    }

    /// Types a key.
    pub fn key(&mut self, key: Key) -> Next {
        if let Some(search) = &mut self.search {
            search.key(key);
            self.narrow();
            return Next::Stay;
        }
        match key.code {
            Code::Char('j') => self.step(1),
            Code::Char('k') => self.step(-1),
            Code::Char('q') => return Next::Close,
            Code::Char(c) => {
                let digit = c.to_digit(10).and_then(|d| usize::try_from(d).ok()).filter(|d| *d > 0);
                let by_key = |e: &Entry| e.pick.is_none() && e.target.is_none() && e.detail == c.to_string();
                let at = match digit {
                    Some(digit) if digit <= self.shown.len() => Some(digit - 1),
                    _ => self.shown.iter().position(|at| by_key(&self.entries[*at])),
                };
                if let Some(at) = at {
                    self.selected = at;
                    return self.choose();
                }
            }
            _ => {}
        }
        Next::Stay
    }

    /// Pastes into the search.
    pub fn paste(&mut self, text: &str) {
        if let Some(search) = &mut self.search {
            search.paste(text);
            self.narrow();
        }
    }

    fn narrow(&mut self) {
        let typed = self.search.as_ref().map(|s| s.text().trim().to_owned()).unwrap_or_default();
        let number = typed.strip_prefix('#').and_then(|number| number.trim().parse().ok());
        self.ticket = number.map(TicketId);
        let pattern = Pattern::parse(&typed, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let text = format!("{} {} {}", entry.name, entry.detail, entry.verb.as_str().replace('_', " "));
            let text = Utf32Str::new(&text, &mut buffer);
            scored.extend(pattern.score(text, &mut matcher).map(|score| (score, at)));
        }
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.shown = scored.into_iter().map(|(_, at)| at).collect();
        (self.selected, self.top) = (0, 0);
    }

    fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// Does what a key says.
    pub fn on(&mut self, verb: Verb) -> Next {
        let page = isize::try_from(self.height.max(2) - 1).unwrap_or(1);
        match verb {
            Verb::Up => self.step(-1),
            Verb::Down => self.step(1),
            Verb::PageUp => self.step(-page),
            Verb::PageDown => self.step(page),
            Verb::First => self.selected = 0,
            Verb::Last => self.selected = self.shown.len().saturating_sub(1),
            Verb::Choose => return self.choose(),
            Verb::Back | Verb::Quit => return Next::Close,
            _ => {}
        }
        Next::Stay
    }

    fn choose(&self) -> Next {
        if let Some(ticket) = self.ticket {
            return Next::Lead(Target::Ticket(ticket));
        }
        let Some(entry) = self.shown.get(self.selected).map(|at| &self.entries[*at]) else {
            return Next::Stay;
        };
        match (&entry.target, entry.pick) {
            (Some(target), _) => Next::Lead(target.clone()),
            (None, Some(at)) => Next::Pick(at),
            (None, None) => Next::Perform(entry.verb),
        }
    }

    /// Does what a click means.
    pub fn click(&mut self, hit: &Hit) -> Next {
        match hit {
            Hit::Row(at) => {
                self.selected = *at;
                self.choose()
            }
            _ => Next::Stay,
        }
    }

    /// Draws it.
    pub fn draw(&mut self, ink: &mut Ink<'_>, look: &Look, area: Rect) {
        let search = u16::from(self.search.is_some()) * 2;
        let rows = u16::try_from(self.entries.len()).unwrap_or(u16::MAX).max(1);
        let inside = ink.popup(centered(area, 72, rows.saturating_add(2 + search)), &self.title);
        let mut list = Rect { x: inside.x + 1, width: inside.width - 2, ..inside };
        if let Some(field) = &self.search {
            field.draw(ink, Rect { height: 1, ..list }, ink.theme.input);
            list = Rect { y: list.y + 2, height: list.height.saturating_sub(2), ..list };
        }
        self.height = list.height.into();
        self.top = self.top.min(self.selected).max((self.selected + 1).saturating_sub(self.height.max(1)));
        if let Some(ticket) = self.ticket {
            let row = Rect { height: 1, ..list };
            let open = look.words.say("find-open-ticket", &[("number", ticket.to_string())]);
            ink.row(row, &format!("{} {open}", ink.theme.sign(Sign::Pointer)), ink.theme.selected);
            ink.hit(row, Hit::Row(0));
            return;
        }
        if self.shown.is_empty() {
            ink.put(list.x, list.y, list.width, &look.words.word("notice-no-action"), ink.theme.dim);
        }
        let sections = self.entries.iter().filter_map(|e| e.section.as_deref().map(cells::width)).max();
        let detail = self.entries.iter().map(|e| cells::width(&e.detail)).max().unwrap_or(0).min(24);
        let detail = u16::try_from(detail).unwrap_or(24);
        for (y, (at, entry)) in (list.y..list.bottom()).zip(self.shown.iter().enumerate().skip(self.top)) {
            let entry = &self.entries[*entry];
            let row = Rect { y, height: 1, ..list };
            let style = match (at == self.selected, &entry.why) {
                (true, _) => ink.theme.selected,
                (false, Some(_)) => ink.theme.dim,
                (false, None) => ink.theme.text,
            };
            ink.row(row, "", style);
            let pointer = if at == self.selected { ink.theme.sign(Sign::Pointer) } else { " " };
            let mut x = row.x + ink.put(row.x, y, 2, pointer, style) + 1;
            if let (Some(section), Some(width)) = (&entry.section, sections) {
                let section = crate::tui::page::padded(section, width + 2);
                x += ink.put(
                    x,
                    y,
                    row.right() - x,
                    &section,
                    if at == self.selected { style } else { ink.theme.dim },
                );
            }
            let right = row.right() - detail - 1;
            let text = match &entry.why {
                Some(why) => format!("{}  {why}", entry.name),
                None => entry.name.clone(),
            };
            ink.put(x, y, right.saturating_sub(x), &text, style);
            let accent = if at == self.selected { style } else { ink.theme.accent };
            ink.put(right + 1, y, detail, &entry.detail, accent);
            ink.hit(row, Hit::Row(at));
        }
    }
}
