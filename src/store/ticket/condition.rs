//! Conditions of a query as SQL, on a ticket `t`; and, of those that an index answers, the query for the tickets that
//! they hold for.

use serde::Serialize;

use crate::domain::query::{Condition, Found, Moment, Part, SlaState, Sum};
use crate::domain::search::asked;
use crate::of_ticket;
use crate::store::driver::{Param, Query};
use crate::store::search;

/// Appends a condition: ` AND …`. Of many tickets words are looked up once, of few for each.
pub(super) fn add<'p>(query: &mut Query<'p>, condition: &Condition, many: bool) {
    query.sql.push_str(" AND (");
    match &condition.test {
        Found::Words(words) if many => match asked(words) {
            Some(asked) => search::among(query, &asked),
            None => query.sql.push('0'),
        },
        other => test(query, other),
    }
    query.sql.push_str(if condition.negated { ") IS NOT TRUE" } else { ")" });
}

fn json<T: Serialize>(ids: &[T]) -> Param<'static> {
    serde_json::to_string(ids).unwrap_or_default().into()
}

/// One of some rows, nothing being one of them where it is listed.
fn any<'p, T: Serialize>(query: &mut Query<'p>, column: &str, ids: &[Option<T>]) {
    let some: Vec<&T> = ids.iter().flatten().collect();
    let none = ids.iter().any(Option::is_none);
    if none {
        query.sql.push_str(&format!("{column} IS NULL"));
    }
    if !some.is_empty() || !none {
        query.sql.push_str(if none { " OR " } else { "" });
        query.push(&format!("{column} IN (SELECT value FROM json_each(?))"), json(&some));
    }
}

fn test<'p>(query: &mut Query<'p>, test: &Found) {
    match test {
        Found::Words(words) => match asked(words) {
            Some(asked) => search::holds(query, &asked),
            None => query.sql.push('0'),
        },
        Found::Tickets(ids) => query.push("t.id IN (SELECT value FROM json_each(?))", json(ids)),
        Found::Closed(closed) => query.sql.push_str(if *closed { "t.closed = 1" } else { "t.closed = 0" }),
        Found::Team(ids) => query.push("t.team_id IN (SELECT value FROM json_each(?))", json(ids)),
        Found::Stage(ids) => query.push("t.stage_id IN (SELECT value FROM json_each(?))", json(ids)),
        Found::Assignee(ids) => any(query, "t.assignee_id", ids),
        Found::Customer(ids) => any(query, "t.customer_id", ids),
        Found::Product(ids) => any(query, "t.product_id", ids),
        Found::Lot(ids) => any(query, "t.lot_id", ids),
        Found::Order(ids) => any(query, "t.order_id", ids),
        Found::Type(ids) => any(query, "t.type_id", ids),
        Found::Tag(ids) => {
            let some: Vec<_> = ids.iter().flatten().collect();
            if ids.iter().any(Option::is_none) {
                query.sql.push_str("NOT EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_id = t.id) OR ");
            }
            query.push(
                "EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_id = t.id
                    AND g.tag_id IN (SELECT value FROM json_each(?)))",
                json(&some),
            );
        }
        Found::Priority(bounds) => between(query, "t.priority", (bounds.least, bounds.most)),
        Found::Moment(moment, None) => {
            query.sql.push_str(match moment {
                Moment::Deadline => "t.deadline IS NULL",
                Moment::Created | Moment::Changed => "0",
            });
        }
        Found::Moment(moment, Some(bounds)) => {
            between(query, column(*moment), (bounds.least, bounds.most));
            if *moment == Moment::Deadline {
                query.sql.push_str(" AND ifnull(t.deadline, '~') < '~'");
            }
        }
        Found::Sla(states, now) => {
            for (at, state) in states.iter().enumerate() {
                query.sql.push_str(if at == 0 { "" } else { " OR " });
                query.push(&format!("({})", sla(*state)), *now);
            }
        }
        Found::Money(sum, currency, bounds) => {
            match sum {
                Sum::Amount => query.push(
                    "(SELECT o.total FROM sale_order o WHERE o.id = t.order_id AND o.currency = ?)",
                    *currency,
                ),
                // As the report of refunds counts them.
                Sum::Refunded => query.push(
                    concat!(
                        "(SELECT sum(i.total) FROM invoice i WHERE ",
                        of_ticket!("i.ticket_id", "t.id"),
                        " AND i.kind = 'credit_note' AND i.state = 'posted' AND i.currency = ?
                            AND NOT EXISTS (SELECT 1 FROM invoice o WHERE o.reverses_id = i.id AND o.state = 'posted'))"
                    ),
                    *currency,
                ),
            }
            let least = bounds.least.map_or(i64::MIN, |amount| amount.0);
            query.push(" BETWEEN ?", least);
            query.push(" AND ?", bounds.most.map_or(i64::MAX, |amount| amount.0));
        }
        Found::Has(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| has(*part)).collect();
            query.sql.push_str(&parts.join(" OR "));
        }
    }
}

fn column(moment: Moment) -> &'static str {
    match moment {
        Moment::Created => "t.created_at",
        Moment::Changed => "t.changed_at",
        // As its index has it.
        Moment::Deadline => "ifnull(t.deadline, '~')",
    }
}

fn between<'p, T: Into<Param<'p>>>(
    query: &mut Query<'p>,
    column: &str,
    (least, most): (Option<T>, Option<T>),
) {
    query.sql.push('1');
    if let Some(least) = least {
        query.and(&format!("{column} >= ?"), least);
    }
    if let Some(most) = most {
        query.and(&format!("{column} <= ?"), most);
    }
}

