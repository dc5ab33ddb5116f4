//! Orders, their invoices and payments.

use rusqlite::{Connection, params};

use super::{MICRO, PRODUCTS, pick, price};
use crate::names;
use crate::raw::run;

/// A line of an order and of its invoice.
struct Line {
    product: i64,
    quantity: i64,
    untaxed: i64,
}

/// An order of one to three lines, and its posted invoice of the same lines; every third is paid. `line` is
/// the last id of a line, which both have in common.
pub fn order(c: &Connection, id: i64, customer: i64, line: &mut i64) {
    let lines: Vec<Line> = (1..=pick(id, 4, 3))
        .map(|at| {
            let (product, quantity) = (pick(id, 10 + at, PRODUCTS), pick(id, 20 + at, 2));
            Line { product, quantity, untaxed: price(product) * quantity }
        })
        .collect();
    let untaxed: i64 = lines.iter().map(|line| line.untaxed).sum();
    let (tax, total) = (untaxed / 10, untaxed + untaxed / 10);
    let date = format!("2025-{:02}-{:02}", pick(id, 5, 12), pick(id, 6, 28));
    run(
        c,
        "INSERT INTO sale_order (id, number, customer_id, date, state, currency, untaxed, tax, total)
         VALUES (?1, ?2, ?3, ?4, 'sale', 'KRW', ?5, ?6, ?7)",
        params![id, format!("S{id:06}"), customer, date, untaxed, tax, total],
    );
    run(
        c,
        "INSERT INTO invoice (id, kind, state, customer_id, journal_id, date, accounting_date, due_date, order_id,
            currency, rounding, untaxed, tax, total)
         VALUES (?1, 'invoice', 'draft', ?2, 1, ?3, ?3, ?3, ?1, 'KRW', 'line', ?4, ?5, ?6)",
        params![id, customer, date, untaxed, tax, total],
    );
    for (at, of) in (1i64..).zip(&lines) {
        *line += 1;
        insert_line(c, *line, (id, at), of);
    }
    run(c, "INSERT INTO invoice_tax VALUES (?1, 0, 1, ?2, ?3)", params![id, untaxed, tax]);
    let number = format!("INV/2025/{id:06}");
    run(c, "UPDATE invoice SET state = 'posted', number = ?2 WHERE id = ?1", params![id, number]);
    balance(c, id, customer, &date, total);
}

fn insert_line(c: &Connection, id: i64, (of, at): (i64, i64), line: &Line) {
    let (name, tax) = (names::product(line.product), line.untaxed / 10);
    let (quantity, unit_price) = (line.quantity * MICRO, price(line.product) * MICRO);
    let row = params![id, of, at, line.product, name, quantity, unit_price, line.untaxed, line.untaxed + tax];
    run(
        c,
        "INSERT INTO sale_order_line (id, order_id, line, kind, product_id, description, quantity, unit_price,
            discount, untaxed, total, booked) VALUES (?1, ?2, ?3, 'product', ?4, ?5, ?6, ?7, 0, ?8, ?9, ?8)",
        row,
    );
    run(
        c,
        "INSERT INTO invoice_line (id, invoice_id, line, product_id, description, quantity, unit_price, discount,
            order_line_id, amount_only, untaxed, total, booked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?1, 0, ?8, ?9, ?8)",
        row,
    );
    run(c, "INSERT INTO sale_order_line_tax VALUES (?1, 0, 1, ?2, ?3)", params![id, line.untaxed, tax]);
    run(c, "INSERT INTO invoice_line_tax VALUES (?1, 0, 1, ?2, ?3)", params![id, line.untaxed, tax]);
}

fn balance(c: &Connection, invoice: i64, customer: i64, date: &str, total: i64) {
    let paid = invoice % 3 == 0;
    run(
        c,
        "INSERT INTO invoice_balance (invoice_id, residual, payment_state) VALUES (?1, ?2, ?3)",
        params![invoice, if paid { 0 } else { total }, if paid { "paid" } else { "not_paid" }],
    );
    if paid {
        let payment = run(
            c,
            "INSERT INTO payment (reference, customer_id, invoice_id, date, currency, amount)
             VALUES (?1, ?2, ?3, ?4, 'KRW', ?5)",
            params![format!("PAY/{invoice:06}"), customer, invoice, date, total],
        );
        run(
            c,
            "INSERT INTO reconciliation (invoice_id, payment_id, amount) VALUES (?1, ?2, ?3)",
            params![invoice, payment, total],
        );
    }
}
