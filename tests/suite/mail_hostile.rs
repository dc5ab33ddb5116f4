//! Feeds the reader what no honest program writes.
//!
//! Whatever comes, it must answer, in time that grows with the size of the mail
//! and not faster, and what it answers must be safe to store and show.

use afterdesk::domain::mail::incoming::Incoming;
use afterdesk::mail::incoming::read;

const BASE: &str = "From: a@example.com\nSubject: s\n";

/// Numbers that look random but are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap()
    }
}

fn mails() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mails");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn assert_safe(mail: &Incoming) {
    let control = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!mail.text.contains(control));
    assert!(!mail.subject.contains(char::is_control));
    assert!(!mail.from.address.contains(char::is_control));
    if let Some(at) = mail.quoted {
        assert!(at > 0 && at < mail.text.len() && mail.text.is_char_boundary(at));
    }
    let mut names = std::collections::HashSet::new();
    for attachment in &mail.attachments {
        let name = &attachment.name;
        assert!(!name.is_empty() && name.len() < 255, "{name:?}");
        assert!(!name.contains(['/', '\\']) && !name.contains(char::is_control), "{name:?}");
        assert!(names.insert(name.to_lowercase()), "{name:?}");
    }
}

#[test]
fn random_bytes_are_answered() {
    let mut dice = Dice(0x2026_1128);
    for round in 0..3000 {
        let length = dice.below(600);
        let mut raw = if round % 2 == 0 { BASE.as_bytes().to_vec() } else { Vec::new() };
        raw.extend((0..length).map(|_| dice.below(256) as u8));
        if let Ok(mail) = read(&raw) {
            assert_safe(&mail);
        }
    }
}

#[test]
fn damaged_mails_are_answered() {
    let mails = mails();
    let mut dice = Dice(0x9E37_79B9);
    for _ in 0..6000 {
        let mut raw = mails[dice.below(mails.len())].clone();
        for _ in 0..1 + dice.below(10) {
            let at = dice.below(raw.len());
            let end = (at + dice.below(200)).min(raw.len());
            match dice.below(5) {
                0 => raw.truncate(at),
                1 => drop(raw.drain(at..end)),
                2 => raw.insert(at, b"\r\n\0\"<>=?;:,()\\/-_%* \x1B\x0E\xFF\xB0\xA1&"[dice.below(26)]),
                3 => {
                    let piece = raw[at..end].to_vec();
                    let to = dice.below(raw.len());
                    raw.splice(to..to, piece);
                }
                _ => {
                    let other = &mails[dice.below(mails.len())];
                    let start = dice.below(other.len());
                    let piece = other[start..other.len().min(start + 300)].to_vec();
                    raw.splice(at..at, piece);
                }
            }
        }
        if let Ok(mail) = read(&raw) {
            assert_safe(&mail);
        }
    }
}

/// Reads a mail in which a pattern is repeated up to some size.
fn read_repeated(before: &str, pattern: &str, bytes: usize) -> Incoming {
    let raw = format!("{before}{}\n\nend", pattern.repeat(bytes / pattern.len()));
    let mail = read(raw.as_bytes()).unwrap();
    assert_safe(&mail);
    mail
}

#[test]
fn hostile_headers_take_no_time() {
    let headers = ["X-A: b\n", "X-A:\n b\n"];
    for pattern in headers {
        read_repeated(BASE, pattern, 10_000_000);
    }
    let patterns = [
        "=?a?B?x",
        "=?a?Q?x",
        "=?",
        "=?utf-8?Q?x?= ",
        "=?zz?Q?=FF?= =?yy?Q?x?= ",
        "a@example.com, ",
        "(",
        "\"",
        "<",
        "a:;",
        "\\",
        "((a) ",
        "name*1*=%41;",
        "name*='';",
        "a=b;",
        ";",
        "name=\"",
    ];
    for pattern in patterns {
        for field in ["Subject: ", "To: ", "References: ", "Content-Type: text/plain; name=\""] {
            read_repeated(&format!("From: a@example.com\n{field}"), pattern, 300_000);
        }
    }
}

#[test]
fn hostile_bodies_take_no_time() {
    let html = [
        "<",
        "<a",
        "<a \"",
        "<a href='",
        "<!--",
        "<style>",
        "&",
        "&amp",
        "<td>",
        "<table><tr><td>",
        "<blockquote>a",
        "<ul><li>",
        "<p>a",
        "</a>",
        "<br>",
        "<a href=http://example.com/x>y</a>",
    ];
    for pattern in html {
        read_repeated(&format!("{BASE}Content-Type: text/html; charset=utf-8\n\n"), pattern, 300_000);
    }
    let text = [
        "junk\n",
        "> ",
        ">\n",
        "\n",
        "On 1 wrote:\n",
        "From: x\n",
        "begin 644 a\n`\n",
        "\r",
        "\x1B$B",
        "20\n",
        "a \n",
        ">> a \n",
        "=",
    ];
    for pattern in text {
        for encoding in ["7bit", "base64", "quoted-printable", "x-uuencode"] {
            let before = format!(
                "{BASE}Content-Type: text/plain; format=flowed\nContent-Transfer-Encoding: {encoding}\n\n"
            );
            read_repeated(&before, pattern, 300_000);
        }
    }
}

#[test]
fn endless_nesting_ends() {
    let codes = |mail: &Incoming| mail.doubts.iter().map(|doubt| doubt.code()).collect::<Vec<_>>();
    let mail = read_repeated(BASE, "Content-Type: message/rfc822\n\n", 3_000_000);
    assert_eq!(mail.attachments.len(), 1);
    let mut raw = BASE.to_owned();
    for depth in 0..20_000 {
        raw.push_str(&format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"));
    }
    let mail = read(raw.as_bytes()).unwrap();
    assert!(codes(&mail).contains(&"too_deep"));
    assert_eq!(mail.attachments.len(), 1);
    let before = format!("{BASE}Content-Type: multipart/mixed; boundary=b\n\n");
    let mail = read_repeated(&before, "--b\nContent-Type: multipart/mixed; boundary=none\n\nx\n", 3_000_000);
    assert!(codes(&mail).contains(&"too_many_parts") && codes(&mail).contains(&"missing_boundary"));
    let mail = read_repeated(&before, "--b\nContent-Type: image/png; name=a.png\n\nx\n", 300_000);
    assert_eq!(mail.attachments.len(), 1000);
}
