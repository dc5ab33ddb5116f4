//! Rows that wait in temporary tables until everything they need is known: documents for their
//! lines, links for rows that come later in the file, payments for the order of their dates.
//!
//! The tables live in the transaction: a rollback takes them with it, [`drop_all`] a success. The
//! engine keeps them in a file of its own, so that their size costs no memory.

use chrono::NaiveDate;

use crate::domain::error::Result;
use crate::domain::ids::{CustomerId, InvoiceId, JournalId, OrderId, OrderLineId, PaymentId, ProductId};
use crate::domain::money::{Amount, Currency};
use crate::domain::quantity::{Quantity, Rate, UnitPrice};
use crate::params;
use crate::store::driver::{Read, Row, Tx};

const TABLES: [(&str, &str); 5] = [
    ("import_seen", "file TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (file, key)) WITHOUT ROWID"),
    (
        "import_document",
        "seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, number TEXT NOT NULL UNIQUE, kind TEXT, customer_id INTEGER,
         journal_id INTEGER, date TEXT, due_date TEXT, order_id INTEGER, currency TEXT, state TEXT, other TEXT)",
    ),
    (
        "import_line",
        "document INTEGER NOT NULL, line INTEGER NOT NULL, at INTEGER NOT NULL, product_id INTEGER, description TEXT,
         quantity INTEGER, unit_price INTEGER, discount INTEGER, taxes TEXT, order_line_id INTEGER, lots TEXT,
         other INTEGER, PRIMARY KEY (document, line)) WITHOUT ROWID",
    ),
    ("import_link", "seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, id INTEGER NOT NULL, other TEXT)"),
    (
        "import_match",
        "date TEXT NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, document INTEGER NOT NULL,
         counterpart INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (date, kind, at)) WITHOUT ROWID",
    ),
];

/// Makes the tables, empty.
pub fn create_all(tx: &Tx<'_>) -> Result<()> {
    for (name, columns) in TABLES {
        tx.run(&format!("DROP TABLE IF EXISTS temp.{name}"), params![])?;
        tx.run(&format!("CREATE TEMP TABLE {name} ({columns}"), params![])?;
    }
    Ok(())
}

/// Drops the tables.
pub fn drop_all(tx: &Tx<'_>) -> Result<()> {
    for (name, _) in TABLES {
        tx.run(&format!("DROP TABLE IF EXISTS temp.{name}"), params![])?;
    }
    Ok(())
}

/// Empties the tables of documents, lines and links.
pub fn clear(tx: &Tx<'_>) -> Result<()> {
    tx.run("DELETE FROM temp.import_document", params![])?;
    tx.run("DELETE FROM temp.import_line", params![])?;
    clear_links(tx)
}

/// Empties the table of links.
pub fn clear_links(tx: &Tx<'_>) -> Result<()> {
    tx.run("DELETE FROM temp.import_link", params![])?;
    Ok(())
}

/// Notes that a file holds a key; answers whether it did already.
pub fn seen(tx: &Tx<'_>, file: &str, key: &str) -> Result<bool> {
    let added = tx.run(
        "INSERT INTO temp.import_seen (file, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![file, key],
    )?;
    Ok(added == 0)
}

/// A document that waits for its lines. What a kind of document does not have is empty.
#[derive(Clone, Debug)]
pub struct StagedDocument {
    /// Place in the file; the row where the document is stored already.
    pub seq: i64,
    /// Line of the file.
    pub at: u64,
    /// Natural key.
    pub number: String,
    /// Code of its kind.
    pub kind: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// Journal of an invoice.
    pub journal: JournalId,
    /// Day.
    pub date: NaiveDate,
    /// When an invoice is due.
    pub due_date: Option<NaiveDate>,
    /// Order of an invoice.
    pub order: Option<OrderId>,
    /// Currency.
    pub currency: Currency,
    /// Code of its state.
    pub state: String,
    /// Number of the document that it reverses or brings back.
    pub other: Option<String>,
}