/// Where service levels stand; `?` is now.
fn sla(state: SlaState) -> &'static str {
    match state {
        SlaState::Failed => "t.sla_failed = 1 OR t.deadline < ?",
        SlaState::Ongoing => "t.deadline >= ?",
        SlaState::Paused => {
            "? IS NOT NULL AND EXISTS (SELECT 1 FROM ticket_sla s WHERE s.ticket_id = t.id AND s.deadline IS NULL
                AND s.reached_at IS NULL)"
        }
        SlaState::Reached => {
            "? IS NOT NULL AND t.sla_failed = 0 AND EXISTS (SELECT 1 FROM ticket_sla s WHERE s.ticket_id = t.id)
                AND NOT EXISTS (SELECT 1 FROM ticket_sla s WHERE s.ticket_id = t.id AND s.reached_at IS NULL)"
        }
        SlaState::None => {
            "? IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ticket_sla s WHERE s.ticket_id = t.id)"
        }
    }
}

/// The rows (`x`) of a part of tickets.
fn parts(part: Part) -> &'static str {
    match part {
        Part::Refund => "invoice x WHERE x.kind = 'credit_note' AND x.state <> 'cancelled'",
        Part::Draft => "invoice x WHERE x.kind = 'credit_note' AND x.state = 'draft'",
        Part::Coupon => "coupon x WHERE 1",
        Part::Return => "transfer x WHERE x.kind = 'receipt' AND x.state <> 'cancelled'",
        Part::Repair => "repair x WHERE x.state <> 'cancelled'",
        Part::Task => "task x WHERE 1",
        Part::Approval => "invoice x JOIN approval a ON a.invoice_id = x.id WHERE a.state = 'waiting'",
    }
}

fn has(part: Part) -> String {
    format!("EXISTS (SELECT 1 FROM {} AND {})", parts(part), of_ticket!("x.ticket_id", "t.id"))
}

/// The query for the tickets of some rows (`x`), and for those into which these were merged.
fn owners(rows: &str) -> String {
    format!(
        "SELECT x.ticket_id FROM {rows} AND x.ticket_id IS NOT NULL UNION ALL
         SELECT w.merged_into FROM ticket w WHERE w.merged_into IS NOT NULL"
    )
}

/// Appends the query for the numbers of the tickets that a condition holds for, where an index answers it: at least
/// those; `open` says that only open ones matter. Answers whether it did.
pub(super) fn source<'p>(query: &mut Query<'p>, test: &Found, open: bool) -> bool {
    let closed = if open { " AND closed = 0" } else { "" };
    let rows = |query: &mut Query<'p>, column: &str, ids: Param<'static>| {
        query.push(
            &format!("SELECT id FROM ticket WHERE {column} IN (SELECT value FROM json_each(?)){closed}"),
            ids,
        );
        true
    };
    /// Rows where nothing is none of them.
    fn whole<T: Serialize>(ids: &[Option<T>]) -> Option<Param<'static>> {
        let some: Vec<&T> = ids.iter().flatten().collect();
        (some.len() == ids.len()).then(|| json(&some))
    }
    let listed = match test {
        Found::Team(ids) => Some(("team_id", Some(json(ids)))),
        Found::Stage(ids) => Some(("stage_id", Some(json(ids)))),
        Found::Assignee(ids) => Some(("assignee_id", whole(ids))),
        Found::Customer(ids) => Some(("customer_id", whole(ids))),
        Found::Product(ids) => Some(("product_id", whole(ids))),
        Found::Lot(ids) => Some(("lot_id", whole(ids))),
        Found::Order(ids) => Some(("order_id", whole(ids))),
        Found::Type(ids) => Some(("type_id", whole(ids))),
        _ => None,
    };
    if let Some((column, ids)) = listed {
        return ids.is_some_and(|ids| rows(query, column, ids));
    }
    match test {
        Found::Tag(ids) => whole(ids).is_some_and(|ids| {
            query.push(
                "SELECT ticket_id FROM ticket_tag WHERE tag_id IN (SELECT value FROM json_each(?))",
                ids,
            );
            true
        }),
        Found::Tickets(ids) => {
            query.push("SELECT value FROM json_each(?)", json(ids));
            true
        }
        Found::Words(words) => match asked(words) {
            Some(asked) => {
                search::gathered(query, &asked);
                true
            }
            None => false,
        },
        Found::Priority(_) | Found::Moment(_, Some(_)) => {
            query.sql.push_str("SELECT t.id FROM ticket t WHERE ");
            self::test(query, test);
            true
        }
        Found::Has(kinds) => {
            let all: Vec<String> = kinds.iter().map(|part| owners(parts(*part))).collect();
            query.sql.push_str(&all.join(" UNION ALL "));
            true
        }
        Found::Money(Sum::Refunded, currency, _) => {
            let rows = "invoice x WHERE x.kind = 'credit_note' AND x.state = 'posted' AND x.currency = ?";
            query.push(&owners(rows), *currency);
            true
        }
        Found::Sla(states, _) if states.iter().all(|s| matches!(s, SlaState::Paused | SlaState::Reached)) => {
            query.sql.push_str("SELECT ticket_id FROM ticket_sla");
            true
        }
        Found::Sla(states, now) if states == &[SlaState::Failed] => {
            query.push(
                "SELECT id FROM ticket WHERE sla_failed = 1 UNION ALL
                 SELECT id FROM ticket WHERE ifnull(deadline, '~') < ?",
                *now,
            );
            true
        }
        _ => false,
    }
}
