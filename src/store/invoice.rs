//! Invoices and credit notes: the document, its lines, their taxes, its balance.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::driver::{Read, Row, Tx};
use super::exchange;
use crate::domain::credit::Credited;
use crate::domain::error::Result;
use crate::domain::ids::{
    CustomerId, InvoiceId, InvoiceLineId, JournalId, LotId, OrderId, ProductId, TaxId, TicketId, UserId,
};
use crate::domain::invoice::{DocumentState, Invoice, InvoiceFilter, Line, PaymentState};
use crate::domain::money::{Amount, Currency};
use crate::domain::tax::{LineAmounts, LineTax, Tax, TaxTotal};
use crate::domain::wording::key;
use crate::{current_ticket, of_ticket, params};

const DOCUMENT: &str = concat!(
    "SELECT i.id, b.version, i.number, i.kind, i.state, i.customer_id, c.top_id, i.journal_id, i.date,
    i.accounting_date, i.due_date, i.reason, i.reference, i.order_id, i.currency, i.rounding, i.untaxed, i.tax,
    i.total, i.reverses_id, i.created_by, ",
    current_ticket!("i.ticket_id"),
    ", b.residual, b.payment_state
    FROM invoice i JOIN invoice_balance b ON b.invoice_id = i.id JOIN customer c ON c.id = i.customer_id"
);

const LINE: &str = "SELECT l.id, l.line, l.product_id, l.description, l.quantity, l.unit_price, l.discount,
    l.order_line_id, l.source_id, l.amount_only, l.untaxed, l.total, l.booked FROM invoice_line l";

const LINE_TAX: &str =
    "SELECT lt.line_id, lt.base, lt.amount, t.id, t.name, t.kind, t.amount, t.price_include,
    t.include_base_amount, t.is_base_affected, t.sequence
    FROM invoice_line l JOIN invoice_line_tax lt ON lt.line_id = l.id JOIN tax t ON t.id = lt.tax_id";

/// Whether the lines of invoice `i`, or the deliveries of what they invoice, held lot `?`.
pub(super) const HOLDS_LOT: &str =
    "(EXISTS (SELECT 1 FROM invoice_line l JOIN invoice_line_lot il ON il.line_id = l.id
            WHERE l.invoice_id = i.id AND il.lot_id = ?)
        OR EXISTS (SELECT 1 FROM transfer_line tl JOIN transfer t ON t.id = tl.transfer_id
            JOIN invoice_line l ON l.order_line_id = tl.order_line_id
            WHERE tl.lot_id = ? AND t.kind = 'delivery' AND t.state = 'done' AND l.invoice_id = i.id))";

/// A credit note stands while it is posted and no posted document reverses it.
const STANDING: &str = "n.kind = 'credit_note' AND n.state = 'posted'
    AND NOT EXISTS (SELECT 1 FROM invoice r WHERE r.reverses_id = n.id AND r.state = 'posted')";

fn document(row: &Row<'_>) -> Result<Invoice> {
    Ok(Invoice {
        id: row.get(0)?,
        version: row.get(1)?,
        number: row.get(2)?,
        kind: row.get(3)?,
        state: row.get(4)?,
        customer: row.get(5)?,
        family: row.get(6)?,
        journal: row.get(7)?,
        date: row.get(8)?,
        accounting_date: row.get(9)?,
        due_date: row.get(10)?,
        reason: row.get(11)?,
        reference: row.get(12)?,
        order: row.get(13)?,
        currency: row.get(14)?,
        rounding: row.get(15)?,
        untaxed: row.get(16)?,
        tax: row.get(17)?,
        total: row.get(18)?,
        reverses: row.get(19)?,
        created_by: row.get(20)?,
        ticket: row.get(21)?,
        residual: row.get(22)?,
        payment_state: row.get(23)?,
        lines: vec![],
        taxes: vec![],
    })
}

fn line(row: &Row<'_>) -> Result<Line> {
    Ok(Line {
        id: row.get(0)?,
        line: row.get(1)?,
        product: row.get(2)?,
        description: row.get(3)?,
        quantity: row.get(4)?,
        unit_price: row.get(5)?,
        discount: row.get(6)?,
        taxes: vec![],
        order_line: row.get(7)?,
        source: row.get(8)?,
        amount_only: row.get(9)?,
        amounts: LineAmounts {
            untaxed: row.get(10)?,
            total: row.get(11)?,
            booked: row.get(12)?,
            taxes: vec![],
        },
    })
}

