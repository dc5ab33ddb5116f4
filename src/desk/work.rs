//! One command under way: the transaction, who acts, when, and what has been written so far. When it
//! is done, what was written becomes one row of the history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::Actor;
use super::clock::Clock;
use super::outbox::Rules;
use crate::domain::effect::{Effect, Subject};
use crate::domain::error::{Error, Result, Thing};
use crate::domain::history::EventKind;
use crate::domain::ids::{EventId, InvoiceId, OrderId, ProductId, TicketId};
use crate::domain::settings::Settings;
use crate::domain::undo::{Changed, Standing};
use crate::domain::user::User;
use crate::domain::wording;
use crate::store::event::{self, Event};
use crate::store::{Tx, action, company, driver, order, tag, ticket, user};
use crate::text::Words;

/// The most products that one command settles: far more than any touches, so that none goes on for ever.
const SETTLED: usize = 100_000;

/// A command under way.
pub struct Work<'w, 'c> {
    /// The transaction.
    pub tx: &'w Tx<'c>,
    /// Who acts, read in this transaction.
    pub actor: User,
    /// The company, read in this transaction.
    pub settings: Settings,
    /// Now.
    pub now: DateTime<Utc>,
    /// Today where the company is.
    pub today: NaiveDate,
    /// The actor's words.
    pub words: &'w Words,
    /// What holds of new messages.
    pub mail: Rules,
    /// What was written so far.
    pub effects: Vec<Effect>,
    /// The ticket that it is about.
    pub ticket: Option<TicketId>,
    /// The document that it is about.
    pub invoice: Option<InvoiceId>,
    /// The text that it left.
    pub message: Option<i64>,
    /// Products of which something else lies somewhere, or is promised, by now.
    pub stock: BTreeSet<ProductId>,
    /// Orders of which something else is invoiced by now.
    pub orders: BTreeSet<OrderId>,
    /// Whether the agent asked for it, rather than a mail server: such a command can be taken back.
    pub own: bool,
    /// How tickets stood before the command changed their own fields.
    watched: BTreeMap<TicketId, Standing>,
    /// The first row of history of the command.
    first: Option<EventId>,
}

impl<'w, 'c> Work<'w, 'c> {
    /// Reads who acts and for which company.
    pub(super) fn begin(tx: &'w Tx<'c>, signed_in: &Actor, clock: Clock, words: &'w Words) -> Result<Self> {
        let settings = company::load(tx)?.ok_or_else(|| driver::damaged("company"))?;
        let missing = || Error::NotFound { what: Thing::ActingUser, key: signed_in.login.clone() };
        let actor = user::load(tx, signed_in.id)?.filter(|actor| actor.login == signed_in.login);
        let actor = actor.ok_or_else(missing)?;
        super::require_active(&actor)?;
        Ok(Self {
            tx,
            actor,
            now: clock.now(),
            today: clock.today(&settings),
            settings,
            words,
            mail: Rules::default(),
            effects: vec![],
            ticket: None,
            invoice: None,
            message: None,
            stock: BTreeSet::new(),
            orders: BTreeSet::new(),
            own: true,
            watched: BTreeMap::new(),
            first: None,
        })
    }

    /// Remembers how a ticket stands whose own fields are about to change, so that this can be taken back.
    pub fn watch(&mut self, id: TicketId) -> Result<()> {
        if !self.watched.contains_key(&id) {
            let standing = super::tickets::standing(self.tx, &super::refund::find_ticket(self.tx, id)?)?;
            self.watched.insert(id, standing);
        }
        Ok(())
    }

    /// The first row of history of the command so far.
    pub fn first(&self) -> Option<EventId> {
        self.first
    }

    /// Goes on with a command of the agent's, so that both are taken back together.
    pub fn join(&mut self, of: Option<EventId>) -> Result<()> {
        if let Some(of) = of.filter(|_| self.first.is_none())
            && action::is_of(self.tx, self.actor.id, of)?
        {
            self.first = Some(of);
        }
        Ok(())
    }

    /// Forgets what a part of the command was about, done or not: the next one is about something else.
    pub fn forget(&mut self) {
        self.effects.clear();
        (self.ticket, self.invoice, self.message) = (None, None, None);
        self.stock.clear();
        self.orders.clear();
        self.watched.clear();
    }

