//! Pages of tickets: those that a query holds for, in its order, read by key so that a page costs a page however many
//! tickets there are. What few tickets fit drives; where many fit whatever is asked for, the order does.

use super::condition;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{CustomerId, TeamId, TicketId};
use crate::domain::query::{Condition, Filter, Found, Place, QueryError, SortKey, Why};
use crate::domain::search;
use crate::domain::ticket::{More, PageFrom, TicketRow};
use crate::store::driver::{Cell, Column, Param, Query, Read, Row};
use crate::store::tag::{self, Tagged};

/// As many tickets are few: they are looked up one by one.
const FEW: i64 = 5_000;
/// The most tickets that are brought into an order which no index has.
const SORTED: i64 = 20_000;

/// Which tickets a page is of.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Only tickets of these teams; all where empty.
    pub teams: &'a [TeamId],
    /// Which, and in what order.
    pub filter: &'a Filter,
    /// From where on.
    pub from: PageFrom,
    /// At most so many.
    pub limit: Option<i64>,
}

/// The rows of tickets whose numbers are in `page`.
const LIST: &str = "SELECT t.id, t.subject, e.name, s.name, t.closed, t.priority, c.name, u.login, t.created_at,
        t.changed_at, t.deadline, t.sla_failed, t.merged_into
    FROM page CROSS JOIN ticket t ON t.id = page.id JOIN team e ON e.id = t.team_id JOIN stage s ON s.id = t.stage_id
    LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN user u ON u.id = t.assignee_id";

fn row(row: &Row<'_>) -> Result<TicketRow> {
    Ok(TicketRow {
        id: row.get(0)?,
        subject: row.get(1)?,
        team: row.get(2)?,
        stage: row.get(3)?,
        closed: row.get(4)?,
        priority: row.get(5)?,
        customer: row.get(6)?,
        assignee: row.get(7)?,
        created_at: row.get(8)?,
        changed_at: row.get(9)?,
        deadline: row.get(10)?,
        sla_failed: row.get(11)?,
        merged_into: row.get(12)?,
        more: More::default(),
    })
}

