//! What Korean mail in every charset, named rightly or not, is read as.

use super::{Expected, NOTHING, Text};

pub const MAILS: &[Expected] = &[
    Expected {
        file: "ascii-really-euckr",
        from: ("hangyeol@example.kr", "조한결"),
        subject: "hello",
        text: Text::Is(&["설치가 안 됩니다."]),
        message_id: "ascii1@example.kr",
        doubts: &["undeclared_charset"],
        ..NOTHING
    },
    Expected {
        file: "ascii-really-utf8",
        from: ("hangyeol@example.kr", ""),
        subject: "hello",
        text: Text::Is(&["설치가 안 됩니다."]),
        message_id: "ascii2@example.kr",
        ..NOTHING
    },
    Expected {
        file: "calendar-ko",
        from: ("hajin@corp.example.kr", "송하진"),
        subject: "설치 방문",
        text: Text::Is(&["12월 1일 오전 10시에 뵙겠습니다."]),
        message_id: "cal@corp.example.kr",
        attachments: &[("invite.ics", "text/calendar", 185, false)],
        ..NOTHING
    },
    Expected {
        file: "cp949-uhc",
        from: ("ddom@example.kr", "똠방각하"),
        subject: "햏자의 펲시콜라",
        text: Text::Is(&["똠방각하와 펲시콜라, 햏햏."]),
        message_id: "uhc@example.kr",
        ..NOTHING
    },
    Expected {
        file: "declared-utf8-really-euckr",
        from: ("shop@example.kr", ""),
        subject: "입금 확인 부탁드립니다",
        text: Text::Is(&["입금했는데 확인이 안 됩니다."]),
        message_id: "wrong@example.kr",
        doubts: &["wrong_charset"],
        ..NOTHING
    },
    Expected {
        file: "euckr-one-bad-byte",
        from: ("damaged@example.kr", ""),
        subject: "bad byte",
        text: Text::Is(&["보내신 물건은 잘 받았습니다�그런데 하나가 빠졌습니다."]),
        message_id: "bb1@example.kr",
        doubts: &["invalid_bytes", "undeclared_charset"],
        ..NOTHING
    },
    Expected {
        file: "fax-same-names-ko",
        from: ("mfp@office.example.kr", "복합기"),
        subject: "스캔",
        text: Text::Is(&[]),
        message_id: "mfp1@office.example.kr",
        attachments: &[
            ("스캔 문서.pdf", "application/pdf", 125, false),
            ("스캔 문서 (2).pdf", "application/pdf", 125, false),
            ("document.pdf", "application/pdf", 125, false),
        ],
        ..NOTHING
    },
    Expected {
        file: "filename-euckr-word",
        from: ("order@corp.example.kr", ""),
        subject: "발주서",
        text: Text::Is(&["발주서를 보냅니다."]),
        message_id: "po1@corp.example.kr",
        attachments: &[
            ("발주서 최종.hwp", "application/octet-stream", 23, false),
            ("도면 1호.dwg", "application/octet-stream", 6, false),
        ],
        doubts: &["undeclared_charset"],
        ..NOTHING
    },
    Expected {
        file: "forwarded-eml",
        from: ("sales@corp.example.kr", "영업팀"),
        subject: "FW: 불만 접수",
        text: Text::Is(&["받은 메일을 붙입니다."]),
        message_id: "outer@corp.example.kr",
        attachments: &[("불만_접수 건.eml", "message/rfc822", 311, false)],
        ..NOTHING
    },
    Expected {
        file: "groupware-ksc5601",
        from: ("gaon@corp.example.kr", "문가온"),
        subject: "[그룹웨어] 접속 장애",
        text: Text::Is(&[
            "문서번호\t2026-77",
            "기안자\t문가온 차장",
            "",
            "결재 시스템 접속이 안 됩니다.",
            "",
            "https://gw.corp.example.kr/doc/77",
        ]),
        message_id: "gw77@corp.example.kr",
        ..NOTHING
    },
    Expected {
        file: "iso2022kr",
        from: ("sol@old.example.kr", "남궁 솔"),
        subject: "한글 제목 test 입니다",
        text: Text::Is(&["7비트로 보낸 편지입니다.", "Hello 안녕"]),
        message_id: "199611281512.AA01@old.example.kr",
        ..NOTHING
    },
    Expected {
        file: "rfc2231-euckr",
        from: ("tax@corp.example.kr", "회계팀"),
        subject: "세금계산서",
        text: Text::Is(&["세금계산서입니다."]),
        message_id: "tax1@corp.example.kr",
        attachments: &[(
            "2026년 11월 세금계산서(공급자용).xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            8,
            false,
        )],
        ..NOTHING
    },
    Expected {
        file: "split-words",
        from: ("gana@example.kr", "김가나"),
        subject: "글자가 중간에서 잘리는 제목도 읽어야 합니다",
        text: Text::Is(&["짧은 본문"]),
        message_id: "split@example.kr",
        ..NOTHING
    },
    Expected {
        file: "table-ko",
        from: ("buy@corp.example.kr", "구매팀"),
        subject: "주문표",
        text: Text::Is(&[
            "아래 표를 보세요.",
            "",
            "품목\t수량\t금액",
            "연필\t10\t5,000",
            "지우개\t\t1,000",
            "",
            "1. 확인",
            "  - 수량",
            "2. 회신",
            "",
            "감사합니다 <3 © 가각",
        ]),
        message_id: "table@corp.example.kr",
        ..NOTHING
    },
    Expected {
        file: "unknown-charset",
        from: ("hangyeol@example.kr", ""),
        subject: "설치 문의",
        text: Text::Is(&["설치가 안 됩니다."]),
        message_id: "unk@example.kr",
        doubts: &["unknown_charset", "unknown_charset"],
        ..NOTHING
    },
    Expected {
        file: "web-inquiry-iso2022kr-undeclared",
        from: ("old2@example.kr", ""),
        subject: "옛날 편지",
        text: Text::Is(&["선언 없는 7비트 편지입니다."]),
        message_id: "kr7u@example.kr",
        doubts: &["undeclared_charset"],
        ..NOTHING
    },
    Expected {
        file: "webform-euckr-raw",
        from: ("webmaster@shop.example.kr", "홈페이지"),
        reply_to: "guest.kim@example.kr",
        subject: "[문의] 사이즈 교환",
        text: Text::Is(&["이름: 손님 김", "내용: 95 사이즈를 100으로 바꾸고 싶어요."]),
        message_id: "200611281512.kASF0001@shop.example.kr",
        doubts: &["undeclared_charset"],
        ..NOTHING
    },
    Expected {
        file: "webform-utf8-raw",
        from: ("webmaster@shop.example.kr", "홈페이지"),
        subject: "상품 문의입니다",
        text: Text::Is(&["이 상품 언제 들어오나요?"]),
        message_id: "form.1@shop.example.kr",
        ..NOTHING
    },
];
