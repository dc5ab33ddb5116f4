//! What the database itself refuses, whoever asks: posted documents, payments, the history and the
//! answers of requests never change, not even by way of `INSERT OR REPLACE` from another program.

use rusqlite::Connection;

use crate::sandbox::{Sandbox, inv12};

/// A posted invoice with a lot, a payment on it, and a draft credit note with the id 2.
fn books() -> (Sandbox, Connection) {
    let s = inv12();
    let more = [
        ("products.csv", "sku,name,kind,tracking,price\nN,Notebook,goods,serial,500\n"),
        ("lots.csv", "product,name\nN,N-1\nN,N-2\n"),
        ("stock.csv", "location,product,lot,quantity\nWH/Stock,N,N-1,1\n"),
    ];
    let ran = s.import(&more);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let sold = [
        ("invoices.csv", "number,customer,journal,date\nINV/2026/00009,C2,INV,2026-10-01\n"),
        (
            "invoice_lines.csv",
            "invoice,line,product,quantity,unit_price,lots\nINV/2026/00009,1,N,1,500,N-1\n",
        ),
    ];
    let ran = s.import(&sold);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    s.ok(&["invoice", "pay", "INV/2026/00001", "--amount", "10", "--request", "P"]);
    s.ok(&["refund", "create", "--ticket", "1"]);
    let books = s.books();
    (s, books)
}

/// Another program, with the engine's defaults, and one that switches the checks of the engine off.
#[test]
fn nothing_that_is_final_can_be_changed_or_replaced() {
    let (s, other) = books();
    let statements = [
        "INSERT OR REPLACE INTO event SELECT id, at, user_id, kind, ticket_id, invoice_id, message_id, '[]', previous, hash FROM event WHERE id = 1",
        "UPDATE event SET effects = '[]'",
        "UPDATE OR REPLACE event SET id = 1 WHERE id = 2",
        "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
        "UPDATE history SET events = events - 1",
        "DELETE FROM history",
        "INSERT OR REPLACE INTO history SELECT * FROM history",
        "INSERT OR REPLACE INTO payment (id, reference, customer_id, invoice_id, date, currency, amount) VALUES (1, 'x', 1, 1, '2026-01-01', 'USD', 5)",
        "INSERT OR REPLACE INTO payment (reference, customer_id, invoice_id, date, currency, amount) VALUES ('PAY/2026/00001', 1, 1, '2026-01-01', 'USD', 5)",
        "INSERT OR REPLACE INTO reconciliation (id, invoice_id, payment_id, amount) VALUES (1, 1, 1, 1)",
        "INSERT OR REPLACE INTO invoice SELECT * FROM invoice WHERE id = 1",
        "INSERT OR REPLACE INTO invoice (number, kind, state, customer_id, journal_id, accounting_date, currency, rounding, untaxed, tax, total)
         SELECT number, kind, 'draft', customer_id, journal_id, accounting_date, currency, rounding, 0, 0, 0 FROM invoice WHERE id = 1",
        "UPDATE OR REPLACE invoice SET number = 'INV/2026/00001' WHERE state = 'draft'",
        "UPDATE OR REPLACE invoice SET id = 1 WHERE state = 'draft'",
        "DELETE FROM invoice WHERE state = 'draft'",
        "UPDATE invoice_line SET invoice_id = 1, line = 99 WHERE invoice_id = (SELECT id FROM invoice WHERE state = 'draft')",
        "UPDATE OR REPLACE invoice_line SET id = 1 WHERE invoice_id = (SELECT id FROM invoice WHERE state = 'draft')",
        "INSERT OR REPLACE INTO invoice_line SELECT l.id, d.id, 77, l.product_id, l.description, l.quantity, 1, 0, NULL, NULL, 0, 1, 1, 1
         FROM invoice_line l, invoice d WHERE l.id = 1 AND d.state = 'draft'",
        "INSERT OR REPLACE INTO invoice_line_tax SELECT line_id, position, tax_id, base, 0 FROM invoice_line_tax WHERE line_id = 1",
        "INSERT OR REPLACE INTO invoice_tax SELECT invoice_id, position, tax_id, base, 0 FROM invoice_tax WHERE invoice_id = 1",
        "DELETE FROM invoice_line_lot",
        "UPDATE invoice_line_lot SET lot_id = (SELECT max(id) FROM lot)",
        "INSERT INTO invoice_line_lot SELECT line_id, (SELECT max(id) FROM lot) FROM invoice_line_lot",
        "INSERT OR REPLACE INTO stock_move SELECT id, kind, product_id, lot_id, 5, from_id, to_id, reason, transfer_line_id, NULL FROM stock_move",
        "UPDATE tax SET amount = 0",
        "INSERT OR REPLACE INTO tax SELECT id, name, kind, 0, price_include, include_base_amount, is_base_affected, sequence, current FROM tax",
        "DELETE FROM invoice_balance WHERE invoice_id = 1",
        "UPDATE sequence SET last = 0",
        "UPDATE sequence SET prefix = 'X' || prefix",
        "DELETE FROM sequence",
        "UPDATE request SET answer = '{}'",
        "DELETE FROM request",
        "INSERT OR REPLACE INTO request SELECT * FROM request",
        "INSERT OR REPLACE INTO ticket SELECT * FROM ticket",
        "DELETE FROM ticket",
    ];
    let mut allowed = Vec::new();
    for keys in ["ON", "OFF"] {
        other.pragma_update(None, "foreign_keys", keys).unwrap();
        for sql in statements {
            other.execute_batch("BEGIN").unwrap();
            match other.execute(sql, []) {
                Ok(rows) => allowed.push(format!("{keys}: {rows} rows: {sql}")),
                Err(e) => {
                    let text = e.to_string();
                    assert!(text.contains("never") || text.contains("only"), "{text}: {sql}");
                }
            }
            let _ = other.execute_batch("ROLLBACK");
        }
    }
    assert!(allowed.is_empty(), "{}", allowed.join("\n"));
    s.check();
}

/// A history that was cut off, by somebody who took the triggers away, does not pass for whole.
#[test]
fn a_cut_off_history_is_found() {
    let (s, other) = books();
    let check = |s: &Sandbox| {
        let ran = s.run(&["db", "check"]);
        let all = ran.json();
        all.as_array().unwrap().iter().find(|c| c["check"] == "history").unwrap()["ok"] == true
    };
    assert!(check(&s));
    other
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DROP TRIGGER event_no_delete;
             DELETE FROM event WHERE id = (SELECT max(id) FROM event);",
        )
        .unwrap();
    assert!(!check(&s));
}

/// What was sent stays sent, whoever asks: nothing makes it leave again.
#[test]
fn a_message_that_was_sent_is_settled() {
    let s = inv12();
    crate::outbox::queued(&s, "kim@shop.example", "A");
    s.ok(&["outbox", "send"]);
    let other = s.books();
    for sql in [
        "UPDATE mail SET state = 'waiting', sent_at = NULL",
        "UPDATE mail SET message_id = '<x@y>'",
        "UPDATE OR REPLACE mail SET id = 7",
        "INSERT OR REPLACE INTO mail SELECT * FROM mail",
        "DELETE FROM mail",
    ] {
        let told = other.execute(sql, []).unwrap_err().to_string();
        assert!(told.contains("never"), "{told}: {sql}");
    }
    // Its text can be redacted.
    assert_eq!(other.execute("UPDATE mail SET recipient = '', subject = '', body = ''", []), Ok(1));
    s.check();
}
