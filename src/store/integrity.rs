//! What must always hold of the stored rows, as queries for rows that break it. Each answers the
//! names of what is wrong; an empty answer is a good one.

mod orders;

pub use orders::coupons;

use super::driver::Read;
use crate::domain::error::Result;

fn wrong(read: &Read<'_>, sql: &str) -> Result<Vec<String>> {
    read.all(sql, &[], |row| row.get(0))
}

/// Lines and taxes add up to their document, and a line's taxes are the document's.
pub fn document_sums(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT ifnull(i.number, 'id:' || i.id) FROM invoice i WHERE
            i.untaxed <> (SELECT ifnull(sum(booked), 0) FROM invoice_line WHERE invoice_id = i.id)
            OR i.tax <> (SELECT ifnull(sum(amount), 0) FROM invoice_tax WHERE invoice_id = i.id)
            OR i.tax <> (SELECT ifnull(sum(t.amount), 0) FROM invoice_line l JOIN invoice_line_tax t ON t.line_id = l.id
                WHERE l.invoice_id = i.id)",
    )
}

/// Nothing is credited beyond its invoice: quantity and money by line, money by document. Where rounding
/// is by document, each note may put a unit on one line that belongs to another.
pub fn ceilings(read: &Read<'_>) -> Result<Vec<String>> {
    const NOTES: &str = "WITH note AS (SELECT n.id, n.reverses_id, n.total FROM invoice n
        WHERE n.kind = 'credit_note' AND n.state = 'posted' AND n.reverses_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM invoice r WHERE r.reverses_id = n.id AND r.state = 'posted'))";
    let mut found = wrong(
        read,
        &format!(
            "{NOTES} SELECT i.number FROM note JOIN invoice i ON i.id = note.reverses_id
             GROUP BY i.id HAVING sum(note.total) > i.total"
        ),
    )?;
    found.extend(wrong(
        read,
        &format!(
            "{NOTES}, times AS (SELECT reverses_id, count(*) AS notes FROM note GROUP BY reverses_id)
             SELECT i.number || '#' || s.line FROM note JOIN invoice_line l ON l.invoice_id = note.id
             JOIN invoice_line s ON s.id = l.source_id JOIN invoice i ON i.id = s.invoice_id
             JOIN times ON times.reverses_id = i.id GROUP BY s.id
             HAVING abs(sum(CASE WHEN l.amount_only THEN 0 ELSE l.quantity END)) > abs(s.quantity)
                OR abs(sum(l.booked)) > CASE i.rounding WHEN 'line' THEN abs(s.booked)
                    ELSE max(abs(s.booked), abs(s.untaxed)) + 1 + max(times.notes) END"
        ),
    )?);
    Ok(found)
}

/// A task's stage is one of its project, and what is filled in of a worksheet is of its template and of the kind that
/// its field takes.
pub fn tasks(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT 'task ' || t.id FROM task t JOIN project_stage s ON s.id = t.stage_id WHERE s.project_id <> t.project_id
         UNION ALL
         SELECT 'task ' || t.id || ' ' || f.field FROM task t JOIN task_value v ON v.task_id = t.id
            JOIN worksheet_field f ON f.id = v.field_id
         WHERE f.template_id IS NOT t.template_id OR f.kind = 'check' AND v.value NOT IN ('true', 'false')
            OR f.kind = 'date' AND date(v.value) IS NOT v.value",
    )
}

/// What is open on a posted document is its total less what it is matched with.
pub fn residuals(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT i.number FROM invoice i JOIN invoice_balance b ON b.invoice_id = i.id WHERE i.state = 'posted'
         AND b.residual <> i.total - (SELECT ifnull(sum(amount), 0) FROM reconciliation
            WHERE released = 0 AND (invoice_id = i.id OR credit_note_id = i.id))",
    )
}

/// No payment is matched beyond its amount.
pub fn payments(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT p.reference FROM payment p JOIN reconciliation r ON r.payment_id = p.id WHERE r.released = 0
         GROUP BY p.id HAVING sum(r.amount) > p.amount",
    )
}

/// Numbers of a sequence have no gap, but before a document that an import brought.
pub fn number_gaps(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "WITH numbered AS (
            SELECT s.prefix, cast(substr(i.number, length(s.prefix) + 1) AS INTEGER) AS serial, i.number, i.created_by
            FROM sequence s JOIN invoice i ON i.number >= s.prefix AND i.number < s.prefix || ':'
            UNION ALL
            SELECT s.prefix, cast(substr(o.number, 2) AS INTEGER), o.number, NULL
            FROM sequence s JOIN sale_order o ON s.prefix = 'S' AND o.number GLOB 'S[0-9]*'
            UNION ALL
            SELECT s.prefix, cast(substr(t.number, length(s.prefix) + 1) AS INTEGER), t.number, NULL
            FROM sequence s JOIN transfer t ON t.number >= s.prefix AND t.number < s.prefix || ':'
            UNION ALL
            SELECT s.prefix, cast(substr(r.number, length(s.prefix) + 1) AS INTEGER), r.number, NULL
            FROM sequence s JOIN repair r ON r.number >= s.prefix AND r.number < s.prefix || ':'),
         ordered AS (SELECT *, lag(serial) OVER (PARTITION BY prefix ORDER BY serial) AS before FROM numbered)
         SELECT number FROM ordered WHERE created_by IS NOT NULL AND before IS NOT NULL AND serial <> before + 1
         UNION ALL
         SELECT s.prefix || s.last FROM sequence s WHERE s.prefix NOT LIKE 'PAY/%'
            AND NOT EXISTS (SELECT 1 FROM numbered n WHERE n.prefix = s.prefix AND n.serial = s.last)",
    )
}

