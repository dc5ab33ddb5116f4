//! Posted credit notes that stand, by the day of the note: one that was undone by its counter-document is none.

use super::{Day, Part, Scope, Shown, document, reasons};
use crate::domain::report::{Dimension, Figure};
use crate::store::driver::Query;

/// Why: what the note says beyond the number of its ticket, else the reason of the return that it is about.
const WHY: &str = "ifnull(nullif(CASE
    WHEN i.ticket_id IS NULL OR substr(i.reason, 1, length('#' || i.ticket_id)) <> '#' || i.ticket_id
        OR substr(i.reason, length('#' || i.ticket_id) + 1, 1) BETWEEN '0' AND '9' THEN trim(i.reason)
    ELSE trim(ltrim(substr(i.reason, length('#' || i.ticket_id) + 1), ' ,:;.-–—·')) END, ''),
    (SELECT r.reason FROM return_paper q JOIN transfer r ON r.id = q.return_id WHERE q.invoice_id = i.id LIMIT 1))";

/// What a line adds to the total of its note: booked amount and taxes together.
const SHARE: &str =
    "l.booked + (SELECT ifnull(sum(x.amount), 0) FROM invoice_line_tax x WHERE x.line_id = l.id)";

pub(super) fn part(scope: &Scope<'_>) -> Part {
    let (day, agent) = (Day::On("i.date"), "ifnull(g.user_id, i.created_by)");
    let by = scope.ask.by;
    let (joins, beside) = scope.joins(agent, "i.customer_id");
    let split = match by {
        Dimension::Product => {
            " JOIN invoice_line l ON l.invoice_id = i.id LEFT JOIN product p ON p.id = l.product_id"
                .to_owned()
        }
        Dimension::Reason => reasons(WHY),
        _ => String::new(),
    };
    let mut of = Query::new(
        " WHERE i.kind = 'credit_note' AND i.state = 'posted'
            AND NOT EXISTS (SELECT 1 FROM invoice o WHERE o.reverses_id = i.id AND o.state = 'posted')",
    );
    scope.narrow(&mut of, day, agent);
    let figures = match by {
        Dimension::Product => vec![
            (Figure::Units, "CASE l.amount_only WHEN 1 THEN 0 ELSE l.quantity END".into()),
            (Figure::Amount, SHARE.into()),
        ],
        _ => vec![(Figure::Notes, "1".into()), (Figure::Amount, "i.total".into())],
    };
    Part {
        from: format!(
            " FROM invoice i{split} LEFT JOIN posting g ON g.invoice_id = i.id
             LEFT JOIN ticket t ON t.id = i.ticket_id{joins}"
        ),
        beside,
        of,
        line: if by == Dimension::Reason { scope.reason(WHY) } else { scope.usual(day) },
        currency: "i.currency",
        figures,
        row: Shown {
            leads: document,
            id: "i.id",
            day,
            document: "i.number",
            about: if by == Dimension::Product { "l.description" } else { "i.reason" },
            customer: "c.ref",
            ticket: "i.ticket_id",
            agent: "u.login",
        },
    }
}
