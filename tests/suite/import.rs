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
        let counts = report.files.into_iter();
        counts.map(|(name, c)| (&*name.into_owned().leak(), [c.added, c.updated, c.unchanged])).collect()
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

#[test]
fn the_sample_data_imports_clean() {
    let mut desk = Desk::new();
    let first =
        desk.import_source(&afterdesk::import::DEMO).unwrap_or_else(|e| panic!("{}", told(&e).join("\n")));
    assert_eq!(first.files["tickets.csv"].added, 24);
    let again = desk.import_source(&afterdesk::import::DEMO).unwrap();
    assert!(again.files.values().all(|c| c.unchanged == c.read));
    let states = desk.rows(
        "SELECT i.number || ' ' || b.payment_state FROM invoice i JOIN invoice_balance b ON b.invoice_id = i.id
         WHERE i.state = 'posted' ORDER BY i.number",
    );
    for state in ["not_paid", "partial", "paid", "reversed"] {
        assert!(states.iter().any(|s| s.ends_with(state)), "{state}: {states:?}");
    }
}

const BASE: &[(&str, &str)] = &[
    ("customers.csv", "ref,name,company\nC2,Two,C1\nC1,One,\nC3,Three,\n"),
    ("taxes.csv", "name,amount\nVAT,10\n"),
    (
        "products.csv",
        "sku,name,kind,tracking,price,taxes\nA,Apple,goods,none,10,VAT\nS,Saw,goods,serial,100,\nV,Visit,service,none,5,\n",
    ),
    ("lots.csv", "product,name\nS,S-1\nS,S-2\n"),
    ("users.csv", "login,name\namy,Amy\n"),
];

const INVOICES: &[(&str, &str)] = &[
    (
        "invoices.csv",
        "number,kind,customer,journal,date,reverses\nRINV/2026/00003,credit_note,C1,INV,2026-10-02,INV/2026/00017\nINV/2026/00017,invoice,C2,INV,2026-10-01,\n",
    ),
    (
        "invoice_lines.csv",
        "invoice,line,product,quantity,unit_price,reverses_line\nINV/2026/00017,2,S,2,100,\nRINV/2026/00003,1,A,1,10,1\nINV/2026/00017,1,A,3,10,\n",
    ),
];

fn with<'t>(base: &[(&'t str, &'t str)], more: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    let mut files = base.to_vec();
    files.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    files.extend_from_slice(more);
    files
}

/// A desk with master data and one invoice of 233.00, of which 11.00 are credited.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.ok(BASE);
    desk.ok(INVOICES);
    desk
}

const BALANCES: &str = "SELECT i.number || ' ' || i.total || ' ' || b.residual || ' ' || b.payment_state
    FROM invoice i JOIN invoice_balance b ON b.invoice_id = i.id ORDER BY i.number";

#[test]
fn amounts_are_computed_notes_matched_and_sequences_moved() {
    let mut desk = desk();
    assert_eq!(desk.rows(BALANCES), ["INV/2026/00017 23300 22200 partial", "RINV/2026/00003 1100 0 paid"]);
    let sequences = desk.rows("SELECT prefix || last FROM sequence ORDER BY prefix");
    assert_eq!(sequences, ["INV/2026/17", "RINV/2026/3"]);
    let tops =
        desk.rows("SELECT c.ref || t.ref FROM customer c JOIN customer t ON t.id = c.top_id ORDER BY c.ref");
    assert_eq!(tops, ["C1C1", "C2C1", "C3C3"]);
}

#[test]
fn the_note_that_exhausts_takes_the_exact_rest_and_more_is_refused() {
    let mut desk = Desk::new();
    desk.ok(&with(BASE, &[("taxes.csv", "name,amount\nVAT,7\n")]));
    // 3 × 0.05 at 7 %: 0.15 and 0.01 tax; one at a time 0.05 and 0.00.
    desk.ok(&[
        ("invoices.csv", "number,kind,customer,date,reverses\nX1,invoice,C1,2026-10-01,\nN1,credit_note,C1,2026-10-03,X1\nN2,credit_note,C1,2026-10-02,X1\n"),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price\nX1,1,A,3,0.05\nN1,1,A,2,0.05\nN2,1,A,1,0.05\n"),
    ]);
    assert_eq!(desk.rows(BALANCES), ["N1 11 0 paid", "N2 5 0 paid", "X1 16 0 reversed"]);
    assert_eq!(
        desk.wrong(&[
            ("invoices.csv", "number,kind,customer,date,reverses\nN3,credit_note,C1,2026-10-04,X1\n"),
            ("invoice_lines.csv", "invoice,line,product,quantity,unit_price\nN3,1,A,1,0.05\n"),
        ]),
        ["invoices.csv:2: : over_credited"]
    );
}

