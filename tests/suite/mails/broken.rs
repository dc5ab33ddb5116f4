//! What mail that breaks the rules is read as.

use super::{Expected, NOTHING, Text};

pub const MAILS: &[Expected] = &[
    Expected {
        file: "bad-base64",
        from: ("b64@example.com", ""),
        subject: "Bad",
        text: Text::Is(&["이 글은 base64 로 보냈고 목록이 꼬리를 붙였습니다. 그래도 읽힙니다."]),
        message_id: "b64@example.com",
        doubts: &["bad_base64"],
        ..NOTHING
    },
    Expected {
        file: "bad-names",
        from: ("evil@example.com", ""),
        subject: "Names",
        text: Text::Is(&[]),
        message_id: "ev1@example.com",
        attachments: &[
            ("passwd", "application/octet-stream", 1, false),
            ("report.doc", "application/octet-stream", 2, false),
            ("attachment.bin", "application/octet-stream", 1, false),
            ("ab cod.exe", "application/octet-stream", 1, false),
            ("_con.html", "text/html", 4, false),
            ("what__is__this_.txt", "text/plain", 1, false),
        ],
        ..NOTHING
    },
    Expected {
        file: "bad-qp",
        from: ("qp@example.com", ""),
        subject: "100= sure =ZZ",
        text: Text::Is(&["1 = 1 and 한글 stay"]),
        message_id: "qp@example.com",
        doubts: &["bad_quoted_printable"],
        ..NOTHING
    },
    Expected {
        file: "boundary-never-occurs",
        from: ("nob@example.com", ""),
        subject: "No boundary",
        text: Text::Is(&["Just a text.", "--somewhere else"]),
        message_id: "nob1@example.com",
        doubts: &["missing_boundary"],
        ..NOTHING
    },
    Expected {
        file: "cr-only",
        from: ("mac9@example.com", ""),
        subject: "Old Mac",
        text: Text::Is(&["café one two", "three"]),
        message_id: "cr1@example.com",
        attachments: &[("a.txt", "text/plain", 4, false)],
        ..NOTHING
    },
    Expected {
        file: "from-broken",
        from: ("kim.broken@example.com", ""),
        to: &["a@example.com", "b@example.com"],
        subject: "Broken",
        text: Text::Is(&["Broken from."]),
        message_id: "id-without-brackets@example.com",
        references: &["x@example.com", "y@example.com", "z@example.com"],
        ..NOTHING
    },
    Expected {
        file: "from-missing",
        from: ("shop@example.com", "Shop"),
        reply_to: "shop@example.com",
        subject: "Form",
        text: Text::Is(&["Sent by a form."]),
        message_id: "fm1@example.com",
        doubts: &["missing_header"],
        ..NOTHING
    },
    Expected {
        file: "header-only",
        from: ("quiet@example.com", ""),
        subject: "Call me",
        text: Text::Is(&[]),
        doubts: &["missing_header", "missing_header"],
        ..NOTHING
    },
    Expected {
        file: "mbox-bom",
        from: ("jane@example.com", "Jane"),
        subject: "From an mbox",
        text: Text::Is(&[">From the archive."]),
        message_id: "mb1@example.com",
        ..NOTHING
    },
    Expected {
        file: "missing-blank-line",
        from: ("mb@example.com", ""),
        subject: "No blank line",
        text: Text::Is(&["Text: first", "second"]),
        message_id: "mbl@example.com",
        doubts: &["broken_header"],
        ..NOTHING
    },
    Expected {
        file: "missing-separator",
        from: ("ms@example.com", ""),
        subject: "No separator",
        text: Text::Is(&["Hello there, the blank line is missing.", "Note: bye", "Hello again"]),
        message_id: "ms@example.com",
        doubts: &["broken_header"],
        ..NOTHING
    },
    Expected {
        file: "mixed-line-ends",
        from: ("mix@example.com", ""),
        subject: "Mixed",
        text: Text::Is(&["one", "two", "three", "four", "five"]),
        message_id: "mix1@example.com",
        ..NOTHING
    },
    Expected {
        file: "plain-called-base64",
        from: ("b64b@example.com", ""),
        subject: "Not base64",
        text: Text::Is(&["This was never encoded, whatever the header says."]),
        message_id: "b64b@example.com",
        doubts: &["bad_base64"],
        ..NOTHING
    },
    Expected {
        file: "same-names",
        from: ("twin@example.com", ""),
        subject: "Twins",
        text: Text::Is(&["Three pictures"]),
        message_id: "tw@example.com",
        attachments: &[
            ("image.png", "image/png", 73, false),
            ("IMAGE (2).png", "image/png", 73, false),
            ("image (3).png", "image/png", 73, false),
        ],
        ..NOTHING
    },
    Expected {
        file: "truncated-utf8",
        from: ("tr@example.com", ""),
        subject: "Cut character",
        text: Text::Is(&["이 글은 끝에서 글자 하나가 잘렸습니�"]),
        message_id: "tr@example.com",
        doubts: &["invalid_bytes"],
        ..NOTHING
    },
    Expected {
        file: "unclosed",
        from: ("cut@example.com", ""),
        subject: "Cut off",
        text: Text::Is(&["The file is attached."]),
        message_id: "cut1@example.com",
        attachments: &[("big.pdf", "application/pdf", 58, false)],
        doubts: &["unclosed_multipart"],
        ..NOTHING
    },
    Expected {
        file: "undeclared-1252",
        from: ("mueller@example.de", "Müller"),
        subject: "Prüfung",
        text: Text::Is(&["Die Prüfung kostet 5 €."]),
        message_id: "de1@example.de",
        doubts: &["undeclared_charset"],
        ..NOTHING
    },
    Expected {
        file: "unknown-transfer",
        from: ("ut@example.com", ""),
        subject: "Zip",
        text: Text::Is(&["as it is"]),
        message_id: "ut@example.com",
        doubts: &["unknown_transfer_encoding"],
        ..NOTHING
    },
    Expected {
        file: "zero-bytes",
        from: ("zero@example.com", ""),
        subject: "Zero",
        text: Text::Is(&["AB"]),
        message_id: "zero@example.com",
        doubts: &["control_characters"],
        ..NOTHING
    },
];
