//! `print` of every noun: files as they are asked for, what stands in them, and every mistake.

use std::path::Path;

use serde_json::{Value, json};

use crate::sandbox::{Ran, Sandbox, inv12};

/// The text of a PDF, page by page.
pub fn pages(bytes: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

/// A run in the sandbox's folder.
fn here(s: &Sandbox, args: &[&str]) -> Ran {
    let out = s.command().current_dir(s.folder.path()).arg("--json").args(args).output().unwrap();
    Ran {
        exit: out.status.code().unwrap(),
        out: String::from_utf8_lossy(&out.stdout).into_owned(),
        err: String::from_utf8_lossy(&out.stderr).into_owned(),
    }
}

fn read(answer: &Value) -> Vec<u8> {
    std::fs::read(answer["file"].as_str().unwrap()).unwrap()
}

#[test]
fn an_invoice_is_printed_into_a_file_of_its_number() {
    let s = inv12();
    let answer = here(&s, &["invoice", "print", "INV/2026/00001"]).json();
    let file = s.folder.path().canonicalize().unwrap().join("INV-2026-00001.pdf");
    assert_eq!(Path::new(answer["file"].as_str().unwrap()).canonicalize().unwrap(), file);
    assert_eq!(
        answer,
        json!({"document": "INV/2026/00001", "file": answer["file"], "format": "pdf", "language": "en",
            "pages": 1, "missing": []})
    );
    let bytes = read(&answer);
    let text = pages(&bytes).concat();
    for part in ["Invoice INV/2026/00001", "Kim Haneul", "Product A", "$1,410.00", "1 / 1", "2026-10-01"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Once more: the same, in the same place.
    here(&s, &["invoice", "print", "INV/2026/00001"]).json();
    assert_eq!(read(&answer), bytes);
    let files = std::fs::read_dir(s.folder.path()).unwrap().map(|f| f.unwrap().file_name());
    assert_eq!(files.filter(|f| f.to_string_lossy().contains("INV")).count(), 1);
}

#[test]
fn every_document_speaks_both_languages() {
    let s = Sandbox::demo();
    let note = s.ok(&["refund", "create", "--ticket", "7"])["credit_notes"][0].clone();
    let draft = format!("id:{}", note["id"]);
    let repair =
        s.ok(&["repair", "create", "--ticket", "7", "--product", "FT-A30", "--note", "for the house"]);
    let repair = repair["number"].as_str().unwrap().to_owned();
    let out = s.folder.path().join("out.pdf");
    let out = out.to_str().unwrap();
    // Noun, number, language; what stands there, and what does not.
    type Case<'c> = (&'c str, &'c str, &'c str, &'c [&'c str], &'c [&'c str]);
    #[rustfmt::skip]
    let table: &[Case<'_>] = &[
        ("order", "S00013", "en", &["Quotation S00013", "Customer no."], &[]),
        ("order", "S00003", "ko", &["판매주문서 S00003", "합계", "고객 번호"], &[]),
        ("invoice", &draft, "en", &["Credit Note", "DRAFT", "Credits"], &["None", "null"]),
        ("invoice", &draft, "ko", &["대변전표", "초안"], &[]),
        ("transfer", "WH/OUT/00001", "ko", &["배송 명세서 WH/OUT/00001", "로트/일련번호"], &["WH/Stock"]),
        ("transfer", "WH/IN/00001", "en", &["Return Slip WH/IN/00001"], &["WH/Stock"]),
        ("repair", &repair, "ko", &["수리주문서", "수리할 품목"], &["for the house"]),
        ("repair", &repair, "en", &["Repair Order", "DRAFT"], &["for the house"]),
    ];
    for (noun, number, language, there, absent) in table {
        let args = [noun, "print", number, "--language", language, "--output", out];
        let answer = s.ok(&args);
        assert_eq!((&answer["language"], &answer["document"]), (&json!(language), &json!(number)));
        let text = pages(&read(&answer)).concat();
        assert!(there.iter().all(|part| text.contains(part)), "{number}: {text}");
        assert!(!absent.iter().any(|part| text.contains(part)), "{number}: {text}");
    }
    // The customer's language, where none is named.
    assert_eq!(s.ok(&["order", "print", "S00003", "--output", out])["language"], "en");
    assert_eq!(s.ok(&["order", "print", "S00001", "--output", out, "--lang", "en"])["language"], "ko");
    let name = here(&s, &["invoice", "print", &draft]).json()["file"].as_str().unwrap().to_owned();
    assert!(name.ends_with(&format!("id-{}.pdf", note["id"])), "{name}");
}

