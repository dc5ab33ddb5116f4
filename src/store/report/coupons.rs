//! Coupons by the day on which they were made, and where they stand today; and what coupons took off confirmed orders, by
//! the day of the order.

use super::{Day, Part, Scope, Shown, coupon, order};
use crate::domain::report::{Dimension, Figure};
use crate::store::driver::Query;

const PROGRAM: &str = " LEFT JOIN program p ON p.id = k.program_id";

pub(super) fn given(scope: &Scope<'_>) -> Part {
    let (day, agent) = (Day::At("k.created_at"), "k.created_by");
    let (joins, beside) = scope.joins(agent, "k.customer_id");
    let (program, named) = scope.joins_named(Dimension::Program, PROGRAM);
    let mut of = Query::new(" WHERE 1");
    scope.narrow(&mut of, day, agent);
    let today = scope.today.format("%Y-%m-%d");
    let over = format!("ifnull(k.expires < '{today}', 0)");
    let figures = vec![
        (Figure::Given, "1".into()),
        (Figure::Used, "k.revoked_reason IS NULL AND k.used = 1".into()),
        (Figure::Usable, format!("k.revoked_reason IS NULL AND k.used = 0 AND NOT {over}").into()),
        (Figure::Expired, format!("k.revoked_reason IS NULL AND k.used = 0 AND {over}").into()),
        (Figure::Revoked, "k.revoked_reason IS NOT NULL".into()),
    ];
    Part {
        from: format!(" FROM coupon k LEFT JOIN ticket t ON t.id = k.ticket_id{joins}{program}"),
        beside: beside + &named,
        of,
        line: scope.usual(day),
        currency: "NULL",
        figures,
        row: Shown {
            leads: coupon,
            id: "k.id",
            day,
            document: "k.code",
            about: "ifnull(k.revoked_reason, p.name)",
            customer: "c.ref",
            ticket: "k.ticket_id",
            agent: "u.login",
        },
    }
}

pub(super) fn discounts(scope: &Scope<'_>) -> Part {
    let (day, agent) = (Day::On("o.date"), "k.created_by");
    // A coupon may have taken several lines off an order.
    let taken =
        "(SELECT -sum(x.total) FROM sale_order_line x WHERE x.order_id = o.id AND x.coupon_id = k.id)";
    let (joins, beside) = scope.joins(agent, "o.customer_id");
    let (program, named) = scope.joins_named(Dimension::Program, PROGRAM);
    let mut of = Query::new(" WHERE o.state = 'sale'");
    scope.narrow(&mut of, day, agent);
    Part {
        from: format!(
            " FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id AND l.coupon_id IS NOT NULL
                AND l.id = (SELECT min(f.id) FROM sale_order_line f WHERE f.order_id = o.id AND f.coupon_id = l.coupon_id)
             JOIN coupon k ON k.id = l.coupon_id LEFT JOIN ticket t ON t.id = k.ticket_id{joins}{program}"
        ),
        beside: beside + &named,
        of,
        line: scope.usual(day),
        currency: "o.currency",
        figures: vec![(Figure::Uses, "1".into()), (Figure::Amount, taken.into())],
        row: Shown {
            leads: order,
            id: "o.id",
            day,
            document: "o.number",
            about: "p.name",
            customer: "c.ref",
            ticket: "k.ticket_id",
            agent: "u.login",
        },
    }
}
