//! The actions that a page offers, whatever it is of: the first two have F2 and F3, some a letter, and all
//! stand in a numbered menu. One that can't be used now stays in sight with its reason.

use super::Menu;
use crate::domain::error::{Error, Result};
use crate::keys::{Context, Verb};
use crate::text::{code, sentence};
use crate::tui::layer::{Layer, Next, Offer};
use crate::tui::look::Look;
use crate::tui::page::{Item, Tone};

/// Something that can be done with what a page shows.
pub trait Act: Copy + PartialEq {
    /// The place whose keys hold on the page.
    const PLACE: Context;
    /// The family under which the names of the actions stand.
    const FAMILY: &'static str;

    /// Its code in the family.
    fn code(self) -> &'static str;

    /// The key that it has beside its place in the list.
    fn verb(self) -> Option<Verb>;

    /// What it is called.
    fn name(self, look: &Look) -> String {
        code::named(&look.words, Self::FAMILY, self.code())
    }
}

/// What a page offers, the most likely first, and why it can't be used now.
pub struct Actions<A>(Vec<(A, Option<Error>)>);

impl<A> Default for Actions<A> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<A: Act> Actions<A> {
    /// These.
    pub fn new(offered: Vec<(A, Option<Error>)>) -> Self {
        Self(offered)
    }

    /// The action that a key stands for.
    pub fn of(&self, verb: Verb) -> Option<A> {
        let nth = |at: usize| self.0.get(at).map(|(action, _)| *action);
        match verb {
            Verb::FirstAction => nth(0),
            Verb::SecondAction => nth(1),
            other => self.0.iter().map(|(action, _)| *action).find(|a| a.verb() == Some(other)),
        }
    }

    /// The action at a place of the menu.
    pub fn at(&self, at: usize) -> Option<A> {
        self.0.get(at).map(|(action, _)| *action)
    }

    /// Why an action can't be used now, if it can't; none where it is not offered at all.
    pub fn refused(&self, action: A) -> Option<Result<()>> {
        let (_, why) = self.0.iter().find(|(a, _)| *a == action)?;
        Some(why.clone().map_or(Ok(()), Err))
    }

    /// How a key of these is called here: by the action that it stands for.
    pub fn offer(&self, verb: Verb, look: &Look) -> Option<Offer> {
        match verb {
            Verb::Actions => Offer::usual(verb, look).filter(|_| !self.0.is_empty()),
            Verb::FirstAction | Verb::SecondAction | Verb::TakeBack | Verb::Edit => {
                let action = self.of(verb)?;
                let (_, why) = self.0.iter().find(|(a, _)| *a == action)?;
                let why = why.as_ref().map(|why| sentence::error(&look.words, why));
                Some(Offer { name: action.name(look), why })
            }
            other => Offer::usual(other, look),
        }
    }

    /// The actions as lines of the page, each with its key.
    pub fn items(&self, look: &Look) -> Vec<Item> {
        let keys: Vec<String> = (0..self.0.len()).map(|at| self.key(look, at)).collect();
        let width = keys.iter().map(|k| crate::text::cells::width(k)).max().unwrap_or(0) + 2;
        let line = |(key, (action, why)): (&String, &(A, Option<Error>))| {
            let (key, name) = (crate::tui::page::padded(key, width), action.name(look));
            match why {
                None => Item::Line(vec![(key, Tone::Accent), (name, Tone::Plain)]),
                Some(why) => Item::Off(format!("{key}{name}  {}", sentence::error(&look.words, why))),
            }
        };
        keys.iter().zip(&self.0).map(line).collect()
    }

    /// The key of the action at a place: its own, or that of the menu and its number there.
    fn key(&self, look: &Look, at: usize) -> String {
        let key = |verb| look.key(&[A::PLACE], verb);
        let letter = |(action, _): &(A, _)| action.verb().map(key).filter(|k| !k.is_empty());
        match at {
            0 => key(Verb::FirstAction),
            1 => key(Verb::SecondAction),
            _ => self.0.get(at).and_then(letter).unwrap_or(format!("{} {}", key(Verb::Actions), at + 1)),
        }
    }

    /// The menu of all of them, under the name of what they are about.
    pub fn menu(&self, look: &Look, title: String) -> Next {
        if self.0.is_empty() {
            return Next::Stay;
        }
        let entries = self.0.iter().enumerate().map(|(at, (action, why))| {
            let why = why.as_ref().map(|why| sentence::error(&look.words, why));
            (action.name(look), if at < 2 { self.key(look, at) } else { String::new() }, why)
        });
        Next::Push(Layer::Menu(Box::new(Menu::picks(title, entries, Verb::Actions))))
    }
}