/// Lets a document wait.
pub fn put_document(tx: &Tx<'_>, d: &StagedDocument) -> Result<()> {
    tx.run(
        "INSERT INTO temp.import_document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            d.seq,
            d.at as i64,
            &d.number,
            &d.kind,
            d.customer,
            d.journal,
            d.date,
            d.due_date,
            d.order,
            d.currency,
            &d.state,
            d.other.as_deref()
        ],
    )?;
    Ok(())
}

/// Notes that a document, stored under a row, waits for lines.
pub fn put_stored(tx: &Tx<'_>, id: i64, at: u64, number: &str, order: Option<OrderId>) -> Result<()> {
    tx.run(
        "INSERT INTO temp.import_document (seq, at, number, order_id) VALUES (?1, ?2, ?3, ?4)",
        params![id, at as i64, number, order],
    )?;
    Ok(())
}

/// A waiting document by its number: its place and its order.
pub fn find_document(read: &Read<'_>, number: &str) -> Result<Option<(i64, Option<OrderId>)>> {
    read.first("SELECT seq, order_id FROM temp.import_document WHERE number = ?1", params![number], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

fn document(row: &Row<'_>) -> Result<StagedDocument> {
    let at: i64 = row.get(1)?;
    Ok(StagedDocument {
        seq: row.get(0)?,
        at: at.unsigned_abs(),
        number: row.get(2)?,
        kind: row.get(3)?,
        customer: row.get(4)?,
        journal: row.get(5)?,
        date: row.get(6)?,
        due_date: row.get(7)?,
        order: row.get(8)?,
        currency: row.get(9)?,
        state: row.get(10)?,
        other: row.get(11)?,
    })
}

/// The next waiting documents of a kind after a place in the file.
pub fn documents(read: &Read<'_>, kind: &str, after: i64) -> Result<Vec<StagedDocument>> {
    read.all(
        "SELECT seq, at, number, kind, customer_id, journal_id, date, due_date, order_id, currency, state, other
         FROM temp.import_document WHERE seq > ?2 AND kind = ?1 ORDER BY seq LIMIT 256",
        params![kind, after],
        document,
    )
}

/// Places of waiting documents of a kind in the order of their dates.
pub fn by_date(read: &Read<'_>, kind: &str) -> Result<Vec<i64>> {
    read.all(
        "SELECT seq FROM temp.import_document WHERE kind = ?1 ORDER BY date, seq",
        params![kind],
        |row| row.get(0),
    )
}

/// One waiting document.
pub fn document_at(read: &Read<'_>, seq: i64) -> Result<StagedDocument> {
    read.one(
        "SELECT seq, at, number, kind, customer_id, journal_id, date, due_date, order_id, currency, state, other
         FROM temp.import_document WHERE seq = ?1",
        params![seq],
        document,
    )
}

/// How many documents wait.
pub fn count(read: &Read<'_>) -> Result<i64> {
    read.one("SELECT count(*) FROM temp.import_document", params![], |row| row.get(0))
}

/// A line that waits for its document to be whole.
#[derive(Clone, Debug)]
pub struct StagedLine {
    /// Place of the document.
    pub document: i64,
    /// Number in it.
    pub line: i64,
    /// Line of the file.
    pub at: u64,
    /// Product.
    pub product: Option<ProductId>,
    /// Text.
    pub description: String,
    /// Units.
    pub quantity: Quantity,
    /// Price of one.
    pub unit_price: UnitPrice,
    /// Percentage off.
    pub discount: Rate,
    /// Rows of its taxes, joined; begins with `=` where they were named and not the product's.
    pub taxes: String,
    /// Line of the order.
    pub order_line: Option<OrderLineId>,
    /// Rows of its lots, joined.
    pub lots: String,
    /// Line of the invoice that it credits.
    pub reverses_line: Option<i64>,
}

/// Lets a line wait; answers whether the document had one of that number already.
pub fn put_line(tx: &Tx<'_>, l: &StagedLine) -> Result<bool> {
    let added = tx.run(
        "INSERT INTO temp.import_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT DO NOTHING",
        params![
            l.document,
            l.line,
            l.at as i64,
            l.product,
            &l.description,
            l.quantity,
            l.unit_price,
            l.discount,
            &l.taxes,
            l.order_line,
            &l.lots,
            l.reverses_line
        ],
    )?;
    Ok(added == 0)
}

/// The waiting lines of a document, by number.
pub fn lines(read: &Read<'_>, document: i64) -> Result<Vec<StagedLine>> {
    read.all(
        "SELECT line, at, product_id, description, quantity, unit_price, discount, taxes, order_line_id, lots, other
         FROM temp.import_line WHERE document = ?1 ORDER BY line",
        params![document],
        |row| {
            let at: i64 = row.get(1)?;
            Ok(StagedLine {
                document,
                line: row.get(0)?,
                at: at.unsigned_abs(),
                product: row.get(2)?,
                description: row.get(3)?,
                quantity: row.get(4)?,
                unit_price: row.get(5)?,
                discount: row.get(6)?,
                taxes: row.get(7)?,
                order_line: row.get(8)?,
                lots: row.get(9)?,
                reverses_line: row.get(10)?,
            })
        },
    )
}

/// A link that waits until what it names is there.
#[derive(Clone, Debug)]
pub struct Link {
    /// Place in the file.
    pub seq: i64,
    /// Line of the file.
    pub at: u64,
    /// Row that has the link.
    pub id: i64,
    /// What it names.
    pub other: Option<String>,
}

/// Lets a link wait.
pub fn put_link(tx: &Tx<'_>, at: u64, id: i64, other: Option<&str>) -> Result<()> {
    tx.run(
        "INSERT INTO temp.import_link (at, id, other) VALUES (?1, ?2, ?3)",
        params![at as i64, id, other],
    )?;
    Ok(())
}

/// The next waiting links.
pub fn links(read: &Read<'_>, after: i64) -> Result<Vec<Link>> {
    read.all(
        "SELECT seq, at, id, other FROM temp.import_link WHERE seq > ?1 ORDER BY seq LIMIT 256",
        params![after],
        |row| {
            let at: i64 = row.get(1)?;
            Ok(Link { seq: row.get(0)?, at: at.unsigned_abs(), id: row.get(2)?, other: row.get(3)? })
        },
    )
}

/// What a waiting match is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counterpart {
    /// A payment, with as much as it comes to.
    Payment(PaymentId, Amount),
    /// A credit note.
    CreditNote(InvoiceId),
}

/// A match that waits for its turn.
#[derive(Clone, Debug)]
pub struct StagedMatch {
    /// Day of the payment or credit note.
    pub date: NaiveDate,
    /// Line of its file.
    pub at: u64,
    /// What is paid or credited.
    pub document: InvoiceId,
    /// By what.
    pub by: Counterpart,
}

impl StagedMatch {
    fn kind(&self) -> i64 {
        i64::from(matches!(self.by, Counterpart::CreditNote(_)))
    }
}

/// Lets a match wait.
pub fn put_match(tx: &Tx<'_>, m: &StagedMatch) -> Result<()> {
    let (counterpart, amount) = match m.by {
        Counterpart::Payment(id, amount) => (id.0, amount),
        Counterpart::CreditNote(id) => (id.0, Amount::ZERO),
    };
    tx.run(
        "INSERT INTO temp.import_match VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![m.date, m.kind(), m.at as i64, m.document, counterpart, amount],
    )?;
    Ok(())
}

/// The next matches in the order of their dates, payments before credit notes of the same day.
pub fn matches(read: &Read<'_>, after: Option<&StagedMatch>) -> Result<Vec<StagedMatch>> {
    let kind = after.map_or(0, StagedMatch::kind);
    read.all(
        "SELECT date, kind, at, document, counterpart, amount FROM temp.import_match
         WHERE (date, kind, at) > (?1, ?2, ?3) ORDER BY date, kind, at LIMIT 256",
        params![
            after.map_or_else(String::new, |m| m.date.to_string()),
            kind,
            after.map_or(0, |m| m.at as i64)
        ],
        |row| {
            let (kind, at): (i64, i64) = (row.get(1)?, row.get(2)?);
            let by = match kind {
                0 => Counterpart::Payment(row.get(4)?, row.get(5)?),
                _ => Counterpart::CreditNote(row.get(4)?),
            };
            Ok(StagedMatch { date: row.get(0)?, at: at.unsigned_abs(), document: row.get(3)?, by })
        },
    )
}
