//! Reads the mails in `mails/` and compares them with what they say.
//!
//! Each is written as a real program would write it; the people and hosts in
//! them are invented. A mail without an entry in the tables fails the test.

use std::collections::BTreeSet;
use std::path::PathBuf;

use afterdesk::domain::mail::incoming::{Incoming, Unreadable};
use afterdesk::mail::incoming::read;

mod abroad;
mod automatic;
mod broken;
mod charsets;
mod korean;
mod webmail;

/// What a mail is to be read as; what is not said is the usual.
#[derive(Clone, Copy)]
pub struct Expected {
    file: &'static str,
    /// The address and the name, empty if there is none.
    from: (&'static str, &'static str),
    reply_to: &'static str,
    to: &'static [&'static str],
    subject: &'static str,
    text: Text,
    /// The first line of the quoted part.
    quoted: &'static str,
    message_id: &'static str,
    references: &'static [&'static str],
    automatic: &'static str,
    /// Name, media type, size and whether it is shown within the text.
    attachments: &'static [(&'static str, &'static str, usize, bool)],
    doubts: &'static [&'static str],
}

/// The text of a mail.
#[derive(Clone, Copy)]
pub enum Text {
    /// All its lines.
    Is(&'static [&'static str]),
    /// Pieces that it has.
    Has(&'static [&'static str]),
}

/// The usual: a mail to the helpdesk with nothing special.
pub const NOTHING: Expected = Expected {
    file: "",
    from: ("", ""),
    reply_to: "",
    to: &["support@helpdesk.example.com"],
    subject: "",
    text: Text::Is(&[]),
    quoted: "",
    message_id: "",
    references: &[],
    automatic: "",
    attachments: &[],
    doubts: &[],
};

/// The mails that cannot be read, and why.
const UNREADABLE: &[(&str, Unreadable)] = &[
    ("body-only", Unreadable::NotAMessage),
    ("no-sender", Unreadable::NoSender),
    ("not-mail-but-colon", Unreadable::NoSender),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/mails")
}

fn raw(file: &str) -> Vec<u8> {
    std::fs::read(folder().join(format!("{file}.eml"))).expect(file)
}

fn tables() -> impl Iterator<Item = &'static Expected> {
    [abroad::MAILS, automatic::MAILS, broken::MAILS, charsets::MAILS, korean::MAILS, webmail::MAILS]
        .into_iter()
        .flatten()
}

fn check(expected: &Expected, mail: &Incoming) {
    let file = expected.file;
    let name = mail.from.name.as_deref().unwrap_or_default();
    assert_eq!((mail.from.address.as_str(), name), expected.from, "{file}");
    let reply_to = mail.reply_to.as_ref().map(|to| to.address.as_str());
    assert_eq!(reply_to.unwrap_or_default(), expected.reply_to, "{file}");
    assert_eq!(mail.to, expected.to, "{file}");
    assert_eq!(mail.subject, expected.subject, "{file}");
    match expected.text {
        Text::Is(lines) => assert_eq!(mail.text, lines.join("\n"), "{file}"),
        Text::Has(pieces) => {
            for piece in pieces {
                assert!(mail.text.contains(piece), "{file}: {piece}");
            }
        }
    }
    let quoted = mail.quoted.and_then(|at| mail.text[at..].lines().next());
    assert_eq!(quoted.unwrap_or_default(), expected.quoted, "{file}");
    let message_id = mail.message_id.as_deref().unwrap_or_default();
    assert_eq!(message_id, expected.message_id, "{file}");
    assert_eq!(mail.references, expected.references, "{file}");
    let automatic = mail.automatic.map(|reason| reason.as_str());
    assert_eq!(automatic.unwrap_or_default(), expected.automatic, "{file}");
    let files: Vec<_> = mail
        .attachments
        .iter()
        .map(|a| (a.name.as_str(), a.media_type.as_str(), a.content.len(), a.inline))
        .collect();
    assert_eq!(files, expected.attachments, "{file}");
    let doubts: Vec<_> = mail.doubts.iter().map(|doubt| doubt.code()).collect();
    assert_eq!(doubts, expected.doubts, "{file}");
}

#[test]
fn every_mail_is_read_as_it_was_meant() {
    for expected in tables() {
        let mail = read(&raw(expected.file)).unwrap_or_else(|why| panic!("{}: {why:?}", expected.file));
        check(expected, &mail);
    }
    for (file, why) in UNREADABLE {
        assert_eq!(read(&raw(file)).as_ref(), Err(why), "{file}");
    }
}

#[test]
fn every_mail_is_in_a_table_once() {
    let mut listed: Vec<_> = tables().map(|expected| expected.file).collect();
    listed.extend(UNREADABLE.iter().map(|(file, _)| *file));
    let names: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed.len(), names.len());
    assert!(listed.iter().all(|file| names.contains(*file)));
}

/// Mail servers and files change line ends; the content must not change with them.
#[test]
fn line_ends_make_no_difference() {
    for expected in tables() {
        let raw = raw(expected.file);
        let lone = |pair: &[u8]| pair[0] == b'\r' && pair[1] != b'\n';
        if raw.windows(2).any(lone) {
            continue;
        }
        let bytes = raw.into_iter().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
        let mail = read(&bytes).unwrap();
        let same = |files: &Incoming| files.attachments.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
        let before = read(&self::raw(expected.file)).unwrap();
        assert_eq!(mail.text, before.text, "{}", expected.file);
        assert_eq!(mail.subject, before.subject, "{}", expected.file);
        assert_eq!(same(&mail), same(&before), "{}", expected.file);
    }
}

#[test]
fn files_keep_their_bytes() {
    let content = |file: &str, name: &str| {
        let mail = read(&raw(file)).unwrap();
        let found = mail.attachments.into_iter().find(|a| a.name == name);
        found.expect(name).content
    };
    let fox = "The quick brown fox jumps over the lazy dog. ".repeat(3);
    assert_eq!(content("uuencode", "fox.txt"), fox.as_bytes());
    assert_eq!(content("filename-euckr-word", "도면 1호.dwg"), b"AC1027");
    let picture = content("same-names", "image.png");
    assert!(picture.starts_with(b"\x89PNG\r\n\x1A\n") && picture.ends_with(b"IEND\xAE\x42\x60\x82"));
    let lists = content("naver-bigfile", "목록.txt");
    assert_eq!(lists, b"\xB5\xB5\xB8\xE9 1\r\n\xB5\xB5\xB8\xE9 2\r\n");
    let passed_on = read(&content("forwarded-eml", "불만_접수 건.eml")).unwrap();
    assert_eq!(passed_on.from.address, "angry@example.kr");
    assert_eq!(passed_on.text, "불만입니다.");
}
