//! Goods that come back, line by line: by the day on which they came, or are expected.

use super::{Day, Part, Scope, Shown, reasons, transfer};
use crate::domain::report::{Dimension, Figure};
use crate::store::driver::Query;

const WHY: &str = "trim(r.reason)";

pub(super) fn part(scope: &Scope<'_>) -> Part {
    let (day, agent) = (Day::On("r.date"), "r.created_by");
    let by_reason = scope.ask.by == Dimension::Reason;
    let (joins, beside) = scope.joins(agent, "r.customer_id");
    let (product, named) =
        scope.joins_named(Dimension::Product, " LEFT JOIN product p ON p.id = l.product_id");
    let reason = if by_reason { reasons(WHY) } else { String::new() };
    let mut of =
        Query::new(" WHERE r.return_of_id IS NOT NULL AND r.kind = 'receipt' AND r.state <> 'cancelled'");
    scope.narrow(&mut of, day, agent);
    let done = |then: &str, other: &str| format!("CASE r.state WHEN 'done' THEN {then} ELSE {other} END");
    Part {
        from: format!(
            " FROM transfer r JOIN transfer_line l ON l.transfer_id = r.id
             LEFT JOIN ticket t ON t.id = r.ticket_id{joins}{product}{reason}"
        ),
        beside: beside + &named,
        of,
        line: if by_reason { scope.reason(WHY) } else { scope.usual(day) },
        currency: "NULL",
        figures: vec![
            (Figure::Units, done("l.done", "l.quantity").into()),
            (Figure::Received, done("l.done", "0").into()),
            (Figure::Awaited, done("0", "l.quantity").into()),
            (Figure::Damaged, done("l.damaged", "0").into()),
        ],
        row: Shown {
            leads: transfer,
            id: "r.id",
            day,
            document: "r.number",
            about: "p.name",
            customer: "c.ref",
            ticket: "r.ticket_id",
            agent: "u.login",
        },
    }
}