/// A page of tickets in the order of their query; one that was searched for by its number before all others.
pub fn page(read: &Read<'_>, page: &Page<'_>) -> Result<Vec<TicketRow>> {
    let first = named(read, page)?;
    let mut found = match page.filter.sort.key {
        // In one statement: the commonest of all.
        SortKey::Number => match query(read, page, first)? {
            Some(query) => by_number(read, &query, page.filter.sort.descending)?,
            None => vec![],
        },
        _ => in_order(read, &ordered(read, page, first)?)?,
    };
    if let Some(id) = first.filter(|_| page.from == PageFrom::Start) {
        found.retain(|row| row.id != id);
        found.splice(0..0, in_order(read, &[id])?);
        found.truncate(page.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
    }
    Ok(found)
}

/// The numbers of a page's tickets, in its order.
pub fn numbers(read: &Read<'_>, page: &Page<'_>) -> Result<Vec<TicketId>> {
    ordered(read, page, None)
}

fn ordered(read: &Read<'_>, page: &Page<'_>, but: Option<TicketId>) -> Result<Vec<TicketId>> {
    let Some(query) = query(read, page, but)? else { return Ok(vec![]) };
    let mut ids: Vec<TicketId> = read.all(&query.sql, &query.params, |row| row.get(0))?;
    if matches!(page.from, PageFrom::Before(_) | PageFrom::End) {
        ids.reverse();
    }
    Ok(ids)
}

/// How many tickets a query holds for.
pub fn count(read: &Read<'_>, teams: &[TeamId], filter: &Filter) -> Result<i64> {
    let page = Page { teams, filter, from: PageFrom::Start, limit: None };
    let walk = Walk { page: &page, but: None, cursor: None };
    let mut all = match (walk.few(read)?, filter.typed()) {
        (Some(few), _) => {
            let mut all = few;
            walk.conditions(&mut all);
            all
        }
        (None, Some(typed)) => match search::asked(&typed) {
            Some(asked) => walk.outwards(read, &asked)?,
            None => return Ok(0),
        },
        (None, None) => {
            let mut all = Query::new("SELECT t.id FROM ticket t WHERE 1");
            walk.conditions(&mut all);
            all
        }
    };
    all.sql = format!("SELECT count(*) FROM ({})", all.sql);
    read.one(&all.sql, &all.params, |row| row.get(0))
}

/// The tickets whose numbers a query answers, in the order of their numbers.
fn by_number(read: &Read<'_>, ids: &Query<'_>, descending: bool) -> Result<Vec<TicketRow>> {
    let query = format!("WITH page (id) AS ({}) {LIST}", ids.sql);
    let mut rows = read.all(&query, &ids.params, row)?;
    rows.sort_unstable_by_key(|row| row.id);
    if descending {
        rows.reverse();
    }
    Ok(rows)
}

/// Tickets by their numbers, in the order in which those stand.
fn in_order(read: &Read<'_>, ids: &[TicketId]) -> Result<Vec<TicketRow>> {
    let query = format!("WITH page (id) AS (SELECT value FROM json_each(?1)) {LIST}");
    let listed = serde_json::to_string(ids).unwrap_or_default();
    let mut rows = read.all(&query, &[listed.into()], row)?;
    let places: std::collections::HashMap<TicketId, usize> = ids.iter().copied().zip(0..).collect();
    rows.sort_unstable_by_key(|row| places.get(&row.id).copied());
    Ok(rows)
}

/// Reads what rows tell where it is asked for.
pub fn tell_more(read: &Read<'_>, rows: &mut [TicketRow]) -> Result<()> {
    for row in rows {
        let more = read.first(
            "SELECT y.name, p.sku, l.name, o.number FROM ticket t LEFT JOIN ticket_type y ON y.id = t.type_id
             LEFT JOIN product p ON p.id = t.product_id LEFT JOIN lot l ON l.id = t.lot_id
             LEFT JOIN sale_order o ON o.id = t.order_id WHERE t.id = ?1",
            &[row.id.into()],
            |found| {
                Ok(More {
                    kind: found.get(0)?,
                    tags: vec![],
                    product: found.get(1)?,
                    lot: found.get(2)?,
                    order: found.get(3)?,
                })
            },
        )?;
        row.more = More { tags: tag::of(read, Tagged::Ticket(row.id))?, ..more.unwrap_or_default() };
    }
    Ok(())
}

/// The ticket that a search names by its number alone, `7` or `#7`, where the page runs from the first on.
fn named(read: &Read<'_>, page: &Page<'_>) -> Result<Option<TicketId>> {
    let [only] = page.filter.conditions.as_slice() else { return Ok(None) };
    let Found::Words(typed) = &only.test else { return Ok(None) };
    let typed = typed.trim();
    let number = typed.strip_prefix('#').unwrap_or(typed);
    let forward = matches!(page.from, PageFrom::Start | PageFrom::After(_)) && !only.negated;
    let Some(number) = number.parse::<i64>().ok().filter(|_| forward) else { return Ok(None) };
    let mut query = Query::new("");
    query.push("SELECT t.id FROM ticket t WHERE t.id = ?", number);
    only_teams(&mut query, page.teams);
    read.value(&query.sql, &query.params)
}

/// The query for the numbers of a page, but for one; none where nothing searchable was typed.
fn query<'p>(read: &Read<'_>, page: &Page<'p>, but: Option<TicketId>) -> Result<Option<Query<'p>>> {
    if page.filter.typed().is_some_and(|typed| search::asked(&typed).is_none()) {
        return Ok(None);
    }
    let cursor = match page.from {
        PageFrom::After(id) | PageFrom::Before(id) | PageFrom::At(id) => Some((id, key_of(read, page, id)?)),
        PageFrom::Start | PageFrom::End => None,
    };
    let walk = Walk { page, but, cursor };
    if page.filter.sort.key == SortKey::Number {
        if let Some(plain) = walk.plain() {
            return Ok(Some(plain));
        }
        let asked = page.filter.typed().and_then(|typed| search::asked(&typed));
        return Ok(Some(match (walk.few(read)?, asked) {
            (Some(few), _) => walk.among(few),
            (None, Some(asked)) => walk.words(read, &asked)?,
            (None, None) => walk.along(),
        }));
    }
    if let Some(few) = walk.few(read)? {
        return Ok(Some(walk.among(few)));
    }
    if !page.filter.sort.key.is_indexed() {
        let mut all = Query::new("SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE 1");
        walk.conditions(&mut all);
        all.push(" LIMIT ?)", SORTED + 1);
        if read.one::<i64>(&all.sql, &all.params, |row| row.get(0))? > SORTED {
            let why = Why::TooManyToSort { key: page.filter.sort.key, most: SORTED };
            return Err(Error::Query(QueryError { query: String::new(), at: Place::default(), why }));
        }
    }
    Ok(Some(walk.along()))
}

/// What a ticket is sorted by, as the database has it.
enum SortValue {
    Number(i64),
    Text(String),
}

impl Column for SortValue {
    fn read(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Int(number) => Ok(Self::Number(number)),
            other => String::read(other).map(Self::Text),
        }
    }
}

