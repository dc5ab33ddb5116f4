//! Repairs by the day that they are planned for, and their quotations that were not given up.

use std::borrow::Cow;

use super::{Day, Part, Scope, Shown, order, repair};
use crate::domain::report::{Dimension, Figure};
use crate::store::driver::Query;

const DAY: Day = Day::On("r.scheduled");

/// The repairs that are asked for, each with its quotation or without.
fn part_of(scope: &Scope<'_>, quotation: &str, figures: &[(Figure, &'static str)]) -> Part {
    let agent = "r.responsible_id";
    let (joins, beside) = scope.joins(agent, "r.customer_id");
    let (product, named) =
        scope.joins_named(Dimension::Product, " LEFT JOIN product p ON p.id = r.product_id");
    let mut of = Query::new(" WHERE 1");
    scope.narrow(&mut of, DAY, agent);
    if let Some(maker) = scope.maker {
        of.and("+r.created_by = ?", maker);
    }
    let none = "NULL".to_owned();
    let line = match scope.ask.by {
        Dimension::State => ("r.state".to_owned(), none),
        Dimension::Warranty => ("CASE r.warranty WHEN 1 THEN 'yes' ELSE 'no' END".to_owned(), none),
        _ => scope.usual(DAY),
    };
    Part {
        from: format!(" FROM repair r{quotation} LEFT JOIN ticket t ON t.id = r.ticket_id{joins}{product}"),
        beside: beside + &named,
        of,
        line,
        currency: "NULL",
        figures: figures.iter().map(|(figure, adds)| (*figure, Cow::Borrowed(*adds))).collect(),
        row: Shown {
            leads: repair,
            id: "r.id",
            day: DAY,
            document: "r.number",
            about: "p.name",
            customer: "c.ref",
            ticket: "r.ticket_id",
            agent: "u.login",
        },
    }
}

pub(super) fn part(scope: &Scope<'_>) -> Part {
    let figures = [
        (Figure::Repairs, "1"),
        (Figure::Open, "r.state IN ('new', 'confirmed', 'under_repair')"),
        (Figure::Repaired, "r.state = 'repaired'"),
        (Figure::UnderWarranty, "r.warranty"),
        (Figure::Quoted, "r.order_id IS NOT NULL"),
    ];
    part_of(scope, "", &figures)
}

pub(super) fn quotes(scope: &Scope<'_>) -> Part {
    let figures = [
        (Figure::Quotes, "1"),
        (Figure::Amount, "o.total"),
        (Figure::Confirmed, "o.state = 'sale'"),
        (Figure::Sold, "CASE o.state WHEN 'sale' THEN o.total ELSE 0 END"),
    ];
    let quotation = " JOIN sale_order o ON o.id = r.order_id AND o.state <> 'cancelled'";
    let of = part_of(scope, quotation, &figures);
    Part {
        currency: "o.currency",
        row: Shown { leads: order, id: "o.id", document: "o.number", ..of.row },
        ..of
    }
}
