//! Starting and ending: what is told, what is refused, how it stops, and a database that is replaced meanwhile.

#[cfg(unix)]
use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::portal::{Served, link, shop};

#[test]
fn a_port_in_use_and_addresses_that_are_none() {
    let s = shop();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let ran = s.run(&["portal", "serve", "--listen", &at]);
    assert_eq!((ran.code().as_str(), ran.exit), ("io", 1));
    assert!(ran.message().contains(&format!("Another program listens at {at}")), "{}", ran.message());
    let korean = s.people(&["--lang", "ko", "portal", "serve", "--listen", &at]);
    assert!(korean.err.contains("다른 프로그램이 이미"), "{}", korean.err);
    for wrong in ["", "8080", "example.kr:80", "127.0.0.1:99999"] {
        assert_eq!(
            s.refused(&["portal", "serve", "--listen", wrong]),
            ("invalid_value".into(), 2),
            "{wrong}"
        );
    }
    let ran = s.run(&["portal", "serve", "--listen", "192.0.2.1:80"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("io", 1));
    for option in [&["--dry-run"][..], &["--request", "k"], &["--if-version", "1"]] {
        assert_eq!(s.refused(&[&["portal", "serve"], option].concat()), ("usage".into(), 2), "{option:?}");
    }
    assert_eq!(s.refused(&["portal", "serve", "--rate", "many"]), ("usage".into(), 2));
}

#[test]
fn a_database_that_can_not_be_read_is_told_before_anything_listens() {
    let s = shop();
    let file = s.folder.path().join("none.db");
    let ran = s.run(&["--db", file.to_str().unwrap(), "portal", "serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("not_found", 4));
    std::fs::write(&file, "no database").unwrap();
    let ran = s.run(&["--db", file.to_str().unwrap(), "portal", "serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((ran.code().as_str(), ran.exit), ("not_a_database", 1));
}

#[cfg(unix)]
fn stop(served: &mut Served, signal: &str) -> Option<i32> {
    let id = served.child().id().to_string();
    assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
    served.child().wait().unwrap().code()
}

#[cfg(unix)]
#[test]
fn it_stops_when_it_is_asked_to() {
    let s = shop();
    for signal in ["-TERM", "-INT"] {
        let mut served = Served::of(&s);
        let started = Instant::now();
        assert_eq!(stop(&mut served, signal), Some(0));
        assert!(started.elapsed() < Duration::from_secs(3));
    }
    // Who says nothing does not hold it up for longer than it gives them.
    let mut served = Served::of(&s);
    let mut silent = served.connect();
    silent.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let started = Instant::now();
    assert_eq!(stop(&mut served, "-TERM"), Some(0));
    assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    // The port is free again.
    TcpListener::bind(served.address).unwrap();
}

/// The pages follow a backup that is restored under them.
#[test]
fn a_database_that_is_replaced() {
    let s = shop();
    let served = Served::of(&s);
    let home = link(&s, "C1");
    assert_eq!(served.get(&home).status, 200);
    let backup = s.folder.path().join("backup.db");
    s.ok(&["db", "backup", backup.to_str().unwrap()]);
    s.ok(&["customer", "edit", "C1", "--name", "다른 이름"]);
    assert!(served.get(&home).text().contains("다른 이름"));
    s.ok(&["db", "restore", backup.to_str().unwrap()]);
    let page = served.get(&home);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("김하늘"), "{}", page.text());
    // Gone for a while, and there again.
    let (file, away) = (s.db(), s.folder.path().join("away.db"));
    std::fs::rename(&file, &away).unwrap();
    let page = served.get(&home);
    assert_eq!(page.status, 503);
    assert!(page.text().contains("Please try again"), "{}", page.text());
    std::fs::rename(&away, &file).unwrap();
    assert_eq!(served.get(&home).status, 200);
}

/// Who works at the desk meanwhile is not kept from writing, nor do the pages miss what is written.
#[test]
fn beside_a_desk_that_writes() {
    let s = shop();
    let served = Served::of(&s);
    let home = link(&s, "C1");
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| (0..150).all(|_| served.get(&home).status == 200));
        for n in 0..10 {
            s.ok(&[
                "ticket",
                "new",
                "--team",
                "Helpdesk",
                "--customer",
                "C1",
                "--subject",
                &format!("New {n}"),
            ]);
        }
        assert!(reader.join().unwrap());
    });
    assert!(served.get(&home).text().contains("New 9"));
}
