//! Tickets by the day on which they were opened, and by that on which they were closed, both of who has them; and the
//! messages about them to their customers, of who wrote them.

use std::borrow::Cow;

use super::{Day, Part, Scope, Shown, ticket};
use crate::domain::report::{Dimension, Figure};
use crate::store::driver::Query;

fn part(
    scope: &Scope<'_>,
    (from, which): (&str, &str),
    (day, agent): (Day, &'static str),
    figures: &[(Figure, &'static str)],
) -> Part {
    let (joins, beside) = scope.joins(agent, "t.customer_id");
    let (product, _) = scope.joins_named(Dimension::Product, " LEFT JOIN product p ON p.id = t.product_id");
    let mut of = Query::new(&format!(" WHERE {which}"));
    scope.narrow(&mut of, day, agent);
    Part {
        from: format!(" FROM {from}{joins}{product}"),
        beside,
        of,
        line: scope.usual(day),
        currency: "NULL",
        figures: figures.iter().map(|(figure, adds)| (*figure, Cow::Borrowed(*adds))).collect(),
        row: Shown {
            leads: ticket,
            id: "t.id",
            day,
            document: "'#' || t.id",
            about: "t.subject",
            customer: "c.ref",
            ticket: "t.id",
            agent: "u.login",
        },
    }
}

pub(super) fn opened(scope: &Scope<'_>) -> Part {
    let figures = [(Figure::Opened, "1"), (Figure::StillOpen, "t.closed = 0")];
    part(scope, ("ticket t", "1"), (Day::At("t.created_at"), "t.assignee_id"), &figures)
}

pub(super) fn closed(scope: &Scope<'_>) -> Part {
    let from = "ticket_closing z JOIN ticket t ON t.id = z.ticket_id";
    part(scope, (from, "t.merged_into IS NULL"), (Day::At("z.at"), "t.assignee_id"), &[(Figure::Closed, "1")])
}

pub(super) fn messages(scope: &Scope<'_>) -> Part {
    let from = "mail m JOIN ticket t ON t.id = m.ticket_id";
    let written = (Day::At("m.created_at"), "m.created_by");
    part(scope, (from, "m.state <> 'cancelled'"), written, &[(Figure::Messages, "1")])
}