#[test]
fn payments_go_by_date_and_never_beyond_what_is_open() {
    let mut one = desk();
    one.ok(&[("payments.csv", "reference,invoice,date,amount\nP2,INV/2026/00017,2026-10-05,122\nP1,INV/2026/00017,2026-10-03,100.00\n")]);
    assert_eq!(one.rows(BALANCES)[0], "INV/2026/00017 23300 0 paid");
    assert_eq!(
        one.wrong(&[("payments.csv", "reference,invoice,date,amount\nP3,INV/2026/00017,2026-10-05,0.01\n")]),
        ["payments.csv:2: amount: invalid_value"]
    );
    // The earlier of two takes what is there, wherever it stands in the file.
    let mut two = desk();
    let text =
        "reference,invoice,date,amount\nP1,INV/2026/00017,2026-10-09,100\nP2,INV/2026/00017,2026-10-05,200\n";
    assert_eq!(two.wrong(&[("payments.csv", text)]), ["payments.csv:2: amount: invalid_value"]);
    // A payment comes before a credit note of its day, which then is more than what is open.
    let mut three = Desk::new();
    three.ok(BASE);
    let payment = "reference,invoice,date,amount\nP1,INV/2026/00017,2026-10-02,230\n";
    let wrong = three.wrong(&with(INVOICES, &[("payments.csv", payment)]));
    assert_eq!(wrong.len(), 1);
    assert!(
        wrong[0].starts_with("invoices.csv:") && wrong[0].ends_with(": reverses: invalid_value"),
        "{wrong:?}"
    );
}

#[test]
fn the_same_again_is_unchanged_and_other_documents_are_refused() {
    let mut desk = desk();
    let all = |c: [u64; 3]| c[0] == 0 && c[1] == 0;
    assert!(desk.ok(BASE).into_iter().chain(desk.ok(INVOICES)).all(|(_, c)| all(c)));
    for (file, text, expected) in [
        (
            "invoices.csv",
            "number,customer,journal,date\nINV/2026/00017,C2,INV,2026-10-02\n",
            "invoices.csv:2: : invalid_value",
        ),
        (
            "invoice_lines.csv",
            "invoice,line,product,quantity,unit_price\nINV/2026/00017,1,A,4,10\n",
            "invoice_lines.csv:2: : invalid_value",
        ),
        (
            "invoice_lines.csv",
            "invoice,line,product,quantity,unit_price\nINV/2026/00017,3,A,4,10\n",
            "invoice_lines.csv:2: : invalid_value",
        ),
    ] {
        assert_eq!(desk.wrong(&[(file, text)]), [expected], "{text}");
    }
    // Columns in another order and defaults spelt out are the same content.
    let text = "state,date,currency,customer,number,journal,kind\nposted,2026-10-01,,C2,INV/2026/00017,INV,invoice\n";
    assert_eq!(desk.ok(&[("invoices.csv", text)]), [("invoices.csv", [0, 0, 1])]);
}

#[test]
fn master_data_is_updated_and_columns_left_out_keep() {
    let mut desk = desk();
    desk.ok(&[("customers.csv", "ref,email,phone\nC1,one@example.com,1\n")]);
    assert_eq!(desk.ok(&[("customers.csv", "ref,phone\nC1,\n")]), [("customers.csv", [0, 1, 0])]);
    let row = "SELECT name || ' ' || email || ' ' || ifnull(phone, '-') FROM customer WHERE ref = 'C1'";
    assert_eq!(desk.rows(row), ["One one@example.com -"]);
    // A changed tax is a new revision; documents keep theirs.
    desk.ok(&[("taxes.csv", "name,amount\nVAT,19\n")]);
    assert_eq!(
        desk.rows("SELECT amount || ' ' || current FROM tax ORDER BY id"),
        ["10000000 0", "19000000 1"]
    );
    // A company moves below another one, with everyone under it; a circle is refused.
    desk.ok(&[("customers.csv", "ref,company\nC1,C3\n")]);
    assert_eq!(desk.rows("SELECT DISTINCT top_id || '' FROM customer"), ["3"]);
    assert_eq!(
        desk.wrong(&[("customers.csv", "ref,company\nC3,C2\n")]),
        ["customers.csv:2: company: invalid_value"]
    );
    assert_eq!(desk.wrong(&[("company.csv", "currency\nEUR\n")]), ["company.csv:2: currency: in_use"]);
}

