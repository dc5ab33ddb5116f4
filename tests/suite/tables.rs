//! Tables in a real terminal of eighty columns: nothing is wider, and no number, date or money breaks.

use std::io::Read;

use afterdesk::text::cells::width;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::sandbox::{Sandbox, TODAY};

/// What the program prints into a terminal of so many columns.
fn printed(s: &Sandbox, cols: u16, args: &[&str]) -> String {
    let size = PtySize { rows: 24, cols, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_afterdesk"));
    command.args(args);
    command.env_clear();
    command.env("AFTERDESK_DB", s.db());
    command.env("AFTERDESK_CONFIG", s.folder.path().join("config.toml"));
    command.env("AFTERDESK_NOW", format!("{TODAY}T10:00:00+09:00"));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    // The end of a terminal is an error to some systems.
    while let Ok(read) = reader.read(&mut chunk) {
        if read == 0 {
            break;
        }
        bytes.extend_from_slice(&chunk[..read]);
    }
    child.wait().unwrap();
    String::from_utf8_lossy(&bytes).replace('\r', "")
}

#[test]
fn eighty_columns_hold_every_table() {
    let s = Sandbox::demo();
    #[rustfmt::skip]
    let table: &[(&[&str], &[&str], &[&str])] = &[
        (&["invoice", "list"], &["RINV/2026/00002", "2026-11-17", "₩1,699,500"], &["RINV/2026/00002", "2026. 11. 17.", "1,699,500원"]),
        (&["invoice", "show", "INV/2026/00005"], &["₩1,447,600", "-₩110,000", "Creditable"], &["1,447,600원", "-110,000원", "2026. 10. 10."]),
        (&["invoice", "show", "EXP/2026/00001"], &["$1,291.15", "Discount", "89.9"], &["$1,291.15", "2026. 10. 11.", "할인"]),
        (&["ticket", "list"], &["In Progress", "Urgent"], &["진행 중", "긴급"]),
        (&["order", "show", "S00001"], &["₩4,671,150", "1,490,000"], &["4,671,150원", "1,490,000"]),
        (&["customer", "list"], &["C001"], &["C001"]),
        (&["user", "list"], &["₩5,000,000", "$4,000.00"], &["5,000,000원", "$4,000.00"]),
        (&["team", "list"], &["Customer Care"], &["고객지원"]),
        (&["settings", "show"], &["Asia/Seoul"], &["Asia/Seoul"]),
        (&["report", "show", "refunds", "--period", "2026-11"], &["₩97,900", "No reason given", "█"], &["97,900원", "사유 없음", "█"]),
        (&["report", "show", "coupons", "--period", "all"], &["Revoked", "Accessories"], &["회수", "추석 감사 쿠폰"]),
        (&["report", "rows", "refunds", "--period", "all"], &["RINV/2026/00002", "$175.57"], &["2026. 11. 17.", "97,900원"]),
        (&["report", "list"], &["discounts", "Coupon discounts"], &["쿠폰 할인"]),
        (&["db", "check"], &["Unbroken history"], &["끊김 없는 이력"]),
    ];
    for (args, en, ko) in table {
        for (lang, whole) in [("en", en), ("ko", ko)] {
            let text = printed(&s, 80, &[*args, &["--lang", lang]].concat());
            for line in text.lines() {
                assert!(width(line) <= 80, "{args:?} {lang}: {line:?}");
            }
            for part in *whole {
                assert!(text.contains(part), "{args:?} {lang}: {part} is broken in\n{text}");
            }
        }
    }
    let wide = printed(&s, 200, &["invoice", "show", "EXP/2026/00001"]);
    assert!(wide.contains("Discount %") && wide.contains("Mechanical keyboard M1"), "{wide}");
}
