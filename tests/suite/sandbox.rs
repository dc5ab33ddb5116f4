//! A sandbox database and the program at it, as a script would use it.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// The day on which every sandbox stands, in Seoul.
pub const TODAY: &str = "2026-11-23";

/// A database in a folder of its own.
pub struct Sandbox {
    pub folder: tempfile::TempDir,
}

/// What a run of the program answered.
#[derive(Debug)]
pub struct Ran {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The JSON answer.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The code of the JSON error.
    pub fn code(&self) -> String {
        self.error()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The JSON error.
    pub fn error(&self) -> Value {
        let told: Value = serde_json::from_str(&self.err).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        told["error"].clone()
    }
}

impl Sandbox {
    /// An empty database: one admin `root`, the team Helpdesk.
    pub fn new(flags: &[&str]) -> Self {
        let sandbox = Self { folder: tempfile::tempdir().unwrap() };
        let mut args = vec!["init", "--sandbox", "--agent", "root", "--name", "Test", "--currency", "USD"];
        args.extend(flags);
        sandbox.ok(&args);
        sandbox
    }

    /// The database file.
    pub fn db(&self) -> PathBuf {
        self.folder.path().join("desk.db")
    }

    /// The program with this database, ready to be given more arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterdesk"));
        command
            .env_clear()
            .env("AFTERDESK_DB", self.db())
            .env("AFTERDESK_CONFIG", self.folder.path().join("config.toml"))
            .env("AFTERDESK_NOW", format!("{TODAY}T10:00:00+09:00"))
            .env("TZ", "UTC");
        command
    }

    /// Runs the program with JSON output.
    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.command().arg("--json").args(args).output().unwrap())
    }

    /// Runs the program for people.
    pub fn people(&self, args: &[&str]) -> Ran {
        ran(self.command().args(args).output().unwrap())
    }

    /// Runs the program, which must succeed; answers its JSON.
    pub fn ok(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.exit, 0, "{args:?}: {}", ran.err);
        ran.json()
    }

    /// Runs the program, which must refuse; answers code and exit status.
    pub fn refused(&self, args: &[&str]) -> (String, i32) {
        let ran = self.run(args);
        assert_ne!(ran.exit, 0, "{args:?} was done: {}", ran.out);
        (ran.code(), ran.exit)
    }

    /// Writes CSV files and imports them.
    pub fn import(&self, files: &[(&str, &str)]) -> Ran {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        self.run(&["import", folder.path().to_str().unwrap()])
    }

    /// The database as another program opens it.
    pub fn books(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.db()).unwrap()
    }

    /// Takes the sandbox for a real company's books: the clock is the system's from now on.
    pub fn made_real(self) -> Real {
        self.books().execute("UPDATE company SET sandbox = 0", []).unwrap();
        Real(self)
    }

    /// Every check of `db check` must be well.
    pub fn check(&self) {
        for check in self.ok(&["db", "check"]).as_array().unwrap() {
            assert_eq!(check["ok"], true, "{check}");
        }
    }
}

/// Books that are no sandbox.
pub struct Real(pub Sandbox);

impl Real {
    /// Runs the program with JSON output.
    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.0.command().env_remove("AFTERDESK_NOW").arg("--json").args(args).output().unwrap())
    }

    /// Runs the program, which must succeed; answers its JSON.
    pub fn ok(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.exit, 0, "{args:?}: {}", ran.err);
        ran.json()
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A customer, two taxed products, two taxes of 15 %: the data of `domain/cases.md`.
pub const CASES: &[(&str, &str)] = &[
    ("taxes.csv", "name,kind,amount\nA15,percent,15\nB15,percent,15\n"),
    ("journals.csv", "code,name,kind\nINV,Customer invoices,sale\nMISC,Other,general\n"),
    (
        "products.csv",
        "sku,name,kind,price,taxes\nA,Product A,goods,1000,A15\nB,Product B,goods,200,A15;B15\n",
    ),
    ("customers.csv", "ref,name,company\nC1,Kim Haneul,\nC2,Other,\nC1B,Branch of Kim,C1\n"),
    ("users.csv", "login,name,role\namy,Amy,agent\nlee,Lee,lead\n"),
];

/// `INV12` of `domain/cases.md`: 1 × A and 1 × B, 1410.00 with tax; and a ticket of its customer.
pub const INV12: &[(&str, &str)] = &[
    ("orders.csv", "number,customer,date,state,currency\nS1,C1,2026-10-01,sale,USD\n"),
    (
        "order_lines.csv",
        "order,line,product,description,quantity,unit_price\nS1,1,A,Product A,1,1000\nS1,2,B,Product B,1,200\n",
    ),
    (
        "invoices.csv",
        "number,kind,customer,journal,date,order,currency,state\nINV/2026/00001,invoice,C1,INV,2026-10-01,S1,USD,posted\n",
    ),
    (
        "invoice_lines.csv",
        "invoice,line,product,description,quantity,unit_price,order_line\nINV/2026/00001,1,A,Product A,1,1000,1\nINV/2026/00001,2,B,Product B,1,200,2\n",
    ),
    ("tickets.csv", "number,team,subject,customer,order\n1,Helpdesk,Wants the money back,C1,S1\n"),
];

/// A sandbox with the data of `domain/cases.md` and `INV12`.
pub fn inv12() -> Sandbox {
    let sandbox = Sandbox::new(&[]);
    for files in [CASES, INV12] {
        let ran = sandbox.import(files);
        assert_eq!(ran.exit, 0, "{}", ran.err);
    }
    sandbox
}
