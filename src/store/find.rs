//! Looking for everything at once: each kind of thing along its own indexes, a few rows of each, so that a
//! key costs a few milliseconds however much there is. What is found is its row and how well it fits; `rows`
//! reads what is shown of it.

mod along;
mod rows;
mod sight;

pub use sight::Sight;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use along::{LETTERS, PHONE, among, beginning};

use super::driver::{Query, Read};
use super::{coupon, search};
use crate::domain::accounting::{ORDERS, transfer_prefix};
use crate::domain::error::Result;
use crate::domain::find::{Findings, Fit, FoundKind as Kind, Typed};
use crate::domain::stock::TransferKind;
use crate::params;

/// What is found by its number, reference, code or name: table, column.
const KEYED: [(Kind, &str, &str); 7] = [
    (Kind::Customer, "customer", "ref"),
    (Kind::Order, "sale_order", "number"),
    (Kind::Invoice, "invoice", "number"),
    (Kind::Transfer, "transfer", "number"),
    (Kind::Repair, "repair", "number"),
    (Kind::Lot, "lot", "name"),
    (Kind::Product, "product", "sku"),
];

/// What belongs to a customer, and its table.
const OWNED: [(Kind, &str); 7] = [
    (Kind::Ticket, "ticket"),
    (Kind::Order, "sale_order"),
    (Kind::Invoice, "invoice"),
    (Kind::Transfer, "transfer"),
    (Kind::Repair, "repair"),
    (Kind::Task, "task"),
    (Kind::Coupon, "coupon"),
];

/// Rows, and how well each fits.
type Fits = BTreeMap<i64, Fit>;

/// A search under way.
struct Search<'s, 'c> {
    read: &'s Read<'c>,
    typed: &'s Typed,
    sight: Sight<'s>,
    /// So many rows of each kind are looked for.
    most: i64,
    found: BTreeMap<Kind, Fits>,
}

