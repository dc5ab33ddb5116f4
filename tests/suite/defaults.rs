//! Flags of `refund create` beside what the ticket itself says, at the sample data.

use crate::sandbox::Sandbox;

/// A flag that contradicts a default of the ticket clears it; two flags that contradict are an error.
#[test]
fn a_flag_clears_the_defaults_that_it_contradicts() {
    let s = Sandbox::demo();
    #[rustfmt::skip]
    let table: &[(&str, &[&str], &str)] = &[
        // Ticket 3 is about VC2-7801 of S00002, ticket 17 about VC2-7805 of S00012.
        ("3", &["--order", "S00012"], "INV/2026/00009"),
        ("3", &["--lot", "VC2-7805"], "INV/2026/00009"),
        ("3", &["--order", "S00012", "--lot", "VC2-7805"], "INV/2026/00009"),
        ("3", &["--invoice", "INV/2026/00009"], "INV/2026/00009"),
        ("3", &[], "INV/2026/00002"),
        ("17", &["--lot", "VC2-7801"], "INV/2026/00002"),
        ("17", &["--order", "S00002"], "INV/2026/00002"),
        ("17", &["--order", "S00012", "--lot", "VC2-7801"], "invalid_value"),
        ("3", &["--order", "S00002", "--lot", "VC2-7805"], "invalid_value"),
    ];
    for (ticket, flags, expected) in table {
        let args = [&["refund", "create", "--ticket", ticket], *flags].concat();
        let ran = s.run(&args);
        let answer = match ran.exit {
            0 => ran.json()["credit_notes"][0]["reverses"].as_str().unwrap_or_default().to_owned(),
            _ => ran.code(),
        };
        assert_eq!(answer, *expected, "{args:?}: {}", ran.err);
    }
}

/// A lot is for tracked products; one that nobody knows is told with the product it was looked for under.
#[test]
fn a_lot_that_is_not_there() {
    let s = Sandbox::demo();
    #[rustfmt::skip]
    let table: &[(&[&str], &str, i32, &str)] = &[
        (&["20", "--lot", "X"], "invalid_value", 2, "can't be used here"),
        (&["20", "--product", "MS-W2", "--lot", "VC2-7801"], "invalid_value", 2, "can't be used here"),
        (&["3", "--lot", "X"], "lot_unknown", 4, "VC-200 has no lot or serial number X"),
        (&["7", "--lot", "X"], "lot_unknown", 4, "FT-A30 has no lot or serial number X"),
        (&["12", "--lot", "X"], "lot_unknown", 4, "There is no lot or serial number X"),
    ];
    for (flags, code, exit, words) in table {
        let ran = s.run(&[&["refund", "create", "--ticket"], *flags].concat());
        assert_eq!((ran.code().as_str(), ran.exit), (*code, *exit), "{flags:?}: {}", ran.err);
        assert!(ran.message().contains(words), "{}", ran.err);
    }
    assert_eq!(s.refused(&["stock", "show", "MS-W2", "--lot", "X"]), ("invalid_value".into(), 2));
}
