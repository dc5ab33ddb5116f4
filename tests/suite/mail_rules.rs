//! Checks single rules of the reader on small mails written for each.

use afterdesk::domain::mail::incoming::{Incoming, MOST_BYTES, Unreadable};
use afterdesk::mail::incoming::read;

fn mail(headers: &str, body: &[u8]) -> Incoming {
    let head = format!("From: a@example.com\n{headers}\n\n");
    read(&[head.as_bytes(), body].concat()).unwrap()
}

fn plain(text: &str) -> Incoming {
    mail("Content-Type: text/plain; charset=utf-8", text.as_bytes())
}

fn html(source: &str) -> String {
    mail("Content-Type: text/html; charset=utf-8", source.as_bytes()).text
}

#[test]
fn what_cannot_be_read_is_told() {
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b" \r\n\0\n"), Err(Unreadable::Empty));
    assert_eq!(read(b"From nobody\n"), Err(Unreadable::Empty));
    assert_eq!(read(b"\xFF\xFE\x00\x01"), Err(Unreadable::NotAMessage));
    assert_eq!(read(b"<html><body>hi"), Err(Unreadable::NotAMessage));
    assert_eq!(read(b"From: nobody\n\nhi"), Err(Unreadable::NoSender));
    let bytes = MOST_BYTES + 1;
    let most = MOST_BYTES;
    assert_eq!(read(&vec![b'a'; bytes]), Err(Unreadable::TooLarge { bytes, most }));
}

#[test]
fn every_name_of_a_charset_is_known() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("euc-kr ks_c_5601-1987 ks_c_5601 KSC5601 ksc_5601 korean", b"\xB0\xA1", "가"),
        ("cp949 windows-949 UHC x-windows-949 ms949", b"\x8C\x63", "똠"),
        ("iso-2022-kr ISO2022-KR csISO2022KR", b"\x1B$)C\x0E0!\x0F!", "가!"),
        ("iso-2022-jp csISO2022JP", b"\x1B$B$\"\x1B(B", "あ"),
        ("shift_jis sjis windows-31j cp932", b"\x82\xA0", "あ"),
        ("euc-jp", b"\xA4\xA2", "あ"),
        ("gb2312 gbk gb18030 cp936", b"\xC4\xE3", "你"),
        ("big5 big5-hkscs", b"\xA7\x41", "你"),
        ("iso-8859-1 latin1 windows-1252 cp1252", b"\xE9", "é"),
        ("iso-8859-15", b"\xA4", "€"),
        ("koi8-r", b"\xD1", "я"),
        ("utf-8 utf8 UTF-8", "가".as_bytes(), "가"),
        ("utf-7", b"+rAA-", "가"),
        ("utf-16", b"\xFE\xFF\xAC\x00", "가"),
        ("ibm850", b"\x82", "é"),
    ];
    for (names, bytes, text) in cases {
        for name in names.split(' ') {
            let read = mail(&format!("Content-Type: text/plain; charset={name}"), bytes);
            assert_eq!(read.text, *text, "{name}");
            let word: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
            let read = mail(&format!("Subject: =?{name}?Q?{word}?="), b"");
            assert_eq!(read.subject, *text, "{name}");
        }
    }
}

#[test]
fn quotes_are_found() {
    let cases = [
        "-----Original Message-----\nold",
        "----- 원본 메시지 -----\nold",
        "-----원본 메세지-----\nold",
        "---------- 전달된 메시지 ----------\nold",
        "Begin forwarded message:\n\nold",
        "> old\n> older",
        "> old\n\n-- \nsignature",
        "On Sat, 28 Nov 2026 at 15:12, Kim <k@example.com> wrote:\n\n> old",
        "On Sat, 28 Nov 2026 at 15:12, Kim\n<k@example.com>\nwrote:\nold",
        "On Nov 28, 2026, at 15:12, Kim wrote:\n> old",
        "2026년 11월 28일 (토) 오후 3:12, 김 <k@example.kr>님이 작성:\n\n> old",
        "2026년 11월 28일 (토) 오후 3:12, 김 <k@example.kr>님이 작성:\n\nold",
        "2026. 11. 28. 오후 3:12, 김 <k@example.kr> 작성:\n> old",
        "2026-11-28 오후 3:12에 김 이(가) 쓴 글:\n> old",
        "From: Kim <k@example.com>\nSent: Friday\nTo: me\nSubject: x\n\nold",
        "*From:* Kim <k@example.com>\n*Sent:* Friday\n*To:* me\n\nold",
        "보낸 사람: 김 <k@example.kr>\n보낸 날짜: 금요일\n받는 사람: 나\n\nold",
        "보낸사람 : 김\n받는사람 : 나\n날짜 : 금요일\n제목 : x\n\nold",
        "________________________________\nFrom: Kim\nSent: Friday\n\nold",
    ];
    for quote in cases {
        let read = plain(&format!("My answer.\n\n{quote}"));
        let at = read.quoted.unwrap_or_else(|| panic!("{quote}"));
        assert_eq!(&read.text[at..], quote);
    }
}

#[test]
fn what_is_no_quote_stays_open() {
    let cases = [
        "Just an answer.",
        "From: here to there is a long way.",
        "On Monday I wrote:\nnothing at all",
        "> question?\n\nanswer",
        "On 28 Nov 2026 Kim wrote:\n> question?\n\nanswer",
        "-----Original Message-----\nonly the old message",
        "> only a quote",
        "> -----Original Message-----\n> question?\n\nanswer",
        "The list:\n-- one --\n-- two --",
        "20 pieces, please",
    ];
    for text in cases {
        assert_eq!(plain(text).quoted, None, "{text}");
    }
}

