//! From a list that somebody asks for to what the store looks for: a queue, a query whose names are found, an order.

use chrono::{DateTime, Utc};

use super::reads::visible_teams;
use super::{Desk, load_user, settings};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{TeamId, TicketId};
use crate::domain::query::{
    self, Condition, Filter, Found, Name, Named, QueryError, Setting, Term, Test, Why,
};
use crate::domain::settings::Settings;
use crate::domain::ticket::{Listing, PageFrom, TicketRow};
use crate::domain::user::User;
use crate::store::ticket::Page;
use crate::store::{Read, catalog, names, ticket};
use crate::text::{Words, code};

/// What a query is read with.
struct Reading<'a> {
    read: &'a Read<'a>,
    actor: &'a User,
    words: &'a Words,
    now: DateTime<Utc>,
    query: &'a str,
}

/// What the store is to look for.
pub(super) fn filter(
    read: &Read<'_>,
    actor: &User,
    (words, now, settings): (&Words, DateTime<Utc>, &Settings),
    listing: &Listing,
) -> Result<Filter> {
    let setting =
        Setting { now, today: settings.day_of(now), zone: settings.zone(), currency: settings.currency };
    let parsed = query::parse(&listing.query, &setting).map_err(Error::Query)?;
    let reading = Reading { read, actor, words, now, query: &listing.query };
    let mut filter = listing.queue.map_or_else(Filter::default, |queue| queue.filter(actor.id));
    for term in &parsed.terms {
        let test = reading.found(term)?;
        match test {
            Some(test) => filter.conditions.push(Condition { negated: term.negated, test }),
            // Open and closed is any, and neither is none.
            None if term.negated => {
                filter.conditions.push(Condition { negated: false, test: Found::Tickets(vec![]) });
            }
            None => {}
        }
    }
    filter.sort = parsed.sort.or(listing.sort).unwrap_or_default();
    Ok(filter)
}

impl Reading<'_> {
    fn found(&self, term: &Term) -> Result<Option<Found>> {
        Ok(Some(match &term.test {
            Test::Words(words) => Found::Words(words.clone()),
            Test::Number(number) => Found::Tickets(vec![TicketId(*number)]),
            Test::Closed(closed) => match closed.as_slice() {
                [first, rest @ ..] if rest.iter().all(|other| other == first) => Found::Closed(*first),
                _ => return Ok(None),
            },
            Test::Named(named, names) => self.named(*named, names)?,
            Test::Priority(bounds) => Found::Priority(*bounds),
            Test::Moment(moment, bounds) => Found::Moment(*moment, *bounds),
            Test::Sla(states) => Found::Sla(states.clone(), self.now),
            Test::Money(sum, currency, bounds) => Found::Money(*sum, *currency, *bounds),
            Test::Has(parts) => Found::Has(parts.clone()),
        }))
    }

    fn named(&self, of: Named, names: &[Name]) -> Result<Found> {
        fn ids<T>(found: Vec<Option<i64>>, id: fn(i64) -> T) -> Vec<Option<T>> {
            found.into_iter().map(|row| row.map(id)).collect()
        }
        let mut rows = Vec::new();
        for name in names {
            match &name.text {
                None if matches!(of, Named::Team | Named::Stage) => {
                    return Err(self.missing(of, name, "none"));
                }
                None => rows.push(None),
                Some(text) => rows.extend(self.rows(of, name, text)?.into_iter().map(Some)),
            }
        }
        use crate::domain::ids as id;
        Ok(match of {
            Named::Team => Found::Team(rows.into_iter().flatten().map(TeamId).collect()),
            Named::Stage => Found::Stage(rows.into_iter().flatten().map(id::StageId).collect()),
            Named::Assignee => Found::Assignee(ids(rows, id::UserId)),
            Named::Customer => Found::Customer(ids(rows, id::CustomerId)),
            Named::Product => Found::Product(ids(rows, id::ProductId)),
            Named::Lot => Found::Lot(ids(rows, id::LotId)),
            Named::Order => Found::Order(ids(rows, id::OrderId)),
            Named::Tag => Found::Tag(ids(rows, id::TagId)),
            Named::Type => Found::Type(ids(rows, id::TicketTypeId)),
        })
    }

    /// The rows of a name, of which there must be one.
    fn rows(&self, of: Named, name: &Name, text: &str) -> Result<Vec<i64>> {
        let found: Vec<i64> = match of {
            Named::Assignee if !name.quoted && matches!(text, "me" | "나" | "Me" | "ME") => {
                vec![self.actor.id.0]
            }
            Named::Customer => names::customers(self.read, text)?.into_iter().map(|id| id.0).collect(),
            Named::Product => names::products(self.read, text)?.into_iter().map(|id| id.0).collect(),
            Named::Order => names::orders(self.read, text)?.into_iter().map(|id| id.0).collect(),
            Named::Lot => catalog::lots_named(self.read, text)?.into_iter().map(|id| id.0).collect(),
            Named::Team | Named::Stage | Named::Assignee | Named::Tag | Named::Type => {
                let all = self.seen(of)?;
                let wanted = query::folded(text);
                let fits = |(_, name): &&(i64, String)| {
                    query::folded(name) == wanted
                        || (of == Named::Stage && query::folded(&code::stage(self.words, name)) == wanted)
                };
                let mut rows: Vec<i64> = all.iter().filter(fits).map(|(id, _)| *id).collect();
                rows.sort_unstable();
                rows.dedup();
                rows
            }
        };
        if found.is_empty() { Err(self.missing(of, name, text)) } else { Ok(found) }
    }

    /// Rows by name, but for teams that the agent does not see.
    fn seen(&self, of: Named) -> Result<Vec<(i64, String)>> {
        let mut all = names::all(self.read, of)?;
        match of {
            Named::Team => all.retain(|(id, _)| self.actor.sees(TeamId(*id))),
            Named::Stage => {
                let mut seen = Vec::new();
                for (id, name) in all {
                    let team = names::team_of_stage(self.read, id)?;
                    if team.is_some_and(|team| self.actor.sees(team)) {
                        seen.push((id, name));
                    }
                }
                return Ok(seen);
            }
            _ => {}
        }
        Ok(all)
    }

    fn missing(&self, of: Named, name: &Name, text: &str) -> Error {
        let known = self.seen(of).unwrap_or_default();
        let similar = query::similar(text, known.iter().map(|(_, name)| name.as_str()));
        let why = Why::NotFound { field: of.as_str().to_owned(), given: text.to_owned(), similar };
        Error::Query(QueryError { query: self.query.to_owned(), at: name.at, why })
    }
}