fn key_of(read: &Read<'_>, page: &Page<'_>, id: TicketId) -> Result<Option<SortValue>> {
    match key(page.filter.sort.key) {
        None => Ok(None),
        Some(key) => read.value(&format!("SELECT {key} FROM ticket t WHERE t.id = ?1"), &[id.into()]),
    }
}

/// What tickets are sorted by before their numbers, as their index has it.
fn key(sort: SortKey) -> Option<&'static str> {
    Some(match sort {
        SortKey::Number => return None,
        SortKey::Changed => "t.changed_at",
        SortKey::Deadline => "ifnull(t.deadline, '~')",
        SortKey::Priority => "t.priority",
        SortKey::Subject => "lower(t.subject)",
        SortKey::Customer => {
            "ifnull((SELECT lower(c.name) FROM customer c WHERE c.id = t.customer_id), char(1114111))"
        }
        SortKey::Assignee => "ifnull((SELECT u.login FROM user u WHERE u.id = t.assignee_id), char(1114111))",
        SortKey::Team => "(SELECT e.name FROM team e WHERE e.id = t.team_id)",
        SortKey::Stage => {
            "(SELECT printf('%09d', s.sequence) || s.name FROM stage s WHERE s.id = t.stage_id)"
        }
    })
}

/// The index that has tickets in an order, open ones or all. By their numbers too it is named: what looks like few rows
/// of another index may be a third of them, to be sorted for each page.
fn index(sort: SortKey, open: bool) -> &'static str {
    match sort {
        SortKey::Number if open => " INDEXED BY ticket_open",
        SortKey::Number => " NOT INDEXED",
        SortKey::Changed => " INDEXED BY ticket_changed",
        SortKey::Deadline => " INDEXED BY ticket_deadline",
        SortKey::Priority => " INDEXED BY ticket_priority",
        _ => "",
    }
}

/// The ways to a page.
struct Walk<'w, 'p> {
    page: &'w Page<'p>,
    but: Option<TicketId>,
    cursor: Option<(TicketId, Option<SortValue>)>,
}

