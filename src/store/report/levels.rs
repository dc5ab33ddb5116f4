//! Service levels by the day on which their tickets were opened, of who has them: a row for each ticket and policy.

use std::borrow::Cow;

use super::{Day, Part, Scope, Shown, ticket};
use crate::domain::report::Figure;
use crate::store::driver::Query;

pub(super) fn part(scope: &Scope<'_>) -> Part {
    let (day, agent) = (Day::At("t.created_at"), "t.assignee_id");
    let (joins, beside) = scope.joins(agent, "t.customer_id");
    let mut of = Query::new(" WHERE 1");
    scope.narrow(&mut of, day, agent);
    // As `domain::sla::Standing::state` says it.
    let failed = format!("(k.failed OR ifnull(k.deadline < '{}', 0))", scope.now);
    let figures = [
        (Figure::Due, "1".to_owned()),
        (Figure::InTime, format!("(NOT {failed} AND k.reached_at IS NOT NULL)")),
        (Figure::Failed, failed.clone()),
        (Figure::Running, format!("(NOT {failed} AND k.reached_at IS NULL)")),
    ];
    Part {
        from: format!(
            " FROM ticket t JOIN ticket_sla k ON k.ticket_id = t.id JOIN sla_policy p ON p.id = k.policy_id{joins}"
        ),
        beside,
        of,
        line: scope.usual(day),
        currency: "NULL",
        figures: figures.into_iter().map(|(figure, adds)| (figure, Cow::Owned(adds))).collect(),
        row: Shown {
            leads: ticket,
            id: "t.id",
            day,
            document: "'#' || t.id",
            about: "p.name || ': ' || t.subject",
            customer: "c.ref",
            ticket: "t.id",
            agent: "u.login",
        },
    }
}
