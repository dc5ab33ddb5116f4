//! A quotation that is mailed goes along as a PDF: as it was when the message was written, the same in every
//! try, through backups too.

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::printing::pages;
use crate::sandbox::{Sandbox, inv12};

/// A quotation for a customer with an address.
fn quoted() -> (Sandbox, String) {
    let s = inv12();
    s.ok(&["customer", "edit", "C1", "--email", "kim@shop.example", "--name", "김하늘", "--language", "ko"]);
    let order = s.ok(&["order", "new", "--customer", "C1", "--line", "A=2", "--line", "B=1@199.5"]);
    (s, order["number"].as_str().unwrap().to_owned())
}

/// The one message in the folder beside the database.
fn letter(s: &Sandbox) -> String {
    let mut files = std::fs::read_dir(s.folder.path().join("desk.db.outbox")).unwrap();
    let letter = std::fs::read_to_string(files.next().unwrap().unwrap().path()).unwrap();
    assert!(files.next().is_none());
    letter
}

/// The PDF that a message encloses.
fn enclosed(letter: &str, name: &str) -> Vec<u8> {
    let (_, part) =
        letter.split_once(&format!("Content-Disposition: attachment; filename=\"{name}\"")).unwrap();
    let (_, body) = part.split_once("\r\n\r\n").unwrap();
    let (body, _) = body.split_once("\r\n--").unwrap();
    BASE64.decode(body.replace("\r\n", "").as_bytes()).unwrap()
}

fn mail(s: &Sandbox) -> Value {
    s.ok(&["outbox", "list"])[0].clone()
}

#[test]
fn the_quotation_goes_along_as_it_was() {
    let (s, number) = quoted();
    let file = format!("{number}.pdf");
    s.ok(&["order", "send", &number]);
    assert_eq!(mail(&s)["attachments"], json!([file]));
    let total = s.ok(&["order", "show", &number])["total"].as_str().unwrap().replacen('2', "$2,", 1);
    let out = s.folder.path().join("o.pdf");
    s.ok(&["order", "print", &number, "--output", out.to_str().unwrap()]);
    // What is changed afterwards is not in a message that was written before.
    s.ok(&["order", "edit", &number, "--line", "1=5"]);
    assert_eq!(s.ok(&["outbox", "send"])[0]["state"], "sent");
    let letter = letter(&s);
    assert!(
        letter.contains("multipart/mixed") && letter.contains("Content-Type: application/pdf"),
        "{letter}"
    );
    assert!(letter.is_ascii() && letter.contains("MIME-Version: 1.0"));
    let pdf = enclosed(&letter, &file);
    assert_eq!(pdf, std::fs::read(out).unwrap());
    let text = pages(&pdf).concat();
    for part in ["견적서", &number, "김하늘", "Product A", &total] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let body = mail(&s)["body"].as_str().unwrap().to_owned();
    assert!(body.contains("2 × Product A") && body.contains(&total) && body.contains("PDF"), "{body}");
    s.check();
}

#[test]
fn every_try_is_the_same() {
    let (s, number) = quoted();
    s.ok(&["order", "send", &number]);
    let folder = s.folder.path().join("desk.db.outbox");
    s.ok(&["outbox", "send"]);
    let first = letter(&s);
    // As if it was never heard of.
    std::fs::remove_dir_all(&folder).unwrap();
    let books = s.books();
    books
        .execute_batch("DROP TRIGGER mail_settled; UPDATE mail SET state = 'unclear', sent_at = NULL")
        .unwrap();
    drop(books);
    s.ok(&["outbox", "send", "1"]);
    assert_eq!(letter(&s), first);
}

#[test]
fn a_backup_keeps_it_and_a_message_taken_back_stays_back() {
    let (s, number) = quoted();
    s.ok(&["order", "send", &number]);
    let backup = s.folder.path().join("b.db");
    let backup = backup.to_str().unwrap();
    s.ok(&["db", "backup", backup]);
    s.ok(&["outbox", "cancel", "1"]);
    assert_eq!(s.ok(&["outbox", "send"]), json!([]));
    s.ok(&["db", "restore", backup]);
    let restored = mail(&s);
    assert_eq!(
        (&restored["state"], &restored["attachments"][0]),
        (&json!("unclear"), &json!(format!("{number}.pdf")))
    );
    s.ok(&["outbox", "send", "1"]);
    assert!(enclosed(&letter(&s), &format!("{number}.pdf")).starts_with(b"%PDF-"));
    s.check();
}

#[test]
fn other_messages_enclose_nothing_and_rows_are_kept() {
    let (s, number) = quoted();
    s.ok(&["order", "send", &number, "--dry-run"]);
    assert_eq!(s.ok(&["outbox", "list"]), json!([]));
    crate::outbox::queued(&s, "kim@shop.example", "plain");
    assert_eq!(mail(&s)["attachments"], json!([]));
    s.ok(&["outbox", "send"]);
    assert!(!letter(&s).contains("multipart"));
    s.ok(&["order", "send", &number]);
    let people = s.people(&["outbox", "show", "2"]).out;
    assert!(
        people.contains(&format!("Attachments  {number}.pdf")) || people.contains(&format!("{number}.pdf"))
    );
    let books = s.books();
    for refused in [
        "DELETE FROM mail_sheet",
        "UPDATE mail_sheet SET mail_id = 1",
        "INSERT OR REPLACE INTO mail_sheet SELECT * FROM mail_sheet",
        "UPDATE mail_sheet SET sheet = 'no json'",
    ] {
        assert!(books.execute(refused, []).is_err(), "{refused}");
    }
    books.execute("UPDATE mail_sheet SET name = 'redacted.pdf'", []).unwrap();
}

#[test]
fn what_can_not_be_drawn_holds_nobody_else_up() {
    let (s, number) = quoted();
    s.ok(&["order", "send", &number]);
    s.books().execute("UPDATE mail_sheet SET sheet = '{}'", []).unwrap();
    crate::outbox::queued(&s, "kim@shop.example", "plain");
    let ran = s.run(&["outbox", "send"]);
    assert_eq!(ran.exit, 1);
    assert!(ran.message().contains(&format!("{number}.pdf")), "{}", ran.message());
    let states: Vec<Value> =
        s.ok(&["outbox", "list"]).as_array().unwrap().iter().map(|m| m["state"].clone()).collect();
    assert_eq!(states, [json!("sent"), json!("failed")]);
}
