//! What the mail of programs and people elsewhere is read as.

use super::{Expected, NOTHING, Text};

pub const MAILS: &[Expected] = &[
    Expected {
        file: "apple-mail-mixed",
        from: ("ann@mac.example.com", "Ann Lee"),
        subject: "Contract",
        text: Text::Is(&["Please look at this:", "", "Is it signed?"]),
        message_id: "AM1@mac.example.com",
        attachments: &[("contract.pdf", "application/pdf", 125, false)],
        ..NOTHING
    },
    Expected {
        file: "big5",
        from: ("chan@example.tw", "陳大文"),
        subject: "許功蓋",
        text: Text::Is(&["請問保固多久？"]),
        message_id: "tw1@example.tw",
        ..NOTHING
    },
    Expected {
        file: "flowed-delsp",
        from: ("aoi@example.jp", "Aoi"),
        subject: "delsp",
        text: Text::Is(&["긴 글을 여러 줄에 나누어 보냅니다.", "From 으로 시작하는 줄", "", "-- ", "서명"]),
        message_id: "ds1@example.jp",
        ..NOTHING
    },
    Expected {
        file: "gb18030",
        from: ("wang@example.cn", "王小明"),
        subject: "产品问题𠀀",
        text: Text::Is(&["请问如何安装？"]),
        message_id: "cn1@example.cn",
        ..NOTHING
    },
    Expected {
        file: "gmail-en",
        from: ("jane.doe@example.com", "Jane Doe"),
        to: &["support@helpdesk.example.com", "acc@example.com"],
        subject: "Re: Invoice",
        text: Text::Is(&[
            "Thanks, that is what I needed.",
            "",
            "On Sat, Nov 28, 2026 at 3:12 PM Helpdesk of Example <",
            "support@helpdesk.example.com> wrote:",
            "",
            "> Your invoice is attached.",
            ">",
            "> -- ",
            "> Support",
            ">",
        ]),
        quoted: "On Sat, Nov 28, 2026 at 3:12 PM Helpdesk of Example <",
        message_id: "CAF_en1@mail.example.com",
        references: &["ticket-102.1@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "html-image-only",
        from: ("fax@office.example.com", ""),
        subject: "Scan",
        text: Text::Is(&[]),
        message_id: "img1@office.example.com",
        attachments: &[("image.png", "image/png", 73, true)],
        ..NOTHING
    },
    Expected {
        file: "iphone-html-cite",
        from: ("mia@icloud.example.com", "Mia Chen"),
        subject: "Re: Door code",
        text: Text::Is(&[
            "It works now.",
            "",
            "Sent from my iPhone",
            "",
            "> On Nov 28, 2026, at 15:12, Support <support@helpdesk.example.com> wrote:",
            ">",
            "",
            "> Try 4711.",
        ]),
        quoted: "> On Nov 28, 2026, at 15:12, Support <support@helpdesk.example.com> wrote:",
        message_id: "ip1@icloud.example.com",
        references: &["ticket-104.1@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "iso2022jp",
        from: ("yamada@example.jp", "山田太郎"),
        subject: "お問い合わせ",
        text: Text::Is(&["製品について質問があります。"]),
        message_id: "jp1@example.jp",
        ..NOTHING
    },
    Expected {
        file: "iso8859-15",
        from: ("francois@example.fr", "François Lefèvre"),
        subject: "Problème de 10 €",
        text: Text::Is(&["Le prix est de 10 €, le cœur bat."]),
        message_id: "fr1@example.fr",
        ..NOTHING
    },
    Expected {
        file: "outlook2016-en",
        from: ("Tom.Baker@corp.example.com", "Baker, Tom (Sales)"),
        subject: "RE: Your licence key",
        text: Text::Is(&[
            "Hello,",
            "",
            "the key for “Café” does not work.",
            "",
            "Tom",
            "",
            "________________________________________",
            "From: Support [mailto:support@helpdesk.example.com]",
            "Sent: Friday, November 27, 2026 10:05 AM",
            "To: Baker, Tom",
            "Subject: Your licence key",
            "",
            "Here is your key.",
        ]),
        quoted: "________________________________________",
        message_id: "002601dc6044$aa@corp.example.com",
        references: &["ticket-101.1@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "pgp-encrypted",
        from: ("eve@example.com", "Eve"),
        subject: "secret",
        text: Text::Is(&[]),
        message_id: "pgp1@example.com",
        attachments: &[
            ("version.asc", "application/pgp-encrypted", 12, false),
            ("encrypted.asc", "application/octet-stream", 69, false),
        ],
        doubts: &["encrypted"],
        ..NOTHING
    },
    Expected {
        file: "pgp-signed",
        from: ("eve@example.com", "Eve"),
        subject: "signed",
        text: Text::Is(&["Signed text."]),
        message_id: "pgp2@example.com",
        attachments: &[("signature.asc", "application/pgp-signature", 72, false)],
        ..NOTHING
    },
    Expected {
        file: "sjis-html",
        from: ("suzuki@example.jp", ""),
        subject: "表示の件",
        text: Text::Is(&["ソフトの表示が", "おかしいです。"]),
        message_id: "jp2@example.jp",
        ..NOTHING
    },
    Expected {
        file: "smime-signed",
        from: ("legal@corp.example.com", "Legal"),
        subject: "Signed notice",
        text: Text::Is(&["This is our notice."]),
        message_id: "sm1@corp.example.com",
        attachments: &[("smime.p7s", "application/x-pkcs7-signature", 18, false)],
        ..NOTHING
    },
    Expected {
        file: "thunderbird-bottom-post",
        from: ("karl@example.com", "Karl Weber"),
        subject: "Re: Backup",
        text: Text::Is(&[
            "On 11/27/26 10:05, Support wrote:",
            "> Which version do you use?",
            "",
            "Version 4.2.",
            "",
            "> Does it fail each night?",
            "",
            "Yes.",
        ]),
        message_id: "tb1@example.com",
        references: &["ticket-103.1@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "uuencode",
        from: ("unix@example.com", ""),
        subject: "file",
        text: Text::Is(&["Here is the file.", "", "begin of a sentence is no file.", "", "", "Bye."]),
        message_id: "uu1@example.com",
        attachments: &[("fox.txt", "application/octet-stream", 135, false)],
        ..NOTHING
    },
    Expected {
        file: "winmail",
        from: ("old@corp.example.com", "Old Outlook"),
        subject: "Files",
        text: Text::Is(&["See the files."]),
        message_id: "tnef@corp.example.com",
        attachments: &[("winmail.dat", "application/ms-tnef", 6, false)],
        doubts: &["winmail_dat"],
        ..NOTHING
    },
];
