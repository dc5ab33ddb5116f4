//! A whole refund, from the command to the disk: rules, credit note, number, match, history and answer,
//! committed with the file system's sync. Raw writes the same rows, with the values known beforehand, in
//! one transaction with the same sync.

use std::time::Duration;

use afterdesk::desk::Desk;
use afterdesk::domain::command::{Call, Command};
use afterdesk::domain::form::Draft;
use afterdesk::domain::ids::TicketId;
use afterdesk::domain::wizard::refund::{Submit, parse};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::measure::{Times, median, time};
use crate::raw::{Raw, Row, one, rows, run};
use crate::shop::Shop;
use crate::table::{Aim, Figure};

/// How many refunds are made in a row, by one and then by the other, and how often.
const BLOCK: usize = 10;
const BLOCKS: usize = 4;

/// The figure of the refund.
pub fn figure(shop: &Shop) -> Figure {
    let (mut desk, mut raw) = (shop.desk("root"), shop.raw());
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for block in 0..BLOCKS {
        let before = counts(&raw.0);
        ours.extend(next(&raw.0).iter().map(|ticket| refund(&mut desk, *ticket)));
        let between = counts(&raw.0);
        by_hand.extend(next(&raw.0).iter().map(|ticket| refund_by_hand(&mut raw, *ticket)));
        let after = counts(&raw.0);
        let wrote = |a: &[i64], b: &[i64]| -> Vec<i64> { b.iter().zip(a).map(|(b, a)| b - a).collect() };
        let (one, other) = (wrote(&before, &between), wrote(&between, &after));
        assert_eq!(
            one, other,
            "both write as many documents, balances, matches, events and answers: {block}"
        );
    }
    let times = Times { ours: median(ours), raw: Some(median(by_hand)) };
    Figure::new("refund, posted and synced", times, Aim::Ratio(1.5))
}

/// The next tickets whose invoice has two lines, is unpaid and was not credited.
pub fn next(c: &Connection) -> Vec<i64> {
    let query = "SELECT t.id FROM ticket t JOIN invoice i ON i.order_id = t.order_id AND i.kind = 'invoice'
         JOIN invoice_balance b ON b.invoice_id = i.id
         WHERE t.id > (SELECT ifnull(max(ticket_id), 0) FROM invoice) AND b.payment_state = 'not_paid'
            AND (SELECT count(*) FROM invoice_line l WHERE l.invoice_id = i.id) = 2
         ORDER BY t.id LIMIT ?1";
    let found = rows(c, query, [BLOCK as i64]);
    assert_eq!(found.len(), BLOCK, "the shop has no invoices left to refund: remove target/bench-data");
    found.iter().map(|row| integer(&row[0])).collect()
}

fn refund(desk: &mut Desk, ticket: i64) -> Duration {
    let draft = Draft::default();
    let (facts, resolved) = desk.refund_form(TicketId(ticket), &draft).unwrap();
    let mut request = parse(&facts, &draft, &resolved, Submit::ReverseAndPost).unwrap();
    for invoice in &mut request.invoices {
        invoice.1 = None;
    }
    let call = Call { request: Some(key(ticket)), ..Call::default() };
    let command = Command::Refund(request);
    time(|| desk.execute(&command, &call).unwrap())
}

/// A key that makes the command repeatable.
fn key(ticket: i64) -> String {
    format!("bench-{ticket}")
}

/// How many rows of each kind there are.
fn counts(c: &Connection) -> Vec<i64> {
    [
        "SELECT max(id) FROM invoice",
        "SELECT max(id) FROM invoice_line",
        "SELECT max(invoice_id) FROM invoice_balance",
        "SELECT ifnull(max(id), 0) FROM reconciliation",
        "SELECT max(id) FROM event",
        "SELECT count(*) FROM request",
    ]
    .map(|query| one(c, query, []))
    .to_vec()
}

fn integer(value: &Value) -> i64 {
    if let Value::Integer(i) = value { *i } else { panic!("{value:?}") }
}

/// What raw knows before it begins.
struct Known {
    ticket: i64,
    /// id, customer, date, order, untaxed, tax, total
    invoice: Row,
    /// id, line, product, description, quantity, price, order line, untaxed, total
    lines: Vec<Row>,
    effects: String,
    answer: String,
}

