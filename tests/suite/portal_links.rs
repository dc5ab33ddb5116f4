//! What a link opens, and for how long; and that whatever it does not open looks the same.

use crate::portal::{Answer, Served, link, shop};

/// The one answer to everything that is not there, or not for who asks.
fn missing(served: &Served) -> Answer {
    let answer = served.get("/nothing");
    assert_eq!(answer.status, 404);
    answer
}

#[test]
fn unknown_and_forbidden_are_told_alike() {
    let s = shop();
    let served = Served::of(&s);
    let (own, other) = (link(&s, "C1"), link(&s, "C2"));
    let none = missing(&served);
    let mut altered = own.clone();
    let last = altered.pop().unwrap();
    altered.push(if last == 'a' { 'b' } else { 'a' });
    let mut elsewhere = own.clone();
    elsewhere.replace_range(3..11, &other[3..11]);
    s.ok(&["customer", "edit", "C1B", "--portal", "true"]);
    let branch = link(&s, "C1B");
    let table = [
        "/".to_owned(),
        "/c".to_owned(),
        "/c/".to_owned(),
        "/c/x".to_owned(),
        format!("/c/{}", "a".repeat(40)),
        "/c/%ff%fe".to_owned(),
        altered.clone(),
        format!("{altered}/ticket/1"),
        elsewhere,
        own.to_uppercase().replace("/C/", "/c/"),
        format!("{own}/ticket/2"),
        format!("{own}/ticket/3"),
        format!("{own}/ticket/999"),
        format!("{own}/ticket/01"),
        format!("{own}/ticket/-1"),
        format!("{own}/ticket/9999999999999999999999"),
        format!("{own}/ticket/2/visit/1"),
        format!("{own}/ticket/1/visit/2"),
        format!("{own}/ticket/1/visit/0"),
        format!("{other}/credit-note/RINV/2026/00001"),
        format!("{other}/credit-note/RINV/2026/00001.pdf"),
        // Nor does a company see what is its branch's, or the branch what is the company's.
        format!("{branch}/ticket/1"),
        format!("{branch}/credit-note/RINV/2026/00001"),
        "/coupon/AAAA-AAAA-AAAA-AAAA".to_owned(),
        "/coupon/".to_owned(),
        "/coupon/id:1".to_owned(),
        "/style/other.css".to_owned(),
        "/c/../../etc/passwd".to_owned(),
    ];
    for path in table {
        let answer = served.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body == none.body, "{path}: {}", answer.text());
        assert_eq!(answer.lasting(), none.lasting(), "{path}");
    }
    assert_eq!(served.get(&own).status, 200);
}

#[test]
fn the_page_that_says_no_speaks_the_browsers_language() {
    let s = shop();
    let served = Served::of(&s);
    let told = |wish: &str| served.ask("GET", "/c/x", &[&format!("Accept-Language: {wish}")]).text();
    assert!(told("ko-KR,ko;q=0.9").contains("표시할 내용이 없습니다"));
    assert!(told("en-US").contains("There is nothing here"));
    assert!(told("fr").contains("There is nothing here"));
    s.ok(&["settings", "set", "language", "ko"]);
    assert!(told("fr").contains("표시할 내용이 없습니다"));
}

#[test]
fn a_link_ends_when_it_is_taken_back_or_access_is() {
    let s = shop();
    let served = Served::of(&s);
    let none = missing(&served);
    let (own, other) = (link(&s, "C1"), link(&s, "C2"));
    assert_eq!(served.get(&own).status, 200);
    s.ok(&["customer", "link", "C1", "--revoke"]);
    assert_eq!(served.get(&own).body, none.body);
    assert_eq!(served.get(&other).status, 200);
    s.ok(&["customer", "edit", "C2", "--portal", "false"]);
    assert_eq!(served.get(&other).body, none.body);
    // Given back, no old link opens again by itself.
    s.ok(&["customer", "edit", "C2", "--portal", "true"]);
    assert_eq!(served.get(&other).body, none.body);
    assert_eq!(served.get(&link(&s, "C2")).status, 200);
}

#[test]
fn a_link_lasts_through_its_last_day_where_the_company_is() {
    let s = shop();
    let made = s.ok(&["customer", "link", "C1", "--until", "2026-11-24"]);
    let path = made["link"].as_str().unwrap().strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    let status = |now: &str| {
        let served = Served::with(s.command().env("AFTERDESK_NOW", now), &["--rate", "0"]);
        served.get(&path).status
    };
    assert_eq!(status("2026-11-24T23:59:59+09:00"), 200);
    assert_eq!(status("2026-11-25T00:00:00+09:00"), 404);
    // An instant before midnight in Seoul is still the day before elsewhere.
    assert_eq!(status("2026-11-24T15:00:00Z"), 404);
}

#[test]
fn pages_below_a_path_of_their_own() {
    let s = shop();
    s.ok(&["settings", "set", "portal_url", "https://help.example/pages"]);
    let made = s.ok(&["customer", "link", "C1"]);
    let path = made["link"].as_str().unwrap().strip_prefix("https://help.example/pages").unwrap().to_owned();
    let served = Served::of(&s);
    // Whether the proxy in front leaves the path on or takes it off.
    for path in [path.clone(), format!("/pages{path}")] {
        let page = served.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let links = crate::portal::links(&page.text());
        let inside = links.iter().filter(|link| link.starts_with('/'));
        assert!(
            inside.clone().count() > 3 && inside.clone().all(|link| link.starts_with("/pages/")),
            "{links:?}"
        );
        assert!(inside.clone().all(|link| served.get(link).status == 200), "{links:?}");
    }
}

/// The company's address may change while the pages are served, and what stands there is plain.
#[test]
fn the_address_may_change_while_they_are_served() {
    let s = shop();
    let own = link(&s, "C1");
    let served = Served::of(&s);
    s.ok(&["settings", "set", "portal_url", "https://help.example/new/pages"]);
    for path in [own.clone(), format!("{own}/"), format!("/new/pages{own}")] {
        let page = served.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let links = crate::portal::links(&page.text());
        let inside: Vec<&String> = links.iter().filter(|link| link.starts_with('/')).collect();
        assert!(inside.iter().all(|link| link.starts_with("/new/pages/")), "{links:?}");
        assert!(inside.iter().all(|link| served.get(link).status == 200), "{links:?}");
    }
    for wrong in
        ["https://x.example/%41", "https://x.example/:a", "https://x.example/c/", "https://x.example/도움"]
    {
        assert_eq!(s.refused(&["settings", "set", "portal_url", wrong]).0, "invalid_value", "{wrong}");
    }
}
