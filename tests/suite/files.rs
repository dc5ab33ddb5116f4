//! Database files: made whole or not at all, backed up, restored, replaced, lost.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

use afterdesk::desk::{Clock, Desk};
use afterdesk::domain::command::{Call, Command};
use afterdesk::domain::error::{Error, Thing, Wrong};
use afterdesk::domain::ids::TicketId;
use afterdesk::domain::settings::Language;
use afterdesk::text::Words;
use rusqlite::Connection;
use serde_json::Value;

use crate::oracle_invoices::text;
use crate::sandbox::{Sandbox, inv12};

/// The desk in this process, as the terminal interface has it open.
fn desk(s: &Sandbox, login: &str) -> Desk {
    let clock = Clock::fixed("2026-11-23T10:00:00+09:00").unwrap();
    let mut desk = Desk::open(&s.db(), false, clock, Words::new(Language::English)).unwrap();
    desk.sign_in(Some(login), "nobody").unwrap();
    desk
}

fn note(desk: &mut Desk, text: &str) -> Result<(), Error> {
    desk.execute(&Command::Note(TicketId(1), text.to_owned()), &Call::default()).map(drop)
}

fn notes(db: &Path) -> Vec<String> {
    let books = Connection::open(db).unwrap();
    let mut rows = books.prepare("SELECT text FROM message ORDER BY id").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Names of the files in the sandbox's folder that are not folders.
fn files(s: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(s.folder.path())
        .unwrap()
        .map(Result::unwrap)
        .filter(|e| e.path().is_file())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn backup(s: &Sandbox, name: &str) -> PathBuf {
    let file = s.folder.path().join(name);
    s.ok(&["db", "backup", file.to_str().unwrap()]);
    file
}

fn kinds(db: &Path) -> Vec<String> {
    let books = Connection::open(db).unwrap();
    let mut rows = books.prepare("SELECT kind FROM event ORDER BY id").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn kept(answer: &Value) -> PathBuf {
    text(&answer["kept"]).into()
}

#[test]
fn a_restore_is_written_into_the_history_and_keeps_what_was_there() {
    let s = inv12();
    s.ok(&["ticket", "note", "1", "before"]);
    let file = backup(&s, "b.db");
    s.ok(&["ticket", "note", "1", "after"]);
    let answer = s.ok(&["db", "restore", file.to_str().unwrap()]);
    assert_eq!(answer["failed"], serde_json::json!([]));
    assert_eq!(notes(&s.db()), ["before"]);
    assert_eq!(notes(&kept(&answer)), ["before", "after"]);
    assert_eq!(kinds(&s.db()).last().unwrap(), "restored");
    s.check();
    // Twice in one second, and nothing left behind beside the backup.
    let again = s.ok(&["db", "restore", file.to_str().unwrap()]);
    assert_ne!(kept(&answer), kept(&again));
    assert_eq!(files(&s).iter().filter(|f| f.starts_with("b.db")).count(), 1, "{:?}", files(&s));
    assert!(files(&s).iter().all(|f| !f.ends_with(".new")), "{:?}", files(&s));
    assert_eq!(s.refused(&["db", "restore", s.db().to_str().unwrap()]), ("invalid_value".into(), 2));
    assert_eq!(s.refused(&["db", "restore", "/nowhere/b.db"]), ("not_found".into(), 4));
}

/// A copy of a live database, with its log beside it, is a backup too.
#[test]
fn a_copy_with_its_log_restores_whole() {
    let s = inv12();
    let mut open = desk(&s, "root");
    note(&mut open, "in the log").unwrap();
    let copy = s.folder.path().join("copy.db");
    std::fs::copy(s.db(), &copy).unwrap();
    std::fs::copy(s.db().with_file_name("desk.db-wal"), copy.with_file_name("copy.db-wal")).unwrap();
    note(&mut open, "later").unwrap();
    drop(open);
    s.ok(&["db", "restore", copy.to_str().unwrap()]);
    assert_eq!(notes(&s.db()), ["in the log"]);
}

#[test]
fn backup_and_restore_take_the_right_to_settings() {
    let s = inv12();
    let file = backup(&s, "b.db");
    let to = s.folder.path().join("c.db");
    let (file, to) = (file.to_str().unwrap(), to.to_str().unwrap());
    for (login, code) in [("amy", "forbidden"), ("lee", "forbidden"), ("nosuch", "not_found")] {
        assert_eq!(s.refused(&["--as", login, "db", "backup", to]).0, code);
        assert_eq!(s.refused(&["--as", login, "db", "restore", file]).0, code);
    }
    assert_eq!(kinds(&s.db()).iter().filter(|k| *k == "restored").count(), 0);
    assert_eq!(files(&s), ["b.db", "desk.db"]);
}

/// Exactly when it is needed: the file is damaged, or not there.
#[test]
fn a_damaged_or_missing_database_is_restored() {
    let s = inv12();
    s.ok(&["ticket", "note", "1", "before"]);
    let file = backup(&s, "b.db");
    let file = file.to_str().unwrap();
    std::fs::write(s.db(), b"garbage, and nothing else").unwrap();
    std::fs::write(s.db().with_file_name("desk.db-wal"), b"a log of nothing").unwrap();
    let answer = s.ok(&["--as", "nosuch", "db", "restore", file]);
    assert_eq!(std::fs::read(kept(&answer)).unwrap(), b"garbage, and nothing else");
    let log = PathBuf::from(format!("{}-wal", kept(&answer).display()));
    assert_eq!(std::fs::read(log).unwrap(), b"a log of nothing");
    assert_eq!(notes(&s.db()), ["before"]);
    assert_eq!(kinds(&s.db()).last().unwrap(), "restored");
    s.check();
    // Pages in the middle are gone.
    let mut bytes = std::fs::read(s.db()).unwrap();
    bytes[4096..40960].fill(0xaa);
    std::fs::write(s.db(), bytes).unwrap();
    s.ok(&["db", "restore", file]);
    s.check();
    std::fs::remove_file(s.db()).unwrap();
    let answer = s.ok(&["db", "restore", file]);
    assert_eq!(answer["kept"], Value::Null);
    s.check();
    std::fs::write(s.folder.path().join("no.db"), b"no backup at all").unwrap();
    let no = s.folder.path().join("no.db");
    assert_eq!(s.refused(&["db", "restore", no.to_str().unwrap()]), ("not_a_database".into(), 1));
    s.check();
}

/// The database of another program is nobody's broken file.
#[test]
fn another_program_s_database_is_never_set_aside() {
    let s = inv12();
    let file = backup(&s, "b.db");
    let other = s.folder.path().join("places.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE places (url)").unwrap();
    let args = ["--db", other.to_str().unwrap(), "db", "restore", file.to_str().unwrap()];
    assert_eq!(s.refused(&args), ("not_a_database".into(), 1));
    let found: i64 = Connection::open(&other)
        .unwrap()
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'places'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(found, 1);
}

/// While somebody writes: what was acknowledged is in the books or in what was kept of them.
#[test]
fn a_restore_loses_nothing_that_was_acknowledged() {
    let s = inv12();
    let file = backup(&s, "b.db");
    let (stop, db) = (AtomicBool::new(false), s.db());
    let mut kept_files: Vec<PathBuf> = Vec::new();
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let done: Vec<String> = std::thread::scope(|scope| {
        let guard = Stop(&stop);
        let writers: Vec<_> = (0..2)
            .map(|n| {
                let (s, stop) = (&s, &stop);
                scope.spawn(move || {
                    let mut desk = desk(s, "root");
                    let mut done = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let text = format!("{n}-{}", done.len());
                        let since = std::time::Instant::now();
                        match note(&mut desk, &text) {
                            Ok(()) => done.push(text),
                            Err(e) => assert!(
                                e == Error::Busy && since.elapsed().as_secs() > 3,
                                "{e} {:?}",
                                since.elapsed()
                            ),
                        }
                    }
                    done
                })
            })
            .collect();
        for _ in 0..12 {
            kept_files.push(kept(&s.ok(&["db", "restore", file.to_str().unwrap()])));
        }
        drop(guard);
        writers.into_iter().flat_map(|w| w.join().unwrap()).collect()
    });
    kept_files.push(db);
    let found: std::collections::HashSet<String> = kept_files.iter().flat_map(|f| notes(f)).collect();
    let lost: Vec<_> = done.iter().filter(|text| !found.contains(*text)).collect();
    assert!(done.len() > 50, "{}", done.len());
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), done.len());
    s.check();
}

