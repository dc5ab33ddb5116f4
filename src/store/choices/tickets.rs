//! Tickets that one is picked from: those of a family of customers while nothing is typed, then whatever matches, the
//! one of a number first. Each way runs along an index, the newest first.

use super::texts;
use crate::domain::error::Result;
use crate::domain::form::{Choice, Limit};
use crate::domain::ids::{CustomerId, TeamId, TicketId};
use crate::domain::search;
use crate::store;
use crate::store::driver::{Query, Read};

/// What is read of a ticket.
pub(super) const SELECT: &str =
    "SELECT t.id, '#' || t.id || ' ' || t.subject, c.name, NULL FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id
     WHERE 1";

/// A page of tickets that were not merged, after a row.
pub(super) fn page(
    read: &Read<'_>,
    limits: &[Limit],
    visible: &[TeamId],
    (typed, after): (&str, Option<i64>),
    limit: i64,
) -> Result<Vec<Choice>> {
    let but = limits.iter().find_map(|l| if let Limit::But(id) = l { Some(*id) } else { None });
    let family = limits.iter().find_map(|l| if let Limit::Family(id) = l { Some(*id) } else { None });
    let named = number(typed);
    let mut found = match named.filter(|_| after.is_none()) {
        Some(number) => {
            let mut query = Query::new("SELECT t.id FROM ticket t WHERE 1");
            query.and("t.id = ?", number);
            rows(read, query, (but, visible, None), 1)?
        }
        None => vec![],
    };
    if let Some(query) = source(read, typed, family)? {
        let others = rows(read, query, (but, visible, after), limit)?;
        found.extend(others.into_iter().filter(|row| Some(row.id) != named));
    }
    Ok(found)
}

/// The ticket that is meant by `7` or `#7`.
fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    typed.strip_prefix('#').unwrap_or(typed).parse().ok()
}

/// Where rows come from; none where nothing searchable was typed.
fn source<'q>(read: &Read<'_>, typed: &str, family: Option<CustomerId>) -> Result<Option<Query<'q>>> {
    if !typed.trim().is_empty() {
        return search::asked(typed).map(|asked| store::search::tickets(read, &asked, &[])).transpose();
    }
    let mut query = Query::new("");
    match family {
        Some(family) => query.push(
            "SELECT t.id FROM customer k CROSS JOIN ticket t ON t.customer_id = k.id WHERE k.top_id = ?",
            family,
        ),
        None => query.sql.push_str("SELECT t.id FROM ticket t WHERE 1"),
    }
    Ok(Some(query))
}

fn rows<'q>(
    read: &Read<'_>,
    mut query: Query<'q>,
    (but, visible, after): (Option<TicketId>, &[TeamId], Option<i64>),
    limit: i64,
) -> Result<Vec<Choice>> {
    query.sql.push_str(" AND t.merged_into IS NULL");
    if let Some(but) = but {
        query.and("t.id <> ?", but);
    }
    if !visible.is_empty() {
        let teams = serde_json::to_string(visible).unwrap_or_default();
        query.and("t.team_id IN (SELECT value FROM json_each(?))", teams);
    }
    if let Some(after) = after {
        query.and("t.id < ?", after);
    }
    query.push(" ORDER BY 1 DESC LIMIT ?", limit);
    let sql = format!("{SELECT} AND t.id IN ({}) ORDER BY t.id DESC", query.sql);
    read.all(&sql, &query.params, texts)
}

/// Whether a family has another ticket than one, of some teams (all where there is none).
pub fn has_others(read: &Read<'_>, family: CustomerId, but: TicketId, visible: &[TeamId]) -> Result<bool> {
    let limits = [Limit::Family(family), Limit::But(but)];
    Ok(!page(read, &limits, visible, ("", None), 1)?.is_empty())
}