/// A tax whose columns begin at `at`.
pub(super) fn tax(row: &Row<'_>, at: usize) -> Result<Tax> {
    Ok(Tax {
        id: row.get(at)?,
        name: row.get(at + 1)?,
        kind: row.get(at + 2)?,
        amount: row.get(at + 3)?,
        price_include: row.get(at + 4)?,
        include_base_amount: row.get(at + 5)?,
        is_base_affected: row.get(at + 6)?,
        sequence: row.get(at + 7)?,
    })
}

/// Lines that a condition on `invoice_line l` picks, with their taxes, by number.
fn lines(read: &Read<'_>, condition: &str, key: i64) -> Result<Vec<Line>> {
    let mut lines =
        read.all(&format!("{LINE} {condition} ORDER BY l.invoice_id, l.line"), params![key], line)?;
    let at: HashMap<InvoiceLineId, usize> = lines.iter().enumerate().map(|(i, l)| (l.id, i)).collect();
    read.each(&format!("{LINE_TAX} {condition} ORDER BY lt.line_id, lt.position"), params![key], |row| {
        let id: InvoiceLineId = row.get(0)?;
        if let Some(line) = at.get(&id).and_then(|i| lines.get_mut(*i)) {
            let tax = tax(row, 3)?;
            line.amounts.taxes.push(LineTax { tax: tax.id, base: row.get(1)?, amount: row.get(2)? });
            line.taxes.push(tax);
        }
        Ok(())
    })?;
    Ok(lines)
}

/// A document, whole.
pub fn load(read: &Read<'_>, id: InvoiceId) -> Result<Option<Invoice>> {
    let Some(mut invoice) = head(read, id)? else { return Ok(None) };
    invoice.lines = lines(read, "WHERE l.invoice_id = ?1", id.0)?;
    invoice.taxes = read.all(
        "SELECT tax_id, base, amount FROM invoice_tax WHERE invoice_id = ?1 ORDER BY position",
        params![id],
        |row| Ok(TaxTotal { tax: row.get(0)?, base: row.get(1)?, amount: row.get(2)? }),
    )?;
    Ok(Some(invoice))
}

/// A document without its lines and taxes.
pub fn head(read: &Read<'_>, id: InvoiceId) -> Result<Option<Invoice>> {
    read.first(&format!("{DOCUMENT} WHERE i.id = ?1"), params![id], document)
}

