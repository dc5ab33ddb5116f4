//! What an import refuses row by row, and with which words: everything that later breaks, or that the
//! commands refuse; every error of a row at once.

use serde_json::Value;

use crate::sandbox::{CASES, Ran, Sandbox};

const MASTER: &[(&str, &str)] = &[
    (
        "products.csv",
        "sku,name,kind,tracking,price\nN,Notebook,goods,serial,500\nV,Visit,service,none,5\nP,Pen,goods,none,1\n",
    ),
    ("lots.csv", "product,name\nN,N-1\nN,N-2\n"),
    ("locations.csv", "name,usage\nShelf,internal\n"),
    ("stock.csv", "location,product,lot,quantity\nShelf,P,,5\n"),
    ("users.csv", "login,name,os_login\nkim,Kim,kim\n"),
];

const BOOKS: &[(&str, &str)] = &[
    ("orders.csv", "number,customer,date,state,currency\nS1,C1,2026-10-01,sale,USD\n"),
    ("order_lines.csv", "order,line,product,quantity,unit_price,taxes\nS1,1,P,5,1,\nS1,2,N,1,500,\n"),
    (
        "deliveries.csv",
        "number,kind,customer,order,date,state\nWH/OUT/00007,delivery,C1,S1,2026-10-01,done\n",
    ),
    (
        "delivery_lines.csv",
        "delivery,line,product,quantity,lot,order_line\nWH/OUT/00007,1,P,5,,1\nWH/OUT/00007,2,N,1,N-1,2\n",
    ),
];

fn shop() -> Sandbox {
    let sandbox = Sandbox::new(&[]);
    for files in [CASES, MASTER, BOOKS] {
        let ran = sandbox.import(files);
        assert_eq!(ran.exit, 0, "{}", ran.err);
    }
    sandbox
}

/// `file:line: column: reason` of every error.
pub fn told(ran: &Ran) -> Vec<String> {
    let error: Value = serde_json::from_str(&ran.err).unwrap_or_default();
    let rows = error["error"]["rows"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|r| {
            format!("{}:{}: {}: {}", text(&r["file"]), r["line"], text(&r["column"]), text(&r["reason"]))
        })
        .collect()
}

type Files<'t> = &'t [(&'t str, &'t str)];

