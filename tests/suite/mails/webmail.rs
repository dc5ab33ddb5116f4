//! What mail written in the browser by people in Korea is read as.

use super::{Expected, NOTHING, Text};

pub const MAILS: &[Expected] = &[
    Expected {
        file: "daum-html",
        from: ("younghee@mail.example.kr", "김영희"),
        subject: "환불 규정 문의",
        text: Text::Is(&[
            "환불 규정을 알고 싶습니다.",
            "",
            "- 개봉한 상품",
            "- 미개봉 상품",
            "",
            "자세한 내용은 상품 페이지 <https://shop.example.kr/refund?id=7&l=ko>를 보았습니다.",
        ]),
        message_id: "20261128151200.aAbBcCdD@mail.example.kr",
        ..NOTHING
    },
    Expected {
        file: "daum-reply-euckr",
        from: ("younghee@mail.example.kr", "김영희"),
        subject: "RE: 환불 규정 문의",
        text: Text::Is(&[
            "네 확인했습니다.",
            "감사합니다.",
            "",
            "--------- 원본 메일 ---------",
            "보낸사람: 고객센터 <support@helpdesk.example.com>",
            "받는사람: 김영희 <younghee@mail.example.kr>",
            "날짜: 2026년 11월 27일 금요일, 10시 05분 00초 +0900",
            "제목: Re: 환불 규정 문의",
            "",
            "7일 안에 알려 주시면 됩니다.",
        ]),
        quoted: "--------- 원본 메일 ---------",
        message_id: "20261128160000.reply1@mail.example.kr",
        references: &["ticket-7.2@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "gmail-ko-forward",
        from: ("mina.jung@example.com", "정민아"),
        subject: "Fwd: 고장",
        text: Text::Is(&[
            "이 건도 처리해 주세요.",
            "",
            "---------- Forwarded message ---------",
            "보낸사람: 유선호 <sunho@example.kr>",
            "Date: 2026년 11월 27일 (금) 오전 10:05",
            "Subject: 고장",
            "To: 정민아 <mina.jung@example.com>",
            "",
            "",
            "냉장고가 고장났어요.",
        ]),
        quoted: "---------- Forwarded message ---------",
        message_id: "CAfwd1@mail.example.com",
        ..NOTHING
    },
    Expected {
        file: "gmail-ko-reply",
        from: ("mina.jung@example.com", "정민아"),
        subject: "Re: 로그인이 되지 않아요",
        text: Text::Is(&[
            "답변 감사합니다. 잘 됩니다!",
            "",
            "2026년 11월 28일 (토) 오후 3:12, 고객센터 <support@helpdesk.example.com>님이",
            "작성:",
            "",
            "> 비밀번호를 바꿔 보시겠어요?",
            ">",
            "> 고객센터 드림",
            ">",
        ]),
        quoted: "2026년 11월 28일 (토) 오후 3:12, 고객센터 <support@helpdesk.example.com>님이",
        message_id: "CAKq1xYz_0123456789abcdef@mail.example.com",
        references: &["CAKq1@mail.example.com", "ticket-55.1@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "kakao-mail",
        from: ("raon@mail.example.com", "나라온"),
        reply_to: "raon@mail.example.com",
        subject: "계정 삭제 요청",
        text: Text::Is(&["계정을 지워 주세요."]),
        message_id: "kakao.20261128.1@mail.example.com",
        attachments: &[("신분증.png", "image/png", 73, false)],
        ..NOTHING
    },
    Expected {
        file: "naver-bigfile",
        from: ("daon@example.kr", "배다온"),
        subject: "설계도면 보냅니다",
        text: Text::Is(&[
            "큰 파일을 보냅니다.",
            "",
            "대용량 첨부",
            "설계도면.zip <https://bigfile.mail.example.kr/download?fid=A%2BB&k=1>\t1.2GB",
            "",
            "~2026-12-28 까지 받을 수 있습니다.",
        ]),
        message_id: "bigfile1@cweb003.nm.example.kr",
        attachments: &[("목록.txt", "text/plain", 16, false)],
        ..NOTHING
    },
    Expected {
        file: "naver-html",
        from: ("gildong@example.kr", "홍길동"),
        subject: "배송 문의드립니다",
        text: Text::Is(&[
            "안녕하세요. 주문번호 2026-1128 건 배송이 아직 오지 않았습니다.",
            "",
            "확인 부탁드립니다.",
            "홍길동 드림",
        ]),
        message_id: "6c1e0a9b4f2d@cweb001.nm.example.kr",
        ..NOTHING
    },
    Expected {
        file: "naver-reply",
        from: ("gildong@example.kr", "홍길동"),
        subject: "RE: 배송 문의드립니다",
        text: Text::Is(&[
            "네, 주소는 아래와 같습니다.",
            "서울시 종로구 세종대로 1",
            "",
            "-----Original Message-----",
            "From: \"고객센터\"<support@helpdesk.example.com>",
            "To: \"홍길동\"<gildong@example.kr>;",
            "Cc:",
            "Sent: 2026-11-28 (토) 15:12:00 (GMT+09:00)",
            "Subject: RE: 배송 문의드립니다",
            "",
            "주소를 알려 주세요.",
        ]),
        quoted: "-----Original Message-----",
        message_id: "77aa01@cweb002.nm.example.kr",
        references: &["6c1e0a9b4f2d@cweb001.nm.example.kr", "ticket-1128.1@helpdesk.example.com"],
        ..NOTHING
    },
    Expected {
        file: "outlook-web-ko",
        from: ("doyun@outlook.example.com", "임도윤"),
        subject: "회신: 설치",
        text: Text::Is(&[
            "다시 설치하니 됩니다.",
            "----------",
            "보낸 사람: 고객센터 <support@helpdesk.example.com>",
            "보낸 날짜: 2026년 11월 27일 금요일 오전 10:05",
            "받는 사람: 임도윤 <doyun@outlook.example.com>",
            "제목: Re: 설치",
            "",
            "다시 설치해 보세요.",
        ]),
        quoted: "----------",
        message_id: "owa1@outlook.example.com",
        references: &["ticket-95.1@helpdesk.example.com"],
        ..NOTHING
    },
];
