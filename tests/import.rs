//! The import from outside: folders of CSV files in, rows of the database or errors out.

use std::path::{Path, PathBuf};

use afterdesk::desk::intake;
use afterdesk::domain::error::{Error, Result, RowError};
use afterdesk::import::{Report, Source, read};
use afterdesk::params;
use afterdesk::store::Store;

/// A database with a company and a team, and a folder to import from.
struct Desk {
    store: Store,
    place: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut store = Store::create(&place.path().join("desk.db"), false).unwrap();
        store
            .write(|tx| {
                tx.run(
                    "INSERT INTO company (id, name, currency, country, time_zone, tax_rounding, language, sandbox)
                     VALUES (1, 'Shop', 'USD', 'US', 'UTC', 'line', 'en', 0)",
                    params![],
                )?;
                tx.run(
                    "INSERT INTO team (name, refunds, coupons, returns, repairs, field_service)
                     VALUES ('Helpdesk', 1, 0, 0, 0, 0)",
                    params![],
                )?;
                intake::defaults(tx)
            })
            .unwrap();
        Self { store, place }
    }

    fn import_source(&mut self, source: &Source) -> Result<Report> {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        self.store.write(|tx| intake::run(tx, now, |intake| read(source, intake, &mut |_| {})))
    }

    fn import(&mut self, files: &[(&str, &str)]) -> Result<Report> {
        let folder = self.place.path().join("in");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        self.import_source(&Source::Folder(folder))
    }

    /// Imports what must be clean; answers added, updated, unchanged of each file.
    fn ok(&mut self, files: &[(&str, &str)]) -> Vec<(&'static str, [u64; 3])> {
        let report = self.import(files).unwrap_or_else(|e| panic!("{}", told(&e).join("\n")));
        report.files.into_iter().map(|(name, c)| (name, [c.added, c.updated, c.unchanged])).collect()
    }

    /// Imports what must fail; answers `file:line: column: code`.
    fn wrong(&mut self, files: &[(&str, &str)]) -> Vec<String> {
        told(&self.import(files).unwrap_err())
    }

    /// The columns of all rows, joined by `|`.
    fn rows(&mut self, sql: &str) -> Vec<String> {
        self.store.read(|r| r.all(sql, &[], |row| row.get::<String>(0))).unwrap()
    }
}

fn told(error: &Error) -> Vec<String> {
    let Error::Import { rows, .. } = error else { return vec![error.code().to_owned()] };
    rows.iter()
        .map(|RowError { file, line, column, reason }| format!("{file}:{line}: {column}: {}", reason.code()))
        .collect()
}

fn shared() -> PathBuf {
    std::env::var_os("AFTERDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
}

#[test]
fn real_sales_history_imports_clean_and_twice_changes_nothing() {
    let folder = shared().join("data/online-retail");
    if !folder.is_dir() {
        eprintln!("not run: no {}", folder.display());
        return;
    }
    let mut desk = Desk::new();
    let source = Source::Folder(folder);
    let first = desk.import_source(&source).unwrap_or_else(|e| panic!("{}", told(&e).join("\n")));
    assert_eq!(first.files["invoices.csv"].added, 352);
    assert_eq!(first.files["invoice_lines.csv"].added, 7305);
    let again = desk.import_source(&source).unwrap();
    for (name, counts) in again.files {
        assert_eq!(counts.unchanged, counts.read, "{name}");
    }
    let integrity = desk.store.integrity().unwrap();
    assert_eq!(integrity.engine.len() + integrity.foreign_keys.len(), 0);
}

/// Peak memory of this process in KiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// `cargo test --release --test import -- --ignored --nocapture million`
#[test]
#[ignore = "a measurement: minutes in a debug build"]
fn a_million_invoice_lines_in_bounded_memory() {
    use std::io::Write;
    let lines: u64 = std::env::var("AFTERDESK_LINES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let mut desk = Desk::new();
    let folder = desk.place.path().join("million");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str| std::io::BufWriter::new(std::fs::File::create(folder.join(name)).unwrap());
    std::fs::write(folder.join("customers.csv"), "ref,name\nC1,One\n").unwrap();
    std::fs::write(folder.join("taxes.csv"), "name,amount\nVAT,10\n").unwrap();
    let mut products = write("products.csv");
    writeln!(products, "sku,name,price,taxes").unwrap();
    for n in 0..1000 {
        writeln!(products, "P{n},Product {n},9.9,VAT").unwrap();
    }
    let (mut heads, mut rows) = (write("invoices.csv"), write("invoice_lines.csv"));
    writeln!(heads, "number,customer,journal,date").unwrap();
    writeln!(rows, "invoice,line,product,description,quantity,unit_price").unwrap();
    for n in 0..lines {
        let (invoice, line) = (n / 10 + 1, n % 10 + 1);
        if line == 1 {
            writeln!(heads, "INV/2026/{invoice:05},C1,INV,2026-10-01").unwrap();
        }
        let product = n * 7 % 1000;
        writeln!(rows, "INV/2026/{invoice:05},{line},P{product},Some text of a line,{line},19.9").unwrap();
    }
    for mut file in [products, heads, rows] {
        file.flush().unwrap();
    }
    let before = peak();
    let begun = std::time::Instant::now();
    let report = desk.import_source(&Source::Folder(folder)).unwrap();
    let took = begun.elapsed();
    assert_eq!(report.files["invoice_lines.csv"].added, lines);
    let rate = lines as f64 / took.as_secs_f64();
    println!(
        "{lines} lines in {took:?}, {rate:.0} a second; peak memory {before:?} before, {:?} after",
        peak()
    );
}