#[test]
fn everything_or_nothing_and_only_first_causes() {
    let mut desk = Desk::new();
    let files = with(
        BASE,
        &[
            ("customers.csv", "ref,name\nC1,One\nC2,\n"),
            ("orders.csv", "number,customer,date\nS1,C2,2026-10-01\nS2,C9,2026-10-01\nS3,C1,2026-13-01\n"),
            (
                "order_lines.csv",
                "order,line,product,quantity,unit_price\nS1,1,A,1,1\nS3,1,A,1,1\nS4,1,A,1,1\n",
            ),
            ("invoices.csv", "number,customer,date,order\nX1,C1,2026-10-01,S1\n"),
            ("payments.csv", "reference,invoice,date,amount\nP1,X1,2026-10-01,5\n"),
        ],
    );
    assert_eq!(
        desk.wrong(&files),
        [
            "customers.csv:3: name: field_required",
            "orders.csv:3: customer: not_found",
            "orders.csv:4: date: invalid_value",
            "order_lines.csv:4: order: not_found",
        ]
    );
    assert_eq!(
        desk.rows("SELECT ref FROM customer UNION SELECT sku FROM product UNION SELECT key FROM import_row"),
        [""; 0]
    );
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let missing = Source::Folder("/nowhere/at/all".into());
    assert_eq!(Desk::new().import_source(&missing).unwrap_err().code(), "not_found");
}