/// What is found by what was typed, of each kind so many at most.
pub fn find(
    read: &Read<'_>,
    typed: &Typed,
    sight: Sight<'_>,
    limit: i64,
    today: chrono::NaiveDate,
) -> Result<Findings> {
    let mut search = Search { read, typed, sight, most: limit.saturating_add(1), found: BTreeMap::new() };
    search.numbers()?;
    if !typed.ticket_only {
        search.keys()?;
        search.tails()?;
        search.coupons()?;
        search.people()?;
        search.texts()?;
        search.belongings()?;
        search.owners()?;
    }
    let (kept, more) = search.best(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut found = Vec::new();
    for (kind, ids) in kept {
        found.extend(rows::of(read, kind, &ids, sight.teams, today)?);
    }
    found.sort_by_key(|f| (f.fit, f.kind, Reverse(f.id)));
    Ok(Findings { found, more })
}

impl Search<'_, '_> {
    fn add(&mut self, kind: Kind, id: i64, fit: Fit) {
        let known = self.found.entry(kind).or_default().entry(id).or_insert(fit);
        *known = fit.min(*known);
    }

    /// Adds the rows of a query that are seen, in its order, as far as wanted.
    fn take(&mut self, kind: Kind, mut query: Query<'_>, order: &str, fit: Fit) -> Result<Vec<i64>> {
        self.sight.narrow(kind, &mut query);
        query.push(&format!(" ORDER BY {order} LIMIT ?"), self.most);
        let ids: Vec<i64> = self.read.all(&query.sql, &query.params, |row| row.get(0))?;
        ids.iter().for_each(|id| self.add(kind, *id, fit));
        Ok(ids)
    }

    /// The ticket and the task of a number.
    fn numbers(&mut self) -> Result<()> {
        let Some(number) = self.typed.number else { return Ok(()) };
        let kinds = [(Kind::Ticket, "ticket"), (Kind::Task, "task")];
        for (kind, table) in kinds.into_iter().take(if self.typed.ticket_only { 1 } else { 2 }) {
            let mut query = Query::new("");
            query.push(&format!("SELECT t.id FROM {table} t WHERE t.id = ?"), number);
            self.take(kind, query, "1", Fit::Exact)?;
        }
        Ok(())
    }

    /// What has such a key, or one that begins so.
    fn keys(&mut self) -> Result<()> {
        let forms = self.typed.forms.clone();
        for (kind, table, column) in KEYED {
            for form in &forms {
                let mut exact = Query::new("");
                exact.push(&format!("SELECT t.id FROM {table} t WHERE t.{column} = ?"), form);
                self.take(kind, exact, "1 DESC", Fit::Exact)?;
                let begins = beginning(table, &format!("t.{column}"), form);
                self.take(kind, begins, &format!("t.{column} DESC"), Fit::Beginning)?;
            }
        }
        Ok(())
    }

    /// Documents whose numbers end so.
    fn tails(&mut self) -> Result<()> {
        let kept = "SELECT prefix FROM sequence ORDER BY prefix DESC LIMIT 200";
        let mut prefixes: Vec<String> = self.read.all(kept, &[], |row| row.get(0))?;
        let usual = TransferKind::ALL.iter().map(|kind| transfer_prefix(*kind)).chain([ORDERS]);
        prefixes.extend(usual.map(str::to_owned));
        let numbers = serde_json::to_string(&self.typed.tails(&prefixes)).unwrap_or_default();
        for (kind, table, column) in KEYED.into_iter().filter(|(_, _, column)| *column == "number") {
            let mut query = Query::new("");
            let among = format!("t.{column} IN (SELECT value FROM json_each(?))");
            query.push(&format!("SELECT t.id FROM {table} t WHERE {among}"), numbers.clone());
            self.take(kind, query, "1 DESC", Fit::Beginning)?;
        }
        Ok(())
    }

    /// The coupon of a code, and those whose codes begin so. A code that is written to the letter is the right
    /// one, also where another one has the same letters.
    fn coupons(&mut self) -> Result<()> {
        if !self.sight.coupons || self.typed.codes.is_empty() {
            return Ok(());
        }
        if let Some(id) = coupon::find(self.read, &self.typed.text)? {
            let mut exact = Query::new("");
            exact.push("SELECT t.id FROM coupon t WHERE t.id = ?", id.0);
            self.take(Kind::Coupon, exact, "1", Fit::Exact)?;
        }
        let fit = if self.exact(Kind::Coupon).is_empty() { Fit::Exact } else { Fit::Beginning };
        for letters in &self.typed.codes {
            let mut same = Query::new("");
            same.push(&format!("SELECT t.id FROM coupon t WHERE {LETTERS} = ?"), letters);
            self.take(Kind::Coupon, same, "1 DESC", fit)?;
            let begins = beginning("coupon", LETTERS, letters);
            self.take(Kind::Coupon, begins, &format!("{LETTERS} DESC"), Fit::Beginning)?;
        }
        Ok(())
    }

    /// Whose a serial number or coupon is that was named, and the tickets and repairs that are about it.
    fn owners(&mut self) -> Result<()> {
        for id in self.exact(Kind::Lot) {
            if let Some(owner) = rows::owner(self.read, id)? {
                self.add(Kind::Customer, owner, Fit::Beginning);
            }
            for (kind, table) in [(Kind::Ticket, "ticket"), (Kind::Repair, "repair")] {
                let mut query = Query::new("");
                query.push(&format!("SELECT t.id FROM {table} t WHERE t.lot_id = ?"), id);
                self.take(kind, query, "1 DESC", Fit::Rest)?;
            }
        }
        for id in self.exact(Kind::Coupon) {
            let owner = "SELECT customer_id FROM coupon WHERE id = ?1";
            if let Some(owner) = self.read.value::<Option<i64>>(owner, params![id])?.flatten() {
                self.add(Kind::Customer, owner, Fit::Beginning);
            }
            let mut ticket = Query::new("");
            ticket.push(
                "SELECT t.id FROM ticket t WHERE t.id = (SELECT ticket_id FROM coupon WHERE id = ?)",
                id,
            );
            self.take(Kind::Ticket, ticket, "1", Fit::Rest)?;
        }
        Ok(())
    }

    fn exact(&self, kind: Kind) -> Vec<i64> {
        let found = self.found.get(&kind).into_iter().flatten();
        found.filter(|(_, fit)| **fit == Fit::Exact).map(|(id, _)| *id).collect()
    }

    /// Customers by address, telephone and the beginning of their names.
    fn people(&mut self) -> Result<()> {
        let typed = self.typed;
        let mut exact = Query::new("SELECT t.id FROM customer t WHERE t.email IS NOT NULL");
        exact.and("lower(t.email) = ?", &typed.small);
        self.take(Kind::Customer, exact, "1 DESC", Fit::Exact)?;
        let mut begins = beginning("customer", "lower(t.email)", &typed.small);
        begins.sql.push_str(" AND t.email IS NOT NULL");
        self.take(Kind::Customer, begins, "lower(t.email)", Fit::Beginning)?;
        if let Some(phone) = &typed.phone {
            let mut exact = Query::new("SELECT t.id FROM customer t WHERE t.phone IS NOT NULL");
            exact.and(&format!("{PHONE} = ?"), phone);
            self.take(Kind::Customer, exact, "1 DESC", Fit::Exact)?;
            let mut begins = beginning("customer", PHONE, phone);
            begins.sql.push_str(" AND t.phone IS NOT NULL");
            self.take(Kind::Customer, begins, PHONE, Fit::Beginning)?;
        }
        let mut exact = Query::new("");
        exact.push("SELECT t.id FROM customer t WHERE lower(t.name) = ?", &typed.small);
        self.take(Kind::Customer, exact, "1 DESC", Fit::Exact)?;
        let begins = beginning("customer", "lower(t.name)", &typed.small);
        self.take(Kind::Customer, begins, "1 DESC", Fit::Beginning)?;
        Ok(())
    }

    /// Tickets, customers and products that hold the words and initials.
    fn texts(&mut self) -> Result<()> {
        let tickets = search::tickets(self.read, &self.typed.asked, self.sight.teams)?;
        let tickets = self.take(Kind::Ticket, tickets, "f.rowid DESC", Fit::Rest)?;
        for (kind, table) in [(Kind::Customer, "customer"), (Kind::Product, "product")] {
            let found = search::named(self.read, table, &self.typed.asked)?;
            self.take(kind, found, "f.rowid DESC", Fit::Rest)?;
        }
        // A visit is called as its ticket is.
        let tasks = among("task", "ticket_id", &tickets);
        self.take(Kind::Task, tasks, "1 DESC", Fit::Rest)?;
        Ok(())
    }

    /// What belongs to the customers that were found, where it is clear who is meant.
    fn belongings(&mut self) -> Result<()> {
        let whole = self.found.get(&Kind::Customer).cloned().unwrap_or_default();
        let named: Vec<i64> = self.exact(Kind::Customer);
        let whose = match named.is_empty() {
            false => named,
            true if whole.len() as i64 >= self.most => return Ok(()),
            true => whole.into_keys().collect(),
        };
        for (kind, table) in OWNED.iter().filter(|_| !whose.is_empty()) {
            self.take(*kind, among(table, "customer_id", &whose), "1 DESC", Fit::Rest)?;
        }
        Ok(())
    }

    /// The best of each kind, so many at most, and whether there are more of one.
    fn best(self, limit: usize) -> (BTreeMap<Kind, Fits>, bool) {
        let mut more = false;
        let kept = self.found.into_iter().map(|(kind, found)| {
            let mut all: Vec<(i64, Fit)> = found.into_iter().collect();
            all.sort_by_key(|(id, fit)| (*fit, Reverse(*id)));
            more |= all.len() > limit;
            all.truncate(limit);
            (kind, all.into_iter().collect())
        });
        (kept.collect(), more)
    }
}