/// `demo --fresh` is for demos.
#[test]
fn a_fresh_demo_never_takes_real_books_away() {
    let real = inv12().made_real();
    real.ok(&["ticket", "note", "1", "real"]);
    for args in [&["demo", "--fresh", "--no-open"][..], &["demo", "--no-open"]] {
        let ran = real.run(args);
        assert_eq!((ran.code().as_str(), ran.exit), ("wrong_state", 3), "{}", ran.err);
    }
    assert_eq!(files(&real.0), ["desk.db"]);
    assert_eq!(notes(&real.0.db()), ["real"]);
}

/// Who has the demo open works on in the fresh one, and the one before is kept whole.
#[test]
fn a_fresh_demo_takes_the_place_of_an_open_one() {
    let s = inv12();
    let mut open = desk(&s, "root");
    note(&mut open, "old").unwrap();
    assert_eq!(s.ok(&["demo", "--fresh", "--no-open"])["tickets"], 24);
    // The agent of the old one is nobody in the new one, whoever has its row there.
    let nobody = Error::NotFound { what: Thing::ActingUser, key: "root".into() };
    assert_eq!(note(&mut open, "new"), Err(nobody));
    open.sign_in(None, "nobody").unwrap();
    note(&mut open, "new").unwrap();
    assert_eq!(notes(&s.db()).last().unwrap(), "new");
    assert!(!notes(&s.db()).contains(&"old".to_owned()));
    let aside = files(&s).into_iter().find(|f| f.contains("before-demo")).unwrap();
    assert_eq!(notes(&s.folder.path().join(aside)), ["old"]);
    s.check();
}