#[test]
fn programs_are_recognised() {
    let cases = [
        ("Auto-Submitted: auto-replied", "auto_reply"),
        ("Auto-Submitted: auto-generated; x=y", "auto_reply"),
        ("Auto-Submitted: No", ""),
        ("X-Auto-Response-Suppress: OOF, AutoReply", "auto_reply"),
        ("Precedence: auto_reply", "auto_reply"),
        ("Precedence: BULK", "list"),
        ("Precedence: junk", "list"),
        ("Precedence: first-class", ""),
        ("X-Autorespond: yes", "auto_reply"),
        ("List-Id: <l.example.com>", "list"),
        ("List-Id: <l.example.com>\nAuto-Submitted: auto-replied", "auto_reply"),
        ("X-Loop: desk@example.com", "loop"),
        ("Return-Path: <>", "bounce"),
        ("Return-Path: <>\nAuto-Submitted: auto-replied", "auto_reply"),
        ("Return-Path: <a@example.com>", ""),
        ("X-Failed-Recipients: b@example.com", "bounce"),
        ("Content-Type: multipart/report; report-type=\"delivery-status\"; boundary=b", "bounce"),
    ];
    for (header, code) in cases {
        let automatic = mail(header, b"text").automatic;
        assert_eq!(automatic.map(|reason| reason.as_str()).unwrap_or_default(), code, "{header}");
    }
}

#[test]
fn html_becomes_readable_text() {
    let cases = [
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("a <b>bold</b>\n  word", "a bold word"),
        ("1 &lt; 2 &amp;&amp; &nbsp;&eacute;&#44032; &unknown; AT&T", "1 < 2 &&  é가 &unknown; AT&T"),
        ("x<!-- no --><style>p{}</style><script>a<b</script>y", "xy"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<ul><li>a</li><li>b<ol><li>c<li>d</ol></li></ul>e", "- a\n- b\n  1. c\n  2. d\n\ne"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td></td><td>d</td></tr></table>", "a\tb\n\td"),
        ("<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc"),
        ("<a href='https://example.com/'>example.com</a>", "example.com"),
        ("<a href=\"https://example.com/?a=1&amp;b=2\">here</a>", "here <https://example.com/?a=1&b=2>"),
        ("<a href='javascript:x()'>click</a>", "click"),
        (
            "<a href='https://example.com/i'><img src=x alt='Logo &gt;'></a>",
            "[Logo >] <https://example.com/i>",
        ),
        ("<table><tr><td>a<td></table>b", "a\n\nb"),
        ("a < b and <3", "a < b and <3"),
        ("<p title=\"a>b\">text", "text"),
        ("open <b", "open"),
        ("<style>never closed <p>kept", "never closed\n\nkept"),
    ];
    for (source, text) in cases {
        assert_eq!(html(source).trim_start(), text.trim_start(), "{source}");
    }
}

#[test]
fn every_kind_of_text_is_shown() {
    for kind in ["text/plain", "text/markdown", "text", "nonsense", "text/plain; name=a.txt"] {
        let read = mail(&format!("Content-Type: {kind}"), b"hello");
        assert_eq!(read.text, "hello", "{kind}");
        assert!(read.attachments.is_empty(), "{kind}");
    }
}

#[test]
fn bytes_win_over_a_wrong_charset() {
    let cases: &[(&str, &[u8], &str, &str)] = &[
        ("euc-kr", "안녕하세요".as_bytes(), "안녕하세요", "wrong_charset"),
        ("utf-8", b"\xBE\xC8\xB3\xE7", "안녕", "wrong_charset"),
        ("utf-8", "가\u{FFFD}".as_bytes(), "가\u{FFFD}", ""),
        ("euc-kr", b"\xB0\xA1\xFF", "가\u{FFFD}", "invalid_bytes"),
        ("x-none", b"\xB0\xA1", "가", "unknown_charset"),
        ("us-ascii", b"caf\xE9", "café", "undeclared_charset"),
    ];
    for (charset, bytes, text, doubt) in cases {
        let headers = format!("Date: today\nMessage-ID: <a@b>\nContent-Type: text/plain; charset={charset}");
        let read = mail(&headers, bytes);
        assert_eq!(read.text, *text, "{charset}");
        let code = read.doubts.first().map(|doubt| doubt.code()).unwrap_or_default();
        assert_eq!(code, *doubt, "{charset}");
    }
}

#[test]
fn wrapped_lines_are_joined() {
    let flowed = |kind: &str, text: &str| {
        let headers = format!("Content-Type: text/plain; charset=utf-8; format=flowed; {kind}");
        mail(&headers, text.as_bytes()).text
    };
    assert_eq!(flowed("", "one \ntwo\nthree"), "one two\nthree");
    assert_eq!(flowed("delsp=yes", "한 \n글\n두 글"), "한글\n두 글");
    assert_eq!(flowed("", "> a \n> b\n>> c \nd"), "> a b\n>> c \nd");
    assert_eq!(flowed("", "a\n-- \nname"), "a\n-- \nname");
    assert_eq!(flowed("", " From here"), "From here");
}
