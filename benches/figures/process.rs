//! A command from start to exit, as a script runs it: a process of its own that loads the program, reads
//! its words, opens the database, does what it is told, prints and closes.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::measure::alone;
use crate::refund;
use crate::shop::Shop;
use crate::table::{Aim, Figure};

/// At most so long.
const AIM: Aim = Aim::Within(Duration::from_millis(15));

/// The figures of whole processes.
pub fn figures(shop: &Shop) -> Vec<Figure> {
    let show = |ticket: &i64| run(shop, &["--json", "ticket", "show", &ticket.to_string()]);
    let list = |query: &&str| run(shop, &["ticket", "list", "--limit", "50", "--query", query]);
    let refund =
        |ticket: &i64| run(shop, &["--json", "refund", "create", "--post", "--ticket", &ticket.to_string()]);
    let refundable = refund::next(&shop.raw().0);
    vec![
        Figure::new("process: ticket show", alone(&shop.spread(40), show), AIM),
        Figure::new("process: ticket list --query 청소기", alone(&["청소기"; 40], list), AIM),
        Figure::new("process: refund create --post", alone(&refundable, refund), AIM),
    ]
}

fn run(shop: &Shop, args: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_afterdesk"))
        .env_clear()
        .env("AFTERDESK_CONFIG", "/nonexistent/config.toml")
        .arg("--db")
        .arg(&shop.path)
        .args(["--as", "root"])
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{args:?}");
}
