//! Pages as they come out: what can be read back of them, where it stands, and how many there are.

use proptest::prelude::*;
use rstest::rstest;

use super::flow::{EDGES, lay_out};
use super::mark::{Mark, PAGE};
use super::wrap::width;
use super::*;
use crate::domain::settings::Language;
use crate::text::sheet::{Column, Fact, Party, Row, Side, Total};

fn sheet(rows: usize) -> Sheet {
    let party =
        |role: &str, name: &str| Party { role: role.into(), name: name.into(), lines: vec!["서울".into()] };
    let column = |label: &str, side| Column { label: label.into(), side };
    let row = |at: usize| Row {
        cells: vec![format!("공기청정기 필터 {at}"), at.to_string(), format!("₩{},000", at * 37)],
        note: Some("FT-A30".into()),
    };
    let total = |label: &str, strong| Total { label: label.into(), value: "₩1,234,567".into(), strong };
    Sheet {
        language: Language::Korean,
        title: "견적서".into(),
        number: Some("S00001".into()),
        mark: None,
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23),
        company: party("", "한빛상사"),
        customer: Some(party("고객", "윤가람")),
        facts: vec![Fact { label: "날짜".into(), value: "2026. 11. 23.".into() }],
        columns: vec![column("품목", Side::Left), column("수량", Side::Right), column("합계", Side::Right)],
        rows: (1..=rows).map(row).collect(),
        totals: vec![total("공급가액", false), total("합계", true)],
        closing: vec!["감사합니다.".into()],
        footer: "한빛상사".into(),
    }
}

/// Texts of a page with their right ends and heights.
fn texts(page: &[Mark]) -> Vec<(String, f32, f32)> {
    let text = |mark: &Mark| match mark {
        Mark::Text { x, y, style, text } => {
            Some((text.clone(), x + width(text, style.weight, style.size).unwrap(), *y))
        }
        Mark::Fill { .. } => None,
    };
    page.iter().filter_map(text).collect()
}

fn near(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.01
}

#[test]
fn amounts_end_at_one_edge_and_stay_on_the_page() {
    for rows in [1, 30, 300] {
        for page in lay_out(&sheet(rows)).unwrap() {
            for (text, right, y) in texts(&page) {
                assert!(right <= EDGES.1 + 0.01 && y < PAGE.1 - 30.0, "{text} {right} {y}");
                assert!(!text.starts_with('₩') || near(right, EDGES.1), "{text} {right}");
            }
        }
    }
}

#[test]
fn hundreds_of_rows_go_on_with_their_headings() {
    let pages = lay_out(&sheet(300)).unwrap();
    let count = pages.len();
    assert!((10..20).contains(&count), "{count}");
    let mut seen = 0;
    for (at, page) in pages.iter().enumerate() {
        let texts: Vec<String> = texts(page).into_iter().map(|(text, ..)| text).collect();
        assert!(texts.iter().any(|t| t == "품목"), "page {at}");
        assert!(texts.contains(&format!("{} / {count}", at + 1)));
        seen += texts.iter().filter(|t| t.starts_with("공기청정기")).count();
    }
    assert_eq!(seen, 300);
}

