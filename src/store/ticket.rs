//! Tickets, their tags, their search rows, and the kept counts of queues.

use super::driver::{Query, Read, Row, Tx};
use crate::domain::error::Result;
use crate::domain::ids::{TeamId, TicketId, UserId};
use crate::domain::search;
use crate::domain::ticket::{PageFrom, Queue, TeamCount, Ticket, TicketRow};
use crate::params;

/// A ticket by its number.
pub fn load(read: &Read<'_>, id: TicketId) -> Result<Option<Ticket>> {
    read.first(
        "SELECT t.id, t.version, t.team_id, t.subject, t.description, t.customer_id, t.product_id, t.lot_id,
            t.order_id, t.priority, t.stage_id, s.folded, t.assignee_id, t.created_at
         FROM ticket t JOIN stage s ON s.id = t.stage_id WHERE t.id = ?1",
        params![id],
        |row| {
            Ok(Ticket {
                id: row.get(0)?,
                version: row.get(1)?,
                team: row.get(2)?,
                subject: row.get(3)?,
                description: row.get(4)?,
                customer: row.get(5)?,
                product: row.get(6)?,
                lot: row.get(7)?,
                order: row.get(8)?,
                priority: row.get(9)?,
                stage: row.get(10)?,
                closed: row.get(11)?,
                assignee: row.get(12)?,
                created_at: row.get(13)?,
            })
        },
    )
}

/// The number that the next ticket gets.
pub fn next_number(read: &Read<'_>) -> Result<TicketId> {
    read.one("SELECT ifnull(max(id), 0) + 1 FROM ticket", &[], |row| row.get(0))
}

/// Writes a new ticket under its number.
pub fn insert(tx: &Tx<'_>, t: &Ticket) -> Result<()> {
    tx.run(
        "INSERT INTO ticket (id, team_id, subject, description, customer_id, product_id, lot_id, order_id, priority,
            stage_id, assignee_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            t.id,
            t.team,
            &t.subject,
            &t.description,
            t.customer,
            t.product,
            t.lot,
            t.order,
            t.priority,
            t.stage,
            t.assignee,
            t.created_at,
        ],
    )?;
    Ok(())
}

/// Writes a changed ticket; its version is counted up by [`touch`].
pub fn save(tx: &Tx<'_>, t: &Ticket) -> Result<()> {
    tx.run(
        "UPDATE ticket SET team_id = ?2, subject = ?3, description = ?4, customer_id = ?5, product_id = ?6,
            lot_id = ?7, order_id = ?8, priority = ?9, stage_id = ?10, assignee_id = ?11 WHERE id = ?1",
        params![
            t.id,
            t.team,
            &t.subject,
            &t.description,
            t.customer,
            t.product,
            t.lot,
            t.order,
            t.priority,
            t.stage,
            t.assignee,
        ],
    )?;
    Ok(())
}

/// Counts a ticket's version up: something that its screen shows changed.
pub fn touch(tx: &Tx<'_>, id: TicketId) -> Result<()> {
    tx.run("UPDATE ticket SET version = version + 1 WHERE id = ?1", params![id])?;
    Ok(())
}

/// The rows of tickets whose numbers are in `page`.
const LIST: &str =
    "SELECT t.id, t.subject, e.name, s.name, s.folded, t.priority, c.name, u.login, t.created_at
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
    })
}

/// Which tickets a page is of.
#[derive(Clone, Debug, Default)]
pub struct Page<'a> {
    /// Only tickets of these teams; all where empty.
    pub teams: &'a [TeamId],
    /// Only those that a queue holds; closed ones too where there is none.
    pub queue: Option<Queue>,
    /// Whose queue.
    pub user: Option<UserId>,
    /// What was typed to search for.
    pub search: &'a str,
    /// From where on.
    pub from: PageFrom,
    /// At most so many.
    pub limit: Option<i64>,
}

/// A page of tickets, newest first; one that was searched for by its number before all others.
pub fn page(read: &Read<'_>, page: &Page<'_>) -> Result<Vec<TicketRow>> {
    let named = named(read, page)?;
    let Some(ids) = ids(read, page, named)? else { return Ok(vec![]) };
    let mut found = rows(read, &ids)?;
    if let Some(id) = named.filter(|_| page.from == PageFrom::Newest) {
        let mut only = Query::new("");
        only.push("SELECT ?", id);
        found.splice(0..0, rows(read, &only)?);
        found.truncate(page.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
    }
    Ok(found)
}

/// The tickets whose numbers a query answers, newest first.
fn rows(read: &Read<'_>, ids: &Query<'_>) -> Result<Vec<TicketRow>> {
    let query = format!("WITH page (id) AS ({}) {LIST}", ids.sql);
    let mut rows = read.all(&query, &ids.params, row)?;
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.id));
    Ok(rows)
}

