//! Every page in both languages: what it shows, what it never shows, and that everything in it is escaped.

use crate::portal::{NOTE, Served, code, link, links, plain, shop};
use crate::sandbox::Sandbox;

#[test]
fn what_a_customer_owns_in_its_language() {
    let s = shop();
    let served = Served::of(&s);
    let (korean, english) = (link(&s, "C1"), link(&s, "C2"));
    let page = plain(&served.get(&korean).text());
    for text in [
        "<html lang=\"ko\">",
        "김하늘 고객님, 안녕하세요",
        "Wants the money back",
        "2026. 11. 24. 14:00–16:30",
        "Tom Ruiz",
        "RINV/2026/00001",
        "$1,410.00",
        "주문 금액에서 10% 할인",
        "2026. 12. 31.",
        "쇼핑몰에서 사용하기",
        "Asia/Seoul",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(page.contains(&format!("https://shop.example/coupon/{}?r=%2Fshop", code(&s, "1"))), "{page}");
    let page = served.get(&english).text();
    for text in
        ["<html lang=\"en\">", "Hello, Liam &lt;b&gt;Carter", "2026-11-24 14:00–16:30", "Worksheet signed"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(plain(&page).contains("10% on your order (max. $20"), "{page}");
    assert!(!page.contains("RINV"), "{page}");
}

#[test]
fn a_ticket_with_its_messages_and_visits() {
    let s = shop();
    let served = Served::of(&s);
    let page = served.get(&format!("{}/ticket/1", link(&s, "C1"))).text();
    for text in ["방문 안내", "내일 방문하겠습니다.\n감사합니다.", "2026. 11. 23. 10:00", "신규", "#1"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    let page = served.get(&format!("{}/ticket/2", link(&s, "C2"))).text();
    for text in [
        "On &lt;i&gt;its&lt;&#x2f;i&gt; way",
        "Dear Liam,",
        "Your request",
        "Line one",
        "Opened on 2026-11-23",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn a_visit_shows_its_worksheet_once_it_is_signed() {
    let s = shop();
    let served = Served::of(&s);
    let page = served.get(&format!("{}/ticket/2/visit/1", link(&s, "C2"))).text();
    for text in
        ["Visit 1", "Tom Ruiz", "Good", "1,234.5", "yes", "2027-05-24", "&lt;u&gt;fine", "2026-11-23 10:00"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(plain(&page).contains("Signed by Liam \"C\" Carter, 2026-11-23 10:00."), "{page}");
    let korean = link(&s, "C1");
    let page = served.get(&format!("{korean}/ticket/1/visit/1")).text();
    assert!(page.contains("워크시트는 서명 후에") && page.contains("1차 방문"), "{page}");
    assert!(!page.contains("worksheet.pdf"), "{page}");
    assert_eq!(served.get(&format!("{korean}/ticket/1/visit/1/worksheet.pdf")).status, 404);
    // What is signed then shows at once, without a restart.
    s.ok(&["task", "worksheet", "1", "--set", "state=Bad", "--set", "note=괜찮음"]);
    s.ok(&["task", "sign", "1", "--name", "김하늘"]);
    let page = served.get(&format!("{korean}/ticket/1/visit/1")).text();
    assert!(page.contains("괜찮음") && page.contains("김하늘 고객님이 2026. 11. 23. 10:00에 서명"), "{page}");
    let pdf = served.get(&format!("{korean}/ticket/1/visit/1/worksheet.pdf"));
    assert_eq!(pdf.header("content-disposition"), Some("attachment; filename=\"worksheet-1-1.pdf\""));
    assert!(pdf.shown().contains("괜찮음") && pdf.shown().contains("김하늘"), "{}", pdf.shown());
}

#[test]
fn a_credit_note_as_a_page_and_as_pdf() {
    let s = shop();
    let served = Served::of(&s);
    let home = link(&s, "C1");
    let page = served.get(&format!("{home}/credit-note/RINV/2026/00001")).text();
    for text in [
        "대변전표",
        "RINV&#x2f;2026&#x2f;00001",
        "$1,410.00",
        "Product A",
        "Broken &lt;b&gt;on&lt;&#x2f;b&gt; arrival",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let pdf = served.get(&format!("{home}/credit-note/RINV/2026/00001.pdf"));
    assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(pdf.header("content-disposition"), Some("attachment; filename=\"RINV-2026-00001.pdf\""));
    assert!(pdf.body.starts_with(b"%PDF-") && lopdf::Document::load_mem(&pdf.body).is_ok());
    // A draft is nobody's to see, nor is an invoice.
    let draft = s.ok(&["invoice", "list"]);
    assert!(draft.as_array().unwrap().iter().any(|d| d["number"] == "INV/2026/00001"));
    assert_eq!(served.get(&format!("{home}/credit-note/INV/2026/00001")).status, 404);
    assert_eq!(served.get(&format!("{home}/credit-note/INV/2026/00001.pdf")).status, 404);
}

#[test]
fn many_tickets_come_page_by_page() {
    let s = shop();
    let rows: String = (10..130).map(|n| format!("{n},Helpdesk,Subject {n},C1\n")).collect();
    assert_eq!(s.import(&[("tickets.csv", &format!("number,team,subject,customer\n{rows}"))]).exit, 0);
    let codes: String = (0..60).map(|n| format!("OLD-{n:03},Sorry,C1\n")).collect();
    assert_eq!(s.import(&[("coupons.csv", &format!("code,program,customer\n{codes}"))]).exit, 0);
    let served = Served::of(&s);
    let home = link(&s, "C1");
    let first = served.get(&home).text();
    assert!(
        first.contains("OLD-059") && !first.contains("OLD-000") && first.contains("최근 50건"),
        "{first}"
    );
    assert!(first.contains("Subject 129") && !first.contains("Subject 119<"), "{first}");
    assert!(links(&first).contains(&format!("{home}/tickets")));
    let mut seen = Vec::new();
    let mut next = Some(format!("{home}/tickets"));
    while let Some(path) = next {
        let page = served.get(&path).text();
        seen.extend(links(&page).into_iter().filter(|l| l.contains("/ticket/")));
        next = links(&page).into_iter().find(|l| l.contains("below="));
    }
    seen.dedup();
    assert_eq!(seen.len(), 121);
}

#[test]
fn a_coupon_for_everybody() {
    let s = shop();
    let served = Served::of(&s);
    let code = code(&s, "2");
    let typed = code.to_lowercase().replace('-', "");
    for path in [format!("/coupon/{code}"), format!("/coupon/{typed}")] {
        let page = plain(&served.ask("GET", &path, &["Accept-Language: en"]).text());
        for text in
            [code.as_str(), "Active", "10% on your order", "at least $50", "2026-12-31", "Use it in the shop"]
        {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(page.contains(&format!("href=\"https://shop.example/coupon/{code}?r=%2Fshop\"")), "{page}");
        // A code may hold any of them by chance.
        let rest = page.replace(&code, "");
        for word in ["Liam", "Carter", "C2", "liam@", "#2"] {
            assert!(!rest.contains(word), "{word}: {page}");
        }
    }
    let korean = served.ask("GET", &format!("/coupon/{code}"), &["Accept-Language: ko"]).text();
    assert!(korean.contains("사용 가능") && korean.contains("주문 금액에서 10% 할인"), "{korean}");
    s.ok(&["coupon", "revoke", &code, "--reason", "Geheim reason"]);
    let page = served.get(&format!("/coupon/{code}")).text();
    assert!(page.contains("Revoked") && !page.contains("Geheim") && !page.contains("Use it"), "{page}");
    // Its program has the last word on what can be used.
    let other = self::code(&s, "1");
    s.ok(&["program", "edit", "Sorry", "--to", "2026-11-30"]);
    assert!(served.get(&format!("/coupon/{other}")).text().contains("2026-11-30"));
    s.ok(&["program", "archive", "Sorry"]);
    let page = served.get(&format!("/coupon/{other}")).text();
    assert!(page.contains("Not usable now") && !page.contains("Use it"), "{page}");
}

/// Everything that a link leads to, and nothing of what is for the house.
#[test]
fn what_is_for_the_house_is_nowhere() {
    let s = shop();
    let served = Served::of(&s);
    for customer in ["C1", "C2"] {
        let pages = served.crawl(&link(&s, customer));
        assert!(pages.len() > 3, "{:?}", pages.iter().map(|(path, _)| path).collect::<Vec<_>>());
        for (path, answer) in pages {
            assert_eq!(answer.status, 200, "{path}");
            let text = answer.shown();
            for word in [NOTE, "Geheim", "geheim", "boss@example.com", "root"] {
                assert!(!text.contains(word), "{word} in {path}: {text}");
            }
        }
    }
}

#[test]
fn everything_is_escaped() {
    let s = shop();
    let served = Served::of(&s);
    for (path, answer) in served.crawl(&link(&s, "C2")) {
        let Ok(text) = String::from_utf8(answer.body.clone()) else { continue };
        for tag in ["<script", "<img", "<i>", "<u>", "<b>", "onerror=\"", "javascript:"] {
            assert!(!text.contains(tag), "{tag} in {path}: {text}");
        }
    }
}

/// A ticket that is another customer's by now takes its visits along.
#[test]
fn what_was_given_to_somebody_else_is_gone() {
    let s = shop();
    let served = Served::of(&s);
    let (was, is) = (link(&s, "C2"), link(&s, "C1"));
    s.ok(&["ticket", "edit", "2", "--customer", "C1"]);
    for path in ["ticket/2", "ticket/2/visit/1"] {
        assert_eq!(served.get(&format!("{was}/{path}")).status, 404, "{path}");
    }
    // Nor does the other one see what was sent, or planned, before.
    let page = served.get(&format!("{is}/ticket/2")).text();
    assert!(page.contains("보내 드린 메시지가 없습니다") && !page.contains("Dear Liam"), "{page}");
    assert_eq!(served.get(&format!("{is}/ticket/2/visit/1")).status, 404);
}

/// A ticket that is another customer's now does not tell what was written for the first one.
#[test]
fn what_somebody_else_wrote_is_withheld() {
    let s = shop();
    let served = Served::of(&s);
    s.ok(&[
        "ticket",
        "new",
        "--team",
        "Helpdesk",
        "--subject",
        "My account",
        "--customer",
        "C1",
        "--description",
        "GEHEIM-IBAN",
    ]);
    s.ok(&["ticket", "edit", "4", "--customer", "C2"]);
    let home = link(&s, "C2");
    for path in ["", "/tickets", "/ticket/4"] {
        let page = served.get(&format!("{home}{path}"));
        assert_eq!(page.status, 200);
        let text = page.text();
        assert!(
            text.contains("Ticket #4") && !text.contains("My account") && !text.contains("GEHEIM"),
            "{text}"
        );
    }
    // Who got one that was nobody's reads it whole.
    s.ok(&["ticket", "new", "--team", "Helpdesk", "--subject", "Later mine", "--description", "All of it"]);
    s.ok(&["ticket", "edit", "5", "--customer", "C2"]);
    let text = served.get(&format!("{home}/ticket/5")).text();
    assert!(text.contains("Later mine") && text.contains("All of it"), "{text}");
}

/// What is told of money is what holds.
#[test]
fn a_credit_note_that_was_taken_back_is_cancelled() {
    let s = shop();
    let served = Served::of(&s);
    let home = link(&s, "C1");
    let note = format!("{home}/credit-note/RINV/2026/00001");
    assert!(served.get(&note).text().contains("정산 완료"), "{}", served.get(&note).text());
    s.ok(&["invoice", "reverse", "RINV/2026/00001"]);
    for page in [&home, &note] {
        let text = served.get(page).text();
        assert!(text.contains("취소") && !text.contains("정산 완료"), "{text}");
    }
}

/// What a program ends is over, and what it has not begun says from when.
#[test]
fn a_coupon_says_when_it_can_be_used() {
    let s = shop();
    let served = Served::of(&s);
    let page = |s: &Sandbox| {
        served.ask("GET", &format!("/coupon/{}", code(s, "2")), &["Accept-Language: en"]).text()
    };
    s.ok(&["program", "edit", "Sorry", "--from", "2026-12-01"]);
    let text = page(&s);
    assert!(text.contains("Not usable now") && text.contains("Valid from 2026-12-01"), "{text}");
    s.ok(&["program", "edit", "Sorry", "--from", "2026-01-01", "--to", "2026-11-01"]);
    let text = page(&s);
    assert!(text.contains("Expired") && !text.contains("Not usable now"), "{text}");
}

/// A worksheet is promised only where there will be one.
#[test]
fn no_worksheet_is_promised_where_there_is_none() {
    let s = shop();
    let served = Served::of(&s);
    s.ok(&["project", "new", "Errands"]);
    s.ok(&["task", "create", "--ticket", "2", "--project", "Errands", "--start", "2026-11-30"]);
    let home = link(&s, "C2");
    let text = served.get(&format!("{home}/ticket/2/visit/2")).text();
    assert!(!text.contains("Worksheet") && text.contains("2026-11-30"), "{text}");
    // The next one stands first, and an icon that phones ask for is no guess.
    let text = served.get(&home).text();
    assert!(text.find("2026-11-24") < text.find("2026-11-30"), "{text}");
    assert_eq!(served.get("/apple-touch-icon.png").status, 204);
}

/// A visit that is not made any more is told so, and is not among those to come.
#[test]
fn a_cancelled_visit_is_told() {
    let s = shop();
    let served = Served::of(&s);
    s.ok(&["task", "create", "--ticket", "2", "--title", "Second", "--start", "2026-11-30"]);
    let task = s.ok(&["task", "list", "--ticket", "2", "--from", "2026-11-24"]);
    let id = task[0]["id"].to_string();
    s.ok(&["task", "edit", &id, "--state", "cancelled"]);
    let home = link(&s, "C2");
    let text = served.get(&home).text();
    assert!(text.contains("Cancelled") && text.find("2026-11-30") < text.find("2026-11-24"), "{text}");
    let text = served.get(&format!("{home}/ticket/2/visit/1")).text();
    assert!(text.contains("Cancelled"), "{text}");
}

#[test]
fn a_merged_ticket_is_shown_where_it_went() {
    let s = shop();
    let description = ["--description", "배터리가 금방 닳아요"];
    s.ok(&[
        &["ticket", "new", "--team", "Helpdesk", "--subject", "배터리", "--customer", "C1"],
        &description[..],
    ]
    .concat());
    s.ok(&["ticket", "merge", "4", "--into", "1"]);
    s.ok(&["ticket", "merge", "2", "--into", "1", "--anyway"]);
    let served = Served::of(&s);
    let korean = link(&s, "C1");
    // The list has the ticket that stays, and a link to the other leads there.
    let list = served.get(&korean).text();
    assert!(list.contains("/ticket/1\"") && !list.contains("/ticket/4\""), "{list}");
    for number in ["1", "4"] {
        let page = served.get(&format!("{korean}/ticket/{number}")).text();
        for text in ["#1", "방문 안내", "배터리가 금방 닳아요"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        // What another customer wrote and got is nobody else's, wherever agents read it.
        for other in ["Dear Liam", "Line one", "&lt;i&gt;"] {
            assert!(!page.contains(other), "{other}: {page}");
        }
    }
    // Who was merged into somebody else's ticket keeps the own page.
    let english = link(&s, "C2");
    let page = served.get(&format!("{english}/ticket/2")).text();
    assert!(page.contains("Dear Liam,") && page.contains("#2") && !page.contains("배터리"), "{page}");
    // A visit has its page still.
    assert!(served.get(&format!("{english}/ticket/2/visit/1")).text().contains("Liam"));
    s.ok(&["ticket", "unmerge", "4"]);
    let page = served.get(&format!("{korean}/ticket/4")).text();
    assert!(page.contains("#4") && !page.contains("방문 안내"), "{page}");
}