/// The lines of a document and their numbers.
pub fn line_numbers(read: &Read<'_>, id: InvoiceId) -> Result<Vec<(InvoiceLineId, i64)>> {
    read.all("SELECT id, line FROM invoice_line WHERE invoice_id = ?1", params![id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// A document by its number, or by `id:N`.
pub fn find(read: &Read<'_>, label: &str) -> Result<Option<InvoiceId>> {
    match label.strip_prefix("id:").and_then(|id| id.parse::<i64>().ok()) {
        Some(id) => read.value("SELECT id FROM invoice WHERE id = ?1", params![id]),
        None => read.value("SELECT id FROM invoice WHERE number = ?1", params![key(label)]),
    }
}

/// Number, or `id:N`, of a document.
pub fn label(read: &Read<'_>, id: InvoiceId) -> Result<String> {
    let number: Option<Option<String>> =
        read.value("SELECT number FROM invoice WHERE id = ?1", params![id])?;
    Ok(crate::domain::invoice::label(number.flatten().as_deref(), id))
}

/// Documents in the order of their making, newest first, without lines.
pub fn list(read: &Read<'_>, filter: &InvoiceFilter) -> Result<Vec<InvoiceId>> {
    read.all(
        concat!(
            "SELECT i.id FROM invoice i JOIN customer c ON c.id = i.customer_id
             WHERE (?1 IS NULL OR c.top_id = ?1) AND (?2 IS NULL OR ",
            of_ticket!("i.ticket_id", "?2"),
            ") ORDER BY i.id DESC LIMIT ifnull(?3, -1)"
        ),
        params![filter.family, filter.ticket, filter.limit],
        |row| row.get(0),
    )
}

/// What standing credit notes and exchanges took of an invoice's lines. A note that settles an exchange is
/// counted with it; for such a `note` itself what its own exchange takes is left out.
pub fn credited(read: &Read<'_>, of: &Invoice, note: Option<InvoiceId>) -> Result<Vec<Credited>> {
    let condition = format!(
        "JOIN invoice n ON n.id = l.invoice_id WHERE n.reverses_id = ?1 AND l.source_id IS NOT NULL AND {STANDING}
         AND NOT {}",
        exchange::SETTLES
    );
    let lines = lines(read, &condition, of.id.0)?;
    let mut found: Vec<Credited> =
        lines.into_iter().filter_map(|line| Some(Credited { source: line.source?, line })).collect();
    found.extend(exchange::taken(read, &of.lines, note)?);
    Ok(found)
}

/// The journal of the newest invoice of an order that is not given up.
pub fn journal_of_order(read: &Read<'_>, order: OrderId) -> Result<Option<JournalId>> {
    read.value(
        "SELECT journal_id FROM invoice WHERE order_id = ?1 AND kind = 'invoice' AND state <> 'cancelled'
         ORDER BY id DESC LIMIT 1",
        params![order],
    )
}

/// Documents that reverse a document and are in a state, oldest first.
pub fn reversing(read: &Read<'_>, id: InvoiceId, state: DocumentState) -> Result<Vec<InvoiceId>> {
    read.all(
        "SELECT id FROM invoice WHERE reverses_id = ?1 AND state = ?2 ORDER BY id",
        params![id, state],
        |row| row.get(0),
    )
}

/// Lots that an invoice's lines name, or that the deliveries of its order lines held.
pub fn lots(read: &Read<'_>, invoice: InvoiceId) -> Result<Vec<LotId>> {
    read.all(
        "SELECT il.lot_id FROM invoice_line l JOIN invoice_line_lot il ON il.line_id = l.id WHERE l.invoice_id = ?1
         UNION
         SELECT tl.lot_id FROM invoice_line l JOIN transfer_line tl ON tl.order_line_id = l.order_line_id
         JOIN transfer t ON t.id = tl.transfer_id
         WHERE l.invoice_id = ?1 AND tl.lot_id IS NOT NULL AND t.kind = 'delivery' AND t.state = 'done'",
        params![invoice],
        |row| row.get(0),
    )
}

/// Writes a new document with its lines, taxes and balance, in its state; answers its id.
pub fn insert(tx: &Tx<'_>, invoice: &Invoice) -> Result<InvoiceId> {
    let id = InvoiceId(tx.insert(
        "INSERT INTO invoice (kind, state, customer_id, journal_id, date, accounting_date, due_date, reason,
            reference, order_id, currency, rounding, untaxed, tax, total, reverses_id, created_by, ticket_id)
         VALUES (?1, 'draft', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            invoice.kind,
            invoice.customer,
            invoice.journal,
            invoice.date,
            invoice.accounting_date,
            invoice.due_date,
            invoice.reason.as_deref(),
            invoice.reference.as_deref(),
            invoice.order,
            invoice.currency,
            invoice.rounding,
            invoice.untaxed,
            invoice.tax,
            invoice.total,
            invoice.reverses,
            invoice.created_by,
            invoice.ticket,
        ],
    )?);
    tx.run(
        "INSERT INTO invoice_balance (invoice_id, residual, payment_state) VALUES (?1, ?2, ?3)",
        params![id, invoice.residual, invoice.payment_state],
    )?;
    insert_lines(tx, id, invoice)?;
    if invoice.state != DocumentState::Draft {
        tx.run(
            "UPDATE invoice SET state = ?2, number = ?3 WHERE id = ?1",
            params![id, invoice.state, invoice.number.as_deref()],
        )?;
    }
    Ok(id)
}

fn insert_lines(tx: &Tx<'_>, id: InvoiceId, invoice: &Invoice) -> Result<()> {
    for line in &invoice.lines {
        let line_id = tx.insert(
            "INSERT INTO invoice_line (invoice_id, line, product_id, description, quantity, unit_price, discount,
                order_line_id, source_id, amount_only, untaxed, total, booked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                id,
                line.line,
                line.product,
                &line.description,
                line.quantity,
                line.unit_price,
                line.discount,
                line.order_line,
                line.source,
                line.amount_only,
                line.amounts.untaxed,
                line.amounts.total,
                line.amounts.booked,
            ],
        )?;
        for (position, tax) in (0i64..).zip(&line.taxes) {
            let share = line.amounts.taxes.iter().find(|t| t.tax == tax.id);
            let (base, amount) = share.map_or((Amount::ZERO, Amount::ZERO), |t| (t.base, t.amount));
            tx.run(
                "INSERT INTO invoice_line_tax (line_id, position, tax_id, base, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![line_id, position, tax.id, base, amount],
            )?;
        }
    }
    for (position, t) in (0i64..).zip(&invoice.taxes) {
        tx.run(
            "INSERT INTO invoice_tax (invoice_id, position, tax_id, base, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, position, t.tax, t.base, t.amount],
        )?;
    }
    Ok(())
}

/// Writes a draft anew: everything of it but its id, its maker and what it reverses.
pub fn rewrite(tx: &Tx<'_>, invoice: &Invoice) -> Result<()> {
    rewrite_lines(tx, invoice)?;
    rewrite_head(tx, invoice)
}

fn rewrite_lines(tx: &Tx<'_>, invoice: &Invoice) -> Result<()> {
    tx.run(
        "DELETE FROM invoice_line_tax WHERE line_id IN (SELECT id FROM invoice_line WHERE invoice_id = ?1)",
        params![invoice.id],
    )?;
    tx.run("DELETE FROM invoice_tax WHERE invoice_id = ?1", params![invoice.id])?;
    tx.run("DELETE FROM invoice_line WHERE invoice_id = ?1", params![invoice.id])?;
    insert_lines(tx, invoice.id, invoice)
}

/// Writes a draft anew whose lines and taxes are as stored.
pub fn rewrite_head(tx: &Tx<'_>, invoice: &Invoice) -> Result<()> {
    tx.run(
        "UPDATE invoice SET date = ?2, accounting_date = ?3, due_date = ?4, reason = ?5, reference = ?6,
            untaxed = ?7, tax = ?8, total = ?9 WHERE id = ?1",
        params![
            invoice.id,
            invoice.date,
            invoice.accounting_date,
            invoice.due_date,
            invoice.reason.as_deref(),
            invoice.reference.as_deref(),
            invoice.untaxed,
            invoice.tax,
            invoice.total,
        ],
    )?;
    set_balance(tx, invoice.id, invoice.total.abs(), PaymentState::NotPaid)
}

/// Moves a draft to its final state, with its number where it is posted.
pub fn finish(tx: &Tx<'_>, id: InvoiceId, state: DocumentState, number: Option<&str>) -> Result<()> {
    tx.run("UPDATE invoice SET state = ?2, number = ?3 WHERE id = ?1", params![id, state, number])?;
    tx.run("UPDATE invoice_balance SET version = version + 1 WHERE invoice_id = ?1", params![id])?;
    Ok(())
}

/// Writes what is open and paid of a document, and counts its version up.
pub fn set_balance(tx: &Tx<'_>, id: InvoiceId, residual: Amount, state: PaymentState) -> Result<()> {
    tx.run(
        "UPDATE invoice_balance SET residual = ?2, payment_state = ?3, version = version + 1 WHERE invoice_id = ?1",
        params![id, residual, state],
    )?;
    Ok(())
}

/// Counts a document's version up: something that its screen shows changed.
pub fn touch(tx: &Tx<'_>, id: InvoiceId) -> Result<()> {
    tx.run("UPDATE invoice_balance SET version = version + 1 WHERE invoice_id = ?1", params![id])?;
    Ok(())
}

/// Adds lots to a line of an imported invoice, by the line's number.
pub fn add_lot(tx: &Tx<'_>, invoice: InvoiceId, line: i64, lot: LotId) -> Result<()> {
    tx.run(
        "INSERT INTO invoice_line_lot (line_id, lot_id) SELECT id, ?3 FROM invoice_line WHERE invoice_id = ?1 AND line = ?2",
        params![invoice, line, lot],
    )?;
    Ok(())
}

/// What a credit note counts towards the limits of who posted it: its total while it stands, else what was paid out on
/// it and did not come back, which is what is open on the counter-document.
const COUNTED: &str =
    "ifnull(sum(ifnull((SELECT b.residual FROM invoice r JOIN invoice_balance b ON b.invoice_id = r.id
    WHERE r.reverses_id = n.id AND r.state = 'posted'), n.total)), 0)";