/// The ticket that a search names by its number, `7` or `#7`, where the page runs from the newest on.
fn named(read: &Read<'_>, page: &Page<'_>) -> Result<Option<TicketId>> {
    let typed = page.search.trim();
    let number = typed.strip_prefix('#').unwrap_or(typed);
    let forward = matches!(page.from, PageFrom::Newest | PageFrom::Below(_));
    let number = number.parse::<i64>().ok().filter(|_| forward);
    let Some(number) = number else { return Ok(None) };
    let mut query = Query::new("");
    query.push("SELECT t.id FROM ticket t WHERE t.id = ?", number);
    only_teams(&mut query, page.teams);
    read.value(&query.sql, &query.params)
}

/// The query for the numbers of a page, but for one; none where nothing searchable was typed. Every form
/// of it runs along an index, so that a page costs a page however many tickets there are.
fn ids<'p>(read: &Read<'_>, page: &Page<'p>, but: Option<TicketId>) -> Result<Option<Query<'p>>> {
    let (compare, order, bound) = match page.from {
        PageFrom::Newest => ("<", "DESC", i64::MAX),
        PageFrom::Below(id) => ("<", "DESC", id.0),
        PageFrom::Above(id) => (">", "ASC", id.0),
        PageFrom::Oldest => (">", "ASC", 0),
    };
    let searching = !page.search.trim().is_empty();
    let mut query = Query::new("");
    if searching {
        let Some(asked) = search::asked(page.search) else { return Ok(None) };
        query = super::search::tickets(read, &asked, page.teams)?;
        query.and(&format!("f.rowid {compare} ?"), bound);
        if let Some(but) = but {
            query.and("f.rowid <> ?", but);
        }
        only_teams(&mut query, page.teams);
    } else {
        let every_team = matches!(page.queue, Some(Queue::All) | None) && !page.teams.is_empty();
        // One run along the index of each team, merged in the order of numbers.
        let branches = if every_team { page.teams.iter().map(|t| Some(*t)).collect() } else { vec![None] };
        for (at, team) in branches.into_iter().enumerate() {
            query.sql.push_str(if at == 0 { "" } else { " UNION ALL " });
            query.push(&format!("SELECT t.id FROM ticket t WHERE t.id {compare} ?"), bound);
            if page.queue.is_some() {
                query.sql.push_str(" AND t.closed = 0");
            }
            match page.queue {
                Some(Queue::Mine) => query.and("t.assignee_id = ?", page.user),
                Some(Queue::Unassigned) => query.sql.push_str(" AND t.assignee_id IS NULL"),
                Some(Queue::Team(id)) => query.and("t.team_id = ?", id),
                Some(Queue::All) | None => {}
            }
            match team {
                Some(team) => query.and("t.team_id = ?", team),
                None => only_teams(&mut query, page.teams),
            }
        }
    }
    query.push(&format!(" ORDER BY 1 {order} LIMIT ?"), page.limit.unwrap_or(-1));
    Ok(Some(query))
}

pub(super) fn only_teams(query: &mut Query<'_>, teams: &[TeamId]) {
    if !teams.is_empty() {
        let teams = serde_json::to_string(teams).unwrap_or_default();
        query.and("t.team_id IN (SELECT value FROM json_each(?))", teams);
    }
}

/// Tickets of a family that are of some teams (all where there is none), newest first.
pub fn of_family(
    read: &Read<'_>,
    family: crate::domain::ids::CustomerId,
    teams: &[TeamId],
    limit: i64,
) -> Result<Vec<TicketRow>> {
    let mut query = Query::new("SELECT t.id FROM customer c CROSS JOIN ticket t ON t.customer_id = c.id");
    query.push(" WHERE c.top_id = ?", family);
    only_teams(&mut query, teams);
    query.push(" ORDER BY t.id DESC LIMIT ?", limit);
    rows(read, &query)
}

/// How many tickets each team has, from the kept counts: read once for every queue.
pub fn counts(read: &Read<'_>, user: UserId, teams: &[TeamId]) -> Result<Vec<TeamCount>> {
    let mut query = Query::new("SELECT t.team_id, ifnull(sum(t.tickets), 0),");
    query.push(
        " ifnull(sum(t.tickets) FILTER (WHERE s.folded = 0 AND t.assignee_id = ?), 0),
          ifnull(sum(t.tickets) FILTER (WHERE s.folded = 0 AND t.assignee_id = 0), 0),
          ifnull(sum(t.tickets) FILTER (WHERE s.folded = 0), 0)
          FROM ticket_count t JOIN stage s ON s.id = t.stage_id WHERE 1",
        user,
    );
    only_teams(&mut query, teams);
    query.sql.push_str(" GROUP BY t.team_id");
    read.all(&query.sql, &query.params, |row| {
        Ok(TeamCount {
            team: row.get(0)?,
            every: row.get(1)?,
            mine: row.get(2)?,
            unassigned: row.get(3)?,
            open: row.get(4)?,
        })
    })
}

/// How many tickets there are, from the kept counts.
pub fn total(read: &Read<'_>) -> Result<i64> {
    read.one("SELECT ifnull(sum(tickets), 0) FROM ticket_count", &[], |row| row.get(0))
}

/// Writes the text of a note or message; answers its row.
pub fn insert_message(tx: &Tx<'_>, ticket: TicketId, text: &str) -> Result<i64> {
    tx.insert("INSERT INTO message (ticket_id, text) VALUES (?1, ?2)", params![ticket, text])
}