#[test]
fn hundreds_of_lines_go_over_pages_and_glyphs_are_there() {
    let s = inv12();
    let mut lines = String::from("invoice,line,product,description,quantity,unit_price\n");
    for n in 1..=300 {
        lines.push_str(&format!("INV/2026/00009,{n},A,한글 품목 {n} Łódź,1,1234.5\n"));
    }
    let ran = s.import(&[
        (
            "invoices.csv",
            "number,kind,customer,journal,date,currency,state\nINV/2026/00009,invoice,C1,INV,2026-10-01,USD,posted\n",
        ),
        ("invoice_lines.csv", &lines),
    ]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let answer = here(&s, &["invoice", "print", "INV/2026/00009"]).json();
    let pages = pages(&read(&answer));
    assert_eq!(answer["pages"], pages.len());
    assert!((10..25).contains(&pages.len()), "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(
            page.contains("Description") && page.contains(&format!("{} / {}", at + 1, pages.len())),
            "{page}"
        );
    }
    // Where a word changes the font, what reads it back may see a space.
    let all: String = pages.concat().split_whitespace().collect();
    assert!((1..=300).all(|n| all.contains(&format!("한글품목{n}Łódź"))));
}

#[test]
fn html_comes_out_of_the_same_command_escaped() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--name", "<script>alert(1)</script>"]);
    let out = s.folder.path().join("i.html");
    let answer = s.ok(&["invoice", "print", "INV/2026/00001", "--html", "--output", out.to_str().unwrap()]);
    assert_eq!((&answer["format"], &answer["pages"]), (&json!("html"), &Value::Null));
    let html = String::from_utf8(read(&answer)).unwrap();
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
    let piped = s.people(&["invoice", "print", "INV/2026/00001", "--html", "--output", "-"]);
    assert_eq!((piped.out.as_str(), piped.err.as_str()), (html.as_str(), ""));
}

#[test]
fn people_get_a_sentence_and_are_told_what_is_missing() {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--name", "Kim 😀"]);
    let out = s.folder.path().join("i.pdf");
    let out = out.to_str().unwrap();
    let said = s.people(&["invoice", "print", "INV/2026/00001", "--output", out, "--language", "ko"]).out;
    let first = format!("Printed INV/2026/00001 to {out} (language: Korean).\n");
    assert!(said.starts_with(&first) && said.contains("does not have 😀"), "{said}");
    let args = ["invoice", "print", "INV/2026/00001", "--output", out];
    assert_eq!(s.ok(&args)["missing"], json!(["😀"]));
    assert!(pages(&std::fs::read(out).unwrap()).concat().contains("Kim □"));
    let said = s.people(&[&args[..], &["--lang", "ko"]].concat()).out;
    assert!(said.contains("파일로 인쇄했습니다(언어: 영어)") && said.contains("□로 표시했습니다"), "{said}");
}

#[test]
fn mistakes_are_told_and_leave_nothing() {
    let s = inv12();
    let folder = s.folder.path().to_str().unwrap();
    let lost = format!("{folder}/no/i.pdf");
    let number = "INV/2026/00001";
    let out = format!("{folder}/i.pdf");
    #[rustfmt::skip]
    let table: &[(&[&str], &str, i32)] = &[
        (&["invoice", "print", "NONE"], "not_found", 4),
        (&["order", "print", "NONE"], "not_found", 4),
        (&["transfer", "print", "NONE"], "not_found", 4),
        (&["repair", "print", "NONE"], "not_found", 4),
        (&["invoice", "print", number, "--output", folder], "invalid_value", 2),
        (&["invoice", "print", number, "--output", &lost], "not_found", 4),
        (&["invoice", "print", number, "--output", "-"], "usage", 2),
        (&["invoice", "print", number, "--output", &out, "--language", "fr"], "usage", 2),
        (&["invoice", "print", number, "--output", &out, "--if-version", "99"], "stale", 5),
        (&["invoice", "print", number, "--output", &out, "--request", "k"], "usage", 2),
    ];
    for (args, code, exit) in table {
        assert_eq!(s.refused(args), ((*code).to_owned(), *exit), "{args:?}");
    }
    let dry = s.ok(&["invoice", "print", number, "--output", &out, "--dry-run"]);
    assert_eq!((&dry["effects"][0]["kind"], &dry["effects"][0]["document"]), (&json!("file"), &json!(out)));
    assert!(!Path::new(&out).exists());
    let told = s.run(&["invoice", "print", number, "--output", folder]).message();
    assert_eq!(told, format!("File: {folder} is a folder: name a file in it."));
}

/// It reads: so it works where every write is refused, and shows what looking shows.
#[test]
fn printing_writes_nothing_to_the_books_and_obeys_their_rights() {
    let s = Sandbox::demo();
    let events = |s: &Sandbox| -> i64 {
        s.books().query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap()
    };
    let made = s.ok(&["repair", "create", "--ticket", "7", "--product", "FT-A30"]);
    let (number, out) = (made["number"].as_str().unwrap(), s.folder.path().join("o.pdf"));
    let before = events(&s);
    let args = ["repair", "print", number, "--output", out.to_str().unwrap()];
    s.ok(&[&args[..], &["--readonly"]].concat());
    assert_eq!(events(&s), before);
    let agents = s.ok(&["user", "list"]);
    let stranger = agents.as_array().unwrap().iter().find(|u| u["role"] == "agent").unwrap();
    let login = stranger["login"].as_str().unwrap();
    let show = s.refused(&["repair", "show", number, "--as", login]);
    assert_eq!(s.refused(&[&args[..], &["--as", login]].concat()), show);
    assert_eq!(show.0, "forbidden");
}