/// The sums are never alone: the last row goes with them.
#[test]
fn sums_stay_together_with_the_last_row() {
    for rows in 1..60 {
        let pages = lay_out(&sheet(rows)).unwrap();
        let last = texts(pages.last().unwrap());
        let has = |text: &str| last.iter().any(|(t, ..)| t == text);
        if has("공급가액") || has("₩1,234,567") {
            assert!(has("공급가액") && has(&format!("공기청정기 필터 {rows}")), "{rows}");
        }
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on() {
    let mut long = sheet(3);
    long.rows[1].cells[0] = "가나다라마바사아자차카타파하".repeat(400);
    let pages = lay_out(&long).unwrap();
    assert!(pages.len() > 2);
    let syllables: usize = pages.iter().flat_map(|p| texts(p)).map(|(t, ..)| t.matches('하').count()).sum();
    assert_eq!(syllables, 400);
    for page in &pages {
        assert!(texts(page).iter().all(|(_, right, y)| *right <= EDGES.1 + 0.2 && *y <= PAGE.1 - 39.0));
    }
}

/// Numbers that don't fit at any size are broken, not drawn over each other.
#[rstest]
#[case(20)]
#[case(60)]
#[case(400)]
fn any_number_finds_its_place(#[case] digits: usize) {
    let mut wide = sheet(2);
    wide.rows[0].cells[1] = "9".repeat(digits);
    wide.rows[0].cells[2] = "9".repeat(digits);
    for page in lay_out(&wide).unwrap() {
        let nines = texts(&page).into_iter().filter(|(t, ..)| t.contains("999"));
        assert!(nines.into_iter().all(|(_, right, _)| right <= EDGES.1 + 0.2));
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let first = print(&sheet(40), Format::Pdf).unwrap();
    assert_eq!(first, print(&sheet(40), Format::Pdf).unwrap());
    assert!(first.bytes.starts_with(b"%PDF-") && first.pages == Some(3) && first.missing.is_empty());
    assert!(first.bytes.len() < 60_000, "{}", first.bytes.len());
    let html = print(&sheet(40), Format::Html).unwrap();
    assert_eq!((html.pages, &html), (None, &print(&sheet(40), Format::Html).unwrap()));
}

#[test]
fn what_the_fonts_lack_is_told() {
    let mut odd = sheet(1);
    odd.rows[0].cells[0] = "😀 한\u{1b}".into();
    assert_eq!(print(&odd, Format::Pdf).unwrap().missing, ["😀", "␛"]);
    assert!(print(&odd, Format::Html).unwrap().missing.is_empty());
}

#[test]
fn html_is_escaped_everywhere() {
    let mut hostile = sheet(2);
    let attack = "\"><script>alert('x')</script><!-- {{ 7*7 }} &amp; </style></title>";
    hostile.each_text(|text| *text = attack.to_owned());
    hostile.mark = Some(attack.to_owned());
    let html = String::from_utf8(print(&hostile, Format::Html).unwrap().bytes).unwrap();
    assert!(!html.contains("<script") && !html.contains("<!--") && !html.contains("alert('x')"));
    assert!(html.contains("{{ 7*7 }}") && !html.contains("49 "));
    assert_eq!((html.matches("</style>").count(), html.matches("</title>").count()), (1, 1));
}

#[test]
fn html_loads_nothing() {
    let html = String::from_utf8(print(&sheet(2), Format::Html).unwrap().bytes).unwrap();
    for mark in ["http:", "https:", "src=", "href=", "url(", "@import"] {
        assert!(!html.contains(mark), "{mark}");
    }
    assert!(html.contains("lang=\"ko\"") && html.contains("<title>견적서 S00001</title>"));
}

/// Everything on a page has a glyph and stands between its edges.
fn fits(pages: &[Vec<Mark>]) -> Result<(), TestCaseError> {
    for mark in pages.iter().flatten() {
        let Mark::Text { x, y, style, text } = mark else { continue };
        let right = x + width(text, style.weight, style.size).unwrap();
        let face = style.weight.face().unwrap();
        prop_assert!(text.chars().all(|c| face.glyph(c).is_some()), "{text:?}");
        prop_assert!(*x >= EDGES.0 - 0.3 && right <= EDGES.1 + 0.3, "{text:?} {x} {right}");
        prop_assert!(*y > 40.0 && *y < PAGE.1 - 30.0, "{text:?} {y}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_drawn_between_the_edges(
        texts in proptest::collection::vec("(\\PC|[가-힣 漢\\n\u{301}a-z/]){0,120}", 1..12),
        rows in 0usize..40,
    ) {
        let mut wild = sheet(rows);
        let mut next = texts.iter().cycle();
        wild.each_text(|text| {
            if text != "₩1,234,567" {
                text.clone_from(next.next().unwrap());
            }
        });
        let (clean, _) = super::clean::clean(&wild).unwrap();
        fits(&lay_out(&clean).unwrap())?;
        prop_assert!(print(&wild, Format::Pdf).is_ok() && print(&wild, Format::Html).is_ok());
    }
}
