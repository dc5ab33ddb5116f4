//! What mail from programs and lists is read as.

use super::{Expected, NOTHING, Text};

pub const MAILS: &[Expected] = &[
    Expected {
        file: "auto-submitted-no",
        from: ("vera@example.com", "Vera"),
        reply_to: "vera.desk@example.com",
        subject: "Not automatic",
        text: Text::Is(&["I wrote this myself."]),
        message_id: "no1@example.com",
        ..NOTHING
    },
    Expected {
        file: "bounce-exchange-ko",
        from: ("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example.kr", "Microsoft Outlook"),
        subject: "배달되지 않음: 견적 안내",
        text: Text::Is(&[
            "받는 사람 또는 그룹에 배달하지 못했습니다.",
            "",
            "nobody@corp.example.kr",
            "입력한 전자 메일 주소를 찾을 수 없습니다.",
        ]),
        message_id: "ndr-1@corp.example.kr",
        references: &["ticket-90.1@helpdesk.example.com"],
        automatic: "bounce",
        attachments: &[
            ("delivery-status.txt", "message/delivery-status", 120, false),
            ("견적 안내.eml", "message/rfc822", 164, false),
        ],
        ..NOTHING
    },
    Expected {
        file: "bounce-naver",
        from: ("postmaster@mail.example.kr", "메일 관리자"),
        subject: "[메일전송실패] RE: 배송 문의드립니다",
        text: Text::Is(&[
            "메일이 전송되지 않았습니다.",
            "받는 사람: nobody@mail.example.kr",
            "존재하지 않는 계정입니다.",
        ]),
        message_id: "fail1@mail.example.kr",
        automatic: "bounce",
        ..NOTHING
    },
    Expected {
        file: "bounce-postfix",
        from: ("MAILER-DAEMON@mx.example.com", "Mail Delivery System"),
        subject: "Undelivered Mail Returned to Sender",
        text: Text::Is(&[
            "This is the mail system at host mx.example.com.",
            "",
            "I'm sorry to have to inform you that your message could not",
            "be delivered to one or more recipients.",
            "",
            "<gone@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 User unknown",
        ]),
        message_id: "20261128061200.9C0D1@mx.example.com",
        automatic: "bounce",
        attachments: &[
            ("delivery-status.txt", "message/delivery-status", 112, false),
            ("headers.txt", "text/rfc822-headers", 52, false),
        ],
        ..NOTHING
    },
    Expected {
        file: "bounce-qmail",
        from: ("MAILER-DAEMON", ""),
        subject: "failure notice",
        text: Text::Is(&[
            "Hi. This is the qmail-send program at mail.example.org.",
            "",
            "--- Below this line is a copy of the message.",
            "",
            "From: support@helpdesk.example.com",
            "Subject: Hello",
        ]),
        automatic: "bounce",
        doubts: &["missing_header"],
        ..NOTHING
    },
    Expected {
        file: "digest",
        from: ("list-request@lists.example.com", ""),
        subject: "Digest 7",
        text: Text::Is(&["Two messages today."]),
        message_id: "dig1@lists.example.com",
        automatic: "list",
        attachments: &[
            ("First.eml", "message/rfc822", 42, false),
            ("message.eml", "message/rfc822", 26, false),
        ],
        ..NOTHING
    },
    Expected {
        file: "list-ko",
        from: ("reader@example.kr", "구독자"),
        reply_to: "users@lists.example.kr",
        to: &["users@lists.example.kr", "support@helpdesk.example.com"],
        subject: "[users] 새 판 질문",
        text: Text::Is(&[
            "새 판은 언제 나오나요?",
            "",
            "_______________________________________________",
            "users mailing list",
            "users@lists.example.kr",
        ]),
        message_id: "list1@example.kr",
        automatic: "list",
        ..NOTHING
    },
    Expected {
        file: "loop",
        from: ("desk@other.example.com", "Other Desk"),
        subject: "Re: [#1] Received",
        text: Text::Is(&["We received your mail."]),
        message_id: "loop1@other.example.com",
        automatic: "loop",
        ..NOTHING
    },
    Expected {
        file: "newsletter-ko",
        from: ("news@shop.example.kr", "쇼핑몰 소식"),
        subject: "(광고) 겨울 할인",
        text: Text::Is(&[
            "겨울 할인",
            "",
            "최대 50% 할인 → 바로 가기 <https://shop.example.kr/sale>",
            "",
            "----------",
            "",
            "수신을 원치 않으시면 수신거부 <https://shop.example.kr/unsub>를 누르세요.",
        ]),
        message_id: "ad1@shop.example.kr",
        automatic: "list",
        ..NOTHING
    },
    Expected {
        file: "null-return-path",
        from: ("robot@example.com", ""),
        subject: "Notice",
        text: Text::Is(&["A notice."]),
        message_id: "np1@example.com",
        automatic: "bounce",
        ..NOTHING
    },
    Expected {
        file: "ooo-ko-exchange",
        from: ("ian@corp.example.kr", "서이안"),
        subject: "자동 회신: 문의하신 내용",
        text: Text::Is(&[
            "안녕하세요.",
            "",
            "11월 28일부터 12월 4일까지 휴가입니다. 급한 일은 대표번호로 연락 바랍니다.",
            "",
            "서이안 드림",
        ]),
        message_id: "e5f6a7@SL2P216MB0002.KORP216.PROD.OUTLOOK.example.com",
        references: &["ticket-80.3@helpdesk.example.com"],
        automatic: "auto_reply",
        ..NOTHING
    },
    Expected {
        file: "read-receipt",
        from: ("rita@example.com", "Rita"),
        subject: "Read: Your ticket",
        text: Text::Is(&["Your message was read."]),
        message_id: "rr1@example.com",
        automatic: "auto_reply",
        attachments: &[("disposition-notification.txt", "message/disposition-notification", 21, false)],
        ..NOTHING
    },
    Expected {
        file: "stub-alternative",
        from: ("news@example.com", "News"),
        subject: "News",
        text: Text::Has(&["News paragraph number 0", "Unsubscribe <https://news.example.com/u>"]),
        message_id: "nl1@example.com",
        automatic: "list",
        ..NOTHING
    },
    Expected {
        file: "vacation",
        from: ("vera@example.com", "Vera"),
        subject: "Away",
        text: Text::Is(&["I am away."]),
        message_id: "vac1@example.com",
        automatic: "auto_reply",
        ..NOTHING
    },
];