impl Desk {
    /// Reads with what a list asks for.
    fn listed<T>(
        &mut self,
        listing: &Listing,
        reads: impl FnOnce(&Read<'_>, &[TeamId], &Filter) -> Result<T>,
    ) -> Result<T> {
        let actor = self.actor_id()?;
        let (words, now) = (&self.words, self.clock.now());
        let done = self.store.read(|read| {
            let actor = load_user(read, actor)?;
            let filter = filter(read, &actor, (words, now, &settings(read)?), listing)?;
            reads(read, visible_teams(&actor), &filter)
        });
        // The store knows what can't be sorted, not what was typed.
        done.map_err(|error| match error {
            Error::Query(found) if found.query.is_empty() => {
                Error::Query(QueryError { query: listing.query.clone(), ..found })
            }
            other => other,
        })
    }

    /// A page of a list of tickets that the agent sees, in its order.
    pub fn tickets(
        &mut self,
        listing: &Listing,
        from: PageFrom,
        limit: Option<i64>,
    ) -> Result<Vec<TicketRow>> {
        self.listed(listing, |read, teams, filter| {
            let mut rows = ticket::page(read, &Page { teams, filter, from, limit })?;
            if listing.more {
                ticket::tell_more(read, &mut rows)?;
            }
            Ok(rows)
        })
    }

    /// The numbers of a page of a list.
    pub fn ticket_numbers(
        &mut self,
        listing: &Listing,
        from: PageFrom,
        limit: Option<i64>,
    ) -> Result<Vec<TicketId>> {
        self.listed(listing, |read, teams, filter| {
            ticket::numbers(read, &Page { teams, filter, from, limit })
        })
    }

    /// How many tickets a list holds.
    pub fn count_tickets(&mut self, listing: &Listing) -> Result<i64> {
        self.listed(listing, ticket::count)
    }

    /// Refuses a list that can't be understood.
    pub fn check_listing(&mut self, listing: &Listing) -> Result<()> {
        self.listed(listing, |_, _, _| Ok(()))
    }
}