/// Nothing lies below zero in one of the company's own locations, no serial number twice in all of them, and
/// each line of a transfer and each part of a repair is what was moved for it.
pub fn stock(read: &Read<'_>) -> Result<Vec<String>> {
    const OWN: &str = "WITH own AS (
        SELECT m.place, m.product_id, m.lot_id, sum(m.quantity) AS quantity FROM (
            SELECT to_id AS place, product_id, lot_id, quantity FROM stock_move WHERE to_id IS NOT NULL
            UNION ALL SELECT from_id, product_id, lot_id, -quantity FROM stock_move WHERE from_id IS NOT NULL) m
        JOIN location o ON o.id = m.place WHERE o.usage = 'internal' GROUP BY m.place, m.product_id, m.lot_id)";
    let mut found = wrong(
        read,
        &format!(
            "{OWN} SELECT p.sku || ' ' || o.name FROM own JOIN location o ON o.id = own.place
             JOIN product p ON p.id = own.product_id WHERE own.quantity < 0"
        ),
    )?;
    found.extend(wrong(
        read,
        &format!(
            "{OWN} SELECT p.sku || ' ' || l.name FROM own JOIN product p ON p.id = own.product_id
             JOIN lot l ON l.id = own.lot_id WHERE p.tracking = 'serial' GROUP BY own.lot_id
             HAVING sum(own.quantity) > 1000000"
        ),
    )?);
    // What an import brought as done is history and moved nothing.
    found.extend(wrong(
        read,
        "SELECT t.number || '#' || l.line FROM stock_move m JOIN transfer_line l ON l.id = m.transfer_line_id
         JOIN transfer t ON t.id = l.transfer_id GROUP BY l.id HAVING sum(m.quantity) <> l.done OR t.state <> 'done'",
    )?);
    found.extend(wrong(
        read,
        "SELECT r.number || '#' || p.line FROM repair r JOIN repair_part p ON p.repair_id = r.id
         WHERE (CASE p.state WHEN 'done' THEN p.done ELSE 0 END)
            <> (SELECT ifnull(sum(m.quantity), 0) FROM stock_move m WHERE m.repair_part_id = p.id)",
    )?);
    Ok(found)
}

/// What waits for a decision is a draft, what was approved is posted by who approved it, and of every document that was
/// posted here it is known by whom.
pub fn approvals(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT 'approval ' || a.id FROM approval a JOIN invoice i ON i.id = a.invoice_id
            LEFT JOIN posting p ON p.invoice_id = i.id
         WHERE a.state = 'waiting' AND i.state <> 'draft'
            OR a.state = 'approved' AND (i.state <> 'posted' OR p.user_id IS NOT a.decided_by)
         UNION ALL
         SELECT ifnull(i.number, 'id:' || i.id) FROM invoice i LEFT JOIN posting p ON p.invoice_id = i.id
         WHERE (p.invoice_id IS NOT NULL AND i.state <> 'posted')
            OR (p.invoice_id IS NULL AND i.state = 'posted' AND i.created_by IS NOT NULL)",
    )
}

/// The kept counts of queues are what counting would give.
pub fn queue_counts(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "WITH real AS (SELECT team_id, CASE WHEN merged_into IS NULL THEN stage_id ELSE 0 END AS stage_id,
            ifnull(assignee_id, 0) AS assignee_id, count(*) AS tickets FROM ticket GROUP BY 1, 2, 3)
         SELECT 'team ' || k.team_id FROM ticket_count k LEFT JOIN real r USING (team_id, stage_id, assignee_id)
            WHERE k.tickets <> ifnull(r.tickets, 0)
         UNION ALL
         SELECT 'team ' || r.team_id FROM real r LEFT JOIN ticket_count k USING (team_id, stage_id, assignee_id)
            WHERE k.tickets IS NULL",
    )
}

/// A ticket is closed where its stage is folded, and where it was merged; when it was closed is known of closed ones
/// alone.
pub fn closed(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "SELECT '#' || t.id FROM ticket t JOIN stage s ON s.id = t.stage_id
         WHERE t.closed <> (s.folded OR t.merged_into IS NOT NULL)
         UNION ALL
         SELECT '#' || t.id FROM ticket_closing c JOIN ticket t ON t.id = c.ticket_id WHERE t.closed = 0 OR c.at = ''
         LIMIT 20",
    )
}

/// A merged ticket is shown at the end of its merges, and no other is.
pub fn merges(read: &Read<'_>) -> Result<Vec<String>> {
    wrong(
        read,
        "WITH RECURSIVE way (source, here) AS (SELECT source_id, target_id FROM ticket_merge
            UNION SELECT w.source, m.target_id FROM way w JOIN ticket_merge m ON m.source_id = w.here)
         SELECT '#' || m.source_id FROM ticket_merge m LEFT JOIN ticket t ON t.id = m.source_id
            WHERE NOT EXISTS (SELECT 1 FROM way w WHERE w.source = m.source_id AND w.here = t.merged_into
                AND NOT EXISTS (SELECT 1 FROM ticket_merge n WHERE n.source_id = w.here))
         UNION ALL
         SELECT '#' || t.id FROM ticket t
            WHERE t.merged_into IS NOT NULL AND t.id NOT IN (SELECT source_id FROM ticket_merge)",
    )
}

/// Every ticket, customer and product has its search rows.
pub fn search(read: &Read<'_>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for table in ["ticket", "customer", "product"] {
        for index in ["search", "initials"] {
            found.extend(wrong(
                read,
                &format!(
                    "SELECT '{table}: ' || t.n || ', {index} rows: ' || s.n
                     FROM (SELECT count(*) AS n FROM {table}) t, (SELECT count(*) AS n FROM {table}_{index}) s
                     WHERE t.n <> s.n"
                ),
            )?);
        }
    }
    Ok(found)
}