fn refund_by_hand(raw: &mut Raw, ticket: i64) -> Duration {
    let c = &raw.0;
    let invoice = rows(
        c,
        "SELECT i.id, i.customer_id, i.date, i.order_id, i.untaxed, i.tax, i.total FROM ticket t
         JOIN invoice i ON i.order_id = t.order_id AND i.kind = 'invoice' WHERE t.id = ?1",
        [ticket],
    )
    .remove(0);
    let lines = rows(
        c,
        "SELECT id, line, product_id, description, quantity, unit_price, order_line_id, untaxed, total
         FROM invoice_line WHERE invoice_id = ?1",
        [&invoice[0]],
    );
    // As long as those of the refund before.
    let effects = one(c, "SELECT effects FROM event ORDER BY id DESC LIMIT 1", []);
    let answer = one(c, "SELECT answer FROM request ORDER BY event_id DESC LIMIT 1", []);
    let known = Known { ticket, invoice, lines, effects, answer };
    time(|| raw.write(|c| write(c, &known)))
}

fn write(c: &Connection, known: &Known) {
    let [source, customer, date, order, untaxed, tax, total] =
        <&[Value; 7]>::try_from(&known.invoice[..]).unwrap();
    let note = run(
        c,
        "INSERT INTO invoice (kind, state, customer_id, journal_id, date, accounting_date, due_date, reason, reference,
            order_id, currency, rounding, untaxed, tax, total, reverses_id, created_by, ticket_id)
         VALUES ('credit_note', 'draft', ?1, 1, ?2, ?2, ?2, '#1', 'Reversal of an invoice: #1', ?3, 'KRW', 'line', ?4, ?5,
            ?6, ?7, 1, ?8)",
        params![customer, date, order, untaxed, tax, total, source, known.ticket],
    );
    run(
        c,
        "INSERT INTO invoice_balance (invoice_id, version, residual, payment_state) VALUES (?1, 2, 0, 'paid')",
        [note],
    );
    for line in &known.lines {
        let [source, at, product, text, quantity, price, order_line, untaxed, total] =
            <&[Value; 9]>::try_from(&line[..]).unwrap();
        let written = run(
            c,
            "INSERT INTO invoice_line (invoice_id, line, product_id, description, quantity, unit_price, discount,
                order_line_id, source_id, amount_only, untaxed, total, booked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, 0, ?9, ?10, ?9)",
            params![note, at, product, text, quantity, price, order_line, source, untaxed, total],
        );
        let tax = integer(total) - integer(untaxed);
        run(c, "INSERT INTO invoice_line_tax VALUES (?1, 0, 1, ?2, ?3)", params![written, untaxed, tax]);
    }
    run(c, "INSERT INTO invoice_tax VALUES (?1, 0, 1, ?2, ?3)", params![note, untaxed, tax]);
    let serial: i64 = one(
        c,
        "INSERT INTO sequence (prefix, last) VALUES ('RAW/', 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
        [],
    );
    let number = format!("RAW/{serial:05}");
    run(c, "UPDATE invoice SET state = 'posted', number = ?2 WHERE id = ?1", params![note, number]);
    run(
        c,
        "INSERT INTO reconciliation (invoice_id, credit_note_id, amount) VALUES (?1, ?2, ?3)",
        params![source, note, total],
    );
    let reversed =
        "UPDATE invoice_balance SET residual = 0, payment_state = 'reversed', version = version + 1
         WHERE invoice_id = ?1";
    run(c, reversed, [source]);
    run(c, "UPDATE sale_order SET version = version + 1 WHERE id = ?1", [order]);
    run(c, "UPDATE ticket SET version = version + 1 WHERE id = ?1", [known.ticket]);
    let previous: Vec<u8> = one(c, "SELECT hash FROM event ORDER BY id DESC LIMIT 1", []);
    let event = run(
        c,
        "INSERT INTO event (at, user_id, kind, ticket_id, invoice_id, effects, previous, hash)
         VALUES ('2026-01-01T00:00:00Z', 1, 'refund', ?1, ?2, ?3, ?4, zeroblob(32))",
        params![known.ticket, note, known.effects, previous],
    );
    run(
        c,
        "INSERT INTO request (key, user_id, digest, event_id, answer) VALUES (?1, 1, zeroblob(32), ?2, ?3)",
        params![key(known.ticket), event, known.answer],
    );
}
