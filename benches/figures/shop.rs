//! The shop that the figures are taken at: a database of so many tickets, with a customer for every
//! four, an order and an invoice for every two, Korean and English names and subjects, history and
//! notes. Written with raw SQL, since by commands a million tickets would take hours, and kept under
//! `target/bench-data` until the schema or what makes it changes. Hashes of its history are filler.

mod documents;
mod master;
mod tickets;

use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use afterdesk::desk::{Clock, Desk, Setup};
use afterdesk::domain::ids::TeamId;
use afterdesk::domain::search;
use afterdesk::domain::settings::Language;
use afterdesk::domain::tax::Rounding;
use afterdesk::text::Words;
use rusqlite::{Connection, params};

use crate::raw::{Raw, run};

/// What the databases depend on: another content makes them anew.
const SOURCES: &[&str] = &[
    include_str!("../../src/store/migrations/sqlite/V1__books.sql"),
    include_str!("../../src/store/migrations/sqlite/V17__initials.sql"),
    include_str!("../../src/domain/search.rs"),
    include_str!("../../src/store/search.rs"),
    include_str!("shop.rs"),
    include_str!("shop/master.rs"),
    include_str!("shop/documents.rs"),
    include_str!("shop/tickets.rs"),
    include_str!("names.rs"),
];
const PRODUCTS: i64 = 400;
const AGENTS: i64 = 12;
/// How many tickets the small team has, however many there are in all.
const OF_SMALL_TEAM: i64 = 20;
/// A micro unit: quantities, prices and rates are stored times this.
const MICRO: i64 = 1_000_000;

/// A database to measure at.
pub struct Shop {
    /// The file.
    pub path: PathBuf,
    /// How many tickets it was made with.
    pub tickets: i64,
}

impl Shop {
    /// The shop of so many tickets; a large one is kept.
    pub fn of(tickets: i64) -> Self {
        let mut hasher = DefaultHasher::new();
        SOURCES.hash(&mut hasher);
        let folder = folder();
        let path = folder.join(format!("tickets-{tickets}-{:016x}.db", hasher.finish()));
        let keep = tickets > 100_000;
        if !(keep && path.exists()) {
            remove(&folder, &format!("tickets-{tickets}-"));
            eprintln!("making {}", path.display());
            let making = path.with_extension("making");
            create(&making);
            fill(&making, tickets);
            // Else the first commits would wait for all of it to reach the disk.
            File::open(&making).unwrap().sync_all().unwrap();
            std::fs::rename(&making, &path).unwrap();
        }
        Self { path, tickets }
    }

    /// The program at it.
    pub fn desk(&self, login: &str) -> Desk {
        open(&self.path, login)
    }

    /// Raw SQLite at it.
    pub fn raw(&self) -> Raw {
        Raw::open(&self.path)
    }

    /// So many tickets, spread over the shop.
    pub fn spread(&self, count: i64) -> Vec<i64> {
        (0..count).map(|n| pick(n, 99, self.tickets)).collect()
    }
}

/// Where databases are kept between runs.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-data");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Removes what begins with a name.
pub fn remove(folder: &Path, name: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with(name) {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
}

/// The program at a database, for an agent.
pub fn open(path: &Path, login: &str) -> Desk {
    let mut desk = Desk::open(path, false, Clock::default(), Words::new(Language::English)).unwrap();
    desk.sign_in(Some(login), "bench").unwrap();
    desk
}

/// Makes an empty shop, as `init` does.
pub fn create(path: &Path) -> Desk {
    let setup = Setup {
        name: "Hanbit Trading".into(),
        currency: "KRW".parse().unwrap(),
        country: "KR".into(),
        time_zone: "Asia/Seoul".into(),
        tax_rounding: Rounding::Line,
        website_url: String::new(),
        language: Language::English,
        team: "Helpdesk".into(),
        agent: "root".into(),
        agent_name: "Root".into(),
        shared: false,
        sandbox: true,
    };
    Desk::create(path, &setup, Clock::default(), Words::new(Language::English)).unwrap()
}

/// One of `of` numbers from one on, as good as at random, but the same in every run.
pub fn pick(n: i64, salt: i64, of: i64) -> i64 {
    let mut z =
        (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (salt as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % of as u64) as i64 + 1
}

fn fill(path: &Path, count: i64) {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;")
        .unwrap();
    connection.execute_batch("BEGIN").unwrap();
    let (customers, orders) = (count / 4, count / 2);
    master::people(&connection);
    master::products(&connection);
    for id in 1..=customers {
        master::customer(&connection, id);
    }
    let mut line = 0;
    for id in 1..=orders {
        documents::order(&connection, id, pick(id, 1, customers), &mut line);
    }
    for id in 1..=count {
        tickets::ticket(&connection, id, count);
        tickets::history(&connection, id);
    }
    connection.execute_batch("COMMIT; PRAGMA journal_mode = WAL;").unwrap();
}

/// Price of a product in won.
pub fn price(product: i64) -> i64 {
    pick(product, 2, 900) * 1000
}

/// Writes the search rows of a thing as `store::search` does, from its texts and names.
fn index(c: &Connection, thing: &str, id: i64, (text, names): (&str, &str), team: Option<TeamId>) {
    for (table, mut grams) in [("search", search::grams(text)), ("initials", search::initials(names))] {
        grams.extend(team.map(search::mark));
        let statement = format!("INSERT INTO {thing}_{table} (rowid, grams) VALUES (?1, ?2)");
        run(c, &statement, params![id, grams]);
    }
}