#[test]
fn malformed_files_name_file_line_and_column() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &[&str])] = &[
        ("customers.csv", "\u{feff}\"ref\",name\r\nC9,Nine\r\n", &[]),
        ("notes.txt", "anything", &["not_found"]),
        ("customers.csv", "ref,name\n\nC9,\"Ni\nne\"\nC8,Eight\n", &["customers.csv:3: name: invalid_value"]),
        ("customers.csv", "\r\nref,name\r\nC9,Nine\r\n\r\n\r\nC8,\"a\"\"b\r\n\",\r\nC7,Seven", &["customers.csv:6: : invalid_value"]),
        ("customers.csv", "ref,name\r\nC9,Nine\r\n\r\nC8,\r\n", &["customers.csv:4: name: field_required"]),
        ("guests.csv", "a\n1\n", &["guests.csv:1: : invalid_value"]),
        ("customers.csv", "", &["customers.csv:1: ref: field_required"]),
        ("customers.csv", "name\nx\n", &["customers.csv:1: ref: field_required"]),
        ("customers.csv", "ref,name,nick\nC9,Nine,N\n", &["customers.csv:1: nick: invalid_value"]),
        ("customers.csv", "ref,name,name\nC9,Nine,N\n", &["customers.csv:1: name: invalid_value"]),
        ("customers.csv", "ref,name\nC9\nC8,Eight,8\nC7,Seven\n", &["customers.csv:2: : invalid_value", "customers.csv:3: : invalid_value"]),
        ("customers.csv", "ref,name\nC8,Eight\nC9,\"Nine\n", &["customers.csv:3: name: invalid_value"]),
        ("customers.csv", "ref,name\nC9,Ni\"ne\n", &["customers.csv:2: name: invalid_value"]),
        ("customers.csv", "ref,name\nC9,Nine\nC9,Nine\n", &["customers.csv:3: : invalid_value"]),
        ("customers.csv", "ref,name,language,country,portal\nC9,N\u{7}ine,fr,Korea,yes\n", &[
            "customers.csv:2: name: invalid_value", "customers.csv:2: country: invalid_value",
            "customers.csv:2: language: invalid_value", "customers.csv:2: portal: invalid_value"]),
        ("customers.csv", "ref,name,company\nC9,Nine,C9\n", &["customers.csv:2: company: invalid_value"]),
        ("journals.csv", "code,name\nRINV,Reverse\n", &["journals.csv:2: code: invalid_value"]),
        ("products.csv", "sku,name,kind,tracking\nX,X,service,serial\n", &["products.csv:2: tracking: invalid_value"]),
        ("products.csv", "sku,name,price,taxes\nX,X,1e5,GST\n", &["products.csv:2: price: invalid_value", "products.csv:2: taxes: not_found"]),
        ("products.csv", "sku,name,taxes\nX,X,GST\n", &["products.csv:2: taxes: not_found"]),
        ("lots.csv", "product,name\nA,1\nV,1\nZ,1\n", &["lots.csv:2: product: invalid_value", "lots.csv:3: product: not_goods", "lots.csv:4: product: not_found"]),
        ("users.csv", "login,name,role,refund_limit\nbo,Bo,boss,USD:1.234\n", &["users.csv:2: role: invalid_value", "users.csv:2: refund_limit: invalid_value"]),
        ("teams.csv", "name,members,project\nT,zed,\nU,,P\n", &["teams.csv:2: members: not_found", "teams.csv:3: project: not_found"]),
        ("stages.csv", "team,project,name\n,P,New\nNone,,New\n,,New\n", &["stages.csv:2: project: not_found", "stages.csv:3: team: not_found", "stages.csv:4: team: field_required"]),
        ("projects.csv", "name\n", &[]),
        ("projects.csv", "name,worksheets,template\nP,maybe,T\n", &["projects.csv:2: worksheets: invalid_value", "projects.csv:2: template: not_found"] ),
        ("coupons.csv", "code,sort\n1,2\n", &["coupons.csv:1: sort: invalid_value"]),
        ("stock.csv", "location,product,lot,quantity\nWH/Stock,S,,1\nWH/Stock,S,S-1,2\nWH/Stock,S,S-9,1\nWH/Stock,V,,1\nCustomers,A,,1\nWH/Stock,A,,-1\n", &[
            "stock.csv:2: lot: lot_required", "stock.csv:3: quantity: serial_duplicate", "stock.csv:4: lot: lot_unknown",
            "stock.csv:5: product: not_goods", "stock.csv:6: location: invalid_value", "stock.csv:7: quantity: negative_quantity"]),
        ("deliveries.csv", "number,kind,customer,date,return_of\nD1,internal,C1,2026-10-01,\nD2,delivery,C1,2026-10-01,D9\n", &["deliveries.csv:2: kind: invalid_value", "deliveries.csv:3: return_of: not_found"]),
        ("invoices.csv", "number,customer,journal,date,state\nX1,C1,NO,2026-10-01,draft\nX2,C1,INV,2026-10-01,\nX3,C1,NO,2026-10-01,\n", &[
            "invoices.csv:2: state: invalid_value", "invoices.csv:2: journal: not_found", "invoices.csv:4: journal: not_found",
            "invoices.csv:3: : nothing_to_credit"]),
        ("invoice_lines.csv", "invoice,line,product,quantity,unit_price\nX1,0,A,1,1\nX9,1,A,1,1\n", &["invoice_lines.csv:2: line: invalid_value", "invoice_lines.csv:2: invoice: not_found", "invoice_lines.csv:3: invoice: not_found"]),
        ("payments.csv", "reference,invoice,date,amount\nP1,INV/2026/00017,2026-10-01,1.001\nP2,INV/2026/00017,2026-10-01,0\nP3,X,2026-10-01,1\n", &[
            "payments.csv:2: amount: invalid_value", "payments.csv:3: amount: invalid_value", "payments.csv:4: invoice: not_found"]),
        ("tickets.csv", "number,team,subject,product,lot,priority,stage,assignee,created_at\n0,Helpdesk,a,,,,,,\n2,Nobody,a,,,,,,\n3,Helpdesk,a,,S-1,,,,\n4,Helpdesk,a,S,S-9,,,,\n5,Helpdesk,a,,,4,,,2026-10-01\n6,Helpdesk,a,,,,Gone,zed,\n", &[
            "tickets.csv:2: number: invalid_value", "tickets.csv:3: team: not_found", "tickets.csv:4: product: field_required",
            "tickets.csv:5: lot: lot_unknown", "tickets.csv:6: priority: invalid_value", "tickets.csv:6: created_at: invalid_value",
            "tickets.csv:7: stage: not_found", "tickets.csv:7: assignee: not_found"]),
    ];
    for (file, text, expected) in table {
        let mut desk = desk();
        match desk.import(&[(file, text)]) {
            Ok(_) => assert!(expected.is_empty(), "{file} {text:?}: imported"),
            Err(error) => assert_eq!(told(&error), *expected, "{file} {text:?}"),
        }
    }
    let mut desk = desk();
    let folder = desk.place.path().join("in");
    std::fs::write(folder.join("customers.csv"), b"ref,name\nC9,\xff\n").unwrap();
    let error = desk.import_source(&Source::Folder(folder)).unwrap_err();
    assert!(told(&error).contains(&"customers.csv:2: name: invalid_value".to_owned()));
}

