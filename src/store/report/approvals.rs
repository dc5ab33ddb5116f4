//! Refunds above a limit by the day on which somebody asked for them, of who asked.

use super::{Day, Part, Scope, Shown, document};
use crate::domain::report::Figure;
use crate::store::driver::Query;

pub(super) fn part(scope: &Scope<'_>) -> Part {
    let (day, agent) = (Day::At("a.asked_at"), "a.asked_by");
    let (joins, beside) = scope.joins(agent, "i.customer_id");
    let mut of = Query::new(" WHERE 1");
    scope.narrow(&mut of, day, agent);
    Part {
        from: format!(
            " FROM approval a JOIN invoice i ON i.id = a.invoice_id LEFT JOIN ticket t ON t.id = i.ticket_id{joins}"
        ),
        beside,
        of,
        line: scope.usual(day),
        currency: "i.currency",
        figures: vec![
            (Figure::Asked, "1".into()),
            (Figure::Approved, "a.state = 'approved'".into()),
            (Figure::Rejected, "a.state = 'rejected'".into()),
            (Figure::Granted, "CASE a.state WHEN 'approved' THEN a.total ELSE 0 END".into()),
        ],
        row: Shown {
            leads: document,
            id: "i.id",
            day,
            document: "ifnull(i.number, 'id:' || i.id)",
            about: "ifnull(a.comment, a.reason)",
            customer: "c.ref",
            ticket: "i.ticket_id",
            agent: "u.login",
        },
    }
}