/// What an agent posted of credit notes from a ticket, in one currency.
pub fn refunded(read: &Read<'_>, ticket: TicketId, by: UserId, currency: Currency) -> Result<Amount> {
    read.one(
        &format!(
            "SELECT {COUNTED} FROM invoice n JOIN posting p ON p.invoice_id = n.id
             WHERE {} AND p.user_id = ?2 AND n.currency = ?3 AND n.kind = 'credit_note'",
            of_ticket!("n.ticket_id")
        ),
        params![ticket, by, currency],
        |row| row.get(0),
    )
}

/// What an agent posted of credit notes in a span of time, in a currency.
pub fn refunded_in(
    read: &Read<'_>,
    by: UserId,
    currency: Currency,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Amount> {
    read.one(
        &format!(
            "SELECT {COUNTED} FROM posting p JOIN invoice n ON n.id = p.invoice_id
             WHERE p.user_id = ?1 AND n.currency = ?2 AND p.at >= ?3 AND p.at < ?4 AND n.kind = 'credit_note'"
        ),
        params![by, currency, from, until],
        |row| row.get(0),
    )
}

/// Remembers who posted a document, and when.
pub fn posted_by(tx: &Tx<'_>, id: InvoiceId, by: UserId, at: DateTime<Utc>) -> Result<()> {
    tx.run("INSERT INTO posting (invoice_id, user_id, at) VALUES (?1, ?2, ?3)", params![id, by, at]).map(drop)
}

/// Posted credit notes and drafts of them made from a ticket.
pub fn counters(read: &Read<'_>, ticket: TicketId) -> Result<(i64, i64)> {
    read.one(
        concat!(
            "SELECT count(*) FILTER (WHERE state = 'posted'), count(*) FILTER (WHERE state = 'draft')
             FROM invoice WHERE ",
            of_ticket!("ticket_id"),
            " AND kind = 'credit_note'"
        ),
        params![ticket],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Posted, creditable invoices of a family, of an order, with a product and a lot where these are given,
/// newest first: id and number.
pub fn fitting(
    read: &Read<'_>,
    family: CustomerId,
    (order, product, lot): (Option<OrderId>, Option<ProductId>, Option<LotId>),
    limit: i64,
) -> Result<Vec<(InvoiceId, String)>> {
    let held = HOLDS_LOT.replace('?', "?4");
    read.all(
        &format!(
            "SELECT i.id, i.number FROM customer c JOIN invoice i ON i.customer_id = c.id
         WHERE c.top_id = ?1 AND i.state = 'posted' AND i.kind = 'invoice' AND i.reverses_id IS NULL
         AND (?2 IS NULL OR i.order_id = ?2)
         AND (?3 IS NULL OR EXISTS (SELECT 1 FROM invoice_line l WHERE l.invoice_id = i.id AND l.product_id = ?3))
         AND (?4 IS NULL OR {held})
         ORDER BY i.id DESC LIMIT ?5"
        ),
        params![family, order, product, lot, limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Names of taxes by id, for answers.
pub fn tax_names(read: &Read<'_>, ids: &[TaxId]) -> Result<HashMap<TaxId, Tax>> {
    let mut names = HashMap::new();
    for id in ids {
        let found = read.first(
            "SELECT id, name, kind, amount, price_include, include_base_amount, is_base_affected, sequence
             FROM tax WHERE id = ?1",
            params![*id],
            |row| tax(row, 0),
        )?;
        names.extend(found.map(|t| (*id, t)));
    }
    Ok(names)
}
