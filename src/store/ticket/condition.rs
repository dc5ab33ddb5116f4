//! Conditions of a query as SQL, on a ticket `t`; and, of those that an index answers, the query for the tickets that
//! they hold for.

use serde::Serialize;

use crate::domain::query::{Condition, Found, Moment, Part, SlaState, Sum};
use crate::domain::search::asked;
use crate::store::driver::{Param, Query};
use crate::store::search;

/// Appends a condition: ` AND …`.
pub(super) fn add<'p>(query: &mut Query<'p>, condition: &Condition) {
    query.sql.push_str(" AND (");
    test(query, &condition.test);
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
                Sum::Refunded => query.push(
                    "(SELECT sum(i.total) FROM invoice i WHERE i.ticket_id = t.id AND i.kind = 'credit_note'
                        AND i.state = 'posted' AND i.currency = ?)",
                    *currency,
                ),
            }
            let least = bounds.least.map_or(i64::MIN, |amount| amount.0);
            query.push(" BETWEEN ?", least);
            query.push(" AND ?", bounds.most.map_or(i64::MAX, |amount| amount.0));
        }
        Found::Has(parts) => {
            let parts: Vec<&str> = parts.iter().map(|part| has(*part)).collect();
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

fn has(part: Part) -> &'static str {
    match part {
        Part::Refund => {
            "EXISTS (SELECT 1 FROM invoice i WHERE i.ticket_id = t.id AND i.kind = 'credit_note' AND i.state <> 'cancelled')"
        }
        Part::Draft => {
            "EXISTS (SELECT 1 FROM invoice i WHERE i.ticket_id = t.id AND i.kind = 'credit_note' AND i.state = 'draft')"
        }
        Part::Coupon => "EXISTS (SELECT 1 FROM coupon c WHERE c.ticket_id = t.id)",
        Part::Return => {
            "EXISTS (SELECT 1 FROM transfer r WHERE r.ticket_id = t.id AND r.kind = 'receipt' AND r.state <> 'cancelled')"
        }
        Part::Repair => "EXISTS (SELECT 1 FROM repair r WHERE r.ticket_id = t.id AND r.state <> 'cancelled')",
        Part::Task => "EXISTS (SELECT 1 FROM task k WHERE k.ticket_id = t.id)",
        Part::Approval => {
            "EXISTS (SELECT 1 FROM invoice i JOIN approval a ON a.invoice_id = i.id
                WHERE i.ticket_id = t.id AND a.state = 'waiting')"
        }
    }
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