#[test]
fn credit_notes_must_fit_their_invoice() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &[&str])] = &[
        ("C3,2026-10-05,USD,INV/2026/00017", "1,A,1,10,1", &["invoices.csv:2: customer: invoice_other_customer"]),
        ("C1,2026-09-30,EUR,INV/2026/00017", "1,A,1,10,1", &["invoices.csv:2: currency: invalid_value", "invoices.csv:2: date: date_before_invoice"]),
        ("C1,2026-10-05,USD,RINV/2026/00003", "1,A,1,10,1", &["invoices.csv:2: reverses: wrong_state"]),
        ("C1,2026-10-05,USD,NONE", "1,A,1,10,1", &["invoices.csv:2: reverses: not_found"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,A,3,10,1", &["invoices.csv:2: : over_credited"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,A,1,30,1", &["invoices.csv:2: : over_credited"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,A,-1,10,1", &["invoice_lines.csv:2: quantity: invalid_value"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,A,1,10,9", &["invoice_lines.csv:2: reverses_line: not_found"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,V,1,10,", &["invoice_lines.csv:2: reverses_line: field_required"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,A,1,10,1\nN,2,A,1,10,1", &["invoice_lines.csv:3: reverses_line: invalid_value"]),
        ("C1,2026-10-05,USD,INV/2026/00017", "1,A,2,10,1", &[]),
    ];
    for (head, lines, expected) in table {
        let head = format!("number,kind,customer,date,currency,reverses\nN,credit_note,{head}\n");
        let lines = format!("invoice,line,product,quantity,unit_price,reverses_line\nN,{lines}\n");
        match desk().import(&[("invoices.csv", &head), ("invoice_lines.csv", &lines)]) {
            Ok(_) => assert!(expected.is_empty(), "{head}{lines}: imported"),
            Err(error) => assert_eq!(told(&error), *expected, "{head}{lines}"),
        }
    }
}

#[test]
fn history_stock_and_tickets_find_what_they_name() {
    let mut desk = desk();
    desk.ok(&[
        ("orders.csv", "number,customer,date\nS1,C2,2026-10-01\n"),
        ("order_lines.csv", "order,line,product,quantity,unit_price\nS1,1,S,1,100\n"),
        ("deliveries.csv", "number,kind,order,date,return_of\nIN1,receipt,S1,2026-10-09,OUT1\nOUT1,delivery,S1,2026-10-02,\n"),
        ("delivery_lines.csv", "delivery,line,product,quantity,lot,order_line,return_of_line\nIN1,1,S,1,S-1,1,1\nOUT1,1,S,1,S-1,1,\n"),
        ("stock.csv", "location,product,quantity,lot\nWH/Stock,A,7.5,\nWH/Stock,S,1,S-2\n"),
        ("tickets.csv", "number,team,subject,customer,product,lot,order,tags\n7,Helpdesk,무선청소기 환불,C1,S,S-1,S1,b;a\n"),
    ]);
    assert_eq!(desk.rows("SELECT t.number || ' ' || f.name || ' ' || o.name || ' ' || ifnull(r.number, '') || ' ' || c.ref
        FROM transfer t JOIN location f ON f.id = t.from_id JOIN location o ON o.id = t.to_id JOIN customer c ON c.id = t.customer_id
        LEFT JOIN transfer r ON r.id = t.return_of_id ORDER BY t.number"), ["IN1 Customers WH/Stock OUT1 C2", "OUT1 WH/Stock Customers  C2"]);
    assert_eq!(
        desk.rows("SELECT count(*) || '' FROM transfer_line WHERE return_of_line_id IS NOT NULL"),
        ["1"]
    );
    assert_eq!(desk.rows("SELECT sum(quantity) || '' FROM stock_move"), ["8500000"]);
    assert_eq!(
        desk.rows("SELECT rowid || '' FROM ticket_search WHERE grams MATCH '\"청소 소기\" AND \"s1\"'"),
        ["7"]
    );
    assert_eq!(desk.rows("SELECT s.name FROM ticket t JOIN stage s ON s.id = t.stage_id"), ["New"]);
    assert_eq!(
        desk.wrong(&[("stock.csv", "location,product,lot,quantity\nWH/Stock,A,,8\n")]),
        ["stock.csv:2: : invalid_value"]
    );
    assert_eq!(
        desk.wrong(&[("tickets.csv", "number,team,subject,customer,order\n8,Helpdesk,a,C3,S1\n")]),
        ["tickets.csv:2: order: invalid_value"]
    );
}

#[test]
fn totals_below_zero_are_refused_and_nothing_is_paid() {
    let mut desk = desk();
    let heads = "number,customer,date,state\nX1,C1,2026-10-01,posted\nX2,C1,2026-10-01,cancelled\nX3,C1,2026-10-01,posted\n";
    let lines = |price: &str| {
        format!(
            "invoice,line,product,quantity,unit_price,taxes\nX1,1,A,1,10,\nX1,2,A,-1,{price},\nX2,1,A,-1,5,\nX3,1,A,1,0.0049,VAT\n"
        )
    };
    let too_low = lines("10.01");
    assert_eq!(
        desk.wrong(&[("invoices.csv", heads), ("invoice_lines.csv", &too_low)]),
        ["invoices.csv:2: : negative_total"]
    );
    let even = lines("10");
    desk.ok(&[("invoices.csv", heads), ("invoice_lines.csv", &even)]);
    assert_eq!(desk.rows(BALANCES)[2..], ["X1 0 0 paid", "X2 -500 500 not_paid", "X3 0 0 paid"]);
}

#[test]
fn a_hundred_errors_are_listed_and_the_others_counted() {
    let text: String = (0..250).map(|n| format!("C{n},\n")).collect();
    let error = Desk::new().import(&[("customers.csv", &format!("ref,name\n{text}"))]).unwrap_err();
    let Error::Import { rows, more } = error else { panic!("{error}") };
    assert_eq!((rows.len(), more), (100, 150));
}

#[test]
fn progress_ends_at_the_whole() {
    let mut desk = Desk::new();
    let mut last = None;
    let now = "2026-11-23T09:00:00Z".parse().unwrap();
    desk.store
        .write(|tx| {
            intake::run(tx, now, |i| {
                read(&afterdesk::import::DEMO, i, &mut |p| {
                    assert!(last.is_none_or(|l: afterdesk::import::Progress| l.done <= p.done));
                    last = Some(p);
                })
            })
        })
        .unwrap();
    let last = last.unwrap();
    assert_eq!(last.done, last.total);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// Whatever stands in the cells: an answer, never a panic.
    #[test]
    fn any_cells_are_answered(
        file in 0usize..6,
        cells in proptest::collection::vec("(-?[0-9]{1,20}(\\.[0-9]{1,8})?|A|S|C1|S-1|[0-9]{4}-[0-9]{2}-[0-9]{2}|INV/2026/00017|;+|\"{1,3}|\\PC{0,6}|,|\n)", 0..24),
    ) {
        let (name, header) = [
            ("invoice_lines.csv", "invoice,line,product,quantity,unit_price,discount"),
            ("taxes.csv", "name,kind,amount"),
            ("payments.csv", "reference,invoice,date,amount"),
            ("stock.csv", "location,product,lot,quantity"),
            ("users.csv", "login,name,refund_limit"),
            ("tickets.csv", "number,team,subject,customer,created_at"),
        ][file];
        let text = format!("{header}\n{}", cells.join(","));
        let _ = desk().import(&[(name, &text)]);
    }
}

/// A ticket is found by the names that its customer and product have now.
#[test]
fn search_follows_imported_names() {
    let mut desk = desk();
    desk.ok(&[
        ("products.csv", "sku,name\nV,무선청소기\n"),
        ("tickets.csv", "number,team,subject,customer,product\n77,Helpdesk,Help,C1,V\n"),
    ]);
    let find = |desk: &mut Desk, typed: &str| {
        let query = afterdesk::domain::search::asked(typed).unwrap().texts;
        let found: Vec<i64> = desk
            .store
            .read(|r| {
                r.all("SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?1", params![query], |row| {
                    row.get(0)
                })
            })
            .unwrap();
        found
    };
    assert_eq!(find(&mut desk, "청소기"), [77]);
    desk.ok(&[("products.csv", "sku,name\nV,로봇세탁기\n"), ("customers.csv", "ref,name\nC1,김하늘\n")]);
    assert_eq!(find(&mut desk, "청소기"), Vec::<i64>::new());
    assert_eq!(find(&mut desk, "세탁기"), [77]);
    assert_eq!(find(&mut desk, "하늘"), [77]);
}