    /// Today, from its first instant to that of tomorrow.
    pub fn day(&self) -> super::access::Day {
        self.settings.bounds_of(self.today)
    }

    /// Tags as they are kept: one that is there already keeps its spelling. Refuses what is no name.
    pub fn tags(&self, typed: &[String]) -> Result<Vec<String>> {
        let named = typed.iter().map(|tag| wording::name(tag)).collect::<Result<Vec<_>>>();
        let named = named.map_err(|e| e.at("tags"))?;
        let known = |tag: String| Ok(tag::known(self.tx, &tag)?.unwrap_or(tag));
        let mut tags: Vec<String> = named.into_iter().map(known).collect::<Result<_>>()?;
        tags.sort_by_key(|tag| tag.to_lowercase());
        tags.dedup_by_key(|tag| tag.to_lowercase());
        Ok(tags)
    }

    /// Notes something that was written; a change that changes nothing is not noted.
    pub fn note(&mut self, effect: Effect) {
        if !effect.is_idle() {
            self.effects.push(effect);
        }
    }

    /// Notes that something else is invoiced of an order by now: its version counts up, and its coupons are
    /// settled when the command ends.
    pub fn invoiced(&mut self, of: OrderId) -> Result<()> {
        self.orders.insert(of);
        order::touch(self.tx, of)
    }

    /// Ends the command: one row of the history, and the ticket's version counted up. A command that
    /// wrote nothing leaves no row.
    pub fn finish(&mut self, kind: EventKind) -> Result<Option<EventId>> {
        for of in std::mem::take(&mut self.orders) {
            super::coupons::settle(self, of)?;
        }
        // Settling one product may free others, which each let go of no more than they held.
        let mut settled = 0;
        while let Some(of) = self.stock.pop_first().filter(|_| settled < SETTLED) {
            super::stock::reserve::settle(self, of)?;
            settled += 1;
        }
        if self.effects.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.ticket {
            ticket::touch(self.tx, id, self.now)?;
            super::sla::refresh(self, id)?;
            if kind != EventKind::TicketOpened {
                self.effects.push(Effect::add(Subject::Timeline, format!("#{id}")));
            }
        }
        let event = Event {
            ticket: self.ticket,
            invoice: self.invoice,
            message: self.message,
            effects: serde_json::to_string(&self.effects).map_err(|e| Error::Io(e.to_string()))?,
            ..Event::of(self.now, Some(self.actor.id), kind)
        };
        let row = append(self.tx, event)?;
        self.remember(kind, row)?;
        Ok(Some(row))
    }

    /// Remembers a row of history among the agent's last commands, with what it changed of tickets; all rows of one
    /// command are taken back together.
    fn remember(&mut self, kind: EventKind, row: EventId) -> Result<()> {
        let watched = std::mem::take(&mut self.watched);
        if !self.own || !kind.is_command() {
            return Ok(());
        }
        let first = *self.first.get_or_insert(row);
        action::remember(self.tx, self.actor.id, first, row)?;
        for (id, before) in watched {
            let now = super::tickets::standing(self.tx, &super::refund::find_ticket(self.tx, id)?)?;
            let changed = Changed::between(&before, &now);
            if !changed.is_empty() {
                action::changed(self.tx, first, id, changed)?;
            }
        }
        Ok(())
    }
}

/// Writes a row at the end of the chain.
pub fn append(tx: &Tx<'_>, mut event: Event) -> Result<EventId> {
    event.previous = event::last_hash(tx)?;
    event.hash = hash(&event);
    event::insert(tx, &event)
}

/// The hash of a row: of the one before it, and of everything that it says.
pub fn hash(e: &Event) -> Vec<u8> {
    let mut sha = Sha256::new();
    let id = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    sha.update(&e.previous);
    for part in [
        e.at.to_rfc3339(),
        id(e.user.map(|u| u.0)),
        e.kind.as_str().to_owned(),
        id(e.ticket.map(|t| t.0)),
        id(e.invoice.map(|i| i.0)),
        id(e.message),
        e.effects.clone(),
    ] {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().to_vec()
}