#[test]
fn what_would_break_later_is_refused_now() {
    let shop = shop();
    #[rustfmt::skip]
    let table: &[(Files<'_>, &[&str])] = &[
        (&[("tickets.csv", "number,team,subject\n9223372036854775807,Helpdesk,Last\n")], &["tickets.csv:2: number: “9223372036854775807” is out of range"]),
        (&[("users.csv", "login,name,os_login\nlee2,Lee,kim\n")], &["users.csv:2: os_login: “kim” is taken"]),
        (&[("users.csv", "login,name,email\nl e,Lee,\nmo,Mo,mo@\nny,Ny,ny@mail\n")], &[
            "users.csv:2: login: “l e” has the wrong form", "users.csv:3: email: “mo@” has the wrong form", "users.csv:4: email: “ny@mail” has the wrong form"]),
        (&[("customers.csv", "ref,name,email\nC8,Eight,not an address\n")], &["customers.csv:2: email: “not an address” has the wrong form"]),
        (&[("invoices.csv", "number,customer,journal,date,due_date\nX1,C1,INV,2026-11-24,\nX2,C1,INV,0000-01-05,\nX3,C1,INV,2026-10-05,2026-10-04\n")], &[
            "invoices.csv:2: date: 2026-11-24 is in the future", "invoices.csv:3: date: “0000-01-05” is not a date", "invoices.csv:4: due_date: 2026-10-04 is before X3"]),
        (&[("payments.csv", "reference,invoice,date,amount\nP1,X1,2026-11-24,1\n")], &["payments.csv:2: date: 2026-11-24 is in the future", "payments.csv:2: invoice: There is no invoice"]),
        (&[("deliveries.csv", "number,kind,customer,date,state\nD1,delivery,C1,2026-11-24,done\nid:4,delivery,C1,2026-11-20,done\n")], &[
            "deliveries.csv:2: date: 2026-11-24 is in the future", "deliveries.csv:3: number: “id:4” has the wrong form"]),
        (&[("orders.csv", "number,customer,date\nid:4,C1,2026-11-20\n")], &["orders.csv:2: number: “id:4” has the wrong form"]),
        (&[("deliveries.csv", "number,kind,customer,order,date,return_of\nD1,receipt,C1,S1,2026-10-05,D1\n")], &["deliveries.csv:2: return_of: “D1” can't name itself"]),
        (&[("deliveries.csv", "number,kind,customer,order,date,return_of\nD1,receipt,C1,S1,2026-10-05,WH/OUT/00007\n"),
           ("delivery_lines.csv", "delivery,line,product,quantity,lot,order_line,return_of_line\nD1,1,N,1,N-1,1,\nD1,2,P,1,,,2\n")], &[
            "delivery_lines.csv:2: order_line: This contradicts Product", "delivery_lines.csv:3: return_of_line: This contradicts Product"]),
        (&[("deliveries.csv", "number,kind,customer,date,state\nD1,delivery,C1,2026-10-05,done\nD2,delivery,C1,2026-10-05,waiting\n"),
           ("delivery_lines.csv", "delivery,line,product,quantity,lot\nD1,1,N,1,\nD2,1,N,1,\n")], &["delivery_lines.csv:2: lot: N is kept by lot or serial number"]),
        (&[("invoices.csv", "number,customer,journal,date,order\nX1,C1,INV,2026-10-05,S1\n"),
           ("invoice_lines.csv", "invoice,line,product,quantity,unit_price,order_line\nX1,1,P,1,1,2\n")], &["invoice_lines.csv:2: order_line: This contradicts Product"]),
        (&[("locations.csv", "name,usage\nShelf,customer\n")], &["locations.csv:2: usage: Shelf is still in use"]),
        (&[("products.csv", "sku,name,warranty_months\nW,Watch,-1\n")], &["products.csv:2: warranty_months: “-1” is out of range: give a number from 0 to 1200."]),
        (&[("users.csv", "login,name,refund_limit\nbo,Bo,KRW:-1\n")], &["users.csv:2: refund_limit: “KRW:-1” is below zero: give zero or more."]),
        (&[("customers.csv", "name\nNine\n")], &["customers.csv:1: ref: The file does not have this column: add it."]),
        (&[("company.csv", "name\nOne\nTwo\n")], &["company.csv:3: : The file may hold one row: remove the others."]),
        (&[("stock.csv", "location,product,lot,quantity\nShelf,P,,6\nCustomers,P,,1\n")], &[
            "stock.csv:2: : This opening balance was imported before with another figure: correct it with `afterdesk stock adjust`.",
            "stock.csv:3: location: “Customers” is not possible here: choose one of Shelf, WH/Stock."]),
        (&[("invoices.csv", "number,customer,journal,date\nX1,C1,INV,2026-10-05\n")], &["invoices.csv:2: : X1 has no lines"]),
    ];
    for (files, expected) in table {
        let ran = shop.import(files);
        assert_eq!(ran.exit, 2, "{files:?}: {}", ran.err);
        let told = told(&ran);
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        for (told, expected) in told.iter().zip(*expected) {
            assert!(told.starts_with(expected), "{told}\n{expected}");
        }
    }
    shop.check();
}

/// A cell that can't be read hides nothing else that is wrong with its row.
#[test]
fn every_error_of_a_row_is_told() {
    let shop = shop();
    #[rustfmt::skip]
    let table: &[(Files<'_>, &[&str])] = &[
        (&[("invoices.csv", "number,customer,journal,date\nX1,C1,INV,2026-10-05\n"),
           ("invoice_lines.csv", "invoice,line,product,description,quantity,unit_price,taxes\nX1,1,NOPE,d,x,0,ZZ\n")],
         &["invoice_lines.csv:2: quantity", "invoice_lines.csv:2: product", "invoice_lines.csv:2: taxes"]),
        (&[("tickets.csv", "number,team,subject,customer\n5,Nobody,,C9\n")], &["tickets.csv:2: subject", "tickets.csv:2: team", "tickets.csv:2: customer"]),
        (&[("tickets.csv", "number,team,subject,customer\n,Nobody,a,\n,Helpdesk,b,C9\n")],
         &["tickets.csv:2: number", "tickets.csv:2: team", "tickets.csv:3: number", "tickets.csv:3: customer"]),
        (&[("orders.csv", "number,customer,date\nS2,C9,soon\n"), ("order_lines.csv", "order,line,product,quantity,unit_price\nS2,1,NOPE,1,1\nS2,2,P,x,1\n")],
         &["orders.csv:2: date", "orders.csv:2: customer", "order_lines.csv:2: product", "order_lines.csv:3: quantity"]),
        (&[("deliveries.csv", "number,kind,customer,order,date\nD2,delivery,C1,S9,2026-10-05\n"),
           ("delivery_lines.csv", "delivery,line,product,quantity,order_line\nD2,1,NOPE,0,1\n")],
         &["deliveries.csv:2: order", "delivery_lines.csv:2: quantity", "delivery_lines.csv:2: product"]),
        (&[("users.csv", "login,name,role,os_login\nbo,,boss,kim\n")], &["users.csv:2: name", "users.csv:2: role", "users.csv:2: os_login"]),
        (&[("locations.csv", "name,usage\nRoof,sky\n")], &["locations.csv:2: usage"]),
        (&[("taxes.csv", "name,amount\nT,much\n")], &["taxes.csv:2: amount"]),
        (&[("stock.csv", "location,product,lot,quantity\nNowhere,N,,some\n")], &["stock.csv:2: quantity", "stock.csv:2: location", "stock.csv:2: lot"]),
        (&[("payments.csv", "reference,invoice,date,amount\nP1,X9,then,1\n")], &["payments.csv:2: date", "payments.csv:2: invoice"]),
    ];
    for (files, expected) in table {
        let ran = shop.import(files);
        assert_eq!(ran.exit, 2, "{files:?}: {}", ran.err);
        let told = told(&ran);
        let places: Vec<String> =
            told.iter().map(|t| t.splitn(4, ':').take(3).collect::<Vec<_>>().join(":")).collect();
        assert_eq!(places, *expected, "{told:#?}");
    }
}

/// A discount may be negative or above a hundred (`domain/facts.md` §2.2).
#[test]
fn any_discount_is_taken() {
    let shop = shop();
    let ran = shop.import(&[
        ("orders.csv", "number,customer,date,state,currency\nS2,C1,2026-10-01,sale,USD\n"),
        (
            "order_lines.csv",
            "order,line,product,quantity,unit_price,discount,taxes\nS2,1,P,1,100,150,\nS2,2,P,1,100,-10,\n",
        ),
    ]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let order = shop.ok(&["order", "show", "S2"]);
    assert_eq!(order["lines"][0]["total"], "-50.00");
    assert_eq!(order["lines"][1]["total"], "110.00");
}

/// Delivered is what went out less what came back, whichever way the return names it.
#[test]
fn a_return_lowers_what_is_delivered() {
    for line in ["D1,1,P,2,,1,1", "D1,1,P,2,,1,", "D1,1,P,2,,,1"] {
        let shop = shop();
        let lines = format!("delivery,line,product,quantity,lot,order_line,return_of_line\n{line}\n");
        let ran = shop.import(&[
            (
                "deliveries.csv",
                "number,kind,customer,order,date,state,return_of\nD1,receipt,C1,S1,2026-10-05,done,WH/OUT/00007\n",
            ),
            ("delivery_lines.csv", &lines),
        ]);
        assert_eq!(ran.exit, 0, "{}", ran.err);
        assert_eq!(shop.ok(&["order", "show", "S1"])["lines"][0]["delivered"], "3", "{line}");
    }
}

/// What comes back without a line is the line of the same goods; never more comes back than went out, nor another
/// lot; and what is open is ready or waits as the goods are there.
#[test]
fn imported_returns_and_deliveries_are_held_against_what_is_there() {
    let shop = shop();
    let deliveries = "number,kind,customer,order,date,state,return_of\n";
    let lines = "delivery,line,product,quantity,return_of_line\n";
    let back = |number: &str, state: &str, quantity: &str, line: &str| {
        let paper = format!("{deliveries}{number},receipt,C1,S1,2026-10-05,{state},WH/OUT/00007\n");
        shop.import(&[
            ("deliveries.csv", &paper),
            ("delivery_lines.csv", &format!("{lines}{number},1,P,{quantity},{line}\n")),
        ])
    };
    assert_eq!(back("D1", "done", "2", "").exit, 0);
    assert_eq!(shop.ok(&["transfer", "show", "D1"])["lines"][0]["source_line"], 1);
    for (state, line) in [("done", "1"), ("ready", "")] {
        let ran = back("D2", state, "9", line);
        assert_eq!(ran.code(), "import_invalid");
        assert!(
            ran.err.contains("delivery_lines.csv") && ran.err.contains("can still come back"),
            "{}",
            ran.err
        );
    }
    let open = format!("{deliveries}OUT1,delivery,C1,,2026-10-05,ready,\n");
    assert_eq!(
        shop.import(&[("deliveries.csv", &open), ("delivery_lines.csv", &format!("{lines}OUT1,1,P,900,\n"))])
            .exit,
        0
    );
    assert_eq!(shop.ok(&["transfer", "show", "OUT1"])["state"], "waiting");
    let stock = "location,product,lot,quantity\nWH/Stock,P,,1000\n";
    assert_eq!(shop.import(&[("stock.csv", stock)]).exit, 0);
    assert_eq!(shop.ok(&["transfer", "show", "OUT1"])["state"], "ready");
}

/// A team that brings stages of its own gets no default ones, whoever made the team.
#[test]
fn stages_of_its_own_take_the_place_of_the_default_ones() {
    let stages = |s: &Sandbox, team: &str| {
        let team = s.ok(&["team", "show", team]);
        let names = team["stages"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let demo = Sandbox::demo();
    assert_eq!(stages(&demo, "고객지원"), ["접수", "처리 중", "보류", "해결", "취소"]);
    let own =
        "team,name,sequence,folded\nHelpdesk,Open,1,false\nHelpdesk,Shut,2,true\nNew team,New,1,false\n";
    let shop = Sandbox::new(&[]);
    let files = [("teams.csv", "name,refunds\nNew team,true\nOther,true\n"), ("stages.csv", own)];
    assert_eq!(shop.import(&files).exit, 0);
    assert_eq!(stages(&shop, "Helpdesk"), ["Open", "Shut"]);
    assert_eq!(stages(&shop, "New team"), ["New"]);
    assert_eq!(stages(&shop, "Other").len(), 5);
    // Once they are in use they stay, and what comes is added.
    let used = Sandbox::new(&[]);
    used.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "x"]);
    assert_eq!(used.import(&files).exit, 0);
    assert_eq!(stages(&used, "Helpdesk").len(), 7);
    assert_eq!(used.import(&[("stages.csv", "team,name,sequence\nHelpdesk,Open,9\n")]).exit, 0);
    assert_eq!(stages(&used, "Helpdesk").len(), 7);
}

/// A service is off for the reason that it is off for.
#[test]
fn a_ticket_without_invoices_says_so() {
    let shop = shop();
    shop.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "x", "--customer", "C2"]);
    let refund = shop.ok(&["ticket", "show", "1"])["services"]["refund"].clone();
    assert_eq!((refund["state"].as_str(), refund["code"].as_str()), (Some("off"), Some("nothing_to_credit")));
    assert!(
        refund["reason"].as_str().unwrap().starts_with("There is no posted invoice to refund"),
        "{refund}"
    );
}

#[test]
fn an_empty_folder_is_no_import() {
    let shop = Sandbox::new(&[]);
    let ran = shop.import(&[("notes.txt", "nothing")]);
    assert_eq!((ran.code().as_str(), ran.exit), ("not_found", 4));
    assert!(ran.message().starts_with("There is no CSV file in"), "{}", ran.err);
}
