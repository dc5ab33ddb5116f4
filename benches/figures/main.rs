//! `cargo bench`: how fast the program is beside raw SQLite doing the same rows in the same run, on a
//! shop of a thousand tickets and on one of a million. Words after `--` choose (`import`, `reads`,
//! `queries`, `refund`, `process`, `portal`), a number says how many lines to import. What the figures mean stands in
//! `benches/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs
)]

mod import;
mod measure;
mod names;
#[cfg(feature = "portal")]
mod portal;
mod process;
mod queries;
mod raw;
mod reads;
mod refund;
mod shop;
mod table;

use shop::Shop;
use table::Figure;

/// How many tickets the two shops have.
const SIZES: [i64; 2] = [1000, 1_000_000];
/// How many invoice lines are imported.
const LINES: i64 = 100_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let lines = args.iter().find_map(|arg| arg.parse().ok());
    let words: Vec<&String> = args.iter().filter(|arg| arg.parse::<i64>().is_err()).collect();
    let wanted = |section: &str| words.is_empty() || words.iter().any(|word| *word == section);
    // First, so that the peak of memory is its own.
    if wanted("import") {
        import::figure(lines.unwrap_or(LINES));
    }
    #[cfg(feature = "portal")]
    if wanted("portal") {
        portal::figure(&Shop::of(SIZES[1]));
    }
    let [few, many] = SIZES.map(|tickets| figures(tickets, &wanted));
    if !few.is_empty() {
        table::print((SIZES[0], &few), (SIZES[1], &many));
    }
}

fn figures(tickets: i64, wanted: &dyn Fn(&str) -> bool) -> Vec<Figure> {
    if !["reads", "queries", "refund", "process"].into_iter().any(wanted) {
        return vec![];
    }
    let shop = Shop::of(tickets);
    eprintln!("{tickets} tickets");
    let mut figures = Vec::new();
    if wanted("reads") {
        figures.extend(reads::figures(&shop));
    }
    if wanted("queries") {
        figures.extend(queries::figures(&shop));
    }
    if wanted("refund") {
        figures.push(refund::figure(&shop));
    }
    if wanted("process") {
        figures.extend(process::figures(&shop));
    }
    figures
}