impl<'p> Walk<'_, 'p> {
    /// Whether the page is read backwards.
    fn back(&self) -> bool {
        matches!(self.page.from, PageFrom::Before(_) | PageFrom::End)
    }

    /// Comparison and direction along an order.
    fn direction(&self) -> (&'static str, &'static str) {
        match (self.page.filter.sort.descending != self.back(), matches!(self.page.from, PageFrom::At(_))) {
            (true, false) => ("<", "DESC"),
            (true, true) => ("<=", "DESC"),
            (false, false) => (">", "ASC"),
            (false, true) => (">=", "ASC"),
        }
    }

    fn open(&self) -> bool {
        self.page.filter.conditions.iter().any(|c| !c.negated && c.test == Found::Closed(false))
    }

    /// Appends what must hold, and of which teams.
    fn conditions(&self, query: &mut Query<'p>) {
        // Along the numbers the first that fit are near.
        let many = self.page.filter.sort.key != SortKey::Number || self.page.limit.is_none();
        for condition in &self.page.filter.conditions {
            condition::add(query, condition, many);
        }
        only_teams(query, self.page.teams);
    }

    /// Appends from where on, in which order, and how many.
    fn run(&self, query: &mut Query<'p>) {
        let (compare, order) = self.direction();
        let key = key(self.page.filter.sort.key);
        match (&self.cursor, key) {
            (Some((id, Some(value))), Some(key)) => {
                let value = match value {
                    SortValue::Number(number) => Param::from(*number),
                    SortValue::Text(text) => Param::from(text.clone()),
                };
                query.push(&format!(" AND ({key}, t.id) {compare} (?"), value);
                query.push(", ?)", *id);
            }
            (Some((id, _)), _) => query.and(&format!("t.id {compare} ?"), *id),
            (None, _) => {}
        }
        if let Some(but) = self.but {
            query.and("t.id <> ?", but);
        }
        match key {
            Some(key) => query.sql.push_str(&format!(" ORDER BY {key} {order}, t.id {order}")),
            None => query.sql.push_str(&format!(" ORDER BY 1 {order}")),
        }
        query.push(" LIMIT ?", self.page.limit.unwrap_or(-1));
    }

    /// What an index holds in the order of numbers: nothing asked for but open ones, of a team or of an agent. One
    /// run along the index of each team that is seen, merged.
    fn plain(&self) -> Option<Query<'p>> {
        let mut narrow = 0;
        for condition in &self.page.filter.conditions {
            let one = match &condition.test {
                Found::Closed(false) => 0,
                Found::Team(ids) if ids.len() == 1 => 1,
                Found::Assignee(ids) if ids.len() == 1 => 1,
                _ => return None,
            };
            if condition.negated {
                return None;
            }
            narrow += one;
        }
        if narrow > 1 || (narrow == 1 && !self.open()) {
            return None;
        }
        let teams = self.page.teams;
        let branches: Vec<Option<TeamId>> = match narrow == 0 && !teams.is_empty() {
            true => teams.iter().map(|team| Some(*team)).collect(),
            false => vec![None],
        };
        let (compare, order) = self.direction();
        let mut query = Query::new("");
        for (at, team) in branches.into_iter().enumerate() {
            query.sql.push_str(if at == 0 { "" } else { " UNION ALL " });
            query.sql.push_str("SELECT t.id FROM ticket t WHERE 1");
            if let Some((id, _)) = &self.cursor {
                query.and(&format!("t.id {compare} ?"), *id);
            }
            for condition in &self.page.filter.conditions {
                match &condition.test {
                    Found::Team(ids) => query.and("t.team_id = ?", ids.first().copied()),
                    Found::Assignee(ids) => match ids.first().copied().flatten() {
                        Some(id) => query.and("t.assignee_id = ?", id),
                        None => query.sql.push_str(" AND t.assignee_id IS NULL"),
                    },
                    _ => query.sql.push_str(" AND t.closed = 0"),
                }
            }
            match team {
                Some(team) => query.and("t.team_id = ?", team),
                None => only_teams(&mut query, teams),
            }
        }
        query.push(&format!(" ORDER BY 1 {order} LIMIT ?"), self.page.limit.unwrap_or(-1));
        Some(query)
    }

    /// The condition that the fewest tickets fit, where those are few: as the query for them.
    fn few(&self, read: &Read<'_>) -> Result<Option<Query<'p>>> {
        let words = |c: &&Condition| !c.negated && matches!(c.test, Found::Words(_));
        let by_number = self.page.filter.sort.key == SortKey::Number;
        // The index of words has them in the order of numbers already.
        if by_number && self.page.filter.conditions.iter().all(|c| words(&c)) {
            return Ok(None);
        }
        let mut fewest: Option<(i64, usize)> = None;
        let seen = Found::Team(self.page.teams.to_vec());
        let mut tests: Vec<&Found> =
            self.page.filter.conditions.iter().filter(|c| !c.negated).map(|c| &c.test).collect();
        if !self.page.teams.is_empty() {
            tests.push(&seen);
        }
        for (at, test) in tests.iter().enumerate() {
            let mut probe = Query::new("SELECT count(*) FROM (SELECT 1 FROM (");
            if !condition::source(&mut probe, test, self.open()) {
                continue;
            }
            probe.push(") LIMIT ?)", fewest.map_or(FEW, |(count, _)| count) + 1);
            let count = read.one(&probe.sql, &probe.params, |row| row.get(0))?;
            if count <= FEW && fewest.is_none_or(|(least, _)| count < least) {
                fewest = Some((count, at));
            }
        }
        Ok(fewest.and_then(|(_, at)| {
            let mut query = Query::new("SELECT t.id FROM ticket t WHERE t.id IN (");
            condition::source(&mut query, tests.get(at)?, self.open());
            query.sql.push(')');
            Some(query)
        }))
    }

    /// From the few that fit one condition.
    fn among(&self, mut query: Query<'p>) -> Query<'p> {
        self.conditions(&mut query);
        self.run(&mut query);
        query
    }

    /// From the index of words outwards: every ticket that fits.
    fn outwards(&self, read: &Read<'_>, asked: &search::Asked) -> Result<Query<'p>> {
        let mut query = crate::store::search::tickets(read, asked, self.page.teams)?;
        let others = |c: &&Condition| c.negated || !matches!(c.test, Found::Words(_));
        for condition in self.page.filter.conditions.iter().filter(others) {
            condition::add(&mut query, condition, false);
        }
        only_teams(&mut query, self.page.teams);
        Ok(query)
    }

    /// From the index of words outwards, in the order of numbers.
    fn words(&self, read: &Read<'_>, asked: &search::Asked) -> Result<Query<'p>> {
        let (compare, order) = self.direction();
        let mut query = self.outwards(read, asked)?;
        if let Some((id, _)) = &self.cursor {
            query.and(&format!("f.rowid {compare} ?"), *id);
        }
        if let Some(but) = self.but {
            query.and("f.rowid <> ?", but);
        }
        query.push(&format!(" ORDER BY 1 {order} LIMIT ?"), self.page.limit.unwrap_or(-1));
        Ok(query)
    }

    /// Along the order, past what does not fit.
    fn along(&self) -> Query<'p> {
        let mut query = Query::new(&format!(
            "SELECT t.id FROM ticket t{} WHERE 1",
            index(self.page.filter.sort.key, self.open())
        ));
        self.conditions(&mut query);
        self.run(&mut query);
        query
    }
}

pub(in crate::store) fn only_teams(query: &mut Query<'_>, teams: &[TeamId]) {
    if !teams.is_empty() {
        let teams = serde_json::to_string(teams).unwrap_or_default();
        query.and("t.team_id IN (SELECT value FROM json_each(?))", teams);
    }
}

/// Tickets of a family that are of some teams (all where there is none), newest first.
pub fn of_family(
    read: &Read<'_>,
    family: CustomerId,
    teams: &[TeamId],
    limit: i64,
) -> Result<Vec<TicketRow>> {
    let mut query = Query::new("SELECT t.id FROM customer c CROSS JOIN ticket t ON t.customer_id = c.id");
    query.push(" WHERE c.top_id = ?", family);
    only_teams(&mut query, teams);
    query.push(" ORDER BY t.id DESC LIMIT ?", limit);
    by_number(read, &query, true)
}
