//! What stands between strangers and the pages: headers, methods, sizes, times, and how often one may ask.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::portal::{Answer, Served, answer, code, link, shop};

/// Every answer, whatever it is of, lets a browser do nothing but show it.
fn is_guarded(answer: &Answer) {
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}: {answer:?}");
    }
    assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
    assert_eq!(answer.header("set-cookie"), None);
    let kind = answer.header("content-type").unwrap_or_default();
    if !kind.starts_with("text/css") {
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    }
    if kind.starts_with("text/html") {
        let text = answer.text();
        assert!(!text.contains("<script") && !text.contains(" style=") && !text.contains("<style"), "{text}");
    }
}

#[test]
fn every_answer_is_guarded() {
    let s = shop();
    let served = Served::of(&s);
    let home = link(&s, "C1");
    let pages = served.crawl(&home);
    assert!(
        pages.iter().any(|(path, _)| path.ends_with(".css"))
            && pages.iter().any(|(path, _)| path.ends_with(".pdf"))
    );
    pages.iter().for_each(|(_, answer)| is_guarded(answer));
    for path in ["/", "/robots.txt", "/favicon.ico", &format!("/coupon/{}", code(&s, "1"))] {
        is_guarded(&served.get(path));
    }
    assert_eq!(served.get("/robots.txt").text(), "User-agent: *\nDisallow: /\n");
    let icon = served.get("/favicon.ico");
    assert_eq!((icon.status, icon.body.len()), (204, 0));
}

#[test]
fn only_looking_is_allowed() {
    let s = shop();
    let served = Served::of(&s);
    let home = link(&s, "C1");
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        for path in [home.as_str(), "/nothing"] {
            let answer = served.ask(method, path, &[]);
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
            is_guarded(&answer);
        }
    }
    let (seen, head) = (served.get(&home), served.ask("HEAD", &home, &[]));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), seen.header("content-length"));
}

#[test]
fn what_is_too_large_is_not_read() {
    let s = shop();
    let served = Served::of(&s);
    let long = served.get(&format!("/c/{}", "a".repeat(2000)));
    assert_eq!(long.status, 414);
    is_guarded(&long);
    assert_eq!(served.ask("GET", "/", &["Content-Length: 5"]).status, 413);
    assert_eq!(served.ask("GET", "/", &["Transfer-Encoding: chunked"]).status, 413);
    assert_eq!(served.ask("GET", "/", &["Content-Length: 0"]).status, 404);
    let header = format!("X-Long: {}", "a".repeat(40_000));
    assert!(
        served
            .raw(format!("GET / HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n").as_bytes())
            .is_none_or(|a| a.status == 431)
    );
    let many: String = (0..200).map(|n| format!("X-{n}: y\r\n")).collect();
    assert!(
        served
            .raw(format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").as_bytes())
            .is_none_or(|a| a.status == 431)
    );
    for odd in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "GET http://[ HTTP/1.1\r\n\r\n",
    ] {
        assert!(served.raw(odd.as_bytes()).is_none_or(|a| a.status >= 400), "{odd:?}");
    }
    assert_eq!(served.get("/").status, 404);
}

#[test]
fn who_is_slow_is_let_go_of() {
    let s = shop();
    let served = Served::of(&s);
    let started = Instant::now();
    let mut slow = served.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-").unwrap();
    assert!(answer(&mut slow).is_none_or(|a| a.status == 408));
    let waited = started.elapsed();
    assert!(waited > Duration::from_secs(3) && waited < Duration::from_secs(15), "{waited:?}");
    // Nor is a connection kept on which nothing is asked any more.
    let started = Instant::now();
    let mut idle = served.connect();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert_eq!(answer(&mut idle).unwrap().status, 404);
    assert!(started.elapsed() < Duration::from_secs(15));
}

#[test]
fn many_connections_that_say_nothing_keep_nobody_out() {
    let s = shop();
    let served = Served::of(&s);
    let silent: Vec<_> = (0..100).map(|_| served.connect()).collect();
    let started = Instant::now();
    assert_eq!(served.get("/").status, 404);
    assert!(started.elapsed() < Duration::from_secs(2));
    drop(silent);
}

#[test]
fn a_flood_is_told_to_wait() {
    let s = shop();
    let served = Served::with(&mut s.command(), &["--rate", "2"]);
    let home = link(&s, "C1");
    let answers: Vec<Answer> = (0..40).map(|_| served.get(&home)).collect();
    let first = answers.iter().position(|a| a.status == 429).unwrap();
    assert!((10..=20).contains(&first), "{first}");
    let told = &answers[first];
    is_guarded(told);
    let seconds: u64 = told.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&seconds));
    assert!(told.text().contains("Too many requests"));
    std::thread::sleep(Duration::from_secs(seconds));
    assert_eq!(served.get(&home).status, 200);
}

/// Codes can't be guessed: whoever finds nothing too often waits.
#[test]
fn guessing_ends_sooner() {
    let s = shop();
    let served = Served::with(&mut s.command(), &["--rate", "5"]);
    let found = (0..30).take_while(|n| served.get(&format!("/coupon/GUESS-{n}")).status == 404).count();
    assert!((2..=8).contains(&found), "{found}");
    // And does not go on at the same pace a moment later.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let more = (0..10).filter(|n| served.get(&format!("/coupon/MORE-{n}")).status == 404).count();
    assert!(more <= 2, "{more}");
}

#[test]
fn behind_a_proxy_each_client_is_counted_for_itself() {
    let s = shop();
    let from = |served: &Served, who: &str| {
        served.ask("GET", "/robots.txt", &[&format!("X-Forwarded-For: 9.9.9.9, {who}")]).status
    };
    let behind = Served::with(&mut s.command(), &["--rate", "1", "--behind-proxy"]);
    assert_eq!((0..20).filter(|_| from(&behind, "1.1.1.1") == 200).count(), 6);
    assert_eq!(from(&behind, "2.2.2.2"), 200);
    // Where there is no proxy, what a client says of itself counts for nothing.
    let open = Served::with(&mut s.command(), &["--rate", "1"]);
    let let_through = (0..20).filter(|n| from(&open, &format!("1.1.1.{n}")) == 200).count();
    assert!(let_through <= 7, "{let_through}");
}
