//! What every screen needs for showing: words, colours, keys, time zone and day.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::theme::{Sign, Theme};
use crate::domain::ids::TicketId;
use crate::domain::presence::Presence;
use crate::keys::{Context, Keymap, Verb};
use crate::text::{Words, cells, code};

/// What every screen needs for showing.
pub struct Look {
    /// The person's words.
    pub words: Words,
    /// Colours and signs.
    pub theme: Theme,
    /// Keys.
    pub keymap: Keymap,
    /// Time zone of instants.
    pub zone: Tz,
    /// Today where the company is.
    pub today: NaiveDate,
    /// Now, to the minute.
    pub now: DateTime<Utc>,
    /// Who else is at which ticket.
    pub present: Vec<Presence>,
}

impl Look {
    /// Who else is at a ticket, each with the sign of what they do: `✎ amy`.
    pub fn present_at(&self, ticket: TicketId) -> Vec<String> {
        let sign = |p: &Presence| self.theme.sign(if p.writing { Sign::Writing } else { Sign::Seeing });
        let here = self.present.iter().filter(|p| p.ticket == ticket);
        here.map(|p| format!("{} {}", sign(p), cells::printable(&p.login))).collect()
    }

    /// The name of an action.
    pub fn verb(&self, verb: Verb) -> String {
        code::named(&self.words, "verb", verb.as_str())
    }

    /// The first key of an action in the first of the places that has one.
    pub fn key(&self, contexts: &[Context], verb: Verb) -> String {
        contexts.iter().find_map(|c| self.keymap.key(*c, verb)).unwrap_or_default()
    }

    /// Which of many rows show: `12–24 of 300`.
    pub fn rows_shown(&self, first: usize, last: usize, count: usize) -> String {
        let [first, last, count] = [first, last, count].map(|n| n.to_string());
        self.words.say("rows-shown", &[("first", first), ("last", last), ("count", count)])
    }
}
