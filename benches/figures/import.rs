//! The import: made-up invoices of four lines each as CSV files, read, checked, taxed and written.
//! Beside it the rows that came of it, inserted once more into another database with raw prepared
//! statements in one transaction.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use afterdesk::domain::command::Call;
use afterdesk::import::{Source, read};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::measure::time;
use crate::raw::{Raw, Row, rows};
use crate::{names, shop};

/// Lines of an invoice.
const LINES: i64 = 4;
const CUSTOMERS: i64 = 5000;
const PRODUCTS: i64 = 500;

/// Imports so many invoice lines and prints how fast.
pub fn figure(lines: i64) {
    let folder = shop::folder();
    shop::remove(&folder, "import-");
    let [master, documents] = [(); 2].map(|()| tempfile::tempdir_in(&folder).unwrap());
    write_master(master.path());
    write_documents(documents.path(), lines / LINES);

    let [ours, raw] = ["import-ours.db", "import-raw.db"].map(|name| folder.join(name));
    for path in [&ours, &raw] {
        shop::create(path);
        import(path, master.path());
    }
    let took = import(&ours, documents.path());
    let peak = peak_memory();
    let by_hand = insert(&ours, &raw);
    let rate = |took: Duration| lines as f64 / took.as_secs_f64();
    println!(
        "import of {lines} invoice lines: {:.0} lines/s; raw insert of the same rows: {:.0} lines/s; ratio {:.2}; peak memory {peak}",
        rate(took),
        rate(by_hand),
        took.as_secs_f64() / by_hand.as_secs_f64(),
    );
    shop::remove(&folder, "import-");
}

fn import(path: &Path, folder: &Path) -> Duration {
    let mut desk = shop::open(path, "root");
    let source = Source::Folder(folder.to_owned());
    time(|| desk.import(&Call::default(), |intake| read(&source, intake, &mut |_| {})).unwrap())
}

fn csv(folder: &Path, name: &str, head: &str, rows: impl Iterator<Item = String>) {
    let mut file = BufWriter::new(File::create(folder.join(name)).unwrap());
    writeln!(file, "{head}").unwrap();
    for row in rows {
        writeln!(file, "{row}").unwrap();
    }
    file.flush().unwrap();
}

fn write_master(folder: &Path) {
    csv(folder, "taxes.csv", "name,kind,amount", ["VAT,percent,10".to_owned()].into_iter());
    let product = |n| format!("P-{n:04},{},goods,{},VAT", names::product(n), shop::price(n));
    csv(folder, "products.csv", "sku,name,kind,price,taxes", (1..=PRODUCTS).map(product));
    let customer = |n| format!("C{n:06},{}", names::person(n));
    csv(folder, "customers.csv", "ref,name", (1..=CUSTOMERS).map(customer));
}

fn write_documents(folder: &Path, invoices: i64) {
    let invoice = |n| {
        let (customer, day) = (shop::pick(n, 1, CUSTOMERS), shop::pick(n, 2, 28));
        format!("INV/2025/{n:06},invoice,C{customer:06},INV,2025-11-{day:02},posted")
    };
    csv(folder, "invoices.csv", "number,kind,customer,journal,date,state", (1..=invoices).map(invoice));
    let line = |n: i64| {
        let (invoice, at, product) = (n / LINES + 1, n % LINES + 1, shop::pick(n, 3, PRODUCTS));
        let (quantity, price) = (shop::pick(n, 4, 5), shop::price(product));
        format!("INV/2025/{invoice:06},{at},P-{product:04},{quantity},{price}")
    };
    csv(
        folder,
        "invoice_lines.csv",
        "invoice,line,product,quantity,unit_price",
        (0..invoices * LINES).map(line),
    );
}

/// Inserts the documents of one database into the other.
fn insert(from: &Path, to: &Path) -> Duration {
    let (from, mut to) = (Raw::open(from), Raw::open(to));
    let all = |what: &str| rows(&from.0, &format!("SELECT {what}"), []);
    let copy = |table: &str, condition: &str| {
        let rows = all(&format!("* FROM {table} {condition}"));
        (format!("INSERT INTO {table} VALUES ({})", vec!["?"; rows[0].len()].join(", ")), rows)
    };
    // Documents are drafts until their lines are there: the database itself insists on it.
    let (begin, mut drafts) = copy("invoice", "");
    let posted: Vec<Row> =
        drafts.iter().map(|row| vec![row[0].clone(), row[1].clone(), row[3].clone()]).collect();
    for row in &mut drafts {
        (row[1], row[3]) = (Value::Null, Value::Text("draft".into()));
    }
    let work = [
        (begin, drafts),
        copy("invoice_balance", ""),
        copy("invoice_line", ""),
        copy("invoice_line_tax", ""),
        copy("invoice_tax", ""),
        ("UPDATE invoice SET number = ?2, state = ?3 WHERE id = ?1".to_owned(), posted),
        copy("import_row", "WHERE file IN ('invoices.csv', 'invoice_lines.csv')"),
    ];
    time(|| {
        to.write(|c| {
            for (statement, rows) in &work {
                let mut statement = c.prepare(statement).unwrap();
                for row in rows {
                    statement.execute(params_from_iter(row)).unwrap();
                }
            }
        });
    })
}

/// The most memory that this process ever held, as the system tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |size| size.trim().to_owned())
}