/// `init` and `demo` killed at any moment: a whole database, or none.
#[test]
fn a_database_is_made_whole_or_not_at_all() {
    let s = inv12();
    let db = s.folder.path().join("made.db");
    let mut made = 0;
    for step in 0..20u64 {
        let demo = ["demo", "--no-open"];
        let init = ["init", "--sandbox", "--agent", "root"];
        let mut command = s.command();
        command.arg("--db").arg(&db).args(if step % 2 == 0 { &demo[..] } else { &init[..] });
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(4 * step));
        let _ = child.kill();
        let _ = child.wait();
        if db.exists() {
            made += 1;
            s.ok(&["--db", db.to_str().unwrap(), "db", "check"]);
            let tickets = s.ok(&["--db", db.to_str().unwrap(), "ticket", "list"]);
            assert_eq!(tickets.as_array().unwrap().len(), if step % 2 == 0 { 24 } else { 0 });
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", db.display()));
            }
        }
    }
    assert!(made < 20);
    s.ok(&["--db", db.to_str().unwrap(), "init", "--sandbox", "--agent", "root"]);
}

/// A database of an older schema, as far as one release can have one: its list of versions is empty.
fn older(path: &Path, tables: bool) {
    let books = Connection::open(path).unwrap();
    books
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS refinery_schema_history
                (version INTEGER PRIMARY KEY, name TEXT, applied_on TEXT, checksum TEXT);
             DELETE FROM refinery_schema_history; PRAGMA journal_mode = wal;",
        )
        .unwrap();
    if tables {
        books.execute_batch("CREATE TABLE company (x)").unwrap();
    }
}

/// A migration that failed can be tried again.
#[test]
fn a_failed_migration_does_not_stand_in_the_way_of_the_next() {
    let s = inv12();
    for name in ["a.db", "a.sqlite"] {
        let path = s.folder.path().join(name);
        older(&path, true);
        for _ in 0..3 {
            let ran = s.run(&["--db", path.to_str().unwrap(), "ticket", "list"]);
            assert_eq!(ran.code(), "io");
            assert!(ran.err.contains("company"), "{}", ran.err);
        }
    }
    // Nothing was changed, so nothing needs to be kept.
    assert!(files(&s).iter().all(|f| !f.contains("before-v")), "{:?}", files(&s));
}

/// Several processes that open an older database at once migrate it once, and each file has a copy of its
/// own.
#[test]
fn a_database_is_migrated_once() {
    let s = inv12();
    for name in ["old.db", "old.sqlite"] {
        let path = s.folder.path().join(name);
        older(&path, false);
        let children: Vec<_> = (0..4)
            .map(|_| {
                let mut command = s.command();
                command.args(["--json", "--db", path.to_str().unwrap(), "ticket", "list"]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let err = String::from_utf8_lossy(&output.stderr);
            // Migrated, and without a company.
            assert!(err.contains("\"damaged\""), "{err}");
        }
        let versions = "SELECT count(*) FROM refinery_schema_history";
        let versions: i64 = Connection::open(&path).unwrap().query_row(versions, [], |r| r.get(0)).unwrap();
        assert_eq!(versions, afterdesk::store::SCHEMA);
        assert!(
            files(&s).contains(&format!("{name}.before-v{}.bak", afterdesk::store::SCHEMA)),
            "{:?}",
            files(&s)
        );
    }
    assert_eq!(files(&s).iter().filter(|f| f.contains("before-v")).count(), 2, "{:?}", files(&s));
}

/// Whoever has a database open notices that it is gone, or that another file took its place, before it
/// writes.
#[cfg(unix)]
#[test]
fn a_database_that_is_gone_or_replaced_is_noticed() {
    let s = inv12();
    let file = backup(&s, "b.db");
    let mut open = desk(&s, "root");
    note(&mut open, "one").unwrap();
    let aside = s.folder.path().join("aside.db");
    std::fs::rename(s.db(), &aside).unwrap();
    let gone = Error::NotFound { what: Thing::Database, key: s.db().display().to_string() };
    assert_eq!(note(&mut open, "two"), Err(gone.clone()));
    assert_eq!(open.changed(), Err(gone));
    std::fs::copy(&file, s.db()).unwrap();
    let replaced = Error::WrongState { document: s.db().display().to_string(), why: Wrong::DatabaseReplaced };
    assert_eq!(note(&mut open, "two"), Err(replaced.clone()));
    assert_eq!(open.changed(), Err(replaced));
    std::fs::rename(&aside, s.db()).unwrap();
    note(&mut open, "two").unwrap();
    drop(open);
    assert_eq!(notes(&s.db()), ["one", "two"]);
}

/// The tick of the terminal interface asks whether anybody else wrote.
#[test]
fn what_others_write_is_noticed_once() {
    let s = inv12();
    let mut open = desk(&s, "root");
    assert_eq!(open.changed(), Ok(false));
    note(&mut open, "mine").unwrap();
    assert_eq!(open.changed(), Ok(false));
    s.ok(&["ticket", "note", "1", "theirs"]);
    assert_eq!(open.changed(), Ok(true));
    assert_eq!(open.changed(), Ok(false));
    let file = backup(&s, "b.db");
    s.ok(&["db", "restore", file.to_str().unwrap()]);
    assert_eq!(open.changed(), Ok(true));
}

/// A limit of file sizes is an error as a full disk is: all of a command, or nothing, and an answer.
#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes_is_told() {
    let s = inv12();
    let mut codes = Vec::new();
    for blocks in [8, 64, 256, 512, 1024, 4096] {
        let mut command = std::process::Command::new("sh");
        let program = s.command();
        let line = format!("ulimit -f {blocks}; exec \"$0\" --json ticket note 1 {blocks}");
        command.env_clear().args(["-c", &line]).arg(program.get_program());
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = command.output().unwrap();
        let done = notes(&s.db()).contains(&blocks.to_string());
        assert_eq!(output.status.code(), Some(if done { 0 } else { 1 }), "{blocks}: {output:?}");
        codes.push(done);
        s.check();
    }
    assert!(codes.contains(&true) && codes.contains(&false), "{codes:?}");
}

/// A variable that is not text still names a file.
#[cfg(unix)]
#[test]
fn variables_that_are_not_text_are_not_ignored() {
    use std::os::unix::ffi::OsStrExt;
    let s = inv12();
    let odd = std::ffi::OsStr::from_bytes(b"odd-\xff.db");
    std::fs::rename(s.db(), s.folder.path().join(odd)).unwrap();
    let run = |user: &[u8]| {
        let mut command = s.command();
        command.env("AFTERDESK_DB", s.folder.path().join(odd));
        command.env("AFTERDESK_USER", std::ffi::OsStr::from_bytes(user));
        command.args(["--json", "ticket", "show", "1"]).output().unwrap()
    };
    assert!(run(b"amy").status.success());
    assert_eq!(run(b"amy\xff").status.code(), Some(4));
}

/// A file of an older release is migrated first, and that is a write.
#[test]
fn an_older_file_is_not_read_as_it_is() {
    let s = Sandbox::new(&[]);
    s.books().execute("DELETE FROM refinery_schema_history WHERE version = (SELECT max(version) FROM refinery_schema_history)", []).unwrap();
    let ran = s.run(&["--readonly", "ticket", "list"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("read_only", 3), "{}", ran.err);
    assert!(ran.message().contains("without --readonly"), "{}", ran.message());
}
